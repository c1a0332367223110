"""Who was erased for good, known again by a keyed hash: nobody can read from it who it was."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from maturity import files
from maturity.folder.journal import Entry, Note, Record
from maturity.folder.names import KEY, KEYS
from maturity.text.names import kin

HEAD = (
    "# Without this file nobody who was erased would be known again when a copy or a file brings them back. Keep it.\n"
)
Words = tuple[str, str]
"""An item and the example that somebody named for it, as it is published."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """People who are not to come back unasked: `name in forgotten`.

    Args:
        keys: of the round's folder.
        hashes: of those who were erased and not brought back since.
        ever: of all who were ever erased.
        unknown: how many were erased under a key that is not there, so that they cannot be told.
        kin: what is the same however a name is written, as a hash: to the one in `hashes`; empty if only the very
            same names are meant.
        here: who has answered, and so is somebody else, however alike the names are.
    """

    keys: tuple[bytes, ...] = ()
    hashes: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    unknown: int = field(default=0)
    kin: Mapping[str, str] = field(default_factory=dict)
    here: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        return bool(self.hashes) and self.who(name) is not None

    def who(self, name: str) -> str | None:
        """The hash under which somebody is kept out, None for all others."""
        for key in self.keys:
            if (exact := _hash(key, name)) in self.hashes:
                return exact
            if name not in self.here and (other := self.kin.get(_hash(key, kin(name)))):
                return other
        return None

    def was(self, name: str) -> set[str]:
        """The hashes under which somebody was ever erased, brought back since or not; empty for all others."""
        return {_hash(key, name) for key in self.keys} & self.ever if self.ever else set()

    @classmethod
    def of(cls, folder: Path, notes: Iterable[Note], here: Collection[str] | None = None) -> Forgotten:
        """Those that some notes speak of, in the order in which they were written.

        Args:
            here: who has answered. Then all others are known too where a file writes their names in another way: in
                other capitals, in the letters of another system, as a number without its zeros.
        """
        notes = list(notes)
        if not notes:
            return cls()
        keys = keys_of(folder)
        names = {_name_of(key) for key in keys}
        out = {str(note.content.get("who")): note for note in notes}
        hashes = frozenset(who for who, note in out.items() if not note.content.get("back"))
        lost = [who for who in hashes if out[who].content.get("key") not in names]
        kin_ = {} if here is None else {str(out[who].content.get("kin")): who for who in hashes}
        return cls(keys, hashes, frozenset(out), len(lost), kin_, frozenset(here or ()))


def keys_of(folder: Path) -> tuple[bytes, ...]:
    """The keys that lie in a round's folder, copies that syncing made included."""
    lines = [line.strip() for path in sorted(folder.glob(KEYS)) for line in path.read_bytes().split(b"\n")]
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith(b"#")))


def made_key(folder: Path) -> bytes:
    """The key of a round's folder, made where there is none; to be called under the folder's lock."""
    keys = keys_of(folder)
    if not keys:
        keys = (secrets.token_hex(32).encode(),)
        files.write(folder / KEY, HEAD.encode() + keys[0] + b"\n")
    return keys[0]


def content_of(key: bytes, name: str) -> dict[str, object]:
    """What a note says about somebody who is erased."""
    return {"who": _hash(key, name), "kin": _hash(key, kin(name)), "key": _name_of(key)}


def _hash(key: bytes, name: str) -> str:
    return hmac.digest(key, name.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def _name_of(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:8]


def examples(entry: Entry) -> set[Words]:
    """The examples that somebody named in a record; none in a note."""
    if not isinstance(entry, Record) or entry.response is None:
        return set()
    return {(item, text.strip()) for item, text in entry.response.evidence.items()}


def unquoted(note: Note, gone: Mapping[Words, int], said: Collection[Words] | None = None) -> Note:
    """What was published, without the examples of those who are erased; any other note, and one that keeps all, as is.

    Args:
        gone: how many of those who are erased named it; what others named in the same words stays.
        said: what anybody named who is there, so that nothing else stays; None if that is not to be asked.
    """
    if note.kind != "published":
        return note
    left = Counter(gone)

    def stays(one: Words) -> bool:
        left[one] -= 1
        return left[one] < 0 and (said is None or one in said)

    before = note.content.get("items", {})
    items = dict(before)
    for item, one in items.items():
        quotes = list(one.get("quotes", ()))
        kept = [text for text in quotes if stays((item, text))]
        if kept != quotes:
            items[item] = {**one, "quotes": kept}
    return note if items == before else replace(note, content={**note.content, "items": items})
