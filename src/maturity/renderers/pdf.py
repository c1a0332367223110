"""A report as PDF, set with typst: tagged (PDF/UA-1), charts as vectors, the same bytes for the same report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from maturity.model.theme import STANDARD, Theme
from maturity.renderers.common import (
    BREAK,
    breakable,
    closing,
    column_widths,
    in_parts,
    look_inside,
    pale_ground,
    short,
    tone_word,
    without_footer,
)
from maturity.renderers.small import bar_svg, strip_svg
from maturity.report.blocks import (
    LONG_FINDING,
    Bar,
    Beside,
    Block,
    Bullets,
    Callout,
    Figure,
    Heading,
    Numbers,
    Paper,
    Paragraph,
    Report,
    Section,
    Strip,
    Table,
    Terms,
)
from maturity.text.clean import plain
from maturity.text.isolate import direction, primary
from maturity.typesetting import covered, set_pdf, strings_in, written_on

Room = tuple[float, float, float]
ROOM: dict[Paper, Room] = {"a4": (6.53, 6.7, 8.9), "letter": (6.76, 6.0, 7.7)}
"""Inches of a chart: as wide as the text, so high that other things stand on its page, and at most so high."""
SHARE = (0.65, 0.55)
"""Of these heights, those of a chart in a short report."""
NO_TITLE = "–"
"""Where nothing is left of a heading once it is clean; PDF/UA wants one."""
LETTERS = 108
"""Small letters that a table's row holds."""
TERM, TITLE, HEADING, BIG = 20, 26, 40, 26
"""Small letters of a line of a term, of the title, of a chapter's heading, and beside a chart."""


def render(report: Report, theme: Theme = STANDARD, *, paper: Paper = "a4") -> bytes:
    """The report as PDF/UA-1 with contents, bookmarks and selectable text, in charts as well.

    Args:
        report: all its text is taken as plain text, whatever it holds.
        theme: where it names a font, the machine's fonts are used as well as those that come along.

    Raises:
        InputError: it cannot be set.
    """
    report = in_parts(report)
    wide, *heights = ROOM[paper]
    usual, most = (
        high * share for high, share in zip(heights, SHARE if report.length == "short" else (1, 1), strict=True)
    )
    pictures = {
        f"figure-{n}.svg": _drawing(report, figure, theme, (wide, usual, most))
        for n, figure in enumerate(report.figures)
    }
    data = _data(report, theme, paper)
    if report.length == "page":
        data["long"] = len(report.sections[0].title) > LONG_FINDING if report.sections else False
    data |= {
        "logo": list(theme.picture.content) if theme.picture else [],
        "tongues": _tongues(report, strings_in(data)),
    }
    named = bool(theme.fonts.heading or theme.fonts.body)
    template = files("maturity.renderers").joinpath("templates", "report.typ").read_bytes()
    return set_pdf(template, data, pictures=pictures, system_fonts=named)


def _drawing(report: Report, figure: Figure, theme: Theme, room: Room) -> bytes:
    from maturity import charts

    look, alt = look_inside(report, figure, without_footer(theme), room), plain(figure.alt)
    written = charts.draw(figure.chart, figure.data, "svg", alt=alt, look=look, text=True)
    if covered("".join(written_on(written))):
        return written
    # In a picture, letters of several fonts on one line are more than typst can write.
    return charts.draw(figure.chart, figure.data, "svg", alt=alt, look=look)


def _data(report: Report, theme: Theme, paper: Paper) -> dict[str, Any]:
    """The whole report as the template reads it."""
    colours, fonts = theme.colours, theme.fonts
    language, _, region = report.main_language.partition("-")
    numbers = iter(range(len(report.figures)))
    return {
        "title": breakable(report.title, TITLE),
        "subtitle": breakable(report.subtitle, HEADING),
        "name": ": ".join(plain(text) for text in (report.title, report.subtitle) if plain(text)) or "Report",
        "running": [plain(report.title)[:60], plain(report.subtitle)[:50]],
        "footer": breakable(theme.footer),
        "paper": {"a4": "a4", "letter": "us-letter"}[paper],
        "language": language.lower(),
        "region": region.upper() if re.fullmatch("[A-Za-z]{2}", region) else None,
        "fonts": {"heading": plain(fonts.heading), "body": plain(fonts.body)},
        "colours": {
            **{name: getattr(colours, name) for name in ("paper", "ink", "soft", "line", "accent", "warning", "tint")},
            "warning_tint": pale_ground(colours.warning, theme),
            "ask_tint": pale_ground(colours.accent, theme),
        },
        "length": report.length,
        "facts": _pairs(report.facts),
        "finding": breakable(report.finding, HEADING),
        "foot": breakable(report.foot),
        "sections": [
            _section(section, numbers, theme) | {"closing": section is closing(report)} for section in report.sections
        ],
    }


def _tongues(report: Report, texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Language and direction of every text in which they are not the document's."""
    found: dict[str, dict[str, str]] = {}
    for text in sorted({text.replace(BREAK, "") for text in texts}):
        language, way = report.language_of(text), direction(text)
        marks = {"lang": primary(language)} if language != report.main_language else {}
        if marks or way == "rtl":
            found[text] = {**marks, "dir": way or "ltr"}
    return found


def _section(section: Section, numbers: Iterator[int], theme: Theme) -> dict[str, Any]:
    return {
        "id": plain(section.id),
        "title": breakable(section.title, HEADING) or NO_TITLE,
        "blocks": [_block(block, numbers, theme) for block in section.blocks],
    }


def _block(block: Block, numbers: Iterator[int], theme: Theme) -> dict[str, Any]:
    match block:
        case Beside(left, right):
            sides = [[_block(one, numbers, theme) for one in side] for side in (left, right)]
            return {"kind": "beside", "sides": sides}
        case Numbers(items):
            each = [[breakable(text, BIG) for text in (one.name, one.value, *one.notes)] for one in items]
            return {"kind": "numbers", "items": each}
        case Strip():
            said = {"caption": breakable(block.caption), "alt": plain(block.alt)}
            return {"kind": "strip", **said, "picture": strip_svg(block, theme)[0]}
        case Paragraph(text, kind):
            return {"kind": kind, "text": breakable(text)}
        case Heading(text):
            return {"kind": "heading", "text": breakable(text) or NO_TITLE}
        case Bullets(items, ordered):
            return {"kind": "ordered" if ordered else "bullets", "items": [breakable(item) for item in items]}
        case Terms(items):
            return {"kind": "terms", "items": _pairs(items)}
        case Callout(title, text, tone):
            said = {"kind": "callout", "tone": tone, "word": tone_word(block)}
            return {**said, "title": breakable(title), "text": breakable(text), "whole": short(title, text)}
        case Figure():
            return {
                "kind": "figure",
                "number": next(numbers),
                "caption": breakable(block.caption),
                "alt": plain(block.alt),
                "bare": block.bare,
                "follows": block.part[0] > 0,
                "goes_on": block.part[0] + 1 < block.part[1],
            }
        case Table():
            return _table(block, theme)


def _pairs(items: tuple[tuple[str, str], ...]) -> list[list[str]]:
    return [[breakable(term, TERM), breakable(text)] for term, text in items]


def _table(table: Table, theme: Theme) -> dict[str, Any]:
    laid = column_widths(table, LETTERS)
    return {
        "kind": "table",
        "caption": breakable(table.caption),
        "align": table.align,
        "shares": laid.shares,
        "header": [breakable(text, laid.fits(n)) for n, text in enumerate(table.header)],
        "repeated": laid.kept(table.header),
        "rows": [
            {
                "cells": [breakable(text, laid.fits(n)) for n, text in enumerate(row)],
                "whole": laid.kept(row),
                "bar": {} if bar is None else _bar(bar, theme),
            }
            for row, bar in table.rows_with_bars
        ],
        "whole": laid.whole(table),
    }


def _bar(bar: Bar, theme: Theme) -> dict[str, Any]:
    return {"picture": bar_svg(bar, theme), "alt": plain(bar.alt), "width": bar.width}
