"""What a shell offers at a press of Tab: what fits, quickly, and never a message in the middle of a line."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from maturity import load_questionnaire
from maturity.cli.app import run
from maturity.readers.library import shipped
from maturity.report.contents import CHAPTERS
from tests.test_start import HEAVY

pytestmark = pytest.mark.command

Tab = Callable[[str], list[str]]
SHIPPED = [name for name, _ in shipped()]


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tab:
    """A function that types a line, its last word unfinished, and returns what bash is offered for that."""

    def press(line: str) -> list[str]:
        capsys.readouterr()
        for name, value in asked_by_bash(line).items():
            monkeypatch.setenv(name, value)
        run([])
        monkeypatch.delenv("_MATURITY_COMPLETE")
        told = capsys.readouterr()
        assert told.err == ""
        return told.out.split("\n")[:-1] if told.out.strip() else []

    return press


def asked_by_bash(line: str) -> dict[str, str]:
    words = line.split(" ")
    return {"_MATURITY_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}


def test_sections_are_offered_one_after_the_other(river: Path, tab: Tab) -> None:
    assert tab("maturity report river --sections ") == list(CHAPTERS)
    assert tab("maturity report river --sections st") == ["standing"]
    assert tab("maturity report river --sections standing,sp") == ["standing,spread"]
    left = [f"spread,standing,{one}" for one in CHAPTERS if one not in ("spread", "standing")]
    assert tab("maturity report river --sections spread,standing,") == left


@pytest.mark.parametrize(
    "line", ["score t.csv -q ", "questionnaire show ", "questionnaire check ", "questionnaire new x.yaml --from "]
)
def test_a_questionnaire_is_a_shipped_id_or_a_yaml_file(line: str, river: Path, tab: Tab) -> None:
    for name in ("mine.yaml", "other.yml", "notes.txt", ".hidden.yaml", "two words.yaml", "$(x).yaml"):
        Path(name).write_text("", "utf-8")
    Path("own").mkdir()
    Path("own/mine.yaml").write_text("", "utf-8")
    assert tab(f"maturity {line}") == [*SHIPPED, "mine.yaml", "other.yml"]
    assert tab(f"maturity {line}m") == ["mine.yaml"]
    assert tab(f"maturity {line}own/") == ["own/mine.yaml"]
    assert tab(f"maturity {line}nowhere/") == []


@pytest.mark.parametrize("command", ["score", "form", "answer", "enter", "collect", "agree", "plan", "report", "plot"])
def test_rounds_are_offered_where_one_is_wanted(command: str, river: Path, tab: Tab) -> None:
    Path("plain").mkdir()
    Path("one.yaml").write_text("", "utf-8")
    assert [one for one in tab(f"maturity {command} ") if one not in SHIPPED] == ["river", "one.yaml"]
    assert tab(f"maturity {command} ri") == ["river"]
    assert tab(f"maturity {command} river/") == ["river/2026", "river/cluster.yaml"]


def test_explain_offers_what_the_round_asked(river: Path, tab: Tab) -> None:
    asked = load_questionnaire("cluster-journey-short")
    dimensions, items = [one.id for one in asked.dimensions], [one.id for one in asked.items]
    assert tab("maturity explain river ") == [*(one.id for one in asked.axes), *dimensions, *items]
    assert tab("maturity explain river/2026 dep.trust.") == ["dep.trust.candour"]
    assert tab("maturity plan river --moves dep.trust") == ["dep.trust", "dep.trust.candour"]


def test_explain_offers_what_a_round_in_one_file_names_and_what_an_option_says(river: Path, tab: Tab) -> None:
    assert run(["questionnaire", "new", "mine.yaml", "--from", "cluster-journey-short"]) == 0
    mine = Path("mine.yaml").read_text("utf-8").replace("dep.trust.candour", "dep.trust.mine")
    Path("mine.yaml").write_text(mine, "utf-8")
    Path("one.yaml").write_text('label: "1"\nquestionnaire: mine.yaml  # ours\nresponses: [', "utf-8")
    assert tab("maturity explain one.yaml dep.trust.") == ["dep.trust.mine"]
    assert tab("maturity explain t.csv -q mine.yaml dep.trust.") == ["dep.trust.mine"]
    assert tab("maturity explain t.csv dep.trust.") == []


def test_plan_offers_its_priorities(river: Path, tab: Tab) -> None:
    assert run(shlex.split("plan river --add 'Open doors' --moves dep.trust --owner K --metric M")) == 0
    offered = tab("maturity plan river --edit ")
    assert len(offered) == 1
    assert run(["plan", "river", "--edit", offered[0], "--title", "Open every door"]) == 0
    assert tab("maturity plan river --check ") == tab("maturity plan river/2026 --drop ") == offered


def folder_instead(of: Path) -> None:
    of.unlink()
    of.mkdir()


BROKEN: dict[str, Callable[[Path], object]] = {
    "no questionnaire": lambda at: (at / "questionnaire.yaml").unlink(),
    "a torn questionnaire": lambda at: (at / "questionnaire.yaml").write_text("items: [{", "utf-8"),
    "a questionnaire of bytes": lambda at: (at / "questionnaire.yaml").write_bytes(b"\xff\xfe\x00\x80" * 99),
    "no round": lambda at: (at / "round.yaml").unlink(),
    "a torn round": lambda at: (at / "round.yaml").write_text('date: "\n{', "utf-8"),
    "a round of another shape": lambda at: (at / "round.yaml").write_text("priorities: 7\n", "utf-8"),
    "priorities without ids": lambda at: (at / "round.yaml").write_text("priorities: [3, {}]\n", "utf-8"),
    "a folder for a file": lambda at: folder_instead(at / "round.yaml"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_folder_offers_less_and_says_nothing(broken: str, river: Path, tab: Tab) -> None:
    BROKEN[broken](river)
    for line in (
        *(
            "explain river ",
            "explain river/2026 dep",
            "explain nothing dep",
            "plan river --moves ",
            "plan river --edit ",
        ),
        *(
            "plan river/2026 --check ",
            "score river/",
            "score nowhere/",
            "form river/2026/",
            "report river --sections x",
        ),
    ):
        tab(f"maturity {line}")
    assert tab("maturity report river --sections st") == ["standing"]


def test_nothing_is_loaded_that_would_let_somebody_wait(river: Path) -> None:
    code = (
        "import sys\nfrom maturity.cli.app import run\nrun([])\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    for line, allowed in (
        ("maturity report river --sections ", {"pydantic"}),
        ("maturity score ", {"pydantic"}),
        ("maturity score x -q ", {"pydantic"}),
        ("maturity explain river ", {"pydantic", "yaml"}),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **asked_by_bash(line)}, capture_output=True, text=True
        )
        assert done.stderr == ""
        offered, _, loaded = done.stdout.rpartition("LOADED ")
        assert offered.strip()
        assert set(loaded.split()) & set(HEAVY) <= allowed, line
