"""What points at a school that is no member of the cluster any more."""

from __future__ import annotations

import re
from collections.abc import Mapping

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


def spelt(text: str, left: Mapping[str, str]) -> list[tuple[str, str]]:
    """Ids of schools that have left and stand in a text, each with its name; one plain word may be anything."""
    return [(one, name) for one, name in left.items() if "-" in one and _standing(text, one)]


def _names(text: str, school: str) -> bool:
    """Whether a text names a school; one word inside of others may be anybody's name."""
    return visible(text) == visible(school) or (" " in school and _standing(text, school))


def _standing(text: str, words: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text, re.IGNORECASE))
