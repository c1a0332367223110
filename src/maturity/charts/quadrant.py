"""The map: where the cluster and its schools stand, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Rectangle

from maturity.charts import flow, ground, inset, layout, style
from maturity.charts.flow import Piece
from maturity.charts.ghost import ghost_of, put_ghost
from maturity.charts.ground import Mark
from maturity.charts.inset import Window
from maturity.charts.layout import Canvas, Rect
from maturity.charts.spots import Spot, numbered_spots, spots_of
from maturity.charts.style import Look, dressed
from maturity.core.assessment import Assessment
from maturity.report.kinds import hidden_schools
from maturity.report.wording import axis_number, axis_sure, headline, on_axis, reason, schools_and_people
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import listed, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OWN, TALL, WIDE = (8.0, 9.6), (6.8, 7.6), (9.6, 5.4)
"""Inches: its own size, least sizes standing and lying."""
NAMED = 7
"""With more schools than this, numbers stand beside the marks and the names in a list."""
NAME = 26
"""Letters of a line of a name beside its mark."""
MOST = 3
"""So many pages are tried for a crowd of which some numbers have no room."""
REST, CUT = "rest", 3
SHARES = (0.6, 0.52, 0.45)
"""How much of a lying page the map takes; less where the list beside it needs more."""
GROWTH = (0.0, 1.0, 2.0, 3.5, 5.0, 7.0, 10.0)
"""Inches by which a page that has no size of its own is made higher, until its lists have room."""
COLUMN = 2.3
"""Inches that a column of the text needs."""
LEAST = (0.42, 0.36, 0.36, 0.3)
"""How much of the height of a standing page is the map's at least, by brevity."""
TICKS = 0.3
"""Inches beside and below an inset, for its numbers."""
TITLE, SUBTITLE, TEXT, FOOT = 17.0, 10.5, 9.0, 8.0
WORDS = {
    "subtitle": "{cluster}, {label}. {who}.",
    "who": "{who}.",
    "cluster": "the cluster",
    "agreed": "as agreed",
    "key": "Schools ({first}, {second}), from left to right",
    "line": "{number}  {name} ({x}, {y})",
    "here": "{names}  ×{n}",
    "sure": "How sure",
    "axis": "{axis} {number}: {said}.",
    "chances": "The chance of each quadrant",
    "dots": "a school",
    "missing": "Without a place, for too few answers: {names}.",
    "hollow": "hollow: as the room agreed",
    "region": "where it could lie if others had answered",
    "joint": "where it could lie on both axes together (95%)",
    "cross": "likely ranges ({reason})",
    "thumb": "the range of each axis by its number of people, a rule of thumb",
    "none": "No region: {reason}.",
    "inset": "The frame on the map, enlarged {times} times",
    "rest": "… and more: draw it larger",
    "asked": "{title} ({id}), version {version}. The midpoints are a convention.",
    "fictional": "A fictional example.",
}


@dataclass(frozen=True)
class _Plan:
    """One way to lay the chart out."""

    page: Canvas
    numbered: bool
    brevity: int = 0
    """What is left out for the sake of the map: 1 what the title says already, 2 the inset as well, 3 the end of the
    list."""
    share: float = 0.0
    """Of the width, for the map, where the text stands beside it; 0 where it stands below."""


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """The map of one cluster in one round; many schools, or those whose names have no room, are numbered and listed."""
    spots = spots_of(assessment)
    best: tuple[int, Canvas, bool] | None = None
    tried = 0
    for plan in _plans(assessment, spots, look):
        if plan.brevity == CUT and best is not None and best[2]:
            break
        drawn, lacking = _drawn(assessment, spots, plan)
        # A school whose number has no room is still in the list; one whose name has none is nowhere.
        if drawn is not None and (best is None or lacking < best[0] or (plan.numbered and not best[2])):
            best = lacking, drawn, plan.numbered
        tried += drawn is not None and plan.numbered
        if best is not None and (best[0] == 0 or tried == MOST):
            break
    assert best is not None
    return best[1].done()


def _plans(assessment: Assessment, spots: Sequence[Spot], look: Look) -> Iterator[_Plan]:
    schools = sum(len(spot.names) for spot in spots)
    if look.size is None:
        pages = [layout.page(look, (OWN[0], OWN[1] + more)) for more in GROWTH]
    else:
        pages = list(layout.finer(look, OWN, TALL, WIDE))
    for numbered in (False, True) if schools <= NAMED else (True,):
        # Names that have no room on the first pages are better numbered than small.
        for page, brevity in product(pages if numbered else pages[:2], range(CUT)):
            yield from (_Plan(page, numbered, brevity, share) for share in _shares(page))
    yield from (_Plan(pages[-1], True, CUT, share) for share in _shares(pages[-1]))


def _shares(page: Canvas) -> tuple[float, ...]:
    """How the map may share the page with its text."""
    if page.wide:
        return SHARES
    return (0.0, *SHARES) if page.width > page.height else (0.0,)


def _drawn(assessment: Assessment, spots: Sequence[Spot], plan: _Plan) -> tuple[Canvas | None, int]:
    """The page, None where its text has no room on the page; and how many labels have none."""
    page = layout.emptied(plan.page)
    plan = replace(plan, page=page)
    _head(assessment, page)
    page.foot(_foot(assessment))
    if plan.numbered:
        spots = numbered_spots(spots)
    diamonds = _diamonds(assessment)
    points = [(spot.x, spot.y) for spot in spots] + [(x, y) for x, y, _, _ in diamonds]
    ghost = ghost_of(assessment)
    before = [] if ghost is None or ghost.hidden else [ghost.start]
    shown = None
    if len(spots) > 1 and plan.brevity < 2:
        asked = assessment.questionnaire
        # A round before that lay far off is no reason not to enlarge where the schools are now.
        shown = inset.window([*points, *before], asked) or inset.window(points, asked)
    points += before
    rects = _rects(assessment, spots, plan, shown)
    if rects is None:
        return None, 0
    axes = page.map(*rects.map)
    tinted = ground.touched(assessment)
    names = ground.ground(axes, assessment.questionnaire, page, points, tinted)
    lacking = _marks(axes, assessment, spots, page, names, labelled=rects.inset is None)
    if rects.inset is not None and shown is not None:
        inset.outline(axes, shown, page)
        close = inset.enlarged(page, shown, rects.inset, assessment.questionnaire, tinted)
        lacking += _marks(close, assessment, spots, page, [], labelled=True)
    return page, lacking


@dataclass(frozen=True)
class _Rects:
    """Where the parts of the chart stand."""

    map: Rect
    inset: Rect | None


def _rects(assessment: Assessment, spots: Sequence[Spot], plan: _Plan, shown: Window | None) -> _Rects | None:
    """Write the text where it has room, and say what is left for the map; None where there is too little."""
    page = plan.page
    left, bottom, right, top = page.free
    if not plan.share:
        return _below(assessment, spots, plan, shown)
    edge = left + plan.share * (right - left)
    column: Rect = (edge + layout.GAP, bottom, right, top)
    inch = _inch(assessment, edge - left - layout.ROOM_LEFT, top - bottom - layout.ROOM_BELOW)
    found = inset.side_of(shown, inch, min(right - column[0] - TICKS, 0.56 * (top - bottom))) if shown else None
    frame = None
    if found is not None:
        side, times = found
        frame = (column[0] + TICKS, top - side, column[0] + TICKS + side, top)
        said = _caption(page, times, right - column[0])
        said.put(column[0], frame[1] - TICKS)
        column = (column[0], bottom, right, frame[1] - TICKS - said.height)
    if not _written(assessment, spots, plan, column):
        return None
    return _Rects((left, bottom, edge, top), frame)


def _inch(assessment: Assessment, width: float, height: float) -> float:
    """Inches of a level on a map in such a room."""
    scale = assessment.questionnaire.scale
    return min(width, height) / (scale.high - scale.low)


def _caption(page: Canvas, times: float, width: float) -> Piece:
    said = WORDS["inset"].format(times=f"{times:.1f}".removesuffix(".0"))
    return flow.words(page, said, width, FOOT, gap=0.08, color=page.look.theme.colours.soft)


def _below(assessment: Assessment, spots: Sequence[Spot], plan: _Plan, shown: Window | None) -> _Rects | None:
    """The text below the map, with the inset at its left where there is one."""
    page = plan.page
    left, bottom, right, top = page.free
    width = right - left
    inch = _inch(assessment, width - layout.ROOM_LEFT, 0.75 * (top - bottom) - layout.ROOM_LEFT)
    found = inset.side_of(shown, inch, min(0.5 * width, 0.4 * (top - bottom))) if shown else None
    edge = left + found[0] + TICKS + layout.GAP if found is not None else left
    count = max(1, int((right - edge + flow.BETWEEN) / (COLUMN * max(1.0, page.type(TEXT) / TEXT) + flow.BETWEEN)))
    column = flow.column_width(right - edge, count)
    pieces = list(_pieces(assessment, spots, plan, column))
    if found is not None:
        pieces.insert(0, _caption(page, found[1], column))
    height = flow.height_of(pieces, right - edge, count)
    least = LEAST[plan.brevity] * page.height
    while plan.brevity == CUT and len(pieces) > 1 and top - bottom - height - layout.GAP < least:
        pieces = _cut(pieces, page)
        height = flow.height_of(pieces, right - edge, count)
    if found is not None:
        height = max(height, found[0] + TICKS)
    if top - bottom - height - layout.GAP < least:
        return None
    placed = flow.flowed(pieces, (edge, bottom, right, bottom + height), count)
    assert placed is not None
    flow.put_pieces(placed)
    frame = None
    if found is not None:
        frame = (left + TICKS, bottom + height - found[0], left + TICKS + found[0], bottom + height)
    return _Rects((left, bottom + height + layout.GAP, right, top), frame)


def _written(assessment: Assessment, spots: Sequence[Spot], plan: _Plan, rect: Rect) -> bool:
    """Write the text into a rectangle beside the map; whether it has room."""
    page = plan.page
    width = rect[2] - rect[0]
    most = max(1, int((width + flow.BETWEEN) / (1.7 * page.grown + flow.BETWEEN)))
    for count in range(1, most + 1) if plan.brevity < CUT else (most,):
        pieces = list(_pieces(assessment, spots, plan, flow.column_width(width, count)))
        placed = flow.flowed(pieces, rect, count)
        while plan.brevity == CUT and placed is None and len(pieces) > 2:
            pieces = _cut(pieces, page)
            placed = flow.flowed(pieces, rect, count)
        if placed is not None:
            flow.put_pieces(placed)
            return True
    return False


def _cut(pieces: list[Piece], page: Canvas) -> list[Piece]:
    """One entry fewer of the list at the end, and a line that says so."""
    page.leave_out()
    kept = pieces[:-1] if pieces[-1].name != REST else pieces[:-2]
    more = flow.words(page, WORDS["rest"], COLUMN, TEXT)
    return [*kept, replace(more, name=REST)]


def _head(assessment: Assessment, page: Canvas) -> None:
    """The finding, and whose it is."""
    said, own = headline(assessment), page.look.title
    who = schools_and_people(assessment)
    cluster, label = isolated(plain(assessment.cluster, 80)), plain(assessment.label, 20)
    title = page.look.news(plain(said)) if own is None else plain(own, 200)
    page.write(title, TITLE, weight="bold", lines=4, gap=0.09)
    below = WORDS["subtitle"].format(cluster=cluster, label=label, who=who)
    page.write(below if own is None else f"{said} {WORDS['who'].format(who=who)}", SUBTITLE, lines=4, gap=0.16)


def _foot(assessment: Assessment) -> str:
    questionnaire = assessment.questionnaire
    asked = WORDS["asked"].format(
        title=isolated(plain(questionnaire.title, 60)), id=questionnaire.id, version=plain(questionnaire.version, 20)
    )
    return f"{asked} {WORDS['fictional']}" if assessment.fictional else asked


def _diamonds(assessment: Assessment) -> list[tuple[float, float, str, bool]]:
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


def _marks(
    axes: Axes, assessment: Assessment, spots: Sequence[Spot], page: Canvas, clear_of: Sequence[Any], *, labelled: bool
) -> int:
    """Region, diamonds and schools; returns how many labels that are wanted have found no room.

    Args:
        labelled: whether the schools have labels here.
    """
    look = page.look
    ground.region(axes, assessment, look)
    diamonds = _diamonds(assessment)
    if len(diamonds) == 2:
        (x, y, _, _), (u, v, _, _) = diamonds
        axes.plot([x, u], [y, v], color=look.theme.colours.cluster, linewidth=1.1, zorder=3, label=ground.JOINED)
    marks = []
    ghost = ghost_of(assessment)
    if ghost is not None and ghost.stands_on(axes):
        clear_of = [*clear_of, *put_ghost(axes, ghost, page)]
        marks.append(Mark(*ghost.start, ghost.label, ground.EARLIER))
    for x, y, text, filled in diamonds:
        ground.diamond(axes, x, y, page, filled=filled)
        marks.append(Mark(x, y, text, ground.CLUSTER, 10, "bold"))
    ground.dots(axes, [(spot.x, spot.y) for spot in spots], page)
    marks += [Mark(spot.x, spot.y, _label(spot) if labelled else "") for spot in spots]
    return ground.label_marks(axes, marks, clear_of, page).count(False)


def _label(spot: Spot) -> str:
    """Names or numbers of the schools on a spot, and how many they are."""
    names = spot.label or "\n".join("\n".join(layout.broken(name, NAME)) for name in spot.names)
    return names if len(spot.names) == 1 else WORDS["here"].format(names=names, n=len(spot.names))


def _pieces(assessment: Assessment, spots: Sequence[Spot], plan: _Plan, width: float) -> Iterator[Piece]:
    """What stands beside the map: how sure, what the marks mean, the schools, what is missing and why."""
    page, colours = plan.page, plan.page.look.theme.colours
    if not plan.brevity:
        yield from _sure(assessment, page, width)
        yield from _chances(assessment, page, width)
        yield Piece(0.08, lambda left, top: None)
    yield from _signs(assessment, spots, plan, width)
    if assessment.placement.region is None and not _crossed(assessment):
        why = reason(assessment.placement.region_reason, assessment.questionnaire)
        yield flow.words(page, WORDS["none"].format(reason=why), width, TEXT, color=colours.soft, gap=0.03)
    yield from _missing(assessment, page, width)
    if plan.numbered:
        yield Piece(0.08, lambda left, top: None)
        yield from _list(assessment, spots, page, width)


def _sure(assessment: Assessment, page: Canvas, width: float) -> Iterator[Piece]:
    """Each axis with its number and what is sure of it."""
    yield flow.headed(page, WORDS["sure"], width, TEXT)
    for axis in assessment.questionnaire.axes:
        name, number, said = plain(axis.short, 22), axis_number(assessment, axis), axis_sure(assessment, axis)
        text = WORDS["axis"].format(axis=name, number=number, said=said) if number[0].isdigit() else f"{name}: {said}."
        yield flow.words(page, text, width, TEXT, gap=0.03)


def _missing(assessment: Assessment, page: Canvas, width: float) -> Iterator[Piece]:
    soft = page.look.theme.colours.soft
    if assessment.school_points is None:
        yield flow.words(page, hidden_schools(assessment), width, TEXT, color=soft, gap=0.03)
        return
    missing = [plain(s.name, 80) for s in assessment.school_points if None in s.point.values()]
    if missing:
        text = WORDS["missing"].format(names=listed(missing))
        yield flow.words(page, text, width, TEXT, color=soft, gap=0.03)


def _list(assessment: Assessment, spots: Sequence[Spot], page: Canvas, width: float) -> Iterator[Piece]:
    """Every school with its number, its whole name and both numbers."""
    first, second = assessment.questionnaire.axes
    said = WORDS["key"].format(first=plain(first.short, 12), second=plain(second.short, 12))
    yield flow.headed(page, said, width, TEXT)
    number = 0
    for spot in spots:
        for name in spot.names:
            number += 1
            x, y = on_axis(assessment, first, spot.x), on_axis(assessment, second, spot.y)
            line = WORDS["line"].format(number=number, name=isolated(name), x=x, y=y)
            yield flow.words(page, line, width, TEXT, indent=0.2)


def _chances(assessment: Assessment, page: Canvas, width: float) -> Iterator[Piece]:
    """The chance of each quadrant in four cells that lie as on the map; nothing where one is named."""
    shares, questionnaire = assessment.placement.shares, assessment.questionnaire
    if not shares or assessment.placement.settled:
        return
    yield flow.headed(page, WORDS["chances"], width, TEXT)
    theme, size = page.look.theme, page.type(TEXT)
    named = max(layout.width_of(plain(one.label, 22), size, page.figure) for one in questionnaire.quadrants)
    number = layout.width_of(percent(0.999), size, page.figure)
    high, wide = size * 1.7 / 72, min(width, 2 * (named + number + 0.24))
    room = wide / 2 - number - 0.2

    def put(left: float, top: float) -> None:
        for quadrant in questionnaire.quadrants:
            x, y = (quadrant.at[axis.id] == "high" for axis in questionnaire.axes)
            share = shares.get(quadrant.id, 0.0)
            tint = theme.colours.quadrants[x + 2 * y] if share > 0 else theme.colours.paper
            start, low = left + x * wide / 2, top - (2 - y) * high
            cell = Rectangle((start, low), wide / 2, high, facecolor=tint, edgecolor=theme.colours.line)
            page.put(cell, linewidth=0.7)
            how: dict[str, Any] = {"va": "center_baseline"}
            name = layout.shortened(plain(quadrant.label, 22), room, size, page.figure)
            page.text(start + 0.05, low + high / 2, name, size, ha="left", **how)
            page.text(start + wide / 2 - 0.05, low + high / 2, percent(share), size, ha="right", **how)

    yield Piece(2 * high + 0.1, put)


def _crossed(assessment: Assessment) -> bool:
    return any(
        assessment.axes[axis.id].margin is not None or assessment.axes[axis.id].interval
        for axis in assessment.questionnaire.axes
    )


def _signs(assessment: Assessment, spots: Sequence[Spot], plan: _Plan, width: float) -> Iterator[Piece]:
    """The marks that are on the map, with what they mean; in brief without those that have a label of their own."""
    page = plan.page
    colours, placement, questionnaire = page.look.theme.colours, assessment.placement, assessment.questionnaire
    dot: dict[str, Any] = {"marker": "o", "markersize": 6.5, "color": colours.schools, "markeredgewidth": 0}
    hollow = {"marker": "D", "markersize": 7, "color": colours.paper}
    hollow |= {"markeredgecolor": colours.cluster, "markeredgewidth": 1.6}
    grey = {"marker": "D", "markersize": 6, "color": style.pale(page.look.theme), "markeredgewidth": 0}
    cross = {"marker": "+", "markersize": 10, "color": colours.cluster, "markeredgewidth": 1.8}
    if spots:
        yield flow.explained(page, partial(_sign, page, dot), WORDS["dots"], width, TEXT)
    if not plan.brevity and any(not filled for *_, filled in _diamonds(assessment)):
        yield flow.explained(page, partial(_sign, page, hollow), WORDS["hollow"], width, TEXT)
    if (ghost := ghost_of(assessment)) is not None:
        sign = (lambda x, y: None) if ghost.hidden else partial(_sign, page, grey)
        yield flow.explained(page, sign, ghost.said, width, TEXT)
    if placement.region is not None:
        said = WORDS["region" if placement.method == "fixed" else "joint"]
        yield flow.explained(page, partial(_oval, page), said, width, TEXT)
    elif _crossed(assessment):
        thumb = any(assessment.axes[axis.id].margin is not None for axis in questionnaire.axes)
        why = reason(placement.region_reason, questionnaire)
        said = WORDS["thumb"] if thumb else WORDS["cross"].format(reason=why)
        yield flow.explained(page, partial(_sign, page, cross), said, width, TEXT)


def _sign(page: Canvas, how: dict[str, Any], x: float, y: float) -> None:
    page.put(Line2D([x], [y], linestyle="none", **{**how, "markersize": how["markersize"] * page.grown}))


def _oval(page: Canvas, x: float, y: float) -> None:
    colour = page.look.theme.colours.cluster
    oval = Ellipse((x, y), 0.18 * page.grown, 0.13 * page.grown, facecolor=f"{colour}26", edgecolor=colour)
    page.put(oval, linewidth=1.1, linestyle=(0, (3, 1.5)))
