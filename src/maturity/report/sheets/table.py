"""What a sheet of a workbook is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from maturity.core.assessment import Assessment, Count, Interval
from maturity.report import wording
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import day

Cell = str | int | float | dt.date | None
Format = Literal["text", "count", "level", "rough", "change", "share", "index", "date"]
"""`count`: whole, or a text such as `<5`; `level`: 0.00, or 0.0 where it is `rough`; `change`: +0.00; `share`: 0%;
`index`: 0 to 1, 0.00."""
REASON = "Why there is no number"


def score_format(assessment: Assessment) -> Format:
    """The format of a score: a rough one says no more decimals than it knows."""
    return "rough" if assessment.mode == "confidential" else "level"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one kind of cells.

    Args:
        width: about how many letters wide; a longer text is wrapped.
    """

    header: str
    format: Format = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Args:
        id: stable name; `map` holds the points of the chart.
        name: for its tab.
        lead: lines above the table.
        notes: lines below it.
        columns, rows: the table; a sheet that must not show one has none, and says why in its notes.
    """

    id: str
    name: str
    lead: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def telling(self, assessment: Assessment) -> Sheet:
        """The same of a round that is not named without the columns of numbers that are empty in every row."""
        if assessment.mode == "named":
            return self
        told = [
            n
            for n, column in enumerate(self.columns)
            if column.format == "text" or any(row[n] is not None for row in self.rows)
        ]
        return replace(
            self,
            columns=tuple(self.columns[n] for n in told),
            rows=tuple(tuple(row[n] for n in told) for row in self.rows),
        )


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets, and whose they are."""

    sheets: tuple[Sheet, ...]
    assessment: Assessment


def sheet_head(assessment: Assessment, title: str) -> tuple[str, ...]:
    """What stands above every table: the sheet's name and whose numbers these are."""
    questionnaire = assessment.questionnaire
    parts = [
        f"{isolated(plain(assessment.cluster, 80))}, {isolated(plain(assessment.label, 40))}",
        wording.schools_and_people(assessment),
        day(assessment.date) if assessment.date else "no date given",
        f"{isolated(plain(questionnaire.title, 60))} ({questionnaire.id}), version {plain(questionnaire.version, 20)}",
    ]
    if assessment.fictional:
        parts.append("fictional")
    return (title, " · ".join(parts))


def count(count: Count) -> Cell:
    """A number of people; a hidden one as a text."""
    return count.value if count.value is not None else str(count)


def ends(interval: Interval | None) -> tuple[float | None, float | None]:
    """Both ends of an interval; empty cells where there is none."""
    return (None, None) if interval is None else (interval.low, interval.high)
