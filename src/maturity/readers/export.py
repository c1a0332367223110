"""The answers in a file of a form system, a spreadsheet or this program, before they meet a questionnaire."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from maturity.errors import InputError, Problem
from maturity.model.export import Entry, Export, System, unguarded
from maturity.readers.formats.moments import moments
from maturity.readers.formats.systems import Layout, heading, normal, recognise, unknown
from maturity.readers.sheet import Line, Sheet, listed, read_sheets
from maturity.readers.table import letters
from maturity.source.content import refusal
from maturity.text.names import quoted

NAMES: dict[System, str] = {
    "google-forms": "Google Forms",
    "microsoft-forms": "Microsoft Forms",
    "limesurvey": "LimeSurvey",
    "kobo": "KoboToolbox or ODK",
    "qualtrics": "Qualtrics",
    "surveymonkey": "SurveyMonkey",
}
_FARTHEST_HEADER = 20
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_UNFINISHED = {"", "0", "FALSE", "False"}


def read_export(path: Path) -> tuple[Export | None, list[Problem]]:
    """What people answered in a form, a survey or a table.

    Args:
        path: a CSV, TSV or XLSX file of any system that `maturity.model.export.System` names, or any table
            with one person a row and one question a column.

    Returns:
        the export, None if the file cannot be used at all; and what is wrong. A row that does not fit the
        header is left out and is a problem.
    """
    try:
        sheet, first, layout, notes = _chosen(path, read_sheets(path))
        _refuse_merged(path, sheet, sheet.lines[first + layout.headers - 1])
    except InputError as error:
        return None, list(error.problems)
    return _export(path, sheet, first, layout, notes)


def _chosen(path: Path, sheets: Sequence[Sheet]) -> tuple[Sheet, int, Layout, list[str]]:
    """The sheet with the answers, where its header is, and what to say about the choice."""
    filled = [sheet for sheet in sheets if len(sheet.lines) > 1]
    shown = [sheet for sheet in filled if not sheet.hidden] or filled
    if not shown:
        message = "the file has no row of answers below a header"
        raise refusal(path, None, "no-answers", message, "check that it is the right file")
    headers = [_header(sheet) for sheet in shown]
    known = next((n for n, (_, layout) in enumerate(headers) if layout.system != "table"), 0)
    sheet, (first, layout) = shown[known], headers[known]
    notes = [_origin(layout.system)]
    others = [
        f"{quoted(other.name)} ({len(other.lines)} row{'s' * (len(other.lines) != 1)}{', hidden' * other.hidden})"
        for other in sheets
        if other is not sheet
    ]
    if others:
        notes.append(f"Only the sheet {quoted(sheet.name)} was read, not {listed(others)}.")
    if first:
        above = [" ".join(filter(None, map(heading, line.cells))) for line in sheet.lines[:first]]
        notes.append(f"What stands above the header was left out: {listed([*map(quoted, above)])}.")
    return sheet, first, layout, notes


def _origin(system: System) -> str:
    if system == "maturity":
        return "The file is a table of this program."
    if system == "table":
        return "No form system is known to write such a file: every column is taken for a question."
    return f"The file is an export of {NAMES[system]}."


def _header(sheet: Sheet) -> tuple[int, Layout]:
    """Where the header is, and what it means."""
    rows = [line.cells for line in sheet.lines]
    near = range(min(len(rows), _FARTHEST_HEADER))
    for first in near:
        if layout := recognise(rows[first:]):
            return first, layout
    filled = [sum(1 for cell in rows[first] if normal(cell)) for first in near]
    # A banner has fewer cells than a header.
    first = next(first for first in near if 2 * filled[first] > max(filled))
    return first, unknown(rows[first:])


def _refuse_merged(path: Path, sheet: Sheet, header: Line) -> None:
    """Refuses merged cells among the answers: they hold a value for one of the people they cover."""
    merged = [name for _, bottom, name in sheet.merged if bottom > header.number]
    if merged:
        message = f"cells are merged below the header: {listed(merged)}"
        raise refusal(path, None, "merged-cells", message, "unmerge them and fill in every cell")


def _export(
    path: Path, sheet: Sheet, first: int, layout: Layout, notes: list[str]
) -> tuple[Export | None, list[Problem]]:
    header, answers = sheet.lines[first : first + layout.headers], sheet.lines[first + layout.headers :]
    width = max(len(line.cells) for line in header)
    lines = [line for line in answers if not _surplus(line, width)]
    problems = [_too_long(path, line, width) for line in answers if _surplus(line, width)]
    columns = [
        column
        for column in layout.columns
        if column.name or any(normal(line.cell(column.position - 1)) for line in lines)
    ]
    times, ambiguous = moments(_column(lines, layout.submitted))
    if layout.system == "maturity":
        times, ambiguous = _exact(lines, layout.submitted, times), False
    ids, ends = _column(lines, layout.id), _column(lines, layout.finished)
    if layout.system == "maturity" and layout.id is not None:
        ids = [unguarded(line.cell(layout.id)) for line in lines]
    starts = _column(lines, layout.started)
    entries = [
        Entry(
            row=line.number,
            cells=tuple(_answer(line.cell(column.position - 1), layout) for column in columns),
            submitted=times[n] if times and not (ends and ends[n] in _UNFINISHED) else None,
            id=ids[n] or None if ids else None,
            began=starts[n] or None if starts else None,
        )
        for n, line in enumerate(lines)
    ]
    kept = [entry for entry in entries if any(entry.cells)]
    if not kept:
        message = "nobody answered anything"
        problems += refusal(path, None, "no-answers", message, "check that it is the right file").problems
        return None, problems
    names = [heading(header[0].cell(place)) for place in range(width)]
    asked = {column.position - 1 for column in columns}
    if layout.system == "maturity":
        asked |= {place for place in (layout.id, layout.submitted) if place is not None}
    if left_out := [name for place, name in enumerate(names) if name and place not in asked]:
        notes.append(f"Columns that are no questions were left out: {listed(left_out)}.")
    for name, count in Counter(column.name for column in columns).items():
        if count > 1:
            places = [letters(column.position - 1) for column in columns if column.name == name]
            notes.append(f"{quoted(name) if name else 'Nothing'} is the header of several columns: {listed(places)}.")
    if ambiguous:
        notes.append(
            f"Times in {quoted(names[layout.submitted or 0])} may start with the day or the month; none is used."
        )
    notes += _same_address(kept, lines, width)
    notes += _rows("Nothing is answered in", [entry.row for entry in entries if not any(entry.cells)], "left out")
    if ends:
        unfinished = [entry.row for n, entry in enumerate(entries) if any(entry.cells) and ends[n] in _UNFINISHED]
        notes += _rows("Answers were begun and not handed in, in", unfinished, "read as far as they go")
    short = [line.number for line in lines if len(line.cells) < width]
    notes += _rows("Cells are missing at the end of", short, "taken for not answered")
    return Export(str(path), layout.system, tuple(columns), tuple(kept), (*notes, *sheet.notes)), problems


def _column(lines: Sequence[Line], place: int | None) -> list[str]:
    """The texts of a column; none if there is no such column."""
    return [] if place is None else [normal(line.cell(place)) for line in lines]


def _answer(text: str, layout: Layout) -> str:
    """A cell; what this program wrote itself is left as it is, so that it comes back as it went."""
    if layout.system == "maturity":
        return unguarded(text)
    text = normal(text)
    return "" if text in layout.unasked else text


def _exact(lines: Sequence[Line], place: int | None, usual: list[dt.datetime | None]) -> list[dt.datetime | None]:
    """Times as this program wrote them, to the last digit; the usual reading where a spreadsheet wrote them anew."""
    try:
        texts = [line.cell(place) if place is not None else "" for line in lines]
        return [dt.datetime.fromisoformat(text) if text else None for text in texts]
    except ValueError:
        return usual


def _surplus(line: Line, width: int) -> bool:
    return any(map(normal, line.cells[width:]))


def _too_long(path: Path, line: Line, width: int) -> Problem:
    return Problem(
        str(path),
        line.line,
        f"row {line.number}",
        "ragged-row",
        f"the row has {len(line.cells)} cells, the header has {width}",
        "look for a separator inside a text, and put that text in quotes",
    )


def _same_address(entries: Sequence[Entry], lines: Sequence[Line], width: int) -> list[str]:
    """A sentence about rows of one e-mail address, which may be those of one person; the address is not repeated."""
    answered = {entry.row for entry in entries}
    rows: dict[str, dict[int, None]] = {}
    for line in lines:
        for place in range(width if line.number in answered else 0):
            text = normal(line.cell(place)).casefold()
            if _ADDRESS.fullmatch(text):
                rows.setdefault(text, {})[line.number] = None
    return [
        f"In rows {listed([*map(str, same)])}: one e-mail address; they are taken for {len(same)} people. "
        "If they are one, keep the row that counts."
        for same in rows.values()
        if len(same) > 1
    ]


def _rows(what: str, rows: Sequence[int], fate: str) -> list[str]:
    """A sentence about some rows of the file, if there are any."""
    if not rows:
        return []
    return [f"{what} row{'s' * (len(rows) != 1)} {listed([*map(str, rows)])}: {fate}."]
