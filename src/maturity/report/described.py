"""The charts of one round in words, for those who cannot see them."""

from __future__ import annotations

from maturity.core.assessment import Assessment, PartResult
from maturity.core.reading import Map
from maturity.report import kinds, wording
from maturity.report.tree import tree_of_axis
from maturity.text.isolate import isolated
from maturity.text.words import counted, enumerated, in_figures, listed, percent


def whose(assessment: Assessment) -> str:
    """Which cluster, in which round."""
    return f"{isolated(assessment.cluster)}, {isolated(assessment.label)}"


def described_quadrant(assessment: Assessment) -> str:
    """The map in words."""
    first, second = assessment.questionnaire.axes
    said = [
        f"Quadrant chart of {whose(assessment)}: {wording.inside(first)} along the bottom, "
        f"{wording.inside(second)} upwards, midpoints {in_figures(first.midpoint)} and {in_figures(second.midpoint)}.",
        wording.headline(assessment),
        f"The cluster stands at {point_words(assessment, assessment.placement.point)}.",
    ]
    past = assessment.reading.past if isinstance(assessment.reading, Map) else None
    if past is not None and None not in past.point.values():
        asked = "by its own answers" if past.alike else "which was asked another questionnaire"
        said.append(f"In the round before, {past.label}, {asked}, it stood at {point_words(assessment, past.point)}.")
    if assessment.school_points:
        schools = [
            f"{isolated(school.name)} at {point_words(assessment, school.point)}" for school in assessment.school_points
        ]
        said.append(f"Schools: {enumerated(schools)}.")
    if assessment.agreed is not None and all(v is not None for v in assessment.agreed.axes.values()):
        said.append(f"The room agreed on {point_words(assessment, assessment.agreed.axes)}.")
    said.append(f"Who answered: {wording.schools_and_people(assessment)}.")
    return " ".join(said)


def point_words(assessment: Assessment, point: dict[str, float | None]) -> str:
    """A point of a map: both axes with their values."""
    places = []
    for axis in assessment.questionnaire.axes:
        value = point[axis.id]
        shown = "unknown" if value is None else wording.on_axis(assessment, axis, value)
        places.append(f"{wording.short_inside(axis)} {shown}")
    return listed(places)


def _within(assessment: Assessment, part: PartResult) -> str:
    """In which dimension a dimension lies, in brackets; empty where in none."""
    above = assessment.questionnaire.dimension_by_id.get(part.parent)
    return "" if above is None else f" (in {isolated(above.label)})"


def described_profile(assessment: Assessment) -> str:
    """The profile of a map in words."""
    said = [f"Profile of {whose(assessment)}."]
    for axis in assessment.questionnaire.axes:
        values = [
            f"{isolated(label)}{_within(assessment, result)} "
            + (
                wording.on_axis(assessment, axis, result.score)
                if result.score is not None
                else f"without a score ({wording.reason(result.reason, assessment.questionnaire)})"
            )
            for _, label, result in tree_of_axis(assessment, axis.id)
        ]
        said.append(f"{isolated(axis.label)}: {enumerated(values)}.")
    return " ".join(said)


def described_portrait(assessment: Assessment) -> str:
    """The portrait in words."""
    questionnaire, result = assessment.questionnaire, assessment.portrait
    if result is None:
        return f"Portrait of {whose(assessment)}: there is none, or too few people answered."
    if result.shares:
        mix = [f"{wording.inside(one)} {percent(result.shares.get(one.id, 0.0))}" for one in questionnaire.quadrants]
        what = "shares of the descriptions chosen"
    else:
        most = list(result.most.values())
        mix = [f"{wording.inside(one)} {most.count(one.id)}" for one in questionnaire.quadrants]
        what = "questions on which at least half chose the same description"
    said = [f"Portrait of {whose(assessment)}: {what}: {listed(mix)}."]
    labels = questionnaire.quadrant_by_id
    if result.quadrant is not None:
        said.append(f"They point to {wording.inside(labels[result.quadrant])}.")
    if assessment.placement.position is not None:
        sure = "" if assessment.placement.settled else ", which is not sure"
        said.append(f"The levels lie in {wording.inside(labels[assessment.placement.position])}{sure}.")
    return " ".join(said)


def described_agreement(assessment: Assessment) -> str:
    """How answers spread, in words."""
    split = [isolated(item.short) for item in assessment.questionnaire.items if assessment.items[item.id].split]
    verdict = f"Split on {counted(len(split), 'question')}: {listed(split)}." if split else kinds.none_split(assessment)
    return f"How answers spread on each question, {whose(assessment)}. {verdict}"
