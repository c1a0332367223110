"""The answers in a file of a form system, a spreadsheet or this program, before they meet a questionnaire."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import repeat
from operator import attrgetter
from pathlib import Path

from maturity.errors import InputError, Problem
from maturity.model.export import Entry, Export, ExportColumn, System, unguarded
from maturity.packed import Viewed, compact
from maturity.readers.formats.moments import Times, moments
from maturity.readers.formats.plain import looks_like_answers, unknown_table
from maturity.readers.formats.systems import Layout, heading, normal, recognise
from maturity.readers.sheet import Line, ReadSheet, first_few, read_sheets
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
    "alchemer": "Alchemer (SurveyGizmo)",
    "redcap": "REDCap",
    "jotform": "Jotform",
    "typeform": "Typeform",
    "tally": "Tally",
    "formbricks": "Formbricks",
    "wenjuanxing": "Wenjuanxing",
    "surveyjs": "SurveyJS",
}
_FARTHEST_HEADER = 20
_ZONED = re.compile(r"\((UTC|GMT)\)")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_UNFINISHED = {"", "0", "false", "no", "[not completed]", "falsch", "nein", "faux", "non", "falso", "não", "onwaar"}
_CUT = re.compile(r"\d(?:[.,]\d+)?E\+\d+|\d{16,}0", re.IGNORECASE)
"""A long number as a spreadsheet shows it, or keeps it: of 16 digits and more the last are lost."""
_SUMMARIES = frozenset(
    re.findall(
        r"\w+",
        """total totals sum average mean median count summe gesamt mittelwert durchschnitt moyenne somme suma promedio
    media totale som gemiddelde 平均 合计 总计 المجموع المتوسط""",
    )
)
"""What stands where an id or a time should, in a row that is reckoned from the others."""
_EARLIEST, _LATEST = 1990, 2100
"""Nobody has answered an online form before; LimeSurvey writes 1980-01-01 where it must not keep the time."""


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


def _chosen(path: Path, sheets: Sequence[ReadSheet]) -> tuple[ReadSheet, int, Layout, list[str]]:
    """The sheet with the answers, where its header is, and what to say about the choice."""
    filled = [sheet for sheet in sheets if len(sheet.lines) > 1]
    shown = [sheet for sheet in filled if not sheet.hidden] or filled
    if not shown:
        message = "the file has no row of answers below a header"
        raise refusal(path, None, "no-answers", message, "check that it is the right file")
    headers = [_header(path, sheet) for sheet in shown]
    known = next((n for n, (_, layout) in enumerate(headers) if layout.system != "table"), 0)
    sheet, (first, layout) = shown[known], headers[known]
    notes = [_origin(layout.system), *layout.found]
    others = [
        f"{quoted(other.name)} ({len(other.lines)} row{'s' * (len(other.lines) != 1)}{', hidden' * other.hidden})"
        for other in sheets
        if other is not sheet
    ]
    if others:
        notes.append(f"Only the sheet {quoted(sheet.name)} was read, not {first_few(others)}.")
    if first:
        above = [" ".join(filter(None, map(heading, line.cells))) for line in sheet.lines[:first]]
        notes.append(f"What stands above the header was left out: {first_few([*map(quoted, above)])}.")
    return sheet, first, layout, notes


def _origin(system: System) -> str:
    if system == "maturity":
        return "The file is a table of this program."
    if system == "table":
        return "No form system is known to write such a file: every column is taken for a question."
    return f"The file is an export of {NAMES[system]}."


def _header(path: Path, sheet: ReadSheet) -> tuple[int, Layout]:
    """Where the header is, and what it means.

    Raises:
        InputError: the table has none, so that its first row would be lost.
    """
    rows = Viewed(sheet.lines, attrgetter("cells"))
    near = range(min(len(rows), _FARTHEST_HEADER))
    for first in near:
        if layout := recognise(rows[first:]):
            return first, layout
    filled = [sum(1 for cell in rows[first] if normal(cell)) for first in near]
    # A banner has fewer cells than a header.
    first = next(first for first in near if 2 * filled[first] > max(filled))
    if looks_like_answers(rows[first:]):
        row = sheet.lines[first].number
        hint = "put a row above it with the questions, as the form asked them, or export it again with its header"
        message = f"row {row} looks like answers, and no header stands above it"
        raise refusal(path, None, "no-header", message, hint)
    return first, unknown_table(rows[first:])


def _refuse_merged(path: Path, sheet: ReadSheet, header: Line) -> None:
    """Refuses merged cells among the answers: they hold a value for one of the people they cover."""
    merged = [name for _, bottom, name in sheet.merged if bottom > header.number]
    if merged:
        message = f"cells are merged below the header: {first_few(merged)}"
        raise refusal(path, None, "merged-cells", message, "unmerge them and fill in every cell")


def _export(
    path: Path, sheet: ReadSheet, first: int, layout: Layout, notes: list[str]
) -> tuple[Export | None, list[Problem]]:
    header, answers = sheet.lines[first : first + layout.headers], sheet.lines[first + layout.headers :]
    width = max(len(line.cells) for line in header)
    problems = [_too_long(path, line, width) for line in answers if _surplus(line, width)]
    lines = compact(line for line in answers if not _surplus(line, width)) if problems else answers
    columns = [
        column
        for column in layout.columns
        if column.name or any(normal(line.cell(column.position - 1)) for line in lines)
    ]
    times = _times(header[0], lines, layout.submitted)
    entries = compact(_entries(header[0], lines, columns, layout, times))
    kept = compact(entry for entry in entries if any(entry.cells) and not entry.aside)
    if not kept:
        message = "nobody answered anything"
        problems += refusal(path, None, "no-answers", message, "check that it is the right file").problems
        return None, problems
    notes += _about_columns(header[0], columns, layout, width)
    notes += _about_times(times, heading(header[0].cell(layout.submitted or 0)), lines)
    notes += _about_people(entries, lines, layout)
    short = [line.number for line in lines if len(line.cells) < width]
    notes += _rows("Cells are missing at the end of", short, "taken for not answered")
    return Export(str(path), layout.system, tuple(columns), kept, (*notes, *sheet.notes)), problems


def _entries(
    header: Line, lines: Sequence[Line], columns: Sequence[ExportColumn], layout: Layout, times: Times
) -> Iterator[Entry]:
    """What the rows of a file say."""
    starts = _times(header, lines, layout.started)
    read = _exact(lines, layout.submitted, times.read) if layout.system == "maturity" else times.read
    addresses = _addresses(lines, layout.address)
    spare: Iterator[None] = repeat(None)
    for line, submitted, began, choices, started, address in zip(
        *(lines, read or spare, starts.read or spare, times.choices or spare, starts.choices or spare),
        addresses or spare,
        strict=False,
    ):
        id_ = "" if layout.id is None else line.cell(layout.id)
        id_ = unguarded(id_) if layout.system == "maturity" else normal(id_)
        named = None if layout.id is None else _whole(id_)
        is_over = layout.finished is None or not _is_unfinished(normal(line.cell(layout.finished)), layout)
        state = None if layout.status is None else normal(line.cell(layout.status))
        yield Entry(
            row=line.number,
            cells=tuple(_answer(line.cell(column.position - 1), layout) for column in columns),
            submitted=_credible(submitted, layout.system) if is_over else None,
            id=named,
            began=_credible(began),
            choices=tuple(filter(_credible, (started if named and starts.read else choices) or ())),
            address=address or "",
            aside=_summary(line, layout) if state is None else layout.aside.get(state.casefold(), ""),
        )


def _summary(line: Line, layout: Layout) -> str:
    """Why a row that a spreadsheet reckons below the answers is no respondent; empty if it is one."""
    leads = {
        normal(line.cell(place)).casefold().rstrip(":") for place in (layout.submitted, layout.id) if place is not None
    }
    return "a total" if leads & _SUMMARIES else ""


def _whole(id_: str) -> str | None:
    """An id without what systems put before it; None if a spreadsheet kept only its first digits."""
    return None if _CUT.fullmatch(id_) else id_.removeprefix("uuid:") or None


def _about_columns(header: Line, columns: Sequence[ExportColumn], layout: Layout, width: int) -> Iterator[str]:
    """Which columns are left out, and which read alike."""
    names = [heading(header.cell(place)) for place in range(width)]
    asked = {column.position - 1 for column in columns}
    if layout.system == "maturity":
        asked |= {place for place in (layout.id, layout.submitted) if place is not None}
    if left_out := [name for place, name in enumerate(names) if name and place not in asked]:
        yield f"Columns that are no questions were left out: {first_few(left_out)}."
    for name, count in Counter(column.name for column in columns).items():
        if count > 1:
            places = [letters(column.position - 1) for column in columns if column.name == name]
            yield f"{quoted(name) if name else 'Nothing'} is the header of several columns: {first_few(places)}."


def _about_people(entries: Sequence[Entry], lines: Sequence[Line], layout: Layout) -> Iterator[str]:
    """Which rows are no respondents, or not whole ones, or perhaps one person's."""
    rows: dict[str, list[int]] = {}
    for entry in entries:
        if entry.address and not entry.aside and any(entry.cells):
            rows.setdefault(entry.address, []).append(entry.row)
    for shared in rows.values():
        if len(shared) > 1:
            yield from _rows(
                "One e-mail address stands in", shared, "each is counted as a person; remove those that are not"
            )
    for reason in dict.fromkeys(entry.aside for entry in entries if entry.aside):
        yield from _rows(
            "Nobody's answers stand in", [e.row for e in entries if e.aside == reason], f"{reason}, left out"
        )
    empty = [entry.row for entry in entries if not any(entry.cells) and not entry.aside]
    yield from _rows("Nothing is answered in", empty, "left out")
    ends = _column(lines, layout.finished)
    unfinished = [
        entry.row
        for entry, end in zip(entries, ends, strict=False)
        if any(entry.cells) and not entry.aside and _is_unfinished(end, layout)
    ]
    yield from _rows("Answers were begun and not handed in, in", unfinished, "read as far as they go")


def _column(lines: Sequence[Line], place: int | None) -> Sequence[str]:
    """The texts of a column; none if there is no such column."""
    return () if place is None else Viewed(lines, partial(_normal, place=place))


def _normal(line: Line, place: int) -> str:
    return normal(line.cell(place))


def _answer(text: str, layout: Layout) -> str:
    """A cell; what this program wrote itself is left as it is, so that it comes back as it went."""
    if layout.system == "maturity":
        return unguarded(text)
    text = normal(text)
    return "" if text in layout.unasked else text


def _times(header: Line, lines: Sequence[Line], place: int | None) -> Times:
    """The times of a column; a header such as `Submit Date (UTC)` says in which zone they are."""
    zone = _ZONED.search(heading(header.cell(place))) if place is not None else None
    return moments(_column(lines, place), zone[1] if zone else "")


def _addresses(lines: Sequence[Line], place: int | None) -> Sequence[str]:
    """Everybody's e-mail address: of the column that is known for it, else of one that holds nothing else."""
    if place is None:
        place = _of_addresses(lines)
    elif not any(_column(lines, place)):
        return ()
    return Viewed(_column(lines, place), lambda text: text.casefold() if "@" in text else "")


def _of_addresses(lines: Sequence[Line]) -> int | None:
    """The first column that holds addresses and nothing else."""
    there: set[int] = set()
    others: set[int] = set()
    for line in lines:
        for column, cell in enumerate(line.cells):
            if column not in others and (text := normal(cell).casefold()):
                (there if _ADDRESS.fullmatch(text) else others).add(column)
        there -= others
    return min(there, default=None)


def _is_unfinished(state: str, layout: Layout) -> bool:
    said = state.casefold()
    return said not in layout.done if layout.done else said in _UNFINISHED


def _credible(time: dt.datetime | None, system: System = "table") -> dt.datetime | None:
    """A time at which somebody can have answered; what this program wrote is what it was given."""
    if system == "maturity":
        return time
    return time if time is not None and _EARLIEST <= time.year <= _LATEST else None


def _about_times(times: Times, name: str, lines: Sequence[Line]) -> list[str]:
    """What to know about the times of a file."""
    notes = []
    if times.ambiguous:
        notes.append(f"Times in {quoted(name)} may start with the day or the month; none is used.")
    if times.zones:
        zones = first_few(times.zones)
        notes.append(f"The time zone {zones} in {quoted(name)} is not known: times stand as they were at the place.")
    unread = times.unread
    if unread:
        rows = first_few([str(lines[row].number) for row in unread])
        notes.append(
            f"What stands in {quoted(name)} could not be read as a time in row{'s' * (len(unread) > 1)} {rows}."
        )
    if any(time.year > _LATEST for one in times.choices for time in one):
        notes.append(f"Dates in {quoted(name)} after {_LATEST} are of another calendar; none is used.")
    if any(time.year < _EARLIEST for one in times.choices for time in one):
        notes.append(f"Dates in {quoted(name)} before {_EARLIEST} stand for a time that was not kept; none is used.")
    return notes


def _exact(
    lines: Sequence[Line], place: int | None, usual: Sequence[dt.datetime | None]
) -> Sequence[dt.datetime | None]:
    """Times as this program wrote them, to the last digit; the usual reading where a spreadsheet wrote them anew."""
    texts = Viewed(lines, lambda line: "" if place is None else line.cell(place))
    try:
        return compact(dt.datetime.fromisoformat(text) if text else None for text in texts)
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


def _rows(what: str, rows: Sequence[int], fate: str) -> list[str]:
    """A sentence about some rows of the file, if there are any."""
    if not rows:
        return []
    return [f"{what} row{'s' * (len(rows) != 1)} {first_few([*map(str, rows)])}: {fate}."]
