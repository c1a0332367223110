"""What points at a school that is no member of the cluster any more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from maturity.model.plan import Priority
from maturity.text.names import visible

POINTERS = ("support", "owner")
"""Fields of a priority that may name a school."""


def gone(text: str, left: Mapping[str, str]) -> str:
    """A text that names a school which has left, with its name in place of its id; empty where it names none.

    Args:
        left: id to name of schools that have left.
    """
    if text in left:
        return left[text]
    return text if any(_names(text, school) for school in left.values()) else ""


def counting_on(priority: Priority, left: Mapping[str, str]) -> list[str]:
    """What an unfinished priority says of schools that have left."""
    said = [gone(getattr(priority, pointer), left) for pointer in POINTERS] if priority.outcome == "open" else []
    return [text for text in said if text]


def spelt(text: str, left: Mapping[str, str], shown: Callable[[str], str]) -> str:
    """A text with names in place of ids of schools that have left; an id of one plain word may be anything.

    Args:
        left: id to name.
        shown: of a name.
    """
    ids = {visible(one): name for one, name in left.items() if "-" in one}
    if not ids:
        return text
    return _standing(*ids).sub(lambda found: shown(ids.get(visible(found[0]), found[0])), text)


def _names(text: str, school: str) -> bool:
    """Whether a text names a school; one word inside of others may be anybody's name."""
    return visible(text) == visible(school) or (" " in school and bool(_standing(school).search(text)))


def _standing(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)
