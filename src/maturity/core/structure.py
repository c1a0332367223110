"""What a questionnaire says about columns: what each answer is worth, and which parts they are joined to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np

from maturity.core.table import AnswerTable, Bools, Floats, Ints, shortest
from maturity.model import Questionnaire, RatingItem
from maturity.model.parts import Combine
from maturity.model.shape_rules import ON_A_LINE, SECOND

PartKind = Literal["dimension", "axis", "overall", "view", "item"]
Child = tuple[Literal["item", "part"], int, float]
"""Something that belongs to a part: a column of items or of parts, and its weight."""


@dataclass(frozen=True, slots=True)
class JoinedPart:
    """One value made of several.

    Args:
        kind: what it is; `item` is a single question, where each has to be judged by itself.
        id: its id; of the part of a view, after the view's own and a full stop.
        children: what belongs to it.
        needs: how many of these need a value.
        low, high: ends of its range.
    """

    kind: PartKind
    id: str
    children: tuple[Child, ...]
    combine: Combine
    needs: int
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Structure:
    """What counts towards what, with which weight.

    Args:
        low, high: (items,) the least and the most that an answer is worth.
        turned: (items,) whether an item is reversed.
        first: (items,) the lowest level.
        step: (items,) how far two neighbouring answers lie apart on average.
        worth: (items, levels) what each level is worth, NaN beyond the last; None where all are worth themselves.
        parts: dimensions, axes, the whole, parts of views, single items: in this order, each kind in its own.
        order: columns of parts, what belongs to a part before it.
    """

    low: Floats
    high: Floats
    turned: Bools
    first: Ints
    step: Floats
    worth: Floats | None
    parts: tuple[JoinedPart, ...]
    order: tuple[int, ...]

    @staticmethod
    def of(questionnaire: Questionnaire) -> Structure:
        """The structure of a questionnaire, columns in its own order of items."""
        return _structure(_Itself(questionnaire))

    @staticmethod
    def _made(questionnaire: Questionnaire) -> Structure:
        scales = [questionnaire.scale_of(item) for item in questionnaire.items]
        worth = None
        if not all(scale.is_plain for scale in questionnaire.answered_on):
            worth = np.full((len(scales), max(scale.size for scale in scales)), np.nan)
            for row, scale in enumerate(scales):
                worth[row, : scale.size] = list(scale.worth.values())
        parts, order = _Joining(questionnaire).joined()
        return Structure(
            low=np.array([scale.least for scale in scales]),
            high=np.array([scale.most for scale in scales]),
            turned=np.array([item.reversed for item in questionnaire.items]),
            first=np.array([scale.low for scale in scales]),
            step=np.array([(scale.most - scale.least) / (scale.size - 1) for scale in scales]),
            worth=worth,
            parts=parts,
            order=order,
        )

    def of_kind(self, kind: PartKind) -> slice:
        """The columns of all parts of one kind."""
        there = [column for column, part in enumerate(self.parts) if part.kind == kind]
        return slice(there[0], there[-1] + 1) if there else slice(0, 0)

    @cached_property
    def dimensions(self) -> slice:
        """The columns of dimensions."""
        return self.of_kind("dimension")

    @cached_property
    def axes(self) -> slice:
        """The columns of axes: two, or none."""
        return self.of_kind("axis")

    @cached_property
    def alone(self) -> dict[int, int]:
        """The column of an item to that of the part that is nothing but this item."""
        return {part.children[0][1]: column for column, part in enumerate(self.parts) if part.kind == "item"}

    @cached_property
    def reaches(self) -> Floats:
        """(items + parts,) from the lowest possible value to the highest."""
        return np.concatenate([self.high - self.low, self.range_high - self.range_low])

    @cached_property
    def range_low(self) -> Floats:
        """(parts,) lowest possible value."""
        return np.array([part.low for part in self.parts])

    @cached_property
    def range_high(self) -> Floats:
        """(parts,) highest possible value."""
        return np.array([part.high for part in self.parts])

    @cached_property
    def counts(self) -> Bools:
        """(items, parts) whether an item counts towards a part, by way of others too."""
        found = np.zeros((len(self.turned), len(self.parts)), bool)
        for part in self.order:
            for kind, child, _ in self.parts[part].children:
                found[:, part] |= found[:, child] if kind == "part" else np.arange(len(found)) == child
        return found

    def reach(self, part: int) -> float:
        """From the lowest possible value of a part to the highest."""
        return self.parts[part].high - self.parts[part].low

    def turn(self, items: Floats) -> Floats:
        """Item values (..., items) as they count: lowest + highest - value where an item is reversed."""
        turned: Floats = np.where(self.turned, self.low + self.high - items, items)
        return turned

    def turned_rows(self, rows: Floats, items: Bools) -> Floats:
        """The columns of some items of (rows, items), as `turn` gives them: one after the other, in little room."""
        found: Floats = np.empty((len(rows), int(items.sum())), rows.dtype, order="F")
        for place, item in enumerate(np.flatnonzero(items)):
            given = rows[:, item]
            found[:, place] = self.low[item] + self.high[item] - given if self.turned[item] else given
        return found

    def valued(self, levels: Floats) -> Floats:
        """What levels (..., items) are worth; NaN stays NaN."""
        if self.worth is None:
            return levels
        found: Floats = np.stack([self._worth_of(n, levels[..., n]) for n in range(levels.shape[-1])], axis=-1)
        return found

    def valued_table(self, table: AnswerTable) -> AnswerTable:
        """The same answers with what they are worth in place of their levels."""
        if self.worth is None:
            return table
        placed = table.places
        if placed is not None:
            worth = [self._worth_of(n, levels) for n, levels in enumerate(placed.values)]
            placed = replace(placed, values=tuple(worth))
        turned = (self.low + self.high)[:, None] - self.worth
        valued = np.empty(table.levels.shape, shortest(np.concatenate([self.worth, turned])), order="F")
        for n, levels in enumerate(table.levels.T):
            valued[:, n] = self._worth_of(n, levels)
        return replace(table, levels=valued, places=placed)

    def _worth_of(self, item: int, levels: Floats) -> Floats:
        """What levels of an item are worth; NaN stays NaN."""
        assert self.worth is not None
        place = np.nan_to_num(levels - self.first[item]).astype(np.int64)
        found: Floats = np.where(np.isfinite(levels), self.worth[item, place], np.nan)
        return found

    def by_any_item(self) -> Structure:
        """The same, where one item is enough for the mean of a dimension: a room settles a few of many."""
        parts = tuple(
            replace(part, needs=1) if part.kind == "dimension" and part.combine == "mean" else part
            for part in self.parts
        )
        return replace(self, parts=parts)

    def with_needs(self, needs: dict[str, int]) -> Structure:
        """The same, with other numbers of dimensions that an axis needs."""
        parts = tuple(
            replace(part, needs=needs.get(part.id, part.needs)) if part.kind == "axis" else part for part in self.parts
        )
        return replace(self, parts=parts)


class _Itself:
    """A questionnaire that is the same only as itself: to compare what stands in it takes longer than to join it."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.questionnaire is self.questionnaire


@lru_cache(maxsize=16)
def _structure(one: _Itself) -> Structure:
    return Structure._made(one.questionnaire)


class _Joining:
    """The parts of a questionnaire, joined from the bottom up."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.asked = questionnaire
        self.row_of = {item.id: place for place, item in enumerate(questionnaire.items)}
        self.column = {one.id: column for column, one in enumerate(questionnaire.dimensions)}
        self.found: dict[int, JoinedPart] = {}
        self.order: list[int] = []

    def joined(self) -> tuple[tuple[JoinedPart, ...], tuple[int, ...]]:
        """All parts in their own order, and their columns in the order of joining."""
        asked, next_column = self.asked, len(self.column)
        for dimension in asked.dimensions:
            self._dimension(dimension.id)
        for axis in asked.axes:
            of_axis = [self._part(one.id) for one in asked.dimensions_of(axis.id)]
            self._add(next_column, "axis", axis.id, of_axis, axis.combine, axis.dimensions_needed)
            next_column += 1
        if asked.whole is not None:
            top = [self._part(one.id) for one in asked.children_of("")]
            children = top or [self._item(item) for item in asked.items]
            self._add(next_column, "overall", "overall", children, asked.whole.combine, asked.whole.needs)
            next_column += 1
        place = {item.id: item for item in asked.items}
        for view in asked.views:
            for one in view.parts:
                seen = [self._item(place[name]) for name in one.items]
                self._add(next_column, "view", f"{view.id}.{one.id}", seen, "mean", None)
                next_column += 1
        for item in self._judged_alone():
            self._add(next_column, "item", item.id, [self._item(item)], "mean", 1)
            next_column += 1
        return tuple(self.found[column] for column in range(next_column)), tuple(self.order)

    def _judged_alone(self) -> list[RatingItem]:
        """Items that hold or do not, and those of which the weakest counts: each needs an interval of its own."""
        if self.asked.shape in ON_A_LINE:
            return list(self.asked.items)
        children = [child for part in self.found.values() if part.combine == "min" for child in part.children]
        weakest = {column for kind, column, _ in children if kind == "item"}
        return [item for column, item in enumerate(self.asked.items) if column in weakest]

    def _dimension(self, name: str) -> None:
        column = self.column[name]
        if column in self.found:
            return
        inside = self.asked.children_of(name)
        for one in inside:
            self._dimension(one.id)
        dimension = self.asked.dimension_by_id[name]
        children = [self._item(item) for item in self.asked.items_of(name)] + [self._part(one.id) for one in inside]
        needs = 1 if dimension.needs is None and self.asked.format != SECOND else dimension.needs
        self._add(column, "dimension", name, children, dimension.combine, needs)

    def _item(self, item: RatingItem) -> Child:
        return "item", self.row_of[item.id], item.weight

    def _part(self, name: str) -> Child:
        return "part", self.column[name], self.asked.dimension_by_id[name].weight

    def _add(
        self, column: int, kind: PartKind, name: str, children: Sequence[Child], combine: Combine, needs: int | None
    ) -> None:
        ends = [(weight, *self._range(child)) for child in children for weight in child[2:]]
        # A part of which nothing is asked has no range.
        ends = [end for end in ends if np.isfinite(end[1])]
        low, high = min((end[1] for end in ends), default=np.nan), max((end[2] for end in ends), default=np.nan)
        if combine == "sum":
            low, high = (sum(end[0] * end[n] for end in ends) for n in (1, 2))
        if needs is None:
            needs = (len(children) + 1) // 2 if combine == "mean" else len(children)
        self.found[column] = JoinedPart(kind, name, tuple(children), combine, needs, low, high)
        self.order.append(column)

    def _range(self, child: Child) -> tuple[float, float]:
        if child[0] == "part":
            part = self.found[child[1]]
            return part.low, part.high
        scale = self.asked.scale_of(self.asked.items[child[1]])
        return scale.least, scale.most


def unit_of(asked: Questionnaire) -> Literal["levels", "points"]:
    """What values are counted in."""
    wholes = (asked.whole,) if asked.whole is not None else ()
    summed = any(one.combine == "sum" for one in (*asked.dimensions, *wholes))
    return "points" if summed or not all(scale.is_plain for scale in asked.answered_on) else "levels"
