"""From rows as they stand in a table to codes, with everything that is wrong in a row and where it stands.

A row with a fault is left out as a whole and listed, as `maturity collect` does; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import polars as pl

from maturity.core.table import Bools, Ints
from maturity.errors import InputError, Problem
from maturity.model import Mode, Questionnaire, RatingItem, Scale
from maturity.model.base import YEARS
from maturity.network.asked import Asked
from maturity.network.cells import (
    ERRORS,
    NO_TEXT,
    ROW,
    SPOILT,
    SURPLUS,
    NoMeaning,
    code_of_text,
    kind_of_text,
    mapped_texts,
    may_be_written,
    moments_of,
    one_of_roles,
    persons_of,
    texts_of,
    usual_codes,
)
from maturity.network.columns import OF_ANSWER, OF_PERSON, OF_ROUND, columns_read, normal_header, refuse_by
from maturity.network.faults import Faults
from maturity.network.runs import Coded, coded_columns
from maturity.text.clean import plain
from maturity.text.names import folded_name, quoted, seen_name


@dataclass(frozen=True)
class CodingRules:
    """What is the same for every source.

    Args:
        asked: what may have been asked.
        kind: of rounds whose rows do not say it.
        by: columns by which clusters are put together.
        seed: of the numbers that stand for schools and people: where these are kept, one that nobody can guess.
    """

    asked: Asked
    kind: Mode | None = None
    by: tuple[str, ...] = ()
    seed: int = 0


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
        self.apart = {ROW, SPOILT, *map(normal_header, added)}
        self.names: dict[str, str] = {}
        for name in header:
            known = normal_header(name)
            if "\0" in name:
                raise self._no("the name of a column holds a character that is no text", "give it another name")
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
        # What is an answer to one questionnaire says nothing of a cluster whose rows are about another.
        for one in self.rules.asked.known.values():
            refuse_by(self.rules.by, one)
        missing = [name for name in self.rules.by if name not in self.names]
        if missing:
            raise self._no(f"the column {quoted(missing[0])} of --by is missing", "add it, or leave it out of --by")

    def unused(self) -> list[str]:
        """Columns that nothing is read from, as far as it is known what was asked."""
        known = {*OF_ROUND, *OF_PERSON, *self.rules.by}
        for one in list(self.rules.asked.known.values()):
            known |= columns_read(one)
        return [name for name in self.names if name and name not in known and not name.startswith(OF_ANSWER)]

    def code(self, batch: pl.DataFrame, faults: Faults) -> list[tuple[Questionnaire, Coded]]:
        """Coded rows of a batch, those of each questionnaire by themselves.

        Args:
            batch: columns as in the header, and `ROW`.
            faults: hears of rows that are left out.
        """
        rows = batch.rename({real: known for known, real in self.names.items() if real != known})
        wrong = [name for name, kind in rows.schema.items() if kind in NO_TEXT]
        self._check_cells(rows, wrong)
        found = []
        for asked, work in _Batch(self, rows, faults).by_questionnaire():
            refuse_by(self.rules.by, asked)
            # Rows alone may have said what was asked, and so which columns are read.
            self._check_cells(rows, wrong)
            if work.height:
                found.append((asked, work.coded(asked)))
        return found

    def _check_cells(self, rows: pl.DataFrame, wrong: Sequence[str]) -> None:
        for name in sorted({*wrong}.difference(self.unused())) if wrong else ():
            message = f"the column {quoted(name)} holds {rows.schema[name]}, which is neither text nor numbers"
            raise self._no(message, "save it as text or as numbers")

    def expected(self) -> dict[str, list[str]]:
        """What is written in a column of levels, most often, by its name in the file."""
        found: dict[str, list[str]] = {}
        for asked in self.rules.asked.known.values():
            for item in asked.items:
                if item.id in self.names:
                    known = found.setdefault(self.names[item.id], [])
                    known += [one for one in may_be_written(asked.scale_of(item)) if one not in known]
        return found


def _shown(name: str) -> str | None:
    """A name as it is told; None where nothing of it can be seen."""
    return plain(seen_name(name)) or None


_RUN = ("cluster", "round", "date", "submitted", "kind", "questionnaire", "version")
"""Columns that say whose round a row is of."""


class _Batch:
    """Rows under the names by which columns are known.

    What is the same in many rows one after the other is looked at in the first of them alone: `heads`; `run` is each
    row's place among these.
    """

    def __init__(self, coder: Coder, rows: pl.DataFrame, faults: Faults) -> None:
        self.coder, self.rows, self.faults, self.height = coder, rows, faults, rows.height
        self.bad: Bools = np.zeros(rows.height, bool)
        # A row in which nothing stands is no row.
        own = [name for name in rows.columns if name not in coder.apart]
        whole = any(rows[name].null_count() == 0 for name in own)
        some = pl.lit(value=True) if whole else pl.any_horizontal(pl.col(own).is_not_null())
        known = [name for name in (*_RUN, *coder.rules.by) if name in rows.columns]
        begins = pl.any_horizontal(pl.col(known).ne_missing(pl.col(known).shift())) if known else pl.lit(value=False)
        places = pl.int_range(pl.len(), dtype=pl.UInt32)
        marks = rows.select(places.alias(ROW), some.alias("filled"), (begins | (places == 0)).alias("begins"))
        self.filled: Bools = marks["filled"].to_numpy()
        first: Bools = marks["begins"].to_numpy()
        self.run: Ints = np.cumsum(first) - 1
        self.heads = rows.select(known).filter(marks["begins"]) if known else pl.DataFrame(height=min(1, rows.height))

    def of(self, marks: Bools) -> _Batch:
        """Some of the rows."""
        return _Batch(self.coder, self.rows.filter(marks), self.faults)

    def complain(self, marks: Bools, message: str, hint: str, text: str | None = None) -> None:
        """Leave out rows, and say why.

        Args:
            text: what stands there; it is shown of rows alone that say that people are named.
        """
        if not marks.any():
            return
        self.bad = self.bad | marks
        shown = marks & self.named if text is not None else np.zeros_like(marks)
        for some, said in ((shown, f"{message}: {quoted(text)}"), (marks & ~shown, message)):
            if some.any():
                self.faults.add(self.coder.source, said, hint, self.rows[ROW].filter(some).to_list())

    @property
    def named(self) -> Bools:
        """Which rows are of rounds whose people are named; of all others no text is shown beside its row."""
        kind = self.texts("kind")
        kind = pl.Series([None] * self.heads.height, dtype=pl.String) if kind is None else kind
        named = kind.str.to_lowercase().fill_null(self.coder.rules.kind or "") == "named"
        return named.to_numpy()[self.run]

    def complain_of_heads(self, marks: pl.Series, message: str, hint: str, text: str | None = None) -> None:
        """Leave out the rows of some runs."""
        if marks.any():
            self.complain(marks.to_numpy()[self.run] & self.filled, message, hint, text)

    def texts(self, name: str) -> pl.Series | None:
        """A column of the first rows of runs as text; None if there is no such column."""
        return texts_of(self.heads[name]) if name in self.heads.columns else None

    def each(
        self,
        name: str,
        meaning: Callable[[str], object],
        dtype: pl.DataType | type[pl.DataType],
        *,
        heads: bool = False,
    ) -> pl.Series:
        """What every text of a column means; None where there is nothing.

        Args:
            meaning: of one text; a `NoMeaning` where it means nothing.
            heads: in the first rows of runs alone.
        """
        rows = self.heads if heads else self.rows
        if name not in rows.columns:
            return pl.Series(name, [None], dtype=dtype).new_from_index(0, rows.height)
        column = rows[name] if rows[name].dtype == pl.String else texts_of(rows[name])
        written = column.unique().drop_nulls().sort()
        found = [None if text is None else meaning(text) for text in texts_of(written).to_list()]
        wrong: dict[NoMeaning, list[str]] = {}
        for text, one in zip(written.to_list(), found, strict=True):
            if isinstance(one, NoMeaning):
                wrong.setdefault(one, []).append(text)
        for why, those in wrong.items():
            marks = column.is_in(those).fill_null(value=False)
            if heads:
                self.complain_of_heads(marks, why.message, why.hint, why.text)
            else:
                self.complain(marks.to_numpy(), why.message, why.hint, why.text)
        right = pl.Series([None if isinstance(one, NoMeaning) else one for one in found], dtype=dtype)
        if len(written) == 1 and column.null_count() == 0:
            return right.new_from_index(0, rows.height).alias(name)
        return column.replace_strict(written, right, default=None, return_dtype=dtype)

    def by_questionnaire(self) -> Iterator[tuple[Questionnaire, _Batch]]:
        """What was asked, and the rows that are answers to it."""
        names, versions = self.texts("questionnaire"), self.texts("version")
        coder, nothing = self.coder, pl.Series([None] * self.heads.height, dtype=pl.String)
        if names is None:
            assert coder.usual is not None
            names = nothing if versions is None else nothing.fill_null(coder.usual.id)
        pairs = pl.DataFrame({"name": names, "version": nothing if versions is None else versions})
        different = pairs.unique(maintain_order=True).rows()
        for name, version in different:
            asked = coder.usual if name is None else coder.rules.asked.find(name, version)
            alike = [
                pl.col(column).eq_missing(pl.lit(value, pl.String))
                for column, value in (("name", name), ("version", version))
            ]
            if asked is not None and len(different) == 1:
                yield asked, self
                continue
            marks: Bools = pairs.select(pl.all_horizontal(alike)).to_series().to_numpy()[self.run]
            if asked is not None:
                yield asked, self.of(marks)
                continue
            self._pass_over(marks)
            which = None if name is None else name + (f", version {version}" if version else "")
            message = "the questionnaire that the row is about is not known"
            self.complain(marks & self.filled, message, "give its file with -q", which)
            self.faults.rows += int((marks & self.filled).sum())

    def _pass_over(self, maybe: Bools) -> None:
        """Take those of some rows for none in which there are blanks alone."""
        places = np.flatnonzero(maybe & self.filled)
        own = [column for column in self.rows[places] if column.name not in self.coder.apart]
        empty = [one.is_null() if one.dtype in NO_TEXT else texts_of(one).is_null() for one in own]
        self.filled = self.filled.copy()
        self.filled[places] = ~np.logical_and.reduce([one.to_numpy() for one in empty])

    def coded(self, asked: Questionnaire) -> Coded:
        """The rows as codes, without those that have a fault."""
        school = self.each("school", lambda one: folded_name(one) or None, pl.String)
        if school.null_count():
            self._pass_over(school.is_null().to_numpy())
        who, found = self._who(), self._person(asked, school)
        found |= self._levels(asked)
        if SURPLUS in self.rows.columns and self.rows[SURPLUS].null_count() < self.height:
            more: Bools = self.rows[SURPLUS].is_not_null().to_numpy()
            self.complain(more, "the row has more cells than the header", "look at its quotes")
        if SPOILT in self.rows.columns:
            spoilt: Bools = self.rows[SPOILT].to_numpy()
            self.complain(spoilt, "the row holds bytes that are no UTF-8", "write it again, and save as CSV in UTF-8")
        self.faults.rows += int((self.bad & self.filled).sum())
        found["source"] = pl.repeat(self.coder.number, self.height, dtype=pl.UInt32, eager=True)
        found["row"] = self.rows[ROW].cast(pl.UInt32)
        kept = self.filled & ~self.bad
        found["run"] = pl.Series(self.run, dtype=pl.UInt32)
        rows = pl.DataFrame(found).select("run", *coded_columns(asked))
        if not kept.all():
            # Of what kind a round is said to be counts though the rest of a row has a fault.
            told = (who["KEY"].is_not_null() & who["kind"].is_not_null()).to_numpy()
            left = np.flatnonzero(told & (np.bincount(self.run[self.filled], minlength=who.height) > 0))
            run = np.searchsorted(left, self.run[kept])
            rows, who = rows.filter(kept).with_columns(pl.Series("run", run, dtype=pl.UInt32)), who[left]
        return Coded(rows, who)

    def _errors(self, name: str, column: pl.Series) -> None:
        """Leave out rows in which a spreadsheet could not work out a name; other columns take no such text anyway.

        Args:
            column: names without blanks around them, of all rows or of the first rows of runs.
        """
        wrong = column.str.starts_with("#").fill_null(value=False)
        if wrong.any():
            wrong = wrong.scatter(wrong.arg_true(), column.filter(wrong).str.to_uppercase().is_in(ERRORS))
            marks = wrong.to_numpy()[self.run] if len(wrong) < self.height else wrong.to_numpy()
            self.complain(marks, f"what stands in {quoted(name)} is an error such as #N/A", "correct it")

    def _who(self) -> pl.DataFrame:
        """Cluster, key, round, date and kind of every run, and what columns of `--by` say."""
        name = self.each("cluster", _shown, pl.String, heads=True)
        if "cluster" not in self.rows.columns:
            name = pl.Series([self.coder.cluster] * self.heads.height, dtype=pl.String)
        key = mapped_texts(name, folded_name)
        label = self.texts("round")
        dated = "date" in self.heads.columns
        submitted = self._moments("submitted", complain=not dated)
        date = self._moments("date", complain=True) if dated else submitted
        kind = self.each("kind", kind_of_text, pl.String, heads=True)
        if self.coder.rules.kind is not None:
            said = kind.is_not_null() & (kind != self.coder.rules.kind)
            self.complain_of_heads(
                said, f"the row is not {self.coder.rules.kind}", "leave out --kind: the table says it"
            )
            kind = kind.fill_null(self.coder.rules.kind)
        self.complain_of_heads(name.is_null(), "the row does not say its cluster", "fill it in")
        unsaid: Bools = kind.is_null().to_numpy()[self.run] & self.filled & ~self.bad
        self.complain(unsaid, "the row does not say its kind", "fill it in, or use --kind")
        nothing = pl.Series([None] * self.heads.height, dtype=pl.String)
        # A day alone makes no round: people answer on several.
        label = (nothing if label is None else mapped_texts(label, _shown)).fill_null("")
        found = {"cluster": name, "KEY": key, "round": label, "kind": kind}
        found |= {"date": date["day"], "submitted": submitted["moment"]}
        for one in self.coder.rules.by:
            text = self.texts(one)
            found[f"by:{one}"] = nothing if text is None else mapped_texts(text, _shown)
        for one in ("cluster", "round", *(f"by:{one}" for one in self.coder.rules.by)):
            self._errors(one.removeprefix("by:"), found[one])
        return pl.DataFrame(found)

    def _moments(self, name: str, *, complain: bool) -> pl.DataFrame:
        """`moments_of` a column, in the first rows of runs.

        Args:
            complain: leave out rows in which something else stands.
        """
        nothing = pl.Series([None] * self.heads.height, dtype=pl.Date)
        column = self.heads[name] if name in self.heads.columns else nothing
        found = moments_of(column)
        if complain:
            hint = f"write it as 2026-03-12, of the years {YEARS[0]} to {YEARS[-1]}"
            wrong = texts_of(column).is_not_null() & found["day"].is_null()
            self.complain_of_heads(wrong, f"what stands in {quoted(name)} is no date", hint)
        return found

    def _person(self, asked: Questionnaire, school: pl.Series) -> dict[str, pl.Series]:
        """School, person and role; names become numbers by which they are told apart."""
        if school.null_count():
            self.complain(self.filled & school.is_null().to_numpy(), "the row does not say its school", "fill it in")
        self._errors("school", school)
        roles = {role.label.casefold(): n for n, role in enumerate(asked.roles)}
        roles |= {role.id: n for n, role in enumerate(asked.roles)}

        def role_of(text: str) -> object:
            found = roles.get(text.casefold())
            return (
                found
                if found is not None
                else NoMeaning(f"what stands in 'role' is no role of {asked.id}", one_of_roles(asked), text)
            )

        number = pl.repeat(None, self.height, dtype=pl.UInt64, eager=True)
        if "respondent" in self.rows.columns:
            person = persons_of(self.rows["respondent"])
            self._errors("respondent", person)
            number = person.hash(self.coder.rules.seed).set(person.is_null(), None)
        return {
            "school": school.hash(self.coder.rules.seed),
            "person": number,
            "role": self.each("role", role_of, pl.Int16).fill_null(-1),
        }

    def _levels(self, asked: Questionnaire) -> dict[str, pl.Series]:
        """Places in `may_be_written`; all columns that are alike at once."""
        alike: dict[tuple[pl.DataType, tuple[str, ...]], list[RatingItem]] = {}
        # Polars makes it anew each time that it is asked for.
        kinds = self.rows.schema
        for item in asked.items:
            if item.id in kinds:
                texts = may_be_written(asked.scale_of(item))
                alike.setdefault((kinds[item.id], tuple(texts)), []).append(item)
        codes = (usual_codes(self.rows, [item.id for item in some], asked.scale_of(some[0])) for some in alike.values())
        usual = pl.DataFrame([column for some in codes for column in some])
        odd = [
            one.name for one in usual if one.null_count() and (one.is_null() & self.rows[one.name].is_not_null()).any()
        ]
        scales = {item.id: asked.scale_of(item) for some in alike.values() for item in some}
        made = usual.with_columns(self._looked_up(name, usual[name], scales[name]) for name in odd).fill_null(0)
        nothing = pl.repeat(0, self.height, dtype=pl.UInt8, eager=True)
        return {f"i{n}": made[item.id] if item.id in scales else nothing for n, item in enumerate(asked.items)}

    def _looked_up(self, name: str, codes: pl.Series, scale: Scale) -> pl.Series:
        """The same, with what is written in another way than usual, text by text."""
        odd = codes.is_null() & self.rows[name].is_not_null()
        some = _Batch(self.coder, self.rows.filter(odd), self.faults)
        found = some.each(name, lambda text: code_of_text(name, text, scale), pl.UInt8)
        places = odd.arg_true()
        self.bad[places.to_numpy()] |= some.bad
        return codes.scatter(places, found)
