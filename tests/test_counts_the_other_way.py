"""A question that counts the other way is shown as people answered, and said to count so, in every place."""

from __future__ import annotations

import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.report.blocks import Table
from maturity.report.shapes import telling
from maturity.report.wording import sentence, warning_texts
from tests import held, shapes


def turned(shape: str) -> Assessment:
    """Question `b`, answered near the line, counts the other way: 2.75 counts as 2.25."""
    items = [held.item_of("a"), held.item_of("b", reversed=True)]
    if shape == "checklist":
        return assess(held.answered(held.checklist(items=items), {"a": "yes", "b": "near"}))
    stage = {"id": "one", "label": "One", "short": "1"}
    items = [{**item, "stage": "one"} for item in items]
    return assess(held.answered(held.ladder(items=items, stages=[stage], dimensions=[]), {"a": "yes", "b": "near"}))


def rows_of(assessment: Assessment) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Header and row of question `b` in every table."""
    told = telling(assessment)
    tables = [one for one in (*told.arithmetic(), *told.numbers(), *told.standing(full=True)) if isinstance(one, Table)]
    return [(one.header, row) for one in tables for row in one.rows if row[0].startswith("B")]


@pytest.mark.parametrize("shape", ["checklist", "ladder"])
def test_every_table_shows_it_as_answered_with_a_word(shape: str) -> None:
    assessment = turned(shape)
    score = assessment.items["b"].score
    assert score == pytest.approx(2.75)
    assert assessment.items["b"].scored == pytest.approx(2.25)
    found = rows_of(assessment)
    assert len(found) > 1
    for header, row in found:
        assert row[0] == "B (counts the other way)"
        assert float(row[header.index("Score")]) == pytest.approx(2.75, abs=0.06)
        if "Holds from" in header:
            assert row[header.index("Holds from")] == "up to 2.5"
            low, high = map(float, row[header.index("Likely range")].split("–"))
            assert low < 2.75 < high


@pytest.mark.parametrize("shape", ["checklist", "ladder"])
def test_what_is_suggested_and_drawn_says_the_same_number(shape: str) -> None:
    assessment = turned(shape)
    why = sentence(advise(assessment).priorities[0].reason, assessment.questionnaire)
    assert why.startswith("It stands at 2.8 and holds up to 2.5, for it counts the other way: open")
    assert "2.8" in telling(assessment).described(telling(assessment).charts[0])
    assert "a question that counts the other way holds up to its line" in " ".join(telling(assessment).method())
    first = next(one for one in telling(assessment).sheets(advise(assessment)) if one.name == "What holds")
    row = next(row for row in first.rows if row[0] == "b")
    names = [column.header for column in first.columns]
    assert row[names.index("Question")] == "B (counts the other way)"
    assert row[names.index("Score")] == pytest.approx(2.75)
    assert row[names.index("Holds from")] == "up to 2.5"


def test_a_total_without_parts_says_it_too() -> None:
    asked = shapes.asked("total", ("a", "b"), of={"b": {"reversed": True}, "a": {}})
    assessment = assess(shapes.year(asked, "2026", shapes.everywhere(4, 3)))
    why = [sentence(one.reason, asked) for one in advise(assessment).priorities]
    assert why == ["It stands at 3.0 between 1 and 4; it counts the other way, and is among the lowest."]


def test_a_blind_spot_has_the_decimals_that_its_range_needs() -> None:
    scale = {"levels": {0: "no", 1: "yes"}}
    spot = {"id": "low", "when": [{"part": "b1", "below": 0.55}], "message": "Look again."}
    asked = shapes.profile(scale=scale, blind_spots=[spot])
    people = {"ash": [(1, 1, 1, 0)] * 4, "birch": [(1, 1, 0, 0)] * 4, "cedar": [(1, 1, 0, 1), *[(1, 1, 1, 0)] * 3]}
    assessment = assess(shapes.year(asked, "2026", people))
    assert assessment.dimensions["b1"].score == pytest.approx(1 / 3)
    said = [text for text in warning_texts(assessment) if "Look again." in text]
    assert len(said) == 1
    assert "stands at 0.33." in said[0]


def test_a_blind_spot_on_such_a_question_is_told_as_it_was_answered() -> None:
    spot = {"id": "low", "when": [{"item": "d", "below": 2.5}], "message": "Look again."}
    parts = [{"id": "one", "label": "One", "short": "One"}]
    of = {"c": {"dimension": "one"}, "d": {"dimension": "one", "reversed": True}}
    asked = shapes.asked("profile", ("c", "d"), dimensions=parts, of=of, blind_spots=[spot])
    assessment = assess(shapes.year(asked, "2026", shapes.everywhere(3, 4)))
    said = " ".join(warning_texts(assessment))
    assert "Here D stands at 4.0, and counts the other way." in said
