"""Points alone: answers are counted school by school as they are read, and no row is kept.

Memory follows the number of schools. What cannot be had from counts - a second row of a person, a round that is said to
be of several kinds, answers that are worth thirds - is worked out from its rows, for the clusters that it concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from maturity.core.points import Tally, counts_exactly, points_of
from maturity.core.table import ANSWERED, REASONS, Ints
from maturity.errors import InputError
from maturity.model import Questionnaire
from maturity.network.blocks import (
    Codes,
    RowsOf,
    cells_of,
    condensed,
    first_named,
    rows_of_many,
    rows_untold,
    sittings_of,
    with_numbers,
)
from maturity.network.coding import CodingRules
from maturity.network.faults import Remarks
from maturity.network.keeping import ROWS, for_nobody_else, written_in
from maturity.network.latest import KEYS, Rounds, latest_rounds, several_kinds
from maturity.network.running import BlockWork, Gathered, OpenSources, Tell, all_gathered, in_turn
from maturity.network.runs import Coded
from maturity.network.sources import TableFile

SCHOOLS = 20_000
"""Schools that are held before they are put to those that are known."""
PART = 500_000
"""Rows for which there is a part: what is held twice at a time is two parts alone."""
MOST_PARTS = 64
_PEOPLE, _ANSWERED, _WHY = 0, 1, 2
"""First columns of what is counted; after the reasons come sums and numbers of every question."""
_FIRST = _WHY + REASONS
_Keys = NDArray[np.uint64]


class PointsWork:
    """Points of tables, read once.

    Args:
        sources: the tables.
        rules: how they are read.
        folder: an empty one, for what does not stay in memory.
        beside: rounds of clusters that are known already.

    Raises:
        InputError: a table cannot be read, or lacks a column.
    """

    def __init__(
        self, sources: Sequence[TableFile], rules: CodingRules, folder: Path, beside: Sequence[Rounds] = ()
    ) -> None:
        self.sources, self.rules, self.folder, self.beside = sources, rules, folder, beside
        self.open = OpenSources(sources, rules)
        self.parts = max(1, min(MOST_PARTS, round(self.open.rows / PART)))

    def run(self, tell: Tell, *, strict: bool = False) -> Gathered:
        """Everything that counts tell, and from rows what they do not.

        Raises:
            InputError: a table cannot be read to its end; what is noted cannot be written; or `strict`, and a row has
                a fault.
        """
        with written_in(self.folder):
            return self._run(tell, strict=strict)

    def _run(self, tell: Tell, *, strict: bool) -> Gathered:
        found = Gathered()
        counts: list[tuple[Questionnaire, Counts]] = []
        count = partial(counts_by_part, parts=self.parts)
        for asked, some in self.open.coded(count, found.faults, tell):
            mine = next((one for other, one in counts if other is asked), None)
            if mine is None:
                mine = Counts(asked, self.rules.by, self.folder / f"people-{len(counts)}")
                counts.append((asked, mine))
            mine.add(some)
        found.read = self.open.read
        found.notes += self.open.notes
        apart = {key for _, one in counts for key in one.apart()}
        for number in range(self.parts):
            said = ((asked, one.said(number)) for asked, one in counts)
            apart |= {*several_kinds([*self.beside, *said])["KEY"]}
        made = in_turn(lambda number: self._part(number, counts, apart), range(self.parts))
        for number, (rows, remarks) in enumerate(made):
            found.rows += rows
            found.remarks.add_all(remarks.names, remarks.counts)
            tell("score", found.read * (number + 1) // self.parts, found.read)
        if apart:
            folder = self.folder / ROWS
            work = BlockWork(self.sources, self.rules, folder, resume=False, only=apart, beside=self.beside)
            more = work.run(lambda *_: None)
            more.read, more.notes, more.blocks = 0, [], 0
            found = all_gathered([found, more])
        if strict and found.faults.rows:
            raise InputError(found.faults.problems())
        return found

    def _part(
        self, number: int, counts: Sequence[tuple[Questionnaire, Counts]], apart: Collection[str]
    ) -> tuple[list[tuple[Questionnaire, pl.DataFrame]], Remarks]:
        """The last rounds of some of the clusters, and what is worth saying of them."""
        remarks = Remarks()
        rounds = [(asked, one.rounds(number, apart, remarks)) for asked, one in counts]
        own = ~pl.col("KEY").is_in(list(apart)) & (pl.col("KEY").hash(11) % self.parts == number)
        beside = [(asked, rows.filter(own)) for asked, rows in self.beside]
        return latest_rounds([*beside, *rounds], self.rules.by, remarks), remarks


@dataclass(frozen=True, eq=False)
class SchoolCounts:
    """What was counted of some rows.

    Args:
        who: a row a round and kind, with the `id` by which it is counted.
        people: (rows, 2) rounds, and people who have names or numbers.
        keys: (cells, 2) rounds and schools; `values`: (cells, counts).
    """

    who: pl.DataFrame
    people: _Keys
    keys: _Keys
    values: Ints

    @staticmethod
    def together(some: Sequence[SchoolCounts]) -> SchoolCounts:
        """What is alike once; of people nothing is kept."""
        keys = np.concatenate([one.keys for one in some])
        # A sum that may not fit into 32 bits is kept in 64.
        most = sum(int(np.abs(one.values).max(initial=0)) for one in some)
        values = np.concatenate([one.values for one in some], dtype=_narrowest(most))
        order = np.lexsort((keys[:, 1], keys[:, 0]))
        keys = keys[order]
        starts = np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)][: len(keys)])
        values = np.add.reduceat(values[order], starts, axis=0, dtype=values.dtype) if len(keys) else values
        return SchoolCounts(condensed(pl.concat([one.who for one in some])), keys[:0], keys[starts], values)


def counts_by_part(asked: Questionnaire, coded: Coded, parts: int) -> dict[int, SchoolCounts]:
    """Counts of coded rows, in parts of whole clusters.

    Args:
        parts: how many there are.
    """
    rows, who = coded.rows, coded.runs()
    part_of_run = (who["KEY"].hash(11) % parts).to_numpy()
    round_ = who["KEY"].hash(17).to_numpy() * np.uint64(0x9E3779B97F4A7C15) ^ who["SITTING"].hash(19).to_numpy()
    seen = condensed(who.drop("run", "submitted").with_columns(pl.Series("id", round_), pl.Series("part", part_of_run)))
    run, person = rows["run"].to_numpy(), rows["person"]
    there = person.is_not_null().to_numpy()
    people = np.stack([round_[run[there]], person.drop_nulls().to_numpy()], axis=1)
    cell, of, school = cells_of(run, rows["school"])
    keys, values = np.stack([round_[of], school], axis=1), _counts(asked, rows, cell, len(of))
    by_part = seen.partition_by("part", as_dict=True, include_key=False)
    part_of_cell, part_of_person = part_of_run[of], part_of_run[run[there]]
    found = {}
    for (number,), some in by_part.items():
        own = part_of_cell == number
        found[int(number)] = SchoolCounts(some, people[part_of_person == number], keys[own], values[own])
    return found


def _counts(asked: Questionnaire, rows: pl.DataFrame, cell: Ints, cells: int) -> Ints:
    """(cells, counts) of rows, each of one cell."""
    every = [Codes.of(asked, n) for n in range(len(asked.items))]
    items = len(every)
    most = rows.height * max(items, *(int(np.abs(one.worth).max()) for one in every))
    found = np.zeros((cells, _FIRST + 2 * items), _narrowest(most))
    spared, spoke = RowsOf(rows["role"].to_numpy()), np.zeros(rows.height, bool)
    for n, codes in enumerate(every):
        place = rows[f"i{n}"].to_numpy()
        if codes.spared:
            place = place + spared.of(codes.spared) * codes.size
        size, level = len(codes.why), codes.why == ANSWERED
        spoke |= np.take(level, place)
        count = np.bincount(cell * size + place, minlength=cells * size).reshape(cells, size)
        found[:, _WHY:_FIRST] += count @ (codes.why[:, None] == np.arange(REASONS))
        found[:, _FIRST + n] = count @ codes.worth
        found[:, _FIRST + items + n] = count @ level
    found[:, _PEOPLE] = np.bincount(cell, minlength=cells)
    found[:, _ANSWERED] = np.bincount(cell[spoke], minlength=cells)
    return found


def _narrowest(most: int) -> type[np.signedinteger]:
    return np.int64 if most >= 1 << 31 else np.int32


@dataclass
class _Part:
    """What is known of some clusters, and what is held that is not yet among it."""

    known: list[SchoolCounts] = field(default_factory=list)
    size: int = 0
    waiting: int = 0

    def add(self, some: SchoolCounts) -> None:
        """Hold some counts."""
        self.known.append(some)
        self.waiting += len(some.keys) + some.who.height
        if self.waiting > max(SCHOOLS, self.size):
            self.joined()

    def joined(self) -> SchoolCounts:
        """Everything as one."""
        if self.waiting or len(self.known) > 1:
            self.known = [SchoolCounts.together(self.known)]
            self.size, self.waiting = len(self.known[0].keys) + self.known[0].who.height, 0
        return self.known[0]


class Counts:
    """Counts of answers to one questionnaire.

    Args:
        asked: the questionnaire.
        by: columns by which clusters are put together.
        people: how files begin where those are noted who have names or numbers, one a part: nobody may count twice.
    """

    def __init__(self, asked: Questionnaire, by: Sequence[str], people: Path) -> None:
        self.asked, self.by, self.exact = asked, by, counts_exactly(asked)
        self.parts, self.people = dict[int, _Part](), people

    def add(self, some: dict[int, SchoolCounts]) -> None:
        """Put what was counted to the rest."""
        for number, one in some.items():
            if len(one.people):
                # Numpy's own way does not say why nothing can be written.
                with for_nobody_else(self._noted(number)).open("ab") as file:
                    file.write(one.people.tobytes())
            self.parts.setdefault(number, _Part()).add(replace(one, people=one.people[:0]))

    def _noted(self, number: int) -> Path:
        return self.people.with_name(f"{self.people.name}-{number}")

    def apart(self) -> Iterator[str]:
        """Clusters that counts do not tell, whatever their kinds: what their names are compared by."""
        for number, part in sorted(self.parts.items()):
            who = part.joined().who
            if not self.exact:
                yield from who["KEY"].unique().to_list()
                continue
            twice = _twice(self._noted(number))
            yield from who.filter(pl.col("id").is_in(twice.implode()))["KEY"].unique().to_list()

    def said(self, number: int) -> pl.DataFrame:
        """Of what kind rounds of a part are said to be, also by rows that were left out."""
        return self.parts[number].joined().who if number in self.parts else pl.DataFrame()

    def rounds(self, number: int, apart: Collection[str], remarks: Remarks) -> pl.DataFrame:
        """One row a cluster and round of a part, without changes; the part is forgotten.

        Args:
            apart: clusters that are left out.
            remarks: hears what is worth saying of clusters.
        """
        if number not in self.parts:
            return pl.DataFrame()
        part = self.parts.pop(number).joined()
        who = part.who.filter(~pl.col("KEY").is_in(list(apart)), pl.col("rows") > 0)
        sittings = sittings_of(self.asked, who, self.by, remarks)
        ids = sittings.select(*KEYS, "CODE").join(who.select(*KEYS, "id").unique(), on=list(KEYS)).sort("id")
        known, code = ids["id"].to_numpy(), ids["CODE"].to_numpy().astype(np.int64)
        there = np.isin(part.keys[:, 0], known)
        of = code[np.searchsorted(known, part.keys[there, 0])]
        values, first = part.values[there], first_named(sittings)
        named = of >= first
        made = [self._points(values[named], of[named] - first, range(first, sittings.height))]
        made.append(_people_only(values[~named], of[~named], first))
        return with_numbers(self.asked, sittings, made, self.by)

    def _points(self, values: Ints, of: Ints, codes: range) -> pl.DataFrame | None:
        if not codes:
            return None
        items = len(self.asked.items)
        tally = Tally(
            total=values[:, _FIRST : _FIRST + items] / [Codes.of(self.asked, n).unit for n in range(items)],
            n=values[:, _FIRST + items :].astype(float),
            people=values[:, _PEOPLE],
            answered=values[:, _ANSWERED],
            reasons=values[:, _WHY:_FIRST],
            cluster_of_school=of,
            clusters=len(codes),
        )
        return rows_of_many(points_of(tally, self.asked), codes)


def _twice(path: Path) -> pl.Series:
    """Rounds in which somebody is noted twice."""
    pairs = np.fromfile(path, np.uint64).reshape(-1, 2) if path.is_file() else np.empty((0, 2), np.uint64)
    found = pl.DataFrame({"id": pairs[:, 0], "person": pairs[:, 1]})
    return found.filter(pl.struct("id", "person").is_duplicated())["id"].unique()


def _people_only(values: Ints, of: Ints, rounds: int) -> pl.DataFrame | None:
    """Who took part in rounds whose people are not named; these have the first codes."""
    if not rounds:
        return None
    people, schools = np.bincount(of, values[:, _PEOPLE], rounds), np.bincount(of, minlength=rounds)
    count = {"CODE": np.arange(rounds, dtype=np.uint32), "people": people.astype(np.int64), "schools": schools}
    return rows_untold(pl.DataFrame(count))
