"""From what answers are worth to the scores of items and parts: item first, one school one voice.

School item mean -> unweighted mean of the school means -> a part: the weighted mean, the sum or the weakest of its
items and of the parts within it. Don't-know, skipped and not asked are left out everywhere. All functions are
vectorised over schools and clusters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maturity.core.structure import JoinedPart, Structure
from maturity.core.table import AnswerTable, CodedLevels, Floats, Ints, in_code_order


@dataclass(frozen=True, eq=False)
class SchoolItems:
    """Mean level (schools, items), NaN where nobody answered, and number of answers (schools, items)."""

    mean: Floats
    n: Floats


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of each cluster, NaN where there is none.

    Args:
        item: (clusters, items) as asked, NaN where fewer than half of the schools answered.
        item_schools: (clusters, items) schools with an answer.
        part: (clusters, parts), NaN where too little of a part has a score.
        axes: the columns of axes among the parts.
    """

    item: Floats
    item_schools: Floats
    part: Floats
    axes: slice

    @property
    def axis(self) -> Floats:
        """(clusters, axes)."""
        return self.part[:, self.axes]


def divide(numerator: Floats, denominator: Floats | Ints) -> Floats:
    """Quotient, NaN where the denominator is 0."""
    return np.divide(numerator, denominator, out=np.full(np.shape(denominator), np.nan), where=denominator != 0)


def school_items(table: AnswerTable) -> SchoolItems:
    """Mean level of every item in every school, as asked."""
    total, n = (np.zeros((table.schools, len(table.items))) for _ in range(2))
    placed = CodedLevels.of(table.levels) if table.places is None else table.places
    for column, values in enumerate(placed.values):
        cell = table.school * len(values) + placed.codes[:, column]
        count = np.bincount(cell, minlength=table.schools * len(values)).reshape(table.schools, len(values))
        # One after the other: no order of people moves the last digit.
        for place in range(1, len(values)):
            total[:, column] += count[:, place] * values[place]
            n[:, column] += count[:, place]
    return SchoolItems(divide(total, n), n)


def cluster_items(table: AnswerTable, means: Floats) -> tuple[Floats, Floats]:
    """Unweighted mean of school values over each cluster.

    Added up from the lowest to the highest, so that the order of schools does not move the last digit.

    Args:
        means: (schools, items), NaN where a school has no value.

    Returns:
        (clusters, items) means, NaN where no school has one, and (clusters, items) schools that have one.
    """
    mean, n = (np.empty((table.clusters, means.shape[1])) for _ in range(2))
    for column, values in enumerate(means.T):
        order = np.argsort(values)
        order = order[in_code_order(table.cluster_of_school[order], table.clusters)]
        found = group_mean(table.cluster_of_school[order], values[order, None], table.clusters)
        mean[:, column], n[:, column] = (one[:, 0] for one in found)
    return mean, n


def group_mean(group: Ints, values: Floats, groups: int) -> tuple[Floats, Floats]:
    """Mean over the rows of each group, NaN left out.

    Args:
        group: (rows,) code of each row's group.
        values: (rows, columns).
        groups: number of groups.

    Returns:
        (groups, columns) means and (groups, columns) number of values.
    """
    total = np.empty((groups, values.shape[1]))
    n = np.empty_like(total)
    for column in range(values.shape[1]):
        present = np.isfinite(values[:, column])
        total[:, column] = np.bincount(group[present], values[present, column], groups)
        n[:, column] = np.bincount(group[present], minlength=groups)
    return divide(total, n), n


def roll_up(structure: Structure, items: Floats) -> Floats:
    """Values of all parts (..., parts) from item values as asked (..., items); NaN where a part lacks what it needs."""
    turned = structure.turn(items)
    parts = np.full((*items.shape[:-1], len(structure.parts)), np.nan)
    for column in structure.order:
        part = structure.parts[column]
        values = [(turned if kind == "item" else parts)[..., child] for kind, child, _ in part.children]
        parts[..., column] = _combined(part, values)
    return parts


def _combined(part: JoinedPart, values: list[Floats]) -> Floats:
    """One part from the values (...,) of what belongs to it.

    Added up one by one: a matrix product may add in another order when there are more rows.
    """
    shape = values[0].shape if values else ()
    total, mass, count = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    weakest = np.full(shape, np.inf)
    for (_, _, weight), value in zip(part.children, values, strict=True):
        there = np.isfinite(value)
        total += np.where(there, weight * value, 0.0)
        mass += weight * there
        count += there
        if part.combine == "min":
            weakest = np.where(there, np.minimum(weakest, value), weakest)
    known = (count >= part.needs) & (count > 0)
    found = total if part.combine == "sum" else weakest if part.combine == "min" else divide(total, mass)
    return np.where(known, found, np.nan)


def with_score(structure: Structure, parts: Floats, column: int) -> Ints:
    """How much of what belongs to a part has a score (...,), from all parts (..., parts)."""
    inside = [child for kind, child, _ in structure.parts[column].children if kind == "part"]
    count: Ints = np.isfinite(parts[..., inside]).sum(axis=-1)
    return count


def members(table: AnswerTable) -> Ints:
    """(clusters,) member schools, silent ones included."""
    return np.bincount(table.cluster_of_school, minlength=table.clusters)


def score(table: AnswerTable, structure: Structure, schools: SchoolItems | None = None) -> Scores:
    """Scores of every cluster of the table, one school one voice.

    An item needs answers from at least half of the cluster's schools.
    """
    schools = schools or school_items(table)
    items, answering = cluster_items(table, schools.mean)
    items = np.where(2 * answering >= members(table)[:, None], items, np.nan)
    return Scores(items, answering, roll_up(structure, items), structure.axes)


def respondent_scores(table: AnswerTable, structure: Structure, scored: Scores) -> Scores:
    """The same with every person counted once, over the items that `score` found sufficient."""
    items, n = group_mean(table.cluster, table.levels, table.clusters)
    items = np.where(np.isfinite(scored.item), items, np.nan)
    return Scores(items, n, roll_up(structure, items), structure.axes)


def answered(table: AnswerTable) -> Ints:
    """(schools,) people with at least one level."""
    if table.places is None:
        spoke = np.isfinite(table.levels).any(axis=1)
    else:
        spoke = np.logical_or.reduce(table.places.codes, axis=1)
    return np.bincount(table.school[spoke], minlength=table.schools)


def bounds(table: AnswerTable, structure: Structure, scored: Scores, spoke: Ints) -> tuple[Floats, Floats]:
    """Lowest and highest values of parts (clusters, parts) that the silent schools' answers could give.

    A silent school is one that answered nothing at all; nothing is imputed for it. NaN where no school is silent.

    Args:
        spoke: (schools,) people with at least one level.
    """
    silent = _silent(table, spoke)
    low, high = (roll_up(structure, _filled(scored, silent, end)) for end in _ends(structure))
    return np.where(silent, low, np.nan), np.where(silent, high, np.nan)


def reach(table: AnswerTable, structure: Structure, scored: Scores, spoke: Ints) -> tuple[Floats, Floats]:
    """Lowest and highest values of parts (clusters, parts) if all that is missing were at its worst, and at its best.

    Missing are the answers of silent schools, and items without a score; where nothing is, both are the score.

    Args:
        spoke: (schools,) people with at least one level.
    """
    silent = _silent(table, spoke)
    low, high = (
        roll_up(structure, np.where(np.isfinite(scored.item), _filled(scored, silent, end), end))
        for end in _ends(structure)
    )
    return low, high


def _silent(table: AnswerTable, spoke: Ints) -> Ints:
    """(clusters, 1) schools that answered nothing at all."""
    return np.bincount(table.cluster_of_school[spoke == 0], minlength=table.clusters)[:, None]


def _ends(structure: Structure) -> tuple[Floats, Floats]:
    """(items,) values as asked that count least, and most."""
    worst = np.where(structure.turned, structure.high, structure.low)
    return worst, structure.low + structure.high - worst


def _filled(scored: Scores, silent: Ints, end: Floats) -> Floats:
    return divide(scored.item * scored.item_schools + silent * end, scored.item_schools + silent)


def without_each_school(table: AnswerTable, structure: Structure, schools: SchoolItems) -> Floats:
    """Values of the parts of each school's cluster (schools, parts) as they would be without that school.

    An item then needs answers from at least half of the schools that remain.
    """
    there = np.isfinite(schools.mean)
    cluster = table.cluster_of_school
    rest = np.empty_like(schools.mean)
    others = members(table)[cluster] - 1
    for column in range(rest.shape[1]):
        mean = np.where(there[:, column], schools.mean[:, column], 0.0)
        total = np.bincount(cluster, mean, table.clusters).astype(float)[cluster] - mean
        n = np.bincount(cluster[there[:, column]], minlength=table.clusters)[cluster] - there[:, column]
        rest[:, column] = np.where(2 * n >= others, divide(total, n), np.nan)
    return roll_up(structure, rest)
