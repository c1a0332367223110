"""Scorecard and reports as text for a terminal: at any width from 60, with or without colour or Unicode."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.text import Text

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment
from maturity.renderers.glyphs import ASCII, UNICODE, Glyphs, wrapped
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
from maturity.text.clean import plain
from maturity.text.lines import cells, in_lines, words_of

FIRST_COLUMN = 12
"""Columns that the first of a table takes, if there is room."""


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


def _circumstances(assessment: Assessment) -> str:
    questionnaire = assessment.questionnaire
    said = f"{wording.schools_and_people(assessment)}; {questionnaire.title} {questionnaire.version}; {assessment.mode}"
    return said + ("; a fictional example" if assessment.fictional else "")


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


def _map(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    from maturity.renderers.characters_map import map_characters

    return map_characters(assessment, width, glyphs)


def _profile(assessment: Assessment, width: int, glyphs: Glyphs) -> Iterator[Text]:
    """Dimensions below their axes, or parts below those that they are in."""
    if assessment.questionnaire.axes:
        from maturity.renderers.characters_map import bar_characters

        return bar_characters(assessment, width, glyphs)
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
