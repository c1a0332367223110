"""What lies behind the native map: the four quadrants with their names and meanings, the region, the way to here, and
the lines from marks to labels that stand far off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import hypot
from xml.sax.saxutils import quoteattr

from maturity.charts import quarters
from maturity.charts.labels import Box, around
from maturity.core.assessment import Assessment
from maturity.model.parts import Quadrant
from maturity.renderers.powerpoint import fit
from maturity.renderers.powerpoint.chart_xml import Pen, stroke, surface
from maturity.renderers.powerpoint.fit import Words
from maturity.renderers.powerpoint.layouts import POINT, Native
from maturity.renderers.powerpoint.quadrants import MARKER, Leader, Plot, map_series, shown_ghost
from maturity.renderers.powerpoint.scheme import Paint
from maturity.text.clean import plain

CORNER, MEANING = 13.0, 10.5
"""Sizes of the name of a quadrant and of what it means."""
EDGE = 7.0
"""From the edge of a quadrant to its name."""
AWAY = 13.0
"""Around a mark that names leave free."""
INWARDS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0)
"""How far from its outer edge the name of a quadrant may stand, as shares of the room there is."""
WIDTHS = (1.0, 0.75, 0.55)
"""How much of its quadrant's width a meaning takes."""
SPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


@dataclass(frozen=True, slots=True)
class Corner:
    """A quadrant as it is drawn.

    Args:
        place: which of the four tints it has.
        frame: where it reaches on the plot.
        box: where its text stands.
        align: of its lines, as the format calls it.
        meaning: empty where it has no room.
    """

    place: int
    tinted: bool
    frame: Box
    box: Box
    align: str
    name: str
    meaning: str


def corners_of(assessment: Assessment, plot: Plot) -> list[Corner]:
    """The four quadrants, their texts where no mark stands: all four with their meanings, or none."""
    keep = [
        around(*plot.at(point.x, point.y), AWAY)
        for one in map_series(assessment)
        if one.kind in MARKER
        for point in one.points
    ]
    found: list[Corner] = []
    for meant in (True, False):
        tried = [_corner(assessment, one, plot, keep, meant=meant) for one in assessment.questionnaire.quadrants]
        found = [corner for corner, _ in tried]
        if all(clear for _, clear in tried):
            break
    return found


def _corner(
    assessment: Assessment, quadrant: Quadrant, plot: Plot, keep: Sequence[Box], *, meant: bool
) -> tuple[Corner, bool]:
    """A quadrant with its text where it touches the fewest marks, and whether it touches none."""
    asked = assessment.questionnaire
    (left, right), (low, high) = (quarters.field_sides(asked, quadrant, axis) for axis in asked.axes)
    frame = Box(*plot.at(left, low), *plot.at(right, high))
    place, tinted = quarters.tint_place(asked, quadrant), quadrant.id in quarters.touched(assessment)
    first, second = (quadrant.at[axis.id] == "high" for axis in asked.axes)
    name = plain(quadrant.label, 40)
    best: tuple[int, Corner] | None = None
    for said, inwards, aside in product(_sayings(assessment, quadrant, frame, meant), INWARDS, (0.0, 1.0)):
        meaning, wide = said
        deep = CORNER * fit.LINE
        if meaning:
            deep += fit.lines([Words(meaning)], MEANING, wide) * MEANING * fit.LINE
        free = frame.top - frame.bottom - 2 * EDGE - deep
        top = frame.top - EDGE - max(free, 0.0) * (inwards if second else 1 - inwards)
        at_right = (aside == 0.0) == first
        start = frame.right - EDGE - wide if at_right else frame.left + EDGE
        box = Box(start, top - deep, start + wide, top)
        touching = sum(box.touches(one) for one in keep) + (meaning != "" and free < 0)
        if best is None or touching < best[0]:
            best = touching, Corner(place, tinted, frame, box, "r" if at_right else "l", name, meaning)
        if touching == 0:
            break
    assert best is not None
    return best[1], best[0] == 0


def _sayings(assessment: Assessment, quadrant: Quadrant, frame: Box, meant: bool) -> Iterator[tuple[str, float]]:
    """What stands in a quadrant beside its name, and how wide both are."""
    room = frame.right - frame.left - 2 * EDGE
    least = min(room, fit.line_width(plain(quadrant.label, 40), CORNER, bold=True) + 2)
    if not meant:
        yield "", least
        return
    meaning = plain(quarters.meaning_of(assessment.questionnaire, quadrant), 120)
    for share in WIDTHS:
        wide = min(max(least, share * room), max(least, fit.line_width(meaning, MEANING) + 2))
        yield meaning, wide


def add_ground(
    group: Native,
    assessment: Assessment,
    corners: Sequence[Corner],
    plot: Plot,
    at: tuple[float, float],
    pen: Pen,
    leaders: Iterable[Leader] = (),
) -> None:
    """Put quadrants, region, arrow and leaders into a group of shapes.

    A chart draws leaders of its own, each program along another way, and so through other labels.

    Args:
        at: where the upper left corner of the plot lies on the slide.
    """
    from pptx.oxml import parse_xml

    tree = group.shapes._spTree
    thin = stroke(pen.scheme.soft, 0.75)
    led = (_line("Leader", *leader, plot, at, thin) for leader in leaders)
    shown = (*_region(assessment, plot, at), *_arrow(assessment, plot, at, pen), *led)
    behind = (*_quadrants(corners, plot, at, pen), *shown)
    for xml in behind:
        element = parse_xml(xml)
        element.xpath(".//p:cNvPr")[0].set("id", str(group.shapes._next_shape_id))
        tree.append(element)


def _quadrants(corners: Sequence[Corner], plot: Plot, at: tuple[float, float], pen: Pen) -> Iterator[str]:
    for one in corners:
        paint = pen.scheme.corner(one.place)
        texts = [
            pen.run(one.name, CORNER, paint, bold=True),
            pen.run(one.meaning, MEANING, paint) if one.meaning else "",
        ]
        lines = "".join(f'<a:p><a:pPr algn="{one.align}"/>{text}</a:p>' for text in texts if text)
        left, right = one.box.left - one.frame.left, one.frame.right - one.box.right
        inset = {"lIns": left, "tIns": one.frame.top - one.box.top, "rIns": right, "bIns": 0.0}
        sides = " ".join(f'{side}="{max(0, round(value * POINT))}"' for side, value in inset.items())
        body = f'<p:txBody><a:bodyPr wrap="square" anchor="t" {sides}/><a:lstStyle/>{lines}</p:txBody>'
        look = surface(pen.scheme.tint(one.place) if one.tinted else None)
        yield _shape(f"Quadrant: {one.name}", one.frame, plot, at, look + stroke(None), body)


def _shape(name: str, frame: Box, plot: Plot, at: tuple[float, float], look: str, body: str) -> str:
    """A rectangle behind the plot."""
    return (
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="0" name={quoteattr(name)}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{_placed(frame, plot, at)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{look}</p:spPr>{body}</p:sp>'
    )


def _placed(frame: Box, plot: Plot, at: tuple[float, float], turned: str = "") -> str:
    left, top = at[0] + frame.left, at[1] + plot.height - frame.top
    x, y, wide, high = (round(v * POINT) for v in (left, top, frame.right - frame.left, frame.top - frame.bottom))
    return f'<a:xfrm{turned}><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _region(assessment: Assessment, plot: Plot, at: tuple[float, float]) -> Iterator[str]:
    """The pale surface of the likely region, whose outline is in the chart."""
    for one in map_series(assessment):
        if one.kind != "region":
            continue
        points = [plot.at(point.x, point.y) for point in one.points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        frame = Box(min(xs), min(ys), max(xs), max(ys))
        way = [f'<a:pt x="{round((x - frame.left) * POINT)}" y="{round((frame.top - y) * POINT)}"/>' for x, y in points]
        size = f'w="{round((frame.right - frame.left) * POINT)}" h="{round((frame.top - frame.bottom) * POINT)}"'
        path = f"<a:moveTo>{way[0]}</a:moveTo>" + "".join(f"<a:lnTo>{one}</a:lnTo>" for one in way[1:])
        yield (
            f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="0" name="Likely region"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
            f"<p:spPr>{_placed(frame, plot, at)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path {size}>{path}<a:close/></a:path></a:pathLst>'
            f"</a:custGeom>{Paint('accent2', cover=15).xml()}{stroke(None)}</p:spPr></p:sp>"
        )


def _arrow(assessment: Assessment, plot: Plot, at: tuple[float, float], pen: Pen) -> Iterator[str]:
    """The way from the round before, broken where that was asked otherwise."""
    ghost = shown_ghost(assessment)
    if ghost is None:
        return
    (x, y), (u, v) = plot.at(*ghost.start), plot.at(*ghost.end)
    long = hypot(u - x, v - y)
    before, here = MARKER["before"] * 0.6, MARKER["cluster"] * 0.7
    if long <= before + here + 4:
        return
    start, end = before / long, 1 - here / long
    (x, u), (y, v) = ((a + (b - a) * start, a + (b - a) * end) for a, b in ((x, u), (y, v)))
    line = stroke(pen.scheme.muted, 1.25, "" if ghost.alike else "dash").replace(
        "<a:round/>", '<a:round/><a:tailEnd type="triangle" w="med" len="med"/>'
    )
    yield _line("The way to here", (x, y), (u, v), plot, at, line)


def _line(
    name: str, start: tuple[float, float], end: tuple[float, float], plot: Plot, at: tuple[float, float], line: str
) -> str:
    """A line between two places of the plot."""
    (x, y), (u, v) = start, end
    turned = (' flipH="1"' if u < x else "") + (' flipV="1"' if v > y else "")
    frame = Box(min(x, u), min(y, v), max(x, u), max(y, v))
    return (
        f'<p:cxnSp {SPACES}><p:nvCxnSpPr><p:cNvPr id="0" name={quoteattr(name)}/><p:cNvCxnSpPr/><p:nvPr/>'
        f'</p:nvCxnSpPr><p:spPr>{_placed(frame, plot, at, turned)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f"{line}</p:spPr></p:cxnSp>"
    )


def text_boxes(corners: Sequence[Corner]) -> list[Box]:
    """Where the texts of the quadrants stand, as wide as their lines are."""
    found = []
    for one in corners:
        wide = max(
            fit.line_width(one.name, CORNER, bold=True),
            min(fit.line_width(one.meaning, MEANING), one.box.right - one.box.left),
        )
        found.append(
            replace(one.box, left=one.box.right - wide)
            if one.align == "r"
            else replace(one.box, right=one.box.left + wide)
        )
    return found
