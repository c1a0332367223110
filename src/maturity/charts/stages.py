"""The ladder on a small page: a stage below the other, its marks in a row, and the names of what does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from maturity.charts import layout
from maturity.charts.layout import Canvas
from maturity.charts.marks import put_mark
from maturity.core.reading import Held, StageResult
from maturity.report.held_words import held_mark
from maturity.report.shapes.ladder import LadderTelling
from maturity.text import words
from maturity.text.clean import plain
from maturity.text.contrast import mixed
from maturity.text.isolate import isolated

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEAD, NOTE, LINE = 9.5, 8.0, 1.35 / 72
"""Sizes of type in points, and inches that one point takes in height."""
BAR, STEP, APART = 0.11, 0.2, 0.1
"""Inches: the height of a bar, from one mark to the next, and between stages."""
LOOSEST = 0.3
"""Inches between stages where there is room, at most."""
WORDS = {"head": "{name}: {state}, {held} of {of}", "open": "Do not hold: {names}."}


def have_room(told: LadderTelling, page: Canvas) -> bool:
    """Whether all stages with their marks have room, even if no question has its name."""
    free = page.top - page.bottom
    columns = ((column, [told.reading.stages[place] for place in here]) for column, here in _columns(told, page))
    # The space below the last marks is nobody's.
    return all(
        sum(_height(_head(told, one, s), 0) + APART for s in here) - APART <= free + STEP / 2 for one, here in columns
    )


def put_stages(told: LadderTelling, page: Canvas, axes: Axes) -> None:
    """All stages, in two columns where the page is not a narrow one."""
    for column, here in _columns(told, page):
        _column(told, column, axes, here)


def _columns(told: LadderTelling, page: Canvas) -> list[tuple[Canvas, range]]:
    """The columns of the page, each with the places of its stages."""
    count, wide = len(told.reading.stages), page.right - page.left
    if wide < layout.NARROW:
        return [(page, range(count))]
    half, middle = -(-count // 2), (page.left + page.right) / 2
    first = replace(page, right=middle - layout.GAP / 2)
    return [(first, range(half)), (replace(page, left=middle + layout.GAP / 2), range(half, count))]


def _column(told: LadderTelling, page: Canvas, axes: Axes, here: range) -> None:
    """Some of the stages, each with as many names as have room."""
    stages = [told.reading.stages[place] for place in here]
    heads = [_head(told, page, stage) for stage in stages]
    bare = sum(_height(head, 0) for head in heads)
    free = page.top - page.bottom - bare - APART * len(stages)
    lines = [0] * len(stages)
    for place, stage in enumerate(stages):
        wanted = _names(told, page, stage, 9).count("\n") + 1 if _names(told, page, stage, 9) else 0
        lines[place] = max(0, min(wanted, int(free / (NOTE * LINE))))
        free -= lines[place] * NOTE * LINE
    gap = APART + min(max(free, 0.0) / len(stages), LOOSEST)
    top = page.top
    for place, (stage, head) in enumerate(zip(stages, heads, strict=True)):
        _stage(told, page, axes, here[place], top)
        y = top - BAR - 0.05
        page.text(page.left, y, head, HEAD, va="top", weight="bold", linespacing=1.2)
        y -= (head.count("\n") + 1) * HEAD * LINE + STEP / 2
        for n, one in enumerate(_of(told, stage)):
            put_mark(axes, page.look.theme, held_mark(one), page.left + 0.1 + n * STEP, y, 9.0)
        said = _names(told, page, stage, lines[place])
        page.text(page.left, y - STEP / 2, said, NOTE, va="top", color=page.look.theme.colours.soft, linespacing=1.2)
        top -= _height(head, lines[place]) + gap


def _height(head: str, lines: int) -> float:
    return BAR + 0.05 + (head.count("\n") + 1) * HEAD * LINE + STEP + lines * NOTE * LINE


def _of(told: LadderTelling, stage: StageResult) -> list[Held]:
    return [told.held[item.id] for item in told.asked.items if item.stage == stage.id]


def _head(told: LadderTelling, page: Canvas, stage: StageResult) -> str:
    name = isolated(plain(told.asked.stage_by_id[stage.id].short, 80))
    text = WORDS["head"].format(name=name, state=told.state_of(stage), held=stage.held, of=stage.of)
    return layout.wrap(text, page.right - page.left, HEAD, page.figure, weight="bold", lines=3)


def _names(told: LadderTelling, page: Canvas, stage: StageResult, lines: int) -> str:
    """What does not hold, in so many lines: by name as far as that goes, the rest counted."""
    shorts = [
        isolated(plain(told.asked.item_by_id[one.id].short, 80)) for one in _of(told, stage) if one.state != "holds"
    ]
    for most in range(len(shorts), 0, -1):
        said = _wrapped(page, shorts, most)
        if said.count("\n") < lines:
            return said
    return ""


def _wrapped(page: Canvas, shorts: Sequence[str], most: int) -> str:
    names = words.some(list(shorts), most)
    return layout.wrap(WORDS["open"].format(names=names), page.right - page.left, NOTE, page.figure)


def _stage(told: LadderTelling, page: Canvas, axes: Axes, place: int, top: float) -> None:
    """The bar of a stage, filled as far as it holds."""
    from matplotlib.patches import Rectangle

    colours, (sure, may) = page.look.theme.colours, told.way()
    pale = mixed(colours.paper, colours.cluster, 0.25)
    face = colours.cluster if place < sure else pale if place < may else colours.paper
    edge = colours.cluster if place < may else colours.line
    wide = page.right - page.left
    axes.add_patch(Rectangle((page.left, top - BAR), wide, BAR, facecolor=face, edgecolor=edge, linewidth=1))
    room = told.room_reading()
    ids = [stage.id for stage in told.reading.stages]
    if room is not None and room.settled and room.at_least == ids[place]:
        ink, paper = colours.ink, colours.paper
        right = page.right - 0.06
        axes.plot([right], [top - BAR / 2], marker="D", markersize=7, color=paper, markeredgecolor=ink, zorder=5)
