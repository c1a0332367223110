"""Other ways of seeing ourselves: the portrait mix, two groups of roles, evidence, what the room agreed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from maturity.core.assessment import AgreedPosition, Count, Evidence, Gap, PortraitResult, Quote
from maturity.core.placement import position, side
from maturity.core.read_off import PartValues, read_off
from maturity.core.said import said
from maturity.core.scoring import divide, group_mean, roll_up
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable, Bools, Floats, Ints
from maturity.model import Questionnaire, Round, Side


def portrait_reading(round_: Round, placed: str | None) -> PortraitResult | None:
    """The mix of portraits, and whether it implies the quadrant `placed` in which the rating's point lies.

    Choices are averaged as levels are: within school, over schools, over portrait items. Never part of a score.
    None when nobody chose a portrait.
    """
    questionnaire = round_.questionnaire
    ids = [quadrant.id for quadrant in questionnaire.quadrants]
    schools = {school.id: code for code, school in enumerate(round_.cluster.schools)}
    # Only who chose something: a sum is the same without the others.
    some = [(schools[one.school], one.portraits) for one in round_.responses if one.portraits]
    school = np.array([code for code, _ in some], np.int32)
    by_item: dict[str, dict[str, float]] = {}
    people: dict[str, int] = {}
    for item in questionnaire.portrait:
        chosen = [portraits.get(item.id) for _, portraits in some]
        marks = np.array([[float(choice == i) if choice else np.nan for i in ids] for choice in chosen])
        if chosen and np.isfinite(marks).any():
            people[item.id] = int(np.isfinite(marks).all(axis=1).sum())
            means, _ = group_mean(school, marks, len(schools))
            chosen_in = means[np.isfinite(means).all(axis=1)]
            # The exact sum, so that the order of schools cannot move its last digit.
            by_item[item.id] = {i: math.fsum(mix) / len(chosen_in) for i, mix in zip(ids, chosen_in.T, strict=True)}
    if not by_item:
        return None
    shares = {i: float(np.mean([mix[i] for mix in by_item.values()])) for i in ids}
    implied = {
        axis.id: sum(shares[q.id] for q in questionnaire.quadrants if q.at[axis.id] == "high")
        for axis in questionnaire.axes
    }
    sides: dict[str, Side] = {axis: where for axis, share in implied.items() if (where := side(share, 0.5)) is not None}
    quadrant = questionnaire.quadrant_at(sides).id if len(sides) == len(implied) else None
    return PortraitResult(
        shares,
        implied,
        quadrant,
        None if quadrant is None or placed is None else quadrant == placed,
        Count(len(some)),
        by_item,
        chosen=people,
    )


@dataclass(frozen=True, eq=False)
class Gaps:
    """One group of roles beside another, in every cluster.

    Args:
        mean, spread: (clusters,) of the schools' differences, in levels; NaN without schools, or with one.
        by_axis: (clusters, axes).
        schools: (clusters,) schools with people of both groups who answered the same item.
        people: (clusters, 2) people of the higher and the lower group in those schools.
        items: items put to both groups.
    """

    mean: Floats
    spread: Floats
    by_axis: Floats
    schools: Ints
    people: Ints
    items: int


def gaps(questionnaire: Questionnaire, table: AnswerTable, structure: Structure) -> Gaps | None:
    """How much higher one group of roles scores than another within the same schools; None if not asked for.

    Over items put to both groups; per school the mean over the items that both answered there.
    """
    rule = questionnaire.role_gap
    if rule is None:
        return None
    codes = [
        [code for code, role in enumerate(questionnaire.roles) if role.group == group]
        for group in (rule.higher, rule.lower)
    ]
    both = np.array(
        [
            all(any(questionnaire.is_asked(item, questionnaire.roles[code].id) for code in group) for group in codes)
            for item in questionnaire.items
        ]
    )
    turned = structure.turned_rows(table.levels, np.ones(len(both), bool))
    spoke = np.zeros(len(turned), bool)
    for column in np.flatnonzero(both):
        spoke |= np.isfinite(turned[:, column])
    groups = [np.isin(table.role, group) & spoke for group in codes]
    means = [group_mean(table.school[group], turned[group], table.schools)[0] for group in groups]
    difference = np.where(both, means[0] - means[1], np.nan)
    axes = structure.counts[:, structure.axes].T
    of, clusters = table.cluster_of_school, table.clusters
    by_school = row_means(difference)
    by_axis = np.array([row_means(difference[:, own]) for own in axes]).reshape(len(axes), len(difference)).T
    mean, schools = (values[:, 0] for values in group_mean(of, by_school[:, None], clusters))
    met = np.isfinite(by_school)
    squares = np.bincount(of[met], (by_school[met] - mean[of[met]]) ** 2, clusters).astype(float)
    people = [np.bincount(table.cluster[group & met[table.school]], minlength=clusters) for group in groups]
    return Gaps(
        mean,
        np.sqrt(np.where(schools > 1, divide(squares, schools - 1), np.nan)),
        group_mean(of, by_axis, clusters)[0],
        schools.astype(np.int64),
        np.stack(people, axis=1),
        int(both.sum()),
    )


def row_means(values: Floats) -> Floats:
    """Mean of each row, NaN left out; added up from the left, whatever the number of rows."""
    total, n = np.zeros(len(values)), np.zeros(len(values))
    for column in values.T:
        there = np.isfinite(column)
        total += np.where(there, column, 0.0)
        n += there
    return divide(total, n)


def gap(questionnaire: Questionnaire, found: Gaps | None, cluster: int, fewest: int) -> Gap | None:
    """The difference between two groups of roles in one cluster; None if not asked for.

    Args:
        fewest: people of each group, in the schools that have both, below which there is no difference.
    """
    rule = questionnaire.role_gap
    if rule is None or found is None:
        return None
    schools = int(found.schools[cluster])
    few = bool(schools) and int(found.people[cluster].min()) < fewest
    if few or not schools:
        nothing: dict[str, float | None] = dict.fromkeys((axis.id for axis in questionnaire.axes), None)
        reason = said("gap-too-few-people", needed=fewest) if few else said("gap-no-school")
        return Gap(rule.higher, rule.lower, None, None, 0, found.items, nothing, reason)
    by_axis = zip(questionnaire.axes, found.by_axis[cluster], strict=True)
    return Gap(
        rule.higher,
        rule.lower,
        number(found.mean[cluster]),
        number(found.spread[cluster]),
        schools,
        found.items,
        {axis.id: number(value) for axis, value in by_axis},
    )


@dataclass(frozen=True, eq=False)
class Examples:
    """High ratings and those with an example.

    Args:
        asked: (clusters,) whether anybody named one at all; where nobody did, nobody is held to have been asked.
        high, named: (clusters, 1 + axes) high ratings, and those of them for which an example was named; of all items,
            then of each axis.
    """

    asked: Bools
    high: Ints
    named: Ints


def example_counts(questionnaire: Questionnaire, table: AnswerTable) -> Examples | None:
    """High ratings with and without an example; None where nobody was asked for one."""
    first = example_from(questionnaire)
    if table.named is None or not np.isfinite(first).any():
        return None
    high = table.levels >= first
    on_axis = [
        np.array([questionnaire.axis_of(item) == axis.id for item in questionnaire.items])
        for axis in questionnaire.axes
    ]

    def count(marks: Bools) -> Ints:
        people = [marks[:, own].sum(axis=1) for own in (np.ones(marks.shape[1], bool), *on_axis)]
        whole = [np.bincount(table.cluster, n, table.clusters) for n in people]
        return np.stack(whole, axis=1).astype(np.int64)

    asked: Bools = np.bincount(table.cluster, table.named.any(axis=1), table.clusters) > 0
    return Examples(asked, count(high), count(high & table.named))


def example_from(questionnaire: Questionnaire) -> Floats:
    """(items,) the lowest level that asks for an example; infinite where none does."""
    first = [questionnaire.scale_of(item).evidence_from for item in questionnaire.items]
    return np.array([np.inf if level is None else level for level in first])


def evidence_reading(round_: Round, found: Examples | None, cluster: int) -> Evidence | None:
    """Share of high ratings with an example named, and the examples; None where nobody was asked for one."""
    if found is None or not found.asked[cluster]:
        return None
    questionnaire = round_.questionnaire
    named_any = [response for response in round_.responses if response.evidence]
    quotes = tuple(
        # Never with the role: a school has one head.
        Quote(item.id, text, response.school, None)
        for item in questionnaire.items
        for response in named_any
        if (text := response.evidence.get(item.id, "").strip())
    )
    high, named = found.high[cluster].tolist(), found.named[cluster].tolist()
    by_axis = zip(questionnaire.axes, named[1:], high[1:], strict=True)
    return Evidence(
        Count(high[0]),
        Count(named[0]),
        _share(named[0], high[0]),
        {axis.id: _share(part, whole) for axis, part, whole in by_axis},
        quotes,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def number(value: float) -> float | None:
    """A float, or None for NaN."""
    return float(value) if np.isfinite(value) else None


def agreed(round_: Round, structure: Structure, items: Floats) -> AgreedPosition | None:
    """What the room agreed, scored by the same rules; None when nothing was agreed.

    Args:
        items: (items,) the cluster's scores as asked, to see how far the room moved from them.
    """
    if not round_.agreed:
        return None
    questionnaire = round_.questionnaire
    levels = np.array(
        [a.level if (a := round_.agreed.get(item.id)) is not None else np.nan for item in questionnaire.items]
    )
    structure = structure.by_any_item()
    levels = structure.valued(levels)
    parts = roll_up(structure, levels)
    axes = zip(questionnaire.axes, parts[structure.axes], strict=True)
    point = {axis.id: number(value) for axis, value in axes}
    moves = structure.turn(levels) - structure.turn(items)
    moves = moves[np.isfinite(moves)]
    return AgreedPosition(
        dict(round_.agreed),
        point,
        position(questionnaire, point) if questionnaire.axes else None,
        float(moves.mean()) if moves.size else None,
        None if questionnaire.axes else read_off(questionnaire, structure, PartValues.exact(parts)),
        {part.id: number(value) for part, value in zip(structure.parts, parts, strict=True) if part.kind != "axis"},
    )
