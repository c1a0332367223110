"""The days of a plan as a calendar file (RFC 5545) that Outlook, Google and others read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from maturity.core.plan import PriorityStatus
from maturity.text.clean import plain

if TYPE_CHECKING:
    from icalendar import Event

NAMESPACE = uuid.UUID("6f0a1a52-3c7e-5d0b-9b43-2a1f6c1f7f10")
"""Names of events are made from it; it never changes, so that a calendar knows an event again."""
LONGEST = 120
"""Most characters of a title."""


def render(cluster: str, found: Sequence[PriorityStatus], schools: Mapping[str, str], at: dt.datetime) -> bytes:
    """Reviews and due days as whole-day events; dropped priorities have none.

    The same plan gives the same events, whenever it is written; only their time stamp is `at`, by which a calendar
    sees that a day has changed.

    Args:
        schools: school id to name.
        at: now, with its time zone.

    Returns:
        the file; empty when no priority has a day.
    """
    from icalendar import Calendar

    events = [(one, *event) for one in found if one.state != "dropped" for event in _days(one)]
    if not events:
        return b""
    calendar = Calendar()
    calendar.add("PRODID", "-//maturity//plan//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("X-WR-CALNAME", f"{plain(cluster, LONGEST)}: plan")
    for one, kind, title, day in events:
        name = "\n".join((cluster, one.since, one.priority.id, kind))
        calendar.add_component(_event(name, f"{title}: {plain(one.priority.title, LONGEST)}", day, one, schools, at))
    written: bytes = calendar.to_ical()
    return written


def _days(one: PriorityStatus) -> Iterator[tuple[str, str, dt.date]]:
    if one.priority.review is not None:
        yield "review", "Peer review", one.priority.review
    if one.due is not None:
        yield "due", "Impact due", one.due


def _event(
    name: str, title: str, day: dt.date, one: PriorityStatus, schools: Mapping[str, str], at: dt.datetime
) -> Event:
    import icalendar

    priority = one.priority
    about = (
        ("Why", priority.why),
        ("Owner", priority.owner),
        ("Support from", schools.get(priority.support, priority.support)),
        ("How we shall know", priority.metric),
    )
    event = icalendar.Event()
    event.add("UID", str(uuid.uuid5(NAMESPACE, name)))
    event.add("DTSTAMP", at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("SUMMARY", title)
    event.add("DTSTART", day)
    event.add("DTEND", day + dt.timedelta(days=1))
    event.add("TRANSP", "TRANSPARENT")
    said = "\n".join(f"{term}: {plain(text)}" for term, text in about if plain(text))
    if said:
        event.add("DESCRIPTION", said)
    return event
