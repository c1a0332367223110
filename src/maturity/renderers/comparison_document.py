"""A comparison as the one JSON document of `maturity compare --json`; its keys are a promise."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from maturity.core.assessment import Assessment
from maturity.core.comparison import (
    Change,
    Comparison,
    Driver,
    LookingBack,
    Mover,
    Promise,
    SchoolsCompared,
    Step,
)
from maturity.core.promised import next_question
from maturity.renderers.document import both_ends, count_value
from maturity.report.change_words import because, warned
from maturity.report.over_time import OverTime, over_time
from maturity.report.over_time.base import ToldPart
from maturity.report.over_time.documents import change_document
from maturity.report.second_year import fall_words, falls, next_asked, room_said
from maturity.report.wording import reason_text

FORMAT_VERSION = 1


def render(comparison: Comparison, today: dt.date | None = None) -> str:
    """The JSON text, as of a day if there is one, numbers unrounded, ending in a line break."""
    return json.dumps(document(comparison, today), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def document(comparison: Comparison, today: dt.date | None = None) -> dict[str, Any]:
    """The same as plain data.

    At the top stands the last step, from the last round but one to the last. With more than two rounds, `steps` holds
    every step in the order of time, and `whole` the way from the first round to the last.
    """
    last, told = comparison.last, over_time(comparison)
    whole: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "cluster": comparison.rounds[-1].cluster,
        **({} if today is None else {"as_of": today.isoformat()}),
        "rounds": [_round(one, told) for one in comparison.rounds],
        **_step(last, told),
        "trend": _trend(told),
        "falls": [_fall(told, step, part) for step, part in falls(told, comparison.steps)],
        "priorities": [_promise(one) for one in comparison.promises],
        "question": {"code": next_question(comparison).code, "text": next_asked(comparison)},
        "warnings": _warnings(last, comparison),
    }
    if len(comparison.rounds) > 2:
        whole["steps"] = [_step(step, told) for step in comparison.steps]
        whole["whole"] = _step(comparison.whole, told)
    return whole


def _round(assessment: Assessment, told: OverTime) -> dict[str, Any]:
    questionnaire = assessment.questionnaire
    return {
        "label": assessment.label,
        "date": assessment.date.isoformat() if assessment.date else None,
        "mode": assessment.mode,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "fingerprint": questionnaire.fingerprint,
        },
        "respondents": assessment.respondents,
        "schools": {"count": assessment.schools_answered, "of": len(assessment.schools)},
        "axes": {
            name: {"score": result.score, "interval": both_ends(result.interval)}
            for name, result in assessment.axes.items()
        },
        **told.round_document(assessment),
    }


def _step(step: Step, told: OverTime) -> dict[str, Any]:
    items = step.items
    return {
        "before": step.before.label,
        "after": step.after.label,
        "axes": _changes(step.axes, step),
        "dimensions": _changes(step.dimensions, step),
        "items": {
            "common": list(items.common),
            "only_before": list(items.only_before),
            "only_after": list(items.only_after),
            "reworded": list(items.reworded),
            "drifting": list(items.drifting),
            "hidden": list(items.hidden),
            "changes": _changes(step.items_changed, step),
        },
        "drivers": {name: [_driver(one) for one in of_part] for name, of_part in step.drivers.items()},
        "schools": _schools(step.schools, step),
        "linked": step.linked,
        "linked_reason": because(step.linked_reason, step) or None,
        "without_drifting": None if step.without_drifting is None else _changes(step.without_drifting, step),
        "looking_back": None if step.looking_back is None else _looking_back(step.looking_back),
        "basis": step.basis,
        "returned": step.returned,
        **told.step_document(step),
        "warnings": _warnings(step),
    }


def _changes(changes: dict[str, Change], step: Step) -> dict[str, Any]:
    return {name: change_document(change, step) for name, change in changes.items()}


def _driver(one: Driver) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "weight": one.weight,
        "change": one.moved,
        "contribution": one.contribution,
        "interval": both_ends(one.interval),
        "verdict": one.verdict,
        "share": one.share,
    }


def _trend(told: OverTime) -> dict[str, Any]:
    """By axis, or part: each round's own value, and the change from the first to the last, which is over less."""
    comparison = told.comparison
    found = {}
    for part in told.told_parts(comparison.whole):
        own = [(one.label, told.own_of(one, part.id)) for one in comparison.rounds]
        years = [
            {"round": label, "score": result.score, "interval": both_ends(result.interval)}
            for label, result in own
            if result is not None
        ]
        found[part.id] = {"years": years, "change": change_document(part.change, comparison.whole)}
    return found


def _fall(told: OverTime, step: Step, part: ToldPart) -> dict[str, Any]:
    seen, now = step.looking_back, None
    if seen is not None:
        after, then = seen.now.get(part.id), seen.then.get(part.id)
        now = None if after is None or then is None else after - then
    return {
        "of": part.id,
        "before": step.before.label,
        "after": step.after.label,
        "change": part.change.change,
        "shift": None if seen is None else seen.shift.get(part.id),
        "change_by_today": now,
        "drivers": [one.id for one in step.drivers.get(part.id, ()) if one.verdict == "down"],
        "said": list(room_said(step, part.id)),
        "text": " ".join(fall_words(told, step, part)),
    }


def _promise(one: Promise) -> dict[str, Any]:
    look, moved = one.priority.last_check, one.movement
    return {
        "id": one.priority.id,
        "title": one.priority.title,
        "kept": one.kept,
        "now_in": one.now or None,
        "looked_at": look.date.isoformat() if look else None,
        "note": look.note if look else None,
        "evidence": look.evidence if look else None,
        "moves": list(one.priority.moves),
        "named": moved.named,
        "others": moved.others,
        "named_count": moved.named_count,
        "others_count": moved.others_count,
        "counted_in": moved.counted_in,
        "reason": reason_text(moved.reason) or None,
    }


def _schools(schools: SchoolsCompared, step: Step) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "both": list(schools.paired),
        "joined": [_mover(mover) for mover in schools.joined],
        "left": [_mover(mover) for mover in schools.left],
        "joined_together": schools.joined_together,
        "left_together": schools.left_together,
        "silent": list(schools.silent),
    }
    if schools.both is not None:
        shown["points"] = [
            {
                "school": one.id,
                "before": one.before,
                "after": one.after,
                "changes": {name: change_document(change, step) for name, change in one.changes.items()},
            }
            for one in schools.both
        ]
    return shown


def _mover(mover: Mover) -> dict[str, Any]:
    return {"school": mover.id, "name": mover.name, "effect": mover.effect}


def _looking_back(seen: LookingBack) -> dict[str, Any]:
    return {
        "people": count_value(seen.people),
        "then": seen.then,
        "before": seen.before,
        "now": seen.now,
        "shift": seen.shift,
    }


def _warnings(step: Step, comparison: Comparison | None = None) -> list[dict[str, str]]:
    every = (*(comparison.warnings if comparison else ()), *step.warnings)
    return [{"code": warning.code, "message": warned(warning, step)} for warning in every]
