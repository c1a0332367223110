"""How many clusters are at each stage of a ladder, and how many between two, by region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from maturity.charts import layout, order, style
from maturity.charts.clusters_page import REGION, clusters_begun, columns, groups_of, told_of
from maturity.charts.clusters_page import WORDS as PAGE
from maturity.charts.layout import Canvas
from maturity.charts.style import Look
from maturity.core.portfolio import Portfolio, Standing
from maturity.report.together import LadderTogether
from maturity.text.clean import plain
from maturity.text.words import enumerated, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, LABEL, NUMBER = 0.62, 2.6, 1.05
"""Inches from one row to the next, for the names of stages, and for the numbers."""
NAMED = 12
"""Up to so many clusters are named on the chart."""
WORDS = {
    "marks": "Filled: the stage is sure. Pale: the cluster lies between two stages.",
    "rules": "The stages rest on a convention: from which answer on a question holds, and how many are needed.",
    "number": "{n} ({share})",
}


def clusters_at_stages(portfolio: Portfolio, look: Look) -> Figure:
    """The highest stage on top; between two stages those clusters that lie there."""
    told = cast(LadderTogether, told_of(portfolio))
    rows = _rows(told)
    wide = 9.4 + REGION * min(len(portfolio.regions), 4)
    sizes = (wide, 2.6 + ROW * len(rows)), (7.0, 3.0 + ROW * len(rows)), (wide, 2.4 + 0.75 * ROW * len(rows))
    regions = [PAGE["regions"]] if portfolio.regions else []
    said = [order.ordered(order.DOWNWARDS), WORDS["marks"], WORDS["rules"], *regions]
    page, (left, bottom, right, top) = clusters_begun(portfolio, look, sizes, said)
    groups = groups_of(portfolio, 0.4 * (right - left))
    label = min(LABEL, 0.32 * (right - left))
    end = right - REGION * len(groups)
    axes = page.axes(left + label, bottom, end - NUMBER, min(top - (0.45 if groups else 0.0), bottom + 1.1 * len(rows)))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    most = max([len(there) for _, _, there in rows] + [1])
    axes.set_xlim(0, most)
    axes.set_xticks([])
    axes.set_yticks([])
    style.bare(axes, look.theme)
    axes.axvline(0, color=look.theme.colours.soft, linewidth=1.0)
    all_ = len(portfolio.placed)
    for place, (low, high, there) in enumerate(rows):
        _label(page, axes, place, plain(told.label(low, high), 140), label - 0.2, settled=low == high)
        _bar(page, axes, place, [one.name for one in there], all_, settled=low == high)
    columns(
        page,
        axes,
        end,
        groups,
        range(len(rows)),
        lambda row, group: str(sum(told.places(one) == rows[row][:2] for one in group) or ""),
    )
    return page.done()


def _rows(told: LadderTogether) -> list[tuple[int, int, list[Standing]]]:
    """Every stage, and every pair of stages between which clusters lie, with these; the highest first."""
    found: dict[tuple[int, int], list[Standing]] = {(n, n): [] for n in range(-1, len(told.asked.stages))}
    for one in told.portfolio.placed:
        found.setdefault(told.places(one), []).append(one)
    ordered = sorted(found, key=lambda ends: (-(ends[0] + ends[1]), -ends[1]))
    return [(low, high, found[low, high]) for low, high in ordered]


def _label(page: Canvas, axes: Axes, place: int, name: str, width: float, *, settled: bool) -> None:
    """The name of a stage, or of the two between which clusters lie."""
    colours = page.look.theme.colours
    size, weight, colour = (10, "bold", colours.ink) if settled else (9, "normal", colours.soft)
    text = layout.wrap(name, width, size, page.figure, weight=weight, lines=3)
    how: dict[str, Any] = {"fontsize": size, "fontweight": weight, "color": colour, "linespacing": 1.1}
    x = -0.12 / (axes.get_position().width * page.width)
    axes.text(x, place, text, transform=axes.get_yaxis_transform(), ha="right", va="center", **how)


def _bar(page: Canvas, axes: Axes, place: int, names: list[str], all_: int, *, settled: bool) -> None:
    """How many clusters there are, and which, where they are few."""
    colours, n = page.look.theme.colours, len(names)
    inches = axes.get_position().width * page.width
    colour = colours.cluster if settled else style.pale(page.look.theme)
    if n:
        axes.barh([place], [n], height=0.46 if settled else 0.3, color=colour, linewidth=0, zorder=2)
    number = WORDS["number"].format(n=n, share=percent(n / max(all_, 1))) if n else "0"
    across = axes.get_yaxis_transform()
    weight = "bold" if settled else "normal"
    axes.text(1 + 0.08 / inches, place, number, transform=across, fontsize=9.5, va="center", fontweight=weight)
    if n and all_ <= NAMED:
        text = layout.shortened(enumerated([plain(name, 40) for name in names]), inches, 7.8, page.figure)
        axes.text(0, place + 0.38, text, transform=across, fontsize=7.8, va="center", color=colours.soft)
