"""What was on record on a day: the one place that hides what came later. Every output asks it.

Only what has a day of its own can be known to be later. An owner or the day of a review is told as it stands now.
"""

from __future__ import annotations

import datetime as dt

from maturity.model import Review, Round
from maturity.model.plan import Priority


def round_on(round_: Round, day: dt.date) -> Round:
    """A round with its plan as it stood at the end of a day."""
    kept = (priority_on(one, day) for one in round_.priorities if not _is_ahead(one.agreed, day))
    return round_.model_copy(update={"priorities": tuple(kept)})


def agreed_later(round_: Round, day: dt.date) -> tuple[Priority, ...]:
    """What a round's plan did not hold yet on a day."""
    return tuple(one for one in round_.priorities if _is_ahead(one.agreed, day))


def priority_on(priority: Priority, day: dt.date) -> Priority:
    """A priority with the looks that there were by the end of a day."""
    return priority.model_copy(update={"checks": tuple(one for one in priority.checks if one.date <= day)})


def review_on(review: Review, day: dt.date) -> Review:
    """A review as it stands on a day: what is said to be told or given on a day that is still ahead is not yet.

    Of one that is itself ahead no more is known than who reviews whom, and when.
    """
    if review.reviewed > day:
        return Review(school=review.school, reviewed=review.reviewed, reviewers=review.reviewers, due=review.due)
    promised = tuple(
        one.model_copy(update={"given": None}) if _is_ahead(one.given, day) else one for one in review.help
    )
    untold = {"told": None, "evidence": ""} if _is_ahead(review.told, day) else {}
    return review.model_copy(update={"help": promised, **untold})


def _is_ahead(date: dt.date | None, day: dt.date) -> bool:
    return date is not None and date > day
