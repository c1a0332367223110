"""A folder for coded answers: of one run at a time, its owner's alone, used as it was written, and gone in the end."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from maturity.errors import InputError, Problem
from maturity.files import ROOM, remedy
from maturity.folder.names import LOCK
from maturity.store.lock import alone_for_good
from maturity.text.names import quoted

PLAN, SORTED, WRITTEN = "plan.json", "sorted.json", "written.json"
"""Of what the folder is; that all rows are sorted; and which results a run has begun to write."""
_OWN = re.compile(
    r"((plan|sorted|written)\.json|(rows|who)-\d+-\d+\.arrow|people-\d+-\d+|[0-9a-f]{12}-\d+-of-\d+(\.json|-\d+\.parquet))(\.new)?"
)
"""What a run calls its files; nothing else is ever taken away."""
_POINTS = "points"
"""Of points alone, beside what another run has kept."""
ROWS = "rows"
"""What of points is worked out from rows."""
_ELSEWHERE = "choose another name with -o"


class DamagedError(Exception):
    """What was kept is not as it was written."""


@contextmanager
def folder_of_run(folder: Path | None, *, aside: bool = False, alone: Collection[Path] = ()) -> Iterator[Path]:
    """A folder for coded answers, which is gone in the end.

    After Ctrl-C one stays that is of use to go on, and after a failure one that was there and was not begun again.

    Args:
        folder: where it is; None is one that always goes.
        aside: the work is done in one that always goes, while other runs are kept out of `folder`; what an earlier run
            has left there is gone in the end.

        alone: further folders that other runs are kept out of.

    Raises:
        InputError: another run works there, something else is there, or nothing can be written.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="maturity-", ignore_cleanup_errors=True) as made:
            yield Path(made)
        return
    with ExitStack() as held:
        # In one order, so that of two runs one goes on.
        for one in sorted({folder, *alone}):
            held.enter_context(_alone_in(one))
        before, stopped, done = _plan_in(folder), False, False
        try:
            with _inside(folder) if aside else nullcontext(folder) as place:
                yield place
            done = True
        except KeyboardInterrupt:
            stopped = True
            raise
        finally:
            if done or not (goes_on(folder) and (stopped or _plan_in(folder) == before)):
                clear(folder)


@contextmanager
def _inside(folder: Path) -> Iterator[Path]:
    """A folder that always goes, where the next run finds what a killed one has left."""
    place = folder / _POINTS
    with written_in(folder):
        clear(place)
        place.mkdir(mode=0o700, exist_ok=True)
    try:
        yield place
    finally:
        clear(place)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder; the system lets them in as soon as this program is no more."""
    end: Callable[[], None] | None = None
    with written_in(folder):
        while end is None:
            _refuse_other(folder)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                end = alone_for_good(folder / LOCK)
            except FileNotFoundError:
                # Another run has ended meanwhile, and its folder with it.
                continue
            if end is None:
                message = "another run works here at this moment, and its results go where yours would"
                raise _no(folder, "in-use", message, f"wait until it has ended, or {_ELSEWHERE}")
    try:
        yield
    finally:
        end()
        with suppress(OSError):
            folder.rmdir()


def _refuse_other(folder: Path) -> None:
    """Refuse what no run has made."""
    hint = f"move it away, or {_ELSEWHERE}"
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        message = "here a run keeps coded answers while it works, and what is there is no folder of its own"
        raise _no(folder, "not-ours", message, hint)
    if folder.is_dir() and not (folder / PLAN).is_file():
        names = sorted(one.name for one in folder.iterdir())
        others = [name for name in names if name not in (LOCK, _POINTS) and not _OWN.fullmatch(name)]
        if others:
            message = f"here a run keeps coded answers while it works, and {quoted(others[0])} in it is of no run"
            raise _no(folder, "not-ours", message, hint)


@contextmanager
def written_in(folder: Path) -> Iterator[None]:
    """Say where it was, and what helps, when the system refuses to write.

    Raises:
        InputError: it does.
    """
    try:
        yield
    except OSError as error:
        hint = remedy(error, "choose another place with -o")
        why = os.strerror(error.errno) if error.errno else str(error)
        message = f"what a run keeps while it works cannot be written here ({why})"
        raise _no(folder, "disk-full" if hint == ROOM else "not-written", message, hint) from None


def _no(folder: Path, code: str, message: str, hint: str) -> InputError:
    return InputError(Problem(str(folder), None, "", code, message, hint))


def _plan_in(folder: Path) -> tuple[int, int] | None:
    """What tells the plan of one run from that of another; None where there is none."""
    if not (folder / PLAN).is_file():
        return None
    state = (folder / PLAN).stat()
    return state.st_ino, state.st_mtime_ns


def begun_in(folder: Path) -> set[str]:
    """Digests of results that a run which was stopped has begun to write."""
    try:
        return set(state_in(folder / WRITTEN)["digests"])
    except DamagedError:
        return set()


def begin_in(folder: Path, digests: Collection[str]) -> None:
    """Note results before they are written, beside those that an earlier run has begun to write."""
    with written_in(folder):
        write_state(folder / WRITTEN, {"digests": sorted({*digests, *begun_in(folder)})})


def goes_on(folder: Path) -> bool:
    """Whether a folder of blocks holds something to go on with."""
    return (folder / SORTED).is_file()


def clear(folder: Path) -> None:
    """Take away what runs have kept in a folder, and the folder if nothing else is in it."""
    if folder.is_dir() and not folder.is_symlink():
        for one in [*folder.iterdir()]:
            if one.name in (_POINTS, ROWS):
                clear(one)
            elif _OWN.fullmatch(one.name) and not one.is_dir():
                one.unlink()
        with suppress(OSError):
            folder.rmdir()


def state_in(path: Path) -> dict[str, Any]:
    """What `write_state` wrote.

    Raises:
        DamagedError: it is not as it was written.
    """
    try:
        found = json.loads(path.read_bytes())
        state: dict[str, Any] = found["state"]
        if found["digest"] == _digest(json.dumps(state).encode()):
            return state
    except (OSError, ValueError, LookupError, TypeError):
        pass
    raise DamagedError(path)


def write_state(path: Path, state: dict[str, Any]) -> None:
    """Write what JSON can hold, with its digest, whole or not at all."""
    write_whole(path, json.dumps({"digest": _digest(json.dumps(state).encode()), "state": state}).encode())


def for_nobody_else(path: Path) -> Path:
    """The same file, there, and for its owner alone."""
    path.touch(mode=0o600)
    return path


def write_whole(path: Path, content: bytes) -> str:
    """Write a file whole or not at all; its digest."""
    new = for_nobody_else(path.with_name(f"{path.name}.new"))
    new.write_bytes(content)
    new.replace(path)
    return _digest(content)


def digest_of(path: Path) -> str:
    """By what `kept_content` knows a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def kept_content(path: Path, digest: str) -> bytes:
    """What is in a file.

    Raises:
        DamagedError: it is not as it was when it had this digest.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise DamagedError(path) from None
    if _digest(content) != digest:
        raise DamagedError(path)
    return content


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content).hexdigest()
