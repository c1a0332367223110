"""The journey: where the cluster stood in each round, and which way it went in between."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from maturity.charts import flow, ground, layout
from maturity.charts.corners import write_corners
from maturity.charts.flow import Piece
from maturity.charts.ground import Mark
from maturity.charts.journey_arrows import BREAK, BROKEN, along, arrow_between, halfway
from maturity.charts.journey_lines import journey_of_parts, journey_of_total
from maturity.charts.journey_states import journey_of_dots, journey_of_stages
from maturity.charts.labels import Box
from maturity.charts.layout import Canvas, Rect
from maturity.charts.spots import broken, by_place
from maturity.charts.style import Look, dressed
from maturity.charts.tagged import OF, key_of_round, key_of_schools, tag
from maturity.core.advise_parts import fewest_on_axes
from maturity.core.assessment import Assessment, Region
from maturity.core.comparison import Comparison, Step
from maturity.core.reading import Checklist, Ladder, Map, Profile, Total
from maturity.model import Questionnaire
from maturity.report.change_words import linked_words, new_questions_note
from maturity.report.over_time import over_time
from maturity.report.over_time.map_in_words import unplaced
from maturity.report.wording import on_axis
from maturity.report.wording import reason as reason_of
from maturity.text.clean import plain
from maturity.text.contrast import mixed
from maturity.text.isolate import isolated
from maturity.text.words import day, level

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

OWN, TALL, WIDE, KEY, ASIDE = (8.0, 9.4), (6.8, 8.0), (9.6, 5.4), 3.0, 3.0
"""Inches: its own size, the least sizes standing and lying, the widths of the list and of the column at the side."""
LAST, TIP = 150.0, 12.0
"""Sizes of the mark of the last round, and of the end of a school's arrow, in square points."""
EARLIER_EDGE = ground.EARLIER**0.5 * 0.72
"""Points from the middle of an earlier round's mark to its edge."""
SCHOOLS = 12
"""With more schools than this in both rounds, none is drawn."""
STILL = 0.02
"""Of the length of an axis: a shorter way is a dot, on every map alike."""
BEND = 0.12
"""How far an arrow bends, so that there and back are two."""
TOGETHER = 3
"""Up to so many names stand together at one end of arrows."""
NAME, LONGEST, INDENT = 22, 80, 0.2
"""Letters of a line of a school's name beside its arrow, most letters of one; and inches by which the second line of
an entry in the list stands further to the right."""
WORDS = {
    "title": "{cluster}: the journey, {first} to {last}",
    "label": "{number} · {label}",
    "key": "Rounds ({first}, {second})",
    "line": "{number} · {label}, {date}: {x}, {y}",
    "undated": "{number} · {label}: {x}, {y}",
    "nowhere": "{number} · {label}: no place, see below",
    "last": "Large diamond: the last round; small ones: those before, each round's own result.",
    "missing": "Without a place: {label} ({reason}).",
    "region": "Outline: where the last round could lie if others had answered.",
    "joint": "Outline: where the last round could lie on both axes together (95%).",
    "cross": "Cross: likely ranges of the last round ({reason}).",
    "none": "No region: {reason}.",
    "before": "Pale ovals: where the rounds before could lie.",
    "before_one": "Pale oval: where a round before could lie.",
    "school": "{letter} · {name}: {x},\u00a0{y} to {u},\u00a0{v}",
    "schools": "Thin arrows: schools, from {before} to {last}.",
    "still": "Small dot: a school, with hardly a move from {before} to {last}.",
    "many": "Schools are not drawn: there are more than {most}.",
    "broken": "Broken arrows join rounds with other questions; how long they are says nothing of what has changed.",
    "hidden": "Schools are not shown: a round is not named.",
    "midpoints": "The midpoints are a convention.",
    "asked": "{title} ({id}), version {version}.",
    "fictional": "A fictional example.",
}


@dataclass(frozen=True)
class Stop:
    """A round on the map: its number from 1, and its place in levels."""

    number: int
    label: str
    x: float
    y: float

    @property
    def key(self) -> str:
        """By what it is known in an SVG."""
        return key_of_round(self.number - 1)


@dataclass(frozen=True)
class Way:
    """From one place to another, with a name, the school's place in its cluster, and the key for an SVG."""

    name: str
    start: tuple[float, float]
    end: tuple[float, float]
    school: int = 0
    key: str = ""


@dressed
def draw(comparison: Comparison, look: Look) -> Figure:
    """The way of one cluster over its rounds, each on its own, by what is read off the last."""
    return _BY_READING[type(comparison.rounds[-1].reading)](comparison, look)


def _over_the_map(comparison: Comparison, look: Look) -> Figure:
    """The path of one cluster over its rounds on the map, with the region of each, and perhaps the schools' last ways.

    Arrows join a round and the next only, of the cluster as of its schools.

    Schools have their names where there is room for all, else letters and a list.
    """
    first = layout.page(look, OWN, tall=TALL, wide=WIDE)
    pages = [
        layout.page(look, OWN, tall=TALL, wide=WIDE, more=more, smallest=smallest)
        for smallest in (layout.LEAST, 0.0)
        for more in layout.MORE
    ]
    best: Figure | None = None
    ways = school_ways(comparison) if look.ways else []
    named = [] if _crowded(ways) else [(first, False)]
    for page, lettered in (*named, *((page, True) for page in pages)):
        drawn, complete = _draw(comparison, ways, page, lettered=lettered)
        if drawn is not None and complete:
            return drawn
        # Type that can be read, with a label that is only in the list, before type that is too small.
        if drawn is not None and lettered and (best is None or page.least):
            best = drawn
        if best is not None and not page.least:
            break
    assert best is not None
    return best


def _draw(comparison: Comparison, ways: Sequence[Way], page: Canvas, *, lettered: bool) -> tuple[Figure | None, bool]:
    """The chart, None where the list has no room on the page; and whether everything has its label."""
    last, look, stops = comparison.rounds[-1], page.look, _stops(comparison)
    page.foot(plain(" ".join(_said(comparison, ways, look))))
    title = WORDS["title"].format(
        cluster=isolated(plain(last.cluster, 70)),
        first=plain(comparison.rounds[0].label, 14),
        last=plain(last.label, 14),
    )
    first, second = last.questionnaire.axes
    heading = WORDS["key"].format(first=plain(first.short, 14), second=plain(second.short, 14))
    lines = _rounds(comparison) + (_lettered(ways, last) if lettered else [])

    def pieces(width: float) -> list[Piece]:
        listed = [flow.words(page, line, width, layout.LIST, indent=INDENT) for line in lines]
        return [flow.headed(page, heading, width, layout.LIST), *listed]

    rest: Rect | None
    if page.wide:
        page.head(title)
        column = page.aside(ASIDE)
        column.write(page.look.news(plain(over_time(comparison).headline(), 400)), 11, gap=0.25)
        placed = flow.flowed(pieces(column.right - column.left), column.free, 1)
        flow.put_pieces(placed or ())
        rest = None if placed is None else page.free
    else:
        page.head(title, plain(over_time(comparison).headline(), 400))
        rest = flow.beside_map(page, pieces, KEY)
    if rest is None:
        return None, False
    axes = page.map(*rest)
    points = [(stop.x, stop.y) for stop in stops] + [way.end for way in ways]
    ground.ground(axes, last.questionnaire, page)
    for number, where in _earlier_regions(comparison).items():
        tag(axes.add_patch(ground.ellipse(where, look, faint=True)), key_of_round(number), what=OF)
    crossed = ground.region(axes, last, look, key_of_round(len(comparison.rounds) - 1))
    path = _school_arrows(axes, ways, look, page.factor, comparison.last)
    path += _path(axes, comparison, stops, look, page.factor)
    _marks(axes, stops, len(comparison.rounds), page)
    corners = write_corners(axes, last.questionnaire, page, points, [*crossed, *path])
    words = [_letter(n) if lettered else "\n".join(broken(way.name, NAME)) for n, way in enumerate(ways)]
    marks = [*_names(stops, len(comparison.rounds)), *_breaks(axes, comparison, stops)]
    complete = _labels(axes, marks, ways, words, corners, path, page)
    return page.done(), complete


def _stops(comparison: Comparison) -> list[Stop]:
    first, second = (axis.id for axis in comparison.rounds[-1].questionnaire.axes)
    return [
        Stop(number, plain(one.label, 14), x, y)
        for number, one in enumerate(comparison.rounds, 1)
        if (x := one.placement.point.get(first)) is not None and (y := one.placement.point.get(second)) is not None
    ]


def _earlier_regions(comparison: Comparison) -> dict[int, Region]:
    """The regions of the rounds before the last that have a place and a region, by number from 0."""
    earlier = enumerate(comparison.rounds[:-1])
    return {number: one.placement.region for number, one in earlier if one.placement.region is not None}


def school_ways(comparison: Comparison) -> list[Way]:
    """From the last round but one to the last, of the schools that have a place in both; none if they are not shown."""
    start, end = _places(comparison.rounds[-2]), _places(comparison.rounds[-1])
    if comparison.last.schools.both is None or start is None or end is None:
        return []
    last = key_of_round(len(comparison.rounds) - 1)
    names = {school.id: (place, school.name) for place, school in enumerate(comparison.rounds[-1].schools)}
    ways = [
        Way(plain(name, LONGEST), start[i], end[i], place, f"{key_of_schools([place])}.{last}")
        for i in end
        if i in start and i in names
        for place, name in (names[i],)
    ]
    return ways if len(ways) <= SCHOOLS else []


def _places(assessment: Assessment) -> dict[str, tuple[float, float]] | None:
    if assessment.school_points is None:
        return None
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    return {
        school.id: (x, y)
        for school in assessment.school_points
        if (x := school.point[first]) is not None and (y := school.point[second]) is not None
    }


def _rounds(comparison: Comparison) -> list[str]:
    """The list of all rounds."""
    last = comparison.rounds[-1].questionnaire
    lines = []
    for number, one in enumerate(comparison.rounds, 1):
        values = [(axis, one.placement.point.get(axis.id)) for axis in last.axes]
        placed = [on_axis(one, axis, value) for axis, value in values if value is not None]
        form = "nowhere" if len(placed) < len(values) else "undated" if one.date is None else "line"
        x, y = placed if len(placed) == 2 else ("", "")
        date = "" if one.date is None else day(one.date)
        lines.append(WORDS[form].format(number=number, label=plain(one.label, 14), date=date, x=x, y=y))
    return lines


def _lettered(ways: Sequence[Way], last: Assessment) -> list[str]:
    lines, fewest = [], fewest_on_axes(last)
    middles = [axis.midpoint for axis in last.questionnaire.axes]
    for place, way in enumerate(ways):
        places = zip((*middles, *middles), (*way.start, *way.end), strict=True)
        x, y, u, v = (level(value, middle, fewest) for middle, value in places)
        lines.append(WORDS["school"].format(letter=_letter(place), name=way.name, x=x, y=y, u=u, v=v))
    return lines


def _letter(place: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[place]


def _path(axes: Axes, comparison: Comparison, stops: Sequence[Stop], look: Look, factor: float) -> list[Box]:
    """Arrows from round to round, the older the paler, broken between other questions; returns boxes along them."""
    colours = look.theme.colours
    boxes: list[Box] = []
    for place, (here, there) in enumerate(pairwise(stops), 1):
        if there.number - here.number > 1:
            continue
        ends = (here.x, here.y), (there.x, there.y)
        age = (len(stops) - 1 - place) / max(len(stops) - 1, 1)
        arrow = arrow_between(
            axes,
            *ends,
            factor,
            size=15.0,
            shrink=(EARLIER_EDGE, LAST**0.5 * 0.78 if there is stops[-1] else EARLIER_EDGE),
            bend=BEND,
        )
        if arrow is None:
            continue
        arrow.set(color=mixed(colours.cluster, colours.paper, 0.45 * age), linewidth=1.9, zorder=3.5)
        tag(arrow, there.key, what=OF)
        if not comparison.steps[here.number - 1].alike:
            arrow.set_linestyle(BROKEN)
        boxes += along(axes, *ends, BEND)
    return boxes


def _breaks(axes: Axes, comparison: Comparison, stops: Sequence[Stop]) -> list[Mark]:
    """What is written at each arrow between rounds that were asked other questions."""
    return [
        Mark(*halfway(axes, (here.x, here.y), (there.x, there.y), BEND), BREAK, 0.0, 8.5, key=there.key)
        for here, there in pairwise(stops)
        if there.number - here.number == 1 and not comparison.steps[here.number - 1].alike
    ]


def _is_still(way: Way, asked: Questionnaire) -> bool:
    """Whether a way is so short that no arrow can be seen."""
    return math.dist(way.start, way.end) < STILL * (asked.scale.high - asked.scale.low)


def _school_arrows(axes: Axes, ways: Sequence[Way], look: Look, factor: float, step: Step) -> list[Box]:
    """Thin and pale; returns boxes along them."""
    colours, asked = look.theme.colours, step.after.questionnaire
    for way in ways:
        colour, arrow = mixed(colours.schools, colours.paper, 0.5), None
        if not _is_still(way, asked):
            arrow = arrow_between(axes, way.start, way.end, factor, size=9.0, shrink=(0.0, 0.0), bend=0.0)
        if arrow is not None:
            arrow.set(color=colour, linewidth=1.0, zorder=2.5, linestyle="solid" if step.alike else BROKEN)
            tag(arrow, way.key)
        else:
            tag(axes.scatter([way.end[0]], [way.end[1]], s=TIP, color=colour, zorder=2.5), way.key)
    return [box for way in ways for box in along(axes, way.start, way.end, 0.0)]


def _marks(axes: Axes, stops: Sequence[Stop], rounds: int, page: Canvas) -> None:
    """A diamond for each round, small and grey but for the last one."""
    for stop in stops:
        if stop.number == rounds:
            ground.diamond(axes, stop.x, stop.y, page, size=LAST, key=stop.key)
        else:
            ground.earlier_mark(axes, stop.x, stop.y, page, stop.key)


def _names(stops: Sequence[Stop], rounds: int) -> list[Mark]:
    """The number and the label of every round."""
    return [
        Mark(
            stop.x,
            stop.y,
            WORDS["label"].format(number=stop.number, label=stop.label),
            ground.CLUSTER if stop.number == rounds else ground.EARLIER,
            10,
            "bold",
            stop.key,
        )
        for stop in stops
    ]


def _labels(
    axes: Axes,
    marks: Sequence[Mark],
    ways: Sequence[Way],
    words: Sequence[str],
    corners: Sequence[Text],
    arrows: Sequence[Box],
    page: Canvas,
) -> bool:
    """Labels of the path and then of the schools, clear of the arrows where that can be; whether all found room."""
    ends = by_place(way.end for way in ways)
    schools = [
        Mark(x, y, _together([words[n] for n in here]), TIP, 8.5, key=".".join(ways[n].key for n in here))
        for (x, y), here in ends.items()
    ]
    done = _write(axes, marks, schools, corners, arrows, page)
    return _write(axes, schools, marks, [], arrows, page) and done


def _crowded(ways: Sequence[Way]) -> bool:
    """Whether so many arrows end on one spot that their names would cover the map."""
    return any(len(here) > TOGETHER for here in by_place(way.end for way in ways).values())


def _together(words: Sequence[str]) -> str:
    """The names, or the letters in short lines, of schools whose arrows end on one spot."""
    if any(len(word) > 1 for word in words):
        return "\n".join(words)
    return textwrap.fill(" ".join(words), 7)


def _write(
    axes: Axes,
    marks: Sequence[Mark],
    others: Sequence[Mark],
    clear_of: Sequence[Text],
    arrows: Sequence[Box],
    page: Canvas,
) -> bool:
    """Labels clear of all text and of other marks; clear of the arrows as well where that can be."""
    for hindered in (arrows, ()):
        silent = [replace(mark, text="") for mark in others]
        found = ground.label_marks(axes, [*marks, *silent], [*clear_of, *axes.texts, *hindered], page)
        others = [*others, *(mark for mark, done in zip(marks, found, strict=False) if done)]
        marks = [mark for mark, done in zip(marks, found, strict=False) if not done]
    return not marks


def _said(comparison: Comparison, ways: Sequence[Way], look: Look) -> Iterator[str]:
    """What the marks mean, what is missing and why, and what else one should know."""
    before, last = comparison.rounds[-2:]
    placement, questionnaire = last.placement, last.questionnaire
    yield WORDS["last"]
    missing = unplaced(comparison)
    for one, reason in missing:
        yield WORDS["missing"].format(label=plain(one.label, 20), reason=plain(reason, 120))
    if last not in [one for one, _ in missing]:
        if placement.region is not None:
            yield WORDS["region" if placement.method == "fixed" else "joint"]
        elif any(last.axes[axis.id].interval for axis in questionnaire.axes):
            yield WORDS["cross"].format(reason=plain(reason_of(placement.region_reason, questionnaire), 120))
    if earlier := len(_earlier_regions(comparison)):
        yield WORDS["before_one" if earlier == 1 else "before"]
    if ways:
        still = [_is_still(way, questionnaire) for way in ways]
        for key, there in (("schools", not all(still)), ("still", any(still))):
            if there:
                yield WORDS[key].format(before=plain(before.label, 14), last=plain(last.label, 14))
    elif look.ways:
        both = comparison.last.schools.both
        if both is None:
            yield WORDS["hidden"]
        elif len(both) > SCHOOLS:
            yield WORDS["many"].format(most=SCHOOLS)
    unlike = [step for step in comparison.steps if not step.alike]
    if unlike:
        yield WORDS["broken"]
        yield new_questions_note(comparison)
        yield from filter(None, map(linked_words, unlike))
    yield WORDS["midpoints"]
    yield WORDS["asked"].format(
        title=isolated(plain(questionnaire.title, 60)), id=questionnaire.id, version=plain(questionnaire.version, 20)
    )
    if any(one.fictional for one in comparison.rounds):
        yield WORDS["fictional"]


_BY_READING: dict[type, Callable[[Comparison, Look], Figure]] = {
    Map: _over_the_map,
    Profile: journey_of_parts,
    Ladder: journey_of_stages,
    Checklist: journey_of_dots,
    Total: journey_of_total,
}
