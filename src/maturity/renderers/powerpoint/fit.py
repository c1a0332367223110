"""How much room text takes, so that none overflows its box. All lengths in points.

Measured in DejaVu Sans, which comes with matplotlib and is wider than the fonts that decks are usually set in: what
fits here fits there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Colour = Literal["ink", "accent", "warning"]
LINE = 1.22
"""Height of a line, in sizes of its font; no common font needs more."""
INDENT = 1.2
"""How far the text of a list stands in, in sizes of its font."""
MEASURED_AT = 100


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text in one look."""

    text: str
    bold: bool = False
    colour: Colour = "ink"


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph.

    Args:
        scale: its size, as a multiple of the text around it.
        mark: bullet, number or nothing before it.
        gap: room above it, in sizes of its font; not above the first of a box.
        heads: whether it is the heading of what follows, so that it stands on one slide with that.
    """

    words: tuple[Words, ...]
    scale: float = 1.0
    mark: Literal["", "bullet", "number"] = ""
    gap: float = 0.45
    heads: bool = False

    @property
    def text(self) -> str:
        """Its text without looks."""
        return "".join(words.text for words in self.words)


@lru_cache(maxsize=2)
def _font(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    found = find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / name), MEASURED_AT)


@lru_cache(maxsize=20_000)
def _em(text: str, bold: bool) -> float:
    """Width of a text, in sizes of its font; wide letters that the font may lack count as square."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    narrow = "".join(letter for letter in text if unicodedata.east_asian_width(letter) not in "WF")
    return wide + float(_font(bold).getlength(narrow)) / MEASURED_AT


def line_width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is."""
    return _em(text, bold) * size


def lines(words: Sequence[Words], size: float, room: float) -> int:
    """How many lines runs of text take in a box `room` wide; a word too long for a line is broken."""
    count, at, pending = 1, 0.0, 0.0
    for text, bold in _pieces(words):
        if text == " ":
            pending = line_width(" ", size, bold)
            continue
        wide = line_width(text, size, bold)
        if at and at + pending + wide > room:
            count, at, pending = count + 1, 0.0, 0.0
        if wide > room:
            for letter in text:
                one = line_width(letter, size, bold)
                if at and at + one > room:
                    count, at = count + 1, 0.0
                at += one
        else:
            at += pending + wide
        pending = 0.0
    return count


def _pieces(words: Sequence[Words]) -> Iterable[tuple[str, bool]]:
    """Words and single spaces, each with its weight."""
    for run in words:
        for place, text in enumerate(run.text.split(" ")):
            if place:
                yield " ", run.bold
            if text:
                yield text, run.bold


def text_height(paragraphs: Sequence[Para], size: float, room: float) -> float:
    """How high paragraphs stand in a box `room` wide, at a basic size."""
    total = 0.0
    for place, para in enumerate(paragraphs):
        own = size * para.scale
        inner = room - (own * INDENT if para.mark else 0)
        total += lines(para.words, own, inner) * own * LINE + (para.gap * own if place else 0)
    return total


def largest(paragraphs: Sequence[Para], room: tuple[float, float], sizes: Iterable[float]) -> float | None:
    """The first of `sizes` at which paragraphs fit into a box, wide and high; None if none does."""
    return next((size for size in sizes if text_height(paragraphs, size, room[0]) <= room[1]), None)


def first_of(paragraphs: Sequence[Para], room: tuple[float, float], sizes: Sequence[float]) -> tuple[list[Para], float]:
    """As many of the first paragraphs as fit into a box, and their size; the first is cut where not even it does."""
    for count in range(len(paragraphs), 0, -1):
        size = largest(paragraphs[:count], room, sizes)
        if size is not None:
            return list(paragraphs[:count]), size
    return [shortened_para(paragraphs[0], room, sizes[-1])], sizes[-1]


def shortened_para(para: Para, room: tuple[float, float], size: float) -> Para:
    """A paragraph cut so that it fits, ending in an ellipsis; as it is where it fits."""
    if text_height([para], size, room[0]) <= room[1]:
        return para
    low, high = 0, len(para.text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_height([_cut(para, middle)], size, room[0]) <= room[1]:
            low = middle
        else:
            high = middle - 1
    return _cut(para, low)


def _cut(para: Para, length: int) -> Para:
    kept: list[Words] = []
    for words in para.words:
        if length <= 0:
            break
        kept.append(replace(words, text=words.text[:length]))
        length -= len(words.text)
    if not kept:
        return replace(para, words=(Words("…"),))
    kept[-1] = replace(kept[-1], text=f"{kept[-1].text.rstrip()}…")
    return replace(para, words=tuple(kept))
