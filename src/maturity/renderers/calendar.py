"""The days of a plan as a calendar file (RFC 5545) that Outlook, Google and others read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.core.plan import PriorityStatus
from maturity.core.reviews import AHEAD, ReviewStatus, outstanding
from maturity.report.reviews import ReviewStory, help_words, school_name
from maturity.text.clean import plain
from maturity.text.words import day, enumerated

if TYPE_CHECKING:
    from icalendar import Event

NAMESPACE = uuid.UUID("6f0a1a52-3c7e-5d0b-9b43-2a1f6c1f7f10")
"""Names of events are made from it; it never changes, so that a calendar knows an event again."""
LONGEST = 120
"""Most characters of a title."""


def render(
    cluster: str,
    found: Sequence[PriorityStatus],
    schools: Mapping[str, str],
    at: dt.datetime,
    reviews: ReviewStory | None = None,
) -> bytes:
    """Reviews, accounts and due days as whole-day events in the order of their days; dropped priorities have none.

    The same plan gives the same events, whenever it is written; only their time stamp is `at`, by which a calendar
    sees that a day has changed.

    Args:
        schools: school id to name.
        at: now, with its time zone.
        reviews: of the cluster's schools; those that are over have no day any more.

    Returns:
        the file; empty when nothing has a day.
    """
    from icalendar import Calendar

    days = [day for one in found if one.state != "dropped" for day in _days(one, schools)]
    if reviews is not None:
        days += [day for one in reviews.found for day in _of_review(one, reviews)]
    if not days:
        return b""
    calendar = Calendar()
    calendar.add("PRODID", "-//maturity//plan//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("X-WR-CALNAME", f"{plain(cluster, LONGEST)}: plan")
    for one in sorted(days, key=lambda day: day.date):
        calendar.add_component(_event(cluster, one, at))
    written: bytes = calendar.to_ical()
    return written


@dataclass(frozen=True, slots=True)
class _Day:
    """One event: what its name is made of beside the cluster's, its title, and what is said of it."""

    name: tuple[str, ...]
    title: str
    date: dt.date
    about: tuple[tuple[str, str], ...]


def _days(one: PriorityStatus, schools: Mapping[str, str]) -> Iterator[_Day]:
    priority = one.priority
    about = (
        ("Why", priority.why),
        ("Owner", priority.owner),
        ("Support from", schools.get(priority.support, priority.support)),
        ("How we shall know", priority.metric),
    )
    for kind, title, date in (("review", "Peer review", priority.review), ("due", "Impact due", one.due)):
        if date is not None:
            yield _Day((one.since, priority.id, kind), f"{title}: {plain(priority.title, LONGEST)}", date, about)


def _of_review(one: ReviewStatus, story: ReviewStory) -> Iterator[_Day]:
    review = one.review
    if one.state not in AHEAD:
        return
    name, school = (review.school, review.reviewed.isoformat()), plain(school_name(story.book, review.school), LONGEST)
    about = (
        ("Reviewed", day(review.reviewed)),
        ("Priority", review.priority),
        ("Champion", review.champion),
        ("Help", enumerated([help_words(given, story.book) for given in review.help])),
    )
    if one.state == "planned":
        yield _Day((*name, "reviewed"), f"Peer review of {school}", review.reviewed, about[1:])
    yield _Day((*name, "account"), f"Account of the review: {school}", one.due, about)
    for given in outstanding(review):
        if given.by is not None:
            helper = plain(school_name(story.book, given.school), LONGEST)
            yield _Day((*name, "help", given.school, given.what), f"Help from {helper}: {school}", given.by, about)


def _event(cluster: str, one: _Day, at: dt.datetime) -> Event:
    import icalendar

    event = icalendar.Event()
    event.add("UID", str(uuid.uuid5(NAMESPACE, "\n".join((cluster, *one.name)))))
    event.add("DTSTAMP", at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("SUMMARY", one.title)
    event.add("DTSTART", one.date)
    event.add("DTEND", one.date + dt.timedelta(days=1))
    event.add("TRANSP", "TRANSPARENT")
    said = "\n".join(f"{term}: {plain(text)}" for term, text in one.about if plain(text))
    if said:
        event.add("DESCRIPTION", said)
    return event
