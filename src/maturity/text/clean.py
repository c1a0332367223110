"""Text that people typed, made harmless before it is shown anywhere."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]")
"""Terminal codes: what sets colour or moves the cursor; what sets a title or talks to the device; the short ones."""
_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), 0x2066, 0x2067, 0x200E, 0x200F, 0x061C, 0xFEFF])
"""Characters that change the direction of what follows; letters keep their own direction without them."""
_ISOLATE, _POP = "\u2068", "\u2069"
"""Keep what stands between them in order; harmless in pairs (`maturity.text.isolate`)."""


def plain(text: str, limit: int | None = None) -> str:
    """One line of text without terminal codes, control characters or direction overrides.

    Args:
        text: anything.
        limit: most characters to keep, at least 1; a longer text ends in an ellipsis.
    """
    if not (text.isascii() and text.isprintable()):
        text = _harmless(text)
    text = re.sub(" +", " ", text).strip()
    return text if limit is None or len(text) <= limit else paired(f"{text[: limit - 1].rstrip()}…")


def whole_words(text: str, limit: int) -> str:
    """The same as `plain`; a longer text ends after a word, unless a single word fills most of the room.

    >>> whole_words("Two schools rose", 12), whole_words("Unforgettable", 9)
    ('Two schools…', 'Unforget…')
    """
    text = plain(text)
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    if text[limit - 1] != " " and " " in kept[limit // 2 :]:
        kept = kept.rpartition(" ")[0]
    return paired(f"{kept.rstrip(' ,;:')}…")


def paired(text: str) -> str:
    """The same with isolates in pairs: what closes nothing goes, what is left open is closed."""
    if _ISOLATE not in text and _POP not in text:
        return text
    kept, depth = [], 0
    for character in text:
        if character == _POP and not depth:
            continue
        depth += (character == _ISOLATE) - (character == _POP)
        kept.append(character)
    return "".join(kept) + _POP * depth


def _harmless(text: str) -> str:
    """Composed letters and plain blanks only."""
    text = paired(_ESCAPES.sub("", unicodedata.normalize("NFC", text)).translate(_OVERRIDES))
    text = "".join(" " if unicodedata.category(c) in ("Zl", "Zp") or c in "\t\n\r\v\f" else c for c in text)
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs") and not _is_no_character(c))


def _is_no_character(character: str) -> bool:
    """Whether Unicode promises that a code point will never be a character; XML and PDF refuse some of them."""
    code = ord(character)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
