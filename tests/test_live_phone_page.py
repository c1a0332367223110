"""What a phone shows in a room: a whole workshop on three of them, readable and usable by everybody, on any screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests import sitting
from tests.every_shape import TEXTS
from tests.phones import code, fill, kept, levels, link, opened, phone, saved, says
from tests.sitting import Held
from tests.test_live_desk import cluster, looking, people, shape_of, told, walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Axe = Callable[..., list[str]]
pytestmark = pytest.mark.browser
WIDE = "() => document.documentElement.scrollWidth > innerWidth"
TOO_SMALL = """() => [...document.querySelectorAll("button, a, input, summary")]
  .filter((one) => one.getClientRects().length)
  .map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.9 || box.width < 43.9).map(([one]) => one.outerHTML.slice(0, 80))"""
MOVING = """() => document.getAnimations().length
  + [...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).transitionDuration !== "0s").length"""
SPOKEN = """() => {
  window.spoken = [];
  new MutationObserver(() => window.spoken.push(document.getElementById("heard").textContent))
    .observe(document.getElementById("heard"), { childList: true });
}"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Held]:
    """A named workshop in which people are answering."""
    with sitting.held(cluster(tmp_path / "river", "cluster-journey-short")) as held:
        held.step("open")
        yield held


def entry(held: Held) -> str:
    """The address that is typed."""
    return f"http://127.0.0.1:{held.session['port']}/"


# ---- Coming in


def test_the_code_on_the_screen_lets_in_however_it_is_typed(browser: Browser, room: Held) -> None:
    with phone(browser, room, entry(room), refused="403") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        says(page, "Type the code first.", "#said")
        page.keyboard.type("zzzzz0")
        page.keyboard.press("Enter")
        says(page, "That is not the code on the screen.", "#said")
        assert page.get_attribute("#code", "aria-invalid") == "true"
        typed = room.session["code"].upper()
        page.keyboard.type(f" {typed[:3]} {typed[3:]} ")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("#page:visible")
        assert page.url == link(room)


def test_whoever_types_too_many_wrong_codes_is_told_to_wait(browser: Browser, room: Held) -> None:
    with phone(browser, room, entry(room), refused="status of 4") as page:
        for _ in range(22):
            page.fill("#code", "zzzzzz")
            with page.expect_response("**/join"):
                page.click("text=Join >> nth=-1")
        says(page, "Wait a minute, then type the one on the screen.", "#said")


def test_a_link_to_another_workshop_leads_to_the_place_where_the_code_is_typed(browser: Browser, room: Held) -> None:
    with phone(browser, room, entry(room) + "r/another", refused="403") as page:
        assert page.inner_text("#elsewhere").startswith("This link belongs to another workshop. Scan the code")
        page.fill("#code", room.session["code"])
        page.keyboard.press("Enter")
        page.wait_for_selector("#page:visible")


def test_the_entry_is_readable_and_fits(browser: Browser, axe: Axe, room: Held) -> None:
    sizes = ({"width": 320, "height": 568}, {"width": 320, "height": 256})
    for size in sizes:
        how: dict[str, Any] = {"viewport": size, "bypass_csp": True}
        with phone(browser, room, entry(room) + "r/another", refused="403", **how) as page:
            page.click("text=Join >> nth=-1")
            assert axe(page, dark=True) == []
            assert not page.evaluate(WIDE)
            assert page.evaluate(TOO_SMALL) == []


# ---- A whole workshop


def test_a_workshop_from_the_code_to_the_last_page_on_three_phones(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    sent: list[str] = []
    asked: list[str] = []
    with ExitStack() as stack:
        held = stack.enter_context(sitting.held(folder))
        desk = stack.enter_context(looking(browser, held, "/desk"))
        screen = stack.enter_context(looking(browser, held, "/screen"))
        to = held.state()["join"]["link"]
        three = [stack.enter_context(phone(browser, held, to)) for _ in range(3)]
        for page in (desk, screen, *three):
            page.on("request", lambda request: asked.append(request.url))
            page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        assert all("It begins as soon as the facilitator starts it." in page.inner_text("#room") for page in three)
        assert all(page.title().startswith("Welcome: ") for page in three)
        told(desk, held)
        desk.click("#onward")
        for page, school, level in zip(three, ("ash", "elm", "oak"), (2, 4, 4), strict=True):
            page.wait_for_selector("#page:visible")
            fill(page, level, school, questions=12)
            page.click("#done")
            says(page, "Saved. You are done.")
        desk.wait_for_selector("#phase-said:has-text('3 of 3 have finished.')")
        desk.click("#onward")
        desk.click("#confirm-yes")
        for page in three:
            says(page, "Answers are closed.", "#room")
        desk.click("#onward")
        for page, mine in zip(three, ("2", "4", "4"), strict=True):
            page.wait_for_selector("#room h2")
            assert page.inner_text("#room .mine th") == mine
            assert page.locator("#room .bar").count() == 0
            page.wait_for_timeout(600)
        before = len(sent)
        three[0].click("text=Show my level")
        assert three[0].inner_text("#big p") == "2"
        three[0].keyboard.press("Escape")
        three[0].wait_for_timeout(600)
        assert len(sent) == before
        desk.click("#onward")
        for page in (three[0], screen):
            page.wait_for_selector(".bar")
        assert three[1].locator("#room .n").all_inner_texts() == ["0", "1", "0", "2", "0"]
        desk.click("text=Agree on a level")
        desk.wait_for_selector("html[data-phase='agree']")
        desk.check('#levels input[value="4"]')
        desk.fill("#reason", "Two of three could name one")
        desk.get_by_role("button", name="Agree", exact=True).click()
        for page in three:
            says(page, "The room: 4", "#room")
            assert "Two of three could name one" in page.inner_text("#room")
        held.step("quadrant")
        for page in three:
            says(page, "midpoint", "#room")
            assert page.inner_text("#room h2") == held.state()["outcome"]["headline"]
        held.step("priorities")
        for title in ("Peer reviews", "Open doors", "One calendar"):
            assert held.post("/priorities", {"act": "add", "fields": {"title": title, "owner": "Kim"}})[0] == 200
        for page in three:
            says(page, "One calendar", "#room")
        boxes = three[0].locator(".wish input")
        for n in range(4):
            boxes.nth(n).click()
        says(three[0], "Three at most: take one back first.", "#wish-said")
        assert [boxes.nth(n).is_checked() for n in range(4)] == [True, True, True, False]
        three[1].locator(".wish input").nth(0).check()
        says(three[2], "2 people would", "#room")
        assert [one["n"] for one in held.state()["wishes"]][:4] == [2, 1, 1, 0]
        held.step("outputs")
        for page in three:
            says(page, "Kim", "#room")
        held.step("ended")
        for page in three:
            says(page, "The workshop has ended. Thank you.", "#room")
            assert page.title().startswith("The workshop has ended: ")
    own = {to.split("/")[2], held.base.split("/")[2]}
    assert {one.split("/")[2] for one in asked} <= own
    assert sorted(map(set, levels(folder)), key=str) == [{2}, {4}, {4}]


def test_what_somebody_wishes_while_the_laptop_is_away_is_sent_once_it_is_back(browser: Browser, room: Held) -> None:
    for answers in sitting.filled(room.folder, people(room.folder)):
        room.answer(*answers)
    room.step("closed")
    room.step("priorities")
    with phone(browser, room, refused="ERR_") as page:
        page.wait_for_selector(".wish")
        page.context.set_offline(True)
        page.locator(".wish input").first.check()
        says(page, "Your choice is sent as soon as it can be.", "#wish-said")
        page.context.set_offline(False)
        says(page, "1 person would", "#room")
        page.reload()
        page.wait_for_selector(".wish input:checked")
        assert sum(one["n"] for one in room.state()["wishes"]) == 1


# ---- Everybody


def answered(page: Page, held: Held) -> None:
    """Answer a little as soon as answers are open."""
    page.wait_for_selector("#page:visible")
    page.locator('input[name="school"]').first.check()
    if page.locator('input[name="role"]').count():
        page.locator('input[name="role"]').first.check()
    page.locator("#q1 input").nth(1).check()
    saved(page)


def seen(page: Page, held: Held) -> None:
    """Wait until a phone shows what it would be told now."""
    page.wait_for_timeout(400)
    said = held.state()["said"]
    if held.state()["phase"] not in ("lobby", "open"):
        page.wait_for_function("(said) => document.title.startsWith(said)", arg=said.split(". ")[0].rstrip("."))


@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
def test_axe_finds_nothing_on_a_phone_in_any_phase(mode: str, browser: Browser, axe: Axe, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short", mode=mode)
    how: dict[str, Any] = {"bypass_csp": True, "reduced_motion": "reduce"}
    with sitting.held(folder) as held, phone(browser, held, refused="404 (Not Found)", **how) as page:
        for phase in walk(held):
            if phase == "open":
                answered(page, held)
                fill(page, 2, questions=12)
                saved(page)
                page.click("#spell")
                page.click("#leaving summary")
                page.click("#leave")
            seen(page, held)
            assert axe(page, dark=True) == [], phase
            if phase == "shown":
                assert (page.locator("#room .bar").count() > 0) == (mode != "confidential")
            if phase == "item":
                page.click("#bigger")
                assert axe(page, dark=True) == []
                page.keyboard.press("Escape")


@pytest.mark.parametrize("height", [568, 256])
def test_nothing_is_wider_than_a_small_phone_or_smaller_than_a_thumb(
    height: int, browser: Browser, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, phone(browser, held, viewport={"width": 320, "height": height}) as page:
        for phase in walk(held):
            if phase == "open":
                answered(page, held)
                page.click("#spell")
                page.click("#about-room summary")
            seen(page, held)
            assert not page.evaluate(WIDE), phase
            assert page.evaluate(TOO_SMALL) == [], phase


def test_the_whole_form_can_be_answered_with_the_keyboard_alone(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        page.wait_for_selector("#page:visible")

        def to(script: str) -> None:
            for _ in range(120):
                page.keyboard.press("Tab")
                if page.evaluate(f"(() => {{ const one = document.activeElement; return {script}; }})()"):
                    return
            raise AssertionError(script)

        for name in ("school", "role"):
            to(f"one.name === '{name}'")
            page.keyboard.press("Space")
        for number in range(1, 13):
            to(f"one.closest('#q{number}') && one.type === 'radio'")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        to("one.id === 'done'")
        page.keyboard.press("Enter")
        says(page, "Saved. You are done.")
        assert levels(room.folder) == [[2] * 12]


def test_a_reveal_takes_the_focus_from_nobody_and_another_question_leaves_it_where_it_was(
    browser: Browser, room: Held
) -> None:
    with phone(browser, room) as page:
        answered(page, room)
        page.locator("#q2 input").nth(3).check()
        saved(page)
        second = phased(room)["items"][1]["id"]
        seen(page, room)
        mine = page.locator("#bigger")
        mine.focus()
        page.evaluate("() => { document.activeElement.mark = 'same'; }")
        room.step("reveal")
        page.wait_for_selector("#room .bar")
        assert page.evaluate("() => document.activeElement.mark") == "same"
        page.evaluate("() => document.activeElement.blur()")
        room.step("item", second)
        seen(page, room)
        assert page.evaluate("() => document.activeElement.tagName") == "BODY"


def phased(held: Held) -> dict[str, Any]:
    """The state when answers are closed, and the question that was answered first is looked at."""
    held.step("closed")
    order = [one["id"] for one in held.state()["items"]]
    given = [name for name in kept(held.folder)[0].answers if name in order]
    held.step("item", given[0])
    state = held.state()
    state["items"] = [{"id": name} for name in given]
    return state


def test_a_big_number_goes_when_another_question_comes(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        answered(page, room)
        page.locator("#q2 input").nth(3).check()
        saved(page)
        second = phased(room)["items"][1]["id"]
        seen(page, room)
        page.click("#bigger")
        assert page.inner_text("#big p") == "2"
        room.step("reveal")
        page.wait_for_timeout(500)
        assert page.is_visible("#big")
        room.step("item", second)
        page.wait_for_selector("#big", state="detached")
        page.click("#bigger")
        assert page.inner_text("#big p") == "4"


def test_phases_are_said_once_and_counts_at_most_every_ten_seconds(browser: Browser, room: Held) -> None:
    context = browser.new_context()
    page, _ = opened(context)
    page.clock.install()
    page.goto(link(room))
    page.wait_for_selector("#page:visible")
    page.evaluate(SPOKEN)
    assert page.locator("[role=status], [role=alert], [aria-live]").count() == 1
    for n, answers in enumerate(sitting.filled(room.folder, people(room.folder))):
        room.answer(*answers, final=n % 2 == 0)
        page.wait_for_timeout(150)
    assert len(page.evaluate("window.spoken")) <= 1
    page.clock.run_for(11_000)
    counts = page.evaluate("window.spoken")
    assert 1 <= len(counts) <= 3
    assert counts[-1].endswith("have finished.")
    room.step("closed")
    room.step("item")
    page.wait_for_function("() => window.spoken.at(-1).startsWith('Question 1: what did you say?')")
    room.step("reveal")
    page.wait_for_function("() => window.spoken.at(-1).startsWith('Question 1: how we answered.')")
    assert page.evaluate("() => document.getElementById('heard').getClientRects().length") == 1
    said = page.evaluate("window.spoken")
    assert [one for one in said if said.count(one) > 1 and "finished" not in one] == []
    context.close()


def test_nothing_moves_where_less_motion_is_wished(browser: Browser, room: Held) -> None:
    with phone(browser, room, reduced_motion="reduce") as page:
        answered(page, room)
        phased(room)
        room.step("reveal")
        page.wait_for_selector("#room .bar")
        assert page.evaluate(MOVING) == 0


@pytest.mark.parametrize("shape", [*TEXTS, "map"])
def test_every_shape_is_asked_and_shown_on_a_phone(shape: str, browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", shape_of(shape, tmp_path))
    with sitting.held(folder) as held, phone(browser, held, viewport={"width": 320, "height": 640}) as page:
        for phase in walk(held):
            if phase == "open":
                answered(page, held)
            seen(page, held)
            assert not page.evaluate(WIDE), phase
            words = page.inner_text("#room") if phase != "open" else page.inner_text("#page")
            assert words.strip(), phase
            assert not any(one in words for one in ("undefined", "null", "NaN", "[object")), (phase, words)
            if phase == "shown":
                assert page.locator("#room .levels tbody tr").count() == len(held.state()["item"]["levels"])


def test_a_questionnaire_that_runs_from_the_right_keeps_its_direction(browser: Browser, tmp_path: Path) -> None:
    asked = yaml.safe_load(TEXTS["checklist"])
    asked |= {"language": "ar", "title": "استبيان"}
    for item in asked["items"]:
        item["prompt"] = "هل يفي القادة بوعودهم؟"
    asked["scale"]["levels"] = {0: "لا", 1: "جزئيا", 2: "نعم"}
    path = tmp_path / "asked.yaml"
    path.write_text(yaml.safe_dump(asked, allow_unicode=True), "utf-8")
    with sitting.held(cluster(tmp_path / "river", str(path))) as held, phone(browser, held) as page:
        for phase in walk(held):
            if phase == "open":
                answered(page, held)
            seen(page, held)
            if phase in ("item", "shown"):
                assert page.get_attribute("#room .levels", "dir") == "rtl"
                assert page.get_attribute("#room h2", "lang") == "ar"
                assert page.get_attribute("#room .levels tbody td span", "lang") == "ar"
                assert page.evaluate("() => document.querySelector('#room thead').closest('[lang]').lang") == "en"


# ---- At the laptop


def test_nothing_of_one_person_is_left_for_the_next_at_the_laptop(browser: Browser, room: Held) -> None:
    context = browser.new_context()
    page, seen_ = opened(context)
    page.goto(f"{room.base}/person?k={room.token}")
    page.wait_for_selector("#page:visible")
    fill(page, 4, questions=12)
    first = code(page)
    page.locator(".example input").first.fill("A secret example")
    page.click("#spell")
    saved(page)
    page.click("#done")
    says(page, "Saved. The next person can begin.", "#told")
    assert (page.locator(":checked").count(), code(page) == first) == (0, False)
    assert not page.is_visible("#spoken")
    assert page.evaluate("() => document.activeElement.name") == "school"
    assert page.evaluate("() => scrollY") < 400
    everything = page.evaluate(
        "() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.body.innerHTML"
    )
    assert first.replace("-", "") not in everything
    assert first not in everything
    assert "A secret example" not in everything + json.dumps(
        page.eval_on_selector_all("input", "(all) => all.map((one) => one.value)")
    )
    assert room.token not in everything
    fill(page, 2, "elm", questions=2)
    saved(page)
    page.click("#next")
    says(page, "Cleared. The next person can begin.", "#told")
    assert page.locator(":checked").count() == 0
    assert levels(room.folder) == [[4] * 12, [2, 2]]
    assert (room.state()["here"], seen_) == (2, [])
    room.step("closed")
    page.wait_for_selector("#room h2, #room .lead")
    context.close()


def test_at_the_laptop_too_answers_come_back_by_their_code_and_can_be_taken_back(browser: Browser, room: Held) -> None:
    with phone(browser, room) as mine, phone(browser, room, f"{room.base}/person?k={room.token}") as page:
        fill(mine, 4)
        saved(mine)
        page.wait_for_selector("#page:visible")
        page.click("#about-room summary")
        page.fill("#typed-code", code(mine))
        page.keyboard.press("Enter")
        says(page, "Welcome back", "#told")
        assert page.is_checked('#q1 input[value="4"]')
        page.click("#leaving summary")
        page.click("#leave")
        page.click("#leave")
        says(page, "Your answers were taken back.", "#told")
        assert kept(room.folder) == []
