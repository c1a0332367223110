"""Many clusters on strips, one a part of a profile; and how totals are spread over their bands."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from maturity.charts import layout, order, style
from maturity.charts.clusters_page import clusters_begun, told_of
from maturity.charts.layout import Canvas
from maturity.charts.regions import MARK, kinds_of
from maturity.charts.style import Look
from maturity.core.assessment import Interval, PartResult
from maturity.core.portfolio import Portfolio, Standing
from maturity.model.parts import Band
from maturity.report.over_time.numbers import measure_of
from maturity.report.together import PartsTogether, TotalTogether, scores_of
from maturity.text.clean import plain
from maturity.text.contrast import mixed
from maturity.text.words import in_figures, rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, LABEL, NUMBER = 0.66, 2.7, 0.75
"""Inches from one strip to the next, for its name, and for the middle cluster's number."""
BINS = 16
"""Columns of a histogram, about."""
STACK = 5
"""Most marks on one spot of a strip that stand beside one another; more lie on one another."""
WORDS = {
    "strips": "Mark: a cluster. Tall line and number: the middle one.",
    "percent": "Parts have ranges of different length, so that all are drawn in per cent of what is possible.",
    "bars": "Height: how many clusters. Filled: the band is sure; outlined: it is not.",
    "plain_bars": "Height: how many clusters.",
    "bands": "Bands and their cut-offs are a convention.",
    "middle": "the middle one: {value}",
    "sure": "{label}\n{n} sure",
    "count": "clusters",
}


def clusters_in_strips(portfolio: Portfolio, look: Look) -> Figure:
    """One strip for all of it as one and for every outermost part."""
    told = cast(PartsTogether, told_of(portfolio))
    rows = told.rows()
    ranges = {(one.range.low, one.range.high) for _, results in rows for one in results if one is not None}
    share = len(ranges) > 1
    sizes = (9.4, 2.4 + ROW * len(rows)), (7.0, 2.9 + ROW * len(rows)), (9.8, 2.2 + 0.75 * ROW * len(rows))
    said = [order.ordered(order.ASKED), WORDS["strips"], *([WORDS["percent"]] if share else [])]
    page, (left, bottom, right, top) = clusters_begun(portfolio, look, sizes, said, marks=True)
    label = min(LABEL, 0.34 * (right - left))
    axes = page.axes(left + label, bottom + 0.3, right - NUMBER, min(top, bottom + 0.3 + 1.2 * len(rows)))
    low, high = (0.0, 100.0) if share or not ranges else min(ranges)
    margin = 0.03 * (high - low)
    axes.set_xlim(low - margin, high + margin)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.set_yticks([])
    ticks = [low + (high - low) * n / 4 for n in range(5)]
    axes.set_xticks(ticks, [f"{in_figures(rounded(tick, 2))}{'%' if share else ''}" for tick in ticks])
    style.bare(axes, look.theme)
    for tick in ticks:
        axes.axvline(tick, color=look.theme.colours.line, linewidth=0.5, zorder=0)
    # As many lines as have room from one strip to the next.
    lines = max(1, int(axes.get_position().height * page.height / len(rows) / 0.2))
    for place, (name, results) in enumerate(rows):
        _strip(page, axes, place, portfolio, results, share=share)
        x = -0.12 / (axes.get_position().width * page.width)
        text = layout.wrap(plain(name, 120), label - 0.2, 10, page.figure, lines=lines)
        how: dict[str, Any] = {"fontsize": 10, "ha": "right", "va": "center", "linespacing": 1.05}
        axes.text(x, place, text, transform=axes.get_yaxis_transform(), **how)
    return page.done()


def _strip(
    page: Canvas, axes: Axes, place: int, portfolio: Portfolio, results: Sequence[PartResult | None], *, share: bool
) -> None:
    """The clusters on one part, those on one spot above one another."""
    colours, kinds = page.look.theme.colours, kinds_of(portfolio, page.look)
    axes.axhline(place, color=colours.line, linewidth=0.8, zorder=1)
    there = [(one, result) for one, result in zip(portfolio.placed, results, strict=True) if result is not None]
    spots: list[tuple[Standing, float]] = []
    for one, result in there:
        if result.score is not None:
            ends = result.range
            spots.append((one, 100 * (result.score - ends.low) / (ends.high - ends.low) if share else result.score))
    low, high = axes.get_xlim()
    inches = axes.get_position().width * page.width
    taken: Counter[int] = Counter()
    for one, value in sorted(spots, key=lambda pair: (pair[1], pair[0].name)):
        spot = round((value - low) / (high - low) * inches / 0.11)
        level = min(taken[spot], STACK - 1)
        taken[spot] += 1
        up = (level + 1) // 2 * (0.13 if level % 2 else -0.13)
        shape, colour = kinds[one.region]
        how: dict[str, Any] = {"s": MARK * 0.55, "marker": shape, "facecolor": colour, "edgecolor": colours.paper}
        axes.scatter([value], [place + up], linewidth=0.6, zorder=3, clip_on=False, **how)
    scores = scores_of(list(results))
    if spots:
        middle = statistics.median(value for _, value in spots)
        axes.plot([middle] * 2, [place - 0.4, place + 0.4], color=colours.ink, linewidth=1.8, zorder=4)
        measure = measure_of(next(result.range for _, result in there))
        text = measure.shown(statistics.median(scores))
        where = axes.get_yaxis_transform()
        axes.text(1 + 0.1 / inches, place, text, transform=where, fontsize=9.5, va="center", fontweight="bold")


def clusters_in_totals(portfolio: Portfolio, look: Look) -> Figure:
    """How many clusters have which total, over the bands."""
    told = cast(TotalTogether, told_of(portfolio))
    bands = portfolio.questionnaire.whole.bands if portfolio.questionnaire.whole is not None else ()
    said = [WORDS["bars"], WORDS["bands"]] if bands else [WORDS["plain_bars"]]
    page, (left, bottom, right, top) = clusters_begun(portfolio, look, ((9.4, 5.8), (7.0, 6.8), (10.4, 5.2)), said)
    axes = page.axes(left + 0.55, bottom + 0.32, right - 0.1, top - (0.62 if bands else 0.1))
    results = [one.assessment.overall for one in portfolio.placed]
    range_ = next((one.range for one in results if one is not None), Interval(0, 1))
    edges = _edges(range_, bands)
    _bars(axes, results, edges, look)
    style.bare(axes, look.theme)
    axes.set_xlim(range_.low, range_.high)
    cuts = [band.start for band in bands]
    ticks = sorted({range_.low, *cuts, range_.high}) if bands else np.linspace(range_.low, range_.high, 5).tolist()
    axes.set_xticks(ticks, [in_figures(rounded(tick, 2)) for tick in ticks])
    axes.set_ylabel(WORDS["count"], fontsize=9, color=look.theme.colours.soft)
    _bands(page, axes, range_, bands, told.sure())
    scores = scores_of(results)
    if scores:
        middle = statistics.median(scores)
        axes.axvline(middle, color=look.theme.colours.ink, linewidth=1.6, linestyle=(0, (4, 2)), zorder=4)
        text = WORDS["middle"].format(value=measure_of(range_).shown(middle))
        right_half = middle > (range_.low + range_.high) / 2
        how: dict[str, Any] = {"fontsize": 9, "va": "top", "ha": "right" if right_half else "left"}
        axes.text(middle, 0.985, f" {text} ", transform=axes.get_xaxis_transform(), zorder=5, **how)
    return page.done()


def _edges(range_: Interval, bands: Sequence[Band]) -> list[float]:
    """Ends of the columns: none crosses a cut-off."""
    cuts = [range_.low, *(band.start for band in bands if range_.low < band.start < range_.high), range_.high]
    width, edges = (range_.high - range_.low) / BINS, [range_.low]
    for low, high in pairwise(cuts):
        count = max(1, round((high - low) / width))
        edges += [low + (high - low) * n / count for n in range(1, count + 1)]
    return edges


def _bars(axes: Axes, results: Sequence[PartResult | None], edges: list[float], look: Look) -> None:
    colours = look.theme.colours
    sure, unsure = Counter[int](), Counter[int]()
    for one in results:
        if one is None or one.score is None:
            continue
        column = min(int(np.searchsorted(edges, one.score + 1e-9, side="right")) - 1, len(edges) - 2)
        (sure if one.band is None or one.band.settled else unsure)[column] += 1
    for column, (low, high) in enumerate(pairwise(edges)):
        gap = 0.06 * (high - low)
        wide: dict[str, Any] = {"width": high - low - 2 * gap, "align": "edge", "zorder": 3}
        if sure[column]:
            axes.bar([low + gap], [sure[column]], color=colours.cluster, linewidth=0, **wide)
        if unsure[column]:
            how: dict[str, Any] = {"facecolor": colours.paper, "edgecolor": colours.cluster, "linewidth": 1.4}
            axes.bar([low + gap], [unsure[column]], bottom=[sure[column]], **how, **wide)
    most = max([sure[n] + unsure[n] for n in range(len(edges))] + [1])
    axes.set_ylim(0, most * 1.14)
    step = max(1, -(-most // 6))
    axes.set_yticks(list(range(step, most + 1, step)))


def _bands(page: Canvas, axes: Axes, range_: Interval, bands: Sequence[Band], sure: Counter[int]) -> None:
    colours = page.look.theme.colours
    ends = [*(band.start for band in bands[1:]), range_.high]
    inches = axes.get_position().width * page.width / (range_.high - range_.low)
    for place, (band, end) in enumerate(zip(bands, ends, strict=True)):
        start = max(band.start, range_.low)
        shade = mixed(colours.tint, colours.line, 0.45 * place / max(len(bands) - 1, 1))
        axes.axvspan(start, end, color=shade, linewidth=0, zorder=0)
        if place:
            axes.axvline(start, color=colours.soft, linewidth=0.9, zorder=1)
        name = layout.wrap(plain(band.label, 60), (end - start) * inches - 0.1, 8.5, page.figure, lines=2)
        text = WORDS["sure"].format(label=name, n=sure[place])
        where = axes.get_xaxis_transform()
        axes.text((start + end) / 2, 1.015, text, transform=where, fontsize=8.5, ha="center", va="bottom")
