"""The forms that a sentence can take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence whose form depends on one of its numbers.

    Args:
        by: name of that value, a whole number.
        one, other: the sentence for 1, and for every other number.
    """

    by: str
    one: str
    other: str


Message = str | Plural
"""Places in a sentence are named: `{axis}`. Braces that are meant stand twice."""
