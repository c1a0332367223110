"""What every request has to pass, and what every answer carries; and how long a request may take."""

from __future__ import annotations

import asyncio
import hmac
import json
import math
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 64_000
SECONDS = 10.0
"""For the head of a request, and for its body."""
DEEPEST = 12
"""How deep an object may lie in another; a reply of the form has four floors."""
_BRACKET = re.compile(rb"[][{}]")
POLICY = (
    "default-src 'none'; style-src {style}; script-src {script}; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
LOCKED = POLICY.format(style="'none'", script="'none'")
"""For what is no page of ours."""
NO_WAY = "There is no such way to ask."
NOWHERE = "There is nothing here. Scan the code on the screen once more, or type its address."
FAILED = "Something went wrong on the laptop. What you entered stays on this page, and is sent again."
NO_JSON = "This is no JSON."
TOO_LARGE = "This is too large to be taken."
CLOSES, LATER = {"connection": "close"}, {"retry-after": "5"}


class Turned(Exception):  # noqa: N818 (an answer to a request)
    """A request that is turned away.

    Args:
        status: of HTTP.
        message: for the person at the other end.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def turned_away(status: int, message: str) -> JSONResponse:
    """The answer to a request that is turned away; the connection is not used again where its rest is unread."""
    more = {405: {"allow": "GET, POST"}, 408: CLOSES, 413: CLOSES, 429: LATER, 503: LATER}.get(status, {})
    return JSONResponse({"said": message}, status, more)


def routed(routes: Sequence[Route]) -> App:
    """An application of these routes and no others: whatever else is asked for is turned away."""

    async def nowhere(scope: Scope, receive: Receive, send: Send) -> None:
        raise Turned(404, NOWHERE)

    router = Router(routes, redirect_slashes=False, default=nowhere)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # With this a wrong method raises, and is answered as all that is turned away.
        scope["app"] = router
        try:
            await router(scope, receive, send)
        except HTTPException as error:
            raise Turned(error.status_code, NO_WAY) from None

    return app


class Guard:
    """Lets through what comes from our own pages, under our own name.

    Args:
        app: behind it.
        hosts: gives what a request may call us, `address:port`.
        key: gives what a page has to know to change anything.
        say: is told of what should never happen, a line each.
    """

    def __init__(
        self,
        app: App,
        hosts: Callable[[], Collection[str]],
        key: Callable[[], str],
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.app, self.hosts, self.key, self.say = app, hosts, key, say
        self._said = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        has_begun = False

        async def dressed(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                message["headers"] = _dressed(message["headers"])
            await send(message)

        try:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
            self._check(scope["method"], headers, scope["path"])
            await self.app(scope, receive, dressed)
        except Turned as turned:
            await turned_away(turned.status, turned.message)(scope, receive, dressed)
        except ClientDisconnect:
            return
        except Exception as error:
            self._failed(error)
            if not has_begun:
                await turned_away(500, FAILED)(scope, receive, dressed)

    def _failed(self, error: Exception) -> None:
        """Say what failed, once however often it does."""
        said = f"Something went wrong here: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        if said != self._said:
            self._said = said
            self.say(f"{said}. The workshop goes on.")

    def _check(self, method: str, headers: Mapping[str, str], path: str) -> None:
        host = headers.get("host", "").casefold()
        if host not in self.hosts():
            raise Turned(421, "This is not the address of the workshop. Type the one on the screen.")
        origin = headers.get("origin")
        if origin is not None and origin.casefold() not in (f"http://{host}", f"https://{host}"):
            raise Turned(403, "This comes from another page, and is not taken.")
        if method == "GET":
            return
        if method != "POST":
            raise Turned(405, NO_WAY)
        if headers.get("content-type", "").partition(";")[0].strip().casefold() != "application/json":
            raise Turned(415, "Only JSON is taken.")
        if path != "/join" and not same(headers.get("x-room", ""), self.key()):
            raise Turned(403, "This page belongs to another workshop. Scan the code on the screen once more.")


def _dressed(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Headers of an answer with those that every answer carries."""
    there = {name.lower() for name, _ in headers}
    own = {**HEADERS, "content-security-policy": LOCKED}
    return [*headers, *((name.encode(), value.encode()) for name, value in own.items() if name.encode() not in there)]


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that says nothing of where they differ."""
    return bool(other) and hmac.compare_digest(one.encode(), other.encode())


async def said_in(request: Request, largest: int = LARGEST_BODY) -> dict[str, Any]:
    """The JSON object that a request carries.

    Raises:
        Turned: it is too large, too slow, too deep, no JSON or no object.
    """
    parts: list[bytes] = []
    if int(request.headers.get("content-length", 0)) > largest:
        raise Turned(413, TOO_LARGE)

    async def read() -> None:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > largest:
                raise Turned(413, TOO_LARGE)
            parts.append(part)

    try:
        await asyncio.wait_for(read(), SECONDS)
    except TimeoutError:
        raise Turned(408, "This took too long. It is sent again.") from None
    content = b"".join(parts)
    if _depth(content) > DEEPEST:
        raise Turned(400, "This is no reply of the form.")
    try:
        said = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_none, parse_float=_finite)
        # Half a letter can be read, and never be written.
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Turned(400, NO_JSON) from None
    if not isinstance(said, dict):
        raise Turned(400, "This is no reply of the form.")
    return said


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key twice")
    return made


def _none(text: str) -> None:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _depth(content: bytes) -> int:
    """How deep brackets lie in one another; those inside texts may count, so that it is never too small."""
    if content.count(b"{") + content.count(b"[") <= DEEPEST:
        return DEEPEST
    deepest = now = 0
    for bracket in _BRACKET.finditer(content):
        now += 1 if bracket[0] in b"{[" else -1
        deepest = max(deepest, now)
    return deepest


def locked_page(content: bytes, style: str, script: str) -> Response:
    """A page of ours.

    Args:
        style, script: digests of the one style and the one script that it may use.
    """
    policy = POLICY.format(style=f"'sha256-{style}'", script=f"'sha256-{script}'")
    return Response(content, 200, {"content-security-policy": policy}, "text/html; charset=utf-8")
