"""One writer at a time, and what was written is on the disk: all that differs between operating systems."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from maturity.folder.names import LOCK

LONGEST = 60
"""Letters of a file's name that its lock repeats, so that no name becomes too long."""

if sys.platform == "win32":
    import msvcrt

    def _acquire(descriptor: int) -> None:
        """Waits ten seconds at most."""
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _taken(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def _is_still(descriptor: int, path: Path) -> bool:
        """No file goes away that anybody has open."""
        return True

    def sync_folder(folder: Path) -> None:
        """Names are on the disk as soon as their files are."""

else:
    import fcntl

    def _acquire(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _taken(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # Some network drives know no locks.
            return True
        return True

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _is_still(descriptor: int, path: Path) -> bool:
        """Whether nobody has removed the file between its opening and its locking."""
        try:
            return os.path.samestat(os.fstat(descriptor), path.stat())
        except FileNotFoundError:
            return False

    def sync_folder(folder: Path) -> None:
        """Return when the names of new files in a folder are on the disk."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network drives know no such thing for a folder.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)


if sys.platform == "darwin":

    def sync(descriptor: int) -> None:
        """Return when what was written is on the disk; `fsync` alone leaves it in the drive's own memory."""
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)

else:

    def sync(descriptor: int) -> None:
        """Return when what was written is on the disk."""
        os.fsync(descriptor)


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Keep every other program and thread that asks for the same out of a folder, or out of a single file.

    Args:
        place: a folder that is ours, in which the lock stays; or a file, which may lie anywhere: the lock beside it
            goes when its last holder is done.
    """
    if place.is_dir():
        with _held(place / LOCK):
            yield
        return
    real = place.resolve()
    path = real.with_name(f".{real.name[:LONGEST]}{LOCK}")
    with _held(path):
        try:
            yield
        finally:
            # Where open files cannot be removed, it goes below.
            with suppress(OSError):
                path.unlink()
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink()


def alone_for_good(path: Path) -> Callable[[], None] | None:
    """Keep others out of what a file stands for, as long as this program runs.

    Returns:
        ends it before; None where somebody else holds it.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _taken(descriptor):
            os.close(descriptor)
            return None
        if _is_still(descriptor, path):
            break
        os.close(descriptor)

    def end() -> None:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)
        if sys.platform == "win32":
            with suppress(OSError):
                path.unlink()

    return end


@contextmanager
def _held(path: Path) -> Iterator[None]:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _acquire(descriptor)
            if _is_still(descriptor, path):
                break
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    try:
        try:
            yield
        finally:
            _release(descriptor)
    finally:
        os.close(descriptor)
