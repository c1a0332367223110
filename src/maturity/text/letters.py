"""Letters that a font lacks: how they are named, where they stand, and which fonts usually have them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from maturity.text.clean import plain
from maturity.text.words import listed

MOST = 12
"""Most letters that are named."""
MOST_TEXTS, LONGEST_TEXT = 2, 60
"""Most texts that are quoted, and most letters of each."""
WORDS = {
    "letter": "{letter} (U+{code:04X})",
    "code": "U+{code:04X}",
    "more": "{n} others",
    "text": "“{text}”",
    "install": "install a font that has them, such as {fonts}",
    "install-any": "install a font that has them",
}
FAMILIES = {
    "CJK": "Noto Sans CJK",
    "HANGUL": "Noto Sans CJK",
    "HIRAGANA": "Noto Sans CJK",
    "KATAKANA": "Noto Sans CJK",
    "BOPOMOFO": "Noto Sans CJK",
}
"""First word of a letter's Unicode name to a free font; other scripts have one of their own name."""


def by_code(letters: Sequence[str], *, shown: bool = True) -> str:
    """Letters by their codes, the first of many.

    Args:
        shown: the letter itself as well; not where it would be a box.

    >>> by_code("漢字"), by_code("漢", shown=False)
    ('漢 (U+6F22) and 字 (U+5B57)', 'U+6F22')
    """
    word = WORDS["letter" if shown else "code"]
    named = [word.format(letter=letter, code=ord(letter)) for letter in letters]
    more = [WORDS["more"].format(n=len(named) - MOST)] if len(named) > MOST else []
    return listed([*named[:MOST], *more])


def standing_in(letters: Iterable[str], texts: Iterable[str]) -> str:
    """The shortest texts in which letters stand, none of them within another, as quotations; empty where none has one.

    >>> standing_in("漢", ["Elm", "漢字 School", "漢字 School in full", "Village of 漢"])
    '“漢字 School” and “Village of 漢”'
    """
    wanted, found = set(letters), list[str]()
    standing = {_around(text, wanted) for text in texts if wanted & set(text)}
    for text in sorted(standing, key=lambda one: (len(one), one)):
        if not any(shorter in text for shorter in found):
            found.append(text)
    return listed([WORDS["text"].format(text=text) for text in found[:MOST_TEXTS]])


def _around(text: str, wanted: set[str]) -> str:
    """A text; of a long one, the part in which the first of the letters stands."""
    text = plain(text)
    place = next((n for n, letter in enumerate(text) if letter in wanted), 0)
    start = place - LONGEST_TEXT // 3 if place > LONGEST_TEXT - 2 else 0
    return ("…" if start else "") + plain(text[start:], LONGEST_TEXT)


def what_to_install(letters: Iterable[str]) -> str:
    """What to do about letters that no font has.

    >>> what_to_install("漢한"), what_to_install("😀"), what_to_install("ሀ")
    ('install a font that has them, such as Noto Sans CJK', 'install a font that has them, such as Noto Emoji', \
'install a font that has them, such as Noto Sans Ethiopic')
    """
    fonts = list(dict.fromkeys(filter(None, map(_family, letters))))[:3]
    return WORDS["install"].format(fonts=listed(fonts, "or")) if fonts else WORDS["install-any"]


def _family(letter: str) -> str:
    first = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    if unicodedata.category(letter)[0] == "L":
        return FAMILIES.get(first, f"Noto Sans {first.capitalize()}") if first else ""
    return "Noto Emoji" if unicodedata.category(letter) == "So" else ""
