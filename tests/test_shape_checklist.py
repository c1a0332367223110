"""A checklist: how many questions hold, which do not and which are open, and one line for each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from maturity.core.advise import advise
from maturity.core.advise_without_map import open_first
from maturity.core.assess import assess
from maturity.model import Agreed
from maturity.renderers import document, terminal
from maturity.renderers.glyphs import ASCII, UNICODE, Glyphs
from maturity.report import compose
from maturity.report.blocks import Table
from maturity.report.held_words import line_words
from maturity.report.shapes import telling
from maturity.report.shapes.checklist import ChecklistTelling
from maturity.report.wording import sentence
from maturity.text.lines import cells
from tests.held import answered, checklist, item_of, on_checklist

ALL = dict.fromkeys("abcd", "yes")


@pytest.mark.parametrize(
    ("ways", "said", "sure"),
    [
        ({"a": "yes", "b": "just", "c": "below"}, "1 of 4 holds; 1 not yet (D); 2 open (B and C).", "2 of 4 open"),
        ({"a": "dk"}, "0 of 4 hold; 3 not yet (B, C and D); 1 cannot be told (A).", "1 of 4 open"),
        (ALL, "All 4 questions hold.", "sure on every question"),
        ({}, "0 of 4 hold; 4 not yet (A, B, C and D).", "sure on every question"),
        (
            dict.fromkeys("abcd", "dk"),
            "Nothing can be told yet: no question has enough answers.",
            "nothing can be told, too few answers",
        ),
    ],
)
def test_the_headline_counts_what_holds_and_names_what_does_not(ways: dict[str, str], said: str, sure: str) -> None:
    told = telling(on_checklist(ways))
    assert told.headline() == said
    assert told.how_sure() == sure


def test_of_many_that_do_not_hold_the_first_are_named() -> None:
    told = telling(assess(answered(checklist("abcdefg"), {"g": "just"})))
    assert told.headline() == "0 of 7 hold; 6 not yet (A, B, C and 3 more); 1 open (G)."


def test_a_checklist_of_one_question_is_said_in_the_singular() -> None:
    assert telling(assess(answered(checklist("a"), {"a": "yes"}))).headline() == "The one question holds."
    said = telling(assess(answered(checklist("a"), {"a": "just"}))).headline()
    assert said == "The one question does not hold for sure: 1 open (A)."


def test_where_nobody_knows_how_sure_a_score_is_the_scores_alone_are_counted() -> None:
    told = telling(on_checklist({"a": "yes", "b": "yes"}, people=1))
    assert told.headline() == "By the scores alone 2 of 4 hold. How sure that is cannot be said."
    assert told.how_sure() == "cannot be said"


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_nothing_is_sure_beyond_a_rule_of_thumb_where_people_are_not_named(mode: str) -> None:
    told = telling(assess(answered(checklist(), ALL, mode=mode, fictional=True)))
    assert told.headline() == "By a rule of thumb: All 4 questions hold."
    assert told.how_sure() == "sure on every question; by a rule of thumb"


@pytest.mark.parametrize(
    ("ways", "wanted"),
    [
        # Not yet before open, the lowest first.
        ({"a": "just", "b": "yes", "c": "no", "d": "below"}, [("c", 1), ("d", 2), ("a", 3)]),
        # Equal ones in the order of the file, and never more than three.
        ({}, [("a", 1), ("b", 1), ("c", 1)]),
        ({**ALL, "d": "dk"}, []),
    ],
)
def test_what_is_not_yet_is_suggested_before_what_is_open(ways: dict[str, str], wanted: list[Any]) -> None:
    found = advise(on_checklist(ways)).priorities
    assert [(one.item, one.level) for one in found] == wanted
    assert [one.step for one in found] == [f"{item} from {level}" for item, level in wanted]


def test_a_suggestion_says_where_the_question_stands_and_from_where_it_holds() -> None:
    assessment = on_checklist({"a": "just", "b": "yes", "c": "yes", "d": "no"})
    said = [sentence(one.reason, assessment.questionnaire) for one in advise(assessment).priorities]
    assert said == [
        "It stands at 1.0 and holds from 2.5 on: not yet.",
        "It stands at 3.3 and holds from 2.5 on: open, so talk before you plan.",
    ]


def test_the_room_begins_with_what_is_open() -> None:
    assessment = on_checklist({"a": "yes", "b": "dk", "c": "no", "d": "just"})
    assert [item.id for item in open_first(assessment, assessment.questionnaire.items)] == ["d", "b", "a", "c"]


def test_what_the_room_agreed_stands_beside_the_marks() -> None:
    agreed = {"a": Agreed(level=4), "b": Agreed(level=2)}
    assessment = assess(answered(checklist(), {}, agreed=agreed))
    told = ChecklistTelling(assessment)
    assert told.room() == "By the room's own levels 1 hold, 1 not yet: B (levels are agreed on 2 of 4 questions)."
    assert document.document(assessment)["agreed_reading"] == {
        "a": "holds",
        "b": "not-yet",
        "c": "unknown",
        "d": "unknown",
    }


def test_what_is_rated_stands_before_the_headline() -> None:
    assessment = assess(answered(checklist(subject="school"), ALL, subject_of={"school": "ash"}))
    assert telling(assessment).headline() == "Ash: All 4 questions hold."


def test_the_chapter_has_one_line_for_each_question_with_a_step_unless_it_holds() -> None:
    assessment = on_checklist({"a": "yes", "b": "just"})
    report = compose.compose(assessment, advise(assessment), only=("standing",))
    (table,) = (block for block in report.sections[0].blocks if isinstance(block, Table))
    assert table.header == ("Question", "State", "Ask", "Look for", "A next step")
    assert [row[0] for row in table.rows] == ["A", "B", "C", "D"]
    assert [row[1] for row in table.rows] == ["holds", "open", "not\u00a0yet", "not\u00a0yet"]
    assert [row[4] for row in table.rows] == ["", "b from 3", "c from 1", "d from 1"]
    assert [figure.chart for figure in report.figures] == ["checklist"]


def test_a_checklist_shows_no_score_of_the_whole() -> None:
    assessment = on_checklist(ALL)
    assert assessment.overall is None
    assert document.document(assessment)["overall"] is None


def test_several_scales_have_several_lines() -> None:
    scales = {"short": {"levels": {0: "no", 1: "yes"}, "met_at": 0.5}}
    items = [item_of("a"), {"id": "b", "short": "B", "prompt": "b?", "scale": "short"}]
    assessment = assess(answered(checklist(items=items, scales=scales), {"b": "no"}))
    assert line_words(assessment).startswith("A question holds from 0.5 or 2.5 on, by its scale:")
    assert [one.state for one in ChecklistTelling(assessment).held.values()] == ["not-yet", "holds"]


def test_the_sheet_of_what_holds_is_the_first_and_says_the_headline() -> None:
    assessment = on_checklist({"a": "yes", "b": "just", "c": "dk"})
    told = telling(assessment)
    (sheet,) = told.sheets(advise(assessment))
    assert (sheet.name, sheet.lead[-1]) == ("What holds", told.headline())
    assert [column.header for column in sheet.columns][:4] == ["Id", "Question", "State", "Score"]
    assert [row[2] for row in sheet.rows] == ["holds", "open", "cannot be told", "not yet"]
    assert [row[7:9] for row in sheet.rows] == [(12, 0), (12, 0), (0, 12), (12, 0)]
    assert [row[-1] for row in sheet.rows] == ["", "b from 3", "", "d from 1"]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [60, 80])
def test_the_checklist_in_characters_fits_its_width(width: int, glyphs: Glyphs) -> None:
    assessment = assess(answered(checklist("abcde"), {"a": "yes", "b": "just", "c": "below", "d": "no", "e": "dk"}))
    lines = terminal.scorecard(assessment, advise(assessment), width, glyphs).plain.split("\n")
    assert max(map(cells, lines)) <= width
    marks = {UNICODE: "●◐○·–", ASCII: "#+o.-"}[glyphs]
    rows = [line for line in lines if line[:3] in {f"{mark} {name}" for mark, name in zip(marks, "ABCDE", strict=True)}]
    assert [line.split()[0] for line in rows] == list(marks)
    assert [line.endswith(end) for line, end in zip(rows, ("holds", "open", "open", "yet", "told"), strict=True)]
    assert glyphs is UNICODE or "".join(lines).isascii()


def test_bars_in_characters_are_in_proportion() -> None:
    assessment = on_checklist({"a": "just"})
    line = next(
        line for line in terminal.scorecard(assessment, advise(assessment), 80).plain.split("\n") if line[2:3] == "A"
    )
    # Of twelve people nine chose the highest answer and three the lowest.
    assert (line.count("█"), line.count("·")) == (15, 5)


def test_the_chart_in_words_names_every_question_with_state_and_people() -> None:
    said = telling(on_checklist({"a": "yes", "b": "just", "c": "dk"})).described("checklist")
    assert "A: holds (4.0, answers: 12); B: open, its score above the line (3.3, answers: 12)" in said
    assert "C: cannot be told (answers: 0)" in said


def test_a_date_of_review_is_said_in_the_small_print_of_the_round() -> None:
    subject = {"school": "ash", "reviewed": dt.date(2026, 2, 3)}
    assessment = assess(answered(checklist(subject="review"), ALL, subject_of=subject))
    assert telling(assessment).headline().startswith("Ash, reviewed on 3 February 2026: ")
