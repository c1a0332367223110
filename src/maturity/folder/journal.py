"""Answers as they come in: one record a line, only ever added to, each line carrying its own checksum.

A record holds everything that is known of one person so far. A later record of the same person takes the
place of an earlier one; a record without a response withdraws the person. A note is a line about the round.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

from pydantic_core import from_json

from maturity.errors import Fault, Problem
from maturity.model.round import Response

VERSION = 2
"""Of what this program reads; a record is still written as version 1, a note as 2."""
NoteKind = Literal["forgotten", "published", "settings"]

_SEAL = b', "sum": "'
_CLOSE = b'"}'
_END = re.compile(rb', "sum": "[0-9a-f]{16}"\}')
_AROUND = b" \t\r\xef\xbb\xbf"
"""What editors put around a line: blanks, line ends of other systems, byte-order marks."""
_MEND = "'maturity doctor' with --fix sets it aside; "


@dataclass(frozen=True, slots=True)
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

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    torn: bytes = b""
    remarks: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()

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


@lru_cache(maxsize=1)
def decode(content: bytes, source: str) -> Journal:
    """The records of a journal, and what is wrong with it; the last one is kept, for it is asked for again and again.

    Args:
        content: the whole file.
        source: what problems name as their file.
    """
    utf8 = as_utf8(content)
    whole, rest = lines_of(utf8)
    read = [(number, parse(line, number)) for number, line in whole]
    problems = [
        Problem(source, number, "", found.code, found.message, found.hint)
        for number, found in read
        if isinstance(found, Fault)
    ]
    records = tuple(found for _, found in read if isinstance(found, Record))
    notes = tuple(found for _, found in read if isinstance(found, Note))
    remarks = [_odd(source)] if utf8 is not content else []
    remarks += [_torn(source, utf8.count(b"\n") + 1)] if rest else []
    return Journal(records, tuple(problems), rest, tuple(remarks), notes)


def as_utf8(content: bytes) -> bytes:
    """A journal that an editor has saved as UTF-16 or UTF-32, as it was before; any other as it is."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"{\0\0\0", "utf-32-le"),
        (b"{\0", "utf-16-le"),
        (b"\0{", "utf-16-be"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").encode()
    return content


def lines_of(content: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """The numbered lines of a journal that are not blank, and the rest of a last line that was never finished.

    A last line that lacks nothing but its line end counts as a line; lines that an editor has joined are several.
    """
    # Not splitlines(): a text inside JSON may hold a line separator.
    lines = [(number, one) for number, line in enumerate(content.split(b"\n"), start=1) for one in _parted(line)]
    last = _parted(content[content.rfind(b"\n") + 1 :])
    rest = lines.pop()[1].lstrip(_AROUND) if last and not _is_whole(last[-1]) else b""
    return [(number, line.strip(_AROUND)) for number, line in lines], rest


def _parted(line: bytes) -> list[bytes]:
    """The records in a line: one, unless line ends were lost."""
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
        if body["v"] > VERSION or (kind := body.get("kind")) not in (None, *get_args(NoteKind)):
            return Fault((), "newer-version", "this line was written by a newer maturity", "update the program")
        recorded = dt.datetime.fromisoformat(body["recorded"]).astimezone(dt.UTC)
        if kind is not None:
            return Note(kind, dict(body["content"]), body["id"], recorded, number)
        said = body["response"]
        response = None if said is None else Response(respondent=body["respondent"], **said)
        return Record(body["respondent"], response, body["id"], recorded, number, body.get("code"))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return _nothing_said()


def latest(records: Iterable[Record]) -> tuple[Record, ...]:
    """The last record of each person, in the order in which they first answered, without who has withdrawn."""
    last = {record.respondent: record for record in records}
    return tuple(record for record in last.values() if record.response is not None)


def current(records: Iterable[Record]) -> tuple[Response, ...]:
    """What everybody says now: the responses of the `latest` records."""
    return tuple(record.response for record in latest(records) if record.response is not None)


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
