"""Who of those that come in from files counts: once a person, in the latest version, and never an older one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from maturity.model import Response


def settle(people: Iterable[Response], there: Mapping[str, Response]) -> tuple[list[Response], int]:
    """One response a person: the one that was handed in last; where that is not known, the one that is read last.

    A table cannot tell a question that was passed over from one that was never seen. Who differs from what is there
    in nothing else stays as is.

    Args:
        people: as read, in the order of the files.
        there: respondent to response, as the round has it.

    Returns:
        the responses, and how many were left out because a later one by the same person is known.
    """
    last: dict[str, Response] = {}
    older = 0
    for one in people:
        before = last.get(one.respondent) or there.get(one.respondent)
        if before is not None and _is_older(one, before):
            older += 1
        else:
            last[one.respondent] = before if before is not None and _said(before) == _said(one) else one
    return list(last.values()), older


def _is_older(one: Response, other: Response) -> bool:
    if one.submitted is None or other.submitted is None:
        return False
    return _zoned(one.submitted) < _zoned(other.submitted)


def _zoned(time: dt.datetime) -> dt.datetime:
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


def _said(response: Response) -> Response:
    """A response without what was passed over."""
    return response.model_copy(
        update={"answers": _given(response.answers), "looking_back": _given(response.looking_back)}
    )


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {item: answer for item, answer in answers.items() if answer is not None}
