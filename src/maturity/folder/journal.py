"""Answers as they come in: one record a line, only ever added to, each line carrying its own checksum.

A record holds everything that is known of one person so far. A later record of the same person takes the
place of an earlier one; a record without a response withdraws the person.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from maturity.errors import Fault, Problem
from maturity.model.round import Response

VERSION = 1

_SEAL = b', "sum": "'
_CLOSE = b'"}'
_MARK = b"\xef\xbb\xbf"
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
    """

    respondent: str
    response: Response | None
    id: str
    recorded: dt.datetime
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds.

    Args:
        records: every readable record, in the order of the file.
        problems: lines in the middle of the file that cannot be trusted; an answer may be missing.
        torn: the rest of a last line that was never finished, and so never confirmed as saved.
        remarks: what is worth saying although no answer is missing: the torn line.
    """

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    torn: bytes = b""
    remarks: tuple[Problem, ...] = ()


def encode(record: Record) -> bytes:
    """A record as one line of JSON that ends in its checksum and a line end."""
    response = record.response and record.response.model_dump(
        mode="json", exclude_defaults=True, exclude={"respondent"}
    )
    body = {
        "v": VERSION,
        "id": record.id,
        "recorded": record.recorded.astimezone(dt.UTC).isoformat(),
        "respondent": record.respondent,
        "response": response,
    }
    head = json.dumps(body, ensure_ascii=False).encode()[:-1]
    return head + _SEAL + _checksum(head) + _CLOSE + b"\n"


def decode(content: bytes, source: str) -> Journal:
    """The records of a journal, and what is wrong with it.

    Args:
        content: the whole file.
        source: what problems name as their file.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    whole, rest = split(content)
    for number, line in whole:
        found = parse(line, number)
        if isinstance(found, Record):
            records.append(found)
        else:
            problems.append(Problem(source, number, "", found.code, found.message, found.hint))
    remarks = (_torn(source, content.count(b"\n") + 1),) if rest else ()
    return Journal(tuple(records), tuple(problems), rest, remarks)


def split(content: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """The numbered lines of a journal that are not blank, and the rest of a last line that was never finished.

    A last line that lacks nothing but its line end counts as a line.
    """
    # Not splitlines(): a text inside JSON may hold a line separator. Editors add byte-order marks and \r.
    lines = content.removeprefix(_MARK).split(b"\n")
    rest = lines[-1] if lines[-1].strip() and not _is_whole(lines[-1]) else b""
    whole = enumerate(lines[:-1] if rest else lines, start=1)
    return [(number, line.removesuffix(b"\r")) for number, line in whole if line.strip()], rest


def parse(line: bytes, number: int = 0) -> Record | Fault:
    """The record in a line, or why it cannot be trusted."""
    head, seal, tail = line.rpartition(_SEAL)
    if not seal:
        hint = f"{_MEND}a journal is never edited by hand"
        return Fault((), "not-a-record", "this line is no record, or only a part of one", hint)
    if tail != _checksum(head) + _CLOSE:
        hint = f"{_MEND}if there is a copy of the file, restore it first"
        return Fault((), "bad-checksum", "this line has changed since it was written", hint)
    try:
        body = json.loads(head + b"}")
        if body["v"] > VERSION:
            return Fault((), "newer-version", "this line was written by a newer maturity", "update the program")
        said, recorded = body["response"], dt.datetime.fromisoformat(body["recorded"]).astimezone(dt.UTC)
        response = None if said is None else Response(respondent=body["respondent"], **said)
        return Record(body["respondent"], response, body["id"], recorded, number)
    except (ValueError, KeyError, TypeError, RecursionError):
        hint = f"{_MEND}it was not written by this program"
        return Fault((), "not-a-response", "this line holds no response", hint)


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
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def second_copy(source: str, name: str) -> Problem:
    """That a file of answers lies beside the one that is read, so that answers in it do not count yet."""
    hint = f"'maturity doctor' with --fix merges it into {name} and removes it"
    return Problem(source, None, "", "conflicted-copy", f"a second copy of {name}, as syncing makes it", hint)


def _torn(source: str, line: int) -> Problem:
    message = "the last line was never finished; it had not been confirmed as saved, and is left out"
    return Problem(source, line, "", "torn-line", message, "'maturity doctor' with --fix sets it aside")
