"""Faults that show only when parts of a questionnaire are held against each other.

Works on plain data, as read from a file, and takes nothing for granted about its shape: whatever has the
wrong type is left to the model's own validation, so that one pass reports both kinds of fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maturity.errors import Fault, Path
from maturity.text.isolate import is_tag
from maturity.text.names import quoted, visible

CONVERSATION = ("why", "how", "what")
_MANY = 3
"""Items that differ from the scale, above which it is the scale that was changed."""


def faults(data: object) -> list[Fault]:
    """Every cross-reference, level, threshold and id in `data` that does not hold.

    Args:
        data: a questionnaire as plain dictionaries and lists; any other shape gives no faults here.
    """
    if not isinstance(data, Mapping):
        return []
    return [
        *_language(data),
        *_ids(data),
        *_scale(data),
        *_axes(data),
        *_dimensions(data),
        *_quadrants(data),
        *_roles(data),
        *_items(data),
        *_portrait(data),
        *_cycle(data),
        *_blind_spots(data),
    ]


def _rows(data: Mapping[Any, Any], key: str) -> Iterator[tuple[Path, Mapping[Any, Any]]]:
    rows = data.get(key)
    if isinstance(rows, Sequence) and not isinstance(rows, str):
        for position, row in enumerate(rows):
            if isinstance(row, Mapping):
                yield (key, position), row


def _known(data: Mapping[Any, Any], key: str) -> list[str]:
    return [row["id"] for _, row in _rows(data, key) if isinstance(row.get("id"), str)]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "none"


def _levels(data: Mapping[Any, Any]) -> list[int]:
    scale = data.get("scale")
    levels = scale.get("levels") if isinstance(scale, Mapping) else None
    if not isinstance(levels, Mapping) or not levels:
        return []
    # A bool is an int in Python, and YAML 1.1 turns an unquoted `yes` into one.
    return sorted(level for level in levels if isinstance(level, int) and not isinstance(level, bool))


def _language(data: Mapping[Any, Any]) -> Iterator[Fault]:
    language = data.get("language", "en")
    if isinstance(language, str) and not is_tag(language):
        hint = "use a BCP 47 tag: two or three letters, and a region where it matters: en, cy, ar, pt-BR"
        yield Fault(("language",), "no-language", f"{quoted(language)} is not the tag of a language", hint)


def _ids(data: Mapping[Any, Any]) -> Iterator[Fault]:
    for keys in (
        ("axes",),
        ("dimensions",),
        ("quadrants",),
        ("roles",),
        ("supports",),
        ("items", "portrait"),
    ):
        seen: dict[str, str] = {}
        for key in keys:
            for at, row in _rows(data, key):
                name = row.get("id")
                if not isinstance(name, str):
                    continue
                twin = seen.setdefault(visible(name), name)
                if twin is name:
                    continue
                if twin == name:
                    yield Fault(
                        (*at, "id"),
                        "duplicate-id",
                        f"the id {name!r} is used twice",
                        "give one of them another id",
                    )
                else:
                    yield Fault(
                        (*at, "id"),
                        "look-alike-id",
                        f"the ids {twin!a} and {name!a} look the same",
                        "retype the id: it holds characters that cannot be seen or told apart",
                    )


def _scale(data: Mapping[Any, Any]) -> Iterator[Fault]:
    levels = _levels(data)
    if not levels:
        return
    if levels != list(range(levels[0], levels[-1] + 1)):
        yield Fault(
            ("scale", "levels"),
            "gap-in-scale",
            f"the levels {_listed(list(map(str, levels)))} are not consecutive",
            f"name every level from {levels[0]} to {levels[-1]}",
        )
    start = data["scale"].get("evidence_from")
    if isinstance(start, int) and start not in levels:
        yield Fault(
            ("scale", "evidence_from"),
            "not-a-level",
            f"{start} is not a level of the scale",
            f"use a level from {levels[0]} to {levels[-1]}",
        )


def _axes(data: Mapping[Any, Any]) -> Iterator[Fault]:
    levels = _levels(data)
    counts = dict.fromkeys(_known(data, "axes"), 0)
    for _, row in _rows(data, "dimensions"):
        if isinstance(row.get("axis"), str) and row["axis"] in counts:
            counts[row["axis"]] += 1
    for at, row in _rows(data, "axes"):
        midpoint, needed, name = row.get("midpoint"), row.get("dimensions_needed"), row.get("id")
        if levels and isinstance(midpoint, int | float) and not levels[0] < midpoint < levels[-1]:
            yield Fault(
                (*at, "midpoint"),
                "midpoint-off-scale",
                f"the midpoint {midpoint:g} does not lie inside the scale {levels[0]} to {levels[-1]}",
                "choose a number between the lowest and the highest level",
            )
        if isinstance(name, str) and name in counts:
            if counts[name] == 0:
                yield Fault(
                    (*at, "id"),
                    "empty-axis",
                    f"no dimension is on the axis {name!r}",
                    "add one, or remove the axis",
                )
            elif isinstance(needed, int) and needed > counts[name]:
                yield Fault(
                    (*at, "dimensions_needed"),
                    "needs-too-many",
                    f"needs {needed} dimensions, but the axis {name!r} has {counts[name]}",
                    f"use a number from 1 to {counts[name]}",
                )


def _dimensions(data: Mapping[Any, Any]) -> Iterator[Fault]:
    axes = _known(data, "axes")
    used = {row.get("dimension") for _, row in _rows(data, "items") if isinstance(row.get("dimension"), str)}
    for at, row in _rows(data, "dimensions"):
        axis, name = row.get("axis"), row.get("id")
        if isinstance(axis, str) and axis not in axes:
            yield Fault(
                (*at, "axis"),
                "unknown-axis",
                f"the dimension is on {axis!r}, which is no axis",
                f"use one of: {_listed(axes)}",
            )
        if isinstance(name, str) and data.get("items") and name not in used:
            yield Fault((*at, "id"), "empty-dimension", f"the dimension {name!r} has no item", "add one, or remove it")


def _quadrants(data: Mapping[Any, Any]) -> Iterator[Fault]:
    axes = _known(data, "axes")
    seen: dict[tuple[Any, ...], str] = {}
    for at, row in _rows(data, "quadrants"):
        sides = row.get("at")
        if not isinstance(sides, Mapping):
            continue
        if axes and set(sides) != set(axes):
            yield Fault(
                (*at, "at"),
                "quadrant-axes",
                f"the quadrant is placed on {_listed(sorted(map(str, sides)))}",
                f"say low or high for each of: {_listed(axes)}",
            )
            continue
        corner = tuple(str(sides[axis]) for axis in axes)
        twin = seen.setdefault(corner, str(row.get("id")))
        if twin != str(row.get("id")):
            yield Fault(
                (*at, "at"),
                "same-corner",
                f"lies in the same corner as {twin!r}",
                "give each quadrant its own corner",
            )


def _roles(data: Mapping[Any, Any]) -> Iterator[Fault]:
    groups = [row["group"] for _, row in _rows(data, "roles") if isinstance(row.get("group"), str)]
    gap = data.get("role_gap")
    for key in ("higher", "lower"):
        if isinstance(gap, Mapping) and isinstance(gap.get(key), str) and gap[key] not in groups:
            yield Fault(
                ("role_gap", key),
                "unknown-group",
                f"no role is in the group {gap[key]!r}",
                f"use one of: {_listed(sorted(set(groups)))}",
            )


def _items(data: Mapping[Any, Any]) -> Iterator[Fault]:
    levels, roles, dimensions = _levels(data), _known(data, "roles"), _known(data, "dimensions")
    supports = [*CONVERSATION, *_known(data, "supports")]
    for at, row in _rows(data, "items"):
        dimension = row.get("dimension")
        if isinstance(dimension, str) and dimension not in dimensions:
            yield Fault(
                (*at, "dimension"),
                "unknown-dimension",
                f"the item is on {dimension!r}, which is no dimension",
                f"use one of: {_listed(dimensions)}",
            )
        yield from _unknown((*at, "audience"), row.get("audience"), roles, "role")
        yield from _unknown((*at, "supports"), row.get("supports"), supports, "support")
    yield from _levels_of_items(data, levels)


def _levels_of_items(data: Mapping[Any, Any], levels: Sequence[int]) -> Iterator[Fault]:
    """Levels and steps of items that are not those of the scale; where the scale was changed, that is said once."""
    own: list[tuple[Path, Mapping[Any, Any]]] = []
    steps: list[tuple[Path, Mapping[Any, Any]]] = []
    for at, row in _rows(data, "items"):
        guidance = row.get("guidance")
        if isinstance(row.get("levels"), Mapping) and row["levels"]:
            own.append(((*at, "levels"), row["levels"]))
        if isinstance(guidance, Mapping) and isinstance(guidance.get("steps"), Mapping):
            steps.append(((*at, "guidance", "steps"), guidance["steps"]))
    other_levels = sum(set(keys) != set(levels) for _, keys in own)
    other_steps = sum(set(keys) != set(levels[:-1]) for _, keys in steps)
    if levels and max(other_levels, other_steps) > _MANY:
        first, last = levels[0], levels[-1]
        counts = ((other_levels, "levels"), (other_steps, "guidance.steps"))
        yield Fault(
            ("scale", "levels"),
            "other-scale",
            f"the scale runs from {first} to {last}, and "
            f"{' and '.join(f'the {what} of {n} items do not' for n, what in counts if n)}",
            f"give each of them levels {first} to {last} and guidance.steps {first} to {last - 1}, or leave both out: "
            "then the labels of the scale count",
        )
        return
    for at, keys in own:
        yield from _exactly(at, keys, levels, "level")
    for at, keys in steps:
        yield from _exactly(at, keys, levels[:-1], "step from level")


def _portrait(data: Mapping[Any, Any]) -> Iterator[Fault]:
    quadrants = _known(data, "quadrants")
    for at, row in _rows(data, "portrait"):
        yield from _exactly((*at, "options"), row.get("options"), quadrants, "option")


def _cycle(data: Mapping[Any, Any]) -> Iterator[Fault]:
    months = {row["id"]: row.get("month") for _, row in _rows(data, "cycle") if isinstance(row.get("id"), str)}
    for at, row in _rows(data, "cycle"):
        after, month = row.get("within_months_of"), row.get("month")
        if not isinstance(after, Mapping):
            continue
        yield from _unknown((*at, "within_months_of"), list(after), list(months), "step of the cycle")
        for step, most in after.items():
            first = months.get(step)
            if not (isinstance(month, int) and isinstance(first, int) and isinstance(most, int)):
                continue
            if not 0 <= month - first <= most:
                yield Fault(
                    (*at, "month"),
                    "too-late",
                    f"month {month} is not within {most} months after {step!r}, which is month {first}",
                    f"use a month from {first} to {first + most}",
                )


def _blind_spots(data: Mapping[Any, Any]) -> Iterator[Fault]:
    axes = _known(data, "axes")
    for at, row in _rows(data, "blind_spots"):
        if isinstance(row.get("at"), Mapping):
            yield from _unknown((*at, "at"), list(row["at"]), axes, "axis")


def _unknown(at: Path, names: object, known: Sequence[str], kind: str) -> Iterator[Fault]:
    if not isinstance(names, Sequence) or isinstance(names, str):
        return
    for position, name in enumerate(names):
        if isinstance(name, str) and name not in known:
            yield Fault(
                (*at, position),
                f"unknown-{kind.replace(' ', '-')}",
                f"{name!r} is no {kind} of this questionnaire",
                f"use one of: {_listed(known)}",
            )


def _exactly(at: Path, given: object, wanted: Sequence[Any], kind: str) -> Iterator[Fault]:
    if not isinstance(given, Mapping) or not wanted:
        return
    for missing in [key for key in wanted if key not in given]:
        yield Fault(at, f"missing-{kind.split()[0]}", f"{kind} {missing} is missing", f'add it: {missing}: "..."')
    for extra in [key for key in given if key not in wanted]:
        yield Fault(
            (*at, extra),
            f"extra-{kind.split()[0]}",
            f"{kind} {extra!r} is not one of {_listed(list(map(str, wanted)))}",
            "remove it, or correct the key",
        )
