"""What a round's journal fixes: its kind with the first answer, and what was published of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from maturity.errors import InputError, Problem
from maturity.folder.journal import Journal, Note, current
from maturity.folder.names import CLUSTER, ROUND, set_aside_in
from maturity.model import SMALLEST_CELL, Mode, Publication, Response
from maturity.packed import compact
from maturity.source.content import bytes_in, is_file
from maturity.source.yaml_source import read_yaml

LARGEST = 4_000_000_000
"""Bytes of a file with lines that were set aside."""
STRICTER: tuple[Mode, ...] = ("named", "anonymous", "confidential")
"""Kinds of round, each keeping more to itself than the one before."""


def settings_said(folder: Path) -> dict[str, Any] | None:
    """What `round.yaml`, and where it is silent `cluster.yaml`, say of the kind of a round.

    None where they say nothing, so that nothing was promised, or cannot be read: an answer is saved all the same.
    """
    try:
        own = read_yaml(folder / ROUND).data
        cluster = folder.resolve().parent / CLUSTER
        usual = read_yaml(cluster).data if "cluster" not in own and is_file(cluster) else {}
    except InputError:
        return None
    said = {**{key: usual[key] for key in ("mode",) if key in usual}, **own}
    return settings_in(said) if "mode" in said else None


def settings_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the first answer fixes, out of the plain data of a round; what makes no sense counts as not said."""
    mode, k = data.get("mode"), data.get("smallest_cell")
    return {
        "mode": mode if mode in get_args(Mode) else "named",
        "smallest_cell": max(k, SMALLEST_CELL) if isinstance(k, int) else SMALLEST_CELL,
        "fictional": data.get("fictional") is True,
        "rehearsal": data.get("rehearsal") is True,
    }


def settings_fixed(journal: Journal) -> dict[str, Any] | None:
    """What the first answer has fixed; of two copies that say two things, what keeps more to itself."""
    found = [settings_in(note.content) for note in journal.noted("settings")]
    if not found:
        return None
    return {
        "mode": max((one["mode"] for one in found), key=STRICTER.index),
        "smallest_cell": max(one["smallest_cell"] for one in found),
        **{key: all(one[key] for one in found) for key in ("fictional", "rehearsal")},
    }


def publications(journal: Journal, source: str) -> tuple[Publication, ...]:
    """What was published of a round, in its order; of two at once, on two machines, the earlier is the one.

    Args:
        source: what a problem names as its file.

    Raises:
        InputError: it was written by a newer program.
    """
    found: dict[int, Publication] = {}
    for note in _in_time(journal):
        try:
            one = Publication.model_validate(note.content)
        except ValueError:
            message = "what was published of this round was written by a newer maturity"
            raise InputError(Problem(source, note.line, "", "newer-version", message, "update the program")) from None
        found.setdefault(one.number, one)
    return tuple(found[number] for number in sorted(found))


def damaged_publication(folder: Path) -> Path | None:
    """The file in which a line was set aside that held what was published; None where there is none.

    A line that was never finished held what was never shown.
    """
    for path in set_aside_in(folder):
        with bytes_in(path, LARGEST) as lines:
            if any(b'"kind": "published"' in line and line.rstrip().endswith(b'"}') for line in lines):
                return path
    return None


def rested_on(journal: Journal) -> Sequence[Response]:
    """The responses that the first publication rested on, as they were then."""
    first = next(iter(_in_time(journal)), None)
    if first is None:
        return ()
    return current(compact(record for record in journal.records if record.line < first.line))


def _in_time(journal: Journal) -> Sequence[Note]:
    return sorted(journal.noted("published"), key=lambda note: (note.recorded, note.id))
