"""By which rule the rows of a chart are in order: every chart with rows says it, in one form of words."""

from __future__ import annotations

from maturity.report import kinds

UNEASE = kinds.ORDER
ASKED = "as asked."
RISING = "the largest rise first; last what cannot be compared."
RISING_WITHIN = "the largest rise first, within each part as well; last what cannot be compared."
BY_STAGE = "stage by stage, within a stage as asked."
UPWARDS = "the first stage at the bottom."
DOWNWARDS = "the highest stage first."


def ordered(rule: str) -> str:
    """The line of small print.

    >>> ordered(ASKED)
    'Order: as asked.'
    """
    return f"Order: {rule}"
