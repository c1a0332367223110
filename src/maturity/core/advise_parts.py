"""What to work on next where parts stand beside one another: the weakest of a profile, the lowest sums of a total."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from maturity.core.advice import Suggestion
from maturity.core.assessment import Assessment, PartResult
from maturity.core.reached import as_asked, nearest_level, next_step
from maturity.core.read_off import HAIR
from maturity.core.reading import Profile
from maturity.core.said import Label, Level, Said, Share, Value, said
from maturity.model import Dimension, Questionnaire, RatingItem, Scale
from maturity.text.words import level

MOST, ONE_MORE = 3, 2
"""Most suggestions; and how many where only one part could be the weakest."""
NARROW = 2.0
"""A range that is shorter is told apart with two decimals."""


def weakest_parts(assessment: Assessment) -> tuple[Suggestion, ...]:
    """The parts of a profile that could be the weakest, each with its lowest item; the next one where one is sure."""
    reading = assessment.reading
    if not isinstance(reading, Profile):
        return ()
    ranked = _ranked(assessment)
    alike = _alike(ranked)
    return _chosen(
        assessment,
        [(part, alike(part) or _weakness(part, reading, alone=len(ranked) == 1)) for part in ranked],
        max(ONE_MORE, len(reading.could)),
    )


def lowest_sums(assessment: Assessment) -> tuple[Suggestion, ...]:
    """The lowest sub-totals of a total, in parts of their ranges, each with its lowest item."""
    if not assessment.dimensions:
        items = sorted(_with_a_step(assessment, assessment.questionnaire.items), key=lambda pair: pair[1])
        return tuple(_suggestion(assessment, "", item, _lowest_item(assessment, item)) for item, _ in items[:MOST])
    ranked = _ranked(assessment)
    alike = _alike(ranked)
    return _chosen(assessment, [(part, alike(part) or _sum(part)) for part in ranked], MOST)


def share_of_range(part: PartResult, value: float) -> float:
    """Where a value lies between the lowest, 0, and the highest possible one, 1."""
    return (value - part.range.low) / (part.range.high - part.range.low)


def fewest_decimals(low: float, high: float) -> int:
    """Decimals of a number that may lie in a range."""
    return 2 if high - low < NARROW - HAIR else 1


def fewest_on_axes(assessment: Assessment) -> int:
    """Decimals of what lies on an axis: one, and two where the scale is shorter than two levels."""
    return _fewest_on(assessment, assessment.questionnaire.scale)


def fewest_of_item(assessment: Assessment, item: RatingItem) -> int:
    """The same of what lies on the scale of an item."""
    return _fewest_on(assessment, assessment.questionnaire.scale_of(item))


def _fewest_on(assessment: Assessment, scale: Scale) -> int:
    return 1 if assessment.mode == "confidential" else fewest_decimals(scale.least, scale.most)


def items_within(questionnaire: Questionnaire, dimension: Dimension) -> Iterator[RatingItem]:
    """Every item that counts towards a dimension, by way of others too."""
    yield from questionnaire.items_of(dimension.id)
    for inside in questionnaire.children_of(dimension.id):
        yield from items_within(questionnaire, inside)


def moving_items(assessment: Assessment, dimension: str) -> Iterator[RatingItem]:
    """The items that move a dimension's score: of one that is read by its weakest, those of the weakest alone."""
    asked = assessment.questionnaire
    inside = {one.id: assessment.dimensions[one.id].score for one in asked.children_of(dimension)}
    own = {item.id: assessment.items[item.id].scored for item in asked.items_of(dimension)}
    found = [score for score in (inside | own).values() if score is not None]
    by_weakest = asked.dimension_by_id[dimension].combine == "min" and found
    most = min(found) + HAIR if by_weakest else math.inf
    for item in asked.items_of(dimension):
        if (score := own[item.id]) is not None and score <= most:
            yield item
    for name, score in inside.items():
        if score is not None and score <= most:
            yield from moving_items(assessment, name)


def _ranked(assessment: Assessment) -> list[PartResult]:
    """Parts of the first floor that have a score, lowest in its range first; equal ones in the order of the file."""
    first = [assessment.dimensions[one.id] for one in assessment.questionnaire.children_of("")]
    scored = [(part, share_of_range(part, part.score)) for part in first if part.score is not None]
    return [part for part, _ in sorted(scored, key=lambda pair: pair[1])]


def _alike(parts: Sequence[PartResult]) -> Callable[[PartResult], Said | None]:
    """The reason of all parts where none is behind another, in the numbers that are shown."""
    shown = {(level(part.score or 0.0, fewest=_decimals(part)), part.range) for part in parts}
    alike = len(parts) > 1 and len(shown) == 1
    return lambda part: said("part-alike", dimension=Label("dimension", part.id), score=_level(part)) if alike else None


def _decimals(part: PartResult) -> int:
    return fewest_decimals(part.range.low, part.range.high)


def _weakness(part: PartResult, reading: Profile, *, alone: bool) -> Said:
    values: dict[str, Value] = {
        "score": _level(part),
        "high": part.range.high,
    }
    if alone:
        return said("part-only", **values)
    if part.id == reading.weakest:
        return said("part-weakest", **values)
    return said("part-could" if part.id in reading.could else "part-next", **values)


def _sum(part: PartResult) -> Said:
    assert part.score is not None
    return said(
        "part-of-possible",
        score=_level(part),
        low=part.range.low,
        high=part.range.high,
        share=Share(share_of_range(part, part.score)),
    )


def _level(part: PartResult) -> Level:
    assert part.score is not None
    return Level(part.score, decimals=_decimals(part))


def _chosen(assessment: Assessment, ranked: Iterable[tuple[PartResult, Said]], wanted: int) -> tuple[Suggestion, ...]:
    """The first of several parts in which there is a step to take."""
    found = []
    for part, why in ranked:
        items = sorted(_with_a_step(assessment, moving_items(assessment, part.id)), key=lambda pair: pair[1])
        if items:
            found.append(_suggestion(assessment, part.id, items[0][0], why))
    return tuple(found[: min(wanted, MOST)])


def _with_a_step(assessment: Assessment, items: Iterable[RatingItem]) -> Iterator[tuple[RatingItem, float]]:
    """Items that have a score below the best, with where it lies between the worst, 0, and the best, 1."""
    for item in items:
        scale, scored = assessment.questionnaire.scale_of(item), assessment.items[item.id].scored
        if scored is not None and scored < scale.most - HAIR:
            yield item, (scored - scale.least) / (scale.most - scale.least)


def _lowest_item(assessment: Assessment, item: RatingItem) -> Said:
    scale, scored = assessment.questionnaire.scale_of(item), assessment.items[item.id].scored
    assert scored is not None
    value = as_asked(assessment.questionnaire, item, scored)
    return said(
        "item-among-lowest",
        score=Level(value, decimals=fewest_decimals(scale.least, scale.most)),
        low=scale.least,
        high=scale.most,
        turned=int(item.reversed),
    )


def _suggestion(assessment: Assessment, dimension: str, item: RatingItem, why: Said) -> Suggestion:
    scored = assessment.items[item.id].scored
    assert scored is not None
    asked, guidance = assessment.questionnaire, item.guidance
    return Suggestion(
        dimension,
        item.id,
        nearest_level(asked, item, scored),
        why,
        guidance.ask if guidance else "",
        guidance.evidence if guidance else "",
        next_step(asked, item, scored),
    )
