"""Where else answers of a round lie: files that hold lines of a journal, by what is in them and not by their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maturity.errors import Fault, InputError
from maturity.folder.journal import as_utf8, lines_of, parse
from maturity.folder.names import ASIDE, CLUSTER, JOURNAL, KEPT, TEMPORARY, copies_of
from maturity.folder.rounds import is_round
from maturity.source.content import is_file
from maturity.source.yaml_source import read_yaml

LARGEST = 200_000_000
"""Bytes of a file that is looked into."""
SEAL = b', "sum": "'


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
    return [path for path in _kin(folder) if sign in as_utf8(_content(path))]


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


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError:
        return b""


def _is_journal(path: Path, *, whole: bool) -> bool:
    """Whether lines of a journal are in a file, or nothing at all; with `whole`, lines of it and nothing else."""
    content = as_utf8(_content(path))
    if not content.strip():
        return not whole
    if SEAL not in content or b"\0" in content:
        return False
    lines, rest = lines_of(content)
    read = [parse(line) for _, line in lines]
    sound = sum(not isinstance(one, Fault) or one.code == "newer-version" for one in read)
    return sound > 0 and not (whole and (rest or sound < len(read)))
