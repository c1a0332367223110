"""What the laptop's own pages may ask for: the facilitator's desk and the screen, on this machine alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Protocol, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from maturity.errors import MaturityError
from maturity.folder.rounds import cluster_folder
from maturity.live.guard import Turned, routed, said_in, same
from maturity.live.hall import Hall
from maturity.live.intake import LARGEST, Intake
from maturity.live.join import Join
from maturity.live.made import KINDS, Works, next_commands, ways_in
from maturity.live.of_room import NO_CODE, OfRoom, done, handed_in, saved_number, typed_code
from maturity.live.pages import Pages
from maturity.live.plan import replanned
from maturity.live.refusals import in_sentences
from maturity.live.room import Press, To
from maturity.live.setup import Setup
from maturity.live.streams import Streams, asked_again, streamed
from maturity.report.promise import room_in_words
from maturity.text.clean import plain
from maturity.text.words import upper_first

AT_LAPTOP = "laptop"
"""What the form calls itself that is filled in at the laptop."""

NOT_MADE = "The program was ended before this file was there. Start it again, then press once more."


class House(Protocol):
    """Where a room is opened."""

    @property
    def setup(self) -> Setup:
        """What is asked before there is a room."""

    def begin(self, folder: Path) -> None:
        """Open the room around a round."""


class Desk(OfRoom):
    """The application that listens on this machine alone.

    Args:
        hall: gives the room, or None before there is one.
        join: how phones find it.
        key: what the desk's own pages know.
        house: opens a room where there is none yet.
    """

    def __init__(
        self,
        hall: Callable[[], Hall | None],
        streams: Streams,
        pages: Pages,
        join: Join,
        key: Callable[[], str],
        house: House,
    ) -> None:
        super().__init__(hall)
        self.house = house
        self.streams, self.pages, self.joining, self.key = streams, pages, join, key
        self._intake: Intake | None = None
        self._beginning = asyncio.Lock()
        self.works = Works()
        self.app = routed(
            [
                Route("/desk", self.desk),
                Route("/screen", self.screen),
                Route("/person", self.person),
                Route("/state", self.state),
                Route("/events", self.events),
                Route("/step", self.step, methods=["POST"]),
                Route("/agree", self.agree, methods=["POST"]),
                Route("/schools", self.schools, methods=["POST"]),
                Route("/address", self.address, methods=["POST"]),
                Route("/answers", self.answers, methods=["POST"]),
                Route("/mine", self.mine, methods=["POST"]),
                Route("/leave", self.leave, methods=["POST"]),
                Route("/setup", self.begin, methods=["POST"]),
                Route("/files", self.files, methods=["POST"]),
                Route("/ballot", self.ballot, methods=["POST"]),
                Route("/priorities", self.priorities, methods=["POST"]),
                Route("/outputs", self.outputs, methods=["POST"]),
                Route("/made/{name}", self.made),
                Route("/qr.svg", self.picture),
            ],
        )

    def _let_in(self, request: Request) -> None:
        if not same(request.query_params.get("k", ""), self.key()):
            raise Turned(403, "Use the link that the program has printed.")

    async def desk(self, request: Request) -> Response:
        """The facilitator's page."""
        return self.pages.desk()

    async def screen(self, request: Request) -> Response:
        """What the projector shows."""
        return self.pages.screen()

    async def person(self, request: Request) -> Response:
        """The form for the next person at the laptop."""
        self._let_in(request)
        return await asyncio.to_thread(self.pages.form, self.hall())

    def _told(self) -> tuple[int, bytes]:
        hall = self._hall()
        if hall is None:
            told = self.house.setup.told()
            version = self.house.setup.version
            before = {"v": version, "boot": "", "phase": "setup", "setup": told}
            return version, json.dumps(before, ensure_ascii=False).encode()
        kind = hall.round.mode
        data = hall.desk() | {
            "join": self.joining.told(hall.session.key, hall.session.code),
            "schools": [plain(one.name) for one in hall.round.cluster.schools_apart],
            "kindSaid": f"{upper_first(kind)} round. {room_in_words(kind, hall.round.smallest_cell)}",
            "fewest": hall.round.smallest_cell,
            "roles": [plain(one.label) for one in hall.round.questionnaire.roles],
            "into": str(cluster_folder(hall.folder)),
            "next": next_commands(hall.folder),
            "ways": ways_in(hall.folder),
        }
        return data["v"], json.dumps(data, ensure_ascii=False).encode()

    async def state(self, request: Request) -> Response:
        """The whole state, for the desk and the screen."""
        self._let_in(request)
        return asked_again(request, (await asyncio.to_thread(self._told))[1])

    async def events(self, request: Request) -> Response:
        """The whole state, each time that it changes."""
        self._let_in(request)

        async def told() -> AsyncIterator[bytes]:
            async for event in self.streams.of(self._told):
                yield event

        return streamed(told())

    async def step(self, request: Request) -> Response:
        """Take the room a step on, or back."""
        said, hall = await said_in(request), self.hall()
        to: Any = said.get("to")
        item, turn = said.get("item") or "", said.get("if")
        if to not in get_args(To) or not isinstance(item, str) or not isinstance(turn, int):
            raise Turned(422, "There is no such step.")
        await done(lambda: hall.press(Press(to, item, everything=said.get("all") is True), turn))
        return self._changed(hall)

    async def agree(self, request: Request) -> Response:
        """Keep what the room says together."""
        said, hall = await said_in(request), self.hall()
        level, reason = said.get("level"), said.get("reason") or ""
        if not (level is None or type(level) is int) or not isinstance(reason, str):
            raise Turned(422, "This is no level with its reason.")
        await done(lambda: hall.agree(str(said.get("item")), level, reason))
        return self._changed(hall)

    async def schools(self, request: Request) -> Response:
        """Show one question by school, to the screen and to the desk; no phone is told."""
        said, hall = await said_in(request), self.hall()
        item = said.get("item")
        if not isinstance(item, str):
            raise Turned(422, "This is no question.")
        await done(lambda: hall.show_schools(item))
        return self._changed(hall)

    async def address(self, request: Request) -> Response:
        """Let phones use another of the laptop's addresses."""
        said = await said_in(request)
        if not await asyncio.to_thread(self.joining.use, str(said.get("address"))):
            raise Turned(422, "This laptop has no such address.")
        hall = self.hall()
        await asyncio.to_thread(hall.touched)
        return self._changed(hall)

    async def answers(self, request: Request) -> Response:
        """Keep what somebody has answered at the laptop."""
        said, hall = await said_in(request), self.hall()
        await handed_in(hall, AT_LAPTOP, said)
        return JSONResponse({"v": hall.version, "saved": saved_number(said)})

    async def mine(self, request: Request) -> Response:
        """What somebody has answered so far, to go on with it at the laptop."""
        said, hall = await said_in(request), self.hall()
        found = await done(lambda: hall.mine(AT_LAPTOP, typed_code(said)))
        if found is None:
            raise Turned(404, NO_CODE)
        return JSONResponse(found)

    async def leave(self, request: Request) -> Response:
        """Take somebody's answers back."""
        said, hall = await said_in(request), self.hall()
        await done(lambda: hall.leave(typed_code(said)))
        return self._changed(hall)

    def intake(self) -> Intake:
        """What comes in by another way than a phone."""
        hall = self.hall()
        if self._intake is None or self._intake.hall is not hall:
            self._intake = Intake(hall)
        return self._intake

    async def begin(self, request: Request) -> Response:
        """Open a round, or a new one."""
        said = await said_in(request)
        # One after the other: a button that is pressed twice makes one folder.
        async with self._beginning:
            if self._hall() is not None:
                raise Turned(409, "The room is open already.")
            found = await done(lambda: self.house.setup.begin(said))
            if not isinstance(found, Path):
                self.streams.changed()
                return JSONResponse(found)
            try:
                await done(lambda: self.house.begin(found))
            except MaturityError as error:
                raise Turned(422, " ".join(in_sentences(one, with_file=True) for one in error.problems)) from None
            return JSONResponse({"opened": str(found)})

    async def files(self, request: Request) -> Response:
        """Look at files that were dropped here, or store them."""
        said, intake = await said_in(request, LARGEST), self.intake()
        return JSONResponse(await done(lambda: intake.files(said)))

    async def ballot(self, request: Request) -> Response:
        """Keep a keyed line."""
        said, intake = await said_in(request), self.intake()
        return JSONResponse(await done(lambda: intake.ballots(said)))

    async def priorities(self, request: Request) -> Response:
        """Keep what the room agrees to work on."""
        said, hall = await said_in(request), self.hall()
        await done(lambda: replanned(hall, said))
        return self._changed(hall)

    async def outputs(self, request: Request) -> Response:
        """Make one of the files that are taken home, and answer when it is there."""
        said, hall = await said_in(request), self.hall()
        work = await self.streams.waited_for(self.works.begin(hall, said.get("what")))
        if work is None:
            raise Turned(503, NOT_MADE)
        await done(work.result)
        return self._changed(hall)

    async def made(self, request: Request) -> Response:
        """One of the files that were made here."""
        self._let_in(request)
        name = request.path_params["name"]
        path = next((one for one in self.hall().made if one.name == name), None)
        if path is None or not path.is_file():
            raise Turned(404, "There is no such file any more. Make it once more.")
        content = await asyncio.to_thread(path.read_bytes)
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(content, headers=headers, media_type=KINDS[path.suffix])

    async def picture(self, request: Request) -> Response:
        """The code that phones scan: to join, or into the wifi."""
        self._let_in(request)
        what = request.query_params.get("of", "join")
        content = await asyncio.to_thread(self.joining.picture, what, self.hall().session.key)
        return Response(content, media_type="image/svg+xml")

    def _changed(self, hall: Hall) -> JSONResponse:
        return JSONResponse({"v": hall.version, "turn": hall.room.turn})
