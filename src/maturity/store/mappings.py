"""What was decided about imported files, kept beside the answers."""

from __future__ import annotations

from pathlib import Path

from maturity import files
from maturity.folder.names import MAPPING
from maturity.model.mapping import FileMapping
from maturity.source.yaml_source import read_yaml
from maturity.store import meanwhile
from maturity.store.answers import saving
from maturity.store.keys import dump, valid
from maturity.store.lock import alone, sync_folder
from maturity.store.meanwhile import Overwritten

HEAD = "# What the words of imported files mean. Edit it if something is wrong, then collect the file again.\n"

UNDECIDED = FileMapping()


def save_mapping(folder: Path, mapping: FileMapping, base: FileMapping = UNDECIDED) -> tuple[Path, list[Overwritten]]:
    """Add decisions to those of a round; the next `collect` reads them.

    Args:
        folder: of the round.
        mapping: all decisions after the change.
        base: those that its file held before it.

    Returns:
        the file, and what others had decided meanwhile and otherwise.

    Raises:
        InputError: the file cannot be read or written.
    """
    path = folder / MAPPING
    with saving(path), alone(folder):
        path = path.resolve()
        there = valid(path, "", FileMapping, read_yaml(path).data) if path.exists() else FileMapping()
        after, found = meanwhile.merged_mapping(base, mapping, there)
        parts = after.model_dump(exclude={"format"})
        said = {"format": after.format, **{key: part for key, part in parts.items() if part}}
        files.write(path, HEAD.encode() + dump(said, flow=False))
        sync_folder(folder)
    return folder / MAPPING, found
