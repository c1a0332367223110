"""What happened in a room, a sealed line each: where it went, and never who was there or what anybody said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from maturity.errors import Fault
from maturity.folder.journal import lines_of, sealed, unsealed

VERSION = 1
Happening = Literal["opened", "closed", "revealed", "hid", "phase", "ended"]


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of what happened in a room.

    Args:
        kind: `phase` is any other step; `to` names it.
        to: where the step led.
        item: the item that it led to; empty where there is none.
        upto: id of the last record that counts in what is shown from then on; empty before answers are closed.
        recorded: when, with its time zone.
        sign: of the records that count, another where one of them is missing; empty but for `closed`.
    """

    kind: Happening
    to: str
    item: str
    upto: str
    recorded: dt.datetime
    sign: str = ""


def line_happened(one: Happened) -> bytes:
    """One line, whole with its line end."""
    told = {"to": one.to, "item": one.item, "upto": one.upto, "sign": one.sign}
    said = {key: value for key, value in told.items() if value}
    return sealed({"v": VERSION, "recorded": one.recorded.astimezone(dt.UTC).isoformat(), "kind": one.kind, **said})


def happened_in(content: bytes) -> list[Happened]:
    """All whole lines of a file, in its order; one that was never finished, or has changed since, is left out."""
    return [one for _, line in lines_of(content)[0] if (one := _happened(line)) is not None]


def _happened(line: bytes) -> Happened | None:
    said = unsealed(line)
    if isinstance(said, Fault):
        return None
    try:
        if said["v"] > VERSION or said["kind"] not in get_args(Happening):
            return None
        recorded = dt.datetime.fromisoformat(said["recorded"])
        to, item, upto, sign = (said.get(key, "") for key in ("to", "item", "upto", "sign"))
        return Happened(said["kind"], to, item, upto, recorded, sign)
    except (KeyError, TypeError, ValueError):
        return None


def since_ended(events: Iterable[Happened]) -> list[Happened]:
    """What happened in the sitting that goes on: after the last end of one."""
    last: list[Happened] = []
    for one in events:
        last = [] if one.kind == "ended" else [*last, one]
    return last
