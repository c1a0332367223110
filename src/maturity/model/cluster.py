"""A cluster and its schools."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from maturity.model.base import Frozen, Id, Text
from maturity.text.names import names_apart

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
        names = self.names_apart
        return tuple(
            school if names[school.id] == school.name else school.model_copy(update={"name": names[school.id]})
            for school in self.schools
        )

    @property
    def names_apart(self) -> dict[str, str]:
        """School ids to the names by which results tell them apart."""
        return names_apart({school.id: school.name for school in self.schools})

    @property
    def school_by_id(self) -> dict[str, School]:
        """Schools by id."""
        return {school.id: school for school in self.schools}
