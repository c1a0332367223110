"""What belongs together stands on one page: headings with what follows, small tables, rows; figures leave no gap."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from maturity.core.assess import assess
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import pdf, word
from maturity.report.blocks import Block, Figure, Heading, Paragraph, Report, Section, Table

FOOT, FILLED = 60, 160
"""Points above the lower edge of A4: where the text ends, and where that of a filled page has come to."""
WORDS = "Some words that people say to each other, and some more of them, so that there are a few lines of text. "


def report_of(*blocks: Block, sections: int = 1) -> Report:
    """Chapters of these blocks, each chapter with all of them."""
    several = tuple(Section(f"s{n}", f"Chapter {n}", blocks) for n in range(sections))
    return Report("Title", "Subtitle", "en", (), several, "short")


def small_table(n: int, caption: str = "", rows: int = 4) -> Table:
    name = caption or f"Caption {n}"
    return Table(name, ("Head", f"of {n}"), tuple((f"Cell {n}", f"row {row}") for row in range(rows)), ("left",) * 2)


def pages(report: Report) -> list[list[tuple[int, str]]]:
    """The lines of each page from above, each with how high above the lower edge it stands; without head and foot."""
    found = []
    for page in pypdf.PdfReader(io.BytesIO(pdf.render(report))).pages:
        lines: dict[int, str] = {}

        def note(text: str, cm: Any, tm: Any, font: Any, size: float, lines: Any = lines) -> None:
            if text.strip():
                at = round(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
                lines[at] = f"{lines.get(at, '')} {text.strip()}".strip()

        page.extract_text(visitor_text=note)
        body = sorted(((at, text) for at, text in lines.items() if at > FOOT), reverse=True)
        found.append([one for one in body if not one[1].startswith("Title Subtitle")])
    return found


def headed(n: int) -> tuple[Block, ...]:
    return tuple(one for k in range(n) for one in (Heading(f"Heading {k}"), Paragraph(WORDS * (1 + k % 3))))


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("Heading", report_of(*headed(80))),
        ("Chapter", report_of(Paragraph(WORDS * 2), sections=80)),
        ("Caption", report_of(*(small_table(n, rows=20 + n % 7) for n in range(40)))),
    ],
)
def test_no_page_of_a_pdf_ends_with_what_heads_the_next(name: str, report: Report) -> None:
    told = pages(report)
    assert len(told) > 6
    assert [page[-1][1] for page in told if page[-1][1].startswith(name)] == []


def test_a_small_table_stands_on_one_page_of_a_pdf() -> None:
    told = pages(report_of(*(one for n in range(40) for one in (Paragraph(WORDS), small_table(n)))))
    assert len(told) > 4
    for n in range(40):
        assert [sum(text.startswith(f"Cell {n} ") for _, text in page) for page in told].count(0) == len(told) - 1


def test_a_figure_that_has_no_room_leaves_no_gap() -> None:
    found = assess(load_round(examples_folder() / "riverside.yaml"))
    figures = [Figure("quadrant", found, f"Figure {n}", "A map.") for n in range(3)]
    said = Paragraph(WORDS * 3)
    # Before each figure stands so much that it has no room, and after it what can go on.
    blocks = list[Block]()
    for n, figure in enumerate(figures):
        blocks += (*[said] * (10 + n), figure, *[said] * 9)
    told = pages(report_of(*blocks))
    assert len(told) > 4
    assert [number for number, page in enumerate(told[:-1], 1) if page[-1][0] > FILLED] == []


# Word keeps together what it is told to keep: what it is told is read back.


def keeps(paragraph: WordParagraph) -> bool:
    """Whether a paragraph stays with the next, by itself or by its style."""
    if paragraph.paragraph_format.keep_with_next is not None:
        return bool(paragraph.paragraph_format.keep_with_next)
    style: Any = paragraph.style
    while style is not None:
        if style.paragraph_format.keep_with_next is not None:
            return bool(style.paragraph_format.keep_with_next)
        style = style.base_style
    return False


def body(report: Report) -> Iterator[WordParagraph | WordTable]:
    document = docx.Document(io.BytesIO(word.render(report)))
    for one in document.element.body:
        if one.tag == qn("w:p"):
            yield WordParagraph(one, document)
        elif one.tag == qn("w:tbl"):
            yield WordTable(one, document)


def held(table: WordTable) -> tuple[list[bool], list[bool]]:
    """Of each row: whether it stays with the next, in all its cells, and whether it stays whole."""
    rows = list(table.rows)
    return (
        [all(keeps(one) for cell in row.cells for one in cell.paragraphs) for row in rows],
        [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows],
    )


def test_word_keeps_headings_captions_and_pictures_with_what_follows() -> None:
    found = assess(load_round(examples_folder() / "riverside.yaml"))
    figure = Figure("quadrant", found, "Of a figure", "A map.", (4.0, 3.0))
    told = [*body(report_of(Heading("Part"), Paragraph(WORDS), small_table(1, "Of a table"), figure))]
    names = {"Heading 1": 1, "Heading 2": 1, "Figure": 1, "Caption": 2}
    paragraphs = [one for one in told if isinstance(one, WordParagraph)]
    assert {
        name: sum(one.style is not None and one.style.name == name for one in paragraphs) for name in names
    } == names
    for one, following in pairwise(told):
        if isinstance(one, WordParagraph) and one.style is not None and one.style.name in names:
            above = one.style.name != "Caption" or isinstance(following, WordTable)
            assert keeps(one) == above, one.text


def test_word_keeps_no_part_of_a_chart_with_the_next_part() -> None:
    found = assess(load_round(examples_folder() / "riverside.yaml"))
    told = [*body(report_of(Heading("Every question"), Figure("agreement", found, "How far we agree", "Bars.")))]
    drawn = [one for one in told if isinstance(one, WordParagraph) and one._p.find(f".//{qn('w:drawing')}") is not None]
    assert len(drawn) > 1
    assert [keeps(one) for one in drawn] == [*[False] * (len(drawn) - 1), True]


def test_word_keeps_a_small_table_whole_and_only_the_rows_of_a_long_one() -> None:
    small, long = (
        one for one in body(report_of(small_table(1), small_table(2, rows=60))) if isinstance(one, WordTable)
    )
    kept, whole = held(small)
    assert kept == [True] * 4 + [False]
    assert all(whole)
    kept, whole = held(long)
    # The heads stay with the first row.
    assert kept[0]
    assert not any(kept[1:])
    assert all(whole)


def test_word_lets_a_row_break_that_is_longer_than_a_page() -> None:
    table = Table("Long", ("A", "B"), ((WORDS * 120, "b"), ("short", "b")), ("left",) * 2)
    (found,) = (one for one in body(report_of(table)) if isinstance(one, WordTable))
    assert held(found)[1] == [True, False, True]
