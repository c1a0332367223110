"""How much of a page the blocks of a report take, in points, reckoned for the widest type of all formats."""

from __future__ import annotations

import math
from collections.abc import Sequence

from maturity.report.blocks import (
    LONG_FINDING,
    Beside,
    BigNumber,
    Block,
    Callout,
    Figure,
    Heading,
    Numbers,
    Paper,
    Paragraph,
    Section,
    Strip,
    Table,
)
from maturity.text.lines import cells

LETTERS, BESIDE = 112, 41
"""Small letters of a line as wide as the page, and of one in the column beside a chart."""
WIDER = 0.58
"""How much of the page's width the wider of two columns has."""
LINE, CELL, FINE = 12.2, 11.8, 11.2
"""Height of a line of text, of one in a table, and of one of small print."""
HEADING, VALUE, DOTS, BAR = 33.0, 26.0, 22.0, 13.4
"""A heading, a big number with its name, a line of dots, and a bar of answers, each with the space around it."""
ROW, APART = 4.2, 6.0
"""Around a row of a table, and between blocks."""
ROOM: dict[Paper, float] = {"a4": 804.0, "letter": 744.0}
"""So high may a page be reckoned: more than is there, for every format makes less of it, Word by 30 points, and PDF and
print by more."""
LARGE, LESS = (43, 25.0), (60, 19.0)
"""Letters of a line and height of a line of a finding, and of a long one."""


def _lines(text: str, letters: float) -> int:
    """Lines that a text takes, each of so many small letters."""
    return max(1, math.ceil(1.04 * cells(text) / max(1.0, letters))) if text else 0


def page_height(sections: Sequence[Section], foot: str, title: str) -> float:
    """A page whose first section's title is the finding."""
    high = 24.0 * _lines(title, 70) + FINE * _lines(foot, LETTERS) + 14
    for place, section in enumerate(sections):
        letters, line = LARGE if len(section.title) <= LONG_FINDING else LESS
        high += line * _lines(section.title, letters) + APART if place == 0 else HEADING
        high += sum(height(block, LETTERS) for block in section.blocks)
    return high


def height(block: Block, letters: float) -> float:
    """One block where so many small letters stand in a line."""
    match block:
        case Beside(left, right):
            wider, narrower = (sum(height(one, much) for one in some) for some, much in _columns(left, right))
            return max(wider, narrower)
        case Figure():
            return (block.size[1] * 72 if block.size else 0.0) + _fine(block.caption, letters) + APART
        case Numbers(items):
            each = [_number(one, letters if letters <= BESIDE else letters / len(items) - 2) for one in items]
            return sum(each) if letters <= BESIDE else max(each, default=0.0)
        case Callout(title, text):
            return LINE * (_lines(title, letters - 2) + _lines(text, letters - 2)) + 15 + APART
        case Strip():
            return DOTS + _fine(block.caption, letters) + APART
        case Table():
            return _table(block, letters) + APART
        case Paragraph(text):
            return _text(text, letters)
        case Heading():
            return HEADING
    raise ValueError(f"nobody has reckoned how high {type(block).__name__} is")


def _columns(left: Sequence[Block], right: Sequence[Block]) -> tuple[tuple[Sequence[Block], float], ...]:
    return (left, WIDER * LETTERS), (right, float(BESIDE))


def _text(text: str, letters: float) -> float:
    return LINE * _lines(text, letters) + 4 if text else 0.0


def _fine(text: str, letters: float) -> float:
    return FINE * _lines(text, letters) + 3 if text else 0.0


def _number(one: BigNumber, letters: float) -> float:
    return VALUE + LINE * (_lines(one.name, letters) + sum(_lines(note, letters) for note in one.notes)) + APART


def _table(table: Table, letters: float) -> float:
    shares = table.shares or (1 / len(table.header),) * len(table.header)

    def row(texts: Sequence[str]) -> float:
        return CELL * max(_lines(text, share * letters - 2) for text, share in zip(texts, shares, strict=True)) + ROW

    high = _fine(table.caption, letters) + row(table.header)
    for texts, bar in table.rows_with_bars:
        alone = CELL * _lines(texts[-1], shares[-1] * letters - 2) + BAR + ROW if bar else 0.0
        high += max(row(texts), alone)
    return high
