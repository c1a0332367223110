"""Charts in a document: as high and narrow as a phone where that is what shows them, and saying nothing twice."""

from __future__ import annotations

import io
import math
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from matplotlib.figure import Figure as Drawn

from maturity import charts
from maturity.charts import agreement, profile, quadrant
from maturity.charts.style import Look
from maturity.core.assess import assess
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import html, pdf, word
from maturity.renderers.common import MOST_ROWS
from maturity.report.blocks import PHONE, Figure, Heading, Paragraph, Report, Section
from maturity.report.wording import headline
from tests.looked import faults, texts_of
from tests.trees import report_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEAST = 8 * 96 / 72
"""Pixels of a style sheet that eight points are."""
SHOWN = "() => [...document.querySelectorAll('figure svg')].filter((one) => one.getBoundingClientRect().width > 0)"
CLASSES = f"({SHOWN})().map((one) => one.getAttribute('class'))"
SIZES = f"""({SHOWN})().map((one) => [...one.querySelectorAll('g[transform*="scale("]')]
    .filter((text) => text.querySelector(':scope > use'))
    .map((text) => text.getScreenCTM())
    .map((at) => 100 * Math.sqrt(Math.abs(at.a * at.d - at.b * at.c))))"""
"""Of every chart that is shown, the size of every text in pixels: letters are outlines of a hundred units."""
OPENED = "() => document.querySelectorAll('details').forEach((one) => one.open = true)"
RIVERSIDE = assess(load_round(examples_folder() / "riverside.yaml"))
PARTS = math.ceil(len(RIVERSIDE.items) / MOST_ROWS)
FINDING = headline(RIVERSIDE)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(html.render(report_of("riverside")))
    return path


def said(figure: Drawn) -> str:
    return " ".join(" ".join(one.get_text().split()) for one in texts_of(figure))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "shown"), [(320, "narrow"), (390, "narrow"), (480, "narrow"), (800, "wide")])
def test_a_screen_shows_each_chart_once_in_the_layout_for_it(page: Page, written: Path, width: int, shown: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(written.as_uri())
    # What is printed is wide, from whatever screen, and whole, whatever chapters are open.
    page.emulate_media(media="print")
    # The longest goes over pages in parts.
    assert page.evaluate(CLASSES) == ["wide"] * 2 + ["part"] * PARTS
    page.emulate_media(media="screen")
    page.evaluate(OPENED)
    assert page.evaluate(CLASSES) == [shown] * 3


@pytest.mark.browser
def test_no_text_of_a_chart_is_smaller_than_eight_points_on_a_phone(page: Page, written: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(written.as_uri())
    page.evaluate(OPENED)
    sizes = page.evaluate(SIZES)
    assert [len(one) > 20 for one in sizes] == [True] * 3
    assert [min(one) >= LEAST for one in sizes] == [True] * 3


@pytest.mark.browser
def test_a_chart_has_its_words_on_a_phone_although_they_are_in_the_file_once(
    page: Page, axe: Any, written: Path
) -> None:
    content = written.read_text("utf-8")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(written.as_uri())
    assert axe(page) == []
    page.evaluate(OPENED)
    assert axe(page) == []
    for place, figure in enumerate(report_of("riverside").figures):
        assert content.count(escape(figure.alt, quote=False)) == 1
        assert page.get_by_role("img", name=figure.alt).count() == 1, place


@pytest.mark.drawing
@pytest.mark.parametrize("chart", [profile, agreement])
def test_a_chart_on_a_page_that_may_be_higher_leaves_nothing_out(chart: Any) -> None:
    names = [one.short for one in RIVERSIDE.questionnaire.items] if chart is agreement else ["Give and take"]
    cut = chart.draw(RIVERSIDE, Look(size=PHONE))
    assert not all(name in said(cut) for name in names)
    whole = chart.draw(RIVERSIDE, Look(size=PHONE, open=True))
    assert all(name in said(whole) for name in names)
    assert whole.get_size_inches()[0] == pytest.approx(PHONE[0])
    assert faults(whole, 8.0) == []


@pytest.mark.drawing
def test_a_chart_does_not_say_what_stands_above_it() -> None:
    assert FINDING in said(quadrant.draw(RIVERSIDE))
    after = said(quadrant.draw(RIVERSIDE, Look(said=frozenset({FINDING}))))
    assert FINDING not in after
    assert RIVERSIDE.cluster in after
    assert FINDING in said(quadrant.draw(RIVERSIDE, Look(said=frozenset({f"{FINDING} And more."}))))


def test_a_long_text_that_a_chart_cuts_has_been_said_too() -> None:
    look = Look(said=frozenset({"a long sentence"}))
    assert [look.news(text) for text in ("a long…", "a long", "")] == ["", "a long", ""]


def test_what_a_chapter_has_said_before_a_chart_is_known() -> None:
    one, two = (Figure("quadrant", RIVERSIDE, "", "") for _ in range(2))
    report = Report(
        "T",
        "",
        "en",
        (),
        (
            Section("a", "A", (Paragraph("first"), one, Heading("then"))),
            Section("b", "B", (Heading("head"), two, Paragraph("later"))),
        ),
    )
    assert [report.said_before(figure) for figure in (one, two)] == [{"A", "first"}, {"B", "head"}]


@pytest.mark.drawing
def test_every_document_says_the_finding_above_the_map_and_in_its_description(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[frozenset[str]] = []
    drawing = charts.draw

    def draw(*given: Any, **how: Any) -> bytes:
        if given[0] == "quadrant":
            looks.append(how["look"].said)
            assert FINDING in how["alt"]
        return drawing(*given, **how)

    monkeypatch.setattr(charts, "draw", draw)
    report = report_of("riverside")
    read = pypdf.PdfReader(io.BytesIO(pdf.render(report)))
    assert [FINDING in one for one in looks] == [True]
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in read.pages]
    assert sum(page.count(FINDING) for page in pages) == 1
    for render in (html.render, word.render):
        looks.clear()
        render(report)
        assert looks
        assert all(FINDING in one for one in looks)


@pytest.mark.browser
def test_chapters_fold_and_a_link_the_keyboard_and_print_open_them(page: Page, written: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(written.as_uri())
    folded = page.evaluate("document.documentElement.scrollHeight")
    opened = "document.querySelector('#year').closest('details').open"
    assert not page.evaluate(opened)
    page.locator("nav a[href='#year']").click()
    assert page.evaluate(opened)
    summary = page.locator("summary", has_text="Method and caveats")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#small-print").is_visible()
    page.evaluate(OPENED)
    assert folded < page.evaluate("document.documentElement.scrollHeight") / 3
    page.reload()
    printed = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    (*_, last) = (one.text for one in report_of("riverside").sections[-1].blocks if isinstance(one, Paragraph))
    assert re.sub(r"\s", "", last[-40:]) in re.sub(r"\s", "", printed)
