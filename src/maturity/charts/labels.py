"""Labels beside marks, each plainly of its own mark, with a leader where it would not be.

Three things hold for every label that is placed, and for those that are not there is None: it touches no mark, no
other label and nothing else that must stay readable; the mark nearest to it is its own, or a leader leads to that; and
no leader touches a text or another mark, or runs along a line. Names stand so far apart that none reads on into
the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NEAR = 1.5
"""Pixels that stay free between a label and anything else."""
PARTED = (9.0, 9.0)
"""Pixels beside and above a name that stay free of other names and texts, with which it would read as one."""
WORD = 2.0
"""From so many times as wide as it is high, a label is a name and not a number."""
CLEARLY = 1.3
"""Another mark must be so many times as far from a label as its own, or it gets a leader."""
FAR = 15.0
"""Pixels between a mark and its label from which a leader joins them."""
ALONE = 9.0
"""Pixels from every other mark at which a label with a leader stands best."""
CLEAR = 3.0
"""Pixels between a leader and every other mark."""
ALONG = 10.0
"""Pixels for which a leader may lie on a line; one that runs along it cannot be told from it."""
OVER = 90.0
"""A leader is so many pixels longer rather than across a line, and a label so much further off rather than over one or
beside another mark."""
TRIES = ((10, 12), (20, 3), (1_000, 1))
"""Up to so many labels, in how many orders one without a good place is served first; each order is a whole search."""
BESIDE = 5.0
"""Pixels from a line through a mark to a label that stands just clear of it."""
LED = 0.25
"""What a leader counts as, in faults; a longer one counts for more."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    bottom: float
    right: float
    top: float

    def touches(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two boxes overlap, or come nearer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.bottom < other.top + gap
            and other.bottom < self.top + gap
        )

    def inside(self, other: Box) -> bool:
        """Whether this box lies wholly within another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands.

    Args:
        box: the place of its text.
        leader: from the edge of its mark to the label; None where the label is plainly that mark's.
        faults: lines that it covers or its leader crosses, other marks that it stands beside, and the leader itself.
    """

    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None
    faults: float = 0.0


def around(x: float, y: float, radius: float) -> Box:
    """The box around a marker."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def place_labels(
    points: Sequence[tuple[float, float]],
    radii: Sequence[float],
    sizes: Sequence[tuple[float, float] | None],
    obstacles: Iterable[Box],
    within: Box,
    rings: int = 24,
    rather_not: Iterable[Box] = (),
    ways: Iterable[Box] = (),
) -> list[Placed | None]:
    """A free place for the label of each point, as near to it as can be; None where there is none.

    Points in a crowd are served first, since they have the fewest places to choose from. All in pixels.

    Args:
        points: where the markers stand.
        radii: half the size of each marker.
        sizes: width and height of each label; None where a marker has none.
        obstacles: boxes of texts to stay clear of; leaders do so too.
        within: the box to stay inside.
        rings: how many distances from its point are tried.
        rather_not: boxes of lines that are covered or crossed only where no other place is near.
        ways: boxes along arrows, which leaders may cross where they must and labels may not.
    """
    scene = _Scene(points, radii, sizes, list(obstacles), within, rings, list(rather_not), list(ways))
    order = sorted((i for i, size in enumerate(sizes) if size), key=lambda i: (-_crowd(points, i, 90.0), i))
    best = scene.served(order)
    least, waiting = _worth([best[i] for i in order]), _worst(best, order)
    for _ in range(next((tries for most, tries in TRIES if len(order) <= most), 0)):
        if not waiting:
            break
        first = waiting.pop(0)
        other = [first, *(i for i in order if i != first)]
        found = scene.served(other)
        worth = _worth([found[i] for i in order])
        if worth < least:
            best, least, order, waiting = found, worth, other, _worst(found, other)
    return best


def _worth(found: Sequence[Placed | None]) -> tuple[int, float]:
    """How many labels have no place, and the faults of the others; less is better."""
    return sum(one is None for one in found), sum(one.faults for one in found if one is not None)


def _worst(found: Sequence[Placed | None], order: Sequence[int]) -> list[int]:
    """Labels that might stand better if they were served first, the worst at the front."""
    faults = {i: float("inf") if (one := found[i]) is None else one.faults for i in order[1:]}
    return sorted((i for i, many in faults.items() if many), key=lambda i: -faults[i])


@dataclass
class _Scene:
    """What labels are placed among."""

    points: Sequence[tuple[float, float]]
    radii: Sequence[float]
    sizes: Sequence[tuple[float, float] | None]
    obstacles: list[Box]
    within: Box
    rings: int
    rather_not: list[Box]
    ways: list[Box]
    choices: dict[int, _Choices] = field(default_factory=dict)

    def served(self, order: Sequence[int]) -> list[Placed | None]:
        """Places in an order, each label clear of those before it."""
        labels, leaders = np.empty((0, 4)), np.empty((0, 4))
        found: list[Placed | None] = [None] * len(self.points)
        for index in order:
            if index not in self.choices:
                self.choices[index] = _Choices(self, index)
            spot = found[index] = self.choices[index].best(labels, leaders)
            if spot is None:
                continue
            labels = np.vstack([labels, [_corners(spot.box)]])
            if spot.leader is not None:
                leaders = np.vstack([leaders, [(*spot.leader[0], *spot.leader[1])]])
        return found


class _Choices:
    """Where the label of one mark may stand as far as other labels leave it room: the same in whatever order."""

    def __init__(self, scene: _Scene, index: int) -> None:
        size = scene.sizes[index]
        assert size is not None
        self.scene, self.index = scene, index
        self.points, self.radii = np.array(scene.points).reshape(-1, 2), np.array(scene.radii)
        self.texts, self.lined, self.ways = _rows(scene.obstacles), _rows(scene.rather_not), _rows(scene.ways)
        self.is_name = size[0] >= WORD * size[1]
        boxes = _candidates(scene.points[index], size, scene.radii[index], scene.rings)
        area = _corners(scene.within)
        boxes = boxes[(boxes[:, :2] >= area[:2]).all(axis=1) & (boxes[:, 2:] <= area[2:]).all(axis=1)]
        marks = np.hstack([self.points - self.radii[:, None], self.points + self.radii[:, None]])
        boxes = boxes[~_touching(boxes, np.vstack([marks, self.ways]), NEAR)]
        self.boxes = boxes = boxes[self._clear_of(self.texts, boxes)]
        away = _distances(boxes, self.points, self.radii)
        between = np.hypot(*(np.delete(self.points, index, axis=0) - self.points[index]).T)
        # On one spot with another mark a label belongs to both.
        self.apart = between > 1e-6
        self.nearest = np.delete(away, index, axis=1)[:, self.apart].min(axis=1, initial=np.inf)
        own = away[:, index]
        # Plainly nearer than every other mark.
        self.own = (own <= FAR) & (self.nearest >= np.maximum(own * CLEARLY, own + 2))
        self.covering = _touching(boxes, self.lined, NEAR)

    def _clear_of(self, texts: Floats, boxes: Floats) -> Flags:
        clear = ~_touching(boxes, texts, NEAR)
        if self.is_name:
            names = texts[texts[:, 2] - texts[:, 0] >= WORD * (texts[:, 3] - texts[:, 1])]
            clear &= ~_touching(boxes, names, PARTED)
        return clear

    def best(self, labels: Floats, leaders: Floats) -> Placed | None:
        """The best place clear of other labels (n, 4) and leaders (m, 4); None where there is none."""
        free = self._clear_of(labels, self.boxes) & ~_crossing(leaders, self.boxes, 2 * NEAR).any(axis=0)
        own = np.flatnonzero(free & self.own)
        if own.size:
            # The first that covers nothing that should rather not be covered; all are near.
            clear = own[~self.covering[own]]
            chosen = (clear if clear.size else own)[0]
            return Placed(_box(self.boxes[chosen]), None, 0.5 * float(self.covering[chosen]))
        which, lines, length, faults = self._leading
        free = free[which] & ~_crossing(lines, labels, NEAR).any(axis=1) & ~_meeting(lines, leaders)
        led = np.flatnonzero(free)
        if not led.size:
            return None
        best = led[np.argmin(length[led] + OVER * faults[led])]
        start, end = lines[best, :2], lines[best, 2:]
        return Placed(
            _box(self.boxes[which[best]]),
            ((float(start[0]), float(start[1])), (float(end[0]), float(end[1]))),
            LED + float(faults[best] + length[best] / (2 * OVER)),
        )

    @cached_property
    def _leading(self) -> tuple[npt.NDArray[np.intp], Floats, Floats, Floats]:
        """Which boxes a leader can reach without touching a text or another mark, those leaders (n, 4), how far each
        box is, and its faults.
        """
        point, radius = self.points[self.index], self.radii[self.index]
        ends = np.clip(point, self.boxes[:, :2], self.boxes[:, 2:])
        way = ends - point
        length = np.hypot(*way.T)
        which = np.flatnonzero(length > radius + 3)
        ends, way, length = ends[which], way[which], length[which]
        lines = np.hstack([point + way / length[:, None] * radius, ends])
        free = ~_crossing(lines, self.texts, NEAR).any(axis=1)
        free &= ~((_shares(lines, self.lined, NEAR) * (length - radius)[:, None]) > ALONG).any(axis=1)
        others, rims = np.delete(self.points, self.index, axis=0), np.delete(self.radii, self.index)
        # Under a mark that covers this one every leader begins; others can be gone around.
        over = np.hypot(*(others - point).T) + radius <= rims + CLEAR
        free &= (_passing(lines, others[~over]) >= rims[~over] + CLEAR).all(axis=1)
        which, lines, way, length = which[free], lines[free], way[free], length[free]
        # Best beside no other mark, so that the eye does not take it for that one's; and over as few lines as can be.
        faults = (self.nearest[which] < ALONE).astype(float) + self.covering[which]
        faults += _crossing(lines, self.lined, 0.0).sum(axis=1)
        faults += _crossing(lines, self.ways, 0.0).any(axis=1)
        # Out from under a mark, rather than across it.
        faults += 2.0 * (way @ (others - point)[self.apart & over].T > 0).any(axis=1)
        return which, lines, length, faults


def _rows(boxes: Iterable[Box]) -> Floats:
    return np.array([_corners(box) for box in boxes], dtype=float).reshape(-1, 4)


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.bottom, box.right, box.top


def _box(row: Floats) -> Box:
    return Box(*map(float, row))


def _touching(boxes: Floats, others: Floats, gap: float | tuple[float, float]) -> Flags:
    """For each of the boxes (n, 4) whether it comes too near to any of the others (m, 4), beside or above."""
    beside, above = gap if isinstance(gap, tuple) else (gap, gap)
    left, bottom, right, top = boxes.T[:, :, None]
    near = (left < others[:, 2] + beside) & (others[:, 0] < right + beside)
    near &= (bottom < others[:, 3] + above) & (others[:, 1] < top + above)
    touching: Flags = near.any(axis=1)
    return touching


def _crossing(lines: Floats, boxes: Floats, gap: float) -> Flags:
    """Whether each of the lines (n, 4: from, to) enters each of the boxes (m, 4)."""
    enters: Flags = _shares(lines, boxes, gap) > 0
    return enters


def _shares(lines: Floats, boxes: Floats, gap: float) -> Floats:
    """How much of each of the lines (n, 4: from, to) lies in each of the boxes (m, 4), from 0 to 1.

    After Liang and Barsky (1984): the part of a line that lies between two edges, for both directions.
    """
    start, way = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (boxes[:, :2] - gap - start) / way, (boxes[:, 2:] + gap - start) / way
    low, high = np.fmin(one, two), np.fmax(one, two)
    still = way == 0
    within = (start >= boxes[:, :2] - gap) & (start <= boxes[:, 2:] + gap)
    low = np.where(still, np.where(within, -np.inf, np.inf), low)
    high = np.where(still, np.where(within, np.inf, -np.inf), high)
    ends, starts = np.minimum(high[..., 0], high[..., 1]), np.maximum(low[..., 0], low[..., 1])
    shares: Floats = (np.minimum(ends, 1) - np.maximum(starts, 0)).clip(min=0)
    return shares


def _passing(lines: Floats, points: Floats) -> Floats:
    """How near each of the lines (n, 4: from, to) passes each of the points (m, 2)."""
    start, way = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None, :]
    along = (((points - start) * way).sum(axis=2) / (way**2).sum(axis=2).clip(min=1e-9)).clip(0, 1)
    nearest: Floats = np.hypot(*np.moveaxis(start + along[..., None] * way - points, 2, 0))
    return nearest


def _meeting(lines: Floats, others: Floats) -> Flags:
    """For each of the lines (n, 4) whether it meets any of the others (m, 4)."""

    def side(a: Floats, b: Floats, c: Floats) -> Floats:
        turn: Floats = np.sign(
            (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
        )
        return turn

    p, q, r, s = lines[:, None, :2], lines[:, None, 2:], others[None, :, :2], others[None, :, 2:]
    meet: Flags = np.any((side(p, q, r) != side(p, q, s)) & (side(r, s, p) != side(r, s, q)), axis=1)
    return meet


def _distances(boxes: Floats, points: Floats, radii: Floats) -> Floats:
    """From each of the boxes (n, 4) to the edge of each mark (m, 2), in pixels; 0 where they touch."""
    gaps = np.maximum(boxes[:, None, :2] - points, points - boxes[:, None, 2:]).clip(min=0)
    away: Floats = (np.hypot(gaps[..., 0], gaps[..., 1]) - radii).clip(min=0)
    return away


def _crowd(points: Sequence[tuple[float, float]], index: int, reach: float) -> int:
    x, y = points[index]
    return sum(abs(x - a) < reach and abs(y - b) < reach for a, b in points)


def _candidates(point: tuple[float, float], size: tuple[float, float], radius: float, rings: int) -> Floats:
    """Boxes (n, 4) around a point, near ones first, and to the right before anywhere else."""
    (x, y), (width, height) = point, size
    places = []
    for ring in range(rings):
        distance = radius + 4 + ring * 9
        steps = 24 if ring else 16
        for step in range(steps):
            turn = (step // 2 + step % 2) * (1 if step % 2 else -1) * 2 * pi / steps
            # The label's nearest edge lies on the ring, so that it never covers its own marker.
            places.append((x + cos(turn) * (distance + width / 2), y + sin(turn) * (distance + height / 2)))
        # Above and below also with an edge at the mark, for marks that stand at the end of the map.
        across, up = max(width / 2 - radius, 0), distance + height / 2
        places += [(x + a * across, y + b * up) for b in (-1, 1) for a in (1, -1)]
        # And just clear of lines that run across and up through the mark.
        for aside, above in ((BESIDE + width / 2, up), (distance + width / 2, BESIDE + height / 2)):
            places += [(x + a * aside, y + b * above) for b in (-1, 1) for a in (1, -1)]
    centres = np.array(places)
    half = np.array([width / 2, height / 2])
    return np.hstack([centres - half, centres + half])
