"""A cluster and its schools."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from maturity.model.base import Frozen, Id, Text

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
    def school_by_id(self) -> dict[str, School]:
        """Schools by id."""
        return {school.id: school for school in self.schools}
