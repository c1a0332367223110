"""What phones may ask for, over the local network."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from maturity import __version__
from maturity.live.guard import Turned, routed, said_in, same
from maturity.live.hall import Hall
from maturity.live.limits import Limit
from maturity.live.of_room import NO_CODE, OfRoom, done, handed_in, respondent_of, saved_number, typed_code
from maturity.live.pages import Pages
from maturity.live.streams import Streams, asked_again, streamed

WRONG_TRIES, POSTS = 20, 120
"""In a minute: wrong codes from one address, and requests of one phone."""
WRONG_OF_ALL = 600
"""Wrong codes of the whole room in a minute: so few that nobody guesses the room's in a day, and so many that one
neighbour cannot keep everybody from typing it. Links hold no code, and always open."""
NEWCOMERS = 300
"""People of one address who hand in for the first time, in a minute: a whole room may lie behind one router."""
STREAMS = 700
"""Open at once; who comes later takes the place of one from the address that has most, or asks again and again."""
NAME_LENGTH = 40
TOO_MUCH = "Too much at once. It is sent again in a moment."


class Phones(OfRoom):
    """The application that listens on the local network.

    Args:
        hall: gives the room, or None before there is one.
    """

    def __init__(self, hall: Callable[[], Hall | None], streams: Streams, pages: Pages) -> None:
        super().__init__(hall)
        self.streams, self.pages = streams, pages
        self.wrong = Limit(WRONG_TRIES, 60.0, time.monotonic)
        self.wrong_of_all = Limit(WRONG_OF_ALL, 60.0, time.monotonic)
        self.wrong_own = Limit(WRONG_OF_ALL, 60.0, time.monotonic)
        self.newcomers = Limit(NEWCOMERS, 60.0, time.monotonic)
        self.posts = Limit(POSTS, 60.0, time.monotonic)
        self.app = routed(
            [
                Route("/", self.entry),
                Route("/r/{key}", self.form),
                Route("/join", self.join, methods=["POST"]),
                Route("/hello", self.hello),
                Route("/state", self.state),
                Route("/events", self.events),
                Route("/answers", self.answers, methods=["POST"]),
                Route("/mine", self.mine, methods=["POST"]),
                Route("/leave", self.leave, methods=["POST"]),
                Route("/wishes", self.wishes, methods=["POST"]),
            ],
        )

    def _let_in(self, request: Request) -> Hall:
        hall = self.hall()
        if not same(request.query_params.get("k", ""), hall.session.key):
            raise Turned(403, "This link belongs to another workshop. Scan the code on the screen once more.")
        return hall

    def _name(self, request: Request) -> str:
        name = request.headers.get("x-me", "") or request.query_params.get("me", "")
        if not name or len(name) > NAME_LENGTH:
            raise Turned(400, "This page is not one of ours.")
        return name

    def _posted(self, request: Request) -> str:
        name = self._name(request)
        if not self.posts.passes(name):
            raise Turned(429, TOO_MUCH)
        return name

    async def entry(self, request: Request) -> Response:
        """The page on which the room's code is typed."""
        return self.pages.entry()

    async def join(self, request: Request) -> Response:
        """Give the key for the code on the screen."""
        said, hall = await said_in(request), self.hall()
        where = _address(request)
        if self.wrong.is_full(where) or self.wrong_of_all.is_full():
            raise Turned(429, "Too many wrong codes were typed. Wait a minute, then type the one on the screen.")
        if not same(typed_code(said), hall.session.code):
            self.wrong.count(where)
            self.wrong_of_all.count()
            raise Turned(403, "That is not the code on the screen. Look again: there is no 0, 1, i, l or o in it.")
        return JSONResponse({"to": f"/r/{hall.session.key}"})

    async def form(self, request: Request) -> Response:
        """The form, which becomes everything else that a phone shows."""
        hall = self._hall()
        if hall is None or not same(request.path_params["key"], hall.session.key):
            return self.pages.elsewhere()
        return await asyncio.to_thread(self.pages.form, hall)

    async def hello(self, request: Request) -> Response:
        """Say that this is it."""
        return JSONResponse({"maturity": __version__})

    async def state(self, request: Request) -> Response:
        """The whole state, for whoever asks for it."""
        hall = self._let_in(request)
        return asked_again(request, (await asyncio.to_thread(hall.public))[1])

    async def events(self, request: Request) -> Response:
        """The whole state, each time that it changes."""
        hall, name = self._let_in(request), self._name(request)
        address = _address(request)
        if len(self.streams) >= STREAMS and not self.streams.makes_room(address):
            raise Turned(503, "Too many phones at once. This page goes on by itself.")

        async def told() -> AsyncIterator[bytes]:
            try:
                await asyncio.to_thread(hall.arrives, name, address)
                async for event in self.streams.of(hall.public, hall.ready, name, address):
                    yield event
            finally:
                # Nothing can be waited for in a stream that was cut off.
                asyncio.get_running_loop().run_in_executor(None, hall.goes, name)

        return streamed(told())

    async def answers(self, request: Request) -> Response:
        """Keep what somebody has answered; it is on the disk when this is answered."""
        name, said, hall = self._posted(request), await said_in(request), self.hall()
        address, who = _address(request), respondent_of(said)
        # What a phone calls itself is its own affair; whose answers they are is not.
        if not self.posts.passes(f"for {who[:NAME_LENGTH]}"):
            raise Turned(429, TOO_MUCH)
        is_new = who not in hall.known
        if is_new and self.newcomers.is_full(address):
            raise Turned(429, "Too many people at once from one place. It is sent again in a moment.")
        await handed_in(hall, name, said, address)
        if is_new:
            self.newcomers.count(address)
        return JSONResponse({"v": hall.version, "saved": saved_number(said)})

    async def mine(self, request: Request) -> Response:
        """What somebody has answered so far, for who knows the code."""
        name, said, hall = self._posted(request), await said_in(request), self.hall()
        found = await done(lambda: hall.mine(name, typed_code(said)))
        if found is None:
            raise self._wrong(404, NO_CODE)
        return JSONResponse(found)

    async def leave(self, request: Request) -> Response:
        """Take somebody's answers back."""
        self._posted(request)
        said, hall = await said_in(request), self.hall()
        try:
            await done(lambda: hall.leave(typed_code(said)))
        except Turned as turned:
            raise (self._wrong(404, NO_CODE) if turned.status == 404 else turned) from None
        return JSONResponse({"v": hall.version})

    def _wrong(self, status: int, message: str) -> Turned:
        """What a wrong code of a person is told.

        The right one opens however many wrong ones were tried: of eight letters nobody guesses one in a workshop, and
        nobody in the room can keep others from their own answers.
        """
        is_many = not self.wrong_own.passes()
        return Turned(429, "Too many wrong codes were typed. Wait a minute.") if is_many else Turned(status, message)

    async def wishes(self, request: Request) -> Response:
        """Note what somebody would work on."""
        name, said, hall = self._posted(request), await said_in(request), self.hall()
        wanted = said.get("ids")
        if not isinstance(wanted, list):
            raise Turned(422, "This is no choice.")
        await done(lambda: hall.wish(name, [str(one) for one in wanted]))
        return JSONResponse({"v": hall.version})


def _address(request: Request) -> str:
    """Where a request comes from; it is written down nowhere."""
    return "" if request.client is None else request.client.host
