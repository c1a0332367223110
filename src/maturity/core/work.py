"""One cluster of many, while its results are put together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from maturity.core.assessment import Arithmetic, Interval, SchoolPart
from maturity.core.many import Many
from maturity.core.readings import number
from maturity.core.table import AnswerTable, Bools, Floats, Ints
from maturity.core.uncertainty import quantiles
from maturity.model import Questionnaire, Round


@dataclass(frozen=True, eq=False)
class Work:
    """One cluster of many.

    Args:
        round: the round as it was given, schools in the cluster's own order.
        whole: its answers, in that order.
        cluster: its code in `many`.
    """

    round: Round
    whole: AnswerTable
    many: Many
    cluster: int

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked."""
        return self.round.questionnaire

    @cached_property
    def rows(self) -> Ints:
        """For each school of the round, its row in the arrays of `many`."""
        first = int(np.searchsorted(self.many.table.cluster_of_school, self.cluster))
        # Schools of a cluster stand together; the places of this round's schools are found from those of all.
        return self.many.place[first : first + self.whole.schools]

    @cached_property
    def levels(self) -> Floats:
        """(people, items) what scores rest on, people in canonical order."""
        first, last = np.searchsorted(self.many.table.cluster, [self.cluster, self.cluster + 1])
        levels: Floats = self.many.table.levels[first:last]
        return levels

    def answering(self, items: Bools) -> int:
        """People with a level on one of these items."""
        there = np.zeros(len(self.levels), bool)
        for item in np.flatnonzero(items):
            there |= np.isfinite(self.levels[:, item])
        return int(there.sum())

    @property
    def sampled(self) -> bool:
        """Whether the schools stand for others."""
        return self.many.method == "sampled"

    def point(self, parts: Floats) -> dict[str, float | None]:
        """A point of the map by axis id, from (parts,) values."""
        own = parts[self.many.structure.axes]
        return {axis.id: number(value) for axis, value in zip(self.questionnaire.axes, own, strict=True)}

    def by_school(self, values: Floats) -> tuple[float | None, ...]:
        """(schools,) values of all schools in the round's own order."""
        return tuple(number(value) for value in values[self.rows])

    def interval(self, target: int) -> tuple[Interval | None, Arithmetic | None]:
        """The 95 % interval of a part, and where it comes from."""
        many, sure, c = self.many, self.many.sure, self.cluster
        if not np.isfinite(many.low[c, target]):
            return None, None
        parts, freedom = sure.parts, int(sure.freedom[c, target])
        schools = zip(self.round.cluster.schools, self.rows, strict=True)
        by_school = [
            SchoolPart(
                school.id,
                int(parts.people[row, target]),
                float(parts.squares[row, target]),
                float(parts.expected[row, target]),
                float(parts.weights[row, target]),
            )
            for school, row in (() if self.sampled else schools)
            if parts.weights[row, target] > 0
        ]
        found = Arithmetic(
            float(sure.variance[c, target]),
            float(parts.rounding[c, target]),
            freedom,
            float(quantiles(np.array([freedom]))[0]),
            float(sure.half[c, target]),
            tuple(by_school),
        )
        return Interval(float(many.low[c, target]), float(many.high[c, target])), found
