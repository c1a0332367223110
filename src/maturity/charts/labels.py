"""Labels beside marks, each plainly of its own mark, with a leader where it would not be.

Three things hold for every label that is placed, and for those that are not there is None: it touches no mark, no
other label and nothing else that must stay readable; the mark nearest to it is its own, or a leader leads to that; and
no leader touches a text or another mark, or runs along a line. Names stand so far apart that none reads on into
the next.
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
PARTED = (9.0, 9.0)
"""Pixels beside and above a name that stay free of other names and texts, with which it would read as one."""
WORD = 2.0
"""From so many times as wide as it is high, a label is a name and not a number."""
NEAREST = 16
"""Among so many free places, the first that covers no line is taken."""
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
        if size[0] >= WORD * size[1]:
            texts = self.texts[self.texts[:, 2] - self.texts[:, 0] >= WORD * (self.texts[:, 3] - self.texts[:, 1])]
            boxes = boxes[~_touching(boxes, texts, np.array(PARTED))]
        boxes = boxes[~_crossing(self.leaders, boxes, 2 * NEAR).any(axis=0)]
        own = boxes[self._plainly_its_own(boxes, index)]
        if len(own):
            chosen = self._clearest(own)
            covers = _touching(chosen[None, :], _rows(self.rather_not), NEAR).any()
            return Placed(_box(chosen), None, 0.5 * float(covers))
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
        """The best box to which a leader leads without touching a text, another mark or another leader."""
        points, radii = np.array(self.points).reshape(-1, 2), np.array(self.radii)
        point, radius = points[index], radii[index]
        ends = np.clip(point, boxes[:, :2], boxes[:, 2:])
        way = ends - point
        length = np.hypot(*way.T)
        long = length > radius + 3
        boxes, ends, way, length = boxes[long], ends[long], way[long], length[long]
        lines = np.hstack([point + way / length[:, None] * radius, ends])
        lined = _rows(self.rather_not)
        free = ~_crossing(lines, self.texts, NEAR).any(axis=1) & ~_meeting(lines, self.leaders)
        free &= ~((_shares(lines, lined, NEAR) * (length - radius)[:, None]) > ALONG).any(axis=1)
        others, rims = np.delete(points, index, axis=0), np.delete(radii, index)
        between = np.hypot(*(others - point).T)
        apart = between > 1e-6
        # Under a mark that covers this one every leader begins; others can be gone around.
        over = between + radius <= rims + CLEAR
        free &= (_passing(lines, others[~over]) >= rims[~over] + CLEAR).all(axis=1)
        chosen = np.flatnonzero(free)
        if not chosen.size:
            return None
        # Best beside no other mark, so that the eye does not take it for that one's; and over as few lines as can be.
        away = np.delete(_distances(boxes[chosen], points, radii), index, axis=1)[:, apart].min(axis=1, initial=np.inf)
        faults = (away < ALONE).astype(float) + _touching(boxes[chosen], lined, NEAR)
        faults += _crossing(lines[chosen], lined, 0.0).sum(axis=1)
        faults += _crossing(lines[chosen], _rows(self.ways), 0.0).any(axis=1)
        # Out from under a mark, rather than across it.
        faults += 2.0 * (way[chosen] @ (others - point)[apart & over].T > 0).any(axis=1)
        first = np.argmin(length[chosen] + OVER * faults)
        best = chosen[first]
        start, end = lines[best, :2], lines[best, 2:]
        return Placed(
            _box(boxes[best]),
            ((float(start[0]), float(start[1])), (float(end[0]), float(end[1]))),
            LED + float(faults[first] + length[best] / (2 * OVER)),
        )


def _rows(boxes: Iterable[Box]) -> Floats:
    return np.array([_corners(box) for box in boxes], dtype=float).reshape(-1, 4)


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.bottom, box.right, box.top


def _box(row: Floats) -> Box:
    return Box(*map(float, row))


def _touching(boxes: Floats, others: Floats, gap: float | Floats) -> Flags:
    """For each of the boxes (n, 4) whether it comes too near to any of the others (m, 4), beside or above."""
    near = (boxes[:, None, :2] < others[:, 2:] + gap) & (others[:, :2] < boxes[:, None, 2:] + gap)
    touching: Flags = np.any(np.all(near, axis=2), axis=1)
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
    shares: Floats = (np.minimum(high.min(axis=2), 1) - np.maximum(low.max(axis=2), 0)).clip(min=0)
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
    centres = np.array(places)
    half = np.array([width / 2, height / 2])
    return np.hstack([centres - half, centres + half])
