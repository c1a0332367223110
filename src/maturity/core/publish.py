"""What is published of a round whose people are not named; `maturity.core.kinds` says what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from maturity.core.kinds import anonymous, confidential
from maturity.core.kinds.lines import untold
from maturity.core.kinds.rows import FEWEST_LEVELS
from maturity.core.said import Said, said
from maturity.model import Mode, Publication, Questionnaire, Response, Round

FEWEST_SCHOOLS = 3
"""Schools whose people an anonymous round needs: with two, each would see the other."""
FEW_AT_FIRST, ENOUGH_JOINED = 20, 8
"""A confidential round that rested on fewer people may be published once more, when as many have joined."""


def publish(
    round_: Round,
    *,
    at: dt.datetime,
    previous: Publication | None = None,
    counted: Sequence[Response] = (),
    quotes: bool = False,
) -> Publication | Said:
    """Everything that may ever be shown of a round whose people are not named, or why nothing may.

    Args:
        at: when it is published.
        previous: what was published of the same round before.
        counted: the responses that `previous` rested on, as they were then.
        quotes: whether somebody has read the examples that people named, and they may be shown.
    """
    reason = why_unpublished(round_, previous, counted)
    if reason is not None:
        return reason
    if round_.mode == "anonymous":
        return anonymous.publication(round_, at, quotes)
    first = confidential.publication(round_, at, quotes)
    return first if previous is None else confidential.once_more(round_, first, previous, counted)


def why_unpublished(
    round_: Round, previous: Publication | None = None, counted: Sequence[Response] = ()
) -> Said | None:
    """Why a round cannot be published (now); None if it can."""
    k, people = round_.smallest_cell, len(round_.responses)
    if round_.mode == "named":
        return said("named-is-not-published")
    if previous is not None:
        return _no_second(round_, previous, counted)
    if people < k:
        return said("too-few-people", people=people, k=k)
    if (unfit := _unsafe_for(round_.mode, round_.questionnaire)) is not None:
        return unfit
    if round_.mode == "anonymous":
        if len(round_.cluster.schools) < FEWEST_SCHOOLS:
            return said("anonymous-needs-schools", fewest=FEWEST_SCHOOLS)
        if len({response.school for response in round_.responses}) < FEWEST_SCHOOLS:
            return said("too-few-schools", fewest=FEWEST_SCHOOLS)
    return None


def unfit_for(mode: Mode, questionnaire: Questionnaire) -> Said | None:
    """Why a questionnaire cannot be asked in a round of a kind; None if it can.

    Where people have answered already, what they said is published all the same, with its lines left open.
    """
    unsafe = _unsafe_for(mode, questionnaire)
    if unsafe is not None or mode != "confidential":
        return unsafe
    line = untold(questionnaire)
    return None if line is None else said("confidential-never-tells", line=line)


def _unsafe_for(mode: Mode, questionnaire: Questionnaire) -> Said | None:
    """Why nothing of a questionnaire may be shown in a round of a kind."""
    if mode != "confidential":
        return None
    if any(scale.size < FEWEST_LEVELS for scale in questionnaire.answered_on):
        return said("confidential-needs-levels", fewest=FEWEST_LEVELS)
    return None if _is_even(questionnaire) else said("confidential-needs-even-levels")


def _is_even(questionnaire: Questionnaire) -> bool:
    """Whether all items are answered on one range of levels, each worth itself: rows know no other."""
    scales = questionnaire.answered_on
    return all(scale.is_plain and scale.levels.keys() == scales[0].levels.keys() for scale in scales)


def _no_second(round_: Round, previous: Publication, counted: Sequence[Response]) -> Said | None:
    """Why there is no second publication: one person's answer could be worked out from the two."""
    if previous.kind == "anonymous" or previous.number == 2:
        return said("published-for-good")
    if previous.people >= FEW_AT_FIRST or any(item.schools is not None for item in previous.items.values()):
        return said("published-with-enough", fewest=FEW_AT_FIRST)
    now = {response.respondent: response for response in round_.responses}
    same = sum(now.get(response.respondent) == response for response in counted)
    if not same == len(counted) == previous.people:
        return said("answers-have-changed")
    joined = len(now) - previous.people
    if joined < ENOUGH_JOINED:
        return said("too-few-joined", joined=joined, fewest=ENOUGH_JOINED)
    return None
