"""Where what comes with the program lies."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def packaged(name: str) -> Path:
    """A folder inside the installed package, or at the top of the repository when installed from there."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name
