"""Who of those that come in from files counts: once a person, in the latest version, and never an older one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from maturity.model import Response
from maturity.packed import ByName

PARTS = {"answers": "", "portraits": "", "evidence": "evidence:", "looking_back": "looking_back:"}
"""Parts of a response to what stands before an item's id in the name of a column."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One response as it came in.

    Args:
        holds: what its file has a column for, as in `FileMapping.columns`; None if it tells everything, as a reply of
            the form does. Nothing else of the person is changed.
    """

    response: Response
    holds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What some arrivals come to.

    Args:
        people: one response a person.
        older: how many were left out because a later one by the same person is known.
        ahead: people whose time of handing in lies in the future, so that it is not known.
        disputed: people with such a time whose answers were left out, since others of a sound time are there.
    """

    people: Sequence[Response]
    older: int
    ahead: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()


AHEAD = dt.timedelta(days=1)
"""How far ahead a time may be: files without a time zone are up to fourteen hours off."""


def settle(
    arrivals: Iterable[Arrival],
    there: Mapping[str, Response],
    now: dt.datetime,
    typed: Mapping[str, dt.datetime] = MappingProxyType({}),
) -> Settled:
    """One response a person: the one that was handed in last; where that is not known, the one that is read last.

    A table changes what it has a column for. It cannot tell a question that was passed over from one that was never
    seen: who differs from what is there in nothing else stays as is. A time in the future is left out: a clock was
    wrong, and nobody's correction is dropped for it.

    Args:
        arrivals: as read, in the order of the files.
        there: respondent to response, as the round has it.
        now: with its time zone.
        typed: of people whose answers there say no time, such as those of a reply code: when these were kept. A file
            from before then that says the same brings what no code holds; one that says something else is older.
    """
    last = ByName[Response]()
    ahead: dict[str, None] = {}
    disputed: dict[str, None] = {}
    older = 0
    for arrival in arrivals:
        one, name = arrival.response, arrival.response.respondent
        before = last.get(name) or there.get(name)
        is_ahead = one.submitted is not None and _zoned(one.submitted) > now + AHEAD
        if is_ahead:
            ahead[name] = None
            one = one.model_copy(update={"submitted": None})
        sound = before if before is not None and before.submitted and _zoned(before.submitted) <= now + AHEAD else None
        whole = one if before is None else _onto(before, one, arrival.holds)
        if sound is not None and is_ahead and _said(whole) != _said(sound):
            disputed[name] = None
        elif (sound is not None and _is_older(one, sound)) or (
            name in typed and name not in last and _contradicts(before, one, typed[name])
        ):
            older += 1
        else:
            last.put(name, before if before is not None and _said(before) == _said(whole) else whole)
    return Settled(last.things(), older, tuple(name for name in ahead if name not in disputed), tuple(disputed))


def vanished(people: Iterable[Response], there: Mapping[str, Response]) -> dict[str, list[str]]:
    """Respondent to what is known of them now and will not be: ids of items, `evidence:` and `looking_back:` ones."""
    found: dict[str, list[str]] = {}
    for one in people:
        before = there.get(one.respondent)
        gone = sorted(_held(before) - _held(one)) if before is not None else []
        if gone:
            found[one.respondent] = gone
    return found


def _contradicts(before: Response | None, one: Response, kept: dt.datetime) -> bool:
    """Whether a file from before some answers were kept says other ones."""
    if before is None or before.submitted is not None or one.submitted is None or _zoned(one.submitted) >= kept:
        return False
    free: dict[str, Any] = {"evidence": {}, "comment": "", "submitted": None}
    return _said(before).model_copy(update=free) != _said(one).model_copy(update=free)


def _onto(before: Response, one: Response, holds: frozenset[str] | None) -> Response:
    """What is known of a person, with what a file has a column for put in its place."""
    if holds is None:
        return one
    update: dict[str, Any] = {}
    for part, lead in PARTS.items():
        stays = {item: said for item, said in getattr(before, part).items() if f"{lead}{item}" not in holds}
        update[part] = {**stays, **getattr(one, part)}
    if "comment" not in holds:
        update["comment"] = before.comment
    if one.role is None:
        update["role"] = before.role
    if one.submitted is None or _is_same_moment(one.submitted, before.submitted):
        update["submitted"] = before.submitted
    return one.model_copy(update=update)


def _held(response: Response) -> set[str]:
    parts = {f"{lead}{item}" for part, lead in PARTS.items() for item in _given(getattr(response, part))}
    return parts | ({"comment"} if response.comment else set())


def _is_older(one: Response, other: Response) -> bool:
    if one.submitted is None or other.submitted is None:
        return False
    if not (one.submitted.tzinfo and other.submitted.tzinfo):
        # One clock without a zone: both are taken as they stood at the place.
        return one.submitted.replace(tzinfo=None) < _coarse(other.submitted, one.submitted)
    return one.submitted < other.submitted


def _coarse(time: dt.datetime, like: dt.datetime) -> dt.datetime:
    """A time as the clock at the place showed it, without seconds where another has none."""
    return time.replace(tzinfo=None, microsecond=0, second=time.second if like.second else 0)


def _is_same_moment(one: dt.datetime | None, other: dt.datetime | None) -> bool:
    """Whether a time is another one with less said: no zone, no seconds."""
    return one is not None and other is not None and not one.tzinfo and one == _coarse(other, one)


def _zoned(time: dt.datetime) -> dt.datetime:
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


def _said(response: Response) -> Response:
    """A response without what was passed over."""
    return response.model_copy(
        update={"answers": _given(response.answers), "looking_back": _given(response.looking_back)}
    )


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {item: answer for item, answer in answers.items() if answer is not None}
