"""The profile: every dimension with its schools, the cluster's mean and its interval.

On a map dimensions stand below their axis with its midpoint; elsewhere parts stand below those that they are in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from maturity.charts import layout, order, style
from maturity.charts.layout import Canvas
from maturity.charts.part_rows import DrawnPart, PartRows, PartScale, part_rows, rows_foot, without_one
from maturity.charts.style import Look, dressed
from maturity.charts.tagged import OF, keys_of_parts, tag
from maturity.core.assessment import Assessment, AxisResult, Interval, PartResult
from maturity.model import Axis
from maturity.report.kinds import hidden_schools, hides_schools
from maturity.report.shapes import telling
from maturity.report.tree import tree_of_axis, tree_of_parts
from maturity.report.wording import on_axis, range_on_axis, reason, schools_and_people
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AxisRow = tuple[int, str, PartResult]
AxisRows = dict[str, list[AxisRow]]
"""The rows of each axis that are drawn: within how many others, label, result."""
ROW = 0.36
"""Inches from one row to the next."""
LABEL, FEET, HEADS = 2.9, 0.3, 0.2
"""Inches left of the scale, below it, and above it for the heads of columns."""
TIGHT, STACKED, WRAPPED, MOST_APART = 0.27, 0.46, 0.14, 0.6
"""Inches of a row at least, where its label stands above it, and of each further line of that; and at most."""
NUMBER_SIZE, NOTE = 9.5, 8.0
"""Sizes of type in points: of numbers, and of heads."""
MOST_ROWS = 30
"""Most rows of a tree of parts, before a floor of it is left out."""
WORDS = {
    "title": "{cluster}, {label}: profile",
    "score": "score",
    "ends": "likely range",
    "rough_ends": "rough range",
    "left_out": "{n} of {of} {of:dimension|dimensions} {n:has|have} no room at this size: not the lowest, nor the "
    "highest. A larger picture and the report have {n:it|them}.",
    "no_score": "no score: {reason}",
    "dot": "Open dot: a school.",
    "mean": "Diamond: the mean, one school one voice.",
    "bar": "Bar and range: likely range.",
    "rough": "Diamond: the cluster. No ranges are drawn: they could give answers away.",
    "more": "Not all that is within these parts is shown: a larger picture and the report have it.",
    "midpoint": "Dark line: the midpoint, a convention.",
    "asked": "{who}. {title} ({id}), version {version}.",
    "fictional": "A fictional example.",
}


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """Dimensions grouped by axis, or by what they are in, one row each."""
    return _on_axes(assessment, look) if assessment.questionnaire.axes else _tree(assessment, look)


def _tree(assessment: Assessment, look: Look) -> Figure:
    """As many floors as can be read at the size that is asked for; the first in any case."""
    floors = max((row[0] for row in tree_of_parts(assessment)), default=0)
    choices = [(floor, True) for floor in range(floors, -1, -1)] + [(0, False)]
    scale, lacking = PartScale(assessment), False
    for floor, views in choices:
        rows = part_rows(assessment, floor, views=views)
        left_out = floor < floors or (not views and bool(assessment.questionnaire.views))
        for closer in layout.MORE:
            drawing = _parts_begun(assessment, look, rows, scale, left_out, closer)
            if drawing.has_room(FEET + HEADS) or not drawing.page.shrinks:
                break
        if drawing.has_room(FEET + HEADS) and len(rows) <= MOST_ROWS:
            break
        lacking = lacking or len(rows) <= MOST_ROWS
    while len(rows) > 1 and not drawing.has_room(FEET + HEADS):
        rows = without_one(rows, assessment)
        drawing = _parts_begun(assessment, look, rows, scale, True, layout.MORE[-1])
    page = drawing.page
    if lacking:
        page.leave_out()
    drawing.draw(page.bottom + FEET, page.top - HEADS)
    return page.done()


def _parts_begun(
    assessment: Assessment, look: Look, rows: list[DrawnPart], scale: PartScale, left_out: bool, closer: float
) -> PartRows:
    """Rows on a page with the words on it."""
    high = ROW * (rows[-1].place + 1.3 if rows else 1.0)
    own, tall, wide = ((width, 2.2 + high * much) for width, much in ((9.0, 1), (7.2, 0.85), (9.0, 0.8)))
    page = layout.readable(look, own, tall=tall, wide=wide, closer=closer)
    shown = [row.part for row in rows if row.part is not None]
    foot = rows_foot(assessment, shown, shares=scale.shares, bare=look.bare)
    foot = foot if look.bare else f"{order.ordered(order.ASKED)} {foot}"
    page.foot(f"{WORDS['more']} {foot}" if left_out else foot)
    title = WORDS["title"].format(cluster=isolated(plain(assessment.cluster, 80)), label=plain(assessment.label, 20))
    page.head(title, plain(telling(assessment).headline()))
    return PartRows(page, assessment, rows, scale)


def _on_axes(assessment: Assessment, look: Look) -> Figure:
    """As many dimensions as can be read at the size: closer together, before those in the middle are left out."""
    rows = {axis.id: [*tree_of_axis(assessment, axis.id)] for axis in assessment.questionnaire.axes}
    for closer in layout.MORE:
        drawing = _begun(assessment, look, rows, closer)
        if drawing.has_room() or not drawing.page.shrinks:
            break
    while sum(map(len, rows.values())) > 2 and not drawing.has_room():
        rows = _without_one(rows)
        drawing = _begun(assessment, look, rows, layout.MORE[-1])
    drawing.draw()
    return drawing.page.done()


def _without_one(rows: AxisRows) -> AxisRows:
    """The same without the row that tells least; a row stays as long as one within it does."""
    every = [(axis, place) for axis, one in rows.items() for place in range(len(one))]
    for gone in order.middle_first([rows[axis][place][2].score for axis, place in every]):
        axis, place = every[gone]
        one = rows[axis]
        if place + 1 == len(one) or one[place + 1][0] <= one[place][0]:
            return {**rows, axis: one[:place] + one[place + 1 :]}
    return rows


def _begun(assessment: Assessment, look: Look, rows: AxisRows, closer: float) -> _Axes:
    """The scale on a page with the words on it."""
    count = _count(rows)
    own, tall, wide = ((width, 2.05 + ROW * high * count) for width, high in ((9.0, 1), (7.2, 0.8), (9.0, 0.66)))
    page = layout.readable(look, own, tall=tall, wide=wide, closer=closer)
    every = sum(len([*tree_of_axis(assessment, axis.id)]) for axis in assessment.questionnaire.axes)
    left_out = every - sum(map(len, rows.values()))
    page.foot(_small_print(assessment, rows), spoken(WORDS["left_out"], n=left_out, of=every) if left_out else "")
    page.head(WORDS["title"].format(cluster=isolated(plain(assessment.cluster, 80)), label=plain(assessment.label, 20)))
    return _Axes(page, assessment, rows)


def _count(rows: AxisRows) -> float:
    """How many rows high the scale is, with labels of one line."""
    return sum(len(one) + 1.4 for one in rows.values())


class _Axes:
    """The scale with its heads, and where labels and numbers stand beside it."""

    def __init__(self, page: Canvas, assessment: Assessment, rows: AxisRows) -> None:
        self.page, self.assessment, self.rows = page, assessment, rows
        self.stacked, self.colours = page.right - page.left < layout.NARROW, page.look.theme.colours
        self.is_named = assessment.mode == "named"
        score, ends = self._columns()
        self.score, self.ends = score, ends
        width = page.right - page.left
        self.label = width - 0.05 - score - ends if self.stacked else min(LABEL, 0.42 * width)
        left = page.left + (0.0 if self.stacked else self.label)
        right = page.right - (0.0 if self.stacked else score + ends + 0.1)
        self.least = STACKED if self.stacked else TIGHT
        self.count = _count(rows)
        self.count += sum(self.more(axis.label, bold=True) for axis in assessment.questionnaire.axes)
        self.count += sum(self.more(_label_of(row), bold=False) for one in rows.values() for row in one)
        # A few rows stand together below the words, instead of far from one another.
        bottom = max(page.bottom + FEET, page.top - HEADS - MOST_APART * self.count)
        self.rect: layout.Rect = left, bottom, right, page.top - HEADS

    @cached_property
    def axes(self) -> Axes:
        """Only made on the page that is drawn."""
        return self.page.axes(*self.rect)

    def has_room(self) -> bool:
        """Whether the rows can be read on the page."""
        return self.page.top - self.page.bottom - FEET - HEADS >= self.least * self.count - 1e-6

    def wrapped(self, label: str, *, bold: bool) -> str:
        """A label in two lines at most, in three where it stands above the scale."""
        size, lines, gap = (9, 3, 0.04) if self.stacked else (10, 2, 0.15)
        weight = "bold" if bold else "normal"
        return layout.wrap(label, self.label - gap, size, self.page.figure, weight=weight, lines=lines)

    def more(self, label: str, *, bold: bool) -> float:
        """Rows by which one is higher whose label stands above it in more than one line."""
        return self.wrapped(label, bold=bold).count("\n") * WRAPPED / STACKED if self.stacked else 0.0

    def _columns(self) -> tuple[float, float]:
        """Inches of scores and of intervals, as wide as what stands in them, in whatever font."""
        numbers = [score_and_ends(self.assessment, one, axis) for axis, results in self._results() for one in results]
        heads = [(WORDS["score"], WORDS["ends"])]
        return tuple(  # type: ignore[return-value]
            max(layout.width_of(text[place], size, self.page.figure, "bold") + 0.14 for text in texts)
            for place in (0, 1)
            for texts, size in (((*numbers, *heads), NUMBER_SIZE),)
        )

    def _results(self) -> list[tuple[Axis, list[AxisResult | PartResult]]]:
        return [
            (axis, [self.assessment.axes[axis.id], *(one for *_, one in self.rows[axis.id])])
            for axis in self.assessment.questionnaire.axes
        ]

    def draw(self) -> None:
        """Scale, heads and rows."""
        axes, page, asked = self.axes, self.page, self.assessment.questionnaire
        scale, rows = asked.scale, self.count
        axes.set_xlim(scale.low - 0.1, scale.high + 0.1)
        axes.set_ylim(rows - 0.2, -0.7)
        axes.set_xticks(list(scale.levels))
        axes.set_yticks([])
        style.bare(axes, page.look.theme)
        for place in scale.levels:
            axes.axvline(place, color=self.colours.line, linewidth=0.5, zorder=0)
        how: dict[str, Any] = {"va": "top", "ha": "right", "color": self.colours.soft}
        numbers = [score_and_ends(self.assessment, one, axis) for axis, results in self._results() for one in results]
        if any(score for score, _ in numbers):
            page.text(page.right - self.ends, page.top, WORDS["score"], NOTE, **how)
        if any(ends for _, ends in numbers):
            page.text(page.right, page.top, WORDS["ends" if self.is_named else "rough_ends"], NOTE, **how)
        row = 0.0
        for axis in asked.axes:
            row = _Group(self, axis).rows(row)


def score_and_ends(assessment: Assessment, one: AxisResult | PartResult, axis: Axis) -> tuple[str, str]:
    """A score and its interval; empty where there is none."""
    score = "" if one.score is None else on_axis(assessment, axis, one.score)
    if one.score is None or one.interval is None:
        return score, ""
    return score, range_on_axis(assessment, axis, one.interval)


class _Group:
    """One axis and its dimensions."""

    def __init__(self, scale: _Axes, axis: Axis) -> None:
        self.scale, self.axis = scale, axis
        self.page, self.axes, self.assessment, self.colours = scale.page, scale.axes, scale.assessment, scale.colours
        high = self.page.height_of_axes(scale.axes) / (scale.count + 0.5)
        self.keys = keys_of_parts(self.assessment.questionnaire)
        self.lift = 0.1 / high if scale.stacked else 0.0
        """In rows, by which words stand above what they name."""

    def rows(self, start: float) -> float:
        """Draw them from row `start` on; returns the next free row."""
        axis, result = self.axis, self.assessment.axes[self.axis.id]
        inside = self.scale.rows[axis.id]
        start += self.scale.more(axis.label, bold=True)
        end = start + len(inside) + 0.4 + sum(self.scale.more(_label_of(row), bold=False) for row in inside)
        if _has_scores(inside):
            middle = [axis.midpoint, axis.midpoint]
            self.axes.plot(middle, [start + 0.45, end], color=self.colours.soft, linewidth=1.1, zorder=1)
        self._beside(start, plain(axis.label, 60), result, bold=True)
        if result.score is not None:
            self._mark(start, result.id, result.score, result.interval if self.scale.is_named else None)
        if result.reason is not None:
            self._inside(start, reason(result.reason, self.assessment.questionnaire))
        place = start
        for row in inside:
            place += 1 + self.scale.more(_label_of(row), bold=False)
            self._beside(place, _label_of(row), row[2])
            self._row(row[2], place)
        return end + 1.0

    def _row(self, one: PartResult, row: float) -> None:
        colours = self.colours
        placed = {f"s{n}": value for n, value in enumerate(one.by_school or ()) if value is not None}
        drawn = self.axes.scatter(
            [*placed.values()],
            [row] * len(placed),
            s=26,
            facecolor=colours.paper,
            edgecolor=colours.schools,
            linewidth=1.1,
            zorder=3,
        )
        tag(drawn, *placed, what=OF)
        if one.score is None:
            self._inside(row, reason(one.reason, self.assessment.questionnaire))
            return
        self._mark(row, one.id, one.score, one.interval)

    def _mark(self, row: float, part: str, score: float, likely: Interval | None) -> None:
        """The score and its interval on the scale."""
        colours, key = self.colours, self.keys.get(part, "")
        if likely is not None:
            ends = [likely.low, likely.high]
            (line,) = self.axes.plot(ends, [row, row], color=colours.cluster, linewidth=2.2, zorder=2)
            tag(line, key, what=OF)
        mark: dict[str, Any] = {"marker": "D", "color": colours.cluster, "edgecolor": colours.paper}
        tag(self.axes.scatter([score], [row], s=70, linewidth=1, zorder=4, **mark), key)

    def _beside(self, row: float, label: str, one: AxisResult | PartResult, *, bold: bool = False) -> None:
        """The label left of a row or above it, and its numbers to the right."""
        weight, scale = "bold" if bold else "normal", self.scale
        across, row = self.axes.get_yaxis_transform(), row - self.lift
        label, size = scale.wrapped(label, bold=bold), 9 if scale.stacked else 10
        up = "bottom" if scale.stacked else "center"
        how: dict[str, Any] = {"transform": across, "va": up, "fontweight": weight, "linespacing": 1.05}
        wide = self.axes.get_position().width * self.page.width
        side: dict[str, Any] = {"ha": "left"} if scale.stacked else {"ha": "right"}
        named = self.axes.text(0 if scale.stacked else -0.12 / wide, row, label, fontsize=size, **side, **how)
        tag(named, self.keys.get(one.id, ""), what=OF)
        edge = 1.0 if scale.stacked else 1 + (scale.score + scale.ends + 0.1) / wide
        for text, x in zip(
            score_and_ends(self.assessment, one, self.axis), (edge - scale.ends / wide, edge), strict=True
        ):
            self.axes.text(x, row, text, ha="right", fontsize=NUMBER_SIZE, **how)

    def _inside(self, row: float, reason: str) -> None:
        text = WORDS["no_score"].format(reason=plain(reason))
        width = self.axes.get_position().width * self.page.width
        text = layout.wrap(text, width, 8, self.page.figure, lines=2)
        left = self.axes.get_xlim()[0] + 0.1
        up = "top" if self.scale.stacked else "center"
        row -= 0.8 * self.lift
        how: dict[str, Any] = {"va": up, "fontsize": 8, "color": self.colours.soft, "linespacing": 1.05}
        how["bbox"] = {"facecolor": self.colours.paper, "edgecolor": "none", "pad": 1.0}
        self.axes.text(left, row, text, ha="left", **how)


def _label_of(row: AxisRow) -> str:
    """The label of a dimension, with a dash for each that it is in."""
    depth, label, _ = row
    return f"{'– ' * depth}{isolated(plain(label, 60))}"


def _has_scores(rows: Sequence[AxisRow]) -> bool:
    return any(one.score is not None for *_, one in rows)


def _small_print(assessment: Assessment, rows: AxisRows) -> str:
    """The marks that are there, and who was asked what."""
    questionnaire, shown = assessment.questionnaire, [one for inside in rows.values() for *_, one in inside]
    every: list[AxisResult | PartResult] = [*assessment.axes.values(), *shown]
    scored = [one for one in every if one.score is not None]
    asked = WORDS["asked"].format(
        who=schools_and_people(assessment),
        title=isolated(plain(questionnaire.title, 60)),
        id=questionnaire.id,
        version=plain(questionnaire.version, 20),
    )
    said = [order.ordered(order.ASKED)]
    if hides_schools(assessment):
        said.append(hidden_schools(assessment))
    elif any(value is not None for one in shown for value in one.by_school or ()):
        said.append(WORDS["dot"])
    is_named = assessment.mode == "named"
    if scored:
        said.append(WORDS["mean" if is_named else "rough"])
    if is_named and any(one.interval is not None for one in scored):
        said.append(WORDS["bar"])
    if any(map(_has_scores, rows.values())):
        said.append(WORDS["midpoint"])
    said.append(asked)
    return " ".join([*said, WORDS["fictional"]] if assessment.fictional else said)
