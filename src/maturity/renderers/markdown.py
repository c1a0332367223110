"""A report as GitHub-flavoured Markdown, its charts in files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from maturity.report.blocks import (
    Beside,
    Block,
    Bullets,
    Callout,
    Figure,
    Heading,
    Numbers,
    Paragraph,
    Report,
    Strip,
    Table,
    Terms,
)
from maturity.text.clean import plain

ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""Not every Markdown reader lets a backslash stop HTML."""
MARKS = re.compile(r"[\\`*_\[\]|~#$]|^[-+=](?=[-+=\s]|$)|^\d+(?=[.)](?:\s|$))|(?<=www)\.|:(?=//)", re.IGNORECASE)
"""What begins markup, a list, a heading, a formula or a link."""


def render(report: Report, paths: Sequence[str] = ()) -> bytes:
    """The report as UTF-8 Markdown.

    Args:
        report: all its text is taken as plain text, whatever it holds.
        paths: where each of `report.figures` is, relative to the Markdown file; empty: charts in words.

    Raises:
        ValueError: there are paths, but not one a figure.
    """
    asked = report.figures
    if paths and len(paths) != len(asked):
        raise ValueError(f"{len(paths)} paths for {len(asked)} figures")
    return "\n\n".join(_chunks(report, iter(paths))).encode() + b"\n"


def _chunks(report: Report, paths: Iterator[str]) -> Iterator[str]:
    yield f"# {_text(report.title)}"
    if report.subtitle:
        yield _text(report.subtitle)
    if report.finding:
        yield f"**{_text(report.finding)}**"
    if report.facts:
        yield _terms(report.facts)
    for section in report.sections:
        yield f"## {_text(section.title)}"
        for block in section.blocks:
            yield _block(block, paths)
    if report.foot:
        yield _text(report.foot)


def _block(block: Block, paths: Iterator[str]) -> str:
    match block:
        case Paragraph(text, "lead"):
            return f"**{_text(text)}**"
        case Paragraph(text):
            return _text(text)
        case Heading(text):
            return f"### {_text(text)}"
        case Bullets(items, ordered):
            return "\n".join(f"{f'{n}.' if ordered else '-'} {_text(item)}" for n, item in enumerate(items, 1))
        case Terms(items):
            return _terms(items)
        case Table():
            return _table(block)
        case Callout(title, text, tone):
            word = "" if title.lower().startswith(tone) else f"{tone.capitalize()}: "
            return f"> **{word}{_text(title)}**\n>\n> {_text(text)}"
        case Figure():
            return _figure(block, next(paths, None))
        case Numbers(items):
            return _terms([(one.name, ", ".join((one.value, *one.notes))) for one in items])
        case Strip():
            return _text(block.caption)
        case Beside(left, right):
            return "\n\n".join(_block(one, paths) for one in (*left, *right))


def _terms(items: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- **{_text(term)}{':' if term[-1:].isalnum() else ''}** {_text(text)}" for term, text in items)


def _table(table: Table) -> str:
    rule = ["---:" if align == "right" else "---" for align in table.align]
    rows = [[_text(cell) for cell in row] for row in (table.header, *table.rows)]
    for row, (_, bar) in zip(rows[1:], table.rows_with_bars, strict=True):
        row[-1] = " ".join(filter(None, ("" if bar is None else _text(bar.alt), row[-1])))
    lines = "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))
    return f"**{_text(table.caption)}**\n\n{lines}" if table.caption else lines


def _figure(figure: Figure, path: str | None) -> str:
    shown = f"> {_text(figure.alt)}" if path is None else f"![{_text(figure.alt)}]({quote(path)})"
    return f"{shown}\n\n*{_text(figure.caption)}*" if figure.caption else shown


def _text(text: str) -> str:
    """Text that reads as it was typed, on one line, whatever it holds."""
    return MARKS.sub(_stopped, plain(text)).translate(ENTITIES)


def _stopped(mark: re.Match[str]) -> str:
    """A backslash before the sign; after a number, whose full stop would make it a list."""
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"
