"""Parts within parts: what belongs to what, over which range it runs, and the bands, views and conditions on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maturity.errors import Fault, Path
from maturity.model.plain_data import Data, groups, in_a_line, known, scale_of, scales_of, unknown, worth_of_scale
from maturity.model.shape_rules import shape_of

Range = tuple[float, float]
WHOLE = "overall"
"""What conditions call all of it as one value."""


def tree_rules(data: Data) -> Iterator[Fault]:
    """Faults of the tree of parts, and of what names its parts."""
    yield from _scales_named(data)
    circles = list(_parents(data))
    yield from circles
    yield from _homeless(data)
    if any(fault.code == "circle" for fault in circles):
        return
    ranges = _Ranges(data)
    yield from ranges.faults()
    yield from _bands(data, ranges)
    yield from _views(data)
    yield from _conditions(data)


def _scales_named(data: Data) -> Iterator[Fault]:
    named = [name for name in scales_of(data) if name]
    for at, row in groups(data, "items"):
        if isinstance(row.get("scale"), str) and row["scale"] not in named:
            message = f"the item is answered on {row['scale']!r}, which is no scale"
            yield Fault((*at, "scale"), "unknown-scale", message, f"use one of: {in_a_line(named)}")
    if "scale" not in data and not named:
        yield Fault(("scale",), "missing-key", "the key is missing", "add it: scale: ...")


def _parents(data: Data) -> Iterator[Fault]:
    parent = {row.get("id"): row.get("in") for _, row in groups(data, "dimensions") if row.get("in")}
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
        seen, here = {name}, above
        while here in parent or here in seen:
            if here in seen:
                message = f"the dimension {name!r} is, by way of others, in itself"
                yield Fault((*at, "in"), "circle", message, "let one of them be in none")
                break
            seen.add(here)
            here = parent[here]


def _homeless(data: Data) -> Iterator[Fault]:
    """Items without a dimension where others have one."""
    if not known(data, "dimensions"):
        return
    for at, row in groups(data, "items"):
        if not row.get("dimension"):
            hint = f"add it: dimension: {in_a_line(known(data, 'dimensions'))}"
            yield Fault((*at, "dimension"), "missing-key", "the key is missing", hint)


class _Ranges:
    """Between which values each part can lie."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.dimensions = {
            row["id"]: (at, row) for at, row in groups(data, "dimensions") if isinstance(row.get("id"), str)
        }

    def faults(self) -> Iterator[Fault]:
        """Means and weakest parts of what runs over different ranges."""
        for name, (at, row) in self.dimensions.items():
            yield from self._mixed((*at, "id"), f"the dimension {name!r}", row, self._inside(name))
        for at, row in groups(self.data, "axes"):
            yield from self._mixed((*at, "id"), f"the axis {row.get('id')!r}", row, self._on_axis(row.get("id")))
        whole = self.data.get("overall")
        if self.has_whole and isinstance(whole, Mapping | None):
            combine = {"combine": (whole or {}).get("combine", "sum" if shape_of(self.data) == "total" else "mean")}
            yield from self._mixed((WHOLE,), "the whole", combine, self._top())

    @property
    def has_whole(self) -> bool:
        """Whether there is one value of all of it."""
        whole = self.data.get("overall")
        return whole != "none" and (isinstance(whole, Mapping) or shape_of(self.data) in ("profile", "total"))

    def whole(self) -> Range | None:
        """The range of all of it."""
        whole = self.data.get("overall")
        usual = "sum" if shape_of(self.data) == "total" else "mean"
        combine = whole.get("combine", usual) if isinstance(whole, Mapping) else usual
        return _combined(str(combine), self._top())

    def of(self, name: str) -> Range | None:
        """The range of a dimension; None where it has nothing in it."""
        return _combined(str(self.dimensions[name][1].get("combine", "mean")), self._inside(name))

    def _inside(self, name: str) -> list[Range]:
        parts = [self.of(one) for one, (_, row) in self.dimensions.items() if row.get("in") == name]
        return [*self._items(name), *(one for one in parts if one is not None)]

    def _on_axis(self, axis: object) -> list[Range]:
        parts = [self.of(one) for one, (_, row) in self.dimensions.items() if row.get("axis") == axis]
        return [one for one in parts if one is not None]

    def _top(self) -> list[Range]:
        if not self.dimensions:
            return self._items(None)
        parts = [self.of(one) for one, (_, row) in self.dimensions.items() if not row.get("in")]
        return [one for one in parts if one is not None]

    def _items(self, name: str | None) -> list[Range]:
        found = []
        for _, row in groups(self.data, "items"):
            worth = worth_of_scale(scale_of(self.data, row)).values()
            if worth and (name is None or row.get("dimension") == name):
                found.append((min(worth), max(worth)))
        return found

    def _mixed(self, at: Path, what: str, row: Data, parts: list[Range]) -> Iterator[Fault]:
        combine = row.get("combine", "mean")
        if combine in ("mean", "min") and len(set(parts)) > 1:
            runs = in_a_line([f"{low:g} to {high:g}" for low, high in sorted(set(parts))])
            message = f"{what} is the {'mean' if combine == 'mean' else 'weakest'} of parts that run over {runs}"
            hint = "give the scales `values` that run over one range, or write combine: sum"
            yield Fault(at, "mixed-ranges", message, hint)


def _combined(combine: str, parts: list[Range]) -> Range | None:
    if not parts:
        return None
    if combine == "sum":
        return sum(low for low, _ in parts), sum(high for _, high in parts)
    return min(low for low, _ in parts), max(high for _, high in parts)


def _bands(data: Data, ranges: _Ranges) -> Iterator[Fault]:
    for name, (at, row) in ranges.dimensions.items():
        yield from _rising((*at, "bands"), row.get("bands"), ranges.of(name))
    whole = data.get("overall")
    if isinstance(whole, Mapping):
        yield from _rising((WHOLE, "bands"), whole.get("bands"), ranges.whole())
    yield from _rising(("bands",), data.get("bands"), ranges.whole())


def _rising(at: Path, bands: object, reach: Range | None) -> Iterator[Fault]:
    """Bands begin at the lowest possible value, rise, and begin at or below the highest."""
    if not isinstance(bands, Sequence) or isinstance(bands, str) or reach is None:
        return
    before: float | None = None
    for position, row in enumerate(bands):
        start: Any = row.get("from") if isinstance(row, Mapping) else None
        if not isinstance(start, int | float) or isinstance(start, bool):
            continue
        place = (*at, position, "from")
        if before is None and start != reach[0]:
            message = f"the first band begins at {start:g}, and the lowest possible value is {reach[0]:g}"
            yield Fault(place, "band-too-late" if start > reach[0] else "band-too-early", message, f"use {reach[0]:g}")
        elif before is not None and start <= before:
            message = f"the band begins at {start:g}, and the one before it at {before:g}"
            yield Fault(place, "bands-do-not-rise", message, "put the bands in order, each above the one before")
        elif start > reach[1]:
            message = f"the band begins at {start:g}, and the highest possible value is {reach[1]:g}"
            yield Fault(place, "band-off-scale", message, f"use a number up to {reach[1]:g}, or remove it")
        before = float(start)


def _views(data: Data) -> Iterator[Fault]:
    items = known(data, "items")
    for at, view in groups(data, "views"):
        seen: set[str] = set()
        for place, part in groups(view, "parts", at):
            yield from unknown((*place, "items"), part.get("items"), items, "item")
            name = part.get("id")
            if isinstance(name, str) and name in seen:
                message = f"the id {name!r} is used twice"
                yield Fault((*place, "id"), "duplicate-id", message, "give one of them another id")
            seen.add(str(name))
            ranges = {(min(w), max(w)) for w in _worths(data, part.get("items")) if w}
            if len(ranges) > 1:
                message = "the part of a view is the mean of items that run over different ranges"
                yield Fault((*place, "id"), "mixed-ranges", message, "give the scales `values` that run over one range")


def _worths(data: Data, ids: object) -> list[list[float]]:
    wanted = ids if isinstance(ids, Sequence) and not isinstance(ids, str) else ()
    return [
        list(worth_of_scale(scale_of(data, row)).values())
        for _, row in groups(data, "items")
        if row.get("id") in wanted
    ]


def _conditions(data: Data) -> Iterator[Fault]:
    items = known(data, "items")
    parts = [*known(data, "dimensions"), *known(data, "axes"), WHOLE]
    for at, spot in groups(data, "blind_spots"):
        for place, one in groups(spot, "when", at):
            for key, names in (("item", items), ("part", parts)):
                if isinstance(one.get(key), str) and one[key] not in names:
                    message = f"{one[key]!r} is no {key} of this questionnaire"
                    yield Fault((*place, key), f"unknown-{key}", message, f"use one of: {in_a_line(names)}")
            if (one.get("item") is None) == (one.get("part") is None):
                message = "a condition names one item or one part"
                yield Fault(place, "half-a-condition", message, "write item: ... or part: ..., and from: or below:")
            elif one.get("from") is None and one.get("below") is None:
                message = "the condition does not say from or below which value"
                yield Fault(place, "half-a-condition", message, "add it: from: ..., or below: ...")
        if not spot.get("when") and not spot.get("at") and spot.get("evidence_below") is None:
            yield Fault((*at, "id"), "half-a-condition", "the blind spot says not when it holds", "add it: when: ...")
