"""What is read off the scores: a place on a map, a profile, a stage, what holds, or a total.

The shape of the questionnaire says which. Everything that differs between shapes starts from the one that an
assessment carries; nothing else asks for the shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from maturity.core.assessment import Interval, Placement

State = Literal["holds", "not-yet", "open", "unknown"]
"""`open`: the interval, or what silent schools could say, lies on both sides; `unknown`: there is no score."""


@dataclass(frozen=True, slots=True)
class Held:
    """Whether one question holds.

    Args:
        met_at: the score from which it does.
        score: as it counts; None where there is none.
        interval: 95 % interval; None where it cannot be known.
        above: whether the score itself is at `met_at` or above; None without one.
    """

    id: str
    state: State
    met_at: float
    score: float | None
    interval: Interval | None
    above: bool | None


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage of a ladder.

    Args:
        state: `holds` where enough of its questions do for sure; `not-yet` where too few can; `unknown` where none has
            a score.
        by_score: whether it holds by the scores alone.
        held, open, unknown: how many questions hold, are open, and have no score; `of` how many there are.
        need: how many have to hold.
        missing: ids of its questions that do not hold, those that must first.
        must_missing: those of them without which it cannot.
    """

    id: str
    state: State
    by_score: bool
    held: int
    open: int
    unknown: int
    of: int
    need: int
    missing: tuple[str, ...]
    must_missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BandPlace:
    """In which band a value lies, as positions among the bands of its part.

    Args:
        by_score: the band of the score.
        low, high: the bands between which the interval, and what is missing, leave it open.
        settled: whether these are one.
    """

    by_score: int
    low: int
    high: int

    @property
    def settled(self) -> bool:
        """Whether the band can be named."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Past:
    """Where the cluster stood in the round before, as that round alone shows it.

    Args:
        label: of that round.
        point: axis id to score; None where an axis was not placed.
        alike: whether both rounds asked and counted alike; else the way from there to here is no change.
    """

    label: str
    point: dict[str, float | None]
    alike: bool


@dataclass(frozen=True, slots=True)
class Map:
    """A place between four quadrants, and the one of the round before where that is to be shown beside it."""

    placement: Placement
    past: Past | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Parts beside one another.

    Args:
        weakest: the part of the first floor that is lowest for sure: its interval lies below every other's score.
        lowest: the part of the first floor with the lowest score, sure or not.
        could: those that could be the weakest, lowest first: no score above the end of the lowest one's interval.
    """

    weakest: str | None
    lowest: str | None
    could: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Stages in order.

    Args:
        held: every question.
        stages: every stage, in order.
        at_least, at_most: ids of the last stages of the unbroken rows that hold for sure, and that may; None before
            the first.
        by_score: the same by the scores alone.
    """

    held: dict[str, Held]
    stages: tuple[StageResult, ...]
    at_least: str | None
    at_most: str | None
    by_score: str | None

    @property
    def settled(self) -> bool:
        """Whether the stage can be named."""
        return self.at_least == self.at_most

    @property
    def next(self) -> StageResult | None:
        """The first stage that does not hold for sure; None where all do."""
        return next((stage for stage in self.stages if stage.state != "holds"), None)


@dataclass(frozen=True, slots=True)
class Checklist:
    """What holds, question by question."""

    held: dict[str, Held]

    def count(self, state: State) -> int:
        """How many questions are in a state."""
        return sum(one.state == state for one in self.held.values())


@dataclass(frozen=True, slots=True)
class Total:
    """A sum, with the band in which it lies; the numbers are those of `Assessment.overall`."""


Reading = Map | Profile | Ladder | Checklist | Total
