"""Erasing one person: every record, in every file that can be reached, and a note that keeps them out."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from maturity import files
from maturity.folder.journal import Note, Record, as_utf8, decode, encode, lines_of, parse
from maturity.folder.names import ASIDE, JOURNAL, TEMPORARY, TORN, copies_of
from maturity.store.answers import alone_with, saving, set_aside
from maturity.store.forgotten import Forgotten, content_of, keys_of, made_key
from maturity.store.lock import sync_folder

_NAMED = re.compile(rb'"respondent": ("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of one person in one round.

    Args:
        count: records and pieces that were erased; 0, and nothing was touched, if nobody of this name has answered.
        left: files that may still hold something of this person, and that this program cannot write.
        linked: files that have another name on the same disk, under which everything is still there.
    """

    count: int = 0
    left: tuple[Path, ...] = ()
    linked: tuple[Path, ...] = ()


def forget(folder: Path, respondent: str, *, at: dt.datetime) -> Erased:
    """Erase one person from a round: every record, also in copies and in what was set aside, and published examples.

    A piece of a line that names nobody is erased too, for it may be theirs. A note keeps the person from coming back
    with a copy or a file. A link stays a link: what it leads to is erased.

    Raises:
        InputError: a file could not be written again.
    """
    path, name, erased = folder / JOURNAL, json.dumps(respondent, ensure_ascii=False).encode(), 0
    with saving(path), alone_with(path):
        places = [path, *copies_of(folder, JOURNAL), *set_aside_in(folder)]
        contents = {place: as_utf8(place.read_bytes()) if place.exists() else b"" for place in places}
        # What an editor keeps for itself is no text, and only the editor can write it.
        left = [place for place, content in contents.items() if b"\0" in content]
        journals = {place: content.split(b"\n") for place, content in contents.items() if place not in left}
        if not any(name in respondents_in(line) for lines in journals.values() for line in lines):
            return Erased()
        note = Note("forgotten", content_of(made_key(folder), respondent), uuid.uuid4().hex, at)
        for draft in folder.glob(TEMPORARY):
            draft.unlink()
        linked = tuple(place for place in journals if place.exists() and place.stat().st_nlink > 1)
        words = {words for lines in journals.values() for line in lines for words in _examples(parse(line), respondent)}
        for place, lines in journals.items():
            kept = [_unquoted(line, words) for line in lines if not line.strip() or _is_of_others(line, name)]
            erased += len(lines) - len(kept)
            if place != path and kept != lines:
                files.write(place.resolve(), b"\n".join(kept))
            elif place == path:
                whole, rest = lines_of(b"\n".join(kept))
                if rest:
                    set_aside(folder, TORN, [rest], at)
                files.write(place.resolve(), b"".join(line + b"\n" for _, line in whole) + encode(note))
        sync_folder(folder)
    return Erased(erased, tuple(left), linked)


def bring_back(folder: Path, respondent: str, *, at: dt.datetime) -> None:
    """Let somebody come in again who was erased; nothing happens where nobody of this name was.

    Raises:
        InputError: it could not be saved.
    """
    from maturity.store.answers import note, read

    gone = Forgotten.of(folder, read(folder).noted("forgotten"))
    for key in keys_of(folder) if respondent in gone else ():
        said = content_of(key, respondent, back=True)
        if said["who"] in gone.hashes:
            note(folder, "forgotten", said, at=at)


def set_aside_in(folder: Path) -> list[Path]:
    """Files with lines that could not be trusted and were set aside."""
    return sorted(path for start in ASIDE for path in folder.glob(f"{start}*"))


def respondents_in(line: bytes) -> set[bytes]:
    """The respondents that a line, or what is left of it, is about: as they are written in it."""
    found = parse(line)
    if isinstance(found, Record):
        return {json.dumps(found.respondent, ensure_ascii=False).encode()}
    return set(_NAMED.findall(line))


def _is_of_others(line: bytes, name: bytes) -> bool:
    found = respondents_in(line)
    return name not in found if found else isinstance(parse(line), Note | Record)


def _examples(found: object, respondent: str) -> set[tuple[str, str]]:
    """Item ids and the examples that somebody named, as a line has them."""
    if not isinstance(found, Record) or found.respondent != respondent or found.response is None:
        return set()
    return {(item, text.strip()) for item, text in found.response.evidence.items()}


def _unquoted(line: bytes, words: set[tuple[str, str]]) -> bytes:
    """A line without the examples of somebody who is erased: numbers that were published stay, words do not."""
    found = parse(line)
    if not words or not isinstance(found, Note) or found.kind != "published":
        return line
    items = dict(found.content["items"])
    for item, text in words:
        quotes = list(items.get(item, {}).get("quotes", ()))
        if text in quotes:
            quotes.remove(text)
            items[item] = {**items[item], "quotes": quotes}
    if items == found.content["items"]:
        return line
    return encode(replace(found, content={**found.content, "items": items})).removesuffix(b"\n")


def forgotten_in(folder: Path) -> Forgotten:
    """Who was erased from a round and is not to come back unasked."""
    path = folder / JOURNAL
    return Forgotten.of(folder, decode(path.read_bytes(), "").noted("forgotten")) if path.exists() else Forgotten()
