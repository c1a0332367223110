"""A report as GitHub-flavoured Markdown, its charts in files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from maturity.report.blocks import Block, Bullets, Callout, Figure, Heading, Paragraph, Report, Table, Terms
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
    if report.facts:
        yield _terms(report.facts)
    for section in report.sections:
        yield f"## {_text(section.title)}"
        for block in section.blocks:
            yield _block(block, paths)


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


def _terms(items: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- **{_text(term)}{':' if term[-1:].isalnum() else ''}** {_text(text)}" for term, text in items)


def _table(table: Table) -> str:
    rule = ["---:" if align == "right" else "---" for align in table.align]
    rows = [[_text(cell) for cell in row] for row in (table.header, *table.rows)]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))
    return f"**{_text(table.caption)}**\n\n{lines}"


def _figure(figure: Figure, path: str | None) -> str:
    shown = f"> {_text(figure.alt)}" if path is None else f"![{_text(figure.alt)}]({quote(path)})"
    return f"{shown}\n\n*{_text(figure.caption)}*"


def _text(text: str) -> str:
    """Text that reads as it was typed, on one line, whatever it holds."""
    return MARKS.sub(_stopped, plain(text)).translate(ENTITIES)


def _stopped(mark: re.Match[str]) -> str:
    """A backslash before the sign; after a number, whose full stop would make it a list."""
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"
