"""A round in its folder and the room that sits around it: the one place where both are changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.errors import InputError, MaturityError
from maturity.folder.journal import current
from maturity.folder.names import JOURNAL
from maturity.folder.workshop import Happened, Happening, since_ended
from maturity.journeys.ask import Ask
from maturity.journeys.closing import Closing, settled
from maturity.live import shown
from maturity.live.gathering import CODE, OWN, Gathering
from maturity.live.kept import ANEW, ANEW_ENDED, BACK_FIRST, since_closed
from maturity.live.lacking import lack_of
from maturity.live.refusals import Denied, in_sentences
from maturity.live.room import AFTER, BLANKS, OVER, NotNow, Press, Room, after, backward, onward
from maturity.live.shown import Data, Picture, Told
from maturity.model import Agreed, Response
from maturity.model.plan import MOST_PRIORITIES
from maturity.store import answers as stored
from maturity.store import rounds, workshop

LONGEST_REASON = 500
LOST = (
    "The answers are no longer those that were closed: somebody's were erased, or came in from a copy. What was shown "
    "is not shown again, for beside what is there now it would give them away. Start opens the answers once more."
)
NOWHERE = "Close the answers first."
_KINDS: Mapping[str, Happening] = {
    "open": "opened",
    "closed": "closed",
    "reveal": "revealed",
    "hide": "hid",
    "ended": "ended",
}


class Hall(Gathering):
    """Everything that the pages may ask for.

    All methods may be called from any thread. What they change is on the disk when they return.
    """

    def __init__(self, folder: Path, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(folder, clock)
        self.boot = secrets.token_hex(4)
        self.made: list[Path] = []
        self.notice = self.by_school = ""
        self._told = Told()
        self.session = workshop.session(self.folder, clock())
        self.seen: Picture | None = None
        self._counted: Sequence[Response] = ()
        self._closed_at, self._sign = clock(), ""
        self._recall()
        self.room = self._restored()
        self._checked = self._following

    def _recall(self) -> None:
        """Who answered on a phone before the program began: those of this sitting say once more that they are done."""
        on_phones = {one for one in self._own if CODE.fullmatch(one.removeprefix(OWN)) and one.startswith(OWN)}
        self.people.before |= on_phones
        last = {one.respondent: one.recorded.timestamp() for one in stored.read(self.folder).records}
        self.people.by_phone |= {one for one in on_phones if last.get(one, 0.0) >= self.session.made - 1}

    def _restored(self) -> Room:
        """The room where it was before the program ended; before its start where what it saw is not there any more."""
        room, is_lost = Room(self.round.mode), False
        for one in since_ended(workshop.happened(self.folder)):
            step = Press(one.to, one.item, everything=True)  # type: ignore[arg-type]
            try:
                self.seen = self.seen if room.upto else None
                is_before = one.kind in ("opened", "closed") or one.to in BLANKS
                room = room if is_before else self._out_already(room)
                room = after(room, step, self._order(room), one.upto)
            except (NotNow, KeyError):
                continue
            if one.kind == "opened":
                self.seen, is_lost = None, False
            if room.upto and self.seen is None:
                self._counted, sign = self._closed_with(room.upto, one.recorded)
                self._closed_at, self._sign = one.recorded, one.sign
                self.seen = self._looked_at()
                is_lost = one.sign not in ("", sign) and self.round.published is None
        return self._out_already(self._lost(room) if is_lost else room)

    def _lost(self, room: Room) -> Room:
        """The room before its start, where what it saw is not there any more."""
        # What would be shown now, and what was shown, give away between them who is missing.
        self.seen, self._counted, self._sign, self.notice, self.by_school = None, (), "", LOST, ""
        return Room(self.round.mode, blank=room.blank, turn=room.turn + 1)

    def _unless_lost(self, room: Room) -> Room:
        """The room, or that before its start; to be asked where the file was written anew, as erasing does."""
        if self._sign == "" or self._checked is self._following or room.phase not in AFTER or self.kept.missing:
            # What was lost may be put back, and then is what was closed.
            return room
        self._checked = self._following
        is_lost = self.round.published is None and self._closed_with(room.upto, self._closed_at)[1] != self._sign
        return self._lost(room) if is_lost else room

    def _out_already(self, room: Room) -> Room:
        """The room, which can only look at results that are out already."""
        if self.round.published is None or room.phase not in ("lobby", "open"):
            return room
        self._counted = self.round.responses
        self.seen = self._looked_at()
        return replace(room, phase="closed", upto="published", turn=room.turn + 1)

    def taken_in(self) -> None:
        """Go along with what other programs have done: another kind, results that are out, or somebody erased."""
        room = self._out_already(self._unless_lost(replace(self.room, kind=self.round.mode)))
        if room != self.room:
            self.room = room
            self.touched()

    def _order(self, room: Room) -> tuple[str, ...]:
        return self.seen.order if self.seen is not None else ()

    def _closed_with(self, upto: str, at: dt.datetime) -> tuple[Sequence[Response], str]:
        """The answers as they were when they were closed, and a sign that is another where one of them is missing.

        Args:
            upto: id of the last record that counts; where that is not there any more, `at` says when it was.
        """
        records = stored.read(self.folder).records
        place = next((n for n, one in enumerate(records) if one.id == upto), None)
        before = records[: place + 1] if place is not None else [one for one in records if one.recorded <= at]
        last = {one.respondent: one.id for one in before}
        return current(before), hashlib.sha256("\n".join(sorted(last.values())).encode()).hexdigest()[:16]

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
            schools=round_.cluster.names_apart,
        )

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
            if closes or step.to == "open":
                # Of all people, not only of those who were there when the program began; of the kind that it has now.
                self._read_anew()
                self.taken_in()
            if closes and self.kept.missing:
                raise Denied(409, BACK_FIRST)
            try:
                moved = after(self.room, step, self._order(self.room), self._upto() if closes else "")
            except NotNow as reason:
                raise Denied(409, str(reason)) from None
            if closes:
                self._publish()
                moved = replace(moved, upto=self._upto())
            counted, sign = self._closed_with(moved.upto, self.clock()) if closes else ((), "")
            # A screen goes blank on a full disk too.
            with suppress(Denied) if step.to in BLANKS else nullcontext():
                self._happened(step, moved, sign)
            if moved.upto != self.room.upto:
                self._counted, self.by_school, self._sign, self._closed_at = counted, "", sign, self.clock()
                self.seen = self._looked_at() if moved.upto else None
            self.room = moved
            self.notice = "" if step.to == "open" else self.notice
            if step.to == "ended":
                workshop.end_session(self.folder)
            self.touched()

    def _upto(self) -> str:
        records = stored.read(self.folder).records
        return records[-1].id if records else ""

    def _publish(self) -> None:
        """Close the round where closing is what publishes it."""
        if lacks := lack_of(self.round, self.known.values()):
            raise Denied(409, lacks)
        try:
            round_ = settled(self.folder, self.round, Ask(close=lambda _: Closing()))
        except InputError as error:
            raise Denied(409, in_sentences(error.problems[0])) from None
        if round_.published is not self.round.published:
            self._read_anew()

    def _happened(self, step: Press, moved: Room, sign: str) -> None:
        kind = _KINDS.get(step.to, "phase")
        upto = moved.upto if kind in ("closed", "revealed") else ""
        self._kept(
            lambda: workshop.add_happened(self.folder, Happened(kind, step.to, moved.item, upto, self.clock(), sign))
        )

    def looked_at(self) -> Picture:
        """What the room looks at now, and so can agree on.

        Raises:
            Denied: it looks at nothing yet, or not any more.
        """
        if self.room.phase == "ended":
            raise Denied(409, OVER)
        if self.seen is None or self.room.phase not in AFTER:
            raise Denied(409, NOWHERE)
        return self.seen

    def agree(self, item: str, level: int | None, reason: str) -> None:
        """Keep what the room says together of one item; None takes it back.

        Raises:
            Denied: the level is none of the item's, or it could not be saved.
        """
        with self.lock:
            self.refresh()
            if item not in self.looked_at().order:
                raise Denied(409, NOWHERE)
            questionnaire = self.round.questionnaire
            if level is not None and level not in questionnaire.levels_of(questionnaire.item_by_id[item]):
                raise Denied(422, "This question has no such level.")
            if len(reason) > LONGEST_REASON:
                raise Denied(422, f"The reason is too long: {LONGEST_REASON} letters at most.")
            before = self.looked_at().agreed
            wanted = {name: one for name, one in before.items() if name != item}
            if level is not None:
                wanted[item] = Agreed(level=level, reason=reason)
            self._kept(lambda: rounds.save_agreed(self.folder, wanted, before))
            self.look_again()

    def look_again(self) -> None:
        """Take in what the room has agreed, on the answers as they were when they were closed."""
        with self.lock:
            self._read_anew()
            self.taken_in()
            if self.room.upto:
                self.seen = self._looked_at()
            self.touched()

    def others_than_closed(self) -> str:
        """That the answers in the folder are others than those that were closed, and how files are made again.

        Empty where they are the same, and in a round whose results are out, which no answer changes any more.
        """
        with self.lock:
            return self._lacking() or self._since()

    def _since(self) -> str:
        is_held_to = self.room.upto and self.room.kind == "named" and self.round.published is None
        since = since_closed(self._counted, self.known) if is_held_to else ""
        return f"{since} {ANEW_ENDED if self.room.phase == 'ended' else ANEW}" if since else ""

    def _lacking(self) -> str:
        return self.kept.lacking(str(self.folder / JOURNAL))

    def _lacks(self) -> str:
        """Why answers cannot be closed now; empty where they can, or are."""
        if not self.room.takes_answers:
            return ""
        return BACK_FIRST if self.kept.missing else lack_of(self.round, self.known.values())

    def show_schools(self, item: str) -> None:
        """Show one question by school on the screen, or none where `item` is empty."""
        with self.lock:
            self.by_school = item
            self.touched()

    def _kept(self, write: Callable[[], object]) -> None:
        try:
            write()
        except MaturityError as error:
            self._troubled(str(error.problems[0]))
            raise Denied(503, self.trouble) from None
        self.trouble = ""

    # What the pages are told.

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
            order, data = self._order(self.room), self._public()
            schools = self._schools()
            if data["shown"] is not None and self.by_school == self.room.item:
                data["shown"]["schools"] = schools
            return {
                "v": self.version,
                "boot": self.boot,
                **data,
                "hasSchools": schools is not None,
                "items": [] if self.seen is None else [self._row(name) for name in order],
                "onward": _plain(onward(self.room, order)),
                "back": _plain(backward(self.room, order)),
                "reached": self.people.reached,
                "fromOne": self.people.from_one(self.known),
                "fromUnknown": self.people.from_unknown(self.known),
                "lacks": self._lacks(),
                "trouble": self.trouble or self._lacking(),
                "cluster": self.round.cluster.name,
                "label": self.round.label,
                "isRehearsal": self.round.rehearsal,
                "folder": str(self.folder),
                "remarks": [*self.remarks, *filter(None, [self.notice, "" if self.kept.missing else self._since()])],
                "made": [{"name": one.name, "path": str(one)} for one in self.made],
            }

    def _schools(self) -> list[Data] | None:
        """The bars of each school, of the question that is shown."""
        return shown.by_school(self.seen.assessment, self.room.item) if self.seen and self.room.is_shown else None

    def _row(self, name: str) -> Data:
        assert self.seen is not None
        item, agreed = self.round.questionnaire.item_by_id[name], self.seen.agreed.get(name)
        return {
            "id": name,
            "short": item.short,
            "revealed": name in self.room.revealed,
            "agreed": None if agreed is None else agreed.level,
        }


def _plain(step: Press | None) -> Data | None:
    return None if step is None else {"to": step.to, "item": step.item}
