"""Who was erased for good, known again by a keyed hash: nobody can read from it who it was."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from maturity import files
from maturity.folder.journal import Note, decode
from maturity.folder.names import KEY, KEYS

HEAD = (
    "# Without this file nobody who was erased would be known again when a copy or a file brings them back. Keep it.\n"
)
_SIGN = b'"kind": "forgotten"'


@dataclass(frozen=True, slots=True)
class Forgotten:
    """People who are not to come back unasked: `name in forgotten`.

    Args:
        keys: of the round's folder.
        hashes: of those who were erased and not brought back since.
        ever: of all who were ever erased.
        unknown: how many were erased under a key that is not there, so that they cannot be told.
    """

    keys: tuple[bytes, ...] = ()
    hashes: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    unknown: int = field(default=0)

    def __contains__(self, name: str) -> bool:
        return bool(self.hashes) and any(_hash(key, name) in self.hashes for key in self.keys)

    def was(self, name: str) -> set[str]:
        """The hashes under which somebody was ever erased, brought back since or not; empty for all others."""
        return {_hash(key, name) for key in self.keys} & self.ever if self.ever else set()

    @classmethod
    def read(cls, folder: Path, content: bytes) -> Forgotten:
        """Those of a round, from its journal as UTF-8."""
        if _SIGN not in content:
            return cls()
        return cls.of(folder, decode(content, "").noted("forgotten"))

    @classmethod
    def of(cls, folder: Path, notes: Iterable[Note]) -> Forgotten:
        """Those that some notes speak of, in the order in which they were written."""
        keys = keys_of(folder)
        names = {_name_of(key) for key in keys}
        out = {str(note.content.get("who")): note for note in notes}
        hashes = frozenset(who for who, note in out.items() if not note.content.get("back"))
        lost = [who for who in hashes if out[who].content.get("key") not in names]
        return cls(keys, hashes, frozenset(out), len(lost))


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


def content_of(key: bytes, name: str, *, back: bool = False) -> dict[str, object]:
    """What a note says about somebody who is erased, or brought back."""
    said: dict[str, object] = {"who": _hash(key, name), "key": _name_of(key)}
    return {**said, "back": True} if back else said


def _hash(key: bytes, name: str) -> str:
    return hmac.new(key, name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]


def _name_of(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:8]
