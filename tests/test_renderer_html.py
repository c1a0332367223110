"""The HTML page in a theme's colours, with its fonts, footer and logo."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maturity.model.theme import STANDARD, Colours, Fonts, Theme
from maturity.renderers import html
from maturity.report.blocks import Callout, Paragraph, Report, Section
from tests.trees import LOGO, NASTY, figures, named, report_of, with_logo

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPORT = Report(
    "Title",
    "",
    "en",
    (("Fact", "value"),),
    tuple(
        Section(name, name, (Paragraph("text"), Callout("Careful", "text", "warning"), Callout("Say", "why?", "ask")))
        for name in ("one", "two")
    ),
)
WARM = Theme(
    title="Warm",
    colours=Colours(paper="#fffdf5", ink="#2b1d0e", soft="#5a4a3a", accent="#7a1f5c", tint="#f6efe4"),
    fonts=Fonts(heading="Lato"),
    footer="Prepared for the governors",
)
BREAKOUT = '"; } </style><script>alert(1)</script> \\'


def page_of(theme: Theme) -> str:
    return html.render(REPORT, theme).decode()


def test_colours_of_a_theme_become_variables() -> None:
    page = page_of(WARM)
    for name, colour in (("paper", "#fffdf5"), ("ink", "#2b1d0e"), ("accent", "#7a1f5c"), ("warn", "#a63c00")):
        assert f"--{name}: {colour};" in page
    # Colours stand nowhere else in the style, so that nothing is left in the standard ones.
    style = re.sub(r"--[\w-]+: #[0-9a-f]{6};", "", page.partition("<style>")[2].partition("</style>")[0])
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", style)) <= {"#52606d"}


def test_only_the_standard_colours_have_a_dark_form() -> None:
    assert "prefers-color-scheme: dark" in page_of(STANDARD)
    assert 'content="light dark"' in page_of(STANDARD)
    assert "prefers-color-scheme" not in page_of(WARM)
    assert 'content="light"' in page_of(WARM)


def test_the_footer_is_shown_on_the_page_and_at_the_foot_of_every_sheet() -> None:
    page = page_of(WARM)
    assert '<footer>\n<p class="own">Prepared for the governors</p>\n</footer>' in page
    assert "@bottom-left" in page
    assert "<footer>" not in page_of(STANDARD)
    assert "@bottom-left" not in page_of(STANDARD)


def test_a_logo_is_inside_the_file_and_only_then_are_pictures_allowed() -> None:
    page = page_of(with_logo())
    assert f'src="data:image/svg+xml;base64,{base64.b64encode(LOGO).decode()}" alt="Logo"' in page
    assert "img-src data:" in page
    assert "<img" not in page_of(STANDARD)
    assert "img-src" not in page_of(STANDARD)


@pytest.mark.parametrize("typed", [BREAKOUT, *NASTY])
def test_what_stands_in_a_theme_cannot_leave_its_place(typed: str) -> None:
    page = page_of(Theme(footer=typed, fonts=Fonts(body=typed, heading=typed)))
    assert page.count("<style>") == page.count("</style>") == 1
    assert "<script" not in page
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert style.count("{") == style.count("}")
    assert "alert(1)" not in style


@pytest.mark.drawing
def test_a_name_that_xml_does_not_take_goes_into_charts_as_well() -> None:
    assert "ab &lt;w:t&gt;" in html.render(named("a\ufffeb <w:t>")).decode()


@pytest.mark.drawing
def test_charts_do_not_repeat_the_footer_of_the_page() -> None:
    report = report_of("harbour")
    only = Report("T", "", "en", (), (Section("a", "A", (figures(report)[0],)),))
    quiet = Theme(**(WARM.model_dump() | {"footer": ""}))
    warm, without, plain = (
        re.findall("<svg.*?</svg>", html.render(only, theme).decode(), re.DOTALL) for theme in (WARM, quiet, STANDARD)
    )
    assert warm == without != []
    assert warm != plain


@pytest.mark.browser
def test_axe_finds_nothing_wrong_with_a_page_in_other_colours(page: Page, axe: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(html.render(report_of("riverside"), with_logo(WARM)))
    page.goto(path.as_uri())
    assert axe(page) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 253, 245)"
    assert page.evaluate("document.querySelector('img.logo').naturalWidth") > 0


@pytest.mark.browser
def test_the_page_is_dark_where_the_reader_wants_it_and_the_theme_is_the_standard_one(
    page: Page, axe: Any, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    page.emulate_media(color_scheme="dark")
    for theme, ground in ((STANDARD, "rgb(21, 25, 29)"), (WARM, "rgb(255, 253, 245)")):
        path.write_bytes(html.render(REPORT, theme))
        page.goto(path.as_uri())
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
        assert axe(page) == []


@pytest.mark.browser
def test_a_wicked_font_name_and_footer_leave_the_page_as_it_is(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    theme = Theme(footer=BREAKOUT, fonts=Fonts(body=BREAKOUT + "{ display: none }"))
    path.write_bytes(html.render(REPORT, theme))
    page.goto(path.as_uri())
    assert page.locator("footer").inner_text().strip() == BREAKOUT.strip()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(31, 41, 51)"
