"""Names as they may be shown, and what somebody may have meant who wrote one wrongly."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST_NAME = 60
FEWEST_ALIKE, LONG_ENDING = 3, 12
"""Names, and letters, from which words that all names end in are worth being said once."""


def quoted(value: object) -> str:
    """A value between quotes, shortened, with everything that cannot be seen spelt out."""
    text = str(value)
    return repr(text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…")


def suggestion(name: object, known: Sequence[str]) -> str:
    """What somebody who wrote `name` may have meant, as a hint; empty when nothing is known."""
    return _suggestion(str(name)[:200], tuple(known))


@lru_cache(maxsize=512)
def _suggestion(name: str, known: tuple[str, ...]) -> str:
    if any(visible(name) == visible(other) for other in known):
        return "retype it: it holds characters that cannot be seen or told apart, or other capitals"
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {quoted(close[0])}?"
    if not known:
        return ""
    return f"use one of: {', '.join(quoted(other)[1:-1] for other in known)}"


def visible(text: str) -> str:
    """An id as the eye sees it: compatibility forms folded, invisible characters taken out."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not unicodedata.category(c).startswith(("C", "Z", "M")))


def kin(text: str) -> str:
    """What is the same for one name in several files, whatever its capitals, blanks, width, zeros before a number."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(c for c in folded if not unicodedata.category(c).startswith(("C", "Z")))
    return str(int(seen)) if seen.isdecimal() and len(seen) <= LONGEST_NAME else seen


def common_ending(names: Sequence[str]) -> str:
    """The words in which three or more names all end, where that is long; each name has words before it, all unlike.

    >>> common_ending(["Ash 1 Partnership of Schools", "Beck 2 Partnership of Schools", "Crag Partnership of Schools"])
    'Partnership of Schools'
    >>> common_ending(["Ash Partnership of Schools", "Partnership of Schools", "Crag Partnership of Schools"])
    ''
    """
    words = [name.split() for name in names]
    if len(words) < FEWEST_ALIKE or any(" ".join(one) != name for one, name in zip(words, names, strict=True)):
        return ""
    count = 0
    while all(len(one) > count + 1 for one in words) and len({one[-1 - count] for one in words}) == 1:
        count += 1
    ending = " ".join(words[0][len(words[0]) - count :])
    return ending if len(ending) >= LONG_ENDING else ""


def common_ends(names: Sequence[str]) -> tuple[str, str]:
    """The words with which three or more names all begin, and those in which they all end, where those are long.

    >>> common_ends([f"Saint Thomas More Academy {one}" for one in ("Infants", "Juniors", "Sixth Form")])
    ('Saint Thomas More Academy', '')
    """
    ending = common_ending(names)
    rest = [name.removesuffix(ending).rstrip() for name in names]
    turned = common_ending([" ".join(reversed(name.split())) for name in rest])
    return " ".join(reversed(turned.split())), ending


def in_order(name: str) -> tuple[str, str]:
    """What names are sorted by: without regard to capitals, and always in the same way."""
    return name.casefold(), name
