"""The ladder: strands down, stages across, and in each field whether its question holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from maturity.charts import layout, order, stages
from maturity.charts.layout import Canvas
from maturity.charts.marks import put_key, put_mark, sheet_of
from maturity.charts.style import Look, dressed
from maturity.core.assessment import Assessment
from maturity.core.reading import Held, StageResult
from maturity.model import RatingItem
from maturity.report.held_words import asked_of, held_mark, people_words, score_of, whose_result
from maturity.report.shapes.ladder import LadderTelling
from maturity.text.clean import plain
from maturity.text.contrast import mixed
from maturity.text.isolate import isolated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME, NOTE, HEAD = 9.0, 8.0, 9.5
"""Sizes of type in points: of names, of numbers and of the heads of stages."""
LINE = 1.3 / 72
"""Inches that one point of type takes in height."""
LABEL, QUESTION = 1.75, 2.3
"""Inches left of the stages, where there is room: for a strand, and for a question."""
NAMED, UNNAMED = 1.4, 0.9
"""Least inches of a stage whose questions are named in their fields, and of another."""
PEOPLE = 1.35
"""Inches right of the stages that say how many answered, where every question has a row of its own."""
MARKED = 0.34
"""Inches that a mark takes at the left of a field."""
BAR = 0.13
"""Height of the bar that shows how far the way is gone."""
MOST_SPARE = 0.5
"""Inches by which a row is higher where there is room, at most."""
WIDTHS = (7.2, 5.6, 6.2, 6.8, 8.2, 9.0, 10.5, 12.0)
"""Inches of the pages that are tried."""
FEW = 4
"""Most stages across which questions are named in their fields."""
WORDS = {
    "title": "{whose}: {place}",
    "counts": "{state}: {held} of {of}, {need}",
    "all": "all needed",
    "need": "{n} needed",
    "item": "{name}",
    "must": "{name} (must)",
    "musts": "Must: the stage cannot be reached without it.",
    "later": "would hold, not counted",
    "agreed": "Diamond on the bar: by the levels that the room agreed.",
    "bar": "Bar: filled as far as the stages hold.",
    "pale": "Pale bar: whether that holds is open.",
    "cells": "Beside each mark: score, and how many answered (n).",
    "fictional": "A fictional example.",
}


@dataclass
class _Row:
    """One row: its label, and for each stage the questions in its field."""

    label: str
    fields: list[list[Held]]


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """Strands (or questions, where there are none) by stages."""
    told = LadderTelling(assessment)
    rows = _rows(told)
    page = layout.fitted(look, lambda width: _Grid.measured(told, rows, width, look), _widths(told) or WIDTHS[:1])
    axes = _begun(told, page)
    grid = _Grid(told, rows, page)
    if grid.has_room():
        grid.put(axes)
        return page.done()
    for more in layout.MORE:
        page = layout.emptied(layout.readable(look, look.size or (WIDTHS[0], WIDTHS[0]), more=more))
        axes = _begun(told, page, cells=False)
        if stages.have_room(told, page):
            break
    if more > 1:
        # Type that is too small is the last resort: first a higher page, where there may be one.
        page.leave_out()
    stages.put_stages(told, page, axes)
    return page.done()


def _begun(told: LadderTelling, page: Canvas, *, cells: bool = True) -> Axes:
    """The sheet of a page that has its words on it."""
    axes = sheet_of(page)
    page.foot(_small_print(told, cells=cells, bare=page.look.bare))
    page.head(_title(told), _lead(told))
    put_key(page, axes, {held_mark(one) for one in told.held.values()})
    return axes


def _title(told: LadderTelling) -> str:
    assessment = told.assessment
    return WORDS["title"].format(whose=whose_result(assessment), place=plain(told.place()))


def _lead(told: LadderTelling) -> str:
    return " ".join(map(plain, filter(None, (told.lacks(), told.later(), told.room(), *told.caution()))))


def _rows(told: LadderTelling) -> list[_Row]:
    """Strands with their questions; every question by itself where there are none."""
    asked, stages = told.asked, told.reading.stages

    def fields(items: Sequence[RatingItem]) -> list[list[Held]]:
        return [[told.held[item.id] for item in items if item.stage == stage.id] for stage in stages]

    strands = [(one.label, asked.items_of(one.id)) for one in asked.dimensions]
    rows = [_Row(plain(label, 120), fields(items)) for label, items in strands if items]
    musts = {name for stage in stages for name in told.musts(stage)}
    return rows or [
        _Row(WORDS["must" if item.id in musts else "item"].format(name=plain(item.short, 120)), fields([item]))
        for item in asked.items
    ]


def _is_named(told: LadderTelling) -> bool:
    """Whether questions are named in their fields: where strands are the rows, and there are few stages."""
    return bool(told.asked.dimensions) and len(told.reading.stages) <= FEW


def _widths(told: LadderTelling) -> list[float]:
    """The pages that are tried: all on which the fields are wide enough for names, where there are any."""
    least = NAMED * len(told.reading.stages) if _is_named(told) else 0.0
    return [width for width in WIDTHS if width - 2 * layout.MARGIN - _label_width(told, width) >= least]


def _label_width(told: LadderTelling, width: float) -> float:
    wanted = LABEL if told.asked.dimensions else QUESTION
    return min(wanted, 0.28 * (width - 2 * layout.MARGIN))


class _Grid:
    """The fields of a page, in inches."""

    def __init__(self, told: LadderTelling, rows: Sequence[_Row], page: Canvas) -> None:
        self.told, self.rows, self.page = told, rows, page
        self.theme = page.look.theme
        self.label = _label_width(told, page.width)
        self.strands = bool(told.asked.dimensions)
        self.people = 0.0 if self.strands else PEOPLE
        self.width = (page.right - page.left - self.label - self.people) / len(told.reading.stages)
        self.is_named = _is_named(told)

    @classmethod
    def measured(cls, told: LadderTelling, rows: Sequence[_Row], width: float, look: Look) -> float:
        """The height in inches that a page of a width needs."""
        page = layout.page(replace(look, size=None, within=None), (width, 40.0))
        _begun(told, page)
        grid = cls(told, rows, page)
        return 40.0 - (page.top - page.bottom) + grid.head_height() + sum(map(grid.height, rows)) + 0.05

    def has_room(self) -> bool:
        """Whether stages are wide enough for what stands in them, and the page high enough for all rows."""
        least = NAMED if self.is_named else UNNAMED
        needed = self.head_height() + sum(map(self.height, self.rows))
        return self.width >= least - 1e-6 and needed <= self.page.top - self.page.bottom + 1e-6

    def left(self, stage: int) -> float:
        """Where a stage begins."""
        return self.page.left + self.label + stage * self.width

    def head_height(self) -> float:
        """Inches that the heads of the stages take."""
        heads = [self._head(stage) for stage in self.told.reading.stages]
        most = max(name.count("\n") + 1 for name, _ in heads), max(note.count("\n") + 1 for _, note in heads)
        return BAR + 0.1 + most[0] * HEAD * LINE + most[1] * NOTE * LINE + 0.12

    def _head(self, stage: StageResult) -> tuple[str, str]:
        need = WORDS["all"] if stage.need == stage.of else WORDS["need"].format(n=stage.need)
        name = plain(self.told.asked.stage_by_id[stage.id].short, 80)
        note = WORDS["counts"].format(state=self.told.state_of(stage), held=stage.held, of=stage.of, need=need)
        figure, room = self.page.figure, self.width - 0.1
        wrapped = layout.wrap(name, room, HEAD, figure, weight="bold", lines=3)
        return wrapped, layout.wrap(note, room, NOTE, figure, lines=4)

    def _label(self, row: _Row) -> str:
        return layout.wrap(row.label, self.label - 0.1, NAME, self.page.figure, lines=4)

    def _text(self, one: Held, stage: StageResult) -> tuple[str, str]:
        """Name and number in a field; without names only the number."""
        number = score_of(self.told.assessment, one)
        figure, room = self.page.figure, self.width - MARKED - 0.1
        if not self.is_named:
            return "", number
        name = plain(self.told.asked.item_by_id[one.id].short, 80)
        if one.id in self.told.musts(stage):
            name = WORDS["must"].format(name=isolated(name))
        return (
            layout.wrap(name, room, NAME, figure, lines=3),
            layout.wrap(f"{number} ({people_words(self.told.assessment, one)})", room, NOTE, figure, lines=2),
        )

    def _field(self, one: Held, stage: StageResult) -> float:
        name, number = self._text(one, stage)
        high = (number.count("\n") + 1) * NOTE * LINE + 0.13
        return high + (name.count("\n") + 1) * NAME * LINE if name else high

    def height(self, row: _Row) -> float:
        """Inches that a row takes."""
        stages = self.told.reading.stages
        fields = [sum(self._field(one, stage) for one in held) for stage, held in zip(stages, row.fields, strict=True)]
        return max(*fields, (self._label(row).count("\n") + 1) * NAME * LINE + 0.1, 0.3)

    def put(self, axes: Axes) -> None:
        """Draw heads, rows and marks; what room is over is shared out among the rows."""
        page, colours = self.page, self.theme.colours
        self._heads(axes)
        top = page.top - self.head_height()
        heights = [self.height(row) for row in self.rows]
        spare = max(0.0, top - page.bottom - sum(heights))
        more = min(spare / len(heights), MOST_SPARE)
        for row, high in zip(self.rows, heights, strict=True):
            high += more
            axes.plot([page.left, page.right], [top, top], color=colours.line, linewidth=0.6)
            page.text(page.left, top - high / 2, self._label(row), NAME, va="center", linespacing=1.25)
            for place, held in enumerate(row.fields):
                self._put_fields(axes, place, held, top - high / 2)
                if not self.strands and held:
                    said = people_words(self.told.assessment, held[0])
                    page.text(page.right, top - high / 2, said, NOTE, va="center", ha="right", color=colours.soft)
            top -= high

    def _put_fields(self, axes: Axes, place: int, held: Sequence[Held], middle: float) -> None:
        stage, soft = self.told.reading.stages[place], self.theme.colours.soft
        heights = [self._field(one, stage) for one in held]
        at = middle + sum(heights) / 2
        for one, high in zip(held, heights, strict=True):
            name, number = self._text(one, stage)
            y, x = at - high / 2, self.left(place)
            put_mark(axes, self.theme, held_mark(one), x + 0.16, y)
            if name:
                upper = y + high / 2 - 0.065
                self.page.text(x + MARKED, upper, name, NAME, va="top", linespacing=1.25)
                lower = upper - (name.count("\n") + 1) * NAME * LINE
                self.page.text(x + MARKED, lower, number, NOTE, va="top", color=soft, linespacing=1.25)
            else:
                self.page.text(x + MARKED, y, number, NOTE, va="center", color=soft)
            at -= high

    def _heads(self, axes: Axes) -> None:
        from matplotlib.patches import Rectangle

        reading, colours, page = self.told.reading, self.theme.colours, self.page
        sure, may = self.told.way()
        for place, stage in enumerate(reading.stages):
            x, y = self.left(place), page.top - BAR
            pale = mixed(colours.paper, colours.cluster, 0.25)
            face = colours.cluster if place < sure else pale if place < may else colours.paper
            edge = colours.cluster if place < may else colours.line
            axes.add_patch(Rectangle((x, y), self.width - 0.06, BAR, facecolor=face, edgecolor=edge, linewidth=1))
            name, note = self._head(stage)
            page.text(x, y - 0.08, name, HEAD, va="top", weight="bold", linespacing=1.25)
            below = y - 0.08 - (name.count("\n") + 1) * HEAD * LINE
            page.text(x, below, note, NOTE, va="top", color=colours.soft, linespacing=1.25)
        self._room(axes, [stage.id for stage in reading.stages])

    def _room(self, axes: Axes, ids: Sequence[str]) -> None:
        """Where the room's own levels put the cluster, where they leave no doubt."""
        room = self.told.room_reading()
        if room is None or not room.settled:
            return
        place = ids.index(room.at_least) if room.at_least else -1
        x, y = self.left(place + 1) - 0.03, self.page.top - BAR / 2
        ink, paper = self.theme.colours.ink, self.theme.colours.paper
        axes.plot([x], [y], marker="D", markersize=9, color=paper, markeredgecolor=ink, markeredgewidth=1.4, zorder=5)


def _small_print(told: LadderTelling, *, cells: bool, bare: bool) -> str:
    room, (sure, may) = told.room_reading(), told.way()
    said = [
        *((WORDS["bar"],) if sure else ()),
        *((WORDS["pale"],) if may > sure else ()),
        *((WORDS["agreed"],) if room is not None and room.settled else ()),
        *((WORDS["cells"],) if cells else ()),
        *((WORDS["musts"],) if cells and any(map(told.musts, told.reading.stages)) else ()),
    ]
    if bare:
        return " ".join(said)
    said = [order.ordered(order.ASKED), *said, *map(plain, told.convention()), asked_of(told.assessment)]
    return " ".join([*said, WORDS["fictional"]] if told.assessment.fictional else said)
