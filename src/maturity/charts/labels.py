"""Labels beside points, none of which touches a point, another label or anything else that must stay readable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
NEAR = 1.5
"""Pixels that stay free between a label and anything else."""
NEAREST = 16
"""Among so many free places, the first that covers no line is taken."""


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


def around(x: float, y: float, radius: float) -> Box:
    """The box around a marker."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def place_labels(
    points: Sequence[tuple[float, float]],
    radii: Sequence[float],
    sizes: Sequence[tuple[float, float]],
    obstacles: Iterable[Box],
    field: Box,
    rings: int = 10,
    rather_not: Iterable[Box] = (),
) -> list[Box | None]:
    """A free place for the label of each point, as near to it as can be; None where there is none.

    Points in a crowd are served first, since they have the fewest places to choose from. All in pixels.

    Args:
        points: where the markers stand.
        radii: half the size of each marker.
        sizes: width and height of each label.
        obstacles: other boxes to stay clear of.
        field: the box to stay inside.
        rings: how many distances from its point are tried.
        rather_not: boxes that are covered only where no other place is near.
    """
    lines = np.array([_corners(box) for box in rather_not]).reshape(-1, 4)
    marks = [around(x, y, radius) for (x, y), radius in zip(points, radii, strict=True)]
    taken = np.array([_corners(box) for box in (*obstacles, *marks)]).reshape(-1, 4)
    found: list[Box | None] = [None] * len(points)
    for index in sorted(range(len(points)), key=lambda i: (-_crowd(points, i), i)):
        boxes = _candidates(points[index], sizes[index], radii[index], rings)
        inside = (boxes[:, :2] >= (field.left, field.bottom)) & (boxes[:, 2:] <= (field.right, field.top))
        boxes = boxes[inside.all(axis=1)]
        free = np.flatnonzero(~_touching(boxes, taken))
        if free.size:
            close = free[: NEAREST + 1]
            clear = close[~_touching(boxes[close], lines)]
            chosen = boxes[clear[0] if clear.size else free[0]]
            found[index] = Box(*map(float, chosen))
            taken = np.vstack([taken, chosen])
    return found


def _touching(boxes: Floats, others: Floats) -> npt.NDArray[np.bool_]:
    """For each of the boxes (n, 4) whether it comes too near to any of the others (m, 4)."""
    near = (boxes[:, None, :2] < others[:, 2:] + NEAR) & (others[:, :2] < boxes[:, None, 2:] + NEAR)
    touching: npt.NDArray[np.bool_] = np.any(np.all(near, axis=2), axis=1)
    return touching


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.bottom, box.right, box.top


def _crowd(points: Sequence[tuple[float, float]], index: int, reach: float = 90.0) -> int:
    x, y = points[index]
    return sum(abs(x - a) < reach and abs(y - b) < reach for a, b in points)


def _candidates(point: tuple[float, float], size: tuple[float, float], radius: float, rings: int) -> Floats:
    """Boxes (n, 4) around a point, near ones first, and to the right before anywhere else."""
    (x, y), (width, height) = point, size
    places = []
    for ring in range(rings):
        distance = radius + 4 + ring * 9
        steps = 16 if ring else 8
        for step in range(steps):
            turn = (step // 2 + step % 2) * (1 if step % 2 else -1) * 2 * pi / steps
            # The label's nearest edge lies on the ring, so that it never covers its own marker.
            places.append((x + cos(turn) * (distance + width / 2), y + sin(turn) * (distance + height / 2)))
    centres = np.array(places)
    half = np.array([width / 2, height / 2])
    return np.hstack([centres - half, centres + half])
