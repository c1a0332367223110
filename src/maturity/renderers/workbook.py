"""Sheets as an Excel workbook: numbers that can be reckoned with, text that is never a formula, and a chart."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from maturity.core.assessment import Assessment
from maturity.model.theme import STANDARD, Theme
from maturity.renderers import workbook_labels
from maturity.renderers.powerpoint.quadrants import Kind
from maturity.report.describe import describe
from maturity.report.sheets.table import Book, Cell, Format, Sheet
from maturity.text.clean import plain
from maturity.text.isolate import direction
from maturity.text.words import percent

FORMATS: dict[Format, str] = {
    "text": "@",
    "count": "0",
    "level": "0.00",
    "rough": "0.0",
    "change": "+0.00;-0.00;0.00",
    "share": "0%",
    "index": "0.00",
    "date": "d mmm yyyy",
}
LONGEST = 32_767
"""Most characters of a cell."""
LINE = 15.5
"""Points that a line of text takes."""
HIGHEST = 400.0
"""Highest row, in points."""
READABLE = 110
"""Letters of a line of running text."""
ARROW = 4
"""Letters that the filter's arrow and the margins of a cell take."""
KINDS: dict[str, Kind] = {"School": "schools", "Cluster": "cluster", "As agreed": "agreed"}
"""Points of the sheet and what they are called on the map."""
LEGEND = {"School": "Schools", "Cluster": "The cluster", "As agreed": "As the room agreed"}
CHART = (760, 520)
"""Width and height of the chart, in pixels."""


def render(content: Book, theme: Theme = STANDARD) -> bytes:
    """The workbook's bytes. The same sheets give the same bytes; all their text is taken as plain text."""
    import xlsxwriter

    sheets, assessment = content.sheets, content.assessment
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    created = dt.datetime.combine(assessment.date or dt.date(2000, 1, 1), dt.time())
    title = plain(f"{assessment.cluster}, {assessment.label}")[:255]
    book.set_properties({"title": title, "author": "", "created": created})
    styles = _Styles(book, theme)
    names = _names(sheets)
    chart = _chart(book, sheets, names, assessment, theme)
    for place, (sheet, name) in enumerate(zip(sheets, names, strict=True)):
        end = _write(book.add_worksheet(name), sheet, styles, theme)
        if place == 0 and chart is not None:
            drawn, alt = chart
            options = {"description": alt, "object_position": 2}
            book.worksheets()[0].insert_chart(end + 1, 0, drawn, options)
    book.close()
    return out.getvalue()


def _names(sheets: Iterable[Sheet]) -> list[str]:
    """Names that Excel takes: without its signs, short, each once."""
    found: list[str] = []
    for sheet in sheets:
        name = re.sub(r"[\[\]:*?/\\]", " ", plain(sheet.name)).strip("' ")[:31] or "Sheet"
        number = 2
        while name.casefold() in {one.casefold() for one in found}:
            name = f"{name[:27]} {number}"
            number += 1
        found.append(name)
    return found


class _Styles:
    """Formats of cells, each made once."""

    def __init__(self, book: Any, theme: Theme) -> None:
        font = {"font_name": plain(theme.fonts.body)} if theme.fonts.body else {}
        colours = theme.colours
        usual = {"valign": "top", "font_color": colours.ink, **font}
        self.title = book.add_format({**usual, "bold": True, "font_size": 16, "font_color": colours.accent})
        self.lead = book.add_format({**usual, "text_wrap": True})
        self.note = book.add_format({**usual, "text_wrap": True, "font_color": colours.soft})
        head = {**usual, "bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
        head |= {"bg_color": colours.tint, "bottom_color": colours.accent}
        self.header = {
            False: book.add_format({**head, "align": "left", "indent": 1}),
            True: book.add_format({**head, "align": "right"}),
        }
        line = {"bottom": 1, "bottom_color": colours.line}
        self.edge = {
            low: book.add_format({**usual, **line, "num_format": f'"{percent(share)}"', "align": "right"})
            for low, share in ((True, 0.001), (False, 0.999))
        }
        """Shares that are not quite none or all, which whole per cent would call so."""
        self.cell = {
            (kind, text, order): book.add_format(
                {
                    **usual,
                    **line,
                    "num_format": "@" if text else shown,
                    "align": "left" if kind == "text" else "right",
                    "text_wrap": kind == "text",
                    "indent": 1 if kind == "text" else 0,
                    "reading_order": order,
                }
            )
            for kind, shown in FORMATS.items()
            for text in (False, True)
            for order in (0, 2)
        }


def _write(sheet: Any, made: Sheet, styles: _Styles, theme: Theme) -> int:
    """Fill a worksheet; returns the first row below everything."""
    widths = [_width(column.header, column.width) for column in made.columns] or [READABLE]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    row = 0
    for place, line in enumerate(made.lead):
        _line(sheet, row, line, widths, styles.title if place == 0 else styles.lead, 24.0 if place == 0 else LINE)
        row += 1
    if made.columns:
        row += 1
        heads = [_lines(column.header, width - ARROW) for column, width in zip(made.columns, widths, strict=True)]
        sheet.set_row(row, max(heads) * LINE + 4)
        for place, column in enumerate(made.columns):
            sheet.write_string(row, place, plain(column.header), styles.header[column.format != "text"])
        header = row
        for cells in made.rows:
            row += 1
            high = max(
                (_lines(cell, width - 2) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)),
                default=1,
            )
            sheet.set_row(row, min(max(high, 1) * LINE, HIGHEST))
            for place, (cell, column) in enumerate(zip(cells, made.columns, strict=True)):
                _cell(sheet, row, place, cell, column.format, styles)
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(header)
        if made.rows:
            sheet.autofilter(header, 0, row, len(made.columns) - 1)
        row += 1
    for note in made.notes:
        row += 1
        _line(sheet, row, note, widths, styles.note, LINE)
    texts = [cell for cells in made.rows for cell in cells if isinstance(cell, str) and direction(plain(cell))]
    if 2 * sum(map(_turned, texts)) > len(texts):
        sheet.right_to_left()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    foot = plain(theme.footer)[:120].replace("&", "&&")
    sheet.set_footer(f"&L{foot}&R&P")
    return row + 1


def _line(sheet: Any, row: int, text: str, widths: Sequence[float], style: Any, line: float) -> None:
    """Running text over as many columns as are wide enough to read it."""
    last, wide = 0, widths[0]
    while last + 1 < len(widths) and wide < READABLE:
        last += 1
        wide += widths[last]
    said = plain(text)[:LONGEST]
    if last:
        sheet.merge_range(row, 0, row, last, "", style)
    sheet.write_string(row, 0, said, style)
    # A title is set larger, so fewer of its letters stand on a line.
    letters = wide * (0.6 if line > LINE else 1.0)
    sheet.set_row(row, min(_lines(said, letters) * line, HIGHEST))


def _turned(text: str) -> bool:
    return direction(plain(text)) == "rtl"


def _cell(sheet: Any, row: int, place: int, cell: Cell, kind: Format, styles: _Styles) -> None:
    style = styles.cell[kind, isinstance(cell, str), 2 if isinstance(cell, str) and _turned(cell) else 0]
    if kind == "share" and isinstance(cell, float) and (0 < cell < 0.01 or 0.99 < cell < 1):
        style = styles.edge[cell < 0.5]
    if cell is None or cell == "":
        sheet.write_blank(row, place, None, styles.cell[kind, False, 0])
    elif isinstance(cell, str):
        # Never `write`, which would take a text that begins with = for a formula.
        sheet.write_string(row, place, plain(cell)[:LONGEST], style)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, place, dt.datetime.combine(cell, dt.time()), style)
    else:
        sheet.write_number(row, place, cell, style)


def _width(header: str, wanted: int) -> float:
    """A column's width: what is wanted, and never so little that a word of its header breaks."""
    return max([wanted, *(len(word) + ARROW for word in plain(header)[:200].split())][:40], default=wanted)


def _letters(text: str) -> float:
    return sum(2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.0 for letter in text)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell, counted so that there is rather too much room than too little."""
    count, at = 1, 0.0
    for word in plain(text).split(" "):
        wide = _letters(word)
        if at and at + 1 + wide > width:
            count, at = count + 1, 0.0
        if wide > width:
            count += math.ceil(wide / width) - 1
            wide = wide % width
        at += wide + (1 if at else 0)
    return count


def _chart(
    book: Any, sheets: Sequence[Sheet], names: Sequence[str], assessment: Assessment, theme: Theme
) -> tuple[Any, str] | None:
    """The map as a native chart that reads its points from their sheet, and what it shows in words."""
    found = next(((sheet, name) for sheet, name in zip(sheets, names, strict=True) if sheet.id == "map"), None)
    if found is None or not found[0].rows:
        return None
    sheet, name = found
    first = len(sheet.lead) + 2
    scale = assessment.questionnaire.scale
    quoted = f"'{name.replace(chr(39), chr(39) * 2)}'"
    shown = workbook_labels.sheet_series(assessment)
    written = workbook_labels.label_sides(shown, assessment, (CHART[0] * 0.75, CHART[1] * 0.75))
    beside = {one.kind: (written.texts[i], written.sides[i]) for i, one in enumerate(shown) if i in written.sides}
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    hidden: list[int] = []
    seen: Counter[str] = Counter()
    for place, (kind, start, end) in enumerate(_runs(sheet, first)):
        cells = sheet.rows[start - first]
        series: dict[str, Any] = {
            "name": LEGEND.get(kind, kind),
            "categories": f"={quoted}!$D${start + 1}:$D${end + 1}",
            "values": f"={quoted}!$E${start + 1}:$E${end + 1}",
            **_look(kind, theme),
        }
        if kind == "Quadrant":
            side = "right" if float(cells[3] or 0) < (scale.low + scale.high) / 2 else "left"  # type: ignore[arg-type]
            series["data_labels"] = _label(str(cells[2]), side, theme.colours.soft, bold=True)
        elif kind in KINDS:
            texts, sides = beside[KINDS[kind]]
            at = sides[seen[kind]]
            if at is not None:
                said = texts[seen[kind]]
                series["data_labels"] = _label(said, at, theme.colours.ink, bold=kind != "School")
        if kind not in KINDS or seen[kind]:
            hidden.append(place)
        seen[kind] += 1
        chart.add_series(series)
    for axis, column in ((chart.set_x_axis, "D"), (chart.set_y_axis, "E")):
        axis(
            {
                "name": f"={quoted}!${column}${first}",
                "min": scale.low,
                "max": scale.high,
                "major_unit": 1,
                "major_gridlines": {"visible": False},
                "crossing": scale.low,
                "num_format": "0",
            }
        )
    left, top, width, height = workbook_labels.PLOT
    chart.set_plotarea({"layout": {"x": left, "y": top, "width": width, "height": height}})
    chart.set_legend({"position": "bottom", "delete_series": hidden})
    chart.set_title({"none": True})
    chart.set_size({"width": CHART[0], "height": CHART[1]})
    return chart, plain(describe("quadrant", assessment))


def _look(kind: str, theme: Theme) -> dict[str, Any]:
    colours = theme.colours
    if kind == "Midpoint":
        return {"marker": {"type": "none"}, "line": {"color": colours.soft, "width": 1}}
    shapes = {
        "School": ("circle", 9, colours.schools, colours.paper),
        "Cluster": ("diamond", 14, colours.cluster, colours.paper),
        "As agreed": ("diamond", 11, colours.paper, colours.cluster),
    }
    marker: dict[str, Any] = {"type": "none"}
    if kind in shapes:
        shape, size, colour, rim = shapes[kind]
        marker = {"type": shape, "size": size, "fill": {"color": colour}, "border": {"color": rim, "width": 1.5}}
    return {"marker": marker, "line": {"none": True}}


def _label(text: str, side: str, colour: str, *, bold: bool) -> dict[str, Any]:
    said = plain(text)
    said = said if len(said) <= workbook_labels.NAME else f"{said[: workbook_labels.NAME - 1].rstrip()}…"
    # The library takes a text that begins with = for a reference.
    said = f" {said}" if said.startswith("=") else said
    return {
        "value": True,
        "position": side,
        "custom": [{"value": said, "font": {"color": colour, "bold": bold, "size": 11 if bold else 10}}],
    }


def _runs(sheet: Sheet, first: int) -> list[tuple[str, int, int]]:
    """Kind, first and last row of each series, counted from 0: two rows are a midpoint's line, else one a point."""
    runs: list[tuple[str, int, int]] = []
    for row, cells in enumerate(sheet.rows, first):
        kind = str(cells[0])
        if cells[3] is None or cells[4] is None:
            continue
        if kind == "Midpoint" and runs and runs[-1][0] == kind and runs[-1][1] == runs[-1][2]:
            runs[-1] = (kind, runs[-1][1], row)
        else:
            runs.append((kind, row, row))
    return runs
