"""The level of a question that is nearest to a score, and the one from which a step leads on."""

from __future__ import annotations

from maturity.model import Questionnaire, RatingItem, Scale
from maturity.text.words import rounded


def nearest_level(questionnaire: Questionnaire, item: RatingItem, scored: float) -> int:
    """The level, as people were asked, that lies nearest to a score as it is shown; halfway, the one that counts less.

    Args:
        scored: as it counts: of a reversed item, turned.
    """
    return _nearest(questionnaire, item, scored, {*questionnaire.scale_of(item).worth})


def step_level(questionnaire: Questionnaire, item: RatingItem, scored: float) -> int:
    """The same among the levels from which guidance has a step: all but the highest."""
    scale = questionnaire.scale_of(item)
    return _nearest(questionnaire, item, scored, {*scale.worth} - scale.best)


def next_step(questionnaire: Questionnaire, item: RatingItem, scored: float) -> str:
    """What guidance says leads on; empty without guidance, and at a score that is shown as the best there is."""
    if item.guidance is None or _shown(scored, questionnaire.scale_of(item)) >= questionnaire.scale_of(item).most:
        return ""
    return item.guidance.steps[step_level(questionnaire, item, scored)]


def _nearest(questionnaire: Questionnaire, item: RatingItem, scored: float, levels: set[int]) -> int:
    scale = questionnaire.scale_of(item)
    shown = _shown(as_asked(questionnaire, item, scored), scale)

    def away(one: int) -> tuple[float, float]:
        worth = scale.worth[one]
        # Without the noise of floats, so that halfway is halfway.
        return round(abs(worth - shown), 6), as_asked(questionnaire, item, worth)

    return min(sorted(levels), key=away)


def _shown(scored: float, scale: Scale) -> float:
    return rounded(scored, 1 if scale.is_plain else 2)


def as_asked(questionnaire: Questionnaire, item: RatingItem, scored: float) -> float:
    """A score as it was asked: a reversed item turned back."""
    scale = questionnaire.scale_of(item)
    return scale.least + scale.most - scored if item.reversed else scored
