"""Words for what is wrong: names as they may be shown, suggestions, and pydantic's findings in plain English."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeGuard, Union, get_args, get_origin

from maturity.errors import Fault, Path
from maturity.text.names import quoted, suggestion

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails


def field_of(path: Path, data: object) -> str:
    """A path as people read it: list entries are counted from 1 and carry their id.

    Args:
        path: keys and positions from the top of `data`.
        data: what the path leads through; it may end early.

    Returns:
        for example `items[3] (dep.trust.candour).levels`.
    """
    words, here = "", data
    for step in path:
        if _is_list(here) and isinstance(step, int):
            words += f"[{step + 1}]"
            here = here[step]
            name = here.get("id", here.get("respondent")) if isinstance(here, Mapping) else None
            words += f" ({quoted(name)[1:-1]})" if isinstance(name, str) else ""
        else:
            words += f"{'.' if words else ''}{quoted(step)[1:-1]}"
            here = here.get(step) if isinstance(here, Mapping) else None
    return words


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def kind_of(value: object) -> str:
    """What sort of thing a value is, in the words of somebody who writes YAML."""
    if isinstance(value, bool):
        return "true or false"
    for sort, words in (
        (type(None), "nothing"),
        ((int, float), "a number"),
        (str, "a text"),
        (Mapping, "a group of keys"),
        (Sequence, "a list"),
    ):
        if isinstance(value, sort):
            return words
    return "something else"


def shape_faults(
    error: ValidationError, data: object, model: type[BaseModel], also: Sequence[str] = ()
) -> Iterator[Fault]:
    """What pydantic found, one fault a place, at paths that exist in `data`.

    Args:
        error: raised when `data` was validated.
        data: what was validated, as read.
        model: what it was validated as.
        also: further keys that are known at the top.
    """
    seen: set[Path] = set()
    for detail in error.errors(include_url=False):
        at = _place(detail, data)
        if detail["type"] == "faults" or at in seen or _miscounted(detail):
            continue
        seen.add(at)
        yield Fault(at, *_said(detail, at, model, also))


def _miscounted(detail: ErrorDetails) -> bool:
    """Whether entries only seem to be too few because they are wrong, which is said elsewhere."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _place(detail: ErrorDetails, data: object) -> Path:
    """The part of pydantic's location that is in the data, without the names of union members."""
    here: Any = data
    at: list[str | int] = []
    for step in detail["loc"]:
        if step in here if isinstance(here, Mapping) else _is_list(here) and isinstance(step, int):
            here = here[step]
            at.append(step)
    if detail["type"] == "missing":
        at.append(detail["loc"][-1])
    return tuple(at)


def _said(detail: ErrorDetails, at: Path, model: type[BaseModel], also: Sequence[str]) -> tuple[str, str, str]:
    """Code, message and hint."""
    sort, value, limits = detail["type"], detail["input"], detail.get("ctx", {})
    key = at[-1] if at else ""
    if sort == "missing":
        return "missing-key", "the key is missing", f"add it: {key}: ..."
    if sort == "extra_forbidden":
        known = [*_keys(model, at[:-1]), *(also if len(at) == 1 else ())]
        return "unknown-key", f"the key {quoted(key)} is unknown", suggestion(key, known)
    if sort == "literal_error":
        return "not-allowed", f"{quoted(value)} cannot stand here", f"use {limits['expected']}"
    if sort == "string_pattern_mismatch":
        hint = "start with a letter; use lower-case letters and digits, with '.', '_' or '-' only between them"
        return "bad-id", f"{quoted(value)} cannot be an id", hint
    if sort == "string_too_short":
        return "empty-text", "the text is empty", "write something"
    if sort == "string_too_long":
        most = limits["max_length"]
        return "too-long", f"the text has {len(value.strip())} characters; {most} is the most", "shorten it"
    if sort == "too_short":
        return (
            "too-few",
            f"too few entries: {len(value)}, at least {limits['min_length']} needed",
            "add what is missing",
        )
    if sort == "too_long":
        return "too-many", f"too many entries: {len(value)}, at most {limits['max_length']}", "remove what is too much"
    if sort in _BOUNDS:
        words, limit = _BOUNDS[sort]
        bound = f"{words} {limits[limit]:g}"
        return "out-of-range", f"{value} is not {bound}", f"use a number that is {bound}"
    if sort.startswith("date"):
        return "not-a-date", f"{quoted(value)} is not a date", "write year-month-day, for example 2026-03-12"
    wanted = _WANTED.get(sort.partition("_")[0], "something else")
    return "wrong-type", f"{kind_of(value)} stands where {wanted} is expected", _remedy(value, wanted)


_BOUNDS = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}
_WANTED = {
    "string": "a text",
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "bool": "true or false",
    "model": "a group of keys",
    "dict": "a group of keys",
    "tuple": "a list",
}


def _remedy(value: object, wanted: str) -> str:
    if wanted == "a text" and isinstance(value, bool | int | float):
        return "put quotes around it"
    if "number" in wanted and isinstance(value, str) and value.strip("+-").replace(".", "", 1).isdecimal():
        return "remove the quotes"
    if wanted == "a list" and isinstance(value, str):
        return f"put it in brackets: [{quoted(value)[1:-1]}]"
    return f"write {wanted}"


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    """Keys that a model knows at a path."""
    annotation: Any = model
    for step in path:
        annotation = _bare(annotation)
        if hasattr(annotation, "model_fields"):
            annotation = annotation.model_fields[step].annotation
        else:
            annotation = get_args(annotation)[1 if get_origin(annotation) is dict else 0]
    return list(_bare(annotation).model_fields)


def _bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and `| None`."""
    while get_origin(annotation) in (Annotated, Union, types.UnionType):
        annotation = get_args(annotation)[0]
    return annotation
