"""`maturity plan` as a user meets it: what is printed, what is saved, and what is refused."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from maturity import load_round
from maturity.cli import plan as command
from maturity.cli.app import run
from maturity.model.plan import Priority
from tests.started import start

pytestmark = pytest.mark.command

Plan = Callable[..., str]
ROUND = """\
format: maturity-round/1
cluster: {name: Riverside, schools: [{id: ash, name: Ashfield}, {id: brook, name: Brook Lane}]}
label: "2026"
date: 2026-03-12
questionnaire: cluster-journey-short
responses:
  - {respondent: r1, school: ash, answers: {cha.data.sharing: 2, cha.review.rigour: 1, dep.trust.candour: 4}}
"""


class Typed(io.StringIO):
    """A terminal at which somebody has typed all answers already."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    riverside("riverside")


def riverside(folder: Path | str) -> None:
    schools = ["--school", "Ashfield", "--school", "Brook Lane"]
    asked = ["-q", "cluster-journey-short", "--date", "2026-03-12"]
    start(folder, "--name", "Riverside", *schools, "--mode", "named", *asked)


@pytest.fixture(scope="module")
def with_three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster with the priorities A, B and C, only to be copied."""
    folder = tmp_path_factory.mktemp("made") / "riverside"
    riverside(folder)
    for title in "ABC":
        assert run(["plan", str(folder), "--add", title, "--date", "2026-04-01", "--review", "2026-06-12"]) == 0
    return folder


@pytest.fixture
def plan(capsys: pytest.CaptureFixture[str]) -> Plan:
    """Runs the command and gives what it printed; `code` is what it has to end with."""

    def runs(*arguments: str, code: int = 0, on: str = "riverside") -> str:
        assert run(["plan", on, *arguments]) == code
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    return runs


def saved(folder: str = "riverside/2026") -> tuple[Priority, ...]:
    return load_round(folder).priorities


def everything() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def test_every_field_has_a_flag_and_is_saved_as_yaml_that_people_can_read(plan: Plan) -> None:
    before = Path("riverside/2026/round.yaml").read_text()
    said = plan(
        *("--add", "Data on the table", "--why", "We hide it", "--moves", "cha.data", "--moves", "cha.review.rigour"),
        *("--owner", "Chair", "--support", "brook lane", "--metric", "All results shared"),
        *("--review", "2026-06-12", "--date", "2026-04-01"),
    )
    assert "agreed: Data on the table (data-on-the-table)" in said
    assert "peer review on 12 June 2026; impact due on 12 December 2026" in said
    assert Path("riverside/2026/round.yaml").read_text() == before + (
        "priorities:\n"
        "- id: data-on-the-table\n"
        "  title: Data on the table\n"
        "  why: We hide it\n"
        "  moves: [cha.data, cha.review.rigour]\n"
        "  owner: Chair\n"
        "  support: brook-lane\n"
        "  metric: All results shared\n"
        "  agreed: 2026-04-01\n"
        "  review: 2026-06-12\n"
        "  due: 2026-12-12\n"
    )


def test_a_late_due_day_is_kept_and_said_plainly(plan: Plan) -> None:
    said = plan("--add", "Late", "--review", "2026-06-12", "--due", "2027-02-01", "--date", "2026-04-01")
    assert "Note: Late: its impact is due on 1 February 2027, later than six months after the review." in said
    assert str(saved()[0].due) == "2027-02-01"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (
            ["--add", "X", "--moves", "cha.dta"],
            "'cha.dta' is no dimension or question of this questionnaire: did you mean",
        ),
        (["--add", "X", "--review", "12.6.2026"], "--review: '12.6.2026' is not a day: write year-month-day"),
        (["--add", "X", "--review", "2026-06-12", "--due", "2026-06-01"], "before the review on 12 June 2026"),
        (["--add", " "], "the title is empty"),
        (
            ["--add", "D"],
            "Which will you let go? More than 3 priorities are none: name it with --drop: a (A), b (B), c (C)",
        ),
        (["--owner", "X"], "--owner of which priority?: name it: --add TITLE for a new one, or --edit ID"),
        (["--add", "X", "--edit", "a"], "--add and --edit cannot go together"),
        (["--edit", "a"], "--edit changes nothing"),
        (["--edit", "d", "--why", "x"], "'d' is no priority of this round: use one of: a, b, c"),
        (["--edit", "a", "--why", "x", "--drop", "b"], "--edit and --drop cannot go together"),
        (["--check", "a"], "--check needs a note"),
        (["--check", "a", "--note", "x", "--date", "2026-01-01"], "before it was agreed on 1 April 2026"),
        (["--note", "x"], "--note about which priority?"),
        (["--outcome", "done"], "--outcome of which priority?"),
        (["--drop", "aa"], "did you mean a?"),
        (["--status", "--add", "X"], "--status and --json only look"),
        (["--ics", "plan.txt"], "the ending '.txt' does not say which format to write"),
        (["--ics", "nowhere/plan.ics"], "there is no folder nowhere"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_changed(
    plan: Plan, with_three: Path, flags: list[str], said: str
) -> None:
    shutil.rmtree("riverside")
    shutil.copytree(with_three, "riverside")
    before = everything()
    assert said in plan(*flags, code=2)
    assert everything() == before


def test_a_fourth_one_takes_the_place_of_one_that_is_dropped(plan: Plan) -> None:
    for title in "ABC":
        plan("--add", title)
    said = plan("--add", "D", "--drop", "b", "--note", "No time")
    assert "let go: B\nagreed: D (d)" in said
    assert [(one.id, one.outcome) for one in saved()] == [("a", "open"), ("b", "dropped"), ("c", "open"), ("d", "open")]
    assert saved()[1].checks[0].note == "No time"


def test_a_priority_can_be_changed_and_a_value_taken_away(plan: Plan) -> None:
    plan("--add", "A", "--owner", "Chair", "--review", "2026-06-12", "--date", "2026-04-01")
    plan("--edit", "a", "--title", "Other", "--owner", "", "--review", "2026-07-12")
    (one,) = saved()
    assert (one.id, one.title, one.owner, str(one.due)) == ("a", "Other", "", "2027-01-12")


def test_a_look_is_recorded_with_its_day_and_evidence(plan: Plan) -> None:
    plan("--add", "A", "--date", "2026-04-01")
    assert "It stays under way" in plan("--check", "a", "--note", "Begun", "--date", "2026-05-01")
    said = plan("--check", "A", "--note", "Seen", "--evidence", "Minutes", "--date", "2026-06-01", "--outcome", "done")
    assert said.splitlines()[-1] == "noted on 1 June 2026: A, done"
    assert [(str(look.date), look.note, look.evidence) for look in saved()[0].checks] == [
        ("2026-05-01", "Begun", ""),
        ("2026-06-01", "Seen", "Minutes"),
    ]
    assert "A later look, on 1 June 2026, says done" in plan("--check", "a", "--note", "Then", "--date", "2026-05-20")


def test_without_flags_and_terminal_the_plan_is_listed(plan: Plan) -> None:
    assert "No priority is agreed yet" in plan()
    plan("--add", "Look \x1b[2J closer", "--moves", "cha.review", "--date", "2026-04-01")
    said = plan()
    assert "1. Look closer" in said
    assert "Should move: Rigour of peer review" in said
    assert "\x1b" not in said


def test_a_round_in_one_file_holds_a_plan_too_and_leaves_no_lock(plan: Plan) -> None:
    Path("our.yaml").write_text(ROUND)
    plan("--add", "A", "--moves", "cha.data", on="our.yaml")
    assert saved("our.yaml")[0].moves == ("cha.data",)
    assert Path("our.yaml").read_text().startswith(ROUND)
    assert [path.name for path in Path().iterdir() if path.is_file()] == ["our.yaml"]
    Path("our.csv").write_text("respondent,school\n")
    assert "a table holds no plan" in plan(on="our.csv", code=2)
    assert "there is no folder 'nowhere'" in plan(on="nowhere", code=2)


def test_at_a_terminal_a_suggestion_is_taken_by_number_and_an_interruption_loses_nothing(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "at_a_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", Typed("w\nOurs\n" + "\n" * 7))
    assert "Saved." in plan()

    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert run(["plan", "riverside"]) == 130
    assert "Everything up to the last 'Saved.' is kept." in capsys.readouterr().out
    assert [one.title for one in saved()] == ["Ours"]


def test_the_status_goes_over_all_rounds_and_is_one_json_document(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    plan("--add", "A", "--review", "2026-06-12", "--date", "2026-04-01")
    plan("--add", "B", "--date", "2026-04-01")
    plan("--check", "b", "--note", "x", "--outcome", "done", "--date", "2026-05-01")
    run(["start", "riverside", "--date", "2027-03-12"])
    capsys.readouterr()
    said = plan("--status", "--date", "2027-03-20")
    assert "1 overdue and 1 done." in said
    assert "Status: overdue: its impact was due on 12 December 2026" in said
    assert "Round: 2027, brought forward from 2026\nId, to change it: a" in said
    assert "Look at the cluster, since 12 March 2027. Next: Priorities, 12 April 2027" in said
    assert max(map(len, said.splitlines())) <= 80
    document = json.loads(plan("--json", "--date", "2027-03-20", "--ics", "plan.ics"))
    assert [(one["id"], one["state"], one["round"]) for one in document["priorities"]] == [
        ("a", "overdue", "2027"),
        ("b", "done", "2026"),
    ]
    assert document["cycle"]["now"] == "Look at the cluster"


def test_the_calendar_holds_the_days_of_all_rounds(plan: Plan) -> None:
    assert "no priority has a day" in plan("--ics", "plan.ics", code=2)
    plan("--add", "A, b; c", "--review", "2026-06-12", "--date", "2026-04-01")
    assert "wrote plan.ics" in plan("--ics", "plan.ics")
    first = [str(event["SUMMARY"]) for event in Calendar.from_ical(Path("plan.ics").read_bytes()).walk("VEVENT")]
    assert first == ["Peer review: A, b; c", "Impact due: A, b; c"]
    run(["start", "riverside", "--date", "2027-03-12"])
    plan("--status", "--ics", "all.ics")
    assert len(Calendar.from_ical(Path("all.ics").read_bytes()).walk("VEVENT")) == 2


def test_the_next_start_brings_all_unfinished_priorities_forward_and_says_so(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    plan("--add", "A", "--moves", "cha.data", "--review", "2026-06-12", "--date", "2026-04-01")
    plan("--add", "B", "--date", "2026-04-01")
    plan("--check", "b", "--note", "x", "--outcome", "done", "--date", "2026-05-01")
    before = Path("riverside/2026/round.yaml").read_bytes()
    assert run(["start", "riverside", "--date", "2027-03-12"]) == 0
    said = capsys.readouterr().out
    assert "Brought forward from 2026, unfinished:\n  A (a); its impact was due on 12 December 2026" in said
    assert Path("riverside/2026/round.yaml").read_bytes() == before
    (one,) = saved("riverside/2027")
    assert (one.carried_from, one.moves, one.checks) == ("2026", ("cha.data",), ())
    assert run(["start", "riverside", "--date", "2028-03-12"]) == 0
    assert saved("riverside/2028")[0].carried_from == "2026"


def test_what_is_let_go_at_the_next_start_is_written_down_where_it_was(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    plan("--add", "A", "--date", "2026-04-01")
    plan("--add", "B", "--date", "2026-04-01")
    assert run(["start", "riverside", "--date", "2027-03-12", "--drop", "c"]) == 2
    assert not Path("riverside/2027").exists()
    assert run(["start", "riverside", "--date", "2027-03-12", "--drop", "a", "--keep", "b"]) == 0
    assert "Let go, and written down in 2026:\n  A (a)" in capsys.readouterr().out
    assert [(one.id, one.outcome) for one in saved()] == [("a", "dropped"), ("b", "open")]
    assert str(saved()[0].checks[0].date) == "2027-03-12"
    assert [one.id for one in saved("riverside/2027")] == ["b"]


def test_at_a_terminal_the_next_start_asks_about_each(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    plan("--add", "A", "--date", "2026-04-01")
    plan("--add", "B", "--date", "2026-04-01")
    monkeypatch.setattr("sys.stdin", Typed("d\nk\n"))
    assert run(["start", "riverside", "--date", "2027-03-12"]) == 0
    assert [one.id for one in saved("riverside/2027")] == ["b"]


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_changes_in_the_plan_while_the_next_start_asks_is_brought_forward_too(
    plan: Plan, by_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan("--add", "A", "--date", "2026-04-01")
    plan("--add", "B", "--date", "2026-04-01")
    about = Path("riverside/2026/round.yaml")
    typed = iter("dk")

    def asked(_: str) -> str:
        if by_hand:
            changed = (
                about.read_text().replace("title: B\n", "title: Better\n").replace("agreed: 2026-04-01", "owner: Kim")
            )
            about.write_text(changed)
        else:
            run(["plan", "riverside/2026", "--edit", "b", "--title", "Better", "--owner", "Kim"])
            run(["plan", "riverside/2026", "--add", "C", "--date", "2026-05-01"])  # the second time there are three
        return next(typed)

    monkeypatch.setattr("sys.stdin", Typed())
    monkeypatch.setattr("builtins.input", asked)
    assert run(["start", "riverside", "--date", "2027-03-12"]) == 0
    (better, *more) = saved("riverside/2027")
    assert (better.id, better.title, better.owner) == ("b", "Better", "Kim")
    assert [one.id for one in more] == ([] if by_hand else ["c"])
    assert saved()[0].outcome == "dropped"
    assert saved()[1].title == "Better"


def test_a_plan_that_is_spoilt_while_the_next_start_asks_opens_no_round(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan("--add", "A", "--date", "2026-04-01")
    about = Path("riverside/2026/round.yaml")

    def asked(_: str) -> str:
        about.write_text(about.read_text().replace("title: A", "titel: A"))
        return "k"

    monkeypatch.setattr("sys.stdin", Typed())
    monkeypatch.setattr("builtins.input", asked)
    assert run(["start", "riverside", "--date", "2027-03-12"]) == 2
    assert "round.yaml:" in capsys.readouterr().err
    assert not Path("riverside/2027").exists()


def test_what_is_not_asked_any_more_is_taken_off_and_said(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["start", "riverside", "--date", "2027-03-12", "-q", "cluster-journey"]) == 0
    plan("--add", "A", "--moves", "cha.review.reviewers", "--moves", "cha.review", "--date", "2027-04-01")
    capsys.readouterr()
    assert run(["start", "riverside", "--date", "2028-03-12", "-q", "cluster-journey-short"]) == 0
    assert "Who reviews is not asked about any more" in capsys.readouterr().out
    assert saved("riverside/2028")[0].moves == ("cha.review",)


def test_a_plan_that_cannot_be_read_does_not_keep_the_next_round_from_being_opened(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("riverside/2026/round.yaml")
    path.write_text(path.read_text() + "priorities: [{id: A b, title: X}]\n")
    assert run(["start", "riverside", "--date", "2027-03-12"]) == 0
    said = capsys.readouterr().out
    assert "The plan of 2026 cannot be read, so nothing of it is brought forward:" in said
    line = len(path.read_text().splitlines())
    assert f"round.yaml:{line}: priorities[1] (A b).id: 'A b' cannot be an id" in said
    assert saved("riverside/2027") == ()


def test_what_was_brought_forward_is_looked_at_in_its_new_round_only(plan: Plan) -> None:
    plan("--add", "A", "--date", "2026-04-01")
    run(["start", "riverside", "--date", "2027-03-12"])
    said = plan("--check", "a", "--note", "x", on="riverside/2026", code=2)
    assert "a was brought forward to 2027: give that round: maturity plan riverside" in said
    assert saved()[0].checks == ()
    plan("--check", "a", "--note", "x", "--outcome", "done", on="riverside/2027")
    assert saved("riverside/2027")[0].outcome == "done"


def test_a_note_about_what_is_done_leaves_it_done_on_its_day(plan: Plan) -> None:
    plan("--add", "A", "--date", "2026-04-01")
    plan("--add", "B", "--date", "2026-04-01")
    plan("--check", "a", "--note", "Seen", "--outcome", "done", "--date", "2026-06-01")
    said = plan("--check", "a", "--note", "Still so", "--date", "2026-09-01")
    assert said.splitlines() == [
        "noted on 1 September 2026: A, done",
        "  It stays done; to take it up again: --outcome open",
    ]
    plan("--drop", "b", "--note", "No time", "--date", "2026-07-01")
    assert "It stays let go" in plan("--check", "b", "--note", "A pity", "--date", "2026-08-01")
    text = plan("--status", "--date", "2026-10-01", on="riverside")
    assert "1 done and 1 let go." in text
    assert "Status: done on 1 June 2026, in the year that began with 2026" in text
    assert "Status: let go on 1 July 2026, in the year that began with 2026" in text
    assert "Last look: 1 September 2026: Still so" in text
    plan("--check", "a", "--note", "It came back", "--outcome", "open", "--date", "2026-11-01")
    assert saved()[0].outcome == "open"
    # What was not known on a day is not told of it.
    assert "Status: done on 1 June 2026" in plan("--status", "--date", "2026-10-15", on="riverside")
    assert "Status: done" not in plan("--status", "--date", "2026-12-01", on="riverside")
    early = plan("--status", "--date", "2026-05-15", on="riverside")
    assert "2 without a date." in early
    assert "and no note yet on what came of it" in early.replace("\n", " ")


def test_a_note_on_last_years_plan_counts_in_the_year_in_which_it_was_written(plan: Plan) -> None:
    plan("--add", "A", "--date", "2026-04-01")
    plan("--add", "B", "--date", "2026-04-01")
    plan("--check", "b", "--note", "Begun", "--date", "2026-06-01")
    plan("--check", "a", "--note", "Seen", "--outcome", "done", "--date", "2026-06-02")
    assert "2 notes since then on what came of priorities, the last on 2 June 2026" in plan(
        "--status", "--date", "2026-07-01", on="riverside"
    ).replace("\n", " ")
    run(["start", "riverside", "--label", "2027", "--date", "2027-03-12"])
    text = plan("--status", "--date", "2027-04-01", on="riverside").replace("\n", " ")
    assert "no note since then on what came of priorities, the last on 2 June 2026" in text
    said = plan("--check", "a", "--note", "Done for good", "--date", "2027-04-02", code=2)
    assert "'a' is a priority of 2026: give that round: maturity plan riverside" in said
    plan("--check", "a", "--note", "Done for good", "--date", "2027-04-02", on="riverside/2026")
    plan("--check", "b", "--note", "Done", "--outcome", "done", "--date", "2027-05-02", on="riverside/2027")
    text = plan("--status", "--date", "2027-06-01", on="riverside")
    assert "2 notes since then on what came of priorities, the last on 2 May 2027" in text.replace("\n", " ")
    assert "Status: done on 2 June 2026, in the year that began with 2026" in text
    assert "Status: done on 2 May 2027, in the year that began with 2027" in text
    document = json.loads(plan("--status", "--json", "--date", "2027-06-01", on="riverside"))
    assert {one["id"]: (one["ended"], one["ended_in"]) for one in document["priorities"]} == {
        "a": ("2026-06-02", "2026"),
        "b": ("2027-05-02", "2027"),
    }
