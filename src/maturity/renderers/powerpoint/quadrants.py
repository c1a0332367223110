"""The map as PowerPoint's own XY chart: points that can be moved, with their numbers in the workbook inside."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Literal

from maturity.charts.labels import Box, around
from maturity.core.assessment import Assessment, Region
from maturity.renderers.powerpoint import fit
from maturity.renderers.powerpoint.layouts import POINT, Native, qualified
from maturity.report.sheets import corners
from maturity.text.clean import plain

Kind = Literal["schools", "cluster", "agreed", "region", "interval", "midpoint", "quadrants"]
Side = Literal["right", "left", "above", "below"]

RIGHTWARDS: tuple[Side, ...] = ("right", "above", "below", "left")
LEFTWARDS: tuple[Side, ...] = ("left", "above", "below", "right")
PLOT = (0.085, 0.025, 0.895, 0.75)
"""Left, top, width and height of the square of points, as shares of the chart."""
LABEL, LARGE, CORNER = 11.0, 12.0, 13.0
"""Sizes of the labels of schools, of the cluster and of the quadrants, in points."""
MARKER = {"schools": 9, "cluster": 15, "agreed": 10}
NAME = 30
"""Most letters of a name beside its point."""
PADDING = 5.0
"""Room that PowerPoint keeps around a label, in points."""
TOGETHER = 14.0
"""Points nearer than this share a label when they are numbered."""
ELLIPSE = 48
"""Points of a region's outline."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map and what is written beside it."""

    x: float
    y: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Points that look alike. What is not `listed` is left out of the legend."""

    kind: Kind
    name: str
    points: tuple[Point, ...]
    listed: bool = False


def series(assessment: Assessment) -> tuple[Series, ...]:
    """All that is on the map.

    The longest series comes first: LibreOffice leaves out those that stand before a longer one.
    """
    questionnaire, placement = assessment.questionnaire, assessment.placement
    first, second = questionnaire.axes
    low, high = questionnaire.scale.low, questionnaire.scale.high
    found = [
        Series("midpoint", "Midpoint", (Point(first.midpoint, low), Point(first.midpoint, high))),
        Series("midpoint", "Midpoint", (Point(low, second.midpoint), Point(high, second.midpoint))),
        Series("quadrants", "Quadrants", tuple(Point(x, y, plain(name)) for name, x, y in corners(questionnaire))),
    ]
    if placement.region is not None:
        found.append(Series("region", "95% region", tuple(_outline(placement.region, low, high)), listed=True))
    else:
        found += [
            Series("interval", "95% interval", points, listed=place == 0)
            for place, points in enumerate(_cross(assessment))
        ]
    schools = tuple(_placed(assessment, ((school.point, school.name) for school in assessment.school_points or ())))
    agreed = assessment.agreed.axes if assessment.agreed is not None else {}
    found += [
        Series("schools", "Schools", schools, listed=True),
        Series("agreed", "As the room agreed", tuple(_placed(assessment, [(agreed, "as agreed")])), listed=True),
        Series("cluster", "The cluster", tuple(_placed(assessment, [(placement.point, "the cluster")])), listed=True),
    ]
    return tuple(sorted((one for one in found if one.points), key=lambda one: -len(one.points)))


def _placed(assessment: Assessment, points: Iterable[tuple[dict[str, float | None], str]]) -> Iterable[Point]:
    first, second = assessment.questionnaire.axes
    for point, name in points:
        x, y = point.get(first.id), point.get(second.id)
        if x is not None and y is not None:
            yield Point(x, y, plain(name))


def _middle(low: float, high: float) -> float:
    """Halfway between two ends."""
    return (low + high) / 2


def _outline(region: Region, low: float, high: float) -> Iterable[Point]:
    """Points of the ellipse (p - centre)' M^-1 (p - centre) = 1, cut off at the ends of the scale."""
    (a, b), (_, c) = region.shape
    # The Cholesky factor of M turns the unit circle into the ellipse.
    across = sqrt(max(a, 0.0))
    along = b / across if across else 0.0
    rest = sqrt(max(c - along * along, 0.0))
    for step in range(ELLIPSE + 1):
        u, v = cos(2 * pi * step / ELLIPSE), sin(2 * pi * step / ELLIPSE)
        x, y = region.centre[0] + across * u, region.centre[1] + along * u + rest * v
        yield Point(min(max(x, low), high), min(max(y, low), high))


def _cross(assessment: Assessment) -> Iterable[tuple[Point, ...]]:
    first, second = assessment.questionnaire.axes
    x, y = (assessment.placement.point[axis.id] for axis in (first, second))
    across, up = (assessment.axes[axis.id].interval for axis in (first, second))
    if x is None or y is None:
        return
    if across is not None:
        yield (Point(across.low, y), Point(across.high, y))
    if up is not None:
        yield (Point(x, up.low), Point(x, up.high))


def sides(
    marks: Sequence[tuple[float, float, float]],
    sizes: Sequence[tuple[float, float]],
    taken: Iterable[Box],
    field: Box,
    lines: Sequence[Box] = (),
) -> list[Side | None]:
    """For each point a side on which its label touches nothing; None where there is none.

    Tried in several orders, since whoever is served first may take another's only place.

    Args:
        marks: x, y and half the size of each marker, y upwards.
        sizes: width and height of each label.
        taken: what else must stay readable.
        field: where labels may stand.
        lines: what a label may cross only if it must.
    """
    blocked = [*taken, *(around(x, y, radius) for x, y, radius in marks)]
    middle = _mean_x(marks)
    orders: tuple[Callable[[int], tuple[float, ...]], ...] = (
        lambda i: (-sum(abs(marks[i][0] - a) < 90 and abs(marks[i][1] - b) < 40 for a, b, _ in marks), i),
        lambda i: (-abs(marks[i][0] - middle), i),
        lambda i: (abs(marks[i][0] - middle), i),
        lambda i: (marks[i][1], i),
        lambda i: (-marks[i][1], i),
    )
    tried = []
    for order in orders:
        tried.append(_served(sorted(range(len(marks)), key=order), marks, sizes, blocked, field, lines))
        if None not in tried[-1]:
            break
    return min(tried, key=lambda found: found.count(None))


def _served(
    order: Sequence[int],
    marks: Sequence[tuple[float, float, float]],
    sizes: Sequence[tuple[float, float]],
    blocked: Sequence[Box],
    field: Box,
    lines: Sequence[Box],
) -> list[Side | None]:
    """Labels placed one after the other, each away from the middle and clear of the lines if it can."""
    taken, middle = list(blocked), _mean_x(marks)
    found: list[Side | None] = [None] * len(marks)
    for index in order:
        free = [
            (any(box.touches(line) for line in lines), place, side, box)
            for place, side in enumerate(RIGHTWARDS if marks[index][0] >= middle else LEFTWARDS)
            if (box := _beside(marks[index], sizes[index], side)).inside(field)
            and not any(box.touches(other) for other in taken if not _under(marks[index], other, box))
        ]
        if free:
            _, _, found[index], box = min(free, key=lambda choice: choice[:2])
            taken.append(box)
    return found


def _under(mark: tuple[float, float, float], other: Box, label: Box) -> bool:
    """Whether a point stands on another marker, so that its label cannot keep clear, but leaves the middle free."""
    x, y = (other.left + other.right) / 2, (other.bottom + other.top) / 2
    on = other.left <= mark[0] <= other.right and other.bottom <= mark[1] <= other.top
    return on and not (label.left <= x <= label.right and label.bottom <= y <= label.top)


def _mean_x(marks: Sequence[tuple[float, float, float]]) -> float:
    return sum(x for x, _, _ in marks) / max(len(marks), 1)


def _beside(mark: tuple[float, float, float], size: tuple[float, float], side: str) -> Box:
    (x, y, radius), (wide, high) = mark, size
    if side in ("right", "left"):
        left = x + radius if side == "right" else x - radius - wide
        return Box(left, y - high / 2, left + wide, y + high / 2)
    bottom = y + radius if side == "above" else y - radius - high
    return Box(x - wide / 2, bottom, x + wide / 2, bottom + high)


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written where.

    Args:
        sides: for each series that has names, a side for each of its points; None: nothing is written there.
        texts: what is written, likewise.
        numbered: schools are numbered, for their names have no room; such as stand on one another share a label.
    """

    sides: dict[int, list[Side | None]]
    texts: dict[int, list[str]]
    numbered: bool


def labels(shown: Sequence[Series], assessment: Assessment, size: tuple[float, float]) -> Labels:
    """Sides for all labels; schools are numbered where their names do not all fit.

    Args:
        size: width and height of the whole chart, in points.
    """
    named = _labels(shown, assessment, size, numbered=False)
    crowded = any(one.kind == "schools" and None in named.sides[place] for place, one in enumerate(shown))
    return _labels(shown, assessment, size, numbered=True) if crowded else named


def _labels(shown: Sequence[Series], assessment: Assessment, size: tuple[float, float], *, numbered: bool) -> Labels:
    scale = assessment.questionnaire.scale
    wide, high = PLOT[2] * size[0], PLOT[3] * size[1]

    def at(point: Point) -> tuple[float, float]:
        span = scale.high - scale.low
        return (point.x - scale.low) / span * wide, (point.y - scale.low) / span * high

    taken, middle = [], _middle(scale.low, scale.high)
    for one in shown:
        if one.kind == "quadrants":
            for point in one.points:
                mark = (*at(point), 2.0)
                taken.append(_beside(mark, _size(point.name, CORNER, True), "right" if point.x < middle else "left"))
    lines = [
        Box(*at(one.points[0]), *at(one.points[1]))
        for one in shown
        if one.kind in ("midpoint", "interval") and len(one.points) == 2
    ]
    texts = {
        place: _numbers([at(point) for point in one.points])
        if numbered and one.kind == "schools"
        else [_short(point.name) for point in one.points]
        for place, one in enumerate(shown)
        if one.kind in MARKER
    }
    found: dict[int, list[Side | None]] = {place: [None] * len(written) for place, written in texts.items()}
    # The legend names the cluster, so that its label may give way to the schools'.
    for kinds in (("schools",), ("cluster", "agreed")):
        order = [
            (place, index)
            for place, one in enumerate(shown)
            if one.kind in kinds
            for index, text in enumerate(texts[place])
            if text
        ]
        for one in shown:
            if one.kind in MARKER:
                taken += [around(*at(point), MARKER[one.kind] / 2) for point in one.points]
        marks = [(*at(shown[place].points[index]), MARKER[shown[place].kind] / 2) for place, index in order]
        sizes = [_size(texts[place][index], *_look(shown[place].kind)) for place, index in order]
        chosen = sides(marks, sizes, taken, Box(0, 0, wide, high), lines)
        for (place, index), side, mark, room in zip(order, chosen, marks, sizes, strict=True):
            found[place][index] = side
            if side is not None:
                taken.append(_beside(mark, room, side))
    return Labels(found, texts, numbered)


def _short(name: str) -> str:
    return name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"


def _numbers(points: Sequence[tuple[float, float]]) -> list[str]:
    """A number for each point; what stands on another point shares that one's label and has none of its own."""
    groups: list[list[int]] = []
    for index, (x, y) in enumerate(points):
        near = [
            group
            for group in groups
            if any(abs(points[i][0] - x) <= TOGETHER and abs(points[i][1] - y) <= TOGETHER for i in group)
        ]
        merged = sorted([index, *(i for group in near for i in group)])
        groups = [group for group in groups if group not in near] + [merged]
    texts = [""] * len(points)
    for group in groups:
        # The label stands at the end that has most room beside it.
        outermost = max(group, key=lambda i: points[i][0])
        texts[outermost] = _short(", ".join(str(i + 1) for i in group))
    return texts


def _look(kind: Kind) -> tuple[float, bool]:
    return (LABEL, False) if kind == "schools" else (LARGE, True)


def _size(text: str, size: float, bold: bool) -> tuple[float, float]:
    return fit.width(text, size, bold) + 2 * PADDING, size * fit.LINE + 2


def add(shapes: Native, assessment: Assessment, box: tuple[float, float, float, float]) -> tuple[Native, Labels]:
    """Put the map on a slide.

    Args:
        shapes: the slide's.
        box: left, top, width and height, in points.

    Returns:
        The frame that holds the chart, and what is written where.
    """
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Pt

    shown = series(assessment)
    data: Native = XyChartData()  # type: ignore[no-untyped-call]
    for one in shown:
        added = data.add_series(one.name)
        for point in one.points:
            added.add_data_point(point.x, point.y)
    frame = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *(round(value * POINT) for value in box), data)
    chart: Native = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(shown, assessment.date))
    chart.has_title = False
    chart.font.size = Pt(LABEL)
    _theme_colour(chart.font.color, "TEXT_1")
    chart.has_legend = True
    legend = chart.legend
    assert legend is not None
    legend.position = XL_LEGEND_POSITION.BOTTOM
    legend.include_in_layout = False
    legend.font.size = Pt(LARGE)
    _hide(legend, [place for place, one in enumerate(shown) if not one.listed])
    _axes(chart, assessment)
    written = labels(shown, assessment, (box[2], box[3]))
    middle = _middle(assessment.questionnaire.scale.low, assessment.questionnaire.scale.high)
    for place, (one, drawn) in enumerate(zip(shown, chart.plots[0].series, strict=True)):
        _draw(drawn, one.kind)
        if one.kind == "quadrants":
            for index, point in enumerate(one.points):
                _write(drawn, index, point.name, "right" if point.x < middle else "left", CORNER, True, "TEXT_2")
        for index, side in enumerate(written.sides.get(place, [])):
            if side is not None:
                _write(drawn, index, written.texts[place][index], side, *_look(one.kind), "TEXT_1")
    return frame, written


def _theme_colour(colour: Native, name: str) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    colour.theme_color = getattr(MSO_THEME_COLOR, name)


def _hide(legend: Native, places: Sequence[int]) -> None:
    """Take series out of the legend."""
    element = legend._element
    at = list(element).index(element.find(qualified("c:legendPos"))) + 1
    for place in reversed(places):
        entry = element.makeelement(qualified("c:legendEntry"), {}, None)
        for tag, value in (("c:idx", str(place)), ("c:delete", "1")):
            entry.append(entry.makeelement(qualified(tag), {"val": value}, None))
        element.insert(at, entry)


def _axes(chart: Native, assessment: Assessment) -> None:
    from pptx.enum.chart import XL_AXIS_CROSSES, XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    scale = assessment.questionnaire.scale
    for drawn, axis in zip((chart.category_axis, chart.value_axis), assessment.questionnaire.axes, strict=True):
        native: Native = drawn
        native.minimum_scale, native.maximum_scale = scale.low, scale.high
        native.major_unit = 1
        native.has_major_gridlines = native.has_minor_gridlines = False
        native.major_tick_mark = XL_TICK_MARK.OUTSIDE
        native.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        native.tick_labels.number_format, native.tick_labels.number_format_is_linked = "0", False
        native.tick_labels.font.size = Pt(LABEL)
        _theme_colour(native.format.line.color, "TEXT_2")
        native.crosses = XL_AXIS_CROSSES.MINIMUM
        native.has_title = True
        frame = native.axis_title.text_frame
        frame.text = f"{plain(axis.label)} →"
        for run in frame.paragraphs[0].runs:
            run.font.size, run.font.bold = Pt(LARGE), True
            _theme_colour(run.font.color, "TEXT_1")
    _fix_plot(chart)


def _fix_plot(chart: Native) -> None:
    """Say where the square of points lies, since the labels were placed for that."""
    plot = chart._chartSpace.find(f"{qualified('c:chart')}/{qualified('c:plotArea')}")
    for old in plot.findall(qualified("c:layout")):
        plot.remove(old)
    layout = plot.makeelement(qualified("c:layout"), {}, None)
    manual = layout.makeelement(qualified("c:manualLayout"), {}, None)
    values = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"}
    values |= {name: f"{value:g}" for name, value in zip("xywh", PLOT, strict=True)}
    for name, value in values.items():
        manual.append(manual.makeelement(qualified(f"c:{name}"), {"val": value}, None))
    layout.append(manual)
    plot.insert(0, layout)


def _draw(drawn: Native, kind: Kind) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    marker: Native = drawn.marker
    line = drawn.format.line
    if kind in ("midpoint", "region", "interval"):
        marker.style = XL_MARKER_STYLE.NONE
        _theme_colour(line.color, "TEXT_2" if kind == "midpoint" else "ACCENT_2")
        line.color.brightness = 0.4 if kind == "midpoint" else 0
        line.width = Pt(1.25 if kind == "midpoint" else 1.75)
        if kind == "region":
            line.dash_style = MSO_LINE.DASH
        return
    line.fill.background()
    if kind == "quadrants":
        marker.style = XL_MARKER_STYLE.NONE
        return
    shapes = {"schools": XL_MARKER_STYLE.CIRCLE, "cluster": XL_MARKER_STYLE.DIAMOND}
    marker.style = shapes.get(kind, XL_MARKER_STYLE.SQUARE)
    marker.size = MARKER[kind]
    marker.format.fill.solid()
    _theme_colour(marker.format.fill.fore_color, {"schools": "ACCENT_3", "cluster": "ACCENT_2"}.get(kind, "TEXT_1"))
    _theme_colour(marker.format.line.color, "BACKGROUND_1")
    marker.format.line.width = Pt(0.75)


def _write(drawn: Native, index: int, text: str, side: Side, size: float, bold: bool, colour: str) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    places = {
        "right": XL_LABEL_POSITION.RIGHT,
        "left": XL_LABEL_POSITION.LEFT,
        "above": XL_LABEL_POSITION.ABOVE,
        "below": XL_LABEL_POSITION.BELOW,
    }
    beside = drawn.points[index].data_label
    beside.text_frame.text = text
    beside.text_frame.word_wrap = False
    beside.position = places[side]
    for run in beside.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold = Pt(size), bold
        _theme_colour(run.font.color, colour)


def _workbook(shown: Sequence[Series], date: dt.date | None) -> bytes:
    """The numbers behind the chart, laid out as the chart's references expect, with the names beside them."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime.combine(date or dt.date(2000, 1, 1), dt.time())})
    sheet = book.add_worksheet("Sheet1")
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 40)
    row = 0
    for one in shown:
        sheet.write_string(row, 1, one.name)
        for place, point in enumerate(one.points, row + 1):
            sheet.write_number(place, 0, point.x)
            sheet.write_number(place, 1, point.y)
            sheet.write_string(place, 2, point.name)
        row += len(one.points) + 2
    book.close()
    return out.getvalue()
