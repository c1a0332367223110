"""Broken and hostile files end in one clear message, and none of them takes the machine with it."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from maturity.cli.app import run

HEAD = "school,dep.trust.candour,cha.review.rigour\n"
MOST_MEMORY = 300_000_000
"""Bytes."""


def book(change: Callable[[dict[str, bytes]], None] = lambda parts: None, cell: object = 3) -> bytes:
    """A workbook with one person, its parts changed afterwards."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, ["Elm Road", cell, 4])
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def replaced(old: bytes, new: bytes, part: str = SHEET) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return book(change)


def archive(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, content)
    return out.getvalue()


ROW = b'<row r="2"'
ENTITY = b'<?xml version="1.0" standalone="yes"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LAUGHS = b"<!DOCTYPE x [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
FILES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "unclosed.csv": (f'{HEAD}"Elm Road,3,4\nOak Hill,2,2\n'.encode(), "look for a quote that is never closed"),
    "nul.csv": (HEAD.encode() + b"Elm\0Road,3,4\n", "zero bytes"),
    "field.csv": ((HEAD + "Elm Road,3," + "x" * 200_000 + "\n").encode(), "cannot be read: field larger than"),
    "line.csv": (HEAD.encode() + b"x" * 6_000_000, "a line has more than"),
    "wide.csv": (HEAD.encode() + b"," * 20_000 + b"\n", "columns"),
    "ragged.csv": (f"{HEAD}Elm Road,3,4,5,6\n".encode(), "the row has 5 cells, the header has 3"),
    "empty.csv": (b"", "the file is empty"),
    "blank.csv": (b"\xef\xbb\xbf \r\n\r\n", "the file is empty"),
    "header.csv": (HEAD.encode(), "no row of answers"),
    "odd.csv": (f"{HEAD}Elm Road,3,4\n".encode("utf-16") + b"x", "neither UTF-8 nor UTF-16 nor Windows-1252"),
    "comma.csv": (f'{HEAD}Elm Road,"3,5",4\n'.encode(), "'3,5' lies between two levels"),
    "true.csv": (f"{HEAD}Elm Road,TRUE,4\n".encode(), "'TRUE' is true or false"),
    "page.csv": (b"<!doctype html><title>Sign in</title>", "a web page, not a table: if it is the form itself"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n0000", "a picture"),
    "old.xls": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "an old Excel workbook"),
    "locked.xlsx": (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    "cut.xlsx": (book()[:-900], "the workbook cannot be read"),
    "packed.xlsx": (archive("a.csv", HEAD), "the file is an archive that holds 'a.csv': unpack it first"),
    "formula.xlsx": (
        replaced(b'<c r="B2"><v>3</v></c>', b'<c r="B2"><f>1+2</f></c>'),
        "the cell B2 of the sheet 'Sheet1' holds a formula without its result",
    ),
    "date.xlsx": (book(cell="5-May"), "'5-May' is a date"),
    "boolean.xlsx": (book(cell=True), "'TRUE' is true or false"),
    "error.xlsx": (
        replaced(b'<c r="B2"><v>3</v></c>', b'<c r="B2" t="e"><v>#N/A</v></c>'),
        "'#N/A' is an error of the spreadsheet",
    ),
    "merged.xlsx": (
        replaced(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'),
        "cells are merged below the header: A2:A3",
    ),
    "far.xlsx": (
        replaced(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        "a sheet reaches over 1,048,576 rows and 16,384 columns",
    ),
    "entity.xlsx": (replaced(XML, ENTITY), "the workbook declares entities"),
    "laughs.xlsx": (replaced(XML, LAUGHS + b"]>"), "the workbook declares entities"),
    "bomb.xlsx": (
        lambda: book(lambda parts: parts.update({"xl/bomb.xml": b" " * 300_000_000})),
        "the workbook unpacks to more than 40 MB",
    ),
    "tags.xlsx": (
        lambda: replaced(b"</sheetData>", b"<row/>" * 1_600_000 + b"</sheetData>"),
        "the workbook has more than 1,500,000 tags",
    ),
    "repeated.xlsx": (
        lambda: book(
            lambda parts: parts.update(
                {
                    "xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>",
                    SHEET: b"<worksheet><sheetData>"
                    + b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 9000))
                    + b"</sheetData></worksheet>",
                }
            )
        ),
        "the cells hold more than 20 million characters",
    ),
}
"""Name to content, or to what makes it if that takes a while, and the message."""
HARMLESS: dict[str, bytes] = {
    "utf16.csv": f"{HEAD}Elm Road,3,4\n".encode("utf-16"),
    "windows.csv": f"{HEAD}Elm Road,3,4\n".replace("school", "school\u00a0").encode("cp1252"),
    "bom.csv": f"{HEAD}Elm Road,3,4\n".encode("utf-8-sig"),
    "announced.csv": f"sep=;\r\n{HEAD}Elm Road,3,4\n".replace(",", ";").encode(),
    "banner.csv": f"Our cluster 2026\n\n{HEAD}Elm Road,3,4\n".encode(),
    "workbook.csv": book(),
    "text.xlsx": f"{HEAD}Elm Road,3,4\n".encode(),
    "dimension.xlsx": replaced(b'<dimension ref="A1:C2"/>', b'<dimension ref="A1"/>'),
    "hidden.xlsx": replaced(ROW, ROW + b' hidden="1"'),
}


def broken(name: str) -> str:
    """Write a broken file; what is said of it."""
    content, message = FILES[name]
    Path(name).write_bytes(content() if callable(content) else content)
    return message


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_ends_in_a_message_and_nothing_is_stored(
    river: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    message = broken(name)
    assert run(["collect", "river", name]) == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert name in errors
    assert "Traceback" not in errors
    assert not (river / "responses.jsonl").exists()


@pytest.mark.parametrize("name", HARMLESS)
def test_an_odd_file_that_can_be_understood_is(river: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from maturity import load_round

    Path(name).write_bytes(HARMLESS[name])
    assert run(["collect", "river", name]) == 0, capsys.readouterr().err
    (response,) = load_round(river).responses
    assert response.answers == {"dep.trust.candour": 3, "cha.review.rigour": 4}


PEAK = """
import sys
from pathlib import Path
from maturity.cli.app import run
for name in sys.argv[1:]:
    assert run(["collect", "river", name]) == 2, name
print("peak", Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a program its own peak")
def test_no_broken_file_takes_more_memory_than_a_laptop_can_spare(river: Path) -> None:
    for name in FILES:
        broken(name)
    done = subprocess.run([sys.executable, "-c", PEAK, *FILES], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.rpartition("peak ")[2]) * 1024 < MOST_MEMORY
