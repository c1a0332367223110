"""Parts within parts as rows: label, schools, interval, score, where its bands begin, and its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from maturity.charts import layout, order, style
from maturity.charts.layout import Canvas
from maturity.core.advise_parts import share_of_range
from maturity.core.assessment import Assessment, PartResult
from maturity.report.kinds import hidden_schools, hides_schools
from maturity.report.part_words import (
    answered_words,
    band_in_words,
    bands_for,
    children_results,
    could_be,
    part_ends,
    part_number,
    partly_known,
    possible,
)
from maturity.report.profile_words import same_range
from maturity.report.tree import tree_of_parts
from maturity.report.wording import reason, schools_and_people
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import in_figures, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL, BAND = 2.9, 1.7
"""Inches left of the scale, and right of it for the names of bands, at most."""
TIGHT, STACKED, BANDED = 0.27, 0.46, 0.62
"""Least inches of a row, with its label above the scale, and with the name of its band below it as well."""
NUMBER, NOTE = 9.5, 8.0
"""Sizes of type in points: of numbers, and of heads and bands."""
TWO_LINES = 0.3
"""Inches of a row that has room for two lines."""
MOST_APART = 0.6
"""Inches from one row to the next, at most."""
BETWEEN = 0.35
"""Room above a part of the first floor, in rows."""
WORDS = {
    "weakest": " (weakest of {n})",
    "share": "{score} of {high}",
    "lies": "none",
    "score": "score",
    "possible": "of possible",
    "ends": "likely range",
    "rough_ends": "rough range",
    "no_score": "no score: {why}",
    "dot": "Open dot: a school.",
    "mean": "Diamond: the score, one school one voice.",
    "bar": "Bar: likely range.",
    "rough": "Diamond: the score.",
    "rough_bar": "Bar: a rough range, by a rule of thumb.",
    "bands": "Short upright line: a band begins, by convention.",
    "missing": "Dotted line: between what it lies, whatever is missing.",
    "percent": "In % of what is possible: 0% is the lowest possible score, 100% the highest.",
    "asked": "{who}. {title} ({id}), version {version}.",
    "fictional": "A fictional example.",
}


@dataclass(frozen=True)
class DrawnPart:
    """One row: a part, or a heading where there is none.

    Args:
        depth: within how many other parts it is.
        place: how far down, in rows.
        short: a shorter label, where there is one.
    """

    depth: int
    label: str
    part: PartResult | None
    place: float
    short: str = ""


def part_rows(assessment: Assessment, deepest: int, *, views: bool, overall: bool = True) -> list[DrawnPart]:
    """The rows of a profile, from the top.

    Args:
        deepest: within how many others a part may be to be shown.
        views: whether other ways of grouping the items stand below.
    """
    found: list[DrawnPart] = []
    shown = [
        row for row in tree_of_parts(assessment) if row[0] <= deepest and (overall or row[2] is not assessment.overall)
    ]
    nested, place = any(depth for depth, _, _ in shown), 0.0
    for depth, label, part in shown:
        if found and (part is assessment.overall or (nested and depth == 0)):
            place += BETWEEN
        dimension = None if part is assessment.overall else assessment.questionnaire.dimension_by_id[part.id]
        found.append(DrawnPart(depth, label, part, place, "" if dimension is None else dimension.short))
        place += 1
    for view in assessment.questionnaire.views if views else ():
        place += BETWEEN
        found.append(DrawnPart(0, view.label, None, place))
        for one in view.parts:
            place += 1
            found.append(DrawnPart(1, one.label, assessment.views[view.id][one.id], place, one.short))
        place += 1
    return found


def without_one(rows: Sequence[DrawnPart], assessment: Assessment) -> list[DrawnPart]:
    """The same without the row that tells least: all as one, the lowest and the highest stay."""
    there = [row for row in rows if row.part is not assessment.overall]
    gone = there[order.middle_first([None if row.part is None else row.part.score for row in there])[0]]
    kept = [row for row in rows if row is not gone]
    return [replace(row, place=float(place)) for place, row in enumerate(kept)]


class PartScale:
    """What the numbers of parts are drawn on: their own, where all have one range, else per cent of each one's."""

    def __init__(self, assessment: Assessment, *, shares: bool = False) -> None:
        parts = [part for _, _, part in tree_of_parts(assessment)]
        self.shares = shares or not same_range(assessment)
        first = parts[0].range if parts else None
        self.low, self.high = (0.0, 100.0) if self.shares or first is None else (first.low, first.high)

    def at(self, part: PartResult, value: float) -> float:
        """Where a value of a part stands."""
        return 100 * share_of_range(part, value) if self.shares else value

    def ticks(self) -> list[tuple[float, str]]:
        """Where numbers stand below the scale, and which."""
        if self.shares:
            return [(tick, percent(tick / 100)) for tick in (0.0, 25.0, 50.0, 75.0, 100.0)]
        span = self.high - self.low
        step = next((one for one in (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100) if span / one <= 6 + 1e-9), span / 4)
        count = int(span / step + 1e-9)
        places = [self.low + step * n for n in range(count + 1)]
        if self.high - places[-1] > 1e-9:
            places[-1 if len(places) > 2 else len(places) :] = [self.high]
        return [(place, in_figures(place)) for place in places]


class PartRows:
    """Rows of parts on a page.

    Args:
        scale: what their numbers are drawn on.
    """

    def __init__(self, page: Canvas, assessment: Assessment, rows: Sequence[DrawnPart], scale: PartScale) -> None:
        self.page, self.assessment, self.rows, self.scale = page, assessment, rows, scale
        self.colours = page.look.theme.colours
        self.height = 0.0
        width = page.right - page.left
        self.banded = any(row.part is not None and band_in_words(assessment, row.part) for row in rows)
        self.stacked = width < layout.NARROW
        self.least = (BANDED if self.banded else STACKED) if self.stacked else TIGHT
        self.numbers = [self._numbers(row.part) for row in rows if row.part is not None]
        self.ends, self.number = 0.0, 0.0
        if any(any(two) for two in self.numbers):
            score, self.ends = (self._column(place) for place in (0, 1))
            self.number = score + self.ends + 0.06
        self.left = width - self.number if self.stacked else min(LABEL, 0.36 * width)
        self.band = width if self.stacked else min(BAND, 0.2 * width) if self.banded else 0.0
        self.lift = 0.31 if self.stacked else 0.0
        """In rows, by which labels stand above the scale."""

    def _column(self, place: int) -> float:
        """Inches of a column of numbers, as wide as what stands in it, in whatever font."""
        figure, head = self.page.figure, layout.width_of(self._heads()[place], NOTE, self.page.figure)
        return max(head, *(layout.width_of(two[place], NUMBER, figure, "bold") for two in self.numbers)) + 0.14

    def _heads(self) -> tuple[str, str]:
        """What is above both columns of numbers; nothing above an empty one."""
        ends = "ends" if self.assessment.mode == "named" else "rough_ends"
        two = (WORDS["possible"], WORDS["score"]) if self.scale.shares else (WORDS["score"], WORDS[ends])
        first, second = (any(numbers[place] for numbers in self.numbers) for place in (0, 1))
        return two[0] if first else "", two[1] if second else ""

    def has_room(self, around: float) -> bool:
        """Whether the rows can be read on the page.

        Args:
            around: inches of what is above and below them.
        """
        rows = (self.rows[-1].place if self.rows else 0.0) + 1.3
        return self.page.top - self.page.bottom - around >= self.least * rows - 1e-6

    def draw(self, bottom: float, top: float) -> Axes:
        """All rows between two heights of the page; returns their axes."""
        page, scale = self.page, self.scale
        ends = (page.left, page.right)
        if not self.stacked:
            ends = (page.left + self.left, page.right - self.number - self.band)
        axes = page.axes(ends[0], bottom, ends[1], top)
        # A few rows stand together below the words, instead of far from one another.
        bottom = max(bottom, top - max(MOST_APART, self.least) * ((self.rows[-1].place if self.rows else 0.0) + 1.3))
        self.height = (top - bottom) / ((self.rows[-1].place if self.rows else 0.0) + 1.3)
        margin = 0.025 * (scale.high - scale.low)
        axes.set_xlim(scale.low - margin, scale.high + margin)
        axes.set_ylim((self.rows[-1].place if self.rows else 0.0) + 0.6, -0.7)
        ticks = scale.ticks()
        widest = max((layout.width_of(text, 10, page.figure) for _, text in ticks), default=0.0)
        if widest + 0.08 > page.width_of_axes(axes) / max(len(ticks) - 1, 1):
            ticks = [ticks[0], ticks[-1]]
        axes.set_xticks([place for place, _ in ticks], [text for _, text in ticks])
        axes.set_yticks([])
        style.bare(axes, page.look.theme)
        for place, _ in ticks:
            axes.axvline(place, color=self.colours.line, linewidth=0.5, zorder=0)
        edge = page.right if self.stacked else page.right - self.band - 0.06 * bool(self.band)
        how: dict[str, Any] = {"va": "bottom", "ha": "right", "color": self.colours.soft}
        for at, head in zip((edge - self.ends, edge), self._heads(), strict=True):
            if head:
                page.text(at, top + 0.04, head, NOTE, **how)
        for row in self.rows:
            self._row(axes, row)
        return axes

    def _row(self, axes: Axes, row: DrawnPart) -> None:
        bold = row.part is None or row.part is self.assessment.overall
        self._label(axes, row, bold=bold)
        if row.part is None:
            return
        self._ticks(axes, row.part, row.place)
        self._marks(axes, row.part, row.place)
        across, weight = axes.get_yaxis_transform(), "bold" if bold else "normal"
        wide = axes.get_position().width * self.page.width
        lines = 1 if self.stacked else 2
        how: dict[str, Any] = {"transform": across, "va": "center"}
        at = 1 if self.stacked else 1 + (self.number - 0.06 * bool(self.band)) / wide
        for edge, number in zip((at - self.ends / wide, at), self._numbers(row.part), strict=True):
            axes.text(edge, row.place - self.lift, number, ha="right", fontsize=NUMBER, fontweight=weight, **how)
        said = plain(band_in_words(self.assessment, row.part))
        band = layout.wrap(said, self.band, NOTE, self.page.figure, lines=lines)
        where, below = (0.0, 0.32) if self.stacked else (1 + (self.number + 0.06) / wide, 0.0)
        axes.text(where, row.place + below, band, fontsize=NOTE, color=self.colours.soft, linespacing=1.05, **how)

    def _label(self, axes: Axes, row: DrawnPart, *, bold: bool) -> None:
        """The label at the left edge, further in the deeper a part is; a remark after it is never cut."""
        part, weight = row.part, "bold" if bold else "normal"
        remark, size = "", 10 if row.depth == 0 else 9.2
        if part is not None and self._is_weakest(part):
            remark = WORDS["weakest"].format(n=len(children_results(self.assessment, part)))
        indent = 0.18 * row.depth
        room = self.left - 0.12 - indent
        if part is None:
            room += axes.get_position().width * self.page.width
        label = self._fitted(row, remark, room, size, weight)
        wide = axes.get_position().width * self.page.width
        across = axes.get_yaxis_transform()
        where = (indent - (0 if self.stacked else self.left)) / wide
        how: dict[str, Any] = {"fontsize": size, "fontweight": weight, "linespacing": 1.1, "zorder": 6}
        if part is None:
            # A heading reaches over the lines of the scale.
            how["bbox"] = {"facecolor": self.colours.paper, "edgecolor": "none", "pad": 1.5}
        axes.text(where, row.place - self.lift, label, transform=across, va="center", **how)

    def _fitted(self, row: DrawnPart, remark: str, room: float, size: float, weight: str) -> str:
        """The label and the remark on one line, else on two; else the short label, which may be cut."""
        figure = self.page.figure
        label, short = plain(row.label, 120), plain(row.short or row.label, 120)
        if layout.width_of(label + remark, size, figure, weight) <= room:
            return label + remark
        if self.height >= TWO_LINES and not self.stacked:
            wrapped = layout.wrap(label + remark, room, size, figure, weight=weight, lines=2)
            if "…" not in wrapped.removeprefix(label):
                return wrapped
        rest = room - layout.width_of(remark, size, figure, weight)
        return layout.shortened(short, rest, size, figure, weight=weight) + remark

    def _is_weakest(self, part: PartResult) -> bool:
        asked = self.assessment.questionnaire
        if part is self.assessment.overall:
            return asked.whole is not None and asked.whole.combine == "min"
        one = asked.dimension_by_id.get(part.id)
        return one is not None and one.combine == "min" and part is self.assessment.dimensions[part.id]

    def _ticks(self, axes: Axes, part: PartResult, place: float) -> None:
        if part.score is None and not partly_known(part):
            return
        for band in bands_for(self.assessment, part)[1:]:
            where = self.scale.at(part, band.start)
            axes.plot([where, where], [place - 0.3, place + 0.3], color=self.colours.soft, linewidth=1.1, zorder=1)

    def _marks(self, axes: Axes, part: PartResult, place: float) -> None:
        at, colours = self.scale.at, self.colours
        schools = [at(part, value) for value in part.by_school or () if value is not None]
        look: dict[str, Any] = {"facecolor": colours.paper, "edgecolor": colours.schools}
        axes.scatter(schools, [place] * len(schools), s=22, linewidth=1.0, zorder=3, **look)
        if part.score is None and not partly_known(part):
            why = reason(part.reason, self.assessment.questionnaire)
            if part.scored:
                why = answered_words(self.assessment, part)
            width = axes.get_position().width * self.page.width
            text = layout.shortened(WORDS["no_score"].format(why=plain(why)), width, 8, self.page.figure)
            axes.text(self.scale.low, place, text, va="center", fontsize=8, color=colours.soft, zorder=5)
            return
        reach = could_be(part)
        if reach is not None:
            ends = [at(part, reach.low), at(part, reach.high)]
            axes.plot(ends, [place, place], color=colours.cluster, linewidth=1.1, linestyle=":", zorder=2)
        if part.interval is not None:
            ends = [at(part, part.interval.low), at(part, part.interval.high)]
            axes.plot(ends, [place, place], color=colours.cluster, linewidth=2.2, zorder=2)
        if part.score is None:
            return
        mark: dict[str, Any] = {"marker": "D", "color": colours.cluster, "edgecolor": colours.paper}
        axes.scatter([at(part, part.score)], [place], s=62, linewidth=1, zorder=4, **mark)

    def _numbers(self, part: PartResult) -> tuple[str, str]:
        """What stands in both columns."""
        if part.score is None:
            known = partly_known(part)
            return (WORDS["lies"], part_ends(self.assessment, part, could_be(part))) if known else ("", "")
        score = part_number(self.assessment, part, part.score)
        if self.scale.shares:
            return possible(part), WORDS["share"].format(score=score, high=in_figures(part.range.high))
        return score, part_ends(self.assessment, part, part.interval)


def rows_foot(
    assessment: Assessment,
    parts: Sequence[PartResult],
    *,
    shares: bool,
    bands: str = WORDS["bands"],
    bare: bool = False,
) -> str:
    """Small print: the marks that are there, and who answered what.

    Args:
        bands: what is said of the marks of bands, where there are any.
        bare: the marks alone.
    """
    marks = _marks(assessment, parts, shares=shares, bands=bands)
    return " ".join(marks if bare else (*marks, *_asked(assessment)))


def _marks(assessment: Assessment, parts: Sequence[PartResult], *, shares: bool, bands: str) -> Iterator[str]:
    if hides_schools(assessment):
        yield hidden_schools(assessment)
    elif any(value is not None for part in parts for value in part.by_school or ()):
        yield WORDS["dot"]
    scored, is_named = [part for part in parts if part.score is not None], assessment.mode == "named"
    if scored:
        yield WORDS["mean" if is_named else "rough"]
    if any(part.interval is not None for part in scored):
        yield WORDS["bar" if is_named else "rough_bar"]
    if any(could_be(part) is not None and (part.score is not None or part.scored) for part in parts):
        yield WORDS["missing"]
    if any(bands_for(assessment, part) for part in parts):
        yield bands
    if shares:
        yield WORDS["percent"]


def _asked(assessment: Assessment) -> Iterator[str]:
    asked = assessment.questionnaire
    yield WORDS["asked"].format(
        who=schools_and_people(assessment),
        title=isolated(plain(asked.title, 60)),
        id=asked.id,
        version=plain(asked.version, 20),
    )
    if assessment.fictional:
        yield WORDS["fictional"]
