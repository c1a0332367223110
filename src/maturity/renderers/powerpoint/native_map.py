"""The map as PowerPoint's own XY chart: points that can be moved, with their numbers in the workbook inside."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from maturity.core.assessment import Assessment
from maturity.renderers.powerpoint.layouts import POINT, Native, qualified
from maturity.renderers.powerpoint.quadrants import (
    CORNER,
    LABEL,
    LARGE,
    MARKER,
    PLOT,
    Kind,
    Labels,
    Series,
    Side,
    label_look,
    label_sides,
    map_series,
    middle_of,
)
from maturity.text.clean import plain


def add_map(shapes: Native, assessment: Assessment, box: tuple[float, float, float, float]) -> tuple[Native, Labels]:
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

    shown = map_series(assessment)
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
    written = label_sides(shown, assessment, (box[2], box[3]))
    middle = middle_of(assessment.questionnaire.scale.low, assessment.questionnaire.scale.high)
    for place, (one, drawn) in enumerate(zip(shown, chart.plots[0].series, strict=True)):
        _draw(drawn, one.kind)
        if one.kind == "quadrants":
            for index, point in enumerate(one.points):
                _write(drawn, index, point.name, "right" if point.x < middle else "left", CORNER, True, "TEXT_2")
        for index, side in enumerate(written.sides.get(place, [])):
            if side is not None:
                _write(drawn, index, written.texts[place][index], side, *label_look(one.kind), "TEXT_1")
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
