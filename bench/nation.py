"""Makes a synthetic nation: `python bench/nation.py FILE [--clusters 200] [--people 24] [--seed 1]`.

Everything in it is invented: nobody answered. The same program gives the same answers. Clusters lie in regions that
differ, schools in clusters, people in schools; some cannot tell, some leave blanks; there are two rounds, and some
clusters and people join with the second.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from maturity.model import Questionnaire
from maturity.readers.questionnaire import load_questionnaire

REGIONS = ("Coast", "Downs", "Fells", "Lowlands", "Marches", "Midlands", "North Dales", "Weald")
PHASES = ("primary", "secondary", "all-through")
ROUNDS = (("2025", dt.date(2025, 3, 11)), ("2026", dt.date(2026, 3, 10)))
FIRST = ("Alder", "Beck", "Cairn", "Dean", "Elm", "Fern", "Glen", "Haven", "Ings", "Juniper", "Kirk", "Larch", "Mere")
SECOND = ("bridge", "croft", "dale", "field", "gate", "ham", "ing", "ley", "moor", "side", "stead", "ton", "wick")
UNKNOWN, BLANK, JOINS = 0.05, 0.03, 0.15
AT_ONCE = 500
"""Clusters that are made at once."""


def nation(
    asked: Questionnaire, clusters: int, people: int, seed: int = 1, *, rounds: int = 2, others: float = 0.04
) -> Iterator[pl.DataFrame]:
    """Answers as `maturity network` reads them, some clusters at a time.

    Args:
        people: in a cluster and round, on average.
        rounds: 1 or 2.
        others: share of clusters whose people are not named.
    """
    for first in range(0, clusters, AT_ONCE):
        rng = np.random.default_rng([seed, first])
        yield _some(asked, np.arange(first, min(clusters, first + AT_ONCE)), people, rng, rounds, others)


def _some(
    asked: Questionnaire, number: np.ndarray, people: int, rng: np.random.Generator, rounds: int, others: float
) -> pl.DataFrame:
    c = len(number)
    region, phase = rng.integers(0, len(REGIONS), c), rng.choice(len(PHASES), c, p=(0.6, 0.3, 0.1))
    schools = rng.integers(3, 9, c)
    where = np.linspace(-0.35, 0.35, len(REGIONS))[region][:, None] + rng.normal(0, 0.45, (c, 2))
    kind = np.where(rng.random(c) < others, rng.choice(["anonymous", "confidential"], c), "named")
    joins = rng.random(c) < JOINS
    made = []
    for n, (label, day) in enumerate(ROUNDS[-rounds:]):
        size = np.maximum(4, rng.poisson(people, c))
        size[joins] = size[joins] if n == rounds - 1 else 0
        cluster = np.repeat(np.arange(c), size)
        school = (rng.random(len(cluster)) * schools[cluster]).astype(int)
        effect = rng.normal(0, 0.25, (c, 10))[cluster, school]
        role = rng.choice(len(asked.roles), len(cluster)) if asked.roles else np.zeros(len(cluster), int)
        names = {
            "cluster": pl.Series([cluster_name(one) for one in number])[cluster.tolist()],
            "region": pl.Series(REGIONS)[region[cluster].tolist()],
            "phase": pl.Series(PHASES)[phase[cluster].tolist()],
            "round": pl.Series([label] * len(cluster)),
            "date": pl.Series([day] * len(cluster)),
            "kind": pl.Series(kind[cluster].tolist()),
            "questionnaire": pl.Series([asked.id] * len(cluster)),
            "version": pl.Series([asked.version] * len(cluster)),
            "school": pl.Series([f"School {chr(65 + one)}" for one in range(10)])[school.tolist()],
        }
        if asked.roles:
            names["role"] = pl.Series([one.id for one in asked.roles])[role.tolist()]
        lean = where[cluster] + effect[:, None] + rng.normal(0, 0.3, (len(cluster), 1)) + 0.2 * n
        made.append(pl.DataFrame({**names, **_answers(asked, lean, role, rng)}))
    return pl.concat(made)


def _answers(
    asked: Questionnaire, lean: np.ndarray, role: np.ndarray, rng: np.random.Generator
) -> dict[str, pl.Series]:
    """Levels as they are written, by question; empty where it was left blank or not put to the role."""
    found = {}
    axes = [axis.id for axis in asked.axes]
    for item in asked.items:
        levels = sorted(asked.scale_of(item).levels)
        axis = axes.index(asked.axis_of(item)) if axes else 0
        middle, half = (len(levels) - 1) / 2, len(levels) / 5
        value = middle + half * (lean[:, axis] + rng.normal(0, 0.8, len(lean)))
        place = np.clip(np.round(len(levels) - 1 - value if item.reversed else value), 0, len(levels) - 1).astype(int)
        texts = pl.Series([str(level) for level in levels])[place.tolist()]
        chance = rng.random(len(lean))
        spared = np.isin(role, [n for n, one in enumerate(asked.roles) if not asked.is_asked(item, one.id)])
        blank = spared | (chance < BLANK)
        unknown = ~blank & (chance < BLANK + UNKNOWN)
        texts = texts.zip_with(pl.Series(~unknown), pl.Series(["DK"] * len(lean)))
        found[item.id] = texts.zip_with(pl.Series(~blank), pl.Series([None] * len(lean), dtype=pl.String))
    return found


def cluster_name(number: int) -> str:
    """A name that no other number has."""
    rest, second = divmod(number, len(SECOND))
    more, first = divmod(rest, len(FIRST))
    return f"{FIRST[first]}{SECOND[second]} Schools" + (f" {more + 1}" if more else "")


def main() -> None:
    """Write one table, or parts where the name has no ending."""
    take = argparse.ArgumentParser(description=__doc__)
    take.add_argument("file", type=Path)
    take.add_argument("--clusters", type=int, default=200)
    take.add_argument("--people", type=int, default=24)
    take.add_argument("--seed", type=int, default=1)
    take.add_argument("--questionnaire", default="cluster-journey-short")
    given = take.parse_args()
    parts = nation(load_questionnaire(given.questionnaire), given.clusters, given.people, given.seed)
    if not given.file.suffix:
        given.file.mkdir(parents=True, exist_ok=True)
        for n, part in enumerate(parts):
            part.write_parquet(given.file / f"part-{n:05d}.parquet")
        return
    whole = pl.concat(list(parts))
    if given.file.suffix == ".csv":
        whole.write_csv(given.file)
    else:
        whole.write_parquet(given.file, compression="zstd", compression_level=19)
    print(f"wrote {given.file}: {whole.height:,} rows")


if __name__ == "__main__":
    main()
