"""Phones in a room, in a real browser: whatever happens, nobody's answers are lost, and nobody counts twice."""

from __future__ import annotations

import datetime as dt
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from maturity.cli.app import run
from maturity.store import answers
from tests import phones, sitting
from tests.phones import choose, fill, kept, levels, link, phone, saved, says
from tests.sitting import Held
from tests.test_live_desk import cluster, walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
AWAY = "ERR_"
LATE = (AWAY, "409")
"""A phone that is back may send before it has heard that answers are closed."""
HIDDEN = """(is) => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => is ? "hidden" : "visible" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })"
)
OFFERED = "() => document.getElementById('room').innerText"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Held]:
    """A named workshop in which people are answering."""
    with sitting.held(cluster(tmp_path / "river", "cluster-journey-short")) as held:
        held.step("open")
        yield held


def test_an_answer_is_on_the_disk_before_the_phone_says_so(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        fill(page, 4, questions=2)
        saved(page)
        assert levels(room.folder) == [[4, 4]]
        page.click("#done")
        says(page, "Saved. You are done.")
        assert room.state()["said"] == "1 of 1 have finished."
        choose(page, 2)
        says(page, "Saved.")
        page.wait_for_function("() => document.getElementById('done').textContent === 'I am done'")
        assert (levels(room.folder), room.state()["finished"]) == ([[2, 4]], 0)


def test_whoever_takes_the_only_answer_back_is_not_counted_with_it(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        fill(page, 4, questions=1)
        saved(page)
        page.click("#q1 .quiet")
        saved(page)
        assert levels(room.folder) == [[]]


def test_a_phone_that_slept_for_a_minute_goes_on_and_sees_what_has_happened(browser: Browser, room: Held) -> None:
    with phones.wifi() as wifi, phone(browser, room, proxy=wifi.proxy) as page:
        fill(page, 4)
        saved(page)
        page.evaluate(HIDDEN, True)
        wifi.goes.clear()
        room.step("closed")
        room.step("item")
        page.wait_for_timeout(1500)
        assert page.is_visible("#filling")
        wifi.goes.set()
        page.evaluate(HIDDEN, False)
        page.wait_for_selector("#room h2")
        assert "Question 1: what did you say?" in page.title()


def test_a_stream_that_died_without_a_word_is_opened_anew(browser: Browser, room: Held) -> None:
    context = browser.new_context()
    page, seen = phones.opened(context)
    page.clock.install()
    streams: list[str] = []
    page.on("request", lambda request: streams.append(request.url) if "/events" in request.url else None)
    page.goto(link(room))
    fill(page, 4)
    saved(page)
    before = len(streams)
    page.clock.fast_forward(40_000)
    page.wait_for_timeout(500)
    assert len(streams) == before + 1
    context.close()
    assert seen == []


def test_a_page_that_is_reloaded_has_its_answers_and_is_the_same_person(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        fill(page, 4)
        choose(page, 2, 4)
        page.reload()
        assert page.is_checked('#q4 input[value="2"]')
        saved(page)
        assert levels(room.folder) == [[4, 4, 4, 2]]
        assert room.state()["here"] == 1


def test_what_is_answered_without_a_wifi_is_kept_and_saved_by_itself(browser: Browser, room: Held) -> None:
    with phone(browser, room, refused=AWAY) as page:
        fill(page, 4)
        saved(page)
        page.context.set_offline(True)
        choose(page, 1, 4)
        says(page, "Not saved yet: kept on this phone, and sent again.")
        assert "Not saved yet" in page.inner_text("#heard")
        assert levels(room.folder) == [[4, 4, 4]]
        page.context.set_offline(False)
        saved(page)
        assert levels(room.folder) == [[4, 4, 4, 1]]


def test_a_browser_that_keeps_nothing_says_so_and_works(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        page.add_init_script(NO_STORAGE)
        page.reload()
        assert "This browser keeps nothing: note your code" in page.inner_text("#kept")
        fill(page, 4)
        saved(page)
        code = phones.code(page)
        page.reload()
        page.wait_for_selector("#filling:visible")
        assert (page.locator("#page :checked").count(), phones.code(page) == code) == (0, False)
        page.click("#about-room summary")
        page.fill("#typed-code", code.upper())
        page.keyboard.press("Enter")
        says(page, "Welcome back", "#told")
        assert (page.locator("#page :checked").count(), phones.code(page)) == (5, code)
        assert room.state()["here"] == 1


def test_a_new_browser_gets_its_answers_by_its_code_and_nobody_is_counted_twice(browser: Browser, room: Held) -> None:
    with phone(browser, room) as old, phone(browser, room, refused="404") as new:
        fill(old, 4)
        old.click("#done")
        says(old, "You are done")
        fill(new, 1, "elm")
        saved(new)
        assert room.state()["here"] == 2
        new.click("#about-room summary")
        new.fill("#typed-code", "kkkk-kkkk")
        for said in ("Press once more", "There is no such code in this round."):
            new.click("#come-back button")
            says(new, said, "#code-said")
        assert levels(room.folder) == [[4, 4, 4], [1, 1, 1]]
        new.fill("#typed-code", phones.code(old))
        new.click("#come-back button")
        new.click("#come-back button")
        says(new, "Welcome back", "#told")
        assert new.is_checked('#q1 input[value="4"]')
        assert new.inner_text("#done") == "I want to change something"
        assert (levels(room.folder), room.state()["said"]) == ([[4, 4, 4]], "1 of 1 have finished.")
        choose(new, 3)
        saved(new)
        # The phone of before may still lie in a pocket; what it holds is older.
        old.reload()
        old.wait_for_timeout(1500)
        assert levels(room.folder) == [[3, 4, 4]]


def test_two_tabs_are_one_person_and_the_other_shows_what_was_said_last(browser: Browser, room: Held) -> None:
    with phone(browser, room) as one:
        other = one.context.new_page()
        other.goto(link(room))
        fill(one, 4)
        saved(one)
        other.wait_for_selector('#q3 input[value="4"]:checked')
        choose(other, 2)
        saved(other)
        one.wait_for_selector('#q1 input[value="2"]:checked')
        assert (levels(room.folder), room.state()["here"]) == ([[2, 4, 4]], 1)


def test_a_laptop_that_loses_power_comes_back_to_the_same_people(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    running, held = sitting.begun(folder)
    held.step("open")
    with phone(browser, held, refused=AWAY) as page, phone(browser, held, refused=AWAY) as other:
        fill(page, 4)
        fill(other, 2, "elm")
        page.click("#done")
        saved(page)
        saved(other)
        before = link(held)
        sitting.over(running, signal.SIGKILL)
        choose(page, 1, 4)
        says(page, "Not saved yet")
        says(other, "The laptop cannot be reached just now. This page goes on by itself.")
        running, held = sitting.begun(folder)
        assert link(held) == before
        saved(page)
        saved(other)
        other.wait_for_function("() => document.getElementById('line').textContent === ''")
        page.wait_for_timeout(1000)
        assert sorted(levels(folder)) == [[2, 2, 2], [4, 4, 4, 1]]
        assert held.state()["said"] == "0 of 2 have finished."
        sitting.over(running)


def test_a_full_disk_is_said_and_what_was_answered_is_saved_later(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    running, held = sitting.begun(folder)
    held.step("open")
    with phone(browser, held, refused="503") as page:
        fill(page, 4)
        saved(page)
        size = (folder / "responses.jsonl").stat().st_size
        before = resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        choose(page, 1, 4)
        says(page, "Not saved yet")
        assert held.state()["trouble"]
        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, before)
        saved(page)
        assert (levels(folder), held.state()["trouble"]) == ([[4, 4, 4, 1]], "")
    sitting.over(running)


def answered_too_late(page: Page, room: Held, to: str) -> None:
    """A phone changes an answer while it is away, and is back once the room has gone on."""
    fill(page, 4)
    saved(page)
    page.context.set_offline(True)
    choose(page, 1, 4)
    says(page, "Not saved yet")
    room.step(to)
    page.context.set_offline(False)


def test_answers_that_come_too_late_are_kept_and_said_until_answers_are_opened_again(
    browser: Browser, room: Held
) -> None:
    with phone(browser, room, refused=LATE) as page:
        answered_too_late(page, room, "closed")
        says(page, "Answers were closed before your last ones reached the laptop.", "#line")
        assert page.is_visible("#line")
        assert levels(room.folder) == [[4, 4, 4]]
        room.step("open")
        saved(page)
        assert (levels(room.folder), page.inner_text("#line")) == ([[4, 4, 4, 1]], "")


def test_answers_that_come_after_the_end_are_not_promised_another_chance(browser: Browser, room: Held) -> None:
    with phone(browser, room, refused=LATE) as page:
        answered_too_late(page, room, "ended")
        says(page, "They are kept on this phone, and do not count.", "#line")


def test_a_named_round_that_is_opened_again_takes_changes(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        fill(page, 4)
        page.click("#done")
        saved(page)
        room.step("closed")
        page.wait_for_selector("#room .lead")
        assert not page.is_visible("#page")
        room.step("open")
        page.wait_for_selector("#page:visible")
        page.click("text=I want to change something")
        choose(page, 2)
        saved(page)
        assert levels(room.folder) == [[2, 4, 4]]


def test_answers_are_taken_back_on_the_phone_after_a_second_press(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        fill(page, 4)
        saved(page)
        code = phones.code(page)
        page.click("#leaving summary")
        page.click("#leave")
        assert "Press once more" in page.inner_text("#leave-said")
        assert len(kept(room.folder)) == 1
        page.click("#leave")
        says(page, "Your answers were taken back.", "#told")
        assert (kept(room.folder), page.locator("#page :checked").count()) == ([], 0)
        assert phones.code(page) != code
        fill(page, 2)
        saved(page)
        assert levels(room.folder) == [[2, 2, 2]]


@pytest.mark.parametrize(
    ("mode", "said"),
    [("named", "they go into no report"), *((one, "stay as they are") for one in ("anonymous", "confidential"))],
)
def test_who_takes_answers_back_after_the_close_is_told_what_that_changes(
    mode: str, said: str, browser: Browser, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short", mode=mode)
    with sitting.held(folder) as held:
        stages = walk(held)
        assert [next(stages), next(stages)] == ["lobby", "open"]
        with phone(browser, held) as page:
            fill(page, 4)
            saved(page)
            held.step("closed")
            page.wait_for_selector("#room .lead")
            page.click("#leaving summary")
            page.click("#leave")
            page.click("#leave")
            says(page, "Your answers were taken back.", "#told")
            assert page.is_visible("#told")
            assert said in page.inner_text("#told")
            assert "begin anew" not in page.inner_text("#told")


def test_who_is_erased_beside_the_workshop_starts_anew(browser: Browser, room: Held) -> None:
    with phone(browser, room, refused="410") as page:
        fill(page, 4)
        saved(page)
        code = phones.code(page)
        assert run(["forget", str(room.folder), kept(room.folder)[0].respondent, "--yes"]) == 0
        choose(page, 2)
        says(page, "These answers were taken back. Start anew with the form.", "#told")
        assert (page.locator("#page :checked").count(), phones.code(page) == code) == (0, False)
        assert code.replace("-", "") not in page.evaluate("() => JSON.stringify(localStorage)")
        fill(page, 3)
        saved(page)
        assert levels(room.folder) == [[3, 3, 3]]


@pytest.mark.parametrize("year", [1999, 2047])
def test_a_clock_that_is_wrong_changes_nothing(year: int, browser: Browser, room: Held) -> None:
    context = browser.new_context()
    page, seen = phones.opened(context)
    page.clock.set_system_time(dt.datetime(year, 1, 1, tzinfo=dt.UTC))
    page.goto(link(room))
    fill(page, 4)
    saved(page)
    choose(page, 2)
    page.wait_for_timeout(600)
    saved(page)
    (found,) = kept(room.folder)
    assert (found.answers and [*found.answers.values()], seen) == ([2, 4, 4], [])
    assert found.submitted is not None
    assert abs(found.submitted - dt.datetime.now(dt.UTC)) < dt.timedelta(hours=1)
    context.close()


def test_whoever_comes_late_sees_everything_in_every_phase(browser: Browser, tmp_path: Path) -> None:
    seen = {
        "lobby": "It begins as soon as the facilitator starts it.",
        "closed": "Answers are closed.",
        "item": "Question 1 of",
        "shown": " answers.",
        "agree": " answers.",
        "agreed": "The room: ",
        "quadrant": "midpoint",
        "priorities": "What shall we work on?",
        "planned": "Open doors",
        "ended": "The workshop has ended. Thank you.",
    }
    with sitting.held(cluster(tmp_path / "river", "cluster-journey-short")) as held:
        to = link(held)
        for phase in walk(held):
            with phone(browser, held, to) as page:
                if phase == "open":
                    page.wait_for_selector("#page:visible")
                else:
                    page.wait_for_function(f"(text) => ({OFFERED})().includes(text)", arg=seen[phase])


def test_the_desk_may_close_and_come_back_without_a_phone_noticing(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        fill(page, 4)
        saved(page)
        for _ in range(2):
            context = browser.new_context()
            desk = context.new_page()
            desk.goto(room.desk)
            desk.wait_for_selector("html[data-phase='open']")
            context.close()
        choose(page, 2)
        saved(page)
        assert levels(room.folder) == [[2, 4, 4]]


def test_answers_that_cannot_be_saved_for_five_minutes_can_be_read_out_and_typed_in(
    browser: Browser, room: Held
) -> None:
    context = browser.new_context()
    page, _ = phones.opened(context)
    page.clock.install()
    page.goto(link(room))
    fill(page, 4)
    saved(page)
    assert not page.is_visible("#spoken")
    context.set_offline(True)
    choose(page, 2)
    says(page, "Not saved yet: kept on this phone, and sent again.")
    for _ in range(8):
        page.clock.run_for(60_000)
    says(page, "At the end of this page is a code that the facilitator can type in.")
    assert page.is_visible("#spoken")
    before = page.inner_text("#code")
    choose(page, 1)
    assert page.inner_text("#code") != before
    room.step("blank")
    status, said = room.post(
        "/ballot", {"line": page.inner_text("#code"), "school": "ash", "role": "senior", "number": 1}
    )
    assert (status, said["problems"]) == (200, []), said
    assert levels(room.folder) == [[1, 4, 4]]
    context.close()


def test_a_reply_code_is_shown_on_request_and_changes_nothing(browser: Browser, room: Held) -> None:
    with phone(browser, room) as page:
        page.check('input[name="school"][value="ash"]')
        page.check('input[name="role"][value="senior"]')
        page.click("#spell")
        assert page.inner_text("#said") == "Nothing is answered yet."
        fill(page, 4)
        page.click("#spell")
        assert "Read out the code below, group by group." in page.inner_text("#said")
        saved(page)
        assert len(answers.read(room.folder).records) <= 3
