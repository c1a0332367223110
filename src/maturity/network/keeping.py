"""A folder for coded answers: for its owner alone, and gone in the end."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLAN, SORTED = "plan.json", "sorted.json"
"""Of what the folder is; and that all rows are sorted."""


@contextmanager
def folder_of_run(folder: Path | None) -> Iterator[Path]:
    """A folder for coded answers, which is gone in the end; after Ctrl-C alone one stays that is of use to go on.

    Args:
        folder: where it is; None is one that always goes.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="maturity-", ignore_cleanup_errors=True) as made:
            yield Path(made)
        return
    before, kept = _plan_in(folder), False
    try:
        yield folder
    except KeyboardInterrupt:
        kept = goes_on(folder)
        raise
    finally:
        # What is there from before, and was not begun again, is not of this run.
        if not kept and _plan_in(folder) != before:
            clear(folder)


def _plan_in(folder: Path) -> tuple[int, int] | None:
    """What tells the plan of one run from that of another; None where there is none."""
    if not (folder / PLAN).is_file():
        return None
    state = (folder / PLAN).stat()
    return state.st_ino, state.st_mtime_ns


def goes_on(folder: Path) -> bool:
    """Whether a folder of blocks holds something to go on with."""
    return (folder / SORTED).is_file()


def clear(folder: Path) -> None:
    """Take away a folder of blocks, if it is one."""
    if (folder / PLAN).is_file():
        shutil.rmtree(folder)


def plain_in(path: Path) -> dict[str, Any]:
    """What `write_plain` wrote as JSON."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def write_plain(path: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    write_whole(path, lambda new: new.write_text(text, "utf-8"))


def for_nobody_else(path: Path) -> Path:
    """The same file, there, and for its owner alone."""
    path.touch(mode=0o600)
    return path


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Whole or not at all."""
    new = for_nobody_else(path.with_name(f"{path.name}.new"))
    write(new)
    new.replace(path)
