"""The same block of work inside Spark: a partition that holds whole clusters is a block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from maturity.model import Mode, Questionnaire
from maturity.network.asked import Asked
from maturity.network.blocks import results_of
from maturity.network.cells import ROW, plain_cells
from maturity.network.coding import Coder, CodingRules
from maturity.network.faults import Faults
from maturity.network.results import row_types
from maturity.network.runs import Coded
from maturity.text.names import folded_name

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_SPARK: dict[object, str] = {
    pl.String: "string",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Date: "date",
}
MARK = "_"
"""What stands in names of columns in place of a full stop, which Spark reads as a field of a struct."""


def mapped(dataframe: DataFrame, asked: Questionnaire, kind: Mode | None) -> DataFrame:
    """Results of every cluster; see `maturity.network.on_spark`."""
    from pyspark.sql import functions

    rules = CodingRules(Asked({(asked.id, asked.version): asked}), kind)
    coder = Coder("the data frame", 0, dataframe.columns, rules)
    names = dict(coder.names)
    wanted = [
        name for name in names if name not in coder.unused() and not name.startswith(("evidence:", "looking_back:"))
    ]
    plain = [functions.col(f"`{names[name]}`").alias(f"c{n}") for n, name in enumerate(wanted)]
    cluster = functions.udf(_cluster_key, "string")(functions.col(f"`{names['cluster']}`"))
    rows = dataframe.repartition(cluster).select(*plain)
    types = {spark_name(name): _SPARK[kind_] for name, kind_ in row_types(asked).items()}
    said = ", ".join(f"`{name}` {type_}" for name, type_ in types.items())
    return rows.mapInArrow(_block(asked, kind, wanted), said)


@lru_cache(maxsize=100_000)
def _cluster_key(name: object) -> str:
    """What is the same for all rows of a cluster, which have to lie in one partition."""
    return "" if name is None else folded_name(str(name))


def spark_name(name: str) -> str:
    """What a column is called inside Spark."""
    return name.replace(".", MARK)


def _block(
    asked: Questionnaire, kind: Mode | None, names: list[str]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a worker does with a partition: all of it is read before anything is known of its clusters."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        coder = Coder("a partition", 0, names, CodingRules(Asked({(asked.id, asked.version): asked}), kind))
        parts, first = [], 1
        for batch in batches:
            rows = pl.from_arrow(batch)
            assert isinstance(rows, pl.DataFrame)
            rows.columns = names
            numbered = plain_cells(rows).with_row_index(ROW, first)
            parts += [coded for _, coded in coder.code(numbered, Faults())]
            first += rows.height
        if not parts:
            return
        for _, found in results_of([(asked, Coded.together(parts))]).rows:
            found.columns = [spark_name(name) for name in found.columns]
            table = found.to_arrow(compat_level=pl.CompatLevel.oldest())
            small = [
                (one.name, pa.string() if pa.types.is_large_string(one.type) else one.type) for one in table.schema
            ]
            yield from table.cast(pa.schema(small)).to_batches()

    return work
