"""What can be measured on a chart that is drawn: its type, what covers what, and contrast against what lies behind."""

from __future__ import annotations

from itertools import combinations

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from maturity.charts import style
from maturity.charts.labels import Box
from maturity.charts.layout import drawn_box
from maturity.model.theme import STANDARD
from maturity.text.contrast import ratio

SLACK = 1.0
"""Pixels by which letters are rounded."""


def laid_out(figure: Figure) -> Figure:
    """A figure on which everything has its place; no dot of it is painted, which would take longest."""
    FigureCanvasAgg(figure)
    with mpl.rc_context(style.rc(STANDARD)):
        figure.draw_without_rendering()
    return figure


def texts_of(figure: Figure) -> list[Text]:
    """All texts that can be seen."""
    found = [one for one in laid_out(figure).findobj(Text) if isinstance(one, Text)]
    return [one for one in found if one.get_visible() and one.get_text().strip()]


def smallest_type(figure: Figure) -> tuple[float, str]:
    """Points of the smallest type, and what is set in it."""
    return min((float(one.get_fontsize()), one.get_text()) for one in texts_of(figure))


def faults(figure: Figure, least: float) -> list[str]:
    """Type that is too small, texts that leave the page, and texts that cover one another."""
    shown = texts_of(figure)
    with mpl.rc_context(style.rc(STANDARD)):
        boxes = [(one.get_text(), drawn_box(one)) for one in shown]
    page = Box(-SLACK, -SLACK, figure.bbox.width + SLACK, figure.bbox.height + SLACK)
    small = [
        f"{one.get_fontsize():.1f} pt: {one.get_text()}" for one in shown if float(one.get_fontsize()) < least - 1e-6
    ]
    outside = [f"leaves the page: {text}" for text, box in boxes if not box.inside(page)]
    both = [f"{one!r} covers {two!r}" for (one, a), (two, b) in combinations(boxes, 2) if a.touches(b, -SLACK)]
    return [*small, *outside, *both]


def least_contrast(figure: Figure) -> tuple[float, str]:
    """The lowest contrast of a text to most of what lies behind it, and the text."""
    shown = texts_of(figure)
    for one in shown:
        one.set_visible(False)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())[:, :, :3].copy()  # type: ignore[no-untyped-call]
    for one in shown:
        one.set_visible(True)
    high, wide = pixels.shape[:2]
    found = []
    for one in shown:
        box = drawn_box(one)
        left, right = (int(min(max(x, 0), wide - 1)) for x in (box.left, box.right))
        top, bottom = (int(min(max(high - y, 0), high - 1)) for y in (box.top, box.bottom))
        behind = np.median(pixels[top : bottom + 1, left : right + 1].reshape(-1, 3), axis=0)
        ground = "#" + "".join(f"{int(part):02x}" for part in behind)
        found.append((ratio(to_hex(one.get_color()), ground), one.get_text()))
    return min(found)
