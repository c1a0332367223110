"""What each format of the report costs, as ratios measured side by side in one run: part of `make bench`."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from maturity import advise, assess, load_round
from maturity.readers.library import examples_folder
from maturity.renderers import pdf
from maturity.report.compose import compose
from start import PROGRAM, python, seconds

ROUND = examples_folder() / "riverside.yaml"
LIBRARIES = {
    "html": "jinja2",
    "md": "matplotlib.figure",
    "pdf": "typst, matplotlib.figure",
    "docx": "docx, matplotlib.figure",
    "pptx": "pptx",
    "xlsx": "xlsxwriter",
}
RUNS, CLUSTERS = 5, 100


def main() -> None:
    """Print all ratios."""
    print(f"One report in each format, medians of {RUNS} alternate runs")
    with tempfile.TemporaryDirectory() as folder:
        for kind, libraries in LIBRARIES.items():
            ours = [PROGRAM, "report", str(ROUND), "-o", str(Path(folder) / f"report.{kind}")]
            theirs = python(f"import {libraries}")
            seconds(ours, folder), seconds(theirs, folder)
            pairs = [(seconds(ours, folder), seconds(theirs, folder)) for _ in range(RUNS)]
            mine, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(f"{kind:<5} {mine:5.2f} s = {mine / bare:4.1f} x import {libraries} ({bare:.2f} s)", flush=True)
        bare = python("import typst, matplotlib.figure")
        hundred(statistics.median(seconds(bare, folder) for _ in range(RUNS)))


def hundred(bare: float) -> None:
    """A hundred clusters to PDF in one process."""
    known = load_round(ROUND)
    start = time.perf_counter()
    size = 0
    for n in range(CLUSTERS):
        cluster = known.cluster.model_copy(update={"name": f"Cluster {n}"})
        assessment = assess(known.model_copy(update={"cluster": cluster}))
        size += len(pdf.render(compose(assessment, advise(assessment))))
    took = time.perf_counter() - start
    print(
        f"{CLUSTERS} clusters to PDF in one process: {took:.0f} s, {took / CLUSTERS:.2f} s each = "
        f"{took / CLUSTERS / bare:.1f} x importing typst and matplotlib ({bare:.2f} s); {size / 1e6:.0f} MB in all"
    )


if __name__ == "__main__":
    main()
