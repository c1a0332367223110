"""The map in characters with a key of its marks, and a bar for each axis and dimension."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_letters
from typing import NamedTuple

from rich.text import Text

from maturity.core.assessment import Assessment, AxisResult, PartResult
from maturity.model import Axis
from maturity.renderers.glyphs import Glyphs, wrapped
from maturity.report import kinds, wording
from maturity.report.tree import tree_of_axis
from maturity.text.clean import plain
from maturity.text.lines import cells, in_lines
from maturity.text.words import counted, in_figures

LETTERS = "".join(c for c in ascii_letters if c not in "IO")
"""Signs of schools: without what looks like a figure or a mark of its own."""
FIGURES = "123456789"
SIGNS = FIGURES + LETTERS
KEY = 33
"""Fewest columns of the key beside the map."""
TOO_FEW = "too few answers"
LABEL, LEAST_LABEL = 38, 16
BAR, LEAST_BAR = 21, 9
"""Columns of a label and of a bar: as many as there is room for, between these."""
Entry = tuple[str, str, str]
"""Of the key: what opens it, a name, and what is told of it."""


def map_characters(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    """The quadrant in characters, with a key of the schools beside it."""
    first, second = assessment.questionnaire.axes
    scale = assessment.questionnaire.scale
    columns, rows = 41, 13
    canvas = _frame(assessment, columns, rows, glyphs)
    placed = None not in assessment.placement.point.values()
    here = (f"{glyphs.cluster} ", "the cluster", _place(assessment, assessment.placement.point))
    key: list[Entry] = [here if placed else ("  ", "the cluster:", TOO_FEW)]

    def cell(point: dict[str, float | None]) -> tuple[int, int] | None:
        x, y = point[first.id], point[second.id]
        if x is None or y is None:
            return None
        reach = scale.high - scale.low
        column = 1 + round((x - scale.low) / reach * (columns - 3))
        return rows - 2 - round((y - scale.low) / reach * (rows - 3)), column

    ticks = {0: in_figures(scale.high), rows - 1: in_figures(scale.low)}
    ticks[_middle(assessment, rows)] = in_figures(second.midpoint)
    margin = max(3, *map(len, ticks.values()))
    taken = _lettered(canvas)

    def mark(point: dict[str, float | None], sign: str) -> bool:
        where = cell(point)
        return where is not None and _marked(canvas, taken, where, sign)

    mark(assessment.placement.point, glyphs.cluster)
    if assessment.agreed is not None and mark(assessment.agreed.axes, glyphs.agreed):
        key.append((f"{glyphs.agreed} ", "as agreed", f"  {_place(assessment, assessment.agreed.axes)}"))
    points, unmarked = assessment.school_points or (), 0
    for sign, school in zip(_signs(len(points)), points, strict=True):
        name, place = plain(school.name), _place(assessment, school.point)
        if cell(school.point) is None:
            key.append(("  ", f"{name}:", TOO_FEW))
        elif mark(school.point, sign):
            key.append((f"{sign} ", name, place))
        else:
            unmarked += 1
            key.append(("  ", name, place))
    if assessment.school_points is None:
        key.append(("  ", "schools not shown:", assessment.mode))
    beside, rest = _parted(key, width, columns + margin + 3, rows)
    yield from wrapped(second.short, width, " " * (margin + 1), "dim")
    for row, characters in enumerate(canvas):
        line = Text(f"{ticks.get(row, ''):>{margin}} {''.join(characters)}")
        yield line.append(f"  {beside[row]}") if row < len(beside) else line
    middle = margin + 1 + round((first.midpoint - scale.low) / (scale.high - scale.low) * (columns - 1))
    below = f"{'':{margin + 1}}{ticks[rows - 1]}".ljust(middle) + in_figures(first.midpoint)
    yield from wrapped(first.short, width, f"{below.ljust(columns + margin)}{ticks[0]}  ", "dim")
    yield from (Text(f"    {line}") for line in rest)
    if unmarked:
        yield from wrapped(
            f"The map has no room for {counted(unmarked, 'school')}, above without a sign.", width, "    "
        )


def _marked(canvas: list[list[str]], taken: set[tuple[int, int]], where: tuple[int, int], sign: str) -> bool:
    """Whether there was room for a sign, which then stands as near to its place as others let it."""
    wide = len(sign)
    every = (
        [(row, column + n) for n in range(wide)]
        for row in range(1, len(canvas) - 1)
        for column in range(1, len(canvas[0]) - wide)
    )
    free = [spots for spots in every if wide and taken.isdisjoint(spots)]
    if free:
        spots = min(free, key=lambda spots: (abs(spots[0][0] - where[0]) * 2 + abs(spots[0][1] - where[1]), spots))
        taken.update(spots)
        for (row, column), character in zip(spots, sign, strict=True):
            canvas[row][column] = character
    return bool(free)


def _signs(count: int) -> list[str]:
    """As many signs as there are schools, no two alike: one character each, else a letter and a figure.

    Empty ones for those that even so are too many.
    """
    if count <= len(SIGNS):
        return list(SIGNS[:count])
    found = [f"{letter}{figure}" for letter in LETTERS for figure in FIGURES]
    return [*found, *[""] * (count - len(found))][:count]


def _parted(key: Sequence[Entry], width: int, before: int, rows: int) -> tuple[list[str], list[str]]:
    """The lines of the key that stand beside the map, as far as it reaches, and those below it.

    Args:
        before: columns that the map takes, with what parts it from the key.
    """
    beside, rest = list[str](), list[str]()
    indent = max(cells(lead) for lead, _, _ in key)
    for entry in key:
        lines = _lines(entry, width - before, indent)
        fits = all(cells(line) <= width - before for line in lines)
        if width - before < KEY or rest or not fits or len(beside) + len(lines) > rows:
            rest += _lines(entry, width - 4, indent, broken=True)
        else:
            beside += lines
    return beside, rest


def _lines(entry: Entry, room: int, indent: int, *, broken: bool = False) -> list[str]:
    """A name whole, and what is told of it, which no line's end parts; `broken` parts even a word that is too long."""
    lead, name, told = entry
    further = " " * indent
    *above, last = in_lines(name, room, lead.ljust(indent), further=further, broken=broken)
    if cells(last) + 1 + cells(told) <= room:
        return [*above, f"{last} {told}"]
    return [*above, last, f"{further}{told}"]


def _lettered(canvas: list[list[str]]) -> set[tuple[int, int]]:
    """Where the labels of the quadrants stand, with the blanks inside them, so that no mark is put on a label."""
    found = set()
    for row, characters in enumerate(canvas):
        for label in re.finditer(r"\w\S*(?: \S+)*", "".join(characters)):
            found |= {(row, column) for column in range(*label.span())}
    return found


def _middle(assessment: Assessment, rows: int) -> int:
    second, scale = assessment.questionnaire.axes[1], assessment.questionnaire.scale
    return rows - 1 - round((second.midpoint - scale.low) / (scale.high - scale.low) * (rows - 1))


def _frame(assessment: Assessment, columns: int, rows: int, glyphs: Glyphs) -> list[list[str]]:
    first, second = assessment.questionnaire.axes
    scale = assessment.questionnaire.scale
    across = round((first.midpoint - scale.low) / (scale.high - scale.low) * (columns - 1))
    down = _middle(assessment, rows)
    canvas = [[" "] * columns for _ in range(rows)]
    for row, corner in ((0, 0), (down, 3), (rows - 1, 6)):
        canvas[row] = [glyphs.across] * columns
        for column, step in ((0, 0), (across, 1), (columns - 1, 2)):
            canvas[row][column] = glyphs.corners[corner + step]
    for row in range(rows):
        if row not in (0, down, rows - 1):
            for column in (0, across, columns - 1):
                canvas[row][column] = glyphs.down
    for quadrant in assessment.questionnaire.quadrants:
        row = 1 if quadrant.at[second.id] == "high" else rows - 2
        if quadrant.at[first.id] == "low":
            label = plain(quadrant.label, max(across - 3, 1))
            canvas[row][2 : 2 + len(label)] = label
        else:
            label = plain(quadrant.label, max(columns - across - 4, 1))
            canvas[row][columns - 2 - len(label) : columns - 2] = label
    return canvas


def _place(assessment: Assessment, point: dict[str, float | None]) -> str:
    places = [
        "?" if (value := point[axis.id]) is None else wording.on_axis(assessment, axis, value)
        for axis in assessment.questionnaire.axes
    ]
    return f"({', '.join(places)})"


def bar_characters(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    """A bar for each axis and for what is below it, or why there is none."""
    rows: list[_Row] = []
    for axis in assessment.questionnaire.axes:
        rows.append(_Row(axis, 0, axis.label, assessment.axes[axis.id]))
        rows += [_Row(axis, depth + 1, label, one) for depth, label, one in tree_of_axis(assessment, axis.id)]
    label, bar = _columns(assessment, rows, width)
    for row in rows:
        yield from _reading(assessment, row, (label, bar), width, glyphs)
    drawn = [row.result for row in rows if row.result.score is not None]
    if not drawn:
        return
    low, high = assessment.questionnaire.scale.low, assessment.questionnaire.scale.high
    note = f"Levels {in_figures(low)} to {in_figures(high)}; {glyphs.middle} is the midpoint, a convention"
    if any(one.interval is not None for one in drawn):
        note += f"; in brackets: {kinds.range_of(assessment).lower()}"
    yield from wrapped(f"{note}.", width, "", style="dim")


class _Row(NamedTuple):
    """An axis (depth 0) or a part below it."""

    axis: Axis
    depth: int
    label: str
    result: AxisResult | PartResult


def _numbers(assessment: Assessment, row: _Row) -> tuple[str, str]:
    """The score of a row and its range, as they stand behind the bar; no range where none is known."""
    score, interval = row.result.score, row.result.interval
    shown = "" if score is None else f" {wording.on_axis(assessment, row.axis, score):>4}"
    return shown, "" if interval is None else f"  ({wording.range_on_axis(assessment, row.axis, interval)})"


def _columns(assessment: Assessment, rows: Sequence[_Row], width: int) -> tuple[int, int]:
    """Columns of the labels and of the bars: where the line is short labels give way first, then bars."""
    behind = max((sum(map(len, _numbers(assessment, row))) for row in rows if row.result.score is not None), default=0)
    longest = max(2 * row.depth + cells(plain(row.label)) for row in rows)
    room = width - behind - 1
    label = min(LABEL, max(room - BAR, longest, LEAST_LABEL))
    bar = min(BAR, max(room - label, LEAST_BAR))
    return min(label, max(room - bar, LEAST_LABEL)), bar


def _reading(assessment: Assessment, row: _Row, columns: tuple[int, int], width: int, glyphs: Glyphs) -> Iterator[Text]:
    """A bar, or why there is none."""
    indent, style = "  " * row.depth, "" if row.depth else "bold"
    name = f"{indent}{_cut(plain(row.label), columns[0] - len(indent))}"
    head = name + " " * (columns[0] + 1 - cells(name))
    if row.result.score is not None:
        score, interval = _numbers(assessment, row)
        line = Text(head, style).append(_bar(assessment, row.result.score, row.axis, columns[1], glyphs)).append(score)
        yield line.append(interval, "dim") if interval else line
        return
    why = f"no score: {wording.reason(row.result.reason, assessment.questionnaire)}"
    if cells(head) + len(why) <= width:
        yield Text(head, style).append(why)
    else:
        yield Text(head.rstrip(), style)
        yield from wrapped(why, width, f"{indent}    ")


def _cut(text: str, room: int) -> str:
    """A text that takes so many columns at most."""
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return f"{text}…"


def _bar(assessment: Assessment, score: float, axis: Axis, columns: int, glyphs: Glyphs) -> str:
    scale = assessment.questionnaire.scale

    def at(value: float) -> int:
        return round((value - scale.low) / (scale.high - scale.low) * (columns - 1))

    drawn = [glyphs.full if place <= at(score) else glyphs.empty for place in range(columns)]
    drawn[at(axis.midpoint)] = glyphs.middle
    return "".join(drawn)
