"""Lines over rounds, moves, answers and scores as PowerPoint's own charts, each with its numbers in a sheet."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence

from maturity.renderers.powerpoint import chart_xml, fit
from maturity.renderers.powerpoint.chart_xml import Drawn, Grid, Lettering, Pen, Side
from maturity.renderers.powerpoint.layouts import Native
from maturity.renderers.powerpoint.scheme import Paint
from maturity.report.blocks import AnswerRow, Bars, Dots, Dumbbells, Exhibit, Lines
from maturity.text.clean import plain
from maturity.text.words import digits

Place = tuple[float, float, float, float]
TEXT, TITLE = 12.0, 14.0
"""Sizes of type; nothing is smaller."""
HEAD, FOOT, KEY, EDGE, RIGHT = 36.0, 26.0, 24.0, 16.0, 44.0
"""Room for a title, the numbers below, a legend, to the right, and there of rows; in points."""
NAMES = 0.42
"""Largest share of the width for names."""
NOTE = 26
"""Letters of a line of a note."""
MARK, CLEAR = 11, 7.0
"""How large a point is, and how far a name ends before the scale begins, where half of one may lie."""
COUNT = "0;;;"
"""How numbers are shown; no bar says nought."""
SURE = Paint("accent2")
WORDS = {
    "low": "Lower end of what is likely",
    "band": "What is likely",
    "midpoint": "Midpoint",
    "answers": "{n} answers",
    "answer": "1 answer",
    "unknown": "{said}, {n} cannot tell",
    "offset": "\u00a0",
    "line": "Line",
    "score": "Score",
}


def add_exhibit(shapes: Native, exhibit: Exhibit, box: Place, pen: Pen) -> Native:
    """Put a chart on a slide; returns its frame.

    Args:
        shapes: the slide's.
        box: left, top, width and height, in points.
    """
    match exhibit:
        case Lines():
            return _lines(shapes, exhibit, box, pen)
        case Bars():
            return _bars(shapes, exhibit, box, pen)
        case Dumbbells():
            return _dumbbells(shapes, exhibit, box, pen)
        case Dots():
            return _dots(shapes, exhibit, box, pen)


def _title(text: str, pen: Pen) -> str:
    return chart_xml.title_of(pen.run(plain(text), TITLE, bold=True)) if text else ""


def _inside(box: Place, left: float, *, title: str, legend: bool, foot: float = FOOT, right: float = EDGE) -> Place:
    """Where the plot lies, as shares of the chart."""
    above, below = HEAD if title else 8.0, foot + (KEY if legend else 0.0)
    return left / box[2], above / box[3], (box[2] - left - right) / box[2], (box[3] - above - below) / box[3]


# --- over the rounds ---


def _lines(shapes: Native, exhibit: Lines, box: Place, pen: Pen) -> Native:
    marks, grid = exhibit.marks, Grid()
    names, scores = [plain(one.label, 30) for one in marks], [one.score for one in marks]
    grid.column(0, 0, ["Round", *names])
    grid.column(0, 1, [plain(exhibit.title) or WORDS["score"], *scores])
    rounds = chart_xml.strings("cat", grid.column(1, 0, names), names)
    heading = chart_xml.strings("tx", "Sheet1!$B$1", [plain(exhibit.title) or WORDS["score"]])
    ends = [(one.score, one.score) if one.ends is None else one.ends for one in marks]
    low = [None if a is None else float(a) for a, _ in ends]
    wide = [None if a is None or b is None else b - a for a, b in ends]
    whole = all(one.ends is not None and one.score is not None for one in marks)
    band, bars = "", ""
    if whole:
        drawn = [
            _column(grid, 2, WORDS["low"], low, rounds, "<a:noFill/>"),
            _column(grid, 3, WORDS["band"], wide, rounds, Paint("accent2", cover=20).xml()),
        ]
        stacked = '<c:grouping val="stacked"/><c:varyColors val="0"/>'
        band = f"<c:areaChart>{stacked}{chart_xml.series(drawn)}{AXES}</c:areaChart>"
    elif any(one.ends is not None for one in marks):
        over = [None if a is None or b[1] is None else b[1] - a for a, b in zip(scores, ends, strict=True)]
        under = [None if a is None or b[0] is None else a - b[0] for a, b in zip(scores, ends, strict=True)]
        plus = chart_xml.numbers("plus", grid.column(1, 2, over), over)
        minus = chart_xml.numbers("minus", grid.column(1, 3, under), under)
        grid.column(0, 2, ["Above"]), grid.column(0, 3, ["Below"])
        bars = chart_xml.error_bars("y", plus, minus, chart_xml.stroke(SURE, 1.5))
    labels = chart_xml.letterings(
        [_noted(exhibit, n) for n in range(len(marks))],
        pen,
        0,
        chart_xml.values(f"{0:.{_decimals(exhibit)}f}", "t", pen, TEXT, bold=True),
    )
    look = chart_xml.look_of("", chart_xml.stroke(SURE, 2.5)) + chart_xml.marker("circle", 8, SURE, pen.scheme.paper)
    value = chart_xml.numbers("val", grid.column(1, 1, scores), scores)
    drawn = [Drawn(heading, look, f'{labels}{bars}{rounds}{value}<c:smooth val="0"/>')]
    if exhibit.midpoint is not None:
        middle: list[float | None] = [exhibit.midpoint] * len(marks)
        grid.column(0, 5, [WORDS["midpoint"]])
        value = chart_xml.numbers("val", grid.column(1, 5, middle), middle)
        look = chart_xml.look_of("", chart_xml.stroke(pen.scheme.muted, 1.0, "dash")) + chart_xml.marker("none")
        named = chart_xml.strings("tx", "Sheet1!$F$1", [WORDS["midpoint"]])
        drawn.append(Drawn(named, look, f'{rounds}{value}<c:smooth val="0"/>'))
    inside = _inside(box, 38.0, title=exhibit.title, legend=False, right=38.0)
    plot = (
        f'{chart_xml.inner(inside)}{band}<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{chart_xml.series(drawn, 2)}<c:marker val="1"/>{AXES}</c:lineChart>'
        f"{_categories(pen)}{_scale(exhibit.scale, pen, (1002, 1001), 'l', between='between')}"
    )
    return chart_xml.put_chart(shapes, plot, "", grid, box, _title(exhibit.title, pen))


AXES = '<c:axId val="1001"/><c:axId val="1002"/>'


def _column(grid: Grid, column: int, name: str, values: Sequence[float | None], rounds: str, inside: str) -> Drawn:
    """A surface of a stacked area."""
    grid.column(0, column, [name])
    title = chart_xml.strings("tx", f"Sheet1!${chr(65 + column)}$1", [name])
    value = chart_xml.numbers("val", grid.column(1, column, values), values)
    return Drawn(title, chart_xml.look_of(inside, chart_xml.stroke(None)), rounds + value, listed=False)


def _decimals(exhibit: Lines) -> int:
    """How many decimals most scores of a line are shown with, so that a chart shows by itself what is changed in it."""
    found = Counter(len(one.shown.partition(".")[2]) for one in exhibit.marks if one.shown)
    return found.most_common(1)[0][0] if found else 0


def _noted(exhibit: Lines, place: int) -> Lettering | None:
    """A score with its note, or one that is shown with other decimals than most; None where it shows itself.

    It stands below the point where the line dips, else above; with a note at either end towards the middle.
    """
    mark, marks = exhibit.marks[place], exhibit.marks
    if mark.score is None:
        return None
    if not mark.note:
        is_usual = mark.shown == digits(mark.score, _decimals(exhibit))
        return None if is_usual else Lettering(mark.shown, "t", TEXT, bold=True)
    beside = [one.score for one in marks[max(place - 1, 0) : place + 2] if one.score is not None]
    side: Side = "b" if mark.score <= sum(beside) / len(beside) else "t"
    if place in (0, len(marks) - 1) and len(marks) > 1:
        side = "r" if place == 0 else "l"
    text = "\n".join([mark.shown, *textwrap.wrap(plain(mark.note), NOTE)])
    return Lettering(text, side, TEXT, paint=None)


def _categories(pen: Pen) -> str:
    line = chart_xml.look_of("", chart_xml.stroke(pen.scheme.soft, 0.75)) + pen.text(TEXT)
    rest = '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
    scaling = '<c:orientation val="minMax"/>'
    return chart_xml.AxisPart(
        kind="catAx", ids=(1001, 1002), side="b", scaling=scaling, body=line, rest=rest, ticks="none"
    ).xml()


def _scale(
    scale: tuple[float, float], pen: Pen, ids: tuple[int, int], side: chart_xml.Where, *, between: str = "midCat"
) -> str:
    """The axis of the levels, with a faint line at each."""
    faint = chart_xml.look_of("", chart_xml.stroke(pen.scheme.faint, 0.5))
    step = max(1, round((scale[1] - scale[0]) / 10))
    return chart_xml.AxisPart(
        kind="valAx",
        ids=ids,
        side=side,
        scaling=chart_xml.axis_ends(*scale),
        shown="0",
        grid=f"<c:majorGridlines>{faint}</c:majorGridlines>",
        body=chart_xml.look_of("", chart_xml.stroke(None)) + pen.text(TEXT, pen.scheme.soft),
        rest=f'<c:crossBetween val="{between}"/><c:majorUnit val="{step}"/>',
        ticks="none",
    ).xml()


# --- rows ---


class _Rows:
    """A chart of rows: names at the left, points on a scale, and lines between places on it.

    Columns of its sheet: names, up to three of values, what stands beside points; then what only holds the chart.
    """

    def __init__(self, names: Sequence[str], scale: tuple[float, float], box: Place, pen: Pen) -> None:
        self.scale, self.box, self.pen, self.grid = scale, box, pen, Grid()
        self.names = _wrapped([plain(name) for name in names], NAMES * box[2])
        self.left = (
            14
            + CLEAR
            + max((fit.line_width(line, TEXT) for name in self.names for line in name.split("\n")), default=0)
        )
        # Whole numbers, so that what only holds the chart is not taken for a score.
        self.top = 2 * len(names)
        self.heights = [self.top - 2 * place - 1 for place in range(len(names))]
        self.grid.column(0, 0, ["Name"])
        self.grid.column(0, 5, ["Row"])
        self.high = self.grid.column(1, 5, self.heights)
        self.joined = 0
        self.drawn: list[Drawn] = []
        self.drawn.append(self._named())

    def _named(self) -> Drawn:
        where, start = self.grid.column(1, 0, self.names), [self.scale[0]] * len(self.names)
        self.grid.column(0, 6, ["Start"])
        beside = [Lettering(name, "l", TEXT, shift=(-CLEAR / self.box[2], 0.0), read=True) for name in self.names]
        body = self._body(self.grid.column(1, 6, start), start, beside, chart_xml.named_range(where, self.names))
        none = chart_xml.look_of("", chart_xml.stroke(None)) + chart_xml.marker("none")
        return Drawn(chart_xml.strings("tx", "Sheet1!$A$1", ["Name"]), none, body, listed=False)

    def add(
        self,
        column: int,
        name: str,
        values: Sequence[float | None],
        mark: str,
        *,
        beside: Sequence[Lettering | None] = (),
        read: str = "",
    ) -> None:
        """A series of points, its name at the head of a column of the sheet.

        Args:
            read: from which cells the labels come.
        """
        self.grid.column(0, column, [name])
        title = chart_xml.strings("tx", f"Sheet1!${chr(65 + column)}$1", [name])
        named = chart_xml.named_range(read, [one.text if one else "" for one in beside]) if read else ""
        body = self._body(self.grid.column(1, column, values), values, beside, named)
        self.drawn.append(Drawn(title, chart_xml.look_of("", chart_xml.stroke(None)) + mark, body))

    def _body(self, where: str, values: Sequence[float | None], beside: Sequence[Lettering | None], read: str) -> str:
        labels = chart_xml.letterings(beside, self.pen, len(self.drawn), leaders=False)
        xs, ys = chart_xml.numbers("xVal", where, values), chart_xml.numbers("yVal", self.high, self.heights)
        return f'{labels}{xs}{ys}<c:smooth val="0"/>{read}'

    def join(self, column: int, pairs: Sequence[tuple[float, float] | None], paint: Paint) -> None:
        """Lines from one place to another, a row each; behind all points, and the longest series, as is needed."""
        xs = [value for pair in pairs for value in (*(pair or (None, None)), None)]
        ys = [None if x is None else self.heights[n // 3] for n, x in enumerate(xs)]
        self.grid.column(0, column, [WORDS["line"]])
        title = chart_xml.strings("tx", f"Sheet1!${chr(65 + column)}$1", [WORDS["line"]])
        across, up = self.grid.column(1, column, xs), self.grid.column(1, column + 1, ys)
        look = chart_xml.look_of("", chart_xml.stroke(paint, 3.0)) + chart_xml.marker("none")
        body = f'{chart_xml.numbers("xVal", across, xs)}{chart_xml.numbers("yVal", up, ys)}<c:smooth val="0"/>'
        self.drawn.insert(0, Drawn(title, look, body, listed=False))
        self.joined += 1

    def numbered(self, text: str, value: float, side: Side, *, bold: bool) -> Lettering:
        """A number beside a point, on whichever side keeps it off the names: they end where the scale begins."""
        low, high = self.scale
        room = (value - low) / (high - low) * (self.box[2] - self.left - RIGHT)
        wide = fit.line_width(text, TEXT, bold) + 2
        if side == "l" and room < wide + MARK / 2:
            side = "t"
        over = wide / 2 - room if side == "t" else 0.0
        return Lettering(text, side, TEXT, bold=bold, shift=(max(0.0, over) / self.box[2], 0.0), read=True)

    def put(self, shapes: Native, title: str, middle: float | None = None) -> Native:
        """Put the chart on a slide."""
        if middle is not None:
            self._midpoint(middle)
        legend = sum(one.listed for one in self.drawn) > 1
        inside = _inside(self.box, self.left, title=title, legend=legend, right=RIGHT)
        rows = chart_xml.AxisPart(
            kind="valAx",
            ids=(1002, 1001),
            side="l",
            scaling=chart_xml.axis_ends(0, self.top),
            shown="",
            body="",
            rest='<c:crossBetween val="midCat"/>',
            gone=True,
        ).xml()
        plot = (
            f'{chart_xml.inner(inside)}<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
            f"{chart_xml.series(self.drawn)}{AXES}</c:scatterChart>"
            f"{_scale(self.scale, self.pen, (1001, 1002), 'b')}{rows}"
        )
        named = chart_xml.legend_part(self.drawn, self.pen, TEXT, 1 - KEY / self.box[3])
        return chart_xml.put_chart(shapes, plot, named, self.grid, self.box, _title(title, self.pen))

    def _midpoint(self, middle: float) -> None:
        xs, ys = [middle, middle], [0, self.top]
        self.grid.column(0, 12, [WORDS["midpoint"]])
        look = chart_xml.look_of("", chart_xml.stroke(self.pen.scheme.muted, 1.0, "dash")) + chart_xml.marker("none")
        across, up = self.grid.column(1, 12, xs), self.grid.column(1, 13, ys)
        body = f'{chart_xml.numbers("xVal", across, xs)}{chart_xml.numbers("yVal", up, ys)}<c:smooth val="0"/>'
        title = chart_xml.strings("tx", "Sheet1!$M$1", [WORDS["midpoint"]])
        # LibreOffice leaves out a series that stands before a longer one.
        at = len(self.drawn) if len(self.names) >= len(xs) else self.joined
        self.drawn.insert(at, Drawn(title, look, body, listed=False))


def _dumbbells(shapes: Native, exhibit: Dumbbells, box: Place, pen: Pen) -> Native:
    moves = exhibit.moves
    rows = _Rows([one.name for one in moves], exhibit.scale, box, pen)
    grey, paper = pen.scheme.muted, pen.scheme.paper
    before, after = (plain(label, 40) for label in exhibit.rounds)
    changes = [one.shown for one in moves]
    rows.grid.column(0, 4, ["Change"])
    read = rows.grid.column(1, 4, changes)
    rows.add(1, before, [one.before for one in moves], chart_xml.marker("circle", MARK - 2, grey, paper))
    for column, sure in ((2, True), (3, False)):
        mine = [one.sure == sure for one in moves]
        if not any(mine):
            continue
        paint = SURE if sure else grey
        rows.join(
            8 if sure else 10,
            [(one.before, one.after) if own else None for one, own in zip(moves, mine, strict=True)],
            paint,
        )
        beside = [
            rows.numbered(text, one.after, "r" if one.after >= one.before else "l", bold=sure) if own else None
            for one, own, text in zip(moves, mine, changes, strict=True)
        ]
        mark = chart_xml.marker("circle" if sure else "diamond", MARK, paint, paper)
        name = after if sure else f"{after}: {plain(exhibit.unsure, 60)}"
        values = [one.after if own else None for one, own in zip(moves, mine, strict=True)]
        rows.add(column, name, values, mark, beside=beside, read=read)
    return rows.put(shapes, exhibit.title)


def _dots(shapes: Native, exhibit: Dots, box: Place, pen: Pen) -> Native:
    rows = _Rows([one.name for one in exhibit.rows], exhibit.scale, box, pen)
    scores = [one.score for one in exhibit.rows]
    rows.join(8, [one.ends for one in exhibit.rows], Paint("accent1", cover=45))
    texts = [one.shown for one in exhibit.rows]
    beside = [rows.numbered(text, score, "t", bold=True) for text, score in zip(texts, scores, strict=True)]
    rows.grid.column(0, 4, ["Shown"])
    mark = chart_xml.marker("circle", MARK, Paint("accent1"), pen.scheme.paper)
    rows.add(1, WORDS["score"], list(scores), mark, beside=beside, read=rows.grid.column(1, 4, texts))
    return rows.put(shapes, exhibit.title, exhibit.midpoint)


# --- answers ---


def _bars(shapes: Native, exhibit: Bars, box: Place, pen: Pen) -> Native:
    grid, rows, levels = Grid(), exhibit.rows, [plain(one, 40) for one in exhibit.levels]
    room = NAMES * box[2]
    said = [
        f"{name}\n{_said(row)}" for row, name in zip(rows, _wrapped([plain(r.name) for r in rows], room), strict=True)
    ]
    grid.column(0, 0, ["Question"])
    names = chart_xml.strings("cat", grid.column(1, 0, said), said)
    lefts = [_left(row) for row in rows]
    middle = max(lefts, default=0.0)
    most = max((middle - left + sum(row.counts) for row, left in zip(rows, lefts, strict=True)), default=1.0) or 1.0
    ramp = [None, *pen.scheme.ramp(len(levels))]
    drawn = []
    for place, name in enumerate([WORDS["offset"], *levels]):
        values = [middle - left if place == 0 else row.counts[place - 1] for row, left in zip(rows, lefts, strict=True)]
        paint = ramp[place]
        shown = "" if paint is None else chart_xml.values(COUNT, "ctr", pen, TEXT, pen.scheme.on(paint), bold=True)
        grid.column(0, 1 + place, [name])
        title = chart_xml.strings("tx", f"Sheet1!${chr(66 + place)}$1", [name])
        numbers = chart_xml.numbers("val", grid.column(1, 1 + place, values), values)
        look = chart_xml.look_of(chart_xml.surface(paint), chart_xml.stroke(None)) + '<c:invertIfNegative val="0"/>'
        drawn.append(Drawn(title, look, f"{chart_xml.letterings([], pen, place, shown)}{names}{numbers}"))
    left = 14 + max((fit.line_width(line, TEXT) for text in said for line in text.split("\n")), default=0.0)
    questions = chart_xml.AxisPart(
        kind="catAx",
        ids=(1001, 1002),
        side="l",
        scaling='<c:orientation val="maxMin"/>',
        body=chart_xml.look_of("", chart_xml.stroke(pen.scheme.soft, 1.0)) + pen.text(TEXT),
        rest='<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>',
        at=middle,
        ticks="none",
    ).xml()
    scaling = chart_xml.axis_ends(0, most)
    rest = '<c:crossBetween val="between"/>'
    amounts = chart_xml.AxisPart(
        kind="valAx", ids=(1002, 1001), side="b", scaling=scaling, shown="", body="", rest=rest, gone=True
    ).xml()
    plot = (
        f"{chart_xml.inner(_inside(box, left, title=exhibit.title, legend=True, foot=10.0))}<c:barChart>"
        f'<c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>{chart_xml.series(drawn)}'
        f'<c:gapWidth val="55"/><c:overlap val="100"/>{AXES}</c:barChart>{questions}{amounts}'
    )
    named = chart_xml.legend_part(drawn, pen, TEXT, 1 - KEY / box[3])
    return chart_xml.put_chart(shapes, plot, named, grid, box, _title(exhibit.title, pen))


def _said(row: AnswerRow) -> str:
    """How many answered, and how many could not tell."""
    said = WORDS["answer"] if row.answers == 1 else WORDS["answers"].format(n=row.answers)
    return WORDS["unknown"].format(said=said, n=row.unknown) if row.unknown else said


def _left(row: AnswerRow) -> float:
    """How many answers lie below the middle, half of those on it among them."""
    half = len(row.counts) // 2
    return sum(row.counts[:half]) + (row.counts[half] / 2 if len(row.counts) % 2 else 0.0)


def _wrapped(names: Sequence[str], room: float) -> list[str]:
    """Names in lines that are at most so wide, no word of which is cut."""
    found = []
    for name in names:
        lines = [""]
        for word in name.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and fit.line_width(longer, TEXT) > room - 14:
                lines.append(word)
            else:
                lines[-1] = longer
        found.append("\n".join(lines))
    return found
