"""Where else answers of a round lie: files that hold lines of a journal, by what is in them and not by their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maturity.errors import Fault, InputError
from maturity.folder.journal import each_line, parse, raw_lines
from maturity.folder.names import ASIDE, CLUSTER, JOURNAL, KEPT, TEMPORARY, copies_of
from maturity.folder.rounds import is_round
from maturity.source.content import is_file
from maturity.source.yaml_source import read_yaml

LARGEST = 4_000_000_000
"""Bytes of a file that is looked into."""


def journals_beside(folder: Path) -> list[Path]:
    """Files of a round's folder that are copies of its journal: by their lines, whatever they are called.

    What is only named like one, and holds no such line, is somebody's own and is not among them.
    """
    named = set(copies_of(folder, JOURNAL))
    return [path for path in _files(folder) if _is_journal(path, whole=path not in named)]


def only_named(folder: Path) -> list[Path]:
    """Files that are named as a copy of the journal is, and hold nothing of it that can be trusted."""
    return [path for path in copies_of(folder, JOURNAL) if not _is_journal(path, whole=False)]


def holding(folder: Path, sign: bytes) -> list[Path]:
    """Files of a cluster, of whatever lies in its folder and of its copies beside it, in which something stands.

    Args:
        folder: of the cluster.
        sign: what is looked for in files that lie in a round's folder, or have the journal's name in theirs.
    """
    return [path for path in _kin(folder) if _stands_in(path, sign)]


def _kin(cluster: Path) -> Iterator[Path]:
    word = Path(JOURNAL).stem
    for place in (cluster, *_twins(cluster)):
        for path in sorted(place.rglob("*")):
            if (word in path.name.casefold() or is_round(path.parent)) and is_file(path):
                yield path


def _twins(cluster: Path) -> list[Path]:
    """Folders beside a cluster's that say that they are the same cluster."""
    name = _name(cluster)
    place = cluster.parent if cluster.name not in ("", "..") else cluster.resolve().parent
    try:
        beside = sorted(place.iterdir()) if name else []
    except OSError:
        return []
    here = cluster.resolve()
    return [path for path in beside if path.resolve() != here and is_file(path / CLUSTER) and _name(path) == name]


def _name(cluster: Path) -> str:
    try:
        return str(read_yaml(cluster / CLUSTER).data.get("name", "")) if is_file(cluster / CLUSTER) else ""
    except InputError:
        return ""


def _files(folder: Path) -> list[Path]:
    def is_own(name: str) -> bool:
        return name in KEPT or name.startswith(ASIDE) or Path(name).match(TEMPORARY)

    return sorted(path for path in folder.iterdir() if not is_own(path.name) and is_file(path))


def _stands_in(path: Path, sign: bytes) -> bool:
    if _is_beyond(path):
        return False
    with raw_lines(path) as lines:
        return any(sign in line for line in lines)


def _is_beyond(path: Path) -> bool:
    """Whether a file cannot be looked into."""
    try:
        with path.open("rb"):
            return path.stat().st_size > LARGEST
    except OSError:
        return True


def _is_journal(path: Path, *, whole: bool) -> bool:
    """Whether lines of a journal are in a file, or nothing at all; with `whole`, lines of it and nothing else."""
    if _is_beyond(path):
        return not whole
    is_empty, is_sound = True, False
    with raw_lines(path) as lines:
        for _, line, is_rest in each_line(lines):
            is_empty = False
            if b"\0" in line:
                return False
            if not is_sound or whole:
                found = parse(line)
                is_good = not is_rest and (not isinstance(found, Fault) or found.code == "newer-version")
                if whole and not is_good:
                    return False
                is_sound = is_sound or is_good
    return not whole if is_empty else is_sound
