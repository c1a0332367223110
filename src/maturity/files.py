"""Writing files: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from maturity.errors import InputError, Problem


def write(path: Path, content: bytes) -> None:
    """Write a file so that a crash or a full disk leaves the old one, or none, but never a half.

    Raises:
        InputError: the folder does not exist, or the file cannot be written.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(_usual_mode())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except FileNotFoundError:
        raise InputError(
            Problem(str(path), None, "", "no-folder", f"there is no folder {path.parent}", "make it first")
        ) from None
    except OSError as error:
        raise InputError(
            Problem(
                str(path),
                None,
                "",
                "not-written",
                f"the file cannot be written ({error.strerror})",
                "close it if another program has it open, or choose another place with -o",
            )
        ) from None


def _usual_mode() -> int:
    """Permissions that `open` would give; mkstemp's are for secrets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
