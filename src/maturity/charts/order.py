"""By which rule the rows of a chart are in order: every chart with rows says it, in one form of words."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.report import kinds

UNEASE = kinds.ORDER
ASKED = "as asked."
RISING = "the largest rise first; last what cannot be compared."
RISING_WITHIN = "the largest rise first, within each part as well; last what cannot be compared."
BY_STAGE = "stage by stage, within a stage as asked."
UPWARDS = "the first stage at the bottom."
DOWNWARDS = "the highest stage first."


def middle_first(scores: Sequence[float | None]) -> list[int]:
    """Places of what is left out first where there is no room: without a score, then what lies in the middle.

    The lowest and the highest are the last.

    >>> middle_first([2.0, None, 3.0, 4.5, 3.5])
    [1, 4, 2, 3, 0]
    """
    known = sorted((score, place) for place, score in enumerate(scores) if score is not None)
    middle = (len(known) - 1) / 2
    away = {place: (abs(rank - middle), -rank) for rank, (_, place) in enumerate(known)}
    return sorted(range(len(scores)), key=lambda place: away.get(place, (-1.0, 0)))


def ordered(rule: str) -> str:
    """The line of small print.

    >>> ordered(ASKED)
    'Order: as asked.'
    """
    return f"Order: {rule}"
