"""Lines end between words: no hyphenated word, id, number with its unit or command is broken at the end of one."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from maturity.cli.app import run
from maturity.cli.shared import print_lines
from maturity.renderers.terminal import render
from maturity.report.blocks import Report, Section, Table
from maturity.text.lines import cells, in_lines, words_of

pytestmark = pytest.mark.command

EXAMPLES = Path(__file__).parent.parent / "examples"
LONG = (
    "At Saint Bartholomew-under-the-Willows Church of England Primary people said cluster-journey-short and "
    "dep.trust.candour in 2026, 12.5 levels, 40% less"
)


@pytest.mark.parametrize("width", range(24, 100))
def test_a_line_ends_between_words_and_holds_no_more_than_its_width(width: int) -> None:
    lines = in_lines(LONG, width, "1. ")
    assert " ".join(line[3:] for line in lines) == LONG
    assert all(cells(line) <= max(width, 3 + cells("Bartholomew-under-the-Willows")) for line in lines)
    for kept in (
        "Bartholomew-under-the-Willows",
        "cluster-journey-short",
        "dep.trust.candour",
        "12.5 levels",
        "40% less",
    ):
        assert any(kept in line for line in lines)


@pytest.mark.parametrize("width", range(20, 90))
def test_a_number_its_margin_and_the_sign_between_them_are_not_parted(width: int) -> None:
    text = "95% interval: −0.478 ± t(25) x sqrt(0.00649) = −0.478 ± 2.060 x 0.081 = −0.478 ± 0.166; kept on the scale"
    lines = in_lines(text, width)
    assert " ".join(lines) == text
    for kept in ("−0.478 ± t(25)", "−0.478 ± 2.060", "−0.478 ± 0.166;"):
        assert any(kept in line for line in lines)


@pytest.mark.parametrize(
    "command",
    [
        "maturity doctor river/2026",
        "maturity questionnaire check 'our questions.yaml'",
        "maturity plan river --add TITLE --moves ID --owner WHO --review DAY",
        "maturity collect 'river two' replies.csv --map 'How honest are we with one another?=dep.trust.candour'",
        "maturity start FOLDER",
    ],
)
def test_a_command_is_in_one_piece_and_a_longer_one_has_a_line_of_its_own(command: str) -> None:
    text = f"There is something wrong with the answers of this round; all of it is listed by {command}"
    assert command in words_of(text)
    for width in (40, 60, 80):
        *_, last = in_lines(text, width)
        assert last.endswith(command)
        if cells(command) > width:
            assert last == command


def test_what_is_written_without_blanks_ends_where_the_line_does() -> None:
    lines = in_lines("学校間の信頼と協力の深さについて話し合いましょう" * 3, 40)
    assert "".join(lines) == "学校間の信頼と協力の深さについて話し合いましょう" * 3
    assert [cells(line) for line in lines[:-1]] == [40] * (len(lines) - 1)


def test_a_table_that_is_too_wide_wraps_its_widest_cells_and_then_shows_row_by_row() -> None:
    def shown(width: int) -> list[str]:
        rows = (("Saint Bartholomew-under-the-Willows", "12", "no change we can be sure of"),)
        table = Table("", ("School", "People", "Verdict"), rows, ("left", "right", "left"))
        return render(Report("", "", "en", (), (Section("a", "", (table,)),)), width).plain.splitlines()[5:]

    assert [cells(line) <= 62 for line in shown(62)] == [True] * 3
    assert shown(62)[1].split("  ")[0] == "Saint"
    assert shown(40) == [
        "Saint Bartholomew-under-the-Willows",
        "  People: 12",
        "  Verdict: no change we can be sure of",
    ]


@pytest.fixture
def long_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled cluster with names that no column is made for."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    folder = Path(shutil.copytree(EXAMPLES / "tarnside", "tarnside"))
    for path in folder.rglob("*.yaml"):
        if path.name in ("cluster.yaml", "round.yaml"):
            text = path.read_text("utf-8")
            data = yaml.safe_load(text)
            schools = data["schools"] if path.name == "cluster.yaml" else data.get("cluster", {}).get("schools", [])
            for school in schools:
                name = (
                    f"Saint {school['name'].split()[0]}-under-the-Willows Church-of-England Primary-and-Nursery School"
                )
                text = text.replace(school["name"], name)
            path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ["score", "{}"],
        ["score", "{}", "--spread"],
        ["explain", "{}"],
        ["explain", "{}", "depth"],
        ["explain", "{}", "dep.trust.candour"],
        ["compare", "{}"],
        ["plan", "{}"],
        ["plan", "{}", "--status"],
        ["doctor", "{}"],
    ],
)
def test_nothing_that_a_command_prints_is_wider_than_a_terminal(
    words: list[str], long_names: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([word.format(long_names) for word in words]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line for line in shown if cells(line) > 80] == []
    whole = " ".join(" ".join(shown).split())
    assert "-under-the- " not in whole
    assert "Church-of- " not in whole


def test_at_a_terminal_a_long_message_ends_its_lines_between_words_and_elsewhere_it_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = "maturity: 44 faults, of which these are the first 3; all of them: maturity questionnaire check our-own.yaml"
    print_lines(said, err=True)
    assert capsys.readouterr().err == f"{said}\n"
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    print_lines(said, err=True)
    assert terminal.getvalue().splitlines() == [
        "maturity: 44 faults, of which these are the first 3; all of",
        "  them: maturity questionnaire check our-own.yaml",
    ]
