"""Reviews of schools: when the account of each is due, what has followed it, and what counts as nothing.

Nothing here asks the time: `today` comes in from outside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from maturity.core.advise import months_after
from maturity.core.assessment import Assessment
from maturity.core.on_a_day import review_on
from maturity.core.plan import IMPACT_MONTHS, SOON
from maturity.model import Help, Review, Round
from maturity.text.names import names_apart

PRIORITY_DAYS = 28
"""Days after a review within which one priority comes of it (ours; the paper gives no number)."""
ALIKE_DAYS = 7
"""Two reviews of one school as near as this are likely to be one that was written down twice."""
ReviewState = Literal["overdue", "due", "open", "planned", "told", "late", "missed", "gone"]
"""`due`: its account is at most `SOON` days away; `late`: told after it was due; `missed`: not told before the school
was reviewed again; `gone`: the school left before it told."""
REVIEW_STATES: tuple[ReviewState, ...] = ("overdue", "due", "open", "planned", "told", "late", "missed", "gone")
AHEAD: tuple[ReviewState, ...] = ("overdue", "due", "open", "planned")
"""What is still to be seen to."""


@dataclass(frozen=True, slots=True)
class ReviewBook:
    """Every review of a cluster, and who belongs to it.

    Args:
        reviews: in the order of the file.
        schools: id to name of the members by now.
        left: id to last name of schools that have left.
        named: id to the name by which people tell each of these schools from all others.
    """

    cluster: str = ""
    reviews: tuple[Review, ...] = ()
    schools: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", names_apart({**self.left, **self.schools}))


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """One review on one day.

    Args:
        due: day of its account; of one that is planned too.
        days: until then, or for a planned one until the review; below 0 when the day has passed.
        only_check: nothing has followed it on record, see `is_only_check`.
        again: when the school was reviewed next; None while it was not.
    """

    review: Review
    state: ReviewState
    due: dt.date
    days: int
    only_check: bool
    again: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReviewYear:
    """The reviews between two rounds, as far as they are on record.

    Args:
        before, after: labels of the rounds; the window holds the first round's day, and not the second's.
        reviews: how many there were.
        in_time: accounts told within six months of the review, whatever day was agreed.
        afterwards: accounts told later than that.
        missing: none told although six months have passed.
        not_yet: none told, and six months have not passed.
    """

    before: str
    after: str
    reviews: int
    in_time: int
    afterwards: int
    missing: int
    not_yet: int


def account_due(review: Review) -> dt.date:
    """Day by which the school tells what came of it: as agreed, else six months after the review."""
    return review.due or months_after(review.reviewed, IMPACT_MONTHS)


def account_late(review: Review) -> dt.date | None:
    """The last day within six months of the review, where the account is due later than that; else None."""
    last = months_after(review.reviewed, IMPACT_MONTHS)
    return last if account_due(review) > last else None


def book_on(book: ReviewBook, day: dt.date) -> ReviewBook:
    """Every review as it stands on a day."""
    return replace(book, reviews=tuple(review_on(one, day) for one in book.reviews))


def is_only_check(review: Review, today: dt.date) -> bool:
    """Whether a review was no more than a health check, as far as the record says.

    Either no priority came of it within `PRIORITY_DAYS` days; or one did, and by the day of the account there was
    neither help of another school given nor an account. A review of which an account was told is never called one.
    """
    known = review_on(review, today)
    if known.told is not None:
        return False
    if not known.priority:
        return (today - known.reviewed).days > PRIORITY_DAYS
    return today > account_due(known) and not any(one.given and one.school != known.school for one in known.help)


def review_status(review: Review, book: ReviewBook, today: dt.date, again: dt.date | None = None) -> ReviewStatus:
    """How one review stands on a day.

    Args:
        again: when the school was reviewed next.
    """
    review = review_on(review, today)
    due = account_due(review)
    state: ReviewState
    if review.told is not None:
        state = "late" if review.told > due else "told"
    elif review.school not in book.schools:
        state = "gone"
    elif review.reviewed > today:
        state = "planned"
    elif due < today:
        state = "overdue" if again is None or again > today else "missed"
    else:
        state = "due" if (due - today).days <= SOON else "open"
    days = ((review.reviewed if state == "planned" else due) - today).days
    return ReviewStatus(review, state, due, days, is_only_check(review, today), again)


def review_statuses(book: ReviewBook, today: dt.date) -> tuple[ReviewStatus, ...]:
    """Every review, the most pressing first: overdue, then what is due next, then what is over, the latest first."""
    following: dict[Review, dt.date] = {}
    later: dict[str, dt.date] = {}
    for one in sorted(book.reviews, key=lambda review: review.reviewed, reverse=True):
        if one.school in later:
            following[one] = later[one.school]
        later[one.school] = one.reviewed
    found = (review_status(one, book, today, following.get(one)) for one in book.reviews)
    return tuple(sorted(found, key=_review_rank))


def _review_rank(one: ReviewStatus) -> tuple[bool, bool, int, str]:
    is_over = one.state not in AHEAD
    over = -(one.review.told or one.review.reviewed).toordinal()
    return is_over, one.state == "gone", over if is_over else one.days, one.review.school


def of_window(found: Sequence[ReviewStatus], since: dt.date, until: dt.date) -> tuple[ReviewStatus, ...]:
    """Those from one day on and before another, and earlier ones that are still to be seen to.

    Args:
        found: as `review_statuses` gives them.
    """
    return tuple(
        one for one in found if one.review.reviewed < until and (one.review.reviewed >= since or one.state in AHEAD)
    )


def review_years(
    reviews: Iterable[Review], rounds: Sequence[Round] | Sequence[Assessment], today: dt.date
) -> tuple[ReviewYear, ...]:
    """How many reviews there were from each round to the next, and what was told of them; none between undated rounds.

    Args:
        rounds: in the order of time.
    """
    every, sittings = tuple(reviews), tuple((one.label, one.date) for one in rounds)
    return tuple(
        _counted(before, after, [one for one in every if first <= one.reviewed < second], today)
        for (before, first), (after, second) in pairwise(sittings)
        if first is not None and second is not None
    )


def _counted(before: str, after: str, reviews: Sequence[Review], today: dt.date) -> ReviewYear:
    held = [review_on(one, today) for one in reviews if one.reviewed <= today]
    last = {one: months_after(one.reviewed, IMPACT_MONTHS) for one in held}
    told = [one for one in held if one.told is not None]
    in_time = sum(one.told is not None and one.told <= last[one] for one in told)
    missing = sum(one.told is None and last[one] < today for one in held)
    return ReviewYear(before, after, len(held), in_time, len(told) - in_time, missing, len(held) - len(told) - missing)


def alike(reviews: Sequence[Review]) -> Iterator[tuple[int, Review]]:
    """The place of each review so near to an earlier one of its school that both may be the same, and that one."""
    by_school: dict[str, list[tuple[dt.date, int]]] = {}
    for place, one in enumerate(reviews):
        by_school.setdefault(one.school, []).append((one.reviewed, place))
    for found in by_school.values():
        ordered = sorted(found)
        for (day, place), (next_day, later) in pairwise(ordered):
            if 0 < (next_day - day).days <= ALIKE_DAYS:
                yield later, reviews[place]


def outstanding(review: Review) -> tuple[Help, ...]:
    """Help that was promised and not given, what is due first in front."""
    return tuple(sorted((one for one in review.help if one.given is None), key=lambda one: one.by or dt.date.max))
