"""The journey of what holds: the steps of a ladder over the years, or the dots of a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maturity.charts import layout, order, style, years
from maturity.charts.layout import Canvas
from maturity.charts.style import Look
from maturity.core.assessment import Assessment
from maturity.core.compare_read import held_of
from maturity.core.comparison import Comparison
from maturity.core.reading import Ladder
from maturity.model import Questionnaire
from maturity.report.over_time.checklist import ChecklistOverTime
from maturity.report.over_time.held import TURNS
from maturity.report.over_time.ladder import stage_name
from maturity.text.clean import plain
from maturity.text.words import enumerated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STEP, ROW = 0.85, 0.36
"""Inches from one stage, and from one question, to the next."""
LABEL, BECAME = 2.5, 1.6
"""Inches for names on the left, and for what became of a question on the right."""
WORDS = {
    "steps": "Diamond: the stage of a round, sure. Bar: it lies between two stages; ring: by the scores alone. "
    "Lines join a round and the next; broken where one is not sure.",
    "dots": "Filled: holds. Half: open, its score above the line; ring: open, below it. Small dot: not yet. Dash: it "
    "cannot be told, or was not asked.",
    "usual": "{label} ({usual})",
    "rules": "The stages rest on a convention: from which answer on a question holds, and how many are needed.",
    "line": "The line is a convention.",
    "since": "since {label}",
    "other": "Without a place, for its stages are others: {labels}.",
    "count": "{n} of {all} hold",
    "short": "{n}/{all}",
}


def journey_of_stages(comparison: Comparison, look: Look) -> Figure:
    """One column a round, one row a stage, what holds before the first at the bottom."""
    asked = comparison.rounds[-1].questionnaire
    rows = len(asked.stages) + 1
    sizes = (8.6, 2.5 + STEP * rows), (6.6, 2.9 + STEP * rows), (9.4, 2.2 + 0.72 * STEP * rows)
    places = [_places(one, asked) for one in comparison.rounds]
    page = years.begun(
        comparison,
        look,
        sizes,
        (order.ordered(order.UPWARDS), WORDS["steps"], WORDS["rules"], *_others(comparison, places)),
    )
    label = min(LABEL, 0.36 * (page.right - page.left))
    axes = page.axes(page.left + label, page.bottom + 0.35, page.right - 0.2, page.top - 0.05)
    axes.set_ylim(-1.5, len(asked.stages) - 0.5)
    years.side_by_side(axes, comparison, look)
    axes.set_yticks([])
    for place in range(-1, len(asked.stages)):
        axes.axhline(place, color=look.theme.colours.line, linewidth=0.8, zorder=0)
        _stage_label(page, axes, asked, place, label - 0.2)
    _steps(axes, places, comparison, look)
    return page.done()


def _others(comparison: Comparison, places: list[tuple[int, int, int] | None]) -> list[str]:
    labels = [plain(one.label, 14) for one, place in zip(comparison.rounds, places, strict=True) if place is None]
    return [WORDS["other"].format(labels=enumerated(labels))] if labels else []


def _places(assessment: Assessment, asked: Questionnaire) -> tuple[int, int, int] | None:
    """Positions of the stage that is sure, that of the scores, and the highest possible, among the last stages."""
    if not isinstance(assessment.reading, Ladder):
        return None
    place: dict[str | None, int] = {None: -1} | {stage.id: n for n, stage in enumerate(asked.stages)}
    if not {stage.id for stage in assessment.reading.stages} <= set(place):
        return None
    reading = assessment.reading
    return place[reading.at_least], place[reading.by_score], place[reading.at_most]


def _stage_label(page: Canvas, axes: Axes, asked: Questionnaire, place: int, width: float) -> None:
    name = plain(stage_name(asked, place), 120)
    if place >= 0 and asked.stages[place].usual:
        name = WORDS["usual"].format(label=name, usual=plain(asked.stages[place].usual, 30))
    text = layout.wrap(name, width, 10, page.figure, lines=3)
    x = -0.12 / (axes.get_position().width * page.width)
    axes.text(x, place, text, transform=axes.get_yaxis_transform(), fontsize=10, ha="right", va="center")


def _steps(axes: Axes, places: list[tuple[int, int, int] | None], comparison: Comparison, look: Look) -> None:
    colours = look.theme.colours
    for x, place in enumerate(places):
        if place is None:
            continue
        low, by_score, high = place
        if low == high:
            size = years.LAST if x == len(places) - 1 else years.MARK
            axes.scatter([x], [low], marker="D", s=size, color=colours.cluster, edgecolor=colours.paper, zorder=5)
        else:
            axes.plot([x, x], [low, high], color=style.pale(look.theme), linewidth=9, solid_capstyle="round", zorder=2)
            ring: dict[str, Any] = {
                "facecolor": colours.paper,
                "edgecolor": colours.cluster,
                "linewidth": 1.6,
                "zorder": 5,
            }
            axes.scatter([x], [by_score], s=years.MARK, **ring)
        before = places[x - 1] if x else None
        if before is not None:
            settled = low == high and before[0] == before[2]
            how: dict[str, Any] = {"color": colours.cluster, "linewidth": 2.0 if settled else 1.2, "zorder": 3}
            line: Any = "-" if settled else (0, (3, 2))
            if not comparison.steps[x - 1].alike:
                line = years.BROKEN
            axes.plot([x - 1, x], [before[1], by_score], linestyle=line, **how)


def journey_of_dots(comparison: Comparison, look: Look) -> Figure:
    """One row a question, one column a round, and what became of it since the last but one."""
    told, step, asked = ChecklistOverTime(comparison), comparison.last, comparison.rounds[-1].questionnaire
    rows = len(asked.items) + 1
    sizes = (8.6, 2.3 + ROW * rows), (6.8, 2.7 + ROW * rows), (9.4, 2.1 + 0.7 * ROW * rows)
    page = years.begun(comparison, look, sizes, (order.ordered(order.ASKED), WORDS["dots"], WORDS["line"]))
    free = page.right - page.left
    label, became = min(LABEL, 0.34 * free), min(BECAME, 0.22 * free)
    axes = page.axes(page.left + label, page.bottom + 0.35, page.right - became, page.top - 0.25)
    axes.set_ylim(rows - 0.4, -0.6)
    years.side_by_side(axes, comparison, look)
    axes.set_yticks([])
    turns = told.turns(step)
    since = WORDS["since"].format(label=plain(step.before.label, 14))
    page.text(page.right - became + 0.12, page.top - 0.1, since, 8.5, va="top", color=look.theme.colours.soft)
    for row, item in enumerate(asked.items):
        axes.axhline(row, color=look.theme.colours.line, linewidth=0.5, zorder=0)
        turn = turns.get(item.id)
        _beside(page, axes, row, item.short, label, "" if turn is None else TURNS[turn.turn], became)
        for x, one in enumerate(comparison.rounds):
            years.put_state(axes, held_of(one.reading).get(item.id), x, row, look)
    column = axes.get_position().width * page.width / len(comparison.rounds)
    for x, one in enumerate(comparison.rounds):
        held = held_of(one.reading)
        n = sum(found.state == "holds" for found in held.values())
        text = WORDS["count"].format(n=n, all=len(held))
        if layout.width_of(text, 9, page.figure, "bold") > column - 0.08:
            text = WORDS["short"].format(n=n, all=len(held))
        axes.text(x, len(asked.items) - 0.1, text, fontsize=9, ha="center", va="center", fontweight="bold")
    return page.done()


def _beside(page: Canvas, axes: Axes, row: float, label: str, width: float, became: str, room: float) -> None:
    across, inch = axes.get_yaxis_transform(), 1 / (axes.get_position().width * page.width)
    name = layout.wrap(plain(label, 100), width - 0.2, 10, page.figure, lines=1 if page.wide else 2)
    axes.text(-0.12 * inch, row, name, transform=across, fontsize=10, ha="right", va="center", linespacing=1.1)
    words = layout.wrap(became, room - 0.12, 9, page.figure, lines=2)
    axes.text(1 + 0.12 * inch, row, words, transform=across, fontsize=9, ha="left", va="center", linespacing=1.1)
