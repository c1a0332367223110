"""Erasing one person: every record, in every file that can be reached, and a note that keeps them out."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from maturity import files
from maturity.folder.journal import Note, Record, as_utf8, encode, lines_of, parse
from maturity.folder.names import JOURNAL, TEMPORARY, TORN, set_aside_in
from maturity.store.answers import alone_with, note, read, saving, set_aside
from maturity.store.copies import holding, journals_beside, only_named
from maturity.store.forgotten import Forgotten, Words, content_of, examples, made_key, unquoted
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
    path, name = folder / JOURNAL, json.dumps(respondent, ensure_ascii=False).encode()
    with saving(path), alone_with(path):
        journals = {place: _named(place) for place in (path, *journals_beside(folder), *set_aside_in(folder))}
        # What is no journal is left to whoever wrote it, and what an editor keeps for itself only the editor can write.
        left = [place for place in only_named(folder) if _may_hold(place, respondent)]
        theirs = [line for lines in journals.values() for line, people in lines if name in people]
        if not theirs:
            return Erased(left=tuple(left))
        out = Note("forgotten", content_of(made_key(folder), respondent), uuid.uuid4().hex, at)
        for draft in folder.glob(TEMPORARY):
            draft.unlink()
        linked = tuple(place for place in journals if place.exists() and place.stat().st_nlink > 1)
        words = {said for line in theirs for said in _examples(line, respondent)}
        erased = 0
        for place, lines in journals.items():
            before = [line for line, _ in lines]
            kept = [
                line if people else _unquoted(line, words)
                for line, people in lines
                if name not in people and (people or isinstance(parse(line), Note | Record))
            ]
            erased += len(before) - len(kept)
            if place == path:
                if kept and kept[-1] == _rest(path):
                    set_aside(folder, TORN, [kept.pop()], at)
                kept.append(encode(out).removesuffix(b"\n"))
            if kept != before:
                files.write(place.resolve(), b"".join(line + b"\n" for line in kept))
        sync_folder(folder)
    return Erased(erased, tuple(left), linked)


def sign(respondent: str) -> bytes:
    """What stands in every line that is about somebody."""
    return b'"respondent": ' + json.dumps(respondent, ensure_ascii=False).encode()


def _may_hold(place: Path, respondent: str) -> bool:
    content = as_utf8(place.read_bytes())
    return b"\0" in content or sign(respondent) in content


def _named(place: Path) -> list[tuple[bytes, set[bytes]]]:
    """The lines of a journal, and what is left of one that was never finished; each with whom it is about."""
    whole, rest = lines_of(as_utf8(place.read_bytes())) if place.exists() else ([], b"")
    return [(line, respondents_in(line)) for line in (*(line for _, line in whole), *([rest] if rest else []))]


def _rest(place: Path) -> bytes:
    return lines_of(as_utf8(place.read_bytes()))[1] if place.exists() else b""


def still_holding(cluster: Path, respondent: str) -> list[Path]:
    """Files of a cluster, and of its copies beside it, that still hold something of one person."""
    return holding(cluster, sign(respondent))


def bring_back(folder: Path, respondent: str, *, at: dt.datetime) -> None:
    """Let somebody come in again who was erased; nothing happens where nobody of this name was.

    Raises:
        InputError: it could not be saved.
    """
    who = forgotten_in(folder).who(respondent)
    if who is not None:
        known = next(one for one in read(folder).noted("forgotten") if one.content.get("who") == who)
        note(folder, "forgotten", {**known.content, "back": True}, at=at)


def respondents_in(line: bytes) -> set[bytes]:
    """The respondents that a line, or what is left of it, is about: as they are written in it."""
    names = set(_NAMED.findall(line))
    # As this program writes names; any other way is found by reading the line.
    if len(names) == 1 and all(b"\\" not in name for name in names):
        return names
    found = parse(line)
    return {json.dumps(found.respondent, ensure_ascii=False).encode()} if isinstance(found, Record) else names


def _examples(line: bytes, respondent: str) -> set[Words]:
    found = parse(line)
    return examples(found) if isinstance(found, Record) and found.respondent == respondent else set()


def _unquoted(line: bytes, words: Collection[Words]) -> bytes:
    """A line without the examples of somebody who is erased: numbers that were published stay, words do not."""
    found = parse(line)
    if not isinstance(found, Note):
        return line
    after = unquoted(found, Counter(words))
    return line if after is found else encode(after).removesuffix(b"\n")


def forgotten_in(folder: Path) -> Forgotten:
    """Who was erased from a round and is not to come in from a file unasked, however it writes their names."""
    journal = read(folder)
    return Forgotten.of(folder, journal.noted("forgotten"), {record.respondent for record in journal.records})
