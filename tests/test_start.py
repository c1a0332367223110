"""Starting is quick because nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


def loaded_after(arguments: list[str]) -> set[str]:
    code = (
        f"import sys; sys.argv = ['maturity', *{arguments!r}]\n"
        "from maturity.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
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


def test_the_version_loads_no_command_line_library_either() -> None:
    assert "typer" not in loaded_after(["--version"])
