"""Whole clusters in, rows of results out: a plain function, for one machine and for many alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from maturity.core.many import Many, assess_many
from maturity.core.points import FINEST
from maturity.core.table import (
    ANSWERED,
    NOT_ASKED,
    SKIPPED,
    UNASKED,
    AnswerTable,
    Bools,
    CodedLevels,
    Floats,
    Ints,
    shortest,
)
from maturity.core.table import UNKNOWN as CANNOT_TELL
from maturity.model import SMALLEST_CELL, Questionnaire
from maturity.network.cells import mapped_texts
from maturity.network.faults import Faults, Remarks
from maturity.network.latest import FOLDER, KEYS, KINDS, Rounds, latest_rounds, several_kinds
from maturity.network.results import (
    BY_POINTS,
    SINCE,
    TYPES,
    UNTOLD,
    Value,
    columns_beside_points,
    columns_of,
    columns_of_many,
    row_types,
)
from maturity.network.runs import Coded
from maturity.text.names import folded_name


@dataclass
class Found:
    """What became of some clusters.

    Args:
        rows: one row a cluster, those of each questionnaire by themselves, as `row_types` says.
        faults: rows of answers that were left out.
        remarks: what is worth saying of clusters.
    """

    rows: list[tuple[Questionnaire, pl.DataFrame]] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    remarks: Remarks = field(default_factory=Remarks)


def results_of(
    parts: Sequence[tuple[Questionnaire, Coded]],
    by: Sequence[str] = (),
    sources: Sequence[str] = (),
    beside: Sequence[Rounds] = (),
) -> Found:
    """Results of whole clusters, each exactly as if it were alone; the order of rows does not matter.

    Args:
        parts: coded rows with what was asked; all rows of a cluster must be there.
        by: columns by which clusters are put together, in coded rows behind `by:`.
        sources: what sources are called, by their number.
        beside: rounds of the same clusters that are known already, as `rounds_of` makes them.
    """
    found = Found()
    runs = [(asked, coded.runs()) for asked, coded in parts]
    wrong = several_kinds([*beside, *runs])
    rounds = []
    for asked, rows in beside:
        several = wrong.filter(questionnaire=asked.id)
        found.remarks.add(KINDS, rows.join(several, on=KEYS, how="semi")["cluster"].unique().to_list())
        rounds.append((asked, rows.join(several, on=KEYS, how="anti", maintain_order="left")))
    for (asked, coded), (_, who) in zip(parts, runs, strict=True):
        # Whoever answers twice is perhaps told two things, so that the kind is looked at while both rows are there.
        several = who.join(wrong.filter(questionnaire=asked.id), on=KEYS, how="semi")
        rows = _one_kind(coded.rows, several, found.faults, sources)
        rounds.append((asked, _rounds(asked, rows, who, by, found, sources)))
    found.rows = latest_rounds(rounds, by, found.remarks)
    return found


def _rounds(
    asked: Questionnaire,
    rows: pl.DataFrame,
    who: pl.DataFrame,
    by: Sequence[str],
    found: Found,
    sources: Sequence[str],
) -> pl.DataFrame:
    """One row a cluster and round, without changes."""
    rows = _once(rows, who, found.faults, sources)
    length = rows.group_by("run").agg(pl.len().cast(pl.Int64).alias("rows"))
    there = who.drop("rows", "submitted").join(length, on="run").drop("run")
    sittings = sittings_of(asked, condensed(there), by, found.remarks)
    code = who.join(sittings.select("CODE", *KEYS), on=KEYS, how="left", maintain_order="left")["CODE"]
    rows = rows.with_columns(code.gather(rows["run"]))
    first = first_named(sittings)
    made = [
        _named(asked, rows.filter(pl.col("CODE") >= first) if first else rows, range(first, sittings.height)),
        _untold(rows.filter(pl.col("CODE") < first)),
    ]
    return with_numbers(asked, sittings, made, by)


def condensed(who: pl.DataFrame) -> pl.DataFrame:
    """What is alike once, with how many rows it has; whatever is put together first, it is the same."""
    return who.group_by(pl.all().exclude("rows")).agg(pl.col("rows").sum())


def sittings_of(asked: Questionnaire, who: pl.DataFrame, by: Sequence[str], remarks: Remarks) -> pl.DataFrame:
    """One row a cluster and round, with its `CODE`: rounds of the same kind stand together, named ones last.

    Args:
        who: whose rows are, as `condensed` says.
        remarks: hears of clusters whose rows differ in a column of `by`; that says nothing of the cluster then.
    """
    known, rows = pl.col("date").is_not_null(), pl.col("rows")
    days, weights = pl.col("date").filter(known).sort(), rows.filter(known).sort_by(pl.col("date").filter(known))
    # The day in the middle, so that one row with an odd one moves nothing.
    middle = days.filter(weights.cum_sum() * 2 >= weights.sum()).first()
    # What stands in some rows alone is perhaps what one person wrote.
    different = {f"by:{name}": mapped_texts(who[f"by:{name}"], folded_name) for name in by}
    found = (
        who.with_columns(texts.alias(f"SEVERAL:{name}") for name, texts in zip(by, different.values(), strict=True))
        .group_by(KEYS)
        .agg(
            middle.alias("date"),
            pl.col("kind").first(),
            *(pl.col(f"SEVERAL:{name}").n_unique() > 1 for name in by),
            FEW=(pl.col("kind").first() != "named") & (rows.sum() < SMALLEST_CELL),
        )
        .join(_spelt(who, ["cluster", "round", *different]), on=KEYS)
        .with_columns(
            pl.when(~pl.col(f"SEVERAL:{name}") & ~pl.col("FEW")).then(pl.col(f"by:{name}")).alias(f"by:{name}")
            for name in by
        )
        .sort("kind", *KEYS)
        .with_row_index("CODE")
        .with_columns(questionnaire=pl.lit(asked.id), version=pl.lit(asked.version))
    )
    for name in by:
        remarks.add(SEVERAL.format(name), found.filter(f"SEVERAL:{name}")["cluster"].unique().to_list())
    if by:
        remarks.add(FEW, found.filter("FEW")["cluster"].unique().to_list())
    return found


SEVERAL = (
    "{!r} differs among the rows of one round, or is empty in some, so that it says nothing of the cluster, or "
    "clusters share a name: it is left empty. Fill it in everywhere, and give every cluster a name of its own"
)

FEW = (
    f"a round whose people are not named has fewer than {SMALLEST_CELL} of them, and what --by names may be what one "
    "of them wrote: it is left empty"
)


def _spelt(who: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """How every round's names are written most often; of what is equally frequent, the first in the alphabet."""
    found = who.select(KEYS).unique()
    for name in names:
        count = who.group_by(*KEYS, name).agg(pl.col("rows").sum()).sort("rows", name, descending=[True, False])
        found = found.join(count.unique(KEYS, keep="first", maintain_order=True).drop("rows"), on=KEYS)
    return found


def first_named(sittings: pl.DataFrame) -> int:
    """The first code of a round that is named: kinds are in alphabetical order."""
    return sittings.filter(pl.col("kind") != "named").height


def with_numbers(
    asked: Questionnaire, sittings: pl.DataFrame, made: Sequence[pl.DataFrame | None], by: Sequence[str]
) -> pl.DataFrame:
    """Rounds with their numbers, which are found by `CODE`."""
    if not sittings.height:
        return pl.DataFrame()
    wanted = row_types(asked, by)
    numbers = pl.concat([one for one in made if one is not None], how="diagonal")
    joined = sittings.rename({f"by:{name}": name for name in by}).join(numbers, on="CODE", maintain_order="left")
    kept = [name for name in wanted if name in joined.columns]
    return joined.select(*KEYS, *(pl.col(name).cast(wanted[name]) for name in kept))


def _once(rows: pl.DataFrame, who: pl.DataFrame, faults: Faults, sources: Sequence[str]) -> pl.DataFrame:
    """Without further rows of the same person in the same round, whatever their order.

    The one that was handed in last stays, else the one with most answers, else the one whose answers come first as
    numbers. Where nothing but their schools tells them apart, none stays: numbers that stand for schools have no order.
    """
    if rows["person"].null_count() == rows.height:
        return rows
    sitting = who.select(pl.struct(KEYS).rank("dense").alias("SITTING")).to_series().gather(rows["run"])
    rows = rows.with_columns(sitting)
    person = ["SITTING", "person"]
    many = pl.col("person").is_not_null() & pl.struct(person).is_duplicated()
    twice = rows.filter(many)
    if not twice.height:
        return rows.drop("SITTING")
    about = who.drop("run", "rows", *KEYS, "kind")
    items = [name for name in rows.columns if name[0] == "i" and name[1:].isdigit()]
    answers = pl.sum_horizontal(pl.col(name) > 0 for name in items)
    order = ["submitted", "answers", *items, "role", *(name for name in about.columns if name != "submitted")]
    best = twice.with_columns(answers.alias("answers"), *about.select(pl.all().gather(twice["run"]))).sort(
        *order, "source", "row", descending=[True, True, *[False] * len(order)], nulls_last=True
    )
    first = best.unique(person, keep="first", maintain_order=True)
    alike = best.join(first.select(*person, *order), on=[*person, *order], nulls_equal=True)
    unclear = alike.group_by(person).agg(pl.col("school").n_unique()).filter(pl.col("school") > 1)
    kept = first.join(unclear, on=person, how="anti").select("source", "row")
    again = twice.join(kept, on=["source", "row"], how="anti").sort("source", "row")
    _left_out(again, faults, sources, "the person answers a second time", "keep one of the rows")
    return rows.drop("SITTING").join(again, on=["source", "row"], how="anti", maintain_order="left")


def _one_kind(rows: pl.DataFrame, wrong: pl.DataFrame, faults: Faults, sources: Sequence[str]) -> pl.DataFrame:
    """Without rounds that are said to be of several kinds: what may be shown of them is not known.

    Args:
        wrong: runs of these.
    """
    if not wrong.height:
        return rows
    for runs in wrong.partition_by("KEY", maintain_order=True):
        message = f"a round of {min(runs['cluster'].to_list())} is said to be of several kinds"
        some = rows.filter(pl.col("run").is_in(runs["run"].implode()))
        _left_out(some, faults, sources, message, "correct the column 'kind'")
    return rows.filter(~pl.col("run").is_in(wrong["run"].implode()))


def _left_out(rows: pl.DataFrame, faults: Faults, sources: Sequence[str], message: str, hint: str) -> None:
    for number, some in rows.group_by("source", maintain_order=True):
        source = sources[int(number[0])] if sources else ""
        faults.add(source, message, hint, some["row"].to_list())
        faults.rows += some.height


def _named(asked: Questionnaire, rows: pl.DataFrame, codes: range) -> pl.DataFrame | None:
    """Numbers of named rounds, by code."""
    if not codes:
        return None
    return rows_of_many(assess_many(table_of(asked, rows, codes), asked), codes)


def rows_of_many(many: Many, codes: range) -> pl.DataFrame:
    """Numbers of clusters, by code."""
    columns, types = columns_of_many(many), {n: TYPES[kind] for n, kind in columns_of(many.questionnaire).items()}
    made = pl.DataFrame(columns, schema={name: types[name] for name in columns})
    return made.select(pl.Series("CODE", codes, dtype=pl.UInt32), pl.selectors.all()).with_columns(
        pl.selectors.float().fill_nan(None)
    )


def table_of(asked: Questionnaire, rows: pl.DataFrame, codes: range) -> AnswerTable:
    """Coded rows as the one table that everything is scored from; clusters in the order of `codes`."""
    number, code, _ = cells_of(rows["CODE"].to_numpy().astype(np.int64) - codes.start, rows["school"])
    role = rows["role"].to_numpy()
    # One question after the other in memory, as everything is added up.
    every = [Codes.of(asked, n) for n in range(len(asked.items))]
    kind = shortest(np.concatenate([known.level for known in every]))
    levels: Floats = np.empty((rows.height, len(every)), kind, order="F")
    why = np.empty(levels.shape, np.int8, order="F")
    codes_of = np.empty(levels.shape, np.uint8, order="F")
    left_out, values = RowsOf(role), list[Floats]()
    for n, known in enumerate(every):
        place = rows[f"i{n}"].to_numpy()
        if known.spared:
            place = place + left_out.of(known.spared) * known.size
        place = place.astype(np.intp)
        np.take(known.level.astype(kind), place, out=levels[:, n], mode="clip")
        np.take(known.why, place, out=why[:, n], mode="clip")
        np.take(known.kept, place, out=codes_of[:, n], mode="clip")
        values.append(known.level[: known.size - 1])
    return AnswerTable(
        tuple(item.id for item in asked.items),
        levels,
        why,
        number,
        role.astype(np.int16),
        code,
        len(codes),
        places=CodedLevels(codes_of, tuple(values)),
    )


def cells_of(run: Ints, schools: pl.Series) -> tuple[Ints, Ints, NDArray[np.uint64]]:
    """Numbers for schools in runs, or in whatever else rows are put together by.

    Returns:
        (rows,) the number of each row, and by number, in order, the run and the school.
    """
    known = schools.unique().sort()
    pair = run.astype(np.int64) * len(known) + known.search_sorted(schools).to_numpy()
    size = (int(run.max(initial=0)) + 1) * len(known)
    if size > 4 * len(pair):
        there, cell = np.unique(pair, return_inverse=True)
    else:
        there = np.flatnonzero(np.bincount(pair, minlength=size))
        new = np.zeros(size, np.int64)
        new[there] = np.arange(len(there))
        cell = new[pair]
    return cell, there // len(known), known.to_numpy()[there % len(known)]


@dataclass(frozen=True, eq=False)
class Codes:
    """What the codes of a column of levels stand for.

    Places are those in `cells.may_be_written`, and the same once more for roles that are not asked.

    Args:
        size: places in that list.
        level: (places,) NaN where there is none that counts; `why`: (places,) as in `AnswerTable`.
        kept: (places,) the place of a level that counts, else 0.
        worth: (places,) of levels that count, in `unit` parts of a whole; else 0.
        spared: codes of roles that are not asked.
    """

    size: np.uint8
    level: Floats
    why: NDArray[np.int8]
    kept: NDArray[np.uint8]
    worth: Ints
    unit: int
    spared: tuple[int, ...]

    @staticmethod
    def of(asked: Questionnaire, column: int) -> Codes:
        """The codes of one question."""
        item = asked.items[column]
        worth = asked.scale_of(item).worth
        roles = [(n, role.id) for n, role in enumerate(asked.roles)]
        spared = tuple(n for n, role in [(-1, None), *roles] if not asked.is_asked(item, role))
        unit = 1 if all(float(one).is_integer() for one in worth.values()) else FINEST
        left_out = [np.nan] * (len(worth) + 2) * bool(spared)
        why = [SKIPPED, *[ANSWERED] * len(worth), CANNOT_TELL]
        why += [NOT_ASKED, *[UNASKED] * len(worth), NOT_ASKED] if spared else []
        return Codes(
            np.uint8(len(worth) + 2),
            np.array([np.nan, *worth, np.nan, *left_out]),
            np.array(why, np.int8),
            np.array([0, *range(1, len(worth) + 1), 0, *[0] * len(left_out)], np.uint8),
            np.array([0, *(round(value * unit) for value in worth.values()), 0, *[0] * len(left_out)], np.int64),
            unit,
            spared,
        )


class RowsOf:
    """Which rows are of some roles; looked up once for each set of these.

    Args:
        role: (rows,) codes, -1 where none is known.
    """

    def __init__(self, role: NDArray[np.int16]) -> None:
        self.role, self.known = role, dict[tuple[int, ...], Bools]()

    def of(self, roles: tuple[int, ...]) -> Bools:
        """(rows,) whether the role is one of these."""
        if roles not in self.known:
            # The last one stands for -1.
            among = np.zeros(int(self.role.max(initial=0)) + 2 + max(roles), bool)
            among[list(roles)] = True
            self.known[roles] = np.take(among, self.role)
        return self.known[roles]


def _untold(rows: pl.DataFrame) -> pl.DataFrame | None:
    """Who took part in rounds whose people are not named."""
    if not rows.height:
        return None
    count = rows.group_by("CODE").agg(
        pl.len().cast(pl.Int64).alias("people"), pl.col("school").n_unique().cast(pl.Int64).alias("schools")
    )
    return rows_untold(count)


def rows_untold(count: pl.DataFrame) -> pl.DataFrame:
    """Rounds by `CODE`, with `people` and `schools`: a table has no publication, and nothing else is told of them."""
    return count.with_columns(
        schools_answered=pl.col("schools"), told=pl.lit(value=False), reason=pl.lit(UNTOLD), settled=pl.lit(value=False)
    )


def points_alone(asked: Questionnaire, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of results without what takes more than points."""
    known = pl.col("told").not_() | pl.col("reason").is_in(BY_POINTS)
    nothing = (pl.lit(None, rows.schema[name]).alias(name) for name in columns_beside_points(asked))
    return rows.with_columns(*nothing, pl.when(known).then("reason"))


def rounds_of(asked: Questionnaire, rows: Sequence[dict[str, Value]], by: Sequence[str]) -> pl.DataFrame:
    """Rows of `results.row_of` as `latest_rounds` takes them.

    Args:
        rows: numbers of a round together with `WHO`.
    """
    made = {
        name: pl.Series(name, [row.get(name) for row in rows], dtype=kind)
        for name, kind in row_types(asked, by).items()
        if name not in SINCE and not name.endswith("_change")
    }
    keys = [[folded_name(str(row[name])) for row in rows] for name in ("cluster", "round")]
    return pl.DataFrame({**dict(zip(KEYS, keys, strict=True)), **made}).with_columns(pl.lit(value=True).alias(FOLDER))
