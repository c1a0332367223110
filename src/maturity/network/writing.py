"""Tables of results as bytes of the format that a file's ending asks for."""

from __future__ import annotations

import datetime as dt
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from maturity.errors import Problem, UsageError
from maturity.files import remedy
from maturity.model.export import guarded
from maturity.source.content import refusal

TABLES = ("parquet", "csv", "xlsx")
FORMATS = (*TABLES, "html", "json")
MOST_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""
CLUSTERS = "clusters"
BESIDE = ("regions", "norms", "outliers", "strengths")
"""Tables that are written beside that of clusters."""
PAGE, LEFT_OUT, SUMMARY = "network.html", "left-out.csv", "summary.json"


def may_be_made(path: Path) -> list[Path]:
    """All files that one name may ask for: a folder's where it has no ending."""
    ending = path.suffix.lower().removeprefix(".")
    if not ending:
        tables = (path / f"{name}.csv" for name in BESIDE)
        return [path / f"{CLUSTERS}.parquet", *tables, *(path / name for name in (PAGE, LEFT_OUT, SUMMARY))]
    return [path, *(_beside(path, name) for name in BESIDE if ending in ("csv", "parquet"))]


def _beside(path: Path, name: str) -> Path:
    return path if name == CLUSTERS else path.with_name(f"{path.stem}-{name}{path.suffix}")


def refuse_unwritable(path: Path) -> None:
    """Refuse a name under which nothing can be written, before there is anything to write.

    Args:
        path: a file, or a folder where it has no ending.

    Raises:
        InputError: something else is there, or the system lets nobody write.
    """
    try:
        if not path.suffix and path.exists() and not path.is_dir():
            message = "a name without an ending means a folder, and there is a file of this name"
            raise refusal(path, None, "no-folder", message, "choose another name, or give it an ending such as .csv")
        place = path.parent
        while not path.suffix and not place.exists():
            place = place.parent
        if not place.exists():
            raise refusal(path, None, "no-folder", f"there is no folder {place}", "make it first")
        with tempfile.TemporaryFile(dir=path if path.is_dir() else place):
            pass
    except OSError as error:
        hint = remedy(error, "choose another place with -o")
        raise refusal(path, None, "not-written", f"nothing can be written here ({error.strerror})", hint) from None


def table_files(path: Path, tables: Mapping[str, pl.DataFrame]) -> dict[Path, bytes]:
    """Files that hold tables: one workbook, or a file each, named after the first.

    Args:
        path: ends in one of `TABLES`; `clusters` goes there, every other table beside it.
        tables: by name; those without rows are left out, but never `clusters`.

    Raises:
        UsageError: a sheet cannot hold a table.
    """
    kept = {name: table for name, table in tables.items() if table.height or name == CLUSTERS}
    ending = path.suffix.lower()
    if ending == ".xlsx":
        return {path: _workbook(path, kept)}
    made = {}
    for name, table in kept.items():
        made[_beside(path, name)] = _parquet(table) if ending == ".parquet" else _csv(table)
    return made


def left_out_table(problems: Sequence[Problem]) -> bytes:
    """What was left out, and where it stands, as CSV."""
    names = ("source", "place", "message", "hint")
    rows = [(one.source, one.field, one.message, one.hint) for one in problems]
    return _csv(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"))


def summary_file(summary: Mapping[str, object]) -> bytes:
    """A summary as a file: the same bytes whether it was made at once or gone on with."""
    return as_json({name: value for name, value in summary.items() if name != "blocks_kept"}).encode()


def as_json(value: object) -> str:
    """One document, indented."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str, allow_nan=False) + "\n"


def _parquet(table: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    table.write_parquet(out)
    return out.getvalue()


def _csv(table: pl.DataFrame) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read it rightly; no text is taken for a formula."""
    out = io.BytesIO()
    _safe(table).rename(guarded).write_csv(out, include_bom=True)
    return out.getvalue()


def _safe(table: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    risky = [name for name in texts if table[name].str.contains(r"^[=+\-@\t\r']").any()]
    return table.with_columns(
        pl.Series(name, [None if one is None else guarded(one) for one in table[name].to_list()], dtype=pl.String)
        for name in risky
    )


def _workbook(path: Path, tables: Mapping[str, pl.DataFrame]) -> bytes:
    import xlsxwriter

    long = next((name for name, table in tables.items() if table.height > MOST_ROWS), None)
    if long is not None:
        raise UsageError(f"{path}: a sheet holds {MOST_ROWS:,} rows, and there are more", "end the name in .parquet")
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})
        for name, table in tables.items():
            table.write_excel(book, worksheet=name, freeze_panes=(1, 1), float_precision=2)
    return out.getvalue()
