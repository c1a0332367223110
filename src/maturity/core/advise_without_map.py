"""What to work on next where there is no map: the next stage, what does not hold yet, the weakest part."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from maturity.core.advice import Suggestion
from maturity.core.advise_parts import fewest_decimals, lowest_sums, weakest_parts
from maturity.core.assessment import Assessment
from maturity.core.reached import as_asked, nearest_level, next_step
from maturity.core.reading import Checklist, Held, Ladder, Profile, Total
from maturity.core.said import Label, Level, Said, Value
from maturity.model import RatingItem
from maturity.text.words import rounded

MOST = 3
"""Most suggestions."""


def suggestions(assessment: Assessment) -> tuple[Suggestion, ...]:
    """At most three priorities to consider, by what is read off; the room decides."""
    return _BY_READING[type(assessment.reading)](assessment)[:MOST]


def missing_of_next(reading: Ladder) -> list[Held]:
    """What the next stage lacks and no other: what it must have first, then what is open, then what is not yet."""
    stage = reading.next
    if stage is None:
        return []
    missing = [reading.held[name] for name in stage.missing]
    return sorted(missing, key=lambda one: (one.id not in stage.must_missing, _nearness(one)))


def open_first(assessment: Assessment, items: Iterable[RatingItem]) -> list[RatingItem]:
    """Items in the order in which a room settles them: of the next stage before others, what is open before the rest.

    Args:
        items: in the order that decides otherwise.
    """
    reading = assessment.reading
    if not isinstance(reading, Ladder | Checklist):
        return list(items)
    stage = reading.next.id if isinstance(reading, Ladder) and reading.next is not None else None
    return sorted(items, key=lambda item: (item.stage != stage, _doubt(reading.held[item.id])))


def _doubt(one: Held) -> int:
    """What is open first, then what nobody can tell, then what is settled."""
    return {"open": 0, "unknown": 1}.get(one.state, 2)


def _nearness(one: Held) -> tuple[int, bool]:
    """Open first, those above the line before those below it; then not yet, then what nobody can tell."""
    return {"open": 0, "not-yet": 1}.get(one.state, 2), not one.above


def _next_stage(assessment: Assessment) -> tuple[Suggestion, ...]:
    reading = assessment.reading
    assert isinstance(reading, Ladder)
    stage = reading.next
    return tuple(
        _suggested(
            assessment,
            one,
            f"next-stage-{'must' if one.id in stage.must_missing else 'lacks'}-{one.state}",
            stage=Label("stage", stage.id),
            held=stage.held,
            of=stage.of,
            need=stage.need,
        )
        for one in missing_of_next(reading)
        if stage is not None and one.score is not None
    )


def _not_held(assessment: Assessment) -> tuple[Suggestion, ...]:
    """What does not hold yet, lowest first; then what is open, lowest first."""
    reading = assessment.reading
    assert isinstance(reading, Checklist)
    wanted = [one for one in reading.held.values() if one.state in ("not-yet", "open")]
    wanted.sort(key=lambda one: (one.state == "open", _place(assessment, one)))
    return tuple(_suggested(assessment, one, f"check-{one.state}") for one in wanted)


def _place(assessment: Assessment, one: Held) -> float:
    """Where a score lies on its own scale, from 0 to 1, as it is shown: equal ones stay in the order of the file."""
    scale = assessment.questionnaire.scale_of(assessment.questionnaire.item_by_id[one.id])
    return rounded(((one.score or 0.0) - scale.least) / (scale.most - scale.least), 2)


def _suggested(assessment: Assessment, one: Held, code: str, **values: Value) -> Suggestion:
    questionnaire = assessment.questionnaire
    item, score = questionnaire.item_by_id[one.id], one.score or 0.0
    scale = questionnaire.scale_of(item)
    line = as_asked(questionnaire, item, one.met_at)
    shown = Level(as_asked(questionnaire, item, score), line, fewest_decimals(scale.least, scale.most))
    turned = int(item.reversed)
    reason = Said(code, {"item": Label("item", item.id), "score": shown, "line": line, "turned": turned, **values})
    guidance = item.guidance
    return Suggestion(
        "",
        item.id,
        nearest_level(questionnaire, item, score),
        reason,
        guidance.ask if guidance else "",
        guidance.evidence if guidance else "",
        next_step(questionnaire, item, score),
    )


_BY_READING: dict[type, Callable[[Assessment], tuple[Suggestion, ...]]] = {
    Ladder: _next_stage,
    Checklist: _not_held,
    Profile: weakest_parts,
    Total: lowest_sums,
}
"""What is read off, and who suggests what follows from it."""
