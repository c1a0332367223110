"""The cells of a CSV, TSV or XLSX file, row by row, after a look at its size."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from maturity.errors import InputError
from maturity.packed import compact
from maturity.source.content import bytes_of, lines_in, refusal

LARGEST = 2_000_000_000
"""Most bytes of a text file, which is read row by row."""
MOST_CELLS = 100_000_000
"""Most cells of a text file: those of a million people and a hundred columns."""
MOST_COLUMNS = 16_384
"""Most columns of a row, as in a spreadsheet."""
LONGEST_LINE = 5_000_000
"""Most characters of a line, and of a row of several lines."""
LARGEST_WORKBOOK = 200_000_000
"""Most bytes of a workbook, and of what is packed inside it: all of it is in memory at once."""
MOST_IN_SHEET = 1_000_000
"""Most cells of a workbook's sheet."""
AS_TEXT = f"{MOST_IN_SHEET:,} cells are the most, and of a CSV file {MOST_CELLS:,}"
BROKEN_ARCHIVE = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError),
)
"""What comes of reading a damaged archive, which can fail at any point."""
_CHUNK = 1 << 20
_SEAM = 400

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None


@dataclass(frozen=True)
class Row:
    """One row: the line of the file that it starts on, its number in a spreadsheet, its cells."""

    line: int
    number: int
    cells: Sequence[Cell]

    def cell(self, column: int) -> Cell:
        """A cell, None beyond the end."""
        return self.cells[column] if column < len(self.cells) else None


def rows_of(path: Path, *, errors: bool = False) -> Sequence[Row]:
    """All rows that are not empty.

    Args:
        path: a .csv, .tsv or .xlsx file; the first sheet of a workbook is read.
        errors: give errors such as #N/A in a workbook as text; else it is refused.

    Raises:
        InputError: the file cannot be read, is not what its name says, or is too large.
    """
    rows = _sheet(path, errors=errors) if path.suffix.lower() == ".xlsx" else _separated(path)
    return compact(row for row in rows if any(cell not in (None, "") for cell in row.cells))


def _separated(path: Path) -> Iterator[Row]:
    lines = lines_in(path, LARGEST, LONGEST_LINE)
    first = next(lines, "")
    # Spreadsheets write semicolons where the comma is the decimal sign.
    separator = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=first.count)
    for number, (line, cells) in enumerate(rows_read(path, chain((first,), lines), separator), start=1):
        yield Row(line, number, [cell.strip() for cell in cells])


def rows_read(path: Path, lines: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text file as they are read: the line of the file, from 1, that each starts on, and its cells.

    Raises:
        InputError: a row cannot be read, or the table is larger than any table of answers.
    """
    length = 0

    def heard() -> Iterator[str]:
        nonlocal length
        for one in lines:
            length += len(one)
            if length > LONGEST_LINE:
                message = f"the row that starts here has more than {LONGEST_LINE:,} characters"
                raise refusal(path, line, "too-large", message, "look for a quote that is never closed")
            yield one

    reader = csv.reader(heard(), delimiter=separator, strict=True)
    line, count = 1, 0
    try:
        for cells in reader:
            count += len(cells)
            if count > MOST_CELLS or len(cells) > MOST_COLUMNS:
                message = f"the table has more than {MOST_CELLS:,} cells or {MOST_COLUMNS:,} columns"
                raise refusal(path, line, "too-large", message, "save only the answers to this questionnaire")
            yield line, cells
            line, length = reader.line_num + 1, 0
    except csv.Error as error:
        message = f"the row that starts here cannot be read: {error}"
        raise refusal(path, line, "not-a-table", message, "look for a quote that is never closed") from None


def _sheet(path: Path, *, errors: bool) -> Iterator[Row]:
    import python_calamine

    raw = bytes_of(path, LARGEST_WORKBOOK)
    try:
        if _inspect(path, raw, errors=errors):
            raw = _errors_as_text(raw)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, *BROKEN_ARCHIVE) as error:
        raise _no_workbook(path, str(error)) from None
    return (Row(number, number, row) for number, row in enumerate(cells, start=1))


_ERROR = re.compile(rb"""(<(?:\w+:)?c\s[^>]*\bt=)["']e["'][^>]*>""")


def _errors_as_text(raw: bytes) -> bytes:
    """A workbook whose errors are text, for the reader gives an empty cell for an error."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in archive.infolist():
            text = archive.read(part)
            is_sheet = part.filename.startswith("xl/") and part.filename.endswith(".xml")
            copy.writestr(part.filename, _ERROR.sub(_of_text, text) if is_sheet else text)
    return made.getvalue()


def _of_text(cell: re.Match[bytes]) -> bytes:
    return re.sub(rb"""(\bt=)["']e["']""", rb'\1"str"', cell[0])


def _inspect(path: Path, raw: bytes, *, errors: bool) -> bool:
    """Refuses a workbook that would unpack to more than memory holds, or that hides values.

    The reader makes room for everything up to the farthest cell, whatever the sheet says about its size, and
    gives an empty cell for an error such as #N/A, which would look like a skipped answer.

    Args:
        errors: do not refuse errors.

    Returns:
        whether there are any.
    """
    found = False
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
            raise _no_workbook(path, "it is packed as no workbook is")
        if sum(part.file_size for part in parts) > LARGEST_WORKBOOK:
            message = f"the workbook unpacks to more than {LARGEST_WORKBOOK / 1e6:.0f} MB"
            raise refusal(path, None, "too-large", message, "save only the sheet of answers, as CSV")
        for part in parts:
            if part.filename.startswith("xl/") and part.filename.endswith(".xml"):
                found |= _inspect_part(path, archive, part, errors=errors)
    return found


def _inspect_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, errors: bool) -> bool:
    far_row = far_column = 0
    found = False
    seam = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            piece = seam + chunk
            broken = _ERROR.search(piece)
            found = found or broken is not None
            if broken and not errors:
                cell = re.search(rb"""\br=["']([A-Z]+\d+)""", broken[0])
                name = f"the cell {cell[1].decode()}" if cell else "a cell"
                message = f"{name} of {Path(part.filename).stem} holds an error such as #N/A"
                raise refusal(path, None, "error-cell", message, "correct it, or save the sheet of answers as CSV")
            for column, row in set(re.findall(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""", piece)):
                far_column, far_row = max(far_column, _number(column)), max(far_row, int(row))
            seam = piece[-_SEAM:]
    if far_row * far_column > MOST_IN_SHEET:
        message = f"a sheet reaches over {far_row:,} rows and {far_column:,} columns"
        hint = f"delete everything below and beside the answers; {AS_TEXT}"
        raise refusal(path, None, "too-large", message, hint)
    return found


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _no_workbook(path: Path, reason: str) -> InputError:
    hint = "open it in a spreadsheet and save it again as .xlsx or .csv"
    return refusal(path, None, "not-a-table", f"the workbook cannot be read: {reason}", hint)
