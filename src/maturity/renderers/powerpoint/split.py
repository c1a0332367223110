"""How a slide is parted between charts and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maturity.core.assessment import Assessment
from maturity.renderers.powerpoint import fit, native_map
from maturity.renderers.powerpoint.content import is_crowded
from maturity.renderers.powerpoint.fit import Para
from maturity.renderers.powerpoint.paging import GAP, SIZES
from maturity.renderers.powerpoint.shapes import SlideBox
from maturity.report.blocks import Figure

MAP, LISTED, CHARTS = 0.62, 0.56, 0.6
"""Share of the width that a chart takes beside text; beside a list of schools; of the height above text."""


def parted(area: SlideBox, figure: Figure, text: Sequence[Para]) -> tuple[SlideBox, SlideBox]:
    """Places of a chart and its text: side by side, or the text below where a map has no room for names else."""
    listed = is_crowded(figure)
    beside = side_by_side(area, LISTED if listed else MAP)
    if listed or figure.chart != "quadrant" or not isinstance(figure.data, Assessment):
        return beside
    below = stacked(area, text)
    named = (native_map.is_named(figure.data, (box.width, box.height)) for box in (beside[0], below[0]))
    return below if not next(named) and next(named) else beside


def side_by_side(area: SlideBox, share: float = MAP) -> tuple[SlideBox, SlideBox]:
    """Places of a chart and of what stands at its right; the chart takes a share of the width."""
    box = replace(area, width=area.width * share)
    return box, SlideBox(box.right + 2 * GAP, area.top, area.right - box.right - 2 * GAP, area.height)


def stacked(area: SlideBox, text: Sequence[Para]) -> tuple[SlideBox, SlideBox]:
    """Places of charts and of the text below them."""
    most = area.height * (1 - CHARTS) - GAP
    size = fit.largest(text, (area.width, most), SIZES[3:]) or SIZES[-1]
    high = min(most, fit.text_height(text, size, area.width) + 1)
    box = replace(area, height=area.height - high - GAP)
    return box, SlideBox(area.left, box.bottom + GAP, area.width, high)
