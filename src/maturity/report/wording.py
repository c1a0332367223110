"""Sentences and labels that several outputs share, so that they cannot disagree."""

from __future__ import annotations

import datetime as dt

from maturity.core.advise import headline
from maturity.core.assessment import Assessment, AxisResult, Interval
from maturity.core.words import counted, day, level, listed, percent
from maturity.model import Axis

__all__ = ["axis_number", "facts", "headline", "how_sure", "interval", "method", "shares"]


def interval(value: Interval | None) -> str:
    """An interval as `2.4 to 3.1`; `none` where there is none."""
    return "none" if value is None else f"{level(value.low)} to {level(value.high)}"


def axis_number(axis: Axis, result: AxisResult) -> str:
    """An axis score with its interval, or the reason why there is none."""
    if result.score is None:
        return f"no score: {result.reason}"
    text = level(result.score, axis.midpoint)
    return text if result.interval is None else f"{text} ({interval(result.interval)})"


def axis_score(axis: Axis, result: AxisResult) -> str:
    """An axis score, or why there is none, for a cell of a table."""
    return f"none: {result.reason}" if result.score is None else level(result.score, axis.midpoint)


def shares(assessment: Assessment) -> str:
    """Shares of the quadrants that occur, most first."""
    labels = assessment.questionnaire.quadrant_by_id
    ranked = sorted(assessment.placement.shares.items(), key=lambda pair: -pair[1])
    return listed([f"{labels[i].label.lower()} {percent(share)}" for i, share in ranked if share > 0])


def if_others(assessment: Assessment) -> str:
    """Where the cluster might be had others answered; empty where it would be the same place."""
    if sum(share > 0 for share in assessment.placement.shares.values()) < 2:
        return ""
    if assessment.placement.method == "fixed":
        return f"If other people of the same schools had answered, the place might differ: {shares(assessment)}."
    return f"If other schools had answered, the place might differ: {shares(assessment)}."


def on_the_map(assessment: Assessment) -> bool:
    """Whether anything at all has a place: the cluster, a school, or what the room agreed."""
    points = [assessment.placement.point, *(school.point for school in assessment.school_points or ())]
    if assessment.agreed is not None:
        points.append(assessment.agreed.axes)
    return any(None not in point.values() for point in points)


def agreed_places(assessment: Assessment) -> list[str]:
    """Both axes by the levels that the room agreed, where there are enough of them."""
    if assessment.agreed is None:
        return []
    return [
        f"{axis.label.lower()} {level(value, axis.midpoint)}"
        for axis in assessment.questionnaire.axes
        if (value := assessment.agreed.axes[axis.id]) is not None
    ]


def midpoints(assessment: Assessment) -> str:
    """Where the midpoints are, and that they are a convention."""
    axes = assessment.questionnaire.axes
    places = listed([f"{axis.label.lower()} {axis.midpoint:g}" for axis in axes])
    return f"The midpoints ({places}) are a convention of the questionnaire, not a measured boundary."


def when(date: dt.date | None, month: int) -> str:
    """When a step of the cycle is due: a day, or a month counted from the round where that has no date."""
    return f"month {month}" if date is None else day(date)


def schools_and_people(assessment: Assessment) -> str:
    """Who answered: `34 people from 6 of 7 schools`."""
    people = counted(assessment.respondents, "person", "people")
    return f"{people} from {assessment.schools_answered} of {counted(len(assessment.schools), 'school')}"


def facts(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """Label and value of what one should know about the round."""
    questionnaire = assessment.questionnaire
    return (
        ("Cluster", assessment.cluster + (" (fictional)" if assessment.fictional else "")),
        ("Round", assessment.label),
        ("Date", day(assessment.date) if assessment.date else "not given"),
        ("Who answered", schools_and_people(assessment)),
        ("Privacy", _privacy(assessment)),
        ("Questionnaire", f"{questionnaire.title}, version {questionnaire.version} ({questionnaire.id})"),
    )


def how_sure(assessment: Assessment) -> str:
    """How sure the placement is, in one sentence without its numbers' history."""
    placement = assessment.placement
    if not placement.shares:
        return f"{(placement.reason or 'not known')[0].upper()}{(placement.reason or 'not known')[1:]}"
    said = f"{shares(assessment)}, if others had answered"
    return f"Settled: {said}" if placement.settled else f"Not settled: {said}"


def _privacy(assessment: Assessment) -> str:
    if assessment.mode == "named":
        return "named: schools may be shown"
    return f"confidential: nothing that rests on fewer than {assessment.smallest_cell} people"


def method(assessment: Assessment) -> str:
    """How sure-ness was reckoned, in one sentence."""
    placement = assessment.placement
    if not placement.resamples:
        return f"No resampling: {placement.reason}."
    what = (
        "people were drawn anew within each school, the schools being fixed"
        if placement.method == "fixed"
        else "schools were drawn anew, as if they stood for others"
    )
    return (
        f"{placement.resamples} resamples (seed {assessment.seed}): {what}. A quadrant is named when at least "
        f"{percent(assessment.questionnaire.settled_share)} of them fall into it."
    )
