"""A round: one sitting of a questionnaire, with everybody's answers and what the room agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, WrapValidator
from pydantic_core import InitErrorDetails

from maturity.model.base import Frozen, Text
from maturity.model.cluster import Cluster, Mode
from maturity.model.plan import Priority
from maturity.model.publication import Publication
from maturity.model.questionnaire import Questionnaire, RatingItem
from maturity.packed import TOGETHER, Long, compact

DONT_KNOW = "DK"
SMALLEST_CELL = 5
"""Fewest people that a number may rest on where people are not named. A round may ask for more, never for fewer."""

Answer = int | Literal["DK"] | None
"""A level; `DK` for don't-know; None for skipped."""


def _raised(k: object) -> object:
    """Rounds of version 1 could ask for 2 to 4; they are read as the smallest cell of today."""
    return SMALLEST_CELL if isinstance(k, int) and not isinstance(k, bool) and 2 <= k < SMALLEST_CELL else k


RespondentId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class Response(Frozen):
    """What one person said."""

    respondent: RespondentId
    school: str
    role: str | None = None
    submitted: dt.datetime | None = None
    answers: dict[str, Answer] = Field(default_factory=dict)
    """Item id to answer; an item that is absent was skipped, or not asked of this role."""
    portraits: dict[str, str] = Field(default_factory=dict)
    """Portrait item id to the id of the chosen quadrant."""
    evidence: dict[str, str] = Field(default_factory=dict)
    """Item id to the example that was named for a high level."""
    looking_back: dict[str, Answer] = Field(default_factory=dict)
    """The same items as seen now for then; never mixed with `answers`."""
    comment: str = ""


def _one_by_one(value: Any, handler: Callable[[Any], tuple[Response, ...]]) -> Sequence[Response]:
    """Responses, which may be too many to be there all at once."""
    if not isinstance(value, Long):
        return handler(value)
    return value if all(isinstance(one, Response) for one in value[:1]) else compact(_checked(value, handler))


def _checked(value: Long[Any], handler: Callable[[Any], tuple[Response, ...]]) -> Iterator[Response]:
    faults: list[InitErrorDetails] = []
    for start in range(0, len(value), TOGETHER):
        try:
            yield from handler(list(value[start : start + TOGETHER]))
        except ValidationError as error:
            for one in error.errors(include_url=False):
                place, *more = one["loc"]
                at = (start + int(place), *more)
                faults.append(InitErrorDetails(type=one["type"], loc=at, input=one["input"], ctx=one.get("ctx", {})))
    if faults:
        raise ValidationError.from_exception_data("responses", faults)


if TYPE_CHECKING:
    Responses = Sequence[Response]
else:
    Responses = Annotated[tuple[Response, ...], WrapValidator(_one_by_one)]


class Agreed(Frozen):
    """The level that the room agreed on for an item, after the private round."""

    level: int
    reason: str = ""


class Rated(Frozen):
    """What was rated, where that is not the cluster: one of its schools, or one review of a school."""

    school: str
    reviewed: dt.date | None = None
    """The day of the review."""


class Round(Frozen):
    """One sitting. The questionnaire is part of it: what was asked never changes afterwards."""

    format: Literal["maturity-round/1"] = "maturity-round/1"
    cluster: Cluster
    label: Text
    date: dt.date | None = None
    questionnaire: Questionnaire
    mode: Mode = "named"
    smallest_cell: Annotated[int, BeforeValidator(_raised), Field(ge=SMALLEST_CELL)] = SMALLEST_CELL
    """Where people are not named: fewest people that a shown number may rest on."""
    fictional: bool = False
    """An example, not real people."""
    rehearsal: bool = False
    """A round to practise on: its answers are thrown away."""
    responses: Responses = ()
    agreed: dict[str, Agreed] = {}
    priorities: tuple[Priority, ...] = ()
    """What the room agreed to work on."""
    published: Publication | None = None
    """What was published of a round whose people are not named; every output reads it, and not the responses."""
    subject_of: Rated | None = None
    """Which school, or which review, a questionnaire whose subject is not the cluster was answered about."""
    left: dict[str, str] = {}
    """Schools that are no members any more: id to their last name, as earlier rounds say; never in the round's file."""

    @property
    def is_told(self) -> bool:
        """Whether results of it can be told: always where schools are named, and else once they are published."""
        return not self.rehearsal and (self.mode == "named" or self.fictional or self.published is not None)

    def is_asked(self, item: RatingItem, role: str | None) -> bool:
        """Whether an item is put to a role; in an anonymous round everybody is asked everything."""
        return self.mode == "anonymous" or self.questionnaire.is_asked(item, role)


class Preview(Round):
    """A questionnaire put before example schools, to be looked at; answers to it belong nowhere."""
