"""What is asked a year later: what drove a change, which schools moved, why a year fell, promises, and what to ask."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from maturity.api import compare
from maturity.core.comparison import Comparison, Driver
from maturity.core.promised import next_question
from maturity.core.statistics import t_quantile
from maturity.journeys.ask import Ask
from maturity.journeys.rounds import compared
from maturity.model import Round
from maturity.model.plan import Priority
from maturity.renderers import comparison_document, terminal
from maturity.report import second_year
from maturity.report.blocks import Heading
from maturity.report.change import chapter
from maturity.report.change_summary import summary
from maturity.report.over_time import over_time
from maturity.report.sheets.years import second_year_sheets
from tests import harsh
from tests.make import person, questionnaire
from tests.shapes import OF_SHAPE, everywhere, total
from tests.shapes import year as of_shape
from tests.test_compare import each, moderated, year

TARNSIDE = Path("examples/tarnside")
SECOND = "maturity-questionnaire/2"
ASKED = questionnaire((("a", "c"), ("e",)), (("b",),), but={"c": {"weight": 3}, "x2": {"weight": 2}})
"""Depth is (a/4 + 3c/4 + 2e) / 3."""


@pytest.fixture(scope="module")
def tarnside() -> Comparison:
    return compared([TARNSIDE], Ask())


def driver(comparison: Comparison, part: str, item: str) -> Driver:
    return next(one for one in comparison.last.drivers[part] if one.id == item)


def screen(comparison: Comparison) -> str:
    return terminal.render(summary(comparison), 400).plain


def rounds_of(before: Mapping[str, Any], after: Mapping[str, Any], asked: Any = ASKED, **more: Any) -> list[Round]:
    return [year(2025, before, asked, **more), year(2026, after, asked, **more)]


# What drove it


def test_a_contribution_is_weight_times_change_and_all_of_them_are_the_change() -> None:
    found = compare(rounds_of(each("pqr", [(2, 2, 2, 3)] * 2), each("pqr", [(4, 3, 2, 3)] * 2))).last
    depth = {one.id: (one.weight, one.moved, one.contribution) for one in found.drivers["x"]}
    assert depth == {
        "c": pytest.approx((1 / 4, 1, 1 / 4)),
        "a": pytest.approx((1 / 12, 2, 1 / 6)),
        "e": pytest.approx((2 / 3, 0, 0)),
    }
    assert list(depth) == ["c", "a", "e"]
    assert found.axes["x"].change == pytest.approx(1 / 4 + 1 / 6)
    assert [one.share for one in found.drivers["x"]] == pytest.approx([0.6, 0.4, 0])


def test_each_school_weighs_what_it_answered_both_times_and_counts_once() -> None:
    before = {"p": [(1, 1, 1, 3)] * 6, "q": [(1, None, 1, 3)], "r": [(1, 1, 1, 3)]}
    after = {"p": [(1, 3, 1, 3)] * 6, "q": [(3, 5, 1, 3)], "r": [(1, 1, 1, 3)]}
    comparison = compare(rounds_of(before, after))
    # In q the whole of the first dimension is a: a third of depth.
    assert driver(comparison, "x", "a").contribution == pytest.approx((0 + 2 / 3 + 0) / 3)
    assert driver(comparison, "x", "a").weight == pytest.approx((1 / 12 + 1 / 3 + 1 / 12) / 3)
    assert driver(comparison, "x", "c").contribution == pytest.approx((2 / 4 + 0 + 0) / 3)
    assert driver(comparison, "x", "c").interval is None
    assert sum(one.contribution for one in comparison.last.drivers["x"]) == pytest.approx(
        comparison.last.axes["x"].change
    )


def test_its_interval_is_that_of_the_schools_shares_times_changes() -> None:
    before = {"p": [(2, 2, 3, 3), (3, 2, 3, 3)], "q": [(2, 2, 3, 3)], "r": [(2, 2, 3, 3)]}
    after = {"p": [(3, 2, 3, 3), (4, 2, 3, 3)], "q": [(3, 2, 3, 3)], "r": [(4, 2, 3, 3)]}
    comparison = compare(rounds_of(before, after))
    one, item = driver(comparison, "x", "a"), comparison.last.items_changed["a"]
    # One school of two people tells how people differ: a variance of a half. Schools leave open 1, 2 and 2 of it.
    half = moderated([1, 1, 2], within=0.5 * (1 + 2 + 2) / 3) / 12
    assert one.interval is not None
    assert one.interval.high - one.contribution == pytest.approx(half)
    assert item.interval is not None
    assert one.verdict == item.verdict
    sampled = compare(rounds_of(before, after), schools="sampled")
    paired = driver(sampled, "x", "a").interval
    assert paired is not None
    assert paired.high - one.contribution == pytest.approx(t_quantile(0.975, 2) * math.sqrt(1 / 3) / math.sqrt(3) / 12)


def test_a_question_is_sure_only_where_its_interval_leaves_out_zero_and_a_share_needs_a_sure_change(
    tarnside: Comparison,
) -> None:
    for step in tarnside.steps:
        for axis, drivers in step.drivers.items():
            for one in drivers:
                assert one.interval is not None
                holds = one.interval.low <= 0 <= one.interval.high
                assert (one.verdict == "unsure") == holds
                assert (one.share is not None) == (step.axes[axis].verdict in ("up", "down"))
            assert sum(one.contribution for one in drivers) == pytest.approx(step.axes[axis].change)
    assert any(one.verdict == "unsure" for step in tarnside.steps for one in step.drivers["depth"])


def test_a_part_that_is_read_by_its_weakest_is_not_taken_apart() -> None:
    asked = questionnaire((("a", "c"), ("e",)), (("b",),), but={"x1": {"combine": "min"}}, format=SECOND, shape="map")
    comparison = compare(rounds_of(each("pqr", [(1, 4, 2, 3)] * 3), each("pqr", [(3, 2, 2, 3)] * 3), asked))
    found = {(one.kind, one.id): one.contribution for one in comparison.last.drivers["x"]}
    assert found == {("dimension", "x1"): pytest.approx(1 / 2), ("item", "e"): 0}
    assert "X1 (its weakest)" in screen(comparison)


def test_where_all_is_read_by_its_weakest_two_years_can_be_compared_and_nothing_drove_it() -> None:
    step = harsh.years(2, "self-improving-system").last
    weakest = {one.id for one in step.after.questionnaire.dimensions if one.combine == "min"}
    assert weakest
    assert all(step.drivers[name] == () for name in weakest & set(step.drivers))
    assert any(step.drivers.values())


def test_where_answers_are_added_up_a_question_moves_it_by_its_own_points() -> None:
    before, after = everywhere(1, 2, 3, 4), everywhere(3, 2, 3, 3)
    comparison = compare([of_shape(total(), "2025", before), of_shape(total(), "2026", after)])
    found = {one.id: one.contribution for one in comparison.last.drivers["overall"]}
    assert comparison.last.overall is not None
    assert sum(found.values()) == pytest.approx(comparison.last.overall.change)
    assert (found["a"], found["d"]) == pytest.approx((2, -1))


def test_it_is_said_which_are_sure_and_which_pulled_the_other_way() -> None:
    before, after = each("pqr", [(2, 3, 2, 3)] * 8), each("pqr", [(1, 5, 2, 3)] * 8)
    said = second_year.drove_words(over_time(one := compare(rounds_of(before, after))), one.last)[0]
    assert said == "Depth, +0.4: for sure by C (+0.50). For sure the other way: A (−0.08)."


# Which schools moved


def test_a_schools_own_change_has_the_interval_that_its_people_leave_open() -> None:
    before = {"p": [(1,), (3,)], "q": [(2,), (2,)], "r": [(3,), (3,)]}
    after = {"p": [(3,), (5,)], "q": [(2,), (2,)], "r": [(3,), (3,)]}
    asked = questionnaire()
    rounds = rounds_of(
        {school: [(*one, 3) for one in people] for school, people in before.items()},
        {school: [(*one, 3) for one in people] for school, people in after.items()},
        asked,
    )
    schools = compare(rounds).last.schools.both
    assert schools is not None
    moved = {one.id: one.changes["x"] for one in schools}
    assert [one.change for one in moved.values()] == [2, 0, 0]
    # Variance 2 in p, 0 in q and r, twelve people in six sittings; each school has two answers a year.
    half = t_quantile(0.975, 12 - 6) * math.sqrt((2 + 2) / 6 * (1 / 2 + 1 / 2))
    assert moved["p"].interval is not None
    assert (moved["p"].interval.low, moved["p"].interval.high) == pytest.approx((2 - half, 2 + half))
    assert (moved["p"].verdict, moved["q"].verdict) == ("up", "unsure")


def test_one_person_a_school_tells_nothing_of_how_sure_it_is() -> None:
    schools = compare(rounds_of(each("pqr", [(2, 2, 2, 3)]), each("pqr", [(4, 4, 4, 3)]))).last.schools.both
    assert schools is not None
    assert {(one.changes["x"].interval, one.changes["x"].verdict) for one in schools} == {(None, "unsure")}


def test_the_schools_are_named_the_largest_first_and_the_rest_counted(tarnside: Comparison) -> None:
    depth, challenge = second_year.schools_words(over_time(tarnside), tarnside.last)
    assert depth == "Depth of partnership: up for sure Dalebeck School (+0.6); of 4 schools no change is sure."
    assert challenge.startswith("Strength of challenge: up for sure Fellfoot School (+1.3), Cotter Lane Primary")


# Rounds that are not named


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_where_a_round_is_not_named_nothing_is_told_by_school(mode: str) -> None:
    people = [(2, 2, 2, 3)] * 5 + [(3, 3, 2, 4)] * 5
    others = [(4, 3, 2, 3)] * 9 + [(3, 4, 4, 4)]
    comparison = compare(rounds_of(each("pqrs", people), each("pqrs", others), mode=mode, fictional=True))
    told = over_time(comparison)
    assert comparison.last.schools.both is None
    assert list(second_year.moved_schools(told, comparison.last, full=True)) == []
    assert all(one.interval is None for found in comparison.last.drivers.values() for one in found)
    assert comparison.last.drivers["x"]
    assert [sheet.id for sheet in second_year_sheets(comparison)] == ["drivers", "years"]
    assert "how sure each is cannot be said" in screen(comparison)


def test_what_drove_an_anonymous_round_follows_from_the_counts_of_each_question_alone() -> None:
    rows = [(1, 3, 2, 3), (2, 3, 5, 3), (4, 2, 1, 3), (5, 3, 3, 3), (3, 4, 2, 3)]
    # The answers of each question in another order: other people, in other schools.
    mixed = list(
        zip(*(column[n:] + column[:n] for n, column in enumerate(map(list, zip(*rows, strict=True)))), strict=True)
    )
    later = each("pqr", [(4, 3, 3, 3)] * 5)
    shown = [
        comparison_document.document(
            compare(
                [
                    year(2025, {"p": some, "q": rows, "r": rows}, ASKED, mode="anonymous", fictional=True),
                    year(2026, later, ASKED, mode="anonymous", fictional=True),
                ]
            )
        )
        for some in (rows, mixed)
    ]
    assert rows != mixed
    assert shown[0] == shown[1]


# Why a year fell


def looking(back: int, then: int, now: int, **more: Any) -> Comparison:
    asked = questionnaire()
    before = each("pqr", [(then, 3)] * 6)
    after = each("pqr", [person(now, 3, looking_back={"a": back})] * 6) if back else each("pqr", [(now, 3)] * 6)
    return compare([year(2025, before, asked), year(2026, after, asked, **more)])


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (2, "By today's standard the change is 0.0: the fall may be clearer sight, not worse work."),
        (3, "By today's standard the change is −1.0: stricter standards may explain a part of the fall."),
        (4, "So they hold it against no stricter standard, and the fall is not explained by that."),
        (0, "Nobody said in 2026 how they see 2025 today, so whether standards have risen cannot be told."),
    ],
)
def test_beside_a_fall_stands_what_looking_back_has_to_do_with_it(back: int, said: str) -> None:
    text = screen(looking(back, 4, 2))
    assert "Depth fell by 2.0 from 2025 to 2026." in text
    assert said in text
    assert ("Looking back from 2026, 18 people see 2025 at" in text) == bool(back)


def test_what_the_room_wrote_of_the_questions_that_fell_stands_there_too() -> None:
    agreed = {"a": {"level": 2, "reason": "We were too kind."}, "b": {"level": 3, "reason": "Not this one."}}
    text = screen(looking(2, 4, 2, agreed=agreed))
    assert "The room said in 2026 of A: “We were too kind.”" in text
    assert "Not this one" not in text
    assert second_year.FELL not in screen(looking(2, 2, 4, agreed=agreed))


def test_a_question_of_a_ladder_that_was_lost_is_a_fall() -> None:
    rounds = [of_shape(OF_SHAPE["ladder"](), "2025", everywhere(4, 4, 4, 4))]
    rounds.append(of_shape(OF_SHAPE["ladder"](), "2026", everywhere(1, 4, 4, 4)))
    assert "held in 2025 and not in 2026. Nobody said in 2026" in screen(compare(rounds))


# All years


def test_every_year_has_its_range_and_the_whole_way_its_verdict(tarnside: Comparison) -> None:
    text = screen(tarnside)
    assert (
        "Strength of challenge: for sure up in 2024, down in 2025 and up in 2026 each beside the round before" in text
    )
    assert "2.5 (2.4–2.7)" in text
    depth, challenge = second_year.trend_words(over_time(tarnside))
    assert depth == "Depth of partnership, 2023 to 2026: +1.1 (+0.7\u00a0to\u00a0+1.4), a sure rise."
    assert challenge.endswith("a sure rise.")
    unsure = compare([year(2025 + n, each("pqr", [(2, 2, 2 + (n == 1), 3)] * 2), ASKED) for n in range(3)])
    assert "neither a rise nor a fall is sure" in second_year.trend_words(over_time(unsure))[0]


# Promises and what to ask


def promised(name: str, outcome: str = "open", **more: Any) -> Priority:
    checks = [] if outcome == "open" else [{"date": "2025-09-01", "note": "Seen.", "outcome": outcome}]
    return Priority.model_validate({"id": name, "title": name.title(), "checks": checks} | more)


def followed_up(*priorities: Priority, carried: bool = False, moved: int = 4, other: int = 2) -> Comparison:
    later = [one.model_copy(update={"carried_from": "2025"}) for one in priorities] if carried else []
    return compare(
        [
            year(2025, each("pqr", [(2, 2, 2, 2)] * 4), ASKED, priorities=priorities),
            year(2026, each("pqr", [(other, other, moved, other)] * 4), ASKED, priorities=later),
        ]
    )


def test_one_question_follows_and_the_most_pressing_one_is_asked() -> None:
    done, gone, free = promised("done", "done", moves=["e"]), promised("gone", "dropped"), promised("free", moves=["e"])
    assert next_question(followed_up(done, gone, free)).code == "ask-open"
    assert next_question(followed_up(done, gone)).code == "ask-dropped"
    assert next_question(followed_up(done)).code == "ask-done"
    assert next_question(followed_up(done, gone, moved=2)).code == "ask-done-not-moved"
    assert next_question(followed_up(free, carried=True)).code == "ask-carried"
    assert next_question(followed_up()).code == "ask-up"
    assert next_question(followed_up(moved=1, other=4)).code == "ask-down"
    assert next_question(followed_up(moved=2)).code == "ask-unsure"


def test_what_was_done_moved_more_than_everything_else_only_by_more_than_a_quarter_of_a_level() -> None:
    done = promised("done", "done", moves=["e"])
    level = {True: "ask-done", False: "ask-done-not-moved"}
    for ones, more in ((1, False), (2, True)):
        after = {school: [(2, 2, 3 if n < ones else 2, 2) for n in range(4)] for school in "pqr"}
        rounds = rounds_of(each("pqr", [(2, 2, 2, 2)] * 4), after)
        rounds[0] = rounds[0].model_copy(update={"priorities": (done,)})
        assert next_question(compare(rounds)).code == level[more]


def test_the_promises_of_last_year_are_told_with_what_they_moved(tarnside: Comparison) -> None:
    assert [(one.priority.id, one.kept, one.now) for one in tarnside.promises] == [
        ("families", "carried", "2026"),
        ("come-back", "done", ""),
    ]
    text = screen(tarnside)
    assert "Families help to choose what we work on: brought forward to 2026. 22 April 2025: Two meetings" in text
    assert "After every review somebody comes back to help: done on 3 March 2026. Four of five" in text
    assert "+1.5 (1 dimension)  +0.7 (9 dimensions)" in text


# Every output alike


def test_the_json_has_all_of_it(tarnside: Comparison) -> None:
    document = json.loads(comparison_document.render(tarnside))
    first = document["drivers"]["challenge"][0]
    assert set(first) == {"id", "kind", "weight", "change", "contribution", "interval", "verdict", "share"}
    assert document["steps"][-1]["drivers"] == document["drivers"]
    point = document["schools"]["points"][0]
    assert point["changes"]["depth"]["change"] == pytest.approx(point["after"]["depth"] - point["before"]["depth"])
    assert [one["round"] for one in document["trend"]["depth"]["years"]] == ["2023", "2024", "2025", "2026"]
    assert document["trend"]["depth"]["change"] == document["whole"]["axes"]["depth"]
    (fall,) = document["falls"]
    assert (fall["of"], fall["after"], fall["drivers"][0]) == ("challenge", "2025", "cha.review.rigour")
    assert fall["change_by_today"] == pytest.approx(0.126, abs=5e-4)
    assert [one["kept"] for one in document["priorities"]] == ["carried", "done"]
    assert document["question"]["code"] == "ask-carried"


def test_report_screen_and_workbook_tell_the_same(tarnside: Comparison) -> None:
    blocks = chapter(tarnside, figures=False)
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    wanted = [second_year.DROVE, second_year.MOVED, second_year.FELL, second_year.ASKED]
    assert [one for one in headings if one in wanted] == wanted
    told, sheets = over_time(tarnside), {sheet.id: sheet for sheet in second_year_sheets(tarnside)}
    assert list(sheets) == ["drivers", "school-changes", "years", "promises"]
    shown, report = screen(tarnside), " ".join(map(str, blocks))
    for text in (
        *second_year.drove_words(told, tarnside.last),
        *second_year.schools_words(told, tarnside.last),
        second_year.next_asked(tarnside),
    ):
        assert text in shown
        assert text in report
    (fallen,) = second_year.falls(told, tarnside.steps)
    assert " ".join(second_year.fall_words(told, *fallen)) in sheets["years"].notes
    assert second_year.next_asked(tarnside) in sheets["promises"].notes[0]
    moved = {row[3]: row[7] for row in sheets["drivers"].rows if row[1] == "2026"}
    assert moved == {one.id: one.contribution for drivers in tarnside.last.drivers.values() for one in drivers}


@pytest.mark.parametrize("shape", OF_SHAPE)
def test_every_shape_is_told(shape: str) -> None:
    of = OF_SHAPE[shape]()
    rounds = [
        of_shape(of, str(2024 + n), everywhere(*answers))
        for n, answers in enumerate([(4, 4, 4, 4), (1, 2, 1, 2), (4, 3, 4, 3)])
    ]
    comparison = compare(rounds)
    text = screen(comparison)
    for title in (second_year.MOVED, second_year.FELL, second_year.YEARS, second_year.ASKED):
        assert title in text
    assert (second_year.DROVE in text) == bool(comparison.last.drivers)
    assert bool(comparison.last.drivers) == (shape in ("profile", "total"))
    assert any(sheet.id == "school-changes" for sheet in second_year_sheets(comparison))
    document = comparison_document.document(comparison)
    assert document["question"]["code"] == "ask-up"
    assert next_question(compare(rounds[:2])).code == "ask-down"
    assert document["falls"]
    assert bool(document["trend"]) == bool(document["drivers"])
