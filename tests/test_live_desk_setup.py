"""A round is set up on the desk's page: with the keyboard alone, with nothing lost, on any width, light and dark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from maturity import load_round
from maturity.folder.workshop import Happened
from maturity.model import Response
from maturity.store import answers
from maturity.store.workshop import add_happened
from tests import sitting
from tests.started import start
from tests.test_live_desk import LONG, looking

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
Axe = Callable[..., list[str]]
LOWS = """() => [...document.querySelectorAll(
    'button, .button, summary, select, input:not([type=radio], [type=checkbox])')]
  .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44).map((one) => one.id)"""


def ready(desk: Page) -> None:
    """Wait until the page asks, and has heard what can be chosen for so many schools."""
    desk.wait_for_selector("#new[data-schools]:visible")


def typed(desk: Page, *schools: str, name: str = "River Partnership") -> None:
    """Say all that a new partnership needs."""
    desk.fill("#new-name", name)
    desk.focus("#school-lines input >> nth=0")
    for one in schools:
        desk.keyboard.type(one)
        desk.keyboard.press("Enter")
    desk.check('input[name="questionnaire"][value="cluster-journey-short"]')
    desk.check('input[name="kind"][value="named"]')


def names(desk: Page) -> list[str]:
    """The schools as they stand in their lines."""
    return [one.input_value() for one in desk.locator("#school-lines input").all()]


def last_year(folder: Path, asked: str = "cluster-journey-short") -> Path:
    """A cluster whose round lies a year back, with answers and two priorities."""
    words = ["--name", "River", "--school", "Ash", "--school", "Elm", "--school", "Oak", "--mode", "named"]
    start(folder, *words, "--label", "2020", "--date", "2020-03-12", "-q", asked)
    rounds = folder / "2020" / "round.yaml"
    said = yaml.safe_load(rounds.read_text("utf-8"))
    said["priorities"] = [{"id": "doors", "title": "Open doors"}, {"id": "reviews", "title": "Frank reviews"}]
    rounds.write_text(yaml.safe_dump(said), "utf-8")
    person = Response(respondent="r1", school="ash", role="senior")
    answers.append(folder / "2020", person, at=dt.datetime(2020, 3, 12, tzinfo=dt.UTC))
    return folder


def test_a_partnership_is_begun_with_the_keyboard_alone_and_seen_before_it_is_made(
    browser: Browser, tmp_path: Path
) -> None:
    with sitting.held(tmp_path) as held, looking(browser, held, "/desk") as desk:

        def to(selector: str) -> None:
            """Tab to something."""
            for _ in range(60):
                if desk.evaluate("(one) => document.activeElement.matches(one)", selector):
                    return
                desk.keyboard.press("Tab")
            raise AssertionError(f"no way leads to {selector}")

        ready(desk)
        to("#new-name")
        desk.keyboard.type("River Partnership")
        to("#school-lines input")
        for name in ("Ashfield", "Brook Lane", "Castle Hill", "Dale End"):
            desk.keyboard.type(name)
            desk.keyboard.press("Enter")
        assert desk.locator("#school-lines input").count() == 5
        to('input[name="questionnaire"]')
        desk.keyboard.press("ArrowDown")
        desk.keyboard.press("Tab")
        to('input[name="kind"]')
        desk.keyboard.press("Space")
        to("#new-label")
        to("#new button[type=submit]")
        desk.keyboard.press("Enter")
        desk.wait_for_selector("#making-sure:visible")
        assert desk.evaluate("document.activeElement.id") == "sure-title"
        heads, words = (desk.locator(f"#will-be {one}").all_inner_texts() for one in ("dt", "dd"))
        lines = dict(zip(heads, words, strict=True))
        assert lines["Schools"] == "Ashfield, Brook Lane, Castle Hill and Dale End"
        assert lines["Questions"] == "The cluster journey, short form: 12 questions"
        assert [one for one in tmp_path.iterdir() if not one.name.startswith(".")] == []
        to("#make")
        desk.keyboard.press("Enter")
        desk.wait_for_selector("html[data-phase='lobby']")
        assert desk.evaluate("document.activeElement.id") == "onward"
        made = load_round(Path(lines["Folder"]))
        assert ([one.name for one in made.cluster.schools][-1], made.mode) == ("Dale End", "anonymous")
        assert desk.inner_text("#cluster").startswith("River Partnership, ")


def test_a_refusal_stands_beside_its_field_and_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    with sitting.held(tmp_path) as held, looking(browser, held, "/desk") as desk:
        ready(desk)
        typed(desk, "Ash", "ash", name="")
        desk.click("#new button[type=submit]")
        desk.wait_for_selector("#wrong-name:visible")
        assert desk.inner_text("#wrong-schools") == "A school is named twice. Name each school once."
        assert desk.is_hidden("#wrong-kind")
        assert desk.evaluate("document.activeElement.id") == "new-name"
        assert desk.get_attribute("#new-name", "aria-invalid") == "true"
        assert desk.get_attribute("#new-name", "aria-describedby") == "wrong-name"
        assert desk.get_attribute("#new-schools", "aria-describedby") == "wrong-schools"
        assert names(desk)[:2] == ["Ash", "ash"]
        # What is right by now is not refused any more, and nothing else is, nor does the focus go elsewhere.
        desk.fill("#new-name", "River")
        desk.wait_for_selector("#wrong-name", state="hidden")
        assert desk.is_visible("#wrong-schools")
        desk.fill("#new-label", "")
        desk.fill("#school-lines input >> nth=1", "Elm")
        desk.wait_for_selector("#wrong-schools", state="hidden")
        assert desk.is_hidden("#wrong-label")
        assert desk.input_value("*:focus") == "Elm"
        desk.fill("#new-label", "2026")
        desk.click("#new button[type=submit]")
        desk.wait_for_selector("#making-sure:visible")
        desk.click("#change")
        assert desk.evaluate("document.activeElement.id") == "new-name"
        assert (desk.input_value("#new-name"), desk.is_hidden("#wrong-name")) == ("River", True)


def test_what_was_typed_outlives_a_reload_and_is_gone_once_it_is_made(browser: Browser, tmp_path: Path) -> None:
    with sitting.held(tmp_path) as held, looking(browser, held, "/desk") as desk:
        ready(desk)
        typed(desk, "Ash", "Elm", "Oak", "Fir")
        desk.check('input[name="questionnaire"][value="review-follow-up"]')
        desk.select_option("#new-about", "Elm")
        desk.fill("#new-reviewed", "2020-02-03")
        desk.fill("#new-label", "spring")
        desk.check("#rehearsal")
        desk.reload()
        ready(desk)
        assert desk.input_value("#new-name") == "River Partnership"
        assert names(desk)[:4] == ["Ash", "Elm", "Oak", "Fir"]
        assert desk.is_checked('input[name="questionnaire"][value="review-follow-up"]')
        assert desk.is_checked('input[name="kind"][value="named"]')
        values = [desk.input_value(f"#new-{name}") for name in ("about", "reviewed", "label")]
        assert (values, desk.is_checked("#rehearsal")) == (["Elm", "2020-02-03", "spring"], True)
        desk.click("#new button[type=submit]")
        desk.click("#make")
        desk.wait_for_selector("html[data-phase='lobby']")
        assert desk.evaluate("Object.keys(sessionStorage)") == []


def test_kinds_that_cannot_be_say_why_and_go_by_the_schools_and_the_questions(browser: Browser, tmp_path: Path) -> None:
    with sitting.held(tmp_path) as held, looking(browser, held, "/desk") as desk:
        ready(desk)
        anonymous, confidential = (f'input[name="kind"][value="{one}"]' for one in ("anonymous", "confidential"))
        assert desk.is_enabled(anonymous)
        typed(desk, "Ash", "Elm")
        desk.wait_for_selector(f"{anonymous}:disabled")
        assert "needs 3 schools" in desk.inner_text(f"label:has({anonymous})")
        desk.fill("#school-lines input >> nth=2", "Oak")
        desk.wait_for_selector(f"{anonymous}:enabled")
        desk.check('input[name="questionnaire"][value="hallmarks"]')
        assert desk.is_disabled(confidential)
        assert "Not here: This questionnaire draws a line" in desk.inner_text(f"label:has({confidential})")
        assert desk.is_checked('input[name="kind"][value="named"]')


def test_schools_can_be_pasted_as_a_list_and_removed(browser: Browser, tmp_path: Path) -> None:
    with sitting.held(tmp_path) as held, looking(browser, held, "/desk") as desk:
        ready(desk)
        paste = """(text) => { const data = new DataTransfer(); data.setData("text", text);
          document.querySelector("#school-lines input").dispatchEvent(new ClipboardEvent("paste",
            { clipboardData: data, bubbles: true, cancelable: true })); }"""
        desk.evaluate(paste, "Ash\n\nElm\r\n Oak ")
        values = names(desk)
        assert values == ["Ash", "Elm", "Oak", "", ""]
        desk.get_by_label("Remove school 2").click()
        assert names(desk) == ["Ash", "Oak", "", ""]
        assert desk.evaluate("document.activeElement.value") == "Ash"
        assert desk.get_by_label("School 2", exact=True).input_value() == "Oak"


def test_a_year_later_last_time_can_be_gone_on_with_or_a_new_round_begun(browser: Browser, tmp_path: Path) -> None:
    folder = last_year(tmp_path / "river")
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
        ready(desk)
        assert desk.is_hidden("#new-name")
        assert desk.is_checked('input[name="questionnaire"][value="cluster-journey-short"]')
        assert desk.is_checked('input[name="kind"][value="named"]')
        assert desk.locator("#rounds button").all_inner_texts() == ["Go on with 2020 of 12 March 2020"]
        desk.uncheck("#unfinished input >> nth=1")
        desk.click("#new button[type=submit]")
        desk.wait_for_selector("dd:has-text('1 is taken on again, 1 let go')")
        desk.click("#make")
        desk.wait_for_selector("html[data-phase='lobby']")
        found = load_round(folder)
        assert ([one.title for one in found.priorities], found.label != "2020") == (["Open doors"], True)


def test_last_time_is_one_press_and_opens_where_it_was(browser: Browser, tmp_path: Path) -> None:
    folder = last_year(tmp_path / "river")
    add_happened(folder / "2020", Happened("ended", "ended", "", "", dt.datetime(2020, 3, 12, tzinfo=dt.UTC)))
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
        ready(desk)
        assert desk.inner_text("#rounds .hint").startswith("Its workshop was held and has ended.")
        desk.click("#rounds button")
        desk.wait_for_selector("html[data-phase='lobby']")
        assert desk.inner_text("#cluster") == "River, 2020"
        assert desk.inner_text("#phase-said").startswith("0 here.")


def test_above_several_partnerships_one_is_chosen_and_one_comes_back(browser: Browser, tmp_path: Path) -> None:
    for name in ("lake", "river"):
        last_year(tmp_path / name)
    with sitting.held(tmp_path) as held, looking(browser, held, "/desk") as desk:
        ready(desk)
        desk.fill("#new-name", "A third one")
        desk.click("#below button >> nth=0")
        desk.wait_for_selector("#rounds button")
        desk.click("#above")
        desk.wait_for_selector("#below button")
        assert desk.input_value("#new-name") == "A third one"


def test_what_cannot_be_opened_is_said_and_nothing_is_lost(browser: Browser, tmp_path: Path) -> None:
    folder = last_year(tmp_path / "river")
    with sitting.held(folder) as held, looking(browser, held, "/desk", "422 (Unprocessable") as desk:
        ready(desk)
        (folder / "2020" / "questionnaire.yaml").write_text("nonsense: [", "utf-8")
        desk.fill("#new-label", "spring")
        desk.click("#rounds button")
        desk.wait_for_selector("#told:visible")
        assert "questionnaire.yaml" in desk.inner_text("#told")
        assert desk.input_value("#new-label") == "spring"


def test_a_button_that_is_pressed_twice_makes_one_folder(tmp_path: Path) -> None:
    said: dict[str, Any] = {"act": "start", "name": "River", "schools": ["A", "B", "C"], "kind": "named"}
    said |= {"questionnaire": "cluster-journey-short", "label": "2026"}
    with sitting.held(tmp_path) as held, ThreadPoolExecutor(4) as many:
        found = sorted(status for status, _ in many.map(lambda _: held.post("/setup", said), range(4)))
    assert found == [200, 409, 409, 409]
    assert [one.name for one in tmp_path.iterdir()] == ["river"]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_setup_is_for_everybody_on_any_width(width: int, browser: Browser, axe: Axe, tmp_path: Path) -> None:
    how: dict[str, Any] = {"viewport": {"width": width, "height": 600}, "bypass_csp": True}
    folder = last_year(tmp_path / "river")
    for place in (tmp_path / "new", tmp_path, folder):
        place.mkdir(exist_ok=True)
        with sitting.held(place) as held, looking(browser, held, "/desk", **how) as desk:
            ready(desk)

            def sound(desk: Page = desk) -> None:
                assert axe(desk, dark=True) == []
                assert desk.evaluate("document.documentElement.scrollWidth") <= width
                assert desk.evaluate(LOWS) == []

            sound()
            if desk.is_visible("#new-name"):
                desk.click("#new button[type=submit]")
                desk.wait_for_selector("#wrong-name:visible")
                sound()
                typed(desk, LONG + "One", LONG + "Two", "Oak")
            desk.click("#new button[type=submit]")
            desk.wait_for_selector("#making-sure:visible")
            sound()
