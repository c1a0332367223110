"""What a questionnaire says of a part that is joined of others."""

from __future__ import annotations

from maturity.core.assessment import PartResult
from maturity.core.structure import JoinedPart
from maturity.model import Band, Questionnaire


def axis_of_part(questionnaire: Questionnaire, part: JoinedPart) -> str:
    """The axis that a dimension is on."""
    return questionnaire.dimension_by_id[part.id].axis if part.kind == "dimension" else ""


def parent_of(questionnaire: Questionnaire, part: JoinedPart) -> str:
    """The dimension that a dimension is in."""
    return questionnaire.dimension_by_id[part.id].parent if part.kind == "dimension" else ""


def bands_of(questionnaire: Questionnaire, part: JoinedPart) -> tuple[Band, ...]:
    """The bands of a dimension, or of all of it."""
    if part.kind == "dimension":
        return questionnaire.dimension_by_id[part.id].bands
    return questionnaire.whole.bands if part.kind == "overall" and questionnaire.whole else ()


def views_of(questionnaire: Questionnaire, parts: dict[str, PartResult]) -> dict[str, dict[str, PartResult]]:
    """Parts of views by view."""
    return {view.id: {one.id: parts[f"{view.id}.{one.id}"] for one in view.parts} for view in questionnaire.views}
