"""Labels of the map on a worksheet, whose charts know four sides of a point and nothing else.

All lengths in points; on the plot from its lower left corner upwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from maturity.charts.labels import Box, around
from maturity.core.assessment import Assessment
from maturity.renderers.powerpoint import fit
from maturity.renderers.powerpoint.quadrants import Kind, Point, Series, map_series
from maturity.report.sheets.results import corners
from maturity.text.clean import plain

Side = Literal["right", "left", "above", "below"]

RIGHTWARDS: tuple[Side, ...] = ("right", "above", "below", "left")
LEFTWARDS: tuple[Side, ...] = ("left", "above", "below", "right")
PLOT = (0.085, 0.025, 0.895, 0.75)
"""Left, top, width and height of the square of points, as shares of the chart."""
LABEL, LARGE, CORNER = 11.0, 12.0, 13.0
"""Sizes of the labels of schools, of the cluster and of the quadrants, in points."""
MARKER: dict[Kind, int] = {"schools": 9, "cluster": 15, "agreed": 10}
NAME = 30
"""Most letters of a name beside its point."""
PADDING = 5.0
"""Room that PowerPoint keeps around a label, in points."""
TOGETHER = 14.0
"""Points nearer than this share a label when they are numbered."""


@dataclass(frozen=True, slots=True)
class SideLabels:
    """What is written where.

    Args:
        sides: for each series that has names, a side for each of its points; None: nothing is written there.
        texts: what is written, likewise.
        numbered: schools are numbered, for their names have no room; such as stand on one another share a label.
    """

    sides: dict[int, list[Side | None]]
    texts: dict[int, list[str]]
    numbered: bool


def sheet_series(assessment: Assessment) -> tuple[Series, ...]:
    """What is on the map, the schools in the order of the sheet."""
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    schools = tuple(
        Point(x, y, plain(school.name))
        for school in assessment.school_points or ()
        if (x := school.point[first]) is not None and (y := school.point[second]) is not None
    )
    return tuple(replace(one, points=schools) if one.kind == "schools" else one for one in map_series(assessment))


def label_sides(shown: Sequence[Series], assessment: Assessment, size: tuple[float, float]) -> SideLabels:
    """Sides for all labels; schools are numbered where their names do not all fit.

    Args:
        size: width and height of the whole chart, in points.
    """
    named = _labels(shown, assessment, size, numbered=False)
    crowded = any(one.kind == "schools" and None in named.sides[place] for place, one in enumerate(shown))
    return _labels(shown, assessment, size, numbered=True) if crowded else named


def _labels(
    shown: Sequence[Series], assessment: Assessment, size: tuple[float, float], *, numbered: bool
) -> SideLabels:
    scale = assessment.questionnaire.scale
    wide, high = PLOT[2] * size[0], PLOT[3] * size[1]

    def at(point: Point) -> tuple[float, float]:
        span = scale.high - scale.low
        return (point.x - scale.low) / span * wide, (point.y - scale.low) / span * high

    taken: list[Box] = []
    for name, x, y in corners(assessment.questionnaire):
        mark = (*at(Point(x, y)), 2.0)
        towards = "right" if x < (scale.low + scale.high) / 2 else "left"
        taken.append(_beside(mark, _size(plain(name), CORNER, True), towards))
    lines = [
        Box(*at(one.points[0]), *at(one.points[1]))
        for one in shown
        if one.kind in ("midpoint", "interval") and len(one.points) == 2
    ]
    arms = [Box(*at(one.points[0]), *at(one.points[1])) for one in shown if one.kind == "interval"]
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
        sizes = [_size(texts[place][index], *_look_of(shown[place].kind)) for place, index in order]
        chosen = sides(marks, sizes, taken, Box(0, 0, wide, high), lines)
        for (place, index), side, mark, room in zip(order, chosen, marks, sizes, strict=True):
            box = None if side is None else _beside(mark, room, side)
            # Nor is it struck through by an arm of its own cross.
            if box is None or (shown[place].kind == "cluster" and any(box.touches(arm) for arm in arms)):
                continue
            found[place][index] = side
            taken.append(box)
    return SideLabels(found, texts, numbered)


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


def _size(text: str, size: float, bold: bool) -> tuple[float, float]:
    return fit.line_width(text, size, bold) + 2 * PADDING, size * fit.LINE + 2


def _look_of(kind: Kind) -> tuple[float, bool]:
    """Size of type of a label, and whether it is bold."""
    return (LABEL, False) if kind == "schools" else (LARGE, True)
