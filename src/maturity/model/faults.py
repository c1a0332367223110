"""Faults that show only when parts of a questionnaire are held against each other.

Works on plain data, as read from a file, and takes nothing for granted about its shape: whatever has the
wrong type is left to the model's own validation, so that one pass reports both kinds of fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maturity.errors import Fault, Path
from maturity.model.plain_data import (
    Rows,
    groups,
    in_a_line,
    known,
    levels_of_scale,
    scale_name,
    scale_of,
    scales_of,
    unknown,
    worth_of_scale,
)
from maturity.model.shape_rules import shape_rules
from maturity.model.tree_rules import tree_rules
from maturity.text.isolate import is_tag
from maturity.text.names import quoted, visible
from maturity.text.words import counted

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
        *shape_rules(data),
        *_ids(data),
        *_scales(data),
        *_axes(data),
        *_dimensions(data),
        *_quadrants(data),
        *_roles(data),
        *_items(data),
        *_portrait(data),
        *_cycle(data),
        *_blind_spots(data),
        *tree_rules(data),
    ]


def _language(data: Mapping[Any, Any]) -> Iterator[Fault]:
    language = data.get("language", "en")
    if isinstance(language, str) and not is_tag(language):
        hint = "use a BCP 47 tag: two or three letters, and a region where it matters: en, cy, ar, pt-BR"
        yield Fault(("language",), "no-language", f"{quoted(language)} is not the tag of a language", hint)


def _ids(data: Mapping[Any, Any]) -> Iterator[Fault]:
    for keys in (
        ("axes",),
        ("dimensions",),
        ("stages",),
        ("views",),
        ("quadrants",),
        ("roles",),
        ("supports",),
        ("items", "portrait"),
    ):
        seen: dict[str, str] = {}
        for key in keys:
            for at, row in groups(data, key):
                name = row.get("id")
                if not isinstance(name, str):
                    continue
                twin = seen.get(visible(name))
                seen.setdefault(visible(name), name)
                if twin is None:
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


def _scales(data: Mapping[Any, Any]) -> Iterator[Fault]:
    for at, scale in scales_of(data).values():
        levels = levels_of_scale(scale)
        if not levels:
            continue
        if levels != list(range(levels[0], levels[-1] + 1)):
            yield Fault(
                (*at, "levels"),
                "gap-in-scale",
                f"the levels {in_a_line(list(map(str, levels)))} are not consecutive",
                f"name every level from {levels[0]} to {levels[-1]}",
            )
        start = scale.get("evidence_from")
        if isinstance(start, int) and start not in levels:
            yield Fault(
                (*at, "evidence_from"),
                "not-a-level",
                f"{start} is not a level of the scale",
                f"use a level from {levels[0]} to {levels[-1]}",
            )


def _axes(data: Mapping[Any, Any]) -> Iterator[Fault]:
    levels = sorted(worth_of_scale(scale_of(data, {})).values())
    counts = dict.fromkeys(known(data, "axes"), 0)
    for _, row in groups(data, "dimensions"):
        if isinstance(row.get("axis"), str) and row["axis"] in counts:
            counts[row["axis"]] += 1
    for at, row in groups(data, "axes"):
        midpoint, needed, name = row.get("midpoint"), row.get("dimensions_needed"), row.get("id")
        if levels and isinstance(midpoint, int | float) and not levels[0] < midpoint < levels[-1]:
            yield Fault(
                (*at, "midpoint"),
                "midpoint-off-scale",
                f"the midpoint {midpoint:g} does not lie inside the scale {levels[0]:g} to {levels[-1]:g}",
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
                    f"needs {counted(needed, 'dimension')}, but the axis {name!r} has {counts[name]}",
                    f"use a number from 1 to {counts[name]}",
                )


def _dimensions(data: Mapping[Any, Any]) -> Iterator[Fault]:
    axes = known(data, "axes")
    used = {row.get("dimension") for _, row in groups(data, "items") if isinstance(row.get("dimension"), str)}
    used |= {row.get("in") for _, row in groups(data, "dimensions") if isinstance(row.get("in"), str)}
    for at, row in groups(data, "dimensions"):
        axis, name = row.get("axis"), row.get("id")
        if isinstance(axis, str) and axis and axis not in axes:
            yield Fault(
                (*at, "axis"),
                "unknown-axis",
                f"the dimension is on {axis!r}, which is no axis",
                f"use one of: {in_a_line(axes)}",
            )
        if isinstance(name, str) and data.get("items") and name not in used:
            yield Fault(
                (*at, "id"), "empty-dimension", f"the dimension {name!r} has no question", "add one, or remove it"
            )


def _quadrants(data: Mapping[Any, Any]) -> Iterator[Fault]:
    axes = known(data, "axes")
    if len(axes) != 2:
        return
    seen: dict[tuple[Any, ...], str] = {}
    for at, row in groups(data, "quadrants"):
        sides = row.get("at")
        if not isinstance(sides, Mapping):
            continue
        if axes and set(sides) != set(axes):
            yield Fault(
                (*at, "at"),
                "quadrant-axes",
                f"the quadrant is placed on {in_a_line(sorted(map(str, sides)))}",
                f"say low or high for each of: {in_a_line(axes)}",
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
    named = [row["group"] for _, row in groups(data, "roles") if isinstance(row.get("group"), str)]
    gap = data.get("role_gap")
    for key in ("higher", "lower"):
        if isinstance(gap, Mapping) and isinstance(gap.get(key), str) and gap[key] not in named:
            yield Fault(
                ("role_gap", key),
                "unknown-group",
                f"no role is in the group {gap[key]!r}",
                f"use one of: {in_a_line(sorted(set(named)))}",
            )


def _items(data: Mapping[Any, Any]) -> Iterator[Fault]:
    roles, dimensions = known(data, "roles"), known(data, "dimensions")
    supports = [*CONVERSATION, *known(data, "supports")]
    for at, row in groups(data, "items"):
        dimension = row.get("dimension")
        if isinstance(dimension, str) and dimension and dimension not in dimensions:
            yield Fault(
                (*at, "dimension"),
                "unknown-dimension",
                f"the question is on {dimension!r}, which is no dimension",
                f"use one of: {in_a_line(dimensions)}",
            )
        yield from unknown((*at, "audience"), row.get("audience"), roles, "role")
        yield from unknown((*at, "supports"), row.get("supports"), supports, "support")
    yield from _levels_of_items(data)


def _levels_of_items(data: Mapping[Any, Any]) -> Iterator[Fault]:
    """Levels and steps of items that are not those of their scale; where the scale was changed, that is said once."""
    for name, (at, scale) in scales_of(data).items():
        levels = levels_of_scale(scale)
        worth = worth_of_scale(scale)
        below = [level for level in levels if worth.get(level, level) < max(worth.values(), default=0)]
        own = [(place, row) for place, row in groups(data, "items") if scale_name(data, row) == name]
        yield from _levels_on(own, at, levels, below)


def _levels_on(own: Rows, at: Path, levels: Sequence[int], below: Sequence[int]) -> Iterator[Fault]:
    named = [((*place, "levels"), row["levels"]) for place, row in own if isinstance(row.get("levels"), Mapping)]
    named = [(place, keys) for place, keys in named if keys]
    steps = [
        ((*place, "guidance", "steps"), row["guidance"]["steps"])
        for place, row in own
        if isinstance(row.get("guidance"), Mapping) and isinstance(row["guidance"].get("steps"), Mapping)
    ]
    other_levels = sum(set(keys) != set(levels) for _, keys in named)
    other_steps = sum(set(keys) != set(below) for _, keys in steps)
    if levels and max(other_levels, other_steps) > _MANY:
        first, last = levels[0], levels[-1]
        counts = ((other_levels, "levels"), (other_steps, "guidance.steps"))
        lacking = [f"the {what} of {counted(n, 'question')} do not" for n, what in counts if n]
        yield Fault(
            (*at, "levels"),
            "other-scale",
            f"the scale runs from {first} to {last}, and {' and '.join(lacking)}",
            f"give each of them levels {first} to {last} and guidance.steps {_range(below)}, or leave both out: "
            "then the labels of the scale count",
        )
        return
    for place, keys in named:
        yield from _exactly(place, keys, levels, "level")
    for place, keys in steps:
        yield from _exactly(place, keys, below, "step from level")


def _range(levels: Sequence[int]) -> str:
    if levels and list(levels) == list(range(levels[0], levels[-1] + 1)):
        return f"{levels[0]} to {levels[-1]}"
    return in_a_line(list(map(str, levels)))


def _portrait(data: Mapping[Any, Any]) -> Iterator[Fault]:
    quadrants = known(data, "quadrants")
    for at, row in groups(data, "portrait"):
        yield from _exactly((*at, "options"), row.get("options"), quadrants, "option")


def _cycle(data: Mapping[Any, Any]) -> Iterator[Fault]:
    months = {row["id"]: row.get("month") for _, row in groups(data, "cycle") if isinstance(row.get("id"), str)}
    for at, row in groups(data, "cycle"):
        after, month = row.get("within_months_of"), row.get("month")
        if not isinstance(after, Mapping):
            continue
        yield from unknown((*at, "within_months_of"), list(after), list(months), "step of the cycle")
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
    axes = known(data, "axes")
    for at, row in groups(data, "blind_spots"):
        if isinstance(row.get("at"), Mapping):
            yield from unknown((*at, "at"), list(row["at"]), axes, "axis")


def _exactly(at: Path, given: object, wanted: Sequence[Any], kind: str) -> Iterator[Fault]:
    if not isinstance(given, Mapping) or not wanted:
        return
    for missing in [key for key in wanted if key not in given]:
        yield Fault(at, f"missing-{kind.split()[0]}", f"{kind} {missing} is missing", f'add it: {missing}: "..."')
    for extra in [key for key in given if key not in wanted]:
        yield Fault(
            (*at, extra),
            f"extra-{kind.split()[0]}",
            f"{kind} {extra!r} is not one of {in_a_line(list(map(str, wanted)))}",
            "remove it, or correct the key",
        )
