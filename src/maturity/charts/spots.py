"""The places on a map where schools stand, with all of those that stand on the same one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from maturity.charts.tagged import key_of_schools
from maturity.core.assessment import Assessment
from maturity.text.clean import plain
from maturity.text.names import told_apart

LONGEST = 80
"""Most letters of a name that are shown."""
WORDS = {
    "cluster": "the cluster",
    "agreed": "as agreed",
    "here": "{n} schools:",
}


@dataclass(frozen=True)
class Spot:
    """A place on the map and who stands on it.

    Args:
        x, y: in levels.
        names: of the schools there, whole.
        label: their numbers, where numbers stand for names.
        schools: their places among the cluster's schools.
    """

    x: float
    y: float
    names: tuple[str, ...]
    label: str = ""
    schools: tuple[int, ...] = ()

    def named(self, letters: int) -> str:
        """All names in lines of so many letters, under how many they are; of one just the name."""
        if len(self.names) == 1:
            return "\n".join(broken(self.names[0], letters))
        lines = [WORDS["here"].format(n=len(self.names)), ""]
        for name in (*(f"{one}," for one in self.names[:-1]), self.names[-1]):
            if lines[-1] and len(lines[-1]) + 1 + len(name) <= letters:
                lines[-1] += f" {name}"
            else:
                lines += broken(name, letters)
        return "\n".join(filter(None, lines))

    @property
    def key(self) -> str:
        """By what the mark is known in an SVG."""
        return key_of_schools(self.schools)


def broken(text: str, letters: int) -> list[str]:
    """Text in lines of about so many letters, no word of which is cut."""
    lines = max(1, -(-len(text) // letters))
    return textwrap.wrap(text, max(letters * 3 // 4, -(-len(text) // lines)), break_long_words=False) or [text]


def by_place(points: Iterable[tuple[float, float]]) -> dict[tuple[float, float], list[int]]:
    """Places on a map, in the order of their first marks, with the indices of all marks that stand on each."""
    found: dict[tuple[float, float], list[int]] = {}
    for index, (x, y) in enumerate(points):
        found.setdefault((round(x, 9), round(y, 9)), []).append(index)
    return found


def spots_of(assessment: Assessment, longest: int | None = LONGEST) -> list[Spot]:
    """Where schools stand, from left to right and then upwards, with so many letters of a name at most."""
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    order = {school.id: place for place, school in enumerate(assessment.schools)}
    placed = [
        ((x, y), plain(school.name, longest), order.setdefault(school.id, len(order)))
        for school in assessment.school_points or ()
        if (x := school.point[first]) is not None and (y := school.point[second]) is not None
    ]
    here = by_place(point for point, *_ in placed)
    return [
        Spot(*place, tuple(placed[n][1] for n in indices), schools=tuple(placed[n][2] for n in indices))
        for place, indices in sorted(here.items())
    ]


def spots_apart(assessment: Assessment) -> tuple[list[Spot], str]:
    """The same with what sets each name apart, and what an ellipsis in them stands for; empty where none has one."""
    spots = spots_of(assessment, None)
    names = [name for spot in spots for name in spot.names]
    apart = told_apart(names)
    short = dict(zip(names, (plain(name, LONGEST) for name in apart.names), strict=True))
    return [replace(spot, names=tuple(map(short.__getitem__, spot.names))) for spot in spots], apart.said


def numbered_spots(spots: Sequence[Spot]) -> list[Spot]:
    """The same places with numbers in their order; those of one place follow one another."""
    numbered, first = [], 1
    for spot in spots:
        last = first + len(spot.names) - 1
        numbered.append(replace(spot, label=f"{first}" if last == first else f"{first}–{last}"))
        first = last + 1
    return numbered


def diamonds(assessment: Assessment) -> list[tuple[float, float, str, bool]]:
    """Where the cluster stands, and where the room agreed that it does: place, label, whether filled."""
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    points = [(assessment.placement.point, WORDS["cluster"], True)]
    if assessment.agreed is not None:
        points.append((assessment.agreed.axes, WORDS["agreed"], False))
    return [
        (x, y, text, filled)
        for point, text, filled in points
        if (x := point[first]) is not None and (y := point[second]) is not None
    ]
