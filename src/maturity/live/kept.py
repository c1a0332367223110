"""What was saved in a sitting and has to be there still, and what has come after answers were closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from maturity.folder.journal import Record
from maturity.model import Response
from maturity.store.forgotten import Forgotten
from maturity.text.words import counted, listed

MISSING = (
    "What {people} saved here is no longer in {path}: the file was removed or changed, or an older copy lies in its "
    "place. Put the newer file back, and this goes away by itself. If there is none, end the program with Ctrl-C and "
    "start it again: phones that are still here then send their answers once more."
)
SINCE = "Since answers were closed {what}. The screen goes on showing what was closed."
BACK_FIRST = "Answers that were saved are missing: the desk says what to do. Answers can be closed once that is done."
ANEW = "Reopen the answers and close them anew: then files can be made of them."
ANEW_ENDED = "For files, end the program with Ctrl-C and start it again, then open the answers and close them anew."


class Remembered:
    """The last record of everybody that was ever seen in the folder, so that nothing vanishes in silence.

    What is erased is to be gone, and what somebody takes back adds a record; anything else that goes was lost.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._last: dict[str, str] = {}
        self.missing: Mapping[str, str] = {}

    def added(self, record: Record) -> None:
        """Note a record that was added to those that are there."""
        self._seen.add(record.id)
        self._last[record.respondent] = record.id

    def read(self, records: Collection[Record], erased: Forgotten) -> None:
        """Note all records that are there now.

        Args:
            erased: who is kept out for good.
        """
        there = {one.id for one in records}
        # Who has saved anew has saved the whole of it.
        anew = {one.respondent for one in records if one.id not in self._seen}
        self.missing = {
            name: last
            for name, last in {**self._last, **self.missing}.items()
            if last not in there and name not in anew and name not in erased
        }
        for one in records:
            self.added(one)

    def lacking(self, path: str) -> str:
        """That answers which were saved are no longer in the file, and what to do; empty where all of them are."""
        people = counted(len(self.missing), "person", "people")
        return MISSING.format(people=people, path=path) if self.missing else ""


def since_closed(closed: Iterable[Response], known: Mapping[str, Response]) -> str:
    """How many people's answers are others than those that were closed; empty where none are."""
    before = {one.respondent: one for one in closed}
    came = len(known.keys() - before.keys())
    left = len(before.keys() - known.keys())
    changed = sum(1 for name, one in before.items() if name in known and known[name] != one)
    parts: Sequence[tuple[int, str, str]] = (
        (came, "person came in", "people came in"),
        (changed, "person changed theirs", "people changed theirs"),
        (left, "person took theirs back", "people took theirs back"),
    )
    said = [counted(n, one, many) for n, one, many in parts if n]
    return SINCE.format(what=listed(said)) if said else ""
