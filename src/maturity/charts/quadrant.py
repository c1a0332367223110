"""The quadrant: where the cluster and its schools stand, and how sure that is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Ellipse, Rectangle
from matplotlib.patheffects import withStroke

from maturity.charts import labels, style
from maturity.core.advise import headline
from maturity.core.assessment import Assessment
from maturity.core.words import level
from maturity.report.clean import plain
from maturity.report.wording import schools_and_people

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

WIDTH, HEIGHT, KEY = 8.0, 9.0, 2.6
"""Inches; the key is the list of numbered schools."""
LABELLED = 40
"""More schools than this are numbered and listed."""
NAME = 26
"""Most characters of a school's name beside its dot."""
SCHOOL, CLUSTER = 52.0, 190.0
"""Sizes of the marks, in square points."""
FAR = 26.0
"""Pixels between a point and its label from which a line joins them."""


def draw(assessment: Assessment) -> Figure:
    """The quadrant of one cluster in one round; schools are numbered and listed where their names have no room."""
    crowded = len(assessment.school_points or ()) > LABELLED
    drawn, complete = _draw(assessment, numbered=crowded)
    return drawn if complete or crowded else _draw(assessment, numbered=True)[0]


def _draw(assessment: Assessment, *, numbered: bool) -> tuple[Figure, bool]:
    width = WIDTH + (KEY if numbered else 0)
    drawn = style.figure(width, HEIGHT)
    share, left = WIDTH / width, 0.085 * WIDTH / width
    title = f"{plain(assessment.cluster, 50)}, {plain(assessment.label, 14)}"
    drawn.text(left, 0.982, title, va="top", fontsize=16, fontweight="bold")
    drawn.text(left, 0.945, textwrap.fill(headline(assessment), 92), va="top", fontsize=10.5, linespacing=1.4)
    axes = drawn.add_axes((left, 0.135, 0.875 * share, 0.875 * WIDTH / HEIGHT - 0.02))
    _ground(axes, assessment)
    names = _names(axes, assessment)
    _region(axes, assessment)
    schools, cluster = _schools(axes, assessment), _cluster(axes, assessment)
    texts = [str(place) if numbered else name for place, (_, _, name) in enumerate(schools, 1)]
    complete = _label(drawn, axes, names, cluster, texts, schools)
    if numbered:
        _key(drawn, assessment, schools)
    _footer(drawn, assessment, left)
    return drawn, complete


def _ground(axes: Axes, assessment: Assessment) -> None:
    first, second = assessment.questionnaire.axes
    scale = assessment.questionnaire.scale
    axes.set_xlim(scale.low, scale.high)
    axes.set_ylim(scale.low, scale.high)
    for place, tint in enumerate(style.TINTS):
        x = (first.midpoint, scale.high) if place % 2 else (scale.low, first.midpoint)
        y = (second.midpoint, scale.high) if place // 2 else (scale.low, second.midpoint)
        axes.add_patch(Rectangle((x[0], y[0]), x[1] - x[0], y[1] - y[0], color=tint, linewidth=0, zorder=0))
    axes.axvline(first.midpoint, color=style.PALE, linewidth=1.2, zorder=1)
    axes.axhline(second.midpoint, color=style.PALE, linewidth=1.2, zorder=1)
    axes.set_xticks(list(scale.levels))
    axes.set_yticks(list(scale.levels))
    style.bare(axes)
    axes.tick_params(pad=7)
    axes.set_xlabel(f"{plain(first.label, 40)}  →", fontsize=11.5, labelpad=6)
    axes.set_ylabel(f"{plain(second.label, 40)}  →", fontsize=11.5, labelpad=6)


def _names(axes: Axes, assessment: Assessment) -> list[Text]:
    """The four quadrants in the outer corners, large and pale, and the two midpoints at the end of their lines."""
    first, second = assessment.questionnaire.axes
    small: dict[str, Any] = {"fontsize": 8, "color": style.GREY, "zorder": 1}
    drawn = [
        axes.text(
            first.midpoint,
            0.994,
            f" midpoint {first.midpoint:g}",
            va="top",
            transform=axes.get_xaxis_transform(),
            **small,
        ),
        axes.text(
            0.994,
            second.midpoint,
            f"midpoint {second.midpoint:g}",
            ha="right",
            va="bottom",
            transform=axes.get_yaxis_transform(),
            **small,
        ),
    ]
    for quadrant in assessment.questionnaire.quadrants:
        right, up = quadrant.at[first.id] == "high", quadrant.at[second.id] == "high"
        drawn.append(
            axes.text(
                0.975 if right else 0.025,
                0.97 if up else 0.03,
                plain(quadrant.label, 22),
                transform=axes.transAxes,
                ha="right" if right else "left",
                va="top" if up else "bottom",
                fontsize=17,
                color=style.PALE,
                fontweight="bold",
                zorder=1,
            )
        )
    return drawn


def _region(axes: Axes, assessment: Assessment) -> None:
    """The 95 % ellipse, or else the two intervals as a cross."""
    placement = assessment.placement
    if placement.region is not None:
        values, vectors = np.linalg.eigh(np.array(placement.region.shape))
        half = np.sqrt(values)
        angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
        ellipse = Ellipse(placement.region.centre, 2 * half[1], 2 * half[0], angle=angle, zorder=2)
        ellipse.set(facecolor=f"{style.ORANGE}26", edgecolor=style.ORANGE, linewidth=1.3, linestyle=(0, (4, 2)))
        axes.add_patch(ellipse)
        return
    x, y = (placement.point[axis.id] for axis in assessment.questionnaire.axes)
    if x is None or y is None:
        return
    across, up = (assessment.axes[axis.id].interval for axis in assessment.questionnaire.axes)
    for interval, xs, ys in ((across, None, [y, y]), (up, [x, x], None)):
        if interval is not None:
            ends = [interval.low, interval.high]
            axes.plot(xs or ends, ys or ends, color=style.ORANGE, linewidth=2.2, solid_capstyle="butt", zorder=2)


Labelled = list[tuple[float, float, str]]


def _schools(axes: Axes, assessment: Assessment) -> Labelled:
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    placed = [
        (x, y, plain(school.name, NAME))
        for school in assessment.school_points or ()
        if (x := school.point[first]) is not None and (y := school.point[second]) is not None
    ]
    if placed:
        axes.scatter(
            [x for x, _, _ in placed],
            [y for _, y, _ in placed],
            s=SCHOOL,
            color=style.BLUE,
            edgecolor="white",
            linewidth=1,
            zorder=4,
            clip_on=False,
        )
    return placed


def _cluster(axes: Axes, assessment: Assessment) -> Labelled:
    marks: Labelled = []
    for point, label, filled in (
        (assessment.placement.point, "the cluster", True),
        (assessment.agreed.axes if assessment.agreed is not None else None, "as agreed", False),
    ):
        if point is None:
            continue
        x, y = (point[axis.id] for axis in assessment.questionnaire.axes)
        if x is None or y is None:
            continue
        axes.scatter(
            [x],
            [y],
            s=CLUSTER,
            marker="D",
            facecolor=style.ORANGE if filled else "white",
            edgecolor="white" if filled else style.ORANGE,
            linewidth=1.6 if filled else 2.2,
            zorder=6 if filled else 5,
            clip_on=False,
        )
        marks.append((x, y, label))
    return marks


def _label(
    drawn: Figure, axes: Axes, names: list[Text], cluster: Labelled, texts: list[str], schools: Labelled
) -> bool:
    """Write a label at every point where one has room; returns whether all had."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(drawn).get_renderer()  # type: ignore[no-untyped-call]
    bounds = axes.get_window_extent(renderer)
    marks = [*cluster, *schools]
    points = [_pixels(axes, x, y) for x, y, _ in marks]
    pixel = drawn.dpi / 72
    radii = [CLUSTER**0.5 * 0.72 * pixel] * len(cluster) + [SCHOOL**0.5 * 0.6 * pixel] * len(schools)
    written = [
        axes.text(0, 0, text, fontsize=10 if place < len(cluster) else 9, ha="center", va="center", zorder=7)
        for place, text in enumerate([text for _, _, text in cluster] + texts)
    ]
    for text in written[: len(cluster)]:
        text.set(fontweight="bold", color=style.ORANGE)
    for text in written:
        text.set_path_effects([withStroke(linewidth=2.5, foreground="white", alpha=0.85)])
    sizes = [(box.width, box.height) for box in (text.get_window_extent(renderer) for text in written)]
    spots = labels.place(
        points,
        radii,
        sizes,
        [_box(name.get_window_extent(renderer)) for name in names],
        _box(bounds),
    )
    for text, spot, point in zip(written, spots, points, strict=True):
        if spot is None:
            text.remove()
            continue
        centre = ((spot.left + spot.right) / 2, (spot.bottom + spot.top) / 2)
        x, y = axes.transData.inverted().transform(centre)
        text.set_position((float(x), float(y)))
        _leader(axes, point, spot)
    return all(spot is not None for spot in spots)


def _leader(axes: Axes, point: tuple[float, float], spot: labels.Box) -> None:
    """A thin line from a label to its point where the two are not side by side."""
    near = (min(max(point[0], spot.left), spot.right), min(max(point[1], spot.bottom), spot.top))
    if abs(near[0] - point[0]) + abs(near[1] - point[1]) > FAR:
        (x, y), (a, b) = axes.transData.inverted().transform([point, near])
        axes.plot([x, a], [y, b], color=style.PALE, linewidth=0.7, zorder=3)


def _pixels(axes: Axes, x: float, y: float) -> tuple[float, float]:
    across, up = axes.transData.transform((x, y))
    return float(across), float(up)


def _box(extent: Bbox) -> labels.Box:
    return labels.Box(extent.x0, extent.y0, extent.x1, extent.y1)


def _key(drawn: Figure, assessment: Assessment, schools: Labelled) -> None:
    """The list that numbers refer to, beside the chart."""
    first, second = assessment.questionnaire.axes
    drawn.text(0.765, 0.875, f"Schools ({plain(first.short, 12)}, {plain(second.short, 12)})", fontsize=9, va="top")
    size = min(9.0, 400 / max(len(schools), 1))
    lines = [f"{place}  {name} ({level(x)}, {level(y)})" for place, (x, y, name) in enumerate(schools, 1)]
    drawn.text(0.765, 0.85, "\n".join(lines), fontsize=size, va="top", linespacing=1.35)


def _footer(drawn: Figure, assessment: Assessment, left: float) -> None:
    """Small print: who answered, what the marks mean, what is missing and why."""
    questionnaire, placement = assessment.questionnaire, assessment.placement
    if placement.region is not None:
        sure = "Dashed: 95% region of the cluster's place."
    elif any(assessment.axes[axis.id].interval for axis in questionnaire.axes):
        sure = f"Cross: 95% intervals ({placement.region_reason})."
    else:
        sure = f"No region: {placement.region_reason}."
    schools = assessment.school_points
    if schools is None:
        dots = "Schools are not shown: the round is confidential."
    else:
        missing = [plain(s.name, 40) for s in schools if None in s.point.values()]
        dots = "Dot: a school." + (f" Without a place, for too few answers: {', '.join(missing)}." if missing else "")
    text = (
        f"{schools_and_people(assessment)}. {dots} Diamond: the cluster"
        f"{'; hollow: as the room agreed' if assessment.agreed is not None else ''}. {sure} The midpoints are a "
        f"convention. {plain(questionnaire.title, 60)} ({questionnaire.id}), version "
        f"{plain(questionnaire.version, 20)}.{' A fictional example.' if assessment.fictional else ''}"
    )
    style.footer(drawn, left, 0.012, text, 118)
