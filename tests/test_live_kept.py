"""The screen and the desk's files tell of the same answers, and no answer that was saved vanishes in silence."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from maturity import load_round
from maturity.cli.app import run
from maturity.live.desk import NOT_MADE
from maturity.live.kept import BACK_FIRST
from maturity.model import Response
from maturity.store import answers, forgetting
from tests.room import WAIT, Answer, Rooms, Running, code, posted, reply

pytestmark = pytest.mark.process

Changed = Callable[[Running], object]


@pytest.fixture
def room(rooms: Rooms) -> Iterator[Running]:
    with rooms() as made:
        seven(made)
        yield made


def seven(room: Running) -> None:
    """Seven people answer, and the room comes to where files are made."""
    room.press("open")
    for number in range(7):
        assert room.hand_in(number, 1 + number % 5).status == 200
    room.press("closed")
    room.press("outputs")


def desk(room: Running, path: str, said: dict[str, Any]) -> Answer:
    return posted(room.desk, path, said, room.token)


def made(room: Running) -> Answer:
    return desk(room, "/outputs", {"what": "chart"})


def told(room: Running) -> dict[str, Any]:
    room.hall.refresh()
    return room.hall.desk()


def response(room: Running, number: int, level: int = 5) -> Response:
    return Response.model_validate(reply(room.hall.round, number, level)["response"])


# The same answers on the screen and in files.


def takes_back(room: Running) -> None:
    assert posted(room.port, "/leave", {"code": code(6)}, room.key).status == 200


def comes_in(room: Running) -> None:
    answers.append(room.hall.folder, response(room, 9), at=room.hall.clock())


def changes(room: Running) -> None:
    base = next(one for one in load_round(room.hall.folder).responses if one.respondent == f"web-{code(2)}")
    answers.append(room.hall.folder, response(room, 2, 5), at=room.hall.clock(), base=base)


CHANGES = [
    (takes_back, "1 person took theirs back"),
    (comes_in, "1 person came in"),
    (changes, "1 person changed theirs"),
]


@pytest.mark.parametrize(("happens", "said"), CHANGES)
def test_no_file_is_made_of_others_answers_than_those_on_the_screen(happens: Changed, said: str, rooms: Rooms) -> None:
    with rooms() as room:
        seven(room)
        before = told(room)["outcome"]
        happens(room)
        there = told(room)
        assert there["outcome"] == before
        assert [said in one for one in there["remarks"]] == [True]
        refused = made(room)
        assert (refused.status, said in refused.data["said"], "Reopen the answers" in refused.data["said"]) == (
            409,
            True,
            True,
        )
    with rooms() as room:
        # After a restart it is the same.
        assert [said in one for one in told(room)["remarks"]] == [True]
        assert made(room).status == 409
        room.press("open")
        assert told(room)["remarks"] == []
        room.press("closed")
        room.press("outputs")
        assert (told(room)["remarks"], made(room).status) == ([], 200)


def test_all_that_happened_is_counted_and_a_room_that_has_ended_makes_no_other_file(room: Running) -> None:
    takes_back(room)
    comes_in(room)
    changes(room)
    room.press("ended")
    refused = made(room)
    assert refused.status == 409
    assert "1 person came in, 1 person changed theirs and 1 person took theirs back" in refused.data["said"]
    assert "start it again" in refused.data["said"]


@pytest.mark.parametrize("kind", ["anonymous", "confidential"])
def test_results_that_are_out_are_changed_by_nobody_and_files_are_made_of_them(kind: str, rooms: Rooms) -> None:
    with rooms(kind) as room:
        seven(room)
        before = told(room)["outcome"]
        takes_back(room)
        comes_in(room)
        assert told(room)["outcome"] == before
        assert not any("Since answers were closed" in one for one in told(room)["remarks"])
        assert made(room).status == 200


@pytest.mark.parametrize(("number", "helps"), [(28, "Make room on the disk"), (13, "another program has it open")])
def test_a_file_that_cannot_be_written_is_told_to_the_desk_without_flags(
    number: int, helps: str, room: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(number, "Refused")

    with monkeypatch.context() as patched:
        patched.setattr("maturity.files.tempfile.mkstemp", refuses)
        said = made(room).data["said"]
    assert (helps in said, " -" in said) == (True, False)
    assert made(room).status == 200


# Answers that were saved and are not there any more.


@pytest.fixture
def answering(rooms: Rooms) -> Iterator[Running]:
    with rooms() as made:
        made.press("open")
        for number in range(3):
            assert made.hand_in(number, 2).status == 200
        yield made


def journal(room: Running) -> Path:
    return room.hall.folder / "responses.jsonl"


def removed(room: Running) -> bytes:
    whole = journal(room).read_bytes()
    journal(room).unlink()
    return whole


def older(room: Running) -> bytes:
    """The file as it was when two fewer had answered and one had not changed their mind."""
    before = journal(room).read_bytes()
    assert [room.hand_in(number, 4).status for number in (2, 3, 4)] == [200] * 3
    whole = journal(room).read_bytes()
    journal(room).write_bytes(before)
    return whole


def closed(room: Running) -> Answer:
    return desk(room, "/step", {"to": "closed", "if": room.hall.room.turn})


@pytest.mark.parametrize("lost", [removed, older])
def test_answers_that_vanish_are_said_at_the_desk_and_have_to_come_back_first(
    lost: Callable[[Running], bytes], answering: Running
) -> None:
    room = answering
    whole = lost(room)
    there = told(room)
    assert "What 3 people saved here is no longer in" in there["trouble"]
    assert str(journal(room)) in there["trouble"]
    refused = closed(room)
    assert (refused.status, refused.data["said"]) == (409, BACK_FIRST)
    assert there["lacks"] == BACK_FIRST
    # Whoever saves meanwhile does not hide it.
    assert room.hand_in(20, 3).status == 200
    assert "What 3 people" in told(room)["trouble"]
    later = journal(room).read_bytes().splitlines(keepends=True)[-1]
    journal(room).write_bytes(whole + later)
    assert told(room)["trouble"] == ""
    assert closed(room).status == 200


def test_an_older_copy_in_place_of_a_file_that_was_removed_is_not_all_of_it(answering: Running) -> None:
    room = answering
    first = journal(room).read_bytes()
    assert room.hand_in(3).status == 200
    removed(room)
    assert "What 4 people" in told(room)["trouble"]
    journal(room).write_bytes(first)
    assert "What 1 person saved" in told(room)["trouble"]
    # Who sends once more has saved all of it.
    assert room.hand_in(3).status == 200
    assert told(room)["trouble"] == ""
    room.hall.look_again()
    assert told(room)["trouble"] == ""


def test_who_takes_answers_back_or_is_erased_is_not_missed(answering: Running) -> None:
    room = answering
    assert posted(room.port, "/leave", {"code": code(0)}, room.key).status == 200
    forgetting.forget(room.hall.folder, f"web-{code(1)}", at=room.hall.clock())
    assert (told(room)["trouble"], closed(room).status) == ("", 200)


def test_what_was_taken_back_does_not_come_back_with_an_older_copy(answering: Running) -> None:
    room = answering
    before = journal(room).read_bytes()
    assert posted(room.port, "/leave", {"code": code(0)}, room.key).status == 200
    journal(room).write_bytes(before)
    assert "What 1 person" in told(room)["trouble"]
    assert closed(room).status == 409


def test_what_is_lost_after_the_close_stays_shown_and_makes_no_file_until_it_is_back(room: Running) -> None:
    before = told(room)["outcome"]
    whole = removed(room)
    assert (told(room)["outcome"], told(room)["remarks"]) == (before, [])
    assert "What 7 people" in told(room)["trouble"]
    refused = made(room)
    assert (refused.status, "What 7 people" in refused.data["said"]) == (409, True)
    journal(room).write_bytes(whole)
    assert (told(room)["outcome"], told(room)["trouble"]) == (before, "")
    assert made(room).status == 200


# Ends.


def test_what_a_room_agrees_is_kept_until_it_has_ended(room: Running) -> None:
    item = room.hall.round.questionnaire.items[0].id
    level = {"item": item, "level": 3, "reason": ""}
    work = {"act": "add", "fields": {"title": "Visits"}}
    assert [desk(room, "/agree", level).status, desk(room, "/priorities", work).status] == [200, 200]
    room.press("ended")
    refused = [desk(room, "/agree", level | {"level": 2}), desk(room, "/priorities", work)]
    assert [(one.status, "has ended" in one.data["said"]) for one in refused] == [(409, True)] * 2
    assert load_round(room.hall.folder).agreed[item].level == 3


def test_the_end_of_the_program_waits_for_no_file_and_its_page_hears_so(
    room: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(*_: object) -> Path:
        begun.set()
        assert may_end.wait(WAIT)
        return Path()

    monkeypatch.setattr("maturity.live.made._chart", slow)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(made, room)
        assert begun.wait(WAIT)
        room.end()
        answer = waiting.result(WAIT)
        may_end.set()
    assert (answer.status, answer.data["said"]) == (503, NOT_MADE)


@pytest.mark.parametrize("words", [["score", "examples/riverside.yaml"], ["workshop", "--help"]])
def test_ctrl_c_while_libraries_are_loaded_says_nothing(words: list[str]) -> None:
    code = (
        f"import os, signal, sys; sys.argv = ['maturity', *{words!r}]\n"
        # What starts the tests may have made them deaf to it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Presses:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer.core': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Presses())\n"
        "from maturity.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_guide_for_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guide = tmp_path / "guide.pdf"
    assert run(["workshop", str(tmp_path / "gone"), "--guide", "-o", str(guide)]) == 2
    assert f"{tmp_path / 'gone'}: there is no such folder" in capsys.readouterr().err
    assert not guide.exists()
