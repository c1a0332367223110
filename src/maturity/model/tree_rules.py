"""Parts within parts: which scale an item has, what belongs to what, and how many of them are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maturity.errors import Fault, Path
from maturity.model.plain_data import Data, groups, in_a_line, known, scales_of
from maturity.model.range_rules import Ranges, range_rules
from maturity.model.shape_rules import has_whole, shape_of
from maturity.text.words import counted


def tree_rules(data: Data) -> Iterator[Fault]:
    """Faults of the tree of parts, and of what names its parts."""
    yield from _scales_named(data)
    yield from _parents(data)
    circles = list(_circles(data))
    yield from circles
    yield from _homeless(data)
    if circles:
        return
    yield from _needs(data)
    yield from range_rules(data, Ranges(data))


def _scales_named(data: Data) -> Iterator[Fault]:
    named = [name for name in scales_of(data) if name]
    for at, row in groups(data, "items"):
        if isinstance(row.get("scale"), str) and row["scale"] not in named:
            message = f"the question is answered on {row['scale']!r}, which is no scale"
            yield Fault((*at, "scale"), "unknown-scale", message, f"use one of: {in_a_line(named)}")
    if "scale" not in data and not named:
        yield Fault(("scale",), "missing-key", "the key is missing", "add it: scale: ...")


def _parents(data: Data) -> Iterator[Fault]:
    names, shape = known(data, "dimensions"), shape_of(data)
    for at, row in groups(data, "dimensions"):
        above, name = row.get("in"), row.get("id")
        if above and row.get("axis"):
            message = f"the dimension {name!r} is on an axis and in another dimension"
            yield Fault((*at, "in"), "two-parents", message, "leave out one of the two")
        if isinstance(above, str) and above and above not in names:
            message, hint = f"the dimension is in {above!r}, which is no dimension", f"use one of: {in_a_line(names)}"
            yield Fault((*at, "in"), "unknown-parent", message, hint)
        if shape == "map" and not above and not row.get("axis"):
            hint = f"add it: axis: {in_a_line(known(data, 'axes'))}"
            yield Fault((*at, "axis"), "missing-key", "the key is missing", hint)


def _circles(data: Data) -> Iterator[Fault]:
    """Dimensions that are, by way of others, in themselves; each circle once."""
    parent = {row.get("id"): row.get("in") for _, row in groups(data, "dimensions") if row.get("in")}
    said: set[object] = set()
    for at, row in groups(data, "dimensions"):
        circle, here = [row.get("id")], row.get("in")
        while here in parent and here not in circle:
            circle.append(here)
            here = parent[here]
        if here == row.get("id") and here in parent and here not in said:
            said |= set(circle)
            message = f"the dimension {here!r} is, by way of others, in itself"
            yield Fault((*at, "in"), "circle", message, "let one of them be in none")


def _homeless(data: Data) -> Iterator[Fault]:
    """Items without a dimension where others have one."""
    if not known(data, "dimensions"):
        return
    for at, row in groups(data, "items"):
        if not row.get("dimension"):
            hint = f"add it: dimension: {in_a_line(known(data, 'dimensions'))}"
            yield Fault((*at, "dimension"), "missing-key", "the key is missing", hint)


def _needs(data: Data) -> Iterator[Fault]:
    """How many parts are asked for before there is a score, held against how many there are."""
    items, dimensions = list(groups(data, "items")), list(groups(data, "dimensions"))
    for at, row in dimensions:
        name = row.get("id")
        parts = [one for _, one in items if one.get("dimension") == name]
        parts += [one for _, one in dimensions if one.get("in") == name]
        yield from _needed(at, row, f"the dimension {name!r}", len(parts), "mean")
    whole = data.get("overall")
    if isinstance(whole, Mapping) and has_whole(data):
        top = [one for _, one in dimensions if not one.get("in")] or [one for _, one in items]
        yield from _needed(("overall",), whole, "the whole", len(top), "sum" if shape_of(data) == "total" else "mean")


def _needed(at: Path, row: Data, what: str, parts: int, usual: str) -> Iterator[Fault]:
    needs = row.get("needs")
    if not isinstance(needs, int) or isinstance(needs, bool) or needs < 1 or not parts:
        return
    if needs > parts:
        message = f"needs {counted(needs, 'part')}, but {what} has {parts}"
        yield Fault((*at, "needs"), "needs-too-many", message, f"use a number from 1 to {parts}")
    elif needs < parts and row.get("combine", usual) == "sum":
        message = f"a sum needs all of its parts: {what} has {parts}, and {needs} would be enough"
        hint = "leave it out, or write combine: mean; a sum that lacks a part is told from where to where it can lie"
        yield Fault((*at, "needs"), "needs-all", message, hint)
