"""Starting is quick because nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from maturity.cli.app import JOURNEYS

pytestmark = pytest.mark.process

HEAVY = (
    "numpy",
    "pydantic",
    "yaml",
    "matplotlib",
    "rich",
    "jinja2",
    "python_calamine",
    "docx",
    "pptx",
    "typst",
    "icalendar",
)
DOCUMENTS = {"matplotlib", "PIL", "jinja2", "python_calamine", "docx", "pptx", "typst", "icalendar", "xlsxwriter"}
"""What draws, or reads and writes files that are not text."""


def loaded_after(arguments: list[str]) -> set[str]:
    """Libraries that a command loads."""
    return {name.split(".")[0] for name in modules_after(arguments)}


def modules_after(arguments: list[str]) -> set[str]:
    code = (
        f"import sys; sys.argv = ['maturity', *{arguments!r}]\n"
        "from maturity.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_after(arguments).isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", [[], ["score", "--help"], ["questionnaire", "--help"]])
def test_the_help_of_a_command_loads_only_what_typer_reads_arguments_with(arguments: list[str]) -> None:
    assert loaded_after(arguments) & set(HEAVY) <= {"pydantic"}


def test_the_check_sees_what_a_score_loads() -> None:
    assert {"numpy", "pydantic", "yaml"} <= loaded_after(["score", "examples/riverside.yaml"])


@pytest.mark.parametrize("arguments", [[], ["--spread"], ["--json"]])
def test_a_score_loads_nothing_that_draws_or_writes_documents(arguments: list[str]) -> None:
    loaded = loaded_after(["score", "examples/riverside.yaml", *arguments])
    assert "numpy" in loaded
    assert loaded.isdisjoint(DOCUMENTS)


def test_a_command_loads_no_other_command() -> None:
    commands = {f"maturity.cli.{name}" for names in JOURNEYS.values() for name in names}
    assert modules_after(["score", "examples/riverside.yaml"]) & commands == {"maturity.cli.score"}
    assert modules_after(["--help"]) >= commands


def test_a_score_loads_neither_years_nor_other_shapes() -> None:
    loaded = modules_after(["score", "examples/riverside.yaml"])
    assert {name for name in loaded if name.startswith("maturity.report.shapes.")} == {
        f"maturity.report.shapes.{name}" for name in ("on_a_map", "tables", "telling")
    }
    assert loaded.isdisjoint({"maturity.core.comparison", "maturity.core.portfolio", "numpy.ma"})


def test_the_version_loads_no_command_line_library_either() -> None:
    assert "typer" not in loaded_after(["--version"])


def test_a_report_of_one_round_loads_nothing_that_compares_years(tmp_path: Path) -> None:
    loaded = modules_after(["report", "examples/riverside.yaml", "-o", str(tmp_path / "report.pdf")])
    assert "maturity.renderers.pdf" in loaded
    assert loaded.isdisjoint({"maturity.core.comparison", "maturity.core.compare_pair", "maturity.report.over_time"})


MANUALS = "print(all('Properties' in str(one.set.__doc__) for one in (Figure, Text)))"
SAYS = "from matplotlib.figure import Figure; from matplotlib.text import Text; " + MANUALS


def test_the_program_draws_the_same_without_the_manuals_of_matplotlib_and_a_notebook_keeps_them(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.png", tmp_path / "theirs.png"
    run = "import sys; sys.argv = ['maturity', 'plot', 'examples/riverside.yaml', '-o', {!r}]\n"
    program = run + "from maturity.__main__ import main\ntry: main()\nexcept SystemExit: pass\n"
    plain = run + "from maturity.cli.app import run\nrun()\n"
    said = []
    for code, path in ((program, ours), (plain, theirs)):
        command = [sys.executable, "-c", code.format(str(path)) + SAYS]
        said.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])
    assert said == ["False", "True"]
    assert ours.read_bytes() == theirs.read_bytes()


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_a_report_loads_nothing_that_speaks_to_a_network(tmp_path: Path, kind: str) -> None:
    loaded = modules_after(["report", "examples/riverside.yaml", "-o", str(tmp_path / f"report.{kind}")])
    assert "matplotlib" in loaded
    assert loaded.isdisjoint({"ssl", "http.client", "urllib.request"})
