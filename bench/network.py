"""What many clusters in a table cost, beside polars' own reading of it: `python bench/network.py [--rows 1_000_000]`.

The reference reads the same file and takes two means by cluster, in a process of its own, in the same run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from maturity.network.asking import Network, network_of
from maturity.readers.questionnaire import load_questionnaire
from nation import nation

ASKED = "cluster-journey-1"
"""A map of 24 questions."""
PEOPLE = 333
RUNS = 3


def make(folder: Path, rows: int) -> list[Path]:
    """The same answers as CSV and as Parquet in parts of half a million rows, never held as a whole."""
    csv, parts = folder / "answers.csv", folder / "answers"
    parts.mkdir()
    with csv.open("wb") as file:
        for n, part in enumerate(nation(load_questionnaire(ASKED), rows // PEOPLE, PEOPLE, rounds=1, others=0)):
            part.write_csv(file, include_header=n == 0)
            part.write_parquet(parts / f"part-{n:05d}.parquet")
    return [csv, parts]


def reference(source: Path) -> None:
    """Two means by cluster."""
    asked = load_questionnaire(ASKED)
    table = pl.scan_parquet(source) if source.is_dir() else pl.scan_csv(source, infer_schema=False)
    axes = [[item.id for item in asked.items if asked.axis_of(item) == axis.id] for axis in asked.axes]
    means = [
        pl.mean_horizontal(pl.col(one).cast(pl.Float32, strict=False) for one in items).alias(str(n))
        for n, items in enumerate(axes)
    ]
    table.select("cluster", *means).group_by("cluster").mean().collect(engine="streaming")


def everything(source: Path) -> None:
    """Points, intervals, places, priorities, regions and norms."""
    network_of(Network(sources=[source], questionnaires=[ASKED]))


def alone(work: str, source: Path) -> tuple[float, int]:
    """Seconds and peak megabytes of one piece of work in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--work", work, str(source)], capture_output=True, text=True, check=True
    )
    seconds, peak = json.loads(done.stdout)
    return seconds, peak


def main() -> None:
    """Measure and print."""
    import resource

    take = argparse.ArgumentParser(description=__doc__)
    take.add_argument("--rows", type=int, default=1_000_000)
    take.add_argument("--work", nargs=2)
    given = take.parse_args()
    if given.work:
        work, source = given.work
        start = time.perf_counter()
        {"reference": reference, "everything": everything}[work](Path(source))
        seconds = time.perf_counter() - start
        print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for source in make(Path(folder), given.rows):
            pairs = [(alone("reference", source), alone("everything", source)) for _ in range(RUNS)]
            ratio, (own, peak), (plain, _) = sorted((mine[0] / ref[0], mine, ref) for ref, mine in pairs)[RUNS // 2]
            kind = "Parquet" if source.is_dir() else "CSV"
            print(
                f"{given.rows:,} rows x 24, {kind:<8} {own:6.1f} s = {ratio:4.1f} x polars' reading and two means "
                f"({plain:.1f} s); peak {peak} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
