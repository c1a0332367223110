"""What each shape of questionnaire needs, and what has no place in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maturity.errors import Fault, Path
from maturity.model.plain_data import (
    Data,
    groups,
    in_a_line,
    known,
    levels_of_scale,
    number_or,
    scales_of,
    worth_of_scale,
)
from maturity.text.names import quoted, suggestion
from maturity.text.words import counted

FIRST, SECOND = "maturity-questionnaire/1", "maturity-questionnaire/2"
SHAPES = ("map", "profile", "ladder", "checklist", "total")
NEEDED = {"map": ("axes", "dimensions", "quadrants"), "profile": ("dimensions",), "ladder": ("stages",)}
"""Keys that a shape cannot do without."""
OWN = {
    "axes": ("map",),
    "quadrants": ("map",),
    "portrait": ("map",),
    "conversation": ("map",),
    "supports": ("map",),
    "stages": ("ladder",),
    "start": ("ladder",),
    "overall": ("profile", "total"),
    "bands": ("total",),
}
"""Keys that have a place only in some shapes."""
LATER = ("shape", "subject", "scales", "overall", "bands", "start", "stages", "views")
"""Keys of the second format alone."""
LATER_INSIDE = {
    "axes": ("combine",),
    "dimensions": ("in", "combine", "needs", "bands"),
    "items": ("scale", "stage", "criteria"),
    "blind_spots": ("when",),
}
"""The same inside the entries of a list, where they count."""
ON_A_LINE = ("ladder", "checklist")
"""Shapes in which a question holds or does not."""


def shape_of(data: Data) -> str:
    """The shape of a questionnaire as read; a map in the first format, and empty where it cannot be told."""
    shape = data.get("shape", "" if data.get("format") == SECOND else "map")
    return shape if isinstance(shape, str) and shape in SHAPES else ""


def has_whole(data: Data) -> bool:
    """Whether there is one value of all of it."""
    whole, shape = data.get("overall"), shape_of(data)
    return whole != "none" and (isinstance(whole, Mapping) or shape in ("profile", "total"))


def shape_rules(data: Data) -> Iterator[Fault]:
    """Keys that a shape lacks, or that have no place in it."""
    shape = data.get("shape")
    if isinstance(shape, str) and shape not in SHAPES:
        hint = suggestion(shape, list(SHAPES))
        yield Fault(("shape",), "unknown-shape", f"{quoted(shape)} is no shape of a questionnaire", hint)
        return
    yield from _format(data)
    if shape_of(data):
        yield from _keys(data, shape_of(data))
    yield from _met_at(data, shape_of(data))
    if shape_of(data) == "ladder":
        yield from _stages(data)


USUAL = ("map", "cluster", "mean")
"""What the first format means without saying it."""


def _format(data: Data) -> Iterator[Fault]:
    if data.get("format") == SECOND and "shape" not in data:
        yield Fault(("shape",), "shape-needs", "the shape is missing", f"add it: shape: {', '.join(SHAPES)}")
    if data.get("format", FIRST) == FIRST:
        for key in LATER:
            if data.get(key) and data[key] not in USUAL:
                yield _later((key,), key)
        yield from _later_inside(data)


def _later(at: Path, key: str) -> Fault:
    message, hint = f"{key} is not known in {FIRST}", f"write format: {SECOND} and a shape at the top"
    return Fault(at, "later-format", message, hint)


def _later_inside(data: Data) -> Iterator[Fault]:
    """Keys of the second format inside a part of the first: they would count, and no fingerprint would tell."""
    if isinstance(data.get("scale"), Mapping):
        for key in ("values", "met_at"):
            if data["scale"].get(key):
                yield _later(("scale", key), key)
    for group, keys in LATER_INSIDE.items():
        for at, row in groups(data, group):
            for key in keys:
                if row.get(key) and row[key] not in USUAL:
                    yield _later((*at, key), key)


def _keys(data: Data, shape: str) -> Iterator[Fault]:
    for key in NEEDED.get(shape, ()):
        if key not in data:
            yield Fault((key,), "shape-needs", f"a {shape} needs {key}, and they are missing", f"add them: {key}: ...")
    for key, shapes in OWN.items():
        if data.get(key) and shape not in shapes:
            hint = f"leave it out, or write shape: {' or '.join(shapes)}"
            yield Fault((key,), "not-of-this-shape", f"{key} has no place in a {shape}", hint)
    if shape == "total" and data.get("overall") == "none":
        hint = "leave it out, or write shape: profile"
        yield Fault(("overall",), "shape-needs", "a total needs the whole, and overall is none", hint)
    if shape == "map":
        axes, quadrants = data.get("axes"), data.get("quadrants")
        if isinstance(axes, Sequence) and len(axes) != 2:
            hint = "give it two; with one axis, or none, write shape: profile"
            yield Fault(("axes",), "map-needs-two-axes", f"a map needs two axes, and there are {len(axes)}", hint)
        if isinstance(quadrants, Sequence) and len(quadrants) < 4:
            message = f"a map needs four quadrants, and there are {len(quadrants)}"
            yield Fault(("quadrants",), "shape-needs", message, "give it one for each corner")
    if shape != "ladder":
        for at, row in groups(data, "items"):
            if row.get("stage"):
                hint = "leave it out, or write shape: ladder"
                yield Fault((*at, "stage"), "not-of-this-shape", f"a stage has no place in a {shape}", hint)


def _met_at(data: Data, shape: str) -> Iterator[Fault]:
    """From which worth a question holds, and what each answer is worth."""
    for at, scale in scales_of(data).values():
        levels, worth = levels_of_scale(scale), worth_of_scale(scale)
        values = scale.get("values")
        if isinstance(values, Mapping) and values and set(values) != set(levels):
            own, asked = in_a_line(sorted(map(str, values))), in_a_line(list(map(str, levels)))
            message = f"the values are those of {own}, the levels {asked}"
            yield Fault((*at, "values"), "values-and-levels", message, "say for each level what it is worth")
            continue
        if len(worth) > 1 and len(set(worth.values())) == 1:
            message = f"every answer is worth {number_or(next(iter(worth.values())), 0):g}"
            yield Fault((*at, "values"), "worth-the-same", message, "give at least two answers different values")
            continue
        met = scale.get("met_at")
        if met is None and shape in ON_A_LINE and levels:
            hint = "say from which value a question holds, for example the middle between two answers: met_at: "
            middle = (sorted(set(worth.values()))[-1] + sorted(set(worth.values()))[-2]) / 2
            message = f"a {shape} needs to know from when on a question holds"
            yield Fault((*at, "met_at"), "no-met-at", message, f"{hint}{middle:g}")
        elif isinstance(met, int | float) and worth and not min(worth.values()) < met <= max(worth.values()):
            low, high = min(worth.values()), max(worth.values())
            message = f"{met:g} does not lie above the lowest answer and within the scale, {low:g} to {high:g}"
            yield Fault((*at, "met_at"), "met-at-off-scale", message, "use a value that not every answer reaches")


def _stages(data: Data) -> Iterator[Fault]:
    """Stages and the items that belong to them."""
    stages = known(data, "stages")
    if not stages:
        return
    items: dict[str, list[str]] = {stage: [] for stage in stages}
    for at, row in groups(data, "items"):
        stage = row.get("stage")
        if stage is None:
            message = "the question belongs to no stage"
            yield Fault((*at, "stage"), "unknown-stage", message, f"add one: stage: {in_a_line(stages)}")
        elif isinstance(stage, str) and stage not in stages:
            message, hint = f"the question is on {stage!r}, which is no stage", f"use one of: {in_a_line(stages)}"
            yield Fault((*at, "stage"), "unknown-stage", message, hint)
        elif isinstance(stage, str) and isinstance(row.get("id"), str):
            items[stage].append(row["id"])
    for at, row in groups(data, "stages"):
        yield from _stage(at, row, items.get(str(row.get("id")), []))


def _stage(at: Path, row: Mapping[Any, Any], items: list[str]) -> Iterator[Fault]:
    if not items:
        yield Fault(
            (*at, "id"), "empty-stage", f"no question is on the stage {row.get('id')!r}", "add one, or remove it"
        )
        return
    need = row.get("need")
    if isinstance(need, int) and need > len(items):
        message = f"needs {counted(need, 'question')}, but the stage {row.get('id')!r} has {len(items)}"
        yield Fault((*at, "need"), "needs-too-many", message, f"use a number from 1 to {len(items)}")
    must = row["must"] if isinstance(row.get("must"), Sequence) and not isinstance(row["must"], str) else ()
    for position, name in enumerate(must):
        if name not in items:
            message, hint = f"{name!r} is no question of this stage", f"use one of: {in_a_line(items)}"
            yield Fault((*at, "must", position), "must-elsewhere", message, hint)
        elif name in must[:position]:
            yield Fault((*at, "must", position), "must-twice", f"{name!r} must hold already", "keep one of the two")
    needed = len(set(map(str, must)) & set(items))
    if isinstance(need, int) and 1 <= need < needed:
        message = (
            f"{counted(need, 'question')} of the stage {'is' if need == 1 else 'are'} needed, and {needed} must hold"
        )
        yield Fault((*at, "need"), "need-below-must", message, f"write need: {needed}, or leave need out")
