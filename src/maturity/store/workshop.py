"""What happened in a room, and what a sitting needs to go on after the laptop has slept: kept beside the answers."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from maturity.errors import InputError, Problem
from maturity.folder.names import SESSION, SITTING, WORKSHOP
from maturity.folder.workshop import Happened, happened_in, line_happened
from maturity.store.answers import saving, write_synced
from maturity.store.lock import alone, alone_for_good, sync, sync_folder
from maturity.text.spoken import LETTERS

CODE_LENGTH = 6
KEPT_FOR = dt.timedelta(hours=12)
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC).timestamp() - 86_400
"""Seconds since 1970 that a calendar still has."""
Key = Annotated[str, Field(min_length=16)]
Port = Annotated[int, Field(ge=0, le=65535)]


@dataclass(frozen=True, slots=True, config=ConfigDict(strict=True, extra="forbid"))
class Session:
    """What lets phones and the desk come back to the same room.

    Args:
        key: in the link of the QR code, 128 bits.
        code: six letters for who types the address.
        desk: what the desk's own pages have to know.
        port, desk_port, remote_port: on which phones, the desk and its second device are heard; 0 before they are.
        made: when, in seconds since 1970.
    """

    key: Key
    code: Annotated[str, Field(min_length=CODE_LENGTH, max_length=CODE_LENGTH)]
    desk: Key
    port: Port = 0
    desk_port: Port = 0
    remote_port: Port = 0
    made: Annotated[float, Field(ge=0, lt=LATEST)] = 0.0


def happened(folder: Path) -> list[Happened]:
    """What happened in the room of a round so far."""
    path = folder / WORKSHOP
    return happened_in(path.read_bytes()) if path.is_file() else []


def add_happened(folder: Path, one: Happened) -> None:
    """Write one line, and return when it is on the disk.

    Raises:
        InputError: it could not be saved.
    """
    path = folder / WORKSHOP
    with saving(path), alone(folder):
        is_new = not path.exists()
        with path.open("ab", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            torn = size > 0 and not _ends_a_line(path)
            try:
                write_synced(file, [b"\n" if torn else b"", line_happened(one)])
            except OSError:
                file.truncate(size)
                raise
        if is_new:
            sync_folder(folder)


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def sit_down(folder: Path) -> Callable[[], None]:
    """Hold the workshop of a round, which one program can at a time.

    Returns:
        ends it; the end of the program does too.

    Raises:
        InputError: another program holds it, or nothing can be saved in the folder.
    """
    with saving(folder):
        end = alone_for_good(folder / SITTING)
    if end is not None:
        return end
    found = _session(folder)
    hint = "end that one with Ctrl-C before you start another"
    if found is not None and found.desk_port:
        hint = f"its desk is {desk_link(found.desk_port, found.desk)}; or {hint}"
    raise InputError(Problem(str(folder), None, "", "running", "a workshop on this round is running already", hint))


def desk_link(port: int, key: str) -> str:
    """Where whoever leads a workshop opens its desk, on this machine."""
    return f"http://127.0.0.1:{port}/desk#k={key}"


def sitting_since(folder: Path) -> dt.datetime | None:
    """When the sitting of a round was begun that has not ended; None where there is none."""
    found = _session(folder)
    return None if found is None else dt.datetime.fromtimestamp(found.made, dt.UTC)


def session(folder: Path, now: dt.datetime) -> Session:
    """The session of a round's room: the one that was begun in the last hours, or a new one.

    Raises:
        InputError: it could not be saved.
    """
    found = _session(folder)
    # A clock that was set back must not lock anybody out.
    if found is not None and abs(now - dt.datetime.fromtimestamp(found.made, dt.UTC)) < KEPT_FOR:
        return found
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    made = Session(secrets.token_urlsafe(16), code, secrets.token_urlsafe(16), made=now.timestamp())
    keep_session(folder, made)
    return made


def _session(folder: Path) -> Session | None:
    try:
        return _sessions().validate_json((folder / SESSION).read_bytes())
    except (OSError, ValueError):
        # What somebody or a crash has damaged is no session.
        return None


@cache
def _sessions() -> TypeAdapter[Session]:
    return TypeAdapter(Session)


def keep_session(folder: Path, one: Session) -> None:
    """Write a session where nobody but its owner can read it.

    Raises:
        InputError: it could not be saved.
    """
    path = folder / SESSION
    with saving(path):
        draft = path.with_name(f"{path.name}.tmp")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(asdict(one)).encode())
            file.flush()
            sync(file.fileno())
        draft.replace(path)


def end_session(folder: Path) -> None:
    """Forget the session: links and codes of this room lead nowhere any more."""
    (folder / SESSION).unlink(missing_ok=True)
