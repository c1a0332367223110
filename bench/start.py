"""How long a command takes from start to end, as ratios measured side by side in one run: part of `make bench`.

Both sides of a pair run alternately and their medians are compared, so that a noisy machine disturbs both alike. Both
have one thread for matrix products, and bytecode on the disk, as an installed program has.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from maturity.readers.library import examples_folder

PAIRS = 9
PEOPLE = str(examples_folder() / "fairview.yaml")
ROUND = str(examples_folder() / "riverside.yaml")
PROGRAM = str(Path(sys.executable).with_name("maturity"))
FIGURE = (
    "import io; from matplotlib.figure import Figure; out = io.BytesIO()\n"
    "from matplotlib.backends.backend_agg import FigureCanvasAgg\n"
    "figure = Figure(); FigureCanvasAgg(figure); figure.savefig(out, format={!r})\n"
)
PAGE = (
    "import matplotlib, typst; fonts = matplotlib.get_data_path() + '/fonts/ttf'\n"
    'page = b\'#set document(title: [A], date: none)\\n#image("a.svg", alt: "A")\\nA page.\'\n'
    "files = {'main.typ': page, 'a.svg': out.getvalue()}\n"
    "typst.compile(files, font_paths=[fonts], ignore_system_fonts=True, pdf_standards='ua-1')\n"
)


def python(code: str) -> list[str]:
    """A command that runs Python code."""
    return [sys.executable, "-c", code]


def seconds(command: list[str], bytecode: str) -> float:
    """Wall-clock seconds of one run."""
    surroundings = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPYCACHEPREFIX": bytecode}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=surroundings)
    return time.perf_counter() - start


def main() -> None:
    """Print all ratios."""
    print(f"Python {sys.version.split()[0]}, medians of {PAIRS} alternate runs")
    with tempfile.TemporaryDirectory() as folder:
        honest = [sys.executable, str(Path(__file__).with_name("honest_command.py")), PEOPLE]
        page = python(FIGURE.format("svg") + PAGE)
        chart, report = (str(Path(folder) / name) for name in ("quadrant.png", "report.pdf"))
        for ours, name, yardstick, limit in (
            (["--version"], "python -c pass", python("pass"), 2),
            (["--help"], "import typer", python("import typer"), 2.5),
            (["score", PEOPLE], "bench/honest_command.py", honest, 1.5),
            (["plot", PEOPLE, "-o", chart], "matplotlib and an empty figure", python(FIGURE.format("png")), 1.7),
            (["report", ROUND, "-o", report], "an empty figure and typst", page, 2.2),
        ):
            both = [PROGRAM, *ours], yardstick
            # The first runs write the bytecode.
            for command in both:
                seconds(command, folder)
            pairs = [[seconds(command, folder) for command in both] for _ in range(PAIRS)]
            mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
            what = " ".join(["maturity", *(Path(one).name for one in ours)])
            print(
                f"{what:<39} {mine * 1000:5.0f} ms = {mine / theirs:4.2f} x {name} ({theirs * 1000:.0f} ms); "
                f"limit {limit:g} x",
                flush=True,
            )


if __name__ == "__main__":
    main()
