"""Clusters put together by region: from rows that may be told, and so that no difference gives a cluster away.

Groups are nested: everything, then by the first column, then by the first and the second, and so on. A group is told
where it rests on three clusters, and where what is left of the group around it, once all told groups in it are taken
away, is nothing or three clusters as well: else the few that are left could be worked out by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from maturity.model import Questionnaire
from maturity.network.cells import mapped_texts
from maturity.network.results import ColumnNames
from maturity.text.names import folded_name, seen_name

FEWEST = 3
"""Clusters that a group, and what is left beside groups, has to rest on."""
_PLACE = "PLACE"
Of = Literal["clusters", "people"]
TOO_FEW, BY_SUBTRACTION = "fewer than three clusters", "fewer than three clusters could be worked out by subtraction"


@dataclass
class _Group:
    """Clusters that are alike in the first columns.

    Args:
        at: what they have in these columns.
        rows: places of clusters that may be told.
        inside: the groups in it.
    """

    at: tuple[str, ...]
    rows: list[int]
    inside: list[_Group] = field(default_factory=list)
    withheld: str = ""


def with_one_spelling(
    tables: Sequence[tuple[Questionnaire, pl.DataFrame]], by: Sequence[str]
) -> list[tuple[Questionnaire, pl.DataFrame]]:
    """Rows of clusters with every name of a region as most clusters write it, so that it is one region.

    What is equally frequent is written as what comes first in the alphabet.
    """
    usual: dict[tuple[str, str], str] = {}
    for name in by:
        written = Counter(seen_name(text) for _, rows in tables for text in rows[name].drop_nulls())
        for text, _ in sorted(written.items(), key=lambda one: (-one[1], one[0])):
            usual.setdefault((name, folded_name(text)), text)

    def spelt(column: pl.Series) -> pl.Series:
        return mapped_texts(column, lambda text: usual[column.name, folded_name(text)] or None)

    return [(asked, rows.with_columns(spelt(rows[name]) for name in by)) for asked, rows in tables]


def regions_of(asked: Questionnaire, rows: pl.DataFrame, by: Sequence[str], of: Of) -> pl.DataFrame:
    """A row a group of clusters that answered one questionnaire.

    Args:
        rows: as `blocks.schema` says.
        by: columns, the widest first; without any there is one group of all.
        of: `clusters`: every cluster counts once; `people`: every cluster as often as people answered in it.

    Returns:
        columns of `by`, `clusters` that are told, `not_told` those that are not, `people` in those that are told,
        `average` (of what), `withheld` (why there are no numbers; empty where there are), `settled`, and a mean of
        every axis, dimension and overall value with `_clusters`, on how many it rests.
    """
    told = rows.filter("told").with_row_index(_PLACE)
    whole = _grouped(told, by)
    _withhold(whole)
    names = [name for name, _ in ColumnNames.of(asked).moving]
    made = {group.at: _row(group, told, rows, by, of) for group in _all(whole)}
    for name in names:
        # Not every cluster has every value: what is left beside groups is counted anew.
        there = _grouped(told.filter(pl.col(name).is_not_null()), by)
        for group in _all(there):
            group.withheld = str(made[group.at]["withheld"])
        _withhold(there)
        for group in _all(there):
            made[group.at][f"{name}_clusters"] = None if made[group.at]["withheld"] else len(group.rows)
            made[group.at][name] = (
                None if group.withheld else _mean(told.filter(pl.col(_PLACE).is_in(group.rows)), name, of)
            )
    types = {**dict.fromkeys(by, pl.String), "clusters": pl.Int64, "not_told": pl.Int64, "people": pl.Int64}
    types |= {"average": pl.String, "withheld": pl.String, "settled": pl.Int64}
    for name in names:
        types |= {name: pl.Float64, f"{name}_clusters": pl.Int64}
    about = {"questionnaire": asked.id, "version": asked.version}
    table = pl.DataFrame([{name: row.get(name) for name in types} for row in made.values()], schema=types)
    rest = [name for name in types if name not in by]
    return table.select(*by, *(pl.lit(value).alias(name) for name, value in about.items()), *rest)


def _grouped(told: pl.DataFrame, by: Sequence[str]) -> _Group:
    whole = _Group((), told[_PLACE].to_list())
    groups: dict[tuple[str, ...], _Group] = {(): whole}
    for depth in range(1, len(by) + 1):
        known = told.drop_nulls(list(by[:depth])).sort(*by[:depth], _PLACE)
        for at, some in known.group_by(by[:depth], maintain_order=True):
            group = _Group(tuple(map(str, at)), some[_PLACE].to_list())
            groups[group.at[:-1]].inside.append(group)
            groups[group.at] = group
    return whole


def _all(group: _Group) -> list[_Group]:
    return [group, *(one for inside in group.inside for one in _all(inside))]


def _withhold(group: _Group) -> None:
    """Withhold what may not be told of a group and of those in it."""
    if group.withheld or len(group.rows) < FEWEST:
        _close(group, group.withheld or TOO_FEW)
        return
    for inside in group.inside:
        _withhold(inside)
    while 0 < _left(group) < FEWEST:
        smallest = min((one for one in group.inside if not one.withheld), key=lambda one: (len(one.rows), one.at))
        _close(smallest, BY_SUBTRACTION)


def _left(group: _Group) -> int:
    """Clusters of a group that are in no told group inside it; all where there is none."""
    told = [one for one in group.inside if not one.withheld]
    return len(group.rows) - sum(len(one.rows) for one in told) if told else 0


def _close(group: _Group, why: str) -> None:
    """A group that is withheld takes all that is in it along, for what is in it could be told from it too."""
    for one in _all(group):
        one.withheld = one.withheld or (TOO_FEW if len(one.rows) < FEWEST else why)


def _row(
    group: _Group, told: pl.DataFrame, rows: pl.DataFrame, by: Sequence[str], of: Of
) -> dict[str, str | int | float | None]:
    at = dict(zip(by, group.at, strict=False))
    here = rows.filter(*(pl.col(name) == value for name, value in at.items())) if at else rows
    own = told[group.rows]
    return {
        **at,
        "clusters": own.height,
        "not_told": here.filter(~pl.col("told")).height,
        "people": int(own["people"].sum()),
        "average": of,
        "withheld": group.withheld,
        "settled": None if group.withheld else settled_among(own),
    }


def settled_among(rows: pl.DataFrame) -> int | None:
    """How many clusters are sure of their place; None where points alone are told."""
    told = rows["settled"].drop_nulls()
    return int(told.sum()) if len(told) or not rows.height else None


def _mean(rows: pl.DataFrame, name: str, of: Of) -> float:
    """Added up in one order, so that neither files nor blocks move the last digit."""
    if of == "clusters":
        values = sorted(rows[name].to_list())
        return float(sum(values) / len(values))
    pairs = sorted(rows.select(name, "people").rows())
    return float(sum(value * people for value, people in pairs) / sum(people for _, people in pairs))
