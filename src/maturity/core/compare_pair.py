"""Two rounds beside one another as arrays: the common items, and the schools that are members in both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from maturity.core.assessment import Assessment
from maturity.core.matching import Match, Same, match, structure_of, why_incomparable
from maturity.core.measuring import Measured, change_many
from maturity.core.readings import number
from maturity.core.said import Name, Said, said
from maturity.core.scoring import SchoolItems, group_mean, roll_up, school_items
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable, Bools, Floats, Ints
from maturity.model import Round, School

_NO_CODE = re.compile(r"row \d+")
"""What stands for the code of somebody whose table has none."""


@dataclass(frozen=True, eq=False)
class TabulatedRound:
    """A round and its assessment, tabulated once for all that it is compared with.

    Args:
        tabulated: all answers, people and schools in the round's order; None of a round that is not named.
    """

    round: Round
    shown: Assessment
    tabulated: AnswerTable | None

    @cached_property
    def table(self) -> AnswerTable:
        """What all answers are worth, of a named round only."""
        assert self.tabulated is not None
        return Structure.of(self.round.questionnaire).valued_table(self.tabulated)

    @cached_property
    def row(self) -> dict[str, int]:
        """School id to its row in the table."""
        return {school.id: row for row, school in enumerate(self.round.cluster.schools)}

    @cached_property
    def schools(self) -> SchoolItems:
        """Mean level of every item in every school."""
        return school_items(self.table)

    @property
    def named(self) -> bool:
        """Whether answers may be gone back to; of any other round only its assessment is known."""
        return self.tabulated is not None


@dataclass(frozen=True, eq=False)
class Pair:
    """Two rounds to be compared, as arrays of the common items over the schools that are members in both.

    Args:
        places: of the rounds in time.
        found: which items mean the same.
        schools: members of both, as the later round names them, one a row.
        refused: why the two cannot be compared; None when they can.
    """

    places: tuple[int, int]
    sittings: tuple[TabulatedRound, TabulatedRound]
    found: Match
    schools: tuple[School, ...]
    refused: Said | None

    @property
    def rounds(self) -> tuple[Round, Round]:
        """The earlier and the later round."""
        return self.sittings[0].round, self.sittings[1].round

    @property
    def shown(self) -> tuple[Assessment, Assessment]:
        """Their assessments."""
        return self.sittings[0].shown, self.sittings[1].shown

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Later ids of the common items, one a column."""
        return tuple(new for _, new in self.found.common)

    @cached_property
    def structure(self) -> Structure:
        """How the common items count, in both rounds."""
        return structure_of(self.rounds[0].questionnaire, self.rounds[1].questionnaire, self.found)

    @cached_property
    def answers(self) -> tuple[AnswerTable, AnswerTable, Ints]:
        """Answers to the common items in both rounds, and for each person of the later the row in the earlier, or -1.

        People are in an order that depends on answers alone: neither names nor the order of a file may move a result,
        not even in its last digit.
        """
        before = self.part(self.sittings[0], self.sittings[0].table, tuple(old for old, _ in self.found.common))
        after = self.part(self.sittings[1], self.sittings[1].table, self.items)
        known = {school.id for school in self.schools}
        there, here = (
            [(one.school, one.respondent) for one in round_.responses if one.school in known] for round_ in self.rounds
        )
        row = {one: place for place, one in enumerate(there) if not _NO_CODE.fullmatch(one[1])}
        partner = np.array([row.get(one, -1) for one in here], np.int64)
        said_before = np.nan_to_num(before.levels)
        said_then = np.where(partner[:, None] >= 0, said_before[partner], -1.0) if there else np.zeros((len(here), 0))
        first = np.lexsort((*said_before.T, before.school))
        second = np.lexsort((*said_then.T, *np.nan_to_num(after.levels).T, after.school))
        place = np.empty(before.people + 1, np.int64)
        place[first], place[-1] = np.arange(before.people), -1
        return before.rows(first), after.rows(second), place[partner[second]]

    def part(self, sitting: TabulatedRound, table: AnswerTable, items: Sequence[str]) -> AnswerTable:
        """Answers of the people of `schools` to some items, schools and items in the given order."""
        place = np.full(table.schools, -1)
        place[[sitting.row[school.id] for school in self.schools]] = np.arange(len(self.schools))
        people = place[table.school] >= 0
        at = {item: column for column, item in enumerate(table.items)}
        columns = [at[item] for item in items]
        return AnswerTable(
            tuple(items),
            table.levels[people][:, columns],
            table.why[people][:, columns],
            place[table.school[people]],
            table.role[people],
            np.zeros(len(self.schools), np.int32),
        )

    def measured(self, kept: Bools | None = None, *, stand_for_others: bool) -> Measured:
        """The change between the two.

        Args:
            kept: (items,) whether an item counts; all of them without.
        """
        before, after, partner = self.answers
        if kept is not None:
            before, after = (
                replace(table, levels=np.where(kept, table.levels, np.nan), places=None) for table in (before, after)
            )
        return change_many(before, after, self.structure, stand_for_others=stand_for_others, partner=partner)


def pair_of(sittings: Sequence[TabulatedRound], places: tuple[int, int], same: Same) -> Pair:
    """Two of the rounds, by their places in time."""
    sides = sittings[places[0]], sittings[places[1]]
    before, after = (side.round for side in sides)
    found = match(before.questionnaire, after.questionnaire, same)
    known = before.cluster.school_by_id
    schools = tuple(sorted((s for s in after.cluster.schools if s.id in known), key=lambda school: school.id))
    return Pair(
        places,
        sides,
        found,
        schools,
        _other_subject(before, after)
        or (why_incomparable(before.questionnaire, after.questionnaire, found, same) if schools else None)
        or (None if schools else said("no-common-school")),
    )


def _other_subject(before: Round, after: Round) -> Said | None:
    """That two rounds rated two schools; None where they rated the same one, or the cluster."""
    rated = [round_.subject_of.school if round_.subject_of is not None else "" for round_ in (before, after)]
    if rated[0] == rated[1] or "" in rated:
        return None
    names = [_name(round_, school) for round_, school in zip((before, after), rated, strict=True)]
    return said("other-subject", before=names[0], after=names[1])


def _name(round_: Round, school: str) -> Name:
    known = round_.cluster.school_by_id
    return Name(known[school].name if school in known else school)


def axes_over(structure: Structure, means: Floats) -> Floats:
    """Axis scores (axes,) over the means (schools, items) of some schools, at least half of them for each item."""
    axes: Floats = roll_up(structure, _items_over(means))[0, structure.axes]
    return axes


def told_over(structure: Structure, items: Sequence[str], means: Floats) -> dict[str, float | None]:
    """The same of whatever the result is told by: axes, or all other parts, or the items where there are no parts.

    Args:
        items: ids of the columns.
    """
    scored = _items_over(means)
    parts = roll_up(structure, scored)[0]
    told = ("axis",) if structure.parts[structure.axes] else ("dimension", "overall")
    found = {part.id: number(value) for part, value in zip(structure.parts, parts, strict=True) if part.kind in told}
    return found or dict(zip(items, map(number, structure.turn(scored)[0]), strict=True))


def _items_over(means: Floats) -> Floats:
    items, n = group_mean(np.zeros(len(means), np.int32), means, 1)
    return np.where(2 * n >= len(means), items, np.nan)


def by_axis(pair: Pair, place: int, values: Floats) -> dict[str, float | None]:
    """(axes,) values by axis id of the earlier (0) or later (1) round."""
    axes = pair.rounds[place].questionnaire.axes
    return {axis.id: number(value) for axis, value in zip(axes, values, strict=True)}
