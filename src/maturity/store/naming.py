"""Where a plan and the reviews of a cluster name somebody: others wrote it, so that it is shown and not erased."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

from maturity.errors import InputError
from maturity.folder.names import CLUSTER, ROUND
from maturity.folder.rounds import round_folders
from maturity.source.content import is_file
from maturity.source.shape import field_of
from maturity.source.yaml_source import read_yaml

PARTS = ("priorities", "reviews")
NO_NAMES = ("id", "school", "moves", "support", "carried_from", "outcome")
"""Keys under which ids stand, and labels."""


def named_in(cluster: Path, name: str) -> list[tuple[Path, str]]:
    """Each file of a cluster and the field in it whose text names somebody, as a whole word."""
    folded = _folded(name)
    start, end = (r"(?<!\w)" if folded[:1].isascii() else "", r"(?!\w)" if folded[-1:].isascii() else "")
    word = re.compile(f"{start}{re.escape(folded)}{end}")
    found: list[tuple[Path, str]] = []
    for path in (cluster / CLUSTER, *(folder / ROUND for folder in sorted(round_folders(cluster)))):
        try:
            data = read_yaml(path).data if is_file(path) else {}
        except InputError:
            continue
        for part in PARTS:
            places = _texts((part,), data.get(part))
            found += [(path, field_of(at, data)) for at, text in places if word.search(_folded(text))]
    return found


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _texts(at: tuple[str | int, ...], value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NO_NAMES:
                yield from _texts((*at, key), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts((*at, place), inner)
