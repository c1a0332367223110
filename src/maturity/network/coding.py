"""From rows as they stand in a table to codes, with everything that is wrong in a row and where it stands.

A row with a fault is left out as a whole and listed, as `maturity collect` does; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

import polars as pl

from maturity.errors import InputError, Problem, UsageError
from maturity.model import DONT_KNOW, Mode, Questionnaire
from maturity.text.names import quoted

ROW, SURPLUS = "__row", "__surplus"
"""Columns that a source adds: the number of a row in its file, and what stands in it beyond the last column."""
UNKNOWN, BAD = 127, -128
"""Codes of don't-know, and of what is no answer, in a column of levels."""
FARTHEST = 120
"""No level may lie farther from 0."""
OTHERS = ("comment",)
_LEVEL = re.compile(r"[-+]?[0-9]{1,9}(\.0*)?")
_BLANK = ("evidence:", "looking_back:")


@dataclass(frozen=True)
class Asked:
    """Questionnaires that rows may be answers to.

    Args:
        known: by id and version; of these the first is meant where a row does not say.
        shipped: gives one by an id that is not among them; None where there is none.
    """

    known: dict[tuple[str, str], Questionnaire]
    shipped: Callable[[str], Questionnaire | None] = lambda _: None

    def find(self, name: str, version: str | None) -> Questionnaire | None:
        """The one that a row names; None where it is not known."""
        fitting = [one for (id_, own), one in self.known.items() if id_ == name and version in (None, own)]
        if fitting:
            return fitting[0]
        made = self.shipped(name)
        if made is None or version not in (None, made.version):
            return None
        self.known[made.id, made.version] = made
        return made

    def fits(self, header: Collection[str]) -> Questionnaire | None:
        """The one that has most of its questions among some columns; None where none has any."""
        counts = [(sum(item in header for item in one.item_by_id), one) for one in self.known.values()]
        best = max((count for count, _ in counts), default=0)
        return next((one for count, one in counts if count == best), None) if best else None


@dataclass(frozen=True)
class CodingRules:
    """What is the same for every source.

    Args:
        asked: what may have been asked.
        kind: of rounds whose rows do not say it.
        by: columns by which clusters are put together.
    """

    asked: Asked
    kind: Mode | None = None
    by: tuple[str, ...] = ()


@dataclass
class Faults:
    """What is wrong with rows: the same once, with how many there are and the first places."""

    found: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    rows: int = 0

    MOST = 20
    """Most places that are kept of one fault."""
    KINDS = 1000
    """Most faults that are told apart."""

    def add(self, source: str, message: str, hint: str, rows: Sequence[int]) -> None:
        """Note the rows of a source that have a fault."""
        key = source, message, hint
        if key not in self.found and len(self.found) >= self.KINDS:
            key = source, "there are more faults in rows", "correct those that are listed first"
        places = self.found.setdefault(key, [])
        places += [str(row) for row in rows[: self.MOST - len(places)]]
        self.counts[key] = self.counts.get(key, 0) + len(rows)

    def problems(self) -> list[Problem]:
        """One problem a fault."""
        return [
            Problem(source, None, _places(places, self.counts[source, message, hint]), "row", message, hint)
            for (source, message, hint), places in self.found.items()
        ]


def _places(rows: Sequence[str], count: int) -> str:
    more = count - len(rows)
    return f"row{'s' * (count > 1)} {', '.join(rows)}" + (f" and {more} more" if more else "")


def folded_name(name: str) -> str:
    """What names are compared by: capitals and blanks do not count."""
    return " ".join(name.casefold().split())


def normal_header(name: str) -> str:
    """A header as it is looked up."""
    return re.sub(r"\s*:\s*", ":", name.strip().casefold())


def coded_columns(asked: Questionnaire) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns of coded rows, items as `i0`, `i1` and so on in the order of the questionnaire."""
    who = dict.fromkeys(("cluster", "key", "round", "kind"), pl.String)
    codes = {"date": pl.Date, "school": pl.UInt64, "person": pl.UInt64, "role": pl.Int16}
    place = {"source": pl.UInt32, "row": pl.UInt32}
    return {**who, **codes, **place, **{f"i{n}": pl.Int8 for n in range(len(asked.items))}}


class Coder:
    """Codes rows of one source, batch by batch.

    Args:
        source: as the user knows it; `number` is its place among the sources.
        header: its columns as they are called there.
        rules: what is the same for every source.
        cluster: name of the cluster where no column says it; None where that is needed.
        added: columns that are not in the file itself, such as those that the names of its folders say.

    Raises:
        InputError: a column is missing that is needed, or is there twice.
    """

    def __init__(
        self,
        source: str,
        number: int,
        header: Sequence[str],
        rules: CodingRules,
        cluster: str | None = None,
        added: Collection[str] = (),
    ) -> None:
        self.source, self.number, self.rules, self.cluster = source, number, rules, cluster
        self.apart = {ROW, *map(normal_header, added)}
        self.names: dict[str, str] = {}
        for name in header:
            known = normal_header(name)
            if known in self.names:
                raise self._no(f"the column {quoted(known)} is there twice", "remove one of them")
            self.names[known] = name
        self.usual = rules.asked.fits(self.names)
        self._check()

    def _no(self, message: str, hint: str) -> InputError:
        return InputError(Problem(self.source, None, "", "columns", message, hint))

    def _check(self) -> None:
        if "school" not in self.names:
            raise self._no("the column 'school' is missing", "add it: the name of each person's school")
        if "cluster" not in self.names and self.cluster is None:
            raise self._no("the column 'cluster' is missing", "add it: the name of the cluster of each row")
        if "kind" not in self.names and self.rules.kind is None:
            message = "the table does not say of which kind its rounds are: what may be shown depends on it"
            raise self._no(message, f"add a column 'kind', or --kind {', '.join(get_args(Mode))}")
        if "questionnaire" not in self.names and not self.rules.asked.known:
            raise self._no("nothing says what was asked", "add -q and a questionnaire, or a column 'questionnaire'")
        if "questionnaire" not in self.names and self.usual is None:
            raise self._no("no column is a question of the questionnaire", "name columns after ids of questions")
        missing = [name for name in self.rules.by if name not in self.names]
        if missing:
            raise self._no(f"the column {quoted(missing[0])} of --by is missing", "add it, or leave it out of --by")

    def unused(self) -> list[str]:
        """Columns that nothing is read from, as far as it is known what was asked."""
        known = {*_KNOWN, *self.rules.by}
        for one in self.rules.asked.known.values():
            known |= {*one.item_by_id, *(portrait.id for portrait in one.portrait)}
        return [name for name in self.names if name and name not in known and not name.startswith(_BLANK)]

    def code(self, batch: pl.DataFrame, faults: Faults) -> list[tuple[Questionnaire, pl.DataFrame]]:
        """Coded rows of a batch, those of each questionnaire by themselves.

        Args:
            batch: columns as in the header, and `ROW`.
            faults: hears of rows that are left out.
        """
        work = _Batch(self, batch.rename({real: known for known, real in self.names.items()}), faults)
        found = []
        for asked, rows in work.by_questionnaire():
            part = work.of(rows)
            if part.height:
                found.append((asked, part.coded(asked)))
        return found


_KNOWN = (
    *("cluster", "round", "date", "kind", "questionnaire", "version", "respondent", "school", "role", "submitted"),
    *OTHERS,
)


class _Batch:
    """Rows under the names by which columns are known."""

    def __init__(self, coder: Coder, rows: pl.DataFrame, faults: Faults) -> None:
        self.coder, self.rows, self.faults = coder, rows, faults
        own = [name for name in rows.columns if name not in coder.apart]
        # A row in which nothing stands is no row.
        self.filled = rows.select(pl.any_horizontal(pl.col(own).is_not_null())).to_series()
        self.bad = pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.rows.height

    def of(self, marks: pl.Series) -> _Batch:
        """Some of the rows."""
        return _Batch(self.coder, self.rows.filter(marks), self.faults)

    def complain(self, marks: pl.Series, message: str, hint: str) -> None:
        """Leave out rows, and say why."""
        if marks.any():
            self.faults.add(self.coder.source, message, hint, self.rows[ROW].filter(marks).to_list())
            self.bad = self.bad | marks

    def texts(self, name: str) -> pl.Series | None:
        """A column as text without blanks around it, None where there is nothing; None if there is no such column."""
        if name not in self.rows.columns:
            return None
        column = self.rows[name]
        if column.dtype == pl.String:
            column = column.str.strip_chars()
            return column.set(column == "", None)
        if column.dtype in (pl.Categorical, pl.Enum):
            return column.cast(pl.String)
        if column.dtype.is_float():
            whole = column.is_not_null() & (column == column.round())
            return column.cast(pl.Int64, strict=False).cast(pl.String).zip_with(whole, column.cast(pl.String))
        return column.cast(pl.String)

    def each(self, name: str, meaning: Callable[[str], object], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
        """What every text of a column means; None where there is nothing.

        Args:
            meaning: of one text; a `_Bad` where it means nothing.
        """
        texts = self.texts(name)
        if texts is None:
            return pl.repeat(None, self.height, dtype=dtype, eager=True).alias(name)
        different = [one for one in texts.unique().to_list() if one is not None]
        sources_meant = {one: meaning(one) for one in different}
        wrong = {one: found for one, found in sources_meant.items() if isinstance(found, _Bad)}
        for one, why in wrong.items():
            self.complain((texts == one).fill_null(value=False), why.message, why.hint)
        right = {one: found for one, found in sources_meant.items() if one not in wrong}
        if not right:
            return pl.repeat(None, self.height, dtype=dtype, eager=True).alias(name)
        return texts.replace_strict(
            pl.Series([*right], dtype=pl.String), pl.Series([*right.values()], dtype=dtype), default=None
        )

    def by_questionnaire(self) -> Iterator[tuple[Questionnaire, pl.Series]]:
        """What was asked, and whose answers are to it."""
        everyone = pl.repeat(True, self.height, dtype=pl.Boolean, eager=True)
        names, versions = self.texts("questionnaire"), self.texts("version")
        coder = self.coder
        if names is None:
            assert coder.usual is not None
            if versions is None:
                yield coder.usual, everyone
                return
            names = pl.Series([coder.usual.id] * self.height, dtype=pl.String)
        pairs = pl.DataFrame({"name": names, "version": versions if versions is not None else [None] * self.height})
        pairs = pairs.cast(pl.String)
        for name, version in pairs.unique(maintain_order=True).rows():
            alike = [
                pl.col(column).eq_missing(pl.lit(value, pl.String))
                for column, value in (("name", name), ("version", version))
            ]
            marks = pairs.select(pl.all_horizontal(alike)).to_series()
            asked = coder.usual if name is None else coder.rules.asked.find(name, version)
            if asked is not None:
                yield asked, marks
                continue
            which = (
                "that the row is about" if name is None else quoted(name) + (f", version {version}," if version else "")
            )
            self.complain(marks & self.filled, f"the questionnaire {which} is not known", "give its file with -q")
            self.faults.rows += int((marks & self.filled).sum())

    def coded(self, asked: Questionnaire) -> pl.DataFrame:
        """The rows as codes, without those that have a fault."""
        if all(abs(level) <= FARTHEST for scale in asked.answered_on for level in scale.levels) is False:
            raise UsageError(f"{asked.id}: levels beyond {FARTHEST} cannot be read from a table", "number them from 1")
        found = {**self._who(), **self._person(asked)}
        found |= self._levels(asked)
        for name in self.coder.rules.by:
            text = self.texts(name)
            found[f"by:{name}"] = text if text is not None else pl.Series([None] * self.height, dtype=pl.String)
        if SURPLUS in self.rows.columns:
            self.complain(
                self.rows[SURPLUS].is_not_null(), "the row has more cells than the header", "look at its quotes"
            )
        found["source"] = pl.repeat(self.coder.number, self.height, dtype=pl.UInt32, eager=True)
        found["row"] = self.rows[ROW].cast(pl.UInt32)
        self.faults.rows += int((self.bad & self.filled).sum())
        table = pl.DataFrame(found).filter(self.filled & ~self.bad)
        order = [*coded_columns(asked), *(f"by:{name}" for name in self.coder.rules.by)]
        return table.select(order)

    def _who(self) -> dict[str, pl.Series]:
        """Cluster, round, date and kind."""
        name = self.each("cluster", lambda one: " ".join(one.split()), pl.String)
        if "cluster" not in self.rows.columns:
            name = pl.Series([self.coder.cluster] * self.height, dtype=pl.String)
        key = _mapped(name, folded_name)
        label = self.texts("round")
        date = self._date()
        kind = self.each("kind", _kind, pl.String)
        if self.coder.rules.kind is not None:
            said = kind.is_not_null() & (kind != self.coder.rules.kind)
            self.complain(said, f"the row is not {self.coder.rules.kind}", "leave out --kind: the table says it")
            kind = kind.fill_null(self.coder.rules.kind)
        self.complain(self.filled & name.is_null(), "the row does not say its cluster", "fill it in")
        self.complain(
            self.filled & kind.is_null() & ~self.bad, "the row does not say its kind", "fill it in, or use --kind"
        )
        if label is None:
            label = date.cast(pl.String)
        return {"cluster": name, "key": key, "round": label.fill_null(""), "date": date, "kind": kind}

    def _date(self) -> pl.Series:
        """The day of the round: of `date`, else the day on which the row was handed in."""
        for name in ("date", "submitted"):
            if name in self.rows.columns:
                column = self.rows[name]
                if column.dtype in (pl.Date, pl.Datetime):
                    return column.cast(pl.Date)
                texts = self.texts(name)
                assert texts is not None
                days = texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
                hint = "write it as 2026-03-12"
                self.complain(texts.is_not_null() & days.is_null(), f"what stands in {quoted(name)} is no date", hint)
                return days
        return pl.repeat(None, self.height, dtype=pl.Date, eager=True)

    def _person(self, asked: Questionnaire) -> dict[str, pl.Series]:
        """School, person and role; names become numbers by which they are told apart."""
        school = self.each("school", folded_name, pl.String)
        self.complain(self.filled & school.is_null(), "the row does not say its school", "fill it in")
        roles = {role.label.casefold(): n for n, role in enumerate(asked.roles)}
        roles |= {role.id: n for n, role in enumerate(asked.roles)}

        def role_of(text: str) -> object:
            found = roles.get(text.casefold())
            return found if found is not None else _Bad(f"{quoted(text)} is no role of {asked.id}", _one_of(asked))

        person = self.texts("respondent")
        number = pl.repeat(None, self.height, dtype=pl.UInt64, eager=True) if person is None else person.hash(7)
        if person is not None:
            number = number.set(person.is_null(), None)
        return {"school": school.hash(7), "person": number, "role": self.each("role", role_of, pl.Int16).fill_null(-1)}

    def _levels(self, asked: Questionnaire) -> dict[str, pl.Series]:
        """Levels as they were given, `UNKNOWN` for don't-know, None where nothing was; all columns at once."""
        there = {n: item for n, item in enumerate(asked.items) if item.id in self.rows.columns}
        scales = {n: asked.scale_of(item).levels for n, item in there.items()}
        read = {n: _coded(self.rows.schema[item.id], pl.col(item.id), scales[n]) for n, item in there.items()}
        codes = [code.alias(f"i{n}") for n, (code, _) in read.items()]
        made = self.rows.lazy().select(*codes, *(odd.alias(f"odd{n}") for n, (_, odd) in read.items())).collect()
        nothing = pl.repeat(None, self.height, dtype=pl.Int8, eager=True)
        found = {f"i{n}": nothing for n in range(len(asked.items))}
        found |= {f"i{n}": made[f"i{n}"] for n in there}
        for n, item in there.items():
            if made[f"odd{n}"].any():
                found[f"i{n}"] = self._looked_up(item.id, made[f"i{n}"], made[f"odd{n}"], scales[n])
        return found

    def _looked_up(self, name: str, codes: pl.Series, odd: pl.Series, levels: Collection[int]) -> pl.Series:
        """The same, with what is written in another way than usual, text by text."""
        some = _Batch(self.coder, self.rows.filter(odd), self.faults)
        found = some.each(name, lambda text: _level(name, text, levels), pl.Int8)
        places = odd.arg_true()
        self.bad = self.bad.scatter(places.filter(some.bad), True) if some.bad.any() else self.bad
        return codes.scatter(places, found)


def _coded(kind: pl.DataType, cells: pl.Expr, levels: Collection[int]) -> tuple[pl.Expr, pl.Expr]:
    """Whole numbers as they stand, and don't-know as it is written most often; and what has to be looked up."""
    codes = cells.cast(pl.Int8, strict=False)
    if kind.is_float():
        codes = pl.when(codes.cast(pl.Float64) == cells).then(codes)
    known = codes.is_between(min(levels), max(levels)).fill_null(value=False)
    if kind != pl.String:
        return codes, cells.is_not_null() & ~known
    unknown = cells == DONT_KNOW
    return pl.when(unknown).then(pl.lit(UNKNOWN, pl.Int8)).otherwise(codes), cells.is_not_null() & ~known & ~unknown


@dataclass(frozen=True)
class _Bad:
    """Why a text means nothing."""

    message: str
    hint: str


def _mapped(texts: pl.Series, to: Callable[[str], str]) -> pl.Series:
    different = texts.drop_nulls().unique()
    if different.is_empty():
        return texts
    return texts.replace_strict(different, pl.Series([to(one) for one in different], dtype=pl.String), default=None)


def _kind(text: str) -> object:
    known = get_args(Mode)
    found = text.casefold()
    return found if found in known else _Bad(f"{quoted(text)} is no kind of round", f"use {', '.join(known)}")


def _one_of(asked: Questionnaire) -> str:
    return f"use one of: {', '.join(role.id for role in asked.roles)}" if asked.roles else "leave the column empty"


def _level(name: str, text: str, levels: Collection[int]) -> object:
    if text.upper() == DONT_KNOW:
        return UNKNOWN
    if _LEVEL.fullmatch(text) and int(float(text)) in levels:
        return int(float(text))
    message = f"{quoted(text)} in {quoted(name)} is not on the scale {min(levels)} to {max(levels)}"
    return _Bad(message, f"write a level, {DONT_KNOW} for cannot tell, or nothing")
