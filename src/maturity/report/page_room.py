"""How much of a page the blocks of a report take, in points, reckoned for the widest type of all formats."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

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
from maturity.report.piles import piled
from maturity.text.lines import cells

LETTERS, BESIDE = 112, 41
"""Small letters of a line as wide as the page, and of one in the column beside a chart."""
WIDER = 0.58
"""How much of the page's width the wider of two columns has."""
BREAKS = re.compile(r"[^\s-]*-+|[^\s-]+\s*|\s+")
"""A word with what follows it, or what stands before a hyphen: where a line may end."""
LINE, CELL, FINE = 12.2, 11.8, 11.2
"""Height of a line of text, of one in a table, and of one of small print."""
HEADING, VALUE, BAR, ABOUT = 33.0, 26.0, 13.4, 2.0
"""A heading, a big number with its name and a bar of answers, the space around each; and that of a line of dots."""
ROW, APART = 4.2, 6.0
"""Around a row of a table, and between blocks."""
HIGH: dict[Paper, float] = {"a4": 804.0, "letter": 744.0}
"""So high may a page be reckoned: more than is there, for every format makes less of it, Word by 30 points, and PDF and
print by more."""
OUR_WIDTH, OUR_SIZE, MORE = 493.0, 9.5, 10.0
"""Points: how wide text is on our own page, how large, and by how much more a page may be reckoned than is there."""
RUNNING = 0.2
"""Share of a page that stands in the template's own size: tables, numbers, captions and the foot have theirs."""
BROAD = 0.68
"""Of its size, what a letter of a title takes in a wide font."""
UNITS, FEWEST_UNITS = 25, 3
"""Into so many a table's width is parted, of which each column has at least a few."""
LARGE, LESS = (43, 25.0), (60, 19.0)
"""Letters of a line and height of a line of a finding, and of a long one."""


@dataclass(frozen=True, slots=True)
class PageRoom:
    """What a page has room for.

    Args:
        letters: small ones in a line as wide as the page.
        high: points that it may be reckoned.
        title: letters of a line of the title, and its height.
        wide: points of a line.
        fine: how much wider a letter of a caption is than one of our own.
    """

    letters: float
    high: float
    title: tuple[float, float] = (70.0, 24.0)
    wide: float = OUR_WIDTH
    fine: float = 1.0


def room_on(paper: Paper) -> PageRoom:
    """On our own page."""
    return PageRoom(LETTERS, HIGH[paper])


def room_within(width: float, height: float, size: float, title: float, taken: float, fine: float) -> PageRoom:
    """On somebody's own page.

    Args:
        width, height: of its text, in points.
        size: of its letters; `title`: of those of its title.
        taken: points that its headings take more than ours.
        fine: how much wider a letter of a caption is than one of our own.
    """
    larger = 1 + RUNNING * (max(1.0, size / OUR_SIZE) - 1)
    named = (width / (BROAD * title), 1.25 * title / larger)
    return PageRoom(
        LETTERS * min(1.0, width / OUR_WIDTH) / larger, (height + MORE - taken) / larger, named, width, fine
    )


@lru_cache(maxsize=4096)
def _lines(text: str, letters: float) -> int:
    """Lines that a text takes, each of so many small letters: no word is parted that has room in one."""
    room, lines, used = max(1.0, letters), 0, 0.0
    for word in BREAKS.findall(text):
        wide = 1.04 * cells(word.rstrip())
        if not lines or used + wide > room:
            further = max(1, math.ceil(wide / room))
            lines, used = lines + further, -(further - 1) * room
        used += 1.04 * cells(word)
    return lines


def shares_by_need(rows: Sequence[Sequence[str]], usual: Sequence[float], letters: float) -> tuple[float, ...]:
    """The columns' shares of the width with which fewest words part and a table is lowest, near to the usual ones.

    Args:
        rows: the header among them.
        letters: small ones in a line of the whole width.
    """
    spare = UNITS - FEWEST_UNITS * len(usual)
    cuts = combinations(range(spare + len(usual) - 1), len(usual) - 1)
    parts = [tuple(b - a - 1 + FEWEST_UNITS for a, b in pairwise((-1, *cut, spare + len(usual) - 1))) for cut in cuts]

    def longest_of(column: Sequence[str]) -> float:
        return max((1.04 * cells(word.rstrip()) for text in column for word in BREAKS.findall(text)), default=0.0)

    longest = [*map(longest_of, zip(*rows, strict=True))]

    def cost(units: Sequence[int]) -> tuple[int, int, float]:
        shares = [one / UNITS for one in units]
        rooms = [one * letters - 2 for one in shares]
        parted = sum(word > room for word, room in zip(longest, rooms, strict=True))
        lines = sum(max(map(_lines, row, rooms)) for row in rows)
        return parted, lines, sum((one - other) ** 2 for one, other in zip(shares, usual, strict=True))

    return tuple(one / UNITS for one in min(parts, key=cost))


def page_height(sections: Sequence[Section], foot: str, title: str, room: PageRoom) -> float:
    """A page whose first section's title is the finding."""
    across, part = room.letters, room.letters / LETTERS
    high = room.title[1] * _lines(title, room.title[0]) + FINE * _lines(foot, across) + 14
    for place, section in enumerate(sections):
        letters, line = LARGE if len(section.title) <= LONG_FINDING else LESS
        high += line * _lines(section.title, letters * part) + APART if place == 0 else HEADING
        high += sum(height(block, across, room.fine) for block in section.blocks)
    return high


def height(block: Block, letters: float, fine: float = 1.0) -> float:
    """One block where so many small letters stand in a line, and those of captions are so much wider."""
    match block:
        case Beside(left, right):
            columns = ((left, WIDER * letters), (right, BESIDE * letters / LETTERS))
            wider, narrower = (sum(height(one, much, fine) for one in some) for some, much in columns)
            return max(wider, narrower)
        case Figure():
            return (block.size[1] * 72 if block.size else 0.0) + _fine(block.caption, letters / fine) + APART
        case Numbers(items):
            each = [_number(one, letters if letters <= BESIDE else letters / len(items) - 2) for one in items]
            return sum(each) if letters <= BESIDE else max(each, default=0.0)
        case Callout(title, text):
            return LINE * (_lines(title, letters - 2) + _lines(text, letters - 2)) + 15 + APART
        case Strip():
            return piled(block.places).high + ABOUT + _fine(block.caption, letters / fine) + APART
        case Table():
            return _table(block, letters, fine) + APART
        case Paragraph(text):
            return _text(text, letters)
        case Heading():
            return HEADING
    raise ValueError(f"nobody has reckoned how high {type(block).__name__} is")


def _text(text: str, letters: float) -> float:
    return LINE * _lines(text, letters) + 4 if text else 0.0


def _fine(text: str, letters: float) -> float:
    return FINE * _lines(text, letters) + 3 if text else 0.0


def _number(one: BigNumber, letters: float) -> float:
    return VALUE + LINE * (_lines(one.name, letters) + sum(_lines(note, letters) for note in one.notes)) + APART


def _table(table: Table, letters: float, fine: float) -> float:
    shares = table.shares or (1 / len(table.header),) * len(table.header)

    def row(texts: Sequence[str]) -> float:
        return CELL * max(_lines(text, share * letters - 2) for text, share in zip(texts, shares, strict=True)) + ROW

    high = _fine(table.caption, letters / fine) + row(table.header)
    for texts, bar in table.rows_with_bars:
        alone = CELL * _lines(texts[-1], shares[-1] * letters - 2) + BAR + ROW if bar else 0.0
        high += max(row(texts), alone)
    return high
