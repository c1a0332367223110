"""What was published of a round whose people are not named: everything that outputs may read, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from maturity.model.base import Frozen, Id, Text

Word = Literal["apart", "mixed", "close"]
"""How far people agree, where no more may be said."""
Band = Literal[5, 8, 20, 40]
"""The lowest number of people in a band: 5 to 7, 8 to 19, 20 to 39, 40 or more."""


class TookPart(Frozen):
    """A member school and how many of its people took part, which is no answer."""

    id: Id
    name: Text
    people: int = Field(ge=0)


class PublishedItem(Frozen):
    """One question. A confidential round fills `value` and what follows it, an anonymous one `counts`.

    Everything is empty where too few people answered.
    """

    counts: tuple[int, ...] | None = None
    """People at each level, lowest first."""
    value: float | None = None
    """Level on the scale as asked, as coarse as the number of people asks for."""
    band: Band | None = None
    agreement: Word | None = None
    schools: tuple[float, ...] | None = None
    """Value of every school, in the order of `Publication.schools`."""
    dont_know: int | None = None
    """Anonymous: people who could not tell, where they are as many as the smallest cell."""
    many_unknown: bool = False
    """Confidential: whether many could not tell."""
    quotes: tuple[str, ...] = ()
    """Examples that people named, sorted."""


class PublishedChoice(Frozen):
    """One portrait item: how many chose each quadrant's (anonymous), or the one that most chose (confidential)."""

    counts: dict[str, int] | None = None
    most: str | None = None


class PublishedGap(Frozen):
    """How much higher one group of roles rates than the other, in steps of half a level; the ends hold all beyond."""

    mean: float
    schools: int
    items: int


class Publication(Frozen):
    """One publication of a round.

    Args:
        number: 1, or 2 where a confidential round was published once more.
        date: when it was published.
        people: how many took part; `schools` and `roles` how many of each (participation is no answer).
        looking_back: the questions as people see the earlier round now, under the same rules as `items`.
        evidence: for how many of the high ratings an example was named: about a quarter or fewer, half, three quarters,
            nearly all. Confidential only; None where too few were rated that high.
    """

    format: Literal["maturity-publication/1"] = "maturity-publication/1"
    kind: Literal["anonymous", "confidential"]
    k: int = Field(ge=5)
    number: Literal[1, 2] = 1
    date: dt.datetime
    people: int = Field(ge=0)
    schools: tuple[TookPart, ...]
    roles: dict[str, int] = {}
    items: dict[str, PublishedItem]
    looking_back: dict[str, PublishedItem] = {}
    portrait: dict[str, PublishedChoice] = {}
    evidence: Literal[1, 2, 3, 4] | None = None
    gap: PublishedGap | None = None
