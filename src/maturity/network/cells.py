"""What stands in cells of tables, as text and as numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

import polars as pl

from maturity.model import DONT_KNOW, Mode, Questionnaire, Scale
from maturity.model.base import YEARS
from maturity.text.names import quoted, same_person

ROW, SURPLUS, SPOILT = "\0row", "\0surplus", "\0spoilt"
"""Columns that a source adds, under names that none of its own may have: the number of a row in its file; what stands
in it beyond the last column, and whether bytes in it are no text, where there are such rows."""

_LEVEL = re.compile(r"[-+]?[0-9]{1,9}(\.0*)?")


def may_be_written(scale: Scale) -> list[str]:
    """What stands in a cell, most often: nothing, a level, cannot tell; a code is a place in this list."""
    return ["", *map(str, scale.worth), DONT_KNOW]


def plain_cells(rows: pl.DataFrame) -> pl.DataFrame:
    """The same with text in place of words that are kept as numbers, of yes and no, and of decimal fractions."""
    kept = pl.String, pl.Date, pl.Datetime
    odd = [name for name, kind in rows.schema.items() if kind not in kept and not kind.is_integer() | kind.is_float()]
    return rows.with_columns(
        pl.col(name).cast(pl.String, strict=False) for name in odd if rows.schema[name] not in NO_TEXT
    )


ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
"""What spreadsheets write where they could not work something out."""
NO_TEXT = pl.List, pl.Array, pl.Struct, pl.Binary, pl.Object, pl.Duration


def texts_of(column: pl.Series) -> pl.Series:
    """A column as text without blanks around it, None where there is nothing."""
    if column.dtype == pl.String:
        column = column.str.strip_chars()
        return column.set(column == "", None)
    if column.dtype in (pl.Categorical, pl.Enum):
        return texts_of(column.cast(pl.String))
    if column.dtype.is_float():
        column = column.fill_nan(None)
        whole = (column.is_finite() & (column == column.round())).fill_null(value=False)
        return column.cast(pl.Int64, strict=False).cast(pl.String).zip_with(whole, column.cast(pl.String))
    return column.cast(pl.String)


def usual_codes(kind: pl.DataType, cells: pl.Expr, scale: Scale) -> pl.Expr:
    """Places in `may_be_written` of what is written as usual; None for all else."""
    texts, levels = may_be_written(scale), [*scale.worth]
    if kind.is_numeric():
        whole = pl.when(cells == cells.round()).then(cells) if kind.is_float() else cells
        known = whole.is_between(levels[0], levels[-1])
        return pl.when(known).then((whole - levels[0] + 1).cast(pl.UInt8, strict=False))
    if kind == pl.Enum(texts):
        return cells.to_physical().cast(pl.UInt8)
    text = cells if kind == pl.String else cells.cast(pl.String, strict=False)
    return text.cast(pl.Enum(texts), strict=False).to_physical().cast(pl.UInt8)


@dataclass(frozen=True)
class NoMeaning:
    """Why a text means nothing."""

    message: str
    hint: str
    text: str


def mapped_texts(texts: pl.Series, to: Callable[[str], str | None]) -> pl.Series:
    """The same with every text replaced; each is looked at once."""
    different = texts.drop_nulls().unique()
    if different.is_empty():
        return texts
    return texts.replace_strict(different, pl.Series([to(one) for one in different], dtype=pl.String), default=None)


def persons_of(column: pl.Series) -> pl.Series:
    """Respondents as they are compared; most are written so that nobody has to look at them one by one."""
    texts = texts_of(column)
    odd = texts.str.contains(r"[^ -~]|  |^[0-9]+\.0+$").fill_null(value=False)
    if not odd.any():
        return texts
    return texts.zip_with(~odd, mapped_texts(texts.set(~odd, None), lambda one: same_person(one) or None))


_MOMENT = (
    r"^(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<time>\d{2}:\d{2})(?P<seconds>:\d{2})?(?:[.,](?P<rest>\d{1,9}))?"
    r" ?(?:Z|(?P<hours>[+-]\d{2}):?(?P<minutes>\d{2})?)?)?$"
)


def moments_of(column: pl.Series) -> pl.DataFrame:
    """Days, and times behind them as ISO 8601 writes them.

    Returns:
        `day` as it is written, and `moment` in universal time; None for all else and for years that cannot be meant.
    """
    if column.dtype in (pl.Date, pl.Datetime):
        found = pl.DataFrame({"day": column.dt.date(), "moment": column.cast(pl.Datetime("us"))})
    else:
        parts = texts_of(column).str.extract_groups(_MOMENT).struct.unnest()
        clock = pl.col("time").fill_null("00:00") + pl.col("seconds").fill_null(":00")
        away = pl.col("hours").fill_null("+00") + pl.col("minutes").fill_null("00")
        written = pl.col("day") + " " + clock + "." + pl.col("rest").fill_null("0") + away
        moment = written.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%z", time_unit="us", strict=False, time_zone="UTC")
        found = parts.select(pl.col("day").str.to_date("%Y-%m-%d", strict=False), moment.alias("moment"))
    moment = pl.col("moment").dt.replace_time_zone(None)
    meant = pl.col("day").dt.year().is_between(YEARS[0], YEARS[-1]) & moment.is_not_null()
    return found.select(pl.when(meant).then("day").alias("day"), pl.when(meant).then(moment).alias("moment"))


def kind_of_text(text: str) -> object:
    """A kind of round."""
    known, found = get_args(Mode), text.casefold()
    if found in known:
        return found
    return NoMeaning("what stands in 'kind' is no kind of round", f"use {', '.join(known)}", text)


def one_of_roles(asked: Questionnaire) -> str:
    """The hint that says which roles there are."""
    return f"use one of: {', '.join(role.id for role in asked.roles)}" if asked.roles else "leave the column empty"


def code_of_text(name: str, text: str, scale: Scale) -> object:
    """The place in `may_be_written` of what stands in a column of levels."""
    levels = [*scale.worth]
    if text.upper() == DONT_KNOW:
        return len(levels) + 1
    if _LEVEL.fullmatch(text) and int(float(text)) in scale.levels:
        return levels.index(int(float(text))) + 1
    message = f"what stands in {quoted(name)} is not on the scale {min(levels)} to {max(levels)}"
    return NoMeaning(message, f"write a level, {DONT_KNOW} for cannot tell, or nothing", text)
