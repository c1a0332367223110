"""What the charts of many clusters without a map have in common: the page, who is missing, columns of regions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from maturity.charts import layout
from maturity.charts.layout import Canvas, ListHeading, Rect, Size
from maturity.charts.regions import kinds_of, legend
from maturity.charts.style import Look
from maturity.core.portfolio import Portfolio, Standing
from maturity.report.together import WithoutMapTogether, all_together
from maturity.report.wording import reason
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import listed, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KEY, LOWEST = 2.9, 1.2
"""Inches: the width of a column of the list of who is missing, and the least height of a chart."""
REGION, MOST = 0.85, 8
"""Inches of the column of a region, and the most of them."""
WORDS = {
    "title": "{n} {n:cluster|clusters}",
    "unplaced": "Not on the chart",
    "why": "{name}: {reason}.",
    "versions": "{n} {n:cluster was|clusters were} asked another version of the questionnaire.",
    "rounds": "Latest rounds: {labels}.",
    "latest": "Each cluster in its latest round.",
    "asked": "{title} ({id}), version {version}.",
    "fictional": "All of it is a fictional example.",
    "partly": "Some of the clusters are fictional.",
    "rough": "Where a round is not named, how sure it is goes by a rule of thumb.",
    "none": "no region",
    "others": "{n} others",
    "regions": "Columns at the right: clusters of each region.",
}
Group = tuple[str, list[Standing]]
"""The name of a region, or of several, and its clusters."""


def told_of(portfolio: Portfolio) -> WithoutMapTogether:
    """The clusters in words."""
    return cast(WithoutMapTogether, all_together(portfolio))


def clusters_begun(
    portfolio: Portfolio, look: Look, sizes: tuple[Size, Size, Size], said: Iterable[str], *, marks: bool = False
) -> tuple[Canvas, Rect]:
    """A page with title, lead and small print, with the list of who is missing; and what of it is free.

    Args:
        sizes: its own, and the least standing and lying.
        said: what the marks mean.
        marks: whether regions are told apart by marks, which then are explained.
    """
    own, tall, wide = sizes
    n, words = len(portfolio.clusters), plain(" ".join((*said, *_small_print(portfolio))))
    for more in layout.MORE:
        page = layout.page(look, own, tall=tall, wide=wide, more=more)
        page.foot(words)
        page.head(spoken(WORDS["title"], n=n), plain(told_of(portfolio).lead(), 500))
        if marks:
            legend(page, portfolio, kinds_of(portfolio, look))
        lines = [ListHeading(WORDS["unplaced"]), *_missing(portfolio, page)]
        rest = _listed(page, lines, own[1]) if len(lines) > 1 else page.free
        if rest is not None and rest[3] - rest[1] >= LOWEST:
            return page, rest
    return page, page.free


def _listed(page: Canvas, lines: list[str], height: float) -> Rect | None:
    """What is left beside or below a list, whichever leaves more; None where it has no room."""
    long = len(lines) * layout.LIST * layout.LEADING / 72
    left, bottom, right, top = page.free
    if long <= top - bottom and right - left > 2.2 * KEY:
        page.aside(KEY).listing(lines)
        return page.free
    if long + height / 3 <= top - bottom:
        below = replace(page, top=bottom + long)
        below.listing(lines)
        return left, bottom + long + layout.GAP, right, top
    return page.beside(lines[0], lines[1:], KEY)


def _missing(portfolio: Portfolio, page: Canvas) -> Iterator[str]:
    for one in portfolio.unplaced:
        why = WORDS["why"].format(
            name=isolated(plain(one.name, 40)), reason=plain(reason(one.reason, one.assessment.questionnaire))
        )
        yield from layout.wrap(why, KEY - 0.15, layout.LIST, page.figure).split("\n")


def _small_print(portfolio: Portfolio) -> Iterator[str]:
    asked, n = portfolio.questionnaire, portfolio.other_versions
    yield WORDS["latest"]
    if any(one.assessment.mode != "named" for one in portfolio.placed):
        yield WORDS["rough"]
    if n:
        yield spoken(WORDS["versions"], n=n)
    rounds = sorted({plain(one.assessment.label, 20) for one in portfolio.clusters})
    if len(rounds) <= 4:
        yield WORDS["rounds"].format(labels=listed(rounds))
    yield WORDS["asked"].format(title=isolated(plain(asked.title, 60)), id=asked.id, version=plain(asked.version, 20))
    fictional = [one.assessment.fictional for one in portfolio.clusters]
    if any(fictional):
        yield WORDS["fictional" if all(fictional) else "partly"]


def groups_of(portfolio: Portfolio, room: float) -> list[Group]:
    """The regions that have room for a column each; where there are more, the smallest as one; none without regions.

    Args:
        room: inches.
    """
    if not portfolio.regions:
        return []
    named: dict[str | None, list[Standing]] = {region: [] for region in portfolio.regions}
    for one in portfolio.placed:
        named.setdefault(one.region, []).append(one)
    fit = max(1, min(MOST, int(room / REGION)))
    groups = [(region or WORDS["none"], some) for region, some in named.items()]
    if len(groups) <= fit:
        return groups
    largest = sorted(groups, key=lambda group: -len(group[1]))[: fit - 1]
    kept = [group for group in groups if group in largest]
    rest = [group for group in groups if group not in largest]
    return [*kept, (WORDS["others"].format(n=len(rest)), [one for _, some in rest for one in some])]


def columns(
    page: Canvas, axes: Axes, left: float, groups: Sequence[Group], rows: Sequence[float], cell: Callable[..., str]
) -> None:
    """A column of cells for each region, with its name above.

    Args:
        left: inches at which the first begins.
        rows: places of the rows on `axes`, of which the first is the uppermost.
        cell: of a row's number and the clusters of a group.
    """
    colours, top = page.look.theme.colours, axes.get_position().y1 * page.height
    for place, (name, some) in enumerate(groups):
        middle = left + (place + 0.5) * REGION
        head = layout.wrap(plain(name, 60), REGION - 0.08, 8, page.figure, lines=3)
        page.text(middle, top + 0.05, head, 8, ha="center", va="bottom", color=colours.soft, linespacing=1.1)
        for number, row in enumerate(rows):
            x = (middle - axes.get_position().x0 * page.width) / (axes.get_position().width * page.width)
            text = cell(number, some)
            axes.text(x, row, text, transform=axes.get_yaxis_transform(), fontsize=9, ha="center", va="center")
