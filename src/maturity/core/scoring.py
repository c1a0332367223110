"""From levels to item, dimension and axis scores: item first, one school one voice.

School item mean -> unweighted mean of the school means -> dimension = weighted mean of its items -> axis =
weighted mean of its dimensions. Don't-know, skipped and not asked are left out everywhere. All functions are
vectorised over schools and clusters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maturity.core.table import AnswerTable, Bools, Floats, Ints
from maturity.model import Questionnaire


@dataclass(frozen=True, eq=False)
class Structure:
    """What a questionnaire says about columns: which belong together, with which weight.

    Args:
        low, high: ends of the scale.
        turned: (items,) whether an item is reversed.
        dimensions: (items, dimensions) weights.
        axes: (dimensions, axes) weights.
        needed: (axes,) dimensions that an axis needs.
    """

    low: int
    high: int
    turned: Bools
    dimensions: Floats
    axes: Floats
    needed: Floats

    @staticmethod
    def of(questionnaire: Questionnaire) -> Structure:
        """The structure of a questionnaire, columns in its own order of items, dimensions and axes."""
        dimension = {d.id: code for code, d in enumerate(questionnaire.dimensions)}
        axis = {a.id: code for code, a in enumerate(questionnaire.axes)}
        dimensions = np.zeros((len(questionnaire.items), len(dimension)))
        for row, item in enumerate(questionnaire.items):
            dimensions[row, dimension[item.dimension]] = item.weight
        axes = np.zeros((len(dimension), len(axis)))
        for row, d in enumerate(questionnaire.dimensions):
            axes[row, axis[d.axis]] = d.weight
        return Structure(
            questionnaire.scale.low,
            questionnaire.scale.high,
            np.array([item.reversed for item in questionnaire.items]),
            dimensions,
            axes,
            np.array([a.dimensions_needed for a in questionnaire.axes], float),
        )

    def turn(self, items: Floats) -> Floats:
        """Item values (..., items) as they count: lowest + highest - value where an item is reversed."""
        turned: Floats = np.where(self.turned, self.low + self.high - items, items)
        return turned


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
        dimension: (clusters, dimensions).
        axis: (clusters, axes), NaN where too few dimensions are scored.
    """

    item: Floats
    item_schools: Floats
    dimension: Floats
    axis: Floats


def divide(numerator: Floats, denominator: Floats | Ints) -> Floats:
    """Quotient, NaN where the denominator is 0."""
    return np.divide(numerator, denominator, out=np.full(np.shape(denominator), np.nan), where=denominator != 0)


def school_items(table: AnswerTable) -> SchoolItems:
    """Mean level of every item in every school, as asked."""
    total = np.empty((table.schools, len(table.items)))
    n = np.empty_like(total)
    for column in range(len(table.items)):
        levels = table.levels[:, column]
        answered = np.isfinite(levels)
        school = table.school[answered]
        total[:, column] = np.bincount(school, levels[answered], table.schools)
        n[:, column] = np.bincount(school, minlength=table.schools)
    return SchoolItems(divide(total, n), n)


def cluster_items(table: AnswerTable, means: Floats) -> tuple[Floats, Floats]:
    """Unweighted mean of school values over each cluster.

    Args:
        means: (schools, items), NaN where a school has no value.

    Returns:
        (clusters, items) means, NaN where no school has one, and (clusters, items) schools that have one.
    """
    return group_mean(table.cluster_of_school, means, table.clusters)


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


def weighted(values: Floats, weights: Floats) -> Floats:
    """Weighted mean of (..., n) values for each column of (n, m) weights, NaN left out: (..., m).

    Added up one by one: a matrix product may add in another order when there are more rows.
    """
    total = np.zeros((*values.shape[:-1], weights.shape[1]))
    mass = np.zeros_like(total)
    for row, column in zip(*np.nonzero(weights), strict=True):
        weight, value = weights[row, column], values[..., row]
        there = np.isfinite(value)
        total[..., column] += np.where(there, weight * value, 0.0)
        mass[..., column] += weight * there
    return divide(total, mass)


def roll_up(structure: Structure, items: Floats, *, enough: bool = True) -> tuple[Floats, Floats]:
    """Dimensions (..., dimensions) and axes (..., axes) from item values as asked (..., items).

    Args:
        enough: whether an axis with fewer scored dimensions than it needs becomes NaN.
    """
    dimensions = weighted(structure.turn(items), structure.dimensions)
    axes = weighted(dimensions, structure.axes)
    if enough:
        axes = np.where(scored_dimensions(structure, dimensions) >= structure.needed, axes, np.nan)
    return dimensions, axes


def scored_dimensions(structure: Structure, dimensions: Floats) -> Ints:
    """How many dimensions of each axis have a score: (..., axes)."""
    count: Ints = np.isfinite(dimensions).astype(int) @ (structure.axes > 0).astype(int)
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
    dimensions, axes = roll_up(structure, items)
    return Scores(items, answering, dimensions, axes)


def respondent_scores(table: AnswerTable, structure: Structure, scored: Scores) -> Scores:
    """The same with every person counted once, over the items that `score` found sufficient."""
    items, n = group_mean(table.cluster, table.levels, table.clusters)
    items = np.where(np.isfinite(scored.item), items, np.nan)
    dimensions, axes = roll_up(structure, items)
    return Scores(items, n, dimensions, axes)


def answered(table: AnswerTable) -> Ints:
    """(schools,) people with at least one level."""
    return np.bincount(table.school[np.isfinite(table.levels).any(axis=1)], minlength=table.schools)


def bounds(table: AnswerTable, structure: Structure, scored: Scores) -> tuple[Floats, Floats]:
    """Lowest and highest axis scores (clusters, axes) that the silent schools' answers could give.

    A silent school is one that answered nothing at all; nothing is imputed for it. NaN where no school is silent.
    """
    silent = np.bincount(table.cluster_of_school[answered(table) == 0], minlength=table.clusters)[:, None]
    worst = np.where(structure.turned, structure.high, structure.low)
    best = structure.low + structure.high - worst
    low, high = (roll_up(structure, _filled(scored, silent, end))[1] for end in (worst, best))
    return np.where(silent, low, np.nan), np.where(silent, high, np.nan)


def _filled(scored: Scores, silent: Ints, end: Floats) -> Floats:
    return divide(scored.item * scored.item_schools + silent * end, scored.item_schools + silent)


def without_each_school(table: AnswerTable, structure: Structure, schools: SchoolItems) -> Floats:
    """Axis scores of each school's cluster (schools, axes) as they would be without that school.

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
    return roll_up(structure, rest)[1]
