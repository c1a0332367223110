"""Whether a row of a file is somebody who is there already: by what never changes, never by how it is displayed.

Two downloads of one form differ in order, seconds, time zones, quotes and words for levels. A row that its system gives
an id is that id. Where there is none, it is the minute at which it was handed in, without a zone, within a school and a
role; people of one minute are told apart by what they answered. What stays in doubt is asked, never decided here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from typing import Literal, get_args

from maturity.model import Response
from maturity.model.export import GLOBAL_IDS, Identity, System, Understood, made_id, minute_of
from maturity.packed import ByName, compact

OLD = re.compile(r".+-[0-9a-f]{10}")
"""Ids that an earlier version made from how a row was displayed."""
FEWEST = 3
"""Answers that a row without any time needs before it means anything that most of them are somebody else's."""
FARTHEST_HOURS = 27
"""No two time zones lie further apart."""
_MADE = tuple(f"{system}-" for system in get_args(System) if system != "maturity")
"""How ids begin that were made from a row of an export."""
Doubtful = Literal["corrected", "moved", "renumbered", "shifted", "undated", "reshaped", "revised"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that may be somebody who is there already.

    Args:
        kind: `corrected`: the same minute, school and role, other answers, and where rows have ids, no longer in the
            file; `moved`: the same minute and answers, another school or role; `renumbered`: the same minute and
            answers, another id; `shifted`: the same answers, whole hours apart; `undated`: the same answers, and no
            time on one side; `reshaped`: the same answers, in a table that may be what is left of an export;
            `revised`: nearly the same answers as somebody who is no longer in the file.
        source: the file.
        row: as a spreadsheet counts them.
        respondent: who it may be.
    """

    kind: Doubtful
    source: str
    row: int
    respondent: str


def identify(
    files: Sequence[Understood], there: Mapping[str, Response], same: bool | None = None
) -> tuple[list[Sequence[Response]], list[Doubt]]:
    """Give every row of some files the id of the person that it is.

    Args:
        files: as understood, in the order in which they were given; a later one may hold people of an earlier one.
        there: respondent to response of everybody who ever answered, those who have withdrawn included.
        same: what somebody decided about all doubts: True, the same people; False, other people; None, nobody did.

    Returns:
        the responses of each file under their final ids; and what is in doubt, empty once it was decided.
    """
    later = ByName(there.items()) if len(files) > 1 else None
    found: list[Sequence[Response]] = []
    doubts: list[Doubt] = []
    for file in files:
        responses, open_ = _Matching(file, there if later is None else later).run(same)
        found.append(responses)
        doubts += open_ if same is None else []
        if later is not None:
            for response in responses:
                later.put(response.respondent, response)
    return found, doubts


class _Matching:
    """Matches the rows of one file with the people who are known."""

    def __init__(self, file: Understood, known: Mapping[str, Response]) -> None:
        self.file, self.known = file, known
        self.system = file.export.system
        self.who: list[str | None] = [None] * len(file.responses)
        """The respondent that each row is, as soon as that is known."""
        self.taken: set[str] = set()
        self.numbers: dict[object, Iterator[int]] = {}
        """What the next id counts from, for minutes or answers that several have within a school and a role."""

    def run(self, same: bool | None) -> tuple[Sequence[Response], list[Doubt]]:
        """The responses under their ids, and the doubts."""
        for place, identity in enumerate(self.file.identities):
            if identity.by == "name":
                self.settle(place, identity.aliases[0])
            elif known := next((alias for alias in identity.aliases if alias in self.known), None):
                self.settle(place, known)
        self.match_alike()
        doubts = self.doubts()
        for place, doubt in doubts.items() if same else ():
            self.settle(place, doubt.respondent)
        for place in self.unmatched():
            self.settle(place, self.fresh(place))
        named = zip(self.who, self.file.responses, strict=True)
        responses = compact(response.model_copy(update={"respondent": who}) for who, response in named)
        return responses, list(doubts.values())

    def row(self, place: int) -> tuple[Identity, Response]:
        """What tells a row from others, and what it says."""
        return self.file.identities[place], self.file.responses[place]

    def settle(self, place: int, respondent: str) -> None:
        """Say who a row is."""
        self.who[place] = respondent
        self.taken.add(respondent)

    def unmatched(self) -> list[int]:
        """Places of rows that nobody was found for."""
        return [place for place, who in enumerate(self.who) if who is None]

    def free(self) -> Iterator[Response]:
        """People of this file's system whom no row was found to be, the last first.

        A table may be what is left of any export.
        """
        leads = _MADE if self.system == "table" else (f"{self.system}-", "table-")
        names = [name for name in self.known if name not in self.taken and name.startswith(leads)]
        return (self.known[name] for name in reversed(names))

    def match_alike(self) -> None:
        """The same minute, school, role and answers, or the same without any minute: the same person."""
        left = _Left()
        for one in self.free():
            is_other = not one.respondent.startswith(f"{self.system}-")
            if is_other and _minute(one) is None:
                continue
            # Who has an id of the system is matched by it; ids of earlier versions and of other systems cannot be.
            by_id = not is_other and not OLD.fullmatch(one.respondent)
            left.put(one.respondent, (by_id, _minute(one), _group(one), _said(one)))
        if not left.by_trait:
            return
        for place in self.unmatched():
            identity, response = self.row(place)
            minutes = identity.moments if identity.by == "moment" else (_minute(response),)
            keys = [
                (by_id, minute, _group(response), _said(response))
                for minute in minutes or (None,)
                for by_id in ((False,) if identity.by == "id" else (True, False))
            ]
            if (who := left.take(keys)) is not None:
                self.settle(place, who)

    def doubts(self) -> dict[int, Doubt]:
        """Rows that may be one of the people left over, each with the likeliest of them."""
        left = _Left()
        for one in self.free():
            left.put(one.respondent, *_traits(one))
            if self.system == "table" or not one.respondent.startswith(f"{self.system}-"):
                is_own = one.respondent.startswith(f"{self.system}-")
                left.put(one.respondent, ("reshaped", is_own, _group(one), _said(one)))
        if not left.by_trait:
            return {}
        goes_on = any(name in self.known for name in self.who if name is not None)
        found: dict[int, Doubt] = {}
        for kind in get_args(Doubtful):
            for place in self.unmatched():
                identity, response = self.row(place)
                # Ids that count from 1 depend on a time, and so on how it is shown; others do not.
                is_sure = identity.by == "id" and self.system in GLOBAL_IDS and kind in ("undated", "shifted")
                if place in found or is_sure:
                    continue
                if (who := left.take(_likenesses(kind, identity, response, goes_on))) is not None:
                    found[place] = Doubt(kind, self.file.export.source, identity.row, who)
        return dict(sorted(found.items()))

    def fresh(self, place: int) -> str:
        """An id that nobody has yet, the same whenever the same files come in the same order."""
        identity, response = self.row(place)
        if identity.aliases:
            return identity.aliases[0]
        key = identity.moments[0].isoformat() if identity.moments else repr(_said(response))
        first = made_id(self.system, "\n".join((key, *_group(response), "0")))
        if first not in self.known and first not in self.taken:
            return first
        number = self.numbers.setdefault((key, _group(response)), count(1))
        names = (made_id(self.system, "\n".join((key, *_group(response), str(n)))) for n in number)
        return next(name for name in names if name not in self.known and name not in self.taken)


class _Left:
    """People who are left over, found by any of their traits and taken once."""

    def __init__(self) -> None:
        self.by_trait: dict[bytes, list[str]] = {}
        self.gone: set[str] = set()

    def put(self, who: str, *traits: object) -> None:
        """Somebody; who is put last is taken first."""
        for trait in traits:
            self.by_trait.setdefault(_digest(trait), []).append(who)

    def take(self, traits: Iterable[object]) -> str | None:
        """The first who has the first of some traits that anybody has; None if nobody has one."""
        for trait in traits:
            there = self.by_trait.get(_digest(trait), [])
            while there:
                if (who := there.pop()) not in self.gone:
                    self.gone.add(who)
                    return who
        return None


def _digest(trait: object) -> bytes:
    """What stands for a trait, which may be all that somebody answered, in little room."""
    return blake2b(repr(trait).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _traits(one: Response) -> Iterator[object]:
    """By what somebody who is there may be taken for a row, as `_likenesses` asks."""
    then, group, said = _minute(one), _group(one), _said(one)
    yield "at", then, group
    yield "moved", then, said
    yield "like", then, group, said
    yield "ever", group, said
    if then is not None:
        yield "dated", group, said
    yield from (("nearly", group, most) for most in _all_but_one(one))


def _likenesses(kind: Doubtful, identity: Identity, response: Response, goes_on: bool) -> Iterator[object]:
    """The traits of somebody whom a row may be, for one reason.

    Args:
        kind: the reason.
        identity: what tells the row from others.
        response: what it says.
        goes_on: whether the file holds people who are there already, so that it is a later state of the same form.
    """
    group, said, by_id = _group(response), _said(response), identity.by == "id"
    minutes = identity.moments if not by_id else tuple(filter(None, (_minute(response),)))
    if kind == "corrected" and (goes_on or not by_id):
        yield from (("at", minute, group) for minute in minutes)
    elif kind == "moved" and not by_id:
        yield from (("moved", minute, said) for minute in minutes)
    elif kind == "renumbered" and by_id:
        yield from (("like", minute, group, said) for minute in minutes)
    elif kind == "undated":
        if minutes:
            yield "like", None, group, said
        else:
            yield ("dated" if by_id else "ever"), group, said
    elif kind == "shifted":
        hours = range(-FARTHEST_HOURS, FARTHEST_HOURS + 1)
        yield from (("like", minute + dt.timedelta(hours=n), group, said) for minute in minutes for n in hours if n)
    elif kind == "reshaped":
        yield kind, False, group, said
        if not by_id and len(said[0]) >= FEWEST:
            yield kind, True, group, said
    elif kind == "revised" and not by_id and (goes_on or not (minutes or len(said[0]) < FEWEST)):
        yield from (("nearly", group, most) for most in _all_but_one(response))


def _all_but_one(response: Response) -> list[tuple[object, ...]]:
    """What was answered, each time without one of the answers."""
    answers, *_ = _said(response)
    return [(*answers[:place], *answers[place + 1 :]) for place in range(len(answers)) if len(answers) > 1]


def _minute(response: Response) -> dt.datetime | None:
    return None if response.submitted is None else minute_of(response.submitted)


def _group(response: Response) -> tuple[str, str]:
    return response.school, response.role or ""


def _said(response: Response) -> tuple[tuple[object, ...], ...]:
    """What was answered, without what was passed over."""
    answers = {item: answer for item, answer in response.answers.items() if answer is not None}
    return tuple(tuple(sorted(part.items())) for part in (answers, response.portraits, response.evidence))
