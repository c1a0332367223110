"""The day on which a document tells what is due: it stands in each, so that two of one round can be told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from maturity.report.blocks import Report
from maturity.report.sheets.table import Sheet
from maturity.text.words import day

AS_OF, DATE = "As of", "Date"


def dated(report: Report, today: dt.date) -> Report:
    """A report or a deck with its day among the facts, after that of the round; a page for heads has it at its foot."""
    if report.length == "page":
        return report
    place = next((n for n, (label, _) in enumerate(report.facts, 1) if label == DATE), len(report.facts))
    facts = (*report.facts[:place], (AS_OF, day(today)), *report.facts[place:])
    return replace(report, facts=facts)


def dated_sheets(sheets: Sequence[Sheet], today: dt.date) -> tuple[Sheet, ...]:
    """Sheets with their day in the line that says whose they are."""
    said = f" · as of {day(today)}"
    return tuple(
        replace(one, lead=(*one.lead[:1], *(f"{line}{said}" for line in one.lead[1:2]), *one.lead[2:]))
        for one in sheets
    )
