"""Blocks as a slide takes them: text that stands together, what is framed, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maturity.charts.spots import spots_of
from maturity.core.assessment import Assessment
from maturity.renderers.powerpoint.fit import Para, Words
from maturity.renderers.powerpoint.quadrants import NAMED, named_spots
from maturity.report.blocks import Block, Bullets, Callout, Figure, Heading, Paragraph, Section, Table, Terms
from maturity.report.wording import on_axis
from maturity.text.clean import plain, whole_words


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs that stand together; with a frame where they are set apart."""

    paragraphs: tuple[Para, ...]
    framed: bool = False


Group = Text | Table


def footed(section: Section) -> tuple[list[Block], str]:
    """A section's blocks without the small paragraph at their end, and that paragraph's text."""
    match section.blocks:
        case (*blocks, Paragraph(text, "small")):
            return blocks, text
    return list(section.blocks), ""


def grouped(blocks: Iterable[Block]) -> Iterator[Group]:
    """Blocks as they stand below one another: text together, tables and call-outs apart."""
    text: list[Para] = []
    for block in blocks:
        if isinstance(block, Table) and block.caption:
            text.append(Para((Words(plain(block.caption), bold=True),), scale=0.85, heads=True))
        if isinstance(block, Table | Callout):
            if text:
                yield Text(tuple(text))
                text = []
            yield block if isinstance(block, Table) else Text(tuple(as_paragraphs(block)), framed=True)
        else:
            text += as_paragraphs(block)
    if text:
        yield Text(tuple(text))


def running(blocks: Iterable[Block]) -> list[Para]:
    """All that is no table, as paragraphs."""
    return [para for group in grouped(blocks) if isinstance(group, Text) for para in group.paragraphs]


def as_paragraphs(block: Block, lead: float = 1.25) -> Iterator[Para]:
    """A block as paragraphs; a table or figure gives none. `lead` is how large its sentence to read first is."""
    match block:
        case Paragraph(text, "lead"):
            yield Para((Words(plain(text), bold=lead < 1.2),), scale=lead)
        case Paragraph(text, "small"):
            yield Para((Words(plain(text)),), scale=0.8)
        case Paragraph(text):
            yield Para((Words(plain(text)),))
        case Heading(text):
            yield Para((Words(plain(text), bold=True, colour="accent"),), scale=1.2, heads=True)
        case Bullets(items, ordered):
            for item in items:
                yield Para((Words(plain(item)),), mark="number" if ordered else "bullet", gap=0.3)
        case Terms(items):
            for term, text in items:
                name = plain(term)
                yield Para((Words(f"{name}{':' if name[-1:].isalnum() else ''} ", bold=True), Words(plain(text))))
        case Callout(title, text):
            yield Para((Words(plain(title), bold=True, colour="accent"),), heads=True)
            yield Para((Words(plain(text)),), gap=0.15)
        case Table() | Figure():
            return


def is_crowded(assessment: Assessment) -> bool:
    """Whether a map has so many schools that they are listed."""
    return sum(len(spot.names) for spot in spots_of(assessment)) > NAMED


def numbered_schools(assessment: Assessment) -> Table:
    """The schools that the map shows by number, from left to right."""
    first, second = assessment.questionnaire.axes
    placed = [(spot, name) for spot in named_spots(assessment) for name in spot.names]
    return Table(
        "",
        ("", "School", first.short, second.short),
        tuple(
            (str(number), plain(name), on_axis(assessment, first, spot.x), on_axis(assessment, second, spot.y))
            for number, (spot, name) in enumerate(placed, 1)
        ),
        ("right", "left", "right", "right"),
    )


def ended(text: str, limit: int) -> str:
    """A text of so many letters at most; an ellipsis after a word says that it goes on."""
    return text if len(text) <= limit else whole_words(text, limit)
