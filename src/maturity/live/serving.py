"""Two listeners in one loop: they begin together, end together, and nobody can hold a line without saying anything."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from maturity.live.guard import HEADERS, LOCKED, SECONDS, App
from maturity.live.secured import Certificate

CONNECTIONS = 1_000
"""Lines of one listener that are open at once."""
FILES = 2 * CONNECTIONS + 200
"""Open files that this may take: some systems begin with 256."""
GRACE = 1
"""Seconds that requests have to end when the program does."""
SILENT = 45
"""Seconds after which a line is given up whose other end takes nothing any more: a phone that left the wifi."""
_GIVE_UP = {"linux": (18, SILENT * 1000), "darwin": (0x80, SILENT), "win32": (5, SILENT)}
"""What each system calls it: TCP_USER_TIMEOUT, TCP_RXT_CONNDROPTIME, TCP_MAXRT."""


class PromptProtocol(H11Protocol):
    """HTTP/1.1 that gives each head of a request only so long, the first and every later one."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a first request."""
        super().connection_made(transport)
        if sys.platform in _GIVE_UP:
            with contextlib.suppress(OSError):
                transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, *_GIVE_UP[sys.platform])
        _make_room(self)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting until a head is whole; idle lines are closed by uvicorn itself."""
        super().data_received(data)
        if not self.is_idle:
            self._cancel()
        elif self._waiting is None and not self.transport.is_closing():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for a next head where its beginning has come in already."""
        super().on_response_complete()
        if self.conn.trailing_data[0] and self.is_idle:
            self._wait()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP as everything else is answered, where an answer is still possible."""
        if not self.is_idle:
            # Whoever waits for the rest of this request hears that there is none.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            content = json.dumps({"said": "This is no request of a page of ours."}).encode()
            headers = {**HEADERS, "content-security-policy": LOCKED, "content-type": "application/json"}
            headers |= {"content-length": str(len(content)), "connection": "close"}
            start = h11.Response(status_code=400, headers=[*headers.items()], reason=b"Bad Request")
            for event in (start, h11.Data(data=content), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being answered on this line."""
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        self._cancel()
        self._waiting = self.loop.call_later(SECONDS, self._too_slow)

    def _cancel(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        self._waiting = None
        if self.is_idle:
            self.transport.close()


class _Doorstep(asyncio.Protocol):
    """A line that is not secured yet: it counts as any other, and has as long as the head of a request.

    Args:
        inside: what speaks once it is.
    """

    is_idle = True

    def __init__(self, inside: PromptProtocol, context: ssl.SSLContext) -> None:
        self.inside, self.context = inside, context
        self.connections: set[Any] = inside.connections
        self._early, self._is_lost = b"", False

    def connection_made(self, transport: Any) -> None:
        """Begin to secure the line."""
        # Nothing may be read before it is known what it is to be read with.
        transport.pause_reading()
        self.transport = transport
        self.connections.add(self)
        _make_room(self)
        self._securing = asyncio.ensure_future(self._secure())

    async def _secure(self) -> None:
        made: asyncio.Transport | None = None
        try:
            if not self.transport.is_closing():
                made = await asyncio.get_running_loop().start_tls(
                    self.transport,
                    self,
                    self.context,
                    server_side=True,
                    ssl_handshake_timeout=SECONDS,
                    ssl_shutdown_timeout=GRACE,
                )
        except OSError:
            # Whoever is there speaks otherwise, or has gone.
            self.transport.abort()
        finally:
            self.connections.discard(self)
        if made is None or self._is_lost:
            return
        made.set_protocol(self.inside)
        self.inside.connection_made(made)
        if self._early:
            self.inside.data_received(self._early)

    def data_received(self, data: bytes) -> None:
        """Keep what comes in the moment before it can be read."""
        self._early += data

    def connection_lost(self, exc: Exception | None) -> None:
        """Have nothing to hand over any more."""
        self._is_lost = True

    def shutdown(self) -> None:
        """Give it up: the program is ending."""
        self.transport.abort()


def _make_room(new: PromptProtocol | _Doorstep) -> None:
    """Where too many lines are open, close one on which nothing is being answered; the new one where there is none."""
    if len(new.connections) <= CONNECTIONS:
        return
    for one in new.connections:
        if not isinstance(one, (PromptProtocol, _Doorstep)) or one is new:
            continue
        if one.is_idle and not one.transport.is_closing():
            one.transport.abort()
            return
    new.transport.abort()


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs several."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class Listener:
    """One application on its own socket.

    Args:
        certificate: for https; None for http.
    """

    app: App
    socket: socket.socket
    certificate: Certificate | None = None


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens on a port; on any other where that is taken.

    Raises:
        OSError: on none.
    """
    for wanted in (port, 0):
        one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            # On Windows this would let two programs share a port.
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind((host, wanted))
        except OSError:
            one.close()
            if not wanted:
                raise
        else:
            one.listen(CONNECTIONS)
            return one
    raise AssertionError


def serve(
    listeners: Sequence[Listener],
    *,
    begin: Callable[[], None],
    stop: Callable[[], None],
    tick: Callable[[], None],
) -> None:
    """Serve until Ctrl-C, or until the system asks for an end.

    Args:
        begin: is called in the loop before the first request, and once Ctrl-C is heard.
        stop: ends all streams.
        tick: is called every second, in a thread of its own.
    """
    _more_files()
    asyncio.run(_serve(listeners, begin, stop, tick))


def _more_files() -> None:
    if sys.platform == "win32":
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


async def _serve(
    listeners: Sequence[Listener], begin: Callable[[], None], stop: Callable[[], None], tick: Callable[[], None]
) -> None:
    loop = asyncio.get_running_loop()
    # A line that breaks is no news for the terminal; what fails in an answer is said by the guard.
    loop.set_exception_handler(lambda *_: None)
    servers = [_Server(_config(one)) for one in listeners]

    def end() -> None:
        stop()
        for server in servers:
            server.should_exit = True

    def heard(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end)

    before = {one: signal.signal(one, heard) for one in _signals()}
    begin()
    ticking = asyncio.ensure_future(_ticking(tick))
    try:
        await asyncio.gather(
            *(server.serve(sockets=[one.socket]) for server, one in zip(servers, listeners, strict=True))
        )
    finally:
        ticking.cancel()
        stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _signals() -> list[signal.Signals]:
    return [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]


async def _ticking(tick: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(1.0)
        with contextlib.suppress(Exception):
            await asyncio.to_thread(tick)


def _secured(context: ssl.SSLContext) -> Any:
    """What makes the protocol of a line to a listener with a certificate."""
    return lambda **how: _Doorstep(PromptProtocol(**how), context)


def _config(one: Listener) -> uvicorn.Config:
    return uvicorn.Config(
        one.app,
        http=PromptProtocol if one.certificate is None else _secured(one.certificate.context()),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE,
        backlog=CONNECTIONS,
    )
