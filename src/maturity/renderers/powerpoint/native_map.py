"""The map as PowerPoint's own XY chart: points that can be moved and renamed in the workbook inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from maturity.core.assessment import Assessment
from maturity.model.parts import Axis
from maturity.renderers.powerpoint import chart_xml, fit
from maturity.renderers.powerpoint.chart_xml import Drawn, Grid, Lettering, Pen, Side
from maturity.renderers.powerpoint.layouts import Native
from maturity.renderers.powerpoint.map_ground import Corner, add_ground, corners_of, text_boxes
from maturity.renderers.powerpoint.quadrants import (
    MARKER,
    TICK,
    Kind,
    Labels,
    Plot,
    Point,
    Series,
    label_look,
    label_map,
    map_series,
)
from maturity.renderers.powerpoint.scheme import Paint
from maturity.text.clean import plain
from maturity.text.words import MINUS, in_figures

ROOM = (48.0, 8.0, 12.0, 52.0)
"""Left, above, right and below the plot, without the legend; in points."""
LINE, KEY = 18.0, 34.0
"""Height of a line of the legend; width of the mark of an entry."""
NEAR = 0.07
"""A number so near to the midpoint, as a share of the scale, gives way to it."""
ASIDE = 7
"""Column of the sheet from which the lines of the chart stand."""
NUDGE = 5.0
"""Points by which a label may stand off its usual place without being moved."""
TITLES = (12.0, 11.0, 10.0)
"""Sizes of the names of axes."""
READ: tuple[Kind, ...] = ("schools", "cluster", "agreed", "before")
"""What has names in the sheet."""


def add_map(
    shapes: Native, assessment: Assessment, plan: MapPlan, box: tuple[float, float, float, float], pen: Pen
) -> Native:
    """Put the map on a slide: a group of the four quadrants and, before them, the chart.

    Args:
        shapes: the slide's.
        plan: what `lay_out` says for this size.
        box: left, top, width and height, in points.

    Returns:
        The group, whose last shape is the chart's frame.
    """
    left, above, *_ = ROOM
    shown = map_series(assessment)
    plot = plan.plot
    group = shapes.add_group_shape()
    leaders = [one.leader for one in plan.labels.written if one.leader is not None]
    add_ground(group, assessment, plan.corners, plot, (box[0] + left, box[1] + above), pen, leaders)
    chart = _MapChart(assessment, plot, (box[2], box[3]), plan.labels, pen)
    drawn = chart.drawn(shown)
    across, up = assessment.questionnaire.axes
    inside = (left / box[2], above / box[3], plot.width / box[2], plot.height / box[3])
    whole = (
        f'{chart_xml.inner(inside)}<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f'{chart_xml.series(drawn)}<c:axId val="1001"/><c:axId val="1002"/></c:scatterChart>'
        f"{chart.axis(across, plot.width, (1001, 1002), 'b')}{chart.axis(up, plot.height, (1002, 1001), 'l')}"
        f"{chart_xml.look_of('<a:noFill/>', chart_xml.stroke(pen.scheme.faint, 0.75))}"
    )
    chart_xml.put_chart(
        group.shapes,
        whole,
        chart_xml.legend_part(drawn, pen, TICK, 1 - LINE * _legend_lines(shown, box[2]) / box[3]),
        chart.grid,
        box,
    )
    return group


@dataclass(frozen=True, slots=True)
class MapPlan:
    """What stands where on a map: the rectangle of its points, the four quadrants, and labels."""

    plot: Plot
    corners: tuple[Corner, ...]
    labels: Labels


def lay_out(assessment: Assessment, size: tuple[float, float]) -> MapPlan:
    """What stands where on a map so wide and high, in points."""
    left, above, right, below = ROOM
    below += LINE * _legend_lines(map_series(assessment), size[0])
    scale = assessment.questionnaire.scale
    plot = Plot(size[0] - left - right, size[1] - above - below, scale.low, scale.high)
    corners = tuple(corners_of(assessment, plot))
    return MapPlan(plot, corners, label_map(assessment, plot, text_boxes(corners)))


def _legend_lines(shown: Sequence[Series], width: float) -> int:
    wide = sum(KEY + fit.line_width(one.name, TICK) for one in shown if one.listed)
    return 1 + int(wide // width)


class _MapChart:
    """The chart in the making, with its sheet: at the left what has names, far to the right what are only lines."""

    def __init__(
        self, assessment: Assessment, plot: Plot, size: tuple[float, float], written: Labels, pen: Pen
    ) -> None:
        self.assessment, self.plot, self.size, self.pen = assessment, plot, size, pen
        self.said, self.labels = written.said, {one.of: one for one in written.written}
        self.grid, self.row, self.aside = Grid(), 1, 0
        heads = [*(plain(axis.short, 40) for axis in assessment.questionnaire.axes), "Name", "What it is"]
        # Of several schools in one place one mark says all names, or numbers stand for them.
        self.apart = written.numbered or "" in written.said
        beside = ["Number on the map" if written.numbered else "Label on the map"] if self.apart else []
        for column, text in enumerate([*heads, *beside]):
            self.grid.column(0, column, [text])

    def drawn(self, shown: Sequence[Series]) -> list[Drawn]:
        """All series in the order in which they are drawn; in the sheet, schools come first."""
        order = sorted(range(len(shown)), key=lambda n: READ.index(shown[n].kind) if shown[n].kind in READ else 9)
        found = {place: self._series(shown[place], place) for place in order}
        return [found[place] for place in range(len(shown))]

    def _series(self, one: Series, place: int) -> Drawn:
        grid, count, named = self.grid, len(one.points), one.kind in READ
        row, column = (self.row, 0) if named else (self.aside + 1, ASIDE)
        xs, ys = [point.x for point in one.points], [point.y for point in one.points]
        across, up = grid.column(row, column, xs), grid.column(row, column + 1, ys)
        if named:
            texts = [self._named(one, index) for index in range(count)]
            where = grid.column(row, 2, texts)
            kind = grid.column(row, 3, [one.name] * count).partition(":")[0]
            if one.kind == "schools" and self.apart:
                texts = list(self.said)
                where = grid.column(row, 4, texts)
            beside = [
                self._label((one.kind, index), point, text)
                for index, (point, text) in enumerate(zip(one.points, texts, strict=True))
            ]
            self.row += count
        else:
            kind = grid.column(self.aside, ASIDE, [one.name])
            texts, where, beside = [], "", [self._midpoint(one)] if one.kind == "midpoint" else []
            self.aside += count + 2
        body = (
            f"{chart_xml.letterings(beside, self.pen, place, leaders=False)}{chart_xml.numbers('xVal', across, xs)}"
            f'{chart_xml.numbers("yVal", up, ys)}<c:smooth val="0"/>'
            f"{chart_xml.named_range(where, texts) if named else ''}"
        )
        return Drawn(chart_xml.strings("tx", kind, [one.name]), self._look(one.kind), body, one.listed)

    def _named(self, one: Series, index: int) -> str:
        """The name of a point, in the lines in which it is written."""
        written = self.labels.get((one.kind, index))
        return one.points[index].name if written is None or (self.apart and one.kind == "schools") else written.text

    def _label(self, of: tuple[Kind, int], point: Point, text: str) -> Lettering | None:
        """The label of a point, as far from its usual place as it was put."""
        written = self.labels.get(of)
        if written is None or not text:
            return None
        (x, y), radius, box = self.plot.at(point.x, point.y), MARKER[of[0]] / 2, written.box
        size, bold = label_look(of[0])
        if box.left >= x or box.right <= x:
            side: Side = "r" if box.left >= x else "l"
            aside = box.left - x - radius if side == "r" else box.right - x + radius
            away = y - (box.bottom + box.top) / 2
        else:
            side = "t" if box.bottom >= y else "b"
            aside = (box.left + box.right) / 2 - x
            away = y + radius - box.bottom if side == "t" else y - radius - box.top
        near = abs(aside) < NUDGE and abs(away) < NUDGE
        shift = (0.0, 0.0) if near else (aside / self.size[0], away / self.size[1])
        paint = self.pen.scheme.soft if of[0] == "before" else None
        return Lettering(text, side, size, bold, paint, shift, read=True, over=written.over)

    def _midpoint(self, one: Series) -> Lettering:
        """The midpoint's number, bold among those of the axis."""
        along = one.points[0].x == one.points[1].x
        middle = one.points[0].x if along else one.points[0].y
        return Lettering(
            in_figures(middle) if along else f"{in_figures(middle)}\u00a0", "b" if along else "l", TICK, bold=True
        )

    def _look(self, kind: Kind) -> str:
        scheme, cluster, paper = self.pen.scheme, Paint("accent2"), self.pen.scheme.paper
        none, ground = chart_xml.marker("none"), chart_xml.stroke(None)
        lines = {
            "midpoint": chart_xml.stroke(scheme.muted, 1.25),
            "region": chart_xml.stroke(cluster, 1.5, "dash"),
            "interval": chart_xml.stroke(cluster, 2.25),
            "joined": chart_xml.stroke(cluster, 1.25),
        }
        if kind == "rim":
            # LibreOffice draws no rim around a mark, fills one without a filling, and turns round what lies on top.
            return chart_xml.look_of("", ground) + chart_xml.marker("diamond", MARKER["agreed"] + 2, None, cluster, 2.0)
        if kind in lines:
            return chart_xml.look_of("", lines[kind]) + none
        marks = {
            "schools": ("circle", Paint("accent3"), paper, 0.75),
            "cluster": ("diamond", cluster, paper, 1.0),
            "agreed": ("diamond", paper, cluster, 2.0),
            "before": ("diamond", scheme.muted, paper, 0.75),
        }
        symbol, inside, rim, width = marks[kind]
        return chart_xml.look_of("", ground) + chart_xml.marker(symbol, MARKER[kind], inside, rim, width)

    def axis(self, axis: Axis, room: float, ids: tuple[int, int], side: Literal["b", "l"]) -> str:
        """An axis with its name, its ends in words, and its numbers but for those that the midpoint covers."""
        pen, scale = self.pen, self.assessment.questionnaire.scale
        near = NEAR * (scale.high - scale.low)
        gone = [level for level in scale.levels if abs(level - axis.midpoint) <= near]
        # A form has two conditions at most.
        rules = [f'[={level}]"";' for level in gone] + ([f'[<0]"{MINUS}"0;'] if scale.low < 0 else [])
        shown = "".join(rules[:2]) + "0"
        name, size = self._titled(axis, room)
        low, high = (plain(getattr(axis, end), 20) for end in ("low", "high"))
        runs = pen.run(f"{low} ← ", size), pen.run(name, size, bold=True), pen.run(f" → {high}", size)
        turned = ' rot="-5400000" vert="horz"' if side == "l" else ""
        title = chart_xml.title_of("".join(runs), turned)
        return chart_xml.AxisPart(
            kind="valAx",
            ids=ids,
            side=side,
            scaling=chart_xml.axis_ends(scale.low, scale.high),
            title=title,
            shown=shown,
            body=chart_xml.look_of("", chart_xml.stroke(pen.scheme.soft, 0.75)) + pen.text(TICK),
            rest='<c:crossBetween val="midCat"/><c:majorUnit val="1"/>',
        ).xml()

    def _titled(self, axis: Axis, room: float) -> tuple[str, float]:
        """The name of an axis between its ends, and a size at which it has room: whole if it can be, or else short."""
        low, high = (plain(getattr(axis, end), 20) for end in ("low", "high"))
        tried = [(plain(name, 60), size) for name in (axis.label, axis.short) for size in TITLES]
        for name, size in tried:
            wide = fit.line_width(f"{low} ←  → {high}", size) + fit.line_width(name, size, bold=True)
            if wide <= room:
                return name, size
        return tried[-1]
