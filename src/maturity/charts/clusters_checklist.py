"""In which share of clusters each question of a checklist holds, by region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from maturity.charts import layout, order, style
from maturity.charts.clusters_page import REGION, clusters_begun, columns, groups_of, told_of
from maturity.charts.clusters_page import WORDS as PAGE
from maturity.charts.layout import Canvas
from maturity.charts.style import Look
from maturity.core.compare_read import held_of
from maturity.core.portfolio import Portfolio, Standing
from maturity.report.together import ChecklistTogether
from maturity.text.clean import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, LABEL, NUMBER = 0.4, 2.7, 0.95
"""Inches from one row to the next, for the questions, and for the numbers."""
WORDS = {
    "marks": "Filled: clusters in which it holds; pale: it is open; outlined: not yet; hatched: it cannot be told. "
    "Numbers: in how many it holds. The line from which it does is a convention.",
    "number": "{n} of {all}",
}


def clusters_on_a_checklist(portfolio: Portfolio, look: Look) -> Figure:
    """One row a question, in the order of the questionnaire."""
    told, items = cast(ChecklistTogether, told_of(portfolio)), portfolio.questionnaire.items
    wide, rows = 9.4 + REGION * min(len(portfolio.regions), 4), len(items)
    sizes = (wide, 2.5 + ROW * rows), (7.0, 2.9 + ROW * rows), (wide, 2.3 + 0.75 * ROW * rows)
    said = [order.ordered(order.ASKED), WORDS["marks"], *([PAGE["regions"]] if portfolio.regions else [])]
    page, (left, bottom, right, top) = clusters_begun(portfolio, look, sizes, said)
    groups = groups_of(portfolio, 0.4 * (right - left))
    label = min(LABEL, 0.34 * (right - left))
    end = right - REGION * len(groups)
    height = min(top - (0.45 if groups else 0.0), bottom + 0.9 * rows)
    axes = page.axes(left + label, bottom, end - NUMBER, height)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.set_yticks([])
    style.bare(axes, look.theme)
    for place, item in enumerate(items):
        _row(page, axes, place, plain(item.short, 100), label - 0.2)
        _bar(page, axes, place, told, item.id)

    def cell(row: int, group: list[Standing]) -> str:
        name = items[row].id
        n = sum(held_of(one.assessment.reading)[name].state == "holds" for one in group)
        return WORDS["number"].format(n=n, all=len(group)) if group else ""

    columns(page, axes, end, groups, range(rows), cell)
    return page.done()


def _row(page: Canvas, axes: Axes, place: int, name: str, width: float) -> None:
    x = -0.12 / (axes.get_position().width * page.width)
    text = layout.wrap(name, width, 10, page.figure, lines=2)
    how: dict[str, Any] = {"fontsize": 10, "ha": "right", "va": "center", "linespacing": 1.05}
    axes.text(x, place, text, transform=axes.get_yaxis_transform(), **how)


def _bar(page: Canvas, axes: Axes, place: int, told: ChecklistTogether, item: str) -> None:
    """The clusters of each state side by side."""
    colours, states, all_ = page.look.theme.colours, told.states(item), len(told.portfolio.placed)
    hows: tuple[tuple[Any, dict[str, Any]], ...] = (
        ("holds", {"facecolor": colours.cluster, "edgecolor": colours.cluster}),
        ("open", {"facecolor": style.pale(page.look.theme), "edgecolor": style.pale(page.look.theme)}),
        ("not-yet", {"facecolor": colours.paper, "edgecolor": colours.soft}),
        ("unknown", {"facecolor": colours.paper, "edgecolor": colours.line, "hatch": "////"}),
    )
    at = 0.0
    for state, how in hows:
        share = states[state] / max(all_, 1)
        if share:
            axes.barh([place], [share], left=at, height=0.56, linewidth=0.9, zorder=2, clip_on=False, **how)
        at += share
    inches = axes.get_position().width * page.width
    text = WORDS["number"].format(n=states["holds"], all=all_) if all_ else ""
    across = axes.get_yaxis_transform()
    axes.text(1 + 0.1 / inches, place, text, transform=across, fontsize=9.5, va="center", fontweight="bold")
