"""The formats of a report: the program's own, and those that another package brings."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from maturity.cli.app import run
from maturity.readers.library import examples_folder
from maturity.renderers.registry import SHIPPED, endings, of_packages

RIVERSIDE = str(examples_folder() / "riverside.yaml")
TELEGRAM = """
from maturity.renderers.registry import ReportFormat
FORMAT = ReportFormat("telegram:render", options=())
def render(report):
    return f"{report.title} STOP".upper().encode()
"""


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages, one of which brings the formats `telegram`, `broken` and `html`."""
    (tmp_path / "telegram.py").write_text(TELEGRAM, "utf-8")
    about = tmp_path / "telegram-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: telegram\nVersion: 1.0\n", "utf-8")
    brought = "telegram = telegram:FORMAT\nbroken = telegram:NOT_THERE\nhtml = telegram:FORMAT\n"
    (about / "entry_points.txt").write_text(f"[maturity.renderers]\n{brought}", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.delitem(sys.modules, "telegram", raising=False)
    of_packages.cache_clear()
    yield tmp_path
    of_packages.cache_clear()


def test_a_format_of_another_package_is_written_like_any_other(packages: Path) -> None:
    assert run(["report", RIVERSIDE, "-o", str(packages / "r.telegram")]) == 0
    assert (packages / "r.telegram").read_text("utf-8").endswith(" STOP")


@pytest.mark.usefixtures("packages")
def test_the_help_lists_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("report", "compare"):
        assert run([command, "--help"]) == 0
        text = "".join(capsys.readouterr().out.split())
        assert ".html,.pdf,.docx,.pptx,.xlsx,.md,.broken,.telegram" in text


def test_a_package_that_does_not_work_is_named_in_one_message(
    packages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", RIVERSIDE, "-o", str(packages / "r.broken")]) == 2
    error = capsys.readouterr().err
    assert "the format .broken of telegram cannot be used" in error
    assert "update that package" in error
    assert error.count("\n") == 1
    assert not (packages / "r.broken").exists()


@pytest.mark.drawing
def test_a_package_cannot_take_a_format_of_the_program_for_itself(packages: Path) -> None:
    assert endings().count("html") == 1
    assert run(["report", RIVERSIDE, "-o", str(packages / "r.html"), "--audience", "heads"]) == 0
    assert (packages / "r.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("ending", SHIPPED)
def test_every_format_takes_what_the_list_says(ending: str) -> None:
    form = SHIPPED[ending]
    module, _, name = form.renderer.partition(":")
    taken = inspect.signature(getattr(import_module(module), name)).parameters
    assert set(form.options) == set(taken) & {"theme", "paper", "template", "paths"}
