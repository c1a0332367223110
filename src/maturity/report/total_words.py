"""A total in words: its headline, the room to its next band, and its chart for those who cannot see it."""

from __future__ import annotations

from maturity.core.assessment import Assessment, PartResult
from maturity.report.described import whose
from maturity.report.part_words import (
    bands_for,
    could_be,
    in_band,
    missing_words,
    part_number,
    possible,
    range_words,
    sureness_of,
)
from maturity.report.profile_words import why_nothing
from maturity.report.tree import tree_of_parts
from maturity.text.isolate import isolated
from maturity.text.words import enumerated, in_figures, level


def total_headline(assessment: Assessment) -> str:
    """The total with its range, its interval and its band, or between what it lies."""
    part = total_of(assessment)
    name, band = isolated(total_label(assessment)), in_band(assessment, part)
    if part.score is not None:
        said = (
            f"{name}: {part_number(assessment, part, part.score)} on a scale from {range_words(part)} "
            f"({sureness_of(assessment, part)})"
        )
        rule = ", by the rule of thumb for its range" if assessment.mode != "named" and part.interval else ""
        return f"{said}, {band}{rule}." if band else f"{said}."
    if not part.scored:
        return f"There is no total yet: {why_nothing(assessment)}."
    said = f"There is no total, because a sum needs every question: {missing_words(assessment, part)}."
    if part.band is None:
        return said
    if part.band.settled:
        return f"{said} Whatever the rest would say, that is {band}."
    return f"{said} That lies {band}, so that no band is named."


def total_of(assessment: Assessment) -> PartResult:
    """All of it as one: what a total is."""
    assert assessment.overall is not None
    return assessment.overall


def total_label(assessment: Assessment) -> str:
    """What the questionnaire calls its total."""
    whole = assessment.questionnaire.whole
    return whole.label if whole is not None else ""


def room_words(assessment: Assessment) -> str:
    """How many points are missing to the next band; empty without a total or without bands."""
    part = total_of(assessment)
    place, bands = part.band, bands_for(assessment, part)
    if part.score is None or place is None:
        return ""
    if place.by_score == len(bands) - 1:
        above = f"here is no band above {isolated(bands[-1].label)}."
        return f"T{above}" if place.settled and part.interval is not None else f"By the score alone t{above}"
    following = bands[place.by_score + 1]
    # Never 0.0, which would be in the next band already.
    points = level(following.start - part.score, 0.0)
    about = "about " if assessment.mode == "confidential" else ""
    begins = f"{isolated(following.label)}, which begins at {in_figures(following.start)}"
    return f"To the next band, {begins}, it is {about}{points} points."


def described_total(assessment: Assessment) -> str:
    """The ruler in words: the total, the bands, the schools, the sub-totals."""
    part = total_of(assessment)
    bands = [f"{isolated(band.label)} from {in_figures(band.start)}" for band in bands_for(assessment, part)]
    said = [f"Ruler of {whose(assessment)}.", total_headline(assessment), room_words(assessment)]
    said.append(f"Bands: {enumerated(bands)}." if bands else "")
    names = [school.name for school in assessment.schools]
    schools = [
        f"{isolated(name)} {part_number(assessment, part, value)}"
        for name, value in zip(names, part.by_school or (), strict=False)
        if value is not None
    ]
    said.append(f"Schools: {enumerated(schools)}." if schools else "")
    sums = [
        f"{isolated(label)} {possible(one) or 'has no sum'}"
        for depth, label, one in tree_of_parts(assessment)
        if depth == 0 and one is not part
    ]
    said.append(f"Sub-totals, in parts of what is possible: {enumerated(sums)}." if sums else "")
    if part.score is not None and could_be(part) is not None:
        said.append(f"The total: {missing_words(assessment, part)}.")
    return " ".join(filter(None, said))
