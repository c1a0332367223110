"""Points alone, from what was counted in each school: no answer of a person is needed, and how sure it is is not known.

The same functions score them as score answers, so that every number is the same to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maturity.core.many import Many
from maturity.core.placement import places
from maturity.core.scoring import SchoolItems, divide, score
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable, Floats, Ints
from maturity.core.uncertainty import Parts, Sure
from maturity.model import Questionnaire

FINEST, MOST = 1 << 10, 1 << 12
"""The smallest part of a whole that an answer may be worth, and the most that it may be."""


@dataclass(frozen=True, eq=False)
class Tally:
    """What was counted of the answers in any number of clusters.

    Args:
        total, n: (schools, items) what all answers are worth together, and their number.
        people, answered: (schools,) respondents, and those of them with at least one level.
        reasons: (schools, reasons) answers of all people to all items, by the codes of `AnswerTable.why`.
        cluster_of_school: (schools,) code of the school's cluster.
        clusters: number of clusters.
    """

    total: Floats
    n: Floats
    people: Ints
    answered: Ints
    reasons: Ints
    cluster_of_school: Ints
    clusters: int


@dataclass(frozen=True, eq=False)
class PointsOfMany(Many):
    """As `Many`, of which nothing is known that needs people: intervals, bounds and all that follows from them."""

    tally: Tally

    @property
    def people(self) -> Ints:
        """(clusters,) respondents."""
        return self._by_cluster(self.tally.people)

    @property
    def reasons(self) -> Ints:
        """(clusters, reasons) answers to all items together, by the codes of `AnswerTable.why`."""
        return np.stack([self._by_cluster(one) for one in self.tally.reasons.T], axis=1)

    def _by_cluster(self, values: Ints) -> Ints:
        return np.bincount(self.tally.cluster_of_school, values, self.tally.clusters).astype(np.int64)


def counts_exactly(questionnaire: Questionnaire) -> bool:
    """Whether what answers are worth adds up to the same in whatever order: thirds, for one, do not."""
    worth = [value for scale in questionnaire.answered_on for value in scale.worth.values()]
    return all(abs(one) <= MOST and (one * FINEST).is_integer() for one in worth)


def points_of(tally: Tally, questionnaire: Questionnaire) -> PointsOfMany:
    """Score every cluster of a tally, each exactly as if it were alone in it.

    Args:
        tally: of answers to the items of `questionnaire`, in its order, that it `counts_exactly`.
    """
    structure = Structure.of(questionnaire)
    of, c, parts = tally.cluster_of_school, tally.clusters, len(structure.parts)
    items = len(questionnaire.items)
    nobody = AnswerTable(
        tuple(item.id for item in questionnaire.items),
        np.empty((0, items)),
        np.empty((0, items), np.int8),
        np.empty(0, np.int64),
        np.empty(0, np.int16),
        of,
        c,
    )
    means = SchoolItems(divide(tally.total, tally.n), tally.n)
    scores = score(nobody, structure, means)
    unknown, axes = np.full((c, parts), np.nan), structure.axes
    none = np.zeros((len(of), parts))
    of_people = Parts(none, none, none, none[:, 0], none[:, 0], none.astype(np.int64), none[:c], of)
    sure = Sure(of_people, unknown, np.zeros((c, parts), np.int64), unknown, np.full((c, 2, 2), np.nan))
    ends = unknown[:, axes], unknown[:, axes]
    there = np.bincount(of[tally.answered > 0], minlength=c)
    return PointsOfMany(
        questionnaire=questionnaire,
        structure=structure,
        method="fixed",
        table=nobody,
        given=nobody,
        place=np.arange(len(of)),
        schools=means,
        answered=tally.answered,
        scores=scores,
        bounds=(unknown, unknown),
        sure=sure,
        low=unknown,
        high=unknown,
        places=places(questionnaire, scores.axis, ends, sure.of(axes), ends, there, "fixed")
        if questionnaire.axes
        else None,
        tally=tally,
    )
