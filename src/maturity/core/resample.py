"""What else the scores could have been: resampling of people within schools, or of schools."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maturity.core.scoring import Structure, divide, roll_up
from maturity.core.table import AnswerTable, Floats

RESAMPLES = 4000


@dataclass(frozen=True, eq=False)
class Draws:
    """Resampled scores: (draws, dimensions) and (draws, axes)."""

    dimension: Floats
    axis: Floats


def draw_people(
    table: AnswerTable, structure: Structure, sufficient: Floats, rng: np.random.Generator, draws: int = RESAMPLES
) -> Draws:
    """Resample people within every school of one cluster, the schools being fixed.

    n - 1 of n people are drawn, with replacement, so that the variance is not shrunk by (n - 1) / n (Rao and Wu
    1988, JASA 83). A person's answers stay together over both axes. A school with one person does not vary; people
    without a single level are not there.

    Args:
        sufficient: (items,) item scores of the cluster; NaN leaves the item out of every draw.
    """
    total = np.zeros((draws, len(table.items)))
    schools = np.zeros_like(total)
    spoke = np.isfinite(table.levels).any(axis=1)
    for school in range(table.schools):
        levels = table.levels[spoke & (table.school == school)]
        n = levels.shape[0]
        if n == 0:
            continue
        times = _times(n, rng, draws)
        answered = np.isfinite(levels).astype(float)
        answers = times @ answered
        mean = divide(times @ np.where(answered > 0, levels, 0.0), answers)
        total += np.where(answers > 0, mean, 0.0)
        schools += answers > 0
    return _roll_up(structure, divide(total, schools), sufficient)


def draw_schools(
    means: Floats, structure: Structure, sufficient: Floats, rng: np.random.Generator, draws: int = RESAMPLES
) -> Draws:
    """Resample the schools of one cluster, as if they stood for others; n - 1 of n are drawn.

    Args:
        means: (schools, items) school means, NaN where a school has none; silent schools left out.
        sufficient: (items,) item scores of the cluster; NaN leaves the item out of every draw.
    """
    n = means.shape[0]
    times = _times(n, rng, draws)
    present = np.isfinite(means).astype(float)
    items = divide(times @ np.where(present > 0, means, 0.0), times @ present)
    return _roll_up(structure, items, sufficient)


def _roll_up(structure: Structure, items: Floats, sufficient: Floats) -> Draws:
    items = np.where(np.isfinite(sufficient), items, np.nan)
    return Draws(*roll_up(structure, items, enough=False))


def _times(n: int, rng: np.random.Generator, draws: int) -> Floats:
    """How often each of `n` is drawn (draws, n), n - 1 in all; a single one is always there."""
    if n == 1:
        return np.ones((draws, 1))
    return rng.multinomial(n - 1, np.full(n, 1 / n), draws).astype(float)
