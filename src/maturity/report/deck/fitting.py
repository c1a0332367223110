"""Titles that fit, and numbers as slides show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from maturity.core.assessment import Assessment, Interval, PartResult
from maturity.core.reading import Map
from maturity.report.over_time.numbers import measure_of
from maturity.report.shapes import telling
from maturity.report.tree import tree_of_axis, tree_of_parts
from maturity.report.wording import fewest_on_axes
from maturity.text.clean import plain
from maturity.text.words import enumerated, level

One = TypeVar("One")
TITLE = 112
"""Most letters of a title: two lines on a slide of either shape."""
ROWS = 8
"""Most rows of a chart or a table."""
TYPED = 280
"""Most letters of a text that somebody typed; the whole of it is in the notes."""


def message(*ways: str) -> str:
    """The first of several ways to say a finding that fits into a title; the last is cut where none does."""
    said = [one.strip().removesuffix(".") for one in ways if one.strip()]
    return next((one for one in said if len(one) <= TITLE), plain(said[-1], TITLE))


def sureness_words(assessment: Assessment) -> str:
    """How sure the result is, as a sentence of its own."""
    said = telling(assessment).how_sure()
    return said if isinstance(assessment.reading, Map) else f"How sure that is: {said}"


class OuterPart(NamedTuple):
    """A dimension that is in no other, with a score."""

    id: str
    label: str
    short: str
    result: PartResult
    score: float


def outer_parts(assessment: Assessment) -> list[OuterPart]:
    """The dimensions that are in no other and have a score, the highest first."""
    asked = assessment.questionnaire
    if isinstance(assessment.reading, Map):
        rows = [row for axis in asked.axes for row in tree_of_axis(assessment, axis.id)]
    else:
        rows = [row for row in tree_of_parts(assessment) if row[2] is not assessment.overall]
    found = [
        OuterPart(one.id, label, asked.dimension_by_id[one.id].short, one, one.score)
        for depth, label, one in rows
        if not depth and one.score is not None
    ]
    return sorted(found, key=lambda one: -one.score)


def one_range(found: Iterable[Interval]) -> tuple[float, float] | None:
    """The ends of a scale that several values have in common; None where they have none."""
    ends = {(one.low, one.high) for one in found}
    return ends.pop() if len(ends) == 1 else None


def shown_value(assessment: Assessment, value: float, range_: Interval | None = None) -> str:
    """A score in a title."""
    if isinstance(assessment.reading, Map):
        return level(value, fewest=fewest_on_axes(assessment))
    scale = assessment.questionnaire.scale
    return measure_of(range_ or Interval(scale.least, scale.most)).shown(value)


def two_ends(ordered: Sequence[One], most: int = ROWS) -> list[One]:
    """All of a row, or of a long one its two ends."""
    if len(ordered) <= most:
        return list(ordered)
    half = most // 2
    return [*ordered[: most - half], *ordered[-half:]]


def unshown(names: Sequence[str], shown: int) -> Iterator[str]:
    """That a slide shows so many of more, and which all are."""
    if len(names) > shown:
        yield f"The slide shows {shown} of {len(names)}. All, in order: {enumerated(names)}."
