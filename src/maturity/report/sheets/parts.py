"""The sheet of parts within parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from maturity.core.advise_parts import share_of_range
from maturity.core.assessment import Assessment, PartResult
from maturity.report import kinds, part_words, wording
from maturity.report.sheets.table import REASON, Cell, Column, Sheet, count, ends, score_format, sheet_head
from maturity.text.words import enumerated

AT_LEAST, AT_MOST = "At least, whatever is missing", "At most, whatever is missing"
WITHIN, BAND, WEAKEST, AGREED = "Is part of", "Band", "Could be the weakest of it", "As the room agreed"
MAY_BE_EMPTY = {AT_LEAST, AT_MOST, WITHIN, BAND, WEAKEST, AGREED, REASON}
"""Columns that are left out where no row has anything in them."""
HOW = {"mean": "mean", "sum": "sum", "min": "weakest"}


def part_sheet(assessment: Assessment, *lead: str) -> Sheet:
    """Every dimension, each before those within it; then all of it as one, then other ways of grouping the items.

    Args:
        lead: sentences above the table, besides whose it is.
    """
    about = kinds.range_of(assessment)
    form = score_format(assessment)
    whole = Sheet(
        "parts",
        "Parts",
        (*sheet_head(assessment, "Parts"), *lead),
        (
            Column("Id", width=16),
            Column(WITHIN, width=24),
            Column("Part", width=36),
            Column("Made as", width=10),
            Column("Score", form),
            Column(f"{about} from", form),
            Column(f"{about} to", form),
            Column("Lowest possible", "level"),
            Column("Highest possible", "level"),
            Column("Of what is possible", "share"),
            Column(BAND, width=30),
            Column(WEAKEST, width=30),
            Column("Questions with a score", "count", 12),
            Column("Questions", "count", 11),
            Column(AT_LEAST, "level", 14),
            Column(AT_MOST, "level", 14),
            Column("Mean over people", "level"),
            Column(AGREED, "level"),
            Column("People", "count", 10),
            Column(REASON, width=40),
        ),
        tuple(_rows(assessment)),
        (
            *part_words.convention_words(assessment),
            *filter(None, (kinds.method_of_parts(assessment),)),
            "Of what is possible: 0% is the lowest possible score, 100% the highest.",
        ),
    )
    shown = [
        n
        for n, column in enumerate(whole.columns)
        if column.header not in MAY_BE_EMPTY or any(row[n] not in (None, "") for row in whole.rows)
    ]
    return replace(
        whole,
        columns=tuple(whole.columns[n] for n in shown),
        rows=tuple(tuple(row[n] for n in shown) for row in whole.rows),
    )


def _rows(assessment: Assessment, of: str = "") -> Iterator[tuple[Cell, ...]]:
    asked = assessment.questionnaire
    above = asked.dimension_by_id[of].label if of else ""
    for one in asked.children_of(of):
        yield one.id, above, one.label, HOW[one.combine], *_cells(assessment, assessment.dimensions[one.id])
        yield from _rows(assessment, one.id)
    if of:
        return
    if assessment.overall is not None and asked.whole is not None:
        yield "overall", "", asked.whole.label, HOW[asked.whole.combine], *_cells(assessment, assessment.overall)
    for view in asked.views:
        for part in view.parts:
            result = assessment.views[view.id][part.id]
            yield f"{view.id}.{part.id}", f"View: {view.label}", part.label, HOW["mean"], *_cells(assessment, result)


def _cells(assessment: Assessment, part: PartResult) -> tuple[Cell, ...]:
    asked, agreed = assessment.questionnaire, assessment.agreed
    weakest = [
        asked.dimension_by_id[one].label if one in asked.dimension_by_id else asked.item_by_id[one].short
        for one in part.could
    ]
    return (
        part.score,
        *ends(part.interval),
        part.range.low,
        part.range.high,
        None if part.score is None else share_of_range(part, part.score),
        part_words.band_in_words(assessment, part),
        enumerated(weakest),
        part.scored,
        part.items,
        *ends(part_words.could_be(part)),
        part.respondent_mean,
        None if agreed is None else agreed.parts.get(part.id),
        count(part.answered),
        wording.reason(part.reason, asked),
    )
