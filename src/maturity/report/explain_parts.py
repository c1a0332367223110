"""How a part came about: the mean, the sum or the weakest of what belongs to it, and what answers are worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from maturity.core.advise_parts import items_within
from maturity.core.assessment import Assessment, Interval, PartResult
from maturity.core.said import Said
from maturity.model import Dimension, Questionnaire, Scale
from maturity.model.parts import Combine
from maturity.report import wording
from maturity.report.blocks import Block, Paragraph, Table
from maturity.report.part_words import could_be
from maturity.text.words import digits, ends_apart, enumerated, in_figures, level, percent

Number = Callable[[float | None, Said | str | None], str]
NOTHING = "nothing to average"
BY_ID = "To explain it"
"""Over the ids by which `maturity explain` is asked for one of the things in a table."""
LOWEST_ONLY = "if it is the weakest"


def numbers_of(assessment: Assessment) -> Number:
    """How a number is shown, or why there is none."""

    def number(value: float | None, reason: Said | str | None) -> str:
        if value is not None:
            return digits(value, 3)
        why = reason if isinstance(reason, str) else wording.reason(reason, assessment.questionnaire)
        return f"none ({why})"

    return number


def written_mean(parts: Sequence[tuple[float, float]]) -> str:
    """The sum that a weighted mean stands for, written out."""
    if not parts:
        return NOTHING
    if all(weight == 1 for _, weight in parts):
        return f"({_added([digits(value, 3) for value, _ in parts])}) / {len(parts)}"
    terms = _added([f"{weight:g} x {digits(value, 3)}" for value, weight in parts])
    return f"({terms}) / {sum(weight for _, weight in parts):g}"


def equation(label: str, made: str, number: str, equals: str = "=") -> str:
    """What a score is made of and what it is; where it is made of nothing, only that there is none."""
    return f"{label}: {number}" if made == NOTHING else f"{label} = {made} {equals} {number}"


def part_steps(assessment: Assessment, part: PartResult) -> Iterator[Block]:
    """What belongs to a part, and how that makes its score."""
    asked, number = assessment.questionnaire, numbers_of(assessment)
    own = _of(assessment, part)
    label = own.label if own is not None else asked.whole.label if asked.whole is not None else part.id
    rows = [*_rows(assessment, part)]
    yield _table(assessment, part, rows)
    values = [(row[2], row[3]) for row in rows if row[2] is not None]
    how = joined_as(_combine(asked, own), [(value, weight) for value, weight in values if value is not None])
    equals = "in one decimal" if assessment.mode == "confidential" and not asked.axes and part.score else "="
    yield Paragraph(equation(label, how, number(part.score, part.reason), equals))
    reach = could_be(part)
    if reach is not None and not part.axis:
        yield Paragraph(
            f"Were all that is missing at its worst, it would be {digits(reach.low, 3)}; at its best, "
            f"{digits(reach.high, 3)}."
        )
    if is_weakest(assessment, part):
        yield from _of_weakest(assessment, part, len(values))
    if own is None or asked.children_of(own.id):
        yield from _shares(assessment, own)


def exact_ends(ends: Interval, line: float | None = None) -> str:
    """A range to three decimals, or to as many as tell its ends from one another and from a line.

    Args:
        line: what they are compared with.
    """
    return " to ".join(ends_apart((ends.low, ends.high), lambda end, fewest: level(end, line, fewest), 3))


def is_weakest(assessment: Assessment, part: PartResult) -> bool:
    """Whether a part is read by the weakest of what belongs to it."""
    return _combine(assessment.questionnaire, _of(assessment, part)) == "min"


def _of_weakest(assessment: Assessment, part: PartResult, several: int) -> Iterator[Block]:
    if part.interval is not None and assessment.mode == "named":
        yield Paragraph(
            f"95% interval: {exact_ends(part.interval)}. The lower end is the "
            f"lowest of the lower ends of these {several}; the upper end is the lowest of their upper ends, each taken "
            f"at t of 1 - 0.025 / {several}, because so many are compared."
        )
    yield Paragraph(
        "The weakest of several scores comes out too low by chance: the more of them there are, and the fewer people, "
        "the lower."
    )


def joined_as(combine: Combine, values: Sequence[tuple[float, float]]) -> str:
    """How values with their weights become one, written out."""
    if combine == "mean" or not values:
        return written_mean(values)
    said = [digits(value, 3) if weight == 1 else f"{weight:g} x {digits(value, 3)}" for value, weight in values]
    if combine == "sum":
        return _added(said)
    return f"the lowest of {enumerated([digits(value, 3) for value, _ in values])}"


def _added(terms: Sequence[str]) -> str:
    return " + ".join(terms)


Row = tuple[str, str, float | None, float, float, str]
"""Label, score as shown, what it counts as, weight, length of its range, id."""


def _rows(assessment: Assessment, part: PartResult) -> Iterator[Row]:
    """What belongs to a part directly."""
    asked, number = assessment.questionnaire, numbers_of(assessment)
    own = _of(assessment, part)
    inside = asked.children_of("" if own is None else own.id)
    items = asked.items_of(own.id) if own is not None else () if inside else asked.items
    for one in inside:
        result = assessment.dimensions[one.id]
        length = result.range.high - result.range.low
        yield one.label, number(result.score, result.reason), result.score, one.weight, length, one.id
    for item in items:
        found, scale = assessment.items[item.id], asked.scale_of(item)
        shown, length = number(found.score, found.reason), scale.most - scale.least
        yield item.short, shown, found.scored, item.weight, length, item.id


def _table(assessment: Assessment, part: PartResult, rows: Sequence[Row]) -> Table:
    asked, own = assessment.questionnaire, _of(assessment, part)
    number, combine = numbers_of(assessment), _combine(asked, own)
    nested = bool(asked.children_of("" if own is None else own.id))
    shares = _direct_shares(combine, rows, part)
    return Table(
        "What belongs to it" if nested else "The questions of the dimension",
        ("Part" if nested else "Question", "Score", "Counts as", "Weight", "Share of it", BY_ID),
        tuple(
            (name, shown, number(counts, "left out"), f"{weight:g}", "" if asked.axes else share, id_)
            for (name, shown, counts, weight, _, id_), share in zip(rows, shares, strict=True)
        ),
        ("left", "right", "right", "right", "right", "left"),
    ).telling()


def _direct_shares(combine: Combine, rows: Sequence[Row], part: PartResult) -> list[str]:
    if combine == "min":
        return [LOWEST_ONLY for _ in rows]
    if combine == "sum":
        return [percent(weight * length / (part.range.high - part.range.low)) for *_, weight, length, _ in rows]
    whole = sum(row[3] for row in rows if row[2] is not None)
    return ["" if row[2] is None else percent(row[3] / whole) for row in rows]


def _shares(assessment: Assessment, own: Dimension | None) -> Iterator[Block]:
    """How far each question moves a part that is made of parts, were everything answered."""
    asked = assessment.questionnaire
    items = asked.items if own is None else tuple(items_within(asked, own))
    found = shares_within(asked, own)
    yield Table(
        "How far each question moves it, from its worst answer to its best, if all are answered",
        ("Question", "Counts as", "Moves it by"),
        tuple(
            (
                item.short,
                numbers_of(assessment)(assessment.items[item.id].scored, "left out"),
                LOWEST_ONLY if found[item.id] is None else digits(found[item.id] or 0.0, 3),
            )
            for item in items
            if item.id in found
        ),
        ("left", "right", "right"),
    )


def shares_within(asked: Questionnaire, own: Dimension | None) -> dict[str, float | None]:
    """By how much each item moves a part from its worst answer to its best; None where only the weakest counts.

    Args:
        own: the part; None is all of it as one.
    """
    combine = _combine(asked, own)
    inside = asked.children_of("" if own is None else own.id)
    items = asked.items_of(own.id) if own is not None else () if inside else asked.items
    weights = [*(one.weight for one in inside), *(one.weight for one in items)]
    whole = sum(weights) if combine == "mean" else 1.0
    found: dict[str, float | None] = {}
    for one in inside:
        for item, moved in shares_within(asked, one).items():
            found[item] = None if moved is None or combine == "min" else one.weight / whole * moved
    for asks in items:
        scale = asked.scale_of(asks)
        found[asks.id] = None if combine == "min" else asks.weight / whole * (scale.most - scale.least)
    return found


def worth_table(assessment: Assessment, item: str, scale: Scale) -> Iterator[Block]:
    """What each answer to an item is worth, and how many gave it, where that is not the answer's own number."""
    if scale.is_plain:
        return
    labels = assessment.questionnaire.levels_of(assessment.questionnaire.item_by_id[item])
    counts = assessment.items[item].counts
    yield Table(
        "What each answer is worth",
        ("Answer", "Means", "Worth", "People"),
        tuple(
            (in_figures(level), labels[level], in_figures(worth), "" if counts is None else str(counts[place]))
            for place, (level, worth) in enumerate(scale.worth.items())
        ),
        ("left", "left", "right", "right"),
    ).telling()


def _of(assessment: Assessment, part: PartResult) -> Dimension | None:
    return None if part is assessment.overall else assessment.questionnaire.dimension_by_id[part.id]


def _combine(asked: Questionnaire, own: Dimension | None) -> Combine:
    return own.combine if own is not None else asked.whole.combine if asked.whole is not None else "mean"
