"""The map: where the cluster and its schools stand, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from maturity.charts import flow, ground, inset, layout, quarters
from maturity.charts.corners import write_corners
from maturity.charts.flow import Piece
from maturity.charts.ghost import ghost_of, put_ghost
from maturity.charts.ground import Mark
from maturity.charts.inset import Window
from maturity.charts.labels import Box
from maturity.charts.layout import Canvas, Rect
from maturity.charts.map_text import CHANCES, CUT, HOLLOW, INSET, SURE, TEXT, Plan, caption, pieces, schools_listed
from maturity.charts.spots import Spot, diamonds, numbered_spots, spots_apart
from maturity.charts.style import Look, dressed
from maturity.charts.tagged import AGREED, BEFORE, CLUSTER
from maturity.core.assessment import Assessment
from maturity.report.blocks import CROWD
from maturity.report.wording import headline, schools_and_people
from maturity.text.clean import plain
from maturity.text.isolate import isolated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OWN, TALL, WIDE = (8.0, 9.6), (6.8, 7.6), (9.6, 5.4)
"""Inches: its own size, least sizes standing and lying."""
NAME = 26
"""Letters of a line of a name beside its mark."""
MOST = 3
"""So many pages are tried for a crowd of which some numbers have no room."""
REST = "rest"
SHARES = (0.6, 0.52, 0.45)
"""How much of a lying page the map takes; less where the list beside it needs more."""
GROWTH = (0.0, 1.0, 2.0, 3.5, 5.0, 7.0, 10.0)
"""Inches by which a page that has no size of its own is made higher, until its lists have room."""
COLUMN = 2.3
"""Inches that a column of the text needs."""
LEAST, LEAST_CUT = 0.36, 0.3
"""How much of the height of a standing page is the map's at least; and where even so the list must be cut."""
LEAST_ABOVE = 0.38
"""The same where the list stands below the map and the text beside it."""
TICKS = 0.3
"""Inches beside and below an inset, for its numbers."""
HIGHEST = (0.56, 0.45, 0.36)
"""How much of the height beside the map an inset takes; less where the text below it needs more."""
TITLE, SUBTITLE = 17.0, 10.5
WORDS = {
    "subtitle": "{cluster}, {label}. {who}.",
    "who": "{who}.",
    "here": "{numbers}  ×{n}",
    "rest": "… and {n} more: in the workbook, or drawn larger",
    "in_full": "… and {n} more: in the full report",
    "asked": "{title} ({id}), version {version}. The midpoints are a convention.",
    "fictional": "A fictional example.",
}


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """The map of one cluster in one round; many schools, or those whose names have no room, are numbered and listed."""
    spots, shared = spots_apart(assessment)
    shown = None if look.bare else _to_enlarge(assessment, spots)
    best: tuple[int, Canvas, Plan] | None = None
    tried, written = 0, set()
    for plan in (replace(one, shared=shared) for one in _plans(assessment, spots, look, shown)):
        # Where the text has room, giving up more of it gives no label any.
        if plan.brevity > INSET and ((best is not None and best[2].numbered) or plan.same in written):
            continue
        drawn, lacking = _drawn(assessment, spots, plan, shown if plan.brevity < INSET else None)
        if drawn is None:
            continue
        written.add(plan.same)
        # A school whose number has no room is still in the list; one whose name has none is nowhere.
        if best is None or lacking < best[0] or (plan.numbered and not best[2].numbered):
            best = lacking, drawn, plan
        tried += plan.numbered
        if best[0] == 0 or tried == MOST:
            break
    assert best is not None
    if best[2].brevity >= CHANCES:
        best[1].leave_out()
    return best[1].done()


def _to_enlarge(assessment: Assessment, spots: Sequence[Spot]) -> Window | None:
    """The part of the map on which all marks stand, if they stand close together and there are several schools."""
    if len(spots) < 2:
        return None
    asked, (now, before) = assessment.questionnaire, _points(assessment, spots)
    # A round before that lay far off is no reason not to enlarge where the schools are now.
    return inset.window([*now, *before], asked) or inset.window(now, asked)


def _points(
    assessment: Assessment, spots: Sequence[Spot]
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Where marks stand, in levels: those of this round, and the one of the round before if it is shown."""
    ghost = ghost_of(assessment)
    before = [] if ghost is None or ghost.hidden else [ghost.start]
    return [(spot.x, spot.y) for spot in spots] + [(x, y) for x, y, *_ in diamonds(assessment)], before


def _plans(assessment: Assessment, spots: Sequence[Spot], look: Look, shown: Window | None) -> Iterator[Plan]:
    """All ways to lay the chart out, better ones first: with names and in full, then with numbers, then with less."""
    schools = sum(len(spot.names) for spot in spots)
    if look.size is None:
        pages = [layout.page(look, (OWN[0], OWN[1] + more)) for more in GROWTH]
    else:
        pages = list(layout.finer(look, OWN, TALL, WIDE))
    # What is not there cannot be given up.
    hollow = not look.bare and any(not filled for *_, filled in diamonds(assessment))
    full = [0, *([HOLLOW] if hollow else []), *([INSET] if shown else [])]
    brief = [CHANCES, SURE]
    # Names that have no room on the first pages are better numbered than small.
    for numbered, tried, brevities in (
        (False, pages[:2], full),
        (True, pages[:3], full),
        (False, pages[2:4] if look.size is not None else [], full),
        (True, pages[3:], full),
        (False, pages[:2], brief),
        (True, pages, brief),
    ):
        if numbered or schools <= CROWD:
            for brevity, page, below in product(brevities, tried, (False, True) if numbered else (False,)):
                shares = [share for share in _shares(page, numbered=numbered) if share or not below]
                yield from (Plan(page, numbered, brevity, share, below) for share in shares)
    yield from (Plan(pages[-1], True, CUT, share) for share in _shares(pages[-1], numbered=True))


def _shares(page: Canvas, *, numbered: bool) -> tuple[float, ...]:
    """How the map may share the page with its text."""
    if page.look.bare and not numbered:
        return (0.0,)
    if page.wide:
        return SHARES
    return (0.0, *SHARES) if page.width > page.height else (0.0,)


def _drawn(
    assessment: Assessment, spots: Sequence[Spot], plan: Plan, shown: Window | None
) -> tuple[Canvas | None, int]:
    """The page, None where its text has no room on the page; and how many labels have none."""
    page = layout.emptied(plan.page)
    plan = replace(plan, page=page)
    _head(assessment, page)
    if not page.look.bare:
        page.foot(_foot(assessment))
    if plan.numbered:
        spots = numbered_spots(spots)
    asked, (now, before) = assessment.questionnaire, _points(assessment, spots)
    rects = _rects(assessment, spots, plan, shown)
    if rects is None:
        return None, 0
    axes, tinted = page.map(*rects.map), quarters.touched(assessment)
    ground.ground(axes, asked, page, tinted)
    marks, ways = _marks(axes, assessment, spots, page, labelled=rects.inset is None)
    framed = []
    if rects.inset is not None and shown is not None:
        framed = inset.outline(axes, shown, page)
    crosses = [layout.drawn_box(line) for line in axes.lines if line.get_label() == ground.CROSS]
    names = write_corners(axes, asked, page, [*now, *before], [*ways, *crosses, *framed])
    lacking = ground.label_marks(axes, marks, [*names, *ways], page).count(False)
    if rects.inset is not None and shown is not None:
        close = inset.enlarged(page, shown, rects.inset, asked, tinted)
        marks, ways = _marks(close, assessment, spots, page, labelled=True)
        lacking += ground.label_marks(close, marks, ways, page).count(False)
    return page, lacking


@dataclass(frozen=True)
class _Rects:
    """Where the parts of the chart stand."""

    map: Rect
    inset: Rect | None


def _rects(assessment: Assessment, spots: Sequence[Spot], plan: Plan, shown: Window | None) -> _Rects | None:
    """Write the text where it has room, and say what is left for the map; None where there is too little."""
    page = plan.page
    left, bottom, right, top = page.free
    if not plan.share:
        return _below(assessment, spots, plan, shown)
    listed: list[tuple[Piece, float, float]] = []
    if plan.below:
        count = _columns(page, right - left)
        lines = list(schools_listed(assessment, spots, page, flow.column_width(right - left, count)))
        high = flow.height_of(lines, right - left, count)
        listed = flow.flowed(lines, (left, bottom, right, bottom + high), count) or []
        bottom += high + layout.GAP
        if top - bottom < LEAST_ABOVE * page.height:
            return None
    found = _beside(assessment, spots, plan, shown, (left, bottom, right, top))
    if found is not None:
        flow.put_pieces(listed)
    return found


def _columns(page: Canvas, width: float) -> int:
    """How many columns the text has in a width."""
    return max(1, int((width + flow.BETWEEN) / (COLUMN * max(1.0, page.type(TEXT) / TEXT) + flow.BETWEEN)))


def _beside(
    assessment: Assessment, spots: Sequence[Spot], plan: Plan, shown: Window | None, room: Rect
) -> _Rects | None:
    """The text at the right of the map, with the inset above it where there is one."""
    page, (left, bottom, right, top) = plan.page, room
    edge = left + plan.share * (right - left)
    column: Rect = (edge + layout.GAP, bottom, right, top)
    rest: Rect = (left, bottom, edge, top)
    if shown is None:
        return _Rects(rest, None) if _written(assessment, spots, plan, column) else None
    inch = _inch(assessment, edge - left - layout.ROOM_LEFT, top - bottom - layout.ROOM_BELOW)
    for share in HIGHEST:
        found = inset.side_of(shown, inch, min(right - column[0] - TICKS, share * (top - bottom)))
        if found is None:
            break
        side, times = found
        frame = (column[0] + TICKS, top - side, column[0] + TICKS + side, top)
        said = caption(page, times, right - column[0])
        if _written(assessment, spots, plan, (column[0], bottom, right, frame[1] - TICKS - said.height)):
            said.put(column[0], frame[1] - TICKS)
            return _Rects(rest, frame)
    return None


def _inch(assessment: Assessment, width: float, height: float) -> float:
    """Inches of a level on a map in such a room."""
    scale = assessment.questionnaire.scale
    return min(width, height) / (scale.high - scale.low)


def _below(assessment: Assessment, spots: Sequence[Spot], plan: Plan, shown: Window | None) -> _Rects | None:
    """The text below the map, with the inset at its left where there is one."""
    page = plan.page
    left, bottom, right, top = page.free
    width = right - left
    inch = _inch(assessment, width - layout.ROOM_LEFT, 0.75 * (top - bottom) - layout.ROOM_LEFT)
    found = inset.side_of(shown, inch, min(0.5 * width, 0.4 * (top - bottom))) if shown else None
    edge = left + found[0] + TICKS + layout.GAP if found is not None else left
    count = _columns(page, right - edge)
    column = flow.column_width(right - edge, count)
    listed = list(pieces(assessment, spots, plan, column))
    if found is not None:
        listed.insert(0, caption(page, found[1], column))
    height = flow.height_of(listed, right - edge, count)
    least = (LEAST_CUT if plan.brevity == CUT else LEAST) * page.height
    while plan.brevity == CUT and len(listed) > 1 and top - bottom - height - layout.GAP < least:
        listed = _cut(listed, page)
        height = flow.height_of(listed, right - edge, count)
    if found is not None:
        height = max(height, found[0] + TICKS)
    if top - bottom - height - layout.GAP < least:
        return None
    placed = flow.flowed(listed, (edge, bottom, right, bottom + height), count)
    assert placed is not None
    flow.put_pieces(placed)
    frame = None
    if found is not None:
        frame = (left + TICKS, bottom + height - found[0], left + TICKS + found[0], bottom + height)
    return _Rects((left, bottom + height + (layout.GAP if height else 0.0), right, top), frame)


def _written(assessment: Assessment, spots: Sequence[Spot], plan: Plan, rect: Rect) -> bool:
    """Write the text into a rectangle beside the map; whether it has room."""
    page = plan.page
    width = rect[2] - rect[0]
    most = max(1, int((width + flow.BETWEEN) / (1.7 * page.grown + flow.BETWEEN)))
    for count in range(1, most + 1) if plan.brevity < CUT else (most,):
        listed = list(pieces(assessment, spots, plan, flow.column_width(width, count)))
        placed = flow.flowed(listed, rect, count)
        while plan.brevity == CUT and placed is None and len(listed) > 2:
            listed = _cut(listed, page)
            placed = flow.flowed(listed, rect, count)
        if placed is not None:
            flow.put_pieces(placed)
            return True
    return False


def _cut(listed: list[Piece], page: Canvas) -> list[Piece]:
    """One entry fewer of the list at the end, and a line that says so."""
    before = int(listed[-1].name.removeprefix(REST)) if listed[-1].name.startswith(REST) else 0
    kept = listed[:-2] if before else listed[:-1]
    said = WORDS["in_full" if page.look.bare else "rest"].format(n=before + 1)
    return [*kept, replace(flow.words(page, said, COLUMN, TEXT), name=f"{REST}{before + 1}")]


def _head(assessment: Assessment, page: Canvas) -> None:
    """The finding, and whose it is."""
    if page.look.bare:
        return
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


def _marks(
    axes: Axes, assessment: Assessment, spots: Sequence[Spot], page: Canvas, *, labelled: bool
) -> tuple[list[Mark], list[Box]]:
    """Draw region, diamonds and schools; returns the marks that want labels, and boxes along the lines between marks.

    Args:
        labelled: whether the schools have labels here.
    """
    look = page.look
    ground.region(axes, assessment, look)
    placed = diamonds(assessment)
    ways: list[Box] = []
    if len(placed) == 2:
        (x, y, _, _), (u, v, _, _) = placed
        axes.plot([x, u], [y, v], color=look.theme.colours.cluster, linewidth=1.1, zorder=3, label=ground.JOINED)
    marks = []
    ghost = ghost_of(assessment)
    if ghost is not None and ghost.stands_on(axes):
        ways += put_ghost(axes, ghost, page)
        marks.append(Mark(*ghost.start, ghost.label, ground.EARLIER, key=BEFORE))
    for x, y, text, filled in placed:
        key = CLUSTER if filled else AGREED
        ground.diamond(axes, x, y, page, filled=filled, key=key)
        marks.append(Mark(x, y, text, ground.CLUSTER, 10, "bold", key))
    ground.dots(axes, [(spot.x, spot.y) for spot in spots], page, [spot.key for spot in spots])
    marks += [Mark(spot.x, spot.y, _label(spot) if labelled else "", key=spot.key) for spot in spots]
    return marks, ways


def _label(spot: Spot) -> str:
    """Names or numbers of the schools on a spot, and how many they are."""
    if not spot.label or len(spot.names) == 1:
        return spot.label or spot.named(NAME)
    return WORDS["here"].format(numbers=spot.label, n=len(spot.names))
