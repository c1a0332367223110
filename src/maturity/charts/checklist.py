"""The checklist: every question in order, how people answered it, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from maturity.charts import layout, order
from maturity.charts.agreement import ramp
from maturity.charts.layout import Canvas
from maturity.charts.marks import put_key, put_mark, sheet_of
from maturity.charts.style import Look, dressed
from maturity.core.reached import as_asked
from maturity.core.reading import Held
from maturity.model import Scale
from maturity.report.held_words import STATES, asked_of, held_mark, people_words, score_of, whose_result
from maturity.report.shapes.checklist import ChecklistTelling
from maturity.text.clean import plain
from maturity.text.contrast import clearer
from maturity.text.words import in_figures, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from maturity.core.assessment import Assessment

NAME, NOTE = 9.5, 8.0
"""Sizes of type in points: of questions, and of numbers."""
LINE = 1.3 / 72
"""Inches that one point of type takes in height."""
HIGH = 0.26
"""Height of a bar in inches."""
SWATCH, STEP = 0.16, 0.22
"""A colour of the key, and the distance of its lines, in inches."""
WIDTHS = (7.2, 5.6, 6.2, 8.0, 9.0, 10.5)
"""Inches of the pages that are tried."""
WORDS = {
    "title": "{whose}: {held} of {of} hold",
    "nothing": "{whose}: nothing can be told yet",
    "rough": "How many chose each answer is not shown. Diamond: the score; bar: its rough range; dark line: from where "
    "on a question holds.",
    "hidden": "too few to show",
    "nobody": "nobody answered",
    "level": "{number} {label}",
    "left_out": "{n} of {of} {of:question|questions} {n:has|have} no room at this size: the table of questions "
    "has {n:it|them}.",
    "numbers": "Numbers in the bars: people who chose each answer.",
    "fictional": "A fictional example.",
}


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """One bar a question, in the order in which they were asked, with the state at its end."""
    told = ChecklistTelling(assessment)
    page = layout.fitted(look, lambda width: _measured(told, width, look), WIDTHS)
    every = list(told.held.values())
    axes, rows = _begun(told, page, every)
    while len(every) > 1 and sum(map(rows.height, every)) > page.top - page.bottom + 1e-6:
        every.pop()
        page = layout.emptied(layout.readable(look, look.size or (page.width, page.height)))
        axes, rows = _begun(told, page, every)
    rows.put(axes)
    return page.done()


def _measured(told: ChecklistTelling, width: float, look: Look) -> float:
    """The height in inches that a page of a width needs."""
    page = layout.page(replace(look, size=None, within=None), (width, 60.0))
    _, rows = _begun(told, page, list(told.held.values()))
    return 60.0 - (page.top - page.bottom) + sum(map(rows.height, told.held.values())) + 0.05


def _begun(told: ChecklistTelling, page: Canvas, every: Sequence[Held]) -> tuple[Axes, _Rows]:
    """A page with everything but its rows."""
    axes = sheet_of(page)
    left_out = len(told.held) - len(every)
    foot = _small_print(told, bare=page.look.bare)
    page.foot(foot, spoken(WORDS["left_out"], n=left_out, of=len(told.held)) if left_out else "")
    page.head(_title(told), plain(told.rest()))
    put_key(page, axes, {held_mark(one) for one in told.held.values()})
    rows = _Rows(told, page, every)
    rows.put_levels(axes)
    return axes, rows


def _title(told: ChecklistTelling) -> str:
    assessment = told.assessment
    return WORDS["title" if told.has_result() else "nothing"].format(
        whose=whose_result(assessment),
        held=told.reading.count("holds"),
        of=len(told.held),
    )


class _Rows:
    """The rows of a page, in inches."""

    def __init__(self, told: ChecklistTelling, page: Canvas, every: Sequence[Held]) -> None:
        self.told, self.page, self.theme, self.every = told, page, page.look.theme, every
        free = page.right - page.left
        self.stacked = free < layout.NARROW
        self.label, self.state = 0.0 if self.stacked else 0.3 * free, max(1.45, 0.2 * free)
        self.left = page.left + self.label
        self.right = page.right - self.state

    def scales(self) -> list[Scale]:
        """The scales whose answers are drawn, each once."""
        asked, items = self.told.asked, self.told.assessment.items
        drawn = [asked.scale_of(item) for item in asked.items if any(items[item.id].counts or ())]
        return list({tuple(one.levels.items()): one for one in drawn}.values())

    def put_levels(self, axes: Axes) -> None:
        """What the colours of the answers are, above the bars; of each scale on lines of its own."""
        from matplotlib.patches import Rectangle

        page, colours = self.page, self.theme.colours
        for scale in self.scales():
            x = page.left
            labels = [
                WORDS["level"].format(number=in_figures(level), label=plain(text, 60))
                for level, text in sorted(scale.levels.items())
            ]
            for label, colour in zip(labels, ramp(self.theme, scale.size), strict=True):
                label = layout.shortened(label, page.right - page.left - 0.4, NOTE, page.figure)
                wide = SWATCH + 0.24 + layout.width_of(label, NOTE, page.figure)
                if x > page.left and x + wide > page.right:
                    x, page.top = page.left, page.top - STEP
                y = page.top - SWATCH
                axes.add_patch(
                    Rectangle((x, y), SWATCH, SWATCH, facecolor=colour, edgecolor=colours.line, linewidth=0.5)
                )
                page.text(x + SWATCH + 0.06, y + SWATCH / 2, label, NOTE, va="center_baseline", color=colours.soft)
                x += wide
            page.top -= STEP
        page.top -= 0.12

    def height(self, one: Held) -> float:
        """Inches that a row takes."""
        lines = self._name(one).count("\n") + 1
        state = self._state(one)
        if self.stacked:
            return lines * NAME * LINE + max(HIGH, (state.count("\n") + 1) * NOTE * LINE + NAME * LINE) + 0.1
        return max(lines * NAME * LINE, HIGH, (state.count("\n") + 1) * NOTE * LINE + NAME * LINE) + 0.14

    def _name(self, one: Held) -> str:
        short = plain(self.told.asked.item_by_id[one.id].short, 120)
        room = self.page.right - self.page.left if self.stacked else self.label - 0.15
        return layout.wrap(short, room, NAME, self.page.figure, lines=4)

    def _state(self, one: Held) -> str:
        return layout.wrap(people_words(self.told.assessment, one), self.state - 0.45, NOTE, self.page.figure, lines=3)

    def put(self, axes: Axes) -> None:
        """Draw the rows; what room is over is shared out among them."""
        page, held = self.page, self.every
        heights = [self.height(one) for one in held]
        spare = max(0.0, page.top - page.bottom - sum(heights))
        top = page.top
        for one, high in zip(held, heights, strict=True):
            high += min(spare / len(held), 0.25)
            middle = top - high / 2
            name = self._name(one)
            if self.stacked:
                page.text(page.left, top, name, NAME, va="top", weight="bold", linespacing=1.25)
                middle -= (name.count("\n") + 1) * NAME * LINE / 2
            else:
                page.text(self.left - 0.12, middle, name, NAME, va="center", ha="right", linespacing=1.25)
            self._bar(axes, one, middle)
            self._end(axes, one, middle)
            top -= high

    def _end(self, axes: Axes, one: Held, y: float) -> None:
        """The state of a question at the end of its bar, and who answered."""
        page, people = self.page, self._state(one)
        put_mark(axes, self.theme, held_mark(one), self.right + 0.2, y)
        below = (people.count("\n") + 1) * NOTE * LINE
        upper = y + (NAME * LINE + below) / 2
        weight = "normal" if one.state == "holds" else "bold"
        page.text(self.right + 0.38, upper, STATES[one.state], NAME, va="top", weight=weight)
        soft = self.theme.colours.soft
        page.text(self.right + 0.38, upper - NAME * LINE, people, NOTE, va="top", color=soft, linespacing=1.25)

    def _bar(self, axes: Axes, one: Held, y: float) -> None:
        from matplotlib.patches import Rectangle

        counts = self.told.assessment.items[one.id].counts
        if not counts or not sum(counts):
            self._instead(axes, one, y, counts)
            return
        colours, scale = self.theme.colours, self.told.asked.scale_of(self.told.asked.item_by_id[one.id])
        x = self.left
        for people, colour in zip(counts, ramp(self.theme, scale.size), strict=True):
            wide = (self.right - self.left) * people / sum(counts)
            axes.add_patch(
                Rectangle((x, y - HIGH / 2), wide, HIGH, facecolor=colour, edgecolor=colours.paper, linewidth=1)
            )
            said = str(people)
            if people and layout.width_of(said, NOTE, self.page.figure) < wide:
                shade = clearer(colour, (colours.ink, colours.paper))
                self.page.text(x + wide / 2, y, said, NOTE, ha="center", va="center", color=shade)
            x += wide
        # The palest level would be lost on the paper.
        low, high = y - HIGH / 2, y + HIGH / 2
        xs, ys = [self.left, self.right, self.right, self.left, self.left], [low, low, high, high, low]
        axes.plot(xs, ys, color=colours.soft, linewidth=0.6)

    def _instead(self, axes: Axes, one: Held, y: float, counts: Sequence[int] | None) -> None:
        """What stands in the place of a bar: where its score lies, or why there is nothing."""
        if one.score is None:
            text = WORDS["nobody" if counts is not None else "hidden"]
            self.page.text(self.left + 0.05, y, text, NOTE, va="center", color=self.theme.colours.soft)
            return
        item, colours = self.told.asked.item_by_id[one.id], self.theme.colours
        scale = self.told.asked.scale_of(item)
        left, right = self.left + 0.15, self.right - 0.15

        def at(value: float) -> float:
            value = as_asked(self.told.asked, item, value)
            return left + (value - scale.least) / (scale.most - scale.least) * (right - left)

        axes.plot([left, right], [y, y], color=colours.line, linewidth=1)
        axes.plot([at(one.met_at)] * 2, [y - HIGH / 2, y + HIGH / 2], color=colours.soft, linewidth=1.1)
        if one.interval is not None:
            axes.plot([at(one.interval.low), at(one.interval.high)], [y, y], color=colours.cluster, linewidth=2.2)
        x = at(one.score)
        axes.plot([x], [y], marker="D", markersize=8, color=colours.cluster, markeredgecolor=colours.paper)
        number = score_of(self.told.assessment, one)
        self.page.text(right, y + 0.05, number, NOTE, ha="right", va="bottom", color=colours.soft)


def _small_print(told: ChecklistTelling, *, bare: bool) -> str:
    bars = any(sum(result.counts or ()) for result in told.assessment.items.values())
    said = [*((WORDS["numbers"],) if bars else (WORDS["rough"],) if told.has_result() else ())]
    if bare:
        return " ".join(said)
    around = map(plain, (*told.caution(), *told.convention()))
    said = [order.ordered(order.ASKED), *said, *around, asked_of(told.assessment)]
    return " ".join([*said, WORDS["fictional"]] if told.assessment.fictional else said)
