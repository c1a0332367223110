"""Every name of a file or a folder that a cluster keeps; nothing else spells one."""

from __future__ import annotations

import re
from pathlib import PurePath

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
SIDE = "responses.torn-"
"""Begins the name of a file with lines of a journal that could not be trusted."""
LOCK = ".lock"
"""Stays in the folder for good: removing it would let in two writers. The system frees it when its holder dies."""
WORKSHOP = "workshop.jsonl"
"""In the folder of a round: what happened in the room, without names."""
TEMPORARY = ".*.tmp"
"""What a write that was interrupted leaves behind."""
TABLES = (".csv", ".tsv", ".xlsx")
"""Endings of tables of answers."""

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
