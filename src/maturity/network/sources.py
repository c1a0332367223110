"""Where answers come from: tables of any size, folders of parts, and folders of clusters."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pyarrow as pa

from maturity.errors import InputError, Problem
from maturity.folder.names import YAML
from maturity.network.cells import ROW, SPOILT, SURPLUS, plain_cells
from maturity.network.columns import normal_header
from maturity.readers.cells import rows_of
from maturity.readers.clusters import sources_in
from maturity.source.content import is_file, is_folder, missing, refusal
from maturity.text.names import quoted

TABLES = (".csv", ".tsv", ".parquet", ".xlsx")
CHUNK = 100_000
"""Rows that are read at once."""
PIECE, LONGEST = 3 << 22, 1 << 26
"""Bytes of a text file that are read at once, and the most that a row may have."""
_HEAD = 1 << 20
PATIENCE = 4
"""Surprises after which nothing is expected any more of what cells hold."""
REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands in a text where its bytes are no UTF-8."""
ALIKE = 5
"""Rows from which on two tables of the same bytes are one table: fewer people may well have answered alike."""
RESULTS = (
    ("cluster", "settled", "place_by_score"),
    ("questionnaire", "version", "clusters", "not_told", "withheld"),
    ("questionnaire", "version", "what", "clusters"),
    ("questionnaire", "version", "dimension", "clusters", "strong", "asking"),
    ("source", "place", "message", "hint"),
)
"""Columns by which tables are known that this command writes."""
BEYOND = 4
"""Cells beyond the last column that are looked at: there are some where a quote is missing."""


@dataclass(frozen=True)
class TableFile:
    """One table.

    Args:
        path: where it is.
        added: columns that the names of its folders say, such as `year=2026`; None where that is not known.
        alone: whether it was named itself, so that its own name may stand for its cluster.
    """

    path: Path
    added: dict[str, str | None] = field(default_factory=dict)
    alone: bool = False

    @property
    def fingerprint(self) -> tuple[str, int, int]:
        """What changes when the file does."""
        state = self.path.stat()
        return str(self.path.resolve()), state.st_size, state.st_mtime_ns


@dataclass(frozen=True)
class Sources:
    """What paths stand for.

    Args:
        tables: each once, by whatever roads it was given; `rounds`: folders and YAML files, likewise.
        notes: what was left out, and why.
    """

    tables: list[TableFile]
    rounds: list[Path]
    notes: list[str]


def sources_meant(paths: Sequence[Path], made: Collection[Path] = ()) -> Sources:
    """The tables, and the rounds of folders and YAML files, that paths stand for.

    Args:
        paths: tables; rounds, folders of clusters and folders of these; folders of tables in parts, whose own folders
            may be called `column=value`; patterns such as `parts/*.parquet`.
        made: files and folders of results, which are no sources.

    Raises:
        InputError: there is nothing there, or a folder is one of results.
    """
    results, notes = {_real(one) for one in made}, list[str]()
    for path in paths:
        if is_folder(path) and _real(path) in results:
            message = "the results go into this folder: what is in it is no source"
            raise refusal(path, None, "output-is-input", message, "give another folder with -o")
    tables, rounds = _meant(paths)
    seen: set[tuple[int, int]] = set()

    def is_new(path: Path) -> bool:
        if _real(path) in results:
            notes.append(f"{path}: left out, for it is one of the results")
            return False
        state = path.stat()
        known = (state.st_dev, state.st_ino) in seen
        seen.add((state.st_dev, state.st_ino))
        if known:
            notes.append(f"{path}: given twice, and counted once")
        return not known

    found = [one for one in tables if is_new(one.path) and not _is_result(one, notes)]
    return Sources(_each_once(found, notes), [one for one in rounds if is_new(one)], notes)


def _is_result(table: TableFile, notes: list[str]) -> bool:
    """Whether a table that lies in a folder is one that this command has written."""
    if table.alone:
        return False
    try:
        header = OpenTable(table).own
    except InputError:
        return False
    if not any(set(one) <= set(header) for one in RESULTS):
        return False
    notes.append(f"{table.path}: left out, for it is a result of this command")
    return True


def _each_once(tables: Sequence[TableFile], notes: list[str]) -> list[TableFile]:
    """Without copies of a table under another name; only files of the same size are read for it."""
    sizes = Counter(one.path.stat().st_size for one in tables)
    first: dict[tuple[object, ...], Path] = {}
    kept = []
    for one in tables:
        if sizes[one.path.stat().st_size] > 1:
            same = first.setdefault(_content_of(one), one.path)
            if same is not one.path:
                if _is_copy(one):
                    notes.append(f"{one.path}: a copy of {same}, left out so that nobody counts twice")
                    continue
                notes.append(f"{one.path}: the same few rows as {same}; both count, for they may be other people")
        kept.append(one)
    return kept


def _content_of(table: TableFile) -> tuple[object, ...]:
    """What is equal for copies: the bytes, and what names of folders and of the file say of them."""
    with table.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    named = table.alone and "cluster" not in map(normal_header, OpenTable(table).header)
    return digest, table.path.stem if named else "", *table.added.items()


def _is_copy(table: TableFile) -> bool:
    """Whether a table of the same bytes as another cannot be so by chance."""
    return sum(batch.height for batch in islice(OpenTable(table).batches(), 1)) >= ALIKE


def _real(path: Path) -> Path:
    return path.resolve()


def _meant(paths: Sequence[Path]) -> tuple[list[TableFile], list[Path]]:
    tables: list[TableFile] = []
    rounds: list[Path] = []
    for path in paths:
        if is_folder(path):
            parts = _parts(path)
            tables += parts
            if not parts or _holds_rounds(path):
                rounds += sources_in(path)
        elif any(sign in str(path) for sign in "*?[") and not is_file(path):
            found = sorted(one for one in Path(path.anchor).glob(str(path.relative_to(path.anchor))) if is_file(one))
            if not found:
                raise InputError(Problem(str(path), None, "", "no-such-file", "no file fits this pattern", "check it"))
            tables += [TableFile(one, _said_by(one)) for one in found]
        elif not is_file(path):
            raise missing(path)
        elif path.suffix.lower() in YAML:
            rounds.append(path)
        elif path.suffix.lower() in TABLES:
            tables.append(TableFile(path, _said_by(path), alone=True))
        else:
            hint = f"give {', '.join(TABLES)}, a YAML round, or a folder"
            raise refusal(path, None, "unknown-format", "the ending does not say what the file is", hint)
    return tables, rounds


def _parts(folder: Path) -> list[TableFile]:
    """Tables in a folder and in those inside it; not those that a cluster's own folder keeps."""
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.suffix.lower() not in TABLES or any(one.startswith((".", "_")) for one in inside):
            continue
        if is_file(path) and not any(_is_clusters(one) for one in (folder, *_above(folder, path))):
            found.append(TableFile(path, _said_by(path)))
    return found


def _above(folder: Path, path: Path) -> Iterator[Path]:
    """The folders from one down to a file."""
    for parent in path.parents:
        if parent == folder:
            return
        yield parent


def _is_clusters(folder: Path) -> bool:
    return is_file(folder / "cluster.yaml") or is_file(folder / "round.yaml")


def _holds_rounds(folder: Path) -> bool:
    """Whether rounds lie in a folder beside tables."""
    if _is_clusters(folder):
        return True
    return any(one.suffix.lower() in YAML or (is_folder(one) and _is_clusters(one)) for one in folder.iterdir())


NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""What Hive and Spark call a folder of rows in which nothing stands in its column."""


def _said_by(path: Path) -> dict[str, str | None]:
    """Columns that names of the folders above such as `region=North%20East` say, by whatever road it was given."""
    given = path.absolute().parts[:-1]
    # A file is in no folder that its road leaves again, and a link is in its own folder and in the one it leads to.
    parts = [*path.resolve().parts[:-1], *(() if ".." in given else given)]
    pairs = (part.partition("=") for part in parts)
    return {unquote(name): None if value == NOTHING else unquote(value) for name, sign, value in pairs if sign and name}


class OpenTable:
    """A source with its header, to be read batch by batch.

    Args:
        source: the table.

    `expected` may be set to what cells of columns hold most often: text files are then read more quickly.

    Raises:
        InputError: it cannot be read.
    """

    def __init__(self, source: TableFile) -> None:
        self.source, self.path = source, source.path
        self.ending = source.path.suffix.lower()
        self._rows: pl.DataFrame | None = None
        self._separator = ","
        self.expected, self.surprises = dict[str, list[str]](), 0
        with _said_where_unreadable(self.path):
            self.own = self._header()
        self.header = [*self.own, *(name for name in source.added if name not in self.own)]

    def _header(self) -> list[str]:
        if self.ending == ".parquet":
            return list(pl.read_parquet_schema(self.path))
        if self.ending == ".xlsx":
            self._rows = self._sheet()
            return self._rows.columns[1:-1]
        with self.path.open("rb") as file:
            head = file.read(_HEAD)
        # Old programs end rows with a carriage return alone.
        self._returns = b"\r" in head and b"\n" not in head
        text = self._in_lines(head.removeprefix(codecs.BOM_UTF8)).decode("utf-8", errors="replace")
        first = text.partition("\n")[0]
        if REPLACED in first or "\0" in first:
            hint = "save it as CSV in UTF-8"
            raise refusal(self.path, None, "encoding", "the file is not UTF-8", hint)
        self._separator = "\t" if self.ending == ".tsv" else max(",;\t", key=first.count)
        names = next(csv.reader(io.StringIO(text), delimiter=self._separator), [])
        # An unnamed column at the end is what a trailing separator makes.
        while names and not names[-1].strip():
            names.pop()
        if not names:
            raise refusal(self.path, None, "no-answers", "the file is empty", "export the answers again")
        return self._each_once(names)

    def _each_once(self, names: list[str]) -> list[str]:
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise refusal(self.path, 1, "columns", f"the column {quoted(twice)} is there twice", "remove one of them")
        return names

    def _in_lines(self, text: bytes) -> bytes:
        return text.replace(b"\r", b"\n") if self._returns else text

    def _sheet(self) -> pl.DataFrame:
        found = rows_of(self.path, errors=True)
        if not found:
            raise refusal(self.path, None, "no-answers", "the sheet is empty", "export the answers again")
        first, *rows = found
        names = [_shown(cell) or "" for cell in first.cells]
        while names and not names[-1]:
            names.pop()
        self._each_once([name for name in names if name])
        columns = {name: [_shown(row.cell(n)) for row in rows] for n, name in enumerate(names) if name}
        columns[SURPLUS] = [next(filter(None, map(_shown, row.cells[len(names) :])), None) for row in rows]
        made = {name: pl.Series(name, cells, dtype=pl.String) for name, cells in columns.items()}
        return pl.DataFrame({ROW: pl.Series([row.number for row in rows], dtype=pl.UInt32), **made})

    def batches(self) -> Iterator[pl.DataFrame]:
        """Its rows in their order, some at a time, with `ROW` and, of text files, `SURPLUS`.

        Raises:
            InputError: the file cannot be read to its end.
        """
        added = [
            pl.lit(value, pl.String).alias(name) for name, value in self.source.added.items() if name not in self.own
        ]
        with _said_where_unreadable(self.path):
            for batch in self._batches():
                yield batch.with_columns(added) if added else batch

    def _batches(self) -> Iterator[pl.DataFrame]:
        if self._rows is not None:
            yield from self._rows.iter_slices(CHUNK)
        elif self.ending == ".parquet":
            yield from self._parquet()
        else:
            yield from self._text()

    def _parquet(self) -> Iterator[pl.DataFrame]:
        first = 1
        for rows in pl.scan_parquet(self.path, hive_partitioning=False).collect_batches(chunk_size=CHUNK):
            yield plain_cells(rows).with_row_index(ROW, first)
            first += rows.height
        # A reader that fails beside the program just ends, and what it has not read would be missing in silence.
        if first - 1 < (whole := self.about()):
            raise _unreadable(self.path, f"of its {whole:,} rows {first - 1:,} can be read")

    def _text(self) -> Iterator[pl.DataFrame]:
        first = 2
        for number, piece in enumerate(self._pieces()):
            rows = self._read(piece, first, header=number == 0)
            yield rows
            first += rows.height

    def _read(self, piece: bytes, first: int, *, header: bool) -> pl.DataFrame:
        """Rows of a text; the header is the first row of the file."""
        beyond = [f"{SURPLUS}{n}" for n in range(BEYOND)]
        columns: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys([*self.own, *beyond], pl.String)
        columns |= {name: pl.Enum(texts) for name, texts in self.expected.items() if name in columns}
        try:
            rows = pl.read_csv(
                piece,
                has_header=False,
                skip_rows=int(header),
                separator=self._separator,
                schema=columns,
                missing_columns="insert",
                extra_columns="ignore",
                truncate_ragged_lines=True,
                row_index_name=ROW,
                row_index_offset=first,
            )
        except pl.exceptions.ComputeError:
            clean = piece.decode("utf-8", "replace").encode()
            if clean != piece:
                rows = self._read(clean, first, header=header)
                texts = pl.col(pl.String).str.contains(REPLACED, literal=True)
                return rows.with_columns(pl.any_horizontal(texts).fill_null(value=False).alias(SPOILT))
            if not self.expected:
                raise
            # Something is written in another way than is usual.
            expected, self.expected = self.expected, {}
            rows = self._read(piece, first, header=header)
            self.surprises += 1
            self.expected = expected if self.surprises < PATIENCE else {}
            return rows
        return rows.with_columns(pl.coalesce(beyond).alias(SURPLUS)).drop(beyond)

    def _pieces(self) -> Iterator[bytes]:
        """Whole rows, some megabytes at a time: cut at a line's end outside of quotes."""
        first, size, held = 0, PIECE, b""
        with self.path.open("rb") as file:
            while len(held := self._in_lines(file.read(size))) == size:
                cut = _last_end(held)
                if cut:
                    yield held[:cut].removeprefix(codecs.BOM_UTF8)
                    first, size = first + cut, PIECE
                elif size > LONGEST:
                    message = f"no row ends within {LONGEST / 1e6:.0f} MB"
                    raise refusal(self.path, None, "not-a-table", message, "look for a quote that is never closed")
                else:
                    size += PIECE
                # What is left of a piece is read again, which takes less than to put it before the next.
                file.seek(first)
        if held.strip():
            if held.count(b'"') % 2:
                message, hint = "a quote is never closed", "look at the quotes of the last rows"
                raise refusal(self.path, None, "not-a-table", message, hint)
            yield held.removeprefix(codecs.BOM_UTF8)

    def about(self) -> int:
        """How many rows it has, roughly where that is not known.

        Raises:
            InputError: it cannot be read.
        """
        if self._rows is not None:
            return self._rows.height
        if self.ending == ".parquet":
            with _said_where_unreadable(self.path):
                return int(pl.scan_parquet(self.path, hive_partitioning=False).select(pl.len()).collect().item())
        with self.path.open("rb") as file:
            head = file.read(_HEAD)
        return int(self.path.stat().st_size / max(1.0, len(head) / max(1, head.count(b"\n"))))


def _last_end(text: bytes) -> int:
    """Where the last row ends that is there as a whole; 0 where none does."""
    place = text.rfind(b"\n") + 1
    while place and text.count(b'"', 0, place) % 2:
        place = text.rfind(b"\n", 0, text.rfind(b'"', 0, place)) + 1
    return place


def _shown(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() or None


@contextmanager
def _said_where_unreadable(path: Path) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, pa.ArrowException, OSError) as error:
        # What a reader says of a text may quote what people wrote.
        said = str(error).strip() if path.suffix.lower() == ".parquet" else ""
        raise _unreadable(path, (said or type(error).__name__).splitlines()[0]) from None


def _unreadable(path: Path, said: str) -> InputError:
    hint = "look for a quote that is never closed, or save the file again as UTF-8"
    if path.suffix.lower() == ".parquet":
        hint = "the file is damaged, or was not written to its end: write or copy it again"
    return refusal(path, None, "not-a-table", f"the table cannot be read: {said}", hint)
