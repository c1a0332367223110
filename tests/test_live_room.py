"""The room's machine of states: whatever is pressed, nothing is seen before answers are closed."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.folder.workshop import Happened, happened_in, line_happened, since_ended
from maturity.live.room import AFTER, ON_ALL, NotNow, Press, Room, To, after, backward, onward
from maturity.model import Mode
from maturity.store.workshop import add_happened, happened

ORDER = ("a", "b", "c")
PRESSES = st.builds(Press, st.sampled_from(get_args(To)), st.sampled_from(("", *ORDER, "unknown")), st.booleans())


def walked(kind: Mode, presses: list[Press]) -> list[Room]:
    """Every room on the way; what cannot be pressed leaves it as it was."""
    rooms = [Room(kind)]
    for press in presses:
        with suppress(NotNow):
            rooms.append(after(rooms[-1], press, ORDER, upto=f"r{len(rooms)}"))
    return rooms


@given(st.sampled_from(get_args(Mode)), st.lists(PRESSES, max_size=40))
def test_nothing_is_seen_before_answers_are_closed(kind: Mode, presses: list[Press]) -> None:
    for room in walked(kind, presses):
        assert room.phase in (*AFTER, "ended") or (not room.is_shown and not room.upto and not room.revealed)
        assert bool(room.item) == (room.phase in ("item", "agree"))
        assert not room.item or room.item in ORDER


@given(st.sampled_from(get_args(Mode)), st.lists(PRESSES, max_size=40))
def test_what_was_closed_is_opened_again_only_where_schools_are_named(kind: Mode, presses: list[Press]) -> None:
    rooms = walked(kind, presses)
    opened = [n for n, room in enumerate(rooms) if room.takes_answers]
    closed = next((n for n, room in enumerate(rooms) if room.upto), len(rooms))
    assert kind == "named" or not any(n > closed for n in opened)


@given(st.sampled_from(get_args(Mode)), st.lists(PRESSES, max_size=40))
def test_what_rests_on_all_questions_is_said_once_all_are_shown(kind: Mode, presses: list[Press]) -> None:
    for room in walked(kind, presses):
        assert room.phase not in ON_ALL or {*ORDER} <= {*room.revealed}


@given(st.sampled_from(get_args(Mode)), st.lists(PRESSES, max_size=40))
def test_every_press_counts_once(kind: Mode, presses: list[Press]) -> None:
    rooms = walked(kind, presses)
    assert [room.turn for room in rooms] == list(range(len(rooms)))


@given(st.sampled_from(get_args(Mode)), st.lists(PRESSES, max_size=40))
def test_what_is_frozen_stays_until_answers_are_closed_anew(kind: Mode, presses: list[Press]) -> None:
    rooms = walked(kind, presses)
    for before, room in pairwise(rooms):
        if before.upto and room.upto:
            assert room.upto == before.upto


def test_going_on_shows_every_question_once_and_ends() -> None:
    room, seen = Room("anonymous"), []
    while (press := onward(room, ORDER)) is not None:
        room = after(room, press, ORDER, "r1")
        seen += [room.item] if room.is_shown and room.item not in seen else []
    assert (room.phase, seen) == ("ended", [*ORDER])


@given(st.sampled_from(get_args(Mode)), st.lists(PRESSES, max_size=40))
def test_the_ways_on_and_back_that_are_offered_can_be_taken(kind: Mode, presses: list[Press]) -> None:
    for room in walked(kind, presses):
        for press in filter(None, (onward(room, ORDER), backward(room, ORDER))):
            # What rests on the answers to all questions the desk asks about, where some were passed over.
            is_asked = press.to == "quadrant" and not set(ORDER) <= set(room.revealed)
            taken = replace(press, everything=True) if is_asked else press
            assert after(room, taken, ORDER, "r1").turn == room.turn + 1


@pytest.mark.parametrize("kind", ["anonymous", "confidential"])
def test_a_room_that_has_looked_says_why_it_takes_no_answers(kind: Mode) -> None:
    room = walked(kind, [Press("open"), Press("closed")])[-1]
    with pytest.raises(NotNow, match="already looked, so a change could be told apart"):
        after(room, Press("open"), ORDER)


NOW = dt.datetime(2026, 3, 12, 14, 5, tzinfo=dt.UTC)
LINE = st.builds(
    Happened,
    st.sampled_from(("opened", "closed", "revealed", "hid", "phase", "ended")),
    st.sampled_from(get_args(To)),
    st.sampled_from(("", *ORDER)),
    st.text("0123456789abcdef", max_size=8),
    st.just(NOW),
)


@given(st.lists(LINE, max_size=20), st.integers(0, 200))
def test_what_happened_is_read_back_but_for_a_line_that_was_never_finished(lines: list[Happened], cut: int) -> None:
    whole = b"".join(map(line_happened, lines))
    assert happened_in(whole) == lines
    short = whole[: max(0, len(whole) - cut)]
    # A last line that lacks nothing but its end is whole.
    finished = short.count(b"\n") + (whole[len(short) : len(short) + 1] == b"\n" and short != whole)
    assert happened_in(short) == lines[:finished]


def test_a_line_that_was_changed_by_hand_does_not_count(tmp_path: Path) -> None:
    add_happened(tmp_path, Happened("opened", "open", "", "", NOW))
    path = tmp_path / "workshop.jsonl"
    path.write_bytes(path.read_bytes().replace(b"opened", b"closed"))
    add_happened(tmp_path, Happened("phase", "quadrant", "", "", NOW))
    assert [one.to for one in happened(tmp_path)] == ["quadrant"]


def test_a_torn_line_does_not_swallow_the_next(tmp_path: Path) -> None:
    add_happened(tmp_path, Happened("opened", "open", "", "", NOW))
    path = tmp_path / "workshop.jsonl"
    path.write_bytes(path.read_bytes() + b'{"v": 1, "rec')
    add_happened(tmp_path, Happened("closed", "closed", "", "x", NOW))
    assert [one.to for one in happened(tmp_path)] == ["open", "closed"]


def test_a_sitting_begins_after_the_end_of_the_last_one() -> None:
    said = [Happened("opened", "open", "", "", NOW), Happened("ended", "ended", "", "", NOW)]
    assert since_ended([*said, said[0]]) == [said[0]]
    assert since_ended(said) == []
