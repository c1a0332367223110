"""A workshop from its first line to its last: listeners, pages and the room, put together."""

from __future__ import annotations

import datetime as dt
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
    """

    def __init__(self, folder: Path, join: Join, clock: Callable[[], dt.datetime], say: Callable[[str], None]) -> None:
        self.join, self.say = join, say
        self.streams, self.pages = Streams(), Pages()
        self.hall: Hall | None = Hall(folder, clock)

    def hold(self, port: int, *, open_browser: bool) -> None:
        """Serve until it is ended.

        Raises:
            OSError: no port is free.
        """
        assert self.hall is not None
        session = self.hall.session
        phones = bound(EVERYWHERE, session.port or port)
        desk = bound(HERE, session.desk_port)
        self.join.port, desk_port = phones.getsockname()[1], desk.getsockname()[1]
        self.hall.session = replace(session, port=self.join.port, desk_port=desk_port)
        workshop.keep_session(self.hall.folder, self.hall.session)
        self.join.addresses()
        key = self.hall.session.desk
        own = {f"{one}:{desk_port}" for one in (HERE, "localhost")}
        on_phones = Phones(lambda: self.hall, self.streams, self.pages)
        on_desk = Desk(lambda: self.hall, self.streams, self.pages, self.join, lambda: key)
        link = f"http://{HERE}:{desk_port}/desk#k={key}"
        self.say(f"The desk, for whoever leads the workshop:  {link}")
        self.say(f"Phones scan the code on the screen, or open http://{self.join.address}:{self.join.port}")
        self.say("Ctrl-C ends this. All that was answered and agreed is in " + str(self.hall.folder))
        if open_browser:
            webbrowser.open(link)
        try:
            serve(
                [
                    Listener(Guard(on_phones.app, self.join.hosts, self._room_key), phones),
                    Listener(Guard(on_desk.app, lambda: own, lambda: key), desk),
                ],
                begin=self._begin,
                stop=self.streams.stop,
                tick=self.hall.refresh,
            )
        finally:
            self.hall.close()

    def _room_key(self) -> str:
        return "" if self.hall is None else self.hall.session.key

    def _begin(self) -> None:
        assert self.hall is not None
        self.streams.begin()
        self.hall.changed = self.streams.changed
