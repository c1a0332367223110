"""The sheets of an XLSX workbook, after a look at everything that could do harm.

The workbook is unpacked here, within bounds, and its parts are read once for what calamine does not tell: how
far a sheet reaches, how much text it repeats, errors, formulas without a result. Then calamine gets just the
parts that were looked at, so that no other reading of the same archive is possible.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine

from maturity.errors import InputError
from maturity.readers.cells import AS_TEXT, BROKEN_ARCHIVE, MOST_IN_SHEET, Cell
from maturity.readers.table import letters
from maturity.source.content import refusal
from maturity.text.names import quoted

MOST_UNPACKED = 40_000_000
"""Most bytes of all XML in a workbook."""
MOST_PARTS = 2_000
MOST_TAGS = 1_500_000
"""Most tags in a workbook: four to a cell."""
MOST_TEXT = 20_000_000
"""Most characters in all cells together; a workbook stores a repeated text once, memory does not."""

_STRINGS = "xl/sharedstrings.xml"
_SHEETS = "xl/worksheets/"
_SAVE_AGAIN = "open it in a spreadsheet and save it again as .xlsx or .csv"
_ONLY_ANSWERS = "save only the sheet of answers, as CSV"
_LAST_COLUMN = 16_384
_SIGN = 20
"""Characters of a value that are kept: enough for an error or the number of a text."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_Corner = tuple[int, int]


@dataclass(slots=True)
class Tab:
    """One sheet.

    Args:
        name: as its tab says.
        hidden: whether the tab is hidden.
        rows: every row from the first of the sheet on; a cell with an error holds its sign, such as `#N/A`.
        merged: first and last cell of each group of merged cells, as row and column from 0.
        hidden_rows: rows that are hidden and hold something, from 0.
        hidden_columns: columns that are hidden, from 0.
    """

    name: str
    hidden: bool
    rows: list[list[Cell]]
    merged: list[tuple[_Corner, _Corner]]
    hidden_rows: list[int]
    hidden_columns: list[int]


def tabs(path: Path, raw: bytes) -> list[Tab]:
    """All sheets of a workbook, in their order.

    Args:
        path: the file, for messages.
        raw: its content, an archive.

    Raises:
        InputError: it is no workbook, is damaged, larger than the bounds above, declares entities, or holds
            formulas without their results.
    """
    parts = _unpacked(path, raw)
    if sum(content.count(b"<") for content in parts.values()) > MOST_TAGS:
        message = f"the workbook has more than {MOST_TAGS:,} tags"
        raise refusal(path, None, "too-large", message, _ONLY_ANSWERS)
    try:
        strings, used = _Strings(path), _Used()
        looks = {name: _Look(path, strings.lengths, used) for name in parts if _is_sheet(name)}
        # The texts come first: how long they are counts in every cell that repeats them.
        for name in sorted(parts, key=_STRINGS.__ne__):
            (strings if name == _STRINGS else looks.get(name, _Part(path))).parse(parts[name])
        places = _places(parts)
        book = python_calamine.CalamineWorkbook.from_filelike(_packed(parts))
        known = [about for about in book.sheets_metadata if places.get(about.name) in looks]
        return [_tab(path, book, about, looks[places[about.name]]) for about in known]
    except (expat.ExpatError, python_calamine.CalamineError, ValueError, LookupError) as error:
        raise _broken(path, str(error).partition("\n")[0]) from None


def _unpacked(path: Path, raw: bytes) -> dict[str, bytes]:
    """The XML parts of an archive by name; the case of a name means nothing to a spreadsheet."""
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = archive.infolist()
            if not any(part.filename.lower() == "xl/workbook.xml" for part in inside):
                raise _other_archive(path, [part.filename for part in inside])
            wanted = [part for part in inside if part.filename.lower().endswith((".xml", ".rels"))]
            if len(wanted) > MOST_PARTS or sum(part.file_size for part in wanted) > MOST_UNPACKED:
                message = f"the workbook unpacks to more than {MOST_UNPACKED / 1e6:.0f} MB"
                raise refusal(path, None, "too-large", message, _ONLY_ANSWERS)
            for part in wanted:
                parts[part.filename.lower()] = archive.read(part)
    except BROKEN_ARCHIVE as error:
        raise _broken(path, str(error).partition("\n")[0]) from None
    return parts


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        while parts:
            archive.writestr(*parts.popitem())
    packed.seek(0)
    return packed


def _places(parts: dict[str, bytes]) -> dict[str, str]:
    """The part that each sheet is kept in, by the sheet's name."""
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    places: dict[str, str] = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        places[sheet.get("name", "")] = str(PurePosixPath("/xl", relations.get(relation, "")))[1:].lower()
    return places


def _is_sheet(name: str) -> bool:
    return name.startswith(_SHEETS) and name.endswith(".xml")


def _other_archive(path: Path, names: Sequence[str]) -> InputError:
    """Why an archive without a workbook cannot be read."""
    table = next((name for name in names if name.lower().endswith((".csv", ".tsv", ".xlsx"))), None)
    if table:
        return refusal(path, None, "packed", f"the file is an archive that holds {quoted(table)}", "unpack it first")
    if "content.xml" in names or "xl/workbook.bin" in names:
        return refusal(path, None, "other-format", "the workbook is of another kind than .xlsx", _SAVE_AGAIN)
    message = "the file is an archive without a table"
    return refusal(path, None, "not-a-table", message, "check that it is the right one")


def _broken(path: Path, reason: str) -> InputError:
    message = f"the workbook cannot be read: {reason[:200]}"
    return refusal(path, None, "not-a-table", message, f"download it again, or {_SAVE_AGAIN}")


def _tab(path: Path, book: python_calamine.CalamineWorkbook, about: python_calamine.SheetMetadata, look: _Look) -> Tab:
    if look.unsolved:
        message = f"the cell {look.unsolved} of the sheet {about.name!r} holds a formula without its result"
        raise refusal(path, None, "no-result", message, _SAVE_AGAIN)
    sheet = book.get_sheet_by_name(about.name)
    rows: list[list[Cell]] = [[*row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), sign in look.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = sign
    return Tab(
        name=about.name,
        hidden=about.visible != python_calamine.SheetVisibleEnum.Visible,
        rows=rows,
        merged=sheet.merged_cell_ranges or [],
        hidden_rows=look.hidden_rows,
        hidden_columns=look.hidden_columns,
    )


class _Part:
    """Reads one part of a workbook; refuses a document type, the one way to make little text into much."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.said
        parser.Parse(content, True)

    def doctype(self, *_: object) -> None:
        message = "the workbook declares entities, which no spreadsheet does"
        raise refusal(self.path, None, "entities", message, _SAVE_AGAIN)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def said(self, text: str) -> None:
        """Text between elements."""


class _Strings(_Part):
    """Counts the characters of every text that cells refer to."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.lengths: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "si":
            self.lengths.append(0)

    def said(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


@dataclass(slots=True)
class _Used:
    """What the sheets that were looked at hold together."""

    characters: int = 0
    cells: int = 0


class _Look(_Part):
    """Looks at one sheet: how far it reaches, what it hides, where it holds no value."""

    def __init__(self, path: Path, lengths: list[int], used: _Used) -> None:
        super().__init__(path)
        self.lengths, self.used = lengths, used
        self.unsolved = ""
        self.errors: dict[_Corner, str] = {}
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self._row, self._column, self._hidden = -1, -1, False
        self._far_row = self._far_column = -1
        self._type = self._value = self._formula = ""
        self._length = 0
        self._inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            self._row = int(found[2]) - 1 if found else self._row
            self._column = _number(found[1]) if found else self._column + 1
            self._type, self._value, self._formula = attributes.get("t", "n"), "", ""
            self._length = 0
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column, self._hidden = -1, attributes.get("hidden") in ("1", "true")
        elif tag == "f":
            self._formula = f"{letters(self._column)}{self._row + 1}"
        elif tag in ("v", "t"):
            self._inside = True
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes["max"]), _LAST_COLUMN)
            self.hidden_columns += range(int(attributes["min"]) - 1, last)

    def said(self, text: str) -> None:
        if self._inside:
            self._value = (self._value + text)[:_SIGN]
            self._length += len(text)

    def end(self, tag: str) -> None:
        tag = _local(tag)
        if tag in ("v", "t"):
            self._inside = False
        elif tag == "c":
            self._cell()
        elif tag == "sheetData":
            self.used.cells += (self._far_row + 1) * (self._far_column + 1)

    def _cell(self) -> None:
        if not self._value:
            if self._formula and self._type != "str":
                self.unsolved = self.unsolved or self._formula
            return
        self._far_row, self._far_column = max(self._far_row, self._row), max(self._far_column, self._column)
        self.used.characters += self.lengths[int(self._value)] if self._type == "s" else self._length
        if self._type == "e":
            self.errors[self._row, self._column] = self._value
        if self._hidden and self._row not in self.hidden_rows[-1:]:
            self.hidden_rows.append(self._row)
        rows, columns = self._far_row + 1, self._far_column + 1
        if self.used.cells + rows * columns > MOST_IN_SHEET:
            message = f"a sheet reaches over {rows:,} rows and {columns:,} columns"
            hint = f"delete everything below and beside the answers; {AS_TEXT}"
            raise refusal(self.path, None, "too-large", message, hint)
        if self.used.characters > MOST_TEXT:
            message = f"the cells hold more than {MOST_TEXT / 1e6:.0f} million characters"
            raise refusal(self.path, None, "too-large", message, _ONLY_ANSWERS)


def _local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition(":")[2] if ":" in tag else tag


def _number(column: str) -> int:
    """A column's position, from 0, by its letters."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
