"""Marks of what holds: filled, half, a ring, a dot, a dash; and the key to those that are on a chart."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from maturity.charts import layout
from maturity.charts.layout import Canvas
from maturity.model.theme import Theme
from maturity.report.held_words import MARKS, Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = 11.0
"""Of a mark, in points."""
KEY = 8.5
STEP = 0.2
"""Inches from one line of the key to the next."""


def sheet_of(page: Canvas) -> Axes:
    """Axes over the whole page, in inches from its lower left corner."""
    axes = page.axes(0, 0, page.width, page.height)
    axes.set_xlim(0, page.width)
    axes.set_ylim(0, page.height)
    axes.set_axis_off()
    return axes


def put_mark(axes: Axes, theme: Theme, mark: Mark, x: float, y: float, size: float = SIZE) -> None:
    """Draw one mark."""
    colours = theme.colours
    ring: dict[str, Any] = {
        "marker": "o",
        "markersize": size,
        "markeredgecolor": colours.cluster,
        "markeredgewidth": 1.4,
    }
    how: dict[Mark, dict[str, Any]] = {
        "holds": {**ring, "color": colours.cluster},
        "just": {**ring, "color": colours.cluster, "fillstyle": "left", "markerfacecoloralt": colours.paper},
        "below": {**ring, "color": colours.paper},
        "not-yet": {"marker": "o", "markersize": size * 0.36, "color": colours.soft, "markeredgewidth": 0},
        "unknown": {"marker": "_", "markersize": size, "color": colours.soft, "markeredgewidth": 1.4},
    }
    axes.plot([x], [y], linestyle="none", clip_on=False, **how[mark])


def key_lines(marks: Collection[Mark], width: float, page: Canvas) -> list[list[tuple[Mark, str, float]]]:
    """The key in lines of a width: each mark that is there, its words, and where it begins."""
    lines: list[list[tuple[Mark, str, float]]] = [[]]
    at = 0.0
    for mark in (one for one in MARKS if one in marks):
        wide = 0.36 + layout.width_of(MARKS[mark], KEY, page.figure)
        if lines[-1] and at + wide > width:
            lines.append([])
            at = 0.0
        lines[-1].append((mark, MARKS[mark], at))
        at += wide + 0.1
    return lines


def put_key(page: Canvas, axes: Axes, marks: Collection[Mark]) -> None:
    """The key at the lower end of the free rectangle."""
    lines = key_lines(marks, page.right - page.left, page)
    theme = page.look.theme
    for place, line in enumerate(reversed(lines)):
        y = page.bottom + 0.1 + place * STEP
        for mark, words, at in line:
            put_mark(axes, theme, mark, page.left + at + 0.1, y, SIZE * 0.8)
            page.text(page.left + at + 0.24, y, words, KEY, va="center_baseline", color=theme.colours.soft)
    page.bottom += len(lines) * STEP + 0.08
