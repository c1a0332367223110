"""Sheets of what holds: every stage of a ladder, and every question that holds or does not."""

from __future__ import annotations

from collections.abc import Iterable

from maturity.core.assessment import Assessment
from maturity.core.reached import as_asked
from maturity.core.reading import Held, Ladder, StageResult
from maturity.report import kinds, wording
from maturity.report.held_words import STATES, all_held, ends_as_asked, line_of, line_words, step_of, why_open
from maturity.report.sheets.table import Cell, Column, Sheet, count, score_format, sheet_head
from maturity.text.words import enumerated

WHY = "Why it cannot be told"


def stage_sheet(assessment: Assessment, headline: str, method: Iterable[str]) -> Sheet:
    """Every stage: whether it holds, how many of its questions do, and what it lacks."""
    reading = assessment.reading
    assert isinstance(reading, Ladder)
    agreed = (Column("As the room agreed", width=14),) if assessment.agreed is not None else ()
    return Sheet(
        "stages",
        "Stages",
        (*sheet_head(assessment, "Stages"), headline),
        (
            Column("Id", width=14),
            Column("Stage", width=28),
            Column("State", width=14),
            Column("Usually", width=14),
            Column("Questions", "count"),
            Column("Hold", "count"),
            Column("Open", "count"),
            Column("Have to hold", "count"),
            Column("Cannot be told", "count"),
            Column("By the scores alone", width=14),
            *agreed,
            Column("Missing, what it cannot do without first", width=60),
        ),
        tuple(_stage_row(assessment, stage) for stage in reading.stages),
        (*method, *(f"{title}: {one}" for title, one in kinds.beware(wording.warning_texts(assessment)))),
    )


def _stage_row(assessment: Assessment, stage: StageResult) -> tuple[Cell, ...]:
    asked = assessment.questionnaire
    known, items = asked.stage_by_id[stage.id], asked.item_by_id
    room = assessment.agreed.reading if assessment.agreed is not None else None
    agreed = {one.id: one for one in room.stages} if isinstance(room, Ladder) else {}
    return (
        stage.id,
        known.label,
        STATES[stage.state],
        known.usual,
        stage.of,
        stage.held,
        stage.open,
        stage.need,
        stage.unknown,
        STATES["unknown" if stage.state == "unknown" else "holds" if stage.by_score else "not-yet"],
        *((STATES[agreed[stage.id].state] if stage.id in agreed else None,) if assessment.agreed is not None else ()),
        enumerated([items[name].short for name in stage.missing]),
    )


def held_sheet(assessment: Assessment, headline: str = "", method: Iterable[str] = ()) -> Sheet:
    """Every question: whether it holds, its score, who answered, and what to do next.

    Args:
        headline, method: what stands above and below it, where it is the first sheet.
    """
    asked, ends_of = assessment.questionnaire, kinds.range_of(assessment)
    staged = bool(asked.stages)
    first = headline or line_words(assessment)
    return Sheet(
        "held",
        "What holds",
        (*sheet_head(assessment, "What holds"), first),
        (
            Column("Id", width=24),
            *((Column("Stage", width=24),) if staged else ()),
            Column("Question", width=30),
            Column("State", width=14),
            Column("Score", score_format(assessment)),
            Column(f"{ends_of} from", score_format(assessment)),
            Column(f"{ends_of} to", score_format(assessment)),
            Column("Holds from", "level"),
            Column("Answers", "count", 11),
            Column("Cannot tell", "count", 11),
            Column(WHY, width=40),
            Column("Ask", width=44),
            Column("Look for", width=44),
            Column("A next step", width=44),
        ),
        tuple(_held_row(assessment, one, staged=staged) for one in all_held(assessment).values()),
        tuple(method),
    )


def _held_row(assessment: Assessment, one: Held, *, staged: bool) -> tuple[Cell, ...]:
    asked, result = assessment.questionnaire, assessment.items[one.id]
    item = asked.item_by_id[one.id]
    stage = (asked.stage_by_id[item.stage].label if item.stage else "",) if staged else ()
    unknown = result.dont_know.value
    return (
        item.id,
        *stage,
        kinds.item_name(item),
        STATES[one.state],
        None if one.score is None else as_asked(asked, item, one.score),
        *((None, None) if one.interval is None else ends_as_asked(assessment, one, one.interval)),
        line_of(assessment, one) if item.reversed else one.met_at,
        count(result.n),
        unknown if unknown is not None else kinds.unknown_cell(result),
        why_open(assessment, one),
        item.guidance.ask if item.guidance else "",
        item.guidance.evidence if item.guidance else "",
        step_of(assessment, one) if one.state != "holds" else "",
    )
