"""What questions are answered on, and by whom."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from maturity.model.base import Frozen, Id, Text

Weight = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Inside = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class Scale(Frozen):
    """The levels that every item is answered on, and the answers that are not levels."""

    levels: dict[int, Text] = Field(min_length=2, max_length=11)
    """Label of each level; the numbers are consecutive whole numbers, and codes where `values` says their worth."""
    values: dict[int, Finite] = {}
    """What each answer is worth; empty means the level itself. Need not rise with the levels."""
    met_at: Finite | None = None
    """Worth from which a question holds; a convention. A ladder and a checklist need it."""
    instruction: str = ""
    """How to answer; stands above the questions, and again wherever it changes."""
    dont_know: Text = "I cannot tell"
    """The words of the answer that is no level."""
    skipped: Text = "Left blank"
    """What a blank is called."""
    evidence_from: int | None = None
    """The lowest level that asks for an example; None asks for none."""
    evidence_prompt: str = "What would you show a sceptical visitor?"
    """How the example is asked for."""

    @property
    def low(self) -> int:
        """Lowest level."""
        return min(self.levels)

    @property
    def high(self) -> int:
        """Highest level."""
        return max(self.levels)

    @property
    def size(self) -> int:
        """Number of levels."""
        return len(self.levels)

    @cached_property
    def worth(self) -> dict[int, float]:
        """What each answer is worth, by level, lowest level first."""
        return {level: self.values.get(level, float(level)) for level in sorted(self.levels)}

    @property
    def least(self) -> float:
        """The least that an answer is worth."""
        return min(self.worth.values())

    @property
    def most(self) -> float:
        """The most that an answer is worth."""
        return max(self.worth.values())

    @property
    def is_plain(self) -> bool:
        """Whether every answer is worth its own level."""
        return all(level == value for level, value in self.worth.items())

    @cached_property
    def best(self) -> frozenset[int]:
        """The levels that are worth most."""
        return frozenset(level for level, value in self.worth.items() if value == self.most)


class Role(Frozen):
    """Who somebody is in their school or in the cluster."""

    id: Id
    """What items call it."""
    label: Text
    """Its name on forms."""
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    group: Id | None = None
    """A group that `role_gap` may compare, for example `leaders`."""


class RoleGap(Frozen):
    """Two groups of roles whose readings are compared within schools: `higher` minus `lower`."""

    higher: Id
    """The group from whose mean the other is taken."""
    lower: Id
    """The other group."""
    notable: Weight = 0.5
    """Mean difference in levels from which a warning is given."""
