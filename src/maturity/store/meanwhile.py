"""What was changed here, put into what stands on disk by now: both stay, and of the same thing the later one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from maturity.model import Agreed, Response, Review
from maturity.model.mapping import FileMapping
from maturity.model.plan import Impact, Priority

Key = TypeVar("Key", bound=Hashable)
PARTS = ("answers", "portraits", "evidence", "looking_back")
WHOLE = ("school", "role", "comment")
DECISIONS = ("columns", "schools", "roles", "levels")


class Nothing(Enum):
    """Stands for what is not there; None is an answer."""

    NOTHING = "nothing"


NOTHING = Nothing.NOTHING


@dataclass(frozen=True, slots=True)
class Overwritten:
    """Something that was changed here and elsewhere in between; the later change, which is ours, counts.

    A review alone is never taken out over a change: `now` is what stays, and `earlier` what the other had made of it.

    Args:
        of: the respondent or the priority; empty where `what` says it all.
        part: where in it, such as `answers`, `agreed` or `schools`.
        what: the item, the field or the decided text.
        earlier: what the other had put, `NOTHING` where it was taken away.
        now: what counts.
    """

    of: str
    part: str
    what: str
    earlier: Any
    now: Any


Place = tuple[str, str]


def merged(
    base: Mapping[Key, Any], new: Mapping[Key, Any], there: Mapping[Key, Any]
) -> tuple[dict[Key, Any], list[tuple[Key, Any, Any]]]:
    """What stands there, with what differs between `base` and `new` put in.

    Returns:
        the whole, and for everything that somebody else had changed too: its key, their value and ours.

    >>> merged({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 3, "b": 4, "c": 5})
    ({'a': 2, 'b': 4, 'c': 5}, [('a', 3, 2)])
    """
    result, both = dict(there), []
    for key in dict.fromkeys((*base, *new)):
        before, ours, theirs = (one.get(key, NOTHING) for one in (base, new, there))
        if ours == before:
            continue
        if theirs not in (before, ours):
            both.append((key, theirs, ours))
        if ours is NOTHING:
            result.pop(key, None)
        else:
            result[key] = ours
    return result, both


def merged_response(base: Response | None, new: Response, there: Response | None) -> tuple[Response, list[Overwritten]]:
    """What is known of one person, item by item.

    Args:
        base: what was known when the change began; None when nothing was.
        new: what is known after it.
        there: what stands on disk by now.
    """
    whole, both = merged(_of_response(base), _of_response(new), _of_response(there))
    parts: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for (part, what), value in whole.items():
        if part in parts:
            parts[part][what] = value
    own = {name: whole[name, ""] for name in WHOLE}
    result = new.model_copy(update={**own, **parts})
    return result, [Overwritten(new.respondent, part, what, *values) for (part, what), *values in both]


def _of_response(one: Response | None) -> dict[Place, Any]:
    if one is None:
        return {}
    whole: dict[Place, Any] = {(name, ""): getattr(one, name) for name in WHOLE}
    return whole | {(part, what): value for part in PARTS for what, value in getattr(one, part).items()}


def merged_agreed(
    base: Mapping[str, Agreed], new: Mapping[str, Agreed], there: Mapping[str, Agreed]
) -> tuple[dict[str, Agreed], list[Overwritten]]:
    """The levels that a room agreed on, item by item."""
    whole, both = merged(base, new, there)
    return whole, [Overwritten("", "agreed", item, *values) for item, *values in both]


def merged_mapping(base: FileMapping, new: FileMapping, there: FileMapping) -> tuple[FileMapping, list[Overwritten]]:
    """The decisions on imported files, one by one."""
    parts, found = {}, []
    for part in DECISIONS:
        parts[part], both = merged(*(getattr(one, part) for one in (base, new, there)))
        found += [Overwritten("", part, text, *values) for text, *values in both]
    return FileMapping(**parts), found


def merged_priorities(
    base: tuple[Priority, ...], new: tuple[Priority, ...], there: tuple[Priority, ...]
) -> tuple[tuple[Priority, ...], list[Overwritten]]:
    """The priorities of a plan, each field by field; looks at what came of one are only ever added.

    One that one side has changed and the other taken out stays, as with reviews, and that is said.
    """
    begun, ours = ({one.id: one for one in some} for some in (base, new))
    result = {one.id: one for one in there}
    found: list[Overwritten] = []
    for name, one in ours.items():
        before = begun.get(name)
        if one == before or one == result.get(name):
            continue
        if before is None or name not in result:
            result[name] = one
            found += [Overwritten(name, "priority", "", NOTHING, one)] * (before is not None)
            continue
        whole, both = merged(*map(_of_priority, (before, one, result[name])))
        looks = [value for key, value in whole.items() if key[0] == "looks"]
        result[name] = one.model_copy(
            update={**{what: value for (part, what), value in whole.items() if part == "field"}, "checks": tuple(looks)}
        )
        found += [Overwritten(name, part, what, *values) for (part, what), *values in both]
    found += _taken_out(begun, ours, result, "priority", str)
    return tuple(result.values()), found


def _of_priority(one: Priority) -> dict[tuple[str, Any], Any]:
    fields: dict[tuple[str, Any], Any] = {
        ("field", name): getattr(one, name) for name in Priority.model_fields if name != "checks"
    }
    seen: dict[Impact, int] = {}
    for check in one.checks:
        seen[check] = seen.get(check, 0) + 1
        fields["looks", (check, seen[check])] = check
    return fields


def merged_reviews(
    base: tuple[Review, ...], new: tuple[Review, ...], there: tuple[Review, ...]
) -> tuple[tuple[Review, ...], list[Overwritten]]:
    """The reviews of a cluster, each field by field, and of each the help of every school by itself.

    A review that one side has changed and the other taken out stays, for so nothing is lost that somebody has written;
    it is said in both cases.
    """
    begun, ours, result = ({(one.school, one.reviewed): one for one in some} for some in (base, new, there))
    found: list[Overwritten] = []
    for key, one in ours.items():
        before, now = begun.get(key), result.get(key)
        if one in (before, now):
            continue
        if now is None:
            result[key] = one
            found += [Overwritten(_titled(key), "review", "", NOTHING, one)] * (before is not None)
            continue
        # What a new entry leaves out is not said, and takes nothing away from somebody else's.
        blank = before or Review(school=one.school, reviewed=one.reviewed)
        whole, both = merged(*map(_of_review, (blank, one, now)))
        fields = {what: value for (part, what), value in whole.items() if part == "field"}
        given = tuple(value for (part, _), value in whole.items() if part == "help")
        result[key] = one.model_copy(update={**fields, "help": given})
        found += [Overwritten(_titled(key), part, _named(what), *values) for (part, what), *values in both]
    found += _taken_out(begun, ours, result, "review", _titled)
    return tuple(result.values()), found


def _taken_out(
    begun: Mapping[Any, Any], ours: Mapping[Any, Any], result: dict[Any, Any], part: str, titled: Callable[[Any], str]
) -> list[Overwritten]:
    """Take out of the result what we have taken out; what somebody else has changed since stays, and is returned."""
    found = []
    for key in begun.keys() - ours.keys():
        if result.get(key) == begun[key]:
            del result[key]
        elif key in result:
            found.append(Overwritten(titled(key), part, "", result[key], result[key]))
    return found


def _titled(key: tuple[str, dt.date]) -> str:
    return f"{key[0]} {key[1]}"


def _of_review(one: Review) -> dict[tuple[str, Any], Any]:
    fields: dict[tuple[str, Any], Any] = {
        ("field", name): getattr(one, name) for name in Review.model_fields if name != "help"
    }
    return fields | {("help", (given.school, given.what)): given for given in one.help}


def _named(what: str | tuple[str, str]) -> str:
    return what if isinstance(what, str) else what[0]
