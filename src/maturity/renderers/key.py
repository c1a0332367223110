"""The key to code names as a table (CSV) that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from maturity.core.themed import Alias
from maturity.text.clean import plain

HEADER = ("code", "name")


def render(aliases: Iterable[Alias]) -> bytes:
    """One row an alias, ordered by code; no cell can start a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows((alias.code, _cell(alias.name)) for alias in aliases)
    # The mark at the start tells Excel that this is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    text = plain(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
