"""The change between two rounds in numbers: the same schools, the same questions, and how sure that is.

Both rounds go through `maturity.core.scoring`, over the answers that have a partner: a school's mean on an item counts
only if the school has one in both rounds. Then every score rests on the same schools and the same items both times.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from maturity.core.scoring import SchoolItems, Structure, divide, roll_up, school_items, score
from maturity.core.statistics import CONFIDENCE, t_half_width, t_quantile
from maturity.core.table import AnswerTable, Bools, Floats, Ints

ROUNDING = 1 / 12
"""Variance of what is lost when a value is rounded to whole levels (uniform over one level)."""
NOTHING = 1e-9
"""Smaller than this is no change: only rounding in the last digits is forgiven."""


@dataclass(frozen=True, eq=False)
class Measured:
    """Scores of one cluster in two rounds; targets are all items, then dimensions, then axes, as they count.

    Args:
        before, after: (targets,) NaN where there is none; always both or neither.
        half: (targets,) half of the 95 % interval of the change; NaN with fewer than two schools.
        schools: (targets,) schools that it rests on.
        school_before, school_after: (schools, targets).
        paired: (schools, items) whether a school has a mean in both rounds.
        items, dimensions, axes: where each kind lies among the targets.
    """

    before: Floats
    after: Floats
    half: Floats
    schools: Ints
    school_before: Floats
    school_after: Floats
    paired: Bools
    items: slice
    dimensions: slice
    axes: slice

    @property
    def met(self) -> Bools:
        """(schools,) whether a school has any item in both rounds."""
        met: Bools = np.asarray(self.paired.any(axis=1))
        return met


def measure(before: AnswerTable, after: AnswerTable, structure: Structure) -> Measured:
    """Change of every item, dimension and axis, with half of its 95 % interval.

    The interval is that of a paired t over schools: t(.975, S - 1) s_d / sqrt(S), with s_d the standard deviation of
    the schools' changes. Two or three schools can move alike by luck, so it is never narrower than what people's
    answers within their schools leave open (`_people`).

    Args:
        before, after: the same schools and the same items in the same order, columns in that of `structure`.
    """
    sides = school_items(before), school_items(after)
    paired: Bools = np.isfinite(sides[0].mean) & np.isfinite(sides[1].mean)
    met: Bools = np.asarray(paired.any(axis=1))
    masked = [SchoolItems(np.where(paired, side.mean, np.nan)[met], np.where(paired, side.n, 0)[met]) for side in sides]
    few = [_of_schools(table_of(table, paired), met) for table in (before, after)]
    scored = [score(table, structure, side) for table, side in zip(few, masked, strict=True)]
    whole = [np.concatenate([structure.turn(s.item[0]), s.dimension[0], s.axis[0]]) for s in scored]
    school = [_by_school(structure, np.where(paired, side.mean, np.nan)) for side in sides]
    difference = school[1] - school[0]
    schools = np.isfinite(difference).sum(axis=0)
    floor, freedom = _people(few, masked, structure, np.isfinite(scored[0].item[0]))
    half = np.full(len(whole[0]), np.nan)
    for target in np.flatnonzero(schools >= 2):
        n = int(schools[target])
        spread = float(np.nanstd(difference[:, target], ddof=1))
        least = t_quantile((1 + CONFIDENCE) / 2, freedom or n - 1) * float(floor[target])
        half[target] = max(t_half_width(spread, n), least)
    count, parts = structure.dimensions.shape
    return Measured(
        whole[0],
        whole[1],
        np.where(np.isfinite(whole[0]), half, np.nan),
        schools,
        school[0],
        school[1],
        paired,
        slice(0, count),
        slice(count, count + parts),
        slice(count + parts, count + parts + structure.axes.shape[1]),
    )


def table_of(table: AnswerTable, kept: Bools) -> AnswerTable:
    """The same people without the answers of schools to items that are not `kept` (schools, items)."""
    levels = np.where(kept[table.school], table.levels, np.nan)
    return replace(table, levels=levels)


def _of_schools(table: AnswerTable, chosen: Bools) -> AnswerTable:
    """The table of some of the schools."""
    code, people = np.cumsum(chosen) - 1, chosen[table.school]
    part = table.rows(people)
    return replace(part, school=code[part.school], cluster_of_school=table.cluster_of_school[chosen])


def _by_school(structure: Structure, means: Floats) -> Floats:
    dimensions, axes = roll_up(structure, means)
    return np.concatenate([structure.turn(means), dimensions, axes], axis=1)


def coefficients(structure: Structure, scored: Bools) -> Floats:
    """How much each item (items, targets) moves each item, dimension and axis, given which items have a score."""
    dimensions = structure.dimensions * scored[:, None]
    dimensions = divide(dimensions, np.broadcast_to(dimensions.sum(axis=0), dimensions.shape))
    there = np.isfinite(dimensions.sum(axis=0))
    axes = structure.axes * there[:, None]
    axes = divide(axes, np.broadcast_to(axes.sum(axis=0), axes.shape))
    parts = np.nan_to_num(dimensions)
    whole: Floats = np.concatenate([np.eye(len(scored)), parts, parts @ np.nan_to_num(axes)], axis=1)
    return whole * np.where(structure.turned, -1.0, 1.0)[:, None]


def _people(
    tables: list[AnswerTable], sides: list[SchoolItems], structure: Structure, scored: Bools
) -> tuple[Floats, int]:
    """Standard error (targets,) of the change from people within schools, other people answering each time.

    Every score is a weighted sum of school means of items, so that each person moves it by their distance from their
    school's mean times a known weight. The variance of these is pooled over schools and rounds; and answers are whole
    levels, so it is never below what rounding alone leaves open (a twelfth for each answer).

    Returns:
        the standard error, and people less schools over both rounds: its degrees of freedom, 0 where no school has two.
    """
    weight = coefficients(structure, scored)
    answering = np.maximum((sides[0].n > 0).sum(axis=0), 1)
    squares, freedom, inverse = np.zeros(weight.shape[1]), 0, 0.0
    rounding = np.zeros(len(scored))
    for table, side in zip(tables, sides, strict=True):
        spoke = np.isfinite(table.levels).any(axis=1)
        people = np.bincount(table.school[spoke], minlength=table.schools)
        share = divide(np.ones_like(side.n), side.n)
        distance = np.nan_to_num((table.levels - side.mean[table.school]) * share[table.school]) / answering
        pull = (distance @ weight) * (people * table.schools)[table.school][:, None]
        squares += (pull**2).sum(axis=0)
        freedom += int(people[people > 0].sum() - (people > 0).sum())
        inverse += float((1 / people[people > 0]).sum()) / max(table.schools, 1) ** 2
        rounding += np.nansum(share, axis=0) / answering**2
    within = squares / freedom * inverse if freedom else np.zeros_like(squares)
    least = ROUNDING * (rounding @ weight**2)
    floor: Floats = np.sqrt(np.maximum(within, least))
    return floor, freedom
