"""Regions told apart by the shape and the colour of their marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from maturity.charts import layout
from maturity.charts.layout import Canvas
from maturity.charts.style import Look
from maturity.core.portfolio import Portfolio
from maturity.text.clean import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARK = 62.0
"""Size of a mark, in square points."""
SHAPES = ("o", "s", "^", "D", "v", "P", "X", "p", "h", "*")
WORDS = {"no_region": "no region given"}
Kinds = dict[str | None, tuple[str, str]]


def kinds_of(portfolio: Portfolio, look: Look) -> Kinds:
    """Shape and colour of each region's marks; no two regions have the same shape before all shapes are used."""
    colours = look.theme.colours
    palette = (colours.schools, colours.cluster, colours.ink, colours.soft, colours.accent)
    kinds: Kinds = {None: ("o", colours.schools if not portfolio.regions else colours.soft)}
    shapes = SHAPES[1:] if any(one.region is None for one in portfolio.clusters) else SHAPES
    for place, region in enumerate(portfolio.regions):
        turn = place // len(shapes)
        kinds[region] = (shapes[place % len(shapes)], palette[(place + turn) % len(palette)])
    return kinds


def put(
    axes: Axes,
    at: Sequence[tuple[float, float]],
    shape: str,
    colour: str,
    look: Look,
    *,
    filled: bool,
    size: float = MARK,
) -> None:
    """Draw the marks of clusters of one kind."""
    paper = look.theme.colours.paper
    axes.scatter(
        [x for x, _ in at],
        [y for _, y in at],
        s=size,
        marker=shape,
        facecolor=colour if filled else paper,
        edgecolor=paper if filled else colour,
        linewidth=(0.8 if filled else 1.6) * (size / MARK) ** 0.5,
        zorder=5,
        clip_on=False,
    )


def legend(page: Canvas, portfolio: Portfolio, kinds: Kinds) -> None:
    """The regions with their marks, in rows below the lead."""
    if not portfolio.regions:
        return
    step, mark = 0.22, 0.24
    x, y = page.left, page.top - 0.08
    wide = page.right - page.left
    entries = []
    without = [None] if any(one.region is None for one in portfolio.clusters) else []
    for region in (*portfolio.regions, *without):
        name = layout.shortened(plain(region or WORDS["no_region"], 60), min(wide - 0.5, 3.0), 9, page.figure)
        width = mark + layout.width_of(name, 9, page.figure) + 0.25
        if x + width > page.right and x > page.left:
            x, y = page.left, y - step
        entries.append((x, y, name, kinds[region]))
        x += width
    axes = page.axes(page.left, y - 0.1, page.right, page.top + 0.02)
    axes.set_xlim(0, wide)
    axes.set_ylim(y - 0.1, page.top + 0.02)
    axes.set_axis_off()
    for left, middle, name, (shape, colour) in entries:
        axes.scatter([left - page.left + 0.07], [middle], s=MARK * 0.8, marker=shape, color=colour, linewidth=0)
        axes.text(left - page.left + mark, middle, name, fontsize=9, va="center")
    page.top = y - 0.2
