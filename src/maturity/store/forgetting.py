"""Erasing one person: every record, in every file that can be reached, and a note that keeps them out."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from maturity import files
from maturity.folder.journal import Note, Record, as_utf8, each_line, encode, parse, raw_lines
from maturity.folder.names import JOURNAL, TEMPORARY, TORN, set_aside_in
from maturity.store.answers import alone_with, note, read, saving, set_aside
from maturity.store.copies import holding, journals_beside, only_named
from maturity.store.forgotten import Forgotten, Words, content_of, examples, made_key, unquoted
from maturity.store.lock import sync_folder

PUBLISHED = b'"kind": "published"'
"""Stands in every line that keeps what was published."""
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
        places = (path, *journals_beside(folder), *set_aside_in(folder))
        # What is no journal is left to whoever wrote it, and what an editor keeps for itself only the editor can write.
        left = [place for place in only_named(folder) if _may_hold(place, respondent)]
        is_theirs, words = False, set[Words]()
        for place in places:
            for line, _ in _lines(place):
                if name in respondents_in(line):
                    is_theirs, words = True, words | _examples(line, respondent)
        if not is_theirs:
            return Erased(left=tuple(left))
        out = encode(Note("forgotten", content_of(made_key(folder), respondent), uuid.uuid4().hex, at))
        for draft in folder.glob(TEMPORARY):
            draft.unlink()
        linked = tuple(place for place in places if place.exists() and place.stat().st_nlink > 1)
        erased = 0
        for place in places:
            if place != path and all(_left(line, name, words) == line for line, _ in _lines(place)):
                continue
            gone: list[bytes] = []
            kept = _without(place, name, words, at, gone)
            files.write(place.resolve(), chain(kept, [out] if place == path else []))
            erased += len(gone)
        sync_folder(folder)
    return Erased(erased, tuple(left), linked)


def known_in(folder: Path) -> tuple[set[str], bool]:
    """Everybody of whom the lines of a round speak, and whether its results are published."""
    path, names, is_published = folder / JOURNAL, set[bytes](), False
    for line, _ in _lines(path):
        names |= respondents_in(line)
        is_published = is_published or (PUBLISHED in line and isinstance(parse(line), Note))
    return {str(json.loads(name)) for name in names}, is_published


def sign(respondent: str) -> bytes:
    """What stands in every line that is about somebody."""
    return b'"respondent": ' + json.dumps(respondent, ensure_ascii=False).encode()


def _may_hold(place: Path, respondent: str) -> bool:
    content = as_utf8(place.read_bytes())
    return b"\0" in content or sign(respondent) in content


def _lines(place: Path) -> Iterator[tuple[bytes, bool]]:
    """The lines of a journal, if it is there, and what is left of one that was never finished; whether it is that."""
    if not place.exists():
        return
    with raw_lines(place) as raw:
        for _, line, is_rest in each_line(raw):
            yield line, is_rest


def _left(line: bytes, name: bytes, words: Collection[Words]) -> bytes | None:
    """What is left of a line once somebody is erased; None where nothing is, for it names them or nobody."""
    if people := respondents_in(line):
        return None if name in people else line
    return _unquoted(line, words) if isinstance(parse(line), Note | Record) else None


def _without(place: Path, name: bytes, words: Collection[Words], at: dt.datetime, gone: list[bytes]) -> Iterator[bytes]:
    """The lines of a journal without somebody, which go to `gone`; of the round's own, the unfinished is set aside."""
    for line, is_rest in _lines(place):
        if (left := _left(line, name, words)) is None:
            gone.append(line)
        elif is_rest and place.name == JOURNAL:
            set_aside(place.parent, TORN, [left], at)
        else:
            yield left + b"\n"


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
