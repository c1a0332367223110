"""The fonts that are installed here, and the letters that they have."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import lru_cache

# A font that comes in one weight alone is drawn in that one: nobody who reads a chart can do anything about it. Letters
# that no font has are told with their texts, see `LettersMissing`.
logging.getLogger("matplotlib.font_manager").addFilter(
    lambda record: not str(record.msg).startswith("findfont: Failed to find font weight")
)


def fonts_for(wanted: set[str]) -> tuple[list[str], set[str]]:
    """Installed fonts that have these letters, the one with most of them first; and the letters that none has."""
    found, rest = _among(wanted)
    if rest and _looked_for_more():
        found, rest = _among(wanted)
    return found, rest


def _among(wanted: set[str]) -> tuple[list[str], set[str]]:
    found: list[str] = []
    rest = set(wanted)
    while rest:
        known = ((sum(ord(one) in _letters_of(path) for one in rest), name) for name, path in _installed())
        # Of fonts that have as many, one without serifs goes with the charts' own.
        has, _, name = max(((n, "Sans" in name and "Mono" not in name, name) for n, name in known), default=(0, 0, ""))
        if not has:
            break
        found.append(name)
        rest = {one for one in rest if ord(one) not in _letters_of(_path_of(name))}
    return found, rest


def has_letter(family: str, letter: str) -> bool:
    """Whether a font has a form for a letter; that of another family if there is none of the name."""
    return ord(letter) in _letters_of(_path_of(family))


@lru_cache(maxsize=1)
def _installed() -> tuple[tuple[str, str], ...]:
    """Names and files of the fonts for running text, each once, in an order that does not change."""
    from matplotlib import font_manager

    fonts = sorted(font_manager.fontManager.ttflist, key=lambda font: (font.name, font.fname))
    usual = [one for one in fonts if (one.style, one.weight, one.stretch) == ("normal", 400, "normal")]
    # The last resort has a box for every letter there is.
    return tuple({one.name: one.fname for one in usual if not one.name.startswith("Last Resort")}.items())


@lru_cache(maxsize=1)
def _looked_for_more() -> bool:
    """Whether there are fonts that matplotlib's list, which it makes once and keeps, does not have; now it has them."""
    from matplotlib import font_manager

    known = {str(one.fname) for one in font_manager.fontManager.ttflist}
    fresh = sorted({str(path) for path in font_manager.findSystemFonts()} - known)
    for path in fresh:
        # A file that is no font after all has no letters either.
        with suppress(Exception):
            font_manager.fontManager.addfont(path)
    if fresh:
        _installed.cache_clear()
        _path_of.cache_clear()
    return bool(fresh)


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
