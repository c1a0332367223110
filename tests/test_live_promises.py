"""What a room promises to those who answer, tried over the wire by somebody who would break it."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from maturity import load_round
from maturity.collect.reply_code import code_of
from maturity.core.results import shown_schools
from maturity.errors import InputError
from maturity.folder.names import ROUND
from maturity.journeys.ask import Ask
from maturity.journeys.closing import Closing, settled
from maturity.journeys.keying import save_ballot
from maturity.live.guard import FAILED
from maturity.model import Response
from maturity.store import answers, change_kind, forgetting
from tests.room import Answer, Rooms, Running, asked, code, posted, reply

pytestmark = pytest.mark.process


@pytest.fixture
def room(rooms: Rooms) -> Iterator[Running]:
    with rooms() as made:
        made.press("open")
        yield made


def person(room: Running, number: int, level: int = 2) -> Response:
    return Response.model_validate(reply(room.hall.round, number, level)["response"])


def desk(room: Running, path: str, said: dict[str, Any]) -> Answer:
    return posted(room.desk, path, said, room.token)


def phone(room: Running, path: str, number: int) -> int:
    return posted(room.port, path, {"code": code(number)}, room.key, "another phone").status


def at_phones(room: Running) -> dict[str, Any]:
    return dict(asked(room.port, "GET", f"/state?k={room.key}").data)


def levels(room: Running) -> dict[str, set[Any]]:
    return {one.respondent: {*one.answers.values()} for one in load_round(room.hall.folder).responses}


# A code that others have heard.


def read_out(room: Running, number: int) -> None:
    school = ("Ash", "Elm", "Oak")[number % 3]
    line = code_of(room.hall.round, person(room, number))
    room.press("blank")
    there = desk(room, "/ballot", {"school": school, "role": "senior", "line": "", "number": 1}).data["number"]
    said = desk(room, "/ballot", {"school": school, "role": "senior", "line": line, "number": there}).data
    assert said["problems"] == []
    room.press("unblank")


def read_out_and_taken_back(room: Running) -> None:
    read_out(room, 5)
    room.press("blank")
    desk(room, "/ballot", {"school": "Ash", "role": "senior", "line": "", "undo": True})
    room.press("unblank")


def dropped(room: Running, number: int) -> None:
    said = reply(room.hall.round, number, 2, submitted=room.hall.clock().isoformat())
    content = base64.b64encode(json.dumps(said).encode()).decode()
    name = f"reply-ash-{code(number)}.json"
    assert desk(room, "/files", {"files": [{"name": name, "content": content}], "store": True}).data["stored"]


@pytest.mark.parametrize("comes_in", [read_out, dropped])
def test_a_code_that_was_read_out_or_names_a_file_opens_nothing(
    comes_in: Callable[[Running, int], None], room: Running
) -> None:
    comes_in(room, 5)
    before = levels(room)
    assert before == {f"web-{code(5)}": {2}}
    assert (phone(room, "/mine", 5), phone(room, "/leave", 5)) == (403, 403)
    # The laptop is a phone that many hands use.
    assert [desk(room, path, {"code": code(5)}).status for path in ("/mine", "/leave")] == [403, 403]
    assert room.hand_in(5, 4).status == 403
    assert posted(room.desk, "/answers", reply(room.hall.round, 5, 4), room.token).status == 403
    assert levels(room) == before
    # Their own phone, which says the same, hears that it is saved.
    assert room.hand_in(5, 2).status == 200
    # Whoever else comes is not held up, in the same write or later.
    assert (room.hand_in(6, 3).status, phone(room, "/mine", 6)) == (200, 200)


@pytest.mark.parametrize("comes_in", [read_out, dropped])
def test_a_code_that_was_good_before_it_was_read_out_or_named_a_file_opens_nothing_after(
    comes_in: Callable[[Running, int], None], room: Running
) -> None:
    assert (room.hand_in(5, 3).status, phone(room, "/mine", 5)) == (200, 200)
    comes_in(room, 5)
    assert levels(room) == {f"web-{code(5)}": {2}}
    assert (phone(room, "/mine", 5), phone(room, "/leave", 5), room.hand_in(5, 4).status) == (403, 403, 403)
    assert f"web-{code(5)}" not in answers.codes(room.hall.folder)
    assert levels(room) == {f"web-{code(5)}": {2}}


def test_what_the_desk_took_back_of_a_reply_code_its_person_can_still_hand_in(room: Running) -> None:
    read_out_and_taken_back(room)
    assert levels(room) == {}
    assert [room.hand_in(5, level).status for level in (3, 4)] == [200, 200]
    assert levels(room) == {f"web-{code(5)}": {4}}
    # What was heard stays heard: it opens nothing, and another phone cannot go on by it.
    assert phone(room, "/mine", 5) == 403
    assert room.hand_in(5, 1, "another").status == 403
    assert levels(room) == {f"web-{code(5)}": {4}}


def test_of_two_phones_with_a_code_that_was_read_out_one_goes_on_also_where_both_hand_in_at_once(room: Running) -> None:
    read_out_and_taken_back(room)
    # While the first is being written, the others gather.
    with room.hall.lock:
        waiting = [room.hall.answer("someone", reply(room.hall.round, 6))]
        time.sleep(0.2)
        for name, level in (("one", 3), ("another", 4), ("one", 5)):
            waiting.append(room.hall.answer(name, reply(room.hall.round, 5, level)))
    assert [waiting[n].exception(30) for n in (0, 1, 3)] == [None] * 3
    with pytest.raises(InputError, match="by a reply code"):
        waiting[2].result(30)
    assert levels(room)[f"web-{code(5)}"] == {5}


def test_a_phone_whose_answers_could_not_be_saved_has_claimed_no_code(
    room: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_out_and_taken_back(room)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("maturity.store.answers.sync", full)
        assert room.hand_in(5, 1, "one").status == 503
    assert [room.hand_in(5, 3, "another").status, room.hand_in(5, 1, "one").status] == [200, 403]
    assert levels(room) == {f"web-{code(5)}": {3}}


def test_a_code_that_was_read_out_and_taken_back_brings_back_what_was_there_and_opens_nothing(room: Running) -> None:
    assert room.hand_in(5, 3).status == 200
    read_out_and_taken_back(room)
    assert levels(room) == {f"web-{code(5)}": {3}}
    assert (phone(room, "/mine", 5), room.hand_in(5, 4, "another").status) == (403, 403)


def test_a_reply_code_brings_nothing_back_that_its_person_took_back(room: Running) -> None:
    assert (room.hand_in(5, 2).status, phone(room, "/leave", 5)) == (200, 200)
    room.press("blank")
    said = {"school": "Ash", "role": "senior", "line": code_of(room.hall.round, person(room, 5)), "number": 1}
    (problem,) = desk(room, "/ballot", said).data["problems"]
    assert "withdrawn" in problem
    with pytest.raises(InputError, match="withdrawn"):
        save_ballot(room.hall.folder, person(room, 5), room.hall.clock())
    assert levels(room) == {}


# Answers that were taken back.


def test_answers_that_were_taken_back_stay_so_whichever_tab_sends_them_again(rooms: Rooms) -> None:
    with rooms("anonymous") as room:
        room.press("open")
        assert room.hand_in(1, 5).status == 200
        assert phone(room, "/leave", 1) == 200
        assert (room.hand_in(1, 5).status, room.hand_in(2).status) == (410, 200)
        assert at_phones(room)["here"] == 1
    with rooms() as room:
        assert room.hand_in(1, 5).status == 410
        assert levels(room) == {f"web-{code(2)}": {3}}


# Results that another program has put out.


@pytest.mark.parametrize("kind", ["anonymous", "confidential"])
def test_a_round_that_another_program_closes_is_closed_in_the_room(kind: str, rooms: Rooms) -> None:
    with rooms(kind) as room:
        room.press("open")
        for number in range(9):
            assert room.hand_in(number, 1 + number % 4).status == 200
        settled(room.hall.folder, load_round(room.hall.folder), Ask(close=lambda _: Closing()))
        # The first to ask hears it, also before the room has looked by itself.
        assert (phone(room, "/mine", 1), room.hand_in(1, 5).status, room.hand_in(20).status) == (409, 409, 409)
        assert len(levels(room)) == 9
        assert at_phones(room)["phase"] == "closed"
        assert desk(room, "/files", {"files": [], "store": True}).status == 409
        room.press("item")
        room.press("reveal")
        before = at_phones(room)
        assert before["shown"]
    with rooms() as room:
        after = at_phones(room)
        assert [after[key] for key in ("phase", "item", "shown")] == [before[key] for key in ("phase", "item", "shown")]


def test_a_file_does_not_come_into_a_round_that_another_program_has_closed(rooms: Rooms) -> None:
    with rooms("anonymous") as room:
        room.press("open")
        for number in range(9):
            assert room.hand_in(number, 1 + number % 4).status == 200
        settled(room.hall.folder, load_round(room.hall.folder), Ask(close=lambda _: Closing()))
        with pytest.raises(KeyError):
            dropped(room, 9)
        assert len(levels(room)) == 9


def test_a_kind_that_is_changed_before_the_start_holds_for_the_room_and_for_every_form(rooms: Rooms) -> None:
    with rooms("named") as room:
        form = asked(room.port, "GET", f"/r/{room.key}").body
        assert change_kind(room.hall.folder, "anonymous")
        room.press("open")
        assert room.hall.room.kind == "anonymous"
        assert asked(room.port, "GET", f"/r/{room.key}").body != form


# A small school.


def test_no_school_s_levels_are_had_by_taking_the_others_from_all() -> None:
    for sizes in product(range(9), repeat=4):
        shown = shown_schools([(size, 0) for size in sizes], 5)
        hidden = sum(size for size, one in zip(sizes, shown, strict=True) if not one)
        # Where no school is shown there is nothing to take away.
        assert not any(shown) or hidden == 0 or hidden >= 5
        assert all(sum(one) >= 5 for one in shown if one)
    assert shown_schools([(5, 0), (0, 6), (0, 0)], 5) == ((5, 0), (0, 6), ())
    assert shown_schools([(5, 0), (0, 6), (3, 0)], 5) == ((), (0, 6), ())


def test_schools_are_told_to_screen_and_desk_alone_and_only_when_they_are_asked_for(room: Running) -> None:
    for number in range(15):
        assert room.hand_in(number, 1 + number % 5).status == 200
    room.press("closed")
    room.press("item")
    assert not asked(room.desk, "GET", f"/state?k={room.token}").data["hasSchools"]
    room.press("reveal")
    item = room.hall.room.item
    told = asked(room.desk, "GET", f"/state?k={room.token}").data
    assert (told["hasSchools"], "schools" in told["shown"]) == (True, False)
    assert desk(room, "/schools", {"item": item}).status == 200
    told = asked(room.desk, "GET", f"/state?k={room.token}").data
    assert [one["name"] for one in told["shown"]["schools"]] == ["Ash", "Elm", "Oak"]
    assert "schools" not in at_phones(room)["shown"]
    assert desk(room, "/schools", {"item": None}).status == 422
    assert desk(room, "/schools", {"item": ""}).status == 200
    assert "schools" not in asked(room.desk, "GET", f"/state?k={room.token}").data["shown"]


def test_a_school_of_three_among_two_of_five_is_not_to_be_worked_out(room: Running) -> None:
    for number, place in enumerate([0] * 5 + [1] * 5 + [2] * 3):
        # A person's school follows from their number.
        assert room.hand_in(3 * number + place, 1 + number % 5).status == 200
    room.press("closed")
    room.press("item")
    room.press("reveal")
    desk(room, "/schools", {"item": room.hall.room.item})
    shown = asked(room.desk, "GET", f"/state?k={room.token}").data["shown"]
    left = sum(shown["bars"]) - sum(sum(one["bars"]) for one in shown["schools"])
    assert (len(shown["schools"]), left) == (1, 8)


# Questions that nobody has seen.


@pytest.mark.parametrize("to", ["quadrant", "priorities", "outputs"])
@pytest.mark.parametrize("kind", ["named", "anonymous"])
def test_no_score_reaches_a_phone_before_its_question_is_shown(kind: str, to: str, rooms: Rooms) -> None:
    with rooms(kind) as room:
        room.press("open")
        for number in range(9):
            assert room.hand_in(number, 1 + number % 4).status == 200
        room.press("closed")
        first, *others = room.hall.desk()["items"]
        room.press("item", first["id"])
        room.press("reveal")
        refused = desk(room, "/step", {"to": to, "if": room.hall.room.turn})
        assert refused.status == 409
        assert f"{len(others)} questions have not been shown yet" in refused.data["said"]
        before = at_phones(room)
        assert (before["phase"], before["outcome"], before["wishes"]) == ("item", None, [])
        assert desk(room, "/step", {"to": to, "all": True, "if": room.hall.room.turn}).status == 200
        assert at_phones(room)["outcome"]
        assert all(one["revealed"] for one in room.hall.desk()["items"])


# Somebody who is erased.


def seven_looked(room: Running) -> None:
    """Seven people have answered, and the first question is shown."""
    room.press("open")
    for number in range(7):
        assert room.hand_in(number, 1 + number % 5).status == 200
    room.press("closed")
    room.press("item")
    room.press("reveal")


def test_who_is_erased_after_the_close_is_not_had_from_what_was_shown_and_what_is_left(rooms: Rooms) -> None:
    with rooms() as room:
        seven_looked(room)
        room.press("outputs")
        forgetting.forget(room.hall.folder, f"web-{code(3)}", at=room.hall.clock())
        # Beside what was shown, a report of those who are left would be the answers of the one who was erased.
        assert desk(room, "/outputs", {"what": "chart"}).status == 409
        assert not [*room.hall.folder.parent.glob("*.png")]
        assert_begun_anew(room)
    with rooms() as room:
        assert_begun_anew(room)
        room.press("open")
        assert not any("erased" in one for one in room.hall.desk()["remarks"])
        room.press("closed")
        assert at_phones(room)["phase"] == "closed"


def assert_begun_anew(room: Running) -> None:
    told = at_phones(room)
    assert (told["phase"], told["item"], told["shown"], told["outcome"]) == ("lobby", None, None, None)
    assert any("erased" in one for one in room.hall.desk()["remarks"])
    assert room.hall.desk()["items"] == []


@pytest.mark.parametrize("kind", ["anonymous", "confidential"])
def test_what_was_published_of_a_round_stays_as_it_was_when_somebody_is_erased(kind: str, rooms: Rooms) -> None:
    with rooms(kind) as room:
        seven_looked(room)
        before = at_phones(room)["shown"]
        forgetting.forget(room.hall.folder, f"web-{code(3)}", at=room.hall.clock())
        room.hall.refresh()
        assert at_phones(room)["shown"] == before


def test_who_answers_and_is_erased_after_the_close_changes_nothing(rooms: Rooms) -> None:
    with rooms() as room:
        seven_looked(room)
        before = at_phones(room)["shown"]
        answers.append(room.hall.folder, person(room, 9), at=room.hall.clock())
        forgetting.forget(room.hall.folder, f"web-{code(9)}", at=room.hall.clock())
    with rooms() as room:
        assert at_phones(room)["shown"] == before


# A folder that cannot be read, and a program that was started anew.


@pytest.mark.parametrize("broken", ["{[broken", ""])
def test_a_round_that_cannot_be_read_is_said_at_the_desk_and_to_phones_without_its_place(
    broken: str, room: Running
) -> None:
    assert room.hand_in(1).status == 200
    path = room.hall.folder / ROUND
    good = path.read_bytes()
    path.write_text(broken, "utf-8")
    turn = room.hall.room.turn
    refused = desk(room, "/step", {"to": "closed", "if": turn})
    assert (refused.status, refused.data["said"] == FAILED) == (503, False)
    assert ROUND in room.hall.desk()["trouble"]
    for status, said in [
        (one.status, one.body.decode())
        for one in (
            posted(room.port, "/mine", {"code": code(1)}, room.key),
            posted(room.port, "/leave", {"code": code(1)}, room.key),
            room.hand_in(2),
        )
    ]:
        assert status == 503
        assert str(room.hall.folder) not in said
    path.write_bytes(good)
    room.hall.refresh()
    assert room.hall.desk()["trouble"] == ""
    assert (room.hand_in(2).status, desk(room, "/step", {"to": "closed", "if": turn}).status) == (200, 200)
    room.press("agree")
    path.write_text(broken, "utf-8")
    level = {"item": room.hall.room.item, "level": 3, "reason": ""}
    assert (desk(room, "/agree", level).status, ROUND in room.hall.desk()["trouble"]) == (503, True)
    room.press("outputs")
    assert desk(room, "/outputs", {"what": "chart"}).status in (409, 503)
    path.write_bytes(good)


def test_a_page_never_takes_the_state_of_a_program_that_has_ended_for_that_of_now(rooms: Rooms) -> None:
    found = []
    for _ in range(2):
        with rooms() as room:
            places = ((room.port, room.key), (room.desk, room.token))
            found.append([asked(port, "GET", f"/state?k={key}") for port, key in places])
    for before, now in zip(*found, strict=True):
        assert before.data["v"] == now.data["v"]
        assert before.headers["etag"] != now.headers["etag"]
