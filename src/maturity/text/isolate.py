"""Languages by their tags, and values kept in order inside a sentence that may run the other way."""

from __future__ import annotations

import re
import unicodedata

FIRST_STRONG, POP = "\u2068", "\u2069"
"""First-strong isolate and the end of it (Unicode Standard Annex 9)."""


FROM_THE_RIGHT = {"ar", "arc", "azb", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
SCRIPTS_FROM_THE_RIGHT = {"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)",
    re.IGNORECASE,
)
"""A language tag by the grammar of RFC 5646 (BCP 47), without what is only reserved there or grandfathered."""


def is_tag(language: str) -> bool:
    """Whether this is a well-formed BCP 47 tag.

    >>> [is_tag(tag) for tag in ("cy", "pt-BR", "zh-Hant-TW", "cymraeg!!", "english", "")]
    [True, True, True, False, False, False]
    """
    return _TAG.fullmatch(language) is not None


def primary(language: str) -> str:
    """The language itself, of a BCP 47 tag: `pt` of `pt-BR`."""
    return language.partition("-")[0].lower()


def runs_from_right(language: str) -> bool:
    """Whether a language, by its BCP 47 tag, is written from right to left; a script in the tag decides.

    >>> [runs_from_right(tag) for tag in ("ar-EG", "cy", "ar-Latn", "pa-Arab")]
    [True, False, False, True]
    """
    first, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    return first in FROM_THE_RIGHT if script is None else script in SCRIPTS_FROM_THE_RIGHT


def direction(text: str) -> str | None:
    """The direction of the first letter that has one and is not isolated: `ltr` or `rtl`; None without such a letter.

    >>> direction("Depth"), direction("3.4 (עומק)"), direction("2.8–3.6")
    ('ltr', 'rtl', None)
    """
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        depth += (kind in ("LRI", "RLI", "FSI")) - (kind == "PDI" and depth > 0)
        if depth:
            continue
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
    text = text.replace(FIRST_STRONG, "").replace(POP, "")
    if any(unicodedata.bidirectional(character) in other for character in text):
        return f"{FIRST_STRONG}{text}{POP}"
    return text
