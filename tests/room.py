"""A workshop that listens, in this process or in one of its own, and phones that are made up."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maturity.collect.webform import about
from maturity.live.hall import Hall
from maturity.live.held import Workshop
from maturity.live.join import Join
from maturity.live.room import Press
from maturity.live.secured import Certificate
from tests.started import start

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
WAIT = 30.0
"""Seconds after which a test gives up; none of them measures anything."""
HOME = "127.0.0.1"
LAN = "192.168.7.7"


def cluster(folder: Path, kind: str = "named") -> Path:
    """The folder of a cluster with one round."""
    if not folder.exists():
        schools = [word for name in ("Ash", "Elm", "Oak") for word in ("--school", name)]
        words = ("--name", "River", *schools, "--mode", kind, "--label", "2026", "-q", "cluster-journey-short")
        start(folder, *words)
    return folder


def code(number: int) -> str:
    """The code of a made-up person."""
    return "".join(LETTERS[(number // 31**place) % 31] for place in range(8))


def reply(round_: Any, person: int, level: Any = 3, **more: Any) -> dict[str, Any]:
    """What the phone of a person hands in who has given every question one level."""
    schools = [one.id for one in round_.cluster.schools]
    levels = dict.fromkeys((one.id for one in round_.questionnaire.items), level)
    response = {"respondent": f"web-{code(person)}", "school": schools[person % len(schools)], "role": "senior"}
    return {"format": "maturity-reply/1", "round": about(round_), "response": {**response, "answers": levels}, **more}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


def asked(
    port: int, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """One request on a line of its own."""
    line = http.client.HTTPConnection(HOME, port, timeout=WAIT)
    try:
        line.request(method, path, body, {"Host": f"{HOME}:{port}", **(headers or {})})
        answer = line.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
    finally:
        line.close()


def posted(port: int, path: str, said: Any, key: str, me: str = "phone", **headers: str) -> Answer:
    """What a page hands in, as our pages do."""
    own = {"Content-Type": "application/json", "X-Room": key, "X-Me": me, **headers}
    return asked(port, "POST", path, own, said if isinstance(said, bytes) else json.dumps(said).encode())


def raw(port: int, content: bytes = b"") -> socket.socket:
    """A line on which anything may be sent."""
    line = socket.create_connection((HOME, port), timeout=WAIT)
    if content:
        line.sendall(content)
    return line


def rest(line: socket.socket) -> bytes:
    """All that still comes until the other end closes the line."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while part := line.recv(65536):
            found += part
    return found


def until(line: socket.socket, wanted: bytes) -> bytes:
    """All that comes until something that is waited for has come."""
    found = b""
    while wanted not in found:
        part = line.recv(65536)
        assert part, found
        # A stream that only says that it is still there would go on saying so.
        assert found.count(b": here") < 2, found
        found += part
    return found


@dataclass
class Running:
    """A workshop that listens in this process."""

    workshop: Workshop
    said: list[str] = field(default_factory=list)
    handlers: dict[int, Any] = field(default_factory=dict)

    def end(self) -> None:
        """Ctrl-C."""
        self.handlers[signal.SIGINT](signal.SIGINT, None)

    @property
    def hall(self) -> Hall:
        assert self.workshop.hall is not None
        return self.workshop.hall

    @property
    def port(self) -> int:
        return self.hall.session.port

    @property
    def desk(self) -> int:
        return self.hall.session.desk_port

    @property
    def key(self) -> str:
        return self.hall.session.key

    @property
    def token(self) -> str:
        return self.hall.session.desk

    def press(self, to: Any, item: str = "") -> None:
        self.hall.press(Press(to, item, everything=True), self.hall.room.turn)

    def hand_in(self, person: int, level: Any = 3, me: str = "", **more: Any) -> Answer:
        said = reply(self.hall.round, person, level, **more)
        return posted(self.port, "/answers", said, self.key, me or f"phone{person}")

    def post_head(self, *more: str, path: str = "/answers") -> bytes:
        """The head of a request that changes something, without its body."""
        own = [f"Host: {HOME}:{self.port}", "Content-Type: application/json", f"X-Room: {self.key}", "X-Me: phone"]
        return "\r\n".join([f"POST {path} HTTP/1.1", *own, *more, "", ""]).encode()

    def stream(self, me: str) -> socket.socket:
        """An open stream that has told its first state."""
        head = f"GET /events?k={self.key}&me={me} HTTP/1.1\r\nHost: {HOME}:{self.port}\r\n\r\n"
        line = raw(self.port, head.encode())
        until(line, b"data: ")
        return line


@contextlib.contextmanager
def running(
    folder: Path,
    find: Callable[[], list[str]] = lambda: [LAN],
    secured: Certificate | None = None,
    port: int | None = 0,
) -> Iterator[Running]:
    """A workshop of a folder that listens, until the end of the block."""
    said: list[str] = []
    handlers: dict[int, Any] = {}
    began = threading.Event()

    def heard(number: int, handler: Any) -> Any:
        # Signals belong to the main thread, in which the test runs.
        handlers.setdefault(number, handler)
        began.set()
        return signal.SIG_DFL

    def clock() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    made = Running(Workshop(folder, Join(find), clock, said.append), said, handlers)
    before, signal.signal = signal.signal, heard  # type: ignore[assignment]
    failed: list[BaseException] = []

    def hold() -> None:
        try:
            made.workshop.hold(port, open_browser=False, secured=secured)
        except BaseException as error:
            failed.append(error)
            began.set()

    thread = threading.Thread(target=hold)
    try:
        thread.start()
        assert began.wait(WAIT)
        assert not failed, failed
        assert asked(made.desk, "GET", "/desk").status == 200
        yield made
    finally:
        if signal.SIGINT in handlers:
            made.end()
        thread.join(WAIT)
        signal.signal = before
    assert not thread.is_alive()
    assert failed == []


@dataclass
class Apart:
    """A workshop in a process of its own."""

    process: subprocess.Popen[str]
    folder: Path

    @property
    def session(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "2026" / ".workshop.json").read_bytes()))

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal; how it ended, and all that it has said."""
        os.killpg(self.process.pid, number)
        said, _ = self.process.communicate(timeout=WAIT)
        return self.process.returncode, said


@contextlib.contextmanager
def apart(folder: Path, *words: str, before: tuple[str, ...] = (), **environment: str) -> Iterator[Apart]:
    """`maturity workshop` as somebody would start it, killed at the end of the block if it has not ended."""
    command = [*before, sys.executable, "-m", "maturity", "workshop", str(folder), "--no-browser", *words]
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1", **environment}
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=surroundings,
        start_new_session=True,
    )
    made = Apart(process, folder)
    try:
        assert process.stdout is not None
        first: list[str] = []
        for line in process.stdout:
            first.append(line)
            if line.startswith("Ctrl-C"):
                break
        else:
            raise AssertionError("".join(first))
        port = made.session["port"]
        while True:
            with contextlib.suppress(OSError):
                if asked(port, "GET", "/hello").status == 200:
                    break
            threading.Event().wait(0.02)
        yield made
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


Rooms = Callable[..., contextlib.AbstractContextManager[Running]]
"""Holds the room of one round, each time that it is called."""
