"""A round in its folder and the room that sits around it: the one place where both are changed."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.errors import InputError, MaturityError, Problem
from maturity.folder.journal import current
from maturity.folder.workshop import Happened, Happening, since_ended
from maturity.journeys.ask import Ask
from maturity.journeys.closing import Closing, settled
from maturity.journeys.rounds import opened
from maturity.live import shown
from maturity.live.outbox import Handed, Outbox
from maturity.live.people import People
from maturity.live.refusals import in_sentences
from maturity.live.room import NotNow, Press, Room, after, backward, onward
from maturity.live.shown import Data, Picture, Told
from maturity.model import Agreed, Response
from maturity.model.plan import MOST_PRIORITIES
from maturity.readers.reply import checked_reply, in_words
from maturity.store import answers as stored
from maturity.store import rounds, workshop
from maturity.store.following import Following
from maturity.text.spoken import LETTERS

CODE = re.compile(rf"[{LETTERS}]{{8}}")
"""What a phone calls its person."""
OWN = "web-"
"""Before the code in the id of a respondent."""
LONGEST_REASON = 500
_KINDS: Mapping[str, Happening] = {
    "open": "opened",
    "closed": "closed",
    "reveal": "revealed",
    "hide": "hid",
    "ended": "ended",
}


class Denied(Exception):  # noqa: N818 (an answer to a request)
    """A request that cannot be done.

    Args:
        status: of HTTP.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Hall:
    """Everything that the pages may ask for.

    All methods may be called from any thread. What they change is on the disk when they return.

    Args:
        folder: of the round.
        clock: gives the time, with its zone.

    Raises:
        InputError: the round cannot be read.
    """

    def __init__(self, folder: Path, clock: Callable[[], dt.datetime]) -> None:
        self.clock, self.lock = clock, threading.RLock()
        self.boot = secrets.token_hex(4)
        self.version = 1
        self.changed: Callable[[], None] = lambda: None
        self.trouble = ""
        self.people = People()
        self.made: list[Path] = []
        self._told = Told()
        self.folder = opened(folder)[0]
        self._read()
        self.session = workshop.session(self.folder, clock())
        self.seen: Picture | None = None
        self._counted: tuple[Response, ...] = ()
        self.room = self._restored()
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

    def _restored(self) -> Room:
        """The room where it was before the program ended."""
        room = Room(self.round.mode)
        for one in since_ended(workshop.happened(self.folder)):
            step = Press(one.to, one.item)  # type: ignore[arg-type]
            try:
                self.seen = self.seen if room.upto else None
                room = after(room, step, self._order(room), one.upto)
            except (NotNow, KeyError):
                continue
            if one.kind == "opened":
                self.seen = None
            if room.upto and self.seen is None:
                self._counted = self._closed_with(room.upto, one.recorded)
                self.seen = self._looked_at()
        if self.round.published is not None and room.phase in ("lobby", "open"):
            # Its results are out already: the room can only look at them.
            room = replace(room, phase="closed", upto="published")
            self._counted = self.round.responses
            self.seen = self._looked_at()
        return room

    def _order(self, room: Room) -> tuple[str, ...]:
        return self.seen.order if self.seen is not None else ()

    def _closed_with(self, upto: str, at: dt.datetime) -> tuple[Response, ...]:
        """The answers as they were when they were closed; `at` says when, should that record have been erased."""
        records = stored.read(self.folder).records
        place = next((n for n, one in enumerate(records) if one.id == upto), None)
        before = records[: place + 1] if place is not None else [one for one in records if one.recorded <= at]
        return current(before)

    def _looked_at(self) -> Picture:
        """What the room sees: the answers as they were when they were closed, and what it agrees by now."""
        round_ = self.round.model_copy(update={"responses": self._counted})
        assessment = assess(round_)
        return Picture(
            assessment=assessment,
            advice=advise(assessment),
            order=shown.order_of(assessment),
            agreed=round_.agreed,
            priorities=round_.priorities,
            schools={one.id: one.name for one in round_.cluster.schools},
        )

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

    def wish(self, name: str, wanted: Sequence[str]) -> None:
        """Note what a phone's person would work on.

        Raises:
            Denied: there is nothing to choose, or too much was chosen.
        """
        with self.lock:
            if self.room.phase != "priorities" or self.seen is None:
                raise Denied(409, "There is nothing to choose now.")
            there = {one["id"] for one in self._wishes()}
            chosen = tuple(dict.fromkeys(one for one in wanted if one in there))
            if len(chosen) > MOST_PRIORITIES:
                raise Denied(422, f"Choose {MOST_PRIORITIES} at most.")
            self.people.phone(name).wishes = chosen
            self.touched()

    def _wishes(self) -> list[Data]:
        assert self.seen is not None
        return shown.wishes(self.seen.assessment, self.seen.advice, self.seen.priorities)

    # The desk.

    def press(self, step: Press, turn: int) -> None:
        """Take a step, once however often the button is pressed.

        Raises:
            Denied: it cannot be taken, or another was taken meanwhile.
        """
        with self.lock:
            if turn != self.room.turn:
                raise Denied(409, "Something has changed in the meantime. Look, and press once more.")
            closes = step.to == "closed" and self.room.phase == "open"
            if closes:
                # Of all people, not only of those who were there when the program began.
                self._read()
            try:
                moved = after(self.room, step, self._order(self.room), self._upto() if closes else "")
            except NotNow as reason:
                raise Denied(409, str(reason)) from None
            if closes:
                self._publish()
                moved = replace(moved, upto=self._upto())
            if step.to not in ("blank", "unblank"):
                self._happened(step, moved)
            if moved.upto != self.room.upto:
                self._counted = self._closed_with(moved.upto, self.clock()) if moved.upto else ()
                self.seen = self._looked_at() if moved.upto else None
            self.room = moved
            if step.to == "ended":
                workshop.end_session(self.folder)
            self.touched()

    def _upto(self) -> str:
        records = stored.read(self.folder).records
        return records[-1].id if records else ""

    def _publish(self) -> None:
        """Close the round where closing is what publishes it."""
        if not self.known:
            raise Denied(409, "Nobody has answered yet, so there is nothing to look at.")
        try:
            round_ = settled(self.folder, self.round, Ask(close=lambda _: Closing()))
        except InputError as error:
            raise Denied(409, in_sentences(error.problems[0])) from None
        if round_.published is not self.round.published:
            self._read()

    def _happened(self, step: Press, moved: Room) -> None:
        kind = _KINDS.get(step.to, "phase")
        upto = moved.upto if kind in ("closed", "revealed") else ""
        try:
            workshop.add_happened(self.folder, Happened(kind, step.to, moved.item, upto, self.clock()))
        except InputError as error:
            self.trouble = str(error.problems[0])
            self.touched()
            raise Denied(503, self.trouble) from None

    def agree(self, item: str, level: int | None, reason: str) -> None:
        """Keep what the room says together of one item; None takes it back.

        Raises:
            Denied: the level is none of the item's, or it could not be saved.
        """
        with self.lock:
            if self.seen is None or item not in self.seen.order:
                raise Denied(409, "Close the answers first.")
            questionnaire = self.round.questionnaire
            if level is not None and level not in questionnaire.levels_of(questionnaire.item_by_id[item]):
                raise Denied(422, "This question has no such level.")
            if len(reason) > LONGEST_REASON:
                raise Denied(422, f"The reason is too long: {LONGEST_REASON} letters at most.")
            before = self.seen.agreed
            wanted = {name: one for name, one in before.items() if name != item}
            if level is not None:
                wanted[item] = Agreed(level=level, reason=reason)
            self._kept(lambda: rounds.save_agreed(self.folder, wanted, before))
            self.look_again()

    def look_again(self) -> None:
        """Take in what the room has agreed, on the answers as they were when they were closed."""
        with self.lock:
            self._read()
            if self.room.upto:
                self.seen = self._looked_at()
            self.touched()

    def _kept(self, write: Callable[[], object]) -> None:
        try:
            write()
        except MaturityError as error:
            self.trouble = str(error.problems[0])
            self.touched()
            raise Denied(503, self.trouble) from None
        self.trouble = ""

    # What the pages are told.

    def touched(self) -> None:
        """Tell everybody that something is new."""
        with self.lock:
            self.version += 1
        self.changed()

    def ready(self) -> tuple[int, bytes] | None:
        """What `public` gives, if it is there without work or waiting."""
        told = self._told
        return (told.version, told.public) if told.asked == self.version else None

    def public(self) -> tuple[int, bytes]:
        """The version and the whole state as JSON, for phones: a new one only where something is new in it."""
        with self.lock:
            if self._told.asked != self.version:
                self._told = self._told.after(self.version, self.boot, self._public())
            return self._told.version, self._told.public

    def _public(self) -> Data:
        data = shown.public(self.room, self.seen, *self.people.counts(self._answered()))
        chosen = self.people.chosen()
        for one in data["wishes"]:
            one["n"] = chosen.count(one["id"])
        return data

    def _answered(self) -> Collection[str]:
        """Who counts as having answered: before the start nobody does, for who is here has not begun."""
        return () if self.room.phase == "lobby" else self.known

    def desk(self) -> Data:
        """What the desk is told beside it: nothing that the projector may not show."""
        with self.lock:
            order = self._order(self.room)
            return {
                "v": self.version,
                "boot": self.boot,
                **self._public(),
                "items": [] if self.seen is None else [self._row(name) for name in order],
                "onward": _plain(onward(self.room, order)),
                "back": _plain(backward(self.room, order)),
                "reached": self.people.reached,
                "trouble": self.trouble,
                "cluster": self.round.cluster.name,
                "label": self.round.label,
                "folder": str(self.folder),
                "remarks": self.remarks,
                "made": [{"name": one.name, "path": str(one)} for one in self.made],
            }

    def _row(self, name: str) -> Data:
        assert self.seen is not None
        item, agreed = self.round.questionnaire.item_by_id[name], self.seen.agreed.get(name)
        return {
            "id": name,
            "short": item.short,
            "revealed": name in self.room.revealed,
            "agreed": None if agreed is None else agreed.level,
        }

    def close(self) -> None:
        """Save what has come in, and stop."""
        self.outbox.close()


def _plain(step: Press | None) -> Data | None:
    return None if step is None else {"to": step.to, "item": step.item}
