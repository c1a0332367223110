"""The change: everything that is compared before and after, and how sure its change is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from maturity.charts import layout, order, style
from maturity.charts.change_rows import ChangeRow, Frame, change_rows
from maturity.charts.layout import Canvas
from maturity.charts.style import Look, dressed
from maturity.core.comparison import Change, Comparison, Step
from maturity.report.change_words import because, interval_name
from maturity.report.over_time import over_time
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import counted, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, HIGHEST, WIDTH, TALL = 0.36, 0.55, 10.0, 7.2
"""Inches from one row to the next, and at most; the chart's own width, and the least on a standing page."""
BROAD, NARROW, GAP, NUMBER = (2.95, 2.35), (2.0, 1.6), 0.25, 0.55
"""Inches: labels on the left and words on the right, on a broad page and, in two lines, on a narrow one; what lies
between; and the change as a number."""
ONE_LINE, TWO_LINES, ABOVE, STACKED, FEET = 0.21, 0.32, 0.42, 0.62, 0.62
"""Least inches of a row whose words take one line, two, stand above its marks, or above and below them; and of all that
is around the rows."""
CLOSER = 0.8
"""Share of the least height of a row below which type gets smaller rather than rows closer."""
STACKED_BELOW = 6.0
"""Inches of the free rectangle below which labels stand above the marks."""
LEAST = 0.5
"""The scale of the change reaches at least so far to both sides of 0, and ends on a multiple of it, in levels."""
MARKS = {"up": "^", "down": "v"}
WORDS = {
    "title": "{cluster}: what has changed, {before} to {after}",
    "levels": "○ {before}   ● {after}",
    "change": "change (bar: {interval})",
    "plain_change": "change",
    "verdict": "in words",
    "incomparable": "cannot be compared: {reason}",
    "unknown": "cannot be compared",
    "sure": "Triangle up or down: a sure change.",
    "unsure": "Ring: no change we can be sure of.",
    "rule": "Bar: {interval}; a change is sure when that does not reach 0.",
    "basis": "All numbers are {unit}, over {schools} that answered both times and {questions} that meant the same.",
    "separate": "All numbers are {unit} of the whole cluster, on {questions} that meant the same.",
    "no_interval": "No interval: {reason}.",
    "left_out": "{n} of {of} {of:row|rows} {n:has|have} no room at this size: a larger picture and the report have "
    "{n:it|them}.",
    "asked": "{title} ({id}), version {version}.",
    "fictional": "A fictional example.",
}


@dressed
def draw(comparison: Comparison, look: Look) -> Figure:
    """The last step: both axes or all as one, then the parts with the largest rise first; or question by question."""
    step = comparison.last
    told, frame = change_rows(comparison)
    first = [row for row in told if row.whole]
    rest: Sequence[ChangeRow] = [row for row in told if not row.whole]
    every, rows = rest, len(told) + (0.5 if first else 0.0)
    low = _lines(first, rest)
    high = max(low, 1.0)
    least = (
        (WIDTH, 2.4 + high * ROW * rows),
        (TALL, 2.6 + frame.room + 1.1 * ROW * rows),
        (WIDTH, 2.3 + low * ROW * rows),
    )
    # On a page too small for a single row its type gets smaller than can be read, and nothing covers another.
    for more in layout.MORE:
        page, rest = _with_room(comparison, look, least, first, every, more)
        if _have_room(page, CLOSER * _high(first, rest), low, [*first, *rest]):
            break
    if len(rest) < len(every):
        page.leave_out()
    rows = _high(first, rest)
    table = _Rows(page, step, rows, [*first, *rest], frame)
    for place, row in enumerate(first):
        table.row(place, row)
    if first:
        table.rule(len(first) - 0.25)
    for place, row in enumerate(rest, len(first)):
        table.row(place + (0.5 if first else 0.0), row)
    return page.done()


def _high(first: Sequence[ChangeRow], rest: Sequence[ChangeRow]) -> float:
    """How many rows they are high, with the gap below those of all as one."""
    return len(first) + len(rest) + (0.5 if first else 0.0)


def _with_room(
    comparison: Comparison,
    look: Look,
    least: Sequence[layout.Size],
    first: Sequence[ChangeRow],
    every: Sequence[ChangeRow],
    more: float,
) -> tuple[Canvas, Sequence[ChangeRow]]:
    """A page with the words on it, and those rows that have room there; one at least."""
    step, frame = comparison.last, change_rows(comparison)[1]
    low, rest = _lines(first, every), every
    # Rows that are closer and type that is smaller, as far as both can be read, before a row is left out.
    for closer in layout.MORE:
        page = _begun(comparison, look, least, _said(step, [*first, *rest], frame), closer, more=more)
        if _have_room(page, _high(first, rest), low, [*first, *rest]) or not page.shrinks:
            break
    while len(rest) > 1 and not _have_room(page, _high(first, rest), low, [*first, *rest]):
        rest = _without_one(rest)
        left_out = spoken(WORDS["left_out"], n=len(every) - len(rest), of=len(first) + len(every))
        said = left_out, *_said(step, [*first, *rest], frame)
        page = _begun(comparison, look, least, said, layout.MORE[-1], more=more)
    return page, rest


def _lines(first: Sequence[ChangeRow], rest: Sequence[ChangeRow]) -> float:
    """How high a row of a lying page is at least: those of questions have two lines there as well."""
    return 1.1 if any(row.line is not None for row in (*first, *rest)) else 0.62


def _have_room(page: Canvas, rows: float, low: float, told: Sequence[ChangeRow]) -> bool:
    return page.top - page.bottom - FEET >= rows * _least(page, low, told)


def _without_one(rows: Sequence[ChangeRow]) -> list[ChangeRow]:
    """The same without the row that tells least: of those by their change one in the middle, else the last."""
    if any(row.change is None or row.line is not None for row in rows):
        return [*rows[:-1]]
    gone = order.middle_first([None if row.change is None else row.change.change for row in rows])[0]
    return [row for place, row in enumerate(rows) if place != gone]


def _begun(
    comparison: Comparison,
    look: Look,
    least: Sequence[layout.Size],
    said: Iterable[str],
    closer: float,
    *,
    more: float = 1.0,
) -> Canvas:
    """A page with the words on it."""
    step = comparison.last
    page = layout.readable(look, least[0], tall=least[1], wide=least[2], more=more, closer=closer)
    page.foot(plain(" ".join(said)))
    title = WORDS["title"].format(
        cluster=isolated(plain(step.after.cluster, 60)),
        before=plain(step.before.label, 14),
        after=plain(step.after.label, 14),
    )
    page.head(title, plain(over_time(comparison).headline(), 400))
    return page


def _is_stacked(page: Canvas) -> bool:
    return page.right - page.left < STACKED_BELOW


def _is_above(page: Canvas, row: ChangeRow) -> bool:
    """Whether the words of a row have room beside its label, above its marks."""
    if row.change is not None and None in (row.change.before, row.change.after):
        return False
    weight = "bold" if row.bold else "normal"
    label = layout.width_of(plain(row.label, 80), 9, page.figure, weight)
    return label + 0.15 + layout.width_of(row.words, 8, page.figure) <= 0.97 * (page.right - page.left)


def _least(page: Canvas, low: float, told: Sequence[ChangeRow]) -> float:
    """Inches that a row needs at least."""
    if _is_stacked(page):
        return ABOVE if all(_is_above(page, row) for row in told) else STACKED
    return TWO_LINES if low > 1 or page.width < WIDTH - 1e-6 else ONE_LINE


class _Rows:
    """Two scales side by side, with labels on their left and words on their right.

    Args:
        rows: how many rows both scales are high.
        told: the rows; frame: on which scale they are drawn.
    """

    def __init__(self, page: Canvas, step: Step, rows: float, told: Sequence[ChangeRow], frame: Frame) -> None:
        self.page, self.step, self.told, self.frame = page, step, told, frame
        self.colours = page.look.theme.colours
        broad, self.stacked = page.width >= WIDTH - 1e-6, _is_stacked(page)
        self.label, self.wording = BROAD if broad else (0.05, NUMBER) if self.stacked else NARROW
        changes = [row.change for row in told if row.change is not None]
        self.drawn = any(one.before is not None and one.after is not None for one in changes)
        self.above = all(_is_above(page, row) for row in told)
        self.lines = 1 if broad and not any(row.line is not None for row in told) else 2
        top = page.top - 0.3
        highest = max(HIGHEST, 0 if not self.stacked else ABOVE if self.above else STACKED)
        bottom = max(page.bottom + 0.28, top - highest * rows)
        width = page.right - page.left - self.label - self.wording - 2 * GAP
        middle = page.left + self.label + 0.52 * width
        self.levels = page.axes(page.left + self.label, bottom, middle, top)
        self.change = page.axes(middle + GAP, bottom, page.right - self.wording - GAP, top)
        # Words of a row that cannot be compared run on over the scale of the change.
        self.levels.set_zorder(self.change.get_zorder() + 1)
        self.levels.patch.set_visible(False)
        for axes in (self.levels, self.change):
            axes.set_ylim(rows - 0.5, -0.5)
            axes.set_yticks([])
            style.bare(axes, page.look.theme)
        self._scales()
        if self.drawn:
            self._headings()
        else:
            self.levels.set_xticks([])
            self.change.set_xticks([])

    def _scales(self) -> None:
        frame, line = self.frame, self.colours.line
        self.levels.set_xlim(frame.low - frame.margin, frame.high + frame.margin)
        self.levels.set_xticks(list(frame.ticks), frame.labels)
        for place in frame.ticks if self.drawn else ():
            self.levels.axvline(place, color=line, linewidth=0.5, zorder=0)
        ends = [end for row in self.told for end in self._ends(row)]
        least = frame.least
        low = min(math.floor(min(ends, default=0.0) / least) * least, -least)
        high = max(math.ceil(max(ends, default=0.0) / least) * least, least)
        margin = 0.04 * (high - low)
        self.change.set_xlim(low - margin, high + margin)
        # An end that is near 0 has no room for its number.
        ends = [end for end in (low, high) if abs(end) > (0.4 if self.stacked else 0.25) * (high - low)]
        self.change.set_xticks([0, *ends], ["0", *map(frame.signed, ends)])

    def _headings(self) -> None:
        before, after = plain(self.step.before.label, 12), plain(self.step.after.label, 12)
        every = [row.change for row in self.told if row.change is not None]
        form = "change" if any(one.interval is not None for one in every) else "plain_change"
        head = WORDS[form].format(interval=interval_name(self.step, inside=True))
        both = WORDS["levels"].format(before=before, after=after)
        if self.stacked:
            room = self.page.right - self.wording - self.page.left - 0.1
            if sum(layout.width_of(one, 8.5, self.page.figure) for one in (both, head)) > room:
                head = WORDS["plain_change"]
            self._text(self.page.left, both, ha="left")
            self._text(self.page.right - self.wording, head, ha="right")
            return
        if layout.width_of(head, 8.5, self.page.figure) > self.page.width_of_axes(self.change) + 2 * GAP - 0.1:
            head = WORDS["plain_change"]
        for axes, text in ((self.levels, both), (self.change, head)):
            where = axes.get_position()
            self._text((where.x0 + where.x1) / 2 * self.page.width, text, ha="center")
        self._text(self.page.right - self.wording, WORDS["verdict"], ha="left")

    def _text(self, x: float, text: str, ha: str) -> None:
        self.page.text(x, self.page.top - 0.1, text, 8.5, ha=ha, va="top", color=self.colours.soft)

    def _ends(self, row: ChangeRow) -> list[float]:
        """What the scale of the change has to reach."""
        change = row.change
        if change is None:
            return []
        ends = [] if change.interval is None else [change.interval.low, change.interval.high]
        every = ends if change.change is None else [*ends, change.change]
        return [self.frame.part(end, row) for end in every]

    def row(self, place: float, row: ChangeRow) -> None:
        """One score before and after, its change, and the verdict in words."""
        weight = "bold" if row.bold else "normal"
        if self.stacked:
            room = self.page.right - self.page.left
            label = layout.wrap(plain(row.label, 80), room, 9, self.page.figure, weight=weight, lines=1)
            self._beside(self.levels, (0.0, 0.0, place - 0.36), label, 9, weight=weight)
        else:
            label = self._wrapped(plain(row.label, 80), self.label - 0.2 - row.indent, 10, weight)
            self._beside(self.levels, (0.0, -0.12, place), label, 10, ha="right", weight=weight)
        change = row.change
        if change is None:
            return
        if change.before is None or change.after is None:
            reason = plain(because(change.reason, self.step))
            text = WORDS["incomparable"].format(reason=reason) if reason else WORDS["unknown"]
            text = self._wrapped(text, self.page.right - self.page.left - self.label - 0.1, 8.5)
            paper = {"facecolor": self.colours.paper, "edgecolor": "none", "pad": 1.5}
            beside = (0.0, 0.0, place + 0.1) if self.stacked else (0.0, 0.08, place)
            self._beside(self.levels, beside, text, 8.5, color=self.colours.soft, bbox=paper)
            return
        sure = change.verdict in MARKS
        if row.line is not None:
            where = self.frame.place(row.line, row)
            self.levels.plot([where] * 2, [place - 0.32, place + 0.32], color=self.colours.ink, linewidth=1.1, zorder=1)
        self._dumbbell(place, self.frame.place(change.before, row), self.frame.place(change.after, row), sure=sure)
        if change.change is not None:
            # Words stand above the marks, or above and below, where there is no room beside them.
            ends = (place - 0.2, place + (0.35 if self.above else 0.2)) if self.stacked else (place - 0.5, place + 0.5)
            self.change.plot([0, 0], ends, color=self.colours.soft, linewidth=1.2, zorder=1)
            self._interval(place, row, self.frame.part(change.change, row), sure=sure)
            self._beside(self.change, (1.0, GAP, place), row.signed(change.change), 9.5, weight=weight)
        if self.stacked:
            room = self.page.right - self.page.left
            words = layout.wrap(row.words, room, 8, self.page.figure, lines=1)
            if self.above:
                end = self.page.right - self.change.get_position().x1 * self.page.width
                self._beside(self.change, (1.0, end, place - 0.36), words, 8, color=self.colours.soft, ha="right")
            else:
                self._beside(self.levels, (0.0, 0.0, place + 0.32), words, 8, color=self.colours.soft)
            return
        words = self._wrapped(row.words, self.wording - NUMBER, 8.5)
        self._beside(self.change, (1.0, GAP + NUMBER, place), words, 8.5)

    def _wrapped(self, text: str, width: float, size: float, weight: str = "normal") -> str:
        """Text in the lines that a row has."""
        return layout.wrap(text, width, size, self.page.figure, weight=weight, lines=self.lines)

    def rule(self, place: float) -> None:
        """A line between all as one and its parts."""
        for axes in (self.levels, self.change):
            axes.axhline(place, color=self.colours.line, linewidth=0.8)

    def _dumbbell(self, place: float, before: float, after: float, *, sure: bool) -> None:
        colours = self.colours
        colour = colours.cluster if sure else colours.soft
        self.levels.plot([before, after], [place] * 2, color=colour, linewidth=2.6 if sure else 1.2, zorder=2)
        for above, (value, fill) in enumerate(((before, colours.paper), (after, colour)), 3):
            self.levels.scatter([value], [place], s=58, facecolor=fill, edgecolor=colour, linewidth=1.5, zorder=above)

    def _interval(self, place: float, row: ChangeRow, value: float, *, sure: bool) -> None:
        colours, change = self.colours, row.change
        colour = colours.cluster if sure else colours.soft
        assert change is not None
        if change.interval is not None:
            ends = [self.frame.part(change.interval.low, row), self.frame.part(change.interval.high, row)]
            self.change.plot(ends, [place] * 2, color=colour, linewidth=2.2, solid_capstyle="butt", zorder=2)
        self.change.scatter(
            [value],
            [place],
            s=46 if sure else 34,
            marker=MARKS.get(change.verdict, "o"),
            facecolor=colour if sure else colours.paper,
            edgecolor=colour,
            linewidth=1.4,
            zorder=3,
        )

    def _beside(self, axes: Axes, at: tuple[float, float, float], text: str, size: float, **how: Any) -> None:
        """Text at a row.

        Args:
            at: side of a scale, left (0) or right (1); inches from it; and the row.
            how: as matplotlib's `Text` takes it.
        """
        side, inches, place = at
        x = side + inches / (axes.get_position().width * self.page.width)
        usual: dict[str, Any] = {"ha": "left", "va": "center", "color": self.colours.ink}
        axes.text(x, place, text, transform=axes.get_yaxis_transform(), fontsize=size, **(usual | how))


def _said(step: Step, told: Sequence[ChangeRow], frame: Frame) -> Iterator[str]:
    """What the marks mean, what the numbers rest on, and what else one should know."""
    asked = step.after.questionnaire
    yield order.ordered(frame.rule)
    drawn = [row.change for row in told if row.change is not None and row.change.change is not None]
    sure = [one for one in drawn if one.verdict in MARKS]
    yield from filter(None, (WORDS["sure"] if sure else "", WORDS["unsure"] if len(sure) < len(drawn) else ""))
    if any(one.interval is not None for one in drawn):
        yield WORDS["rule"].format(interval=interval_name(step, inside=True))
    if step.items.common and (step.schools.paired or step.basis == "separate"):
        form = "separate" if step.basis == "separate" else "basis"
        yield WORDS[form].format(
            unit=frame.unit,
            schools=counted(len(step.schools.paired), "school"),
            questions=counted(len(step.items.common), "question"),
        )
    every: list[Change] = [row.change for row in told if row.change is not None]
    reasons = [because(one.reason, step) for one in every if one.reason and one.before is not None]
    yield from frame.said
    yield from (WORDS["no_interval"].format(reason=plain(reason, 160)) for reason in dict.fromkeys(reasons))
    yield WORDS["asked"].format(title=isolated(plain(asked.title, 60)), id=asked.id, version=plain(asked.version, 20))
    if step.before.fictional or step.after.fictional:
        yield WORDS["fictional"]
