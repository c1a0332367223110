"""Two rounds beside one another as arrays: the common items, and the schools that are members in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from maturity.core.assessment import Assessment
from maturity.core.matching import Match, Same, earlier_part, later_part, match, refusal, structure_of
from maturity.core.measuring import Measured, measure, table_of
from maturity.core.readings import number
from maturity.core.scoring import Structure, school_items, score
from maturity.core.table import AnswerTable, Bools, canonical, tabulate
from maturity.model import Questionnaire, Round, School


@dataclass(frozen=True, eq=False)
class Pair:
    """Two rounds to be compared, as arrays of the common items over the schools that are members in both.

    Args:
        places: of the rounds in time.
        shown: their assessments.
        found: which items mean the same.
        schools: members of both, as the later round names them, one a row.
        refused: why the two cannot be compared; None when they can.
    """

    places: tuple[int, int]
    rounds: tuple[Round, Round]
    shown: tuple[Assessment, Assessment]
    found: Match
    schools: tuple[School, ...]
    refused: str | None

    @property
    def items(self) -> tuple[str, ...]:
        """Later ids of the common items, one a column."""
        return tuple(new for _, new in self.found.common)

    @cached_property
    def structure(self) -> Structure:
        """How the common items count, in both rounds."""
        return structure_of(self.rounds[0].questionnaire, self.rounds[1].questionnaire, self.found)

    @cached_property
    def before(self) -> AnswerTable:
        """Answers to the common items in the earlier round."""
        return answers_of(self.rounds[0], earlier_part(self.rounds[0].questionnaire, self.found), self.schools)

    @cached_property
    def after(self) -> AnswerTable:
        """Answers to the common items in the later round."""
        return answers_of(self.rounds[1], later_part(self.rounds[1].questionnaire, self.found), self.schools)


def pair_of(rounds: Sequence[Round], shown: Sequence[Assessment], places: tuple[int, int], same: Same) -> Pair:
    """Two of the rounds, by their places in time, and their assessments."""
    before, after = (rounds[place] for place in places)
    found = match(before.questionnaire, after.questionnaire, same)
    known = before.cluster.school_by_id
    schools = tuple(sorted((s for s in after.cluster.schools if s.id in known), key=lambda school: school.id))
    refused = "no school is in both rounds"
    return Pair(
        places,
        (before, after),
        (shown[places[0]], shown[places[1]]),
        found,
        schools,
        refusal(before.questionnaire, after.questionnaire, found, same) if schools else refused,
    )


def answers_of(round_: Round, questionnaire: Questionnaire, schools: Sequence[School]) -> AnswerTable:
    """Answers of the people of some schools to some items, people in an order that depends on their answers alone."""
    ids = {school.id for school in schools}
    responses = tuple(r for r in canonical(round_)[0].responses if r.school in ids)
    cluster = round_.cluster.model_copy(update={"schools": tuple(schools)})
    part = {"responses": responses, "cluster": cluster, "questionnaire": questionnaire}
    return tabulate(round_.model_copy(update=part))


def measured_of(pair: Pair, items: Bools) -> Measured:
    """The change between the two, over some of the common items (items,)."""
    every = np.broadcast_to(items, (len(pair.schools), len(items)))
    return measure(table_of(pair.before, every), table_of(pair.after, every), pair.structure)


def own_axes(round_: Round, schools: Sequence[School]) -> dict[str, float | None]:
    """A round's own axis scores, all its items, over some of its schools."""
    questionnaire = round_.questionnaire
    table = answers_of(round_, questionnaire, schools)
    if round_.mode == "confidential":
        enough = school_items(tabulate(round_)).n.sum(axis=0) >= round_.smallest_cell
        table = table_of(table, np.broadcast_to(enough, (len(schools), len(enough))))
    axes = score(table, Structure.of(questionnaire)).axis[0] if schools else np.full(len(questionnaire.axes), np.nan)
    return {axis.id: number(value) for axis, value in zip(questionnaire.axes, axes, strict=True)}
