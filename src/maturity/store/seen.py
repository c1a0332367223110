"""What saving has to know of a journal, kept from one saving to the next, so that only what is new in it is read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from maturity.folder.journal import Note, Record, as_utf8, decode, parse

_NAMES = re.compile(rb'"respondent": ("(?:[^"\\]|\\.)*"), "response": ')
"""Stands in every record of a person, and in no text that somebody typed."""
_SETTINGS, _FORGOTTEN = b'"kind": "settings"', b'"kind": "forgotten"'
AT_ONCE = 1 << 23
"""Bytes that are looked through together."""
TAIL = 200
"""Bytes before the end that are looked at again, to see that it is still the same file."""


@dataclass(slots=True)
class Seen:
    """A journal as it was when it was last looked at; of use only while nobody else can write.

    Args:
        path: the journal.
        file: what tells the file from another that takes its place; None when it is not to be kept.
        size: bytes that were seen.
        tail: the last of them.
        places: a respondent as JSON, to where the line of the last record begins.
        forgotten: the notes on people who were erased.
        has_settings: whether it says of which kind the round is.
        odd: the whole as UTF-8, where an editor has saved it otherwise.
    """

    path: Path
    file: tuple[int, int] | None = None
    size: int = 0
    tail: bytes = b""
    places: dict[bytes, int] = field(default_factory=dict)
    forgotten: list[Note] = field(default_factory=list)
    has_settings: bool = False
    odd: bytes | None = None

    def last(self, names: Collection[str]) -> dict[str, Record]:
        """The last record of each of some people."""
        found: dict[str, Record] = {}
        for name in names:
            place = self.places.get(json.dumps(name, ensure_ascii=False).encode())
            if place is None:
                continue
            line = parse(_line(self.path, place).strip()) if self.odd is None else None
            if not isinstance(line, Record) or line.respondent != name:
                # Damaged, or joined with others: what stands before it counts.
                content = _bytes(self.path) if self.odd is None else self.odd
                return {one.respondent: one for one in decode(content, "").records if one.respondent in names}
            found[name] = line
        return found

    def take(self, content: bytes) -> None:
        """Add what stands after what was seen."""
        for match in _NAMES.finditer(content):
            self.places[match[1]] = self.size + content.rfind(b"\n", 0, match.start()) + 1
        if _FORGOTTEN in content:
            self.forgotten += decode(content, "").noted("forgotten")
        self.has_settings = self.has_settings or _SETTINGS in content
        self.size += len(content)
        self.tail = (self.tail + content[-TAIL:])[-TAIL:]


_KEPT: dict[Path, Seen] = {}
"""The journal that was saved to last."""


def up_to_date(path: Path) -> Seen:
    """What a journal holds by now; to be called while nobody else can write.

    Where the file has shrunk or another has taken its place, all of it is read.
    """
    if not path.exists():
        return Seen(path)
    about = path.stat()
    file = (about.st_dev, about.st_ino) if about.st_ino else None
    seen = _KEPT.pop(path, None)
    if seen is None or seen.file != file or about.st_size < seen.size or not _is_same(seen):
        seen = Seen(path, file)
    with path.open("rb") as opened:
        opened.seek(seen.size)
        # Whole lines, some at a time.
        while content := opened.read(AT_ONCE) + opened.readline():
            if seen.size == 0 and as_utf8(content) is not content:
                seen.odd = content = as_utf8(content + opened.read())
            seen.take(content)
    if seen.file is not None and seen.odd is None and seen.tail.endswith(b"\n"):
        _KEPT.clear()
        _KEPT[path] = seen
    return seen


def _is_same(seen: Seen) -> bool:
    return seen.tail == _bytes(seen.path, seen.size - len(seen.tail), seen.size)


def _line(path: Path, start: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.readline()


def _bytes(path: Path, start: int = 0, end: int | None = None) -> bytes:
    with path.open("rb") as file:
        file.seek(start, os.SEEK_SET)
        return file.read() if end is None else file.read(end - start)
