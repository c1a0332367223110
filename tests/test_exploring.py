"""A report in a browser that people explore: what answers the pointer and the keys, and what can be hidden."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maturity.charts.pointed import pointed
from maturity.cli.app import run
from maturity.core.assess import assess
from maturity.model.theme import STANDARD
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import html
from tests.make import questionnaire, round_
from tests.trees import figures, report_of, report_on

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

TARNSIDE = examples_folder() / "tarnside"
WIDTHS = [1280, 390]
MAP, PROFILE, JOURNEY, ANSWERS = range(4)
"""The charts of the report that can be explored, in its order."""
OPENED = "() => document.querySelectorAll('details').forEach((one) => one.open = true)"
SEEN = """(keys) => [...document.querySelectorAll('.answers > svg')]
    .filter((one) => one.getBoundingClientRect().width > 0)
    .map((one) => [...one.querySelectorAll('[data-mark], [data-of]')].filter((part) => part.getClientRects().length > 0
        && (part.dataset.mark || part.dataset.of).split(' ').includes(keys)).length)"""
"""How many parts of each chart that is shown are to be seen of one school, round or the like."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    assert run(["report", str(TARNSIDE), "-o", str(path), "--date", "2026-12-01"]) == 0
    return path


def opened(page: Page, path: Path, width: int = 1280) -> Locator:
    """The charts that can be explored, in a report whose chapters are all open."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())
    page.evaluate(OPENED)
    found = page.locator("figure:has(.marks)")
    assert found.count() == 4
    return found


def button(figure: Locator, name: str) -> Locator:
    return figure.get_by_role("toolbar").get_by_role("button").filter(has_text=name)


def point_at(page: Page, mark: Locator) -> None:
    mark.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    box = mark.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def is_ringed(chart: Locator, key: str, ring: Locator) -> bool:
    """Whether a button lies on its mark."""
    boxes = [one.bounding_box() for one in (chart.locator(f"[data-mark={key}]:visible"), ring)]
    mark, found = (dict[str, float](**box) for box in boxes if box is not None)
    # One of the two boxes has the line around the mark in it.
    off = [mark[at] + mark[size] / 2 - found[at] - found[size] / 2 for at, size in (("x", "width"), ("y", "height"))]
    return max(map(abs, off)) < 1 and 0 <= mark["width"] - found["width"] < 3


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_points_and_bars_answer_the_pointer_with_what_the_report_says(page: Page, written: Path, width: int) -> None:
    charts, tip = opened(page, written, width), page.locator(".tip")
    assert tip.count() == 0
    point_at(page, button(charts.nth(MAP), "Fellfoot School"))
    assert tip.inner_text().split("\n") == ["Fellfoot School", "depth 2.8 and challenge 2.7", "7 people"]
    inside, box = charts.nth(MAP).locator(".answers").bounding_box(), tip.bounding_box()
    assert inside is not None
    assert box is not None
    assert inside["x"] - 1 <= box["x"]
    assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 1
    page.keyboard.press("Escape")
    assert tip.count() == 0
    point_at(page, button(charts.nth(ANSWERS), "What information about performance"))
    said = tip.inner_text().split("\n")
    assert said[1:] == [
        "level 1: 0; level 2: 4; level 3: 10; level 4: 7; level 5: 3",
        "24 answered, 0 cannot tell",
        "agreement: 0.67",
    ]
    page.mouse.move(1, 1)
    assert tip.count() == 0
    # A name answers as its point does.
    label = charts.nth(MAP).locator("[data-of=s4]:visible").last
    point_at(page, label)
    assert "Fellfoot School" in tip.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_one_tab_reaches_a_chart_and_the_arrows_its_marks(page: Page, written: Path, width: int) -> None:
    chart = opened(page, written, width).nth(PROFILE)
    bar = chart.get_by_role("toolbar")
    marks = bar.get_by_role("button")
    assert marks.count() == 14
    page.locator("#Report").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if bar.evaluate("(one) => one.contains(document.activeElement)"):
            break
    focused, tip = bar.locator(":focus"), page.locator(".tip")
    assert "Depth of partnership" in tip.inner_text()
    page.keyboard.press("ArrowDown")
    assert focused.inner_text().startswith("Shared purpose: 3.7 (3.5–3.9); 36 answered; Ashgill Primary ")
    assert "Shared purpose" in tip.inner_text()
    assert focused.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
    assert is_ringed(chart, "d0", focused)
    # In the other layout as well, where the screen turns.
    for one in (1670 - width, width):
        page.set_viewport_size({"width": one, "height": 900})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert is_ringed(chart, "d0", focused)
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert "Challenge from outside" in tip.inner_text()
    # One more Tab leaves the chart, and with the focus goes what it said.
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.type") == "checkbox"
    assert tip.count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_a_school_is_switched_off_on_all_charts_and_a_print_shows_it(page: Page, written: Path, width: int) -> None:
    charts = opened(page, written, width)
    before, others = page.evaluate(SEEN, "s4"), page.evaluate(SEEN, "s0")
    assert [n > 0 for n in before] == [True, True, True, False]
    charts.nth(PROFILE).get_by_role("checkbox", name="Fellfoot School").uncheck()
    assert page.evaluate(SEEN, "s4") == [0, 0, 0, 0]
    assert page.evaluate(SEEN, "s0") == others
    assert charts.nth(MAP).get_by_role("checkbox", name="Fellfoot School").is_checked() is False
    assert button(charts.nth(MAP), "Fellfoot School").count() == 0
    assert button(charts.nth(MAP), "the cluster").count() == 1
    # The other layout knows it too.
    page.set_viewport_size({"width": 1670 - width, "height": 900})
    assert page.evaluate(SEEN, "s4") == [0, 0, 0, 0]
    page.emulate_media(media="print")
    assert all(page.evaluate(SEEN, "s4")[:3])
    assert page.locator(".switches:visible, .marks:visible").count() == 0
    page.emulate_media(media="screen")
    charts.nth(MAP).get_by_role("button", name="Hide all", exact=True).click()
    assert page.evaluate(SEEN, "s0") == [0, 0, 0, 0]
    charts.nth(MAP).get_by_role("button", name="Show all", exact=True).click()
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(SEEN, "s4") == before


@pytest.mark.browser
def test_rounds_are_gone_through_one_after_the_other(page: Page, written: Path) -> None:
    chart = opened(page, written).nth(JOURNEY)
    back, on, whole = (
        chart.get_by_role("button", name=name) for name in ("Previous round", "Next round", "All rounds")
    )
    status = chart.get_by_role("status")

    def rounds() -> list[int]:
        return [n for n in range(4) if page.evaluate(SEEN, f"y{n}")[JOURNEY]]

    assert rounds() == [0, 1, 2, 3]
    assert [one.get_attribute("aria-disabled") for one in (back, on, whole)] == ["false", "true", "true"]
    back.click()
    assert rounds() == [0, 1, 2]
    assert status.inner_text() == "2025: 11 March 2025; depth 3.1 and challenge 2.2"
    # Ways of schools lead to the last round and are not there before it.
    assert page.evaluate(SEEN, "s0")[JOURNEY] == 0
    assert button(chart, "Ashgill Primary").count() == 0
    back.click()
    back.click()
    # The focus is still there; before the first round is none.
    page.keyboard.press("Enter")
    assert rounds() == [0]
    assert "2023" in status.inner_text()
    on.click()
    assert rounds() == [0, 1]
    assert "2024" in status.inner_text()
    whole.click()
    assert rounds() == [0, 1, 2, 3]
    assert status.inner_text() == ""


@pytest.mark.browser
def test_without_a_script_nothing_of_it_is_there(browser: Browser, written: Path) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(written.as_uri())
    assert page.locator("svg.wide:visible").count() > 0
    assert page.locator(":is(.marks, .switches, .tip):visible").count() == 0
    assert "Schools shown" not in page.inner_text("body")
    assert page.get_by_role("toolbar").count() == page.get_by_role("checkbox").count() == 0
    context.close()


@pytest.mark.browser
def test_its_own_policy_lets_its_script_run_and_no_other(browser: Browser, written: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(written.as_uri())
    assert page.locator("fieldset:visible").count() > 0
    assert said == []
    page.evaluate(
        "() => document.body.append(Object.assign(document.createElement('script'), { text: 'window.bad = 1' }))"
    )
    assert page.evaluate("() => window.bad === undefined")
    assert "Content Security Policy" in " ".join(said)
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("forced", ["none", "active"])
def test_axe_finds_nothing_wrong_while_charts_are_explored(
    page: Page, axe: Any, written: Path, width: int, forced: Any
) -> None:
    page.emulate_media(forced_colors=forced)
    charts = opened(page, written, width)
    charts.nth(JOURNEY).get_by_role("button", name="Previous round").click()
    charts.nth(MAP).get_by_role("checkbox").first.uncheck()
    button(charts.nth(ANSWERS), "How open").first.focus()
    assert page.locator(".tip:visible").count() == 1
    assert axe(page, dark=forced == "none") == []
    # Nothing makes the page wider than the screen.
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.drawing
@pytest.mark.parametrize("name", ["fairview", "lowfield"])
def test_what_a_kind_of_round_hides_is_nowhere_in_the_page(name: str) -> None:
    report = report_of(name)
    page = html.render(report).decode()
    assert not re.search(r'data-(?:key|mark|of)="[^"]*\bs\d', page)
    assert "<fieldset" not in page
    counted = assess(load_round(examples_folder() / f"{name}.yaml"))
    for figure in figures(report):
        for one in pointed(figure, STANDARD):
            said = " ".join((one.name, *one.said))
            assert not any(school.name in said for school in counted.schools)
            assert counted.mode != "confidential" or "level 1:" not in said


@pytest.mark.drawing
def test_a_name_that_would_end_its_place_does_not() -> None:
    name = '"><script>alert(1)</script>'
    schools = [{"id": "ash", "name": name}, {"id": "birch", "name": "Birch"}]
    asked = questionnaire((("a", "b"),), (("c", "d"),))
    page = html.render(
        report_on(round_(asked, {"ash": [3, 4], "birch": [2]}, cluster={"name": "C", "schools": schools}))
    ).decode()
    assert page.count("<script") == page.count("</script") == 1
    assert "&gt;&lt;script&gt;alert(1)" in page


@pytest.mark.drawing
def test_every_mark_that_has_words_is_drawn_in_both_layouts_and_letters_are_there_once(written: Path) -> None:
    page = written.read_text("utf-8")
    drawn = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    explored = [one for one in drawn if 'class="marks"' in one]
    assert len(explored) == 4
    for figure in explored:
        keys = re.findall(r'data-key="([^"]+)"', figure)
        assert keys
        charts = re.findall(r"<svg.*?</svg>", figure, re.DOTALL)
        whole = [one for one in charts if 'class="part"' not in one.split(">")[0]]
        # What is printed in parts has them all together.
        for chart in [*whole, *filter(None, ["".join(one for one in charts if one not in whole)])]:
            assert set(keys) <= set(re.findall(r'data-mark="([^"]+)"', chart))
            # A name goes with its mark: on the map and in the profile all have one, on the journey where there is room.
            if figure is not explored[JOURNEY]:
                assert set(keys) <= set(re.findall(r'data-of="([^"]+)"', chart))
    outlines = re.findall(r'<path id="g\d+" d="([^"]+)"', page)
    assert len(outlines) == len(set(outlines)) > 50
    assert "scale(0.015625)" not in "".join(drawn)
