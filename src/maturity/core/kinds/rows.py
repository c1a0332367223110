"""Rows of a confidential round: the one function that reads its ratings.

A row is as coarse as the number of people asks for, so that no answer follows from it for certain, not even for
somebody who knows who took part and what they answered themselves. All else that is shown is worked out from rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maturity.core.agreement import consensus
from maturity.core.scoring import divide
from maturity.core.table import Floats, Ints

BANDS = (5, 8, 20, 40)
"""Fewest people in each band of sizes."""
UNITS = 40
"""Steps are counted in fortieths of the scale: a tenth of a level on 1 to 5."""
STEPS = ((5, 10), (5, 5), (2, 4), (1, 3))
"""For each band, the step, and how far inside the scale the last one lies, which stands for all beyond it."""
OTHER_STEPS = (STEPS[0], STEPS[1], STEPS[1], STEPS[1])
"""The same for scales that do not have five levels; one of three needs quarters of itself."""
QUARTERS = ((10, 10),) * 4
FEWEST_LEVELS = 3
"""With two levels a mean is a count, however coarse."""
HEAVIEST = 8
"""No person counts for more than one in so many; with fewer people all count the same."""
APART, CLOSE = 0.55, 0.65
"""Agreement below which people stand apart, and from which they are close."""
FEWEST_OF_SCHOOL = 8
"""Answers to every item that every school needs before the schools have rows of their own."""


@dataclass(frozen=True, eq=False)
class Rows:
    """What may be shown of each item of each cluster.

    Args:
        value: (clusters, items) levels on the scale as asked; NaN where too few answered.
        band: (clusters, items) fewest people in the band of the number of answers, 0 where there is no value.
        agreement: (clusters, items) -1 not said, 0 apart, 1 mixed, 2 close.
    """

    value: Floats
    band: Ints
    agreement: Ints


def row(counts: Ints, k: int, low: int, *, five_steps: bool = False) -> Rows:
    """The rows of items.

    Equal voices for schools, but nobody counts for more than an eighth: what a school has too much is shared out
    among the others. Below eight people everybody counts the same.

    Args:
        counts: (clusters, schools, items, levels) people; zeros for a school that did not answer.
        k: fewest answers to an item.
        low: lowest level of the scale.
        five_steps: as coarse as for five people, and without words on agreement, whatever the number.
    """
    people, levels = counts.sum(axis=3), counts.shape[3]
    n = people.sum(axis=1)
    place = divide((counts @ np.arange(levels)).astype(float), people)
    units = (np.nan_to_num(place) * weights(people)).sum(axis=1) * UNITS / (levels - 1)
    band = np.searchsorted(BANDS, n, side="right") - 1
    size = np.zeros_like(band) if five_steps else np.maximum(band, 0)
    steps = QUARTERS if levels < 4 else STEPS if levels == 5 else OTHER_STEPS
    step, end = np.moveaxis(np.array(steps)[size], -1, 0)
    # A hair more than a half: a tie goes up whatever the last digit of a float.
    coarse = np.clip(np.floor(units / step + 0.5 + 1e-9) * step, end, UNITS - end)
    shown = n >= k
    value = np.where(shown, np.round(low + (levels - 1) * coarse / UNITS, 9), np.nan)
    word = np.full(n.shape, -1)
    if levels >= 5 and not five_steps:
        index = consensus(counts.sum(axis=1).reshape(-1, levels)).reshape(n.shape)
        # At the ends of the scale agreement would tell how few stand apart.
        spoken = shown & (n >= BANDS[1]) & (np.abs(coarse - UNITS / 2) <= UNITS / 8)
        word = np.where(spoken, (index >= APART).astype(int) + (index >= CLOSE), -1)
    return Rows(value, np.where(shown, np.array(BANDS)[np.maximum(band, 0)], 0), word)


def weights(people: Ints) -> Floats:
    """Weight (clusters, schools, items) of each school on each item, summing to 1 over the schools that answered."""
    n = people.sum(axis=1, keepdims=True)
    most = people / HEAVIEST
    # The level t at which the sum of min(most, t) is 1: the largest of those that fit when the j lowest are at most.
    ordered = np.sort(most, axis=1)
    before = np.concatenate([np.zeros_like(n, float), np.cumsum(ordered, axis=1)[:, :-1]], axis=1)
    left = np.arange(people.shape[1], 0, -1)[None, :, None]
    level = ((1 - before) / left).max(axis=1, keepdims=True)
    equal = people / np.maximum(n, 1)
    weight: Floats = np.where(n < HEAVIEST, equal, np.minimum(most, level))
    return weight


def of_schools(counts: Ints, k: int, low: int) -> Rows | None:
    """Rows (schools, items) of every school by itself; None unless all may be shown.

    Args:
        counts: (schools, items, levels) of one cluster, silent schools included.
    """
    if counts.shape[0] < 2 or (counts.sum(axis=2) < max(k, FEWEST_OF_SCHOOL)).any():
        return None
    return row(counts[:, None], k, low)


def whole_agreement(value: Floats, agreement: Ints) -> Ints:
    """How far a whole cluster agrees, from the rows (schools, ...) of its schools: (...,).

    Schools that all stand close and lie within half a level are close; where one is apart, or they lie more than a
    level from each other, the cluster is apart; nothing is said where it is not said of a school.
    """
    spread, least = value.max(axis=0) - value.min(axis=0), agreement.min(axis=0)
    word = np.where((least == 0) | (spread > 1), 0, np.where((least == 2) & (spread <= 0.5), 2, 1))
    return np.where(least < 0, -1, word)


def moved_on(first: Floats, now: Floats, levels: int) -> Floats:
    """Rows in five steps beside those of a first publication: never more than a step from where they were.

    A larger step would tell those who joined from those who were there before.
    """
    wide, _ = (QUARTERS if levels < 4 else STEPS)[0]
    step = (levels - 1) * wide / UNITS
    moved: Floats = np.clip(now, first - step, first + step)
    return moved


def stands_for(
    value: Floats, band: Ints | Floats, low: int, levels: int, *, renewed: bool = False
) -> tuple[Floats, Floats]:
    """The lowest and the highest mean that rows may stand for: NaN where a row has no value.

    Args:
        value: rows as shown.
        band: fewest people in the band of each.
        low: lowest level of the scale.
        levels: how many levels it has.
        renewed: whether they were published twice: then each is as coarse as for five people, and may be held back by
            a step.
    """
    steps = QUARTERS if levels < 4 else STEPS if levels == 5 else OTHER_STEPS
    size = np.zeros(value.shape, int) if renewed else np.maximum(np.searchsorted(BANDS, band, side="right") - 1, 0)
    step, end = np.moveaxis(np.array(steps)[size], -1, 0)
    units, away = (value - low) * UNITS / (levels - 1), step * (1.5 if renewed else 0.5)
    lowest = np.where(units <= end + 1e-6, 0, np.maximum(units - away, 0))
    highest = np.where(units >= UNITS - end - 1e-6, UNITS, np.minimum(units + away, UNITS))
    lowest, highest = (np.where(np.isnan(value), np.nan, low + (levels - 1) * one / UNITS) for one in (lowest, highest))
    return lowest, highest
