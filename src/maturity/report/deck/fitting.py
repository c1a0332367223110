"""Titles that fit, and numbers as slides show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from maturity.core.advise_parts import fewest_decimals, fewest_on_axes
from maturity.core.assessment import Assessment, Interval, PartResult
from maturity.core.reading import Checklist, Held, Ladder, Map
from maturity.model import Axis, RatingItem
from maturity.report.over_time.numbers import measure_of
from maturity.report.ranked import Ends, Ranked, ends_of
from maturity.report.shapes import telling
from maturity.report.tree import tree_of_axis, tree_of_parts
from maturity.report.wording import ends_on_axis, on_axis
from maturity.text.clean import whole_words
from maturity.text.isolate import isolated
from maturity.text.words import digits, enumerated, level, rounded

One = TypeVar("One")
TITLE = 112
"""Most letters of a title: two lines on a slide of either shape."""
ROWS = 8
"""Most rows of a chart or a table."""
TYPED = 280
"""Most letters of a text that somebody typed; the whole of it is in the notes."""


def message(*ways: str) -> str:
    """The first of several ways to say a finding that fits into a title; the last ends after a word where none does."""
    said = [one.strip().removesuffix(".") for one in ways if one.strip()]
    return next((one for one in said if len(one) <= TITLE), whole_words(said[-1], TITLE))


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


def part_ends_shown(assessment: Assessment, part: OuterPart, ends: Interval) -> tuple[str, str]:
    """Both ends of a range of a part; of a map as on its axis."""
    if isinstance(assessment.reading, Map):
        return ends_on_axis(assessment, _axis_of(assessment, part), ends)
    return measure_of(part.result.range).ends(ends)


def part_shown(assessment: Assessment, part: OuterPart) -> str:
    """The score of a part; of a map as on its axis."""
    if isinstance(assessment.reading, Map):
        return on_axis(assessment, _axis_of(assessment, part), part.score)
    return shown_value(assessment, part.score, part.result.range)


def _axis_of(assessment: Assessment, part: OuterPart) -> Axis:
    asked = assessment.questionnaire
    return asked.axis_by_id[asked.dimension_by_id[part.id].axis or ""]


def item_shown(assessment: Assessment, item: RatingItem) -> str:
    """The score of a question that has one, wherever a deck shows it."""
    reading, value = assessment.reading, assessment.items[item.id].scored or 0.0
    scale = assessment.questionnaire.scale_of(item)
    if isinstance(reading, Ladder | Checklist):
        return level(value, reading.held[item.id].met_at, fewest_decimals(scale.least, scale.most))
    return shown_value(assessment, value, Interval(scale.least, scale.most))


def ranked_items(assessment: Assessment) -> Ends | None:
    """All questions on the scale that most have, by score; None with fewer than three."""
    asked = assessment.questionnaire
    known = [(item, value) for item in asked.items if (value := assessment.items[item.id].scored) is not None]
    scales = [(asked.scale_of(item).least, asked.scale_of(item).most) for item, _ in known]
    usual = Counter(scales).most_common(1)
    there = [
        Ranked(item.id, f"“{isolated(item.short)}”", value, item_shown(assessment, item))
        for (item, value), scale in zip(known, scales, strict=True)
        if scale == usual[0][0]
    ]
    return ends_of(there) if len(there) > 2 else None


def ranked_missing(assessment: Assessment, missing: Iterable[Held]) -> Ends | None:
    """Questions that do not hold, by how near each is to its line, the nearest the highest; None without a score."""
    items = assessment.questionnaire.item_by_id
    found = []
    for one in missing:
        if one.score is not None:
            item = items[one.id]
            # Who is as near as another by the scores that stand in the table below is as near.
            scale = assessment.questionnaire.scale_of(item)
            shown = level(one.score, one.met_at, fewest_decimals(scale.least, scale.most))
            seen = rounded(one.score, len(shown.partition(".")[2]))
            far = digits(seen - one.met_at, 3)
            found.append(Ranked(one.id, f"“{isolated(item.short)}”", one.score - one.met_at, far))
    return ends_of(found) if found else None


def two_ends(ordered: Sequence[One], most: int = ROWS) -> list[One]:
    """All of a row, or of a long one its two ends."""
    if len(ordered) <= most:
        return list(ordered)
    half = most // 2
    return [*ordered[: most - half], *ordered[-half:]]


def unshown(names: Sequence[str], shown: int, every: str = "") -> Iterator[str]:
    """That a slide shows so many of more, and which all are, once; where it shows all, these after `every`."""
    if len(names) > shown:
        yield f"The slide shows {shown} of {len(names)}. All, in order: {enumerated(names)}."
    elif every:
        yield f"{every}: {enumerated(names)}."
