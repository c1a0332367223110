"""What a form system wrote about its respondents, before anybody asked which item a column is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

System = Literal[
    "google-forms",
    "microsoft-forms",
    "limesurvey",
    "kobo",
    "qualtrics",
    "surveymonkey",
    "maturity",
    "table",
]
"""Who wrote a file; `maturity` is this program's own table, `table` is anything with a header row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A question, or one row of a grid of questions.

    Args:
        position: column of the file, from 1.
        name: the header as it stands in the file.
        text: the question as it was put, without code and grid row; empty if the file has only a code.
        code: the id-like code in the header, as it stands there; None if there is none.
        row: the row of the grid that this column is; None outside a grid.
    """

    position: int
    name: str
    text: str
    code: str | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person answered.

    Args:
        row: row of the file as a spreadsheet counts them, from 1.
        cells: as displayed, one for each column of the export and in their order; empty if not answered.
            Numbers as `3`, dates as ISO 8601.
        submitted: when it was handed in, in the time zone of the file if it names one; None if it does not say,
            or the answers were never handed in.
        id: the system's own name for this set of answers; None if it gives none.
    """

    row: int
    cells: tuple[str, ...]
    submitted: dt.datetime | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A table of answers, understood as far as it can be without the questionnaire.

    Args:
        source: the file as the user knows it.
        system: who wrote it.
        columns: the columns that hold answers, in the order of the file.
        entries: the people, in the order of the file.
        notes: what was recognised and what was left out, in plain words.
    """

    source: str
    system: System
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
