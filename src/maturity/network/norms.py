"""What is usual among many clusters, and which are not: numbers of clusters, never a list by rank."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from maturity.model import Questionnaire
from maturity.network.regions import FEWEST
from maturity.network.results import PRIORITIES, ColumnNames

FROM = 10
"""Clusters from which on percentiles are told."""
PERCENTILES = (10, 25, 50, 75, 90)
FENCE = 1.5
"""Quartile ranges beyond the quartiles from which on a value stands apart (Tukey)."""


def norms_of(asked: Questionnaire, rows: pl.DataFrame) -> pl.DataFrame:
    """Percentiles of clusters for every axis, dimension, overall value and question; empty below ten clusters each.

    Returns:
        `questionnaire`, `version`, `what`, `clusters`, and `p10` to `p90`.
    """
    told, parts = rows.filter("told"), ColumnNames.of(asked)
    made = []
    for name in (*(one for one, _ in parts.moving), *parts.items):
        values = told[name].drop_nulls()
        if len(values) >= FROM:
            found = {f"p{p}": values.quantile(p / 100, interpolation="linear") for p in PERCENTILES}
            made.append({"what": name, "clusters": len(values), **found})
    types = {"what": pl.String, "clusters": pl.Int64, **{f"p{p}": pl.Float64 for p in PERCENTILES}}
    return _about(asked, pl.DataFrame(made, schema=types))


def outliers_of(asked: Questionnaire, rows: pl.DataFrame) -> pl.DataFrame:
    """Clusters that stand apart: their whole interval lies beyond one and a half quartile ranges from the quartiles.

    Returns:
        `questionnaire`, `version`, `what`, `side` (`low` or `high`), `clusters` and `names`, which are in alphabetical
        order and there only where every round is named; empty below ten clusters.
    """
    told, made = rows.filter("told"), []
    named = all_named(rows)
    for name, _ in ColumnNames.of(asked).moving:
        known = told.drop_nulls([name, f"{name}_low", f"{name}_high"])
        if known.height < FROM:
            continue
        first, third = (known[name].quantile(q, interpolation="linear") or 0.0 for q in (0.25, 0.75))
        reach = FENCE * (third - first)
        for side, apart in (
            ("low", known.filter(pl.col(f"{name}_high") < first - reach)),
            ("high", known.filter(pl.col(f"{name}_low") > third + reach)),
        ):
            if apart.height:
                names = ", ".join(sorted(apart["cluster"].to_list())) if named else None
                made.append({"what": name, "side": side, "clusters": apart.height, "names": names})
    types = {"what": pl.String, "side": pl.String, "clusters": pl.Int64, "names": pl.String}
    return _about(asked, pl.DataFrame(made, schema=types))


def strengths_of(asked: Questionnaire, rows: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """How many clusters are strong in a dimension, and for how many it is a priority: of dimensions, never of names.

    A cluster is strong where its whole interval lies above the middle cluster. Fewer than three are not counted out.

    Args:
        by: columns by which clusters are put together; the first alone is used.

    Returns:
        `questionnaire`, `version`, the first of `by`, `dimension`, `clusters`, `strong` and `asking`; empty below ten
        clusters.
    """
    told, made = rows.filter("told"), []
    if told.height < FROM:
        return _about(asked, pl.DataFrame(schema={**dict.fromkeys(by[:1], pl.String), **_COUNTED}))
    for one in asked.dimensions:
        known = told.drop_nulls([one.id, f"{one.id}_low"])
        if known.height < FROM:
            continue
        own = [item.id for item in asked.items if item.dimension == one.id]
        middle = known[one.id].median()
        chosen = [pl.col(f"priority_{n}").is_in(own) for n in range(1, PRIORITIES + 1)]
        marked = known.with_columns(
            (pl.col(f"{one.id}_low") > middle).alias("strong"), pl.any_horizontal(chosen).alias("asking")
        )
        groups = (
            [({}, marked)]
            if not by
            else [
                ({by[0]: str(at[0])}, some)
                for at, some in marked.drop_nulls(by[0]).sort(by[0]).group_by(by[0], maintain_order=True)
            ]
        )
        for at, some in groups:
            if some.height >= FEWEST:
                counts = {name: _count(int(some[name].sum())) for name in ("strong", "asking")}
                made.append({**at, "dimension": one.id, "clusters": some.height, **counts})
    return _about(asked, pl.DataFrame(made, schema={**dict.fromkeys(by[:1], pl.String), **_COUNTED}))


_COUNTED = {"dimension": pl.String, "clusters": pl.Int64, "strong": pl.String, "asking": pl.String}


def _count(number: int) -> str:
    return str(number) if number == 0 or number >= FEWEST else f"fewer than {FEWEST}"


def all_named(rows: pl.DataFrame) -> bool:
    """Whether people are named in every round."""
    return bool((rows["kind"] == "named").all())


def _about(asked: Questionnaire, table: pl.DataFrame) -> pl.DataFrame:
    about = {"questionnaire": asked.id, "version": asked.version}
    return table.select(*(pl.lit(value).alias(name) for name, value in about.items()), pl.all())
