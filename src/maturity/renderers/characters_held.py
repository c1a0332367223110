"""What holds in characters: a ladder as stages with the questions below them, a checklist as bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from maturity.core.assessment import Assessment
from maturity.core.reading import Held
from maturity.model import Scale
from maturity.report.held_words import MARKS, STATES, Mark, held_mark, people_words, score_of
from maturity.report.shapes.checklist import ChecklistTelling
from maturity.report.shapes.ladder import LadderTelling
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.lines import cells, in_lines
from maturity.text.words import enumerated

BAR, SHORTEST = 24, 10
"""Characters of a bar, and of the shortest one."""
COLUMN = 4
"""Characters of a stage in the grid, at least."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """Characters for what holds.

    Args:
        marks: of a question, by how it is marked.
        fills: of the parts of a bar, from the lowest answer to the highest.
        way: of the stages: gone for sure, perhaps, not.
    """

    marks: dict[Mark, str]
    fills: str
    way: str


UNICODE_SIGNS = _Signs({"holds": "●", "just": "◐", "below": "○", "not-yet": "·", "unknown": "–"}, "·░▒▓█", "█▒·")
ASCII_SIGNS = _Signs({"holds": "#", "just": "+", "below": "o", "not-yet": ".", "unknown": "-"}, ".:+x#", "#+.")


def ladder_characters(assessment: Assessment, width: int, *, ascii_only: bool) -> Iterator[Text]:
    """Every stage with what it needs, then strands (or questions) by stages."""
    told, signs = LadderTelling(assessment), ASCII_SIGNS if ascii_only else UNICODE_SIGNS
    reading, asked = told.reading, told.asked
    sure, may = told.way()
    for place, stage in enumerate(reading.stages):
        sign = signs.way[0 if place < sure else 1 if place < may else 2]
        label = plain(asked.stage_by_id[stage.id].label, 120)
        lead = f"{sign * 3} {place + 1:>2} "
        said = f"{isolated(label)}: {told.state_of(stage)}, {told.counts(stage)}"
        yield from _styled(said, width, lead, "bold" if place < sure else "")
    yield Text()
    yield from _grid(told, signs, width)
    yield from _key({held_mark(one) for one in told.held.values()}, signs, width)
    for text in (told.still_lacks(), told.later(), told.room(), *told.convention()):
        yield from _styled(text, width, "", "") if text else ()


def _grid(told: LadderTelling, signs: _Signs, width: int) -> Iterator[Text]:
    stages, asked = told.reading.stages, told.asked
    strands = [(one.label, asked.items_of(one.id)) for one in asked.dimensions]
    rows = [(label, items) for label, items in strands if items] or [(item.short, (item,)) for item in asked.items]
    fields = [
        [
            "".join(signs.marks[held_mark(told.held[item.id])] for item in items if item.stage == stage.id)
            for stage in stages
        ]
        for _, items in rows
    ]
    column = max(COLUMN, 1 + max(len(field) for row in fields for field in row))
    longest = max(cells(plain(label)) for label, _ in rows)
    room = max(SHORTEST, min(longest + 1, width - column * len(stages) - 1))
    yield Text(" " * (room + 1) + "".join(f"{place:<{column}}" for place in range(1, len(stages) + 1)).rstrip(), "dim")
    for (label, _), row in zip(rows, fields, strict=True):
        *above, last = in_lines(plain(label), room, further="  ")
        yield from map(Text, above)
        yield Text(last + " " * (room + 1 - cells(last)) + "".join(f"{field:<{column}}" for field in row).rstrip())


def checklist_characters(assessment: Assessment, width: int, *, ascii_only: bool) -> Iterator[Text]:
    """Every question in the order in which it was asked: mark, bar of its answers, state and people."""
    told, signs = ChecklistTelling(assessment), ASCII_SIGNS if ascii_only else UNICODE_SIGNS
    bar = max(SHORTEST, min(BAR, width // 4))
    state = max(map(len, STATES.values()))
    room = width - bar - state - 8
    for name, one in told.held.items():
        *above, last = in_lines(plain(told.asked.item_by_id[name].short), room, f"{signs.marks[held_mark(one)]} ")
        yield from map(Text, above)
        line = Text(last + " " * (room + 2 - cells(last)))
        line.append(_bar(told, one, signs, bar).ljust(bar + 1))
        yield line.append(STATES[one.state], "" if one.state == "holds" else "bold")
        score = f"{score_of(assessment, one)}; " if one.score is not None else ""
        yield from _styled(f"{score}{people_words(assessment, one)}", width, "    ", "dim")
    yield Text()
    yield from _key({held_mark(one) for one in told.held.values()}, signs, width)
    yield from _levels(told, signs, width)
    for text in (told.room(), *told.convention()):
        yield from _styled(text, width, "", "") if text else ()


def _bar(told: ChecklistTelling, one: Held, signs: _Signs, bar: int) -> str:
    """How people answered, in proportion; nothing where that is not shown."""
    counts = told.assessment.items[one.id].counts
    if not counts or not sum(counts):
        return ""
    ends = [round(sum(counts[: place + 1]) / sum(counts) * bar) for place in range(len(counts))]
    fills = _fills(signs, len(counts))
    return "".join(fill * (end - start) for fill, start, end in zip(fills, [0, *ends], ends, strict=False))


def _fills(signs: _Signs, size: int) -> list[str]:
    """A character for each of so many answers, lowest first."""
    return [signs.fills[round(place / (size - 1) * (len(signs.fills) - 1))] for place in range(size)]


def _levels(told: ChecklistTelling, signs: _Signs, width: int) -> Iterator[Text]:
    scales: dict[tuple[tuple[int, str], ...], Scale] = {}
    for item in told.asked.items:
        if any(told.assessment.items[item.id].counts or ()):
            scale = told.asked.scale_of(item)
            scales[tuple(scale.levels.items())] = scale
    for scale in scales.values():
        names = [plain(label, 40) for _, label in sorted(scale.levels.items())]
        said = [f"{fill} {isolated(name)}" for fill, name in zip(_fills(signs, scale.size), names, strict=True)]
        yield from _styled(enumerated(said), width, "Bars: ", "dim")


def _key(marks: set[Mark], signs: _Signs, width: int) -> Iterator[Text]:
    said = [f"{signs.marks[mark]} {words}" for mark, words in MARKS.items() if mark in marks]
    yield from _styled(enumerated(said), width, "", "dim")


def _styled(text: str, width: int, lead: str, style: str) -> Iterator[Text]:
    yield from (Text(line, style) for line in in_lines(plain(text), width, lead))
