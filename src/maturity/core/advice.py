"""What an advice holds: what to talk about next, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from maturity.core.said import Said
from maturity.model import Support


@dataclass(frozen=True, slots=True)
class TalkAbout:
    """An item to talk about first.

    Args:
        reasons: why this one, with its numbers.
        ask: the question to put to the room; empty when the questionnaire has no guidance for it.
    """

    item: str
    reasons: tuple[Said, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested priority; the room decides.

    Args:
        dimension: id of the dimension it should move.
        item: id of the lowest item that moves it, whose guidance is quoted.
        level: the level, as people were asked, that is nearest to its score.
        reason: why it was chosen, with its numbers.
        ask, evidence, step: guidance of the item, the step from the nearest level that has one; empty when the
            questionnaire has none.
    """

    dimension: str
    item: str
    level: int
    reason: Said
    ask: str
    evidence: str
    step: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of why, how and what, for this cluster.

    Args:
        id: `why`, `how` or `what`.
        about: what this part is, from the questionnaire.
        ask: its question.
        here: what it means in the quadrant where the cluster's point lies; empty on a line or without guidance.
        findings: about this cluster's own answers to the items that inform this part.
        items: ids of those items, lowest score first.
        elsewhere: what it means in the quadrant that the portraits settle on, where that is another.
    """

    id: str
    label: str
    ask: str
    about: str
    here: str
    findings: tuple[Said, ...]
    items: tuple[str, ...]
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class SupportAdvice:
    """One of the supports, with the step that fits its score.

    Args:
        score: mean of the items that inform it, in levels; None when there is none.
        stage: where that lies: below, near or above the middle of the scale's upper and lower half.
        step: what to do at that stage.
    """

    support: Support
    score: float | None
    stage: Literal["low", "middle", "high"] | None
    step: str


@dataclass(frozen=True, slots=True)
class CycleDate:
    """One step of the next twelve months; `date` is None when the round has no date.

    Args:
        by_plan: the day is another than `month` months after the round, because the plan has days of its own.
    """

    id: str
    label: str
    date: dt.date | None
    month: int
    text: str
    by_plan: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """What to talk about next.

    Args:
        quadrants: id of the quadrant of the point, or on a line of the ones that share it; where the portraits settle
            on another than the ratings, that one too, second.
        recognised: that second one; empty where there is one reading.
    """

    talk_about: tuple[TalkAbout, ...]
    priorities: tuple[Suggestion, ...]
    parts: tuple[Part, ...]
    quadrants: tuple[str, ...]
    supports: tuple[SupportAdvice, ...]
    cycle: tuple[CycleDate, ...]
    room: str
    top: str
    recognised: str = ""
