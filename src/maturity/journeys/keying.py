"""Paper ballots into a round, one keyed line at a time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from maturity import store
from maturity.collect.ballots import Pile, Taken, layout, pile, take
from maturity.collect.reply_code import stamped
from maturity.errors import Problem, UsageError
from maturity.journeys.rounds import opened, school_and_role
from maturity.model import Response, Round

_KEYED = re.compile(r"(paper-[a-hjkmnp-z2-9]{4})-(\d+)")


@dataclass(frozen=True, slots=True)
class Ballots:
    """What a round asks on paper, and which ballots of it are in.

    Args:
        folder: keeps the round.
        round: as it is now.
        remarks: what is worth saying about it.
        keyed: ballots that are in: the beginning of their ids, which is its own for whoever keyed them in, and their
            numbers, to what they say.
    """

    folder: Path
    round: Round
    remarks: tuple[str, ...]
    keyed: dict[tuple[str, int], Response]

    def pile(self, school: str, role: str | None) -> Pile:
        """What a line holds for a school and a role, each by id or by name.

        Raises:
            UsageError: there is no such school or role, or none is named and there are roles.
        """
        found, of = school_and_role(self.round, school, role)
        if found is None or (of is None and self.round.questionnaire.roles):
            raise UsageError("the school or the role is not known", "say whose ballots these are")
        return pile(self.round, found, of)

    def layout(self, school: str, role: str | None) -> str:
        """The same in words: which questions of the ballot, and from where to where levels go if that differs."""
        return layout(self.round, self.pile(school, role))

    def next_number(self, tag: str) -> int:
        """The number of the ballot that is keyed in next."""
        return max((number for of, number in self.keyed if of == tag), default=0) + 1


def ballots_at(path: Path) -> Ballots:
    """The ballots of a round; raises as `opened`."""
    folder, round_, remarks = opened(path)
    found = ((one, _KEYED.fullmatch(one.respondent)) for one in round_.responses)
    keyed = {(name[1], int(name[2])): one for one, name in found if name is not None}
    return Ballots(folder, round_, tuple(remarks), dict(sorted(keyed.items())))


def key(path: Path, line: str, *, tag: str, number: int, school: str, role: str | None, at: dt.datetime) -> Taken:
    """Keep the ballot, or the example for the last one, that a line holds; `Taken.problems` says why it was not.

    Args:
        path: the folder of a round or a cluster.
        tag: `paper-` and four letters or digits, which nobody else uses who keys in.
        number: of the ballot; a line that comes a second time is kept once.
        school, role: whose ballot it is, by id or by name.
        at: now, with its time zone.

    Raises:
        UsageError: as `Ballots.pile`.
        InputError: the round cannot be read, or it could not be saved.
    """
    there = ballots_at(path)
    known = {one.respondent: one for one in there.round.responses}
    last = there.keyed.get((tag, there.next_number(tag) - 1))
    taken = take(there.round, there.pile(school, role), line, f"{tag}-{number:02}", last, known)
    if taken.ballot is None:
        return taken
    before = None if taken.is_last else there.keyed.get((tag, number))
    is_ballot = taken.ballot.respondent.startswith(tag)
    if is_ballot and before is not None and _said(before) == _said(taken.ballot):
        return taken
    if is_ballot and before is not None:
        message = f"ballot {number} is in already, and says something else"
        return Taken(None, "", (Problem("", None, "", "ballot-taken", message, "take it back first, or go on"),))
    save_ballot(there.folder, taken.ballot, at, known.get(taken.ballot.respondent))
    return taken


def _said(ballot: Response) -> Response:
    return ballot.model_copy(update={"submitted": None, "evidence": {}})


def save_ballot(folder: Path, ballot: Response, at: dt.datetime, before: Response | None = None) -> Response:
    """Keep a ballot, the same with an example, or what a reply code says.

    Args:
        before: what was known of the same person.

    Returns:
        what was kept, with the time at which it was handed in where that is known.
    """
    whole = stamped(ballot, before, at)
    # What was read out in a room is nothing by which somebody may go on.
    store.append(folder, whole, at=at, base=before, code=_KEYED.fullmatch(ballot.respondent) is not None)
    return whole


def take_back(folder: Path, kept: Response, at: dt.datetime, before: Response | None = None) -> None:
    """Take a line back that was kept; what was known of the same person before counts again."""
    if before is None:
        store.withdraw(folder, kept.respondent, at=at, of_desk=True)
    else:
        store.append(folder, before, at=at, base=kept)
