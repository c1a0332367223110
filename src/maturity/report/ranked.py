"""Which of all that is known stand highest and which lowest, by one rule for every text, and ties as ties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from maturity.text.words import listed

NAMED = 2
"""Most that are named where several stand alike; more are counted."""


class Ranked(NamedTuple):
    """One of several that are ranked.

    Args:
        shown: its value as it is read; what is shown alike stands alike.
    """

    id: str
    name: str
    value: float
    shown: str


class Ends(NamedTuple):
    """Those that stand highest and lowest of all that are known, each end with all that are shown alike."""

    every: tuple[Ranked, ...]
    highest: tuple[Ranked, ...]
    lowest: tuple[Ranked, ...]

    @property
    def alike(self) -> bool:
        """Whether all stand at one value, so that none is highest or lowest."""
        return self.highest[0].shown == self.lowest[0].shown

    def said(self, end: Sequence[Ranked], noun: str, *, named: bool = True) -> str:
        """Who stands at an end: by name, or counted where they are many, or not to be `named`.

        >>> two = Ranked("a", "Trust", 2.0, "2.0"), Ranked("b", "Aims", 2.0, "2.0")
        >>> both = Ends((*two, Ranked("c", "Data", 1.0, "1.0")), two, two)
        >>> both.said(two, "parts"), both.said(two, "parts", named=False)
        ('“Trust” and “Aims”', '2 of 3 parts')
        """
        if len(end) == 1:
            return end[0].name
        if named and len(end) <= NAMED:
            # Names that hold an `and` themselves are told apart by their quotes.
            return listed([f"“{one.name.strip('“”')}”" for one in end])
        return f"{len(end)} of {len(self.every)} {noun}"


def ends_of(known: Iterable[Ranked]) -> Ends:
    """The two ends of one or more."""
    every = tuple(sorted(known, key=lambda one: -one.value))
    top, bottom = every[0].shown, every[-1].shown
    return Ends(
        every, tuple(one for one in every if one.shown == top), tuple(one for one in every if one.shown == bottom)
    )


def foremost(ranked: Sequence[Ranked], most: int, noun: str) -> tuple[str, int]:
    """The first few of a row as they are said, and how many these are: who are shown alike are parted nowhere.

    Args:
        ranked: in the order in which they stand; each name is said as it is.
        most: that are named; where more than these stand alike at the front, they are counted.

    >>> row = [Ranked(name, name, float(shown), shown) for name, shown in ("A1", "B2", "C2", "D3")]
    >>> foremost(row, 2, "parts"), foremost(row, 3, "parts"), foremost(row[1:], 1, "parts")
    (('A', 1), ('A, B and C', 3), ('2 of 3 parts (2)', 2))
    """
    count = 0
    for _, alike in groupby(ranked, key=lambda one: one.shown):
        further = count + len([*alike])
        if further > most:
            break
        count = further
    if count:
        return listed([one.name for one in ranked[:count]]), count
    return f"{further} of {len(ranked)} {noun} ({ranked[0].shown})", further
