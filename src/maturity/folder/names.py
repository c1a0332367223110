"""Every name of a file or a folder that a cluster keeps; nothing else spells one."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

YAML = (".yaml", ".yml")
"""How names of files of YAML end."""
CLUSTER = "cluster.yaml"
"""In the folder of a cluster: who belongs to it."""
ROUND = "round.yaml"
"""In the folder of a round: when it was, who belongs to it, what the room agreed."""
QUESTIONNAIRE = "questionnaire.yaml"
"""In the folder of a round: what was asked, frozen."""
JOURNAL = "responses.jsonl"
"""In the folder of a round: every answer that was saved, a line each."""
MAPPING = "mapping.yaml"
"""In the folder of a round: what was decided about imported files."""
JOURNALS = "responses*.jsonl"
"""Every file of a round's folder that may hold answers, copies and what was set aside included."""
TORN = "responses.torn-"
"""Begins the name of a file with ends of lines that were never finished, and so never confirmed as saved."""
BROKEN = "responses.broken-"
"""Begins the name of a file with lines of a journal that could not be trusted."""
ASIDE = (TORN, BROKEN)
KEY = "forgotten.key"
"""In the folder of a round: what it takes to know somebody again who was erased; made when the first one is."""
KEYS = "forgotten*.key"
"""The same, with the copies that syncing makes."""
LOCK = ".lock"
"""Stays in the folder for good: removing it would let in two writers. The system frees it when its holder dies."""
WORKSHOP = "workshop.jsonl"
"""In the folder of a round: what happened in the room, without names."""
SESSION = ".workshop.json"
"""In the folder of a round, while a workshop goes on: what lets phones come back to it."""
SITTING = ".workshop.lock"
"""In the folder of a round, while a workshop runs: that it does. The system frees it when the program dies."""
TEMPORARY = ".*.tmp"
"""What a write that was interrupted leaves behind."""
KEPT = (CLUSTER, ROUND, QUESTIONNAIRE, MAPPING, JOURNAL, KEY, LOCK, WORKSHOP, SESSION, SITTING)
"""All that the folder of a cluster or a round keeps."""
TABLES = (".csv", ".tsv", ".xlsx")
"""Endings of tables of answers."""

LONGEST_NAME = 60
"""Letters of a folder's name; each may be four bytes long, of which systems allow 255."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""

_COPY = re.compile(
    r"""
    (?:copy|kopie|copie|copia|kopia|kopi|kopio|cópia)\ (?:of|von|de|av|af)\ .*   # Copy of 2026
    | .*[\s_-](?:copy|kopie|copie|copia|kopia|kopi|kopio|cópia)(?:[\s_-]*\(?\d+\)?)?   # 2026 - Copy, 2026 copy 2
    | .*\s?\(\d+\)                                # 2026 (2), as a browser numbers a second download
    | .*conflict.*                                 # 2026 (conflicted copy), responses.sync-conflict-20260312
    | .*(?:~|\.(?:bak|old|orig|backup)\d*)          # responses.jsonl~, 2026.bak
    """,
    re.IGNORECASE | re.VERBOSE,
)


_DRIVES = (
    ("onedrive", "OneDrive"),
    ("sharepoint", "SharePoint"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("mobile documents", "iCloud"),
    ("icloud", "iCloud"),
    ("nextcloud", "Nextcloud"),
)
"""What the folders of syncing programs have in their names."""


def synced_by(path: PurePath) -> str:
    """The syncing program in whose folder a path lies, as far as names tell; empty if in none.

    Args:
        path: absolute.

    >>> from pathlib import PurePosixPath
    >>> synced_by(PurePosixPath("/Users/ann/Library/CloudStorage/OneDrive-Trust/river"))
    'OneDrive'
    """
    for part in map(str.casefold, path.parts):
        for sign, name in _DRIVES:
            if part.startswith(sign) or f" {sign}" in part:
                return name
    return ""


def is_copy(name: str) -> bool:
    """Whether a name is one that people, editors and syncing programs give to a copy; its ending does not count.

    >>> is_copy("2026 - Copy"), is_copy("Copy of responses.jsonl"), is_copy("responses (2).jsonl"), is_copy("2026-2")
    (True, True, True, False)
    """
    stem, dot, ending = name.rpartition(".")
    return bool(_COPY.fullmatch(name) or (dot and ending.isalnum() and _COPY.fullmatch(stem)))


def copies_of(folder: Path, name: str) -> list[Path]:
    """Files beside a file that may hold another state of it: of people, editors and syncing programs.

    Args:
        folder: that the file lies in.
        name: one of the names above.
    """
    stem, _, ending = name.partition(".")
    word = re.compile(rf"(?<![^\W_]){stem}(?![^\W_])", re.IGNORECASE)

    def is_one(other: str) -> bool:
        # Locks and drafts hold nothing that was said.
        if other == name or other.startswith((*ASIDE, ".~lock.")) or other.endswith((LOCK, ".tmp")):
            return False
        is_whole = other.startswith(stem) and other.endswith(f".{ending}")
        is_kin = Path(other).suffix.casefold() in ("", f".{ending}") and is_copy(other) and word.search(other)
        return is_whole or name in other.casefold() or bool(is_kin)

    return sorted(path for path in folder.iterdir() if is_one(path.name) and path.is_file())


def set_aside_in(folder: Path) -> list[Path]:
    """Files of a round with lines that could not be trusted and were set aside."""
    return sorted(path for start in ASIDE for path in folder.glob(f"{start}*"))


def folder_name(label: str) -> str:
    """The folder for a round of this label: `2025-26` for `2025/26`; empty when not every system takes it."""
    name = re.sub(r"[^\w.-]+", "-", label).strip("-.")
    return "" if len(name) > LONGEST_NAME or _RESERVED.fullmatch(name) else name
