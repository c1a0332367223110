"""What is shipped with the program: questionnaires and examples."""

from __future__ import annotations

from pathlib import Path

from maturity.errors import InputError, Problem
from maturity.source.content import is_file, no_such_file
from maturity.source.packaged import packaged
from maturity.text.names import quoted, suggestion


def shipped() -> list[tuple[str, Path]]:
    """Id and file of every shipped questionnaire, by id."""
    return [(path.stem, path) for path in sorted(packaged("questionnaires").glob("*.yaml"))]


def offered() -> list[str]:
    """Ids of those that are put before somebody who begins: without the earlier versions, which end in a number."""
    names = [name for name, _ in shipped()]
    return [name for name in names if not _is_earlier(name, names)]


def earlier(id_: str, version: str) -> str | None:
    """The name under which a version of a questionnaire is shipped that is no longer the latest; None if it is not."""
    name = f"{id_}-{version.partition('.')[0]}"
    return name if name in dict(shipped()) else None


def _is_earlier(name: str, names: list[str]) -> bool:
    latest, _, version = name.rpartition("-")
    return version.isdigit() and latest in names


def examples_folder() -> Path:
    """Folder of the bundled, fictional clusters."""
    return packaged("examples")


def find(name: str, relative_to: Path | None = None) -> Path:
    """The file of a questionnaire.

    Args:
        name: a shipped id, or a path.
        relative_to: folder that a path starts from; None is the working folder.

    Raises:
        InputError: there is neither.
    """
    ids = dict(shipped())
    if name in ids:
        return ids[name]
    path = (relative_to or Path()) / name
    if is_file(path):
        return path
    if path.suffix or len(Path(name).parts) > 1:
        raise no_such_file(path)
    message = f"{quoted(name)} is neither a shipped questionnaire nor a file"
    raise InputError(Problem("", None, "", "unknown-questionnaire", message, suggestion(name, list(ids))))
