"""Answers on disk: nothing that was confirmed as saved is ever missing."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from io import FileIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from maturity import files
from maturity.errors import InputError, Problem
from maturity.folder.journal import Entry, Journal, Note, NoteKind, Record, as_utf8, decode, encode, parse, split
from maturity.folder.names import JOURNAL, JOURNALS, ROUND, SIDE, TEMPORARY
from maturity.model import Response
from maturity.store import meanwhile
from maturity.store.lock import alone, sync, sync_folder
from maturity.store.meanwhile import Overwritten

FEW = 8
"""People whose lines are looked for one by one; of more, everything is read."""
_NAMED = re.compile(rb'"respondent": ("(?:[^"\\]|\\.)*")')


def append(
    folder: Path, response: Response, *, at: dt.datetime, base: Response | None = None, code: bool = False
) -> list[Overwritten]:
    """Save what has changed of one person; what was changed elsewhere meanwhile stays.

    Args:
        folder: of the round.
        response: everything that is known of this person after the change.
        at: now, with its time zone.
        base: everything that was known before it; None when it was nothing.
        code: the respondent's id is a code that this program gave to its person.

    Returns:
        when it is on the disk, and not before: what was changed elsewhere too, and is replaced.

    Raises:
        InputError: it could not be saved, or the person has been withdrawn or erased since `base`; nothing was saved.
    """
    return append_all(folder, [response], at=at, base={} if base is None else {response.respondent: base}, code=code)


def append_all(
    folder: Path,
    responses: Iterable[Response],
    *,
    at: dt.datetime,
    base: Mapping[str, Response] = MappingProxyType({}),
    code: bool = False,
) -> list[Overwritten]:
    """Save many responses at once: all of them, or none if it fails; `base` by respondent. Otherwise as `append`."""
    found: list[Overwritten] = []

    def records(content: bytes) -> Iterator[Record]:
        there = _last(content, {response.respondent for response in responses})
        for response in responses:
            name, known = response.respondent, there.get(response.respondent)
            before = base.get(name)
            if before is not None and known is not None and known.response is None:
                raise _gone(folder, name)
            whole, both = meanwhile.response(before, response, known.response if known else None)
            found.extend(both)
            is_code = code or (known.code if known else False)
            if known is None or whole != known.response:
                yield Record(name, whole, uuid.uuid4().hex, at, code=is_code)

    responses = list(responses)
    _add(folder, records, at)
    return found


def withdraw(folder: Path, respondent: str, *, at: dt.datetime) -> None:
    """Leave one person's answers out from now on; they stay in the file (`forget` erases them).

    Raises:
        InputError: nobody of this name has answered, or it could not be saved.
    """

    def records(content: bytes) -> Iterator[Record]:
        known = _last(content, {respondent}).get(respondent)
        if known is None or known.response is None:
            said = (
                f"nobody called {respondent!r} has answered"
                if known is None
                else f"{respondent!r} is withdrawn already"
            )
            raise InputError(Problem(str(folder / JOURNAL), None, "", "no-respondent", said, "nothing was changed"))
        yield Record(respondent, None, uuid.uuid4().hex, at, code=known.code)

    _add(folder, records, at)


def note(folder: Path, kind: NoteKind, content: Mapping[str, Any], *, at: dt.datetime) -> Note:
    """Save a line about the round, such as what was published of it; synced as answers are.

    Args:
        content: plain data that JSON can hold.

    Raises:
        InputError: it could not be saved; nothing was.
    """
    made = Note(kind, content, uuid.uuid4().hex, at)
    _add(folder, lambda _: [made], at)
    return made


def read(folder: Path) -> Journal:
    """Everything that was saved in a round so far, and what is wrong with it.

    Raises:
        OSError: the file is there and cannot be read.
    """
    path = folder / JOURNAL
    return decode(path.read_bytes(), str(path)) if path.exists() else Journal()


def forget(folder: Path, respondent: str) -> int:
    """Erase one person from a round: every record, also in copies and in what was set aside.

    A piece of a line that names nobody is erased too, for it may be theirs.

    Returns:
        how many records and pieces were erased; 0, and nothing was touched, if nobody of this name has answered.

    Raises:
        InputError: a file could not be written again.
    """
    name, erased = json.dumps(respondent, ensure_ascii=False).encode(), 0
    with saving(folder / JOURNAL), alone(folder):
        journals = {path: path.read_bytes().split(b"\n") for path in sorted(folder.glob(JOURNALS))}
        if not any(name in _named(line) for lines in journals.values() for line in lines):
            return 0
        for path in folder.glob(TEMPORARY):
            path.unlink()
        for path, lines in journals.items():
            kept = [line for line in lines if not line.strip() or (_named(line) and name not in _named(line))]
            if len(kept) < len(lines):
                erased += len(lines) - len(kept)
                files.write(path, b"\n".join(kept))
        sync_folder(folder)
    return erased


def set_aside(folder: Path, pieces: Iterable[bytes], at: dt.datetime) -> Path:
    """Keep lines that cannot be trusted in a file of their own; to be called before they are removed."""
    path = folder / f"{SIDE}{at:%Y%m%d-%H%M%S}.jsonl"
    with path.open("ab") as file:
        file.writelines(piece + b"\n" for piece in pieces)
        file.flush()
        sync(file.fileno())
    sync_folder(folder)
    return path


def _add(folder: Path, entries: Callable[[bytes], Iterable[Entry]], at: dt.datetime) -> None:
    """Add what follows from the journal as it stands under the lock, whole or not at all."""
    path = folder / JOURNAL
    if not (folder / ROUND).is_file():
        hint = "give the folder of a round; 'maturity start' makes one"
        raise InputError(Problem(str(folder), None, "", "no-round", f"the folder holds no {ROUND}", hint))
    with saving(path), alone_with(path):
        is_new = not path.exists()
        content = b"" if is_new else path.read_bytes()
        lines = b"".join(map(encode, entries(as_utf8(content))))
        if not lines:
            return
        if as_utf8(content) is not content:
            files.write(path.resolve(), as_utf8(content))
        with path.open("a+b", buffering=0) as file:
            _finish(file, folder, at)
            size = file.seek(0, os.SEEK_END)
            try:
                _write(file, lines)
            except OSError:
                file.truncate(size)
                raise
        if is_new:
            sync_folder(folder)


@contextmanager
def alone_with(journal: Path) -> Iterator[None]:
    """Keep others out of a journal's folder; and, where the journal is a link, out of the file that it leads to."""
    with alone(journal.parent), alone(journal) if journal.is_symlink() else nullcontext():
        yield


def _last(content: bytes, names: Collection[str]) -> dict[str, Record]:
    """The last record of each of some people, found without reading the lines of all others when they are few."""
    if len(names) > FEW:
        return {one.respondent: one for one in decode(content, "").records if one.respondent in names}
    found: dict[str, Record] = {}
    for name in names:
        end = len(content)
        while name not in found and (place := content.rfind(_sign(name), 0, end)) >= 0:
            end, close = content.rfind(b"\n", 0, place) + 1, content.find(b"\n", place)
            line = parse(content[end : close if close >= 0 else len(content)].removesuffix(b"\r"))
            if isinstance(line, Record):
                found[name] = line
    return found


def _sign(name: str) -> bytes:
    """What stands in every record of a person, and in no text that somebody typed."""
    return b'"respondent": ' + json.dumps(name, ensure_ascii=False).encode() + b', "response": '


def _gone(folder: Path, name: str) -> InputError:
    message = f"the answers of {name!r} were withdrawn in the meantime, so nothing was saved"
    hint = "to answer after all, start anew without the code"
    return InputError(Problem(str(folder / JOURNAL), None, "", "withdrawn", message, hint))


def _finish(file: FileIO, folder: Path, at: dt.datetime) -> None:
    """Let the next record start on a line of its own, whatever a crash has left at the end."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 1, 0))
    if file.read(1) in (b"", b"\n"):
        return
    file.seek(0)
    _, rest = split(file.readall())
    if rest:
        set_aside(folder, [rest], at)
        file.truncate(size - len(rest))
    else:
        _write(file, b"\n")


def _write(file: FileIO, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]
    sync(file.fileno())


def _named(line: bytes) -> set[bytes]:
    """The respondents that a line, or what is left of it, is about: as they are written in it."""
    found = parse(line)
    if isinstance(found, Record):
        return {json.dumps(found.respondent, ensure_ascii=False).encode()}
    return set(_NAMED.findall(line))


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Turns the system's refusal into a message."""
    try:
        yield
    except OSError as error:
        message = f"nothing was saved ({error.strerror or error})"
        hint = "make room on the disk, check the folder's permissions, close other programs that have it open"
        raise InputError(Problem(str(path), None, "", "not-saved", message, hint)) from None
