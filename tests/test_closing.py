"""The first result closes a round whose people are not named: it is published once, whatever happens after."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from maturity import load_round, store
from maturity.cli.app import run
from maturity.collect.webform import about
from maturity.folder.journal import Note, encode
from maturity.model import Response
from tests.started import start

pytestmark = pytest.mark.command

SCHOOLS = ("ash", "elm", "oak")
NOW = dt.datetime(2026, 3, 12, 16, tzinfo=dt.UTC)
LATER = dt.datetime(2027, 3, 12, 16, tzinfo=dt.UTC)
ITEMS = ("dep.purpose.compelling", "dep.trust.candour")


class Typed(io.StringIO):
    """A terminal at which somebody has typed all answers already."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())


def person(number: int, level: int | None = None, **more: object) -> Response:
    asked = load_round("river").questionnaire
    answers = {item.id: level or 1 + (number + place) % 5 for place, item in enumerate(asked.items)}
    role = asked.roles[number % len(asked.roles)].id
    return Response(respondent=f"p{number}", school=SCHOOLS[number % 3], role=role, answers=answers, **more)


def opened(mode: str, people: int = 9, *more: str) -> Path:
    schools = [word for name in SCHOOLS for word in ("--school", name.capitalize())]
    about = ["--date", "2026-03-12", "-q", "cluster-journey-short", "--mode", mode]
    start("river", "--name", "River", *schools, *about, *more)
    store.append_all(Path("river/2026"), [person(number) for number in range(people)], at=NOW, code=True)
    return Path("river/2026")


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", Typed(text))


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(list(words))
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def published(folder: Path) -> int:
    return len(store.read(folder).noted("published"))


NOT_NAMED = pytest.mark.parametrize("mode", ["anonymous", "confidential"])


# ---- before it is closed


@NOT_NAMED
@pytest.mark.parametrize(
    "command",
    [
        ["score"],
        ["score", "--json"],
        ["explain"],
        ["report", "-o", "r.md"],
        ["plot", "-o", "p.svg"],
        ["score", "--publish-again"],
        ["score", "--quotes"],
    ],
    ids=" ".join,
)
def test_without_a_terminal_an_open_round_shows_nothing_and_stays_open(
    mode: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = opened(mode)
    before = (folder / "responses.jsonl").read_bytes()
    code, out, err = said(capsys, command[0], "river", *command[1:])
    assert (code, out) == (2, "")
    if "--quotes" not in command:
        assert "shows nothing before it is closed" in err
        assert "so far 9 people have answered, from 3 of 3 schools; to close it, add --close" in err
    assert (folder / "responses.jsonl").read_bytes() == before
    assert not [*Path().glob("[rp].*")]


@NOT_NAMED
def test_at_a_terminal_it_asks_and_a_no_shows_only_who_took_part(
    mode: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = opened(mode)
    type_in(monkeypatch, "n\n")
    code, out, err = said(capsys, "score", "river")
    assert code == 0
    assert "Its first result closes it. Results are published once" in err
    assert "9 people" in " ".join(out.split())
    assert published(folder) == 0


@NOT_NAMED
def test_at_a_terminal_a_yes_closes_it_before_anything_is_shown(
    mode: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = opened(mode)
    type_in(monkeypatch, "y\n")
    code, out, _ = said(capsys, "score", "river", "--json")
    assert code == 0
    assert json.loads(out)["mode"] == mode
    assert published(folder) == 1


@pytest.mark.process
@pytest.mark.parametrize("command", [["score"], ["explain"], ["report", "-o", "r.md"], ["plot", "-o", "p.svg"]])
def test_with_a_flag_every_command_closes_it_once(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("confidential")
    for _ in range(2):
        assert said(capsys, command[0], "river", *command[1:], "--close")[0] == 0
    assert published(folder) == 1


def test_a_named_round_is_never_closed(capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("named")
    assert said(capsys, "score", "river", "--close")[0] == 0
    assert published(folder) == 0


@pytest.mark.parametrize(("mode", "people", "why"), [("confidential", 4, "4 people"), ("anonymous", 4, "4 people")])
def test_too_few_close_nothing(mode: str, people: int, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened(mode, people)
    code, out, err = said(capsys, "score", "river", "--close")
    assert (code, out) == (2, "")
    assert why in err
    assert published(folder) == 0


# ---- after it is closed


def everything_shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    shown = [
        said(capsys, *words)[1] for words in (["score", "river"], ["score", "river", "--json"], ["explain", "river"])
    ]
    assert run(["report", "river", "-o", "r.md", "-o", "r.html"]) == 0
    return [*shown, Path("r.md").read_text("utf-8"), Path("r.html").read_text("utf-8")]


@pytest.mark.process
@NOT_NAMED
def test_what_was_shown_stays_the_same_to_the_byte_whatever_happens_to_the_answers(
    mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = opened(mode)
    assert run(["score", "river", "--close"]) == 0
    before = everything_shown(capsys)
    assert all(before)
    store.append(folder, person(20, 1), at=NOW)
    assert everything_shown(capsys) == before
    store.append(folder, person(3, 5), at=NOW)
    assert everything_shown(capsys) == before
    assert run(["forget", "river", "p2", "--yes"]) == 0
    assert everything_shown(capsys) == before
    own = folder / "round.yaml"
    own.write_text(own.read_text("utf-8").replace(f"mode: {mode}", "mode: named"), "utf-8")
    assert everything_shown(capsys) == before
    own.write_text(
        own.read_text("utf-8").replace("smallest_cell: 5", "smallest_cell: 9") + "fictional: true\n", "utf-8"
    )
    assert everything_shown(capsys) == before


@NOT_NAMED
def test_editing_the_kind_afterwards_changes_nothing_and_is_said(mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened(mode)
    own = folder / "round.yaml"
    own.write_text(
        own.read_text("utf-8").replace(f"mode: {mode}", "mode: named").replace("cell: 5", "cell: 8"), "utf-8"
    )
    assert (load_round(folder).mode, load_round(folder).smallest_cell) == (mode, 5)
    code, out, err = said(capsys, "score", "river")
    assert (code, out) == (2, "")
    assert f"mode is {mode} since the first answer, and was changed to named since, which changes nothing" in err
    assert "smallest_cell is 5 since the first answer" in err


def test_who_comes_later_is_kept_and_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("anonymous")
    assert run(["score", "river", "--close"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("3\nq\n"))
    code, out, _ = said(capsys, "answer", "river", "--school", "ash", "--role", "senior")
    assert code == 0
    assert "The results of this round are published. What comes in now is kept and changes no result" in out
    assert len(load_round(folder).responses) == 10


def test_an_answer_can_be_changed_before_it_is_closed_and_not_seen_after(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = opened("confidential")
    monkeypatch.setattr("sys.stdin", io.StringIO("g 1\n2\nq\n"))
    assert said(capsys, "answer", "river", "--as", "p1")[0] == 0
    assert run(["score", "river", "--close"]) == 0
    before = (folder / "responses.jsonl").read_bytes()
    for more in ([], ["--looking-back"]):
        monkeypatch.setattr("sys.stdin", io.StringIO("g 1\n2\nq\n"))
        code, out, err = said(capsys, "answer", "river", "--as", "p1", *more)
        assert code == 2
        assert "answers in it cannot be seen or changed any more" in err or "no earlier round" in err
        assert "Your answer so far" not in out
    monkeypatch.setattr("sys.stdin", io.StringIO("p1\n"))
    code, out, err = said(capsys, "answer", "river")
    assert "Your answer so far" not in out
    assert (folder / "responses.jsonl").read_bytes() == before


# ---- once


CLOSE = "import sys; from maturity.cli.app import run; sys.exit(run(['score', 'river', '--json', '--close']))"


@pytest.mark.process
def test_two_that_close_at_once_publish_once_and_show_the_same() -> None:
    folder = opened("confidential")
    tries = [
        subprocess.Popen([sys.executable, "-c", CLOSE], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    shown = [one.communicate() for one in tries]
    assert [one.returncode for one in tries] == [0, 0, 0], shown
    assert len({out for out, _ in shown}) == 1
    assert published(folder) == 1


@pytest.mark.process
def test_a_publication_that_was_cut_off_was_shown_to_nobody_and_is_made_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = opened("confidential")
    assert run(["score", "river", "--close"]) == 0
    whole = (folder / "responses.jsonl").read_bytes()
    last = whole.rstrip(b"\n").rpartition(b"\n")[2]
    for cut in (len(last) // 2, 1, len(last) - 3):
        (folder / "responses.jsonl").write_bytes(whole[: -len(last) - 1] + last[:cut])
        assert load_round(folder).published is None
        assert said(capsys, "score", "river")[0] == 2
        assert said(capsys, "score", "river", "--close")[0] == 0
        assert published(folder) == 1


def test_a_publication_that_was_damaged_afterwards_is_never_made_again(capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("confidential")
    assert run(["score", "river", "--close"]) == 0
    journal = folder / "responses.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"people": 9', b'"people": 8'))
    assert said(capsys, "score", "river", "--close")[0] == 2
    run(["doctor", "river", "--fix"])
    code, out, err = said(capsys, "score", "river", "--close")
    assert (code, out) == (2, "")
    assert "results of this round were published, and the line that held them is damaged" in err


@pytest.mark.process
def test_a_copy_that_syncing_made_changes_no_result(capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("anonymous")
    journal = folder / "responses.jsonl"
    before = journal.read_bytes()
    assert run(["score", "river", "--close"]) == 0
    shown = everything_shown(capsys)
    whole = journal.read_bytes()
    journal.write_bytes(before)
    store.append(folder, person(30, 1), at=NOW)
    (folder / "responses (conflicted copy).jsonl").write_bytes(journal.read_bytes())
    journal.write_bytes(whole)
    run(["doctor", "river", "--fix"])
    assert not [*folder.glob("*conflicted*")]
    assert len(load_round(folder).responses) == 10
    assert everything_shown(capsys) == shown


def test_of_two_publications_on_two_machines_the_earlier_counts() -> None:
    folder = opened("confidential")
    assert run(["score", "river", "--close"]) == 0
    first = load_round(folder).published
    assert first is not None
    (note,) = store.read(folder).noted("published")
    other = {**note.content, "people": 30}
    later = Note("published", other, "ff", note.recorded + dt.timedelta(seconds=1))
    earlier = Note("published", other, "00", note.recorded - dt.timedelta(seconds=1))
    journal = folder / "responses.jsonl"
    before = journal.read_bytes()
    journal.write_bytes(before + encode(later))
    assert load_round(folder).published == first
    journal.write_bytes(before + encode(earlier))
    assert (load_round(folder).published or first).people == 30


def test_what_a_newer_program_published_is_never_published_again(capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("confidential")
    journal = folder / "responses.jsonl"
    journal.write_bytes(
        journal.read_bytes() + encode(Note("published", {"format": "maturity-publication/2"}, "1", NOW))
    )
    code, _, err = said(capsys, "score", "river", "--close")
    assert code == 2
    assert "was written by a newer maturity: update the program" in err


# ---- a second time


def test_a_confidential_round_is_published_a_second_and_last_time_when_asked_and_enough_have_joined(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = opened("confidential", 9)
    assert run(["score", "river", "--close"]) == 0
    code, _, err = said(capsys, "score", "river", "--publish-again", "--close")
    assert code == 2
    assert "0 more have answered since the results were published; new results need at least 8 more" in err
    store.append_all(folder, [person(number) for number in range(20, 28)], at=NOW)
    first = said(capsys, "score", "river", "--json")[1]
    assert said(capsys, "score", "river", "--publish-again", "--close")[0] == 0
    assert published(folder) == 2
    second = said(capsys, "score", "river", "--json")[1]
    assert json.loads(second)["respondents"] == 17
    assert second != first
    assert said(capsys, "score", "river", "--publish-again", "--close")[0] == 2


def test_it_is_not_published_again_once_an_answer_has_changed_or_gone(capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("confidential", 9)
    assert run(["score", "river", "--close"]) == 0
    store.append_all(folder, [person(number) for number in range(20, 29)], at=NOW)
    store.withdraw(folder, "p1", at=NOW)
    assert "answers have changed or gone" in said(capsys, "score", "river", "--publish-again", "--close")[2]
    store.append(folder, person(1, 4), at=NOW)
    assert "answers have changed or gone" in said(capsys, "score", "river", "--publish-again", "--close")[2]
    assert published(folder) == 1


# ---- examples


def with_examples(mode: str) -> Path:
    folder = opened(mode)
    everybody = [
        person(
            number,
            5,
            evidence={item.id: f"example {number} of {item.id}" for item in load_round(folder).questionnaire.items},
        )
        for number in range(12)
    ]
    store.append_all(folder, everybody, at=NOW)
    return folder


@pytest.mark.process
@NOT_NAMED
@pytest.mark.parametrize(
    ("flags", "typed", "shown"),
    [
        ([], "y\ny\ny\n", True),
        ([], "y\ny\nn\n", False),
        ([], "y\nn\n", False),
        (["--quotes"], "y\ny\n", True),
        (["--quotes", "--close"], "y\n", True),
        (["--quotes", "--close"], "n\n", False),
    ],
)
def test_examples_are_shown_only_after_the_facilitator_has_read_them(
    mode: str,
    flags: list[str],
    typed: str,
    shown: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = with_examples(mode)
    type_in(monkeypatch, typed)
    code, _, err = said(capsys, "score", "river", *flags)
    assert code == 0
    assert ("“example 3 of" in err) == ("y\ny\n" in typed or "--quotes" in flags)
    round_ = load_round(folder)
    assert round_.published is not None
    assert any(item.quotes for item in round_.published.items.values()) == shown
    assert run(["report", "river", "-o", "r.md"]) == 0
    assert ("example 3 of" in Path("r.md").read_text("utf-8")) == shown


# ---- without a folder


@NOT_NAMED
def test_a_file_alone_shows_who_took_part_and_nothing_else(mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened(mode)
    assert run(["export", "river", "-o", "all.csv", "--for-backup"]) == 0
    asked = ["-q", "cluster-journey-short"]
    code, out, err = said(capsys, "score", "all.csv", *asked)
    assert code == 0
    assert "9 people" in " ".join(out.split())
    assert "maturity collect FOLDER FILE" in err
    for command in (["report", "-o", "r.md"], ["plot", "-o", "p.svg"], ["explain"]):
        assert said(capsys, command[0], "all.csv", *command[1:], *asked, *(["--close"]))[0] == 2
    assert published(folder) == 0


def test_a_rehearsal_shows_results_at_once_publishes_nothing_and_is_compared_with_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened("anonymous")
    assert run(["start", "river", "--rehearsal", "--label", "Try", "--date", "2026-03-01"]) == 0
    trial = Path("river/Try-rehearsal")
    store.append_all(trial, [person(number, submitted=LATER) for number in range(9)], at=NOW)
    code, out, _ = said(capsys, "score", str(trial))
    assert code == 0
    assert "Try (rehearsal)" in out
    assert published(trial) == 0
    code, _, err = said(capsys, "compare", str(trial), "river/2026", "--close")
    assert (code, "a rehearsal is compared with nothing" in err) == (2, True)


def test_an_old_confidential_folder_is_read_and_told_what_changes(capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("confidential")
    journal = folder / "responses.jsonl"
    journal.write_bytes(b"".join(line for line in journal.open("rb") if b'"kind": "settings"' not in line))
    own = folder / "round.yaml"
    own.write_text(own.read_text("utf-8").replace("smallest_cell: 5", "smallest_cell: 3"), "utf-8")
    assert load_round(folder).smallest_cell == 5
    code, _, err = said(capsys, "score", "river")
    assert code == 2
    assert "it shows nothing until its first result closes it" in err
    assert "nothing rests on fewer than 5 people any more; 3 is read as that" in err
    assert said(capsys, "score", "river", "--close")[0] == 0
    code, _, err = said(capsys, "score", "river")
    assert (code, "first result closes it" in err) == (0, False)


# ---- beside results


def test_forgetting_somebody_leaves_what_is_published_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("anonymous")
    assert "are published and stay" not in said(capsys, "forget", "river", "p4", "--yes")[1]
    store.bring_back(folder, "p4", at=NOW)
    store.append(folder, person(4), at=NOW)
    assert run(["score", "river", "--close"]) == 0
    before = load_round(folder).published
    assert (
        "results of this round are published and stay as they are" in said(capsys, "forget", "river", "p1", "--yes")[1]
    )
    assert b"p1" not in (folder / "responses.jsonl").read_bytes()
    assert load_round(folder).published == before


def test_a_form_that_promised_something_else_is_not_taken(capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("confidential", 0)
    reply = {
        "format": "maturity-reply/1",
        "round": about(load_round(folder)) | {"kind": "anonymous"},
        "response": {"respondent": "x1", "school": "ash", "answers": {}},
    }
    Path("reply.json").write_text(json.dumps(reply), "utf-8")
    code, _, err = said(capsys, "collect", "river", "reply.json")
    assert code == 2
    assert "the form said that this round is 'anonymous', and it is 'confidential'" in err


def test_a_map_of_clusters_leaves_out_what_is_not_published(capsys: pytest.CaptureFixture[str]) -> None:
    opened("confidential")
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    store.append_all(Path("river/2027"), [person(number, submitted=LATER) for number in range(9)], at=NOW)
    code, _, err = said(capsys, "plot", "river", "--chart", "clusters", "-o", "c.svg", "--close")
    assert (code, err.count("nothing is published yet, and it is left out")) == (2, 2)
    assert run(["score", "river/2026", "--close"]) == 0
    code, _, err = said(capsys, "plot", "river", "--chart", "clusters", "-o", "c.svg")
    assert (code, err.count("nothing is published yet, and it is left out")) == (0, 1)


def test_the_reason_of_an_agreed_level_that_names_a_school_is_questioned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened("anonymous")
    monkeypatch.setattr("sys.stdin", io.StringIO("3\nbecause of Elm\nq\n"))
    assert "This reason names Elm, and everybody will read it" in said(capsys, "agree", "river")[1]
    monkeypatch.setattr("sys.stdin", io.StringIO("3\nwe overwhelmed them\nq\n"))
    assert "This reason names" not in said(capsys, "agree", "river")[1]


def test_a_comparison_closes_both_of_its_rounds(capsys: pytest.CaptureFixture[str]) -> None:
    opened("confidential", 12)
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    later = Path("river/2027")
    store.append_all(later, [person(number, submitted=LATER) for number in range(3, 15)], at=NOW)
    assert said(capsys, "compare", "river", "--json")[:2] == (2, "")
    assert published(Path("river/2026")) == 0
    assert said(capsys, "compare", "river", "--json", "--close")[0] == 0
    assert (published(Path("river/2026")), published(later)) == (1, 1)


@pytest.mark.process
@NOT_NAMED
@pytest.mark.parametrize("second", ["the same", "named"])
def test_rounds_are_compared_from_what_is_published(mode: str, second: str, capsys: pytest.CaptureFixture[str]) -> None:
    opened(mode, 12)
    other = mode if second == "the same" else second
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12", "--mode", other]) == 0
    later = Path("river/2027")
    store.append_all(later, [person(number, submitted=LATER) for number in range(3, 15)], at=NOW)
    assert said(capsys, "compare", "river", "--json", "--close")[0] == 0
    before = [said(capsys, "compare", "river", *more)[1] for more in ([], ["--json"])]
    assert all(before)
    changed = [Path("river/2026")] + ([later] if other != "named" else [])
    for folder in changed:
        store.append_all(folder, [person(number, 5) for number in range(2, 6)], at=NOW)
        store.withdraw(folder, "p7", at=NOW)
    assert [said(capsys, "compare", "river", *more)[1] for more in ([], ["--json"])] == before
