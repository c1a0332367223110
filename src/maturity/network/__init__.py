"""Thousands of clusters and millions of answers: the same scoring, block by block, on engines that exist.

Rows of answers become codes (`coding`), whole clusters become rows of results (`blocks`), which one machine gathers
(`running`) or Spark does (`spark`). What may be told of many clusters together is decided in `regions` and `norms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from maturity.model import Mode, Questionnaire

__all__ = ["needed_libraries", "on_spark"]


def on_spark(dataframe: DataFrame, questionnaire: Questionnaire, kind: Mode | None = None) -> DataFrame:
    """A row of results for every cluster, worked out where the answers lie; needs `maturity[spark]`.

    Args:
        dataframe: one row a person, columns as of `maturity network`; item columns are named after the items' ids.
        questionnaire: what was asked.
        kind: of the rounds, where no column `kind` says it.

    Returns:
        the columns of `maturity.network.results.columns_of`, with `_` in place of every full stop.

    Raises:
        UsageError: a column is missing that is needed.
    """
    from maturity.network.spark import mapped

    return mapped(dataframe, questionnaire, kind)


def needed_libraries() -> None:
    """Complain in words where the libraries are missing that read large tables.

    Raises:
        UsageError: one is missing.
    """
    from maturity.errors import UsageError

    try:
        import polars  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError as error:
        missing = f"'maturity network' needs {error.name}, which is not installed"
        raise UsageError(missing, "pip install 'maturity[network]'") from None
