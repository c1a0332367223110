"""The calendar is read back with a calendar library, and held against RFC 5545 byte by byte."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from icalendar import Calendar

from maturity.core.plan import standings
from maturity.model.plan import Priority
from maturity.renderers import calendar
from tests.make import questionnaire, round_

NOW = dt.datetime(2026, 3, 12, 9, 30, 15, 123, tzinfo=dt.timezone(dt.timedelta(hours=2)))
HOSTILE = 'Close; or, \\n else\r\nEND:VEVENT\r\nBEGIN:VALARM "\x1b[2J" \u202e<script>'


def plan(**more: Any) -> Priority:
    return Priority.model_validate({"id": "one", "title": "One", "review": "2026-06-12", "due": "2026-12-12"} | more)


def drawn(*priorities: Priority, at: dt.datetime = NOW, cluster: str = "Riverside", label: str = "2026") -> bytes:
    held = round_(questionnaire(), {"ash": [3]}, label=label, priorities=priorities)
    return calendar.render(cluster, standings([held], at.date()), {"ash": "Ashfield"}, at)


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_each_day_of_the_plan_is_a_whole_day_event_that_keeps_nobody_busy() -> None:
    review, due = events(drawn(plan(owner="Chair", support="ash", metric="Two findings", why="We are kind")))
    assert (review["SUMMARY"], due["SUMMARY"]) == ("Peer review: One", "Impact due: One")
    assert [(event["DTSTART"].dt, event["DTEND"].dt) for event in (review, due)] == [
        (dt.date(2026, 6, 12), dt.date(2026, 6, 13)),
        (dt.date(2026, 12, 12), dt.date(2026, 12, 13)),
    ]
    assert {str(event["TRANSP"]) for event in (review, due)} == {"TRANSPARENT"}
    assert str(review["DESCRIPTION"]).splitlines() == [
        "Why: We are kind",
        "Owner: Chair",
        "Support from: Ashfield",
        "How we shall know: Two findings",
    ]


def test_the_file_is_what_the_standard_asks_for() -> None:
    content = drawn(plan(title="Äpfel und Öl für 100 % aller Schülerinnen, jeden Tag", why="ß" * 300), plan(id="two"))
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    unfolded = re.sub(rb"\r\n ", b"", content).decode().split("\r\n")
    assert "VERSION:2.0" in unfolded
    assert any(line.startswith("PRODID:") for line in unfolded)
    assert "DTSTART;VALUE=DATE:20260612" in unfolded
    assert "DTSTAMP:20260312T073015Z" in unfolded
    for event in events(content):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)


def test_the_same_plan_gives_the_same_events_whenever_it_is_written() -> None:
    later = NOW + dt.timedelta(days=100)
    one, two = drawn(plan()), drawn(plan(), at=later)
    assert [str(event["UID"]) for event in events(one)] == [str(event["UID"]) for event in events(two)]
    assert re.sub(rb"DTSTAMP:\w+", b"", one) == re.sub(rb"DTSTAMP:\w+", b"", two)
    assert one != two


def test_an_event_keeps_its_name_when_its_day_or_title_changes_or_it_is_brought_forward() -> None:
    before = [str(event["UID"]) for event in events(drawn(plan()))]
    changed = drawn(plan(title="Other", review="2026-07-01", due="2027-01-01"))
    forward = drawn(plan(carried_from="2026"), label="2027")
    assert [str(event["UID"]) for event in events(changed)] == before
    assert [str(event["UID"]) for event in events(forward)] == before


def test_no_two_events_have_the_same_name() -> None:
    every = [
        *events(drawn(plan(), plan(id="two"))),
        *events(drawn(plan(), cluster="Other")),
        *events(drawn(plan(), label="2025")),
    ]
    assert len({str(event["UID"]) for event in every}) == len(every) == 8


def test_what_people_typed_adds_no_line_and_no_event() -> None:
    content = drawn(plan(title=HOSTILE, why=HOSTILE, owner=HOSTILE), cluster=HOSTILE)
    review, due = events(content)
    assert not Calendar.from_ical(content).walk("VALARM")
    cleaned = 'Close; or, \\n else END:VEVENT BEGIN:VALARM "" <script>'
    assert str(review["SUMMARY"]) == f"Peer review: {cleaned}"
    assert str(due["DESCRIPTION"]) == f"Why: {cleaned}\nOwner: {cleaned}"
    assert b"\x1b" not in content
    assert "\u202e".encode() not in content


@pytest.mark.parametrize(
    ("more", "titles"),
    [
        ({"due": None}, ["Peer review: One", "Impact due: One"]),
        ({"review": None}, ["Impact due: One"]),
        ({"checks": [{"date": "2026-03-10", "note": "x", "outcome": "done"}]}, ["Peer review: One", "Impact due: One"]),
        ({"checks": [{"date": "2026-03-10", "note": "x", "outcome": "dropped"}]}, []),
        ({"review": None, "due": None}, []),
    ],
)
def test_only_days_of_what_was_not_dropped_are_written(more: dict[str, Any], titles: list[str]) -> None:
    content = drawn(plan(**more))
    assert ([str(event["SUMMARY"]) for event in events(content)] if content else []) == titles
