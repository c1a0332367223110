"""A command that a message offers can be pasted, whatever a folder is called."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from maturity.cli.app import run
from maturity.core.roster import spelt

FOLDER = "our $(cluster)"
START = ["start", FOLDER, "--name", "River", "--mode", "named", "--label", "2026", "--date", "2026-03-12"]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def offered(text: str, name: str) -> list[str]:
    """The words after `maturity NAME`, as a shell reads them."""
    found = re.search(rf"maturity {name} (.*)", text)
    assert found, text
    return shlex.split(found[1])


@pytest.mark.command
def test_a_plan_offers_its_next_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*START, "--school", "Ash", "--school", "Brook"]) == 0
    capsys.readouterr()
    assert run(["plan", FOLDER]) == 0
    assert offered(capsys.readouterr().out, "plan")[0] == f"{FOLDER}/2026"


@pytest.mark.command
def test_a_cluster_without_a_round_offers_to_open_one(capsys: pytest.CaptureFixture[str]) -> None:
    Path(FOLDER).mkdir()
    Path(FOLDER, "cluster.yaml").write_text("name: River\nschools: [{id: ash, name: Ash}]\n")
    assert run(["plan", FOLDER]) == 2
    assert offered(capsys.readouterr().err, "start") == [FOLDER]


@pytest.mark.command
def test_lines_that_were_set_aside_can_be_collected(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*START, "--school", "Ash", "--school", "Brook"]) == 0
    aside = Path(FOLDER, "2026", "responses.broken-20260312.jsonl")
    aside.write_text("what is left of a line\n")
    capsys.readouterr()
    assert run(["doctor", FOLDER]) == 1
    folder, file = offered(capsys.readouterr().err.partition("; delete the file")[0], "collect")
    assert (folder, file) == (f"{FOLDER}/2026", str(aside))


def test_an_id_is_told_by_its_name_in_any_capitals_and_never_inside_of_another_word() -> None:
    told = spelt("Brook-Lane, brook-lane-annex and brook-lane.", {"brook-lane": "Brook Lane", "ash": "Ash"}, str.upper)
    assert told == "BROOK LANE, brook-lane-annex and BROOK LANE."
