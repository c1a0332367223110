"""Two copies of a journal made one: every record of both, each file's own order kept, and nobody's answer lost."""

from __future__ import annotations

import datetime as dt
import heapq
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from maturity.folder.journal import Entry, Note, Record, encode
from maturity.store import meanwhile
from maturity.store.forgotten import Forgotten, Words, examples, unquoted

Line = tuple[bytes, Entry]


def merge(own: Sequence[Line], other: Sequence[Line], at: dt.datetime) -> list[Line]:
    """Every line of both once: where one file says what came first, that counts; else the clock does.

    What was said in both of one person since they parted is put together item by item, in a record of its own.

    Args:
        at: now; no line counts as written later.
    """
    place = {entry.id: n for n, (_, entry) in enumerate(own)}
    merged: list[Line] = []
    fresh: list[Line] = []
    start = 0
    for line in other:
        here = place.get(line[1].id)
        if here is None:
            fresh.append(line)
        elif here >= start:
            merged += [*_by_clock(own[start:here], fresh, at), own[here]]
            fresh, start = [], here + 1
    merged += _by_clock(own[start:], fresh, at)
    shared = place.keys() & {entry.id for _, entry in other}
    return [*merged, *_joined(own, other, merged, shared, at)]


def _by_clock(one: Sequence[Line], other: Sequence[Line], at: dt.datetime) -> Iterable[Line]:
    return heapq.merge(one, other, key=lambda line: min(line[1].recorded, at))


def _joined(
    own: Sequence[Line], other: Sequence[Line], merged: Sequence[Line], shared: set[str], at: dt.datetime
) -> Iterator[Line]:
    """Records of people about whom both files say something that the other does not know."""
    both = [{one.respondent: one for one in _records(lines) if one.id not in shared} for lines in (own, other)]
    base = {one.respondent: one for one in _records(own) if one.id in shared}
    last = {one.respondent: one for one in _records(merged)}
    for name in [name for name in both[0] if name in both[1]]:
        mine, theirs = both[0][name], both[1][name]
        later, earlier = (mine, theirs) if last[name].id == mine.id else (theirs, mine)
        if later.response is None or earlier.response is None:
            # Who has withdrawn on one machine is out, whatever another that did not know of it says.
            if last[name].response is not None:
                out = Record(name, None, uuid.uuid4().hex, at, code=last[name].code)
                yield encode(out).rstrip(b"\n"), out
            continue
        begun = base[name].response if name in base else None
        whole, _ = meanwhile.merged_response(begun, later.response, earlier.response)
        code = _code(base.get(name), mine, theirs)
        if whole != later.response or bool(code) != bool(later.code):
            record = Record(name, whole, uuid.uuid4().hex, at, code=code)
            yield encode(record).rstrip(b"\n"), record


def _code(before: Record | None, one: Record, other: Record) -> bool | None:
    """Whether somebody can go on by their id: not where it was given away on either machine since both knew them."""
    if before is not None and before.code is not False and False in (one.code, other.code):
        return False
    return one.code or other.code


def _records(lines: Iterable[Line]) -> Iterator[Record]:
    return (entry for _, entry in lines if isinstance(entry, Record))


def without_forgotten(folder: Path, files: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
    """The lines of some journals of one round without those of people who were erased in any of them.

    Of somebody who was brought back on purpose, only what came after that stays. The examples that such people named
    go from what was published; from what another machine published, all that nobody who is still there has said.

    Args:
        files: the round's own journal first.

    Returns:
        the lines, and how many were left out.
    """
    gone = Forgotten.of(folder, [entry for lines in files for _, entry in lines if isinstance(entry, Note)])
    kept: list[list[Line]] = []
    words: list[Counter[Words]] = []
    for lines in files:
        stay: list[Line] = []
        lost: set[tuple[str, Words]] = set()
        returned: set[str] = set()
        for line in lines:
            if isinstance(line[1], Note) or not _is_out(line[1], gone, returned):
                stay.append(line)
                returned |= _brought_back(line[1])
            else:
                lost |= {(line[1].respondent, one) for one in examples(line[1])}
        kept.append(stay)
        words.append(Counter(one for _, one in lost))
    count = sum(map(len, files)) - sum(map(len, kept))
    return _without_words(kept, words) if gone.ever else kept, count


def forgotten_among(folder: Path, entries: Iterable[Entry], notes: Iterable[Note]) -> int:
    """How many records of a journal are of people who were erased.

    Args:
        entries: the journal's, in its order.
        notes: the same journal's notes.
    """
    gone = Forgotten.of(folder, notes)
    returned: set[str] = set()
    count = 0
    for entry in entries:
        returned |= _brought_back(entry)
        count += isinstance(entry, Record) and _is_out(entry, gone, returned)
    return count


def _brought_back(entry: Entry) -> set[str]:
    """Whom a note lets come in again; nobody, by any other line."""
    is_back = isinstance(entry, Note) and entry.kind == "forgotten" and entry.content.get("back")
    return {str(entry.content.get("who"))} if isinstance(entry, Note) and is_back else set()


def _is_out(record: Record, gone: Forgotten, returned: Collection[str]) -> bool:
    """Whether a record is of somebody who was erased, and not of the time after they were brought back."""
    return record.respondent in gone or not gone.was(record.respondent).issubset(returned)


def _without_words(files: Sequence[Sequence[Line]], words: Sequence[Counter[Words]]) -> list[list[Line]]:
    """The lines of some journals, what was published in each without what those named who were left out of it."""
    said = {one for lines in files for _, entry in lines for one in examples(entry)}
    own = {entry.id for _, entry in files[0]}

    def line(before: Line, gone: Counter[Words]) -> Line:
        entry = before[1]
        if not isinstance(entry, Note):
            return before
        after = unquoted(entry, gone, None if entry.id in own else said)
        return before if after is entry else (encode(after).rstrip(b"\n"), after)

    return [[line(one, gone) for one in lines] for lines, gone in zip(files, words, strict=True)]
