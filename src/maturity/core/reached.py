"""The level of a question that a score has reached."""

from __future__ import annotations

from maturity.model import Questionnaire, RatingItem
from maturity.text.words import rounded


def descriptor_level(questionnaire: Questionnaire, item: RatingItem, score: float, *, below_best: bool) -> int:
    """The level that a score has reached as it is shown: between two levels, the lower, as people were asked.

    Args:
        score: as asked.
        below_best: whether to stay at a level from which there is a step to the next.
    """
    scale = questionnaire.scale_of(item)
    reached = scale.reached(rounded(score, 1 if scale.is_plain else 2))
    if not below_best or reached not in scale.best:
        return reached
    return max((level for level in scale.worth if level not in scale.best), key=lambda level: scale.worth[level])


def as_asked(questionnaire: Questionnaire, item: RatingItem, scored: float) -> float:
    """A score as it was asked: a reversed item turned back."""
    scale = questionnaire.scale_of(item)
    return scale.least + scale.most - scored if item.reversed else scored
