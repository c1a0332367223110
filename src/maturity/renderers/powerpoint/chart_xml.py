"""A native chart as text: what python-pptx cannot say, such as labels that are read from cells."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from maturity.renderers.powerpoint.layouts import POINT, Native
from maturity.renderers.powerpoint.scheme import Paint, Scheme
from maturity.text.words import MINUS

Cell = str | float | None
Side = Literal["r", "l", "t", "b", "ctr"]
Where = Literal["b", "l"]
SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
)
LABELS, RANGE = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}", "{02D57815-91ED-43cb-92C2-25804820EDAC}"
"""Extensions of the format: that a label is read from a cell, and from which."""
VEIL = 70
"""Percent of a line that a label covers which stands on it."""
SILENT = "".join(
    f'<c:show{what} val="0"/>' for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
)


@dataclass(frozen=True, slots=True)
class Pen:
    """What all parts of a chart are written with.

    Args:
        scheme: the colours of its slide.
        language_of: BCP 47 tag of a text.
    """

    scheme: Scheme
    language_of: Callable[[str], str]

    def run(self, text: str, size: float, paint: Paint | None = None, *, bold: bool = False) -> str:
        """A run of text."""
        return f"<a:r>{self.look('rPr', size, paint, bold=bold, said=text)}<a:t>{escape(text)}</a:t></a:r>"

    def look(
        self, tag: str, size: float, paint: Paint | None = None, *, bold: bool = False, said: str | None = None
    ) -> str:
        """The look of text; with `said` also its language."""
        how = "" if said is None else f" lang={quoteattr(self.language_of(said))}"
        colour = (paint or self.scheme.ink).xml()
        return f'<a:{tag}{how} sz="{round(size * 100)}" b="{int(bold)}">{colour}</a:{tag}>'

    def text(self, size: float, paint: Paint | None = None, *, bold: bool = False) -> str:
        """The look of all text of a part."""
        return (
            f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>{self.look("defRPr", size, paint, bold=bold)}'
            '</a:pPr><a:endParaRPr lang="en"/></a:p></c:txPr>'
        )


@dataclass
class Grid:
    """The sheet behind a chart."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def column(self, row: int, column: int, values: Sequence[Cell]) -> str:
        """Write values below one another; returns the reference to them."""
        for place, value in enumerate(values):
            self.cells[row + place, column] = value
        start = f"Sheet1!${chr(65 + column)}${row + 1}"
        return start if len(values) == 1 else f"{start}:${chr(65 + column)}${row + len(values)}"

    def book(self) -> bytes:
        """The workbook's bytes: numbers as numbers, all else as text that is never worked out."""
        import datetime as dt

        import xlsxwriter

        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        book.set_properties({"created": dt.datetime(2000, 1, 1)})
        sheet = book.add_worksheet("Sheet1")
        wrapped = book.add_format({"text_wrap": True})
        for column in range(1 + max((column for _, column in self.cells), default=0)):
            texts = [len(value) for (_, at), value in self.cells.items() if at == column and isinstance(value, str)]
            sheet.set_column(column, column, min(40, max([10, *texts])))
        for (row, column), value in sorted(self.cells.items()):
            if isinstance(value, str):
                sheet.write_string(row, column, value, wrapped if "\n" in value else None)
            elif value is not None:
                sheet.write_number(row, column, value)
        book.close()
        return out.getvalue()


@dataclass(frozen=True, slots=True)
class Lettering:
    """What stands beside a point.

    Args:
        side: of the point.
        shift: from there to the right and downwards, as shares of the chart.
        read: whether it is read from the cell that belongs to the point.
        over: whether it stands on a line, which it then veils.
    """

    text: str
    side: Side
    size: float
    bold: bool = False
    paint: Paint | None = None
    shift: tuple[float, float] = (0.0, 0.0)
    read: bool = False
    over: bool = False


def surface(paint: Paint | None) -> str:
    """What fills a shape."""
    return "<a:noFill/>" if paint is None else paint.xml()


def stroke(paint: Paint | None, width: float = 1.0, dash: str = "") -> str:
    """A line, or none."""
    if paint is None:
        return "<a:ln><a:noFill/></a:ln>"
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(width * POINT)}" cap="flat">{paint.xml()}{dashed}<a:round/></a:ln>'


def look_of(inside: str, line: str) -> str:
    """The look of a shape of a chart."""
    return f"<c:spPr>{inside}{line}</c:spPr>"


def marker(
    symbol: str, size: int = 0, inside: Paint | None = None, rim: Paint | None = None, width: float = 0.75
) -> str:
    """The mark of a point."""
    if symbol == "none":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    how = look_of(surface(inside), stroke(rim, width))
    return f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/>{how}</c:marker>'


def numbers(tag: str, reference: str, values: Sequence[float | None], shown: str = "General") -> str:
    """Numbers that are read from cells, with what was read last."""
    found = "".join(
        f'<c:pt idx="{n}"><c:v>{value!r}</c:v></c:pt>' for n, value in enumerate(values) if value is not None
    )
    return (
        f"<c:{tag}><c:numRef><c:f>{escape(reference)}</c:f><c:numCache><c:formatCode>{escape(shown)}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{found}</c:numCache></c:numRef></c:{tag}>'
    )


def strings(tag: str, reference: str, values: Sequence[str]) -> str:
    """The same for texts."""
    return (
        f"<c:{tag}><c:strRef><c:f>{escape(reference)}</c:f><c:strCache>{_points(values)}"
        f"</c:strCache></c:strRef></c:{tag}>"
    )


def _points(values: Sequence[str]) -> str:
    found = "".join(f'<c:pt idx="{n}"><c:v>{escape(text)}</c:v></c:pt>' for n, text in enumerate(values) if text)
    return f'<c:ptCount val="{len(values)}"/>{found}'


def letterings(
    written: Sequence[Lettering | None], pen: Pen, place: int, rest: str = "", *, leaders: bool = True
) -> str:
    """Labels beside the points of a series; `place` tells its fields from those of others.

    Args:
        leaders: whether a line leads to a label that is moved far.
        rest: how the other points are labelled; they are not if it is empty.
    """
    if not any(written) and not rest:
        return ""
    every = "".join(_label(one, index, pen, place) for index, one in enumerate(written) if one is not None)
    shifts = [max(map(abs, one.shift)) for one in written if one is not None]
    line, more = look_of("", stroke(pen.scheme.soft, 0.75)), ""
    if leaders and max(shifts, default=0.0) > 0.02:
        more = f'<c15:showLeaderLines val="1"/><c15:leaderLines>{line}</c15:leaderLines>'
    elif any(shifts):
        more = '<c15:showLeaderLines val="0"/>'
    own = f'<c:extLst><c:ext uri="{LABELS}">{more}</c:ext></c:extLst>' if more else ""
    every += rest or look_of("<a:noFill/>", stroke(None)) + SILENT
    return f"<c:dLbls>{every}{own}</c:dLbls>"


def as_read(form: str) -> str:
    """A form for numbers with the minus that people read, where it has none for negative ones."""
    return form if ";" in form or form == "General" else f'{form};"{MINUS}"{form}'


def values(shown: str, side: str, pen: Pen, size: float, paint: Paint | None = None, *, bold: bool = False) -> str:
    """Points labelled with their own numbers."""
    loud = SILENT.replace('<c:showVal val="0"/>', '<c:showVal val="1"/>')
    how = f'<c:numFmt formatCode={quoteattr(as_read(shown))} sourceLinked="0"/>{look_of("<a:noFill/>", stroke(None))}'
    return f'{how}{pen.text(size, paint, bold=bold)}<c:dLblPos val="{side}"/>{loud}'


def title_of(runs: str, turned: str = "") -> str:
    """The title of a chart or an axis."""
    rich = f"<c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p>{runs}</a:p></c:rich>"
    return f'<c:title><c:tx>{rich}</c:tx><c:overlay val="0"/></c:title>'


def error_bars(way: Literal["x", "y"], plus: str, minus: str, line: str) -> str:
    """Lines from each point as far as cells say; `plus` and `minus` are what `numbers` gives."""
    return (
        f'<c:errBars><c:errDir val="{way}"/><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"{plus}{minus}{look_of('', line)}</c:errBars>"
    )


def _label(one: Lettering, index: int, pen: Pen, place: int) -> str:
    x, y = one.shift
    moved = f'<c:manualLayout><c:x val="{x:.5f}"/><c:y val="{y:.5f}"/></c:manualLayout>' if x or y else ""
    how = pen.look("rPr", one.size, one.paint, bold=one.bold, said=one.text)
    if one.read:
        key = f"{{{place + 1:08X}-{index + 1:04X}-4000-8000-000000000000}}"
        said = f'<a:p><a:fld id="{key}" type="CELLRANGE">{how}<a:pPr/><a:t>{escape(one.text)}</a:t></a:fld></a:p>'
    else:
        said = "".join(f"<a:p><a:r>{how}<a:t>{escape(line)}</a:t></a:r></a:p>" for line in one.text.split("\n"))
    read = f'<c15:dlblFieldTable/><c15:showDataLabelsRange val="{int(one.read)}"/>'
    return (
        f'<c:dLbl><c:idx val="{index}"/><c:layout>{moved}</c:layout>'
        f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{said}</c:rich></c:tx>'
        f"{look_of(surface(replace(pen.scheme.paper, cover=VEIL) if one.over else None), stroke(None))}"
        f'<c:dLblPos val="{one.side}"/>{SILENT}'
        f'<c:extLst><c:ext uri="{LABELS}">{read}</c:ext></c:extLst></c:dLbl>'
    )


def named_range(reference: str, names: Sequence[str]) -> str:
    """From which cells the labels of a series are read, with what was read last."""
    return (
        f'<c:extLst><c:ext uri="{RANGE}"><c15:datalabelsRange><c15:f>{escape(reference)}</c15:f>'
        f"<c15:dlblRangeCache>{_points(names)}</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>"
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series: its parts as text.

    Args:
        listed: whether the legend names it.
    """

    title: str
    look: str
    body: str
    listed: bool = True


def series(drawn: Iterable[Drawn], first: int = 0) -> str:
    """Series of a plot, numbered from `first`."""
    return "".join(
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>{one.title}{one.look}{one.body}</c:ser>'
        for n, one in enumerate(drawn, first)
    )


def legend_part(drawn: Sequence[Drawn], pen: Pen, size: float, top: float) -> str:
    """The legend of what is listed, below `top` of the chart's height; nothing where that is less than two."""
    if sum(one.listed for one in drawn) < 2:
        return ""
    gone = "".join(
        f'<c:legendEntry><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>'
        for n, one in enumerate(drawn)
        if not one.listed
    )
    where = inner((0.02, top, 0.96, 1 - top)).replace('<c:layoutTarget val="inner"/>', "")
    return f'<c:legend><c:legendPos val="b"/>{gone}{where}<c:overlay val="0"/>{pen.text(size)}</c:legend>'


def inner(box: tuple[float, float, float, float]) -> str:
    """Where the plot lies, as shares of the chart: left, top, width, height."""
    how = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in zip("xywh", box, strict=True))
    target = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{target}{how}</c:manualLayout></c:layout>"


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisPart:
    """An axis; it stands at the lower end of the other one, or `at` one of its numbers.

    Args:
        ids: its own and the other's.
        body: look of its line and of its numbers; with `shown` empty it has none.
        rest: what only its kind has.
        gone: whether nothing of it is drawn.
    """

    kind: Literal["valAx", "catAx"]
    ids: tuple[int, int]
    side: Where
    body: str
    scaling: str
    title: str = ""
    shown: str = "General"
    rest: str = ""
    grid: str = ""
    gone: bool = False
    at: float | None = None
    ticks: Literal["out", "none"] = "out"

    def xml(self) -> str:
        """The axis as an element."""
        number = f'<c:numFmt formatCode={quoteattr(as_read(self.shown))} sourceLinked="0"/>' if self.shown else ""
        where = "low" if self.shown else "none"
        crosses = '<c:crosses val="min"/>' if self.at is None else f'<c:crossesAt val="{self.at:g}"/>'
        return (
            f'<c:{self.kind}><c:axId val="{self.ids[0]}"/><c:scaling>{self.scaling}</c:scaling>'
            f'<c:delete val="{int(self.gone)}"/><c:axPos val="{self.side}"/>{self.grid}{self.title}{number}'
            f'<c:majorTickMark val="{self.ticks}"/><c:minorTickMark val="none"/>'
            f'<c:tickLblPos val="{where}"/>{self.body}<c:crossAx val="{self.ids[1]}"/>{crosses}'
            f"{self.rest}</c:{self.kind}>"
        )


def axis_ends(low: float, high: float, *, turned: bool = False) -> str:
    """From where to where an axis reaches."""
    way = "maxMin" if turned else "minMax"
    return f'<c:orientation val="{way}"/><c:max val="{high:g}"/><c:min val="{low:g}"/>'


def put_chart(
    shapes: Native, plot: str, named: str, grid: Grid, box: tuple[float, float, float, float], title: str = ""
) -> Native:
    """Put a chart on a slide; returns its frame.

    Args:
        plot: what the plot's area holds.
        named: its legend.
        box: left, top, width and height, in points.
    """
    from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from pptx.parts.chart import ChartPart

    whole = (
        f'<c:chartSpace {SPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        f'{title}<c:autoTitleDeleted val="{int(not title)}"/><c:plotArea>{plot}</c:plotArea>{named}'
        '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>"
    )
    package = shapes.part.package
    part: Native = ChartPart.load(
        package.next_partname(ChartPart.partname_template), CONTENT_TYPE.DML_CHART, package, whole.encode()
    )
    part.chart_workbook.update_from_xlsx_blob(grid.book())
    relation = shapes.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    frame = shapes._add_chart_graphicFrame(relation, *(round(value * POINT) for value in box))
    shapes._recalculate_extents()
    return shapes._shape_factory(frame)
