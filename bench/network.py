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
from maturity.network.together import WantedTogether
from maturity.readers.questionnaire import load_questionnaire
from nation import nation

ASKED = "cluster-journey-1"
"""A map of 24 questions."""
PEOPLE = 333
RUNS = 3


def make(folder: Path, rows: int, *, text: bool = True) -> list[Path]:
    """The same answers as CSV and as Parquet in parts, never held as a whole; without `text` as Parquet alone."""
    csv, parts = folder / "answers.csv", folder / "answers"
    parts.mkdir()
    with csv.open("wb") as file:
        for n, part in enumerate(nation(load_questionnaire(ASKED), rows // PEOPLE, PEOPLE, rounds=1, others=0)):
            if text:
                part.write_csv(file, include_header=n == 0)
            part.write_parquet(parts / f"part-{n:05d}.parquet")
    return [csv, parts] if text else [parts]


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


def points(source: Path) -> None:
    """The same without what takes more than points."""
    network_of(Network(sources=[source], questionnaires=[ASKED], wanted=WantedTogether(points=True)))


def alone(work: str, source: Path) -> tuple[float, float, int]:
    """Seconds, seconds of processors and peak megabytes of one piece of work in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--work", work, str(source)], capture_output=True, text=True, check=True
    )
    seconds, busy, peak = json.loads(done.stdout)
    return seconds, busy, peak


def main() -> None:
    """Measure and print."""
    import resource

    take = argparse.ArgumentParser(description=__doc__)
    take.add_argument("--rows", type=int, default=1_000_000)
    take.add_argument("--runs", type=int, default=RUNS)
    take.add_argument("--parquet", action="store_true", help="leave CSV out")
    take.add_argument("--work", nargs=2)
    given = take.parse_args()
    if given.work:
        work, source = given.work
        start, busy = time.perf_counter(), time.process_time()
        {"reference": reference, "everything": everything, "points": points}[work](Path(source))
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        print(json.dumps([seconds, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for source in make(Path(folder), given.rows, text=not given.parquet):
            pairs = [(alone("reference", source), alone("everything", source)) for _ in range(given.runs)]
            ratio, mine, plain = sorted((mine[0] / ref[0], mine, ref) for ref, mine in pairs)[given.runs // 2]
            kind = "Parquet" if source.is_dir() else "CSV"
            print(
                f"{given.rows:,} rows x 24, {kind:<8} {mine[0]:6.1f} s = {ratio:4.1f} x polars' reading and two means "
                f"({plain[0]:.1f} s); of processors {mine[1]:.1f} s = {mine[1] / plain[1]:.1f} x ({plain[1]:.1f} s); "
                f"peak {mine[2]} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
