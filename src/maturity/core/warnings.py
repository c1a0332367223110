"""What to know before believing a result, each with the numbers that caused it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from maturity.core.advise_parts import fewest_decimals
from maturity.core.agreement import many_unknown
from maturity.core.assessment import Assessment, Warn
from maturity.core.placement import side
from maturity.core.reached import as_asked
from maturity.core.read_off import HAIR
from maturity.core.said import Label, Level, Name, Names, Range, Said, Share, labels, said
from maturity.core.verdict import recognised
from maturity.text.words import level

if TYPE_CHECKING:
    from maturity.core.assessment import Interval
    from maturity.core.verdict import recognised
from maturity.model import BlindSpot, Condition

LISTED = 5
"""Most questions that a warning lists."""


def warnings(assessment: Assessment) -> tuple[Warn, ...]:
    """All warnings of an assessment that has passed privacy."""
    return (
        *_silent(assessment),
        *_single(assessment),
        *_unasked(assessment),
        *_blind_spots(assessment),
        *_group_above(assessment),
        *_dont_knows(assessment),
        *_portrait(assessment),
        *_against_the_rest(assessment),
        *_left_out(assessment),
    )


def _silent(assessment: Assessment) -> Iterator[Warn]:
    missing, of = len(assessment.schools) - assessment.schools_answered, len(assessment.schools)
    if not missing or not assessment.schools_answered:
        return
    names = [Name(school.name) for school in assessment.schools if school.respondents.value == 0]
    # Of a school whose people could all not tell, or whose number is hidden, only the count is said.
    first = said("silent-schools", missing=missing, of=of)
    if len(names) == missing:
        first = said("silent-schools-named", missing=missing, of=of, schools=Names(tuple(names)))
    ranges = [
        said("silent-range", axis=Label("axis", axis.id), range=Range(bounds.low, bounds.high))
        for axis in assessment.questionnaire.axes
        if (bounds := assessment.axes[axis.id].bounds) is not None
    ]
    yield Warn("silent-schools", (first, *ranges))


def _single(assessment: Assessment) -> Iterator[Warn]:
    """Where a range rests on how far the people of a school differ, and some schools cannot tell that."""
    axes, whole = assessment.axes.values(), filter(None, (assessment.overall,))
    found = [
        *(axis.arithmetic for axis in axes),
        *(one.arithmetic for one in (*assessment.dimensions.values(), *whole)),
    ]
    known = [one for one in found if one is not None]
    if assessment.mode != "named" or (known and not any(one.by_school for one in known)):
        return
    answered = [school.respondents.value for school in assessment.schools if school.respondents.value != 0]
    single = sum(n == 1 for n in answered)
    if single and single == len(answered):
        yield Warn("single-respondent", (said("single-respondent-only"),))
    elif single:
        yield Warn("single-respondent", (said("single-respondent", schools=single, of=len(assessment.schools)),))


def _unasked(assessment: Assessment) -> Iterator[Warn]:
    if assessment.unasked:
        items = labels("item", list(assessment.unasked))
        yield Warn("unasked", (said("unasked", answers=sum(assessment.unasked.values()), items=items),))


def _blind_spots(assessment: Assessment) -> Iterator[Warn]:
    for spot in assessment.questionnaire.blind_spots:
        numbers = _numbers(assessment, spot)
        if numbers is not None:
            placed = all(assessment.placement.axes_settled[axis] for axis in spot.at)
            doubts = [*filter(None, (_doubt(assessment, one) for one in spot.when))]
            text = Name(spot.message)
            there = [one.id for one in assessment.questionnaire.quadrants if dict(one.at) == dict(spot.at)]
            if placed and not doubts:
                first = said("blind-spot", text=text)
            elif there and not placed:
                first = said("blind-spot-perhaps", quadrant=Label("quadrant", there[0]), text=text)
            elif not placed:
                first = said("blind-spot-perhaps-side", axes=labels("axis", _open(assessment, spot)), text=text)
            else:
                first = said("blind-spot-perhaps-there", text=text)
            yield Warn("blind-spot", (first, *numbers, *doubts))


def _numbers(assessment: Assessment, spot: BlindSpot) -> list[Said] | None:
    """What makes a blind spot hold; None when it does not."""
    found = []
    for axis in assessment.questionnaire.axes:
        if axis.id not in spot.at:
            continue
        score = assessment.axes[axis.id].score
        if score is None or side(score, axis.midpoint) != spot.at[axis.id]:
            return None
        found.append(
            said("axis-at", axis=Label("axis", axis.id), level=Level(score, axis.midpoint, _decimals(assessment)))
        )
    for condition in spot.when:
        what = _condition(assessment, condition)
        if what is None:
            return None
        found.append(what)
    found = _in_one(found)
    if spot.evidence_below is not None:
        evidence = assessment.evidence
        if evidence is None or evidence.share is None or evidence.share >= spot.evidence_below:
            return None
        named, high = evidence.named.value, evidence.high.value
        if named is not None and high is not None:
            found.append(said("examples-named", named=named, high=high))
    return found


def _in_one(found: list[Said]) -> list[Said]:
    """Two things that stand somewhere, said in one sentence."""
    if [one.code for one in found] != ["axis-at", "axis-at"]:
        return found
    first, second = (one.values for one in found)
    return [Said("both-at", {**first, "other": second["axis"], "second": second["level"]})]


def _condition(assessment: Assessment, condition: Condition) -> Said | None:
    """What makes a condition hold; None when it does not."""
    label, score, _ = _value(assessment, condition)
    if score is None or (condition.start is not None and score < condition.start - HAIR):
        return None
    if condition.below is not None and score >= condition.below - HAIR:
        return None
    line = condition.start if condition.start is not None else condition.below
    item = None if condition.item is None else assessment.questionnaire.item_by_id[condition.item]
    if item is not None and item.reversed:
        score, line = (as_asked(assessment.questionnaire, item, value) for value in (score, line or 0.0))
        return said("turned-at", item=label, level=Level(score, line, _decimals(assessment, condition)))
    return said("axis-at", axis=label, level=Level(score, line, _decimals(assessment, condition)))


def _decimals(assessment: Assessment, condition: Condition | None = None) -> int:
    """As many as the range needs in which the value of a condition, or of an axis, lies."""
    asked, found = assessment.questionnaire, None
    if condition is not None and condition.item is None:
        whole = assessment.overall if condition.part == "overall" else None
        found = assessment.dimensions.get(condition.part or "", whole)
    if found is not None:
        return fewest_decimals(found.range.low, found.range.high)
    item = None if condition is None or condition.item is None else asked.item_by_id[condition.item]
    scale = asked.answered_on[0] if item is None else asked.scale_of(item)
    return fewest_decimals(scale.least, scale.most)


def _value(assessment: Assessment, condition: Condition) -> tuple[Label, float | None, Interval | None]:
    """What a condition is about, its score as it counts, and how sure that is."""
    if condition.item is not None:
        held = getattr(assessment.reading, "held", {}).get(condition.item)
        interval = held.interval if held is not None else None
        return Label("item", condition.item), assessment.items[condition.item].scored, interval
    part = condition.part or ""
    if part in assessment.axes:
        return Label("axis", part), assessment.axes[part].score, assessment.axes[part].interval
    if part in assessment.dimensions:
        return Label("dimension", part), assessment.dimensions[part].score, assessment.dimensions[part].interval
    whole = assessment.overall
    return Label("overall", part), whole.score if whole else None, whole.interval if whole else None


def _open(assessment: Assessment, spot: BlindSpot) -> list[str]:
    """Axes of a blind spot whose side is not sure."""
    return [axis for axis in spot.at if not assessment.placement.axes_settled[axis]]


def _doubt(assessment: Assessment, condition: Condition) -> Said | None:
    """That a value which a blind spot names may lie beyond its line; None where it does not."""
    label, _, interval = _value(assessment, condition)
    start, below = condition.start, condition.below
    if start is not None and (interval is None or interval.low < start - HAIR):
        code, line = "not-sure-from", start
    elif below is not None and (interval is None or interval.high >= below - HAIR):
        code, line = "not-sure-below", below
    else:
        return None
    item = None if condition.item is None else assessment.questionnaire.item_by_id[condition.item]
    if item is not None and item.reversed:
        code = "not-sure-up-to" if code == "not-sure-from" else "not-sure-above"
        line = as_asked(assessment.questionnaire, item, line)
    return said(code, what=label, level=Level(line))


def _group_above(assessment: Assessment) -> Iterator[Warn]:
    gap, rule = assessment.gap, assessment.questionnaire.role_gap
    if gap is None or rule is None or gap.mean is None or abs(gap.mean) < rule.notable:
        return
    if level(abs(gap.mean)) == level(0.0):
        return
    above, below = (gap.higher, gap.lower) if gap.mean > 0 else (gap.lower, gap.higher)
    first = said(
        "group-above",
        above=Label("group", above),
        below=Label("group", below),
        levels=Level(abs(gap.mean)),
        items=gap.items,
        schools=gap.schools,
    )
    spread = (
        ()
        if gap.spread is None or level(gap.spread) == level(0.0)
        else (said("group-spread", spread=Level(gap.spread)),)
    )
    yield Warn(f"{above}-above", (first, *spread))


def _dont_knows(assessment: Assessment) -> Iterator[Warn]:
    found = []
    for item in assessment.questionnaire.items:
        result = assessment.items[item.id]
        unknown, n = result.dont_know.value, result.n.value
        if unknown and n is not None and many_unknown(assessment.questionnaire, result):
            found.append((-unknown / (unknown + n), item.id, unknown, unknown + n))
    many = [item.id for item in assessment.questionnaire.items if assessment.items[item.id].many_unknown]
    if many:
        yield Warn("many-dont-knows", (said("many-dont-knows-on", items=labels("item", many)),))
    if found:
        listed = [
            said("could-not-tell", item=Label("item", item), unknown=unknown, asked=asked)
            for _, item, unknown, asked in sorted(found)[:LISTED]
        ]
        more = (said("could-not-tell-more", more=len(found) - LISTED),) if len(found) > LISTED else ()
        yield Warn("many-dont-knows", (said("many-dont-knows"), *listed, *more))


def _portrait(assessment: Assessment) -> Iterator[Warn]:
    portrait = assessment.portrait
    if portrait is None or portrait.agrees is not False or portrait.quadrant is None:
        return
    placement = assessment.placement
    if placement.position is None:
        return
    quadrants = assessment.questionnaire.quadrant_by_id
    placed, mix = quadrants[placement.position], quadrants[portrait.quadrant]
    differ = [axis for axis in placed.at if placed.at[axis] != mix.at[axis]]
    to, sure = Label("quadrant", mix.id), recognised(assessment) == mix.id
    if placement.quadrant is None and all(placement.axes_settled[axis] for axis in differ):
        first = said("two-readings-side" if sure else "two-readings-side-mixed", axes=labels("axis", differ), mix=to)
    else:
        first = said(
            "two-readings-perhaps" if not placement.settled else "two-readings" if sure else "two-readings-mixed",
            placed=Label("quadrant", placed.id),
            mix=to,
        )
    chosen = [
        said("share-of-choices", quadrant=Label("quadrant", one.id), share=Share(portrait.shares[one.id]))
        for one in (mix, placed)
        if portrait.shares
    ]
    yield Warn("two-readings", (first, *chosen))


def _against_the_rest(assessment: Assessment) -> Iterator[Warn]:
    for axis in assessment.questionnaire.axes:
        result = assessment.axes[axis.id]
        if result.against_the_rest and result.reliability is not None:
            what = said(
                "against-the-rest",
                axis=Label("axis", axis.id),
                # By their ids: it is for whoever writes the questionnaire.
                items=Names(tuple(Name(item) for item in result.against_the_rest)),
                alpha=round(result.reliability.alpha, 2),
            )
            yield Warn("against-the-rest", (what,))


def _left_out(assessment: Assessment) -> Iterator[Warn]:
    if not assessment.left_out:
        return
    placed = assessment.placement.quadrant
    moved = [left for left in assessment.left_out if placed is not None and left.position != placed]
    if moved:
        names = Names(tuple(Name(left.name) for left in moved), "or")
        yield Warn("one-school-decides", (said("one-school-decides", schools=names),))
