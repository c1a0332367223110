"""What of a questionnaire can be explained, in the words of its shape."""

from __future__ import annotations

from maturity.model import Questionnaire


def explainable(asked: Questionnaire) -> dict[str, list[str]]:
    """What each kind of thing is called, and the ids of its things; kinds of which there are none are left out."""
    parts = "dimensions" if asked.axes else "strands" if asked.stages else "parts"
    found = {
        "axes": list(asked.axis_by_id),
        "stages": list(asked.stage_by_id),
        parts: list(asked.dimension_by_id),
        "all of it": ["overall"] if asked.whole is not None else [],
        "questions": list(asked.item_by_id),
        "seen another way": [f"{view.id}.{part.id}" for view in asked.views for part in view.parts],
    }
    return {kind: ids for kind, ids in found.items() if ids}
