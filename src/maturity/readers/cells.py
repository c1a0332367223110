"""The cells of a CSV, TSV or XLSX file, row by row, after a look at its size."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from maturity.errors import InputError
from maturity.source.content import bytes_of, refusal, text_of

LARGEST = 200_000_000
"""Most bytes of a file, and of what is packed inside it."""
MOST_CELLS = 1_000_000
_CHUNK = 1 << 20
_SEAM = 400

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file that it starts on, its number in a spreadsheet, its cells."""

    line: int
    number: int
    cells: Sequence[Cell]

    def cell(self, column: int) -> Cell:
        """A cell, None beyond the end."""
        return self.cells[column] if column < len(self.cells) else None


def rows_of(path: Path) -> list[Row]:
    """All rows that are not empty.

    Args:
        path: a .csv, .tsv or .xlsx file; the first sheet of a workbook is read.

    Raises:
        InputError: the file cannot be read, is not what its name says, or is too large.
    """
    rows = _sheet(path) if path.suffix.lower() == ".xlsx" else _separated(path)
    return [row for row in rows if any(cell not in (None, "") for cell in row.cells)]


def _separated(path: Path) -> list[Row]:
    text = text_of(path, LARGEST)
    first = text.partition("\n")[0]
    # Spreadsheets write semicolons where the comma is the decimal sign.
    separator = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            rows.append(Row(line, len(rows) + 1, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        hint = "look at the quotes of this row"
        raise refusal(path, line, "not-a-table", f"the row cannot be read: {error}", hint) from None
    return rows


def _sheet(path: Path) -> list[Row]:
    import python_calamine

    raw = bytes_of(path, LARGEST)
    _inspect(path, raw)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise _no_workbook(path, str(error)) from None
    return [Row(number, number, row) for number, row in enumerate(cells, start=1)]


def _inspect(path: Path, raw: bytes) -> None:
    """Refuses a workbook that would unpack to more than memory holds, or that hides values.

    The reader makes room for everything up to the farthest cell, whatever the sheet says about its size, and
    gives an empty cell for an error such as #N/A, which would look like a skipped answer.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST:
                message = f"the workbook unpacks to more than {LARGEST / 1e6:.0f} MB"
                raise refusal(path, None, "too-large", message, "save only the sheet of answers, as CSV")
            for part in parts:
                if part.filename.startswith("xl/") and part.filename.endswith(".xml"):
                    _inspect_part(path, archive, part)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _no_workbook(path, str(error)) from None


def _inspect_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    far_row = far_column = 0
    seam = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            piece = seam + chunk
            if broken := re.search(rb"""<(?:\w+:)?c\s[^>]*\bt=["']e["'][^>]*>""", piece):
                cell = re.search(rb"""\br=["']([A-Z]+\d+)""", broken[0])
                name = f"the cell {cell[1].decode()}" if cell else "a cell"
                message = f"{name} of {Path(part.filename).stem} holds an error such as #N/A"
                raise refusal(path, None, "error-cell", message, "correct it, or save the sheet of answers as CSV")
            for column, row in set(re.findall(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""", piece)):
                far_column, far_row = max(far_column, _number(column)), max(far_row, int(row))
            seam = piece[-_SEAM:]
    if far_row * far_column > MOST_CELLS:
        message = f"a sheet reaches over {far_row:,} rows and {far_column:,} columns"
        hint = f"delete everything below and beside the answers; {MOST_CELLS:,} cells are the most"
        raise refusal(path, None, "too-large", message, hint)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _no_workbook(path: Path, reason: str) -> InputError:
    hint = "open it in a spreadsheet and save it again as .xlsx or .csv"
    return refusal(path, None, "not-a-table", f"the workbook cannot be read: {reason}", hint)
