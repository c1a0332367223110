"""Telling all pages what has changed: always the whole state, over a stream or to whoever asks."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

COALESCED = 0.1
"""Seconds in which changes are gathered before all are told."""
HEARTBEAT = 15.0
"""Seconds after which a stream says that it is still there."""
OF_ONE = 5
"""Open streams of one phone: those that died without a word are not known to be dead for a while."""
HERE = b"event: here\ndata: .\n\n"
"""Said by name: a page is not told of comments in a stream."""
State = Callable[[], tuple[int, bytes]]
T = TypeVar("T")
Ready = Callable[[], tuple[int, bytes] | None]


@dataclass(slots=True, eq=False)
class _Line:
    name: str
    address: str
    state: State
    news: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    def end(self) -> None:
        self.is_over = True
        self.news.set()


class Streams:
    """Everybody who listens."""

    def __init__(self) -> None:
        self._lines: dict[_Line, None] = {}
        self._working: dict[State, asyncio.Future[tuple[int, bytes]]] = {}
        self._told: dict[State, int] = {}
        self._is_stopped, self._is_telling, self._again = False, False, False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()

    def __len__(self) -> int:
        """How many listen."""
        return len(self._lines)

    def begin(self) -> None:
        """Belong to the loop that runs now."""
        self._loop = asyncio.get_running_loop()

    def changed(self) -> None:
        """Say that something has changed; from any thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._note)

    def _note(self) -> None:
        self._again = True
        if not self._is_telling and not self._is_stopped:
            self._is_telling = True
            self._telling = asyncio.ensure_future(self._tell())

    async def _tell(self) -> None:
        """Tell all, once for what changes in a moment; those for whom nothing is new are left alone."""
        try:
            while self._again and not self._is_stopped:
                self._again = False
                for state in {line.state for line in self._lines}:
                    try:
                        version, _ = await self._latest(state, None)
                    except Exception:
                        # Whoever asks next is told.
                        version = -1
                    if self._told.get(state) != version:
                        self._told[state] = version
                        for line in self._lines:
                            if line.state == state:
                                line.news.set()
                await asyncio.sleep(COALESCED)
        finally:
            self._is_telling = False

    def stop(self) -> None:
        """End all streams, so that the program can end."""
        self._is_stopped = True
        self._ended.set()
        for line in self._lines:
            line.end()

    async def waited_for(self, work: Future[T]) -> Future[T] | None:
        """Some work once it is done, whatever came of it; None where the program ends before."""
        done: asyncio.Future[Any] = asyncio.wrap_future(work)
        ended: asyncio.Future[Any] = asyncio.ensure_future(self._ended.wait())
        await asyncio.wait({done, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        return work if done.done() else None

    async def of(
        self, state: State, ready: Ready | None = None, name: str = "", address: str = ""
    ) -> AsyncIterator[bytes]:
        """Server-sent events, the first at once.

        Args:
            state: gives a version and what to tell; it may take a while.
            ready: gives the same at once, or None where it has to be worked out.
            name: who listens; of one with too many streams the oldest ends. Empty for whom that does not hold.
            address: from where; empty for who never has to make room.
        """
        line, told = self._opened(name, address, state), -1
        loop = asyncio.get_running_loop()
        try:
            while not line.is_over:
                line.news.clear()
                version, content = await self._latest(state, ready)
                yield HERE if version == told else b"id: %d\ndata: %s\n\n" % (version, content)
                told = version
                timer = loop.call_later(HEARTBEAT, line.news.set)
                await line.news.wait()
                timer.cancel()
        finally:
            self._lines.pop(line, None)

    def makes_room(self, address: str) -> bool:
        """End the oldest stream of the address that has most, for one of an address that has fewer; False if none has.

        So whoever makes up phones takes the place of those alone that they made up before.
        """
        going = [one for one in self._lines if one.address and not one.is_over]
        number = Counter(one.address for one in going)
        most = max(number, key=lambda one: number[one], default="")
        if number[most] <= number[address] + 1:
            return False
        next(one for one in going if one.address == most).end()
        return True

    def _opened(self, name: str, address: str, state: State) -> _Line:
        line = _Line(name, address, state, is_over=self._is_stopped)
        own = [one for one in self._lines if name and one.name == name]
        for old in own[: max(0, len(own) + 1 - OF_ONE)]:
            old.end()
        self._lines[line] = None
        return line

    async def _latest(self, state: State, ready: Ready | None) -> tuple[int, bytes]:
        """What there is to tell now, worked out once for all who wait for it."""
        while True:
            found = None if ready is None else ready()
            if found is not None:
                return found
            working = self._working.get(state)
            if working is None:
                mine = self._working[state] = asyncio.ensure_future(asyncio.to_thread(state))
                mine.add_done_callback(lambda _: self._working.pop(state, None))
                return await asyncio.shield(mine)
            # What was begun before may be of before.
            await asyncio.wait([working])


def streamed(events: AsyncIterator[bytes]) -> Response:
    """A response that goes on as long as somebody listens."""
    return StreamingResponse(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


def asked_again(request: Request, content: bytes) -> Response:
    """The state for who asks for it, or that it is as it was: by its content, for versions begin anew at a restart."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag})
    return Response(content, media_type="application/json", headers={"etag": tag})
