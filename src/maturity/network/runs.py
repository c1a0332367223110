"""Coded rows, and whose they are: a name is kept and looked at once a run of rows, and not in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from maturity.model import Questionnaire
from maturity.network.cells import mapped_texts
from maturity.text.names import folded_name


def coded_columns(asked: Questionnaire) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns of coded rows beside `run`, items as `i0`, `i1` and so on in the order of the questionnaire.

    Items are places in `may_be_written`.
    """
    codes = {"school": pl.UInt64, "person": pl.UInt64, "role": pl.Int16}
    place = {"source": pl.UInt32, "row": pl.UInt32}
    return {**codes, **place, **{f"i{n}": pl.UInt8 for n in range(len(asked.items))}}


@dataclass(frozen=True, eq=False)
class Coded:
    """Rows as codes. Rows one after the other that are of one round of one cluster are a run.

    Args:
        rows: `run`, the place of the row's run in `who`, and columns as of `coded_columns`.
        who: of every run its cluster, key, round, kind and date, when it was handed in, and what columns of `--by` say,
            behind `by:`. A run whose rows were all left out is there for its kind.
    """

    rows: pl.DataFrame
    who: pl.DataFrame

    @staticmethod
    def together(some: Sequence[Coded], first: int = 0) -> Coded:
        """All of some, one after the other.

        Args:
            first: runs that stand before them elsewhere.
        """
        starts = first + np.cumsum([0, *(one.who.height for one in some)])
        moved = [
            one.rows.with_columns(pl.col("run") + pl.lit(int(start), pl.UInt32)) if start else one.rows
            for one, start in zip(some, starts, strict=False)
        ]
        return Coded(pl.concat(moved), pl.concat([one.who for one in some]))

    def parted(self, number: pl.Series) -> dict[int, Coded]:
        """The same in parts.

        Args:
            number: (runs,) of the part of each; None where it is in none.
        """
        known = number.rename("part")
        place = known.to_frame().select(pl.int_range(pl.len(), dtype=pl.UInt32).over("part").alias("run"))
        run = self.rows["run"]
        rows = self.rows.with_columns(place.to_series().gather(run), known.gather(run))
        who = self.who.with_columns(known)
        if known.null_count():
            rows, who = (one.filter(pl.col("part").is_not_null()) for one in (rows, who))
        of_rows, of_runs = (one.partition_by("part", as_dict=True, include_key=False) for one in (rows, who))
        nothing = rows.clear().drop("part")
        return {part: Coded(of_rows.get((part,), nothing), some) for (part,), some in of_runs.items()}

    def runs(self) -> pl.DataFrame:
        """Whose each run is, with the run's number, of how many `rows` it is, and what tells rounds apart."""
        length = np.bincount(self.rows["run"].to_numpy(), minlength=self.who.height)
        sitting = mapped_texts(self.who["round"], folded_name).alias("SITTING")
        return self.who.with_row_index("run").with_columns(sitting, pl.Series("rows", length, dtype=pl.Int64))
