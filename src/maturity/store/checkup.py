"""What can befall the files of a folder that is synced, copied, edited by hand or cut off from power."""

from __future__ import annotations

import datetime as dt
import heapq
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maturity import files
from maturity.errors import Fault, Problem
from maturity.folder.journal import (
    Entry,
    Journal,
    as_utf8,
    each_line,
    journal_at,
    lines_of,
    parse,
    raw_lines,
    second_copy,
)
from maturity.folder.names import (
    BROKEN,
    CLUSTER,
    JOURNAL,
    KEY,
    MAPPING,
    QUESTIONNAIRE,
    ROUND,
    TEMPORARY,
    TORN,
    copies_of,
    set_aside_in,
)
from maturity.folder.rounds import is_round
from maturity.store.answers import alone_with, saving, set_aside
from maturity.store.copies import journals_beside
from maturity.store.forgetting import respondents_in
from maturity.store.forgotten import Forgotten
from maturity.store.lock import sync_folder
from maturity.store.merging import Line, forgotten_among, merge, without_forgotten
from maturity.text.commands import command
from maturity.text.words import counted

SETTINGS = (ROUND, QUESTIONNAIRE, MAPPING)
"""Of a round, beside its answers."""
MEND = "'maturity doctor' with --fix"


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A journal's lines that can be trusted, those that cannot, its unfinished end; `newer`: some need an update."""

    trusted: list[Line]
    broken: list[bytes]
    rest: bytes
    newer: bool


def can_be_made(folder: Path) -> bool:
    """Whether something can be saved in a folder, or a folder that is not there yet can be made."""
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    return os.access(nearest, os.W_OK | os.X_OK)


def examine(folder: Path) -> list[Problem]:
    """What is wrong with the files of a round or a cluster, whatever their content means.

    Args:
        folder: of a round or a cluster; it is only looked at.
    """
    found: list[Problem] = []
    if not os.access(folder, os.W_OK):
        message = "nothing can be saved in this folder"
        found.append(_about(folder, "not-writable", message, "ask for permission to write in it"))
    journal = Journal()
    if (folder / JOURNAL).exists() and os.access(folder / JOURNAL, os.R_OK):
        journal = journal_at(folder / JOURNAL)
        found += [*journal.problems, *journal.remarks]
    if is_round(folder) and not (folder / ROUND).exists():
        hint = "restore it from a copy, or from the history of the synced drive"
        found.append(_about(folder / ROUND, "missing", "the file is missing", hint))
    for name in (*_settings(folder), JOURNAL):
        if (folder / name).exists() and not os.access(folder / name, os.W_OK):
            found.append(_about(folder / name, "not-writable", "the file cannot be changed", "allow writing to it"))
        found += [_conflict(copy, name) for copy in _copies(folder, name)]
    found += _out(folder)
    if journal.noted("forgotten"):
        found += _erased(folder, journal)
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
    with saving(folder), alone_with(folder / JOURNAL):
        for path in _left(folder):
            _remove(path)
            done.append(f"removed {path}")
        for name in _settings(folder):
            for copy in copies_of(folder, name):
                if _is_same(copy, folder / name):
                    copy.unlink()
                    done.append(f"removed {copy}, which was the same as {name}")
        done += _mend_journal(folder, at)
        sync_folder(folder)
    return done


def _mend_journal(folder: Path, at: dt.datetime) -> list[str]:
    path = folder / JOURNAL
    copies = journals_beside(folder)
    if not copies and path.exists() and _is_sound(folder, journal_at(path)):
        return []
    content = path.read_bytes() if path.exists() else b""
    own, *others = map(_sorted, (content, *(copy.read_bytes() for copy in copies)))
    # What a newer program wrote, only a newer program can merge.
    if own.newer or any(other.newer for other in others):
        return []
    (lines, *more), erased = without_forgotten(folder, [own.trusted, *(other.trusted for other in others)])
    before = len(lines)
    for one in more:
        lines = merge(lines, one, at)
    done: list[str] = []
    for kind, pieces, what in (
        (BROKEN, [line for one in (own, *others) for line in one.broken], "broken"),
        (TORN, [one.rest for one in (own, *others) if one.rest], "unfinished"),
    ):
        if pieces:
            done.append(f"set aside {counted(len(pieces), f'{what} line')} in {set_aside(folder, kind, pieces, at)}")
    if as_utf8(content) is not content:
        done.append(f"{path}: put back into the encoding in which it was written (UTF-8)")
    if erased:
        done.append(f"left out {counted(erased, 'record')} of people who were erased for good")
    if done or copies:
        files.write(path.resolve(), b"".join(line + b"\n" for line, _ in lines))
        sync_folder(folder)
    for copy in copies:
        copy.unlink()
    if copies:
        news = counted(len(lines) - before, "record was", "records were")
        done.append(f"merged {', '.join(map(str, copies))} into {path}: {news} missing there")
    return done


def _is_sound(folder: Path, journal: Journal) -> bool:
    """Whether nothing in a journal is to be put right."""
    is_whole = not (journal.problems or journal.remarks)
    return is_whole and not (journal.noted("forgotten") and any(_erased(folder, journal)))


def _sorted(content: bytes) -> _Sorted:
    lines, rest = lines_of(as_utf8(content))
    read = [(line, parse(line)) for _, line in lines]
    codes = {found.code for _, found in read if isinstance(found, Fault)}
    broken = [line for line, found in read if isinstance(found, Fault)]
    trusted = [(line, found) for line, found in read if not isinstance(found, Fault)]
    return _Sorted(trusted, broken, rest, "newer-version" in codes)


def _is_text(path: Path) -> bool:
    return b"\0" not in as_utf8(path.read_bytes())


def _copies(folder: Path, name: str) -> list[Path]:
    if name != JOURNAL:
        return copies_of(folder, name)
    return sorted({*copies_of(folder, JOURNAL), *(journals_beside(folder) if is_round(folder) else ())})


def _out(folder: Path) -> Iterator[Problem]:
    """Says whom only lines speak of that were set aside because they cannot be trusted, or were never finished."""
    aside = set_aside_in(folder)
    known = _people_in(folder / JOURNAL) if aside else set()
    for path in aside:
        whole, rest = _pieces(path)
        pieces = [*(line for _, line in whole), *([rest] if rest else [])]
        people = {name for line in pieces for name in respondents_in(line)} - known
        is_torn = path.name.startswith(TORN)
        # An end that names nobody was cut off before anything was said to be saved.
        nameless = 0 if is_torn else sum(not respondents_in(line) for line in pieces)
        if not people and not nameless:
            continue
        who = [counted(len(people), "person", "people")] if people else []
        who += [f"{counted(nameless, 'line')} that {'names' if nameless == 1 else 'name'} nobody"] if nameless else []
        why = "for these lines were never finished, or cut off" if is_torn else "for these lines cannot be trusted"
        message = f"out of the round, {why}: {' and '.join(who)}"
        again = command("maturity", "collect", folder, path)
        hint = (
            f"put a copy of {JOURNAL} from before into the folder, as 'responses (copy).jsonl', then {MEND}; "
            f"or {'' if is_torn else f'take the lines as they are: {again}; '}"
            "delete the file once nobody is missed"
        )
        yield _about(path, "set-aside", message, hint)


def _pieces(path: Path) -> tuple[list[tuple[int, bytes]], bytes]:
    return lines_of(as_utf8(path.read_bytes())) if path.exists() and os.access(path, os.R_OK) else ([], b"")


def _people_in(path: Path) -> set[bytes]:
    if not (path.exists() and os.access(path, os.R_OK)):
        return set()
    with raw_lines(path) as raw:
        return {name for _, line, is_rest in each_line(raw) if not is_rest for name in respondents_in(line)}


def _erased(folder: Path, read: Journal) -> Iterator[Problem]:
    """Says who is there although erased, and whether everybody who was erased would be known again."""
    journal = folder / JOURNAL
    entries: Iterator[Entry] = heapq.merge(read.records, read.notes, key=lambda one: one.line)
    if count := forgotten_among(folder, entries, read.notes):
        message = f"{counted(count, 'record')} of people who were erased for good, as an older copy brings them back"
        yield _about(journal, "forgotten", message, f"{MEND} erases them")
    if lost := Forgotten.of(folder, read.noted("forgotten")).unknown:
        message = (
            f"of {counted(lost, 'person', 'people')} who were erased nobody can tell whether a copy brings them back"
        )
        yield _about(folder / KEY, "missing", message, "restore this file from a copy of the folder")


def _settings(folder: Path) -> tuple[str, ...]:
    return SETTINGS if is_round(folder) else (CLUSTER,)


def _conflict(copy: Path, name: str) -> Problem:
    """What to say about a second copy, and what to do about it."""
    if not _is_text(copy):
        message = f"an editor keeps this beside {name}, and it holds what stands there"
        return _about(copy, "conflicted-copy", message, "close the editor, then delete it")
    if name == JOURNAL and copy not in journals_beside(copy.parent):
        message = f"it is named as a copy of {name}, and holds no line that can be trusted"
        return _about(copy, "conflicted-copy", message, "move it elsewhere once nobody misses an answer")
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
