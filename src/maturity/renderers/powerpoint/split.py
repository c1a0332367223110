"""How a slide is parted between charts and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maturity.core.assessment import Assessment
from maturity.renderers.powerpoint import fit
from maturity.renderers.powerpoint.content import is_crowded
from maturity.renderers.powerpoint.fit import Para
from maturity.renderers.powerpoint.native_map import MapPlan, lay_out
from maturity.renderers.powerpoint.paging import GAP, SIZES
from maturity.renderers.powerpoint.shapes import SlideBox

MAP, LISTED, CHARTS = 0.62, 0.56, 0.6
"""Share of the width that a chart takes beside text; beside a list of schools; of the height above text."""


def parted(area: SlideBox, assessment: Assessment, text: Sequence[Para]) -> tuple[SlideBox, SlideBox, MapPlan]:
    """Places of a map and its text, and what stands where on the map.

    They stand side by side, or the text below where only so all schools can be named.
    """
    listed = is_crowded(assessment)
    box, column = beside_text(area, LISTED if listed else MAP)
    plan = lay_out(assessment, (box.width, box.height))
    if listed or not plan.labels.numbered:
        return box, column, plan
    wide, below = stacked(area, text)
    other = lay_out(assessment, (wide.width, wide.height))
    return (box, column, plan) if other.labels.numbered else (wide, below, other)


def beside_text(area: SlideBox, share: float = MAP) -> tuple[SlideBox, SlideBox]:
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
