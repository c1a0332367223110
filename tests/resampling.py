"""What else the scores could have been, by drawing people anew: a check on the arithmetic that needs no drawing."""

from __future__ import annotations

import numpy as np

from maturity.core.scoring import divide, roll_up
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable, Floats


def draw_people(
    table: AnswerTable, structure: Structure, sufficient: Floats, rng: np.random.Generator, draws: int
) -> Floats:
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
        times = np.ones((draws, 1)) if n == 1 else rng.multinomial(n - 1, np.full(n, 1 / n), draws).astype(float)
        answered = np.isfinite(levels).astype(float)
        answers = times @ answered
        mean = divide(times @ np.where(answered > 0, levels, 0.0), answers)
        total += np.where(answers > 0, mean, 0.0)
        schools += answers > 0
    items = np.where(np.isfinite(sufficient), divide(total, schools), np.nan)
    axes = {part.id: 1 for part in structure.parts[structure.axes]}
    found: Floats = roll_up(structure.with_needs(axes), items)[:, structure.axes]
    return found
