"""Every day that something of a plan or a review is due, in one order: what has passed first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from maturity.core.plan import PriorityStatus
from maturity.core.reviews import AHEAD, ReviewStatus, outstanding
from maturity.model import Help, Review
from maturity.model.plan import Priority

DueKind = Literal["peer-review", "impact", "account", "help"]
"""`peer-review`: of a priority, or of a school as planned; `impact`: of a priority; the others of a review."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """One day.

    Args:
        days: until then; below 0 when it has passed.
        of: whose day it is.
        help: what was promised, where that is due.
    """

    kind: DueKind
    date: dt.date
    days: int
    of: Priority | Review
    help: Help | None = None

    @property
    def is_unnoted(self) -> bool:
        """Whether it has passed without a note; whatever else has passed is overdue."""
        return self.kind == "peer-review" and self.days < 0


def due_days(found: Sequence[PriorityStatus], reviews: Sequence[ReviewStatus], today: dt.date) -> tuple[DueDay, ...]:
    """What has passed, the longest ago first, and what lies ahead, the next first; nothing of what is finished.

    The day of a priority's own review is over once something is noted on it or later; its impact, an account and
    promised help stay due.
    """
    every = [*_of_priorities(found, today), *_of_reviews(reviews, today)]
    return tuple(sorted(every, key=lambda one: (one.date, one.kind)))


def _of_priorities(found: Sequence[PriorityStatus], today: dt.date) -> Iterator[DueDay]:
    for one in found:
        if one.state in ("done", "dropped"):
            continue
        review = one.priority.review
        if review is not None and (review >= today or one.unnoted):
            yield DueDay("peer-review", review, (review - today).days, one.priority)
        if one.due is not None:
            yield DueDay("impact", one.due, (one.due - today).days, one.priority)


def _of_reviews(reviews: Sequence[ReviewStatus], today: dt.date) -> Iterator[DueDay]:
    for one in reviews:
        if one.state not in AHEAD:
            continue
        if one.state == "planned":
            yield DueDay("peer-review", one.review.reviewed, one.days, one.review)
        else:
            yield DueDay("account", one.due, one.days, one.review)
        for promised in outstanding(one.review):
            if promised.by is not None:
                yield DueDay("help", promised.by, (promised.by - today).days, one.review, promised)
