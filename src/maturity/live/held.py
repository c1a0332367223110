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
from maturity.live.remote import TRIES, Remote
from maturity.live.secured import Certificate
from maturity.live.serving import Listener, bound, serve
from maturity.live.setup import Setup, round_to_hold
from maturity.live.streams import Streams
from maturity.store import workshop

HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
SCAN_ANEW = "a code that was scanned before leads nowhere. Phones scan the new one."
PORT = 8421
"""On which the room listens if it is free, so that a code that was scanned once stays good."""


class Workshop:
    """One run of the live workshop.

    Args:
        folder: of a round, of a cluster, or of what will be one.
        clock: gives the time, with its zone.
        say: prints a line.

    Raises:
        InputError: the round that is meant cannot be read, its workshop is running already, or nothing can be saved.
    """

    def __init__(self, folder: Path, join: Join, clock: Callable[[], dt.datetime], say: Callable[[str], None]) -> None:
        self.join, self.clock, self.say = join, clock, say
        self.streams, self.pages, self.setup = Streams(), Pages(), Setup(folder, clock)
        self.key = secrets.token_urlsafe(16)
        self.desk_port = self.remote_port = 0
        found = round_to_hold(folder, clock().date())
        self._get_up: Callable[[], None] = lambda: None
        self.where = self.setup.where() if found is None else ""
        self.hall = None if found is None else self._hall(found)

    def hold(
        self, port: int | None, *, open_browser: bool, is_remote: bool = False, secured: Certificate | None = None
    ) -> bool:
        """Serve until it is ended.

        Args:
            port: on which phones find the room; None for where it was before, 0 for any, rather where it was.
            is_remote: the desk may be opened on a second device.
            secured: for https where anybody comes from elsewhere; None for http.

        Returns:
            whether a file was being made at the end, for which nobody waits.

        Raises:
            OSError: no port is free.
        """
        before = self.hall.session if self.hall is not None else None
        wanted = port or (before.port if before else 0) or (PORT if port is None else 0)
        phones = bound(EVERYWHERE, wanted)
        desk = bound(HERE, before.desk_port if before else 0)
        self.join.port, self.desk_port = phones.getsockname()[1], desk.getsockname()[1]
        self.join.is_secured = secured is not None
        afar = bound(EVERYWHERE, before.remote_port if before else 0) if is_remote else None
        self.remote_port = afar.getsockname()[1] if afar else 0
        self.key = before.desk if before else self.key
        self.join.addresses()
        if self.hall is not None:
            self._seated(self.hall)
        own = {f"{one}:{self.desk_port}" for one in (HERE, "localhost")}
        on_phones = Phones(lambda: self.hall, self.streams, self.pages)
        on_desk = Desk(lambda: self.hall, self.streams, self.pages, self.join, lambda: self.key, self)
        listeners = [
            Listener(Guard(on_phones.app, self.join.hosts, self._room_key, self.say), phones, secured),
            Listener(Guard(on_desk.app, lambda: own, lambda: self.key, self.say), desk),
        ]
        pin = ""
        if afar is not None:
            remote = Remote(on_desk.app, self.pages, lambda: self.key)
            guard = Guard(remote.app, lambda: self.join.hosts(self.remote_port), lambda: self.key, self.say)
            listeners.append(Listener(guard, afar, secured))
            pin = remote.pin.shown

        def begin() -> None:
            self.streams.begin()
            link = workshop.desk_link(self.desk_port, self.key)
            self._greet(link, wanted, pin)
            if before and before.port not in (0, wanted):
                self.say(f"The room was at port {before.port} before: {SCAN_ANEW}")
            if open_browser:
                webbrowser.open(link)

        try:
            serve(listeners, begin=begin, stop=self.streams.stop, tick=self._tick)
        finally:
            if self.hall is not None:
                self.hall.close()
            self._get_up()
        return on_desk.works.is_busy

    def _greet(self, link: str, wanted: int, pin: str) -> None:
        """Print how the desk and others come in, and how to end."""
        self.say(f"The desk, for whoever leads the workshop:  {link}")
        if self.where:
            self.say(self.where)
        if wanted not in (0, self.join.port):
            taken = f"Another program uses port {wanted}, so the room is at {self.join.port}"
            self.say(f"{taken}: {SCAN_ANEW}")
        if self.join.address or self.join.name:
            self.say(f"Phones scan the code on the screen, or open  {self.join.place()}")
        else:
            self.say("This laptop is in no network, so phones cannot reach it: join one, and the desk will show it.")
        if pin:
            place = self.join.place(self.remote_port)
            self.say(f"The desk on a second device: open  {place}  there and type  {pin}  ({TRIES} tries, one use)")
        kept = "" if self.hall is None else f" All that is answered and agreed is kept in {self.hall.folder}."
        self.say(f"Ctrl-C ends the program, and the same command goes on.{kept}")

    def _hall(self, folder: Path) -> Hall:
        """The room around a round, which no other program holds."""
        self._get_up = workshop.sit_down(folder)
        try:
            return Hall(folder, self.clock)
        except BaseException:
            self._get_up()
            raise

    def begin(self, folder: Path) -> None:
        """Open the room around a round.

        Raises:
            InputError: the round cannot be read, or its workshop is running already.
        """
        hall = self._hall(folder)
        self._seated(hall)
        self.hall = hall
        self.streams.changed()

    def _seated(self, hall: Hall) -> None:
        """Let phones and the desk find the room by the ways that they know."""
        hall.session = replace(hall.session, desk=self.key, port=self.join.port, desk_port=self.desk_port)
        if self.remote_port:
            hall.session = replace(hall.session, remote_port=self.remote_port)
        workshop.keep_session(hall.folder, hall.session)
        hall.changed = self.streams.changed

    def _tick(self) -> None:
        """Take in what other programs have written, and that the laptop is in another network now."""
        before = self.join.address
        self.join.addresses()
        if self.hall is not None:
            if self.join.address != before:
                self.hall.touched()
            self.hall.refresh()

    def _room_key(self) -> str:
        return "" if self.hall is None else self.hall.session.key
