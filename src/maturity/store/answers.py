"""Answers on disk: nothing that was confirmed as saved is ever missing."""

from __future__ import annotations

import datetime as dt
import os
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from io import FileIO
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from maturity import files
from maturity.errors import InputError, Problem
from maturity.folder.fixed import settings_said
from maturity.folder.journal import Entry, Journal, Note, NoteKind, Record, each_line, encode, journal_at
from maturity.folder.names import JOURNAL, ROUND, TORN
from maturity.model import Response
from maturity.packed import compact
from maturity.store import meanwhile
from maturity.store.forgotten import Forgotten
from maturity.store.lock import alone, sync, sync_folder
from maturity.store.meanwhile import Overwritten
from maturity.store.seen import Seen, up_to_date

AT_ONCE = 4096
"""Lines that are written together."""
_GIVEN = re.compile(r"[a-hjkmnp-z2-9]{5}|paper-[a-hjkmnp-z2-9]{4}-\d+|web-[a-z0-9]+")
"""Codes that this program gave before it wrote down which are its own."""


def append(
    folder: Path, response: Response, *, at: dt.datetime, base: Response | None = None, code: bool | None = None
) -> list[Overwritten]:
    """Save what has changed of one person; what was changed elsewhere meanwhile stays.

    Args:
        folder: of the round.
        response: everything that is known of this person after the change.
        at: now, with its time zone.
        base: everything that was known before it; None when it was nothing.
        code: whether the respondent's id is a code that this program gave to its person alone, by which they may go
            on; False where others have heard it or may read it, which holds as long as there are answers; None where
            it stays as it is.

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
    code: bool | None = None,
) -> list[Overwritten]:
    """Save many responses at once: all of them, or none if it fails; `base` by respondent. Otherwise as `append`."""
    found: list[Overwritten] = []

    def records(seen: Seen) -> Iterator[Record]:
        there = seen.last({response.respondent for response in responses})
        gone = Forgotten.of(folder, seen.forgotten)
        for response in responses:
            name, known = response.respondent, there.get(response.respondent)
            if name in gone:
                raise _erased(folder, name)
            before = base.get(name)
            is_out = known is not None and known.response is None
            # What was read out is no word of the person's own, and never stands against it.
            if known is not None and is_out and (before is not None or (code is False and opens(known))):
                raise _gone(folder, name)
            # What is not there any more, and was not withdrawn, was lost with the file: then all of it is saved again.
            start, there_now = (before, known.response) if known else (None, None)
            whole, both = meanwhile.merged_response(start, response, there_now)
            found.extend(both)
            is_begun = known is None or (is_out and code is not None)
            is_code = bool(code) if is_begun or code is False or known is None else known.code
            if known is None or whole != known.response or is_code is not known.code:
                yield Record(name, whole, uuid.uuid4().hex, at, code=is_code)

    responses = compact(responses)
    _add(folder, records, at)
    return found


def withdraw(folder: Path, respondent: str, *, at: dt.datetime, of_desk: bool = False) -> None:
    """Leave one person's answers out from now on; they stay in the file (`forget` erases them).

    Args:
        of_desk: only what was keyed in is taken back: the person has not said so, and may still hand in.

    Raises:
        InputError: nobody of this name has answered, or it could not be saved.
    """

    def records(seen: Seen) -> Iterator[Record]:
        known = seen.last({respondent}).get(respondent)
        if known is None or known.response is None:
            said = (
                f"nobody called {respondent!r} has answered"
                if known is None
                else f"{respondent!r} is withdrawn already"
            )
            raise InputError(Problem(str(folder / JOURNAL), None, "", "no-respondent", said, "nothing was changed"))
        yield Record(respondent, None, uuid.uuid4().hex, at, code=False if of_desk else known.code or None)

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


def codes(folder: Path) -> set[str]:
    """The respondents' ids by which their people can go on: those that this program gave, and never one of a file."""
    last = {record.respondent: record for record in read(folder).records}
    return {name for name, record in last.items() if opens(record)}


def opens(record: Record) -> bool:
    """Whether the id in the last record of a respondent is something by which its person can go on."""
    return bool(record.code) or (record.code is None and _GIVEN.fullmatch(record.respondent) is not None)


def read(folder: Path) -> Journal:
    """Everything that was saved in a round so far, and what is wrong with it.

    Raises:
        OSError: the file is there and cannot be read.
    """
    path = folder / JOURNAL
    return journal_at(path) if path.is_file() else Journal()


def set_aside(folder: Path, kind: str, pieces: Iterable[bytes], at: dt.datetime) -> Path:
    """Keep lines that cannot be trusted in a file of their own; to be called before they are removed.

    Args:
        kind: one of `ASIDE`.
    """
    path = folder / f"{kind}{at:%Y%m%d-%H%M%S}.jsonl"
    with path.open("ab") as file:
        file.writelines(piece + b"\n" for piece in pieces)
        file.flush()
        sync(file.fileno())
    sync_folder(folder)
    return path


def _add(folder: Path, entries: Callable[[Seen], Iterable[Entry]], at: dt.datetime) -> None:
    """Add what follows from the journal as it stands under the lock, whole or not at all."""
    path = folder / JOURNAL
    if not (folder / ROUND).is_file():
        hint = "give the folder of a round; 'maturity start' makes one"
        raise InputError(Problem(str(folder), None, "", "no-round", f"the folder holds no {ROUND}", hint))
    with saving(path), alone_with(path):
        # All of it is made before any of it is written: what must not be saved keeps everything out.
        made = compact(entries(up_to_date(path)))
        if made:
            add_alone(folder, made, at)


def add_alone(folder: Path, entries: Iterable[Entry], at: dt.datetime) -> None:
    """Add lines to the journal of a round while nobody else can; the first answer fixes the round's kind."""
    path = folder / JOURNAL
    is_new, seen = not path.exists(), up_to_date(path)
    if seen.odd is not None:
        files.write(path.resolve(), seen.odd)
    said = None if seen.has_settings else settings_said(folder)
    first = [Note("settings", said, uuid.uuid4().hex, at)] if said is not None else []
    with path.open("a+b", buffering=0) as file:
        _finish(file, folder, at)
        size = file.seek(0, os.SEEK_END)
        try:
            write_synced(file, map(encode, chain(first, entries)))
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


def _erased(folder: Path, name: str) -> InputError:
    message = f"{name!r} was erased from this round for good, so nothing was saved"
    hint = "answers in a file come back with 'maturity collect' and --bring-back; or answer anew as somebody else"
    return InputError(Problem(str(folder / JOURNAL), None, "", "forgotten", message, hint))


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
    rest = next((line for _, line, is_rest in each_line(file) if is_rest), b"")
    if rest:
        set_aside(folder, TORN, [rest], at)
        file.truncate(size - len(rest))
    else:
        write_synced(file, [b"\n"])


def write_synced(file: FileIO, lines: Iterable[bytes]) -> None:
    """Write all lines where the file stands, many at once, and return when they are on the disk."""
    lines = iter(lines)
    while some := b"".join(islice(lines, AT_ONCE)):
        left = memoryview(some)
        while left:
            left = left[file.write(left) :]
    sync(file.fileno())


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Turns the system's refusal into a message."""
    hint = "check the folder's permissions, close other programs that have it open"
    try:
        yield
    except OSError as error:
        message = f"nothing was saved ({error.strerror or error})"
        raise InputError(Problem(str(path), None, "", "not-saved", message, files.remedy(error, hint))) from None
    except InputError as error:
        raise InputError(
            replace(one, hint=hint) if one.code == "not-written" else one for one in error.problems
        ) from None
