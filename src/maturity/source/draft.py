"""Plain data that has been read and not yet checked, and that knows where each part of it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from maturity.errors import Fault, Path, Problem

Place = tuple[str, int | None, str]
"""Source, line and field of a `Problem`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says, before anybody asked whether it makes sense.

    Args:
        data: dictionaries, lists, texts, numbers, booleans and None; a dictionary at the top.
        locate: where a path stands; a path that does not exist stands where its closest parent does.
        problems: what was found while reading, with its place.
        spoilt: paths that already have a problem; nothing more is said about them.
    """

    data: dict[Any, Any]
    locate: Callable[[Path], Place]
    problems: tuple[Problem, ...] = ()
    spoilt: frozenset[Path] = frozenset()

    def problem(self, fault: Fault) -> Problem:
        """A fault with its place."""
        return Problem(*self.locate(fault.at), fault.code, fault.message, fault.hint)

    def report(self, *checks: Iterable[Fault]) -> list[Problem]:
        """Everything that is wrong, in the order of the file.

        Args:
            checks: faults from one way of looking after the other; a place that an earlier check has
                complained about is left alone by the later ones.
        """
        found, done = list(self.problems), set(self.spoilt)
        for check in checks:
            fresh = [fault for fault in check if fault.at not in done]
            found += map(self.problem, fresh)
            done |= {fault.at for fault in fresh}
        return sorted(found, key=lambda problem: (problem.source, problem.line or 0))


def as_tuples(value: Any) -> Any:
    """Plain data as a strict model takes it: tuples in place of lists."""
    if isinstance(value, dict):
        return {key: as_tuples(inner) for key, inner in value.items()}
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value
