"""The total as a ruler: its bands, the cluster with its interval, the schools; the sub-totals below."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from maturity.charts import layout, order, style
from maturity.charts.layout import Canvas
from maturity.charts.part_rows import PartRows, PartScale, part_rows, rows_foot
from maturity.charts.style import Look, dressed
from maturity.core.assessment import Assessment, PartResult
from maturity.report.part_words import bands_for, could_be, part_number, partly_known
from maturity.report.total_words import total_headline, total_of
from maturity.text.clean import plain
from maturity.text.contrast import mixed
from maturity.text.isolate import isolated
from maturity.text.words import in_figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, RULER = 0.32, 1.7
"""Inches of a row, and of the ruler with its numbers."""
BAR = (0.0, 1.0)
SCHOOLS, CLUSTER = 1.3, 0.42
"""Heights on the ruler, whose bands run from 0 to 1."""
LINE = layout.LIST * layout.LEADING / 72
"""Inches of a line in the list of bands."""
NAME = 8.5
WORDS = {
    "title": "{cluster}, {label}: total",
    "band": "{number}  {name}, from {start}",
    "parts": "Sub-totals in % of what is possible",
    "bands": "Where a band begins is a convention.",
    "none": "no total",
}


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """The ruler, and below it every part of the first floor, where there is room."""
    for more, (below, named) in product(layout.MORE, ((True, True), (True, False), (False, True), (False, False))):
        drawing = _Drawing(assessment, look, below=below, named=named, more=more)
        if drawing.has_room:
            break
    if more > 1 or not below:
        drawing.page.leave_out()
    return drawing.draw()


class _Drawing:
    """A page with the words on it.

    Args:
        below: whether sub-totals stand below the ruler.
        named: whether the names of bands stand on it, and not in a list.
        more: as in `layout.readable`.
    """

    def __init__(self, assessment: Assessment, look: Look, *, below: bool, named: bool, more: float) -> None:
        self.assessment, part = assessment, total_of(assessment)
        self.rows = part_rows(assessment, 0, views=False, overall=False) if below else []
        extra = 0.6 + ROW * (self.rows[-1].place + 1) if self.rows else 0.0
        room = RULER + (0.0 if named else 0.1 + LINE * len(bands_for(assessment, part)))
        own, tall, wide = ((width, 1.8 + room + extra * much) for width, much in ((9.0, 1), (7.2, 0.8), (9.0, 0.75)))
        self.page = page = layout.readable(look, own, tall=tall, wide=wide, more=more)
        shown = [part, *(row.part for row in self.rows if row.part is not None)]
        said = rows_foot(assessment, shown, shares=bool(self.rows), bands=WORDS["bands"], bare=look.bare)
        page.foot(f"{order.ordered(order.ASKED)} {said}" if self.rows and not look.bare else said)
        cluster = isolated(plain(assessment.cluster, 80))
        page.head(WORDS["title"].format(cluster=cluster, label=plain(assessment.label, 20)), _lead(assessment))
        self.ruler = _Ruler(page, assessment, part, named=named)
        if self.rows:
            scale = PartScale(assessment, shares=True)
            extra = 0.6 + PartRows(page, assessment, self.rows, scale).least * (self.rows[-1].place + 1.3)
        self.has_room = (self.ruler.fits or not named) and page.top - page.bottom >= room + extra

    def draw(self) -> Figure:
        """The ruler and the rows below it."""
        page, assessment = self.page, self.assessment
        self.ruler.draw()
        if self.rows:
            page.write(WORDS["parts"], 10, weight="bold", gap=0.0)
            rows = PartRows(page, assessment, self.rows, PartScale(assessment, shares=True))
            rows.draw(page.bottom + 0.3, page.top - 0.12)
        return page.done()


def _lead(assessment: Assessment) -> str:
    return plain(total_headline(assessment))


class _Ruler:
    """From the lowest to the highest possible total."""

    def __init__(self, page: Canvas, assessment: Assessment, part: PartResult, *, named: bool) -> None:
        self.page, self.assessment, self.part, self.named = page, assessment, part, named
        self.bands = bands_for(assessment, part)
        self.colours = page.look.theme.colours
        self.low, self.high = part.range.low, part.range.high
        ends = [*(band.start for band in self.bands[1:]), self.high] if self.bands else [self.high]
        self.stretches = [*zip([self.low, *ends[:-1]], ends, strict=True)]
        self.inches = (page.right - page.left - 0.3) / (self.high - self.low)
        self.fits = all(
            self._name(band.label, (end - start) * self.inches) is not None
            for band, (start, end) in zip(self.bands, self.stretches, strict=False)
        )

    def draw(self) -> None:
        """The ruler at the upper end of the page, which it takes away from it."""
        page = self.page
        top, bottom = page.top - 0.05, page.top - RULER + 0.45
        axes = page.axes(page.left + 0.15, bottom, page.right - 0.15, top)
        axes.set_xlim(self.low, self.high)
        axes.set_ylim(-0.06, 1.62)
        axes.set_yticks([])
        style.bare(axes, page.look.theme)
        self._bands(axes)
        self._numbers(axes)
        self._marks(axes)
        page.top = bottom - 0.42
        if not self.named and self.bands:
            named = enumerate(self.bands, 1)
            page.listing(
                [WORDS["band"].format(number=n, name=plain(b.label), start=in_figures(b.start)) for n, b in named]
            )
            page.top -= 0.1

    def _bands(self, axes: Axes) -> None:
        """Every band as a stretch with its name, or with a number where the names have no room."""
        from matplotlib.patches import Rectangle

        place, colours = self.part.band, self.colours
        known = partly_known(self.part) if self.part.score is None else self.part.interval is not None
        for number, (start, end) in enumerate(self.stretches):
            here = known and place is not None and bool(self.bands) and place.low <= number <= place.high
            fill = mixed(colours.paper, colours.accent, 0.16) if here else colours.tint
            look: dict[str, Any] = {"facecolor": fill, "edgecolor": colours.soft, "linewidth": 0.8, "clip_on": False}
            axes.add_patch(Rectangle((start, BAR[0]), end - start, BAR[1], **look))
            if not self.bands:
                continue
            name = str(number + 1)
            if self.named:
                name = self._name(self.bands[number].label, (end - start) * self.inches) or name
            bold = "bold" if here and place is not None and place.settled else "normal"
            how: dict[str, Any] = {"fontsize": NAME, "fontweight": bold, "zorder": 5}
            axes.text((start + end) / 2, 0.97, name, ha="center", va="top", **how)

    def _name(self, label: str, room: float) -> str | None:
        """The name of a band in at most two lines; None where it has no room."""
        if room < 0.35:
            return None
        text = layout.wrap(plain(label), room - 0.1, NAME, self.page.figure, weight="bold", lines=2)
        return None if "…" in text else text

    def _numbers(self, axes: Axes) -> None:
        """Numbers below the ruler: its ends, and where bands begin; no two over one another."""
        places = [self.low, *(band.start for band in self.bands[1:]), self.high]
        ends, kept = [self.low, self.high], [self.low, self.high]
        for place in places[1:-1]:
            if all(abs(place - other) * self.inches > 0.34 for other in kept):
                kept.append(place)
        axes.set_xticks(kept, [in_figures(place) for place in kept])
        for label, place in zip(axes.get_xticklabels(), kept, strict=True):
            if place in ends:
                label.set_horizontalalignment("left" if place == self.low else "right")

    def _marks(self, axes: Axes) -> None:
        part, colours = self.part, self.colours
        schools = [value for value in part.by_school or () if value is not None]
        dots: dict[str, Any] = {"facecolor": colours.paper, "edgecolor": colours.schools}
        axes.scatter(schools, [SCHOOLS] * len(schools), s=34, linewidth=1.2, zorder=4, clip_on=False, **dots)
        reach = could_be(part)
        if reach is not None and partly_known(part):
            ends = [reach.low, reach.high]
            axes.plot(ends, [CLUSTER, CLUSTER], color=colours.cluster, linewidth=1.4, linestyle=":", zorder=3)
        if part.score is None:
            if not partly_known(part):
                axes.text((self.low + self.high) / 2, CLUSTER, WORDS["none"], ha="center", va="center", fontsize=NAME)
            return
        if part.interval is not None:
            ends = [part.interval.low, part.interval.high]
            axes.plot(ends, [CLUSTER, CLUSTER], color=colours.cluster, linewidth=3.2, zorder=4, solid_capstyle="butt")
        mark: dict[str, Any] = {"marker": "D", "color": colours.cluster, "edgecolor": colours.paper}
        axes.scatter([part.score], [CLUSTER], s=110, linewidth=1.2, zorder=6, clip_on=False, **mark)
        number = part_number(self.assessment, part, part.score)
        share = (part.score - self.low) / (self.high - self.low)
        side = "left" if share < 0.06 else "right" if share > 0.94 else "center"
        axes.text(part.score, 0.02, number, ha=side, va="bottom", fontsize=10, fontweight="bold", zorder=7)
