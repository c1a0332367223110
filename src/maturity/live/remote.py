"""The desk on a second device: whoever types the digits that the program has printed is let in, once."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from maturity.live.guard import App, Receive, Scope, Send, Turned, routed, said_in, same
from maturity.live.pages import Pages
from maturity.text.words import spoken

DIGITS, TRIES = 8, 5
WRONG = "Those are not the digits that the program has printed. There {n:is|are} {n} more {n:try|tries}."
GONE = "These digits are used up. For new ones, end the program on the laptop and start it again."


class Pin:
    """Digits that open the desk once; gone after that, or after so many wrong ones."""

    def __init__(self) -> None:
        self.digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        self.left = TRIES

    @property
    def shown(self) -> str:
        """The digits as they are easier to type."""
        return f"{self.digits[:4]} {self.digits[4:]}"

    def check(self, typed: str) -> None:
        """Use the digits up.

        Raises:
            Turned: they are others, or are used up already.
        """
        if not self.left:
            raise Turned(410, GONE)
        if same(typed, self.digits):
            self.left = 0
            return
        self.left -= 1
        if not self.left:
            raise Turned(410, f"Those are not the digits. {GONE}")
        raise Turned(403, spoken(WRONG, n=self.left))


class Remote:
    """The application that lets a second device at the desk.

    Args:
        desk: the desk's own application, to which nobody comes without its key.
        key: what its pages know.
    """

    def __init__(self, desk: App, pages: Pages, key: Callable[[], str]) -> None:
        self.pages, self.key, self.pin = pages, key, Pin()
        own = routed([Route("/", self.asks), Route("/join", self.join, methods=["POST"])])

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await (own if scope["path"] in ("/", "/join") else desk)(scope, receive, send)

        self.app: App = app

    async def asks(self, request: Request) -> Response:
        """The page on which the digits are typed."""
        return self.pages.pin()

    async def join(self, request: Request) -> Response:
        """Give the link of the desk for the digits."""
        said = await said_in(request)
        self.pin.check("".join(one for one in str(said.get("code", "")) if one.isdecimal() and one.isascii()))
        return JSONResponse({"to": f"/desk#k={self.key()}"})
