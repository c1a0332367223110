"""Answers as they come in: one record a line, only ever added to, each line carrying its own checksum.

A record holds everything that is known of one person so far. A later record of the same person takes the
place of an earlier one; a record without a response withdraws the person. A note is a line about the round.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic_core import from_json

from maturity.errors import Fault, Problem
from maturity.model.round import Response
from maturity.packed import Packed, compact, viewed

VERSION = 2
"""Of what this program reads; a record is still written as version 1, a note as 2."""
NoteKind = Literal["forgotten", "published", "settings"]
_KINDS = (None, *get_args(NoteKind))

_SEAL = b', "sum": "'
_CLOSE = b'"}'
_END = re.compile(rb', "sum": "[0-9a-f]{16}"\}')
_AROUND = b" \t\r\xef\xbb\xbf"
"""What editors put around a line: blanks, line ends of other systems, byte-order marks."""
_MEND = "'maturity doctor' with --fix sets it aside; "


# Without slots, as all that is packed: a dataclass with slots takes twice as long.
@dataclass(frozen=True)
class Record:
    """One line of a journal.

    Args:
        respondent: who it is about.
        response: all that is known of this person so far; None withdraws it.
        id: unique among all records, so that copies of a journal can be merged.
        recorded: when it was written, with its time zone.
        line: where it was read, from 1; 0 when it was not read from a file.
        code: whether the respondent's id is a code that this program gave, by which its person can go on; None in
            records of before, which do not say.
    """

    respondent: str
    response: Response | None
    id: str
    recorded: dt.datetime
    line: int = field(default=0, compare=False)
    code: bool | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One line of a journal that is about the round, and not what one person said.

    Args:
        kind: `forgotten`: somebody was erased for good; `published`: what was published of the round; `settings`:
            what is fixed with the first answer.
        content: what it says, as plain data that JSON can hold.
        id, recorded, line: as in `Record`.
    """

    kind: NoteKind
    content: Mapping[str, Any]
    id: str
    recorded: dt.datetime
    line: int = field(default=0, compare=False)


Entry = Record | Note
"""What a line of a journal says."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds.

    Args:
        records: every readable record, in the order of the file.
        notes: likewise; `line` says what stands before what.
        problems: lines in the middle of the file that cannot be trusted; an answer may be missing.
        torn: the rest of a last line that was never finished, and so never confirmed as saved.
        remarks: what is worth saying although no answer is missing: the torn line.
    """

    records: Sequence[Record] = ()
    problems: tuple[Problem, ...] = ()
    torn: bytes = b""
    remarks: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    is_plain: bool = False
    """Whether it is known that every record is of somebody else, and nobody has withdrawn."""

    @property
    def latest(self) -> Sequence[Record]:
        """The last record of each person; as `latest`."""
        return self.records if self.is_plain else latest(self.records)

    def noted(self, kind: NoteKind) -> tuple[Note, ...]:
        """The notes of one kind, in the order of the file."""
        return tuple(note for note in self.notes if note.kind == kind)


def encode(entry: Entry) -> bytes:
    """A record or a note as one line of JSON that ends in its checksum and a line end."""
    body: dict[str, Any] = {"id": entry.id, "recorded": entry.recorded.astimezone(dt.UTC).isoformat()}
    if isinstance(entry, Note):
        # Of a later version, so that older programs ask for an update and do not set the line aside.
        body = {"v": 2, **body, "kind": entry.kind, "content": entry.content}
    else:
        said = entry.response
        response = said and said.model_dump(mode="json", exclude_defaults=True, exclude={"respondent"})
        given = {} if entry.code is None else {"code": entry.code}
        body = {"v": 1, **body, **given, "respondent": entry.respondent, "response": response}
    return sealed(body)


def sealed(body: Mapping[str, Any]) -> bytes:
    """Plain data as one line of JSON that ends in its checksum and a line end."""
    head = json.dumps(body, ensure_ascii=False).encode()[:-1]
    return head + _SEAL + _checksum(head) + _CLOSE + b"\n"


def unsealed(line: bytes) -> dict[str, Any] | Fault:
    """What a sealed line says, or why it cannot be trusted."""
    head, seal, tail = line.rpartition(_SEAL)
    if not seal:
        hint = f"{_MEND}a journal is never edited by hand"
        return Fault((), "not-a-record", "this line is no record, or only a part of one", hint)
    if tail != _checksum(head) + _CLOSE:
        hint = f"{_MEND}if there is a copy of the file, restore it first"
        return Fault((), "bad-checksum", "this line has changed since it was written", hint)
    try:
        body = from_json(head + b"}", cache_strings="keys")
    except (ValueError, RecursionError):
        body = None
    return body if isinstance(body, dict) else _nothing_said()


def _nothing_said() -> Fault:
    hint = f"{_MEND}it was not written by this program"
    return Fault((), "not-a-response", "this line holds no response", hint)


def decode(content: bytes, source: str) -> Journal:
    """The records of a journal, and what is wrong with it.

    Args:
        content: the whole file.
        source: what problems name as their file.
    """
    return _journal(io.BytesIO(as_utf8(content)), source, is_odd=_oddly(content) is not None)


def journal_at(path: Path) -> Journal:
    """A journal as it lies on the disk, read line by line; the last one is kept, for it is asked for again and again.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return _kept(path, hashlib.file_digest(file, "blake2b").digest())


@lru_cache(maxsize=1)
def _kept(path: Path, _: bytes) -> Journal:
    with raw_lines(path) as lines, path.open("rb") as file:
        return _journal(lines, str(path), is_odd=_oddly(file.read(_MARK)) is not None)


def _journal(raw: Iterable[bytes], source: str, *, is_odd: bool) -> Journal:
    """A journal by its lines as they stand in the file."""
    records, notes = Packed[Record](), list[Note]()
    problems: list[Problem] = []
    remarks = [_odd(source)] if is_odd else []
    names: set[str] = set()
    is_plain, torn = True, b""
    for number, line, is_rest in each_line(raw):
        found = None if is_rest else parse(line, number)
        if isinstance(found, Record):
            records.add(found)
            is_plain = is_plain and found.response is not None and found.respondent not in names
            names.add(found.respondent)
        elif isinstance(found, Note):
            notes.append(found)
        elif found is None:
            torn = line
            remarks.append(_torn(source, number))
        else:
            problems.append(Problem(source, number, "", found.code, found.message, found.hint))
    return Journal(compact(records), tuple(problems), torn, tuple(remarks), tuple(notes), is_plain)


@contextmanager
def raw_lines(path: Path) -> Iterator[Iterable[bytes]]:
    """The lines of a journal's file with their ends, as UTF-8 however an editor has saved it.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        is_odd = _oddly(file.read(_MARK)) is not None
        file.seek(0)
        yield io.BytesIO(as_utf8(file.read())) if is_odd else file


def as_utf8(content: bytes) -> bytes:
    """A journal that an editor has saved as UTF-16 or UTF-32, as it was before; any other as it is."""
    encoding = _oddly(content)
    return content if encoding is None else content.decode(encoding, errors="replace").encode()


_MARK = 4
"""Bytes by which `_oddly` knows an encoding."""


def _oddly(start: bytes) -> str | None:
    """What an editor has saved a journal in, by its first bytes; None where it is as it was."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"{\0\0\0", "utf-32-le"),
        (b"{\0", "utf-16-le"),
        (b"\0{", "utf-16-be"),
    ):
        if start.startswith(mark):
            return encoding
    return None


def lines_of(content: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """The numbered lines of a journal that are not blank, and the rest of a last line that was never finished."""
    found = list(each_line(io.BytesIO(content)))
    rest = found.pop()[1] if found and found[-1][2] else b""
    return [(number, line) for number, line, _ in found], rest


def each_line(raw: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """The lines of a journal that are not blank: number, bytes, and whether it is the rest of one never finished.

    A last line that lacks nothing but its line end counts as a line; lines that an editor has joined are several.
    """
    # Not splitlines(): a text inside JSON may hold a line separator.
    for number, line in enumerate(raw, start=1):
        parts = _parted(line.removesuffix(b"\n"))
        is_torn = bool(parts) and not line.endswith(b"\n") and not _is_whole(parts[-1])
        for part in parts[:-1] if is_torn else parts:
            yield number, part.strip(_AROUND), False
        if is_torn:
            yield number, parts[-1].lstrip(_AROUND), True


def _parted(line: bytes) -> list[bytes]:
    """The records in a line: one, unless line ends were lost."""
    if line.count(_SEAL) < 2:
        return [line] if line.strip(_AROUND) else []
    ends = [found.end() for found in _END.finditer(line)]
    if len(ends) > 1 and not _is_sealed(line):
        parts = [line[start:end] for start, end in zip([0, *ends], [*ends, len(line)], strict=True)]
    else:
        parts = [line]
    return [part for part in parts if part.strip(_AROUND)]


def _is_sealed(line: bytes) -> bool:
    head, seal, tail = line.strip(_AROUND).rpartition(_SEAL)
    return bool(seal) and tail == _checksum(head) + _CLOSE


def parse(line: bytes, number: int = 0) -> Entry | Fault:
    """The record or the note in a line, or why it cannot be trusted."""
    body = unsealed(line)
    if isinstance(body, Fault):
        return body
    try:
        if body["v"] > VERSION or (kind := body.get("kind")) not in _KINDS:
            return Fault((), "newer-version", "this line was written by a newer maturity", "update the program")
        recorded = dt.datetime.fromisoformat(body["recorded"]).astimezone(dt.UTC)
        if kind is not None:
            return Note(kind, dict(body["content"]), body["id"], recorded, number)
        said = body["response"]
        response = None if said is None else Response(respondent=body["respondent"], **said)
        return Record(body["respondent"], response, body["id"], recorded, number, body.get("code"))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return _nothing_said()


def latest(records: Sequence[Record]) -> Sequence[Record]:
    """The last record of each person, in the order in which they first answered, without who has withdrawn."""
    places: dict[str, int] = {}
    is_gone = False
    for place, record in enumerate(records):
        places[record.respondent] = place
        is_gone = is_gone or record.response is None
    if len(places) == len(records) and not is_gone:
        return records
    last = (records[place] for place in places.values())
    return compact(record for record in last if record.response is not None)


def current(records: Sequence[Record]) -> Sequence[Response]:
    """What everybody says now: the responses of the `latest` records."""
    return viewed(latest(records), response_of)


def response_of(record: Record) -> Response:
    """What the last record of somebody says who has not withdrawn."""
    if record.response is None:
        raise LookupError(f"{record.respondent} has withdrawn")
    return record.response


def _checksum(head: bytes) -> bytes:
    return hashlib.sha256(head).hexdigest()[:16].encode()


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line.strip(_AROUND))
    except (ValueError, RecursionError):
        return False
    return True


def second_copy(source: str, name: str) -> Problem:
    """That a file of answers lies beside the one that is read, so that answers in it do not count yet."""
    hint = f"'maturity doctor' with --fix merges it into {name} and removes it"
    return Problem(source, None, "", "conflicted-copy", f"a second copy of {name}, as syncing makes it", hint)


def _odd(source: str) -> Problem:
    message = "an editor has saved it in another encoding (UTF-16 or UTF-32); all of it can be read"
    return Problem(source, None, "", "odd-encoding", message, "'maturity doctor' with --fix puts it right")


def _torn(source: str, line: int) -> Problem:
    message = "the last line was never finished; it had not been confirmed as saved, and is left out"
    return Problem(source, line, "", "torn-line", message, "'maturity doctor' with --fix sets it aside")
