"""An assessment as the one JSON document of `maturity score --json`; its keys are a promise."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from maturity.core.advise import advise, talk_first
from maturity.core.assessment import (
    Arithmetic,
    Assessment,
    AxisResult,
    Count,
    Interval,
    ItemResult,
    PartResult,
    Placement,
)
from maturity.core.reading import Map
from maturity.core.said import Said
from maturity.core.verdict import recognised
from maturity.report.shapes import telling
from maturity.report.wording import sentence, warning

FORMAT_VERSION = 2
"""2: `seed` is null; an item has `n_band`, `agreement_word`, `counts` and `many_dont_know` beside what may be null."""
Text = Callable[[Said | None], str | None]


def render(assessment: Assessment) -> str:
    """The JSON text, numbers unrounded, ending in a line break."""
    return json.dumps(document(assessment), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def document(assessment: Assessment) -> dict[str, Any]:
    """The same as plain data; null stands for a number that the kind of round does not show, or that nobody has.

    A count that is hidden for being small is the text `<5`.
    """
    portrait, agreed = assessment.portrait, assessment.agreed
    asked = assessment.questionnaire

    def text(why: Said | None) -> str | None:
        return None if why is None else sentence(why, asked)

    whole: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "cluster": assessment.cluster,
        "round": assessment.label,
        "date": assessment.date.isoformat() if assessment.date else None,
        "mode": assessment.mode,
        "questionnaire": {
            "id": assessment.questionnaire.id,
            "version": assessment.questionnaire.version,
            "fingerprint": assessment.questionnaire.fingerprint,
        },
        "respondents": assessment.respondents,
        "schools": {"count": assessment.schools_answered, "of": len(assessment.schools)},
        "axes": {i: _axis(result, text) for i, result in assessment.axes.items()},
        "dimensions": {i: _dimension(result, text) for i, result in assessment.dimensions.items()},
        "items": {i: _item(result, text) for i, result in assessment.items.items()},
    }
    if isinstance(assessment.reading, Map):
        whole["placement"] = _placement(assessment.placement, text)
    whole |= telling(assessment).document()
    if assessment.school_points is not None:
        whole["schools_points"] = [{"school": point.id, **point.point} for point in assessment.school_points]
    if assessment.left_out is not None:
        whole["left_out"] = [
            {"school": left.school, **left.point, "position": left.position} for left in assessment.left_out
        ]
    whole |= {
        "portrait": None
        if portrait is None
        else {
            "shares": portrait.shares or None,
            "most_chosen": portrait.most or None,
            "quadrant": portrait.quadrant,
            "agrees": portrait.agrees,
            "settled": recognised(assessment),
        },
        "agreed": None if agreed is None else {"axes": agreed.axes, "quadrant": agreed.quadrant},
        "gap": _gap(assessment, text),
        "evidence": _evidence(assessment),
        "look_closer": [
            {"dimension": one.dimension, "questionnaire": asked.dimension_by_id[one.dimension].deeper}
            for one in advise(assessment).priorities
            if one.dimension and asked.dimension_by_id[one.dimension].deeper
        ],
        "talk_about": [item.id for item in talk_first(assessment)],
        "seed": None,
        "warnings": [{"code": one.code, "message": warning(one, asked)} for one in assessment.warnings],
    }
    return whole


def count_value(number: Count) -> int | str | None:
    """A number of people; the text `<5` where it is hidden for being small, null where it protects another."""
    return number.value if number.value is not None or number.below is None else str(number)


def both_ends(ends: Interval | None) -> list[float] | None:
    """The two ends, or null."""
    return None if ends is None else [ends.low, ends.high]


def _sureness(found: Arithmetic | None) -> dict[str, Any]:
    """What a 95 % interval rests on; null where there is none, or where it is a rule of thumb."""
    return {
        "standard_error": None if found is None else math.sqrt(found.variance),
        "degrees_of_freedom": None if found is None else found.freedom,
    }


def _placement(placement: Placement, text: Text) -> dict[str, Any]:
    return {
        "quadrant": placement.quadrant,
        "settled": placement.settled,
        "shares": placement.shares,
        "axes_settled": placement.axes_settled,
        "reason": text(placement.reason),
        "position": placement.position,
        "on_line": list(placement.on_line),
        "schools": placement.method,
    }


def _axis(result: AxisResult, text: Text) -> dict[str, Any]:
    alpha = result.reliability
    return {
        "score": result.score,
        "respondent_mean": result.respondent_mean,
        "interval": both_ends(result.interval),
        **_sureness(result.arithmetic),
        "margin": result.margin,
        "bounds": both_ends(result.bounds),
        "reason": text(result.reason),
        "reliability": None
        if alpha is None
        else {"alpha": alpha.alpha, "low": alpha.low, "high": alpha.high, "n": alpha.n, "items": alpha.items},
        "reliability_reason": text(result.reliability_reason),
    }


def _dimension(result: PartResult, text: Text) -> dict[str, Any]:
    return {
        "score": result.score,
        "respondent_mean": result.respondent_mean,
        "interval": both_ends(result.interval),
        **_sureness(result.arithmetic),
        "answered": count_value(result.answered),
        "reason": text(result.reason),
    }


def _item(result: ItemResult, text: Text) -> dict[str, Any]:
    return {
        "score": result.score,
        "respondent_mean": result.respondent_mean,
        "n": count_value(result.n),
        "n_band": None if result.n.band is None else str(result.n),
        "dont_know": count_value(result.dont_know),
        "many_dont_know": result.many_unknown,
        "skipped": count_value(result.skipped),
        "agreement": result.agreement,
        "agreement_word": result.word,
        "counts": None if result.counts is None else list(result.counts),
        "split": result.split,
        "reason": text(result.reason),
    }


def _gap(assessment: Assessment, text: Text) -> dict[str, Any] | None:
    gap = assessment.gap
    if gap is None:
        return None
    return {
        "higher": gap.higher,
        "lower": gap.lower,
        "mean": gap.mean,
        "spread": gap.spread,
        "schools": gap.schools,
        "items": gap.items,
        "reason": text(gap.reason),
    }


def _evidence(assessment: Assessment) -> dict[str, Any] | None:
    evidence = assessment.evidence
    if evidence is None:
        return None
    return {"high": count_value(evidence.high), "named": count_value(evidence.named), "share": evidence.share}
