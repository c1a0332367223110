"""Charts in words: the whole message of each, for those who cannot see it."""

from __future__ import annotations

from maturity.core.assessment import Assessment
from maturity.core.words import counted, level, listed
from maturity.report import wording
from maturity.report.blocks import Chart


def describe(chart: Chart, assessment: Assessment) -> str:
    """What a chart of an assessment shows, in plain sentences."""
    return {"quadrant": _quadrant, "profile": _profile, "agreement": _agreement}[chart](assessment)


def _quadrant(assessment: Assessment) -> str:
    first, second = assessment.questionnaire.axes
    said = [
        f"Quadrant chart of {assessment.cluster}, {assessment.label}: {first.label.lower()} along the bottom, "
        f"{second.label.lower()} upwards, midpoints {first.midpoint:g} and {second.midpoint:g}.",
        wording.headline(assessment),
        f"The cluster stands at {_point(assessment, assessment.placement.point)}.",
    ]
    if assessment.school_points:
        schools = [f"{school.name} at {_point(assessment, school.point)}" for school in assessment.school_points]
        said.append(f"Schools: {'; '.join(schools)}.")
    if assessment.agreed is not None and all(v is not None for v in assessment.agreed.axes.values()):
        said.append(f"The room agreed on {_point(assessment, assessment.agreed.axes)}.")
    said.append(f"{wording.schools_and_people(assessment)} answered.")
    return " ".join(said)


def _point(assessment: Assessment, point: dict[str, float | None]) -> str:
    places = []
    for axis in assessment.questionnaire.axes:
        value = point[axis.id]
        places.append(f"{axis.short.lower()} {'unknown' if value is None else level(value, axis.midpoint)}")
    return listed(places)


def _profile(assessment: Assessment) -> str:
    said = [f"Profile of {assessment.cluster}, {assessment.label}."]
    for axis in assessment.questionnaire.axes:
        values = [
            f"{dimension.label} {level(score, axis.midpoint)}"
            if (score := (result := assessment.dimensions[dimension.id]).score) is not None
            else f"{dimension.label} without a score ({result.reason})"
            for dimension in assessment.questionnaire.dimensions_of(axis.id)
        ]
        said.append(f"{axis.label}: {', '.join(values)}.")
    return " ".join(said)


def _agreement(assessment: Assessment) -> str:
    split = [item.short for item in assessment.questionnaire.items if assessment.items[item.id].split]
    verdict = f"Split on {counted(len(split), 'item')}: {', '.join(split)}." if split else "No item is split."
    return f"How answers spread on each item, {assessment.cluster}, {assessment.label}. {verdict}"
