"""The arrows of a journey over the map: drawn, and followed so that labels keep clear of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maturity.charts import ground
from maturity.charts.labels import Box, around
from maturity.core.table import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import FancyArrowPatch

BROKEN = (0, (2.4, 1.7))
"""The line of an arrow between rounds that were asked other questions."""
BREAK = "another questionnaire"
"""What is written at such an arrow."""


def arrow_between(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    factor: float,
    *,
    size: float,
    shrink: tuple[float, float],
    bend: float,
) -> FancyArrowPatch | None:
    """An arrow that stops short of both marks; None where they are too near for one.

    Args:
        factor: how much larger the page will become; the size of a head is not scaled with the rest.
        size, shrink: of the head, and what is cut off at both ends, in points.
    """
    from matplotlib.patches import FancyArrowPatch

    (x, y), (u, v) = ground.pixels(axes, *start), ground.pixels(axes, *end)
    drawn = axes.get_figure(root=True)
    assert drawn is not None
    if np.hypot(u - x, v - y) * 72 / drawn.dpi < sum(shrink) + size * 0.45:
        return None
    arrow = FancyArrowPatch(
        start,
        end,
        connectionstyle=f"arc3,rad={bend}",
        arrowstyle="-|>,head_length=0.42,head_width=0.2",
        mutation_scale=size * factor,
        shrinkA=shrink[0] * factor,
        shrinkB=shrink[1] * factor,
    )
    axes.add_patch(arrow)
    return arrow


def along(axes: Axes, start: tuple[float, float], end: tuple[float, float], bend: float) -> list[Box]:
    """Small boxes on the way of an arrow, for labels to stay clear of."""
    a, b = np.array(ground.pixels(axes, *start)), np.array(ground.pixels(axes, *end))
    control = _control(a, b, bend)
    steps = max(int(np.hypot(*(b - a)) // 8), 2)
    boxes = []
    for t in np.linspace(0, 1, steps):
        x, y = (1 - t) ** 2 * a + 2 * t * (1 - t) * control + t**2 * b
        boxes.append(around(float(x), float(y), 2.0))
    return boxes


def halfway(axes: Axes, start: tuple[float, float], end: tuple[float, float], bend: float) -> tuple[float, float]:
    """The middle of an arrow, in levels."""
    a, b = np.array(ground.pixels(axes, *start)), np.array(ground.pixels(axes, *end))
    x, y = axes.transData.inverted().transform((a + b) / 4 + _control(a, b, bend) / 2)
    return float(x), float(y)


def _control(a: Floats, b: Floats, bend: float) -> Floats:
    """The control point of matplotlib's arc3: beside the middle, by the bend times the length."""
    return (a + b) / 2 + bend * np.array([b[1] - a[1], a[0] - b[0]])
