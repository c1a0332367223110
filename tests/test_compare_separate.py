"""Rounds that are not named: compared as two separate groups of people, from their assessments and nothing else."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest

from maturity.core import compare as comparing
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, Interval
from maturity.core.comparison import Comparison
from maturity.core.table import tabulate
from maturity.model import Round
from maturity.renderers import comparison_document
from maturity.report.change_summary import summary
from maturity.report.change_words import because
from tests.make import person, questionnaire, round_

ASKED = questionnaire((("a", "c"),), (("b",),))
NEWER = questionnaire((("a", "c", "new"),), (("b",),), version="2")
SIX = {school: [person(2, 4, 3, looking_back={"a": 1, "b": 1})] * 6 for school in "pqrs"}
LATER = {school: [person(3, 4, 3)] * 6 for school in "pqrt"}


def year(number: int, schools: Any, mode: str = "named", asked: Any = ASKED) -> Round:
    return round_(asked, schools, label=str(number), date=f"{number}-03-01", mode=mode)


def published(monkeypatch: pytest.MonkeyPatch, margin: float | None) -> None:
    """Rounds that are not named show the scores that they would if they were, with a rule-of-thumb margin."""

    def shown(rounds: Any, *, table_of: Any, **more: Any) -> list[Assessment]:
        found = []
        for one in rounds:
            named = assess(one.model_copy(update={"mode": "named"}), **more)
            if one.mode == "named":
                table_of(one)
                found.append(named)
                continue
            axes = {i: dataclasses.replace(axis, interval=None, margin=margin) for i, axis in named.axes.items()}
            found.append(dataclasses.replace(named, mode=one.mode, axes=axes, school_points=None, left_out=None))
        return found

    monkeypatch.setattr(comparing, "assess_all", shown)


def seeing(monkeypatch: pytest.MonkeyPatch, seen: list[Assessment]) -> None:
    """The rounds of 2025 and 2026 as they are given."""

    def shown(rounds: Any, *, table_of: Any, **_: Any) -> list[Assessment]:
        for one in rounds:
            if one.mode == "named":
                table_of(one)
        return seen

    monkeypatch.setattr(comparing, "assess_all", shown)


def shown_of(round_: Round) -> Assessment:
    """What `compare` is given to see of a round."""
    found: list[Assessment] = vars(comparing)["assess_all"]([round_], table_of=tabulate)
    return found[0]


def compared(*rounds: Round) -> Comparison:
    return comparing.compare(rounds)


@pytest.mark.parametrize(
    "modes", [("confidential", "confidential"), ("confidential", "named"), ("named", "confidential")]
)
def test_only_the_assessments_go_in(monkeypatch: pytest.MonkeyPatch, modes: tuple[str, str]) -> None:
    published(monkeypatch, 0.5)
    rounds = [year(2025, SIX, modes[0]), year(2026, LATER, modes[1])]
    seen = [shown_of(one) for one in rounds]
    seeing(monkeypatch, seen)
    whole = compared(*rounds)
    # The same assessments and the same lists of members, but not one answer.
    without = compared(*(one.model_copy(update={"responses": ()}) for one in rounds))
    assert dataclasses.replace(whole.last, warnings=()) == dataclasses.replace(without.last, warnings=())
    assert comparison_document.document(whole) == comparison_document.document(without)


def test_the_margin_is_that_of_two_separate_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch, 0.3)
    change = compared(year(2025, SIX, "confidential"), year(2026, LATER, "confidential")).last.axes["x"]
    assert (change.before, change.after, change.schools) == (3, 3.5, None)
    assert change.smallest_sure_change == pytest.approx(math.sqrt(0.3**2 + 0.3**2))
    assert change.interval is not None
    assert (change.interval.low, change.interval.high) == pytest.approx((0.5 - math.sqrt(0.18), 0.5 + math.sqrt(0.18)))
    assert change.verdict == "up"


def test_of_a_named_round_half_its_interval_is_the_margin_also_where_the_scale_cuts_it_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published(monkeypatch, 0.4)
    rounds = [year(2025, SIX), year(2026, LATER, "confidential")]
    seen = [shown_of(one) for one in rounds]
    axes = {i: dataclasses.replace(one, interval=Interval(1.8, 2.1), score=2.0) for i, one in seen[0].axes.items()}
    seen[0] = dataclasses.replace(seen[0], axes=axes)
    seeing(monkeypatch, seen)
    assert compared(*rounds).last.axes["x"].smallest_sure_change == pytest.approx(math.hypot(0.2, 0.4))


def test_without_a_margin_there_is_a_difference_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch, None)
    step = compared(year(2025, SIX, "confidential"), year(2026, LATER, "confidential")).last
    for change in (*step.axes.values(), *step.dimensions.values(), *step.items_changed.values()):
        assert (change.interval, change.verdict) == (None, "unsure")
        assert "how sure this is cannot be said" in because(change.reason, step)


def test_nothing_of_schools_returning_people_links_or_looking_back_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch, 0.3)
    later = {school: [person(3, 4, 5, 3, looking_back={"a": 1, "b": 1})] * 6 for school in "pqrt"}
    step = compared(year(2025, SIX, "confidential"), year(2026, later, "confidential", NEWER)).last
    assert (step.schools.both, step.schools.paired, step.schools.silent) == (None, (), ())
    assert [one.effect for one in (*step.schools.joined, *step.schools.left)] == [{"x": None, "y": None}] * 2
    assert (step.linked, step.looking_back, step.without_drifting, step.returned) == (None, None, None, 0)
    assert step.basis == "separate"
    assert '"points"' not in comparison_document.render(Comparison((step.before, step.after), (step,), step))


def test_a_question_that_one_round_does_not_show_enters_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch, 0.3)
    rounds = [year(2025, SIX, "confidential"), year(2026, LATER, "confidential")]
    seen = [shown_of(one) for one in rounds]
    items = seen[0].items | {"c": dataclasses.replace(seen[0].items["c"], score=None)}
    seen[0] = dataclasses.replace(seen[0], items=items)
    seeing(monkeypatch, seen)
    step = compared(*rounds).last
    assert (step.items.common, step.items.hidden) == (("a", "b"), ("c",))
    assert (step.axes["x"].before, step.axes["x"].after) == (2, 3)
    assert step.items_changed["c"].verdict == "incomparable"
    assert "hidden" in [warning.code for warning in step.warnings]


def test_answers_that_are_alike_are_not_held_against_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch, 0.3)
    for modes in (("confidential", "confidential"), ("named", "confidential")):
        step = compared(year(2025, SIX, modes[0]), year(2026, SIX, modes[1])).last
        assert "same-answers" not in [warning.code for warning in step.warnings]


def test_it_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch, 0.3)
    report = summary(compared(year(2025, SIX, "confidential"), year(2026, LATER, "confidential")))
    words = " ".join(str(block) for section in report.sections for block in section.blocks)
    assert "two separate groups of people" in words
    assert "Rough range" in words
    assert "95%" not in words
    assert "the whole cluster and 3 questions in both" in report.subtitle


def test_a_confidential_round_is_as_rough_in_a_comparison_as_in_its_own_report(monkeypatch: pytest.MonkeyPatch) -> None:
    thirds = questionnaire((("a", "c", "e"),), (("b",),))
    published(monkeypatch, 0.3)
    before, after = ({s: [person(*levels)] * 6 for s in "pqr"} for levels in ((2, 4, 4, 3), (3, 4, 4, 3)))
    later = year(2026, after, "confidential", thirds)
    change = compared(year(2025, before, "confidential", thirds), later).last.axes["x"]
    assert (change.before, change.after, change.change) == (3.3, 3.7, 0.4)
    named = compared(year(2025, before, "named", thirds), later).last.axes["x"]
    assert named.before == pytest.approx(10 / 3)
    assert named.after == 3.7
