"""More ways to hand in, at the desk: files that are dropped there, and ballots and reply codes that are keyed in."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PureWindowsPath
from typing import Any

from maturity.collect.asking import LEAVE_OUT, Word
from maturity.errors import MaturityError, Problem
from maturity.journeys import collecting, keying
from maturity.journeys.collecting import Looked
from maturity.live.hall import Hall
from maturity.live.refusals import Denied, without_flags
from maturity.live.shown import Data
from maturity.model import Response
from maturity.readers.answers import Defaults
from maturity.text.clean import plain
from maturity.text.spoken import LETTERS
from maturity.text.words import counted

LARGEST = 30_000_000
"""Bytes of a request with files."""
MOST_FILES = 400
LONGEST_NAME, LONGEST_ENDING = 40, 10
"""Letters of a file's name, each of which may take four bytes of the 255 that systems have for it."""
_UNFIT = re.compile(r'[<>:"|?*]')
TAKEN_BACK = "A ballot was taken back meanwhile. Look at the number, then enter the line once more."
UNDECIDED = ("open-column", "in-doubt", "unknown-school", "unknown-role", "unknown-answer", "no-school")
"""Problems that go away once it is decided what is meant; the page asks for that itself."""


class Intake:
    """What comes in by another way than a phone. One request at a time.

    Args:
        hall: of the round.
    """

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.keyed: list[tuple[str, Response | None]] = []
        # Letters of its own keep two people apart who key in at the same time.
        self.tag = f"paper-{''.join(secrets.choice(LETTERS) for _ in range(4))}"

    def files(self, said: Mapping[str, Any]) -> Data:
        """Look at files, with all that was decided about them; store them once somebody says so.

        Args:
            said: `files`, each a `name` and its `content` in base64; `words`, what words of them mean; `same`, whether
                rows in doubt are people who are there; `school`, of people whose rows do not say it; `store`; `skip`,
                leave out rows with a fault.

        Raises:
            Denied: the request is none, or answers are closed.
        """
        self._refuse_closed()
        words = said.get("words") or {}
        same, school = said.get("same"), said.get("school") or None
        is_said = isinstance(words, dict) and (same is None or isinstance(same, bool))
        if not is_said or not (school is None or isinstance(school, str)):
            raise Denied(422, "This says nothing about the files.")
        with tempfile.TemporaryDirectory(prefix="maturity-") as place:
            try:
                paths = _written(Path(place), said.get("files"))
                at, whose = self.hall.clock(), Defaults(school)
                looked = collecting.look_at(self.hall.folder, paths, at=at, same=same, defaults=whose)
                looked = _decided(looked, words)
                stored = self._store(looked, skip=said.get("skip") is True) if said.get("store") is True else ""
            except MaturityError as error:
                return {"problems": [_short(one, place) for one in error.problems], "stored": ""}
            return _told(looked, place) | {"stored": stored}

    def _store(self, looked: Looked, *, skip: bool) -> str:
        # Only what is saved waits for the room, which may have been closed while large files were read.
        with self.hall.lock:
            self._refuse_closed()
            stored = collecting.store(looked, skip_bad_rows=skip)
            self.hall.refresh()
        return f"{counted(len(stored.people), 'person', 'people')} stored."

    def ballots(self, said: Mapping[str, Any]) -> Data:
        """Keep one keyed line, or say what a line holds.

        Args:
            said: `school`, `role` or None, `line` (may be empty), `number` of the ballot that the page shows, `undo`.

        Raises:
            Denied: the screen is not blank, or answers are closed.
        """
        self._refuse_closed()
        if not self.hall.room.blank:
            raise Denied(409, "Blank the screen first: everybody could read along.")
        school, role, line = said.get("school"), said.get("role"), said.get("line") or ""
        number = said.get("number")
        if not isinstance(school, str) or not (role is None or isinstance(role, str)) or not isinstance(line, str):
            raise Denied(422, "Say whose ballots these are.")
        with self.hall.lock:
            try:
                there = keying.ballots_at(self.hall.folder)
                result: Data = {"said": "", "problems": []}
                if said.get("undo") is True:
                    result["said"] = self._undo(there)
                elif line.strip() and type(number) is int and number > there.next_number(self.tag):
                    result["problems"] = [TAKEN_BACK]
                elif line.strip() and type(number) is int and number > 0:
                    result = self._key(there, line.strip(), number, school, role)
                self.hall.refresh()
                there = keying.ballots_at(self.hall.folder)
                return result | {"number": there.next_number(self.tag), "layout": there.layout(school, role)}
            except MaturityError as error:
                return {"said": "", "problems": [_short(one, "") for one in error.problems]}

    def _key(self, there: keying.Ballots, line: str, number: int, school: str, role: str | None) -> Data:
        known = {one.respondent: one for one in there.round.responses}
        at = self.hall.clock()
        taken = keying.key(there.folder, line, tag=self.tag, number=number, school=school, role=role, at=at)
        if taken.ballot is not None:
            # An example goes with its ballot, and is taken back with it.
            before = known.get(taken.ballot.respondent)
            again = next((one for one in self.keyed if one[0] == taken.ballot.respondent), None)
            self.keyed = [one for one in self.keyed if one is not again]
            self.keyed.append((taken.ballot.respondent, again[1] if again else before))
        # The page always shows what a line holds.
        problems = [_short(one, "").removesuffix("; h shows which") for one in taken.problems]
        return {"said": taken.said, "problems": problems}

    def _undo(self, there: keying.Ballots) -> str:
        known = {one.respondent: one for one in there.round.responses}
        while self.keyed:
            respondent, before = self.keyed.pop()
            if (kept := known.get(respondent)) is not None:
                keying.take_back(there.folder, kept, self.hall.clock(), before)
                return "The last line is taken back. Type it again, or go on with another one."
        return "There is nothing to take back."

    def _refuse_closed(self) -> None:
        self.hall.refresh()
        if not self.hall.room.takes_answers:
            raise Denied(409, "Answers can come in once the room has started, and until they are closed.")


def _written(place: Path, given: Any) -> list[Path]:
    """Files of a request, each under its own name in a folder that goes when they were read."""
    if not isinstance(given, list) or not given or len(given) > MOST_FILES:
        raise Denied(422, f"Drop one file, or {MOST_FILES} at most.")
    paths = []
    for number, one in enumerate(given):
        name = one.get("name") if isinstance(one, dict) else None
        content = one.get("content") if isinstance(one, dict) else None
        if not isinstance(name, str) or not isinstance(content, str):
            raise Denied(422, "This is no file.")
        folder = place / str(number)
        folder.mkdir()
        path = folder / _safe(name)
        try:
            path.write_bytes(base64.b64decode(content, validate=True))
        except (binascii.Error, ValueError):
            raise Denied(422, "This file did not arrive whole. Drop it once more.") from None
        except OSError:
            raise Denied(503, "This laptop could not keep the file: is its disk full?") from None
        paths.append(path)
    return paths


def _safe(name: str) -> str:
    """The last part of a file's name, without what a system would take for more or could not write."""
    whole = "".join(one for one in name if one.isprintable()).replace("/", "\\")
    last = _UNFIT.sub("-", PureWindowsPath(whole).name).strip(". ") or "file"
    stem, dot, ending = last.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:LONGEST_ENDING]}"


def _decided(looked: Looked, words: Mapping[str, Any]) -> Looked:
    """The files once more with what was decided about their words; that may leave others open."""
    while True:
        chosen = [(one, words[_name(one)]) for one in looked.words if isinstance(words.get(_name(one)), str)]
        if not chosen:
            return looked
        before = looked.words
        for one, meant in chosen:
            looked = collecting.decide_more(looked, one.means(meant))
        if looked.words == before:
            return looked


def _name(word: Word) -> str:
    return f"{word.open.kind}:{word.open.text}"


def _choices(word: Word) -> list[list[str]]:
    """What a word may mean, as the page lists it: the likely ones first."""
    likely = [one for one in word.open.likely if one in word.choices]
    others = [one for one in word.choices if one not in likely]
    named = word.open.kind == "levels"
    return [
        [one, plain(f"{one}: {word.choices[one]}" if named else word.choices[one], 90)] for one in (*likely, *others)
    ]


def _told(looked: Looked, place: str) -> Data:
    """What the files would bring, what is to be decided, and what is wrong; `ready` once they can be stored."""
    news = looked.news
    wrong = [one for one in looked.problems if one.code not in UNDECIDED]
    return {
        "adds": counted(len(news.new), "person", "people") if news.new else "",
        "changes": counted(len(news.changed), "person", "people") if news.changed else "",
        "known": counted(len(news.known), "person is", "people are") if news.known else "",
        "out": counted(len(looked.erased) + len(news.withdrawn), "person", "people")
        if looked.erased or news.withdrawn
        else "",
        "remarks": [plain(one) for one in (*looked.remarks, *looked.sentences)],
        "words": [
            {
                "name": _name(one),
                "question": plain(one.question),
                "choices": _choices(one),
                "out": LEAVE_OUT if one.can_be_left_out else "",
            }
            for one in looked.words
        ],
        "lacksSchool": any(one.code == "no-school" for one in looked.problems),
        "doubts": [plain(one.said) for one in looked.doubts],
        "problems": [_short(one, place) for one in wrong],
        "ready": looked.refusal() is None and bool(news.new or news.changed),
        "readyWithout": looked.refusal(skip_bad_rows=True) is None and bool(news.new or news.changed),
    }


def _short(problem: Problem, place: str) -> str:
    """A problem as a page says it: a file by its own name."""
    source = Path(problem.source).name if place and problem.source.startswith(place) else problem.source
    parts: Sequence[str] = (source, problem.field, problem.message, without_flags(problem.hint))
    return plain(": ".join(filter(None, parts)))
