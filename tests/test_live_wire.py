"""The workshop's two listeners over sockets: what a neighbour on the same wifi may try, and what comes of it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from maturity import load_round
from maturity.live import guard
from maturity.live.guard import HEADERS
from tests.room import HOME, LAN, WAIT, Answer, Running, asked, cluster, code, posted, raw, reply, rest, running, until

pytestmark = pytest.mark.process

LAN_ROUTES = ("/", "/r/KEY", "/join", "/hello", "/state", "/events", "/answers", "/mine", "/leave", "/wishes")
DESK_ROUTES = (
    *("/desk", "/screen", "/person", "/state", "/events", "/step", "/agree", "/address", "/answers", "/qr.svg"),
    *("/setup", "/files", "/ballot", "/priorities", "/outputs", "/made/report.pdf"),
)
ONLY_DESK = sorted({*DESK_ROUTES} - {*LAN_ROUTES})


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Running]:
    with running(cluster(tmp_path / "river")) as made:
        yield made


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One room for all that changes nothing: it waits for people, and nobody is in it."""
    with running(cluster(tmp_path_factory.mktemp("lobby") / "river")) as made:
        yield made
        assert made.hall.room.phase == "lobby"
        assert not made.hall.people.phones
        assert load_round(made.hall.folder).responses == ()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One room for all that the answers of others survive: people answer in it."""
    with running(cluster(tmp_path_factory.mktemp("opened") / "river")) as made:
        made.press("open")
        yield made
        assert made.hall.room.phase == "open"


def everywhere(room: Running) -> list[tuple[int, str, str]]:
    """Every route of both listeners: port, path with what lets in, and the key."""
    lan = [
        (room.port, f"{one.replace('KEY', room.key)}?k={room.key}&me=phone", room.key)
        for one in (*LAN_ROUTES, "/nowhere")
    ]
    return [*lan, *((room.desk, f"{one}?k={room.token}", room.token) for one in (*DESK_ROUTES, "/nowhere"))]


def both_ways(room: Running, headers: dict[str, str]) -> list[tuple[str, Answer]]:
    """Every route asked with GET and POST, with other headers than our pages send."""
    found = []
    for port, path, key in everywhere(room):
        own = {"Content-Type": "application/json", "X-Room": key, "X-Me": "phone"}
        found.append((path, asked(port, "GET", path, headers)))
        found.append((path, asked(port, "POST", path, {**own, **headers}, b"{}")))
    return found


def is_dressed(answer: Answer) -> bool:
    return all(answer.headers.get(name) == value for name, value in HEADERS.items()) and (
        "default-src 'none'" in answer.headers["content-security-policy"]
    )


# Where a request comes from.


@pytest.mark.parametrize("host", ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "", "[::1]:PORT"])
def test_a_page_of_another_name_gets_nothing_from_any_route(lobby: Running, host: str) -> None:
    for port in (lobby.port, lobby.desk):
        own = {"Host": host.replace("PORT", str(port))}
        for path, answer in both_ways(lobby, own):
            assert (path, answer.status) == (path, 421)
            assert is_dressed(answer)


def test_the_desk_has_no_name_on_the_network(lobby: Running) -> None:
    name = {"Host": f"{LAN}:{lobby.desk}"}
    assert asked(lobby.desk, "GET", f"/state?k={lobby.token}", name).status == 421
    assert asked(lobby.port, "GET", f"/state?k={lobby.key}", {"Host": f"{LAN}:{lobby.port}"}).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "file://"])
def test_a_page_from_elsewhere_gets_nothing_from_any_route(lobby: Running, origin: str) -> None:
    for path, answer in both_ways(lobby, {"Origin": origin}):
        assert (path, answer.status) == (path, 403)
        assert is_dressed(answer)


def test_our_own_page_is_let_in(room: Running) -> None:
    room.press("open")
    said = reply(room.hall.round, 1)
    own = {"Origin": f"http://{HOME}:{room.port}"}
    assert posted(room.port, "/answers", said, room.key, **own).status == 200


@pytest.mark.parametrize("key", ["", "x", "TOKEN", "é"])
def test_nothing_is_changed_without_the_key(room: Running, key: str) -> None:
    room.press("open")
    wrong = key.replace("TOKEN", room.token)
    for path in ("/answers", "/mine", "/leave", "/wishes"):
        assert posted(room.port, path, reply(room.hall.round, 1), wrong).status == 403
    for path in ("/step", "/agree", "/address", "/answers"):
        other = room.key if key == "TOKEN" else wrong
        assert posted(room.desk, path, {"to": "closed", "if": room.hall.room.turn}, other).status == 403
    for path in ("/state", "/events"):
        assert asked(room.port, "GET", f"{path}?k={wrong.encode().hex()}&me=x").status == 403
        assert asked(room.desk, "GET", f"{path}?k={room.key}").status == 403
    assert asked(room.desk, "GET", f"/person?k={room.key}").status == 403
    assert asked(room.desk, "GET", f"/qr.svg?k={room.key}").status == 403
    assert asked(room.port, "GET", "/r/other").status == 403
    assert room.hall.room.phase == "open"
    assert load_round(room.hall.folder).responses == ()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_of_another_page_could_send_is_not_taken(lobby: Running, kind: str) -> None:
    for port, path, key in everywhere(lobby):
        headers = {"Content-Type": kind, "X-Room": key, "X-Me": "phone"}
        assert asked(port, "POST", path, headers, b"{}").status == 415


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "TRACE", "DELETE", "PATCH", "BREW"])
def test_other_ways_to_ask_are_not_known(lobby: Running, method: str) -> None:
    for port, path, key in everywhere(lobby):
        answer = asked(port, method, path, {"X-Room": key})
        assert (path, answer.status, answer.headers["allow"]) == (path, 405, "GET, POST")
        assert is_dressed(answer)
    assert not lobby.hall.people.phones


# What the network may see.


def test_the_desk_is_not_on_the_network(lobby: Running) -> None:
    for path in ONLY_DESK:
        for key in (lobby.key, lobby.token):
            assert asked(lobby.port, "GET", f"{path}?k={key}").status == 404
            assert posted(lobby.port, path, {"to": "open", "if": 0}, key).status in (403, 404)
    for path in ("/state", "/events"):
        assert asked(lobby.port, "GET", f"{path}?k={lobby.token}&me=x").status == 403
    assert lobby.hall.room.phase == "lobby"


def test_the_desk_listens_on_this_machine_alone(lobby: Running) -> None:
    """A look at the sockets themselves: every machine has an address of its own loopback net."""
    with socket.create_connection(("127.0.0.2", lobby.port), timeout=WAIT):
        pass
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", lobby.desk), timeout=WAIT)


@pytest.mark.parametrize(
    "path",
    [
        *("/r/../state", "/r/%2e%2e/desk", "//desk", "/desk/", "/state/", "/./state", "/answers/", "/r/KEY/"),
        *("/r/", "/etc/passwd", "/../../etc/passwd", "/%00", "/r/KEY%00", "/STATE", "/\\desk", "//evil.example/"),
        *("/templates/live.js", "/r/KEY/../../desk", "http://127.0.0.1:DESK/desk", "/r/%E2%82"),
    ],
)
def test_no_path_leads_anywhere_else(lobby: Running, path: str) -> None:
    path = path.replace("KEY", lobby.key).replace("DESK", str(lobby.desk))
    line = raw(lobby.port, f"GET {path}?k={lobby.key}&me=x HTTP/1.1\r\nHost: {HOME}:{lobby.port}\r\n\r\n".encode())
    answer = until(line, b"\r\n\r\n")
    assert answer.split(b" ")[1] in (b"403", b"404"), answer
    assert b"location:" not in answer.lower()
    line.close()


def test_no_answer_holds_the_code_of_anybody_else(room: Running) -> None:
    room.press("open")
    for number in range(1, 7):
        assert room.hand_in(number).status == 200
    seen = b""
    for phase in ("open", "closed", "item", "reveal", "agree", "quadrant", "priorities", "outputs"):
        if phase != "open":
            room.press(phase)
        line = room.stream("phone9")
        for port, path, key in everywhere(room):
            if "/events" not in path:
                seen += asked(port, "GET", path).body
                for said in ({}, {"code": code(9)}, reply(room.hall.round, 9), {"ids": ["x"]}, {"to": "x", "if": 1}):
                    seen += posted(port, path, said, key).body
        seen += rest_of_now(line)
    assert b"phase" in seen
    assert not [number for number in range(1, 7) if code(number).encode() in seen]


def rest_of_now(line: socket.socket) -> bytes:
    """What a stream says until it is silent for a moment."""
    line.settimeout(0.05)
    found = b""
    with contextlib.suppress(TimeoutError):
        while part := line.recv(65536):
            found += part
    line.close()
    return found


@pytest.mark.parametrize("page", ["form", "entry", "elsewhere", "desk", "screen", "person"])
def test_a_page_may_use_its_own_script_and_style_and_nothing_else(lobby: Running, page: str) -> None:
    port, path = {
        "form": (lobby.port, f"/r/{lobby.key}"),
        "entry": (lobby.port, "/"),
        "elsewhere": (lobby.port, "/r/other"),
        "desk": (lobby.desk, "/desk"),
        "screen": (lobby.desk, "/screen"),
        "person": (lobby.desk, f"/person?k={lobby.token}"),
    }[page]
    answer = asked(port, "GET", path)
    policy = dict(one.strip().split(" ", 1) for one in answer.headers["content-security-policy"].split(";"))
    assert {**policy, "script-src": "", "style-src": ""} == {
        "default-src": "'none'",
        "script-src": "",
        "style-src": "",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    text = answer.body.decode()
    for kind, name in (("script", "script-src"), ("style", "style-src")):
        there = re.findall(rf"<{kind}(?![^>]*application/json)[^>]*>(.*?)</{kind}>", text, re.DOTALL)
        made = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in there]
        assert len(policy[name].split()) == 1
        assert {f"'sha256-{one}'" for one in made} <= {policy[name]}
        assert page not in ("form", "person") or len(made) == 1
    assert not re.search(r"<[^>]+\s(on\w+|style|src|href)=[\"'](?!#|data:|/)", text)


# What is no request of ours.


def deep(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"3", 400),
        (b"null", 400),
        (b'"x"', 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        ('{"a": "é"}'.encode("latin-1"), 400),
        ('{"a": 1}'.encode("utf-16"), 400),
        (b'{"a": "\\ud800"}', 400),
        (b'{"a": "\xed\xa0\x80"}', 400),
        (b'{"a": NaN}', 400),
        (b'{"a": -Infinity}', 400),
        (b'{"a": 1e999}', 400),
        (b'{"a": ' + b"9" * 5000 + b"}", 400),
        (b'{"a": 1, "a": 2}', 400),
        (b'{"b": {"a": 1, "a": 1}}', 400),
        (deep(50), 400),
        (deep(10_000), 400),
        (b"[" * 60_000, 400),
        (b'{"a": "' + b"x" * 64_000 + b'"}', 413),
        (b"{}", 422),
        (b'{"format": "maturity-reply/1"}', 422),
        (b'{"format": "maturity-reply/1", "response": [], "round": 1e300, "number": 9e99}', 422),
    ],
)
def test_what_is_no_reply_is_said_to_be_none(opened: Running, body: bytes, status: int) -> None:
    for port, key in ((opened.port, opened.key), (opened.desk, opened.token)):
        answer = posted(port, "/answers", body, key)
        assert answer.status == status
        assert answer.data["said"].endswith((".", "more)")) or status == 422
        assert is_dressed(answer)
    assert opened.said[3:] == []
    assert opened.hand_in(1).status == 200


@pytest.mark.parametrize("field", ["respondent", "school", "role", "answers", "dont_know", "evidence", "comment"])
def test_a_wrong_piece_of_a_reply_costs_nobody_else_theirs(opened: Running, field: str) -> None:
    pieces: tuple[Any, ...] = (None, True, 7, -1, 10**30, 1.5, [], [[]], {"a": []}, "\x00", "x" * 9000)
    for wrong in pieces:
        said = reply(opened.hall.round, 1)
        said["response"][field] = wrong
        assert posted(opened.port, "/answers", said, opened.key).status in (200, 400, 422), wrong
    assert opened.hand_in(2).status == 200
    assert opened.said[3:] == []


@pytest.mark.parametrize("number", [0, 41, -3])
def test_a_number_comes_back_as_it_was(opened: Running, number: int) -> None:
    assert opened.hand_in(1, number=number).data["saved"] == number


@pytest.mark.parametrize("number", ["x", None, True, 1.5, 2**70, [1], {"a": 1}])
def test_what_is_no_number_comes_back_as_none(opened: Running, number: Any) -> None:
    assert opened.hand_in(1, number=number).data["saved"] == 0


def test_a_body_without_a_length_is_no_way_round_its_limit(opened: Running) -> None:
    for content in (b"x" * 70_000, b"{}"):
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in _parts(content, 1000)) + b"0\r\n\r\n"
        line = raw(opened.port, opened.post_head("Transfer-Encoding: chunked") + chunks)
        status = until(line, b"\r\n\r\n").split(b" ")[1]
        assert status == (b"422" if content == b"{}" else b"413")
        line.close()


def _parts(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


GARBAGE = [
    b"GET\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 50,
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 400_000,
    b"POST /answers HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"POST /answers HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
]


@pytest.mark.parametrize("content", GARBAGE)
def test_what_is_no_http_is_answered_as_everything_else_is(
    lobby: Running, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    for port in (lobby.port, lobby.desk):
        answer = rest(raw(port, content))
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert all(f"{name}: {value}".encode() in answer for name, value in HEADERS.items())
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["said"]
    assert asked(lobby.port, "GET", "/hello").status == 200
    assert capfd.readouterr().err == ""


def test_a_broken_end_of_a_body_leaves_no_trace(room: Running, capfd: pytest.CaptureFixture[str]) -> None:
    room.press("open")
    broken = room.post_head("Transfer-Encoding: chunked") + b"2\r\n{}\r\nzz\r\n"
    assert rest(raw(room.port, broken)).startswith(b"HTTP/1.1 400 ")
    # After the answer, and in the middle of a stream.
    denied = room.post_head("Transfer-Encoding: chunked", path="/nowhere")
    line = raw(room.port, denied)
    assert b" 404 " in until(line, b"\r\n\r\n")
    line.sendall(b"zz\r\n")
    rest(line)
    line = room.stream("phone")
    line.sendall(b"\x00\x00\r\n\r\n")
    line.close()
    for end in (b"", b"{"):
        line = raw(room.port, room.post_head("Content-Length: 100") + end)
        line.close()
    assert asked(room.port, "GET", "/hello").status == 200
    assert capfd.readouterr().err == ""
    assert room.said[3:] == []


def test_what_fails_here_is_one_sentence_for_both_sides(
    room: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object) -> None:
        raise KeyError("nothing\nof this sort")

    monkeypatch.setattr(room.hall, "mine", failing)
    for _ in range(3):
        answer = posted(room.port, "/mine", {"code": code(1)}, room.key)
        assert (answer.status, answer.data) == (500, {"said": guard.FAILED})
        assert is_dressed(answer)
    assert [one for one in room.said if "KeyError" in one] == room.said[3:]
    assert len(room.said[3:]) == 1
    assert "\n" not in room.said[3]
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err


# What is told.


def test_every_answer_carries_what_protects_it(room: Running) -> None:
    for port, path, key in everywhere(room):
        if "/events" in path:
            continue
        for answer in (asked(port, "GET", path), posted(port, path, {}, key), posted(port, path, {}, "")):
            assert is_dressed(answer), (path, answer)
            assert "server" not in answer.headers
    for me in ("a", ""):
        line = raw(room.port, f"GET /events?k={room.key}&me={me} HTTP/1.1\r\nHost: {HOME}:{room.port}\r\n\r\n".encode())
        head = until(line, b"\r\n\r\n").partition(b"\r\n\r\n")[0]
        assert all(f"{name}: {value}".encode() in head for name, value in HEADERS.items())
        line.close()


def test_nothing_leaves_the_laptop(room: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way to reach another machine is one of these; the listeners need none of them."""
    reached: list[object] = []

    def noted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*about: Any, **more: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                reached.append((name, about))
            return real(*about, **more)

        return call

    for name in ("getaddrinfo", "gethostbyname", "getnameinfo", "create_connection"):
        monkeypatch.setattr(socket, name, noted(name, getattr(socket, name)))

    class Noted(socket.socket):
        def connect(self, address: Any) -> None:
            if threading.current_thread() is not threading.main_thread():
                reached.append(("connect", address))
            super().connect(address)

        def sendto(self, *about: Any) -> int:
            reached.append(("sendto", about))
            return super().sendto(*about)

    monkeypatch.setattr(socket, "socket", Noted)
    room.press("open")
    for number in range(6):
        assert room.hand_in(number).status == 200
    line = room.stream("phone1")
    for phase in ("closed", "item", "reveal", "agree", "quadrant", "priorities", "outputs", "ended"):
        room.press(phase)
        for port, path, key in everywhere(room):
            if "/events" not in path:
                asked(port, "GET", path)
                posted(port, path, {}, key)
    line.close()
    assert reached == []
