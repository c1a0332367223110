"""The change between two rounds in numbers: the same schools, the same questions, and how sure that is.

A school's change is its own, over the items that it answered in both rounds; a cluster's is the mean of its schools'
changes, one school one voice. The change and its interval come from the same schools and the same answers. Everything
is in arrays over any number of clusters, and a cluster's numbers are the same alone and among thousands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maturity.core.scoring import SchoolItems, divide, group_mean, roll_up, school_items
from maturity.core.statistics import CONFIDENCE, t_quantile
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable, Bools, Floats, Ints
from maturity.core.ways import Move, ways_of

ROUNDING = 1 / 12
"""Variance of what is lost when a value is rounded to whole levels (uniform over one level)."""
NOTHING = 1e-9
"""Smaller than this is no change: only rounding in the last digits is forgiven."""
FEWEST_SCHOOLS = 3
"""With fewer schools in both rounds, their changes say too little to be called one."""
PRIOR_FREEDOM = 4
"""How many schools' worth of evidence stands beside that of the schools themselves, where they are these schools."""
OWN_WAY = 1 / 16
"""How far schools are taken to differ in their true changes, as a standard deviation in parts of the scale: a quarter
of a level on 1 to 5."""


@dataclass(frozen=True, eq=False)
class LeftOpen:
    """What the answers leave open of each school's change, (schools, targets) each.

    Args:
        squares: squared distances of people from their school, as they pull a target; 0 where one person answered.
        seen: what numbers of answers alone make of the variance, where two people or more answered.
        whole: the same of all answers.
        least: the same of answers in whole levels, in squared steps.
        people: (clusters,) people of the schools that have anything in both rounds.
    """

    squares: Floats
    seen: Floats
    whole: Floats
    least: Floats
    people: Ints

    def by(self, columns: Sequence[int], weights: Floats) -> LeftOpen:
        """The same of some targets times (schools, columns) weights."""
        squares, seen, whole, least = (
            part[:, columns] * weights**2 for part in (self.squares, self.seen, self.whole, self.least)
        )
        return LeftOpen(squares, seen, whole, least, self.people)

    def pooled(self, cluster: Ints, there: Bools) -> tuple[Floats, Floats]:
        """Variance of what a person leaves open over that by numbers alone, and rounding's sum.

        Args:
            cluster: (schools,) of each.
            there: (schools, targets) whether a school has a change.

        Returns:
            (clusters, targets) mean variance of a school's change, NaN where nothing tells it; and the sum over schools
            of the variance that rounding to whole levels alone gives.
        """
        clusters = len(self.people)
        parts = (self.squares, self.seen, self.whole, self.least)
        totals = [_sum(cluster, np.where(there, part, 0.0), clusters) for part in parts]
        schools = _sum(cluster, there.astype(float), clusters)
        return divide(divide(totals[0], totals[1]) * totals[2], schools), ROUNDING * totals[3]


@dataclass(frozen=True, eq=False)
class Measured:
    """Scores of any number of clusters in two rounds; targets are all items, then all parts, as they count.

    Args:
        before, after: (clusters, targets) over the schools that have the target in both rounds; NaN where fewer than
            half of the schools that are in both rounds have it; always both or neither.
        change: (clusters, targets) after - before; NaN below `FEWEST_SCHOOLS`.
        half: (clusters, targets) half of the 95 % interval of the change, not clipped; NaN where there is no change.
        schools: (clusters, targets) schools that it rests on.
        people_known: (clusters, targets) whether some school has two answers to tell how far people differ.
        returned: (clusters,) people who answered both times, as far as their codes tell.
        school_before, school_after: (schools, targets); NaN where a school has too little.
        paired: (schools, items) whether a school has a mean in both rounds.
        items, parts: where they lie among the targets; `dimensions` and `axes`, where those parts do.
        reach: (targets,) from the lowest possible value to the highest.
        left_open: what answers leave open of the schools' changes.
    """

    before: Floats
    after: Floats
    change: Floats
    half: Floats
    schools: Ints
    people_known: Bools
    returned: Ints
    school_before: Floats
    school_after: Floats
    paired: Bools
    items: slice
    parts: slice
    dimensions: slice
    axes: slice
    reach: Floats
    left_open: LeftOpen

    @property
    def met(self) -> Bools:
        """(schools,) whether a school has any item in both rounds."""
        met: Bools = np.asarray(self.paired.any(axis=1))
        return met


def change_many(
    before: AnswerTable,
    after: AnswerTable,
    structure: Structure,
    *,
    stand_for_others: bool = False,
    partner: Ints | None = None,
) -> Measured:
    """Change of every item, dimension and axis of every cluster, with half of its 95 % interval.

    With S schools, each with its own change d, the half width is t(.975, d0 + S - 1) s / sqrt(S), with the moderated
    variance s2 = (d0 s02 + (S - 1) sd2) / (d0 + S - 1) (Smyth 2004, Stat Appl Genet Mol Biol 3:3): sd2 is the variance
    of the d, s02 what people within schools leave open of a school's change plus `OWN_WAY` squared, d0 `PRIOR_FREEDOM`.
    Where the schools stand for others, or no school has two answers, d0 is 0: a paired t. It is never narrower than
    what answers in whole levels leave open.

    Args:
        before, after: what was answered is worth; the same schools in the same clusters and the same items, columns in
            the order of `structure`.
        stand_for_others: whether the schools stand for others that might have been in their place.
        partner: (people of `after`,) the row of the same person in `before`, -1 where there is none. What one person
            leaves open of a change is then that of their own change.
    """
    sides = school_items(before), school_items(after)
    paired: Bools = np.isfinite(sides[0].mean) & np.isfinite(sides[1].mean)
    earlier, later = (_by_school(structure, np.where(paired, side.mean, np.nan)) for side in sides)
    cluster, clusters = before.cluster_of_school, before.clusters
    (start, n), (end, _) = (group_mean(cluster, side, clusters) for side in (earlier, later))
    members = np.bincount(cluster, paired.any(axis=1), clusters)[:, None]
    enough = (told := (n > 0) & (2 * n >= members)) & (n >= FEWEST_SCHOOLS)
    partner = np.full(after.people, -1) if partner is None else partner
    left_open = _people((before, after), sides, paired, structure, partner)
    there = np.isfinite(earlier)
    half, known = half_widths(cluster, later - earlier, there, left_open, structure.reaches, stand_for_others)
    where, returned = _where(structure), cluster[after.school[partner >= 0]]
    return Measured(
        before=np.where(told, start, np.nan),
        after=np.where(told, end, np.nan),
        change=np.where(enough, end - start, np.nan),
        half=np.where(enough, half, np.nan),
        schools=n.astype(np.int64),
        people_known=known,
        returned=np.bincount(returned, minlength=clusters),
        school_before=earlier,
        school_after=later,
        paired=paired,
        items=where["items"],
        parts=where["parts"],
        dimensions=where["dimensions"],
        axes=where["axes"],
        reach=structure.reaches,
        left_open=left_open,
    )


def half_widths(
    cluster: Ints, changes: Floats, there: Bools, left_open: LeftOpen, reaches: Floats, stand_for_others: bool
) -> tuple[Floats, Bools]:
    """Half of the 95 % interval of the mean of schools' changes, by the formula of `change_many`.

    Args:
        cluster: (schools,) of each.
        changes, there: (schools, targets), and whether a school has one.
        reaches: (targets,) from the lowest possible value to the highest.

    Returns:
        (clusters, targets) each: NaN below `FEWEST_SCHOOLS`; and whether some school tells how far people differ.
    """
    clusters = len(left_open.people)
    n = _sum(cluster, there.astype(float), clusters)
    within, least = left_open.pooled(cluster, there)
    known: Bools = np.isfinite(within)
    prior = known * (0.0 if stand_for_others else PRIOR_FREEDOM)
    freedom = prior + n - 1
    spread = _variance(cluster, np.where(there, changes, np.nan), clusters)
    expected = np.nan_to_num(within) + (OWN_WAY * reaches) ** 2
    moderated = divide(prior * expected + (n - 1) * np.nan_to_num(spread), freedom)
    of_mean = np.maximum(divide(moderated, n), divide(least, n**2))
    enough = n >= FEWEST_SCHOOLS
    quantile = {df: t_quantile((1 + CONFIDENCE) / 2, df) for df in np.unique(freedom[enough]).tolist()}
    factor = np.array([quantile.get(df, np.nan) for df in freedom.ravel().tolist()]).reshape(freedom.shape)
    return np.where(enough, factor * np.sqrt(of_mean), np.nan), known


def _where(structure: Structure) -> dict[str, slice]:
    """Where items, parts, dimensions and axes lie among the targets."""
    count = len(structure.turned)
    kinds = {"dimensions": structure.dimensions, "axes": structure.axes}
    of_kinds = {name: slice(count + kind.start, count + kind.stop) for name, kind in kinds.items()}
    return {"items": slice(0, count), "parts": slice(count, None), **of_kinds}


def _by_school(structure: Structure, means: Floats) -> Floats:
    return np.concatenate([structure.turn(means), roll_up(structure, means)], axis=1)


def _variance(group: Ints, values: Floats, groups: int) -> Floats:
    """Variance (groups, columns) with n - 1, NaN left out; NaN below two values."""
    mean, n = group_mean(group, values, groups)
    squares, _ = group_mean(group, (values - mean[group]) ** 2, groups)
    return np.where(n > 1, divide(squares * n, n - 1), np.nan)


def _people(
    tables: tuple[AnswerTable, AnswerTable],
    sides: tuple[SchoolItems, SchoolItems],
    paired: Bools,
    structure: Structure,
    partner: Ints,
) -> LeftOpen:
    """What people within schools leave open of a school's change, and what rounding leaves open of all of them.

    A person moves a school's score by their distance from the mean of each item times the item's weight over its
    answers; the sum of the squares of these pulls is the variance, with each distance enlarged by n / (n - 1) for the
    mean that it is measured from. An item with one answer in a school says nothing of it, so the variance is pooled
    over the schools of a cluster in proportion to what their numbers of answers alone would give.
    """
    cluster, clusters = tables[0].cluster_of_school, tables[0].clusters
    unmatched = np.ones(tables[0].people, bool)
    unmatched[partner[partner >= 0]] = False
    # One row for each person: those of the later round, then those who were there before only.
    row_before = tables[1].people + np.cumsum(unmatched) - 1
    row_before[partner[partner >= 0]] = np.flatnonzero(partner >= 0)
    rows = row_before, np.arange(tables[1].people)
    people = tables[1].people + int(unmatched.sum())
    school = np.empty(people, np.int64)
    targets = len(structure.turned) + len(structure.parts)
    pulls = np.zeros((people, targets))
    seen, whole, least = (np.zeros((len(cluster), targets)) for _ in range(3))
    for sign, table, side, row in zip((-1, 1), tables, sides, rows, strict=True):
        school[row] = table.school
        share = np.where(paired, divide(np.ones_like(side.n), side.n), 0.0)
        enlarged = np.where(side.n > 1, np.sqrt(divide(side.n, side.n - 1)), 0.0) * share
        distance = np.nan_to_num(table.levels - side.mean[table.school]) * enlarged[table.school]
        turned = np.where(structure.turned, -sign, sign)
        ways = ways_of(structure, np.where(paired, side.mean, np.nan))
        pulls[row] += _weighed(structure, ways, turned * distance, 1, table.school)
        seen += _weighed(structure, ways, np.where(side.n > 1, share, 0.0), 2)
        whole += _weighed(structure, ways, share, 2)
        least += _weighed(structure, ways, share * structure.step**2, 2)
    squares = _sum(school, pulls**2, len(cluster))
    met: Bools = np.asarray(paired.any(axis=1))
    return LeftOpen(squares, seen, whole, least, np.bincount(cluster[school][met[school]], minlength=clusters))


def _weighed(
    structure: Structure, ways: Sequence[Move], values: Floats, power: int, school: Ints | None = None
) -> Floats:
    """Sums of item values (rows, items) over targets (rows, targets), each times its share to a power.

    Added up one column after the other, so that a row does not depend on how many others there are.

    Args:
        school: (rows,) of each row; without it, rows are schools.
    """
    parts = np.zeros((len(values), len(structure.parts)))
    for way in ways:
        kind, child, _ = way.child
        share = (way.share if school is None else way.share[school]) ** power
        parts[:, way.part] += share * (values if kind == "item" else parts)[:, child]
    return np.concatenate([values, parts], axis=1)


def _sum(group: Ints, values: Floats, groups: int) -> Floats:
    return np.stack([np.bincount(group, column, groups) for column in values.T], axis=1)
