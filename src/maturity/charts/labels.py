"""Labels beside marks, each plainly of its own mark, with a leader where it would not be.

Three things hold for every label that is placed, and for those that are not there is None: it touches no mark, no
other label and nothing else that must stay readable; the mark nearest to it is its own, or a leader leads to that; and
no leader crosses a text or another mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NEAR = 1.5
"""Pixels that stay free between a label and anything else."""
NEAREST = 16
"""Among so many free places, the first that covers no line is taken."""
CLEARLY = 1.3
"""Another mark must be so many times as far from a label as its own, or it gets a leader."""
FAR = 15.0
"""Pixels between a mark and its label from which a leader joins them."""
ALONE = 9.0
"""Pixels from every other mark at which a label with a leader stands best."""
TRIES = 4
"""So many times labels without a place are served first instead."""


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
    """

    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None


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
        rather_not: boxes that are covered only where no other place is near.
        ways: boxes along lines, which leaders may cross and labels may not.
    """
    scene = _Scene(points, radii, sizes, list(obstacles), within, rings, list(rather_not), list(ways))
    order = sorted((i for i, size in enumerate(sizes) if size), key=lambda i: (-_crowd(points, i, 90.0), i))
    best: list[Placed | None] = [None] * len(points)
    for _ in range(TRIES):
        found = scene.served(order)
        if sum(spot is not None for spot in found) > sum(spot is not None for spot in best):
            best = found
        failed = [i for i in order if found[i] is None]
        again = failed + [i for i in order if i not in failed]
        if not failed or again == order:
            break
        order = again
    return best


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
    taken: Floats = field(default_factory=lambda: np.empty((0, 4)))
    texts: Floats = field(default_factory=lambda: np.empty((0, 4)))
    leaders: Floats = field(default_factory=lambda: np.empty((0, 4)))

    def served(self, order: Sequence[int]) -> list[Placed | None]:
        """Places in an order, each label clear of those before it."""
        marks = [around(x, y, radius) for (x, y), radius in zip(self.points, self.radii, strict=True)]
        self.texts = _rows(self.obstacles)
        self.taken = np.vstack([self.texts, _rows(marks), _rows(self.ways)])
        self.leaders = np.empty((0, 4))
        found: list[Placed | None] = [None] * len(self.points)
        for index in order:
            spot = self._spot(index)
            found[index] = spot
            if spot is None:
                continue
            row = np.array([_corners(spot.box)])
            self.taken, self.texts = np.vstack([self.taken, row]), np.vstack([self.texts, row])
            if spot.leader is not None:
                self.leaders = np.vstack([self.leaders, [(*spot.leader[0], *spot.leader[1])]])
        return found

    def _spot(self, index: int) -> Placed | None:
        size = self.sizes[index]
        assert size is not None
        boxes = _candidates(self.points[index], size, self.radii[index], self.rings)
        area = _corners(self.within)
        inside = (boxes[:, :2] >= area[:2]).all(axis=1) & (boxes[:, 2:] <= area[2:]).all(axis=1)
        boxes = boxes[inside]
        boxes = boxes[~_touching(boxes, self.taken, NEAR)]
        boxes = boxes[~_crossing(self.leaders, boxes, 2 * NEAR).any(axis=0)]
        own = boxes[self._plainly_its_own(boxes, index)]
        if len(own):
            return Placed(_box(self._clearest(own)), None)
        return self._led(boxes, index)

    def _clearest(self, boxes: Floats) -> Floats:
        """The first near box that covers nothing that should rather not be covered."""
        close = boxes[:NEAREST]
        clear = np.flatnonzero(~_touching(close, _rows(self.rather_not), NEAR))
        chosen: Floats = close[clear[0] if clear.size else 0]
        return chosen

    def _plainly_its_own(self, boxes: Floats, index: int) -> Flags:
        """Whether the mark of a label is near to it, and plainly nearer than every other mark."""
        points, radii = np.array(self.points).reshape(-1, 2), np.array(self.radii)
        away = _distances(boxes, points, radii)
        own = away[:, index]
        others = np.delete(away, index, axis=1)
        # On one spot with another mark a label belongs to both.
        apart = np.hypot(*(np.delete(points, index, axis=0) - points[index]).T) > 1e-6
        nearest = others[:, apart].min(axis=1, initial=np.inf)
        flags: Flags = (own <= FAR) & (nearest >= np.maximum(own * CLEARLY, own + 2))
        return flags

    def _led(self, boxes: Floats, index: int) -> Placed | None:
        """The first box to which a leader leads without crossing a text, another mark or another leader."""
        points, radii = np.array(self.points).reshape(-1, 2), np.array(self.radii)
        point, radius = points[index], radii[index]
        ends = np.clip(point, boxes[:, :2], boxes[:, 2:])
        way = ends - point
        length = np.hypot(*way.T)
        long = length > radius + 3
        boxes, ends, way, length = boxes[long], ends[long], way[long], length[long]
        starts = point + way / length[:, None] * radius
        lines = np.hstack([starts, ends])
        others, rims = np.delete(points, index, axis=0), np.delete(radii, index) + 1
        between = np.hypot(*(others - point).T)
        apart = between > 1e-6
        # A mark that lies over this one cannot be gone around.
        clear = between > rims + radius
        marks = np.hstack([others - rims[:, None], others + rims[:, None]])[clear]
        free = ~_crossing(lines, np.vstack([self.texts, marks]), NEAR).any(axis=1) & ~_meeting(lines, self.leaders)
        chosen = np.flatnonzero(free)
        if not chosen.size:
            return None
        # Out from under such a mark, rather than across it.
        off = chosen[(way[chosen] @ (others - point)[apart & ~clear].T <= 0).all(axis=1)]
        chosen = off if off.size else chosen
        # Best beside no other mark, so that the eye does not take it for that one's; and then clear of lines.
        away = np.delete(_distances(boxes[chosen], points, radii), index, axis=1)[:, apart].min(axis=1, initial=np.inf)
        lonely = chosen[away >= ALONE]
        chosen = (lonely if lonely.size else chosen)[:NEAREST]
        open_ = chosen[~_touching(boxes[chosen], _rows(self.rather_not), NEAR)]
        best = open_[0] if open_.size else chosen[0]
        start, end = lines[best, :2], lines[best, 2:]
        return Placed(_box(boxes[best]), ((float(start[0]), float(start[1])), (float(end[0]), float(end[1]))))


def _rows(boxes: Iterable[Box]) -> Floats:
    return np.array([_corners(box) for box in boxes], dtype=float).reshape(-1, 4)


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.bottom, box.right, box.top


def _box(row: Floats) -> Box:
    return Box(*map(float, row))


def _touching(boxes: Floats, others: Floats, gap: float) -> Flags:
    """For each of the boxes (n, 4) whether it comes too near to any of the others (m, 4)."""
    near = (boxes[:, None, :2] < others[:, 2:] + gap) & (others[:, :2] < boxes[:, None, 2:] + gap)
    touching: Flags = np.any(np.all(near, axis=2), axis=1)
    return touching


def _crossing(lines: Floats, boxes: Floats, gap: float) -> Flags:
    """Whether each of the lines (n, 4: from, to) enters each of the boxes (m, 4).

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
    enters: Flags = np.maximum(low.max(axis=2), 0) < np.minimum(high.min(axis=2), 1)
    return enters


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
    centres = np.array(places)
    half = np.array([width / 2, height / 2])
    return np.hstack([centres - half, centres + half])
