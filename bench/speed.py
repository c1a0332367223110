"""What scoring a nation costs, beside numpy's own sum of the same matrix: part of `make bench`."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from maturity.core.many import assess_many
from maturity.core.scoring import score
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable
from maturity.model import Questionnaire
from maturity.readers.questionnaire import load_questionnaire


def nation(questionnaire: Questionnaire, people: int = 1_000_000, clusters: int = 3_000, schools: int = 5) -> None:
    """Score a million respondents in three thousand clusters through the same functions as one cluster."""
    rng = np.random.default_rng(1)
    items = len(questionnaire.items)
    levels = rng.integers(1, 6, (people, items)).astype(np.float32)
    levels[rng.random(levels.shape, np.float32) < 0.05] = np.nan
    table = AnswerTable(
        tuple(item.id for item in questionnaire.items),
        levels,
        np.isnan(levels).astype(np.int8),
        rng.integers(0, clusters * schools, people).astype(np.int32),
        np.zeros(people, np.int16),
        np.repeat(np.arange(clusters, dtype=np.int32), schools),
        clusters,
    )
    structure = Structure.of(questionnaire)
    plain = in_process(lambda: np.nansum(levels, axis=0, dtype=np.float64))
    print(
        f"{people:,} people x {items} items in {clusters:,} clusters, beside the matrix' {levels.nbytes / 1e6:.0f} MB"
    )
    for name, work in (
        ("scores alone", lambda: score(table, structure)),
        ("everything: assess_many", lambda: assess_many(table, questionnaire)),
    ):
        mine = in_process(work)
        tracemalloc.start()
        work()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"  {name:<26} {mine:6.2f} s = {mine / plain:5.1f} x numpy's nansum of the same matrix ({plain:.2f} s); "
            f"peak {peak / 1e6:.0f} MB",
            flush=True,
        )


def in_process(work: Callable[[], object], runs: int = 5) -> float:
    """Median seconds of a few runs in this process."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


if __name__ == "__main__":
    nation(load_questionnaire("cluster-journey-1"))
