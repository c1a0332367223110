"""Scorecard and reports as text for a terminal: at any width from 60, with or without colour or Unicode."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment, AxisResult, PartResult
from maturity.model import Axis
from maturity.report import kinds, wording
from maturity.report.blocks import (
    Bullets,
    Callout,
    Figure,
    Heading,
    Numbers,
    Paragraph,
    Report,
    Single,
    Table,
    Terms,
    singles,
)
from maturity.report.shapes import telling
from maturity.report.tree import tree_of_axis
from maturity.text.clean import plain
from maturity.text.lines import cells, in_lines, words_of
from maturity.text.words import in_figures

FIRST_COLUMN = 12
"""Columns that the first of a table takes, if there is room."""
SIGNS = "123456789abcdefghijklmnopqrstuvwxyz"
KEY = 33
"""Fewest columns of the key beside the map."""
TOO_FEW = "too few answers"
LABEL = 38
BAR = 21
Entry = tuple[str, str, str]
"""Of the key: what opens it, a name, and what is told of it."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters to draw with."""

    full: str
    empty: str
    middle: str
    cluster: str
    agreed: str
    across: str
    down: str
    corners: str
    bullet: str


UNICODE = Glyphs("█", "·", "│", "◆", "◇", "─", "│", "┌┬┐├┼┤└┴┘", "•")
ASCII = Glyphs("#", ".", "|", "@", "O", "-", "|", "+++++++++", "*")


def glyphs_for(encoding: str) -> Glyphs:
    """Unicode where the output can carry it, else plain ASCII."""
    try:
        "".join(
            (UNICODE.full, UNICODE.cluster, UNICODE.agreed, UNICODE.corners, UNICODE.middle, UNICODE.bullet)
        ).encode(encoding)
    except (UnicodeError, LookupError):
        return ASCII
    return UNICODE


def scorecard(assessment: Assessment, advice: Advice, width: int = 80, glyphs: Glyphs = UNICODE) -> Text:
    """The result on one screen or two: the sentence first, what shows it, what to talk about, what to beware of."""
    told = telling(assessment)
    lines = [
        *wrapped(f"{plain(assessment.cluster, 200)}, {plain(assessment.label, 60)}", width, "", style="bold"),
        *wrapped(_circumstances(assessment), width, "", style="dim"),
        Text(),
        *wrapped(told.headline(), width, "", style="bold"),
        *(line for block in singles(told.scorecard()) for line in (Text(), *_drawn(block, assessment, width, glyphs))),
        *talk_lines(assessment, advice, width, glyphs),
        *_look_closer(assessment, advice, width),
        *_warnings(assessment, width, glyphs),
    ]
    return _spelled(lines, glyphs)


def _spelled(lines: list[Text], glyphs: Glyphs) -> Text:
    """Lines below one another; with plain quotes where the output carries no others."""
    if glyphs is ASCII:
        for line in lines:
            line.plain = line.plain.replace("“", '"').replace("”", '"')
    return Text("\n").join(lines)


def _drawn(block: Single, assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    """A block of the scorecard; a chart in characters."""
    if isinstance(block, Figure) and block.chart in _CHARACTERS:
        return _CHARACTERS[block.chart](assessment, width, glyphs)
    return _block(block, width, glyphs)


def render(report: Report, width: int = 80, glyphs: Glyphs = UNICODE) -> Text:
    """A report tree as text; a figure becomes its description."""
    lines = [*wrapped(report.title, width, "", "bold"), *wrapped(report.subtitle, width, "", "dim")]
    lines += wrapped(report.finding, width, "", "bold") if report.finding else []
    lines += [line for label, value in report.facts for line in wrapped(f"{label}: {value}", width, "")]
    for section in report.sections:
        lines += [Text(), *wrapped(section.title, width, "", "bold underline")]
        for block in singles(section.blocks):
            lines += _block(block, width, glyphs)
    return Text("\n").join(lines)


def _block(block: Single, width: int, glyphs: Glyphs) -> Iterator[Text]:
    if isinstance(block, Heading):
        yield Text()
        yield from wrapped(block.text, width, "", "bold")
    elif isinstance(block, Paragraph):
        yield from wrapped(block.text, width, "", style="bold" if block.kind == "lead" else "")
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from wrapped(item, width, f"{glyphs.bullet} ")
    elif isinstance(block, Terms):
        for term, text in block.items:
            yield from wrapped(f"{term}: {text}", width, "")
    elif isinstance(block, Callout):
        yield from wrapped(": ".join(filter(None, (block.title, block.text))), width, "! ")
    elif isinstance(block, Figure):
        yield from wrapped(block.alt, width, "")
    elif isinstance(block, Table):
        yield from _table(block, width)
    elif isinstance(block, Numbers):
        for one in block.items:
            yield from wrapped(": ".join((one.name, ", ".join((one.value, *one.notes)))), width, "")
    else:
        yield from wrapped(block.caption, width, "")


def _table(table: Table, width: int) -> Iterator[Text]:
    """Columns as wide as their text; the widest give way when the line is full, and then the lines of the table."""
    yield from (Text(line, "italic") for line in in_lines(plain(table.caption), width))
    rows = [[plain(cell) for cell in row] for row in (table.header, *table.rows)]
    wide = _widths(rows, width - 2 * (len(table.header) - 1))
    if not wide:
        yield from _stacked(rows, width)
        return
    for number, row in enumerate(rows):
        parts = [in_lines(cell, w) for cell, w in zip(row, wide, strict=True)]
        for height in range(max(map(len, parts))):
            line = "  ".join(
                _placed(part[height] if height < len(part) else "", w, right=align == "right")
                for part, w, align in zip(parts, wide, table.align, strict=True)
            )
            yield Text(line.rstrip(), "bold" if number == 0 else "")


def _widths(rows: list[list[str]], room: int) -> list[int]:
    """Columns of a table within a room, none narrower than its longest word; empty where there is no such way."""
    columns = list(zip(*rows, strict=True))
    wide = [max(map(cells, column)) for column in columns]
    wide[0] = max(FIRST_COLUMN, wide[0])
    least = [max((cells(word) for cell in column for word in words_of(cell)), default=0) for column in columns]
    if sum(least) > room:
        return []
    while sum(wide) > room:
        widest = max((place for place, w in enumerate(wide) if w > least[place]), key=wide.__getitem__)
        wide[widest] -= 1
    return wide


def _stacked(rows: list[list[str]], width: int) -> Iterator[Text]:
    """A table that is too wide for columns: each row by itself, every cell under its own name."""
    header, *others = rows
    for first, *rest in others:
        yield from map(Text, in_lines(first, width))
        for name, cell in zip(header[1:], rest, strict=True):
            yield from map(Text, in_lines(f"{name}: {cell}", width, "  ", further="    ") if cell else ())


def _placed(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - cells(text))
    return gap + text if right else text + gap


def wrapped(text: str, width: int, lead: str, style: str = "") -> Iterator[Text]:
    """Text in lines that end between words; all but the first begin under the end of `lead`."""
    yield from (Text(line, style) for line in in_lines(plain(text), width, lead))


def _circumstances(assessment: Assessment) -> str:
    questionnaire = assessment.questionnaire
    said = f"{wording.schools_and_people(assessment)}; {questionnaire.title} {questionnaire.version}; {assessment.mode}"
    return said + ("; a fictional example" if assessment.fictional else "")


def _map(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
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
        if where is None:
            return False
        free = [(r, c) for r in range(1, rows - 1) for c in range(1, columns - 1) if (r, c) not in taken]
        if free:
            spot = min(free, key=lambda spot: (abs(spot[0] - where[0]) * 2 + abs(spot[1] - where[1]), spot))
            taken.add(spot)
            canvas[spot[0]][spot[1]] = sign
        return True

    mark(assessment.placement.point, glyphs.cluster)
    if assessment.agreed is not None and mark(assessment.agreed.axes, glyphs.agreed):
        key.append((f"{glyphs.agreed} ", "as agreed", f"  {_place(assessment, assessment.agreed.axes)}"))
    for number, school in enumerate(assessment.school_points or ()):
        sign = SIGNS[number % len(SIGNS)]
        is_there, name = mark(school.point, sign), plain(school.name)
        key.append((f"{sign} ", name, _place(assessment, school.point)) if is_there else ("  ", f"{name}:", TOO_FEW))
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


def _parted(key: Sequence[Entry], width: int, before: int, rows: int) -> tuple[list[str], list[str]]:
    """The lines of the key that stand beside the map, as far as it reaches, and those below it.

    Args:
        before: columns that the map takes, with what parts it from the key.
    """
    beside, rest = list[str](), list[str]()
    for entry in key:
        lines = _lines(entry, width - before)
        if width - before < KEY or rest or len(beside) + len(lines) > rows:
            rest += _lines(entry, width - 4)
        else:
            beside += lines
    return beside, rest


def _lines(entry: Entry, room: int) -> list[str]:
    """A name whole, and what is told of it, which no line's end parts."""
    lead, name, told = entry
    *above, last = in_lines(name, room, lead, further="  ")
    return [*above, f"{last} {told}"] if cells(last) + 1 + cells(told) <= room else [*above, last, f"  {told}"]


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


def _bars(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    for axis in assessment.questionnaire.axes:
        result = assessment.axes[axis.id]
        yield from _reading(assessment, axis.label, axis, result, width, glyphs, "bold")
        for depth, label, one in tree_of_axis(assessment, axis.id):
            yield from _reading(assessment, f"{'  ' * (depth + 1)}{label}", axis, one, width, glyphs)
    every: list[AxisResult | PartResult] = [*assessment.axes.values(), *assessment.dimensions.values()]
    drawn = [one for one in every if one.score is not None]
    if not drawn:
        return
    low, high = assessment.questionnaire.scale.low, assessment.questionnaire.scale.high
    note = f"Levels {in_figures(low)} to {in_figures(high)}; {glyphs.middle} is the midpoint, a convention"
    if any(one.interval is not None for one in drawn):
        note += f"; in brackets: {kinds.range_of(assessment).lower()}"
    yield from wrapped(f"{note}.", width, "", style="dim")


def _reading(
    assessment: Assessment,
    label: str,
    axis: Axis,
    result: AxisResult | PartResult,
    width: int,
    glyphs: Glyphs,
    style: str = "",
) -> Iterator[Text]:
    """A bar, or why there is none."""
    indent = " " * (len(label) - len(label.lstrip()))
    head = f"{indent}{plain(label, LABEL - len(indent))}".ljust(LABEL + 1)
    if result.score is not None:
        yield _bar(assessment, Text(head, style), result.score, axis, result, glyphs)
        return
    why = f"no score: {wording.reason(result.reason, assessment.questionnaire)}"
    if len(head) + len(why) <= width:
        yield Text(head, style).append(why)
    else:
        yield Text(head.rstrip(), style)
        yield from wrapped(why, width, f"{indent}    ")


def _bar(
    assessment: Assessment,
    line: Text,
    score: float,
    axis: Axis,
    result: AxisResult | PartResult,
    glyphs: Glyphs,
) -> Text:
    scale = assessment.questionnaire.scale

    def at(value: float) -> int:
        return round((value - scale.low) / (scale.high - scale.low) * (BAR - 1))

    cells = [glyphs.full if cell <= at(score) else glyphs.empty for cell in range(BAR)]
    cells[at(axis.midpoint)] = glyphs.middle
    line.append("".join(cells)).append(f" {wording.on_axis(assessment, axis, score):>4}")
    if result.interval is None:
        return line
    return line.append(f"  ({wording.range_on_axis(assessment, axis, result.interval)})", "dim")


def talk_lines(assessment: Assessment, advice: Advice, width: int, glyphs: Glyphs) -> Iterator[Text]:
    """What to talk about first, by which rule, and why."""
    words = kinds.talk_words(assessment, advice)
    if not words:
        return
    yield from (Text(), Text("Talk about these first", "bold"))
    yield from wrapped(words, width, "", style="dim" if advice.talk_about else "")
    items = assessment.questionnaire.item_by_id
    for number, talk in enumerate(advice.talk_about, 1):
        item = items[talk.item]
        yield from wrapped(wording.talk(talk, assessment.questionnaire), width, f"{number}. ")
        yield from wrapped(talk.ask or item.prompt, width, "   ", style="italic")


def _look_closer(assessment: Assessment, advice: Advice, width: int) -> Iterator[Text]:
    """The instrument that tells more about what lies lowest."""
    told = [text for one in advice.priorities if (text := wording.look_closer(one, assessment.questionnaire))]
    if told:
        yield from (Text(), *wrapped(f"To look closer: {told[0]}", width, ""))


def _warnings(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    if assessment.warnings:
        yield from (Text(), Text("Before you believe this", "bold"))
    for warning in wording.warning_texts(assessment):
        yield from wrapped(warning, width, "! ")


def _profile(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    """Dimensions below their axes, or parts below those that they are in."""
    if assessment.questionnaire.axes:
        return _bars(assessment, width, glyphs)
    from maturity.renderers.characters_parts import part_characters

    return part_characters(assessment, width, ascii_only=glyphs is ASCII)


def _total(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    from maturity.renderers.characters_parts import total_characters

    return total_characters(assessment, width, ascii_only=glyphs is ASCII)


def _ladder(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    from maturity.renderers.characters_held import ladder_characters

    return ladder_characters(assessment, width, ascii_only=glyphs is ASCII)


def _checklist(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    from maturity.renderers.characters_held import checklist_characters

    return checklist_characters(assessment, width, ascii_only=glyphs is ASCII)


_CHARACTERS: dict[str, Callable[[Assessment, int, Glyphs], Iterator[Text]]] = {
    "quadrant": _map,
    "profile": _profile,
    "total": _total,
    "ladder": _ladder,
    "checklist": _checklist,
}
"""What draws a chart in characters."""
