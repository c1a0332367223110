"""Everything that is told of many clusters, and in short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from maturity.model import Questionnaire
from maturity.network.norms import norms_of, outliers_of, strengths_of
from maturity.network.regions import Of, regions_of, settled_among, with_one_spelling
from maturity.network.results import ColumnNames
from maturity.network.running import Gathered
from maturity.network.writing import CLUSTERS

FORMAT_VERSION = 1


@dataclass(frozen=True)
class WantedTogether:
    """What is to be told.

    Args:
        by: columns by which clusters are put together.
        of: whether averages of regions count clusters or people.
        strengths: whether it is told how many are strong where others ask.
        points: whether points alone are told, and not how sure they are.
    """

    by: tuple[str, ...] = ()
    of: Of = "clusters"
    strengths: bool = False
    points: bool = False


@dataclass(frozen=True)
class NetworkTold:
    """What is told of many clusters.

    Args:
        rows: one row a cluster, those of each questionnaire by themselves.
        tables: by name: `clusters`, `regions`, `norms`, `outliers` and `strengths`.
        summary: the same in short, as plain data.
    """

    rows: list[tuple[Questionnaire, pl.DataFrame]]
    tables: dict[str, pl.DataFrame]
    summary: dict[str, Any]


def everything_told(found: Gathered, wanted: WantedTogether) -> NetworkTold:
    """Tables and summary of what was gathered."""
    found = replace(found, rows=with_one_spelling(found.rows, wanted.by))
    tables = {
        CLUSTERS: _joined([rows for _, rows in found.rows]),
        "regions": _joined([regions_of(asked, rows, wanted.by, wanted.of) for asked, rows in found.rows]),
        "norms": _joined([norms_of(asked, rows) for asked, rows in found.rows]),
        "outliers": _joined([outliers_of(asked, rows) for asked, rows in found.rows]),
    }
    if wanted.strengths:
        tables["strengths"] = _joined([strengths_of(asked, rows, wanted.by) for asked, rows in found.rows])
    return NetworkTold(found.rows, tables, _summary(found, wanted, tables))


def _joined(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(tables, how="diagonal") if tables else pl.DataFrame()


def _summary(found: Gathered, wanted: WantedTogether, tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    return {
        "format_version": FORMAT_VERSION,
        "rows": found.read,
        "rows_left_out": found.faults.rows,
        "blocks": found.blocks,
        "blocks_kept": found.kept,
        "by": list(wanted.by),
        "average": wanted.of,
        "points_alone": wanted.points,
        "questionnaires": [_one(asked, rows) for asked, rows in found.rows],
        "regions": tables["regions"].to_dicts(),
        "norms": tables["norms"].to_dicts(),
        "outliers": tables["outliers"].to_dicts(),
        **({"strengths": tables["strengths"].to_dicts()} if wanted.strengths else {}),
        "problems": [str(one) for one in (*found.problems, *found.faults.problems())],
        "notes": found.notes,
    }


def _one(asked: Questionnaire, rows: pl.DataFrame) -> dict[str, Any]:
    told = rows.filter("told")
    places, by_score = (
        dict(sorted(Counter(told[name].drop_nulls().to_list()).items())) for name in ("place", "place_by_score")
    )
    return {
        "id": asked.id,
        "version": asked.version,
        "shape": asked.shape,
        "clusters": rows.height,
        "told": told.height,
        "kinds": dict(sorted(Counter(rows["kind"].to_list()).items())),
        "people": int(rows["people"].sum()),
        "settled": settled_among(told),
        "places": places,
        "places_by_score": by_score,
        "changed": {name: int(told[f"{name}_change"].is_not_null().sum()) for name in ColumnNames.of(asked).changing},
    }
