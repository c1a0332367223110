"""What a room costs: made-up phones on raw sockets against `maturity workshop` on this machine alone."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.room import HOME, Apart, apart, asked, cluster, code, posted, reply

from maturity import load_round

ROOMS = (60, 300)
SAVES = 4
"""Whole replies that each phone hands in, at any moment of `SPREAD` seconds."""
SPREAD = 10.0
STEPS = 20
KILLS = 20
PEOPLE = 20
LONGEST = 60.0


class Phone:
    """One phone: a stream on which it listens, and a line on which it hands in.

    Args:
        session: what the workshop has written down: ports and keys.
        number: of its person.
    """

    def __init__(self, session: dict[str, Any], number: int) -> None:
        self.session, self.number, self.turn = session, number, 0
        self.seen: dict[int, float] = {}
        """Turn of the room to when this phone heard of it."""
        self.is_there = asyncio.Event()
        self._lines: list[asyncio.StreamWriter] = []
        self._post: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._hearing: asyncio.Task[None] | None = None

    async def arrive(self) -> None:
        """Open the stream, and come back when the first state is there."""
        self.is_there.clear()
        self._hearing = asyncio.create_task(self._hear())
        await asyncio.wait_for(self.is_there.wait(), LONGEST)

    def leave(self) -> None:
        """Be gone, as a phone that goes to sleep."""
        if self._hearing is not None:
            self._hearing.cancel()
        for line in self._lines:
            line.transport.abort()
        self._lines, self._post = [], None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(HOME, self.session["port"], limit=2**20)
        self._lines.append(writer)
        return reader, writer

    async def _hear(self) -> None:
        reader, writer = await self._open()
        path = f"/events?k={self.session['key']}&me=phone{self.number}"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOME}:{self.session['port']}\r\n\r\n".encode())
        while line := await reader.readline():
            if line.startswith(b"data: {"):
                turn = json.loads(line[6:])["turn"]
                self.seen.setdefault(turn, time.perf_counter())
                self.turn = turn
                self.is_there.set()

    async def hand_in(self, body: bytes) -> tuple[int, float]:
        """Hand in a reply: what was answered, and after how many seconds."""
        start = time.perf_counter()
        if self._post is None:
            self._post = await self._open()
        reader, writer = self._post
        own = [f"Host: {HOME}:{self.session['port']}", f"X-Room: {self.session['key']}", f"X-Me: phone{self.number}"]
        head = ["POST /answers HTTP/1.1", *own, "Content-Type: application/json", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), LONGEST)
        length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
        return int(answer.split(b" ")[1]), time.perf_counter() - start


async def taken(work: Iterable[Coroutine[Any, Any, Any]]) -> float:
    """Seconds until all is done that begins at once."""
    start = time.perf_counter()
    await asyncio.gather(*work)
    return time.perf_counter() - start


def late(seconds: Iterable[float], share: float = 0.99) -> float:
    """The value that this share of all stays below."""
    found = sorted(seconds)
    return found[min(len(found) - 1, int(share * len(found)))]


def row(what: str, measured: float, goal: float, unit: str = "ms", digits: int = 0) -> None:
    """Print one line of the table."""
    verdict = "" if measured < goal else "   <- more than the goal"
    print(f"{what:<52} {measured:8,.{digits}f} {unit:<5} goal < {goal:,.{digits}f}{verdict}", flush=True)


def step(session: dict[str, Any], to: str) -> int:
    """Take the room a step on; the turn that it comes to."""
    state = asked(session["desk_port"], "GET", f"/state?k={session['desk']}").data
    answer = posted(session["desk_port"], "/step", {"to": to, "all": True, "if": state["turn"]}, session["desk"])
    assert answer.status == 200, answer.body
    return int(answer.data["turn"])


def memory(one: Apart) -> float:
    """Megabytes that the program has taken at most."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{one.process.pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return float("nan")


async def held(one: Apart, people: int) -> None:
    """Everything that a room of so many does, one after the other."""
    session, round_ = one.session, load_round(one.folder)
    phones = [Phone(session, number) for number in range(people)]
    bodies = [[json.dumps(reply(round_, n, 1 + (n + k) % 5)).encode() for k in range(SAVES + 1)] for n in range(people)]
    arrived = await taken(phone.arrive() for phone in phones)
    print(f"{people} phones, all there after {arrived * 1000:,.0f} ms")

    async def filling(phone: Phone) -> list[tuple[int, float]]:
        found = []
        for body in bodies[phone.number][:SAVES]:
            await asyncio.sleep(random.random() * SPREAD / SAVES)
            found.append(await phone.hand_in(body))
        return found

    found = [one for saves in await asyncio.gather(*map(filling, phones)) for one in saves]
    assert {status for status, _ in found} == {200}, {status for status, _ in found}
    row(f"{people}: a reply is saved, p99", late(second for _, second in found) * 1000, {60: 50, 300: 100}[people])
    last = []
    for number in range(STEPS):
        start = time.perf_counter()
        turn = await asyncio.to_thread(step, session, "unblank" if number % 2 else "blank")
        while any(phone.turn < turn for phone in phones):
            assert time.perf_counter() - start < LONGEST
            await asyncio.sleep(0.001)
        last.append(max(phone.seen[turn] for phone in phones) - start)
    row(f"{people}: the last screen has changed, median", statistics.median(last) * 1000, 300)
    row(f"{people}: the last screen has changed, slowest of {STEPS}", max(last) * 1000, 300)
    at_once = await taken(phone.hand_in(bodies[phone.number][SAVES]) for phone in phones)
    row(f"{people}: all press at once, the last is saved", at_once * 1000, {60: 150, 300: 1000}[people])
    for phone in phones:
        phone.leave()
    storm = await taken(phone.arrive() for phone in phones)
    row(f"{people}: all come back at once, the last is there", storm * 1000, 1000)
    row(f"{people}: memory at most", memory(one), 120, "MB")
    start = time.perf_counter()
    status, said = await asyncio.to_thread(one.end, signal.SIGINT)
    row(f"{people}: Ctrl-C to the prompt", (time.perf_counter() - start) * 1000, 1000)
    assert (status, said) == (0, ""), said
    for phone in phones:
        phone.leave()


def killed(folder: Path) -> None:
    """Kill the program again and again while phones hand in, and count what was confirmed and is not there."""
    confirmed: dict[str, set[int]] = {}
    count, back = 0, []
    for turn in range(KILLS):
        start = time.perf_counter()
        with apart(folder, "--port", "0") as one, ThreadPoolExecutor(PEOPLE) as pool:
            back.append(time.perf_counter() - start)
            session, round_ = one.session, load_round(folder)
            if not turn:
                step(session, "open")
            waiting = [pool.submit(talking, session, round_, 100 * turn + n, confirmed) for n in range(PEOPLE)]
            threading.Event().wait(0.3 + random.random())
            one.end(signal.SIGKILL)
            count += sum(one.result() for one in waiting)
    there = {one.respondent.removeprefix("web-"): one.answers for one in load_round(folder).responses}
    lost = sum(1 for name, levels in confirmed.items() if not {*there.get(name, {}).values()} & levels)
    row(f"killed {KILLS} times: confirmed and lost, of {count:,}", lost, 1, "")
    row("killed: started again, slowest", max(back), 3, "s", 1)


def talking(session: dict[str, Any], round_: Any, person: int, confirmed: dict[str, set[int]]) -> int:
    """A phone that hands in until the laptop is gone: how often it was confirmed."""
    for number in range(100):
        level = number % 5 + 1
        try:
            status = posted(
                session["port"], "/answers", reply(round_, person, level), session["key"], f"p{person}"
            ).status
        except (OSError, http.client.HTTPException):
            return number
        assert status == 200, status
        # What was confirmed last, or what was on its way after it.
        confirmed[code(person)] = {level, level % 5 + 1}
    return 100


def main() -> None:
    """Print all numbers."""
    print(f"Python {sys.version.split()[0]}, loopback, phones and program on the same cores")
    with tempfile.TemporaryDirectory() as place:
        for people in ROOMS:
            with apart(cluster(Path(place) / f"room{people}"), "--port", "0") as one:
                step(one.session, "open")
                asyncio.run(held(one, people))
        killed(cluster(Path(place) / "killed"))


if __name__ == "__main__":
    main()
