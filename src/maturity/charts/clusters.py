"""Many clusters on one chart: where each stands, how sure that is, and on a map where it stood before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from maturity.charts import ground, layout, style
from maturity.charts.clusters_checklist import clusters_on_a_checklist
from maturity.charts.clusters_parts import clusters_in_strips, clusters_in_totals
from maturity.charts.clusters_stages import clusters_at_stages
from maturity.charts.corners import write_corners
from maturity.charts.ground import Mark
from maturity.charts.labels import Box
from maturity.charts.layout import Canvas, ListHeading, Rect
from maturity.charts.regions import MARK, Kinds, kinds_of, legend, put
from maturity.charts.spots import broken, by_place
from maturity.charts.style import Look, dressed
from maturity.core.portfolio import Portfolio, Standing
from maturity.core.reading import Checklist, Ladder, Map, Profile, Total
from maturity.report.wording import on_axis, reason
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.names import common_ending
from maturity.text.words import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OWN, TALL, WIDE, KEY, ASIDE = (11.5, 8.6), (7.6, 9.2), (12.0, 6.6), 2.9, 2.6
"""Inches: its own size, least sizes standing and lying, the widths of a column of the lists and of the side column."""
LABELLED, OUTLIERS = 40, 12
"""Up to so many clusters are named on the map; with more, so many of those farthest out."""
TOGETHER = 3
"""Up to so many clusters on one spot each have their own line there."""
NUMBERED = 150
"""With more clusters on the map only the farthest out are named: numbers would hide what can be seen."""
SMALL = 14.0
"""Size of the marks of very many clusters, in square points."""
CROSSES = 12
"""Up to so many clusters the intervals are drawn as well."""
NAME, LONGEST, START, TYPE = 26, 80, 12.0, 8.5
"""Letters of a line of a name, most letters of one, size of a tail's start in square points, and of type of a label."""
MOST_ASIDE, LOWEST = 12, 2.5
"""Up to so many regions are listed in the side column; inches that a map needs at least."""
INDENT = "\u00a0" * 4
"""Before the second line of an entry in the list."""
SMALLEST = 1.45
"""How far a map is made smaller only for the sake of a few numbers; without one, a cluster is still in the list."""
WORDS = {
    "title": "{n} clusters",
    "title_one": "1 cluster",
    "lead": "Placed on the map: {placed} of {all}. Sure of the quadrant: {sure} ({quadrants}).",
    "lead_unsure": "Placed on the map: {placed} of {all}. None is sure of its quadrant yet.",
    "quadrant": "{name} {n}",
    "key": "Numbers on the map ({first}, {second})",
    "number": "{number}  ",
    "entry": "{name} ({x},\u00a0{y})",
    "unplaced": "Not on the map",
    "why": "{name}: {reason}.",
    "here": "{first}–{last}  ×{n}",
    "none_placed": "No cluster can be placed yet.",
    "ending": "Every name goes on: … {ending}.",
    "mark": "Mark: a cluster in its latest round.",
    "filled": "Filled: its quadrant is sure.",
    "hollow": "Hollow: its quadrant is not sure.",
    "tail": "Tail: from its place in the round before, as it was scored then.",
    "cross": "Lines through a mark: its likely ranges.",
    "versions_one": "1 cluster was asked another version of the questionnaire on the same axes.",
    "versions": "{n} clusters were asked another version of the questionnaire on the same axes.",
    "named": "Named: the {n} clusters farthest out; the other {others} have no name here.",
    "many": "{n} clusters: {reason}.",
    "midpoints": "The midpoints are a convention.",
    "rounds": "Latest rounds: {labels}.",
    "asked": "{title} ({id}), version {version}.",
    "fictional": "All of it is a fictional example.",
    "partly": "Some of the clusters are fictional.",
}


@dressed
def draw(portfolio: Portfolio, look: Look) -> Figure:
    """Many clusters, by what is read off them."""
    return _BY_READING[portfolio.reading](portfolio, look)


def _on_a_map(portfolio: Portfolio, look: Look) -> Figure:
    """Up to forty clusters by name, more by number with the farthest out named; none is left out without a word."""
    first: set[int] = set()
    if len(portfolio.placed) <= LABELLED:
        for more in layout.MORE[:2]:
            drawn, roomless = _draw(portfolio, look, set(), more)
            if drawn is not None and not roomless:
                return drawn
            first = first or roomless
    return _numbered(portfolio, look, first or _inner(portfolio))


def _numbered(portfolio: Portfolio, look: Look, numbered: set[int]) -> Figure:
    """With numbers for some clusters, on the first page that has room for all of them, or else for most."""
    best: tuple[int, Figure] | None = None
    for smallest, more in product((layout.LEAST, 0.0), layout.MORE):
        if best is not None and not smallest:
            break
        drawn, roomless = _draw(portfolio, look, numbered, more, smallest)
        if drawn is not None and roomless - numbered:
            numbered = numbered | roomless
            drawn, roomless = _draw(portfolio, look, numbered, more, smallest)
        if drawn is not None and (best is None or len(roomless) < best[0]):
            best = len(roomless), drawn
        if best is not None and (best[0] == 0 or more >= SMALLEST):
            break
    assert best is not None
    return best[1]


def _inner(portfolio: Portfolio) -> set[int]:
    """All clusters but those farthest from the middle one, as places in `placed`."""
    if len(portfolio.placed) <= LABELLED:
        return set()
    points = np.array([list(_point(portfolio, one)) for one in portfolio.placed])
    far = np.hypot(*(points - np.median(points, axis=0)).T)
    return set(np.argsort(-far, kind="stable")[OUTLIERS:].tolist())


def _draw(
    portfolio: Portfolio, look: Look, numbered: set[int], more: float, smallest: float = layout.LEAST
) -> tuple[Figure | None, set[int]]:
    """The chart, None where its lists have no room; and the clusters whose label had none.

    Args:
        portfolio: what to draw.
        look: as in `draw`.
        numbered: clusters with a number instead of a name, as places in `placed`.
        more, smallest: as in `layout.page`.
    """
    page = layout.page(look, OWN, tall=TALL, wide=WIDE, more=more, smallest=smallest)
    n = len(portfolio.clusters)
    title = WORDS["title_one" if n == 1 else "title"].format(n=n)
    points = [_point(portfolio, one) for one in portfolio.placed]
    spots, ending = by_place(points), common_ending([plain(one.name, LONGEST) for one in portfolio.clusters])
    if not _is_crowd(portfolio):
        numbered = numbered | {place for here in spots.values() if len(here) > TOGETHER for place in here}
    ordered = [place for here in spots.values() for place in here if place in numbered]
    number = {} if _is_crowd(portfolio) else {place: str(n) for n, place in enumerate(ordered, 1)}
    heading, lines = _lists(portfolio, page, number, ending)
    kinds = kinds_of(portfolio, look)
    if page.wide and not lines and len(kinds) <= MOST_ASIDE:
        page.head(title)
        column = page.aside(ASIDE)
        column.foot(_small_print(portfolio, ending))
        column.write(_lead(portfolio), 11, gap=0.3)
        legend(column, portfolio, kinds)
        rest: Rect | None = page.free
    else:
        page.foot(_small_print(portfolio, ending))
        page.head(title, _lead(portfolio))
        legend(page, portfolio, kinds)
        rest = page.beside(heading, lines, KEY) if lines else page.free
    if rest is None or rest[3] - rest[1] < LOWEST:
        return None, set()
    axes = page.map(*rest)
    ground.ground(axes, portfolio.questionnaire, page)
    names = write_corners(axes, portfolio.questionnaire, page, points)
    marks, size = _tails(axes, portfolio, look), _size(portfolio)
    for (region, settled), some in _alike(portfolio).items():
        put(axes, some, *kinds[region], look, filled=settled, size=size)
    for (x, y), here in spots.items():
        named = [place for place in here if not _is_crowd(portfolio) or place not in numbered]
        said = [number.get(place) or _named(portfolio.placed[place], ending) for place in named]
        marks.append(Mark(x, y, _together(said), size, TYPE))
    crosses = _crosses(axes, portfolio, kinds) if len(portfolio.placed) <= CROSSES else []
    fitted = ground.label_marks(axes, marks, [*names, *crosses], page)[len(marks) - len(spots) :]
    return page.done(), {place for here, fits in zip(spots.values(), fitted, strict=True) if not fits for place in here}


def _is_crowd(portfolio: Portfolio) -> bool:
    """Whether there are too many clusters on the map for a number each."""
    return len(portfolio.placed) > NUMBERED


def _size(portfolio: Portfolio) -> float:
    """Of a mark, in square points: the smaller, the more there are."""
    return max(SMALL, MARK * NUMBERED / len(portfolio.placed)) if _is_crowd(portfolio) else MARK


def _alike(portfolio: Portfolio) -> dict[tuple[str | None, bool], list[tuple[float, float]]]:
    """Points by region and whether their quadrant is sure, so that very many are drawn at once."""
    found: dict[tuple[str | None, bool], list[tuple[float, float]]] = {}
    for one in portfolio.placed:
        found.setdefault((one.region, one.assessment.placement.settled), []).append(_point(portfolio, one))
    return found


def _named(one: Standing, ending: str) -> str:
    """The name of a cluster without the ending of all, in two lines or more where it is long."""
    return "\n".join(broken(plain(one.name, LONGEST).removesuffix(ending).rstrip(), NAME))


def _together(said: list[str]) -> str:
    """What clusters on one spot are called there: up to three names or numbers, or from which number to which."""
    if len(said) <= TOGETHER:
        return "\n".join(said)
    return WORDS["here"].format(first=said[0], last=said[-1], n=len(said))


def _point(portfolio: Portfolio, one: Standing) -> tuple[float, float]:
    x, y = (one.point[axis.id] for axis in portfolio.questionnaire.axes)
    assert x is not None
    assert y is not None
    return x, y


def _tails(axes: Axes, portfolio: Portfolio, look: Look) -> list[Mark]:
    """A line from each place in the round before, which starts with a small dot; returns the dots, without labels."""
    colour, small = style.pale(look.theme), min(1.0, _size(portfolio) / MARK)
    starts: list[Mark] = []
    for one in portfolio.placed:
        if one.previous is None:
            continue
        a, b = (one.previous[axis.id] for axis in portfolio.questionnaire.axes)
        x, y = _point(portfolio, one)
        axes.plot([a, x], [b, y], color=colour, linewidth=1.4 * small, zorder=3, solid_capstyle="round")
        starts.append(Mark(a, b, "", START))
    xs, ys = [start.x for start in starts], [start.y for start in starts]
    axes.scatter(xs, ys, s=START * small, color=colour, linewidth=0, zorder=3, clip_on=False)
    return starts


def _crosses(axes: Axes, portfolio: Portfolio, kinds: Kinds) -> list[Box]:
    """The intervals of each cluster as lines through its mark; returns where they are, in pixels."""
    first, second = (axis.id for axis in portfolio.questionnaire.axes)
    drawn = []
    for one in portfolio.placed:
        x, y = _point(portfolio, one)
        across, up = one.assessment.axes[first].interval, one.assessment.axes[second].interval
        how: dict[str, Any] = {"color": kinds[one.region][1], "linewidth": 0.9, "zorder": 4}
        for xs, ys in (
            ((across.low, across.high) if across else (x, x), (y, y)),
            ((x, x), (up.low, up.high) if up else (y, y)),
        ):
            axes.plot(xs, ys, **how)
            drawn.append(Box(*ground.pixels(axes, xs[0], ys[0]), *ground.pixels(axes, xs[1], ys[1])))
    return drawn


def _lists(portfolio: Portfolio, page: Canvas, number: dict[int, str], ending: str) -> tuple[str, list[str]]:
    """What stands beside the map: the numbers, and who is not on it and why."""
    first, second = portfolio.questionnaire.axes
    lines: list[str] = []
    if number:
        lines.append(ListHeading(WORDS["key"].format(first=plain(first.short, 14), second=plain(second.short, 14))))
    for place, n in number.items():
        one = portfolio.placed[place]
        x, y = (
            on_axis(one.assessment, axis, value)
            for value, axis in zip(_point(portfolio, one), (first, second), strict=True)
        )
        name = plain(one.name, LONGEST).removesuffix(ending).rstrip()
        start, entry = WORDS["number"].format(number=n), WORDS["entry"].format(name=name, x=x, y=y)
        room = KEY - 0.1 - max(layout.width_of(one, layout.LIST, page.figure) for one in (start, INDENT))
        first_line, *others = layout.wrap(entry, room, layout.LIST, page.figure).split("\n")
        lines += [f"{start}{first_line}", *(f"{INDENT}{other}" for other in others)]
    if portfolio.unplaced:
        lines += [*([""] if lines else []), ListHeading(WORDS["unplaced"])]
    for why in _whys(portfolio):
        lines += layout.wrap(why, KEY - 0.15, layout.LIST, page.figure).split("\n")
    return (lines[0], lines[1:]) if lines else ("", [])


def _whys(portfolio: Portfolio) -> Iterator[str]:
    """Why clusters are not on the map: of each, or of very many together."""
    reasons = [(one, plain(reason(one.reason, one.assessment.questionnaire))) for one in portfolio.unplaced]
    counts = Counter(why for _, why in reasons) if len(reasons) > LABELLED else {}
    for why, n in counts.items():
        if n > 1:
            yield WORDS["many"].format(n=n, reason=why)
    for one, why in reasons:
        if counts.get(why, 1) == 1:
            yield WORDS["why"].format(name=isolated(plain(one.name, 40)), reason=why)


def _lead(portfolio: Portfolio) -> str:
    placed, everyone = portfolio.placed, len(portfolio.clusters)
    if not placed:
        return WORDS["none_placed"]
    counts = [
        (sum(one.assessment.placement.quadrant == quadrant.id for one in placed), plain(quadrant.label, 30))
        for quadrant in portfolio.questionnaire.quadrants
    ]
    sure = sum(n for n, _ in counts)
    quadrants = listed([WORDS["quadrant"].format(name=name, n=n) for n, name in counts if n])
    said = {"placed": len(placed), "all": everyone, "sure": sure, "quadrants": quadrants}
    return WORDS["lead" if sure else "lead_unsure"].format(**said)


def _small_print(portfolio: Portfolio, ending: str) -> str:
    questionnaire, placed = portfolio.questionnaire, portfolio.placed
    said = [WORDS["ending"].format(ending=isolated(ending))] if ending else []
    if placed:
        said.append(WORDS["mark"])
    sure = [one.assessment.placement.settled for one in placed]
    said += [WORDS[key] for key, there in (("filled", any(sure)), ("hollow", not all(sure))) if there]
    if any(one.previous for one in placed):
        said.append(WORDS["tail"])
    if _is_crowd(portfolio):
        said.append(WORDS["named"].format(n=OUTLIERS, others=len(placed) - OUTLIERS))
    if placed and len(placed) <= CROSSES:
        said.append(WORDS["cross"])
    if portfolio.other_versions:
        n = portfolio.other_versions
        said.append(WORDS["versions_one" if n == 1 else "versions"].format(n=n))
    rounds = sorted({plain(one.assessment.label, 20) for one in portfolio.clusters})
    if len(rounds) <= 4:
        said.append(WORDS["rounds"].format(labels=listed(rounds)))
    said.append(WORDS["midpoints"])
    version = plain(questionnaire.version, 20)
    said.append(
        WORDS["asked"].format(title=isolated(plain(questionnaire.title, 60)), id=questionnaire.id, version=version)
    )
    fictional = [one.assessment.fictional for one in portfolio.clusters]
    if any(fictional):
        said.append(WORDS["fictional" if all(fictional) else "partly"])
    return " ".join(said)


_BY_READING: dict[type, Callable[[Portfolio, Look], Figure]] = {
    Map: _on_a_map,
    Profile: clusters_in_strips,
    Ladder: clusters_at_stages,
    Checklist: clusters_on_a_checklist,
    Total: clusters_in_totals,
}
