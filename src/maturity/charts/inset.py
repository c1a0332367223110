"""A part of the map, enlarged, for marks that stand close together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from maturity.charts import ground, style
from maturity.charts.labels import Box
from maturity.charts.layout import Canvas, Rect
from maturity.model import Questionnaire
from maturity.text.words import in_figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLOSE = 1.0
"""Marks that lie within so many levels of one another, both ways, are shown enlarged."""
ENLARGED = 3.0
"""So many times, where there is room."""
LEAST = 1.5
"""An enlargement by less is not worth its room."""
SMALLEST = 0.6
"""Fewer levels than this are not enlarged alone: labels need room beside the marks."""
TICK_PAD = 7.0
"""Points between the frame and its numbers: a mark on the frame covers none of them."""
AROUND = 0.12
"""Levels that are shown beyond the outermost marks."""
Span = tuple[float, float]


@dataclass(frozen=True)
class Window:
    """The part that is enlarged: from where to where along each axis, in levels; both are as long."""

    x: Span
    y: Span

    @property
    def side(self) -> float:
        """How long it is, in levels."""
        return self.x[1] - self.x[0]


def window(points: Sequence[tuple[float, float]], questionnaire: Questionnaire) -> Window | None:
    """What to enlarge, a square around all marks; None where they stand apart, or there are not two of them."""
    if len(set(points)) < 2:
        return None
    xs, ys = zip(*points, strict=True)
    long = max(max(xs) - min(xs), max(ys) - min(ys))
    if long > CLOSE:
        return None
    scale = questionnaire.scale
    side = min(max(long, SMALLEST) + 2 * AROUND, scale.high - scale.low)
    spans = []
    for values in (xs, ys):
        middle = (min(values) + max(values)) / 2
        low = min(max(middle - side / 2, scale.low), scale.high - side)
        spans.append((low, low + side))
    return Window(*spans)


def side_of(shown: Window, inch: float, most: float) -> tuple[float, float] | None:
    """How long the sides of the enlarged part are on the page, and how many times it is enlarged.

    Args:
        inch: inches of a level on the map.
        most: inches that there is room for.

    Returns:
        None where there is no room for one that is worth it.
    """
    times = min(ENLARGED, most / (shown.side * inch))
    return (times * shown.side * inch, times) if times >= LEAST else None


def enlarged(page: Canvas, shown: Window, rect: Rect, questionnaire: Questionnaire, tinted: set[str]) -> Axes:
    """Axes for the enlarged part, with tints and midpoints like those of the map, and every half level numbered."""
    axes = page.axes(*rect)
    axes.set_xlim(*shown.x)
    axes.set_ylim(*shown.y)
    theme = page.look.theme
    ground.fields(axes, questionnaire, page, tinted)
    for span, along in ((shown.x, axes.xaxis), (shown.y, axes.yaxis)):
        halves = [half / 2 for half in range(ceil(span[0] * 2), floor(span[1] * 2) + 1)]
        along.set_ticks(halves)
        along.set_ticklabels([in_figures(half) for half in halves])
    for edge in axes.spines.values():
        edge.set(color=style.pale(theme), linewidth=0.8)
    axes.tick_params(length=0, labelcolor=theme.colours.soft, labelsize=page.type(8.5), pad=TICK_PAD)
    axes.tick_params(labelfontfamily=style.family(theme))
    return axes


def outline(axes: Axes, shown: Window, page: Canvas) -> list[Box]:
    """On the map, the frame of what is enlarged; returns boxes of its sides."""
    x, y = shown.x[0], shown.y[0]
    across, up = (x, x + shown.side), (y, y + shown.side)
    how: dict[str, Any] = {"color": style.pale(page.look.theme), "linewidth": 0.9, "zorder": 3, "label": ground.FRAME}
    for xs, ys in ((across, (y, y)), (across, up[1:] * 2), ((x, x), up), (across[1:] * 2, up)):
        axes.plot(xs, ys, **how)
    return ground.edges(axes, ((x, y), (across[1], up[1])))
