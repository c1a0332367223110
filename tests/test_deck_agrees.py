"""A deck and a workbook say of a plan, of a number and of what is sure what the report says."""

from __future__ import annotations

import datetime as dt

import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.plan import plan_on
from maturity.model.plan import Priority
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report import book, deck
from maturity.report.blocks import Report, Table, Terms
from maturity.report.planning import plan_blocks

PLAN = (
    Priority(
        id="help",
        title="Named help",
        support="alder",
        review=dt.date(2026, 6, 1),
    ),
    Priority(id="figures", title="Figures twice a year"),
)
"""Nobody has named a day on which the first is due: it follows from its review."""


def of_a_day(today: dt.date) -> tuple[dict[str, str], Report, list[tuple[object, ...]]]:
    """Where each priority stands by the report, the deck of that day, and the rows of the workbook's plan."""
    assessment = assess(load_round(examples_folder() / "riverside.yaml"))
    schools = {one.id: one.name for one in assessment.schools}
    told = [one for one in plan_blocks(PLAN, assessment.questionnaire, schools, today) if isinstance(one, Terms)]
    stands = {priority.title: dict(terms.items)["Status"] for priority, terms in zip(PLAN, told, strict=True)}
    agreed, advice = plan_on(PLAN, today), advise(assessment)
    (sheet,) = (one for one in book.compose(assessment, advice, None, agreed) if one.id == "plan")
    return stands, deck.compose(assessment, advice, None, agreed), list(sheet.rows)


@pytest.mark.parametrize("today", [dt.date(2026, 3, 20), dt.date(2026, 11, 20), dt.date(2027, 12, 1)], ids=str)
def test_a_priority_stands_alike_in_the_report_the_deck_and_the_workbook(today: dt.date) -> None:
    stands, made, rows = of_a_day(today)
    assert ("overdue" in stands["Named help"]) is (today > dt.date(2026, 12, 1))
    by_id = {one.id: one for one in made.sections}
    table = by_id["priorities"].blocks[0]
    assert isinstance(table, Table)
    assert {row[0]: row[-1] for row in table.rows} == stands
    cards = [dict(one.items) for one in by_id["plan"].blocks if isinstance(one, Terms)]
    assert [one["Where it stands"] for one in cards] == [*stands.values()]
    assert [f"Where it stands: {text}" in by_id["priorities"].notes for text in stands.values()] == [True, True]
    assert [text in row for text, row in zip(stands.values(), rows, strict=True)] == [True, True]


def test_a_day_that_follows_from_the_review_stands_on_the_line_the_card_in_the_notes_and_in_the_workbook() -> None:
    _, made, rows = of_a_day(dt.date(2026, 3, 20))
    by_id = {one.id: one for one in made.sections}
    when = by_id["priorities"].blocks[1]
    assert isinstance(when, Table)
    assert when.header == ("1 June 2026", "1 December 2026")
    assert "Account of impact: 1 December 2026" in by_id["priorities"].notes
    card = next(one for one in by_id["plan"].blocks if isinstance(one, Terms))
    assert dict(card.items)["Account of impact"] == "1 December 2026"
    assert dt.date(2026, 12, 1) in rows[0]


def test_no_slide_nor_its_notes_name_a_school_by_its_id() -> None:
    _, made, _ = of_a_day(dt.date(2026, 3, 20))
    notes = [note for one in made.sections if one.id in ("priorities", "plan") for note in one.notes]
    assert notes.count("Who supports: Alder Primary") == 2
