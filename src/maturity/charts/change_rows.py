"""What stands in the rows of the chart of a change, and on which scale: the one place where shapes part ways there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from maturity.charts import order
from maturity.core.assessment import Interval
from maturity.core.comparison import Change, Comparison, Step
from maturity.core.reading import Checklist, Ladder, Map, Profile, Total
from maturity.core.structure import unit_of
from maturity.report.change_words import by_change, dimension, signed, verdict
from maturity.report.over_time.checklist import ChecklistOverTime
from maturity.report.over_time.held import STATES, TURNS, HeldOverTime
from maturity.report.over_time.ladder import LadderOverTime
from maturity.report.over_time.numbers import measure_of
from maturity.report.over_time.parts import PartsOverTime
from maturity.report.over_time.profile import ProfileOverTime
from maturity.report.over_time.total import TotalOverTime
from maturity.text.words import digits, in_figures, rounded, with_sign

HEADLINE = 0.5
WORDS = {
    "percent_said": "Parts have ranges of different length, so that they are drawn in per cent of what is possible; "
    "changes in numbers are {unit}.",
    "line": "Dark tick: from there on a question holds, a convention.",
    "state": "{before} → {after}: {became}",
    "same": "{became}",
    "deep": "{dashes}{label}",
}


@dataclass(frozen=True)
class ChangeRow:
    """One row.

    Args:
        change: None for a heading.
        whole: whether it stands above the rule.
        range: from the lowest possible value to the highest.
        line: value from which a question holds.
    """

    label: str
    change: Change | None
    words: str = ""
    whole: bool = False
    bold: bool = False
    indent: float = 0.0
    range: Interval | None = None
    line: float | None = None

    def signed(self, value: float) -> str:
        """The change in numbers."""
        return signed(value) if self.range is None else measure_of(self.range).difference(value)


@dataclass(frozen=True)
class Frame:
    """The scale of all rows.

    Args:
        ticks: marks on it.
        share: whether values are drawn in per cent of the range of each.
        least: the scale of the change reaches at least so far, and ends on a multiple of it.
        room: inches of a standing page that a longer headline takes.
        rule: by which rows are in order.
    """

    low: float
    high: float
    ticks: Sequence[float]
    margin: float
    least: float
    unit: str = "levels"
    share: bool = False
    room: float = 0.0
    rule: str = order.RISING
    said: tuple[str, ...] = ()

    @property
    def labels(self) -> list[str] | None:
        """Of the ticks, where they are not the numbers themselves; the last would stand against the next scale's."""
        return [f"{in_figures(tick)}%" if tick < self.high else "" for tick in self.ticks] if self.share else None

    def place(self, value: float, row: ChangeRow) -> float:
        """Where a value is drawn."""
        if not self.share or row.range is None:
            return value
        return 100 * (value - row.range.low) / (row.range.high - row.range.low)

    def part(self, change: float, row: ChangeRow) -> float:
        """Where a change is drawn."""
        if not self.share or row.range is None:
            return change
        return 100 * change / (row.range.high - row.range.low)

    def signed(self, value: float) -> str:
        """The end of the scale of the change."""
        if not self.share:
            return signed(value)
        return f"{with_sign(digits(abs(value), 0), value)}%"


def change_rows(comparison: Comparison) -> tuple[list[ChangeRow], Frame]:
    """The rows of the last step, and their scale."""
    return _BY_READING[type(comparison.rounds[-1].reading)](comparison)


def _on_a_map(comparison: Comparison) -> tuple[list[ChangeRow], Frame]:
    step = comparison.last
    asked = step.after.questionnaire
    rows = [
        ChangeRow(axis.label, step.axes[axis.id], verdict(step.axes[axis.id]), whole=True, bold=True)
        for axis in asked.axes
        if axis.id in step.axes
    ]
    rows += [ChangeRow(dimension(step, name), one, verdict(one)) for name, one in by_change(step.dimensions)]
    return rows, Frame(asked.scale.low, asked.scale.high, list(asked.scale.levels), 0.15, 0.5)


def _parts(told: PartsOverTime) -> tuple[list[ChangeRow], Frame]:
    step = told.comparison.last
    parts = told.part_rows(step)
    deep = any(row.depth for row in parts)
    rows = [
        ChangeRow(
            WORDS["deep"].format(dashes="– " * row.depth, label=row.label),
            row.change,
            verdict(row.change),
            whole=row.what.kind == "overall",
            bold=row.what.kind == "overall" or (deep and not row.depth),
            range=row.range,
        )
        for row in parts
    ]
    return rows, _frame(step, rows, order.RISING_WITHIN if deep else order.RISING)


def _held(told: HeldOverTime) -> tuple[list[ChangeRow], Frame]:
    step = told.comparison.last
    rows = list(_held_rows(told, step))
    grouped = any(row.change is None for row in rows)
    return rows, _frame(step, rows, order.BY_STAGE if grouped else order.ASKED)


def _held_rows(told: HeldOverTime, step: Step) -> Iterator[ChangeRow]:
    asked, group = step.after.questionnaire, ""
    for item in told.ordered(step):
        change = step.items_changed.get(item.id)
        if change is None:
            continue
        for name in told.group(step, item.id):
            if name != group:
                group = name
                yield ChangeRow(name, None, bold=True)
        scale, turn = asked.scale_of(item), told.turns(step).get(item.id)
        words = ""
        if turn is not None:
            form = "same" if turn.before == turn.after else "state"
            words = WORDS[form].format(before=STATES[turn.before], after=STATES[turn.after], became=TURNS[turn.turn])
        ends = Interval(scale.least, scale.most)
        yield ChangeRow(item.short, change, words, range=ends, line=scale.met_at)


def _frame(step: Step, rows: Sequence[ChangeRow], rule: str) -> Frame:
    """In values where all rows have the same range, else in per cent of it."""
    unit = unit_of(step.after.questionnaire)
    ranges = {(row.range.low, row.range.high) for row in rows if row.range is not None}
    said = (WORDS["line"],) if any(row.line is not None for row in rows) else ()
    if len(ranges) == 1:
        (low, high), length = min(ranges), max(high - low for low, high in ranges)
        return Frame(
            low, high, _ticks(low, high), 0.0375 * length, length / 8, unit, room=HEADLINE, rule=rule, said=said
        )
    more = WORDS["percent_said"].format(unit=unit)
    return Frame(0, 100, (0, 50, 100), 3.75, 12.5, unit, True, HEADLINE, rule, (*said, more))


def _ticks(low: float, high: float) -> list[float]:
    """Whole values, where there are few; else five of the same distance."""
    length = high - low
    if length == int(length) and 2 <= length <= 10:
        return [low + n for n in range(int(length) + 1)]
    return [rounded(low + length * n / 4, 2) for n in range(5)]


_BY_READING: dict[type, Callable[[Comparison], tuple[list[ChangeRow], Frame]]] = {
    Map: _on_a_map,
    Profile: lambda comparison: _parts(ProfileOverTime(comparison)),
    Total: lambda comparison: _parts(TotalOverTime(comparison)),
    Ladder: lambda comparison: _held(LadderOverTime(comparison)),
    Checklist: lambda comparison: _held(ChecklistOverTime(comparison)),
}
