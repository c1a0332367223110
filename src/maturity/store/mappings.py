"""What was decided about imported files, kept beside the answers."""

from __future__ import annotations

from pathlib import Path

from maturity import files
from maturity.folder.names import MAPPING
from maturity.model.mapping import FileMapping
from maturity.store.answers import saving
from maturity.store.keys import dump
from maturity.store.lock import alone, sync_folder

HEAD = "# What the words of imported files mean. Edit it if something is wrong, then collect the file again.\n"


def save_mapping(folder: Path, mapping: FileMapping) -> Path:
    """Write the decisions of a round; the next `collect` reads them.

    Raises:
        InputError: the file cannot be written.
    """
    path = folder / MAPPING
    parts = mapping.model_dump(exclude={"format"})
    said = {"format": mapping.format, **{key: part for key, part in parts.items() if part}}
    with saving(path), alone(folder):
        files.write(path, HEAD.encode() + dump(said, flow=False))
        sync_folder(folder)
    return path
