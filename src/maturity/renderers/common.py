"""What PDF, Word and HTML share: harmless text, widths of columns, tints, and the logo."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from maturity.core.assessment import Assessment
from maturity.model.theme import Logo, Theme
from maturity.report.blocks import Block, Callout, Figure, Paragraph, Report, Section, Table
from maturity.text.clean import plain
from maturity.text.contrast import TEXT, mixed, ratio
from maturity.typesetting import rasterised

if TYPE_CHECKING:
    from maturity.charts.style import Look

LONGEST_RUN = 24
"""Letters in a row before they may be broken, so that one word cannot push a table off the page."""
NARROW_RUNS = (LONGEST_RUN, 12, 6)
BREAK = "\u200b"
"""Marks for a renderer where a line may break; no file has it, since a search would stumble over it."""
LINE, PIECE = 56, 6
"""Letters of a line of text, and of the pieces into which a longer word may break."""
HIGHER = {"quadrant": (1.1, 1.2, 1.3, 1.4, 1.5)}
"""Charts that may be so many times higher than asked for where something would be left out."""
WHOLE_TABLE, WHOLE_LINES = 8, 15
"""Rows and lines up to which a table is kept on one page; a higher one would leave much of the page before empty."""
WHOLE_ROW = 30
"""Lines up to which a row is kept on one page, and a head stands on every page; more might not fit on any."""
CLOSING = 2600
"""Letters up to which the last chapter is kept on one page."""
WHOLE_TEXT = 1500
"""Letters up to which a callout is kept on one page."""
NARROWEST = 4.5
"""Inches for which a chart is drawn at least, also where there are fewer."""
MOST_ROWS = 7
"""Rows of one part of a chart of many: what has no room on a page leaves no more of it empty."""
WORDS = {"continued": "The chart above goes on: part {number} of {of}."}
WIDEST_CELL = 60
"""Letters beyond which a column gains nothing from more text in a cell."""


def breakable(text: str, fits: float = LINE) -> str:
    """Plain text in which a word that is longer than its line may break; a word that fits has no mark in it.

    Args:
        fits: small letters of the line.
    """
    return re.sub(r"\S{4,}", lambda word: _broken(word[0]) if _width(word[0]) > fits else word[0], plain(text))


def _broken(word: str) -> str:
    return re.sub(rf"\S{{{PIECE}}}(?=\S)", rf"\g<0>{BREAK}", word)


def short(*texts: str) -> bool:
    """Whether texts that belong together can stand on one page."""
    return sum(map(len, texts)) <= WHOLE_TEXT


def closing(report: Report) -> Section | None:
    """The last chapter where it is small enough to stand on one page, so that no page of two lines ends the report."""
    last = report.sections[-1] if len(report.sections) > 1 else None
    texts = [block.text for block in last.blocks if isinstance(block, Paragraph)] if last is not None else []
    return last if last is not None and len(texts) == len(last.blocks) and sum(map(len, texts)) <= CLOSING else None


def tone_word(callout: Callout) -> str:
    """The word that says what a callout's colour says; empty where its title begins with it."""
    return "" if callout.title.lower().startswith(callout.tone) else callout.tone.capitalize()


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is laid out.

    Args:
        run: letters after which a long word may break.
        shares: each column's share of the width; they add up to 1.
        letters: small letters that stand side by side on the whole width.
    """

    run: int
    shares: tuple[float, ...]
    letters: int

    def fits(self, column: int) -> float:
        """Small letters of a line of one column."""
        return max(self.run, self.shares[column] * self.letters - 2)

    def lines(self, row: tuple[str, ...]) -> float:
        """About how many lines a row is high."""
        return max(
            (1 + _width(text) / max(self.run, share * self.letters - 2))
            for text, share in zip(row, self.shares, strict=True)
        )

    def kept(self, row: tuple[str, ...]) -> bool:
        """Whether a row can be kept on one page."""
        return self.lines(row) <= WHOLE_ROW

    def whole(self, table: Table) -> bool:
        """Whether a table is small enough to be kept on one page."""
        rows = (table.header, *table.rows)
        return len(table.rows) <= WHOLE_TABLE and sum(map(self.lines, rows)) <= WHOLE_LINES


def column_widths(table: Table, letters: int) -> Columns:
    """How to lay out a table that is `letters` wide, so that no word leaves its column."""
    if table.shares is not None:
        return Columns(LONGEST_RUN, tuple(one / sum(table.shares) for one in table.shares), letters)
    for run in NARROW_RUNS:
        needed = [max(_longest_word(text, run) for text in column) for column in _columns(table)]
        if sum(needed) <= letters:
            break
    wanted = [
        max(need, min(max(map(_width, column)), WIDEST_CELL))
        for need, column in zip(needed, _columns(table), strict=True)
    ]
    over, spare = sum(wanted) - sum(needed), letters - sum(needed)
    given = [
        need + (want - need) * min(1.0, max(0.0, spare / over)) if over else need
        for need, want in zip(needed, wanted, strict=True)
    ]
    return Columns(run, tuple(one / sum(given) for one in given), letters)


def _columns(table: Table) -> list[tuple[str, ...]]:
    return list(zip(table.header, *table.rows, strict=True))


def _longest_word(text: str, run: int) -> float:
    """Width of the longest part that cannot break, with the gap to the next column."""
    pieces = re.sub(rf"\S{{{run}}}(?=\S)", r"\g<0> ", plain(text)).split(" ")
    return 2 + max(map(_width, pieces), default=0.0)


def _width(text: str) -> float:
    """About how many small letters wide a text is."""
    return sum(map(_letter_width, text))


@cache
def _letter_width(letter: str) -> float:
    return 2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.4 if letter.isupper() or letter in "mw%" else 1.0


def pale_ground(colour: str, theme: Theme) -> str:
    """A pale ground for a callout whose bar and word have this colour, on which the word can still be read."""
    pale = mixed(theme.colours.paper, colour, 0.07)
    return pale if min(ratio(colour, pale), ratio(theme.colours.ink, pale)) >= TEXT else theme.colours.tint


def look_inside(report: Report, figure: Figure, theme: Theme, within: tuple[float, float, float] | None = None) -> Look:
    """How one of a report's charts looks inside a document, where its chapter may have said already what it says.

    Args:
        within: inches that it has there: how wide, how high at best, and how high at most; it is drawn for them, so
            that its letters can be read.
    """
    from maturity.charts.style import Look

    said = report.said_before(figure)
    if figure.bare or within is None:
        higher = () if figure.bare else HIGHER.get(figure.chart, ())
        return Look(theme, figure.size, said=said, higher=higher, bare=figure.bare, part=figure.part)
    room = max(NARROWEST, within[0]), max(NARROWEST, within[1]), max(NARROWEST, within[2])
    return Look(theme, figure.size, said=said, within=room, part=figure.part)


def in_parts(report: Report) -> Report:
    """The same with every chart of many rows as several, each of which leaves room on a page for something else."""

    def parted(block: Block) -> Iterable[Block]:
        return parts_of_chart(block) if isinstance(block, Figure) else (block,)

    sections = (replace(one, blocks=tuple(chain(*map(parted, one.blocks)))) for one in report.sections)
    return replace(report, sections=tuple(sections))


def parts_of_chart(figure: Figure) -> Iterator[Figure]:
    """A chart of many rows as several, the caption below the last; any other as it is."""
    if figure.chart != "agreement" or figure.size is not None:
        yield figure
        return
    rows = len(figure.data.items) if isinstance(figure.data, Assessment) else 0
    of = max(1, -(-rows // MOST_ROWS))
    for number in range(of):
        caption = figure.caption if number == of - 1 else ""
        alt = figure.alt if number == 0 else WORDS["continued"].format(number=number + 1, of=of)
        yield replace(figure, caption=caption, alt=alt, part=(number, of))


def without_footer(theme: Theme) -> Theme:
    """The theme for charts in a document, which has the footer at the foot of its pages."""
    return theme.model_copy(update={"footer": ""})


def dots_of(logo: Logo) -> bytes:
    """A logo as PNG, for programs that draw no SVG."""
    return logo.content if logo.kind == "png" else rasterised(logo.content, logo.ratio)
