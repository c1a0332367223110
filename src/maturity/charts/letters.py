"""Letters that a chart's font lacks: another font that is installed here has them, or they are named."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from maturity.text.words import listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 12
"""Most letters that are named."""
WORDS = {
    "lacking": "No font here has the letters {letters}: install one that has them, and name it in the theme.",
    "letter": "U+{code:04X}",
    "more": "{n} others",
}


def absent_letters(figure: Figure, families: Sequence[str]) -> set[str]:
    """Letters on a figure that none of these fonts has."""
    from matplotlib.text import Text

    shown = {letter for one in figure.findobj(Text) if isinstance(one, Text) for letter in one.get_text()}
    wanted = {letter for letter in shown if not letter.isspace() and unicodedata.category(letter)[0] != "C"}
    for name in families:
        wanted = {letter for letter in wanted if ord(letter) not in _letters_of(_path_of(name))} if wanted else wanted
    return wanted


def fonts_for(wanted: set[str]) -> tuple[list[str], set[str]]:
    """Installed fonts that have these letters, the one with most of them first; and the letters that none has."""
    found: list[str] = []
    rest = set(wanted)
    while rest:
        has, name = max(
            ((sum(ord(one) in _letters_of(path) for one in rest), name) for name, path in _installed()), default=(0, "")
        )
        if not has:
            break
        found.append(name)
        rest = {one for one in rest if ord(one) not in _letters_of(_path_of(name))}
    return found, rest


def named_letters(lacking: str) -> str:
    """That letters cannot be drawn, by their codes: shown as they are, they would be boxes."""
    codes = [WORDS["letter"].format(code=ord(letter)) for letter in lacking]
    more = [WORDS["more"].format(n=len(codes) - MOST)] if len(codes) > MOST else []
    return WORDS["lacking"].format(letters=listed([*codes[:MOST], *more]))


@lru_cache(maxsize=1)
def _installed() -> tuple[tuple[str, str], ...]:
    """Names and files of the fonts for running text, each once, in an order that does not change."""
    from matplotlib import font_manager

    fonts = sorted(font_manager.fontManager.ttflist, key=lambda font: (font.name, font.fname))
    usual = [one for one in fonts if (one.style, one.weight, one.stretch) == ("normal", 400, "normal")]
    # The last resort has a box for every letter there is.
    return tuple({one.name: one.fname for one in usual if not one.name.startswith("Last Resort")}.items())


@lru_cache(maxsize=64)
def _path_of(name: str) -> str:
    from matplotlib import font_manager

    # A name by itself would be read as a pattern, in which a hyphen has a meaning.
    return font_manager.findfont(font_manager.FontProperties(family=[name]))


@lru_cache(maxsize=256)
def _letters_of(path: str) -> frozenset[int]:
    """Codes of the letters that a font has; none where its letters are pictures, which cannot be drawn here."""
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(path)
        return frozenset(font.get_charmap()) if font.scalable else frozenset()
    except (RuntimeError, OSError):
        return frozenset()
