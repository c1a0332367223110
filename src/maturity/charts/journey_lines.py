"""The journey as lines over the years: the parts of a profile, or a total through its bands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from maturity.charts import layout, order, years
from maturity.charts.layout import Canvas
from maturity.charts.style import Look
from maturity.core.assessment import Interval, PartResult
from maturity.core.comparison import Comparison
from maturity.model.parts import Band
from maturity.report.over_time.numbers import Measure, measure_of
from maturity.text.clean import plain
from maturity.text.contrast import mixed
from maturity.text.words import enumerated, in_figures, rounded, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANEL = (2.9, 1.9)
"""Inches of a small panel, with its name and its labels."""
SMALL = (1.4, 1.3)
"""The least of them on a page that is no larger than that."""
COLUMNS = 3
NAME, NUMBER = 9.5, 9.0
"""Sizes of type."""
EDGE = 0.18
"""How near to an end of a scale, in parts of it, there is no room between a mark and that end."""
BESIDE = 0.1
"""Inches from the middle of a mark to its number."""
BANDS = 1.75
"""Inches at the side for the names of bands."""
WORDS = {
    "marks": "Diamond: a round's score; line through it: its interval. Lines join a round and the next.",
    "reach": "Thin bar: no score, for something is missing; it could lie anywhere on it.",
    "bands": "Shades and lines: bands, whose cut-offs are a convention.",
    "named": "{part}: {bands}.",
    "band": "{label} from {start}",
    "none": "no score",
    "more": "{n} of {of} {of:part|parts} {n:has|have} no room at this size: a larger picture has {n:it|them}.",
    "nothing": "No round has a score yet.",
}


class PartOverTime(NamedTuple):
    """A part over the years."""

    label: str
    bands: tuple[Band, ...]
    results: Sequence[PartResult | None]

    @property
    def range(self) -> Interval:
        """From the lowest to the highest possible value, as last asked."""
        return next((one.range for one in reversed(self.results) if one is not None), Interval(0, 1))


def journey_of_parts(comparison: Comparison, look: Look) -> Figure:
    """One small panel for all of it as one and for every outermost part."""
    asked = comparison.rounds[-1].questionnaire
    panels: list[PartOverTime] = []
    if asked.whole is not None:
        panels.append(PartOverTime(asked.whole.label, asked.whole.bands, [one.overall for one in comparison.rounds]))
    for part in asked.children_of(""):
        panels.append(PartOverTime(part.label, part.bands, [one.dimensions.get(part.id) for one in comparison.rounds]))
    rows = math.ceil(len(panels) / COLUMNS)
    own = max(COLUMNS * PANEL[0], 8.0), 2.2 + rows * PANEL[1]
    # A page that lies has more columns, one that stands more rows.
    across = min(len(panels), max(COLUMNS, math.ceil(math.sqrt(2.2 * len(panels)))))
    wide = max(across * PANEL[0], 8.0), 2.0 + math.ceil(len(panels) / across) * PANEL[1]
    tall = max(2 * PANEL[0], 6.6), 2.4 + math.ceil(len(panels) / 2) * PANEL[1]
    page = years.begun(comparison, look, (own, tall, wide), _said(panels), new=layout.readable)
    columns, rows = _grid(page, len(panels))
    shown = panels[: columns * rows]
    if len(shown) < len(panels):
        left_out = spoken(WORDS["more"], n=len(panels) - len(shown), of=len(panels))
        page = years.begun(comparison, look, (own, tall, wide), _said(shown), new=layout.readable, left_out=left_out)
        columns, rows = _grid(page, len(shown))
    width, height = (page.right - page.left) / columns, min((page.top - page.bottom) / rows, 3.4)
    for place, one in enumerate(shown[: columns * rows]):
        left, top = page.left + place % columns * width, page.top - place // columns * height
        _panel(page, (left, top - height, left + width - 0.15, top - 0.05), one, comparison)
    return page.done()


def _grid(page: Canvas, panels: int) -> tuple[int, int]:
    """Columns, and rows as far as there is room for them; at least one of each."""
    across, down = page.right - page.left, page.top - page.bottom
    usual = PANEL[0] * 0.9
    columns = max(1, min(panels, int(across / (usual if across >= usual * min(panels, 2) else SMALL[0]))))
    return columns, max(1, min(math.ceil(panels / columns), int(down / SMALL[1])))


def _said(panels: Sequence[PartOverTime]) -> list[str]:
    results = [one for part in panels for one in part.results]
    said = [order.ordered(order.ASKED), WORDS["marks"]] if len(panels) > 1 else [WORDS["marks"]]
    if any(one is not None and one.score is None and one.reach is not None for one in results):
        said.append(WORDS["reach"])
    banded = [part for part in panels if part.bands]
    if banded:
        said.append(WORDS["bands"])
    if len(panels) > 1:
        for part in banded:
            bands = [
                WORDS["band"].format(label=plain(band.label, 40), start=in_figures(band.start)) for band in part.bands
            ]
            said.append(WORDS["named"].format(part=plain(part.label, 40), bands=enumerated(bands)))
    return said


def _panel(page: Canvas, rect: layout.Rect, part: PartOverTime, comparison: Comparison) -> None:
    """One part over the years."""
    left, bottom, right, top = rect
    name = layout.wrap(plain(part.label, 120), right - left, NAME, page.figure, weight="bold", lines=2)
    page.text(left, top, name, NAME, va="top", weight="bold", linespacing=1.2)
    axes = page.axes(left + 0.34, bottom + 0.3, right, top - 0.46)
    range_ = part.range
    _scale(axes, range_, part.bands, page.look, ticks=(range_.low, range_.high))
    years.side_by_side(axes, comparison, page.look, size=8.5)
    axes.tick_params(axis="y", labelsize=8)
    _path(page, axes, part, comparison)


def _scale(axes: Axes, range_: Interval, bands: tuple[Band, ...], look: Look, *, ticks: Sequence[float]) -> None:
    """From the lowest to the highest possible value, with a line where each band begins."""
    colours = look.theme.colours
    margin = 0.04 * (range_.high - range_.low)
    axes.set_ylim(range_.low - margin, range_.high + margin)
    cuts = [band.start for band in bands if band.start > range_.low]
    axes.set_yticks(list(ticks), [in_figures(rounded(tick, 2)) for tick in ticks])
    for place, (low, high) in enumerate(zip([range_.low, *cuts], [*cuts, range_.high], strict=True)):
        if bands:
            shade = mixed(colours.tint, colours.line, 0.45 * place / max(len(cuts), 1))
            axes.axhspan(low, high, color=shade, linewidth=0, zorder=0)
    for cut in cuts:
        axes.axhline(cut, color=colours.soft, linewidth=0.9, zorder=1)
    for end in (range_.low, range_.high):
        axes.axhline(end, color=colours.line, linewidth=0.7, zorder=1)


def _path(page: Canvas, axes: Axes, part: PartOverTime, comparison: Comparison) -> None:
    """Marks with their intervals, lines between a round and the next, numbers beside the first and the last."""
    colours = page.look.theme.colours
    scores = [None if one is None else one.score for one in part.results]
    points = [None if score is None else (float(x), score) for x, score in enumerate(scores)]
    years.joined_up(axes, points, comparison, page.look)
    for x, (one, score) in enumerate(zip(part.results, scores, strict=True)):
        if one is None or score is None:
            _missing(axes, x, one, page.look)
            continue
        if one.interval is not None:
            ends = [one.interval.low, one.interval.high]
            axes.plot([x, x], ends, color=colours.cluster, linewidth=5.0, alpha=0.35, solid_capstyle="butt", zorder=2)
        size = years.LAST if x == len(scores) - 1 else years.MARK * 0.7
        axes.scatter([x], [score], marker="D", s=size * 0.6, color=colours.cluster, edgecolor=colours.paper, zorder=4)
    _numbers(axes, points, measure_of(part.range), page)


def _missing(axes: Axes, x: float, one: PartResult | None, look: Look) -> None:
    colours = look.theme.colours
    if one is not None and one.reach is not None:
        axes.plot([x, x], [one.reach.low, one.reach.high], color=colours.soft, linewidth=1.2, zorder=2)
        return
    text = WORDS["none"]
    axes.text(x, 0.5, text, transform=axes.get_xaxis_transform(), fontsize=8, ha="center", color=colours.soft)


def _numbers(axes: Axes, points: Sequence[tuple[float, float] | None], measure: Measure, page: Canvas) -> None:
    """Beside every mark where there is room for it, else beside the last alone, which then has room made for it."""
    there = [point for point in points if point is not None]
    if not there:
        return
    inches = axes.get_position().width * page.width / max(len(points), 1)
    wide = max(layout.width_of(measure.shown(y), NUMBER, page.figure) for _, y in there)
    shown = there
    if wide + 0.2 >= 0.62 * inches:
        shown = there[-1:]
        left, right = axes.get_xlim()
        axes.set_xlim(left, right + (right - left) * (wide + 0.1) / (inches * len(points)))
    ink, (low, high) = page.look.theme.colours.ink, axes.get_ylim()
    beside = BESIDE / inches
    for x, y in shown:
        after = points[int(x) + 1] if int(x) + 1 < len(points) else None
        if after is None:
            axes.text(x + beside, y, measure.shown(y), fontsize=NUMBER, va="center", color=ink, zorder=6)
            continue
        # On the side to which no line leads; at an end of the scale on the other, before the mark.
        below = after[1] >= y
        ends = EDGE * (high - low)
        before = y - low < ends if below else high - y < ends
        below ^= before
        how: dict[str, Any] = {"va": "top" if below else "bottom", "ha": "right" if before else "left"}
        at = x - beside if before else x + beside, y + 0.03 * (high - low) * (-1 if below else 1)
        axes.text(*at, measure.shown(y), fontsize=NUMBER, color=ink, zorder=6, **how)


def journey_of_total(comparison: Comparison, look: Look) -> Figure:
    """The total of every round through the bands."""
    asked = comparison.rounds[-1].questionnaire
    results = [one.overall for one in comparison.rounds]
    bands = asked.whole.bands if asked.whole is not None else ()
    sizes = (8.4, 6.4), (6.6, 7.4), (9.2, 5.4)
    part = PartOverTime("", bands, results)
    page = years.begun(comparison, look, sizes, _said([part]), new=layout.readable)
    room = min(BANDS, 0.4 * (page.right - page.left)) if bands else 0.2
    axes = page.axes(page.left + 0.5, page.bottom + 0.35, page.right - room, page.top - 0.1)
    range_ = part.range
    cuts = [band.start for band in bands]
    _scale(axes, range_, bands, look, ticks=sorted({range_.low, *cuts, range_.high}))
    years.side_by_side(axes, comparison, look)
    _band_names(page, axes, range_, bands, room - 0.12)
    if any(one is not None and (one.score is not None or one.reach is not None) for one in results):
        _path(page, axes, part, comparison)
    else:
        middle: dict[str, Any] = {"ha": "center", "va": "center", "transform": axes.transAxes}
        axes.text(0.5, 0.5, WORDS["nothing"], fontsize=11, color=look.theme.colours.soft, **middle)
    return page.done()


def _band_names(page: Canvas, axes: Axes, range_: Interval, bands: tuple[Band, ...], room: float) -> None:
    ends = [band.start for band in bands[1:]] + [range_.high]
    for band, end in zip(bands, ends, strict=True):
        name = layout.wrap(plain(band.label, 80), room, 9, page.figure, lines=3)
        middle = (max(band.start, range_.low) + end) / 2
        where = axes.get_yaxis_transform()
        axes.text(1.02, middle, name, transform=where, fontsize=9, va="center", linespacing=1.2)
