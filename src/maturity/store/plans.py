"""The plan on disk: the priorities of a round, as YAML that a head can read and edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from maturity.folder.names import ROUND
from maturity.model.plan import Priority
from maturity.store import meanwhile
from maturity.store.keys import change_key, valid
from maturity.store.meanwhile import Overwritten

PRIORITIES = "priorities"
Priorities = tuple[Priority, ...]


def change_priorities(round_: Path, to: Callable[[Priorities], Priorities]) -> Priorities:
    """Change the priorities of a round in its file; everything else in it stays as it is.

    Args:
        round_: folder of a round, or a YAML file that is one.
        to: gives all priorities from those that stand there now; it may refuse, and then nothing is changed.

    Returns:
        all priorities as they are now.

    Raises:
        InputError: the file cannot be read, is not laid out one key a line, or cannot be written.
    """
    path = round_ / ROUND if round_.is_dir() else round_
    after: Priorities = ()

    def changed(said: Any) -> list[dict[str, Any]]:
        nonlocal after
        found = said if isinstance(said, list) else [said] if said else []
        there = tuple(valid(path, PRIORITIES, Priority, one) for one in found)
        after = to(there)
        return rows(after)

    change_key(path, PRIORITIES, changed, what="the priorities", flow=False)
    return after


def save_priorities(
    round_: Path, priorities: Sequence[Priority], base: Sequence[Priority] = ()
) -> tuple[Priorities, list[Overwritten]]:
    """Put into the file of a round what was changed in its priorities; what others changed meanwhile stays.

    Args:
        round_: folder of a round, or a YAML file that is one.
        priorities: all of them after the change.
        base: all of them before it.

    Returns:
        all priorities as they are now, and what others had changed too.

    Raises:
        InputError: as in `change_priorities`.
    """
    found: list[Overwritten] = []

    def merged(there: Priorities) -> Priorities:
        taken, begun = {one.id: one for one in there}, {one.id for one in base}
        # Two who think of the same words at the same time have two priorities.
        new = tuple(
            one.model_copy(update={"id": next(name for n in count(2) if (name := f"{one.id}-{n}") not in taken)})
            if one.id in taken and one.id not in begun and one != taken[one.id]
            else one
            for one in priorities
        )
        after, both = meanwhile.merged_priorities(tuple(base), new, there)
        found.extend(both)
        return after

    return change_priorities(round_, merged), found


def rows(priorities: Sequence[Priority]) -> list[dict[str, Any]]:
    """Priorities as plain data; what equals its default is left out."""
    return [plain_data(priority.model_dump(exclude_defaults=True)) for priority in priorities]


def plain_data(value: Any) -> Any:
    """The same with lists in place of tuples, as YAML has them."""
    if isinstance(value, dict):
        return {key: plain_data(inner) for key, inner in value.items()}
    return [plain_data(inner) for inner in value] if isinstance(value, list | tuple) else value
