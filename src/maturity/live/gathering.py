"""A round in its folder and the people who answer it, by phone or by any other way."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from maturity.errors import InputError, Problem
from maturity.journeys.rounds import opened
from maturity.live.outbox import Handed, Outbox
from maturity.live.people import People
from maturity.live.refusals import Denied
from maturity.live.room import Room
from maturity.live.shown import Data
from maturity.readers.reply import checked_reply, in_words
from maturity.store import answers as stored
from maturity.store.following import Following
from maturity.text.spoken import LETTERS

CODE = re.compile(rf"[{LETTERS}]{{8}}")
"""What a phone calls its person."""
OWN = "web-"
"""Before the code in the id of a respondent."""


class Gathering:
    """Everybody who answers, and what they have answered; from any thread.

    Args:
        folder: of the round.
        clock: gives the time, with its zone.

    Raises:
        InputError: the round cannot be read.
    """

    def __init__(self, folder: Path, clock: Callable[[], dt.datetime]) -> None:
        self.clock, self.lock = clock, threading.RLock()
        self.version = 1
        self.changed: Callable[[], None] = lambda: None
        self.trouble = ""
        self.people = People()
        self.folder = opened(folder)[0]
        self._read()
        self.room = Room(self.round.mode)
        self.outbox = Outbox(self._save)

    # What is on the disk.

    def _read(self) -> None:
        """The round as it stands, and all that is known of its people."""
        self._following = Following(self.folder)
        self._following.news()
        _, self.round, self.remarks = opened(self.folder)
        self.known = {one.respondent: one for one in self.round.responses}

    def _follow(self) -> None:
        """Take in what other programs have written."""
        news = self._following.news()
        if news is None or news.notes:
            self._read()
            self.touched()
        elif news.records:
            for record in news.records:
                if record.response is None:
                    self.known.pop(record.respondent, None)
                else:
                    self.known[record.respondent] = record.response
            self.touched()

    def refresh(self) -> None:
        """Take in what other programs have written; to be called now and then."""
        with self.lock:
            self._follow()

    # People and their answers.

    def arrives(self, name: str) -> None:
        """A phone has opened a stream."""
        with self.lock:
            self.people.phone(name).streams += 1
            self.touched()

    def goes(self, name: str) -> None:
        """A phone's stream has ended."""
        with self.lock:
            self.people.phone(name).streams -= 1
            self.touched()

    def answer(self, phone: str, said: object) -> Future[None]:
        """Check what a phone hands in, and give it to be saved.

        Returns:
            done when it is on the disk; what it holds otherwise is for `not_saved`.

        Raises:
            Denied: it cannot be taken.
        """
        if not self.room.takes_answers:
            raise Denied(409, self._closed())
        response, faults = checked_reply(said, self.round)
        if response is None:
            raise Denied(422 if isinstance(said, dict) else 400, in_words(faults, said))
        code = response.respondent.removeprefix(OWN)
        if not response.respondent.startswith(OWN) or not CODE.fullmatch(code):
            raise Denied(422, "This form has no code of its own. Reload the page.")
        response = response.model_copy(update={"submitted": self.clock()})
        is_final = isinstance(said, dict) and said.get("final") is True
        return self.outbox.put(Handed(phone, response, is_final))

    def _closed(self) -> str:
        if self.room.phase == "lobby":
            return "It has not begun yet."
        return "Answers are closed, and the room is looking at them."

    def not_saved(self, error: InputError) -> Denied:
        """What a phone is told when what it handed in could not be saved."""
        problem = error.problems[0]
        if problem.code in ("forgotten", "withdrawn"):
            return Denied(410, "These answers were taken back. Start anew with the form.")
        if problem.code == "closed":
            return Denied(409, problem.message)
        with self.lock:
            self.trouble = str(problem)
            self.touched()
        return Denied(503, "The laptop could not save this. It is kept on this phone and sent again.")

    def _save(self, batch: Sequence[Handed]) -> None:
        with self.lock:
            if not self.room.takes_answers:
                raise InputError(Problem("", None, "", "closed", self._closed()))
            self._follow()
            responses = [one.response for one in batch]
            base = {one.respondent: self.known[one.respondent] for one in responses if one.respondent in self.known}
            stored.append_all(self.folder, responses, at=self.clock(), base=base, code=True)
            for one in batch:
                self.people.handed_in(one.phone, one.response.respondent, is_final=one.is_final)
            self.trouble = ""
            self._follow()
            self.touched()

    def mine(self, name: str, code: str) -> Data | None:
        """What somebody has answered so far, for whoever knows the code; None where there is no such code.

        Raises:
            Denied: nobody can answer now.
        """
        if not self.room.takes_answers:
            raise Denied(409, self._closed())
        with self.lock:
            self._follow()
            found = self.known.get(f"{OWN}{code}") if CODE.fullmatch(code) else None
            if found is None:
                return None
            self.people.phone(name).respondent = found.respondent
            self.touched()
            is_final = found.respondent in self.people.final
            return {"response": found.model_dump(mode="json", exclude_defaults=True), "final": is_final}

    def leave(self, code: str) -> None:
        """Take somebody's answers back; what was shown stays.

        Raises:
            Denied: there is no such person, or it could not be saved.
        """
        if not CODE.fullmatch(code):
            raise Denied(404, "There is no such code.")
        with self.lock:
            try:
                stored.withdraw(self.folder, f"{OWN}{code}", at=self.clock())
            except InputError as error:
                status = 404 if error.problems[0].code == "no-respondent" else 503
                raise Denied(status, str(error.problems[0].message)) from None
            self.people.final.discard(f"{OWN}{code}")
            self._follow()

    def touched(self) -> None:
        """Tell everybody that something is new."""
        with self.lock:
            self.version += 1
        self.changed()

    def close(self) -> None:
        """Save what has come in, and stop."""
        self.outbox.close()
