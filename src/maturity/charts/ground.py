"""The map that several charts share: quadrants, midpoints, the region of a place, and labels beside marks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Ellipse, Rectangle
from matplotlib.text import Text

from maturity.charts import labels, layout, quarters, style
from maturity.charts.layout import Canvas
from maturity.charts.rimmed import Rimmed
from maturity.charts.style import Look
from maturity.charts.tagged import OF, tag
from maturity.core.assessment import Assessment, Region
from maturity.model import Questionnaire
from maturity.model.parts import Axis
from maturity.text.clean import plain
from maturity.text.words import in_figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

SCHOOL, EARLIER, CLUSTER = 52.0, 60.0, 190.0
"""Sizes of the marks, in square points."""
MIDPOINT, CROSS, FRAME, LEADER, JOINED = "_midpoint", "_cross", "_frame", "_leader", "_joined"
"""By these their lines are known; matplotlib keeps them out of legends."""
LINES = (MIDPOINT, CROSS, FRAME)
"""Those that labels and leaders keep off where they can."""
TICK, AXIS, END = 10.0, 11.0, 9.5
"""Sizes of type: numbers, name and ends of an axis."""
NAMES = (AXIS, 10.0, 9.0)
"""Sizes of type that are tried for the name of an axis, so that it stands on one line."""
PAD = 0.55
"""Between an axis and its numbers, in sizes of type: where both begin, two numbers would touch with less."""
BESIDE = 20.0
"""Pixels to the right of the frame that a number may stand in."""
WORDS = {"low": "← {word}", "high": "{word} →"}


@dataclass(frozen=True)
class Mark:
    """A mark on the map that wants a label.

    Args:
        x, y: in levels.
        text: what its label says.
        size: of the mark, in square points.
        type_size: of the label, in points.
        key: of what stands there, for its label and leader.
    """

    x: float
    y: float
    text: str
    size: float = SCHOOL
    type_size: float = 9.0
    weight: str = "normal"
    key: str = ""


def ground(
    axes: Axes,
    questionnaire: Questionnaire,
    page: Canvas,
    tinted: Collection[str] | None = None,
) -> None:
    """Draw tints, midpoints and axes.

    Args:
        tinted: ids of the quadrants that are tinted; None is all of them.
    """
    first, second = questionnaire.axes
    scale, theme = questionnaire.scale, page.look.theme
    axes.set_xlim(scale.low, scale.high)
    axes.set_ylim(scale.low, scale.high)
    for line in fields(axes, questionnaire, page, tinted):
        line.set_label(MIDPOINT)
    frame = Rectangle((0, 0), 1, 1, transform=axes.transAxes, fill=False, clip_on=False, zorder=0.5)
    frame.set(edgecolor=theme.colours.line, linewidth=0.8)
    axes.add_patch(frame)
    style.bare(axes, theme)
    _numbers(axes, questionnaire, page)
    _ends(axes, first, second, page)


def _named(axis: Axis, room: float, page: Canvas) -> tuple[str, float]:
    """The name of an axis and its size of type: on one line if it can be, smaller, or else short; or on two lines."""
    label, short = plain(axis.label, 40), plain(axis.short, 40)
    for one, size, lines in (
        *((label, size, 1) for size in NAMES),
        (short, AXIS, 1),
        (label, AXIS, 2),
        (short, AXIS, 2),
    ):
        name = layout.wrap(one, room, page.type(size), page.figure, weight="bold", lines=lines)
        if "…" not in name:
            return name, page.type(size)
    return "", page.type(AXIS)


def fields(axes: Axes, questionnaire: Questionnaire, page: Canvas, tinted: Collection[str] | None) -> list[Line2D]:
    """The four fields of the map: tints, of all where `tinted` is None, and between them the midpoints' lines."""
    first, second = questionnaire.axes
    colours, behind = page.look.theme.colours, style.pale(page.look.theme)
    for quadrant in questionnaire.quadrants:
        if tinted is None or quadrant.id in tinted:
            (left, right), (bottom, top) = (
                quarters.field_sides(questionnaire, quadrant, axis) for axis in (first, second)
            )
            tint = colours.quadrants[quarters.tint_place(questionnaire, quadrant)]
            axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, color=tint, linewidth=0, zorder=0))
    how: dict[str, Any] = {"color": behind, "linewidth": 1.2, "zorder": 1}
    return [axes.axvline(first.midpoint, **how), axes.axhline(second.midpoint, **how)]


def _numbers(axes: Axes, questionnaire: Questionnaire, page: Canvas) -> None:
    """The levels along both axes, the midpoint among them in bold."""
    scale = questionnaire.scale
    axes.tick_params(pad=PAD * page.type(TICK), labelsize=page.type(TICK))
    for axis, along in zip(questionnaire.axes, (axes.xaxis, axes.yaxis), strict=True):
        near = 0.07 * (scale.high - scale.low)
        others = [level for level in scale.levels if abs(level - axis.midpoint) > near or level == axis.midpoint]
        along.set_ticks(sorted({*map(float, others), axis.midpoint}))
        along.set_ticklabels([in_figures(tick) for tick in along.get_ticklocs()])
        for tick, text in zip(along.get_ticklocs(), along.get_ticklabels(), strict=True):
            if tick == axis.midpoint:
                text.set(fontweight="bold", color=page.look.theme.colours.ink)


def _ends(axes: Axes, first: Axis, second: Axis, page: Canvas) -> None:
    """The name of each axis in the middle, and a word at either end."""
    small, tick = page.type(END), page.type(TICK)
    wide, high = page.width_of_axes(axes), page.height_of_axes(axes)
    numbers = max(layout.width_of(text.get_text(), tick, page.figure) for text in axes.get_yticklabels())
    below, beside = -((PAD + 1) * tick / 72 + 0.07) / high, -(PAD * tick / 72 + numbers + 0.07) / wide
    for axis, along, long in ((first, axes.xaxis, wide), (second, axes.yaxis, high)):
        low, top = (WORDS[end].format(word=plain(getattr(axis, end), 20)) for end in ("low", "high"))
        room = long - 2 * max(layout.width_of(word, small, page.figure) for word in (low, top)) - 0.25
        name, size = _named(axis, room, page)
        if not name:
            low, top, name = "", "", layout.wrap(plain(axis.short, 40), long, size, page.figure, weight="bold", lines=2)
        along.set_label_text(name, fontsize=size, fontweight="bold", linespacing=1.05)
        how: dict[str, Any] = {"fontsize": small, "color": page.look.theme.colours.soft, "transform": axes.transAxes}
        if axis is first:
            along.set_label_coords(0.5, below)
            axes.text(0, below, low, ha="left", va="top", **how)
            axes.text(1, below, top, ha="right", va="top", **how)
        else:
            along.set_label_coords(beside, 0.5)
            axes.text(beside, 0, low, rotation=90, ha="right", va="bottom", **how)
            axes.text(beside, 1, top, rotation=90, ha="right", va="top", **how)


def ellipse(region: Region, look: Look, *, faint: bool = False) -> Ellipse:
    """The outline of a region, a pale one of a round before.

    The half axes are the square roots of the eigenvalues of its matrix.
    """
    values, vectors = np.linalg.eigh(np.array(region.shape))
    half = np.sqrt(values)
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    colour = look.theme.colours.cluster
    outline = Ellipse(region.centre, 2 * half[1], 2 * half[0], angle=angle, zorder=2)
    if faint:
        outline.set(facecolor=f"{style.pale(look.theme)}20", edgecolor=style.pale(look.theme), linewidth=0.7)
    else:
        outline.set(facecolor=f"{colour}26", edgecolor=colour, linewidth=1.3, linestyle=(0, (4, 2)))
    return outline


def region(axes: Axes, assessment: Assessment, look: Look, key: str = "") -> list[labels.Box]:
    """The 95 % ellipse around the cluster, or else its two intervals as a cross; returns boxes of the cross."""
    placement = assessment.placement
    if placement.region is not None:
        tag(axes.add_patch(ellipse(placement.region, look)), key, what=OF)
        return []
    x, y = (placement.point[axis.id] for axis in assessment.questionnaire.axes)
    if x is None or y is None:
        return []
    across, up = (assessment.axes[axis.id].interval for axis in assessment.questionnaire.axes)
    for interval, xs, ys in ((across, None, [y, y]), (up, [x, x], None)):
        if interval is not None:
            ends = [interval.low, interval.high]
            colour = look.theme.colours.cluster
            how: dict[str, Any] = {"linewidth": 2.2, "solid_capstyle": "butt", "zorder": 2, "label": CROSS}
            (line,) = axes.plot(xs or ends, ys or ends, color=colour, **how)
            tag(line, key, what=OF)
    return [layout.drawn_box(line) for line in axes.lines if line.get_label() == CROSS]


def diamond(
    axes: Axes, x: float, y: float, page: Canvas, *, filled: bool = True, size: float = CLUSTER, key: str = ""
) -> None:
    """The mark of a cluster; hollow for what a room agreed on."""
    colours = page.look.theme.colours
    drawn = axes.scatter(
        [x],
        [y],
        s=size * page.grown**2,
        marker="D",
        facecolor=colours.cluster if filled else colours.paper,
        edgecolor=colours.paper if filled else colours.cluster,
        linewidth=1.6 if filled else 2.2,
        zorder=6 if filled else 5,
        clip_on=False,
    )
    tag(drawn, key)


def earlier_mark(axes: Axes, x: float, y: float, page: Canvas, key: str = "") -> None:
    """The mark of where a cluster stood in an earlier round."""
    colours = page.look.theme.colours
    size, colour = EARLIER * page.grown**2, style.pale(page.look.theme)
    how: dict[str, Any] = {"marker": "D", "facecolor": colour, "edgecolor": colours.paper}
    tag(axes.scatter([x], [y], s=size, linewidth=1.0, zorder=4.5, clip_on=False, **how), key)


def dots(axes: Axes, points: Sequence[tuple[float, float]], page: Canvas, keys: Sequence[str] = ()) -> None:
    """The marks of schools."""
    if points:
        colours = page.look.theme.colours
        drawn = axes.scatter(
            [x for x, _ in points],
            [y for _, y in points],
            s=SCHOOL * page.grown**2,
            color=colours.schools,
            edgecolor=colours.paper,
            linewidth=1,
            # Above the diamonds, which would hide the only school of a cluster.
            zorder=7,
            clip_on=False,
        )
        tag(drawn, *keys)


def label_marks(
    axes: Axes, marks: Sequence[Mark], clear_of: Iterable[Text | labels.Box], page: Canvas, rings: int = 24
) -> list[bool]:
    """Write labels beside marks where they touch no mark, no label and nothing in `clear_of`.

    Args:
        axes: with its limits set and at its final place on the figure.
        marks: labels are tried for all of them; one without text only keeps its place free.
        clear_of: texts, or boxes in pixels along lines, that no label may touch; leaders cross no text.
        rings: how far from its mark a label may stand.

    Returns:
        for each mark whether its label found room; one that did not is left out.
    """
    pixel = page.figure.dpi / 72
    kept = list(clear_of)
    written: list[Rimmed | None] = []
    for mark in marks:
        how: dict[str, Any] = {"fontsize": page.type(mark.type_size), "fontweight": mark.weight, "ha": "center"}
        rim = (2.5, page.look.theme.colours.paper)
        text = Rimmed(0, 0, mark.text, rim=rim, zorder=8, va="center", **how) if mark.text else None
        if text is not None:
            axes.add_artist(text)
            tag(text, mark.key, what=OF)
        written.append(text)
    boxes = [layout.extent(text) if text is not None else None for text in written]
    corner, opposite = axes.transAxes.transform([(0, 0), (1, 1)])
    # Letters and their rims end before the page does.
    beyond = min(BESIDE, (page.width - page.right) * page.figure.dpi - 6 * pixel)
    spots = labels.place_labels(
        [pixels(axes, mark.x, mark.y) for mark in marks],
        [_radius(mark) * pixel * page.grown for mark in marks],
        # Others draw the figure with their own settings, under which letters may be a little wider.
        [(1.03 * (box.right - box.left), box.top - box.bottom) if box is not None else None for box in boxes],
        [layout.extent(one) for one in kept if isinstance(one, Text)],
        labels.Box(float(corner[0]), float(corner[1]), float(opposite[0]) + beyond, float(opposite[1])),
        rings,
        [
            *(layout.drawn_box(line) for line in axes.lines if line.get_label() in (MIDPOINT, CROSS, FRAME)),
            *edges(axes),
        ],
        [one for one in kept if isinstance(one, labels.Box)],
    )
    back = axes.transData.inverted()
    for mark, text, spot in zip(marks, written, spots, strict=True):
        if text is None:
            continue
        if spot is None:
            text.remove()
            continue
        box = spot.box
        x, y = back.transform(((box.left + box.right) / 2, (box.bottom + box.top) / 2))
        text.set_position((float(x), float(y)))
        if spot.leader is not None:
            (x, y), (a, b) = back.transform(spot.leader)
            how = {"color": page.look.theme.colours.soft, "linewidth": 0.7, "zorder": 6.5, "label": LEADER}
            (leader,) = axes.plot([x, a], [y, b], **how)
            tag(leader, mark.key, what=OF)
    return [text is None or spot is not None for text, spot in zip(written, spots, strict=True)]


def edges(axes: Axes, span: tuple[tuple[float, float], tuple[float, float]] | None = None) -> list[labels.Box]:
    """Boxes of the four sides of the map, or of a frame on it from a place to another, in pixels."""
    (left, low), (right, high) = (
        axes.transAxes.transform([(0, 0), (1, 1)]) if span is None else axes.transData.transform(span)
    )
    sides = (left, low, right, low), (left, high, right, high), (left, low, left, high), (right, low, right, high)
    return [labels.Box(*map(float, side)) for side in sides]


def _radius(mark: Mark) -> float:
    """Half the size of a mark in points; a diamond stands on its corner."""
    return float(mark.size**0.5) * (0.72 if mark.size >= EARLIER else 0.6)


def pixels(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Where a place in levels lies on the figure."""
    across, up = axes.transData.transform((x, y))
    return float(across), float(up)
