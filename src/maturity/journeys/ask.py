"""What is asked for, in one piece: how to read, to reckon and to show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from maturity.errors import InputError, UsageError
from maturity.journeys.closing import Close, stays_open

if TYPE_CHECKING:
    from maturity.model import Mode
    from maturity.report.blocks import Paper

SEED = 2015


@dataclass(frozen=True, slots=True)
class Template:
    """Somebody's own file that is written into, where it lies, and why it cannot be used if it cannot."""

    path: Path
    content: bytes | InputError


def _unheard(_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """How a journey is to be made; what is left out is as usual.

    Args:
        questionnaire: what was asked, an id or a file; for tables.
        kind: of the round that a table is from, where it does not say so.
        schools: `fixed`: all member schools answered, and people vary; `sampled`: the schools stand for others.
        seed: of all that is shuffled.
        theme: the look, an id or a file.
        paper: of PDF and Word.
        templates: by the format that they are for.
        same: a file of the questions that mean the same in two questionnaires.
        tell: hears what is worth saying beside the result, a `Problem` or a sentence.
        made: hears of each file as soon as it is written.
        date: what is due is reckoned from this day, and documents are as of it; None is today.
        force: replace a file that is there, whoever wrote it.
        close: is asked before the first result of a round whose people are not named.
        again: publish such a round once more.
        participation: of a round that is not closed, tell at least who took part.

    Raises:
        UsageError: the seed is negative.
    """

    questionnaire: str | None = None
    kind: Mode | None = None
    schools: Literal["fixed", "sampled"] = "fixed"
    seed: int = SEED
    theme: str = "standard"
    paper: Paper = "a4"
    templates: Mapping[str, Template] = field(default_factory=dict)
    same: Path | None = None
    tell: Callable[[object], None] = _unheard
    made: Callable[[Path], None] = _unheard
    date: dt.date | None = None
    force: bool = False
    close: Close = stays_open
    again: bool = False
    participation: bool = False

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise UsageError(f"the seed {self.seed} is negative", "use 0 or more")


def day_meant(ask: Ask) -> dt.date:
    """The day that documents are as of."""
    return ask.date or dt.date.today()


def format_meant(path: Path, known: Collection[str]) -> str:
    """The format that a file's ending asks for.

    Raises:
        UsageError: the ending is none of `known`.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in known:
        said = f"the ending {path.suffix!r}" if path.suffix else "a name without an ending"
        raise UsageError(
            f"{path}: {said} does not say which format to write", f"end the name in one of: .{', .'.join(known)}"
        )
    return kind
