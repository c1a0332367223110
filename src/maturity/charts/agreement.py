"""Agreement: how the answers spread on each item, most split first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from maturity.charts import style
from maturity.core.assessment import Assessment, ItemResult
from maturity.core.words import counted
from maturity.report.clean import plain
from maturity.report.wording import schools_and_people

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, TOP, BOTTOM = 0.34, 1.2, 0.85
"""Inches."""


def draw(assessment: Assessment) -> Figure:
    """One bar an item, its parts the people at each level."""
    from matplotlib.colors import LinearSegmentedColormap

    questionnaire = assessment.questionnaire
    results = sorted(assessment.items.values(), key=_most_split_first)
    height = TOP + BOTTOM + ROW * len(results)
    drawn = style.figure(9.0, height)
    title = f"{plain(assessment.cluster, 48)}, {plain(assessment.label, 16)}: how far we agree"
    drawn.text(0.03, 1 - 0.2 / height, title, va="top", fontsize=15, fontweight="bold")
    split = sum(result.split for result in results)
    said = f"Split on {counted(split, 'item')}; talk about those first." if split else "No item splits the room."
    drawn.text(0.03, 1 - 0.55 / height, said, va="top", fontsize=10.5)
    axes = drawn.add_axes((0.3, BOTTOM / height, 0.5, ROW * len(results) / height))
    axes.set_xlim(0, 1)
    axes.set_ylim(len(results) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    style.bare(axes)
    ramp = LinearSegmentedColormap.from_list("levels", style.LEVEL_RAMP)
    colours = [ramp(step / (questionnaire.scale.size - 1)) for step in range(questionnaire.scale.size)]
    _legend(axes, assessment, colours)
    across = axes.get_yaxis_transform()
    for row, result in enumerate(results):
        short = plain(questionnaire.item_by_id[result.id].short, 30)
        axes.text(-0.02, row, short, transform=across, ha="right", va="center", fontsize=9.5)
        _bar(axes, row, result, colours)
        verdict = "◆ split  " if result.split else ""
        index = "too few" if result.agreement is None else f"{result.agreement:.2f}"
        weight = "bold" if result.split else "normal"
        axes.text(1.02, row, verdict + index, transform=across, va="center", fontsize=9.5, fontweight=weight)
    _footer(drawn, assessment, height)
    return drawn


def _most_split_first(result: ItemResult) -> tuple[bool, float]:
    return (not result.split, 2.0 if result.agreement is None else result.agreement)


def _bar(axes: Axes, row: int, result: ItemResult, colours: Sequence[tuple[float, ...]]) -> None:
    """People at each level as parts of the whole; the reason where that is not shown."""
    if result.counts is None or not sum(result.counts):
        reason = "nobody answered" if result.counts is not None else "counts not shown: too few people at some level"
        axes.text(0.01, row, reason, va="center", fontsize=8, color=style.GREY)
        return
    left, whole = 0.0, sum(result.counts)
    for n, colour in zip(result.counts, colours, strict=True):
        width = n / whole
        axes.barh(row, width, left=left, height=0.78, color=colour, edgecolor="white", linewidth=1)
        if n:
            dark = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] < 0.55
            shade = "white" if dark else style.INK
            axes.text(left + width / 2, row, str(n), ha="center", va="center", fontsize=8.5, color=shade)
        left += width


def _legend(axes: Axes, assessment: Assessment, colours: Sequence[tuple[float, ...]]) -> None:
    """The levels with their colours above the bars, in the bars' own order."""
    levels = sorted(assessment.questionnaire.scale.levels)
    for place, (number, colour) in enumerate(zip(levels, colours, strict=True)):
        x = place / len(levels)
        axes.barh(-0.95, 0.9 / len(levels), left=x, height=0.32, color=colour, clip_on=False)
        axes.text(
            x + 0.45 / len(levels), -1.3, f"level {number}", ha="center", va="center", fontsize=8, color=style.GREY
        )
    axes.text(1.02, -1.1, "agreement, 0 to 1", transform=axes.get_yaxis_transform(), fontsize=8, color=style.GREY)


def _footer(drawn: Figure, assessment: Assessment, height: float) -> None:
    questionnaire = assessment.questionnaire
    text = (
        "Numbers in the bars: people at each level. Split: at least a quarter at the low end and at the high end. "
        f"Agreement after Tastle and Wierman. {schools_and_people(assessment)}. {plain(questionnaire.title, 60)} "
        f"({questionnaire.id}), version {plain(questionnaire.version, 20)}."
    )
    style.footer(drawn, 0.03, 0.12 / height, text, 135)
