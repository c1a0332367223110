"""A cluster and its schools."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import Field

from maturity.model.base import Frozen, Id, Text
from maturity.text.names import folded_name

Mode = Literal["named", "anonymous", "confidential"]
"""The kind of a round: who may see what; fixed with the first answer."""


class School(Frozen):
    """A member school."""

    id: Id
    name: Text


class Cluster(Frozen):
    """Schools that work together."""

    name: Text
    schools: tuple[School, ...] = Field(min_length=1)

    @property
    def schools_apart(self) -> tuple[School, ...]:
        """The schools as results name them: those of one name with their ids."""
        times = Counter(folded_name(school.name) for school in self.schools)
        return tuple(
            school
            if times[folded_name(school.name)] == 1
            else school.model_copy(update={"name": f"{school.name} ({school.id})"})
            for school in self.schools
        )

    @property
    def school_by_id(self) -> dict[str, School]:
        """Schools by id."""
        return {school.id: school for school in self.schools}
