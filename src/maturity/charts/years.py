"""What the charts of several rounds without a map have in common: rounds side by side, small print, states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from maturity.charts import layout, style
from maturity.charts.layout import Canvas, Size
from maturity.charts.style import Look
from maturity.core.comparison import Comparison
from maturity.core.reading import Held
from maturity.report.change_words import new_questions_note
from maturity.report.over_time import over_time
from maturity.text.clean import plain
from maturity.text.isolate import isolated

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARK, LAST, SMALL = 60.0, 96.0, 12.0
"""Sizes of the mark of a round, of that of the last, and of what is not yet there, in square points."""
BROKEN, BREAK, NAME, APART = (0, (1.0, 1.8)), "_break", 8.0, 1.1
"""The line between rounds that were asked other questions, by what it is known, the size of type of its name, and the
least inches between two rounds where that stands."""
WORDS = {
    "title": "{cluster}: the journey, {first} to {last}",
    "own": "Each round on its own, as it was answered then.",
    "break": "another questionnaire",
    "broken": "Dotted upright line: another questionnaire from there on; a way across it is no change.",
    "asked": "{title} ({id}), version {version}.",
    "rough": "Where a round is not named, its ranges are a rule of thumb.",
    "fictional": "A fictional example.",
}


def begun(
    comparison: Comparison,
    look: Look,
    sizes: tuple[Size, Size, Size],
    said: Iterable[str],
    *,
    new: Callable[..., Canvas] = layout.page,
    left_out: str = "",
) -> Canvas:
    """A page with title, headline and small print.

    Args:
        sizes: its own, and the least standing and lying.
        said: what the marks mean.
        new: makes the page: `layout.page`, or `layout.readable` where a chart can do with less room.
        left_out: what has no room on it.
    """
    own, tall, wide = sizes
    page = new(look, own, tall=tall, wide=wide)
    last = comparison.rounds[-1]
    page.foot(plain(" ".join((*said, *_small_print(comparison)))), left_out)
    title = WORDS["title"].format(
        cluster=isolated(plain(last.cluster, 70)),
        first=plain(comparison.rounds[0].label, 14),
        last=plain(last.label, 14),
    )
    page.head(title, plain(over_time(comparison).headline(), 400))
    return page


def _small_print(comparison: Comparison) -> Iterator[str]:
    asked = comparison.rounds[-1].questionnaire
    yield WORDS["own"]
    if any(one.mode != "named" for one in comparison.rounds):
        yield WORDS["rough"]
    note = new_questions_note(comparison)
    if note:
        yield WORDS["broken"]
        yield note
    yield WORDS["asked"].format(title=isolated(plain(asked.title, 60)), id=asked.id, version=plain(asked.version, 20))
    if any(one.fictional for one in comparison.rounds):
        yield WORDS["fictional"]


def side_by_side(axes: Axes, comparison: Comparison, look: Look, *, size: float = 10) -> None:
    """One place for each round, with its label below; every other label where there are many."""
    rounds = comparison.rounds
    axes.set_xlim(-0.5, len(rounds) - 0.5)
    style.bare(axes, look.theme)
    figure = axes.get_figure(root=True)
    assert figure is not None
    room = axes.get_position().width * figure.get_size_inches()[0] / len(rounds)
    places, labels, free = [], [], -1.0
    for place, one in reversed(list(enumerate(rounds))):
        label = layout.shortened(plain(one.label, 14), max(room * 1.6, 0.45), size, figure)
        half = layout.width_of(label, size, figure) / 2 / room
        if free < 0 or place + half < free:
            places.append(place)
            labels.append(label)
            free = place - half - 0.08
    axes.set_xticks(places, labels, fontsize=size, color=look.theme.colours.ink)
    for place, step in enumerate(comparison.steps):
        if not step.alike:
            _break(axes, place + 0.5, look)


def _break(axes: Axes, x: float, look: Look) -> None:
    """An upright line between rounds that were asked other questions, with its name where there is room for it."""
    figure, soft = axes.get_figure(root=True), look.theme.colours.soft
    assert figure is not None
    axes.axvline(x, color=soft, linewidth=1.1, linestyle=BROKEN, zorder=1, label=BREAK)
    text, (low, high) = WORDS["break"], axes.get_xlim()
    width, height = axes.get_position().size * figure.get_size_inches()
    if height < 1.6 * layout.width_of(text, NAME, figure) or width / (high - low) < APART:
        return
    how: dict[str, Any] = {"rotation": 90, "ha": "right", "va": "top", "fontsize": NAME, "color": soft}
    axes.text(x, 0.99, text, transform=axes.get_xaxis_transform(), zorder=1, **how)


def joined_up(axes: Axes, points: list[tuple[float, float] | None], comparison: Comparison, look: Look) -> None:
    """Lines between each round and the next, where both have a place; dotted between other questions."""
    for step, (here, there) in zip(comparison.steps, pairwise(points), strict=True):
        if here is not None and there is not None:
            xs, ys = zip(here, there, strict=True)
            line = "-" if step.alike else BROKEN
            axes.plot(xs, ys, color=look.theme.colours.cluster, linewidth=2.0, linestyle=line, zorder=3)


def put_state(axes: Axes, one: Held | None, x: float, y: float, look: Look, *, last: bool = False) -> None:
    """The mark of a question that holds (filled), is open (half, or a ring), does not yet (a dot), or is not known."""
    from matplotlib.markers import MarkerStyle

    colours = look.theme.colours
    size = LAST if last else MARK
    how: dict[str, Any] = {"s": size, "linewidth": 1.4, "edgecolor": colours.cluster, "zorder": 4, "clip_on": False}
    if one is None or one.state == "unknown":
        axes.scatter([x], [y], marker="_", s=size, color=colours.soft, linewidth=1.4, zorder=4, clip_on=False)
    elif one.state == "not-yet":
        axes.scatter([x], [y], s=SMALL, color=colours.soft, linewidth=0, zorder=4, clip_on=False)
    elif one.state == "holds":
        axes.scatter([x], [y], facecolor=colours.cluster, **how)
    else:
        axes.scatter([x], [y], facecolor=colours.paper, **how)
        if one.above:
            half = MarkerStyle("o", fillstyle="left")
            axes.scatter([x], [y], marker=half, s=size, color=colours.cluster, linewidth=0, zorder=5, clip_on=False)
