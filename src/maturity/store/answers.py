"""Answers on disk: nothing that was confirmed as saved is ever missing."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import Any

from maturity import files
from maturity.errors import InputError, Problem
from maturity.folder.fixed import settings_said
from maturity.folder.journal import Entry, Journal, Note, NoteKind, Record, decode, encode, latest, parse, split
from maturity.folder.names import JOURNAL, JOURNALS, ROUND, SIDE, TEMPORARY
from maturity.model import Response
from maturity.store.lock import alone, sync, sync_folder

_SETTINGS = b'"kind": "settings"'
_NAMED = re.compile(rb'"respondent": ("(?:[^"\\]|\\.)*")')


def append(folder: Path, response: Response, *, at: dt.datetime) -> None:
    """Save what is known of one person so far; a later response of the same person takes its place.

    Args:
        folder: of the round.
        response: everything that this person has answered.
        at: now, with its time zone.

    Returns:
        when it is on the disk, and not before.

    Raises:
        InputError: it could not be saved; nothing was.
    """
    append_all(folder, [response], at=at)


def append_all(folder: Path, responses: Iterable[Response], *, at: dt.datetime) -> None:
    """Save many responses at once: all of them, or none if it fails. Otherwise as `append`."""
    _add(folder, [Record(response.respondent, response, uuid.uuid4().hex, at) for response in responses])


def withdraw(folder: Path, respondent: str, *, at: dt.datetime) -> None:
    """Leave one person's answers out from now on; they stay in the file (`forget` erases them).

    Raises:
        InputError: nobody of this name has answered, or it could not be saved.
    """
    if respondent not in {record.respondent for record in latest(read(folder).records)}:
        message = f"nobody called {respondent!r} has answered"
        raise InputError(Problem(str(folder / JOURNAL), None, "", "no-respondent", message, "check the spelling"))
    _add(folder, [Record(respondent, None, uuid.uuid4().hex, at)])


def note(folder: Path, kind: NoteKind, content: Mapping[str, Any], *, at: dt.datetime) -> Note:
    """Save a line about the round, such as what was published of it; synced as answers are.

    Args:
        content: plain data that JSON can hold.

    Raises:
        InputError: it could not be saved; nothing was.
    """
    made = Note(kind, content, uuid.uuid4().hex, at)
    _add(folder, [made])
    return made


def read(folder: Path) -> Journal:
    """Everything that was saved in a round so far, and what is wrong with it.

    Raises:
        OSError: the file is there and cannot be read.
    """
    path = folder / JOURNAL
    return decode(path.read_bytes(), str(path)) if path.exists() else Journal()


def forget(folder: Path, respondent: str) -> int:
    """Erase one person from a round: every record, also in copies and in what was set aside, and published examples.

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
        words = {words for lines in journals.values() for line in lines for words in _examples(parse(line), respondent)}
        for path, lines in journals.items():
            kept = [_unquoted(line, words) for line in lines if not line.strip() or _is_kept(line, name)]
            if kept != lines:
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


def _add(folder: Path, entries: Sequence[Entry]) -> None:
    if not entries:
        return
    if not (folder / ROUND).is_file():
        hint = "give the folder of a round; 'maturity start' makes one"
        raise InputError(Problem(str(folder), None, "", "no-round", f"the folder holds no {ROUND}", hint))
    with saving(folder / JOURNAL), alone(folder):
        add_alone(folder, entries)


def add_alone(folder: Path, entries: Sequence[Entry]) -> None:
    """Add lines to the journal of a round while nobody else can; the first answer fixes the kind of the round."""
    path = folder / JOURNAL
    is_new = not path.exists()
    with path.open("a+b", buffering=0) as file:
        _finish(file, folder, entries[0].recorded)
        file.seek(0)
        said = None if _SETTINGS in file.readall() else settings_said(folder)
        if said is not None:
            entries = [Note("settings", said, uuid.uuid4().hex, entries[0].recorded), *entries]
        size = file.seek(0, os.SEEK_END)
        try:
            _write(file, b"".join(map(encode, entries)))
        except OSError:
            file.truncate(size)
            raise
    if is_new:
        sync_folder(folder)


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


def _is_kept(line: bytes, name: bytes) -> bool:
    """Whether a line stays when somebody is erased: it is about others, or about the round, such as its results."""
    named = _named(line)
    return isinstance(parse(line), Note) or (bool(named) and name not in named)


def _examples(found: object, respondent: str) -> set[tuple[str, str]]:
    """Item ids and the examples that somebody named, as a line has them."""
    if not isinstance(found, Record) or found.respondent != respondent or found.response is None:
        return set()
    return {(item, text.strip()) for item, text in found.response.evidence.items()}


def _unquoted(line: bytes, words: set[tuple[str, str]]) -> bytes:
    """A line without the examples of somebody who is erased: numbers that were published stay, words do not."""
    found = parse(line)
    if not words or not isinstance(found, Note) or found.kind != "published":
        return line
    items = dict(found.content["items"])
    for item, text in words:
        quotes = list(items.get(item, {}).get("quotes", ()))
        if text in quotes:
            quotes.remove(text)
            items[item] = {**items[item], "quotes": quotes}
    if items == found.content["items"]:
        return line
    return encode(replace(found, content={**found.content, "items": items})).removesuffix(b"\n")


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
