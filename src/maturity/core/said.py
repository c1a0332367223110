"""What the core has to say: a code and its values. `maturity.report.wording` makes the sentence.

Nothing here holds a word of any language: a value is a number, a day, or the id of something that the questionnaire
names. One `Said` is one whole sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["axis", "dimension", "item", "quadrant", "role", "group", "part", "step", "stage", "overall"]
"""`part`: one of the three of the next-step conversation; `step`: one of the year's."""


@dataclass(frozen=True, slots=True)
class Level:
    """A score in levels; with more decimals where one would put it on a midpoint that it is not on.

    Args:
        decimals: that are shown in any case.
    """

    value: float
    midpoint: float | None = None
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends in levels, `low <= high`; shown as one token, `2.8–3.6`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Levels:
    """Whole levels from `low` to `high`; shown as one token, `4–5`, or `5` where they are one."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Index:
    """A number of 0 to 1 that is no share, such as agreement; shown with two decimals."""

    value: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share of 0 to 1."""

    value: float


@dataclass(frozen=True, slots=True)
class Label:
    """Something that the questionnaire names. The message says in which form; inside a sentence unless it does."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What the questionnaire says that a level of an item looks like."""

    item: str
    level: int


@dataclass(frozen=True, slots=True)
class Name:
    """Something that people named or wrote: a school, a cluster, a round, a priority, a reason."""

    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """Several of them, listed."""

    all: tuple[Label | Name, ...]
    last: Literal["and", "or"] = "and"


Value = int | float | dt.date | Level | Range | Levels | Index | Share | Label | Descriptor | Name | Names


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: which one, and what stands in it.

    Args:
        code: a short stable name, for example `too-few-answers`.
        values: by the name of the place in the sentence; an int also chooses between singular and plural.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)


def said(code: str, **values: Value) -> Said:
    """A sentence with its values."""
    return Said(code, values)


def labels(kind: Kind, ids: tuple[str, ...] | list[str], last: Literal["and", "or"] = "and") -> Names:
    """Several things of one kind, listed."""
    return Names(tuple(Label(kind, i) for i in ids), last)
