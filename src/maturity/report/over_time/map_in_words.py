"""The charts of several rounds on a map in words."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison, Step
from maturity.core.said import Label
from maturity.report import wording
from maturity.report.change_words import (
    by_change,
    change_sentence,
    dimension,
    incomparable,
    interval_name,
    linked_words,
    moves,
    new_questions_note,
    span,
    verdict,
)
from maturity.report.described import point_words
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, enumerated, in_figures


def named_quadrant(assessment: Assessment) -> str:
    """The quadrant that may be named, or that none may."""
    quadrant = assessment.placement.quadrant
    return "no single quadrant" if quadrant is None else assessment.questionnaire.quadrant_by_id[quadrant].label


def unplaced(comparison: Comparison) -> list[tuple[Assessment, str]]:
    """Rounds that have no place on the map, each with the reason."""
    found: list[tuple[Assessment, str]] = []
    for one in comparison.rounds:
        if any(value is None for value in one.placement.point.values()):
            found.append((one, wording.reason(one.placement.reason, one.questionnaire)))
    return found


def journey_in_words(comparison: Comparison) -> Iterator[str]:
    """The way over the map."""
    rounds, questionnaire = comparison.rounds, comparison.rounds[-1].questionnaire
    first, second = questionnaire.axes
    yield (
        f"Journey of {isolated(rounds[-1].cluster)} over {counted(len(rounds), 'round')}, {rounds[0].label} to "
        f"{rounds[-1].label}: {wording.inside(first)} along the bottom, {wording.inside(second)} upwards, midpoints "
        f"{in_figures(first.midpoint)} and {in_figures(second.midpoint)}."
    )
    reasons = {id(one): reason for one, reason in unplaced(comparison)}
    for number, one in enumerate(rounds, 1):
        date = "" if one.date is None else f" on {day(one.date)}"
        if id(one) in reasons:
            yield f"Round {number}, {one.label}{date}, has no place: {reasons[id(one)]}."
            continue
        yield (
            f"Round {number}, {one.label}{date}, by its own answers: {point_words(one, one.placement.point)}, "
            f"{_quadrant_of(one)}."
        )
        if number > 1:
            step = comparison.steps[number - 2]
            yield moves(step)
            if not step.alike:
                yield f"{one.label} was asked another questionnaire than {step.before.label}."
                yield linked_words(step)
    if len(rounds) > 2:
        yield f"Over the whole way: {moves(comparison.whole)}"
    yield _schools_moved(comparison)
    yield new_questions_note(comparison)


def _quadrant_of(one: Assessment) -> str:
    quadrant = one.placement.quadrant
    return "no single quadrant" if quadrant is None else wording.inside(one.questionnaire.quadrant_by_id[quadrant])


def _schools_moved(comparison: Comparison) -> str:
    """Where the schools stood in the round before, and stand now."""
    first, last = comparison.rounds[-2:]
    if comparison.last.schools.both is None or first.school_points is None or last.school_points is None:
        return "Schools are not shown, because a round is not named."
    start = {school.id: school.point for school in first.school_points}
    moved = [
        f"{isolated(school.name)} from {point_words(first, start[school.id])} to {point_words(last, school.point)}"
        for school in last.school_points
        if school.id in start and None not in (*start[school.id].values(), *school.point.values())
    ]
    return f"Schools, {first.label} to {last.label}: {enumerated(moved)}." if moved else ""


def change_in_words(step: Step) -> Iterator[str]:
    """The change of every dimension."""
    yield (
        f"Change of {step.after.cluster} from {step.before.label} to {step.after.label}, every dimension, the largest "
        "rise first."
    )
    yield moves(step)
    asked = step.after.questionnaire
    axes = {axis.id: axis for axis in asked.axes}
    for name, change in by_change(step.dimensions):
        if change.verdict == "incomparable":
            continue
        label, axis = dimension(step, name), axes[asked.dimension_by_id[name].axis or ""]
        if change.before is None or change.after is None or change.interval is None:
            yield change_sentence(step, Label("dimension", name), change)
            continue
        yield (
            f"{label} {wording.on_axis(step.before, axis, change.before)} before and "
            f"{wording.on_axis(step.after, axis, change.after)} after, {verdict(change)} ({interval_name(step)} of the "
            f"change {span(change.interval)} levels)."
        )
    yield from incomparable(step)
