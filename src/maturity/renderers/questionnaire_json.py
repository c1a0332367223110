"""What a questionnaire asks, as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from maturity.model import Band, Questionnaire, RatingItem, Scale
from maturity.renderers.document import FORMAT_VERSION


def _bands(bands: Sequence[Band]) -> list[dict[str, Any]]:
    return [{"from": band.start, "label": band.label} for band in bands]


def _overall(questionnaire: Questionnaire) -> dict[str, Any] | None:
    whole = questionnaire.whole
    return None if whole is None else {"label": whole.label, "combine": whole.combine, "bands": _bands(whole.bands)}


def _scale(questionnaire: Questionnaire, scale: Scale) -> dict[str, Any]:
    name = next((name for name, one in questionnaire.scales.items() if one == scale), None)
    worth = {str(level): value for level, value in scale.worth.items()}
    levels = {str(level): scale.levels[level] for level in sorted(scale.levels)}
    return {"id": name, "low": scale.low, "high": scale.high, "levels": levels, "worth": worth, "met_at": scale.met_at}


def _item(questionnaire: Questionnaire, item: RatingItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "rev": item.rev,
        "dimension": item.dimension,
        "axis": questionnaire.axis_of(item),
        "stage": item.stage,
        "scale": questionnaire.answered_on.index(questionnaire.scale_of(item)),
        "criteria": list(item.criteria),
        "prompt": item.prompt,
        "levels": {str(level): text for level, text in questionnaire.levels_of(item).items()},
        "audience": list(item.audience or questionnaire.role_by_id),
        "anchor": item.anchor,
        "reversed": item.reversed,
    }


def render(questionnaire: Questionnaire) -> str:
    """The JSON text, ending in a line break."""
    whole = {
        "format_version": FORMAT_VERSION,
        "id": questionnaire.id,
        "version": questionnaire.version,
        "title": questionnaire.title,
        "language": questionnaire.language,
        "fingerprint": questionnaire.fingerprint,
        "shape": questionnaire.shape,
        "subject": questionnaire.subject,
        "scale": {"low": questionnaire.scale.low, "high": questionnaire.scale.high},
        "scales": [_scale(questionnaire, scale) for scale in questionnaire.answered_on],
        "axes": [{"id": axis.id, "label": axis.label, "midpoint": axis.midpoint} for axis in questionnaire.axes],
        "dimensions": [
            {
                "id": d.id,
                "axis": d.axis,
                "in": d.parent,
                "label": d.label,
                "combine": d.combine,
                "bands": _bands(d.bands),
            }
            for d in questionnaire.dimensions
        ],
        "overall": _overall(questionnaire),
        "stages": [
            {"id": stage.id, "label": stage.label, "need": stage.need, "must": list(stage.must)}
            for stage in questionnaire.stages
        ],
        "views": [
            {
                "id": view.id,
                "label": view.label,
                "parts": [{"id": one.id, "label": one.label, "items": list(one.items)} for one in view.parts],
            }
            for view in questionnaire.views
        ],
        "roles": [{"id": role.id, "label": role.label} for role in questionnaire.roles],
        "items": [_item(questionnaire, item) for item in questionnaire.items],
        "portrait": [
            {"id": item.id, "prompt": item.prompt, "options": {i: option.text for i, option in item.options.items()}}
            for item in questionnaire.portrait
        ],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
