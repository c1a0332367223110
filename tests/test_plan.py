"""The plan: its days, what is due, where a cluster is in its year, and what moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from maturity import assess, load_round, store
from maturity.collect import amending, planning
from maturity.core.advice import Suggestion as Suggestion
from maturity.core.comparison import Change, ItemsCompared, SchoolsCompared, Step
from maturity.core.moved import movement
from maturity.core.plan import (
    carried,
    checked,
    cycle_on,
    followed,
    id_meant,
    impact_due,
    late,
    misdated,
    new_id,
    standings,
    too_many,
    unfinished,
)
from maturity.core.said import Label, Level, Said
from maturity.core.said import said as reason
from maturity.errors import InputError, UsageError
from maturity.model import Round
from maturity.model.plan import Impact, Outcome, Priority
from maturity.readers.round import read_round
from maturity.renderers.plan_document import status_document
from maturity.report.blocks import Bullets, Callout, Heading, Paragraph, Table, Terms
from maturity.report.change_words import signed
from maturity.report.outcomes import movement_sentence, outcome_blocks
from maturity.report.planning import (
    plan_blocks,
    plan_report,
    status_report,
    status_words,
)
from maturity.report.wording import reason_text as said
from maturity.report.wording import say, sentence
from maturity.text.words import away
from maturity.text.words import day as day_said
from tests.make import questionnaire, round_

TODAY = dt.date(2026, 3, 12)
LOW = "It stands at 2.1, among the lowest on depth (2.4 overall), and below the midpoint."
LOWEST = reason(
    "priority-below", dimension=Label("dimension", "x1"), score=Level(2.1), axis=Label("axis", "x"), overall=Level(2.4)
)
ASKED = questionnaire(x=(("a", "b"), ("c",)), y=(("d",),))
CYCLE: list[dict[str, Any]] = [
    {"id": "look", "label": "Looking", "month": 0, "text": "We look."},
    {"id": "choose", "label": "Choosing", "month": 1, "text": "We choose."},
    {"id": "visit", "label": "Visiting", "month": 3, "text": "We visit."},
    {"id": "work", "label": "Working", "month": 5, "text": "We work."},
    {"id": "account", "label": "Accounting", "month": 9, "text": "We account.", "within_months_of": {"visit": 6}},
    {"id": "again", "label": "Again", "month": 12, "text": "We look again."},
]


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def look(date: str, outcome: Outcome = "open", note: str = "Looked.") -> Impact:
    return Impact(date=on(date), note=note, outcome=outcome)


def priority(name: str = "one", **more: Any) -> Priority:
    return Priority.model_validate({"id": name, "title": name.capitalize()} | more)


def held(*priorities: Priority, label: str = "2026", date: str | None = "2026-03-12", **more: Any) -> Round:
    asked = more.pop("asked", ASKED)
    return round_(asked, {"ash": [3], "brook": [4]}, label=label, date=date, priorities=priorities, **more)


# Days


@pytest.mark.parametrize(
    ("review", "due", "expected"),
    [
        ("2026-08-31", None, "2027-02-28"),
        ("2026-06-12", None, "2026-12-12"),
        ("2026-06-12", "2026-09-01", "2026-09-01"),
        (None, "2026-09-01", "2026-09-01"),
        (None, None, None),
    ],
)
def test_impact_is_due_six_months_after_the_review_unless_agreed_otherwise(
    review: str | None, due: str | None, expected: str | None
) -> None:
    assert impact_due(priority(review=review, due=due)) == (on(expected) if expected else None)


def test_an_impact_due_before_its_review_or_looked_at_before_it_was_agreed_is_misdated() -> None:
    assert "before the review on 12 June 2026" in said(misdated(priority(review="2026-06-12", due="2026-06-11")))
    assert misdated(priority(review="2026-06-12", due="2026-06-12")) is None
    early = priority(agreed="2026-04-01", checks=(look("2026-03-31"),))
    assert "before it was agreed on 1 April 2026" in said(misdated(early))
    assert misdated(priority(agreed="2026-04-01", checks=(look("2026-04-01"),))) is None


def test_a_due_day_later_than_six_months_after_the_review_is_late_by_that_day() -> None:
    assert late(priority(review="2026-06-12", due="2026-12-12")) is None
    assert late(priority(review="2026-06-12", due="2026-12-13")) == on("2026-12-12")
    assert late(priority(due="2030-01-01")) is None


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (27, "in 27 days"),
        (28, "in 4 weeks"),
        (-28, "4 weeks ago"),
        (-2, "2 days ago"),
        (365, "in 52 weeks"),
    ],
)
def test_how_far_a_day_is_away_is_said_in_days_then_in_weeks(days: int, said: str) -> None:
    assert away(days) == said


def test_the_outcome_is_what_the_latest_look_said_and_not_the_last_one_written() -> None:
    one = priority(checks=(look("2026-09-01", "done"), look("2026-05-01")))
    assert one.outcome == "done"
    assert priority(checks=(look("2026-05-01"), look("2026-05-01", "dropped"))).outcome == "dropped"
    assert priority().outcome == "open"


def test_only_what_is_still_worked_on_counts_towards_the_three() -> None:
    done, dropped = (
        checked(priority("a"), look("2026-05-01", "done")),
        checked(priority("b"), look("2026-05-01", "dropped")),
    )
    three = [priority(name) for name in "cde"]
    assert too_many([done, dropped, *three]) == 0
    assert too_many([*three, priority("f"), priority("g")]) == 2
    assert unfinished([done, dropped, *three]) == tuple(three)


@pytest.mark.parametrize(
    ("title", "taken", "expected"),
    [
        ("Data on the table", (), "data-on-the-table"),
        ("Data", ("data",), "data-2"),
        ("Data", ("data", "data-2"), "data-3"),
        ("☃", (), "x"),
    ],
)
def test_an_id_is_made_from_the_title_and_never_taken(title: str, taken: tuple[str, ...], expected: str) -> None:
    assert new_id(title, taken) == expected


@pytest.mark.parametrize(("text", "found"), [("x1", "x1"), ("a", "a"), ("X1", "x1"), (" d", "d"), ("z", None)])
def test_what_is_named_is_found_by_id_or_label(text: str, found: str | None) -> None:
    assert id_meant(ASKED, text) == found


# Status


@pytest.mark.parametrize(
    ("more", "state", "said"),
    [
        ({"due": "2026-03-11"}, "overdue", "overdue: its impact was due on 11 March 2026"),
        ({"due": "2026-03-12"}, "due", "due soon: impact due on 12 March 2026"),
        ({"review": "2026-04-09"}, "due", "due soon: peer review on 9 April 2026"),
        ({"review": "2026-04-10"}, "open", "under way: peer review on 10 April 2026"),
        ({"review": "2026-01-12"}, "open", "under way: impact due on 12 July 2026"),
        ({}, "undated", "no date agreed yet"),
        ({"due": "2026-01-01", "checks": [look("2026-02-01", "done")]}, "done", "done on 1 February 2026"),
        ({"checks": [look("2026-02-01", "dropped")]}, "dropped", "let go on 1 February 2026"),
        (
            {"due": "2026-01-01", "checks": [look("2026-02-01")]},
            "overdue",
            "overdue: its impact was due on 1 January 2026",
        ),
    ],
)
def test_a_priority_is_due_overdue_done_or_dropped(more: dict[str, Any], state: str, said: str) -> None:
    (one,) = standings([held(priority(**more))], TODAY)
    assert one.state == state
    assert status_words(one).startswith(said)


def test_what_presses_most_comes_first() -> None:
    plan = held(
        priority("later", due="2027-01-01"),
        priority("gone", checks=[look("2026-02-01", "dropped")]),
        priority("none"),
        priority("over", due="2026-01-01"),
        priority("soon", due="2026-03-20"),
        priority("over-long", due="2025-06-01"),
    )
    order = [one.priority.id for one in standings([plan], TODAY)]
    assert order == ["over-long", "over", "soon", "later", "none", "gone"]


def test_a_priority_that_was_brought_forward_is_one_with_the_looks_of_all_rounds() -> None:
    first = held(priority("one", due="2025-09-01", checks=[look("2025-08-01", note="Early.")]), label="2025")
    later = held(
        priority("one", due="2026-09-01", carried_from="2025", checks=[look("2026-03-01", "done")]),
        priority("two"),
        label="2026",
    )
    one = next(one for one in standings([first, later], TODAY) if one.priority.id == "one")
    assert (one.round, one.since, one.state, one.due) == ("2026", "2025", "done", on("2026-09-01"))
    assert [look.note for look in one.priority.checks] == ["Early.", "Looked."]
    assert len(standings([first, later], TODAY)) == 2


def test_two_priorities_of_one_title_in_two_years_are_two_unless_brought_forward() -> None:
    years = [held(priority("one"), label="2025"), held(priority("one"), label="2026")]
    assert [(one.since, one.round) for one in standings(years, TODAY)] == [("2025", "2025"), ("2026", "2026")]


def test_a_year_later_a_rounds_priorities_have_all_looks_and_say_where_they_went() -> None:
    first = held(priority("one"), priority("two", checks=[look("2025-08-01", "done")]), label="2025")
    later = held(priority("one", carried_from="2025", checks=[look("2026-03-01")]), priority("three"), label="2026")
    found, forward = followed([first, later], "2025")
    assert [(one.id, len(one.checks)) for one in found] == [("one", 1), ("two", 1)]
    assert forward == {"one": "2026"}
    text = str(outcome_blocks(found, [], TODAY, forward))
    assert "2 priorities were agreed: 1 done and 1 unfinished." in text
    assert "unfinished, brought forward to 2026" in text


def test_the_status_as_data_counts_days_and_hides_nothing() -> None:
    rounds = [held(priority("one", review="2026-01-12", moves=["x1"]))]
    found, cycle = standings(rounds, TODAY), cycle_on(rounds, TODAY)
    document = status_document(rounds, found, cycle, TODAY)
    (one,) = document["priorities"]
    assert (one["days_to_review"], one["days_to_due"], one["due"], one["state"]) == (-59, 122, "2026-07-12", "open")
    assert set(document) == {"format_version", "cluster", "date", "priorities", "reviews", "cycle"}
    assert set(document["cycle"]) == {"round", "now", "next", "steps"}


# The year


def at(day: str, *priorities: Priority, cycle: Any = CYCLE, **more: Any) -> tuple[str | None, str | None]:
    asked = questionnaire(cycle=cycle)
    found = cycle_on([held(*priorities, asked=asked, **more)], on(day))
    now, then = (None if stage is None else sentence(stage.name, asked) for stage in (found.current, found.next))
    return now, then


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-11", (None, "Looking")),
        ("2026-03-12", ("Looking", "Choosing")),
        ("2026-06-11", ("Choosing", "Visiting")),
        ("2026-06-12", ("Visiting", "Working")),
        ("2026-12-12", ("Accounting", "Again")),
        ("2028-01-01", ("Again", None)),
    ],
)
def test_without_days_in_the_plan_the_year_follows_the_months_of_the_questionnaire(
    day: str, expected: tuple[str | None, str | None]
) -> None:
    assert at(day) == expected


def test_the_days_of_the_plan_take_the_place_of_the_months_whatever_the_steps_are_called() -> None:
    plan = (priority("one", review="2026-07-01"), priority("two", review="2026-08-01", due="2026-11-30"))
    asked = questionnaire(cycle=CYCLE)
    stages = cycle_on([held(*plan, asked=asked)], TODAY).stages
    assert {sentence(stage.name, asked): (str(stage.date), stage.from_plan) for stage in stages} == {
        "Looking": ("2026-03-12", True),
        "Choosing": ("2026-04-12", False),
        "Visiting": ("2026-07-01", True),
        "Working": ("2026-09-01", False),
        "Accounting": ("2027-01-01", True),
        "Again": ("2027-03-12", False),
    }


def test_what_was_brought_forward_with_days_of_last_year_does_not_turn_the_year_round() -> None:
    old = priority("one", review="2025-06-12", due="2025-12-12", carried_from="2025")
    assert at("2026-03-20", old) == ("Looking", "Choosing")


def test_a_dropped_priority_has_no_part_in_the_year() -> None:
    dropped = priority("one", review="2026-04-20", checks=[look("2026-04-01", "dropped")])
    assert at("2026-05-01", dropped) == ("Choosing", "Visiting")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-20", ("Self-evaluation", "Priorities")),
        ("2026-04-01", ("Priorities", "Peer review")),
        ("2026-06-12", ("Peer review", "Action with support")),
        ("2026-06-13", ("Action with support", "Account of impact")),
        ("2026-12-12", ("Account of impact", None)),
    ],
)
def test_a_questionnaire_without_a_cycle_is_told_from_the_days_on_record(day: str, expected: tuple[str, str]) -> None:
    assert at(day, priority(agreed="2026-04-01", review="2026-06-12"), cycle=[]) == expected


def test_the_year_is_that_of_the_latest_round_that_has_begun() -> None:
    rounds = [held(label="2025", date="2025-03-12"), held(label="2026", date="2026-03-12")]
    assert cycle_on(rounds, on("2026-03-11")).round == "2025"
    assert cycle_on(rounds, on("2026-03-12")).round == "2026"
    undated = cycle_on([held(date=None, asked=questionnaire(cycle=CYCLE))], TODAY)
    assert (undated.stages, undated.current, undated.next) == ((), None, None)


# Movement


def change(by: float | None, reason: Said | None = None) -> Change:
    if by is None:
        return Change(None, None, None, None, None, "incomparable", 2, reason)
    return Change(3.0, 3.0 + by, by, None, None, "unsure", 2, reason)


def step(items: Mapping[str, float | None], dimensions: Mapping[str, float | None], reason: Said | None = None) -> Step:
    before = assess(held())
    return Step(
        before=before,
        after=before,
        axes={},
        dimensions={name: change(by, reason) for name, by in dimensions.items()},
        items_changed={name: change(by, reason) for name, by in items.items()},
        without_drifting=None,
        items=ItemsCompared(tuple(items), (), (), (), ()),
        schools=SchoolsCompared(None, ("ash", "brook"), (), ()),
        linked=None,
        linked_reason=None,
        looking_back=None,
    )


ITEMS = {"a": 0.4, "b": 0.2, "c": -0.1, "d": 0.3}
DIMENSIONS = {"x1": 0.3, "x2": -0.1, "y1": 0.3}


@pytest.mark.parametrize(
    ("moves", "unit", "inside", "outside", "counts"),
    [
        (["x1"], "dimension", 0.3, 0.1, (1, 2)),
        (["x1", "y1"], "dimension", 0.3, -0.1, (2, 1)),
        (["a"], "item", 0.4, 0.4 / 3, (1, 3)),
        (["x1", "d"], "item", 0.3, -0.1, (3, 1)),
        (["x1", "a"], "item", 0.3, 0.1, (2, 2)),
    ],
)
def test_what_was_named_stands_beside_everything_else_and_nothing_is_in_both(
    moves: list[str], unit: str, inside: float, outside: float, counts: tuple[int, int]
) -> None:
    one = movement(priority(moves=moves), step(ITEMS, DIMENSIONS))
    assert one.unit == unit
    assert one.named == pytest.approx(inside)
    assert one.others == pytest.approx(outside)
    assert ((one.named_count, one.others_count), one.reason, one.left_out) == (counts, None, ())


def test_what_is_hidden_stays_hidden_and_says_why() -> None:
    hidden = step({"a": None, "b": 0.2}, {"x1": None, "x2": 0.1, "y1": 0.2}, reason=reason("not-published"))
    one = movement(priority(moves=["x1"]), hidden)
    assert (one.named, one.reason, one.left_out) == (None, reason("not-published"), ("X1",))
    assert movement_sentence(one) == "One: no movement can be shown: not both rounds show a result for it."
    part = movement(priority(moves=["x1", "x2"]), hidden)
    assert (part.named, part.others, part.left_out) == (0.1, 0.2, ("X1",))
    assert "Not compared: X1." in movement_sentence(part)


def test_a_priority_that_named_nothing_or_everything_says_so() -> None:
    nothing = movement(priority(), step(ITEMS, DIMENSIONS))
    assert (nothing.named, nothing.others, said(nothing.reason)) == (None, None, "it named nothing that it should move")
    everything = movement(priority(moves=["x1", "x2", "y1"]), step(ITEMS, DIMENSIONS))
    assert everything.named == pytest.approx(0.5 / 3)
    assert (everything.others, said(everything.reason)) == (None, "nothing else can be compared")
    gone = movement(priority(moves=["a"]), step({"b": 0.1}, DIMENSIONS))
    assert (gone.named, said(gone.reason)) == (None, "what it named cannot be compared")


def test_an_item_with_another_id_in_the_later_round_is_followed() -> None:
    one = movement(priority(moves=["a"]), step({"new": 0.4, "b": 0.2}, DIMENSIONS), same={"a": "new"})
    assert (one.named, one.others, one.labels) == (0.4, 0.2, ("A",))


@pytest.mark.parametrize(("by", "said"), [(0.42, "+0.4"), (-0.04, "−0.04"), (0.0, "0.0"), (-1.26, "−1.3")])
def test_a_change_has_its_sign_and_nothing_is_a_minus_zero(by: float, said: str) -> None:
    assert signed(by) == said


# Reports


def test_the_plan_in_a_report_names_labels_and_schools_and_not_ids() -> None:
    one = priority("one", moves=["x1", "a"], owner="Chair", support="ash", metric="Two findings", review="2026-06-12")
    blocks = plan_blocks([one], ASKED, {"ash": "Ashfield"}, TODAY)
    assert isinstance(blocks[0], Heading)
    terms = next(dict(block.items) for block in blocks if isinstance(block, Terms))
    assert terms["Should move"] == "X1 and A"
    assert terms["Support from"] == "Ashfield"
    assert terms["Impact due"] == "12 December 2026"
    assert terms["Status"] == "under way: peer review on 12 June 2026"
    assert "Id" not in terms
    assert plan_blocks([], ASKED, {}, TODAY) == ()


def test_next_years_chapter_says_what_became_of_it_and_that_it_proves_nothing() -> None:
    one = priority("one", moves=["x1"], due="2026-01-01", checks=[look("2026-02-01", "done", "Heads asked more.")])
    blocks = outcome_blocks([one], [movement(one, step(ITEMS, DIMENSIONS))], TODAY)
    table = next(block for block in blocks if isinstance(block, Table))
    assert table.rows == (("One", "+0.3 (1 dimension)", "+0.1 (2 dimensions)"),)
    assert Bullets(("One: X1 moved by +0.3 levels on average, everything else by +0.1.",)) in blocks
    assert blocks[0] == Paragraph("1 priority was agreed: 1 done.")
    assert Callout("What this does not show", say("no-proof")) in blocks
    assert "no proof of cause" in say("no-proof")
    assert "Heads asked more." in str(blocks)
    assert outcome_blocks([], [], TODAY) == ()
    alone = outcome_blocks([one], [], TODAY)
    assert not any(isinstance(block, Table | Callout) for block in alone)


def test_the_status_says_what_is_due_and_where_the_cluster_is() -> None:
    rounds = [held(priority("one", due="2026-01-01"), asked=questionnaire(cycle=CYCLE))]
    text = str(status_report(rounds, standings(rounds, TODAY), cycle_on(rounds, TODAY), TODAY))
    assert "Looking, since 12 March 2026. Next: Choosing, 12 April 2026, in 4 weeks." in text
    assert "1 overdue." in text
    assert "2 people answered, 1 priority in the plan, and no note yet on what came of it." in text


def test_without_a_plan_the_suggestions_are_shown_with_their_reasons() -> None:
    suggested = Suggestion("x1", "a", 2, LOWEST, "", "", "Begin.")
    text = str(plan_report(held(), [suggested], TODAY))
    assert LOW in text
    assert "the room decides" in text
    assert "too few answers" in str(plan_report(held(), [], TODAY))


# Reading and saving

ROUND = """\
# kept by the office
format: maturity-round/1
cluster: {name: Cluster, schools: [{id: ash, name: Ash}]}
label: "2026"
date: 2026-03-12
questionnaire: cluster-journey-short
priorities:
  - id: data
    title: "Data: all of it # no more"
    agreed: 2026-04-01
    moves: [cha.data]
    checks: [{date: 2026-05-01, note: Begun}]
# about modes
mode: named  # said in May
"""


def written(tmp_path: Path, text: str = ROUND) -> Path:
    path = tmp_path / "our.yaml"
    path.write_bytes(text.encode())
    return path


def test_what_was_written_by_hand_reads_back_and_all_else_stays_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path)
    (one,) = load_round(path).priorities
    assert (one.title, one.moves, one.checks[0].note) == ("Data: all of it # no more", ("cha.data",), "Begun")
    more = priority("more", title="- 'x': \"y\"", why="no", metric="12:30", agreed="2026-04-01", review="2026-06-12")
    store.save_priorities(path, (one, more))
    assert load_round(path).priorities == (one, more)
    before, _, after = path.read_text().partition("priorities:\n")
    assert before == ROUND.partition("priorities:\n")[0]
    assert after.endswith("# about modes\nmode: named  # said in May\n")
    assert "  agreed: 2026-04-01\n  review: 2026-06-12\n" in after
    assert not (tmp_path / ".lock").exists()


def test_a_day_that_stands_twice_is_written_out_twice(tmp_path: Path) -> None:
    day = on("2026-04-01")
    path = written(tmp_path)
    store.save_priorities(path, [priority("a", agreed=day, review=day), priority("b", agreed=day)])
    assert "&" not in path.read_text()
    assert [one.agreed for one in load_round(path).priorities[1:]] == [day, day]


def test_a_file_with_windows_line_ends_keeps_them(tmp_path: Path) -> None:
    path = written(tmp_path, ROUND.replace("\n", "\r\n"))
    store.save_priorities(path, [priority("a", why="because")], load_round(path).priorities)
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") > 10
    assert load_round(path).priorities == (priority("a", why="because"),)


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        (
            "moves: [cha.dta]",
            11,
            "moves[1]: 'cha.dta' is no dimension or question of this questionnaire: did you mean 'cha.data'?",
        ),
        ("review: 2026-06-12\n    due: 2026-06-11", 12, "due: the impact is due before the review on 2026-06-12"),
        ("review: 20260612", 11, "review: 20260612 is not a date"),
        ("review: 12 June", 11, "review: '12 June' is not a date"),
        ("onwer: Chair", 11, "onwer: the key 'onwer' is unknown: did you mean 'owner'?"),
        (
            "checks: [{date: 2026-03-31, note: x}]",
            11,
            "checks[1].date: this is a day before it was agreed, 2026-04-01",
        ),
        (
            "checks:\n    - {date: 2026-05-01, note: x, outcome: finished}",
            12,
            "checks[1].outcome: 'finished' cannot stand here",
        ),
    ],
)
def test_a_fault_in_the_plan_is_named_with_its_line(tmp_path: Path, wrong: str, line: int, said: str) -> None:
    text = ROUND.replace("    checks: [{date: 2026-05-01, note: Begun}]\n", "").replace("moves: [cha.data]", wrong)
    found, problems = read_round(written(tmp_path, text))
    assert found is None
    assert f"our.yaml:{line}: priorities[1] (data).{said}" in "\n".join(map(str, problems))


def test_an_id_that_two_priorities_have_is_a_fault(tmp_path: Path) -> None:
    text = ROUND.replace("# about modes", "  - {id: data, title: Again}")
    found, problems = read_round(written(tmp_path, text))
    assert found is None
    assert "our.yaml:13: priorities[2] (data).id: the priority 'data' appears twice" in str(problems[0])


# What flags say


def flags(known: Round, title: str = "New", drop: Iterable[str] = (), **fields: Any) -> tuple[Priority, ...]:
    return amending.add(known, {"title": title, **fields}, list(drop), "", TODAY)


def test_a_new_priority_gets_its_due_day_from_its_review() -> None:
    (one,) = flags(held(), "Ask more", moves=["X1", "a"], support="Ash", review="2026-06-12")
    assert (one.id, one.moves, one.support, one.agreed) == ("ask-more", ("x1", "a"), "ash", TODAY)
    assert (one.review, one.due) == (on("2026-06-12"), on("2026-12-12"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"moves": ["x11"]}, "--moves: 'x11' is no dimension or question of this questionnaire: did you mean x1"),
        ({"review": "June"}, "--review: 'June' is not a day: write year-month-day"),
        ({"review": "2026-06-12", "due": "2026-06-01"}, "before the review on 12 June 2026"),
        ({"title": "\x1b[2J "}, "the title is empty"),
        ({"title": "x" * 201}, "--add: the text has 201 characters; 200 is the most"),
        ({"why": "x" * 2001}, "--why: the text has 2001 characters; 2000 is the most"),
    ],
)
def test_what_cannot_be_is_refused_with_the_flag(fields: dict[str, Any], said: str) -> None:
    with pytest.raises((UsageError, InputError), match=said.replace("(", r"\(")):
        flags(held(), **fields)


def test_a_fourth_priority_asks_which_one_to_let_go_and_dropping_makes_room() -> None:
    full = held(priority("a"), priority("b"), priority("c"))
    with pytest.raises(UsageError, match=r"Which will you let go\?.*name it with --drop: a \(A\), b \(B\), c \(C\)"):
        flags(full)
    after = flags(full, drop=["b"])
    assert [(one.id, one.outcome) for one in after] == [("a", "open"), ("b", "dropped"), ("c", "open"), ("new", "open")]
    with pytest.raises(UsageError, match="b is let go already"):
        flags(held(*after), drop=["b"])


def test_the_due_day_goes_with_the_review_until_somebody_chooses_another() -> None:
    known = held(
        priority("a", review="2026-06-12", due="2026-12-12"), priority("b", review="2026-06-12", due="2026-10-01")
    )
    assert amending.edit(known, "a", {"review": "2026-07-12"})[1].due == on("2027-01-12")
    assert amending.edit(known, "b", {"review": "2026-07-12"})[1].due == on("2026-10-01")
    assert amending.edit(known, "a", {"review": ""})[1].due is None
    assert amending.edit(known, "A", {"title": "Other", "owner": ""})[1].id == "a"
    with pytest.raises(UsageError, match="before the review"):
        amending.edit(known, "b", {"review": "2026-11-01"})


@pytest.mark.parametrize("day", ["review", "due"])
def test_no_day_lies_before_the_room_met_unless_it_stood_there_before(day: str) -> None:
    round_ = held(priority("a", agreed="2026-03-10"), priority("b", agreed="2020-03-10", review="2020-05-05"))
    dated = round_.model_copy(update={"date": on("2026-03-12")})
    undated = round_.model_copy(update={"date": None})
    for known, start in ((dated, "12 March 2026"), (undated, day_said(TODAY))):
        with pytest.raises(UsageError, match=f"before the room met on {start}: give a later day"):
            flags(known, **{day: "2020-01-01"})
    with pytest.raises(UsageError, match="before the room met on 12 March 2026"):
        amending.edit(dated, "a", {day: "2020-01-01"})
    with pytest.raises(UsageError, match="before the room met on 10 March 2026"):
        amending.edit(undated, "a", {day: "2020-01-01"})
    # A round of long ago that is written down today has its own days, and what was agreed then stays.
    old = round_.model_copy(update={"date": on("2019-12-12")})
    assert flags(old, **{day: "2020-01-01"})[-1].due is not None
    assert amending.edit(dated, "b", {"title": "Other"})[1].review == on("2020-05-05")


def test_a_school_of_elsewhere_is_kept_and_said() -> None:
    cluster = held().cluster
    assert planning.supporter(cluster, "ASH") == ("ash", "")
    assert planning.supporter(cluster, "") == ("", "")
    assert planning.supporter(cluster, "Far away") == (
        "Far away",
        "'Far away' is no school of this cluster, and is kept as it is",
    )
    assert planning.supporter(cluster, "Ashh")[1].endswith("kept as it is; did you mean ash?")


def test_a_look_is_added_and_nothing_is_taken_away() -> None:
    known = held(priority("a", agreed="2026-03-01", checks=[look("2026-03-02")]), priority("b"))
    every, one = amending.look(known, "a", TODAY, "Seen\nby all", "Minutes", "done")
    assert [check.note for check in one.checks] == ["Looked.", "Seen by all"]
    assert (one.outcome, every[1]) == ("done", known.priorities[1])
    with pytest.raises(UsageError, match="needs a note"):
        amending.look(known, "a", TODAY, " ", "", "open")
    with pytest.raises(UsageError, match="before it was agreed on 1 March 2026"):
        amending.look(known, "a", on("2026-02-01"), "x", "", "open")
    with pytest.raises(UsageError, match="'c' is no priority of this round: use one of: a, b"):
        amending.look(known, "c", TODAY, "x", "", "open")


# The conversation

SUGGESTED = (
    Suggestion("x1", "a", 2, LOWEST, "", "", "Begin."),
    Suggestion("y1", "d", 2, LOWEST, "", "", ""),
)


class Talk:
    """A room that has typed its lines already; at the end of them the input ends, or somebody presses Ctrl-C."""

    def __init__(self, *lines: str, interrupt: bool = False) -> None:
        self.lines, self.interrupt = list(lines), interrupt
        self.said: list[str] = []
        self.saved: list[tuple[Priority, ...]] = []

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if self.lines:
            return self.lines.pop(0)
        raise KeyboardInterrupt if self.interrupt else EOFError

    def save(self, before: Sequence[Priority], wanted: Sequence[Priority]) -> tuple[Priority, ...]:
        self.saved.append(tuple(wanted))
        return tuple(wanted)

    def hold(self, known: Round) -> tuple[Priority, ...]:
        return planning.hold(known, SUGGESTED, TODAY, self.ask, self.said.append, self.save)

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def test_a_suggestion_is_shown_with_its_reason_and_taken_by_its_number() -> None:
    talk = Talk("1", "", "", "", "Chair", "ash", "Two findings", "2026-06-12", "", "")
    (one,) = talk.hold(held())
    assert "1  X1: It stands at 2.1" in talk.text
    assert (one.title, one.why, one.moves, one.owner) == (
        "X1",
        LOW,
        ("x1",),
        "Chair",
    )
    assert (one.support, one.metric, one.due, one.agreed) == ("ash", "Two findings", on("2026-12-12"), TODAY)
    assert talk.saved == [(one,)]


def test_days_before_the_room_met_are_asked_again_and_days_that_stood_there_are_kept() -> None:
    known = held().model_copy(update={"date": on("2026-03-12")})
    talk = Talk("w", "Own", "", "", "", "Elsewhere", "", "2020-01-01", "2026-06-12", "")
    (one,) = talk.hold(known)
    assert (one.review, one.support) == (on("2026-06-12"), "Elsewhere")
    assert "That cannot be: the review would be on 1 January 2020, before the room met on 12 March 2026." in talk.text
    assert "Note: 'Elsewhere' is no school of this cluster" in talk.text
    due = Talk("w", "Own", "", "", "", "", "", "", "2020-01-01", "2026-09-01")
    assert due.hold(known)[0].due == on("2026-09-01")
    assert "That cannot be: the impact would be due on 1 January 2020, before the room met" in due.text
    old = known.model_copy(update={"priorities": (priority("a", review="2020-05-05", due="2020-09-09"),)})
    kept = Talk("c", "1", "", "", "", "", "", "", "", "")
    assert kept.hold(old)[0].review == on("2020-05-05")


def test_the_room_can_write_its_own_and_is_asked_again_until_it_fits() -> None:
    talk = Talk("w", "Own", "Because", "1, x9", "1, d", "", "", "", "June", "2026-06-12", "2026-01-01", "2027-06-12")
    (one,) = talk.hold(held())
    assert (one.title, one.why, one.moves, one.due) == ("Own", "Because", ("x1", "d"), on("2027-06-12"))
    assert "'x9' is no dimension or question" in talk.text
    assert "Write year-month-day" in talk.text
    assert "That cannot be: the impact would be due on 1 January 2026" in talk.text
    assert "later than six months after the review" in " ".join(talk.text.split())


def test_a_fourth_one_is_asked_for_by_number_and_stays_on_record() -> None:
    talk = Talk("2", "", "", "", "", "", "", "", "", "9", "2")
    after = talk.hold(held(priority("a"), priority("b"), priority("c")))
    assert "Which will you let go?" in talk.text
    assert [(one.id, one.outcome) for one in after] == [("a", "open"), ("b", "dropped"), ("c", "open"), ("y1", "open")]


def test_a_fourth_one_that_is_let_go_itself_changes_nothing() -> None:
    full = held(priority("a"), priority("b"), priority("c"))
    for answer in ("4", ""):
        talk = Talk("2", "", "", "", "", "", "", "", "", answer)
        assert talk.hold(full) == full.priorities
        assert talk.saved == []


def test_one_can_be_changed_and_one_let_go() -> None:
    talk = Talk("c", "1", "Other", "-", "", "", "", "", "2026-06-12", "", "", "l", "2", "No time", "")
    first, second = talk.hold(held(priority("a", why="x", due="2026-05-01"), priority("b")))
    assert (first.id, first.title, first.why, first.review) == ("a", "Other", "", on("2026-06-12"))
    assert first.due == on("2026-12-12")
    assert (second.outcome, second.checks[0].note) == ("dropped", "No time")
    assert len(talk.saved) == 2


def test_what_was_saved_before_an_interruption_is_saved() -> None:
    talk = Talk("1", *[""] * 8, "w", "Half", interrupt=True)
    with pytest.raises(KeyboardInterrupt):
        talk.hold(held())
    assert [one.title for one in talk.saved[-1]] == ["X1"]


def test_when_the_input_ends_what_was_typed_of_a_priority_is_kept() -> None:
    (one,) = Talk("w", "Own words", "Because").hold(held())
    assert (one.title, one.why) == ("Own words", "Because")
    assert Talk("w").hold(held()) == ()


# Next year


def test_what_is_brought_forward_keeps_where_it_began_and_loses_what_is_not_asked() -> None:
    asked = questionnaire(x=(("a",),), y=(("d",),))
    one = priority("one", moves=["x1", "c"], due="2025-12-12", checks=[look("2025-09-01")])
    after, lost = carried(one, "2025", asked)
    assert (after.moves, lost, after.checks, after.carried_from) == (("x1",), ("c",), (), "2025")
    assert carried(after, "2026", asked)[0].carried_from == "2025"


def test_nobody_there_means_everything_unfinished_is_kept() -> None:
    last = held(priority("a"), priority("b"), priority("c", checks=[look("2026-05-01", "done")]))
    kept = planning.carry(last, ASKED, keep=[], drop=["b"], ask=None, say=print)
    assert ([one.id for one in kept.carried], [one.id for one in kept.dropped]) == (["a"], ["b"])
    record = planning.let_all_go(kept, last.priorities, TODAY)
    assert [one.outcome for one in record] == ["open", "dropped", "done"]
    assert record[1].checks[-1].date == TODAY
    assert planning.carry(None, ASKED, keep=[], drop=[], ask=None, say=print).carried == ()


def test_the_room_keeps_or_drops_each_that_no_flag_decides() -> None:
    talk = Talk("x", "d", "")
    last = held(priority("a"), priority("b"), priority("c"))
    kept = planning.carry(last, ASKED, keep=["b"], drop=[], ask=talk.ask, say=talk.said.append)
    assert ([one.id for one in kept.carried], [one.id for one in kept.dropped]) == (["b", "c"], ["a"])


@pytest.mark.parametrize(
    ("keep", "drop", "said"),
    [
        (["peer-reviw"], [], "'peer-reviw' is no unfinished priority of the last round: did you mean peer-review"),
        (["peer-review"], ["peer-review"], "peer-review is to be kept and let go"),
    ],
)
def test_flags_that_name_nothing_or_both_are_refused(keep: list[str], drop: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        planning.carry(held(priority("peer-review")), ASKED, keep=keep, drop=drop, ask=None, say=print)
