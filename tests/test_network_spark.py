"""Inside Spark every number is the same as on one machine, to the last digit; needs pyspark and a Java runtime."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from maturity.network import on_spark
from maturity.network.asking import Network, network_of
from maturity.network.results import columns_of
from maturity.network.spark import spark_name
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NATION = examples_folder() / "nation.parquet"
ASKED = load_questionnaire("cluster-journey-short")
pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Spark on two threads of this machine; without it the test is skipped, but in CI it fails."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail("pyspark or a Java runtime is missing, and in CI that is a failure")
        pytest.skip("no pyspark or no Java runtime: make spark, and a JRE")
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as change:
        change.setenv("PYSPARK_PYTHON", sys.executable)
        plain = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = plain.config("spark.sql.shuffle.partitions", "3").getOrCreate()
        yield session
        session.stop()


def test_spark_gives_the_same_rows_to_the_last_digit(spark: SparkSession, tmp_path: Path) -> None:
    # Small groups of rows, so that clusters lie in several partitions at first.
    pl.read_parquet(NATION).write_parquet(tmp_path / "rows.parquet", row_group_size=700)
    found = pl.from_arrow(on_spark(spark.read.parquet(str(tmp_path / "rows.parquet")).repartition(5), ASKED).toArrow())
    assert isinstance(found, pl.DataFrame)
    assert found.columns == [spark_name(name) for name in columns_of(ASKED)]
    _, told = network_of(Network(sources=[NATION]))
    mine = told.tables["clusters"].rename(spark_name)
    assert found.sort("cluster", "round", "people").equals(mine)


def test_a_million_rows_are_the_same_to_the_last_digit(spark: SparkSession, tmp_path: Path) -> None:
    rows = pl.read_parquet(NATION)
    (tmp_path / "parts").mkdir()
    copies = 1_000_000 // rows.height + 1
    for n in range(copies):
        named = rows.with_columns(pl.col("cluster") + f" {n}")
        named.write_parquet(tmp_path / "parts" / f"part-{n:03d}.parquet")
    spark.conf.set("spark.sql.shuffle.partitions", "10")
    found = pl.from_arrow(on_spark(spark.read.parquet(str(tmp_path / "parts")), ASKED).toArrow())
    assert isinstance(found, pl.DataFrame)
    _, told = network_of(Network(sources=[tmp_path / "parts"]))
    assert told.summary["rows"] >= 1_000_000
    mine = told.tables["clusters"].rename(spark_name)
    assert found.sort("cluster", "round", "people").equals(mine)
