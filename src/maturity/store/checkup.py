"""What can befall the files of a folder that is synced, copied, edited by hand or cut off from power."""

from __future__ import annotations

import datetime as dt
import heapq
import os
from dataclasses import dataclass
from pathlib import Path

from maturity import files
from maturity.errors import Fault, Problem
from maturity.folder.journal import Entry, decode, parse, second_copy, split
from maturity.folder.names import CLUSTER, JOURNAL, MAPPING, QUESTIONNAIRE, ROUND, SIDE, TEMPORARY
from maturity.folder.rounds import is_round
from maturity.store.answers import saving, set_aside
from maturity.store.lock import alone, sync_folder

SETTINGS = (ROUND, QUESTIONNAIRE, MAPPING)
"""Of a round, beside its answers."""
MEND = "'maturity doctor' with --fix"
Line = tuple[bytes, Entry]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The lines of one journal: those that can be trusted, those that cannot, and those of a newer program."""

    trusted: list[Line]
    broken: list[bytes]
    newer: bool


def examine(folder: Path) -> list[Problem]:
    """What is wrong with the files of a round or a cluster, whatever their content means.

    Args:
        folder: of a round or a cluster; it is only looked at.
    """
    found: list[Problem] = []
    if not os.access(folder, os.W_OK):
        message = "nothing can be saved in this folder"
        found.append(_about(folder, "not-writable", message, "ask for permission to write in it"))
    if (folder / JOURNAL).exists() and os.access(folder / JOURNAL, os.R_OK):
        journal = decode((folder / JOURNAL).read_bytes(), str(folder / JOURNAL))
        found += [*journal.problems, *journal.remarks]
    if is_round(folder) and not (folder / ROUND).exists():
        hint = "restore it from a copy, or from the history of the synced drive"
        found.append(_about(folder / ROUND, "missing", "the file is missing", hint))
    for name in (*_settings(folder), JOURNAL):
        if (folder / name).exists() and not os.access(folder / name, os.W_OK):
            found.append(_about(folder / name, "not-writable", "the file cannot be changed", "allow writing to it"))
        found += [_conflict(copy, name) for copy in _copies(folder, name)]
    message = "an interrupted write left this behind"
    return found + [_about(path, "leftover", message, f"{MEND} removes it") for path in _left(folder)]


def mend(folder: Path, at: dt.datetime) -> list[str]:
    """Put right what can be put right without anybody's decision; nothing that can be read is lost.

    Args:
        folder: of a round or a cluster.
        at: now.

    Returns:
        what was done, a sentence for each step.

    Raises:
        InputError: a file could not be written.
    """
    done: list[str] = []
    with saving(folder), alone(folder):
        for path in _left(folder):
            _remove(path)
            done.append(f"removed {path}")
        for name in _settings(folder):
            for copy in _copies(folder, name):
                if _is_same(copy, folder / name):
                    copy.unlink()
                    done.append(f"removed {copy}, which was the same as {name}")
        done += _mend_journal(folder, at)
        sync_folder(folder)
    return done


def set_aside_in(folder: Path) -> list[Path]:
    """Files with lines that could not be trusted and were set aside."""
    return sorted(folder.glob(f"{SIDE}*"))


def _mend_journal(folder: Path, at: dt.datetime) -> list[str]:
    path, copies = folder / JOURNAL, _copies(folder, JOURNAL)
    own = _sorted(path.read_bytes() if path.exists() else b"")
    others = [_sorted(copy.read_bytes()) for copy in copies]
    broken = [line for one in (own, *others) for line in one.broken]
    # What a newer program wrote, only a newer program can merge.
    if own.newer or any(other.newer for other in others) or not (copies or broken):
        return []
    merged = own.trusted
    for other in others:
        known = {record.id for _, record in merged}
        fresh = [line for line in other.trusted if line[1].id not in known]
        merged = list(heapq.merge(merged, fresh, key=lambda line: line[1].recorded))
    done: list[str] = []
    if broken:
        done.append(f"set aside {len(broken)} broken or unfinished line(s) in {set_aside(folder, broken, at)}")
    files.write(path, b"".join(line + b"\n" for line, _ in merged))
    sync_folder(folder)
    for copy in copies:
        copy.unlink()
    if copies:
        news = len(merged) - len(own.trusted)
        done.append(f"merged {', '.join(map(str, copies))} into {path}: {news} record(s) were missing there")
    return done


def _sorted(content: bytes) -> _Sorted:
    lines, rest = split(content)
    read = [(line, parse(line)) for _, line in lines]
    codes = {found.code for _, found in read if isinstance(found, Fault)}
    broken = [line for line, found in read if isinstance(found, Fault)]
    trusted = [(line, found) for line, found in read if not isinstance(found, Fault)]
    return _Sorted(trusted, [*broken, *([rest] if rest else [])], "newer-version" in codes)


def _copies(folder: Path, name: str) -> list[Path]:
    """Files named as every syncing program names a second copy: the name, something more, the ending."""
    stem, _, ending = name.partition(".")
    found = folder.glob(f"{stem}*.{ending}")
    return sorted(path for path in found if path.name != name and not path.name.startswith(SIDE))


def _settings(folder: Path) -> tuple[str, ...]:
    return SETTINGS if is_round(folder) else (CLUSTER,)


def _conflict(copy: Path, name: str) -> Problem:
    """What to say about a second copy, and what to do about it."""
    if name == JOURNAL:
        return second_copy(str(copy), name)
    message, hint = f"a second copy of {name}; both say the same", f"{MEND} removes it"
    if not _is_same(copy, copy.parent / name):
        message = f"a second copy of {name}, and they differ"
        hint = f"keep the right one as {name} and move the other elsewhere"
    return _about(copy, "conflicted-copy", message, hint)


def _is_same(copy: Path, path: Path) -> bool:
    return path.exists() and copy.read_bytes() == path.read_bytes()


def _left(folder: Path) -> list[Path]:
    return sorted(folder.glob(TEMPORARY))


def _remove(path: Path) -> None:
    import shutil

    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _about(path: Path, code: str, message: str, hint: str) -> Problem:
    return Problem(str(path), None, "", code, message, hint)
