"""More ways to hand in, at the desk: files that are dropped there, and ballots and reply codes that are keyed in."""

from __future__ import annotations

import base64
import binascii
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PureWindowsPath
from typing import Any

from maturity.collect.asking import LEAVE_OUT
from maturity.errors import MaturityError, Problem
from maturity.journeys import collecting, keying
from maturity.journeys.collecting import Looked
from maturity.live.hall import Denied, Hall
from maturity.live.shown import Data
from maturity.text.clean import plain
from maturity.text.spoken import LETTERS
from maturity.text.words import counted

LARGEST = 30_000_000
"""Bytes of a request with files."""
MOST_FILES = 400
LONGEST_NAME = 120
UNDECIDED = ("open-column", "in-doubt", "unknown-school", "unknown-role", "unknown-answer")
"""Problems that go away once it is decided what is meant; the page asks for that itself."""


class Intake:
    """What comes in by another way than a phone. One request at a time.

    Args:
        hall: of the round.
    """

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        # Letters of its own keep two people apart who key in at the same time.
        self.tag = f"paper-{''.join(secrets.choice(LETTERS) for _ in range(4))}"

    def files(self, said: Mapping[str, Any]) -> Data:
        """Look at files, with all that was decided about them; store them once somebody says so.

        Args:
            said: `files`, each a `name` and its `content` in base64; `words`, what words of them mean; `same`, whether
                rows in doubt are people who are there; `store`; `skip`, leave out rows with a fault.

        Raises:
            Denied: the request is none, or answers are closed.
        """
        self._refuse_closed()
        words = said.get("words") or {}
        same = said.get("same")
        if not isinstance(words, dict) or not (same is None or isinstance(same, bool)):
            raise Denied(422, "This says nothing about the files.")
        with self.hall.lock, tempfile.TemporaryDirectory(prefix="maturity-") as place:
            try:
                paths = _written(Path(place), said.get("files"))
                looked = _decided(collecting.look_at(self.hall.folder, paths, at=self.hall.clock(), same=same), words)
                is_stored = said.get("store") is True and self._store(looked, skip=said.get("skip") is True)
            except MaturityError as error:
                return {"problems": [_short(one, place) for one in error.problems], "stored": ""}
            return _told(looked, place) | {"stored": is_stored or ""}

    def _store(self, looked: Looked, *, skip: bool) -> str:
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
                elif line.strip() and isinstance(number, int):
                    taken = keying.key(
                        *(self.hall.folder, line.strip()),
                        tag=self.tag,
                        number=number,
                        school=school,
                        role=role,
                        at=self.hall.clock(),
                    )
                    result = {"said": taken.said, "problems": [_short(one, "") for one in taken.problems]}
                self.hall.refresh()
                there = keying.ballots_at(self.hall.folder)
                return result | {"number": there.next_number(self.tag), "layout": there.layout(school, role)}
            except MaturityError as error:
                return {"said": "", "problems": [_short(one, "") for one in error.problems]}

    def _undo(self, there: keying.Ballots) -> str:
        last = there.next_number(self.tag) - 1
        kept = there.keyed.get((self.tag, last))
        if kept is None:
            return "There is nothing to take back."
        keying.take_back(there.folder, kept, self.hall.clock())
        return f"Ballot {last} is taken back; type it again."

    def _refuse_closed(self) -> None:
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
        # Nothing of a name but its last part, and nothing that a system would take for more.
        safe = plain(PureWindowsPath(name.replace("/", "\\")).name, LONGEST_NAME).strip(". ") or "file"
        folder = place / str(number)
        folder.mkdir()
        path = folder / safe.replace(":", "-")
        try:
            path.write_bytes(base64.b64decode(content, validate=True))
        except (binascii.Error, ValueError):
            raise Denied(422, "This file did not arrive whole. Drop it once more.") from None
        paths.append(path)
    return paths


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


def _name(word: Any) -> str:
    return f"{word.open.kind}:{word.open.text}"


def _told(looked: Looked, place: str) -> Data:
    """What the files would bring, what is to be decided, and what is wrong; `ready` once they can be stored."""
    news = looked.news
    wrong = [one for one in looked.problems if one.code not in UNDECIDED]
    return {
        "adds": counted(len(news.new), "person", "people"),
        "changes": counted(len(news.changed), "person", "people"),
        "remarks": [plain(one) for one in (*looked.remarks, *looked.sentences)],
        "words": [
            {
                "name": _name(one),
                "question": plain(one.question),
                "choices": [[key, plain(text)] for key, text in one.choices.items()],
                "out": LEAVE_OUT if one.can_be_left_out else "",
            }
            for one in looked.words
        ],
        "doubts": [plain(one.said) for one in looked.doubts],
        "problems": [_short(one, place) for one in wrong],
        "ready": looked.refusal() is None and bool(news.new or news.changed),
        "readyWithout": looked.refusal(skip_bad_rows=True) is None and bool(news.new or news.changed),
    }


def _short(problem: Problem, place: str) -> str:
    """A problem as a page says it: a file by its own name."""
    source = Path(problem.source).name if place and problem.source.startswith(place) else problem.source
    parts: Sequence[str] = (source, problem.field, problem.message, "" if "--" in problem.hint else problem.hint)
    return plain(": ".join(filter(None, parts)))
