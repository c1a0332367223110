"""What a form system wrote about its respondents, before anybody asked which item a column is."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from maturity.errors import Problem
from maturity.model.round import Response

System = Literal[
    "google-forms",
    "microsoft-forms",
    "limesurvey",
    "kobo",
    "qualtrics",
    "surveymonkey",
    "alchemer",
    "redcap",
    "jotform",
    "typeform",
    "tally",
    "formbricks",
    "wenjuanxing",
    "surveyjs",
    "maturity",
    "table",
]
"""Who wrote a file; `maturity` is this program's own table, `table` is anything with a header row."""

GLOBAL_IDS = ("kobo", "qualtrics", "surveymonkey", "tally", "typeform", "formbricks", "jotform")
"""Systems whose ids are like no other survey's; others count from 1."""
MADE = 12
"""Digits of an id that is made from what tells rows apart."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before whatever could begin one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


@dataclass(frozen=True, slots=True)
class ExportColumn:
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


@dataclass(frozen=True)
class Entry:
    """What one person answered.

    Args:
        row: row of the file as a spreadsheet counts them, from 1.
        cells: as displayed, one for each column of the export and in their order; empty if not answered.
            Numbers as `3`, dates as ISO 8601.
        submitted: when it was handed in, in the time zone of the file if it names one; None if it does not say,
            or the answers were never handed in.
        id: the system's own name for this set of answers; None if it gives none.
        began: when this person began; None if it does not say.
        choices: every moment that tells this row from others: when it was begun, or else handed in; several where day
            and month can be taken for one another.
        address: the e-mail address of whoever handed it in, in small letters; empty if the file does not say.
        aside: why this row is no respondent, in plain words; empty if it is one.
    """

    row: int
    cells: tuple[str, ...]
    submitted: dt.datetime | None = None
    id: str | None = None
    began: dt.datetime | None = None
    choices: tuple[dt.datetime, ...] = ()
    address: str = ""
    aside: str = ""


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
    columns: tuple[ExportColumn, ...]
    entries: Sequence[Entry]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """What a column was taken for.

    Args:
        target: as in `maturity.model.mapping.FileMapping.columns`; None if it is left out.
        how: `mapping` if somebody decided it, `id` or `text` by what the header says; `none` if nothing fits.
    """

    column: ExportColumn
    target: str | None
    how: Literal["mapping", "id", "text", "none"]


Kind = Literal["columns", "schools", "roles", "levels"]
"""The parts of a mapping."""


@dataclass(frozen=True, slots=True)
class Open:
    """Something in a file that only a person can decide.

    Args:
        kind: the part of the mapping that the decision belongs to.
        text: as it stands in the file.
        where: the places, in words.
        likely: ids that it may stand for, likeliest first.
        needed: whether nothing can be stored without a decision.
    """

    kind: Kind
    text: str
    where: str
    likely: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True)
class Identity:
    """What tells one row of a file from all others, also when the file is exported, saved or sorted anew.

    Args:
        row: as a spreadsheet counts them.
        by: `name`: the file names the person; `id`: the system's own id; `moment`: the minute at which it was handed
            in; `content`: nothing but the answers.
        aliases: ids that this person may already have; the first is the one to give. Empty unless by name or id.
        moments: minutes, without a zone, at which it may have been handed in.
    """

    row: int
    by: Literal["name", "id", "moment", "content"]
    aliases: tuple[str, ...] = ()
    moments: tuple[dt.datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file says in the terms of a round.

    Args:
        responses: of the rows without a fault, in the order of the file; who they are is settled by their identities.
        identities: one for each response.
        blank: rows, as a spreadsheet counts them, of people who answered no question of this round.
        read_as: what codes were taken for, in plain words.
        rows: how many rows of answers the file has.
        faulty: numbers of the rows with a fault, as a spreadsheet counts them.
        problems: everything that fits nothing; each names file, row, column and cell.
        unasked: ids of items that no column was found for.
    """

    export: Export
    matched: tuple[Matched, ...]
    responses: Sequence[Response]
    identities: Sequence[Identity]
    blank: tuple[int, ...]
    read_as: tuple[str, ...]
    rows: int
    faulty: tuple[int, ...]
    problems: tuple[Problem, ...]
    open: tuple[Open, ...]
    unasked: tuple[str, ...]


def minute_of(time: dt.datetime) -> dt.datetime:
    """A time to the minute, as the clock at the place showed it: what two downloads of one form agree on."""
    return time.replace(second=0, microsecond=0, tzinfo=None)


def made_id(system: str, key: str) -> str:
    """An id for somebody whom a file does not name, the same whenever the key is."""
    digest = hashlib.sha256("\n".join((system, key)).encode()).hexdigest()
    return f"{system}-{digest[:MADE]}"
