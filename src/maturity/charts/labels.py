"""Labels beside points, none of which touches a point, another label or anything else that must stay readable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin


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


def place(
    points: Sequence[tuple[float, float]],
    radii: Sequence[float],
    sizes: Sequence[tuple[float, float]],
    obstacles: Iterable[Box],
    field: Box,
) -> list[Box | None]:
    """A free place for the label of each point, as near to it as can be; None where there is none.

    Points in a crowd are served first, since they have the fewest places to choose from. All in pixels.

    Args:
        points: where the markers stand.
        radii: half the size of each marker.
        sizes: width and height of each label.
        obstacles: other boxes to stay clear of.
        field: the box to stay inside.
    """
    taken = [*obstacles, *(around(x, y, radius) for (x, y), radius in zip(points, radii, strict=True))]
    found: list[Box | None] = [None] * len(points)
    for index in sorted(range(len(points)), key=lambda i: (-_crowd(points, i), i)):
        for box in _candidates(points[index], sizes[index], radii[index]):
            if box.inside(field) and not any(box.touches(other, 1.5) for other in taken):
                found[index] = box
                taken.append(box)
                break
    return found


def _crowd(points: Sequence[tuple[float, float]], index: int, reach: float = 90.0) -> int:
    x, y = points[index]
    return sum(abs(x - a) < reach and abs(y - b) < reach for a, b in points)


def _candidates(point: tuple[float, float], size: tuple[float, float], radius: float) -> Iterable[Box]:
    """Boxes around a point, near ones first, and to the right before anywhere else."""
    (x, y), (width, height) = point, size
    for ring in range(10):
        distance = radius + 4 + ring * 9
        for step in range(16 if ring else 8):
            turn = (step // 2 + step % 2) * (1 if step % 2 else -1) * 2 * pi / (16 if ring else 8)
            across, up = cos(turn), sin(turn)
            # The label's nearest edge lies on the ring, so that it never covers its own marker.
            centre_x = x + across * (distance + width / 2)
            centre_y = y + up * (distance + height / 2)
            yield Box(centre_x - width / 2, centre_y - height / 2, centre_x + width / 2, centre_y + height / 2)
