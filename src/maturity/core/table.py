"""The single currency of scoring: who answered what, as arrays.

Twelve people of one cluster and a million of three thousand clusters have the same shape, and go through the
same functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maturity.model import DONT_KNOW, Round

Floats = NDArray[np.floating]
Ints = NDArray[np.signedinteger]
Bools = NDArray[np.bool_]

REASONS = 5
ANSWERED, UNKNOWN, SKIPPED, NOT_ASKED, UNASKED = range(REASONS)
"""Codes of `AnswerTable.why`; UNASKED: a level was given by a role that was not asked, and is left out."""

AT_ONCE = 1 << 14
"""People who are looked at together, so that little room is needed for what is not kept."""


@dataclass(frozen=True, eq=False)
class CodedLevels:
    """The same answers in one byte each.

    Args:
        codes: (people, items) 0 where there is no level, else a place in `values`.
        values: of every item what stands in each place; the first is NaN.
    """

    codes: NDArray[np.unsignedinteger]
    values: tuple[Floats, ...]

    @staticmethod
    def of(levels: Floats) -> CodedLevels:
        """Of levels (people, items); what stands in a place rises with it."""
        codes: NDArray[np.unsignedinteger] = np.zeros(levels.shape, np.uint8, order="F")
        values = []
        for column, given in enumerate(levels.T):
            there = np.isfinite(given)
            known, place = np.unique(given[there].astype(np.float64), return_inverse=True)
            if len(known) > np.iinfo(codes.dtype).max:
                codes = codes.astype(np.uint32)
            codes[there, column] = place + 1
            values.append(np.concatenate([[np.nan], known]))
        return CodedLevels(codes, tuple(values))


@dataclass(frozen=True, eq=False)
class AnswerTable:
    """Answers of any number of people in any number of clusters.

    Args:
        items: item ids, one a column.
        levels: (people, items) levels as answered, in a floating type that holds them exactly; NaN where there is none.
        why: (people, items) int8: answered, don't know, skipped, not asked, or answered without being asked.
        school: (people,) code of the person's school, 0 to schools - 1.
        role: (people,) code of the person's role; -1 if unknown.
        cluster_of_school: (schools,) code of the school's cluster; silent schools are counted.
        clusters: number of clusters.
        named: (people, items) whether an example was named; None where nobody was asked for one.
        places: the levels once more, where they are at hand.
    """

    items: tuple[str, ...]
    levels: Floats
    why: NDArray[np.int8]
    school: Ints
    role: Ints
    cluster_of_school: Ints
    clusters: int = 1
    named: Bools | None = None
    places: CodedLevels | None = None

    @property
    def people(self) -> int:
        """Number of respondents."""
        return int(self.levels.shape[0])

    @property
    def schools(self) -> int:
        """Number of member schools, silent ones included."""
        return int(self.cluster_of_school.shape[0])

    @property
    def cluster(self) -> Ints:
        """(people,) code of the person's cluster."""
        return self.cluster_of_school[self.school]

    def rows(self, chosen: Ints | Bools) -> AnswerTable:
        """The same table with only the chosen people, in the chosen order; all schools stay members."""
        return AnswerTable(
            self.items,
            _chosen(self.levels, chosen),
            _chosen(self.why, chosen),
            self.school[chosen],
            self.role[chosen],
            self.cluster_of_school,
            self.clusters,
            None if self.named is None else self.named[chosen],
            None if self.places is None else replace(self.places, codes=_chosen(self.places.codes, chosen)),
        )

    def ordered(self) -> tuple[AnswerTable, Ints]:
        """The same answers with people and schools in an order that depends on the answers alone.

        Clusters keep their codes; the schools of a cluster stand together, and the people of a school. Sums over
        people or schools then never depend on names, on the order of a file or on what else is in the table, not even
        in their last digit.

        Returns:
            the table with its `places`, and (schools,) for each school of this one its place in that one.
        """
        placed = CodedLevels.of(self.levels) if self.places is None else self.places
        key = _hashes(placed, self.role)
        people = np.argsort(key)
        people = people[in_code_order(self.school[people], self.schools)]
        ends = np.searchsorted(self.school[people], np.arange(self.schools + 1))
        whole = np.concatenate([np.zeros(1, np.uint64), np.cumsum(key[people], dtype=np.uint64)])
        schools = np.lexsort((whole[ends[1:]] - whole[ends[:-1]], self.cluster_of_school))
        place = np.empty(self.schools, np.int64)
        place[schools] = np.arange(self.schools)
        # The people of a school stand in order already: only whole schools move.
        part = replace(self, places=placed).rows(people[in_code_order(place[self.school[people]], self.schools)])
        return replace(part, school=place[part.school], cluster_of_school=self.cluster_of_school[schools]), place


def in_code_order(codes: Ints, most: int) -> Ints:
    """Rows in the order of their codes, else as they stand; in the fewest bytes, which are sorted most quickly."""
    found: Ints = np.argsort(codes.astype(np.min_scalar_type(most)), kind="stable")
    return found


def _chosen(values: NDArray[Any], rows: Ints | Bools) -> NDArray[Any]:
    """Some rows, one column after the other in memory."""
    if rows.dtype == bool:
        return values.T[:, rows].T
    found = np.empty((len(rows), values.shape[1]), values.dtype, order="F")
    for column, new in zip(values.T, found.T, strict=True):
        np.take(column, rows, out=new, mode="wrap")
    return found


def _hashes(placed: CodedLevels, role: Ints) -> NDArray[np.uint64]:
    """(people,) a number that follows from somebody's levels and role; equal answers have the same.

    Every level of every item has a number of its own, and these are added up (Zobrist 1970).
    """
    key = _spread((role.astype(np.int64) + 2).astype(np.uint64))
    for column, values in enumerate(placed.values):
        known = np.where(np.isfinite(values), values + 0.0, -1e9).view(np.uint64)
        own = np.uint64((column + 1) * int(_ODD) % (1 << 64))
        key += np.take(_spread(known + own), placed.codes[:, column])
    return key


_ODD = np.uint64(0x9E3779B97F4A7C15)


def _spread(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit spread over all others (Steele, Lea and Flood 2014, SplitMix64)."""
    key = key + _ODD
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


def together(tables: Sequence[AnswerTable]) -> AnswerTable:
    """Several tables of the same items as one; clusters and schools are counted on from table to table."""
    if len(tables) == 1:
        return tables[0]
    schools = np.cumsum([0, *(table.schools for table in tables)])
    clusters = np.cumsum([0, *(table.clusters for table in tables)])
    asked = [table.named is not None for table in tables]
    return AnswerTable(
        tables[0].items,
        np.concatenate([table.levels for table in tables]),
        np.concatenate([table.why for table in tables]),
        np.concatenate([table.school + first for table, first in zip(tables, schools, strict=False)]),
        np.concatenate([table.role for table in tables]),
        np.concatenate([table.cluster_of_school + first for table, first in zip(tables, clusters, strict=False)]),
        int(clusters[-1]),
        np.concatenate([_named(table) for table in tables]) if any(asked) else None,
    )


def _named(table: AnswerTable) -> Bools:
    return np.zeros(table.levels.shape, bool) if table.named is None else table.named


def shortest(values: Floats) -> type[np.floating]:
    """The shortest floating type in which all values are exact, NaN aside; to keep many of them, not to reckon in."""
    known = values[np.isfinite(values)]
    with np.errstate(over="ignore"):
        return next((kind for kind in (np.float16, np.float32) if (known.astype(kind) == known).all()), np.float64)


def tabulate(round_: Round) -> AnswerTable:
    """The answers of a round as one table, people and schools in the round's order.

    A level of a role that was not asked the item is left out, and marked so.

    Raises:
        KeyError: a response names a school that is no member (readers report this with its line).
    """
    questionnaire, people = round_.questionnaire, len(round_.responses)
    items = tuple(item.id for item in questionnaire.items)
    roles = {role.id: code for code, role in enumerate(questionnaire.roles)}
    schools = {school.id: code for code, school in enumerate(round_.cluster.schools)}
    every = np.array([level for scale in questionnaire.answered_on for level in scale.levels], float)
    levels = np.full((people, len(items)), np.nan, shortest(every))
    why = np.full((people, len(items)), SKIPPED, np.int8)
    school, role = np.zeros(people, np.int64), np.zeros(people, np.int16)
    named = (
        None if all(scale.evidence_from is None for scale in questionnaire.answered_on) else np.zeros(why.shape, bool)
    )
    asked: dict[str | None, Bools] = {}
    everyone = enumerate(round_.responses)
    while some := list(islice(everyone, AT_ONCE)):
        rows = slice(some[0][0], some[-1][0] + 1)
        said = np.array([list(map(one.answers.get, items)) for _, one in some], object).reshape(len(some), len(items))
        unknown, given = said == DONT_KNOW, said != np.array(None)
        given &= ~unknown
        levels[rows][given] = said[given].astype(float)
        why[rows][unknown], why[rows][given] = UNKNOWN, ANSWERED
        for row, one in some:
            school[row], role[row] = schools[one.school], roles.get(one.role or "", -1)
            if one.role not in asked:
                asked[one.role] = np.array([round_.is_asked(item, one.role) for item in questionnaire.items], bool)
            spared = ~asked[one.role]
            if spared.any():
                why[row, spared] = np.where(np.isfinite(levels[row, spared]), UNASKED, NOT_ASKED)
                levels[row, spared] = np.nan
            if named is not None and one.evidence:
                named[row] = [bool(one.evidence.get(item, "").strip()) for item in items]
    # Not every way of answering has room for an example: where nobody named any, nobody is held to have been asked.
    named = None if named is None or not named.any() else named
    return AnswerTable(items, levels, why, school, role, np.zeros(len(schools), np.int64), named=named)
