"""What stands in cells of tables, as text and as numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from maturity.core.table import Bools, Ints
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
        numbers, texts = column.cast(pl.Int128, strict=False).cast(pl.String), column.cast(pl.String)
        return numbers.zip_with(whole & numbers.is_not_null(), texts)
    return column.cast(pl.String)


def usual_codes(rows: pl.DataFrame, names: Sequence[str], scale: Scale) -> pl.DataFrame:
    """Places in `may_be_written` of what is written as usual in columns of one kind; None for all else.

    Where nothing stands there is 0 or None.
    """
    texts, levels, kind = may_be_written(scale), [*scale.worth], rows[names[0]].dtype
    if kind == pl.String and max(map(len, texts)) <= _SHORT:
        known = _ShortTexts.of(tuple(texts))
        return pl.DataFrame([known.places(rows[name]) for name in names])
    cells = pl.col(names)
    if kind.is_numeric():
        whole = pl.when(cells == cells.round()).then(cells) if kind.is_float() else cells
        on_it = whole.is_between(levels[0], levels[-1])
        return rows.select(pl.when(on_it).then((whole - levels[0] + 1).cast(pl.UInt8, strict=False)))
    if kind == pl.Enum(texts):
        return rows.select(cells.to_physical().cast(pl.UInt8))
    return rows.select(
        cells.cast(pl.String, strict=False).cast(pl.Enum(texts), strict=False).to_physical().cast(pl.UInt8)
    )


_SHORT = 4
"""Letters of a text that Arrow keeps beside its length, in one word of 8 bytes: it tells texts apart up to there."""


@dataclass(frozen=True, eq=False)
class _ShortTexts:
    """Texts of up to `_SHORT` letters, each under the topmost bits of its word times an odd number that parts them all.

    Args:
        words: by these bits, the word that stands there; `codes`: its place among the texts.
    """

    factor: np.uint64
    shift: np.uint64
    words: NDArray[np.uint64]
    codes: NDArray[np.uint8]

    @staticmethod
    @cache
    def of(texts: tuple[str, ...]) -> _ShortTexts:
        """A table of some texts."""
        words, _ = _words(pl.Series(texts, dtype=pl.String))
        numbers = np.random.default_rng(1)
        for bits in range(len(texts).bit_length(), 64):
            for _ in range(99):
                factor, shift = (
                    numbers.integers(1 << 63, dtype=np.uint64) * np.uint64(2) + np.uint64(1),
                    np.uint64(64 - bits),
                )
                place = (words * factor) >> shift
                if len(set(place.tolist())) == len(texts):
                    table, codes = np.full(1 << bits, words[0]), np.zeros(1 << bits, np.uint8)
                    table[place], codes[place] = words, np.arange(len(texts))
                    return _ShortTexts(factor, shift, table, codes)
        raise AssertionError(texts)

    def places(self, column: pl.Series) -> pl.Series:
        """Places of what stands in a column among the texts, 0 where nothing does; None for all else."""
        codes, odd, first = np.empty(len(column), np.uint8), list[Ints](), 0
        # As they lie in memory: together they would be copied.
        for some in column.get_chunks():
            words, there = _words(some)
            # Numpy takes by signed numbers without copying them.
            place = ((words * self.factor) >> self.shift).view(np.int64)
            known, own = np.take(self.words, place) == words, codes[first : first + len(some)]
            np.take(self.codes, place, out=own, mode="clip")
            if there is not None:
                own *= there
                known |= ~there
            if not known.all():
                odd.append(first + np.flatnonzero(~known))
            first += len(some)
        found = pl.Series(column.name, codes)
        return found.scatter(np.concatenate(odd), None) if odd else found


def _words(texts: pl.Series) -> tuple[NDArray[np.uint64], Bools | None]:
    """Length and first letters of each text, and where there is one; None where there is one everywhere."""
    view = texts.to_arrow(compat_level=pl.CompatLevel.newest())
    marks, content = view.buffers()[:2]
    first, last = view.offset, view.offset + len(view)
    words = np.frombuffer(content, np.uint64)[2 * first : 2 * last : 2]
    if marks is None:
        return words, None
    bits = np.frombuffer(marks, np.uint8)
    return words, np.unpackbits(bits, count=last, bitorder="little")[first:].view(np.bool_)


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
