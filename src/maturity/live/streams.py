"""Telling all pages what has changed: always the whole state, over a stream or to whoever asks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

COALESCED = 0.1
"""Seconds in which changes are gathered before all are told."""
HEARTBEAT = 15.0
"""Seconds after which a stream says that it is still there."""
State = Callable[[], tuple[int, bytes]]
Ready = Callable[[], tuple[int, bytes] | None]


class Streams:
    """Everybody who listens."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._stopped = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        """Belong to the loop that runs now."""
        self._loop = asyncio.get_running_loop()

    def changed(self) -> None:
        """Say that something has changed; from any thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def stop(self) -> None:
        """End all streams, so that the program can end."""
        self._stopped.set()
        self._wake()

    async def of(self, state: State, ready: Ready | None = None) -> AsyncIterator[bytes]:
        """Server-sent events, the first at once.

        Args:
            state: gives a version and what to tell; it may take a while.
            ready: gives the same at once, or None where it has to be worked out.
        """
        told = -1
        while not self._stopped.is_set():
            changed = self._changed
            found = None if ready is None else ready()
            if found is None:
                found = await asyncio.to_thread(state)
            version, content = found
            if version != told:
                told = version
                yield b"id: %d\ndata: %s\n\n" % (version, content)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), COALESCED)
            else:
                try:
                    await asyncio.wait_for(changed.wait(), HEARTBEAT)
                except TimeoutError:
                    yield b": here\n\n"


def streamed(events: AsyncIterator[bytes]) -> Response:
    """A response that goes on as long as somebody listens."""
    return StreamingResponse(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


def asked_again(request: Request, version: int, content: bytes) -> Response:
    """The state for who asks for it, or that it is as it was."""
    tag = f'"{version}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag})
    return Response(content, media_type="application/json", headers={"etag": tag})
