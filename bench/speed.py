"""Speed as ratios measured side by side in one run: `make bench`.

Each pair is run alternately, and the medians are compared, so that a noisy machine disturbs both alike.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

from maturity.core.many import assess_many
from maturity.core.scoring import score
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable
from maturity.model import Questionnaire
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire

RUNS = 15
ROUND = examples_folder() / "fairview.yaml"
PROGRAM = str(Path(sys.executable).with_name("maturity"))
MATPLOTLIB = (
    "from matplotlib.figure import Figure\n"
    "from matplotlib.backends.backend_agg import FigureCanvasAgg\n"
    "import io; f = Figure(); FigureCanvasAgg(f); f.savefig(io.BytesIO(), format='png')"
)


def python(code: str) -> list[str]:
    """A command that runs Python code."""
    return [sys.executable, "-c", code]


def seconds(command: list[str]) -> float:
    """Wall-clock seconds of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(name: str, ours: list[str], yardstick_name: str, yardstick: list[str], limit: float) -> None:
    """Print how many times as long ours takes as the yardstick."""
    seconds(ours), seconds(yardstick)
    pairs = [(seconds(ours), seconds(yardstick)) for _ in range(RUNS)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"{name:<28} {mine * 1000:7.0f} ms = {mine / theirs:4.2f} x {yardstick_name} ({theirs * 1000:.0f} ms); "
        f"limit {limit:g} x",
        flush=True,
    )


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


def main() -> None:
    """Print all ratios."""
    bare, imports = python("pass"), python("import typer, rich.console, pydantic, numpy, yaml")
    print(f"Python {sys.version.split()[0]}, medians of {RUNS} alternate runs")
    compare("maturity --version", [PROGRAM, "--version"], "python -c pass", bare, 2)
    compare("maturity --help", [PROGRAM, "--help"], "import typer", python("import typer"), 2.5)
    compare(
        "maturity score (60 people)",
        [PROGRAM, "score", str(ROUND)],
        "import typer, rich.console, pydantic, numpy, yaml",
        imports,
        1.5,
    )
    with tempfile.TemporaryDirectory() as folder:
        compare(
            "maturity plot",
            [PROGRAM, "plot", str(ROUND), "-o", str(Path(folder) / "quadrant.png")],
            "matplotlib and an empty figure",
            python(MATPLOTLIB),
            1.5,
        )
    nation(load_questionnaire("cluster-journey-1"))


if __name__ == "__main__":
    main()
