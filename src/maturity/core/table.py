"""The single currency of scoring: who answered what, as arrays.

Twelve people of one cluster and a million of three thousand clusters have the same shape, and go through the
same functions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maturity.model import DONT_KNOW, Questionnaire, Response, Round

Floats = NDArray[np.floating]
Ints = NDArray[np.signedinteger]
Bools = NDArray[np.bool_]

ANSWERED, UNKNOWN, SKIPPED, NOT_ASKED = range(4)
"""Codes of `AnswerTable.why`."""


@dataclass(frozen=True, eq=False)
class AnswerTable:
    """Answers of any number of people in any number of clusters.

    Args:
        items: item ids, one a column.
        levels: (people, items) levels as answered; NaN where there is none.
        why: (people, items) int8: answered, don't know, skipped or not asked.
        school: (people,) code of the person's school, 0 to schools - 1.
        role: (people,) code of the person's role; -1 if unknown.
        cluster_of_school: (schools,) code of the school's cluster; silent schools are counted.
        clusters: number of clusters.
    """

    items: tuple[str, ...]
    levels: Floats
    why: NDArray[np.int8]
    school: Ints
    role: Ints
    cluster_of_school: Ints
    clusters: int = 1

    @property
    def people(self) -> int:
        """Number of respondents."""
        return int(self.levels.shape[0])

    @property
    def schools(self) -> int:
        """Number of member schools, silent ones included."""
        return int(self.cluster_of_school.shape[0])

    def rows(self, chosen: Ints | Bools) -> AnswerTable:
        """The same table with only the chosen people, in the chosen order; all schools stay members."""
        return AnswerTable(
            self.items,
            self.levels[chosen],
            self.why[chosen],
            self.school[chosen],
            self.role[chosen],
            self.cluster_of_school,
            self.clusters,
        )


def canonical(round_: Round) -> tuple[Round, tuple[int, ...]]:
    """The same round with people and schools in an order that depends on their answers alone.

    Neither names nor the order of a file may move a result, not even in its last digit or in the resampling.

    Returns:
        the round, and for each school of the original its place in the new order.
    """
    questionnaire = round_.questionnaire
    keys = [_sort_key(response, questionnaire) for response in round_.responses]
    by_school: dict[str, list[int]] = {school.id: [] for school in round_.cluster.schools}
    for position in sorted(range(len(keys)), key=keys.__getitem__):
        by_school[round_.responses[position].school].append(position)
    schools = list(round_.cluster.schools)
    order = sorted(range(len(schools)), key=lambda s: [keys[p] for p in by_school[schools[s].id]])
    responses = tuple(round_.responses[p] for s in order for p in by_school[schools[s].id])
    cluster = round_.cluster.model_copy(update={"schools": tuple(schools[s] for s in order)})
    place = {s: position for position, s in enumerate(order)}
    return (
        round_.model_copy(update={"cluster": cluster, "responses": responses}),
        tuple(place[s] for s in range(len(schools))),
    )


def _sort_key(response: Response, questionnaire: Questionnaire) -> tuple[object, ...]:
    answers = tuple(str(response.answers.get(item.id, "")) for item in questionnaire.items)
    portraits = tuple(response.portraits.get(item.id, "") for item in questionnaire.portrait)
    return (answers, portraits, response.role or "", tuple(sorted(response.evidence)))


def tabulate(round_: Round) -> AnswerTable:
    """The answers of a round as one table, people and schools in the round's order.

    Raises:
        KeyError: a response names a school that is no member (readers report this with its line).
    """
    questionnaire = round_.questionnaire
    items = tuple(item.id for item in questionnaire.items)
    roles = {role.id: code for code, role in enumerate(questionnaire.roles)}
    schools = {school.id: code for code, school in enumerate(round_.cluster.schools)}
    people = len(round_.responses)
    levels = np.full((people, len(items)), np.nan)
    why = np.full((people, len(items)), SKIPPED, np.int8)
    asked = {
        role: np.array([questionnaire.is_asked(item, role) for item in questionnaire.items])
        for role in {response.role for response in round_.responses}
    }
    for row, response in enumerate(round_.responses):
        why[row, ~asked[response.role]] = NOT_ASKED
        for column, item in enumerate(items):
            answer = response.answers.get(item)
            if answer == DONT_KNOW:
                why[row, column] = UNKNOWN
            elif answer is not None:
                levels[row, column] = answer
                why[row, column] = ANSWERED
    return AnswerTable(
        items,
        levels,
        why,
        np.array([schools[response.school] for response in round_.responses], np.int32),
        np.array([roles.get(response.role or "", -1) for response in round_.responses], np.int16),
        np.zeros(len(schools), np.int32),
    )
