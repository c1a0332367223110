"""What has changed from one questionnaire to the next, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.model import PortraitItem, Questionnaire, RatingItem

AnyItem = RatingItem | PortraitItem
"""What has an id and is answered."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of questions, in the order of the later questionnaire; `dropped` in that of the earlier.

    Args:
        added: only in the later one.
        dropped: only in the earlier one.
        reworded: in both, with another prompt, level or option.
        recounted: in both with the same words, but asked of others, or counted in another way.
    """

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    reworded: tuple[str, ...]
    recounted: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any((self.added, self.dropped, self.reworded, self.recounted))


def asked_by_id(questionnaire: Questionnaire) -> dict[str, AnyItem]:
    """Rating items and portraits by id, in the order in which they are asked."""
    every: list[AnyItem] = [*questionnaire.items, *questionnaire.portrait]
    return {question.id: question for question in every}


def changes(before: Questionnaire, after: Questionnaire) -> Changes:
    """Questions that differ between two questionnaires, matched by their ids."""
    old, new = asked_by_id(before), asked_by_id(after)
    both = [name for name in new if name in old]
    reworded = [name for name in both if _words(before, old[name]) != _words(after, new[name])]
    recounted = [name for name in both if name not in reworded and _use(before, old[name]) != _use(after, new[name])]
    return Changes(
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
        tuple(reworded),
        tuple(recounted),
    )


def counts_alike(before: Questionnaire, after: Questionnaire) -> bool:
    """Whether questions that stand in both, and the parts that they belong to, count the same way in both."""
    return not changes(before, after).recounted and _reckoned(before) == _reckoned(after)


def _reckoned(questionnaire: Questionnaire) -> object:
    """What scores are made by, besides the questions."""
    axes = {one.id: (one.midpoint, one.combine, one.dimensions_needed) for one in questionnaire.axes}
    parts = {one.id: (one.axis, one.parent, one.weight, one.combine, one.needs) for one in questionnaire.dimensions}
    whole = questionnaire.whole
    return axes, parts, None if whole is None else (whole.combine, whole.needs)


def _words(questionnaire: Questionnaire, question: AnyItem) -> object:
    if isinstance(question, RatingItem):
        return question.prompt, questionnaire.levels_of(question)
    return question.prompt, {quadrant: option.text for quadrant, option in question.options.items()}


def _use(questionnaire: Questionnaire, question: AnyItem) -> object:
    if isinstance(question, RatingItem):
        scale = questionnaire.scale_of(question)
        counted = question.dimension, questionnaire.axis_of(question), question.weight, question.reversed
        worth = scale.worth, scale.met_at
        return counted, worth, frozenset(question.audience), _stage(questionnaire, question)
    return None


def _stage(questionnaire: Questionnaire, item: RatingItem) -> object:
    """By which rule a question lets its stage hold."""
    return next(((s.id, s.need, item.id in s.must) for s in questionnaire.stages if s.id == item.stage), None)
