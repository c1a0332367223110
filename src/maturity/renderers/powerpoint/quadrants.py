"""The marks of the map and where their labels stand, for a chart that people can change themselves.

All lengths in points; on the plot from its lower left corner upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin, sqrt
from typing import Literal

from maturity.charts.ghost import Ghost, ghost_of
from maturity.charts.labels import Box, around, place_labels
from maturity.charts.spots import LONGEST, Spot, diamonds, numbered_spots, spots_of
from maturity.core.assessment import Assessment, Region
from maturity.renderers.powerpoint import fit
from maturity.report.kinds import range_of
from maturity.text.clean import plain
from maturity.text.names import told_apart

Leader = tuple[tuple[float, float], tuple[float, float]]
Kind = Literal["schools", "cluster", "agreed", "before", "joined", "rim", "region", "interval", "midpoint"]
WHOLE = 300
"""Letters of a name that are told apart from those of others."""
NAMED = 7
"""With more schools than this, numbers stand beside the marks and the names in a list."""
LETTERS = (26, 20, 15, 60)
"""Letters of a line of a name that are tried."""
LABEL, LARGE, TICK = 12.0, 12.0, 11.0
"""Sizes of the labels of schools, of the cluster and of the numbers along the axes."""
MARKER: dict[Kind, int] = {"schools": 9, "cluster": 15, "agreed": 10, "before": 9}
NUDGED = 14.0
"""So near to where labels usually stand, one is moved there."""
AROUND = (4.0, 1.5)
"""Room beside and above the text of a label."""
ELLIPSE = 48
"""Points of a region's outline."""
STEP = 6.0
"""From one box along a line to the next."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map in levels, and who stands there."""

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


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle of the points in a chart: how wide and high it is, and the ends of the scale."""

    width: float
    height: float
    low: float
    high: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place in levels lies."""
        span = self.high - self.low
        return (x - self.low) / span * self.width, (y - self.low) / span * self.height


def map_series(assessment: Assessment) -> tuple[Series, ...]:
    """All that is on the map, what lies on top last.

    The longest series comes first: LibreOffice leaves out those that stand before a longer one.
    """
    questionnaire, placement = assessment.questionnaire, assessment.placement
    first, second = questionnaire.axes
    low, high = questionnaire.scale.low, questionnaire.scale.high
    found = [
        Series("midpoint", "Midpoint", (Point(first.midpoint, low), Point(first.midpoint, high))),
        Series("midpoint", "Midpoint", (Point(low, second.midpoint), Point(high, second.midpoint))),
    ]
    if placement.region is not None:
        found.append(Series("region", "likely region", tuple(region_rim(placement.region, low, high)), listed=True))
    else:
        found += [
            Series("interval", range_of(assessment), points, listed=place == 0)
            for place, points in enumerate(_cross(assessment))
        ]
    marks = [Point(x, y, text) for x, y, text, _ in diamonds(assessment)]
    if len(marks) == 2:
        found.append(
            Series("joined", "As the room agreed, joined", (replace(marks[0], name=""), replace(marks[1], name="")))
        )
    ghost = shown_ghost(assessment)
    if ghost is not None:
        found.append(
            Series("before", f"{ghost.label}, the round before", (Point(*ghost.start, ghost.label),), listed=True)
        )
    filled: dict[bool, tuple[Kind, str]] = {True: ("cluster", "The cluster"), False: ("agreed", "As the room agreed")}
    for x, y, text, full in reversed(diamonds(assessment)):
        found.append(Series(*filled[full], (Point(x, y, text),), listed=True))
    if len(marks) == 2:
        found.append(Series("rim", "As the room agreed, its rim", (replace(marks[1], name=""),)))
    schools = school_marks(assessment)
    if schools:
        found.append(Series("schools", "Schools", schools, listed=True))
    return tuple(sorted(found, key=lambda one: -len(one.points)))


def school_marks(assessment: Assessment) -> tuple[Point, ...]:
    """All schools that have a place, in the order of `spots_of`, each exactly where it is."""
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    placed = [
        Point(x, y, plain(school.name, WHOLE))
        for school in assessment.school_points or ()
        if (x := school.point[first]) is not None and (y := school.point[second]) is not None
    ]
    return tuple(sorted(placed, key=lambda one: (round(one.x, 9), round(one.y, 9))))


def named_spots(assessment: Assessment) -> list[Spot]:
    """Where schools stand, with their names by what tells them apart."""
    names = [plain(school.name, WHOLE) for school in assessment.schools]
    short = dict(zip(names, told_apart(names).names, strict=True))
    return [
        replace(spot, names=tuple(plain(short.get(name, name), LONGEST) for name in spot.names))
        for spot in spots_of(assessment, WHOLE)
    ]


def shown_ghost(assessment: Assessment) -> Ghost | None:
    """The round before, where its mark is on the map."""
    ghost = ghost_of(assessment)
    return None if ghost is None or ghost.hidden else ghost


def region_rim(region: Region, low: float, high: float) -> Iterable[Point]:
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


@dataclass(frozen=True, slots=True)
class InPlace:
    """One label.

    Args:
        text: its lines.
        box: where it stands.
        of: the point whose label it is: kind of the series and place in it.
        over: whether it stands on a line.
        leader: from the edge of its mark to the label; None where the label is plainly that mark's.
    """

    text: str
    box: Box
    of: tuple[Kind, int]
    over: bool = False
    leader: Leader | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written where.

    Args:
        written: all labels that have room.
        said: of each school what its mark says; empty where another mark of the same place says it.
        numbered: whether schools are numbered, so that there must be a list.
        absent: how many marks have no label.
    """

    written: tuple[InPlace, ...]
    said: tuple[str, ...] = ()
    numbered: bool = False
    absent: int = 0


def label_map(assessment: Assessment, plot: Plot, texts: Sequence[Box] = ()) -> Labels:
    """Labels of all marks; schools are numbered where they are many, or their names do not all have room.

    Args:
        texts: what else is written on the plot.
    """
    spots = named_spots(assessment)
    named: list[tuple[list[Spot], int | None]] = [(spots, letters) for letters in LETTERS]
    if sum(len(spot.names) for spot in spots) > NAMED:
        named = []
    best: Labels | None = None
    for tried, letters in [*named, (numbered_spots(spots), None)]:
        found = _labelled(assessment, tried, letters, plot, texts)
        if best is None or found.absent < best.absent or (found.numbered and best.absent):
            best = found
        if not best.absent:
            break
    assert best is not None
    return best


def _labelled(
    assessment: Assessment, spots: Sequence[Spot], letters: int | None, plot: Plot, texts: Sequence[Box]
) -> Labels:
    """Labels of one way to name the schools: in lines of so many letters, or by their numbers."""
    marks: list[tuple[Kind, int, float, float, str]] = []
    ghost = shown_ghost(assessment)
    if ghost is not None:
        marks.append(("before", 0, *ghost.start, ghost.label))
    marks += [("cluster" if full else "agreed", 0, x, y, text) for x, y, text, full in diamonds(assessment)]
    labels: list[str] = []
    for spot in spots:
        text = spot.label if letters is None else spot.named(letters)
        marks.append(("schools", len(labels), spot.x, spot.y, text))
        labels += [text, *[""] * (len(spot.names) - 1)]
    points = [plot.at(x, y) for _, _, x, y, _ in marks]
    lines = _lines(assessment, plot)
    spots_placed = place_labels(
        points,
        [MARKER[kind] * (0.5 if kind == "schools" else 0.6) for kind, *_ in marks],
        [text_size(text, kind) for kind, *_, text in marks],
        texts,
        Box(0, 0, plot.width, plot.height),
        rather_not=lines,
        ways=list(_ways(assessment, plot)),
    )
    boxes = [None if placed is None else placed.box for placed in spots_placed]
    leaders = [None if placed is None else placed.leader for placed in spots_placed]
    blocked = [*texts, *(around(x, y, MARKER[kind] * 0.5) for (kind, *_), (x, y) in zip(marks, points, strict=True))]
    blocked += [one for leader in leaders if leader is not None for one in _along(*leader)]
    for place, (box, (kind, *_)) in enumerate(zip(boxes, marks, strict=True)):
        others = [one for n, one in enumerate(boxes) if one is not None and n != place]
        if box is not None and leaders[place] is None:
            clear = [line for line in lines if not box.touches(line)]
            boxes[place] = _beside(box, points[place], MARKER[kind] / 2, [*blocked, *others, *clear])
    written: list[InPlace] = []
    for (kind, first, *_, text), box, leader in zip(marks, boxes, leaders, strict=True):
        if box is not None:
            over = any(box.touches(line) for line in lines)
            written.append(InPlace(text, box, (kind, first), over, leader))
    absent = sum(box is None and kind == "schools" for box, (kind, *_) in zip(boxes, marks, strict=True))
    return Labels(tuple(written), tuple(labels), letters is None, absent)


def _beside(box: Box, point: tuple[float, float], radius: float, blocked: Sequence[Box]) -> Box:
    """A box that stands near its mark moved to where such labels usually stand, if it touches nothing there."""
    (x, y), wide, high = point, box.right - box.left, box.top - box.bottom
    usual = [
        Box(x + radius, y - high / 2, x + radius + wide, y + high / 2),
        Box(x - radius - wide, y - high / 2, x - radius, y + high / 2),
        Box(x - wide / 2, y + radius, x + wide / 2, y + radius + high),
        Box(x - wide / 2, y - radius - high, x + wide / 2, y - radius),
    ]
    near = [one for one in usual if hypot(one.left - box.left, one.bottom - box.bottom) < NUDGED]
    mark = around(x, y, radius)
    return next((one for one in near if not any(one.touches(other) for other in blocked if other != mark)), box)


def text_size(text: str, kind: Kind) -> tuple[float, float]:
    """How wide and high a label stands."""
    size, bold = label_look(kind)
    lines = text.split("\n")
    wide = max(fit.line_width(line, size, bold) for line in lines)
    return wide + 2 * AROUND[0], len(lines) * size * fit.LINE + 2 * AROUND[1]


def label_look(kind: Kind) -> tuple[float, bool]:
    """Size of type of a label, and whether it is bold."""
    return (LARGE, True) if kind in ("cluster", "agreed") else (LABEL, False)


def _lines(assessment: Assessment, plot: Plot) -> list[Box]:
    """Lines that labels rather do not cover: the midpoints', and a cross."""
    found = [one for one in map_series(assessment) if one.kind in ("midpoint", "interval")]
    ends = [(plot.at(a.x, a.y), plot.at(b.x, b.y)) for one in found for a, b in [one.points]]
    return [Box(min(a, c) - 1, min(b, d) - 1, max(a, c) + 1, max(b, d) + 1) for (a, b), (c, d) in ends]


def _ways(assessment: Assessment, plot: Plot) -> Iterator[Box]:
    """Boxes along the arrow from the round before, and along the line to what was agreed."""
    ghost, marks = shown_ghost(assessment), [(x, y) for x, y, _, _ in diamonds(assessment)]
    ways = [(ghost.start, ghost.end)] if ghost is not None else []
    for start, end in ways + ([(marks[0], marks[1])] if len(marks) == 2 else []):
        yield from _along(plot.at(*start), plot.at(*end))


def _along(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    """Boxes along a line."""
    (x, y), (u, v) = start, end
    steps = max(1, round(hypot(u - x, v - y) / STEP))
    for step in range(steps + 1):
        yield around(x + (u - x) * step / steps, y + (v - y) * step / steps, 1.0)
