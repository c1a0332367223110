"""How dots on a line are piled where they would cover one another. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDE, LEAST = 480.0, 20.0
"""Width of a line of dots, and its least height."""
TALLEST = 45.0
"""How high dots are piled; smaller ones where that is not enough."""
DOTS, ENDS = (4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0), 34.0
"""Radius of a dot, the largest that has room, and the room beside the line for what is written at its ends."""


class Piled(NamedTuple):
    """In which row each dot has room, 0 the line itself; the dots' radius, and how high all of it is."""

    rows: list[int]
    radius: float
    high: float


def piled(places: Sequence[float]) -> Piled:
    """Dots at places from 0 to 1 along the line."""
    for radius in DOTS:
        rows: list[int] = []
        ends: list[float] = []
        for place in places:
            x = place * (WIDE - 2 * ENDS)
            row = next((n for n, end in enumerate(ends) if end <= x), len(ends))
            ends[row:] = [x + 2 * radius + 1, *ends[row + 1 :]]
            rows.append(row)
        if len(ends) * (2 * radius + 1) <= TALLEST:
            break
    # As many rows above the line as below it.
    high = (2 * ((max(rows, default=0) + 1) // 2) + 1) * (2 * radius + 1) + 4
    return Piled(rows, radius, max(LEAST, high))
