"""One machine: rows are sorted into blocks of whole clusters on disk, and blocks are worked out two at a time.

Memory follows the size of a block, not of the source. Every block that is done is a file of its own, named by what it
comes from and which part of it it is, so that whoever is interrupted goes on where they were.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter, deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import pyarrow as pa
import pyarrow.ipc

from maturity import __version__
from maturity.errors import InputError, Problem
from maturity.model import Questionnaire
from maturity.network.blocks import Found, results_of
from maturity.network.coding import Coder, CodingRules
from maturity.network.faults import Faults, Remarks
from maturity.network.keeping import (
    PLAN,
    SORTED,
    DamagedError,
    clear,
    digest_of,
    for_nobody_else,
    kept_content,
    state_in,
    write_state,
    write_whole,
    written_in,
)
from maturity.network.latest import Rounds
from maturity.network.runs import Coded
from maturity.network.sources import OpenTable, TableFile

BLOCK = 150_000
"""Rows that a block is meant to hold."""
MOST_BLOCKS = 512
AT_ONCE = 2
"""Blocks, or parts of a source, that are worked on at the same time; each takes memory."""
FLUSH = 200_000
"""Rows that are held before they are written to their blocks."""
_DAMAGED = "damaged"
_NOT_RESUMED = {
    None: "there is nothing to go on with: everything is worked out from the beginning",
    _DAMAGED: "what was kept is damaged: everything is worked out anew",
}
"""What is said of what a folder was kept for; every other was of something else."""
Given = TypeVar("Given")
Made = TypeVar("Made")
Tell = Callable[[str, int, int], None]
"""Hears what is being done (`read` or `score`), how many rows of it are done, and of how many, roughly."""


@dataclass
class Gathered:
    """Everything that is known of some sources.

    Args:
        rows: one row a cluster, those of each questionnaire by themselves.
        faults: rows that were left out; `problems`: rounds in folders that were.
        notes: what is worth saying, in plain words; `remarks`: of clusters.
        read: rows of tables; `blocks`: how many there were, and `kept` of them were done before.
    """

    rows: list[tuple[Questionnaire, pl.DataFrame]] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    read: int = 0
    blocks: int = 0
    kept: int = 0


class OpenSources:
    """Tables that are open, with what codes their rows.

    Args:
        sources: the tables.
        rules: how they are read.

    Raises:
        InputError: a table cannot be read, or lacks a column.
    """

    def __init__(self, sources: Sequence[TableFile], rules: CodingRules) -> None:
        self.tables = [OpenTable(source) for source in sources]
        self.coders = [
            Coder(
                str(table.path),
                number,
                table.header,
                rules,
                table.path.stem if table.source.alone else None,
                table.source.added,
            )
            for number, table in enumerate(self.tables)
        ]
        for table, coder in zip(self.tables, self.coders, strict=True):
            table.expected = coder.expected()
        self.names = [coder.source for coder in self.coders]
        self.rows, self.read = sum(table.about() for table in self.tables), 0

    @property
    def notes(self) -> Iterator[str]:
        """What is worth saying of their columns."""
        for coder in self.coders:
            if unused := coder.unused():
                shown = ", ".join(unused[:8]) + (", ..." if len(unused) > 8 else "")
                yield f"{coder.source}: columns that nothing is read from: {shown}"

    def coded(
        self, work: Callable[[Questionnaire, Coded], Made], faults: Faults, tell: Tell
    ) -> Iterator[tuple[Questionnaire, Made]]:
        """What becomes of all rows as codes, some at a time, those of each questionnaire by themselves.

        Args:
            work: of coded rows; what it makes of some must not depend on others.
            faults: hears of rows that are left out; `read` counts all.
        """
        self.read = 0

        def coded(one: tuple[Coder, pl.DataFrame]) -> tuple[int, Faults, list[tuple[Questionnaire, Made]]]:
            coder, batch = one
            own = Faults()
            return batch.height, own, [(asked, work(asked, rows)) for asked, rows in coder.code(batch, own)]

        pairs = zip(self.tables, self.coders, strict=True)
        for height, own, made in in_turn(coded, ((coder, some) for table, coder in pairs for some in table.batches())):
            faults.add_all(own)
            yield from made
            self.read += height
            tell("read", self.read, max(self.read, self.rows))


def in_turn(work: Callable[[Given], Made], things: Iterable[Given]) -> Generator[Made]:
    """What becomes of each, in their order; `AT_ONCE` are worked on while the next is looked for."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun: deque[Future[Made]] = deque()
        for one in things:
            if len(begun) == AT_ONCE:
                yield begun.popleft().result()
            begun.append(pool.submit(work, one))
        while begun:
            yield begun.popleft().result()


class BlockWork:
    """Results of tables, by way of a folder that holds what is done.

    Args:
        sources: the tables.
        rules: how they are read.
        folder: where blocks go; made, and taken away by `clear`.
        resume: go on with what is there; else it is thrown away.
        only: of which clusters, by what their names are compared by; None is all. Rows that cannot be coded are then
            not listed: whoever knows the clusters has listed them.
        beside: rounds of clusters that are known already.

    Raises:
        InputError: a table cannot be read, or lacks a column.
    """

    def __init__(
        self,
        sources: Sequence[TableFile],
        rules: CodingRules,
        folder: Path,
        *,
        resume: bool,
        only: Collection[str] | None = None,
        beside: Sequence[Rounds] = (),
    ) -> None:
        self.rules, self.folder = rules, folder
        self.only = None if only is None else pl.Series(sorted(only), dtype=pl.String)
        mine = pl.lit(value=True) if self.only is None else pl.col("KEY").is_in(self.only.implode())
        self.beside = [(asked, rows.filter(mine)) for asked, rows in beside]
        self.open = OpenSources(sources, rules)
        self.notes = list[str]()
        self.blocks = max(1, min(MOST_BLOCKS, round(self.open.rows / BLOCK)))
        self.fingerprint = _digest(
            [__version__, pl.__version__, self.blocks, rules.kind, rules.by],
            [source.fingerprint for source in sources],
            [one.fingerprint for one in rules.asked.known.values()],
            [(asked.fingerprint, rows.rows()) for asked, rows in self.beside],
        )
        self._prepare(resume)

    def _prepare(self, resume: bool) -> None:
        plan = self.folder / PLAN
        try:
            before = state_in(plan)["fingerprint"] if plan.is_file() else None
        except DamagedError:
            before = _DAMAGED
        self.resumed = resume and before == self.fingerprint
        if resume and not self.resumed:
            changed = "the sources, or how they are read, have changed since: everything is worked out anew"
            self.notes.append(_NOT_RESUMED.get(before, changed))
        with written_in(self.folder):
            if not self.resumed:
                clear(self.folder)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            # What is gone on with stays what it was, so that it is still of use whatever happens now.
            if not self.resumed:
                write_state(plan, {"fingerprint": self.fingerprint})

    def run(self, tell: Tell, *, strict: bool = False) -> Gathered:
        """Everything, block by block.

        Raises:
            InputError: a table cannot be read to its end; what is kept cannot be written, or is damaged while it is
                needed; or `strict`, and a row has a fault.
        """
        try:
            with written_in(self.folder):
                return self._run(tell, strict=strict)
        except DamagedError as damage:
            if not self.resumed:
                message = "what was written here a moment ago has changed: nothing can be worked out from it"
                hint = "do the same once more; if it happens again, look at the disk"
                raise InputError(Problem(str(damage), None, "", "damaged", message, hint)) from None
            self.notes.append(_NOT_RESUMED[_DAMAGED])
            self._prepare(resume=False)
            return self.run(tell, strict=strict)

    def _run(self, tell: Tell, *, strict: bool) -> Gathered:
        known = self._sorted(tell)
        found = Gathered(
            faults=Faults.from_plain(known["faults"]), notes=self.notes, read=known["rows"], blocks=self.blocks
        )
        asked = [*(self._asked(*pair) for pair in known["asked"]), *(one for one, _ in self.beside)]
        rows: list[list[pl.DataFrame]] = [[] for _ in asked]
        done = 0
        found.kept = sum(self._mark(block).is_file() for block in range(self.blocks))
        # Whatever happens, nobody writes here any more once this has ended.
        with closing(in_turn(lambda block: self._block(block, asked, known["digests"]), range(self.blocks))) as marks:
            for mark in marks:
                state = state_in(mark)
                found.faults.add_all(Faults.from_plain(state["faults"]))
                found.remarks.add_all(*state["remarks"])
                for n, digest in state["results"]:
                    content = io.BytesIO(kept_content(_result(mark, n), digest))
                    rows[n].append(pl.read_parquet(content, hive_partitioning=False))
                done += state["rows"]
                tell("score", done, known["rows"])
        if strict and found.faults.rows:
            raise InputError(found.faults.problems())
        found.rows = [(one, pl.concat(some)) for one, some in zip(asked, rows, strict=True) if some]
        found.notes += self.open.notes
        return found

    def _mark(self, block: int) -> Path:
        return self.folder / f"{self.fingerprint[:12]}-{block + 1:04d}-of-{self.blocks:04d}.json"

    def _asked(self, id_: str, version: str) -> Questionnaire:
        found = self.rules.asked.find(id_, version)
        assert found is not None
        return found

    def _block(self, block: int, asked: Sequence[Questionnaire], digests: Mapping[str, str]) -> Path:
        """Work out one block if that is not done, and keep it; its mark is written last."""
        parts, mark = [], self._mark(block)
        if mark.is_file():
            return mark
        for n, one in enumerate(asked):
            paths = self._paths(block, n)
            if paths[0].name in digests:
                rows, who = (_read(kept_content(path, digests[path.name])) for path in paths)
                parts.append((one, Coded(rows, who)))
        here = pl.col("KEY").hash(11) % self.blocks == block
        beside = [(one, some) for one, rows in self.beside if (some := rows.filter(here)).height]
        made = results_of(parts, self.rules.by, self.open.names, beside) if parts or beside else Found()
        results = []
        for one, rows in made.rows:
            n = next(n for n, other in enumerate(asked) if other is one)
            content = io.BytesIO()
            rows.write_parquet(content)
            results.append((n, write_whole(_result(mark, n), content.getvalue())))
        state = {
            "results": results,
            "rows": sum(coded.rows.height for _, coded in parts),
            "faults": made.faults.plain(),
        }
        state["remarks"] = [made.remarks.names, made.remarks.counts]
        write_state(mark, state)
        return mark

    def _paths(self, block: int, asked: int) -> list[Path]:
        """Where coded rows are kept, and whose they are."""
        return [self.folder / f"{what}-{block + 1:04d}-{asked}.arrow" for what in ("rows", "who")]

    def _parted(self, _: Questionnaire, coded: Coded) -> dict[int, Coded]:
        """Coded rows by their block."""
        key = coded.who["KEY"]
        block = pl.Series("block", key.hash(11) % self.blocks, dtype=pl.UInt16)
        if self.only is not None:
            block = block.set(~key.is_in(self.only.implode()), None)
        return coded.parted(block)

    def _sorted(self, tell: Tell) -> dict[str, Any]:
        """Sort all rows into blocks; what is known of it is kept, so that it is done once."""
        mark = self.folder / SORTED
        if mark.is_file():
            return state_in(mark)
        asked: list[Questionnaire] = []
        faults = Faults()
        with _Writers(self) as writers:
            for one, parts in self.open.coded(self._parted, faults, tell):
                if not any(one is other for other in asked):
                    asked.append(one)
                writers.add(next(n for n, other in enumerate(asked) if other is one), parts)
        faults = Faults() if self.only is not None else faults
        pairs = [[one.id, one.version] for one in asked]
        paths = (path for place in sorted(writers.open) for path in self._paths(*place))
        digests = {path.name: digest_of(path) for path in paths}
        write_state(mark, {"asked": pairs, "rows": self.open.read, "faults": faults.plain(), "digests": digests})
        return state_in(mark)


def _result(mark: Path, asked: int) -> Path:
    """Rows of results of one questionnaire in a block."""
    return mark.with_name(f"{mark.stem}-{asked}.parquet")


class _Writers:
    """Files of coded rows, two a block and questionnaire, filled some rows at a time."""

    def __init__(self, work: BlockWork) -> None:
        self.work, self.held = work, dict[tuple[int, int], list[Coded]]()
        self.waiting = 0
        self.open: dict[tuple[int, int], list[pa.ipc.RecordBatchStreamWriter]] = {}
        self.runs: Counter[tuple[int, int]] = Counter()

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self.flush()
        for writers in self.open.values():
            for writer in writers:
                writer.close()

    def add(self, asked: int, parts: Mapping[int, Coded]) -> None:
        """Hold rows of blocks until there are enough to write."""
        for block, some in parts.items():
            self.held.setdefault((block, asked), []).append(some)
            self.waiting += some.rows.height
        if self.waiting >= FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        for place, some in self.held.items():
            coded = Coded.together(some, self.runs[place])
            self.runs[place] += coded.who.height
            tables = [one.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()) for one in (coded.rows, coded.who)]
            if place not in self.open:
                options = pa.ipc.IpcWriteOptions(compression="lz4")
                self.open[place] = [
                    pa.ipc.new_stream(str(for_nobody_else(path)), table.schema, options=options)
                    for path, table in zip(self.work._paths(*place), tables, strict=True)
                ]
            for writer, table in zip(self.open[place], tables, strict=True):
                writer.write_table(table)
        self.held, self.waiting = {}, 0


def _read(content: bytes) -> pl.DataFrame:
    with pa.ipc.open_stream(content) as stream:
        rows = pl.from_arrow(stream.read_all())
    assert isinstance(rows, pl.DataFrame)
    return rows


def all_gathered(found: Sequence[Gathered]) -> Gathered:
    """Several results as one."""
    whole = Gathered()
    for one in found:
        whole.notes += one.notes
        whole.problems += one.problems
        whole.read, whole.blocks, whole.kept = whole.read + one.read, whole.blocks + one.blocks, whole.kept + one.kept
        whole.faults.add_all(one.faults)
        whole.remarks.add_all(one.remarks.names, one.remarks.counts)
        for asked, rows in one.rows:
            same = next((n for n, (other, _) in enumerate(whole.rows) if other.fingerprint == asked.fingerprint), None)
            if same is None:
                whole.rows.append((asked, rows))
            else:
                whole.rows[same] = asked, pl.concat([whole.rows[same][1], rows])
    whole.rows = [(asked, rows.sort("cluster", "round", "people")) for asked, rows in whole.rows]
    whole.rows.sort(key=lambda one: (-one[1].height, one[0].id, one[0].version))
    return whole


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()
