"""The kind of a round is chosen in the words that people are told, and fixed with the first answer."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest

from maturity import load_round, store
from maturity.cli.app import run
from maturity.folder.names import synced_by
from maturity.model import Response
from maturity.store import keys

pytestmark = pytest.mark.command

THREE = ["--school", "Ash", "--school", "Elm", "--school", "Oak"]
TWO = THREE[:4]
SHORT = ["--date", "2026-03-12", "-q", "cluster-journey-short"]
ANSWER = ["answer", "river", "--school", "ash", "--role", "senior"]


class Typed(io.StringIO):
    """A terminal at which somebody has typed all answers already."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())


def start(*more: str, schools: list[str] = THREE) -> int:
    return run(["start", "river", "--name", "River", *schools, *SHORT, *more])


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", Typed(text))


def said(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    return " ".join((shown.out + shown.err).split())


# ---- choosing


@pytest.mark.parametrize(
    ("typed", "schools", "mode"),
    [
        ("\n", THREE, "anonymous"),
        ("1\n", THREE, "anonymous"),
        ("2\n", THREE, "named"),
        ("9\n3\n", THREE, "confidential"),
        ("\n1\n", TWO, "named"),
        ("2\n", TWO, "confidential"),
    ],
)
def test_start_asks_in_the_words_people_are_told_and_suggests_anonymous_from_three_schools_on(
    typed: str, schools: list[str], mode: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, f"{typed}\n\n")
    assert start(schools=schools) == 0
    assert load_round("river").mode == mode
    text = said(capsys)
    assert "Results are shown under the name of your school." in text
    assert "What is shown is worked out from at least five people together, and roughly" in text
    assert ("everybody sees how many chose each level" in text) == (schools == THREE)


def test_two_schools_cannot_be_anonymous(capsys: pytest.CaptureFixture[str]) -> None:
    assert start("--mode", "anonymous", schools=TWO) == 2
    assert "an anonymous round needs 3 schools, and this cluster has 2" in said(capsys)
    assert not Path("river").exists()


@pytest.mark.parametrize(
    ("path", "drive"),
    [
        ("/home/ann/OneDrive - Trust/river", "OneDrive"),
        ("/home/ann/Trust OneDrive/river", "OneDrive"),
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/river", "iCloud"),
        ("/Users/ann/Library/CloudStorage/GoogleDrive-ann@x.org/My Drive/river", "Google Drive"),
        ("/home/ann/Dropbox/river", "Dropbox"),
        ("/home/ann/iCloudDrive/river", "iCloud"),
        ("/home/ann/Documents/river", ""),
    ],
)
def test_a_synced_drive_is_known_by_its_folders(path: str, drive: str) -> None:
    assert synced_by(Path(path)) == drive


def test_start_says_who_runs_a_round_on_a_synced_drive(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("OneDrive - Trust/river")
    folder.parent.mkdir()
    assert run(["start", str(folder), "--name", "River", *THREE, *SHORT, "--mode", "anonymous"]) == 0
    assert "synced drive (OneDrive): everybody who has that drive can read the answers" in said(capsys)


# ---- changing


def test_a_wrong_kind_is_changed_while_nobody_has_answered(capsys: pytest.CaptureFixture[str]) -> None:
    start("--mode", "named")
    assert run(["start", "river", "--again", "--mode", "anonymous"]) == 0
    assert load_round("river").mode == "anonymous"
    assert "make them again" in said(capsys)
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    assert load_round("river/2027").mode == "anonymous"
    assert run(["start", "river", "--again", "--mode", "named"]) == 0
    assert [load_round(f"river/{year}").mode for year in (2026, 2027)] == ["anonymous", "named"]


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        ([], "does not say which kind"),
        (["--mode", "named", "--name", "Other"], "changes only the kind of a round, not --name"),
        (["--mode", "named", "--label", "2031"], "there is no folder 'river/2031'"),
    ],
)
def test_again_that_does_not_fit_changes_nothing(
    flags: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    start("--mode", "anonymous")
    assert run(["start", "river", "--again", *flags]) == 2
    assert why in said(capsys)
    assert load_round("river").mode == "anonymous"


def answered(monkeypatch: pytest.MonkeyPatch, *more: str, typed: str = "3\nq\n") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return run([*ANSWER, *more])


def test_once_somebody_has_answered_the_kind_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start("--mode", "confidential")
    assert answered(monkeypatch) == 0
    assert run(["start", "river", "--again", "--mode", "named"]) == 2
    assert "the round is confidential and stays so: somebody has answered" in said(capsys)
    assert load_round("river").mode == "confidential"


def test_the_kind_is_written_down_once_with_the_first_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    start("--mode", "confidential")
    for _ in range(3):
        assert answered(monkeypatch) == 0
    (note,) = store.read(Path("river/2026")).noted("settings")
    assert note.line == 1
    assert note.content == {"mode": "confidential", "smallest_cell": 5, "fictional": False, "rehearsal": False}


def test_who_answers_while_the_kind_is_changed_keeps_what_that_person_was_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start("--mode", "confidential")
    change, folder = keys.change_key, Path("river/2026")

    def meanwhile(path: Path, *more: object, **how: object) -> None:
        monkeypatch.setattr("maturity.store.rounds.change_key", change)
        store.append(folder, Response(respondent="x", school="ash"), at=dt.datetime(2026, 3, 12, tzinfo=dt.UTC))
        change(path, *more, **how)  # type: ignore[arg-type]

    monkeypatch.setattr("maturity.store.rounds.change_key", meanwhile)
    assert run(["start", "river", "--again", "--mode", "named"]) == 2
    assert "stays so: somebody has answered" in said(capsys)
    assert "mode: confidential" in Path("river/2026/round.yaml").read_text("utf-8")
    assert load_round("river").mode == "confidential"


# ---- rehearsing


def test_a_rehearsal_is_marked_and_its_answers_are_thrown_away_at_the_next_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start("--mode", "anonymous", "--rehearsal")
    place = Path("river/Rehearsal-2026-03-12")
    assert load_round("river").label == "Rehearsal 2026-03-12"
    assert answered(monkeypatch) == 0
    assert "This is a rehearsal: what you answer is thrown away." in said(capsys)
    assert (place / "responses.jsonl").read_bytes()
    assert run(["start", "river", *SHORT]) == 0
    assert "are thrown away, as people were told" in said(capsys)
    assert sorted(path.name for path in place.glob("responses*")) == []
    assert load_round("river").label == "2026"


def test_a_rehearsal_leaves_the_plan_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    start("--mode", "named")
    assert run(["plan", "river", "--add", "Reviews", "--moves", "cha.review.rigour", "--review", "2026-06-15"]) == 0
    before = Path("river/2026/round.yaml").read_bytes()
    assert run(["start", "river", "--date", "2027-03-12", "--rehearsal"]) == 0
    assert "Brought forward" not in said(capsys)
    assert load_round("river/Rehearsal-2027-03-12").priorities == ()
    assert run(["start", "river", "--date", "2027-03-13", "--rehearsal", "--drop", "reviews"]) == 2
    assert Path("river/2026/round.yaml").read_bytes() == before


def test_a_rehearsal_is_none_of_the_clusters_years(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start("--mode", "named")
    assert run(["start", "river", "--date", "2027-03-12", "--label", "Try", "--rehearsal"]) == 0
    assert load_round("river").label == "2026"
    assert load_round("river/Try-rehearsal").label == "Try (rehearsal)"
