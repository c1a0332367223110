"""What to know before believing a result, each with the numbers that caused it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from maturity.core.assessment import Assessment, Warn
from maturity.core.placement import side

if TYPE_CHECKING:
    from maturity.model import BlindSpot


def warnings(assessment: Assessment) -> tuple[Warn, ...]:
    """All warnings of an assessment that has passed privacy."""
    return (
        *_silent(assessment),
        *_single(assessment),
        *_blind_spots(assessment),
        *_group_above(assessment),
        *_dont_knows(assessment),
        *_portrait(assessment),
        *_against_the_rest(assessment),
        *_left_out(assessment),
    )


def _silent(assessment: Assessment) -> Iterator[Warn]:
    missing = len(assessment.schools) - assessment.schools_answered
    if not missing or not assessment.schools_answered:
        return
    ranges = [
        f"{axis.label} between {bounds.low:.1f} and {bounds.high:.1f}"
        for axis in assessment.questionnaire.axes
        if (bounds := assessment.axes[axis.id].bounds) is not None
    ]
    names = [school.name for school in assessment.schools if school.respondents.value == 0]
    # Of a school whose people all chose don't-know, or whose number is hidden, only the count is said.
    who = f" ({', '.join(names)})" if len(names) == missing else ""
    text = f"{missing} of {len(assessment.schools)} schools did not answer{who}."
    if ranges:
        text += f" With their answers the cluster could stand at {' and '.join(ranges)}."
    yield Warn("silent-schools", text)


def _single(assessment: Assessment) -> Iterator[Warn]:
    single = sum(school.respondents.value == 1 for school in assessment.schools)
    if single:
        yield Warn(
            "single-respondent",
            f"{single} of {len(assessment.schools)} schools {'has' if single == 1 else 'have'} one respondent: "
            "how far that school's people would differ is not known.",
        )


def _blind_spots(assessment: Assessment) -> Iterator[Warn]:
    for spot in assessment.questionnaire.blind_spots:
        numbers = _numbers(assessment, spot)
        if numbers is not None:
            yield Warn("blind-spot", f"{spot.message} ({numbers})")


def _numbers(assessment: Assessment, spot: BlindSpot) -> str | None:
    """What makes a blind spot hold; None when it does not."""
    said = []
    for axis in assessment.questionnaire.axes:
        if axis.id not in spot.at:
            continue
        score = assessment.axes[axis.id].score
        if score is None or side(score, axis.midpoint) != spot.at[axis.id]:
            return None
        said.append(f"{axis.label} {score:.1f}")
    if spot.evidence_below is not None:
        evidence = assessment.evidence
        if evidence is None or evidence.share is None or evidence.share >= spot.evidence_below:
            return None
        said.append(f"an example named for {evidence.named} of {evidence.high} high ratings")
    return "; ".join(said)


def _group_above(assessment: Assessment) -> Iterator[Warn]:
    gap, rule = assessment.gap, assessment.questionnaire.role_gap
    if gap is None or rule is None or gap.mean is None or abs(gap.mean) < rule.notable:
        return
    above, below = (gap.higher, gap.lower) if gap.mean > 0 else (gap.lower, gap.higher)
    spread = "" if gap.spread is None else f", with a spread of {gap.spread:.1f} between schools"
    yield Warn(
        f"{above}-above",
        f"{above.capitalize()} rate the cluster {abs(gap.mean):.1f} levels above {below} of their own schools "
        f"({gap.items} items put to both, {gap.schools} schools{spread}).",
    )


def _dont_knows(assessment: Assessment) -> Iterator[Warn]:
    limit = assessment.questionnaire.dont_know_notable
    found = []
    for item in assessment.questionnaire.items:
        result = assessment.items[item.id]
        unknown, n = result.dont_know.value, result.n.value
        if unknown and n is not None and unknown >= limit * (unknown + n):
            found.append((-unknown / (unknown + n), item.short, unknown, unknown + n))
    if found:
        said = "; ".join(f"{short}: {unknown} of {asked}" for _, short, unknown, asked in sorted(found)[:5])
        more = f"; and {len(found) - 5} more" if len(found) > 5 else ""
        yield Warn("many-dont-knows", f"Many people could not tell, which is a finding in itself ({said}{more}).")


def _portrait(assessment: Assessment) -> Iterator[Warn]:
    portrait = assessment.portrait
    if portrait is None or portrait.agrees is not False:
        return
    quadrants = assessment.questionnaire.quadrant_by_id
    placed, mix = assessment.placement.position, portrait.quadrant
    assert placed is not None
    assert mix is not None
    shares = ""
    if portrait.shares:
        shares = (
            f" ({portrait.shares[mix]:.0%} of choices; {portrait.shares[placed]:.0%} for "
            f"{quadrants[placed].label.lower()})"
        )
    yield Warn(
        "two-readings",
        f"The two readings differ: the ratings point to {quadrants[placed].label.lower()}, the portraits to "
        f"{quadrants[mix].label.lower()}{shares}.",
    )


def _against_the_rest(assessment: Assessment) -> Iterator[Warn]:
    for axis in assessment.questionnaire.axes:
        result = assessment.axes[axis.id]
        if result.against_the_rest and result.reliability is not None:
            yield Warn(
                "against-the-rest",
                f"On {axis.label}, answers to {', '.join(result.against_the_rest)} run against the rest (alpha "
                f"{result.reliability.alpha:.2f}): is `reversed: true` missing there, or set where it should not be?",
            )


def _left_out(assessment: Assessment) -> Iterator[Warn]:
    placed = assessment.placement.quadrant
    moved = [left for left in assessment.left_out or () if placed is not None and left.position != placed]
    if moved:
        yield Warn(
            "one-school-decides",
            f"Without {' or without '.join(left.name for left in moved)} the cluster would not stand in this quadrant.",
        )
