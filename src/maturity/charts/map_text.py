"""What stands beside the map: how sure, the chances, what its marks mean, and the schools by their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Rectangle

from maturity.charts import flow, layout, style
from maturity.charts.flow import Piece
from maturity.charts.ghost import ghost_of
from maturity.charts.layout import Canvas
from maturity.charts.spots import Spot, diamonds
from maturity.core.assessment import Assessment
from maturity.model import Axis, Questionnaire
from maturity.report.kinds import hidden_schools
from maturity.report.wording import axis_number, axis_sure, on_axis, reason
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import listed, percent

TEXT, FOOT = 9.0, 8.0
HOLLOW, INSET, CHANCES, SURE, CUT = range(1, 6)
"""What is given up, one after the other, and only where it has no room: the meaning of a mark that has a label, the
inset, the chances, how sure it is, and last the end of the list."""
WORDS = {
    "key": "Schools ({first}, {second}), from left to right",
    "line": "{number}  {name} ({x}, {y})",
    "sure": "How sure",
    "axis": "{axis} {number}: {said}.",
    "chance": "{share}  {name}",
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
}


@dataclass(frozen=True)
class Plan:
    """One way to lay the chart out."""

    page: Canvas
    numbered: bool
    brevity: int = 0
    """How much is given up where there is no room for all: each constant above, and those before it."""
    share: float = 0.0
    """Of the width, for the map, where the text stands beside it; 0 where it stands below."""

    below: bool = False
    """Whether the list stands below both, as wide as the page."""

    shared: str = ""
    """What all names of schools have in common, which stands beside none of them."""

    @property
    def same(self) -> tuple[int, bool, float, bool]:
        """What is alike in plans of which one only gives up more."""
        return id(self.page), self.numbered, self.share, self.below


def caption(page: Canvas, times: float, width: float) -> Piece:
    """What an inset shows."""
    said = WORDS["inset"].format(times=f"{times:.1f}".removesuffix(".0"))
    return flow.words(page, said, width, FOOT, gap=0.08, color=page.look.theme.colours.soft)


def pieces(assessment: Assessment, spots: Sequence[Spot], plan: Plan, width: float) -> Iterator[Piece]:
    """What stands beside the map: how sure, what the marks mean, the schools, what is missing and why."""
    page, colours = plan.page, plan.page.look.theme.colours
    told = page.look.bare
    if plan.brevity < SURE and not told:
        yield from _sure(assessment, page, width)
    if plan.brevity < CHANCES and not told:
        yield from _chances(assessment, page, width)
    if plan.brevity < SURE and not told:
        yield Piece(0.08, lambda left, top: None)
    if not told:
        yield from _signs(assessment, spots, plan, width)
    if assessment.placement.region is None and not _crossed(assessment):
        why = reason(assessment.placement.region_reason, assessment.questionnaire)
        yield flow.words(page, WORDS["none"].format(reason=why), width, TEXT, color=colours.soft, gap=0.03)
    if plan.shared:
        yield flow.words(page, plan.shared, width, TEXT, gap=0.03)
    yield from _missing(assessment, page, width)
    if plan.numbered and not plan.below:
        yield Piece(0.08, lambda left, top: None)
        yield from schools_listed(assessment, spots, page, width)


def _sure(assessment: Assessment, page: Canvas, width: float) -> Iterator[Piece]:
    """Each axis with its number and what is sure of it."""
    yield flow.headed(page, WORDS["sure"], width, TEXT)
    for axis in assessment.questionnaire.axes:
        yield flow.words(page, axis_in_words(assessment, axis), width, TEXT, gap=0.03)


def axis_in_words(assessment: Assessment, axis: Axis) -> str:
    """An axis with its number and what is sure of it."""
    name, number, said = plain(axis.short, 22), axis_number(assessment, axis), axis_sure(assessment, axis)
    return WORDS["axis"].format(axis=name, number=number, said=said) if number[0].isdigit() else f"{name}: {said}."


def _missing(assessment: Assessment, page: Canvas, width: float) -> Iterator[Piece]:
    soft = page.look.theme.colours.soft
    if assessment.school_points is None:
        yield flow.words(page, hidden_schools(assessment), width, TEXT, color=soft, gap=0.03)
        return
    missing = [plain(s.name) for s in assessment.school_points if None in s.point.values()]
    if missing:
        text = WORDS["missing"].format(names=listed(missing))
        yield flow.words(page, text, width, TEXT, color=soft, gap=0.03)


def schools_listed(assessment: Assessment, spots: Sequence[Spot], page: Canvas, width: float) -> Iterator[Piece]:
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
    named = {one.id: plain(one.label, 80) for one in questionnaire.quadrants}
    size = page.type(TEXT)
    number = layout.width_of(percent(0.999), size, page.figure)
    widest = max(layout.width_of(name, size, page.figure) for name in named.values())
    chances = {one: percent(shares.get(one, 0.0)) for one in named}
    # A name that has no room beside its number stands above it.
    for is_beside in (True, False):
        taken = number + 0.2 if is_beside else 0.1
        wide = min(width, 2 * (max(1.04 * widest, number) + taken + 0.04))
        names = {one: layout.wrap(name, max(wide / 2 - taken, 0.01), size, page.figure) for one, name in named.items()}
        if any("…" in name for name in names.values()):
            continue
        cells = {
            one: (name, chances[one]) if is_beside else (f"{name}\n{chances[one]}", "") for one, name in names.items()
        }
        lines = max(name.count("\n") for name, _ in cells.values())
        high = size * (1.7 + 1.25 * lines) / 72
        yield Piece(2 * high + 0.1, partial(_put_cells, page, questionnaire, shares, cells, (wide / 2, high)))
        return
    # A word that is wider than its cell is never cut: the four then stand one below the other.
    for one, name in named.items():
        line = WORDS["chance"].format(share=chances[one], name=isolated(name))
        yield flow.words(page, line, width, TEXT, indent=0.2)
    yield Piece(0.1, lambda left, top: None)


def _put_cells(
    page: Canvas,
    questionnaire: Questionnaire,
    shares: Mapping[str, float],
    cells: Mapping[str, tuple[str, str]],
    cell: tuple[float, float],
    left: float,
    top: float,
) -> None:
    """Draw the four cells, each with the name and the chance of its quadrant: what stands left, and right, in it."""
    theme, size, (wide, high) = page.look.theme, page.type(TEXT), cell
    how: dict[str, Any] = {"va": "center", "linespacing": 1.2}
    for quadrant in questionnaire.quadrants:
        x, y = (quadrant.at[axis.id] == "high" for axis in questionnaire.axes)
        share = shares.get(quadrant.id, 0.0)
        tint = theme.colours.quadrants[x + 2 * y] if share > 0 else theme.colours.paper
        start, low = left + x * wide, top - (2 - y) * high
        frame = Rectangle((start, low), wide, high, facecolor=tint, edgecolor=theme.colours.line)
        page.put(frame, linewidth=0.7)
        name, number = cells[quadrant.id]
        page.text(start + 0.05, low + high / 2, name, size, ha="left", **how)
        if number:
            page.text(start + wide - 0.05, low + high / 2, number, size, ha="right", **how)


def _crossed(assessment: Assessment) -> bool:
    return any(
        assessment.axes[axis.id].margin is not None or assessment.axes[axis.id].interval
        for axis in assessment.questionnaire.axes
    )


def _signs(assessment: Assessment, spots: Sequence[Spot], plan: Plan, width: float) -> Iterator[Piece]:
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
    if plan.brevity < HOLLOW and any(not filled for *_, filled in diamonds(assessment)):
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
