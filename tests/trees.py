"""Reports for tests of documents, and every text that a document must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.model import Round
from maturity.model.theme import STANDARD, Logo, Theme
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report.blocks import Block, Bullets, Callout, Figure, Heading, Paragraph, Report, Section, Table, Terms
from maturity.report.compose import compose
from maturity.text.clean import plain
from tests.make import person, questionnaire, round_

EXAMPLES = ("riverside", "harbour", "northgate", "summit", "fairview")
NASTY = (
    '#panic("boom") #image("/etc/passwd") $x^2$ @ref <label> *b* _i_ `c` = H \\ #let x = 1',
    "<script>alert(1)</script> </w:t></w:r> &amp; ]]> <!-- x -->",
    '=cmd|" /C calc"!A0',
    "\x1b[31mred\x1b[0m \x00\x01\x0b\x1f\x7f \ufffe\uffff",
    "\u202egnirts\u202c العربية עברית",
    "x" * 300,
    "M" * 300,
    '{ PAGE } TOC \\o "1-3"',
    "漢字 한국어 😀 ✓ Ελληνικά",
    "line\nbreak\ttab",
    "",
)
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><rect width="200" height="60"/></svg>'
DRAWN = Logo("svg", LOGO, 200 / 60)


def with_logo(theme: Theme = STANDARD, picture: Logo = DRAWN) -> Theme:
    """A theme with a logo as its reader gives it."""
    return theme.with_picture(picture)


def report_on(given: Round) -> Report:
    assessment = assess(given)
    return compose(assessment, advise(assessment))


@cache
def report_of(name: str) -> Report:
    return report_on(load_round(examples_folder() / f"{name}.yaml"))


@cache
def edge_reports() -> dict[str, Report]:
    """Rounds at the edge: hardly anybody, no portraits, no answers, more items than a page holds rows."""
    asked = questionnaire((("a", "b"),), (("c", "d"),), portrait=("p",))
    plain_ = questionnaire((("a", "b"),), (("c", "d"),))
    many = questionnaire((tuple(f"a{n}" for n in range(30)),), (tuple(f"b{n}" for n in range(30)),))
    return {
        "one school": report_on(round_(asked, {"ash": [3, 4, 5]})),
        "one person": report_on(round_(asked, {"ash": [4]})),
        "no portraits": report_on(round_(plain_, {"ash": [3, 4], "birch": [2, 2]})),
        "nothing placed": report_on(round_(asked, {"ash": [person(None, None, None, None)], "birch": []})),
        "many items": report_on(round_(many, {"ash": [3, 4], "birch": [2, 5]})),
    }


def named(name: str) -> Report:
    """A report, charts and all, on a cluster and schools of this name."""
    schools = [{"id": "ash", "name": name}, {"id": "birch", "name": f"{name} 2"}]
    asked = questionnaire((("a", "b"),), (("c", "d"),))
    return report_on(round_(asked, {"ash": [3, 4], "birch": [2]}, cluster={"name": name, "schools": schools}))


def hostile(words: tuple[str, ...] = NASTY) -> Report:
    """A report in which every text is one that somebody might type to do harm."""
    text = " ".join(words)

    def seven(start: int) -> tuple[str, ...]:
        return tuple(words[(start + n) % len(words)] for n in range(7))

    blocks: tuple[Block, ...] = (
        Paragraph(text, "lead"),
        *(Paragraph(word) for word in words),
        Heading(text),
        Heading(""),
        Bullets(words),
        Bullets(words, ordered=True),
        Terms(tuple((word, word) for word in words)),
        Table(text, (words[0], words[5]), tuple((word, word) for word in words), ("left", "right")),
        Table("seven", seven(0), tuple(map(seven, range(4))), ("left",) * 3 + ("right",) * 4),
        Table("", ("a",), (), ("left",)),
        *(Callout(word, word, tone) for word in words for tone in ("note", "warning", "ask")),
    )
    sections = tuple(Section(name, text, blocks[:n]) for name, n in (("one", 99), ('"]#x', 3), ("", 1), ("two", 1)))
    return Report(text, text, "en", ((text, text), *((word, word) for word in words)), sections)


def texts(report: Report) -> Iterator[str]:
    """Everything that a reader must find, in order."""
    yield from (report.title, report.subtitle)
    for pair in report.facts:
        yield from pair
    for section in report.sections:
        yield section.title
        for block in section.blocks:
            yield from block_texts(block)


def block_texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text) | Heading(text):
            yield text
        case Bullets(items):
            yield from items
        case Terms(items):
            for pair in items:
                yield from pair
        case Table(caption, header, rows):
            yield caption
            for row in (header, *rows):
                yield from row
        case Callout(title, text):
            yield from (title, text)
        case Figure():
            yield block.caption


def without_figures(report: Report) -> Report:
    """The same without charts, for tests to which they only cost time."""
    return replace(
        report,
        sections=tuple(
            replace(section, blocks=tuple(block for block in section.blocks if not isinstance(block, Figure)))
            for section in report.sections
        ),
    )


def figures(report: Report) -> list[Figure]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Figure)]


def tables(report: Report) -> list[Table]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Table)]


def squeezed(text: str) -> str:
    """Text without what a line break or a program that reads a document may add, take away or put in its place."""
    return re.sub(r"[\s\u200b]", "", plain(text))


def missing(report: Report, found: str) -> list[str]:
    """Texts of a report that are not in a document's text."""
    whole = squeezed(found)
    return [text for text in texts(report) if squeezed(text) not in whole]
