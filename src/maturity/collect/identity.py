"""Whether a row of a file is somebody who is there already: by what never changes, never by how it is displayed.

Two downloads of one form differ in order, seconds, time zones, quotes and words for levels. A row that its system gives
an id is that id. Where there is none, it is the minute at which it was handed in, without a zone, within a school and a
role; people of one minute are told apart by what they answered. What stays in doubt is asked, never decided here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from maturity.model import Response
from maturity.model.export import Identity, Understood, made_id

OLD = re.compile(r".+-[0-9a-f]{10}")
"""Ids that an earlier version made from how a row was displayed."""
FEWEST = 3
"""Answers that two rows need in common before their likeness means anything."""
FARTHEST = dt.timedelta(hours=27)
"""No two time zones lie further apart."""
Doubtful = Literal["corrected", "moved", "shifted", "undated"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that may be somebody who is there already.

    Args:
        kind: `corrected`: the same minute, school and role, other answers; `moved`: the same minute and answers,
            another school or role; `shifted`: the same answers, whole hours apart; `undated`: the same answers, and no
            time on one side.
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
) -> tuple[list[list[Response]], list[Doubt]]:
    """Give every row of some files the id of the person that it is.

    Args:
        files: as understood, in the order in which they were given; a later one may hold people of an earlier one.
        there: respondent to response of everybody who ever answered, those who have withdrawn included.
        same: what somebody decided about all doubts: True, the same people; False, other people; None, nobody did.

    Returns:
        the responses of each file under their final ids; and what is in doubt, empty once it was decided.
    """
    known, found, doubts = dict(there), [], list[Doubt]()
    for file in files:
        responses, open_ = _Matching(file, known).run(same)
        found.append(responses)
        doubts += open_ if same is None else []
        known |= {response.respondent: response for response in responses}
    return found, doubts


class _Matching:
    """Matches the rows of one file with the people who are known."""

    def __init__(self, file: Understood, known: Mapping[str, Response]) -> None:
        self.file, self.known = file, known
        self.system = file.export.system
        self.rows = list(zip(file.identities, file.responses, strict=True))
        self.who: dict[int, str] = {}
        """Place of a row in `rows`, to its respondent."""
        self.taken: set[str] = set()

    def run(self, same: bool | None) -> tuple[list[Response], list[Doubt]]:
        """The responses under their ids, and the doubts."""
        for place, (identity, _) in enumerate(self.rows):
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
        responses = [
            response.model_copy(update={"respondent": self.who[place]}) for place, (_, response) in enumerate(self.rows)
        ]
        return responses, list(doubts.values())

    def settle(self, place: int, respondent: str) -> None:
        """Say who a row is."""
        self.who[place] = respondent
        self.taken.add(respondent)

    def unmatched(self) -> list[int]:
        """Places of rows that nobody was found for."""
        return [place for place in range(len(self.rows)) if place not in self.who]

    def free(self) -> list[Response]:
        """People of this file's system whom no row was found to be; two systems are two forms, however alike."""
        lead = f"{self.system}-"
        return [one for name, one in self.known.items() if name.startswith(lead) and name not in self.taken]

    def match_alike(self) -> None:
        """The same minute, school, role and answers, or the same without any minute: the same person."""
        free: dict[object, list[str]] = {}
        for one in self.free():
            free.setdefault((_minute(one), _group(one), _said(one)), []).append(one.respondent)
        for place in self.unmatched():
            identity, response = self.rows[place]
            minutes = identity.moments if identity.by == "moment" else (_minute(response),)
            for minute in minutes or (None,):
                there = free.get((minute, _group(response), _said(response)), [])
                # Who has an id of the system is matched by it; ids of earlier versions cannot be.
                fits = [name for name in there if identity.by != "id" or OLD.fullmatch(name)]
                if fits:
                    there.remove(fits[0])
                    self.settle(place, fits[0])
                    break

    def doubts(self) -> dict[int, Doubt]:
        """Rows that may be one of the people left over, each with the likeliest of them."""
        found: dict[int, Doubt] = {}
        near: dict[object, list[Response]] = {}
        for one in self.free():
            for key in (_minute(one), _said(one)):
                near.setdefault(key, []).append(one)
        spoken_for: set[str] = set()
        for place in self.unmatched():
            identity, response = self.rows[place]
            likely = [one for key in (*identity.moments, _said(response)) for one in near.get(key, ())]
            for one in likely if identity.by != "id" else ():
                kind = _likeness(identity, response, one)
                if kind is not None and one.respondent not in spoken_for:
                    found[place] = Doubt(kind, self.file.export.source, identity.row, one.respondent)
                    spoken_for.add(one.respondent)
                    break
        return found

    def fresh(self, place: int) -> str:
        """An id that nobody has yet, the same whenever the same files come in the same order."""
        identity, response = self.rows[place]
        if identity.aliases:
            return identity.aliases[0]
        key = identity.moments[0].isoformat() if identity.moments else repr(_said(response))
        names = (made_id(self.system, "\n".join((key, *_group(response), str(n)))) for n in count())
        return next(name for name in names if name not in self.known and name not in self.taken)


def _likeness(identity: Identity, response: Response, one: Response) -> Doubtful | None:
    """Why a row and somebody who is there may be the same person; None if nothing says so."""
    then, alike = _minute(one), _said(response) == _said(one)
    in_group, telling = _group(response) == _group(one), len(response.answers) >= FEWEST
    if then is not None and then in identity.moments:
        return "corrected" if in_group else "moved" if alike else None
    if not (alike and in_group and telling):
        return None
    if then is None or not identity.moments:
        return "undated"
    if any(then.minute == minute.minute and abs(then - minute) <= FARTHEST for minute in identity.moments):
        return "shifted"
    return None


def _minute(response: Response) -> dt.datetime | None:
    """When it was handed in, to the minute, as the clock at the place showed it."""
    time = response.submitted
    return None if time is None else time.replace(second=0, microsecond=0, tzinfo=None)


def _group(response: Response) -> tuple[str, str]:
    return response.school, response.role or ""


def _said(response: Response) -> tuple[object, ...]:
    """What was answered, without what was passed over."""
    answers = {item: answer for item, answer in response.answers.items() if answer is not None}
    return tuple(tuple(sorted(part.items())) for part in (answers, response.portraits, response.evidence))
