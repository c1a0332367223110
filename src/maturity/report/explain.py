"""The arithmetic of one score, step by step, with the numbers of this cluster."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.assessment import Assessment
from maturity.model import Axis, Dimension, RatingItem
from maturity.report import wording
from maturity.report.blocks import Block, Bullets, Paragraph, Report, Section, Table
from maturity.text.words import counted, level


def names(assessment: Assessment) -> list[str]:
    """Everything that can be explained: ids of axes, dimensions and items."""
    questionnaire = assessment.questionnaire
    return [*questionnaire.axis_by_id, *questionnaire.dimension_by_id, *questionnaire.item_by_id]


def explain(assessment: Assessment, name: str | None = None) -> Report:
    """How one score came about, or how both axes did.

    Args:
        name: id of an axis, a dimension or an item; None explains the placement and both axes.

    Raises:
        KeyError: there is no such id.
    """
    questionnaire = assessment.questionnaire
    if name is None:
        sections = [
            Section("placement", "Placement", tuple(_placement(assessment))),
            *(Section(axis.id, axis.label, tuple(_axis(assessment, axis))) for axis in questionnaire.axes),
        ]
    elif name in questionnaire.axis_by_id:
        axis = questionnaire.axis_by_id[name]
        dimensions = questionnaire.dimensions_of(name)
        sections = [
            Section(name, axis.label, tuple(_axis(assessment, axis))),
            *(Section(d.id, d.label, tuple(_dimension(assessment, d))) for d in dimensions),
        ]
    elif name in questionnaire.dimension_by_id:
        dimension = questionnaire.dimension_by_id[name]
        sections = [
            Section(name, dimension.label, tuple(_dimension(assessment, dimension))),
            *(Section(i.id, i.short, tuple(_item(assessment, i))) for i in questionnaire.items_of(name)),
        ]
    else:
        item = questionnaire.item_by_id[name]
        sections = [Section(name, item.short, tuple(_item(assessment, item)))]
    return Report(
        assessment.cluster,
        f"How the scores came about, {assessment.label}",
        questionnaire.language,
        (),
        tuple(sections),
    )


def _placement(assessment: Assessment) -> Iterator[Block]:
    placement = assessment.placement
    yield Paragraph(wording.headline(assessment), "lead")
    yield Paragraph(wording.method(assessment))
    if placement.shares:
        yield Paragraph(f"Shares: {wording.shares(assessment)}.")
    steps = []
    for axis in assessment.questionnaire.axes:
        score = assessment.axes[axis.id].score
        if score is None:
            steps.append(f"{axis.label}: no score, {assessment.axes[axis.id].reason}.")
            continue
        sure = "settled" if placement.axes_settled[axis.id] else "not settled"
        where = "on" if axis.id in placement.on_line else "above" if score > axis.midpoint else "below"
        steps.append(f"{axis.label}: {level(score, axis.midpoint)} is {where} the midpoint {axis.midpoint:g}; {sure}.")
    yield Bullets(tuple(steps))


def _axis(assessment: Assessment, axis: Axis) -> Iterator[Block]:
    result = assessment.axes[axis.id]
    dimensions = assessment.questionnaire.dimensions_of(axis.id)
    yield Table(
        "The dimensions of the axis",
        ("Dimension", "Score", "Weight"),
        tuple(
            (
                f"{dimension.label} ({dimension.id})",
                _number(assessment.dimensions[dimension.id].score, assessment.dimensions[dimension.id].reason),
                f"{dimension.weight:g}",
            )
            for dimension in dimensions
        ),
        ("left", "right", "right"),
    )
    parts = [(score, d.weight) for d in dimensions if (score := assessment.dimensions[d.id].score) is not None]
    yield Paragraph(f"{axis.label} = {_mean(parts)} = {_number(result.score, result.reason)}")
    if result.respondent_mean is not None:
        yield Paragraph(f"With every person counted once, instead of every school: {result.respondent_mean:.3f}.")
    if result.bounds is not None:
        yield Paragraph(f"With the silent schools' answers it could lie from {wording.interval(result.bounds)}.")
    if result.interval is not None:
        yield Paragraph(f"95% interval: {result.interval.low:.3f} to {result.interval.high:.3f}.")


def _dimension(assessment: Assessment, dimension: Dimension) -> Iterator[Block]:
    result = assessment.dimensions[dimension.id]
    items = assessment.questionnaire.items_of(dimension.id)
    yield Table(
        "The items of the dimension",
        ("Item", "Score", "Counts as", "Weight"),
        tuple(
            (
                f"{item.short} ({item.id})",
                _number(assessment.items[item.id].score, assessment.items[item.id].reason),
                _number(assessment.items[item.id].scored, "left out"),
                f"{item.weight:g}",
            )
            for item in items
        ),
        ("left", "right", "right", "right"),
    )
    parts = [(scored, item.weight) for item in items if (scored := assessment.items[item.id].scored) is not None]
    yield Paragraph(f"{dimension.label} = {_mean(parts)} = {_number(result.score, result.reason)}")


def _item(assessment: Assessment, item: RatingItem) -> Iterator[Block]:
    result, scale = assessment.items[item.id], assessment.questionnaire.scale
    yield Paragraph(item.prompt)
    yield Paragraph(
        f"Answers: {result.n}. Don't know: {result.dont_know}. Left blank: {result.skipped}. Only answers are averaged."
    )
    if result.by_school is not None:
        yield Table(
            "Each school's answers and their mean",
            ("School", "Answers", "Mean"),
            tuple(
                (school.name, _levels(result.school_counts, place, scale.low), _number(mean, "nobody answered"))
                for place, (school, mean) in enumerate(zip(assessment.schools, result.by_school, strict=True))
            ),
            ("left", "left", "right"),
        )
        means = [(mean, 1.0) for mean in result.by_school if mean is not None]
        yield Paragraph(f"One school one voice: {_mean(means)} = {_number(result.score, result.reason)}")
    else:
        yield Paragraph(
            f"The mean of {counted(result.schools, 'school mean')} is {_number(result.score, result.reason)}. "
            "School values are not shown: the round is confidential."
        )
    if item.reversed and result.scored is not None and result.score is not None:
        yield Paragraph(
            f"Reversed: it counts as {scale.low} + {scale.high} - {result.score:.3f} = {result.scored:.3f}."
        )
    if result.respondent_mean is not None:
        yield Paragraph(f"With every person counted once: {result.respondent_mean:.3f}.")
    if result.agreement is not None:
        split = " It is split: at least a quarter at each end." if result.split else ""
        yield Paragraph(f"Agreement (Tastle and Wierman): {result.agreement:.3f} of 1.{split}")


def _levels(school_counts: tuple[tuple[int, ...], ...] | None, place: int, low: int) -> str:
    if school_counts is None or not school_counts[place]:
        return "not shown"
    return " ".join(str(low + step) for step, n in enumerate(school_counts[place]) for _ in range(n)) or "none"


def _number(value: float | None, reason: str | None) -> str:
    return f"{value:.3f}" if value is not None else f"none ({reason})"


def _mean(parts: list[tuple[float, float]]) -> str:
    """The sum that a weighted mean stands for, written out."""
    if not parts:
        return "nothing to average"
    if all(weight == 1 for _, weight in parts):
        return f"({' + '.join(f'{value:.3f}' for value, _ in parts)}) / {len(parts)}"
    terms = " + ".join(f"{weight:g} x {value:.3f}" for value, weight in parts)
    return f"({terms}) / {sum(weight for _, weight in parts):g}"
