"""Of all rounds of a cluster the last one, with its change since the one before."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from maturity.core.portfolio import comparable
from maturity.model import Questionnaire
from maturity.network.faults import Remarks
from maturity.network.results import ColumnNames, row_types

Rounds = tuple[Questionnaire, pl.DataFrame]
"""Rounds of clusters on one questionnaire, a row each, with what they are told apart by."""
KEYS = ("KEY", "SITTING")
"""What rounds are told apart by. Of columns beside those of results the names have capitals: none of a user's has."""
FOLDER = "FOLDER"
"""Marks rounds that were read from folders."""
UNORDERED = (
    "dates of rounds are missing or equal, so that no change is told, and which round is the last was read from their "
    "names. Give each round its date"
)
TWICE = "a round stands in several sources or versions, and counts once: as in its folder, else with most people"


KINDS = (
    "a round in a folder is said to be of another kind elsewhere, so that it is left out: what may be shown of it is "
    "not known"
)


def several_kinds(rounds: Sequence[Rounds]) -> pl.DataFrame:
    """Rounds that are said to be of several kinds, in whatever versions and sources: `questionnaire` and `KEYS`.

    Args:
        rounds: what was asked, and of each round `KEYS` and `kind`.
    """
    said = [
        rows.select(pl.lit(asked.id).alias("questionnaire"), *KEYS, "kind").unique()
        for asked, rows in rounds
        if len(rows)
    ]
    if not said:
        return pl.DataFrame(schema=dict.fromkeys(("questionnaire", *KEYS), pl.String))
    found = pl.concat(said).group_by("questionnaire", *KEYS).agg(pl.col("kind").n_unique())
    return found.filter(pl.col("kind") > 1).drop("kind")


def latest_rounds(
    rounds: Sequence[Rounds], by: Sequence[str], remarks: Remarks
) -> list[tuple[Questionnaire, pl.DataFrame]]:
    """The last round of every cluster on each questionnaire, with its change since the last one told before.

    Versions of a questionnaire count as one; the change is told where both rounds may stand on one chart.

    Args:
        remarks: hears of clusters whose rounds are there twice, or in no order.
    """
    rounds = [one for one in rounds if one[1].height]
    if not rounds:
        return []
    group = ["KEY", "questionnaire"]
    slim = _each_once(pl.concat([_slim(n, *one) for n, one in enumerate(rounds)], how="diagonal"), group, remarks)
    undated = (pl.col("date").is_null() | pl.struct(*group, "date").is_duplicated()).any().over(group)
    # Numbers in names count as such: round 2 comes before round 10.
    name = pl.col("SITTING").str.replace_all(r"(\d+)", "000000000000$1").str.replace_all(r"\d*(\d{12})", "$1")
    slim = slim.with_columns((~undated | (pl.len().over(group) == 1)).alias("ordered"), name.alias("name"))
    slim = slim.sort(*group, pl.when("ordered").then("date"), "name", "SITTING", _WHICH, nulls_last=False)
    remarks.add(UNORDERED, slim.filter(~pl.col("ordered"))["cluster"].unique().to_list())
    last = slim.filter(pl.int_range(pl.len()).over(group) == pl.len().over(group) - 1)
    told = _changes(slim.filter("told", "ordered"), [asked for asked, _ in rounds], group)
    found = []
    for n, (asked, rows) in enumerate(rounds):
        own = last.filter(pl.col(_WHICH) == n).select(_PLACE)
        new = [name for name in told.columns if name == "since" or name.endswith("_change")]
        change = told.filter(pl.col(_WHICH) == n).select(_PLACE, *new)
        own = own.join(change, on=_PLACE, how="left", maintain_order="left")
        joined = rows.with_columns(pl.int_range(pl.len()).alias(_PLACE)).join(own, on=_PLACE, maintain_order="left")
        found.append((asked, _filled(joined, row_types(asked, by))))
    return [one for one in found if one[1].height]


_WHICH, _PLACE = "WHICH", "PLACE"


def _each_once(slim: pl.DataFrame, group: Sequence[str], remarks: Remarks) -> pl.DataFrame:
    """Without a round that is there already: what was published in a folder counts, else where most people answered."""
    best = slim.sort(
        *(FOLDER, "people", "version", _WHICH, _PLACE),
        descending=[True, True, True, False, False],
        maintain_order=True,
    )
    again = pl.struct(*group, "SITTING").is_first_distinct().not_()
    remarks.add(TWICE, best.filter(again)["cluster"].unique().to_list())
    return best.filter(~again)


def _slim(number: int, asked: Questionnaire, rows: pl.DataFrame) -> pl.DataFrame:
    """What it takes to tell which round is the last, and its change."""
    values = [name for name in ColumnNames.of(asked).changing if name in rows.columns]
    return rows.select(
        *(*KEYS, "cluster", "date", "round", "questionnaire", "version", "told", "people"),
        *(pl.col(name).cast(pl.Float64).name.prefix(_VALUE) for name in values),
        pl.lit(FOLDER in rows.columns).alias(FOLDER),
        pl.lit(number).alias(_WHICH),
        pl.int_range(pl.len()).alias(_PLACE),
    )


_VALUE = "__value:"


def _changes(told: pl.DataFrame, asked: Sequence[Questionnaire], group: Sequence[str]) -> pl.DataFrame:
    """Differences from the round before, in rounds that are in order."""
    alike = [(a, b) for a, one in enumerate(asked) for b, two in enumerate(asked) if comparable(one, two)]
    pairs = pl.DataFrame(alike, schema={"__before": pl.Int32, _WHICH: pl.Int32}, orient="row")
    told = told.with_columns(
        pl.col(_WHICH).cast(pl.Int32), pl.col(_WHICH).shift(1).over(group).cast(pl.Int32).alias("__before")
    )
    told = told.join(
        pairs.with_columns(pl.lit(value=True).alias("__fits")),
        how="left",
        on=["__before", _WHICH],
        maintain_order="left",
    )
    fits = pl.col("__fits").fill_null(value=False)
    values = [name for name in told.columns if name.startswith(_VALUE)]
    return told.with_columns(
        pl.when(fits).then(pl.col("round").shift(1).over(group)).alias("since"),
        *(
            pl.when(fits).then(pl.col(name) - pl.col(name).shift(1).over(group)).alias(f"{name[len(_VALUE) :]}_change")
            for name in values
        ),
    )


def _filled(rows: pl.DataFrame, wanted: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """Every column that is wanted, in order, empty where nothing is known."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name) for name, kind in wanted.items()
    )
