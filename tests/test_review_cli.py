"""`maturity review` as a user meets it: what is printed, what is saved, what is refused, and what survives."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from maturity import store
from maturity.cli import review as command
from maturity.cli.app import run
from maturity.core.reviews import is_only_check, review_statuses
from maturity.errors import InputError
from maturity.model import Help, Review
from maturity.readers.reviews import load_reviews
from tests.started import start
from tests.test_at_once import at_once
from tests.test_completion import asked_by_bash

pytestmark = pytest.mark.command

Said = Callable[..., str]
LONG = "Staatliche Gemeinschaftsschule am Ufer der Alten Wassermühle"
OTHER_SCRIPT = "مدرسة السلام"
FIRST = ("--school", "ash", "--reviewed", "2026-02-03")


class Typed(io.StringIO):
    """A terminal at which somebody has typed all answers already."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    schools = [word for name in ("Ash", "Brook Lane", LONG, OTHER_SCRIPT) for word in ("--school", name)]
    more = ["--mode", "named", "-q", "cluster-journey-short", "--date", "2026-03-12"]
    start("river", "--name", "Riverside", *schools, *more)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs the command and gives what it printed; `code` is what it has to end with."""

    def runs(*arguments: str, code: int = 0, on: str = "river") -> str:
        capsys.readouterr()
        assert run(["review", on, *arguments]) == code
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return printed.err if code == 2 else printed.out

    return runs


def kept() -> tuple[Review, ...]:
    return load_reviews(Path("river")).reviews


def the_file() -> str:
    return Path("river/cluster.yaml").read_text("utf-8")


def test_every_field_has_a_flag_and_is_saved_as_yaml_that_people_can_read(said: Said) -> None:
    before = the_file()
    printed = said(
        *FIRST,
        *("--reviewers", "brook lane", "--reviewers", "P. Lund", "--priority", "Talk in maths", "--champion", "Kim"),
        *("--help-from", "Brook Lane: their maths lead, by 2026-03-01", "--given", "brook-lane: 2026-02-28"),
        *("--due", "2026-07-01", "--told", "2026-06-24", "--evidence", "Notes: ten lessons"),
    )
    assert "recorded: the review of Ash, 3 February 2026\n  told on 24 June 2026" in printed
    assert the_file() == before + (
        "reviews:\n"
        "- school: ash\n"
        "  reviewed: 2026-02-03\n"
        "  reviewers: [brook-lane, P. Lund]\n"
        "  priority: Talk in maths\n"
        "  champion: Kim\n"
        "  help:\n"
        "  - school: brook-lane\n"
        "    what: their maths lead\n"
        "    by: 2026-03-01\n"
        "    given: 2026-02-28\n"
        "  due: 2026-07-01\n"
        "  told: 2026-06-24\n"
        "  evidence: 'Notes: ten lessons'\n"
    )


def test_a_record_is_changed_by_its_school_and_its_day_and_a_value_can_be_taken_away(said: Said) -> None:
    said(*FIRST, "--champion", "Kim", "--priority", "Talk", "--help-from", "brook-lane: a visit")
    said(*FIRST, "--help-from", "brook-lane: a talk by 2026-05-01", "--champion", "")
    printed = said(*FIRST, "--given", "brook-lane", "--date", "2026-04-01")
    assert "changed: the review of Ash, 3 February 2026" in printed
    assert kept() == (
        Review(
            school="ash",
            reviewed=dt.date(2026, 2, 3),
            priority="Talk",
            help=(
                Help(school="brook-lane", what="a visit"),
                Help(school="brook-lane", what="a talk", by=dt.date(2026, 5, 1), given=dt.date(2026, 4, 1)),
            ),
        ),
    )
    said(*FIRST, "--help-from", "brook-lane:")
    assert kept()[0].help == ()
    assert "Nothing is different" in said(*FIRST, "--priority", "Talk")


def test_the_day_of_the_account_follows_the_review_unless_somebody_chose_another(said: Said) -> None:
    assert "its account is due on 3 August 2026" in said(*FIRST, "--date", "2026-04-06")
    assert "due:" not in the_file()
    late = said(*FIRST, "--due", "2027-01-01", "--date", "2026-04-06")
    assert "Note: its account is due on 1 January 2027, later than six months after the review." in late
    said(*FIRST, "--due", "")
    assert kept()[0].due is None


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--priority", "x"], "--school is missing: which school was reviewed?: use one of: ash, brook-lane"),
        (["--school", "ash"], "--reviewed is missing: on which day was the review?: on record for ash: 2026-02-03"),
        (["--school", "brook-lane"], "--reviewed is missing: on which day was the review?: write year-month-day"),
        (["--school", "brook-lan", "--reviewed", "2026-01-01"], "'brook-lan' is no school of this cluster: did you"),
        (["--school", "ash", "--reviewed", "3.2.2026"], "'3.2.2026' is not a day: write year-month-day"),
        ([*FIRST, "--told", "2026-02-02"], "--told: 2 February 2026 is before the review on 3 February 2026"),
        ([*FIRST, "--due", "2025-02-02"], "--due: 2 February 2025 is before the review"),
        ([*FIRST, "--help-from", "brook-lane lends"], "does not say which school does what"),
        ([*FIRST, "--help-from", "bruk: lends"], "--help-from: 'bruk' is no school of this cluster"),
        ([*FIRST, "--help-from", "brook-lane: lends by 1.5.2026"], "--help-from: '1.5.2026' is not a day"),
        (
            [*FIRST, "--help-from", "brook-lane: lends by 2026-01-01"],
            "--help-from: 1 January 2026 is before the review",
        ),
        ([*FIRST, "--given", "brook-lane"], "no help from 'brook-lane' is open on this review"),
        ([*FIRST, "--priority", "x" * 2001], "--priority: the text has 2001 characters"),
        ([*FIRST, "--remove", "--told", "2026-05-01"], "--remove takes a whole review out"),
        (["--remove"], "--school is missing"),
        (["--school", "ash", "--reviewed", "2026-02-04", "--remove"], "no review of ash on 2026-02-04 is on record"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_message_and_nothing_is_changed(
    said: Said, flags: list[str], message: str
) -> None:
    said(*FIRST)
    before = the_file()
    printed = said(*flags, code=2)
    assert message in printed
    assert printed.count("maturity: ") == 1
    assert the_file() == before


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("nowhere", "there is no folder 'nowhere'"),
        ("empty", "reviews are kept in the folder of a cluster, and this is none"),
        ("our.yaml", "reviews are kept in the folder of a cluster, and this is none"),
    ],
)
def test_what_is_no_folder_of_a_cluster_is_refused(said: Said, place: str, message: str) -> None:
    Path("empty").mkdir()
    Path("our.yaml").write_text("label: x\n")
    assert message in said(*FIRST, code=2, on=place)


def test_without_flags_the_reviews_are_listed_the_most_pressing_first_and_a_rounds_folder_will_do(said: Said) -> None:
    assert "No review is on record." in said()
    said(*FIRST, "--priority", "Look \x1b[2J closer")
    said("--school", "brook-lane", "--reviewed", "2025-11-18")
    printed = said("--date", "2026-07-01", on="river/2026")
    assert printed.index("Brook Lane, 18 November 2025") < printed.index("Ash, 3 February 2026")
    assert "2 reviews of schools on record: 1 overdue and 1 under way." in printed
    assert "! Only a health check: 1 of 2 reviews: Brook Lane (18 November 2025)." in printed
    assert "Priority: Look closer" in printed
    assert "\x1b" not in printed


def test_a_school_in_another_script_and_one_of_sixty_letters_stand_in_full_and_no_line_is_too_wide(
    said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(LONG) == 60
    helped = f"{LONG}\uff1a lend by 2026-03-01"
    said("--school", OTHER_SCRIPT, "--reviewed", "2026-02-03", "--priority", "القراءة", "--help-from", helped)
    said("--school", LONG.upper(), "--reviewed", "2026-02-04", "--champion", "王芳")
    (one, two) = kept()
    assert (one.school, one.help[0].what, two.champion) == ("mdrst-alslam", "lend", "王芳")
    printed = said("--date", "2026-07-01")
    assert OTHER_SCRIPT in printed
    assert LONG in " ".join(printed.split())
    assert max(map(len, printed.splitlines())) <= 80
    assert run(["plan", "river", "--status", "--date", "2026-07-01"]) == 0
    status = capsys.readouterr().out
    assert OTHER_SCRIPT in status
    assert max(map(len, status.splitlines())) <= 80


def test_plan_tells_what_is_due_in_its_status_its_document_and_its_calendar(
    said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    said(*FIRST, "--help-from", "brook-lane: a visit by 2026-05-01")
    said("--school", "brook-lane", "--reviewed", "2025-09-01")
    run(["plan", "river", "--add", "Data", "--review", "2026-06-01", "--date", "2026-04-01"])
    capsys.readouterr()
    assert run(["plan", "river", "--status", "--date", "2026-05-20"]) == 0
    printed = capsys.readouterr().out
    assert "2 of 5 days in the list are past, and first: what was due then is overdue." in printed
    places = [printed.index(one) for one in ("1 March 2026", "1 May 2026", "1 June 2026", "3 August 2026")]
    assert places == sorted(places)
    assert run(["plan", "river", "--json", "--date", "2026-05-20"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(one["school"], one["state"], one["due"], one["days_to_due"]) for one in document["reviews"]] == [
        ("brook-lane", "overdue", "2026-03-01", -80),
        ("ash", "open", "2026-08-03", 75),
    ]
    assert document["reviews"][0]["only_health_check"] is True
    for flags in ([], ["--status"]):
        assert run(["plan", "river", "--ics", "plan.ics", *flags]) == 0
        events = Calendar.from_ical(Path("plan.ics").read_bytes()).walk("VEVENT")
        assert [str(one["SUMMARY"]) for one in events] == [
            "Account of the review: Brook Lane",
            "Help from Brook Lane: Ash",
            "Peer review: Data",
            "Account of the review: Ash",
            "Impact due: Data",
        ]
    capsys.readouterr()
    assert run(["score", "river", "--json"]) == 0
    assert "reviews" not in capsys.readouterr().out


def test_a_step_that_the_plan_puts_before_one_it_rests_on_is_said(
    said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--mode", "named", "-q", "cluster-journey", "--date", "2026-03-12"]
    run(["start", "lake", "--name", "L", "--school", "A", *more])
    run(["plan", "lake", "--add", "Data", "--review", "2026-11-10", "--date", "2026-04-01"])
    capsys.readouterr()
    run(["plan", "lake", "--status", "--date", "2026-05-20"])
    assert "Look again comes before Account of impact by the days in the plan" in " ".join(
        capsys.readouterr().out.split()
    )
    run(["plan", "lake", "--edit", "data", "--review", "2026-06-10", "--date", "2026-04-01"])
    capsys.readouterr()
    run(["plan", "lake", "--status", "--date", "2026-05-20"])
    assert "by the days in the plan" not in " ".join(capsys.readouterr().out.split())


def at_a_screen(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    monkeypatch.setattr(command, "at_a_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{line}\n" for line in typed)))


def test_at_a_terminal_everything_left_out_is_asked_and_objections_come_on_the_spot(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_screen(
        monkeypatch,
        *("Oak", "ash", "yesterday", "2026-02-03", "Brook Lane, P. Lund", "Talk"),
        *("nobody: x", "brook-lane: a visit by 2026-03-01", ""),
        *("brook-lane: 2026-02-01", "brook-lane: 2026-02-20", "", "2026-06-24", "Notes"),
    )
    printed = said("--champion", "Kim", "--date", "2026-07-01")
    for objection in (
        "'Oak' is no school of this cluster",
        "'yesterday' is not a day",
        "'nobody' is no school of this cluster",
        "1 February 2026 is before the review",
    ):
        assert objection in printed
    given = Help(school="brook-lane", what="a visit", by=dt.date(2026, 3, 1), given=dt.date(2026, 2, 20))
    assert kept() == (
        Review(
            school="ash",
            reviewed=dt.date(2026, 2, 3),
            reviewers=("brook-lane", "P. Lund"),
            priority="Talk",
            champion="Kim",
            help=(given,),
            told=dt.date(2026, 6, 24),
            evidence="Notes",
        ),
    )


def test_at_a_terminal_a_known_review_is_gone_through_and_enter_keeps_what_stands(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(*FIRST, "--priority", "Talk", "--champion", "Kim", "--due", "2026-07-01")
    at_a_screen(monkeypatch, "", "Books", "-", "", "", "2026-06-24", "")
    printed = said(*FIRST)
    assert "The one priority that came of it [Talk]:" in printed
    assert "Account due, usually six months after the review [2026-07-01]:" in printed
    (one,) = kept()
    assert (one.priority, one.champion, str(one.due), str(one.told)) == ("Books", "", "2026-07-01", "2026-06-24")
    at_a_screen(monkeypatch)
    assert "changed" in said(*FIRST, "--evidence", "Notes")
    assert kept()[0].evidence == "Notes"


def test_who_stops_in_the_middle_saves_nothing_and_gets_the_command_that_goes_on(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_screen(monkeypatch, "ash", "2026-02-03", "Brook Lane", "Talk in maths")
    printed = said("--champion", "Kim", code=130)
    assert "Nothing was saved." in printed
    assert kept() == ()
    shown = printed.splitlines()[-1].split(maxsplit=3)[3]
    monkeypatch.setattr(command, "at_a_terminal", lambda: False)
    said(*shlex.split(shown), "--date", "2026-07-01")
    (one,) = kept()
    assert (one.champion, one.priority, one.reviewers) == ("Kim", "Talk in maths", ("brook-lane",))


def test_two_windows_and_a_hand_in_between_keep_what_each_has_said() -> None:
    folder = Path("river")
    one = Review(school="ash", reviewed=dt.date(2026, 2, 3), help=(Help(school="brook-lane", what="a visit"),))
    base, _ = store.save_reviews(folder, [one])
    left = one.model_copy(update={"priority": "Talk"})
    given = one.help[0].model_copy(update={"given": dt.date(2026, 3, 1)})
    right = one.model_copy(update={"champion": "Kim", "help": (given, Help(school="brook-lane", what="more"))})
    store.save_reviews(folder, [left], base)
    by_hand = the_file().replace("  priority: Talk\n", "  priority: Talk   # said in May\n  evidence: by hand\n")
    other = "# the second one\n- {school: brook-lane, reviewed: 2026-02-10}\n# the end\n"
    Path("river/cluster.yaml").write_text(by_hand + other, "utf-8")
    after, both = store.save_reviews(folder, [right], base)
    assert not both
    assert after[0] == right.model_copy(update={"priority": "Talk", "evidence": "by hand"})
    assert kept() == after
    assert other in the_file()
    _, both = store.save_reviews(folder, [one.model_copy(update={"priority": "Books"})], base)
    assert [(found.what, found.earlier, found.now) for found in both] == [("priority", "Talk", "Books")]


def meanwhile(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """What happens elsewhere after a command has read the file and before it writes."""
    save = store.save_reviews

    def later(*arguments: object) -> object:
        monkeypatch.setattr(store, "save_reviews", save)
        change()
        return save(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "save_reviews", later)


def without(review: Review) -> None:
    store.save_reviews(Path("river"), [one for one in kept() if one != review], kept())


def test_a_review_that_was_taken_out_while_it_was_changed_comes_back_and_that_is_said(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(*FIRST, "--priority", "Talk")
    (one,) = kept()
    meanwhile(monkeypatch, lambda: without(one))
    printed = " ".join(said(*FIRST, "--champion", "Kim").split())
    assert "Note: ash 2026-02-03: in the meantime somebody else had taken this review out. It is there again" in printed
    assert kept() == (one.model_copy(update={"champion": "Kim"}),)


def test_a_review_that_was_changed_while_it_was_taken_out_stays_and_that_is_said(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(*FIRST, "--priority", "Talk")
    (one,) = kept()
    changed = one.model_copy(update={"evidence": "minutes"})
    meanwhile(monkeypatch, lambda: store.save_reviews(Path("river"), [changed], [one]))
    printed = " ".join(said(*FIRST, "--remove").split())
    assert "Note: ash 2026-02-03: in the meantime somebody else had changed this review. It stays" in printed
    assert "taken out:" not in printed
    assert kept() == (changed,)


def test_a_review_that_both_windows_take_out_is_gone_and_nothing_is_noted(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(*FIRST)
    (one,) = kept()
    meanwhile(monkeypatch, lambda: without(one))
    printed = said(*FIRST, "--remove")
    assert "taken out: the review of Ash" in printed
    assert "Note" not in printed
    assert kept() == ()


NEWCOMER = "- {id: late, name: Late School}\n"


@pytest.mark.parametrize("flags", [("--school", "late"), ("--school", "ash", "--help-from", "late: a visit")])
def test_a_school_that_was_taken_out_of_the_file_by_hand_meanwhile_is_refused_and_the_file_stays_readable(
    said: Said, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...]
) -> None:
    path = Path("river/cluster.yaml")
    before = the_file()
    with_it = before.replace("schools:\n", f"schools:\n{NEWCOMER}")
    path.write_text(with_it, "utf-8")
    meanwhile(monkeypatch, lambda: path.write_text(before, "utf-8"))
    printed = " ".join(said(*flags, "--reviewed", "2026-02-10", code=2).split())
    assert "names 'late', which is no school in it now" in printed
    assert "put 'late' back among the schools of the file, then save again; nothing was saved" in printed
    assert the_file() == before
    assert run(["doctor", "river"]) == 0
    path.write_text(with_it, "utf-8")
    said(*flags, "--reviewed", "2026-02-10")
    assert len(kept()) == 1


def test_a_school_of_an_earlier_round_may_have_left_before_its_review_is_told(said: Said) -> None:
    said("--school", "brook-lane", "--reviewed", "2026-02-10")
    gone = "- {id: brook-lane, name: Brook Lane}\n"
    assert gone in the_file()
    Path("river/cluster.yaml").write_text(the_file().replace(gone, ""), "utf-8")
    said("--school", "brook-lane", "--reviewed", "2026-02-10", "--told", "2026-05-10")
    assert kept()[0].told == dt.date(2026, 5, 10)
    assert run(["doctor", "river"]) == 0


def test_what_was_typed_is_not_lost_where_it_could_not_be_saved(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    path, before = Path("river/cluster.yaml"), the_file()
    path.write_text(before.replace("schools:\n", f"schools:\n{NEWCOMER}"), "utf-8")
    at_a_screen(monkeypatch, "2026-02-10", "", "Talk", "", "", "", "")
    save, printed = store.save_reviews, list[str]()

    def later(*arguments: object) -> object:
        path.write_text(before, "utf-8")
        return save(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "save_reviews", later)
    monkeypatch.setattr(command, "print_lines", printed.append)
    said("--school", "late", code=2)
    assert "--school late" in printed[-1]
    assert "--priority Talk" in printed[-1]


def test_saving_says_of_a_review_what_the_list_says(said: Said) -> None:
    said("--school", "ash", "--reviewed", "2025-02-03", "--date", "2026-07-01")
    said("--school", "ash", "--reviewed", "2025-12-03", "--date", "2026-07-01")
    printed = said("--school", "ash", "--reviewed", "2025-02-03", "--champion", "Kim", "--date", "2026-07-01")
    assert "never told: the school was reviewed again on 3 December 2025" in " ".join(printed.split())
    assert "overdue" not in printed
    assert "never" in said("--date", "2026-07-01")


def test_comments_and_layout_of_other_entries_and_of_the_rest_of_the_file_stay(said: Said) -> None:
    own = (
        "# who we are\n" + the_file() + "\n# what was reviewed\nreviews:\n"
        "  # the first; see the minutes\n  - school: ash   # small\n    reviewed: 2026-02-03\n    priority: no\n"
        "  # the second\n  - {school: brook-lane, reviewed: 2026-02-10}   # on one line\n\n# the end\n"
    ).replace("priority: no\n", "priority: 'no'\n")
    Path("river/cluster.yaml").write_text(own, "utf-8")
    said("--school", "brook-lane", "--reviewed", "2026-02-10", "--champion", "Kim")
    first, _ = own.split("  # the second\n")
    assert the_file() == (
        f"{first}  # the second\n  - school: brook-lane\n    reviewed: 2026-02-10\n    champion: Kim\n\n# the end\n"
    )
    said("--school", "brook-lane", "--reviewed", "2026-05-10")
    assert the_file().startswith(first)
    assert len(kept()) == 3
    said(*FIRST, "--remove")
    assert [one.school for one in kept()] == ["brook-lane", "brook-lane"]


def test_line_ends_of_windows_stay(said: Said) -> None:
    path = Path("river/cluster.yaml")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    said(*FIRST)
    said("--school", "brook-lane", "--reviewed", "2026-02-10")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert len(kept()) == 2


def test_what_was_taken_out_is_shown_so_that_it_can_be_put_back(said: Said) -> None:
    said(*FIRST, "--priority", "Talk")
    printed = said(*FIRST, "--remove")
    assert "taken out: the review of Ash, 3 February 2026" in printed
    assert '"priority": "Talk"' in printed
    assert kept() == ()


@pytest.mark.parametrize("spoilt", ["reviewed: someday", "told: 2020-01-01", "champon: Kim"])
def test_a_faulty_record_stops_the_command_with_its_line_and_saves_nothing(said: Said, spoilt: str) -> None:
    said(*FIRST)
    key = spoilt.partition(":")[0]
    text = the_file().replace("  reviewed: 2026-02-03\n", "" if key == "reviewed" else "  reviewed: 2026-02-03\n")
    Path("river/cluster.yaml").write_text(f"{text}  {spoilt}\n", "utf-8")
    before = the_file()
    printed = said("--school", "brook-lane", "--reviewed", "2026-02-10", code=2)
    assert f"river/cluster.yaml:{before.count(chr(10))}: reviews[1]." in printed
    assert the_file() == before
    assert run(["doctor", "river"]) == 1
    assert run(["report", "river", "-o", "x.md"]) == 2


def test_an_entry_that_came_twice_in_between_is_never_lost() -> None:
    one = Review(school="ash", reviewed=dt.date(2026, 2, 3), priority="Talk")
    base, _ = store.save_reviews(Path("river"), [one])
    Path("river/cluster.yaml").write_text(the_file() + "- {school: ash, reviewed: 2026-02-03, priority: Books}\n")
    before = the_file()
    with pytest.raises(InputError, match="a review stands in it twice"):
        store.save_reviews(Path("river"), [one.model_copy(update={"champion": "Kim"})], base)
    assert the_file() == before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the owner of everything may write everywhere")
def test_in_a_folder_that_only_can_be_read_one_message_says_so(said: Said) -> None:
    Path("river").chmod(0o555)
    try:
        assert "river" in said(*FIRST, code=2)
    finally:
        Path("river").chmod(0o755)


def test_where_nothing_can_be_written_one_message_says_so_and_the_file_stays(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = the_file()

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "river/cluster.yaml")

    monkeypatch.setattr("maturity.files.write", refused)
    printed = said(*FIRST, code=2)
    assert printed.count("maturity: ") == 1
    assert the_file() == before
    assert "No review is on record." in said()


def test_a_clock_that_is_years_off_refuses_nothing_and_says_what_lies_ahead(said: Said) -> None:
    printed = said(*FIRST, "--told", "2026-06-01", "--priority", "Talk", "--date", "2020-01-01")
    assert "Note: 1 June 2026, on which it was told, is still ahead: is the year right, and the clock?" in printed
    assert kept()[0].told == dt.date(2026, 6, 1)
    assert "planned for 4 May 2026" in said("--school", "ash", "--reviewed", "2026-05-04", "--date", "2020-01-01")
    assert "overdue" in said("--date", "2099-01-01")


def test_a_review_only_days_from_another_is_saved_and_asked_about(said: Said) -> None:
    said(*FIRST)
    printed = said("--school", "ash", "--reviewed", "2026-02-05")
    assert "Note: another review of this school is on record on 3 February 2026: is it the same?" in printed
    assert len(kept()) == 2


def test_forget_says_where_the_plan_and_the_reviews_name_somebody(
    said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    said(*FIRST, "--champion", "Kim Lee", "--reviewers", "王芳", "--evidence", "Kimono day")
    run(["plan", "river", "--add", "Data", "--owner", "kim lee, Ash"])
    capsys.readouterr()
    assert run(["forget", "river", "Kim Lee", "--yes"]) == 2
    printed = capsys.readouterr()
    assert "nobody called 'Kim Lee' has answered" in printed.err
    assert printed.out == (
        "Named in plans and reviews, which others wrote; change it there:\n"
        "  river/cluster.yaml: reviews[1].champion\n"
        "  river/2026/round.yaml: priorities[1] (data).owner\n"
    )
    run(["forget", "river", "Kim", "--yes"])
    assert "evidence" not in capsys.readouterr().out
    run(["forget", "river", "王芳", "--yes"])
    assert "reviews[1].reviewers[1]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("--school ", ["ash", "brook-lane"]),
        ("--school b", ["brook-lane"]),
        ("--help-from b", ["brook-lane"]),
        ("--school ash --reviewed ", ["2026-02-03"]),
        ("--school brook-lane --reviewed ", []),
    ],
)
def test_a_shell_offers_schools_and_days_of_reviews(
    said: Said, line: str, offered: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said(*FIRST)
    for name, value in asked_by_bash(f"maturity review river {line}").items():
        monkeypatch.setenv(name, value)
    run([])
    monkeypatch.delenv("_MATURITY_COMPLETE")
    told = capsys.readouterr()
    assert told.err == ""
    found = [one for one in told.out.split("\n") if one]
    assert found[: len(offered)] == offered
    assert bool(found) == bool(offered)


def test_help_has_a_line_for_every_flag_and_fits_a_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["review", "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_a_thousand_records_are_read_listed_and_added_to(said: Said) -> None:
    many = [
        Review(school="ash", reviewed=dt.date(2000, 1, 1) + dt.timedelta(days=9 * n), told=dt.date(2026, 6, 1))
        for n in range(1000)
    ]
    store.save_reviews(Path("river"), many)
    said("--school", "brook-lane", "--reviewed", "2026-02-03", "--priority", "Talk")
    assert len(kept()) == 1001
    printed = said("--date", "2026-07-01")
    assert "1001 reviews of schools" in printed
    assert "1 January 2000" in printed


RECORD = """
from maturity.cli.app import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.process
def test_eight_who_record_at_once_are_all_on_record() -> None:
    days = [f"2026-02-{n:02}" for n in range(1, 25, 3)]
    ended = at_once(RECORD, *(["review", "river", "--school", "ash", "--reviewed", day] for day in days))
    assert [code for code, _ in ended] == [0] * 8, ended
    assert sorted(str(one.reviewed) for one in kept()) == days
    fields = [["--priority", "Talk"], ["--champion", "Kim"], ["--told", "2026-05-01"], ["--evidence", "Notes"]]
    ended = at_once(RECORD, *(["review", "river", "--school", "ash", "--reviewed", days[0], *one] for one in fields))
    assert [code for code, _ in ended] == [0] * 4, ended
    one = next(one for one in kept() if str(one.reviewed) == days[0])
    assert (one.priority, one.champion, str(one.told), one.evidence) == ("Talk", "Kim", "2026-05-01", "Notes")
    assert [path.name for path in Path("river").iterdir() if "lock" in path.name] == []


KILLED = """
import datetime as dt, sys
from pathlib import Path
from maturity import store
from maturity.model import Review
reviews = ()
for n in range(10_000):
    fresh = Review(school="ash", reviewed=dt.date(2000, 1, 1) + dt.timedelta(days=n), evidence="x" * 20_000)
    reviews, _ = store.save_reviews(Path("river"), [*reviews, fresh][-5:], reviews)
    print(n, flush=True)
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_whenever_a_writer_is_killed_the_file_is_whole_and_what_was_confirmed_last_is_in_it() -> None:
    for part in range(6):
        writer = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        confirmed = [writer.stdout.readline() for _ in range(3 + part)]
        time.sleep(part * 0.003)
        writer.send_signal(signal.SIGKILL)
        confirmed += writer.stdout.readlines()
        writer.wait()
        last = dt.date(2000, 1, 1) + dt.timedelta(days=int(confirmed[-1]))
        assert max(one.reviewed for one in kept()) in (last, last + dt.timedelta(days=1))
        assert all(len(one.evidence) == 20_000 for one in kept())
        store.save_reviews(Path("river"), [], kept())
    assert store.save_reviews(Path("river"), [Review(school="ash", reviewed=dt.date(2026, 2, 3))])[0]


def test_report_deck_and_workbook_tell_the_reviews_and_an_earlier_round_none_that_came_later() -> None:
    from maturity.journeys.ask import Ask
    from maturity.journeys.story import read_story
    from maturity.readers.library import examples_folder
    from maturity.report.blocks import Report
    from maturity.report.book import Book

    years = examples_folder() / "tarnside"
    told = read_story([years], Ask())
    report = told.report("governors", [])
    assert "reviews" in {one.id for one in report.sections}
    deck = told.content("deck", report)
    assert isinstance(deck, Report)
    (slide,) = [one for one in deck.sections if one.id == "reviews"]
    assert any("5 reviews from 2025 to 2026" in note for note in slide.notes)
    book = told.content("book", report)
    assert isinstance(book, Book)
    (sheet,) = [one for one in book.sheets if one.id == "reviews"]
    assert len(sheet.rows) == 7
    assert told.reviews is not None
    for label, first, last, count in (("2023", 0, 0, 0), ("2024", 2024, 2024, 6), ("2025", 2024, 2025, 11)):
        earlier = read_story([years / label], Ask())
        assert earlier.reviews is not None
        held = [one.review.reviewed.year for one in earlier.reviews.found]
        assert (min(held, default=0), max(held, default=0), len(held)) == (first, last, count)
        chapters = {one.id for one in earlier.report("governors", []).sections}
        assert ("reviews" in chapters) is (count > 0)
    assert read_story([examples_folder() / "riverside.yaml"], Ask()).reviews is None


@pytest.mark.parametrize(
    "ahead", [["--told", "2027-05-18"], ["--help-from", "brook lane: come", "--given", "brook lane: 2027-05-18"]]
)
def test_what_has_not_happened_yet_counts_as_not_yet_and_that_is_said(said: Said, ahead: list[str]) -> None:
    day = "2026-11-28"
    printed = " ".join(said(*FIRST, "--priority", "Talk", *ahead, "--date", day).split())
    assert "18 May 2027" in printed
    assert "still ahead" in printed
    listed = " ".join(said("--date", day).split())
    assert "overdue" in listed
    assert "Only a health check: 1 of 1 r" in listed
    assert "overdue" not in said("--date", "2027-05-19") or "--given" in ahead
    (only,) = review_statuses(load_reviews(Path("river")), dt.date(2027, 5, 19))
    assert not only.only_check


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_year_that_cannot_be_meant_is_refused_before_it_is_saved(said: Said, day: str) -> None:
    before = the_file()
    assert "cannot be meant: use 1900 to 2199" in " ".join(said("--school", "ash", "--reviewed", day, code=2).split())
    assert the_file() == before
    Path("river/cluster.yaml").write_text(f"{before}reviews:\n- {{school: ash, reviewed: {day}}}\n", "utf-8")
    assert "cannot be meant" in " ".join(said(code=2).split())


@pytest.mark.parametrize("promise", ["ash: ourselves", "brook lane: step by step by 15 October 2026"])
def test_a_school_does_not_help_itself_and_a_day_that_cannot_be_read_is_not_taken_for_words(
    said: Said, promise: str
) -> None:
    before = the_file()
    assert "nothing was changed" in " ".join(said(*FIRST, "--help-from", promise, code=2).split())
    assert the_file() == before


def test_help_of_the_school_itself_is_no_help() -> None:
    today, ash = dt.date(2026, 11, 28), Review(school="ash", reviewed=dt.date(2026, 1, 5), priority="Talk")
    given = Help(school="ash", what="ourselves", given=dt.date(2026, 2, 1))
    assert is_only_check(ash.model_copy(update={"help": (given,)}), today)
    other = given.model_copy(update={"school": "brook"})
    assert not is_only_check(ash.model_copy(update={"help": (other,)}), today)
