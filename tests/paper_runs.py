"""Runs of six words that the paper and a text have in common: the paper's ideas are ours to use, its sentences are not.

`data/paper_runs.bin` holds the first eight bytes of the SHA-256 of every such run of the paper, sorted, so that neither
its words nor their order are shipped.

    python tests/paper_runs.py questionnaires/*.yaml    shows the runs in these files; ends with 1 if there are any
    python tests/paper_runs.py --renew PAPER.txt        makes the hashes anew
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

RUN = 6
WIDTH = 8
HASHES = Path(__file__).parent / "data" / "paper_runs.bin"
NAMES = (
    "Centre for Strategic Education",
    "National College for School Leadership",
    "National College for Leadership of Schools and Children's Services",
    "CfBT Education Trust",
    "Centre for British Teachers",
    "Department for Education",
    "Office for Standards in Education",
)
"""Bodies whose names may be given in full."""
APART = {"source"}
"""Keys whose values name the work itself, or a section of it."""


def words_of(text: str) -> list[list[str]]:
    """The words of a text in lower case, without punctuation, parted where a body is named."""
    text = text.replace("\u2019", "'")
    for name in NAMES:
        text = re.sub(re.escape(name), "\0", text, flags=re.IGNORECASE)
    return [re.findall(r"[^\W_]+", part.lower().replace("'", "")) for part in text.split("\0")]


def six_words(text: str) -> Iterator[str]:
    for words in words_of(text):
        for at in range(len(words) - RUN + 1):
            yield " ".join(words[at : at + RUN])


def hashed(run: str) -> bytes:
    return sha256(run.encode()).digest()[:WIDTH]


@cache
def paper() -> frozenset[bytes]:
    held = HASHES.read_bytes()
    return frozenset(held[at : at + WIDTH] for at in range(0, len(held), WIDTH))


def runs_in(text: str) -> list[str]:
    """The runs of six words in this text that stand in the paper too."""
    return [run for run in six_words(text) if hashed(run) in paper()]


def texts_in(node: Any) -> Iterator[str]:
    """Every text of a YAML document that people read."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in APART:
                yield from texts_in(value)
    elif isinstance(node, list):
        for one in node:
            yield from texts_in(one)


def runs_in_file(path: Path) -> list[str]:
    """The same for all texts of a YAML file, leaving out what its `source` keys say."""
    return [run for text in texts_in(yaml.safe_load(path.read_text("utf-8"))) for run in runs_in(text)]


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--renew"]:
        HASHES.write_bytes(b"".join(sorted({hashed(run) for run in six_words(Path(arguments[1]).read_text("utf-8"))})))
        return 0
    found = [(name, run) for name in arguments for run in runs_in_file(Path(name))]
    for name, run in found:
        print(f"{name}: {run}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
