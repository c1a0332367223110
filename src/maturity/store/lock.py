"""One writer at a time, and what was written is on the disk: all that differs between operating systems."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maturity.folder.names import LOCK

if sys.platform == "win32":
    import msvcrt

    def _acquire(descriptor: int) -> None:
        """Waits ten seconds at most."""
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def sync_folder(folder: Path) -> None:
        """Names are on the disk as soon as their files are."""

else:
    import fcntl

    def _acquire(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

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
def alone(folder: Path) -> Iterator[None]:
    """Keep every other program and thread that asks for the same out of a folder."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _acquire(descriptor)
        try:
            yield
        finally:
            _release(descriptor)
    finally:
        os.close(descriptor)
