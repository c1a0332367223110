"""Before there is a round: what `maturity start` asks, on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from maturity.errors import InputError, MaturityError, Problem
from maturity.folder.rounds import round_folder
from maturity.journeys import opening
from maturity.journeys.offering import Offer, offered
from maturity.journeys.places import RoundThere
from maturity.live.refusals import Denied, in_sentences
from maturity.live.shown import Data
from maturity.live.wished import Wished, own_offer, told_of_kind
from maturity.source.content import is_file
from maturity.store import workshop
from maturity.store.checkup import can_be_made
from maturity.text.clean import plain
from maturity.text.words import day as in_words

BEFORE = -1_000_000
"""Versions of what the page is told before there is a room lie below those of a room."""
USUAL_SCHOOLS, MOST_SCHOOLS = 3, 500
"""Before any is named; and for which it is worked out what can be chosen."""
A_DAY = dt.timedelta(days=1)
RECENT = dt.timedelta(days=60)
"""A round of so long ago is last time's; what comes is the next one."""


def round_to_hold(folder: Path, today: dt.date) -> Path | None:
    """The round that somebody means who names a folder; None where that has to be asked, as after a workshop's end.

    Raises:
        InputError: the folder cannot be looked into, or it is a file, or would lie in one.
    """
    for one in (folder, *folder.parents):
        if is_file(one):
            round_folder(one)
    there = opening.cluster_at(folder)
    if there.given is not None:
        return there.given
    latest = there.latest
    if latest is None:
        return None
    since = workshop.sitting_since(latest.folder)
    if since is not None and not latest.problems and abs(today - since.astimezone().date()) <= A_DAY:
        # Closing may have put its results out: the room still has to look at them.
        return latest.folder
    if not there.is_open or was_held(latest.folder):
        return None
    is_recent = latest.date is None or abs(today - latest.date) <= RECENT
    return latest.folder if is_recent or not latest.is_answered else None


class Setup:
    """A folder in which a workshop is to be held.

    Args:
        folder: of a cluster, or the one that clusters lie in.
    """

    def __init__(self, folder: Path, clock: Callable[[], dt.datetime]) -> None:
        self.root = self.folder = folder
        self.clock = clock
        self.version = BEFORE

    @property
    def today(self) -> dt.date:
        """The day at this laptop."""
        return self.clock().astimezone().date()

    def where(self) -> str:
        """Where a partnership will lie that is begun here; empty where one lies here already, or several do.

        Raises:
            InputError: nothing can be saved there.
        """
        there = opening.cluster_at(self.root)
        if there.holds == "cluster" or there.below:
            return ""
        place = self.root.resolve()
        if not can_be_made(place):
            hint = "name a folder of your own: maturity workshop FOLDER"
            raise InputError(Problem(str(place), None, "", "unwritable", "nothing can be saved there", hint))
        if place.exists():
            return f"No partnership lies in {place} yet: the desk asks for one, and makes a new folder in it."
        return f"{place} is a new folder: it is made once the desk knows what the workshop is about."

    def told(self) -> Data:
        """All that the page asks with: what there is, and what can be chosen."""
        there = opening.cluster_at(self.folder)
        found = [*there.rounds, *there.rehearsals]
        own = own_offer(there)
        number = len(there.schools) or USUAL_SCHOOLS
        return {
            "isCluster": there.holds in ("cluster", "round"),
            "cluster": plain(there.name),
            "schools": [plain(one.name) for one in there.schools],
            "kind": there.kind,
            "rounds": [_round(one) for one in reversed(found)],
            "below": [{"name": plain(one.name), "folder": str(one.folder)} for one in there.below],
            "above": "" if self.folder == self.root else str(self.root.resolve()),
            "label": there.free_label(self.today),
            "asks": there.latest.asked.id if there.latest and there.latest.asked and own is None else "",
            "unfinished": [
                {"id": one.id, "title": plain(one.title)} for one in (there.latest.unfinished if there.latest else ())
            ],
            "offers": [*([_offer(own) | {"id": ""}] if own else []), *_offers(number)],
            "problems": [plain(str(one)) for one in there.problems],
            "folder": str(self.folder.resolve()),
        }

    def begin(self, said: Mapping[str, Any]) -> Path | Data:
        """Open a round that is there, choose another cluster, or start a new round.

        Args:
            said: `act`: `open` or `choose` with a `folder`, `all` to go back to where several clusters lie, `offers`
                with a number of `schools`; `look` or `start` with what `maturity start` asks, where `look` makes
                nothing and says what would be made, or what speaks against it, by field.

        Returns:
            the folder of the round, or what else was asked for.

        Raises:
            Denied: it cannot be done; nothing was made.
        """
        match said.get("act"):
            case "offers":
                return {"offers": self._offered(said.get("schools"))}
            case "open":
                there = opening.cluster_at(self.folder)
                return self._known(said, [one.folder for one in (*there.rounds, *there.rehearsals)])
            case "choose":
                return self._moved(self._known(said, [one.folder for one in opening.cluster_at(self.folder).below]))
            case "all":
                return self._moved(self.root)
            case "look":
                wished = self._wished(said)
                wrong = wished.objections()
                return {"wrong": wrong, "made": [], "remarks": []} if wrong else _shown(wished)
            case "start":
                return self._started(self._wished(said))
        raise Denied(422, "There is no such thing to do.")

    def _moved(self, folder: Path) -> Data:
        self.folder = folder
        self.version += 1
        return {"chosen": str(folder)}

    def _offered(self, number: object) -> list[Data]:
        own = own_offer(opening.cluster_at(self.folder))
        most = number if type(number) is int and 0 <= number <= MOST_SCHOOLS else USUAL_SCHOOLS
        return [*([_offer(own) | {"id": ""}] if own else []), *_offers(most)]

    def _known(self, said: Mapping[str, Any], folders: Sequence[Path]) -> Path:
        for one in folders:
            if str(one) == said.get("folder"):
                return one
        raise Denied(404, "There is no such folder any more. Reload the page.")

    def _wished(self, said: Mapping[str, Any]) -> Wished:
        try:
            return Wished(opening.cluster_at(self.folder), said, self.today)
        except MaturityError as error:
            raise Denied(422, " ".join(map(in_sentences, error.problems))) from None

    def _started(self, wished: Wished) -> Path:
        if wrong := wished.objections():
            raise Denied(422, " ".join(wrong.values()))
        keep, drop = wished.kept
        try:
            made = opening.open_round(wished.folder, wished.wish(), rehearsal=wished.is_rehearsal, keep=keep, drop=drop)
        except MaturityError as error:
            raise Denied(422, " ".join(map(in_sentences, error.problems))) from None
        return made.path


def _shown(wished: Wished) -> Data:
    return {"wrong": {}, "made": wished.lines(), "remarks": wished.remarks()}


def _round(one: RoundThere) -> Data:
    return {
        "folder": str(one.folder),
        "label": plain(one.label),
        "date": in_words(one.date) if one.date else "",
        "isAnswered": one.is_answered,
        "isEnded": one.is_ended,
        "isHeld": was_held(one.folder),
        "isRehearsal": one.is_rehearsal,
    }


def was_held(folder: Path) -> bool:
    """Whether the last workshop of a round came to its end."""
    found = workshop.happened(folder)
    return bool(found) and found[-1].kind == "ended"


@cache
def _offers(schools: int) -> tuple[Data, ...]:
    return tuple(map(_offer, offered(schools)))


def _offer(one: Offer) -> Data:
    return {
        "id": one.asked.id,
        "title": plain(one.asked.title),
        "size": one.size,
        "reads": one.reads,
        "subject": one.asked.subject,
        "kinds": [
            {
                "kind": kind.kind,
                "used": kind.used,
                "told": told_of_kind(kind.kind),
                "whyNot": _why_not(kind.why_not, one.asked.id),
            }
            for kind in one.kinds
        ],
    }


def _why_not(said: str, asked: str) -> str:
    """Why a kind cannot be, beside the questionnaire that says so."""
    said = said.removeprefix(f"{asked}: ")
    return f"{said[:1].upper()}{said[1:]}"
