"""A workshop from its first line to its last: listeners, pages and the room, put together."""

from __future__ import annotations

import datetime as dt
import secrets
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from maturity.live.desk import Desk
from maturity.live.guard import Guard
from maturity.live.hall import Hall
from maturity.live.join import Join
from maturity.live.pages import Pages
from maturity.live.phones import Phones
from maturity.live.serving import Listener, bound, serve
from maturity.live.setup import Setup, round_to_hold
from maturity.live.streams import Streams
from maturity.store import workshop

HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"


class Workshop:
    """One run of the live workshop.

    Args:
        folder: of a round, of a cluster, or of what will be one.
        clock: gives the time, with its zone.
        say: prints a line.

    Raises:
        InputError: the round that is meant cannot be read.
    """

    def __init__(self, folder: Path, join: Join, clock: Callable[[], dt.datetime], say: Callable[[str], None]) -> None:
        self.join, self.clock, self.say = join, clock, say
        self.streams, self.pages, self.setup = Streams(), Pages(), Setup(folder)
        self.key = secrets.token_urlsafe(16)
        self.desk_port = 0
        found = round_to_hold(folder, clock().date())
        self.hall = None if found is None else Hall(found, clock)

    def hold(self, port: int, *, open_browser: bool) -> None:
        """Serve until it is ended.

        Raises:
            OSError: no port is free.
        """
        before = self.hall.session if self.hall is not None else None
        phones = bound(EVERYWHERE, (before.port if before else 0) or port)
        desk = bound(HERE, before.desk_port if before else 0)
        self.join.port, self.desk_port = phones.getsockname()[1], desk.getsockname()[1]
        self.key = before.desk if before else self.key
        self.join.addresses()
        if self.hall is not None:
            self._seated(self.hall)
        own = {f"{one}:{self.desk_port}" for one in (HERE, "localhost")}
        on_phones = Phones(lambda: self.hall, self.streams, self.pages)
        on_desk = Desk(lambda: self.hall, self.streams, self.pages, self.join, lambda: self.key, self)
        link = f"http://{HERE}:{self.desk_port}/desk#k={self.key}"
        self.say(f"The desk, for whoever leads the workshop:  {link}")
        if self.join.address:
            self.say(f"Phones scan the code on the screen, or open  http://{self.join.address}:{self.join.port}")
        else:
            self.say("This laptop is in no network, so phones cannot reach it: join one, and the desk will show it.")
        kept = "" if self.hall is None else f" All that is answered and agreed is kept in {self.hall.folder}."
        self.say(f"Ctrl-C ends the program, and the same command goes on.{kept}")
        if open_browser:
            webbrowser.open(link)
        try:
            serve(
                [
                    Listener(Guard(on_phones.app, self.join.hosts, self._room_key), phones),
                    Listener(Guard(on_desk.app, lambda: own, lambda: self.key), desk),
                ],
                begin=self.streams.begin,
                stop=self.streams.stop,
                tick=self._tick,
            )
        finally:
            if self.hall is not None:
                self.hall.close()

    def begin(self, folder: Path) -> None:
        """Open the room around a round.

        Raises:
            InputError: the round cannot be read.
        """
        hall = Hall(folder, self.clock)
        self._seated(hall)
        self.hall = hall
        self.streams.changed()

    def _seated(self, hall: Hall) -> None:
        """Let phones and the desk find the room by the ways that they know."""
        hall.session = replace(hall.session, desk=self.key, port=self.join.port, desk_port=self.desk_port)
        workshop.keep_session(hall.folder, hall.session)
        hall.changed = self.streams.changed

    def _tick(self) -> None:
        if self.hall is not None:
            self.hall.refresh()

    def _room_key(self) -> str:
        return "" if self.hall is None else self.hall.session.key
