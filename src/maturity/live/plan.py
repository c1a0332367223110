"""What the room agrees to work on, kept as `maturity plan` keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from maturity.collect import amending
from maturity.errors import MaturityError, Problem
from maturity.live.hall import Hall
from maturity.live.refusals import Denied, in_sentences
from maturity.model.plan import MOST_PRIORITIES, Priority
from maturity.store import change_priorities

Priorities = tuple[Priority, ...]
TEXTS = ("title", "why", "owner", "support", "metric", "review")
ENOUGH = f"Three are enough: more than {MOST_PRIORITIES} priorities are none. Let one go first."
LET_GO = "Let go by the room."
_LABELS: Mapping[str, str] = {
    "add": "The title",
    "title": "The title",
    "why": "Why this one",
    "owner": "Who sees to it",
    "support": "Which school supports it",
    "metric": "How we shall know",
    "review": "Day of the review",
    "moves": "What it should move",
}
"""What the desk calls a field that a command has a flag for."""


def replanned(hall: Hall, said: Mapping[str, Any]) -> None:
    """Take one priority on, change one, or let one go; it is on the disk when this returns.

    Args:
        said: `act`: add, edit or drop; `id` of which one; `fields`: name to text, and `moves`, a list of ids.

    Raises:
        Denied: it cannot be, or could not be saved.
    """
    act, name, fields = said.get("act"), said.get("id", ""), _fields(said.get("fields", {}))
    if act not in ("add", "edit", "drop") or not isinstance(name, str):
        raise Denied(422, "There is no such change of a plan.")
    with hall.lock:
        hall.looked_at()
        try:
            change_priorities(hall.folder, lambda there: _amended(hall, act, name, fields, there))
        except MaturityError as error:
            hall.trouble = str(error.problems[0])
            hall.look_again()
            raise Denied(503, hall.trouble) from None
        hall.trouble = ""
        hall.look_again()


def _fields(said: object) -> dict[str, Any]:
    """What was typed, by its name."""
    fields = said if isinstance(said, dict) else {"": said}
    moves = fields.get("moves", [])
    texts = {name: text for name, text in fields.items() if name != "moves"}
    is_known = set(texts) <= set(TEXTS) and all(isinstance(text, str) for text in texts.values())
    if not is_known or not isinstance(moves, list) or not all(isinstance(one, str) for one in moves):
        raise Denied(422, "This is no priority.")
    return fields


def _amended(hall: Hall, act: str, name: str, fields: dict[str, Any], there: Priorities) -> Priorities:
    known = hall.round.model_copy(update={"priorities": there})
    today = hall.clock().astimezone().date()
    try:
        if act == "edit":
            return amending.edit(known, name, fields)[0]
        if act == "drop":
            return amending.dropped(known, [name], LET_GO, today)
        if sum(one.outcome == "open" for one in there) >= MOST_PRIORITIES:
            raise Denied(409, ENOUGH)
        return amending.add(known, {"title": "", **fields}, [], "", today)
    except MaturityError as error:
        raise Denied(422, " ".join(map(_said, error.problems))) from None


def _said(problem: Problem) -> str:
    """A refusal as the desk says it, which has fields where a command has flags."""
    message = re.sub(r"--(\w+)", lambda found: _LABELS.get(found[1], found[1]), problem.message)
    return in_sentences(replace(problem, message=message))
