"""The report as PDF: whole, tagged, the same every time, and inert whatever was typed."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypdf
import pytest

from maturity.errors import InputError
from maturity.model.theme import Colours, Fonts, Theme
from maturity.renderers import pdf
from maturity.renderers.common import in_parts
from maturity.report.blocks import Paper, Paragraph, Report, Section
from maturity.typesetting import covered
from tests.trees import (
    EXAMPLES,
    NASTY,
    edge_reports,
    figures,
    hostile,
    missing,
    named,
    report_of,
    squeezed,
    tables,
    with_logo,
    without_figures,
)

pytestmark = pytest.mark.drawing

CANNOT_BE_READ_BACK = re.compile("[\u0590-\u06ff\u3000-\u9fff\uac00-\ud7af\U0001f000-\U0001ffff]")
"""Letters that run the other way, or that no font which comes along has."""


def read(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content))


@cache
def pages(content: bytes) -> list[tuple[str, list[tuple[float, float]]]]:
    """The text of each page, and where each piece of it starts."""
    found = []
    for page in read(content).pages:
        places: list[tuple[float, float]] = []

        def note(text: str, cm: Any, tm: Any, font: Any, size: Any, places: Any = places) -> None:
            if text.strip():
                x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                places.append((x, y))

        found.append((page.extract_text(visitor_text=note), places))
    return found


def body(content: bytes, report: Report) -> str:
    """The text of all pages one after the other, without what stands at their head and foot."""
    running = squeezed(report.title[:60]) + squeezed(report.subtitle[:50])
    whole = [squeezed(text) for text, _ in pages(content)]
    whole = [page.replace(running, "") if number else page for number, page in enumerate(whole)]
    return "".join(re.sub(r"Page\d+of\d+", "", page) for page in whole)


def off_the_page(content: bytes) -> list[tuple[int, float, float]]:
    """Page and place of each piece of text that starts outside A4."""
    found = enumerate((places for _, places in pages(content)), 1)
    return [(n, x, y) for n, places in found for x, y in places if not (0 < x < 595 and 0 < y < 842)]


def tags(content: bytes) -> Iterator[Any]:
    """Every element of the tag tree."""

    def walk(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(read(content).trailer["/Root"]["/StructTreeRoot"])


@pytest.fixture(scope="module")
def riverside() -> tuple[Report, bytes]:
    report = report_of("riverside")
    return report, pdf.render(report)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_text_of_the_report_can_be_read_in_the_pdf(name: str, riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    if name != "riverside":
        report = without_figures(report_of(name))
        content = pdf.render(report)
    assert missing(report, body(content, report)) == []


@pytest.mark.parametrize("name", ["one school", "one person", "no portraits", "nothing placed", "many items"])
def test_rounds_at_the_edge_are_set_whole_and_on_the_page(name: str) -> None:
    report = edge_reports()[name]
    content = pdf.render(report)
    assert missing(report, body(content, report)) == []
    assert off_the_page(content) == []


def test_a_missing_text_would_be_noticed(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    more = Report("Qqq", "", "en", (), (Section("a", "Title", (Paragraph("not said anywhere"),)),))
    assert missing(more, body(content, report)) == ["Qqq", "Title", "not said anywhere"]


@pytest.mark.parametrize("name", [NASTY[0][:60], "a\ufffeb <w:t>&amp;", "x" * 100])
def test_names_of_any_kind_go_into_charts_as_well(name: str) -> None:
    report = named(name)
    content = pdf.render(report)
    assert missing(report, body(content, report)) == []


def test_the_same_report_gives_the_same_bytes(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    assert pdf.render(report) == content


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_paper_is_a4_or_letter(paper: Paper, size: tuple[int, int]) -> None:
    report = Report("T", "", "en", (), (Section("a", "A", (Paragraph("text"),)),))
    page = read(pdf.render(report, paper=paper)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_it_says_that_it_is_pdf_ua_with_title_and_language_and_nobodys_name(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    read_back = read(content)
    root = read_back.trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read_back.metadata is not None
    assert read_back.metadata.title == f"{report.title}: {report.subtitle}"
    assert set(read_back.metadata) <= {"/Title", "/Creator", "/Producer"}


def test_tags_name_headings_tables_with_heads_and_figures_with_their_message(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    found = list(tags(content))
    count = Counter(node["/S"] for node in found)
    assert count["/Title"] == 1
    assert count["/H1"] == len(report.sections)
    assert count["/Table"] == len(tables(report))
    assert count["/TH"] == sum(len(table.header) for table in tables(report))
    assert [node["/Alt"] for node in found if node["/S"] == "/Figure"] == [
        figure.alt for figure in figures(in_parts(report))
    ]


def test_contents_bookmarks_and_addresses_lead_to_every_section(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    read_back = read(content)
    marks = [entry["/Title"] for entry in read_back.outline if not isinstance(entry, list)]
    assert marks == [section.title for section in report.sections]
    assert {section.id for section in report.sections} <= set(read_back.named_destinations)
    links = [note for page in read_back.pages for note in page.get("/Annots", ())]
    assert len(links) >= len(report.sections)


def test_every_page_says_which_of_how_many_it_is(riverside: tuple[Report, bytes]) -> None:
    found = pages(riverside[1])
    for number, (text, _) in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in text


def test_a_short_report_has_neither_cover_nor_contents() -> None:
    report = Report("T", "S", "en", (("a", "b"),), (Section("a", "One", (Paragraph("text"),)),))
    [(text, _)] = pages(pdf.render(report))
    assert "Contents" not in text


def test_every_font_is_inside_the_file(riverside: tuple[Report, bytes]) -> None:
    seen = 0
    for page in read(riverside[1]).pages:
        for font in page["/Resources"]["/Font"].values():
            for inner in font.get_object()["/DescendantFonts"]:
                descriptor = inner.get_object()["/FontDescriptor"]
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
                seen += 1
    assert seen


def test_text_in_charts_can_be_selected(riverside: tuple[Report, bytes]) -> None:
    report, _ = riverside
    quadrant = figures(report)[0]
    only = Report("T", "", "en", (), (Section("a", "A", (quadrant,)),))
    [(text, _)] = pages(pdf.render(only))
    for school in ("Kingfisher Primary", "Alder Primary", "Otterbrook School"):
        assert school in text


def test_what_was_typed_stays_text() -> None:
    # Letters that no shipped font has would bring in the machine's fonts; the test shall not depend on them.
    words = tuple(word for word in NASTY if covered(word) or "\x1b" in word)
    report = hostile(words)
    content = pdf.render(report)
    whole = body(content, report)
    for word in words:
        if not CANNOT_BE_READ_BACK.search(word):
            assert squeezed(word) in whole, word
    assert off_the_page(content) == []
    assert "root:" not in whole


@pytest.mark.parametrize("word", NASTY)
def test_any_name_can_be_set_or_its_letters_are_named(word: str) -> None:
    report = Report(word, word, word, ((word, word),), (Section(word, word, (Paragraph(word),)),))
    try:
        assert pdf.render(report).startswith(b"%PDF")
    except InputError as error:
        (problem,) = error.problems
        assert problem.code == "no-letters"
        named = re.findall(r"(\w) \(U\+([0-9A-F]+)\)", problem.message)
        assert named
        assert all(letter in word and not covered(letter) and ord(letter) == int(code, 16) for letter, code in named)


def test_a_theme_shows_its_footer_on_every_page_and_its_logo_with_a_name() -> None:
    theme = Theme(footer="#footer & <b>", colours=Colours(paper="#fffdf5"), fonts=Fonts(body="No Such Font"))
    content = pdf.render(without_figures(report_of("harbour")), with_logo(theme))
    assert all("#footer & <b>" in text for text, _ in pages(content))
    assert "Logo" in [node.get("/Alt") for node in tags(content)]
