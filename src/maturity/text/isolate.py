"""Values kept in order inside a sentence that may run the other way."""

from __future__ import annotations

import unicodedata

FIRST_STRONG, POP = "\u2068", "\u2069"
"""First-strong isolate and the end of it (Unicode Standard Annex 9)."""


def direction(text: str) -> str | None:
    """The direction of the first letter that has one: `ltr` or `rtl`; None without such a letter.

    >>> direction("Depth"), direction("3.4 (עומק)"), direction("2.8–3.6")
    ('ltr', 'rtl', None)
    """
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return None


def isolated(text: str, around: str = "ltr") -> str:
    """A value as it is put into a sentence that runs `around`: between isolates where it could disturb the order.

    What has no letter that runs the other way is left alone: the marks would change nothing but the length.
    """
    other = ("R", "AL", "AN") if around == "ltr" else ("L", "EN", "AN")
    if any(unicodedata.bidirectional(character) in other for character in text):
        return f"{FIRST_STRONG}{text}{POP}"
    return text
