"""A table of text from a file that says little about itself: what encoding, what separator, what sheet.

Tables come from form systems, from spreadsheets that saved them again, and from people. Here they become rows
of cells as they are displayed, with the number that a spreadsheet shows beside each row.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from maturity.errors import InputError
from maturity.packed import compact
from maturity.readers.cells import LARGEST, LONGEST_LINE, Cell, rows_read
from maturity.readers.table import letters
from maturity.source.content import bytes_in, bytes_of, foreign, refusal
from maturity.text.names import quoted

if TYPE_CHECKING:
    from maturity.readers.formats.workbook import Tab

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")
LARGEST_BOOK = 50_000_000
"""Most bytes of a workbook."""
_CHUNK = 1 << 16
_SAMPLE = 50
_MOST_NAMED = 8

_WEB_PAGE = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml(?![^>]*>\s*<(!doctype html|html))", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One row that holds something.

    Args:
        number: the number that a spreadsheet shows beside it, from 1.
        line: line of the file, from 1, that it starts on; None in a workbook.
        cells: as displayed; empty texts stand for empty cells.
    """

    number: int
    line: int | None
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """A cell; empty beyond the end."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One table.

    Args:
        name: of the sheet in its workbook; empty for a text file.
        hidden: whether the workbook hides it.
        lines: the rows that hold something.
        merged: groups of merged cells: first and last row, from 1, and the name of the group, such as `B2:B5`.
        notes: what a reader of the file may not expect, in plain words.
    """

    name: str
    hidden: bool
    lines: Sequence[Line]
    merged: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[str, ...] = ()


def read_sheets(path: Path) -> list[ReadSheet]:
    """All tables in a file; what it is is told by its content, not by its name.

    Args:
        path: a CSV or TSV file in UTF-8, UTF-16 or Windows-1252, or an XLSX workbook.

    Raises:
        InputError: the file cannot be read, is something else, is damaged or too large; one problem.
    """
    with bytes_in(path, LARGEST) as file:
        start = file.read(_CHUNK)
        if start.startswith(b"PK"):
            raw = bytes_of(path, LARGEST_BOOK)
            if foreign(raw) in ("an Excel workbook", "an archive"):
                from maturity.readers.formats.workbook import tabs

                return [_tabled(tab, _misnamed(path, "a workbook", TEXTS)) for tab in tabs(path, raw)]
            start = raw
        _refuse_others(path, start, file)
        return [_separated(path, start[:_CHUNK], file, _misnamed(path, "a text file", WORKBOOKS))]


def _misnamed(path: Path, kind: str, endings: Collection[str]) -> tuple[str, ...]:
    return (f"In spite of its name the file is {kind}.",) if path.suffix.lower() in endings else ()


def _refuse_others(path: Path, raw: bytes, file: BinaryIO) -> None:
    """Refuses a file by its start, `raw`, that is no text; and one that is empty to its end."""
    kind = foreign(raw)
    hint = "export the answers as CSV or XLSX"
    if raw.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        if "EncryptedPackage".encode("utf-16-le") in raw + file.read(LARGEST_BOOK):
            hint = "save a copy without the password"
            raise refusal(path, None, "encrypted", "the workbook is protected by a password", hint)
        kind, hint = "an old Excel workbook", "save it as .xlsx or .csv"
    elif _XML.match(raw.removeprefix(codecs.BOM_UTF8)):
        kind = "an XML file"
    elif _WEB_PAGE.match(raw.removeprefix(codecs.BOM_UTF8)):
        kind = "a web page"
        hint = "if it is the form itself, ask for the small file that it saves; else sign in, and export CSV or XLSX"
    if kind:
        raise refusal(path, None, "other-format", f"the file is {kind}, not a table", hint)
    pieces = chain((raw,), iter(partial(file.read, _CHUNK), b""))
    if not any(piece.strip(codecs.BOM_UTF8 + b" \t\r\n") for piece in pieces):
        raise refusal(path, None, "no-answers", "the file is empty", "export the answers again")


def _tabled(tab: Tab, notes: tuple[str, ...]) -> ReadSheet:
    """A sheet of a workbook as it is displayed."""
    where = f"the sheet {quoted(tab.name)}"
    lines = (Line(number, None, tuple(map(displayed, cells))) for number, cells in enumerate(tab.rows, start=1))
    kept = compact(line for line in lines if any(map(str.strip, line.cells)))
    hidden = [letters(column) for column in tab.hidden_columns if any(line.cell(column) for line in kept)]
    if tab.hidden_rows:
        notes += (f"Hidden rows of {where} were read as well: {first_few([str(n + 1) for n in tab.hidden_rows])}.",)
    if hidden:
        notes += (f"Hidden columns of {where} were read as well: {first_few(hidden)}.",)
    merged = tuple(
        (top + 1, bottom + 1, f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}")
        for (top, left), (bottom, right) in tab.merged
    )
    return ReadSheet(tab.name, tab.hidden, kept, merged, notes)


def first_few(names: Sequence[str]) -> str:
    """The first few of some names, and whether there are more."""
    return ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")


def displayed(cell: Cell) -> str:
    """A cell of a workbook as text: whole numbers without a point, dates and times as ISO 8601."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, dt.datetime):
        # Workbooks count days: seconds come back as fractions that are a little off.
        return (cell + dt.timedelta(milliseconds=500)).replace(microsecond=0).isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _separated(path: Path, start: bytes, file: BinaryIO, notes: tuple[str, ...]) -> ReadSheet:
    encoding = _encoding(path, start, file)
    if encoding == "cp1252":
        notes += ("The file is not UTF-8; it was read as Windows-1252. Look whether letters such as é are right.",)
    head = start.decode(encoding, errors="ignore")
    announced = re.match(r'"?sep=(.)"?\r?\n', head)
    separator = announced[1] if announced else _separator(head)
    file.seek(0)
    rows = rows_read(path, _text(path, file, encoding), separator)
    # A spreadsheet obeys the line that announces the separator, and does not count it.
    numbered = enumerate(rows, start=0 if announced else 1)
    lines = (
        Line(number, line, tuple(cells)) for number, (line, cells) in numbered if number and any(map(str.strip, cells))
    )
    return ReadSheet("", False, compact(lines), (), notes)


def _encoding(path: Path, start: bytes, file: BinaryIO) -> str:
    """What the bytes are written in."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        guesses = ["utf-16"]
    elif (zeros := _zeros(start)) is not None:
        guesses = [("utf-16-be", "utf-16-le")[zeros]]
    else:
        guesses = ["utf-8-sig", "cp1252"]
    guess = next((guess for guess in guesses if _decodes(file, guess)), None)
    if guess is None:
        raise _no_text(path)
    return guess


def _no_text(path: Path) -> InputError:
    message = "the file is neither UTF-8 nor UTF-16 nor Windows-1252, or it is cut off"
    return refusal(path, None, "encoding", message, "export it again, or save it as CSV in UTF-8")


def _zeros(raw: bytes) -> int | None:
    """Which of two bytes is zero nearly always, as in UTF-16; None if neither."""
    sample = raw[: 2 * _CHUNK]
    shares = [sample[start::2].count(0) / max(1, len(sample) // 2) for start in (0, 1)]
    return next((start for start in (0, 1) if shares[start] > 0.7 > 0.1 > shares[1 - start]), None)


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        for piece in iter(partial(file.read, _CHUNK), b""):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(head: str) -> str:
    """The separator that gives the most rows of one width; of two such the one that gives the wider rows."""
    lines = head.splitlines(keepends=True)[:_SAMPLE]

    def regular(separator: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=separator) if len(cells) > 1)
        width, rows = max(widths.items(), key=lambda pair: pair[::-1], default=(0, 0))
        return rows, width

    return max(",;\t", key=regular)


def _text(path: Path, file: BinaryIO, encoding: str) -> Iterator[str]:
    """Line by line, so that a large file is never there as a whole."""
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        for number, line in enumerate(iter(partial(text.readline, LONGEST_LINE + 1), ""), start=1):
            if "\0" in line:
                message = "the file holds zero bytes, as after a crash or a broken download"
                raise refusal(path, number, "control-character", message, "export it again")
            if len(line) > LONGEST_LINE:
                message = f"a line has more than {LONGEST_LINE:,} characters"
                raise refusal(path, number, "too-large", message, "check that it is the right file")
            yield line
    except UnicodeDecodeError:
        raise _no_text(path) from None
