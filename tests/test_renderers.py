"""The report in each format: complete, harmless, readable by everybody."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import html, markdown, terminal
from maturity.report.blocks import Block, Bullets, Callout, Paragraph, Report, Section, Table, Terms
from maturity.report.compose import compose
from maturity.text.clean import plain
from tests.trees import report_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

NASTY = (
    "<script>alert(1)</script>",
    "a | b ](javascript:alert(1)) `x` **y** # z",
    "\x1b[31mred\x1b[0m \x9b2J",
    "\u202egnirts \u2066x\u2069",
    '=cmd|" /C calc"!A0',
    "x" * 300,
    "& &lt; \" ' > <img src=x onerror=alert(1)>",
    "line\nbreak\r\n# heading",
)


@cache
def page_of(name: str) -> str:
    return html.render(report_of(name)).decode()


def hostile() -> Report:
    """A report in which every text is one that somebody might type to do harm."""
    text = " ".join(NASTY)
    blocks: tuple[Block, ...] = (
        Paragraph(text, "lead"),
        Bullets(NASTY),
        Terms(tuple((word, word) for word in NASTY)),
        Table(text, NASTY[:2], tuple((word, word) for word in NASTY), ("left", "right")),
        *(Callout(word, word, "warning") for word in NASTY),
    )
    return Report(text, text, "en", ((text, text),), (Section("one", text, blocks),))


def test_what_was_typed_cannot_become_markup_in_html() -> None:
    page = html.render(hostile()).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_was_typed_cannot_become_markup_in_markdown() -> None:
    text = markdown.render(hostile()).decode()
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not re.search(r"^# heading", text, re.MULTILINE)
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {3}


def test_what_was_typed_cannot_steer_a_terminal() -> None:
    text = terminal.render(hostile()).plain
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "<script>" in text


@pytest.mark.parametrize("typed", ["a\x1b]0;title\x07b", "a\x1b[2Jb", "a\x00b", "a\u202eb", "a\x9b31mb"])
def test_codes_and_overrides_are_taken_out_of_a_text(typed: str) -> None:
    assert plain(typed) == "ab"


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert plain("abcdef", 4) == "abc…"
    assert plain("abcd", 4) == "abcd"


@pytest.mark.drawing
def test_html_is_one_file_that_fetches_nothing() -> None:
    page = page_of("riverside")
    # Names of formats are no addresses that anything is fetched from.
    addresses = set(re.findall(r"""(?:src|href|url\()=?["']?([^"')\s>]+)""", page))
    assert all(address.startswith("#") for address in addresses)
    # Each chart is there for wide screens and for narrow ones.
    assert page.count("<figure>") == 3
    assert page.count('class="wide"') == page.count('class="narrow"') == 3
    # The longest is there for print as well, in parts, and one more holds the letters of all.
    assert page.count("<svg") == 7 + page.count('class="part"') == 12
    assert "@import" not in page
    # The one script is the one that the page's own policy names.
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    assert page.count("<script") == 1
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in page
    assert len(script) < 6000
    assert not re.search(r"fetch|XMLHttp|import|eval|http|Storage|cookie|innerHTML", script)


@pytest.mark.drawing
def test_ids_on_the_page_are_unique_and_everything_refers_to_one() -> None:
    page = page_of("riverside")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    referred = re.findall(r'(?:href="#|url\(#)([^")]+)', page)
    referred += [name for names in re.findall(r'aria-labelledby="([^"]+)"', page) for name in names.split()]
    assert set(referred) <= set(ids)
    assert referred


def test_markdown_names_a_file_for_every_chart_or_says_it_in_words() -> None:
    report = report_of("riverside")
    charts = report.figures
    assert [figure.chart for figure in charts] == ["quadrant", "profile", "agreement"]
    with_files = markdown.render(report, ["a.svg", "b.svg", "c.svg"]).decode()
    assert with_files.count("](") == 3
    in_words = markdown.render(report).decode()
    assert "Quadrant chart of Riverside Learning Partnership" in in_words


@pytest.mark.drawing
@pytest.mark.parametrize("name", ["riverside", "harbour", "northgate", "summit", "fairview"])
def test_every_output_has_why_how_what_the_supports_and_the_year(name: str) -> None:
    report = report_of(name)
    for text in (
        markdown.render(report).decode(),
        page_of(name),
        terminal.render(report).plain,
    ):
        for said in ("Why", "How", "What", "room decides", "Joint accountability", "Account of impact", "Midpoint"):
            assert said.casefold() in text.casefold(), said


def test_no_section_of_a_report_is_empty() -> None:
    for name in ("riverside", "harbour", "northgate", "summit", "fairview"):
        assert all(section.blocks for section in report_of(name).sections)


@pytest.mark.drawing
def test_the_report_of_a_confidential_round_names_no_school() -> None:
    given = load_round(examples_folder() / "fairview.yaml")
    assessment = assess(given)
    page = page_of("fairview")
    quotes = {quote.text for quote in assessment.evidence.quotes} if assessment.evidence else set()
    for school in given.cluster.schools:
        if not any(school.name in quote for quote in quotes):
            assert school.name not in page


def test_dates_of_the_year_are_reckoned_from_the_round() -> None:
    year = next(section for section in report_of("riverside").sections if section.id == "year")
    table = next(block for block in year.blocks if isinstance(block, Table))
    when = {row[1]: row[0] for row in table.rows}
    assert when["Look at the cluster"] == "12 March 2026"
    assert when["Peer review"] == "12 June 2026"
    assert when["Account of impact"] == "12 December 2026"


def test_a_report_without_a_date_counts_months() -> None:
    assessment = dataclasses.replace(assess(load_round(examples_folder() / "harbour.yaml")), date=None)
    year = next(s for s in compose(assessment, advise(assessment)).sections if s.id == "year")
    table = next(block for block in year.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows][:3] == ["month 0", "month 1", "month 3"]


@pytest.mark.drawing
def test_svg_inside_the_page_is_well_formed() -> None:
    page = page_of("harbour")
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ET.fromstring(svg)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {}
    pages = {
        "riverside": page_of("riverside"),
        "fairview": page_of("fairview"),
        "hostile": html.render(hostile()).decode(),
    }
    for name, page in pages.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(page, "utf-8", newline="")
    return written


@pytest.mark.browser
@pytest.mark.parametrize("name", ["riverside", "fairview", "hostile"])
def test_axe_finds_nothing_wrong_with_the_page(page: Page, axe: Any, files: dict[str, Path], name: str) -> None:
    page.goto(files[name].as_uri())
    assert axe(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("name", ["riverside", "hostile"])
@pytest.mark.parametrize("width", [320, 360, 480, 1200])
def test_the_page_never_scrolls_sideways(page: Page, files: dict[str, Path], name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(files[name].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_the_page_prints_on_a4(page: Page, files: dict[str, Path]) -> None:
    page.goto(files["riverside"].as_uri())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 8 <= pages <= 20


def test_what_stands_in_brackets_is_named_as_words_inside_a_sentence_are() -> None:
    for name, brackets in (("riverside", "likely range"), ("lowfield", "rough range")):
        found = assess(load_round(examples_folder() / f"{name}.yaml"))
        text = " ".join(terminal.scorecard(found, advise(found), 80).plain.split())
        assert f"a convention; in brackets: {brackets}." in text
