"""How deep a report goes: one page for heads, about five for staff, everything for governors."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from maturity.core.plan import cycle_on
from maturity.journeys.ask import Ask
from maturity.journeys.story import Story, read_story
from maturity.readers.library import examples_folder
from maturity.renderers import html, pdf, word
from maturity.report.blocks import Callout, Figure, Heading, Length, Paper, Paragraph, Report, Section, Table, singles
from maturity.report.compose import Audience
from maturity.report.contents import CHAPTERS
from maturity.report.sheets.table import Book
from maturity.report.wording import sentence
from maturity.text.clean import plain
from maturity.text.words import day

FOLDERS = sorted(path.parent.name for path in examples_folder().glob("*/cluster.yaml"))
CLUSTERS = [*(path.stem for path in sorted(examples_folder().glob("*.yaml")) if path.stem != "personality"), *FOLDERS]


@cache
def story(name: str) -> Story:
    path = Path(name) if name in FOLDERS else Path(f"{name}.yaml")
    return read_story([examples_folder() / path], Ask())


def told(name: str, audience: Audience) -> Report:
    return story(name).report(audience, [])


def pages(report: Report, paper: Paper = "a4") -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(report, paper=paper))).pages]


def fewest_pages(name: str) -> int:
    """A map fills four pages at least; four questions on a checklist do not."""
    return 4 if story(name).assessment.questionnaire.axes else 2


def of_length(length: Length) -> Report:
    """Five chapters of a sentence each."""
    sections = tuple(Section(f"s{n}", f"Chapter {n}", (Paragraph("A sentence."),)) for n in range(5))
    return Report("Title", "Subtitle", "en", (("Date", "12 March 2026"),), sections, length)


def titles(report: Report) -> list[str]:
    return [section.title for section in report.sections]


def test_every_bundled_cluster_is_looked_at() -> None:
    assert {"riverside", "fairview", "tarnside", "millbrook"} <= set(CLUSTERS)
    assert story("tarnside").comparison is not None


@pytest.mark.drawing
@pytest.mark.parametrize("name", CLUSTERS)
def test_heads_get_one_page_with_all_that_belongs_on_it(name: str) -> None:
    # Letter is the lower of the two papers.
    report = told(name, "heads")
    (page,) = pages(report, "letter")
    run_on = " ".join(page.split())
    for said in (report.title, *titles(report), report.foot):
        assert " ".join(plain(said).split()) in run_on


@pytest.mark.drawing
@pytest.mark.parametrize("name", CLUSTERS)
def test_staff_get_about_five_pages(name: str) -> None:
    assert fewest_pages(name) <= len(pages(told(name, "staff"), "letter")) <= 6


@pytest.mark.walk
@pytest.mark.parametrize("name", CLUSTERS)
def test_depths_are_as_long_on_a4(name: str) -> None:
    assert len(pages(told(name, "heads"))) == 1
    assert fewest_pages(name) <= len(pages(told(name, "staff"))) <= 6


def test_governors_get_every_chapter_that_has_something_to_say_and_the_appendix() -> None:
    report = told("tarnside", "governors")
    assert titles(report) == [
        title for chapter, title in CHAPTERS.items() if chapter in {section.id for section in report.sections}
    ]
    assert {"change", "plan", "supports", "arithmetic", "small-print"} <= {section.id for section in report.sections}
    assert report.length == "full"


def test_what_is_for_one_audience_is_a_part_of_what_the_next_one_gets() -> None:
    heads, staff, governors = (told("riverside", audience) for audience in ("heads", "staff", "governors"))
    assert (
        {one.id for one in heads.sections} < {one.id for one in staff.sections} < {one.id for one in governors.sections}
    )


@pytest.mark.drawing
@pytest.mark.parametrize(("length", "listed"), [("page", False), ("short", False), ("full", True)])
def test_only_a_full_report_has_a_list_of_contents(length: Length, listed: bool) -> None:
    report = of_length(length)
    assert ("Contents" in pages(report)[0]) is listed
    styles = {one.style.name for one in docx.Document(io.BytesIO(word.render(report))).paragraphs if one.style}
    assert ("TOC Heading" in styles) is listed


@pytest.mark.drawing
@pytest.mark.parametrize(("chapters", "apart"), [(5, False), (20, True)])
def test_contents_have_a_page_of_their_own_only_where_they_fill_it(chapters: int, apart: bool) -> None:
    """A cover is no half-empty page."""
    sections = tuple(Section(f"s{n}", f"Chapter {n}", (Paragraph("A sentence."),)) for n in range(chapters))
    report = Report("Title", "Subtitle", "en", (("Date", "12 March 2026"),), sections)
    assert ("A sentence." not in pages(report)[0]) is apart
    breaks = [
        one.paragraph_format.page_break_before for one in docx.Document(io.BytesIO(word.render(report))).paragraphs
    ]
    assert any(breaks) is apart


@pytest.mark.drawing
def test_no_report_ends_with_a_page_of_two_lines() -> None:
    """Whatever comes before it, the last chapter stands whole, as far as it is small enough for one page."""
    last = Section("last", "Small print", tuple(Paragraph(f"Line {n} of the end.", "small") for n in range(6)))
    for lines in range(30, 60, 3):
        body = Section("body", "Body", tuple(Paragraph(f"A sentence, number {n}.") for n in range(lines)))
        *_, end = pages(Report("Title", "", "en", (), (body, last), "short"))
        assert "Line 0 of" in end


def test_a_page_has_no_contents_in_html_where_even_a_short_report_can_be_scrolled_through() -> None:
    assert "<nav" not in html.render(of_length("page")).decode()
    assert "<nav" in html.render(of_length("short")).decode()


def test_heads_and_staff_see_what_was_agreed_in_place_of_what_could_be() -> None:
    agreed, open_ = told("tarnside", "staff"), told("riverside", "staff")
    assert "plan" in {one.id for one in agreed.sections}
    assert "priorities" not in {one.id for one in agreed.sections}
    assert {"priorities", "year"} <= {one.id for one in open_.sections}
    assert {"plan"} == {one.id for one in told("tarnside", "heads").sections} & {"plan", "priorities"}


def test_a_page_says_in_one_line_at_its_foot_what_was_asked_of_whom_and_how_sure_it_is() -> None:
    report = told("riverside", "heads")
    assert report.facts == ()
    assert report.subtitle == "12 March 2026"
    for said in (
        "34 people from 6 of 6 schools",
        "Not sure: it could be relationships or improvement",
        "The cluster journey, version 2.0",
        f"As of {day(story('riverside').today)}",
        "fictional",
    ):
        assert said in report.foot


@pytest.mark.parametrize("audience", ["staff", "governors"])
def test_every_depth_says_what_was_asked_of_whom_when_and_how_sure_it_is(audience: Audience) -> None:
    facts = dict(told("riverside", audience).facts)
    assert facts["Questionnaire"] == "The cluster journey, version 2.0 (cluster-journey)"
    assert facts["Who answered"] == "34 people from 6 of 6 schools"
    assert facts["Date"] == "12 March 2026"
    assert facts["How sure"] == "Not sure: it could be relationships or improvement"


@pytest.mark.parametrize("audience", ["staff", "governors"])
def test_every_depth_says_that_an_example_is_one(audience: Audience) -> None:
    report = told("riverside", audience)
    said = [
        *report.facts,
        *((block.title, block.text) for block in report.sections[0].blocks if isinstance(block, Callout)),
    ]
    assert [text for title, text in said if title == "An example" and "fictional" in text]


def test_chapters_that_are_asked_for_come_in_full_whoever_reads() -> None:
    report = story("riverside").report("heads", ["year", "standing"])
    assert [one.id for one in report.sections] == ["standing", "year"]
    assert report == story("riverside").report("governors", ["standing", "year"])


def test_a_short_report_leaves_out_the_tables_of_single_items() -> None:
    def captions(sections: tuple[Section, ...]) -> set[str]:
        return {block.caption for one in sections for block in one.blocks if isinstance(block, Table)}

    assert "Agreed levels beside the marks made alone" in captions(told("riverside", "governors").sections)
    assert "Agreed levels beside the marks made alone" not in captions(told("riverside", "staff").sections)


def test_a_page_for_heads_shows_one_chart() -> None:
    blocks = [block for section in told("tarnside", "heads").sections for block in singles(section.blocks)]
    assert [block.chart for block in blocks if isinstance(block, Figure)] == ["quadrant"]
    assert not any(isinstance(block, Heading) for block in blocks)


def test_the_year_of_a_report_stands_on_the_days_of_its_plan() -> None:
    """One calendar: the chapter, the slide, the sheet and `plan --status` name the same days."""
    told = story("tarnside")
    rounds = told.rounds
    status = {sentence(one.name, told.round.questionnaire): one.date for one in cycle_on(rounds, told.today).stages}
    assert min(one.review for one in told.round.priorities if one.review) == status["Peer review"]
    expected = [(day(date), step) for step, date in status.items()]
    for written in (told.report("governors", ["year"]), told.content("deck", told.report("governors", []))):
        assert isinstance(written, Report)
        blocks = [block for part in written.sections if part.id == "year" for block in part.blocks]
        (table,) = (block for block in blocks if isinstance(block, Table))
        assert [row[:2] for row in table.rows] == expected
    book = told.content("book", told.report("governors", []))
    assert isinstance(book, Book)
    (sheet,) = (one for one in book.sheets if one.id == "year")
    assert [(row[2], row[0]) for row in sheet.rows] == [*status.items()]
