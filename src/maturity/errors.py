"""What can go wrong, said so that the person at the keyboard can put it right.

A `Problem` is a value: readers gather all of them and hand them over together. A `Fault` is one that does not know
yet in which file it stands. A `MaturityError` carries problems to the one place that shows them, the boundary in
`maturity.cli`.

    MaturityError
      InputError    a file, or something typed, cannot be used as it is
      UsageError    what was asked for does not fit together
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FINE = 0
VERDICT = 1
"""The outcome that the user asked to be failed on (for example `--fail-if`)."""
REFUSED = 2
"""What was asked could not be done."""
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what is wrong, what to do about it.

    Args:
        source: the file (or other origin) as the user knows it; empty when there is none.
        line: line number in `source`, from 1; None when it has none (a cell is named in `field`).
        field: the place inside the file in words or as a path, for example `items[3].levels`.
        code: a short stable name for the kind of fault, for example `unknown-key`.
        message: what is wrong, one sentence without a final full stop.
        hint: what to do, one sentence; empty when there is nothing sensible to say.
    """

    source: str
    line: int | None
    field: str
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """`file:line: where: what: what to do`, leaving out what is not known."""
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.message, self.hint) if part)


Path = tuple[str | int, ...]
"""Keys and positions from the top of some data."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a path inside the data (keys and positions from the top)."""

    at: Path
    code: str
    message: str
    hint: str = ""


class MaturityError(Exception):
    """What was asked cannot be done. Carries one problem or many; never printed where it is raised."""

    exit_code = REFUSED

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class InputError(MaturityError):
    """A file, or something typed, cannot be used as it is.

    Args:
        listed_by: the words of the command that lists all of the problems, where they are more than somebody wants to
            read who asked for something else.
    """

    def __init__(self, problems: Problem | Iterable[Problem], listed_by: tuple[str, ...] = ()) -> None:
        super().__init__(problems)
        self.listed_by = listed_by


class UsageError(MaturityError):
    """The command was asked for something that does not fit together."""

    def __init__(self, message: str, hint: str = "", code: str = "usage") -> None:
        super().__init__(Problem("", None, "", code, message, hint))


class Shortfall(UserWarning):
    """A file was made, and lacks something that it should have; said at the same boundary as what cannot be done."""


class LettersMissing(Shortfall):
    """Letters that no font here has, and the texts in which they stand.

    Args:
        letters: each once.
        texts: as they were to be shown.
    """

    def __init__(self, letters: tuple[str, ...], texts: tuple[str, ...]) -> None:
        super().__init__(f"no font here has {' '.join(letters)}")
        self.letters, self.texts = letters, texts
