"""What every request has to pass, and what every answer carries; and how long a request may take."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

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
    "cross-origin-opener-policy": "same-origin",
}


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
    closes = {"connection": "close"} if status in (408, 413) else {}
    return JSONResponse({"said": message}, status, closes)


def _refusal(request: Request, reason: Exception) -> Response:
    assert isinstance(reason, Turned)
    return turned_away(reason.status, reason.message)


REFUSALS = {Turned: _refusal}
"""For an application: what a page is told when a request is turned away inside it."""


class Guard:
    """Lets through what comes from our own pages, under our own name.

    Args:
        app: behind it.
        hosts: gives what a request may call us, `address:port`.
        key: gives what a page has to know to change anything.
    """

    def __init__(self, app: App, hosts: Callable[[], Collection[str]], key: Callable[[], str]) -> None:
        self.app, self.hosts, self.key = app, hosts, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *(one for one in own if one[0] not in there)]
                if b"content-security-policy" not in there:
                    policy = POLICY.format(style="'none'", script="'none'").encode()
                    message["headers"].append((b"content-security-policy", policy))
            await send(message)

        reason = self._reason(scope["method"], headers, scope["path"])
        if reason is not None:
            await turned_away(*reason)(scope, receive, dressed)
            return
        await self.app(scope, receive, dressed)

    def _reason(self, method: str, headers: Mapping[str, str], path: str) -> tuple[int, str] | None:
        host = headers.get("host", "").casefold()
        if host not in self.hosts():
            return 421, "This is not the address of the workshop. Type the one on the screen."
        origin = headers.get("origin")
        if origin is not None and origin.casefold() != f"http://{host}" and origin.casefold() != f"https://{host}":
            return 403, "This comes from another page, and is not taken."
        if method in ("GET", "HEAD"):
            return None
        if method != "POST":
            return 405, "There is no such way to ask."
        if headers.get("content-type", "").partition(";")[0].strip().casefold() != "application/json":
            return 415, "Only JSON is taken."
        if path != "/join" and not same(headers.get("x-room", ""), self.key()):
            return 403, "This page belongs to another workshop. Scan the code on the screen once more."
        return None


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that says nothing of where they differ."""
    return bool(other) and hmac.compare_digest(one.encode(), other.encode())


async def said_in(request: Request, largest: int = LARGEST_BODY) -> dict[str, Any]:
    """The JSON object that a request carries.

    Raises:
        Turned: it is too large, too slow, too deep, no JSON or no object.
    """
    parts: list[bytes] = []

    async def read() -> None:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > largest:
                raise Turned(413, "This is too large to be taken.")
            parts.append(part)

    try:
        await asyncio.wait_for(read(), SECONDS)
    except TimeoutError:
        raise Turned(408, "This took too long. It is sent again.") from None
    content = b"".join(parts)
    if _depth(content) > DEEPEST:
        raise Turned(400, "This is no reply of the form.")
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise Turned(400, "This is no JSON.") from None
    if not isinstance(said, dict):
        raise Turned(400, "This is no reply of the form.")
    return said


def _depth(content: bytes) -> int:
    """How deep brackets lie in one another; those inside texts may count, so that it is never too small."""
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
