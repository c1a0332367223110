"""The facilitator's desk and the projector's screen: a whole workshop through their buttons, readable and usable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests import sitting
from tests.every_shape import TEXTS, data_of
from tests.sitting import Held
from tests.started import start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Axe = Callable[..., list[str]]
pytestmark = pytest.mark.browser
LONG = "Saint Bartholomew's and All Hallows' Church Primary School "
STREAM = "text/event-stream"
SHIPPED = {"map": "cluster-journey", "ladder": "peer-review"}
TOO_SMALL = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.textContent.trim(), holder = walker.currentNode.parentElement;
    if (!words || holder.closest("script, style, .unseen") || !holder.getClientRects().length) { continue; }
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < 24) { found.push(`${size}: ${words}`); }
  }
  return found;
}"""
CUT = """() => {
  const view = document.getElementById("view");
  const wide = document.documentElement.scrollWidth > innerWidth || view.scrollWidth > view.clientWidth;
  const parts = [view, ...view.querySelectorAll("p, h1, h2, td, th, dd, li, .center, .open, .lobby, .map-view > div")];
  const seen = parts.filter((one) => !one.closest(".unseen") && getComputedStyle(one).clipPath === "none");
  const high = seen.some((one) => one.scrollHeight > one.clientHeight + 6);
  return wide || high || seen.some((one) => one.scrollWidth > one.clientWidth + 1);
}"""
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll("svg text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([text, a], n) => boxes.slice(n + 1)
    .filter(([, b]) => a.left + 3 < b.right && b.left + 3 < a.right && a.top + 5 < b.bottom && b.top + 5 < a.bottom)
    .map(([other]) => `${text} / ${other}`));
}"""


def cluster(folder: Path, asked: str, *names: str, mode: str = "named") -> Path:
    """A cluster's folder with an open round."""
    schools = [word for name in names or ("Ash", "Elm", "Oak") for word in ("--school", name)]
    about = ["--mode", mode, "--label", "2026", "--date", "2026-03-12", "-q", asked]
    start(folder, "--name", "River Partnership", *schools, *about)
    return folder / "2026"


def people(folder: Path, number: int = 12) -> list[tuple[str, int]]:
    """Some people of all schools of a cluster."""
    ids = [one["id"] for one in yaml.safe_load((folder.parent / "cluster.yaml").read_text("utf-8"))["schools"]]
    return [(ids[n % len(ids)], n + n // 4) for n in range(max(number, 4 * len(ids)))]


@contextmanager
def looking(browser: Browser, held: Held, path: str, refused: str = "", **how: Any) -> Iterator[Page]:
    """A page of the desk's listener, which may neither fail nor be refused anything by its policy.

    Args:
        refused: what the browser says where a request is to be refused.
    """
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **how})
    page = context.new_page()
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.goto(f"{held.base}{path}#k={held.token}")
    try:
        yield page
    finally:
        context.close()
    assert [one for one in seen if not refused or refused not in one] == []


def told(page: Page, held: Held) -> None:
    """Wait until a page shows what the program would tell it now."""
    version = held.state()["v"]
    page.wait_for_function("(v) => Number(document.documentElement.dataset.v) >= v", arg=version)


def walk(held: Held, count: int = 12) -> Iterator[str]:
    """Take a room through its phases, by what the desk posts."""
    yield "lobby"
    held.step("open")
    for n, answers in enumerate(sitting.filled(held.folder, people(held.folder, count))):
        held.answer(*answers, final=n % 4 != 3)
    yield "open"
    held.step("closed")
    yield "closed"
    item = held.state()["items"][0]["id"]
    held.step("item", item)
    yield "item"
    held.step("reveal")
    yield "shown"
    held.step("agree")
    yield "agree"
    levels = held.state()["item"]["levels"]
    why = "Heads could say it; most staff could not, and the newest school had not heard of it."
    assert held.post("/agree", {"item": item, "level": levels[1]["level"], "reason": why})[0] == 200
    yield "agreed"
    held.step("quadrant")
    yield "quadrant"
    held.step("priorities")
    yield "priorities"
    fields = {"why": "It stands low.", "owner": "Kim, Ash", "metric": "Two of them by June", "review": "2027-06-15"}
    for title in ("Peer reviews that end in action", "Open doors", "One shared calendar of all schools' own training"):
        assert held.post("/priorities", {"act": "add", "fields": {"title": title, **fields}})[0] == 200
    yield "planned"
    held.step("ended")
    yield "ended"


# ---- The desk


def test_a_workshop_is_led_from_its_first_to_its_last_step_with_the_keyboard_alone(
    browser: Browser, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:

        def press(name: str) -> None:
            """Tab to a button, and press it."""
            told(desk, held)
            for _ in range(80):
                desk.keyboard.press("Tab")
                words = desk.evaluate("document.activeElement.tagName === 'BUTTON' && document.activeElement.innerText")
                if words == name:
                    desk.keyboard.press("Enter")
                    return
            raise AssertionError(f"no way leads to {name!r}")

        def phase(wanted: str) -> None:
            desk.wait_for_selector(f"html[data-phase='{wanted}']")

        press("Start")
        phase("open")
        one, other = sitting.filled(folder, [("ash", 1), ("elm", 2)])
        held.answer(*one)
        held.answer(*other, final=False)
        told(desk, held)
        assert "1 of 2 have finished." in desk.inner_text("#phase-said")
        press("Close the answers")
        assert "1 person is still answering." in desk.inner_text("#confirm-said")
        desk.keyboard.press("Escape")
        assert desk.evaluate("document.activeElement.id") == "onward"
        assert (desk.is_hidden("#confirm"), held.state()["phase"]) == (True, "open")
        desk.keyboard.press("Enter")
        desk.keyboard.press("Shift+Tab")
        assert desk.evaluate("document.activeElement.id") == "confirm-yes"
        desk.keyboard.press("Enter")
        phase("closed")
        press("First question")
        phase("item")
        assert desk.locator("#picture .bar").count() == 0
        desk.keyboard.press("r")
        desk.wait_for_selector("#picture .bar")
        press("Agree on a level")
        phase("agree")
        desk.keyboard.press("ArrowDown")
        desk.keyboard.press("Tab")
        desk.keyboard.type("Rarely, by now")
        press("Agree")
        desk.wait_for_selector("#agreed:has-text('Agreed and saved: level')")
        kept = yaml.safe_load((folder / "round.yaml").read_text("utf-8"))["agreed"]
        assert [one["reason"] for one in kept.values()] == ["Rarely, by now"]
        desk.evaluate("document.activeElement.blur()")
        desk.keyboard.press("n")
        phase("item")
        press("Where we stand")
        assert "11 questions have not been shown yet" in desk.inner_text("#confirm-said")
        assert held.state()["phase"] == "item"
        desk.keyboard.press("Shift+Tab")
        desk.keyboard.press("Enter")
        phase("quadrant")
        press("Next: priorities")
        phase("priorities")
        press("Make it a priority")
        desk.keyboard.press("Enter")
        desk.wait_for_selector("#planned li")
        press("Next: report and slides")
        phase("outputs")
        press("End")
        desk.keyboard.press("Shift+Tab")
        desk.keyboard.press("Enter")
        phase("ended")
        assert "--status" in desk.inner_text("#next")
        assert not (folder / ".workshop.json").exists()


def test_answers_can_be_opened_again_in_a_named_round_alone(browser: Browser, tmp_path: Path) -> None:
    for mode in ("named", "anonymous"):
        folder = cluster(tmp_path / mode, "cluster-journey-short", mode=mode)
        with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
            held.step("open")
            for n, answers in enumerate(sitting.filled(folder, people(folder))):
                if n == 4 and mode == "anonymous":
                    too_few(desk, held)
                held.answer(*answers)
            told(desk, held)
            assert desk.is_hidden("#too-few")
            desk.click("#onward")
            heads = "Count heads: are there 12 people? 12 of them came from one phone or one router."
            assert (heads in desk.inner_text("#confirm-said")) == (mode == "anonymous")
            held.step("closed")
            told(desk, held)
            assert desk.is_visible("#reopen") == (mode == "named")
            if mode == "named":
                desk.click("#reopen")
                desk.click("#confirm-yes")
                desk.wait_for_selector("html[data-phase='open']")


def too_few(desk: Page, held: Held) -> None:
    """Four have answered where five are needed: said before anything is pressed, and no dead end."""
    told(desk, held)
    assert desk.inner_text("#too-few").startswith("4 people have taken part; results need 5. Let somebody else")
    desk.click("#onward")
    assert (desk.is_hidden("#confirm"), desk.evaluate("document.activeElement.id")) == (True, "too-few")
    assert desk.locator("#places button:visible").all_inner_texts() == ["End"]
    desk.click("#end")
    assert "Nothing has been shown yet, and nothing will be." in desk.inner_text("#confirm-said")
    desk.click("#confirm-no")


def test_keys_are_off_in_fields_and_when_they_are_switched_off(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
        phases = walk(held)
        while next(phases) != "agreed":
            pass
        told(desk, held)
        assert desk.inner_text("#no-schools").startswith("By school: not here. No school has 5 answers")
        desk.focus("#reason")
        desk.keyboard.type("brn")
        assert (held.state()["phase"], held.state()["blank"]) == ("agree", False)
        desk.uncheck("#keys")
        desk.reload()
        told(desk, held)
        assert not desk.is_checked("#keys")
        desk.keyboard.press("b")
        desk.click("#blank")
        desk.wait_for_selector("#blank:has-text('Show the screen again')")
        assert held.state()["blank"]
        desk.check("#keys")
        desk.evaluate("document.activeElement.blur()")
        desk.keyboard.press("n")
        desk.wait_for_selector("html[data-phase='item']")
        assert held.state()["blank"]
        desk.wait_for_selector("#phase-said:has-text('The screen is blank.')")
        desk.keyboard.press("b")
        desk.wait_for_selector("#blank:has-text('Blank the screen')")


def test_help_comes_by_itself_when_no_phone_does(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held:
        context = browser.new_context()
        desk = context.new_page()
        desk.clock.install()
        desk.goto(f"{held.base}/desk#k={held.token}")
        desk.wait_for_selector("text=No phone has reached this laptop yet")
        assert not desk.is_visible("text=guest wifi")
        desk.clock.run_for(62_000)
        assert desk.is_visible("text=guest wifi")
        assert desk.is_hidden("#fall-back")
        desk.clock.run_for(300_000)
        assert desk.is_visible("#fall-back")
        assert desk.inner_text("#enter") == f"maturity enter {folder}"
        context.close()


def test_somebody_else_can_answer_at_the_laptop_only_while_the_screen_is_blank(
    browser: Browser, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
        held.step("open")
        told(desk, held)
        assert desk.is_disabled("#person")
        desk.click("#blank")
        desk.wait_for_selector("#person:enabled")
        desk.click("#blank")
        desk.wait_for_selector("#person:disabled")


def test_trouble_is_said_at_once_and_another_address_is_one_press(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held:
        found = held.state()
        join = found["join"] | {"address": "10.0.0.2", "addresses": ["10.0.0.2", "192.168.7.7"]}
        told_so = json.dumps(found | {"trouble": "round.yaml: the disk is full", "join": join})
        context = browser.new_context()
        context.route("**/events?*", lambda one: one.fulfill(body=f"data: {told_so}\n\n", content_type=STREAM))
        desk = context.new_page()
        desk.goto(f"{held.base}/desk#k={held.token}")
        desk.wait_for_selector("#trouble:visible")
        assert desk.get_by_role("alert").all_inner_texts() == ["round.yaml: the disk is full"]
        assert desk.get_attribute("#address-list >> text=10.0.0.2", "aria-pressed") == "true"
        with desk.expect_request("**/address") as asked:
            desk.click("text=192.168.7.7")
        assert asked.value.post_data_json == {"address": "192.168.7.7"}
        context.close()


def test_the_desk_offers_no_step_before_it_has_heard_where_the_room_is(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held:
        page = browser.new_page()
        page.route("**/events*", lambda route: route.abort())
        page.route("**/state*", lambda route: route.abort())
        page.goto(f"{held.base}/desk#k={held.token}")
        page.wait_for_selector("#phase:has-text('Now')")
        assert page.locator("#steps button:visible").all_inner_texts() == []
        page.close()


def test_before_there_is_a_round_both_pages_say_so(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "nothing-yet"
    folder.mkdir()
    with (
        sitting.held(folder) as held,
        looking(browser, held, "/desk") as desk,
        looking(browser, held, "/screen") as one,
    ):
        desk.wait_for_selector("#setup:visible")
        assert desk.is_hidden("#steps button >> nth=0")
        one.wait_for_selector("h1:has-text('being set up')")


def test_a_plan_is_added_to_changed_and_let_go_and_never_holds_four(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/desk", "422 (Unprocessable") as desk:
        phases = walk(held)
        assert held.post("/priorities", {"act": "add", "fields": {"title": "Too early"}})[0] == 409
        while next(phases) != "planned":
            pass
        told(desk, held)
        assert desk.is_disabled("#another")
        status, said = held.post("/priorities", {"act": "add", "fields": {"title": "A fourth"}})
        assert (status, "Let one go first." in said["said"]) == (409, True)
        desk.click('#planned button:has-text("Change") >> nth=0')
        assert desk.input_value("#review") == "2027-06-15"
        desk.fill("#title", "Reviews <b>that</b> end")
        assert desk.locator("#support option").all_inner_texts() == ["No school", "Ash", "Elm", "Oak", "Another school"]
        assert desk.is_hidden("#other-support")
        desk.select_option("#support", "Another school")
        desk.keyboard.type("Birch")
        desk.fill("#review", "2020-01-01")
        desk.click("text=Keep it")
        late = "The review would be on 1 January 2020, before the room met on 12 March 2026. Give a later day"
        desk.wait_for_selector(f"#priority-wrong:has-text('{late}')")
        assert desk.is_hidden("#told")
        desk.fill("#review", "2027-06-15")
        desk.click("text=Keep it")
        desk.wait_for_selector("#planned > li:has-text('Helps: Birch')")
        desk.click('#planned button:has-text("Change") >> nth=0')
        assert desk.input_value("#other-support") == "Birch"
        desk.select_option("#support", "Elm")
        desk.click("text=Keep it")
        desk.wait_for_selector("#planned > li:has-text('Helps: Elm')")
        desk.wait_for_selector("#planned h3:has-text('Reviews <b>that</b> end')")
        desk.click('#planned button:has-text("Let it go") >> nth=1')
        desk.click("#confirm-yes")
        desk.wait_for_selector("#planned > li >> nth=2", state="detached")
        kept = yaml.safe_load((folder / "round.yaml").read_text("utf-8"))["priorities"]
        assert kept[0]["support"] == "elm"
        assert [one["title"] for one in kept] == [
            "Reviews <b>that</b> end",
            "Open doors",
            "One shared calendar of all schools' own training",
        ]
        assert kept[1]["checks"][0]["outcome"] == "dropped"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"act": "add", "fields": {"title": "x", "review": "soon"}}, "Day of the review: 'soon' is not a day."),
        ({"act": "add", "fields": {"title": " "}}, "The title is empty."),
        ({"act": "add", "fields": {"title": "x" * 201}}, "The title: the text has 201 characters; 200 is the most."),
        ({"act": "add", "fields": {"title": "x", "moves": ["nothing"]}}, "'nothing' is no dimension or question"),
        ({"act": "edit", "id": "gone", "fields": {"title": "x"}}, "has no priority yet"),
        ({"act": "drop", "id": "gone"}, "has no priority yet"),
        ({"act": "sing"}, "There is no such change of a plan."),
        ({"act": "add", "fields": ["title"]}, "This is no priority."),
        ({"act": "add", "fields": {"title": 3}}, "This is no priority."),
        ({"act": "add", "fields": {"title": "x", "moves": "all"}}, "This is no priority."),
        ({"act": "add", "fields": {"title": "x", "colour": "red"}}, "This is no priority."),
    ],
)
def test_what_cannot_be_planned_is_said_in_words_without_flags(
    body: dict[str, Any], message: str, looked_at: Held
) -> None:
    before = (looked_at.folder / "round.yaml").read_bytes()
    status, said = looked_at.post("/priorities", body)
    assert (status, message in said["said"], "--" in said["said"]) == (422, True, False), said
    assert (looked_at.folder / "round.yaml").read_bytes() == before


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A workshop in which nothing is agreed to be worked on."""
    folder = cluster(tmp_path_factory.mktemp("looked") / "river", "cluster-journey-short")
    with sitting.held(folder) as held:
        phases = walk(held)
        while next(phases) != "priorities":
            pass
        yield held


@pytest.mark.drawing
def test_files_are_made_at_the_end_and_replace_nobody_elses(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "hallmarks")
    with sitting.held(folder) as held, looking(browser, held, "/desk", "409 (Conflict)") as desk:
        phases = walk(held)
        next(phases)
        assert held.post("/outputs", {"what": "chart"})[0] == 409
        while next(phases) != "planned":
            pass
        held.step("outputs")
        theirs = folder.parent / "river-partnership-2026-report.docx"
        theirs.write_bytes(b"somebody else's")
        for what, name in (("chart", "chart.png"), ("slides", "slides.pptx"), ("report", "report.pdf")):
            desk.click(f'[data-make="{what}"]')
            desk.wait_for_selector(f"#made a:has-text('{name}')", timeout=120_000)
            assert (folder.parent / f"river-partnership-2026-{name}").stat().st_size > 5_000
        with desk.expect_download() as download:
            desk.click("#made a:has-text('chart.png')")
        assert Path(download.value.path()).read_bytes()[:4] == b"\x89PNG"
        desk.click('[data-make="word"]')
        desk.wait_for_selector("#told:has-text('Give that file another name')", timeout=60_000)
        assert "--" not in desk.inner_text("#told")
        assert theirs.read_bytes() == b"somebody else's"
        assert len(held.state()["made"]) == 3
        for path, status in ((theirs.name, 404), ("river-partnership-2026-chart.png", 200)):
            assert desk.request.get(f"{held.base}/made/{path}?k={held.token}").status == status
            assert desk.request.get(f"{held.base}/made/{path}?k=another").status == 403


# ---- Both pages


@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
def test_axe_finds_nothing_on_any_page_in_any_phase(mode: str, browser: Browser, axe: Axe, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short", mode=mode)
    with (
        sitting.held(folder) as held,
        looking(browser, held, "/desk", bypass_csp=True) as desk,
        looking(browser, held, "/screen", bypass_csp=True) as screen,
    ):
        for phase in walk(held):
            for page in (desk, screen):
                told(page, held)
                assert axe(page, dark=True) == [], (phase, page.title())
        assert "Thank you" in screen.title()


def test_nothing_on_the_desk_is_wider_than_a_small_window(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short", *(f"{LONG}{n}" for n in ("One", "Two", "Three")))
    # A window of 1280 by 1024 at four times the size.
    how: dict[str, Any] = {"viewport": {"width": 320, "height": 256}}
    with sitting.held(folder) as held, looking(browser, held, "/desk", **how) as desk:
        for phase in walk(held):
            told(desk, held)
            assert desk.evaluate("document.documentElement.scrollWidth") <= 320, phase
            small = "[...document.querySelectorAll('button, .button, summary')].filter((one) => one.offsetParent)"
            lows = desk.evaluate(f"{small}.filter((one) => one.getBoundingClientRect().height < 44).map((o) => o.id)")
            assert lows == [], phase


def shape_of(shape: str, tmp_path: Path) -> str:
    """A questionnaire of a shape: one that is shipped, or a file."""
    if shape in SHIPPED:
        return SHIPPED[shape]
    path = tmp_path / f"{shape}.yaml"
    if shape in TEXTS:
        path.write_text(TEXTS[shape], "utf-8")
        return str(path)
    data = data_of("total")
    words = (
        "a statement of somebody who wished to be precise about who does what, when, for whom, and in which school; "
    )
    data["scale"] = {"levels": {n: f"Level {n}: said in rather more words than it would need" for n in range(11)}}
    data.pop("bands")
    for item in data["items"]:
        item["prompt"] = f"{(words * 5)[:399]}?"
    path.write_text(yaml.safe_dump(data), "utf-8")
    return str(path)


@pytest.mark.parametrize("shape", ["map", "ladder", "checklist", "profile", "total", "eleven"])
def test_everything_on_the_screen_can_be_read_at_six_metres_and_nothing_is_cut(
    shape: str, browser: Browser, tmp_path: Path
) -> None:
    names = [f"{LONG}{n}" for n in ("One", "Two", "Three", "Four", "Five", "Six", "Seven")] if shape == "map" else []
    folder = cluster(tmp_path / "river", shape_of(shape, tmp_path), *names)
    with sitting.held(folder) as held, looking(browser, held, "/screen") as screen:
        for phase in walk(held):
            told(screen, held)
            assert screen.evaluate(TOO_SMALL) == [], phase
            assert not screen.evaluate(CUT), phase
            assert screen.evaluate(OVERLAPPING) == [], phase
            if phase == "priorities" and screen.locator(".wanted li").count():
                assert "0 people" not in screen.inner_text("#view")
                lines = [one.bounding_box() for one in screen.locator(".wanted li").all()]
                assert all(one is not None and one["width"] > 900 for one in lines)
            if phase == "ended":
                assert not any(one in screen.inner_text("#view") for one in ("/", "maturity "))
            if phase == "quadrant" and shape == "map":
                assert screen.inner_text(".marks").split() == ["◆", "We,", "alone", "●", "A", "school"]
                assert screen.locator("svg text").count() > 10
                assert screen.locator(".names li").count() in (0, 7)


def test_names_from_right_to_left_stand_in_the_list_of_the_map_as_all_others(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short", LONG, "مدرسة النور الابتدائية", "Elm")
    with sitting.held(folder) as held, looking(browser, held, "/screen") as screen:
        for phase in walk(held):
            if phase == "quadrant":
                told(screen, held)
                lines = screen.locator(".names li")
                assert lines.count() == 3
                assert lines.evaluate_all("all => all.map((one) => getComputedStyle(one).direction)") == ["ltr"] * 3
                assert not screen.evaluate(OVERLAPPING)
                return


def test_the_check_of_sizes_sees_a_text_that_is_too_small(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/screen", bypass_csp=True) as screen:
        told(screen, held)
        assert screen.evaluate(TOO_SMALL) == []
        screen.evaluate("document.querySelector('.typed').style.fontSize = '23px'")
        assert len(screen.evaluate(TOO_SMALL)) == 1


def test_the_screen_shows_nothing_that_is_hidden_and_nothing_at_all_while_it_is_blank(
    browser: Browser, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/screen") as screen:
        for phase in walk(held):
            told(screen, held)
            assert (screen.locator(".bar").count() > 0) == (phase in ("shown", "agree", "agreed")), phase
            if phase in ("open", "agreed"):
                held.step("blank")
                told(screen, held)
                assert screen.locator("#view > :not(.unseen)").count() == 0
                assert screen.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
                held.step("unblank")


def test_a_confidential_round_has_words_and_no_bars(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short", mode="confidential")
    with sitting.held(folder) as held, looking(browser, held, "/screen") as screen:
        for phase in walk(held):
            told(screen, held)
            assert screen.locator(".bar").count() == 0
            if phase == "shown":
                lines = screen.inner_text(".said").splitlines()
                assert (lines[0][:6], lines[1]) == ("The mi", "8 to 19 answers.")


def test_a_room_of_one_sees_no_mark_that_is_not_there_and_what_to_do_without_suggestions(
    browser: Browser, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/screen") as screen:
        desk, phone = screen.context.new_page(), screen.context.new_page()
        desk.goto(held.desk)
        phone.goto(f"http://127.0.0.1:{held.session['port']}/r/{held.session['key']}")
        held.step("open")
        held.answer(*next(sitting.filled(folder, people(folder))))
        for step in ("closed", "quadrant"):
            held.step(step)
        told(screen, held)
        assert screen.inner_text(".marks").split() == ["●", "A", "school"]
        for page, place in ((screen, "#view"), (desk, "#stand"), (phone, "#room")):
            page.wait_for_selector(f"{place}:has-text('no place yet')")
            assert page.inner_text(place).count("Not placed") == 1
        held.step("priorities")
        for page, place in ((screen, "#view"), (phone, "#room"), (desk, "#plan")):
            page.wait_for_selector(f"{place}:has-text('say what everybody should work on')")


def test_schools_are_shown_on_request_and_for_one_question_alone(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
        phases = walk(held, 24)
        while next(phases) != "shown":
            pass
        screen = desk.context.new_page()
        screen.goto(f"{held.base}/screen#k={held.token}")
        told(desk, held)
        told(screen, held)
        assert "schools" not in held.state()["shown"]
        assert (desk.is_visible("#by-school"), desk.is_visible("#no-schools")) == (True, False)
        assert screen.locator(".schools").count() == 0
        desk.check("#schools")
        screen.wait_for_selector(".schools td.some")
        desk.click("#onward")
        screen.wait_for_selector(".spread:not(.schools)")


def test_a_screen_that_loses_the_laptop_says_so_and_goes_on_by_itself(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held:
        context = browser.new_context()
        screen = context.new_page()
        screen.goto(f"{held.base}/screen#k={held.token}")
        told(screen, held)
        context.set_offline(True)
        held.step("open")
        screen.evaluate("dispatchEvent(new Event('online'))")
        screen.wait_for_selector("#line:visible")
        context.set_offline(False)
        screen.wait_for_selector("#line", state="hidden", timeout=30_000)
        told(screen, held)
        assert "Answering" in screen.title()
        context.close()
