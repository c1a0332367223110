"""The profile: every dimension with its schools, the cluster's mean and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maturity.charts import style
from maturity.core.assessment import Assessment, DimensionResult
from maturity.core.words import level
from maturity.model import Axis
from maturity.report.clean import plain
from maturity.report.wording import schools_and_people

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, TOP, BOTTOM = 0.36, 0.7, 1.0
"""Inches."""


def draw(assessment: Assessment) -> Figure:
    """Dimensions grouped by axis, one row each."""
    questionnaire = assessment.questionnaire
    rows = sum(len(questionnaire.dimensions_of(axis.id)) + 1.4 for axis in questionnaire.axes)
    height = TOP + BOTTOM + ROW * rows
    drawn = style.figure(9.0, height)
    title = f"{plain(assessment.cluster, 52)}, {plain(assessment.label, 16)}: profile"
    drawn.text(0.03, 1 - 0.2 / height, title, va="top", fontsize=15, fontweight="bold")
    axes = drawn.add_axes((0.36, BOTTOM / height, 0.46, ROW * rows / height))
    scale = questionnaire.scale
    axes.set_xlim(scale.low - 0.1, scale.high + 0.1)
    axes.set_ylim(rows - 0.2, -0.7)
    axes.set_xticks(list(scale.levels))
    axes.set_yticks([])
    style.bare(axes)
    for place in scale.levels:
        axes.axvline(place, color=style.LINE, linewidth=0.5, zorder=0)
    row = 0.0
    for axis in questionnaire.axes:
        row = _group(axes, assessment, axis, row)
    _footer(drawn, assessment, height)
    return drawn


def _group(axes: Axes, assessment: Assessment, axis: Axis, start: float) -> float:
    """One axis and its dimensions from row `start` on; returns the next free row."""
    result = assessment.axes[axis.id]
    dimensions = assessment.questionnaire.dimensions_of(axis.id)
    end = start + len(dimensions) + 0.4
    axes.plot([axis.midpoint, axis.midpoint], [start + 0.45, end], color=style.GREY, linewidth=1.1, zorder=1)
    _beside(axes, start, plain(axis.label, 40), _number(result.score, axis, ""), bold=True)
    if result.reason is not None:
        _inside(axes, axis, start, f"no score: {result.reason}")
    for place, dimension in enumerate(dimensions, 1):
        one = assessment.dimensions[dimension.id]
        interval = "" if one.interval is None else f"  {level(one.interval.low)} to {level(one.interval.high)}"
        _beside(axes, start + place, plain(dimension.label, 40), _number(one.score, axis, interval))
        _row(axes, axis, one, start + place)
    return end + 1.0


def _row(axes: Axes, axis: Axis, one: DimensionResult, row: float) -> None:
    values = [value for value in one.by_school or () if value is not None]
    axes.scatter(values, [row] * len(values), s=26, facecolor="white", edgecolor=style.BLUE, linewidth=1.1, zorder=3)
    if one.score is None:
        _inside(axes, axis, row, f"no score: {one.reason}")
        return
    if one.interval is not None:
        axes.plot([one.interval.low, one.interval.high], [row, row], color=style.ORANGE, linewidth=2.2, zorder=2)
    axes.scatter([one.score], [row], s=70, marker="D", color=style.ORANGE, edgecolor="white", linewidth=1, zorder=4)


def _beside(axes: Axes, row: float, label: str, number: str, *, bold: bool = False) -> None:
    """The label left of a row and its number to the right."""
    weight = "bold" if bold else "normal"
    across = axes.get_yaxis_transform()
    axes.text(-0.03, row, label, transform=across, ha="right", va="center", fontsize=10, fontweight=weight)
    axes.text(1.03, row, number, transform=across, ha="left", va="center", fontsize=9.5, fontweight=weight)


def _inside(axes: Axes, axis: Axis, row: float, text: str) -> None:
    axes.text(axes.get_xlim()[0] + 0.1, row, plain(text, 58), ha="left", va="center", fontsize=8, color=style.GREY)


def _number(score: float | None, axis: Axis, more: str) -> str:
    return "" if score is None else level(score, axis.midpoint) + more


def _footer(drawn: Figure, assessment: Assessment, height: float) -> None:
    questionnaire = assessment.questionnaire
    hidden = all(one.by_school is None for one in assessment.dimensions.values())
    dots = "Schools are not shown: the round is confidential." if hidden else "Open dot: a school."
    text = (
        f"{dots} Diamond: the mean, one school one voice. Bar and range: 95% interval. Dark line: the midpoint, a "
        f"convention. {schools_and_people(assessment)}. {plain(questionnaire.title, 60)} ({questionnaire.id}), "
        f"version {plain(questionnaire.version, 20)}.{' A fictional example.' if assessment.fictional else ''}"
    )
    style.footer(drawn, 0.03, 0.12 / height, text, 135)
