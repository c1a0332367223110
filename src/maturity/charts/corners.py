"""The names of the four quadrants on the map, each with one line of what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from maturity.charts import ground, labels, layout, quarters
from maturity.charts.layout import Canvas
from maturity.model import Questionnaire
from maturity.model.parts import Quadrant
from maturity.text.clean import plain
from maturity.text.contrast import deepened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

CORNER, MEANING = 13.0, 8.5
"""Sizes of type: name and meaning of a quadrant."""
AWAY = 16.0
"""Pixels around a mark that the names of the quadrants leave free."""
SMALLER = (1.0, 0.8)
"""So much smaller the name of a quadrant is written where it would stand on something even by itself."""
INWARDS = (0.0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75)
"""How far from its outer edge the name of a quadrant may stand, as shares of its height."""


def write_corners(
    axes: Axes,
    questionnaire: Questionnaire,
    page: Canvas,
    points: Iterable[tuple[float, float]] = (),
    ways: Iterable[labels.Box] = (),
) -> list[Text]:
    """Write the names of the quadrants with what they mean, all four or none; labels must stay clear of them.

    Args:
        points: where marks will stand, in levels.
        ways: boxes along arrows, crosses and frames, in pixels; the names keep away from both.
    """
    keep = [labels.around(*ground.pixels(axes, x, y), AWAY * page.grown) for x, y in points] + list(ways)
    drawn: list[Text] = []
    for meant in (True, False):
        found = [_corner(axes, questionnaire, one, page, keep, meant=meant) for one in questionnaire.quadrants]
        drawn = [text for texts, _ in found for text in texts]
        if not meant or all(clear for _, clear in found):
            break
        for text in drawn:
            text.remove()
    return drawn


def _corner(
    axes: Axes,
    questionnaire: Questionnaire,
    quadrant: Quadrant,
    page: Canvas,
    keep: Sequence[labels.Box],
    *,
    meant: bool,
) -> tuple[list[Text], bool]:
    """The name of a quadrant, in its outer corner or where else in it nothing stands; and whether it is clear there.

    Args:
        meant: whether it says what the quadrant means.
    """
    scale, colours = questionnaire.scale, page.look.theme.colours
    width, height = page.width_of_axes(axes), page.height_of_axes(axes)
    right, up = (quadrant.at[axis.id] == "high" for axis in questionnaire.axes)
    (left, end), (low, high) = (quarters.field_sides(questionnaire, quadrant, axis) for axis in questionnaire.axes)
    wide = (end - left) / (scale.high - scale.low) * width - 0.2
    tall = (high - low) / (scale.high - scale.low) * height
    tint = colours.quadrants[quarters.tint_place(questionnaire, quadrant)]
    how: dict[str, Any] = {"color": deepened(tint, [colours.paper, tint]), "zorder": 1, "va": "top"}
    name, size, small = plain(quadrant.label, 22), page.type(CORNER), page.type(MEANING)
    usual = min(size, size * wide / layout.width_of(name, size, page.figure, "bold"))
    meanings = _meanings(questionnaire, quadrant, page, wide, tall - usual * 1.25 / 72) if meant else [""]
    fewest: tuple[int, list[Text]] | None = None
    for smaller, said, inwards, aside in product(SMALLER[: 1 if meant else None], meanings, INWARDS, (0.0, 1.0, 0.5)):
        size = max(page.type(0), smaller * usual)
        step = size * 1.25 / 72
        deep = step + (small * 1.3 / 72 * (said.count("\n") + 1) if said else 0.0)
        if inwards and deep + inwards * tall + 0.15 > tall:
            continue
        top = _top_of(height, tall, deep, inwards, up=up)
        at = aside if not right else 1 - aside
        how.update(transform=axes.transAxes, ha=("left", "center", "right")[round(2 * at)])
        x = (width - wide - 0.1 if right else 0.1) + at * wide
        texts = [axes.text(x / width, top / height, name, fontsize=size, fontweight="bold", **how)]
        if said:
            below = (top - step) / height
            texts.append(axes.text(x / width, below, said, fontsize=small, linespacing=1.25, **how))
        touched = sum(box.touches(other) for box in map(layout.extent, texts) for other in keep)
        gone = texts
        if fewest is None or touched < fewest[0]:
            gone, fewest = fewest[1] if fewest is not None else [], (touched, texts)
        for text in gone:
            text.remove()
        if fewest[0] == 0:
            break
    return ([], False) if fewest is None else (fewest[1], fewest[0] == 0)


def _meanings(questionnaire: Questionnaire, quadrant: Quadrant, page: Canvas, wide: float, tall: float) -> list[str]:
    """What a quadrant means, in three lines at most: as wide as it, and narrower; none where it would fill it."""
    small, meaning = page.type(MEANING), plain(quarters.meaning_of(questionnaire, quadrant), 90)
    found = dict.fromkeys(layout.wrap(meaning, share * wide, small, page.figure) for share in (1.0, 0.7, 0.5))
    step = small * 1.3 / 72
    return [
        said
        for said in found
        if said.count("\n") < 3 and "…" not in said and step * (said.count("\n") + 1) < 0.4 * tall
    ]


def _top_of(height: float, tall: float, deep: float, inwards: float, *, up: bool) -> float:
    """Where a text so deep begins, inches from the lower end of the map: at its outer edge, or further in."""
    return height - 0.09 - inwards * tall if up else 0.09 + deep + inwards * tall
