"""The map that several charts share: quadrants, midpoints, the region of a place, and labels beside marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Ellipse, Rectangle
from matplotlib.text import Text

from maturity.charts import labels, layout, style
from maturity.charts.rimmed import Rimmed
from maturity.charts.style import Look
from maturity.core.assessment import Assessment, Region
from maturity.model import Questionnaire
from maturity.text.clean import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCHOOL, CLUSTER = 52.0, 190.0
"""Sizes of the marks, in square points."""
MIDPOINT, CROSS = "_midpoint", "_cross"
"""By these their lines are known; matplotlib keeps them out of legends."""
CORNER = 16.0
"""Size of type of the names of quadrants, where they have room."""
FAR = 26.0
"""Pixels between a mark and its label from which a line joins them."""
LABELS = {"axis": "{name}  →", "across": " midpoint {value:g} ", "up": "midpoint {value:g}"}


@dataclass(frozen=True)
class Mark:
    """A mark on the map that wants a label.

    Args:
        x, y: in levels.
        text: what its label says.
        size: of the mark, in square points.
        type_size: of the label, in points.
    """

    x: float
    y: float
    text: str
    size: float = SCHOOL
    type_size: float = 9.0
    weight: str = "normal"


def ground(axes: Axes, questionnaire: Questionnaire, look: Look) -> list[Text]:
    """Draw tints, midpoints, axes and the names of the quadrants; returns texts that labels must stay clear of."""
    first, second = questionnaire.axes
    scale, colours = questionnaire.scale, look.theme.colours
    behind = style.pale(look.theme)
    axes.set_xlim(scale.low, scale.high)
    axes.set_ylim(scale.low, scale.high)
    for place, tint in enumerate(colours.quadrants):
        x = (first.midpoint, scale.high) if place % 2 else (scale.low, first.midpoint)
        y = (second.midpoint, scale.high) if place // 2 else (scale.low, second.midpoint)
        axes.add_patch(Rectangle((x[0], y[0]), x[1] - x[0], y[1] - y[0], color=tint, linewidth=0, zorder=0))
    axes.axvline(first.midpoint, color=behind, linewidth=1.2, zorder=1, label=MIDPOINT)
    axes.axhline(second.midpoint, color=behind, linewidth=1.2, zorder=1, label=MIDPOINT)
    axes.set_xticks(list(scale.levels))
    axes.set_yticks(list(scale.levels))
    style.bare(axes, look.theme)
    axes.tick_params(pad=7)
    axes.set_xlabel(LABELS["axis"].format(name=plain(first.label, 40)), fontsize=11.5, labelpad=6)
    axes.set_ylabel(LABELS["axis"].format(name=plain(second.label, 40)), fontsize=11.5, labelpad=6)
    return [*_midpoints(axes, questionnaire, look), *_corners(axes, questionnaire, behind)]


def _midpoints(axes: Axes, questionnaire: Questionnaire, look: Look) -> list[Text]:
    first, second = questionnaire.axes
    small: dict[str, Any] = {"fontsize": 8, "color": look.theme.colours.soft, "zorder": 1}
    across, up = LABELS["across"].format(value=first.midpoint), LABELS["up"].format(value=second.midpoint)
    top, side = axes.get_xaxis_transform(), axes.get_yaxis_transform()
    far = first.midpoint > questionnaire.scale.low + 0.75 * (questionnaire.scale.high - questionnaire.scale.low)
    across_side = "right" if far else "left"
    return [
        axes.text(first.midpoint, 0.994, across, va="top", ha=across_side, transform=top, **small),
        axes.text(0.994, second.midpoint, up, ha="right", va="bottom", transform=side, **small),
    ]


def _corners(axes: Axes, questionnaire: Questionnaire, colour: str) -> list[Text]:
    """Large and pale, in the outer corners."""
    first, second = questionnaire.axes
    drawn = []
    figure = axes.get_figure(root=True)
    assert figure is not None
    width, height = (float(side) for side in axes.get_position().size * figure.get_size_inches())
    low = (first.midpoint - questionnaire.scale.low) / (questionnaire.scale.high - questionnaire.scale.low) * width
    for quadrant in questionnaire.quadrants:
        right, up = quadrant.at[first.id] == "high", quadrant.at[second.id] == "high"
        name = plain(quadrant.label, 22)
        room = (width - low if right else low) - 0.05 * width
        wide = layout.width_of(name, CORNER, figure, "bold")
        drawn.append(
            axes.text(
                0.975 if right else 0.025,
                1 - 0.2 / height if up else 0.1 / height,
                name,
                transform=axes.transAxes,
                ha="right" if right else "left",
                va="top" if up else "bottom",
                fontsize=CORNER * min(1, room / wide),
                color=colour,
                fontweight="bold",
                zorder=1,
            )
        )
    return drawn


def ellipse(region: Region, look: Look) -> Ellipse:
    """The outline of a region: the half axes are the square roots of the eigenvalues of its matrix."""
    values, vectors = np.linalg.eigh(np.array(region.shape))
    half = np.sqrt(values)
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    colour = look.theme.colours.cluster
    outline = Ellipse(region.centre, 2 * half[1], 2 * half[0], angle=angle, zorder=2)
    outline.set(facecolor=f"{colour}26", edgecolor=colour, linewidth=1.3, linestyle=(0, (4, 2)))
    return outline


def region(axes: Axes, assessment: Assessment, look: Look) -> None:
    """The 95 % ellipse around the cluster, or else its two intervals as a cross."""
    placement = assessment.placement
    if placement.region is not None:
        axes.add_patch(ellipse(placement.region, look))
        return
    x, y = (placement.point[axis.id] for axis in assessment.questionnaire.axes)
    if x is None or y is None:
        return
    across, up = (assessment.axes[axis.id].interval for axis in assessment.questionnaire.axes)
    for interval, xs, ys in ((across, None, [y, y]), (up, [x, x], None)):
        if interval is not None:
            ends = [interval.low, interval.high]
            colour = look.theme.colours.cluster
            how: dict[str, Any] = {"linewidth": 2.2, "solid_capstyle": "butt", "zorder": 2, "label": CROSS}
            axes.plot(xs or ends, ys or ends, color=colour, **how)


def diamond(axes: Axes, x: float, y: float, look: Look, *, filled: bool = True, size: float = CLUSTER) -> None:
    """The mark of a cluster; hollow for what a room agreed on."""
    colours = look.theme.colours
    axes.scatter(
        [x],
        [y],
        s=size,
        marker="D",
        facecolor=colours.cluster if filled else colours.paper,
        edgecolor=colours.paper if filled else colours.cluster,
        linewidth=1.6 if filled else 2.2,
        zorder=6 if filled else 5,
        clip_on=False,
    )


def dots(axes: Axes, points: Sequence[tuple[float, float]], look: Look) -> None:
    """The marks of schools."""
    if points:
        colours = look.theme.colours
        axes.scatter(
            [x for x, _ in points],
            [y for _, y in points],
            s=SCHOOL,
            color=colours.schools,
            edgecolor=colours.paper,
            linewidth=1,
            zorder=4,
            clip_on=False,
        )


def label_marks(
    axes: Axes, marks: Sequence[Mark], clear_of: Iterable[Text | labels.Box], look: Look, rings: int = 10
) -> list[bool]:
    """Write labels beside marks where they touch no mark, no label and nothing in `clear_of`.

    Args:
        axes: with its limits set and at its final place on the figure.
        marks: labels are tried for all of them; one without text only keeps its place free.
        clear_of: texts, or boxes in pixels, that no label may touch.
        rings: how far from its mark a label may stand.

    Returns:
        for each mark whether its label found room; one that did not is left out.
    """
    drawn = axes.get_figure(root=True)
    assert drawn is not None
    pixel = drawn.dpi / 72
    paper = look.theme.colours.paper
    written = []
    named = [mark for mark in marks if mark.text]
    silent = [mark for mark in marks if not mark.text]
    for mark in named:
        how: dict[str, Any] = {"fontsize": mark.type_size, "fontweight": mark.weight, "ha": "center", "va": "center"}
        text = Rimmed(0, 0, mark.text, rim=(2.5, paper), zorder=7, **how)
        axes.add_artist(text)
        written.append(text)
    boxes = [layout.extent(text) for text in written]
    points = [pixels(axes, mark.x, mark.y) for mark in named]
    kept = [labels.around(*pixels(axes, mark.x, mark.y), _radius(mark) * pixel) for mark in silent]
    corner, opposite = axes.transAxes.transform([(0, 0), (1, 1)])
    spots = labels.place_labels(
        points,
        [_radius(mark) * pixel for mark in named],
        # Others draw the figure with their own settings, under which letters may be a little wider.
        [(1.03 * (box.right - box.left), box.top - box.bottom) for box in boxes],
        [*kept, *(one if isinstance(one, labels.Box) else layout.extent(one) for one in clear_of)],
        labels.Box(*map(float, (*corner, *opposite))),
        rings,
        [layout.drawn_box(line) for line in axes.lines if line.get_label() in (MIDPOINT, CROSS)],
    )
    for text, spot, point in zip(written, spots, points, strict=True):
        if spot is None:
            text.remove()
            continue
        centre = ((spot.left + spot.right) / 2, (spot.bottom + spot.top) / 2)
        x, y = axes.transData.inverted().transform(centre)
        text.set_position((float(x), float(y)))
        own = _gap(point, spot)
        if own > FAR or any(_gap(other, spot) < own for other in points if other != point):
            _leader(axes, point, spot, look)
    roomy = iter([spot is not None for spot in spots])
    return [next(roomy) if mark.text else True for mark in marks]


def _radius(mark: Mark) -> float:
    """Half the size of a mark in points; a diamond stands on its corner."""
    return float(mark.size**0.5) * (0.72 if mark.size >= CLUSTER else 0.6)


def pixels(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Where a place in levels lies on the figure."""
    across, up = axes.transData.transform((x, y))
    return float(across), float(up)


def _leader(axes: Axes, point: tuple[float, float], spot: labels.Box, look: Look) -> None:
    """A thin line from a label to its mark."""
    (x, y), (a, b) = axes.transData.inverted().transform([point, _nearest(point, spot)])
    axes.plot([x, a], [y, b], color=style.pale(look.theme), linewidth=0.7, zorder=3)


def _nearest(point: tuple[float, float], spot: labels.Box) -> tuple[float, float]:
    return min(max(point[0], spot.left), spot.right), min(max(point[1], spot.bottom), spot.top)


def _gap(point: tuple[float, float], spot: labels.Box) -> float:
    """How far a label is from a mark, in pixels, across and up together."""
    a, b = _nearest(point, spot)
    return abs(a - point[0]) + abs(b - point[1])
