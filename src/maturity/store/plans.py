"""The plan on disk: the priorities of a round, as YAML that a head can read and edit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maturity.folder.names import ROUND
from maturity.model.plan import Priority
from maturity.store.keys import put

PRIORITIES = "priorities"


def save_priorities(round_: Path, priorities: Sequence[Priority]) -> None:
    """Put the priorities of a round into its file; everything else in it stays as it is.

    Args:
        round_: folder of a round, or a YAML file that is one.
        priorities: all of them, not only the new ones.

    Raises:
        InputError: the file cannot be read, is not laid out one key a line, or cannot be written.
    """
    path = round_ / ROUND if round_.is_dir() else round_
    put(path, PRIORITIES, rows(priorities), what="the priorities", flow=False)


def rows(priorities: Sequence[Priority]) -> list[dict[str, Any]]:
    """Priorities as plain data; what equals its default is left out."""
    return [_plain(priority.model_dump(exclude_defaults=True)) for priority in priorities]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
