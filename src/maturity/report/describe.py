"""Charts in words: the whole message of each, for those who cannot see it."""

from __future__ import annotations

from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.portfolio import Portfolio, Standing
from maturity.core.said import Label
from maturity.report import wording
from maturity.report.blocks import Chart
from maturity.report.change_words import (
    by_change,
    change_headline,
    change_sentence,
    dimension,
    incomparable,
    interval_name,
    moves,
    new_questions_note,
    span,
    unplaced,
    verdict,
)
from maturity.report.described import point_words
from maturity.report.shapes import telling
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, enumerated, level


def describe(chart: Chart, data: Assessment | Comparison | Portfolio) -> str:
    """What a chart of an assessment, a comparison or a portfolio shows, in plain sentences."""
    if isinstance(data, Comparison):
        return {"journey": _journey, "change": _change}[chart](data)
    if isinstance(data, Portfolio):
        return _clusters(data)
    return telling(data).described(chart)


def _clusters(portfolio: Portfolio) -> str:
    first, second = portfolio.questionnaire.axes
    said = [
        f"Map of {counted(len(portfolio.clusters), 'cluster')}: {wording.inside(first)} along the bottom, "
        f"{wording.inside(second)} upwards, midpoints {first.midpoint:g} and {second.midpoint:g}."
    ]
    if portfolio.placed:
        said.append(f"On the map: {enumerated([_standing(portfolio, one) for one in portfolio.placed])}.")
    if portfolio.unplaced:
        without = [
            f"{isolated(one.name)} ({wording.reason(one.reason, one.assessment.questionnaire)})"
            for one in portfolio.unplaced
        ]
        said.append(f"Not on the map: {enumerated(without)}.")
    return " ".join(said)


def _standing(portfolio: Portfolio, one: Standing) -> str:
    where = (
        f"{isolated(one.name)}{f' ({one.region})' if one.region else ''} at {point_words(one.assessment, one.point)}"
    )
    sure = one.assessment.placement.quadrant
    if sure is not None:
        where += f", sure of {wording.inside(portfolio.questionnaire.quadrant_by_id[sure])}"
    return f"{where}, before that at {point_words(one.assessment, dict(one.previous))}" if one.previous else where


def _journey(comparison: Comparison) -> str:
    rounds, questionnaire = comparison.rounds, comparison.rounds[-1].questionnaire
    first, second = questionnaire.axes
    said = [
        f"Journey of {isolated(rounds[-1].cluster)} over {counted(len(rounds), 'round')}, {rounds[0].label} to "
        f"{rounds[-1].label}: {wording.inside(first)} along the bottom, {wording.inside(second)} upwards, midpoints "
        f"{first.midpoint:g} and {second.midpoint:g}.",
    ]
    reasons = {id(one): reason for one, reason in unplaced(comparison)}
    for number, one in enumerate(rounds, 1):
        date = "" if one.date is None else f" on {day(one.date)}"
        if id(one) in reasons:
            said.append(f"Round {number}, {one.label}{date}, has no place: {reasons[id(one)]}.")
            continue
        said.append(
            f"Round {number}, {one.label}{date}, by its own answers: {point_words(one, one.placement.point)}, "
            f"{_quadrant_of(one)}."
        )
        if number > 1:
            said.append(moves(comparison.steps[number - 2]))
    if len(rounds) > 2:
        said.append(f"Over the whole way: {moves(comparison.whole)}")
    said.append(_schools_moved(comparison))
    said.append(new_questions_note(comparison))
    return " ".join(filter(None, said))


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


def _change(comparison: Comparison) -> str:
    step = comparison.last
    said = [
        f"Change of {step.after.cluster} from {step.before.label} to {step.after.label}, every dimension, the largest "
        "rise first.",
        change_headline(comparison),
    ]
    for name, change in by_change(step.dimensions):
        if change.verdict == "incomparable":
            continue
        label = dimension(step, name)
        if change.before is None or change.after is None or change.interval is None:
            said.append(change_sentence(step, Label("dimension", name), change))
            continue
        said.append(
            f"{label} {level(change.before)} before and {level(change.after)} after, {verdict(change)} "
            f"({interval_name(step)} of the change {span(change.interval)} levels)."
        )
    return " ".join([*said, *incomparable(step)])
