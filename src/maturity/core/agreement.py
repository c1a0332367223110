"""How far people agree on an item, and where they are split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maturity.core.scoring import divide
from maturity.core.table import AnswerTable, Bools, Floats, Ints
from maturity.model import Questionnaire, Scale

if TYPE_CHECKING:
    from maturity.core.assessment import ItemResult

FEWEST = 3
"""Below three answers an index of agreement says nothing."""


def many_unknown(questionnaire: Questionnaire, result: ItemResult) -> bool:
    """Whether many could not tell: a share that the questionnaire calls notable, and more than one of a few."""
    unknown, n = result.dont_know.value or 0, result.n.value or 0
    enough = unknown > 1 and unknown + n >= FEWEST
    return result.many_unknown or (enough and unknown >= questionnaire.dont_know_notable * (unknown + n))


@dataclass(frozen=True, slots=True)
class Counted:
    """How one item was answered.

    Args:
        counts: people at each level, lowest first; `by_school` the same of each school.
        consensus: NaN with fewer than three answers.
    """

    counts: tuple[int, ...]
    by_school: tuple[tuple[int, ...], ...]
    consensus: float
    split: bool


def answers_counted(questionnaire: Questionnaire, table: AnswerTable) -> list[Counted]:
    """Every item of a table of levels; agreement goes by the rank of what answers are worth, not by their codes."""
    found: dict[int, Counted] = {}
    for scale in questionnaire.answered_on:
        own = [n for n, item in enumerate(questionnaire.items) if questionnaire.scale_of(item) is scale]
        schools = school_counts(table, own, scale.low, scale.high)
        counts = schools.sum(axis=0)
        ranked = by_rank(counts, scale)
        index, split = consensus(ranked), split_items(ranked)
        for place, column in enumerate(own):
            of_schools = tuple(tuple(one) for one in schools[:, place].tolist())
            one = tuple(counts[place].tolist())
            found[column] = Counted(one, of_schools, float(index[place]), bool(split[place]))
    return [found[column] for column in range(len(questionnaire.items))]


def by_rank(counts: Ints, scale: Scale) -> Ints:
    """Counts (items, levels) with answers of the same worth together, those worth least first."""
    worth = np.array(list(scale.worth.values()))
    ranked = [counts[:, worth == value].sum(axis=1) for value in sorted(set(scale.worth.values()))]
    return np.stack(ranked, axis=1)


def level_counts(levels: Floats, low: int, high: int) -> Ints:
    """People at each level of each item: (items, levels) from (people, items)."""
    return np.stack([(levels == level).sum(axis=0) for level in range(low, high + 1)], axis=1)


def school_counts(table: AnswerTable, columns: Sequence[int], low: int, high: int) -> Ints:
    """People at each level of some items in each school: (schools, items, levels)."""
    size = high - low + 1
    whole = np.zeros((table.schools, len(columns), size), np.int64)
    for place, column in enumerate(columns):
        levels = table.levels[:, column]
        there = np.isfinite(levels)
        cell = table.school[there] * size + (levels[there] - low).astype(np.int64)
        whole[:, place] = np.bincount(cell, minlength=table.schools * size).reshape(table.schools, size)
    return whole


def consensus(counts: Ints) -> Floats:
    """Consensus of each row of (items, levels) counts, 0 to 1, NaN with fewer than three answers.

    Cns = 1 + sum p_i log2(1 - |i - mean| / d), d = levels - 1, terms of frequency 0 left out
    (Tastle and Wierman 2007, International Journal of Approximate Reasoning 45).
    """
    n = counts.sum(axis=1)
    share = divide(counts.astype(float), np.broadcast_to(n[:, None], counts.shape))
    level = np.arange(counts.shape[1])
    mean = share @ level
    distance = np.abs(level - mean[:, None]) / (counts.shape[1] - 1)
    logarithm = np.log2(1 - distance, out=np.zeros_like(distance), where=(distance < 1) & (counts > 0))
    return np.where(n >= FEWEST, 1 + np.where(counts > 0, share * logarithm, 0.0).sum(axis=1), np.nan)


def split_items(counts: Ints) -> Bools:
    """Items on which at least a quarter sits at the low and at least a quarter at the high end.

    An end is the outer quarter of the scale: on 1 to 5, levels 1 and 2, and 4 and 5.
    """
    place = np.arange(counts.shape[1]) / (counts.shape[1] - 1)
    n = counts.sum(axis=1)
    low, high = counts[:, place <= 0.25].sum(axis=1), counts[:, place >= 0.75].sum(axis=1)
    both: Bools = (n >= FEWEST) & (4 * low >= n) & (4 * high >= n)
    return both
