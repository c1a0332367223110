"""From an assessment to what to talk about next.

Which items and dimensions are suggested follows from the answers; what is said about them comes from the
questionnaire's guidance. Every suggestion carries the reason why it was chosen, with its numbers.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

import numpy as np

from maturity.core.advice import Advice, CycleDate, Part, Suggestion, SupportAdvice, TalkAbout
from maturity.core.advise_parts import fewest_of_item, fewest_on_axes
from maturity.core.advise_without_map import suggestions
from maturity.core.agreement import many_unknown
from maturity.core.assessment import Assessment, ItemResult
from maturity.core.priorities import priorities_on_map
from maturity.core.reached import as_asked, nearest_level, next_step
from maturity.core.reading import Map
from maturity.core.said import Descriptor, Index, Label, Level, Levels, Name, Said, Value, labels, said
from maturity.core.table import Floats
from maturity.core.verdict import left_open, recognised
from maturity.model import Axis, Quadrant, Questionnaire, RatingItem, Scale, Support
from maturity.model.faults import CONVERSATION
from maturity.text.words import level, rounded

TALK_ABOUT = 3
WORDS_FROM = 8
"""People from whom on a row says how far they agree."""
LOW_UNTIL, HIGH_FROM = 3 / 8, 5 / 8
"""Parts of the scale at which the stage of a support changes: 2.5 and 3.5 on a scale of 1 to 5."""


def advise(assessment: Assessment) -> Advice:
    """What to talk about next, and why; the room decides."""
    questionnaire = assessment.questionnaire
    quadrants, other = candidates(assessment), recognised(assessment)
    if other is not None and other in {quadrant.id for quadrant in quadrants}:
        other = None
    if other is not None:
        # What people recognise is told beside what their ratings say, whether or not these are settled.
        quadrants = (*quadrants, questionnaire.quadrant_by_id[other])
    conversation = questionnaire.conversation
    return Advice(
        talk_about=_talk_about(assessment),
        priorities=suggested_priorities(assessment),
        parts=_parts(assessment, quadrants, other),
        quadrants=tuple(quadrant.id for quadrant in quadrants),
        supports=tuple(_support(assessment, support) for support in questionnaire.supports),
        cycle=cycle(questionnaire, assessment.date),
        room=conversation.room if conversation else "",
        top=conversation.top if conversation else "",
        recognised=other or "",
    )


def candidates(assessment: Assessment) -> tuple[Quadrant, ...]:
    """The named quadrant; else those that it could be, the likeliest first; else that of the point."""
    if not isinstance(assessment.reading, Map):
        return ()
    placement, by_id = assessment.placement, assessment.questionnaire.quadrant_by_id
    if placement.quadrant is not None:
        return (by_id[placement.quadrant],)
    if likely := left_open(assessment):
        return tuple(by_id[one] for one in likely)
    return (by_id[placement.position],) if placement.position is not None else ()


AGREED = 0.8
"""Agreement, as it is shown, from which people do not disagree: half on one of five levels and half on the next is
0.81."""


def by_unease(assessment: Assessment) -> list[RatingItem]:
    """All items: split ones first, then those that many could not answer, then the least agreed.

    The one order of what to talk about, in every output.
    """
    return sorted(assessment.questionnaire.items, key=lambda item: _unease(assessment, assessment.items[item.id]))


def part_of_unease(assessment: Assessment, item: str) -> int:
    """In which part of that order an item is: 0 splits people, 1 many could not tell, 2 is in order of agreement."""
    split, unknown, _, _ = _unease(assessment, assessment.items[item])
    return 0 if not split else 1 if not unknown else 2


def talk_first(assessment: Assessment) -> list[RatingItem]:
    """The items to talk about first; none where nobody disagrees and all could tell."""
    return [item for item in by_unease(assessment) if _is_uneasy(assessment, assessment.items[item.id])][:TALK_ABOUT]


def is_told(result: ItemResult) -> bool:
    """Whether anything is known of how far people agree; of rows that rest on fewer than eight people nothing is."""
    return result.agreement is not None or (result.n.band is not None and result.n.band[0] >= WORDS_FROM)


def quarter_of(scale: Scale) -> int:
    """Levels in a quarter of the scale: so far apart answers lie at most of people who do not disagree."""
    return (scale.size - 1) // 4


def _is_uneasy(assessment: Assessment, result: ItemResult) -> bool:
    """Whether people disagree, or many could not tell; where only words are known, whether they are not close.

    One of many who stands apart from all others is no disagreement of theirs.
    """
    if many_unknown(assessment.questionnaire, result):
        return True
    if result.counts is None or not is_told(result):
        return is_told(result) and result.word != "close"
    return not _is_agreed(result) and reaches_far(assessment, result)


def reaches_far(assessment: Assessment, result: ItemResult) -> bool:
    """Whether answers that are shown lie more than a quarter of the scale apart."""
    chosen = [place for place, people in enumerate(result.counts or ()) if people]
    scale = assessment.questionnaire.scale_of(assessment.questionnaire.item_by_id[result.id])
    return bool(chosen) and chosen[-1] - chosen[0] > quarter_of(scale)


def _is_agreed(result: ItemResult) -> bool:
    """Whether people agree so far that it is no reason to talk."""
    return result.agreement is not None and rounded(result.agreement, 2) >= AGREED


def _talk_about(assessment: Assessment) -> tuple[TalkAbout, ...]:
    chosen = talk_first(assessment)
    return tuple(
        TalkAbout(item.id, _why_talk(assessment, assessment.items[item.id]), item.guidance.ask if item.guidance else "")
        for item in chosen
    )


def _unease(assessment: Assessment, result: ItemResult) -> tuple[bool, bool, int, float]:
    """Where only words are known: apart, mixed, unsaid, close, and then what lies nearest to the middle."""
    scale = assessment.questionnaire.scale_of(assessment.questionnaire.item_by_id[result.id])
    disagreement = 2.0 if result.agreement is None else result.agreement
    if result.n.band is not None and result.score is not None:
        disagreement = abs(result.score - (scale.least + scale.most) / 2)
    word = ("apart", "mixed", None, "close").index(result.word)
    return (not result.split, not many_unknown(assessment.questionnaire, result), word, disagreement)


def _why_talk(assessment: Assessment, result: ItemResult) -> tuple[Said, ...]:
    scale = assessment.questionnaire.scale_of(assessment.questionnaire.item_by_id[result.id])
    found = []
    if result.split and result.counts is not None:
        reach = quarter_of(scale)
        found.append(
            said(
                "talk-split-counted",
                low=sum(result.counts[: reach + 1]),
                people=sum(result.counts),
                low_levels=Levels(scale.low, scale.low + reach),
                high=sum(result.counts[-reach - 1 :]),
                high_levels=Levels(scale.high - reach, scale.high),
            )
        )
    elif result.split:
        found.append(said("talk-split"))
    if many_unknown(assessment.questionnaire, result):
        count = result.dont_know.value or 0
        found.append(said("talk-many-unknown") if result.many_unknown else said("talk-unknown", unknown=count))
    if result.agreement is not None and not (found and _is_agreed(result)):
        found.append(said("talk-agreement", agreement=Index(result.agreement)))
    elif result.word is not None:
        found.append(Said(f"talk-{result.word}"))
    return tuple(found) or (said("talk-level", score=Level(result.score or 0.0)),)


def suggested_priorities(assessment: Assessment) -> tuple[Suggestion, ...]:
    """On a map what `priorities.priorities_on_map` says; else by what is read off."""
    if not isinstance(assessment.reading, Map):
        return suggestions(assessment)
    asked = assessment.questionnaire
    axes = _row([assessment.axes[axis.id].score for axis in asked.axes])
    dimensions = _row([assessment.dimensions[one.id].score for one in asked.dimensions])
    items = _row([assessment.items[item.id].scored for item in asked.items])
    return tuple(
        _priority(assessment, asked.dimensions[one.dimension[0]].id, asked.items[one.item[0]], behind=one.behind)
        for one in priorities_on_map(asked, axes, dimensions, items)
        if one.item[0] >= 0
    )


def _row(values: Iterable[float | None]) -> Floats:
    return np.array([[np.nan if value is None else value for value in values]])


def _scored(assessment: Assessment, axis: Axis) -> Iterable[float]:
    results = [assessment.dimensions[one.id] for one in assessment.questionnaire.dimensions_of(axis.id)]
    return [result.score for result in results if result.score is not None]


def _priority(assessment: Assessment, dimension: str, item: RatingItem, *, behind: bool) -> Suggestion:
    questionnaire = assessment.questionnaire
    axis = next(one for one in questionnaire.axes if one.id == questionnaire.dimension_by_id[dimension].axis)
    score, scored = assessment.dimensions[dimension].score, assessment.items[item.id].scored
    axis_score = assessment.axes[axis.id].score
    assert score is not None
    assert scored is not None
    assert axis_score is not None
    alike = _is_level(assessment, axis)
    named = {"dimension": Label("dimension", dimension)} if alike else {}
    reason = said(
        "priority-alike"
        if alike
        else "priority-below"
        if not behind
        else "priority-further-behind"
        if _is_behind(assessment) and _is_sure_of_it(assessment)
        else "priority-perhaps-behind"
        if _is_behind(assessment)
        else "priority-lowest",
        **named,
        score=Level(score, axis.midpoint, fewest_on_axes(assessment)),
        axis=Label("axis", axis.id),
        overall=Level(axis_score, axis.midpoint, fewest_on_axes(assessment)),
    )
    guidance = item.guidance
    return Suggestion(
        dimension,
        item.id,
        nearest_level(questionnaire, item, scored),
        reason,
        guidance.ask if guidance else "",
        guidance.evidence if guidance else "",
        next_step(questionnaire, item, scored),
    )


def _is_level(assessment: Assessment, axis: Axis) -> bool:
    """Whether all dimensions of an axis are alike as they are shown, so that none of them is the lowest."""
    fewest = fewest_on_axes(assessment)
    shown = [level(score, axis.midpoint, fewest) for score in _scored(assessment, axis)]
    return len(shown) > 1 and len(set(shown)) == 1


def _is_behind(assessment: Assessment) -> bool:
    """Whether one axis is further behind than the other, measured from their midpoints."""
    axes = [(one.midpoint, assessment.axes[one.id].score) for one in assessment.questionnaire.axes]
    fewest = fewest_on_axes(assessment)
    return len({level(score - midpoint, fewest=fewest) for midpoint, score in axes if score is not None}) > 1


def _is_sure_of_it(assessment: Assessment) -> bool:
    """Whether the intervals of both axes lie apart, and the room did not find it to be the other way about."""
    results = [(one, assessment.axes[one.id]) for one in assessment.questionnaire.axes]
    ranked = sorted(results, key=lambda pair: (pair[1].score or 0.0) - pair[0].midpoint)
    (behind, low), (ahead, high) = ranked[0], ranked[-1]
    if low.interval is None or high.interval is None:
        return False
    if low.interval.high - behind.midpoint >= high.interval.low - ahead.midpoint:
        return False
    room = assessment.agreed.axes if assessment.agreed else {}
    lower, higher = room.get(behind.id), room.get(ahead.id)
    return lower is None or higher is None or lower - behind.midpoint <= higher - ahead.midpoint


def _parts(assessment: Assessment, quadrants: tuple[Quadrant, ...], other: str | None) -> tuple[Part, ...]:
    questionnaire = assessment.questionnaire
    if questionnaire.conversation is None:
        return ()
    guidance = quadrants[0].guidance if quadrants else None
    elsewhere = questionnaire.quadrant_by_id[other].guidance if other is not None else None
    parts = []
    for name in CONVERSATION:
        question = getattr(questionnaire.conversation, name)
        items = _informing(assessment, name)
        parts.append(
            Part(
                name,
                question.label,
                question.ask,
                question.about,
                getattr(guidance, name) if guidance else "",
                _findings(assessment, items),
                tuple(item.id for item, _ in items),
                getattr(elsewhere, name) if elsewhere else "",
            )
        )
    return tuple(parts)


def _informing(assessment: Assessment, support: str) -> list[tuple[RatingItem, float]]:
    """Items that inform a part or a support and have a score, lowest first, each with its scored value."""
    found = [
        (item, scored)
        for item in assessment.questionnaire.items
        if support in item.supports and (scored := assessment.items[item.id].scored) is not None
    ]
    return sorted(found, key=lambda pair: pair[1])


def _findings(assessment: Assessment, items: list[tuple[RatingItem, float]]) -> tuple[Said, ...]:
    if not items:
        return ()
    shown = [level(score, fewest=fewest_of_item(assessment, item)) for item, score in items]
    if len(items) > 1 and shown[0] == shown[-1]:
        score = Level(items[0][1], decimals=fewest_of_item(assessment, items[0][0]))
        found = [said("alike-here", items=labels("item", [item.id for item, _ in items]), score=score)]
    else:
        found = [_finding(assessment, "lowest-here", *items[0], shown.count(shown[0]))]
        if len(items) > 1:
            found.append(_finding(assessment, "strongest-here", *items[-1], shown.count(shown[-1])))
    divided = [item.id for item, _ in items if assessment.items[item.id].split]
    if divided:
        found.append(said("split-here", items=labels("item", divided)))
    return tuple(found)


def _finding(assessment: Assessment, code: str, item: RatingItem, scored: float, alike: int) -> Said:
    """What stands at one end, and that it is one of several where so many are shown alike."""
    questionnaire = assessment.questionnaire
    asked = as_asked(questionnaire, item, scored)
    nearest = nearest_level(questionnaire, item, scored)
    values: dict[str, Value] = {
        "item": Label("item", item.id),
        "score": Level(asked, decimals=fewest_of_item(assessment, item)),
        "alike": alike,
        "level": nearest,
        "descriptor": Descriptor(item.id, nearest),
    }
    room = assessment.agreed.items.get(item.id) if assessment.agreed else None
    if room is not None:
        code += "-agreed"
        values["agreed"] = room.level
        if room.reason:
            code += "-because"
            values["reason"] = Name(room.reason)
    return Said(code, values)


def _support(assessment: Assessment, support: Support) -> SupportAdvice:
    items = _informing(assessment, support.id)
    if not items:
        return SupportAdvice(support, None, None, support.guidance.first_step)
    score = sum(scored for _, scored in items) / len(items)
    scale = assessment.questionnaire.answered_on[0]
    place = (score - scale.least) / (scale.most - scale.least)
    if place < LOW_UNTIL:
        return SupportAdvice(support, score, "low", support.guidance.first_step)
    if place < HIGH_FROM:
        return SupportAdvice(support, score, "middle", support.guidance.next_step)
    return SupportAdvice(support, score, "high", support.guidance.keep)


def cycle(questionnaire: Questionnaire, start: dt.date | None) -> tuple[CycleDate, ...]:
    """The steps of the year, with dates reckoned from the round's date."""
    return tuple(
        CycleDate(
            step.id, step.label, None if start is None else months_after(start, step.month), step.month, step.text
        )
        for step in questionnaire.cycle
    )


def months_after(start: dt.date, months: int) -> dt.date:
    """The same day `months` later; the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last))
