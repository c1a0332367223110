"""A report as a tree of blocks: data, never markup. Every renderer draws the same tree.

All text is plain: a renderer escapes it for its format and adds no words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from maturity.text.isolate import primary

if TYPE_CHECKING:
    from maturity.core.assessment import Assessment
    from maturity.core.comparison import Comparison
    from maturity.core.portfolio import Portfolio

PROGRAM = "en"
"""Language of the program's own words."""
Align = Literal["left", "right"]
Chart = Literal[
    "quadrant", "profile", "agreement", "portrait", "ladder", "checklist", "total", "journey", "change", "clusters"
]
ROUND_CHARTS: tuple[Chart, ...] = ("quadrant", "profile", "agreement", "portrait")
"""Charts of one assessment on a map."""
PHONE = (8.4 / 2.54, 19.0 / 2.54)
"""Inches, wide and high, of a chart on a narrow screen: of 320 pixels, so that small type can be read there too."""
YEAR_CHARTS: tuple[Chart, ...] = ("change", "journey")
"""Charts of a comparison."""
CROWD = 7
"""With more schools than this, numbers stand beside the marks of a map and the names in a list."""
LONG_FINDING = 100
"""Letters beyond which the finding over a page is set in smaller type."""
NOT_SHOWN = "not shown"
NOTHING = {NOT_SHOWN, "none", ""}
"""Cells without news: a column of nothing else is left out."""
Tone = Literal["note", "warning", "ask"]
Paper = Literal["a4", "letter"]
Length = Literal["page", "short", "full"]
"""One page, on which everything stands close; a few pages without a list of contents; or as many as it takes."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `lead` is the sentence to read first; `small` is small print."""

    text: str
    kind: Literal["lead", "normal", "small"] = "normal"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. With `ordered` it is numbered."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms with a text each, for example strengths and danger of a quadrant."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many people gave each answer to one question, in proportion.

    Args:
        counts: people at each level, lowest first.
        alt: the same in words.
        width: in points.
    """

    counts: tuple[int, ...]
    alt: str
    width: float = 170.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. Cells are text already rounded for showing; `align` is per column.

    Args:
        bars: for each row a small bar above the text of its last cell, or None; empty where no row has one.
        shares: of the width, one a column; None leaves them to what is in the columns.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    bars: tuple[Bar | None, ...] = ()
    shares: tuple[float, ...] | None = None

    @property
    def rows_with_bars(self) -> tuple[tuple[tuple[str, ...], Bar | None], ...]:
        """Every row with its bar."""
        return tuple(zip(self.rows, self.bars or (None,) * len(self.rows), strict=True))

    def telling(self) -> Table:
        """The same without columns that show nothing in any row."""
        told = [n for n in range(len(self.header)) if not {row[n] for row in self.rows} <= NOTHING or not self.rows]
        return Table(
            self.caption,
            tuple(self.header[n] for n in told),
            tuple(tuple(row[n] for n in told) for row in self.rows),
            tuple(self.align[n] for n in told),
        )


@dataclass(frozen=True, slots=True)
class Callout:
    """Something set apart: a note, a warning, or a question to ask the room."""

    title: str
    text: str
    tone: Tone = "note"


@dataclass(frozen=True, slots=True)
class Figure:
    """A request for a chart: which one, of what.

    Args:
        data: an assessment; for `journey` and `change` a comparison; for `clusters` a portfolio.
        alt: the whole message of the chart in words, for those who cannot see it.
    """

    chart: Chart
    data: Assessment | Comparison | Portfolio
    caption: str
    alt: str
    size: tuple[float, float] | None = None
    """Inches, wide and high; None is the chart's own."""
    bare: bool = False
    """Without title, summary and source, which stand around it."""
    part: tuple[int, int] = (0, 1)
    """Which of how many parts of a chart of many rows, from 0."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section (level 3; the section's own title is level 2)."""

    text: str


@dataclass(frozen=True, slots=True)
class BigNumber:
    """A number to see first, with its name, and notes such as its change; the value is text rounded for showing."""

    name: str
    value: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """A few big numbers, in a row where there is room."""

    items: tuple[BigNumber, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Many values as dots on one line.

    Args:
        places: the values, from 0 (the line's left end) to 1, in order.
        marked: positions in `places` of the values that the caption names.
        ends: what is written at the two ends of the line.
        middle: where the line is parted, from 0 to 1; None where it is not.
        alt: the whole message in words.
    """

    places: tuple[float, ...]
    marked: frozenset[int]
    ends: tuple[str, str]
    middle: float | None
    caption: str
    alt: str


Single = Paragraph | Bullets | Terms | Table | Callout | Figure | Heading | Numbers | Strip


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks in two columns, the left one first; the left one is the wider."""

    left: tuple[Single, ...]
    right: tuple[Single, ...]


Block = Single | Beside


def singles(blocks: Iterable[Block]) -> Iterator[Single]:
    """All blocks in the order in which they are read, also those that stand beside one another."""
    for block in blocks:
        yield from (*block.left, *block.right) if isinstance(block, Beside) else (block,)


@dataclass(frozen=True, slots=True)
class YearMark:
    """A round on a line.

    Args:
        label: of the round.
        score: in levels; None leaves a gap.
        ends: of its interval; None where there is none.
        note: what stands beside it, such as why it fell; short, for the whole of it belongs into the notes.
        shown: the score as it is read.
    """

    label: str
    score: float | None
    ends: tuple[float, float] | None = None
    note: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """How one thing went over the rounds, with what is unsure about it. The scale is its lowest and highest level."""

    title: str
    marks: tuple[YearMark, ...]
    scale: tuple[float, float]
    alt: str
    midpoint: float | None = None


@dataclass(frozen=True, slots=True)
class MoveRow:
    """From where to where something went, in levels, and whether that is sure; how far it went as it is read."""

    name: str
    before: float
    after: float
    shown: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Dumbbells:
    """What moved, a row each, in the order in which they are given.

    Args:
        rounds: labels of the round before and of this one.
        unsure: what the legend says of those that may not have moved at all.
    """

    title: str
    rounds: tuple[str, str]
    moves: tuple[MoveRow, ...]
    scale: tuple[float, float]
    alt: str
    unsure: str = "could be chance"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """How many chose each level of a question, the lowest first; how many answered and how many could not tell."""

    name: str
    counts: tuple[int, ...]
    answers: int
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """Answers as bars that begin left and right of the middle level. `levels` are the words of the levels."""

    title: str
    levels: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A score in levels and as it is read, and the ends of its interval; None where there is none."""

    name: str
    score: float
    shown: str
    ends: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Dots:
    """Scores beside one another, a row each, with their intervals."""

    title: str
    rows: tuple[ScoreRow, ...]
    scale: tuple[float, float]
    alt: str
    midpoint: float | None = None


Exhibit = Lines | Dumbbells | Bars | Dots
"""A chart that people can change where they show it. `alt` is its whole message in words; `title` may be empty."""


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter with a stable id that links can point at; in a deck, a slide.

    Args:
        notes: what a speaker should know and say; shown only where there are speaker notes.
        exhibits: charts of a slide, beside one another; shown only in a deck.
        over_all: whether the title has a whole slide, with its text below it; in a deck alone.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    over_all: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Args:
        language: BCP 47 tag of the `own` texts; all others are in the program's language.
        own: texts of the questionnaire and the round, each whole and plain; empty where there is but one language.
        facts: short label-and-value pairs that stand under the title (date, people, schools, version).
        length: how a document with pages sets it.
        finding: the sentence to read first, which stands before the facts.
        foot: what stands at the end in small print.
    """

    title: str
    subtitle: str
    language: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    length: Length = "full"
    own: frozenset[str] = frozenset()
    finding: str = ""
    foot: str = ""

    @property
    def main_language(self) -> str:
        """BCP 47 tag of the document: the program's language, in the questionnaire's variety where it has one."""
        return self.language if primary(self.language) == PROGRAM else PROGRAM

    def language_of(self, text: str) -> str:
        """BCP 47 tag of one whole plain text; a number before it makes no difference."""
        found = text in self.own or re.sub(r"^\d+\. ", "", text) in self.own
        return self.language if found else self.main_language

    def said_before(self, figure: Figure) -> frozenset[str]:
        """What the chapter of one of the charts has said above it, as title, heading or paragraph."""
        for section in self.sections:
            blocks = tuple(singles(section.blocks))
            for place, block in enumerate(blocks):
                if block is figure:
                    above = (b.text for b in blocks[:place] if isinstance(b, Heading | Paragraph))
                    return frozenset((*filter(None, [self.finding]), section.title, *above))
        return frozenset()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The charts that the report asks for, in order."""
        return tuple(one for section in self.sections for one in singles(section.blocks) if isinstance(one, Figure))
