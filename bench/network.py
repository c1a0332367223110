"""What many clusters in a table cost, beside polars' own reading of it: `python bench/network.py [--rows 1_000_000]`.

The reference reads the same file and takes two means by cluster. Each piece of work has a process of its own; ratios
are medians of pairs that ran one after the other.
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


WORK = {"reference": reference, "points": points, "everything": everything}


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
        WORK[work](Path(source))
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        print(json.dumps([seconds, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for source in make(Path(folder), given.rows, text=not given.parquet):
            runs = [{work: alone(work, source) for work in WORK} for _ in range(given.runs)]
            kind = "Parquet" if source.is_dir() else "CSV"
            told = [f"{given.rows:,} rows x 24, {kind}: polars' reading and two means {_said(runs, 'reference')}"]
            told += [f"{work} {_said(runs, work)} = {_ratios(runs, work)}" for work in ("points", "everything")]
            print("; ".join(told), flush=True)


def _said(runs: list[dict[str, tuple[float, float, int]]], work: str) -> str:
    seconds, busy, peak = (sorted(run[work][n] for run in runs)[len(runs) // 2] for n in range(3))
    return f"{seconds:.1f} s ({busy:.1f} of processors, peak {peak} MB)"


def _ratios(runs: list[dict[str, tuple[float, float, int]]], work: str) -> str:
    """Each from a pair that ran one after the other."""
    seconds, busy = (sorted(run[work][n] / run["reference"][n] for run in runs)[len(runs) // 2] for n in range(2))
    return f"{seconds:.1f} x ({busy:.1f} x of processors)"


if __name__ == "__main__":
    main()
