"""Neighbours on the same wifi who say nothing, say too much, or guess; and phones that are served meanwhile."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from maturity import load_round
from maturity.live import guard, phones, serving, streams
from maturity.live.people import MOST, People
from maturity.live.secured import certificate
from tests.room import HOME, WAIT, Running, asked, cluster, code, posted, raw, reply, rest, running, until

pytestmark = pytest.mark.process


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Running]:
    with running(cluster(tmp_path / "river")) as made:
        yield made


# Who says nothing, and who says too much.


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "SECONDS", 0.5)
    monkeypatch.setattr(guard, "SECONDS", 0.5)


def trickled(line: socket.socket, content: bytes) -> bytes:
    """What comes back while a request is sent letter by letter for good; empty if the line was only closed."""
    line.settimeout(0.05)
    for number in range(int(WAIT / 0.05)):
        try:
            line.sendall(content[number % len(content) :][:1])
            found = line.recv(65536)
        except TimeoutError:
            continue
        except ConnectionError:
            return b""
        return found
    raise AssertionError("the line is still open")


@pytest.mark.usefixtures("hurried")
def test_a_head_that_never_ends_is_not_waited_for(room: Running) -> None:
    assert rest(raw(room.port)) == b""
    assert rest(raw(room.port, b"GET /hello HTTP/1.1\r\nHo")) == b""
    assert trickled(raw(room.port, b"GET /hello HTTP/1.1\r\n"), b"X-A: b\r\n") == b""
    whole = f"GET /hello HTTP/1.1\r\nHost: {HOME}:{room.port}\r\n\r\n".encode()
    line = raw(room.port, whole)
    until(line, b"maturity")
    assert trickled(line, b"GET /hello HTTP/1.1\r\n" + b"X-A: b\r\n" * 50) == b""
    # The second one together with the first.
    for more in (b"GET /hel", b"G"):
        line = raw(room.port, whole + more)
        until(line, b"maturity")
        assert rest(line) == b""
    assert rest(raw(room.desk, b"G")) == b""


@pytest.mark.usefixtures("hurried")
def test_an_idle_line_and_a_stream_are_left_open(room: Running) -> None:
    whole = f"GET /hello HTTP/1.1\r\nHost: {HOME}:{room.port}\r\n\r\n".encode()
    line, stream = raw(room.port, whole), room.stream("phone")
    until(line, b"maturity")
    for number in range(3):
        # Longer than a head may take.
        with contextlib.suppress(TimeoutError):
            stream.settimeout(0.4)
            stream.recv(65536)
        assert number >= 0
    line.sendall(whole)
    assert b" 200 " in until(line, b"maturity")
    room.press("open")
    stream.settimeout(WAIT)
    assert b'"open"' in until(stream, b'"open"')


@pytest.mark.usefixtures("hurried")
def test_a_body_that_never_ends_is_not_waited_for(room: Running) -> None:
    room.press("open")
    for way, more in (("Content-Length: 5000", b"{"), ("Transfer-Encoding: chunked", b"1\r\n{\r\n")):
        line = raw(room.port, room.post_head(way))
        assert trickled(line, more).startswith(b"HTTP/1.1 408 ")
        rest(line)


@pytest.mark.usefixtures("hurried")
def test_half_open_lines_close_and_phones_are_served_meanwhile(room: Running) -> None:
    room.press("open")
    lines = [raw(room.port, b"GET / HT") for _ in range(350)]
    assert room.hand_in(1).status == 200
    assert [rest(line) for line in lines] == [b""] * 350
    assert room.hand_in(2).status == 200
    assert len(load_round(room.hall.folder).responses) == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="each system has its own word for it")
def test_a_line_whose_other_end_is_silent_is_given_up(room: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []
    wait = serving.PromptProtocol._wait

    def noted(line: serving.PromptProtocol) -> None:
        found.append(line.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, 18))
        wait(line)

    monkeypatch.setattr(serving.PromptProtocol, "_wait", noted)
    assert asked(room.port, "GET", "/hello").status == 200
    assert found == [serving.SILENT * 1000]


def test_so_many_lines_and_no_more(room: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "CONNECTIONS", 40)
    room.press("open")
    listening = room.stream("phone1")
    lines = [raw(room.port) for _ in range(100)]
    assert room.hand_in(2).status == 200
    assert b'"here": 2' in until(listening, b'"here": 2')
    for line in lines:
        line.close()


def test_a_thousand_lines_leave_room_for_a_phone(room: Running) -> None:
    room.press("open")
    lines = [raw(room.port) for _ in range(1_100)]
    assert room.hand_in(1).status == 200
    for line in lines:
        line.close()


def test_a_phone_that_sends_too_much_is_slowed_and_no_other(room: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    room.press("open")
    found = [posted(room.port, "/wishes", {"ids": []}, room.key, "noisy") for _ in range(phones.POSTS + 5)]
    assert [one.status for one in found[-6:]] == [409, *[429] * 5]
    assert found[-1].headers["retry-after"]
    assert room.hand_in(1, me="noisy").status == 429
    assert room.hand_in(1, me="quiet").status == 200


def test_one_person_s_answers_are_slowed_whatever_their_phone_calls_itself(room: Running) -> None:
    room.press("open")
    found = [room.hand_in(1, 1 + n % 5, me=f"name{n}").status for n in range(phones.POSTS + 2)]
    assert found == [200] * phones.POSTS + [429] * 2
    assert room.hand_in(2).status == 200


def test_made_up_names_fill_nothing(room: Running) -> None:
    people = People()
    people.phone("here").streams = 1
    people.phone("wishing").wishes = ("a",)
    for number in range(3 * MOST):
        people.phone(f"made-up-{number}")
    assert len(people.phones) == MOST
    assert {"here", "wishing"} <= {*people.phones}
    assert people.reached == 3 * MOST + 2
    assert posted(room.port, "/wishes", {"ids": []}, room.key, "x" * 41).status == 400
    assert posted(room.port, "/wishes", {"ids": []}, room.key, "").status == 400


def test_a_phone_has_so_many_streams_and_the_oldest_ends(room: Running) -> None:
    lines = [room.stream("phone1") for _ in range(streams.OF_ONE + 2)]
    other = room.stream("phone2")
    for line in lines[:2]:
        assert until(line, b"0\r\n\r\n")
    room.press("open")
    for line in (*lines[2:], other):
        assert b'"open"' in until(line, b'"open"')
    for line in lines:
        line.close()
    other.close()


def test_who_finds_no_stream_asks_instead(room: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "STREAMS", 2)
    lines = [room.stream(f"phone{number}") for number in range(2)]
    late = raw(room.port, f"GET /events?k={room.key}&me=late HTTP/1.1\r\nHost: {HOME}:{room.port}\r\n\r\n".encode())
    assert b" 503 " in until(late, b"\r\n\r\n")
    late.close()
    first = asked(room.port, "GET", f"/state?k={room.key}")
    assert first.data["phase"] == "lobby"
    same = {"If-None-Match": first.headers["etag"]}
    assert asked(room.port, "GET", f"/state?k={room.key}", same).status == 304
    for line in lines:
        line.close()


def from_elsewhere(room: Running, address: str, me: str) -> socket.socket:
    """A line from another device, on which a stream is asked for."""
    line = socket.create_connection((HOME, room.port), WAIT, source_address=(address, 0))
    line.sendall(f"GET /events?k={room.key}&me={me} HTTP/1.1\r\nHost: {HOME}:{room.port}\r\n\r\n".encode())
    return line


def test_phones_that_one_device_makes_up_keep_no_other_from_its_stream(
    room: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "STREAMS", 4)
    made_up = [room.stream(f"made-up-{number}") for number in range(4)]
    real = from_elsewhere(room, "127.0.0.9", "real")
    assert b" 200 " in until(real, b"data: ")
    # It took the place of the oldest of those, and no more than the half is taken.
    assert until(made_up[0], b"0\r\n\r\n")
    other = from_elsewhere(room, "127.0.0.9", "other")
    assert b" 200 " in until(other, b"data: ")
    third = from_elsewhere(room, "127.0.0.9", "third")
    assert b" 503 " in until(third, b"\r\n\r\n")
    room.press("open")
    for line in (*made_up[2:], real, other):
        assert b'"open"' in until(line, b'"open"')
    for line in (*made_up, real, other, third):
        line.close()


def test_the_desk_is_told_how_many_came_from_one_device(room: Running) -> None:
    room.press("open")
    for number in range(3):
        assert room.hand_in(number).status == 200
    listening = room.stream("made-up")
    assert room.hall.desk()["fromOne"] == 4
    said = json.dumps(reply(room.hall.round, 5)).encode()
    with socket.create_connection((HOME, room.port), WAIT, source_address=("127.0.0.9", 0)) as line:
        line.sendall(room.post_head(f"Content-Length: {len(said)}") + said)
        assert b" 200 " in until(line, b'"saved"')
    assert posted(room.desk, "/answers", reply(room.hall.round, 6), room.token).status == 200
    told = room.hall.desk()
    assert (told["fromOne"], told["here"]) == (4, 6)
    assert posted(room.port, "/leave", {"code": code(1)}, room.key).status == 200
    assert room.hall.desk()["fromOne"] == 3
    assert b"127.0.0.9" not in b"".join(one.read_bytes() for one in room.hall.folder.iterdir() if one.is_file())
    listening.close()


def test_one_device_makes_up_so_many_people_a_minute_and_those_who_are_there_go_on(room: Running) -> None:
    room.press("open")
    found = [room.hand_in(number).status for number in range(phones.NEWCOMERS + 2)]
    assert found == [200] * phones.NEWCOMERS + [429] * 2
    assert room.hand_in(1, 5).status == 200
    said = json.dumps(reply(room.hall.round, phones.NEWCOMERS)).encode()
    with socket.create_connection((HOME, room.port), WAIT, source_address=("127.0.0.9", 0)) as line:
        line.sendall(room.post_head(f"Content-Length: {len(said)}") + said)
        assert b" 200 " in until(line, b'"saved"')


# With a certificate.


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[Running]:
    data = Path(__file__).with_name("data")
    own = certificate(data / "laptop.pem", data / "laptop.key")
    with running(cluster(tmp_path / "river"), secured=own) as made:
        yield made


def hello(room: Running) -> int:
    """What a phone hears that comes by https, all in one go."""
    trusting = ssl.create_default_context(cafile=Path(__file__).with_name("data") / "laptop.pem")
    with trusting.wrap_socket(raw(room.port), server_hostname="localhost") as line:
        line.sendall(f"GET /hello HTTP/1.1\r\nHost: {HOME}:{room.port}\r\nConnection: close\r\n\r\n".encode())
        return int(rest(line).split()[1])


@pytest.mark.usefixtures("hurried")
def test_a_line_that_is_never_secured_is_not_waited_for(secured: Running) -> None:
    lines = [raw(secured.port, begun) for begun in (b"", b"\x16\x03\x01", b"GET / HTTP/1.1\r\n\r\n") * 5]
    assert hello(secured) == 200
    assert not any(b"HTTP" in rest(line) for line in lines)
    assert hello(secured) == 200


def test_so_many_lines_and_no_more_before_they_are_secured(secured: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "CONNECTIONS", 20)
    lines = [raw(secured.port) for _ in range(60)]
    assert hello(secured) == 200
    assert asked(secured.desk, "GET", f"/state?k={secured.token}").status == 200
    still = [line for line in lines if is_open(line)]
    assert 0 < len(still) <= 20
    for line in lines:
        line.close()


def is_open(line: socket.socket) -> bool:
    """Whether the other end has not closed a line by now."""
    line.setblocking(False)
    try:
        return line.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


# Guessing.


def test_the_room_s_code_is_not_guessed(room: Running) -> None:
    right = {"code": room.hall.session.code}
    shouted = {"code": " ".join(right["code"].upper())}
    assert posted(room.port, "/join", shouted, "").data == {"to": f"/r/{room.key}"}
    wrong = [posted(room.port, "/join", {"code": f"wrong{n}"}, "").status for n in range(phones.WRONG_TRIES + 3)]
    assert wrong == [403] * phones.WRONG_TRIES + [429] * 3
    # Whoever guesses is shut out with the right one too, or the answer would say that it is right.
    assert posted(room.port, "/join", right, "").status == 429
    # Who has scanned the code is none the wiser.
    assert asked(room.port, "GET", f"/r/{room.key}").status == 200


def test_one_who_guesses_shuts_out_nobody_else(room: Running) -> None:
    for number in range(phones.WRONG_TRIES):
        posted(room.port, "/join", {"code": str(number)}, "")
    with socket.create_connection((HOME, room.port), WAIT, source_address=("127.0.0.9", 0)) as line:
        body = json.dumps({"code": room.hall.session.code}).encode()
        line.sendall(room.post_head(f"Content-Length: {len(body)}", path="/join") + body)
        assert b" 200 " in until(line, room.key.encode())


def test_somebody_s_own_code_opens_however_many_wrong_ones_were_tried(
    room: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room.hall, "clock", room.hall.clock)
    room.press("open")
    assert room.hand_in(1, 4).status == 200
    found = [
        posted(room.port, "/mine", {"code": code(n + 10)}, room.key, f"guesser{n // 100}").status
        for n in range(phones.WRONG_OF_ALL + 20)
    ]
    assert found == [404] * phones.WRONG_OF_ALL + [429] * 20
    mine = posted(room.port, "/mine", {"code": code(1)[:4].upper() + "-" + code(1)[4:]}, room.key)
    assert (mine.status, {*mine.data["response"]["answers"].values()}) == (200, {4})
    assert posted(room.port, "/join", {"code": room.hall.session.code}, "").status == 200
    assert posted(room.port, "/leave", {"code": code(2)}, room.key).status == 429
    assert posted(room.port, "/leave", {"code": code(1)}, room.key).status == 200
    assert load_round(room.hall.folder).responses == ()
