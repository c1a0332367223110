"""A questionnaire as plain data, read from a file: its groups, ids and scales, whatever else is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maturity.errors import Fault, Path

Data = Mapping[Any, Any]
Rows = Sequence[tuple[Path, Data]]


def groups(data: Data, key: str, at: Path = ()) -> Iterator[tuple[Path, Data]]:
    """Entries of a list that are groups of keys, each with its place."""
    found = data.get(key)
    if isinstance(found, Sequence) and not isinstance(found, str):
        for position, row in enumerate(found):
            if isinstance(row, Mapping):
                yield (*at, key, position), row


def known(data: Data, key: str) -> list[str]:
    """The ids in a list."""
    return [row["id"] for _, row in groups(data, key) if isinstance(row.get("id"), str)]


def in_a_line(names: Sequence[str]) -> str:
    """Names in one line."""
    return ", ".join(names) if names else "none"


def scales_of(data: Data) -> dict[str, tuple[Path, Data]]:
    """Every scale by its name, with its place; the questionnaire's own has none."""
    found: dict[str, tuple[Path, Data]] = {}
    if isinstance(data.get("scale"), Mapping):
        found[""] = ("scale",), data["scale"]
    more = data.get("scales")
    if isinstance(more, Mapping):
        found |= {str(name): (("scales", name), scale) for name, scale in more.items() if isinstance(scale, Mapping)}
    return found


def scale_name(data: Data, row: Data) -> str:
    """Which scale an item is answered on, as in `scales_of`."""
    scales = scales_of(data)
    name = row.get("scale")
    if isinstance(name, str):
        return name
    return "" if "" in scales else next(iter(scales), "")


def scale_of(data: Data, row: Data) -> Data:
    """The scale that an item is answered on; nothing where there is none."""
    _, scale = scales_of(data).get(scale_name(data, row), ((), {}))
    return scale


def levels_of_scale(scale: Data) -> list[int]:
    """Its levels, lowest first; empty where it has none."""
    levels = scale.get("levels")
    if not isinstance(levels, Mapping):
        return []
    # A bool is an int in Python, and YAML 1.1 turns an unquoted `yes` into one.
    return sorted(level for level in levels if isinstance(level, int) and not isinstance(level, bool))


def worth_of_scale(scale: Data) -> dict[int, float]:
    """What each level is worth: its value, else the level itself."""
    values = scale.get("values")
    given = values if isinstance(values, Mapping) else {}
    return {level: number_or(given.get(level), level) for level in levels_of_scale(scale)}


def number_or(value: object, other: float) -> float:
    """A number, or another where there is none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float(other)


def unknown(at: Path, names: object, known: Sequence[str], kind: str) -> Iterator[Fault]:
    """Names in a list that are not known."""
    if not isinstance(names, Sequence) or isinstance(names, str):
        return
    for position, name in enumerate(names):
        if isinstance(name, str) and name not in known:
            yield Fault(
                (*at, position),
                f"unknown-{kind.replace(' ', '-')}",
                f"{name!r} is no {kind} of this questionnaire",
                f"use one of: {in_a_line(known)}",
            )
