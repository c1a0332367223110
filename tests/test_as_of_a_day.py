"""A report of a day knows nothing of later days, in whatever format, and says what is left out or past."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from maturity.cli.app import run
from maturity.readers.library import examples_folder

pytestmark = pytest.mark.command
DAY = "2026-08-01"
LATER = ("Led two reviews", "Meeting held", "Agreed afterwards", "Told afterwards", "3 December 2026", "2026-12-03")


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """A cluster with a note, an outcome, a priority and an account of later days."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(examples_folder() / "tarnside", "tp")
    seen = ("--evidence", LATER[3])
    for words in (
        ("plan", "tp", "--check", "outside-view", "--note", LATER[0], "--outcome", "done", "--date", "2026-12-03"),
        ("plan", "tp", "--check", "families", "--note", LATER[1], "--date", "2026-12-03"),
        ("plan", "tp", "--add", LATER[2], "--date", "2026-12-03"),
        ("review", "tp", "--school", "ashgill", "--reviewed", "2026-05-19", "--told", "2026-12-03", *seen),
    ):
        assert run([*words]) == 0
    capsys.readouterr()
    return "tp"


def text_of(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = (archive.read(one).decode() for one in archive.namelist() if one.endswith(".xml"))
        return re.sub("<[^>]+>", "", " ".join(parts))


@pytest.mark.drawing
def test_no_output_of_a_day_knows_what_came_later(cluster: str, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = ("md", "html", "pdf", "docx", "pptx", "xlsx")
    for audience in ("governors", "heads"):
        files = [word for kind in kinds for word in ("-o", f"{audience}.{kind}")]
        assert run(["report", cluster, *files, "--audience", audience, "--date", DAY]) == 0
    assert "1 priority with a later day of agreeing left out" in capsys.readouterr().err
    said = {path.name: text_of(path) for path in Path().glob("*.*") if path.suffix != ".svg"}
    assert len(said) == 2 * len(kinds)
    for words in (("plan", "--status"), ("plan", "--json"), ("compare",), ("compare", "--json")):
        assert run([words[0], cluster, *words[1:], "--date", DAY]) == 0
        said[" ".join(words)] = capsys.readouterr().out
    assert [(name, one) for name, text in said.items() for one in LATER if one in re.sub(r"\s+", " ", text)] == []
    told = ("governors.md", "governors.pptx", "governors.xlsx", "heads.md", "plan --status")
    assert [name for name in told if "under way" not in said[name]] == []
    assert run(["report", cluster, "-o", "after.md", "--sections", "plan", "--date", "2026-12-03"]) == 0
    assert LATER[2] in Path("after.md").read_text("utf-8")


def test_a_day_before_a_round_leaves_it_out_of_a_folder_and_is_refused_for_it_alone(
    cluster: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", cluster, "--date", "2026-02-01"]) == 0
    said = capsys.readouterr()
    assert said.err == "maturity: on 1 February 2026 what is still ahead is left out: 2026 (10 March 2026)\n"
    assert "2024 to 2025" in said.out
    assert "3 March 2026" not in said.out
    for words, label in (
        (("report", f"{cluster}/2026", "-o", "x.md"), "2026 (10 March 2026)"),
        (("report", cluster, "-o", "x.md"), "2023 (14 March 2023)"),
        (("compare", f"{cluster}/2025", f"{cluster}/2026"), "2026 (10 March 2026)"),
    ):
        assert run([*words, "--date", "2020-01-01"]) == 2
        assert f"--date 2020-01-01 is before the day of the round {label}: name that day" in capsys.readouterr().err
    assert not Path("x.md").exists()


@pytest.mark.parametrize(("day", "later"), [("2025-04-25", False), ("2026-08-01", True)])
def test_who_leaves_and_which_round_follows_is_not_known_before(cluster: str, day: str, later: bool) -> None:
    assert run(["report", f"{cluster}/2025", "-o", "of.md", "--date", day]) == 0
    said = text_of(Path("of.md"))
    assert "6 of 6 schools" in said
    assert ("Birkrigg School (has left the cluster)" in said) == later
    assert ("before 10 March 2026" in said) == later


def test_a_round_that_is_still_ahead_today_is_told_and_that_is_said(
    cluster: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(cluster) / "2026" / "round.yaml"
    path.write_text(path.read_text("utf-8").replace("date: 2026-03-10", "date: 2196-03-10"), "utf-8")
    assert run(["report", cluster, "-o", "x.md", "--sections", "year"]) == 0
    assert "what is still ahead is told all the same: 2026 (10 March 2196)" in capsys.readouterr().err


def test_a_peer_review_that_has_passed_is_listed_until_something_is_noted(
    cluster: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", cluster, "--status", "--date", "2026-11-01"]) == 0
    said = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "1 peer review has passed without a note since: what came of it?" in said
    assert "13 October 2026 19 days ago, no note" in said
    assert "Peer review: 13 October 2026, past, and nothing noted since" in said
    run(["plan", cluster, "--check", "outside-view", "--note", "Held", "--date", "2026-10-13"])
    capsys.readouterr()
    assert run(["plan", cluster, "--status", "--date", "2026-11-01"]) == 0
    said = capsys.readouterr().out
    assert "no note" not in said.partition("Where we are")[0]
    assert "nothing noted since" not in said


BOLD = """
import matplotlib.font_manager as fonts, maturity
from maturity.fonts import fonts_for
(light,) = [one for one in fonts.fontManager.ttflist if one.name == "DejaVu Sans Mono" and one.weight == 400
            and one.style == "normal"][:1]
fonts.fontManager.ttflist = [one for one in fonts.fontManager.ttflist if one.name != "DejaVu Sans Mono"] + [light]
fonts.findfont(fonts.FontProperties(family=["DejaVu Sans Mono"], weight="bold"))
"""


def test_nothing_is_said_of_a_font_that_has_no_bold_letters() -> None:
    done = subprocess.run([sys.executable, "-c", BOLD], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
