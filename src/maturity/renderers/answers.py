"""Everybody's answers as a table that `maturity collect` reads back without loss, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from maturity.model import Answer, Publication, Response, Round
from maturity.model.export import guarded
from maturity.model.round import DONT_KNOW

LONGEST = 32_767
"""Most characters that a spreadsheet keeps in a cell."""
PERSONAL = ("respondent", "school", "role", "submitted")
Cell = str | int
Kind = Literal["csv", "xlsx"]


def render(round_: Round, kind: Kind, *, whole: bool = True) -> bytes:
    """One row a respondent: school, role, time, every answer, example and comment.

    Args:
        kind: `csv` is UTF-8 with a byte-order mark, so that spreadsheets read it rightly.
        whole: otherwise as `apart`.
    """
    header, rows = table(round_) if whole else apart(round_)
    return _csv(header, rows) if kind == "csv" else _xlsx(header, rows)


def too_long(round_: Round) -> bool:
    """Whether a text is longer than a spreadsheet keeps."""
    return any(isinstance(cell, str) and len(cell) > LONGEST for row in table(round_)[1] for cell in row)


def table(round_: Round) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows; columns that nobody fills are left out, but never an item's."""
    columns = [*_columns(round_)]
    rows = [[_cell(round_, response, column) for column in columns] for response in round_.responses]
    items = set(round_.questionnaire.item_by_id)
    kept = [
        place
        for place, column in enumerate(columns)
        if column in items
        or column in ("respondent", "school", "role", "kind")
        or any(row[place] != "" for row in rows)
    ]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def apart(round_: Round) -> tuple[list[str], list[list[Cell]]]:
    """The answers without school, role, time or code, each column sorted by itself: no row is a person.

    Of what was published, where it was: a table of later answers beside it would give those away.
    """
    if round_.published is not None:
        columns = {name: cells for name, cells in _shown(round_, round_.published) if any(cell != "" for cell in cells)}
    else:
        header, rows = table(round_)
        columns = {name: [row[place] for row in rows] for place, name in enumerate(header) if name not in PERSONAL}
    kept = {
        name: sorted(cells, key=lambda cell: (cell == "", isinstance(cell, str), cell))
        for name, cells in columns.items()
    }
    return list(kept), [list(row) for row in zip_longest(*kept.values(), fillvalue="")]


def _shown(round_: Round, published: Publication) -> Iterator[tuple[str, list[Cell]]]:
    """The columns of an anonymous round that follow from what was published of it."""
    asked = round_.questionnaire
    yield "kind", [published.kind] * published.people
    for before, items in (("", published.items), ("looking_back:", published.looking_back)):
        for id_, item in items.items():
            low = asked.scale_of(asked.item_by_id[id_]).low
            levels = [low + place for place, n in enumerate(item.counts or ()) for _ in range(n)]
            yield before + id_, [*levels, *[DONT_KNOW] * (item.dont_know or 0)]
    for id_, choice in published.portrait.items():
        yield id_, [quadrant for quadrant, n in (choice.counts or {}).items() for _ in range(n)]
    for id_, item in published.items.items():
        yield f"evidence:{id_}", list(map(guarded, item.quotes))


def _columns(round_: Round) -> Iterator[str]:
    questionnaire = round_.questionnaire
    items = [item.id for item in questionnaire.items]
    yield from (*PERSONAL, "kind", *items)
    yield from (portrait.id for portrait in questionnaire.portrait)
    yield from (f"evidence:{item}" for item in items)
    yield from (f"looking_back:{item}" for item in items)
    yield "comment"


def _cell(round_: Round, response: Response, column: str) -> Cell:
    part, _, item = column.rpartition(":")
    if part == "evidence":
        return guarded(response.evidence.get(item, ""))
    if part == "looking_back":
        return _answer(response.looking_back.get(item))
    if item in round_.questionnaire.item_by_id:
        return _answer(response.answers.get(item))
    if item in response.portraits:
        return response.portraits[item]
    if item == "submitted":
        return response.submitted.isoformat() if response.submitted else ""
    if item == "kind":
        return round_.mode
    if item in ("respondent", "school", "role", "comment"):
        return guarded(getattr(response, item) or "")
    return ""


def _answer(answer: Answer) -> Cell:
    return "" if answer is None else answer


def _csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"created": dt.datetime(2000, 1, 1)})
        sheet = workbook.add_worksheet("answers")
        bold = workbook.add_format({"bold": True})
        text = workbook.add_format({"num_format": "@"})
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell, text)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, max(len(header) - 1, 1), 14)
    return out.getvalue()
