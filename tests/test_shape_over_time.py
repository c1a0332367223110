"""Rounds without a map beside one another: what was gained and lost, and when it may be called so."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import pytest

from maturity.core.advise import advise
from maturity.core.compare import compare
from maturity.core.compare_changes import DRIFT
from maturity.core.comparison import Comparison, Refused, Step
from maturity.core.moved import movement
from maturity.core.reading import Checklist, Ladder
from maturity.model import Questionnaire
from maturity.model.plan import Priority
from maturity.renderers import comparison_document, terminal
from maturity.report import deck
from maturity.report.blocks import Figure, Paragraph, Table
from maturity.report.change import chapter
from maturity.report.change_summary import summary
from maturity.report.change_words import warned
from maturity.report.deck import appendix
from maturity.report.describe import describe
from maturity.report.outcomes import movement_sentence
from maturity.report.over_time import over_time
from maturity.report.sheets import following
from tests import make
from tests.make import why
from tests.shapes import OF_SHAPE, checklist, everywhere, ladder, profile, total, year

LOW, HIGH = everywhere(1, 1, 1, 1), everywhere(4, 4, 4, 4)
APART = {school: [(1, 1, 1, 1), (4, 4, 4, 4), (1, 4, 1, 4), (4, 1, 4, 1)] for school in ("ash", "birch", "cedar")}
"""Answers of which the mean lies on neither side of the line for sure."""


def pair(before: Any, after: Any, of: Questionnaire, later: Questionnaire | None = None, **more: Any) -> Comparison:
    return compare([year(of, "2025", before, **more), year(later or of, "2026", after, **more)])


def turns(step: Step) -> dict[str, str]:
    assert step.readings is not None
    return {name: one.turn for name, one in step.readings.held.items()}


def course(step: Step) -> str:
    assert step.readings is not None
    assert step.readings.stage is not None
    return step.readings.stage.course


# Questions that hold


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (LOW, HIGH, "gained"),
        (HIGH, LOW, "lost"),
        (LOW, APART, "perhaps-gained"),
        (APART, HIGH, "perhaps-gained"),
        (HIGH, APART, "perhaps-lost"),
        (APART, LOW, "perhaps-lost"),
        (HIGH, HIGH, "kept"),
        (LOW, LOW, "lacking"),
        (APART, APART, "open"),
        (HIGH, everywhere("DK", "DK", "DK", "DK"), "unknown"),
    ],
)
def test_a_question_is_gained_or_lost_only_where_it_is_settled_both_times(before: Any, after: Any, turn: str) -> None:
    if before is after:
        after = {school: people[::-1] for school, people in after.items()}
    assert set(turns(pair(before, after, checklist()).last).values()) == {turn}


def comparison_of(step: Step) -> Comparison:
    return Comparison((step.before, step.after), (step,), step)


def lines(told: Any, step: Step) -> list[tuple[str, str]]:
    return [("", item) for block in told.unsure(step) for item in getattr(block, "items", ())]


# Stages


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (LOW, HIGH, "The stage is up from Before in 2025 to Second in 2026."),
        (HIGH, LOW, "The stage is down from Second in 2025 to Before in 2026."),
        (HIGH, HIGH, "The stage is Second in 2026, as it was in 2025."),
        (LOW, everywhere(4, 4, 1, 1), "The stage is up from Before in 2025 to First in 2026."),
        # The later stage is not settled: its questions are open.
        (
            everywhere(4, 4, 1, 1),
            {school: [(4, 4, 4, 4), (4, 4, 4, 1), (4, 4, 2, 4), (4, 4, 4, 4)] for school in ("ash", "birch", "cedar")},
            "The stage is perhaps up: First in 2025, between First and Second in 2026.",
        ),
        # A later stage that holds does not count where an earlier one does not.
        (LOW, everywhere(1, 1, 4, 4), "The stage is Before in 2026, as it was in 2025."),
    ],
)
def test_a_stage_is_up_only_where_it_is_settled_both_times(before: Any, after: Any, said: str) -> None:
    if before is after:
        after = {school: [*people, people[0]] for school, people in after.items()}
    assert over_time(pair(before, after, ladder())).headline().startswith(said)


def test_a_stage_that_lies_between_the_same_two_both_times_has_not_moved() -> None:
    # By the scores alone no question holds before, and every one after; each is open both times.
    before, after = (
        {school: [(one,) * 4 for one in levels] for school in ("ash", "birch", "cedar")}
        for levels in ((1, 1, 3, 4), (1, 2, 4, 4))
    )
    step = pair(before, after, ladder()).last
    assert step.readings is not None
    assert isinstance(step.readings.before, Ladder)
    assert isinstance(step.readings.after, Ladder)
    assert (step.readings.before.by_score, step.readings.after.by_score) == (None, "second")
    assert course(step) == "open"


def test_stages_under_other_rules_are_not_compared() -> None:
    step = pair(LOW, HIGH, ladder(), ladder(first={"need": 1})).last
    assert course(step) == "other-rules"
    assert turns(step)["a"] == "gained"


def test_of_a_round_that_nobody_answered_no_stage_is_told() -> None:
    comparison = pair(LOW, {school: [] for school in LOW}, ladder())
    assert (
        over_time(comparison)
        .headline()
        .startswith("There is no change of stage that we can be sure of: Before in 2025, not known in 2026.")
    )
    told = over_time(pair(LOW, {school: [] for school in LOW}, checklist())).headline()
    assert told == "What holds cannot be told of 2026."


# The schools in both rounds


def test_what_holds_is_read_over_the_schools_in_both_rounds_and_that_is_said() -> None:
    before = everywhere(4, 4, 4, 4) | everywhere(1, 1, 1, 1, schools=("dale", "elm", "fern"))
    comparison = pair(before, HIGH, ladder())
    step = comparison.last
    assert step.readings is not None
    assert isinstance(step.readings.before, Ladder)
    assert isinstance(step.before.reading, Ladder)
    assert (step.before.reading.at_least, step.readings.before.at_least) == (None, "second")
    assert (step.readings.both, course(step)) == (True, "same")
    shown = terminal.render(summary(comparison), 400).plain
    assert "This is read over the 3 schools that answered both times; others took part in a round" in shown
    assert pair(LOW, HIGH, ladder()).last.readings.both is False  # type: ignore[union-attr]


def test_a_round_that_is_not_named_is_read_as_it_was_published() -> None:
    before = everywhere(4, 4, 4, 4) | everywhere(1, 1, 1, 1, schools=("dale", "elm", "fern"))
    step = pair(before, HIGH, checklist(), mode="anonymous").last
    assert step.readings is not None
    assert (step.basis, step.readings.both) == ("separate", False)
    assert step.readings.before is step.before.reading
    assert "by a rule of thumb" in over_time(pair(LOW, HIGH, checklist(), mode="anonymous")).headline()


def test_the_margin_of_a_question_is_that_of_two_separate_samples() -> None:
    more = {school: people * 2 for school, people in APART.items()}
    step = pair(LOW, more, checklist(), mode="anonymous").last
    assert isinstance(step.before.reading, Checklist)
    assert isinstance(step.after.reading, Checklist)
    ends = [one.held["a"].interval for one in (step.before.reading, step.after.reading)]
    scores = [one.held["a"].score for one in (step.before.reading, step.after.reading)]
    halves = [
        max(score - end.low, end.high - score)
        for end, score in zip(ends, scores, strict=True)
        if end is not None and score is not None
    ]
    assert halves[0] != halves[1]
    assert step.items_changed["a"].smallest_sure_change == pytest.approx(math.hypot(*halves))


# Totals and bands


def band(comparison: Comparison) -> str:
    change = comparison.last.overall
    assert change is not None
    assert change.band is not None
    return change.band.course


def test_a_band_has_changed_only_where_the_interval_of_the_change_clears_the_cut() -> None:
    assert band(pair(LOW, HIGH, total())) == "up"
    assert band(pair(HIGH, LOW, total())) == "down"
    assert band(pair(LOW, everywhere(1, 1, 1, 2), total())) == "same"
    # Both bands are settled, but schools moved so differently that the change could be smaller than the cut asks for.
    before = everywhere(2, 2, 2, 1, people=8)
    after = {"ash": [(4, 4, 4, 4)] * 8, "birch": [(2, 2, 2, 1)] * 8, "cedar": [(2, 2, 2, 2)] * 8}
    comparison = pair(before, after, total())
    overall = comparison.last.overall
    assert overall is not None
    assert overall.band is not None
    assert overall.band.before is not None
    assert overall.band.after is not None
    assert overall.band.before.settled
    assert overall.band.after.settled
    assert band(comparison) == "perhaps-up"
    assert "it is not sure that the change crosses the cut-off" in over_time(comparison).headline()


def test_a_sum_of_fewer_questions_is_not_held_against_the_bands() -> None:
    later = total(("a", "b", "c", "e"))
    comparison = pair(LOW, HIGH, total(), later)
    assert band(comparison) == "other-rules"
    assert comparison.last.overall is not None
    assert comparison.last.overall.range is not None
    assert (comparison.last.overall.range.low, comparison.last.overall.range.high) == (3, 12)


def test_bands_with_other_cut_offs_are_not_compared() -> None:
    later = total(bands=[{"from": 4, "label": "Low"}, {"from": 9, "label": "Middle"}, {"from": 13, "label": "High"}])
    assert band(pair(LOW, HIGH, total(), later)) == "other-rules"


def test_points_are_called_points_and_levels_levels() -> None:
    assert over_time(pair(LOW, HIGH, total())).headline().startswith("On the total we are up by 12.0 points since 2025")
    assert "levels" in terminal.render(summary(pair(LOW, HIGH, profile()))).plain


# Parts within parts


def test_a_named_part_does_not_stand_beside_those_within_it() -> None:
    step = pair(LOW, everywhere(4, 2, 2, 2), profile()).last
    named = movement(Priority(id="p", title="Left first", moves=["a1"]), step)
    assert [named.named, named.others] == pytest.approx([3, 1])
    assert named.others_count == 2
    outer = movement(Priority(id="p", title="All of it", moves=["whole"]), step)
    assert [outer.named, outer.others] == pytest.approx([2, 1])
    assert outer.others_count == 1


def test_parts_of_different_ranges_are_averaged_in_parts_of_these() -> None:
    of = {"a": {"dimension": "one"}, **{i: {"dimension": "three"} for i in "bcd"}}
    dimensions = [{"id": i, "label": i, "short": i, "combine": "sum"} for i in ("one", "three")]
    step = pair(LOW, everywhere(4, 2, 2, 2), total(dimensions=dimensions, of=of, bands=[])).last
    named = movement(Priority(id="p", title="One", moves=["one"]), step)
    assert named.counted_in == "range"
    assert [named.named, named.others] == pytest.approx([1, 1 / 3])
    assert "moved by +100.0 % of the range of each on average, everything else by +33.3." in movement_sentence(named)


def test_what_became_of_a_named_question_is_told_with_its_movement() -> None:
    step = pair(LOW, HIGH, ladder()).last
    named = movement(Priority(id="p", title="A first", moves=["a"]), step)
    assert movement_sentence(named).endswith("A: not yet, then holds: gained.")


# What stands beside what


def test_two_reviews_of_two_schools_are_not_compared() -> None:
    of = ladder(subject="school")
    with pytest.raises(Refused) as refused:
        compare(
            [
                year(of, "2025", LOW, subject_of={"school": "ash"}),
                year(of, "2026", HIGH, subject_of={"school": "birch"}),
            ]
        )
    assert why(refused.value.said) == "one round is about Ash and the other about Birch"


def test_only_what_is_added_up_can_drift() -> None:
    after = everywhere(4, 1, 1, 1)
    assert pair(LOW, after, checklist()).last.items.drifting == ()
    assert pair(LOW, after, ladder()).last.items.drifting == ()
    step = pair(LOW, after, total()).last
    assert step.items.drifting == ("a",)
    assert [one.code for one in step.warnings] == ["drifting"]
    shown = terminal.render(summary(pair(LOW, after, total())), 400).plain
    assert "More than an eighth of their range away from the other questions" in shown
    assert DRIFT == 1 / 8
    assert warned(step.warnings[0], step).startswith("More than an eighth of their range away from the other questions")


@pytest.mark.parametrize(
    ("scale", "far"), [((1, 5), "0.5 levels"), ((0, 10), "1.25 levels"), ((-4, 4), "1 level"), ((1, 4), "0.375 levels")]
)
def test_how_far_a_question_went_its_own_way_is_told_in_levels_of_its_scale(scale: tuple[int, int], far: str) -> None:
    of = make.questionnaire((("a", "b", "c", "d"),), (("e",),), scale=scale, midpoint=sum(scale) / 2)
    low, high = scale
    after = {name: [(high, low, low, low, low)] * 3 for name in ("ash", "birch", "cedar")}
    before = {name: [(low,) * 5] * 3 for name in after}
    comparison = compare(
        [
            make.round_(of, people, label=label, date=f"{label}-03-01")
            for label, people in (("2025", before), ("2026", after))
        ]
    )
    step = comparison.last
    said = f"ore than {far} away from the other questions of the"
    assert said in next(warned(one, step) for one in step.warnings if one.code == "drifting")
    assert f"{said}ir axis: A" in terminal.render(summary(comparison), 400).plain
    assert any(f"{said}ir axis. " in one.text for one in chapter(comparison) if isinstance(one, Paragraph))


@pytest.mark.parametrize("shape", OF_SHAPE)
@pytest.mark.parametrize("mode", ["named", "anonymous"])
def test_every_output_of_a_year_is_made_and_none_speaks_of_a_map(shape: str, mode: str) -> None:
    of = OF_SHAPE[shape]()
    rounds = [
        year(of, label, answers, mode=mode)
        for label, answers in (("2024", LOW), ("2025", everywhere(2, 2, 2, 2)), ("2026", HIGH))
    ]
    comparison = compare(rounds)
    written = terminal.render(summary(comparison), 100).plain
    written += " ".join(str(block) for block in chapter(comparison, figures=False))
    written += " ".join(str(block) for block in appendix.change_blocks(comparison))
    written += " ".join(appendix.change_notes(comparison))
    told = deck.compose(comparison.rounds[-1], advise(comparison.rounds[-1]), comparison).sections
    written += " ".join(
        str((one.title, one.notes, [b for b in one.blocks if not isinstance(b, Figure)])) for one in told
    )
    written += str(following.change(comparison))
    written += describe("journey", comparison) + describe("change", comparison)
    for word in ("axis", "axes", "quadrant", "midpoint"):
        assert word not in written.casefold().replace("axes=", ""), word
    found = json.loads(comparison_document.render(comparison))
    assert found["readings"]["over_schools_in_both"] is False
    assert [one["reading"]["shape"] for one in found["rounds"]] == [shape] * 3
    assert "quadrant" not in found["rounds"][0]


def test_people_may_look_back_on_parts() -> None:
    before = year(profile(), "2025", everywhere(3, 3, 3, 3))
    after = year(profile(), "2026", HIGH)
    looked = [one.model_copy(update={"looking_back": dict.fromkeys("abcd", 2)}) for one in after.responses]
    step = compare([before, after.model_copy(update={"responses": tuple(looked)})]).last
    back = step.looking_back
    assert back is not None
    assert back.shift == {"whole": -1, "a1": -1, "a2": -1, "b1": -1, "overall": -1}
    assert "Whole" in terminal.render(summary(comparison_of(step))).plain


def test_a_view_has_its_change_as_well() -> None:
    of = profile(
        views=[{"id": "v", "label": "View", "parts": [{"id": "p", "label": "P", "short": "P", "items": ["a"]}]}]
    )
    step = pair(LOW, HIGH, of).last
    assert step.views["v.p"].change == 3
    assert dataclasses.replace(step, views={}) != step
    assert ("View", "v.p", "View: P") in [name for name, _, _ in over_time(comparison_of(step)).rows(step)]


def test_what_a_slide_has_no_room_for_is_in_its_notes() -> None:
    of = checklist(items=tuple(f"q{n}" for n in range(12)))
    levels = {school: [tuple(levels[0] for _ in range(12)) for levels in people] for school, people in APART.items()}
    comparison = pair(everywhere(*[1] * 12), levels, of)
    (table,) = [block for block in appendix.change_blocks(comparison) if isinstance(block, Table)]
    assert (len(table.rows), "3 more are in the notes" in table.caption) == (9, True)
    notes = " ".join(appendix.change_notes(comparison))
    assert all(f"Q{n} is perhaps gained" in notes for n in range(12))
