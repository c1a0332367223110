"""The profile: every dimension with its schools, the cluster's mean and its interval.

On a map dimensions stand below their axis with its midpoint; elsewhere parts stand below those that they are in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maturity.charts import layout, style
from maturity.charts.layout import Canvas
from maturity.charts.part_rows import PartRows, PartScale, part_rows, rows_foot
from maturity.charts.style import Look, dressed
from maturity.core.assessment import Assessment, PartResult
from maturity.model import Axis
from maturity.report.kinds import hidden_schools
from maturity.report.shapes import telling
from maturity.report.tree import tree_of_axis, tree_of_parts
from maturity.report.wording import reason, schools_and_people
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import level

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW = 0.36
"""Inches from one row to the next."""
LABEL, NUMBER = 2.9, 1.3
"""Inches left and right of the scale."""
MOST_ROWS, SMALLEST = 30, 0.75
"""Most rows of a tree of parts, and how small its type may become before a floor of it is left out."""
WORDS = {
    "title": "{cluster}, {label}: profile",
    "interval": "{score}  {low}–{high}",
    "no_score": "no score: {reason}",
    "dot": "Open dot: a school.",
    "marks": "Diamond: the mean, one school one voice. Bar and range: likely range.",
    "rough": "Diamond: the cluster. No ranges are drawn: they could give answers away.",
    "more": "Not all that is within these parts is shown: the table of parts has it.",
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
    scale = PartScale(assessment)
    for more in layout.MORE:
        for floor, views in choices:
            rows = part_rows(assessment, floor, views=views)
            high = rows[-1].place + 1.3 if rows else 1.0
            page = _page_of_parts(look, ROW * high, more)
            left_out = floor < floors or (not views and bool(assessment.questionnaire.views))
            _words_of_parts(page, assessment, [row.part for row in rows if row.part is not None], scale, left_out)
            is_small = len(rows) > MOST_ROWS or page.factor * more < SMALLEST
            if page.top - page.bottom - 0.3 >= 0.6 * ROW * high and (not is_small or (floor, views) == choices[-1]):
                PartRows(page, assessment, rows, scale).draw(page.bottom + 0.3, page.top)
                return page.done()
    PartRows(page, assessment, rows, scale).draw(page.bottom + 0.3, page.top)
    return page.done()


def _page_of_parts(look: Look, high: float, more: float) -> Canvas:
    own, tall, wide = ((width, 1.9 + high * much) for width, much in ((9.0, 1), (7.2, 0.8), (9.0, 0.7)))
    return layout.page(look, own, tall=tall, wide=wide, more=more)


def _words_of_parts(
    page: Canvas, assessment: Assessment, shown: list[PartResult], scale: PartScale, left_out: bool
) -> None:
    foot = rows_foot(assessment, shown, shares=scale.shares)
    page.foot(f"{WORDS['more']} {foot}" if left_out else foot)
    title = WORDS["title"].format(cluster=isolated(plain(assessment.cluster, 80)), label=plain(assessment.label, 20))
    page.head(title, plain(telling(assessment).headline()))


def _on_axes(assessment: Assessment, look: Look) -> Figure:
    questionnaire = assessment.questionnaire
    rows = sum(len([*tree_of_axis(assessment, axis.id)]) + 1.4 for axis in questionnaire.axes)
    own, tall, wide = ((width, 1.75 + ROW * high * rows) for width, high in ((9.0, 1), (7.2, 0.8), (9.0, 0.66)))
    page = layout.page(look, own, tall=tall, wide=wide)
    page.foot(_small_print(assessment))
    page.head(WORDS["title"].format(cluster=isolated(plain(assessment.cluster, 80)), label=plain(assessment.label, 20)))
    label = min(LABEL, 0.42 * (page.right - page.left))
    axes = page.axes(page.left + label, page.bottom + 0.3, page.right - NUMBER, page.top)
    scale = questionnaire.scale
    axes.set_xlim(scale.low - 0.1, scale.high + 0.1)
    axes.set_ylim(rows - 0.2, -0.7)
    axes.set_xticks(list(scale.levels))
    axes.set_yticks([])
    style.bare(axes, look.theme)
    for place in scale.levels:
        axes.axvline(place, color=look.theme.colours.line, linewidth=0.5, zorder=0)
    row = 0.0
    for axis in questionnaire.axes:
        row = _Group(page, axes, assessment, axis, label - 0.15).rows(row)
    return page.done()


class _Group:
    """One axis and its dimensions."""

    def __init__(self, page: Canvas, axes: Axes, assessment: Assessment, axis: Axis, label: float) -> None:
        self.page, self.axes, self.assessment, self.axis, self.label = page, axes, assessment, axis, label
        self.colours = page.look.theme.colours

    def rows(self, start: float) -> float:
        """Draw them from row `start` on; returns the next free row."""
        axis, result = self.axis, self.assessment.axes[self.axis.id]
        inside = [*tree_of_axis(self.assessment, axis.id)]
        end = start + len(inside) + 0.4
        middle = [axis.midpoint, axis.midpoint]
        self.axes.plot(middle, [start + 0.45, end], color=self.colours.soft, linewidth=1.1, zorder=1)
        score = "" if result.score is None else level(result.score, axis.midpoint)
        self._beside(start, plain(axis.label, 60), score, bold=True)
        if result.reason is not None:
            self._inside(start, reason(result.reason, self.assessment.questionnaire))
        for place, (depth, label, one) in enumerate(inside, 1):
            self._beside(start + place, f"{'– ' * depth}{isolated(plain(label, 60))}", self._number(one))
            self._row(one, start + place)
        return end + 1.0

    def _row(self, one: PartResult, row: float) -> None:
        colours = self.colours
        values = [value for value in one.by_school or () if value is not None]
        self.axes.scatter(
            values,
            [row] * len(values),
            s=26,
            facecolor=colours.paper,
            edgecolor=colours.schools,
            linewidth=1.1,
            zorder=3,
        )
        if one.score is None:
            self._inside(row, reason(one.reason, self.assessment.questionnaire))
            return
        if one.interval is not None:
            ends = [one.interval.low, one.interval.high]
            self.axes.plot(ends, [row, row], color=colours.cluster, linewidth=2.2, zorder=2)
        mark: dict[str, Any] = {"marker": "D", "color": colours.cluster, "edgecolor": colours.paper}
        self.axes.scatter([one.score], [row], s=70, linewidth=1, zorder=4, **mark)

    def _number(self, one: PartResult) -> str:
        if one.score is None:
            return ""
        score = level(one.score, self.axis.midpoint)
        if one.interval is None:
            return score
        return WORDS["interval"].format(score=score, low=level(one.interval.low), high=level(one.interval.high))

    def _beside(self, row: float, label: str, number: str, *, bold: bool = False) -> None:
        """The label left of a row and its number to the right."""
        weight = "bold" if bold else "normal"
        across = self.axes.get_yaxis_transform()
        label = layout.shortened(label, self.label, 10, self.page.figure, weight=weight)
        self.axes.text(-0.03, row, label, transform=across, ha="right", va="center", fontsize=10, fontweight=weight)
        self.axes.text(1.03, row, number, transform=across, ha="left", va="center", fontsize=9.5, fontweight=weight)

    def _inside(self, row: float, reason: str) -> None:
        text = WORDS["no_score"].format(reason=plain(reason))
        width = self.axes.get_position().width * self.page.width
        text = layout.shortened(text, width, 8, self.page.figure)
        left = self.axes.get_xlim()[0] + 0.1
        self.axes.text(left, row, text, ha="left", va="center", fontsize=8, color=self.colours.soft)


def _small_print(assessment: Assessment) -> str:
    questionnaire = assessment.questionnaire
    hidden = all(one.by_school is None for one in assessment.dimensions.values())
    asked = WORDS["asked"].format(
        who=schools_and_people(assessment),
        title=isolated(plain(questionnaire.title, 60)),
        id=questionnaire.id,
        version=plain(questionnaire.version, 20),
    )
    marks = WORDS["marks" if assessment.mode == "named" else "rough"]
    said = [hidden_schools(assessment) if hidden else WORDS["dot"], marks, WORDS["midpoint"], asked]
    return " ".join([*said, WORDS["fictional"]] if assessment.fictional else said)
