"""Paper ballots, keyed in fast: one line of levels a respondent."""

from __future__ import annotations

from maturity.errors import Problem
from maturity.model import Answer, RatingItem, Response, Round

SKIPPED = ("-", "s", "_")
UNKNOWN = ("d", "dk", "?")


def asked_items(round_: Round, role: str | None) -> list[RatingItem]:
    """The items of a ballot for one role, in the order of its line."""
    return [item for item in round_.questionnaire.items if round_.questionnaire.is_asked(item, role)]


def read_line(round_: Round, response: Response, line: str) -> tuple[Response | None, list[Problem]]:
    """A respondent's levels from one line such as `3 4 d - 2`; spaces may be left out between single digits.

    Returns:
        the response with its answers, None if anything is wrong; and everything that is wrong, each with its item.
    """
    items = asked_items(round_, response.role)
    marks = _marks(line, len(items))
    problems = []
    answers: dict[str, Answer] = {}
    for item, mark in zip(items, marks, strict=False):
        if mark in SKIPPED:
            answers[item.id] = None
        elif mark in UNKNOWN:
            answers[item.id] = "DK"
        elif mark.lstrip("-").isdecimal() and int(mark) in round_.questionnaire.scale.levels:
            answers[item.id] = int(mark)
        else:
            scale = round_.questionnaire.scale
            hint = f"use {scale.low} to {scale.high}, d for don't know, - for left blank"
            number = items.index(item) + 1
            problems.append(
                Problem("", None, f"mark {number} ({item.short})", "not-a-level", f"{mark!r} is not an answer", hint)
            )
    if len(marks) != len(items):
        message = f"{len(marks)} marks, but {len(items)} items are put to this role"
        problems.append(Problem("", None, "", "wrong-count", message, "put - where a ballot was left blank"))
    return (None, problems) if problems else (response.model_copy(update={"answers": answers}), [])


def _marks(line: str, wanted: int) -> list[str]:
    marks = line.casefold().replace(",", " ").split()
    if len(marks) == 1 and len(marks[0]) == wanted:
        return list(marks[0])
    return marks
