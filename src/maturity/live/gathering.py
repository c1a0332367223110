"""A round in its folder and the people who answer it, by phone or by any other way."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from maturity.errors import InputError, MaturityError, Problem
from maturity.folder.journal import Journal, Record
from maturity.journeys.rounds import opened
from maturity.live.kept import Remembered
from maturity.live.outbox import Handed, Outbox
from maturity.live.people import People
from maturity.live.refusals import Denied
from maturity.live.room import Room
from maturity.live.shown import Data
from maturity.readers.reply import checked_reply, in_words
from maturity.store import answers as stored
from maturity.store.following import Following
from maturity.store.forgotten import Forgotten
from maturity.text.spoken import LETTERS

CODE = re.compile(rf"[{LETTERS}]{{8}}")
"""What a phone calls its person."""
OWN = "web-"
"""Before the code in the id of a respondent."""
UNREADABLE = "The laptop cannot read the round just now: the desk says why. Nothing was changed."
GIVEN_AWAY = (
    "These answers came in by a reply code or a file. Others may have heard or read its letters, so they open nothing."
)
AGAIN = "To change an answer, have a new reply code typed in at the laptop."
ERASE = "To take them back, ask whoever leads the workshop to erase them."
REFUSED = {"closed": 409, "given-away": 403}
"""Why something was not saved that could be, and the status of HTTP for it."""


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
        self.people, self.kept = People(), Remembered()
        self.folder = opened(folder)[0]
        # Whose code was heard and taken back goes on from the phone that hands in first, and from no other.
        self._claimed: dict[str, str] = {}
        self._read()
        self.room = Room(self.round.mode)
        self.outbox = Outbox(self._save)

    # What is on the disk.

    def _read(self) -> None:
        """The round as it stands, and all that is known of its people."""
        following = Following(self.folder)
        news = following.news() or Journal()
        _, self.round, self.remarks = opened(self.folder)
        self._following, self._is_stale = following, False
        self.known = {one.respondent: one for one in self.round.responses}
        self._own, self._gone, self._heard = set[str](), set[str](), set[str]()
        self.kept.read(news.records, Forgotten.of(self.folder, news.noted("forgotten")))
        for record in news.records:
            self._marked(record)

    def _marked(self, record: Record) -> None:
        """Note who may go on by their code, and who has taken their answers back."""
        name, is_own = record.respondent, stored.opens(record)
        (self._own.add if is_own else self._own.discard)(name)
        # What the desk keyed in and took back is still the person's own to hand in; but others have heard the code.
        (self._heard.discard if is_own or record.response else self._heard.add)(name)
        (self._gone.add if is_own and record.response is None else self._gone.discard)(name)

    def _read_anew(self) -> None:
        """Read all of it once more.

        Raises:
            Denied: it cannot be read; the desk is told why.
        """
        try:
            self._read()
        except (MaturityError, OSError) as error:
            self._is_stale = True
            self._troubled(str(error.problems[0]) if isinstance(error, MaturityError) else f"{self.folder}: {error}")
            raise Denied(503, UNREADABLE) from None

    def _troubled(self, said: str) -> None:
        """Tell the desk, and keep it told, what stands in the way."""
        if said != self.trouble:
            self.trouble = said
            self.touched()

    def _follow(self) -> None:
        """Take in what other programs have written.

        Raises:
            Denied: it cannot be read.
        """
        was_stale = self._is_stale
        news = None if was_stale else self._following.news()
        if news is None or news.notes or (news.records and self.kept.missing):
            self._read_anew()
            self.trouble = "" if was_stale else self.trouble
            self.touched()
        elif news.records:
            for record in news.records:
                self.kept.added(record)
                self._marked(record)
                if record.response is None:
                    self.known.pop(record.respondent, None)
                else:
                    self.known[record.respondent] = record.response
            self.touched()
        self.taken_in()

    def taken_in(self) -> None:
        """What follows for the room from what was read; called after all of it."""

    def refresh(self) -> None:
        """Take in what other programs have written; to be called now and then."""
        with self.lock, contextlib.suppress(Denied):
            self._follow()

    # People and their answers.

    def arrives(self, name: str, address: str = "") -> None:
        """A phone has opened a stream."""
        with self.lock:
            phone = self.people.phone(name)
            phone.streams, phone.address = phone.streams + 1, address
            self.touched()

    def goes(self, name: str) -> None:
        """A phone's stream has ended."""
        with self.lock:
            self.people.phone(name).streams -= 1
            self.touched()

    def answer(self, phone: str, said: object, address: str = "") -> Future[None]:
        """Check what a phone hands in, and give it to be saved.

        Args:
            address: from which it came; empty at the laptop.

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
        return self.outbox.put(Handed(phone, response, is_final, address))

    def _closed(self) -> str:
        if self.room.phase == "lobby":
            return "It has not begun yet."
        if self.room.phase == "ended":
            return "The workshop has ended, so no answers are taken any more."
        return "Answers are closed, and the room is looking at them."

    def not_saved(self, error: InputError) -> Denied:
        """What a phone is told when what it handed in could not be saved."""
        problem = error.problems[0]
        if problem.code in ("forgotten", "withdrawn"):
            return Denied(410, "These answers were taken back. Start anew with the form.")
        if problem.code in REFUSED:
            return Denied(REFUSED[problem.code], problem.message)
        with self.lock:
            self.trouble = str(problem)
            self.touched()
        return Denied(503, "The laptop could not save this. It is kept on this phone and sent again.")

    def _save(self, batch: Sequence[Handed]) -> None:
        with self.lock:
            try:
                self._follow()
            except Denied:
                raise InputError(Problem("", None, "", "unreadable", self.trouble)) from None
            if not self.room.takes_answers:
                raise InputError(Problem("", None, "", "closed", self._closed()))
            claimed = self._claimed.copy()
            # Of two of one person the later one is the whole.
            news = {one.response.respondent: one.response for one in batch if self._is_news(one, claimed)}
            for code in (True, False):
                responses = [response for name, response in news.items() if (name in claimed) is not code]
                base = {one.respondent: self.known[one.respondent] for one in responses if one.respondent in self.known}
                if responses:
                    stored.append_all(self.folder, responses, at=self.clock(), base=base, code=code)
            self._claimed = claimed
            for one in batch:
                name = one.response.respondent
                self.people.handed_in(one.phone, name, is_final=one.is_final, address=one.address)
            self.trouble = ""
            self.refresh()
            self.touched()

    def _is_news(self, handed: Handed, claimed: dict[str, str]) -> bool:
        """Whether what a phone hands in is to be saved: not where it says what has come in by a reply code.

        Args:
            handed: by the phone.
            claimed: the phone of everybody whose code was heard; a first one is added.

        Raises:
            InputError: it was taken back, or its person's code was read out or stood in a file.
        """
        response = handed.response
        name = response.respondent
        if name in self._gone:
            raise InputError(Problem("", None, "", "withdrawn", "they were taken back"))
        if name in self._heard and claimed.setdefault(name, handed.phone) != handed.phone:
            raise InputError(Problem("", None, "", "given-away", f"{GIVEN_AWAY} {AGAIN}"))
        there = self.known.get(name)
        if there is None or name in self._own or claimed.get(name) == handed.phone:
            return True
        if response.model_copy(update={"submitted": there.submitted}) != there:
            raise InputError(Problem("", None, "", "given-away", f"{GIVEN_AWAY} {AGAIN}"))
        return False

    def mine(self, name: str, code: str) -> Data | None:
        """What somebody has answered so far, for whoever knows the code; None where there is no such code.

        Raises:
            Denied: nobody can answer now, or nobody can go on with this code.
        """
        with self.lock:
            self._follow()
            if not self.room.takes_answers:
                raise Denied(409, self._closed())
            found = self.known.get(f"{OWN}{code}") if CODE.fullmatch(code) else None
            if found is None:
                return None
            if found.respondent not in self._own:
                raise Denied(403, f"{GIVEN_AWAY} {AGAIN}")
            self.people.phone(name).respondent = found.respondent
            self.touched()
            is_final = found.respondent in self.people.final
            return {"response": found.model_dump(mode="json", exclude_defaults=True), "final": is_final}

    def leave(self, code: str) -> None:
        """Take somebody's answers back; what was shown stays.

        Raises:
            Denied: there is no such person, nobody can go on with this code, or it could not be saved.
        """
        name = f"{OWN}{code}"
        if not CODE.fullmatch(code):
            raise Denied(404, "There is no such code.")
        with self.lock:
            self._follow()
            if name in self.known and name not in self._own:
                raise Denied(403, f"{GIVEN_AWAY} {ERASE}")
            try:
                stored.withdraw(self.folder, name, at=self.clock())
            except InputError as error:
                status = 404 if error.problems[0].code == "no-respondent" else 503
                raise Denied(status, str(error.problems[0].message)) from None
            self.people.final.discard(name)
            self.refresh()

    def touched(self) -> None:
        """Tell everybody that something is new."""
        with self.lock:
            self.version += 1
        self.changed()

    def close(self) -> None:
        """Save what has come in, and stop."""
        self.outbox.close()
