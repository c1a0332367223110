"""The arithmetic of one score, step by step, with the numbers of this cluster."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.assessment import Arithmetic, Assessment, AxisResult, ItemResult, PartResult
from maturity.model import Axis, RatingItem, Scale
from maturity.report import kinds, wording
from maturity.report.blocks import NOT_SHOWN, Block, Bullets, Paragraph, Report, Section, Table
from maturity.report.explain_parts import (
    BY_ID,
    equation,
    exact_ends,
    is_weakest,
    numbers_of,
    part_steps,
    worth_table,
    written_mean,
)
from maturity.report.explain_shapes import stage_steps, view_steps
from maturity.report.shapes import telling
from maturity.text.isolate import isolated
from maturity.text.words import MINUS, counted, digits, in_figures, percent


def explain(assessment: Assessment, name: str | None = None) -> Report:
    """How one score came about, or how both axes did.

    Args:
        name: one of the ids in `explainable`; None explains the placement and both axes, or
            whatever else is read off.

    Raises:
        KeyError: there is no such id.
    """
    questionnaire = assessment.questionnaire
    if name is None and not questionnaire.axes:
        sections = [Section("result", telling(assessment).title, tuple(_result(assessment)))]
    elif name is None:
        sections = [
            Section("placement", "Placement", tuple(_placement(assessment))),
            *(Section(axis.id, axis.label, tuple(_axis(assessment, axis))) for axis in questionnaire.axes),
        ]
    elif name in questionnaire.axis_by_id:
        axis = questionnaire.axis_by_id[name]
        dimensions = questionnaire.dimensions_of(name)
        sections = [
            Section(name, axis.label, tuple(_axis(assessment, axis))),
            *(Section(d.id, d.label, tuple(_part(assessment, assessment.dimensions[d.id]))) for d in dimensions),
        ]
    elif name in questionnaire.dimension_by_id:
        sections = [*_inside(assessment, name)]
    elif name == "overall" and assessment.overall is not None:
        inside = tuple(_part(assessment, assessment.overall))
        sections = [Section(name, questionnaire.whole.label if questionnaire.whole else name, inside)]
    elif name in questionnaire.stage_by_id:
        sections = [Section(name, questionnaire.stage_by_id[name].label, tuple(stage_steps(assessment, name)))]
    elif name in questionnaire.item_by_id:
        item = questionnaire.item_by_id[name]
        sections = [Section(name, item.short, tuple(_item(assessment, item)))]
    else:
        sections = [_seen(assessment, name)]
    return Report(
        assessment.cluster,
        f"How the scores came about, {assessment.label}",
        questionnaire.language,
        (),
        tuple(sections),
    )


def _seen(assessment: Assessment, name: str) -> Section:
    """A part of a view, by the view's id and its own."""
    parts = {f"{view.id}.{part.id}": (view, part) for view in assessment.questionnaire.views for part in view.parts}
    view, part = parts[name]
    blocks = view_steps(assessment, part, assessment.views[view.id][part.id])
    return Section(name, f"{isolated(view.label)}: {isolated(part.label)}", tuple(blocks))


def _result(assessment: Assessment) -> Iterator[Block]:
    told = telling(assessment)
    yield Paragraph(told.headline(), "lead")
    yield from told.arithmetic()
    yield from (Paragraph(text) for text in told.method())


def _placement(assessment: Assessment) -> Iterator[Block]:
    placement = assessment.placement
    yield Paragraph(wording.headline(assessment), "lead")
    yield Paragraph(wording.method_words(assessment))
    steps = []
    for axis in assessment.questionnaire.axes:
        number = wording.axis_number(assessment, axis)
        above = placement.above.get(axis.id)
        chance = "" if above is None else f"; above it with a chance of {percent(above)}"
        sure = wording.axis_sure(assessment, axis)
        if assessment.axes[axis.id].score is None:
            steps.append(f"{axis.label}: {number}.")
            continue
        steps.append(f"{axis.label}: {number}, midpoint {in_figures(axis.midpoint)}: {sure}{chance}.")
    yield Bullets(tuple(steps))
    if placement.shares:
        yield Paragraph(
            f"Chances: {wording.chance_words(assessment)}. They are those of a bivariate t around the point, with the "
            f"variances below, a correlation of {digits(placement.alike or 0.0, 2)} between the two axes, and the "
            "fewer degrees of freedom of the two. Silent schools are not part of them."
        )


def _axis(assessment: Assessment, axis: Axis) -> Iterator[Block]:
    number = numbers_of(assessment)
    result = assessment.axes[axis.id]
    dimensions = assessment.questionnaire.dimensions_of(axis.id)
    yield Table(
        "The dimensions of the axis",
        ("Dimension", "Score", "Weight", BY_ID),
        tuple(
            (
                dimension.label,
                number(assessment.dimensions[dimension.id].score, assessment.dimensions[dimension.id].reason),
                in_figures(dimension.weight),
                dimension.id,
            )
            for dimension in dimensions
        ),
        ("left", "right", "right", "left"),
    )
    parts = [(score, d.weight) for d in dimensions if (score := assessment.dimensions[d.id].score) is not None]
    yield Paragraph(equation(axis.label, written_mean(parts), number(result.score, result.reason)))
    if result.respondent_mean is not None:
        yield Paragraph(
            f"With every person counted once, instead of every school: {digits(result.respondent_mean, 3)}."
        )
    yield from _interval(assessment, result, axis.midpoint)
    if result.bounds is not None:
        low, high = digits(result.bounds.low, 3), digits(result.bounds.high, 3)
        yield Paragraph(
            f"Silent schools: were all their answers at the end that counts least, the score would be {low}; at the "
            f"other end, {high}. The axis is sure only if both lie on the side on which the interval lies."
        )
    if result.margin is not None and result.score is not None:
        yield Paragraph(f"Range: {digits(result.score, 3)} plus and minus {result.margin:g} levels. {kinds.MARGINS}")


def _inside(assessment: Assessment, name: str) -> Iterator[Section]:
    """A dimension, then the dimensions and the items that are in it."""
    asked = assessment.questionnaire
    yield Section(name, asked.dimension_by_id[name].label, tuple(_part(assessment, assessment.dimensions[name])))
    for one in asked.children_of(name):
        yield Section(one.id, one.label, tuple(_part(assessment, assessment.dimensions[one.id])))
    for item in asked.items_of(name):
        yield Section(item.id, item.short, tuple(_item(assessment, item)))


def _part(assessment: Assessment, result: PartResult) -> Iterator[Block]:
    yield from part_steps(assessment, result)
    if not is_weakest(assessment, result):
        yield from _interval(assessment, result)


def _interval(
    assessment: Assessment, result: AxisResult | PartResult, midpoint: float | None = None
) -> Iterator[Block]:
    """Where a 95 % interval comes from, school by school."""
    found, score = result.arithmetic, result.score
    if found is None or score is None or result.interval is None:
        return
    names = {school.id: school.name for school in assessment.schools}
    if found.by_school:
        yield Table(
            "How far people lie from their own school, on these questions",
            ("School", "People compared", "Squared distances", "Count as", "Squared weights"),
            tuple(
                (names[one.school], str(one.people), *(digits(n, 4) for n in (one.squares, one.expected, one.weights)))
                for one in found.by_school
            ),
            ("left", "right", "right", "right", "right"),
        )
        yield Paragraph(_variance(found))
    else:
        yield Paragraph(f"From how far the schools differ, the variance of the score is {digits(found.variance, 5)}.")
    middle, root = digits(score, 3), digits(found.variance**0.5, 3)
    yield Paragraph(
        f"95% interval: {middle} ± t({found.freedom}) x sqrt({digits(found.variance, 5)}) = {middle} ± "
        f"{digits(found.quantile, 3)} x {root} = {middle} ± {digits(found.half, 3)}; kept on the scale, "
        f"{exact_ends(result.interval, midpoint)}."
    )


def _variance(found: Arithmetic) -> str:
    squares, expected, weights = (
        sum(values)
        for values in zip(*((one.squares, one.expected, one.weights) for one in found.by_school), strict=True)
    )
    raw = squares / expected
    text = (
        f"One person's answers have the variance {digits(squares, 4)} / {digits(expected, 4)} = {digits(raw, 4)}, "
        f"the score that of {digits(raw, 4)} x {digits(weights, 4)} = {digits(raw * weights, 5)}. "
        "A weight is how far the score would move if all answers of "
        "that person were one level higher; a school with one person lends its mean, and how far its people would "
        "differ is taken from the others."
    )
    least = f" Answering in whole levels leaves at least {digits(found.rounding, 5)}"
    return text + least + (", so this is taken." if found.rounding > raw * weights else ", which is less.")


def _item(assessment: Assessment, item: RatingItem) -> Iterator[Block]:
    number = numbers_of(assessment)
    result, scale = assessment.items[item.id], assessment.questionnaire.scale_of(item)
    yield Paragraph(item.prompt)
    yield Paragraph(
        f"Answers: {result.n}. Cannot tell: {result.dont_know}. Left blank: {result.skipped}. "
        "Only answers are averaged."
    )
    yield from worth_table(assessment, item.id, scale)
    if assessment.mode != "named":
        yield from _not_named(assessment, result)
    elif result.by_school is not None:
        yield Table(
            "Each school's answers and their mean",
            ("School", "Answers", "Mean"),
            tuple(
                (school.name, _levels(result.school_counts, place, scale), number(mean, "nobody answered"))
                for place, (school, mean) in enumerate(zip(assessment.schools, result.by_school, strict=True))
            ),
            ("left", "left", "right"),
        )
        means = [(mean, 1.0) for mean in result.by_school if mean is not None]
        if means:
            yield Paragraph(f"One school one voice: {written_mean(means)} = {number(result.score, result.reason)}")
    else:
        yield Paragraph(
            f"The mean of {counted(result.schools, 'school mean')} is {number(result.score, result.reason)}. "
            "School values are not shown: the round is confidential."
        )
    if item.reversed and result.scored is not None and result.score is not None:
        yield Paragraph(
            f"It counts the other way, as {in_figures(scale.least)} + {in_figures(scale.most)} {MINUS} "
            f"{digits(result.score, 3)} = {digits(result.scored, 3)}."
        )
    if result.respondent_mean is not None:
        yield Paragraph(f"With every person counted once: {digits(result.respondent_mean, 3)}.")
    if result.agreement is not None:
        split = " It is split: at least a quarter at each end." if result.split else ""
        yield Paragraph(f"Agreement (Tastle and Wierman): {digits(result.agreement, 3)} of 1.{split}")


def _not_named(assessment: Assessment, result: ItemResult) -> Iterator[Block]:
    """Where the value of an item comes from, as far as it may be said."""
    number = numbers_of(assessment)
    if result.counts is not None:
        scale = assessment.questionnaire.scale_of(assessment.questionnaire.item_by_id[result.id])
        parts = [(worth, float(n)) for worth, n in zip(scale.worth.values(), result.counts, strict=True) if n]
        yield Paragraph(f"One person one voice: {written_mean(parts)} = {number(result.score, result.reason)}")
    else:
        said = f"{number(result.score, result.reason)}. {kinds.hidden_schools(assessment)}"
        yield Paragraph(f"{said} {kinds.rough_words(assessment)}" if result.score is not None else said)
    if result.word is not None:
        yield Paragraph(f"Agreement: {kinds.WORDS[result.word]}.")


def _levels(school_counts: tuple[tuple[int, ...], ...] | None, place: int, scale: Scale) -> str:
    """What the answers of one school are worth, lowest level first."""
    if school_counts is None or not school_counts[place]:
        return NOT_SHOWN
    worth = zip(scale.worth.values(), school_counts[place], strict=True)
    return " ".join(in_figures(value) for value, n in worth for _ in range(n)) or "none"
