"""Between which values parts can lie: what is joined, and bands, views and conditions that name such values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maturity.errors import Fault, Path
from maturity.model.plain_data import Data, groups, in_a_line, known, number_or, scale_of, unknown, worth_of_scale
from maturity.model.shape_rules import has_whole, shape_of

Range = tuple[float, float]
WHOLE = "overall"
"""What conditions call all of it as one value."""


def range_rules(data: Data, ranges: Ranges) -> Iterator[Fault]:
    """Faults of joining, and of values that are named."""
    yield from ranges.faults()
    yield from _bands(data, ranges)
    yield from _views(data)
    yield from _conditions(data, ranges)


class Ranges:
    """Between which values each part can lie; None where a fault, which is said elsewhere, leaves that unknown."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.dimensions = {
            row["id"]: (at, row) for at, row in groups(data, "dimensions") if isinstance(row.get("id"), str)
        }
        self.items = [row for _, row in groups(data, "items")]
        names = set(self.dimensions)
        lost = [row for row in self.items if names and row.get("dimension") not in names]
        lost += [row for _, row in self.dimensions.values() if row.get("in") and row["in"] not in names]
        self.lacks = bool(lost)
        """Whether something belongs nowhere, so that no sum is known."""

    def faults(self) -> Iterator[Fault]:
        """Means and weakest parts of what runs over different ranges."""
        for name, (at, row) in self.dimensions.items():
            how = str(row.get("combine", "mean"))
            yield from _mixed((*at, "id"), f"the dimension {name!r}", how, self._inside(name))
        for at, row in groups(self.data, "axes"):
            how = str(row.get("combine", "mean"))
            yield from _mixed((*at, "id"), f"the axis {row.get('id')!r}", how, self._on_axis(row.get("id")))
        if has_whole(self.data):
            yield from _mixed((WHOLE,), "the whole", self._how_whole(), self._top())

    def part(self, name: str) -> Range | None:
        """The range of a dimension, an axis or the whole."""
        if name in self.dimensions:
            return self.of(name)
        if name == WHOLE:
            return self.whole()
        return self._combined("mean", self._on_axis(name))

    def whole(self) -> Range | None:
        """The range of all of it."""
        return self._combined(self._how_whole(), self._top(), self._weights_of_top())

    def of(self, name: str) -> Range | None:
        """The range of a dimension."""
        how = str(self.dimensions[name][1].get("combine", "mean"))
        inside = [row for _, row in self.dimensions.values() if row.get("in") == name]
        return self._combined(how, self._inside(name), self._weights(self._rows(name) + inside))

    def item(self, name: str) -> Range | None:
        """The range of an item."""
        return next((self._of_item(row) for row in self.items if row.get("id") == name), None)

    def _how_whole(self) -> str:
        whole = self.data.get(WHOLE)
        usual = "sum" if shape_of(self.data) == "total" else "mean"
        return str(whole.get("combine", usual)) if isinstance(whole, Mapping) else usual

    def _inside(self, name: str) -> list[Range | None]:
        parts = [self.of(one) for one, (_, row) in self.dimensions.items() if row.get("in") == name]
        return [*self._items(name), *parts]

    def _on_axis(self, axis: object) -> list[Range | None]:
        return [self.of(one) for one, (_, row) in self.dimensions.items() if row.get("axis") == axis]

    def _top(self) -> list[Range | None]:
        if not self.dimensions:
            return self._items(None)
        return [self.of(one) for one, (_, row) in self.dimensions.items() if not row.get("in")]

    def _items(self, name: str | None) -> list[Range | None]:
        return [self._of_item(row) for row in self._rows(name)]

    def _of_item(self, row: Data) -> Range | None:
        worth = worth_of_scale(scale_of(self.data, row)).values()
        return (min(worth), max(worth)) if worth else None

    def _rows(self, name: str | None) -> list[Data]:
        return [row for row in self.items if name is None or row.get("dimension") == name]

    def _weights_of_top(self) -> list[float]:
        top = [row for _, row in self.dimensions.values() if not row.get("in")]
        return self._weights(top if self.dimensions else self._rows(None))

    def _weights(self, rows: Sequence[Data]) -> list[float]:
        return [number_or(row.get("weight"), 1) for row in rows]

    def _combined(self, combine: str, parts: Sequence[Range | None], weights: Sequence[float] = ()) -> Range | None:
        """The range of what is joined of others; `weights` of each count in a sum."""
        known_ones = [part for part in parts if part is not None]
        if not known_ones or (combine == "sum" and (self.lacks or len(known_ones) < len(parts))):
            return None
        if combine == "sum":
            pairs = list(zip(weights, known_ones, strict=True))
            return sum(weight * low for weight, (low, _) in pairs), sum(weight * high for weight, (_, high) in pairs)
        return known_ones[0] if len(set(known_ones)) == 1 else None


def _mixed(at: Path, what: str, combine: str, parts: Sequence[Range | None]) -> Iterator[Fault]:
    ranges = {part for part in parts if part is not None}
    if combine in ("mean", "min") and len(ranges) > 1:
        runs = in_a_line([f"{low:g} to {high:g}" for low, high in sorted(ranges)])
        message = f"{what} is the {'mean' if combine == 'mean' else 'weakest'} of parts that run over {runs}"
        hint = "give the scales `values` that run over one range, or write combine: sum"
        yield Fault(at, "mixed-ranges", message, hint)


def _bands(data: Data, ranges: Ranges) -> Iterator[Fault]:
    for name, (at, row) in ranges.dimensions.items():
        yield from _rising((*at, "bands"), row.get("bands"), ranges.of(name))
    whole = data.get(WHOLE)
    if isinstance(whole, Mapping):
        yield from _rising((WHOLE, "bands"), whole.get("bands"), ranges.whole())
        if data.get("bands"):
            message = "the whole is described in overall, and its bands stand here"
            yield Fault(("bands",), "bands-twice", message, "move them into overall, or leave overall out")
            return
    yield from _rising(("bands",), data.get("bands"), ranges.whole())


def _rising(at: Path, bands: object, reach: Range | None) -> Iterator[Fault]:
    """Bands begin at the lowest possible value, rise, begin at or below the highest, and have names of their own."""
    if not isinstance(bands, Sequence) or isinstance(bands, str):
        return
    before: float | None = None
    names: set[object] = set()
    for position, row in enumerate(bands):
        start: Any = row.get("from") if isinstance(row, Mapping) else None
        if not isinstance(start, int | float) or isinstance(start, bool):
            continue
        place = (*at, position, "from")
        if reach is not None and before is None and start != reach[0]:
            message = f"the first band begins at {start:g}, and the lowest possible value is {reach[0]:g}"
            yield Fault(place, "band-too-late" if start > reach[0] else "band-too-early", message, f"use {reach[0]:g}")
        elif before is not None and start <= before:
            message = f"the band begins at {start:g}, and the one before it at {before:g}"
            yield Fault(place, "bands-do-not-rise", message, "put the bands in order, each above the one before")
        elif reach is not None and start > reach[1]:
            message = f"the band begins at {start:g}, and the highest possible value is {reach[1]:g}"
            yield Fault(place, "band-off-scale", message, f"use a number up to {reach[1]:g}, or remove it")
        if row.get("label") in names:
            message = f"the band is called {row['label']!r}, like one before it"
            yield Fault((*at, position, "label"), "same-band", message, "give each its own name, or leave one out")
        names.add(row.get("label"))
        before = float(start)


def _views(data: Data) -> Iterator[Fault]:
    items = known(data, "items")
    for at, view in groups(data, "views"):
        seen: set[str] = set()
        for place, part in groups(view, "parts", at):
            yield from unknown((*place, "items"), part.get("items"), items, "question")
            yield from twice((*place, "items"), part.get("items"), "is in this part already")
            name = part.get("id")
            if isinstance(name, str) and name in seen:
                message = f"the id {name!r} is used twice"
                yield Fault((*place, "id"), "duplicate-id", message, "give one of them another id")
            seen.add(str(name))
            ranges = {(min(w), max(w)) for w in _worths(data, part.get("items")) if w}
            if len(ranges) > 1:
                message = "the part of a view is the mean of questions that run over different ranges"
                yield Fault((*place, "id"), "mixed-ranges", message, "give the scales `values` that run over one range")


def twice(at: Path, names: object, what: str) -> Iterator[Fault]:
    """Names that stand in a list more than once."""
    if not isinstance(names, Sequence) or isinstance(names, str):
        return
    for position, name in enumerate(names):
        if name in names[:position]:
            yield Fault((*at, position), "item-twice", f"{name!r} {what}", "keep one of the two")


def _worths(data: Data, ids: object) -> list[list[float]]:
    wanted = ids if isinstance(ids, Sequence) and not isinstance(ids, str) else ()
    return [
        list(worth_of_scale(scale_of(data, row)).values())
        for _, row in groups(data, "items")
        if row.get("id") in wanted
    ]


def _conditions(data: Data, ranges: Ranges) -> Iterator[Fault]:
    items = known(data, "items")
    parts = [*known(data, "dimensions"), *known(data, "axes"), *([WHOLE] if has_whole(data) else ())]
    for at, spot in groups(data, "blind_spots"):
        for place, one in groups(spot, "when", at):
            strangers = list(_strangers(place, one, items, parts))
            yield from strangers
            if (one.get("item") is None) == (one.get("part") is None):
                message = "a condition names one question or one part"
                yield Fault(place, "half-a-condition", message, "write item: ... or part: ..., and from: or below:")
            elif one.get("from") is None and one.get("below") is None:
                message = "the condition does not say from or below which value"
                yield Fault(place, "half-a-condition", message, "add it: from: ..., or below: ...")
            elif not strangers:
                name, is_item = str(one.get("item") or one.get("part")), one.get("item") is not None
                yield from _never(place, one, ranges.item(name) if is_item else ranges.part(name))
        if not spot.get("when") and not spot.get("at") and spot.get("evidence_below") is None:
            yield Fault((*at, "id"), "half-a-condition", "the blind spot says not when it holds", "add it: when: ...")


def _strangers(at: Path, one: Data, items: Sequence[str], parts: Sequence[str]) -> Iterator[Fault]:
    for key, what, names in (("item", "question", items), ("part", "part", parts)):
        if isinstance(one.get(key), str) and one[key] not in names:
            message = f"{one[key]!r} is no {what} of this questionnaire"
            yield Fault((*at, key), f"unknown-{key}", message, f"use one of: {in_a_line(names)}")


def _never(at: Path, one: Data, reach: Range | None) -> Iterator[Fault]:
    """Limits between which nothing can lie."""
    start, below = (value if _is_number(value) else None for value in (one.get("from"), one.get("below")))
    if start is not None and below is not None and start >= below:
        message = f"nothing lies from {start:g} on and below {below:g}"
        yield Fault((*at, "below"), "never-holds", message, "correct one of the two")
    elif reach is not None and start is not None and start > reach[1]:
        message = f"nothing lies from {start:g} on: the highest possible value is {reach[1]:g}"
        yield Fault((*at, "from"), "never-holds", message, f"use a value from {reach[0]:g} to {reach[1]:g}")
    elif reach is not None and below is not None and below <= reach[0]:
        message = f"nothing lies below {below:g}: the lowest possible value is {reach[0]:g}"
        yield Fault((*at, "below"), "never-holds", message, f"use a value from {reach[0]:g} to {reach[1]:g}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
