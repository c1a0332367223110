"""More ways to hand in, on the desk's page: files that are dropped there, ballots and reply codes that are keyed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maturity import load_round
from maturity.collect.reply_code import code_of
from maturity.journeys.rounds import opened
from maturity.model import Response
from tests import sitting
from tests.test_live_desk import cluster, looking, told
from tests.test_live_desk_setup import LOWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
Axe = Callable[..., list[str]]
HEAD = "Timestamp,Your school,Role,dep.purpose.compelling,dep.trust.candour\n"
ROWS = (
    "2026-03-12 09:00:01,Ashtree,senior,4,3\n2026-03-12 09:01:07,Elm,Boss,DK,2\n"
    "2026-03-12 09:02:07,Oak,senior,9,2\n2026-03-12 09:03:07,Elm,senior,4,2\n"
)
LINE = "3 4 d - 3 4 3 4 3 4 3 4"
DROP = """(files) => {
  const data = new DataTransfer();
  files.forEach(([name, text]) => data.items.add(new File([text], name)));
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  document.getElementById("drop").dispatchEvent(new DragEvent("drop", how));
}"""


def people(folder: Path) -> list[Response]:
    return list(load_round(folder).responses)


def blank(desk: Page) -> None:
    desk.click("#blank")
    desk.wait_for_selector("#ballot:visible")
    desk.select_option("#ballot-school", "Ash")
    desk.select_option("#ballot-role", index=1)
    desk.wait_for_selector("#ballot-line:visible")


def test_dropped_files_are_decided_on_and_only_then_stored(browser: Browser, tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
        held.step("open")
        told(desk, held)
        desk.evaluate(DROP, [["a.csv", HEAD + ROWS]])
        desk.wait_for_selector("#files-said:has-text('2 things are to be decided')")
        assert "row 4, column" in desk.inner_text("#files-problems")
        assert desk.inner_text("#store") == "Leave out what is wrong or not decided, and store the others"
        desk.get_by_label("Which role is “Boss”").select_option(label="None of these: leave it out")
        desk.wait_for_selector("#files-said:has-text('1 thing is to be decided')")
        desk.get_by_label("Which school is “Ashtree”").select_option("Ash")
        desk.wait_for_selector("#store:has-text('Leave them out and store the others')")
        assert (people(folder), desk.inner_text("#files-add")) == ([], "New: 3 people.")
        desk.get_by_label("Which school is “Ashtree”").select_option("Oak")
        desk.wait_for_selector("#store:enabled")
        desk.click("#store")
        desk.wait_for_selector("#files-said:has-text('3 people stored.')")
        assert sorted((one.school, one.role or "") for one in people(folder)) == [
            ("elm", ""),
            ("elm", "senior"),
            ("oak", "senior"),
        ]
        assert desk.is_hidden("#looked")
        told(desk, held)
        assert "3 of 3 have finished." in desk.inner_text("#phase-said")
        desk.evaluate(DROP, [["a.csv", HEAD + ROWS.splitlines(keepends=True)[3]]])
        desk.wait_for_selector("#files-add:has-text('1 person is there already')")
        assert desk.is_hidden("#store")
        desk.click("#put-away")
        assert desk.is_hidden("#looked")


def test_files_are_chosen_with_the_keyboard_and_one_that_cannot_be_read_is_named(
    browser: Browser, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    (tmp_path / "broken.xlsx").write_bytes(b"PK no archive")
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
        held.step("open")
        told(desk, held)
        desk.focus("#choose-files")
        with desk.expect_file_chooser() as chooser:
            desk.keyboard.press("Space")
        chooser.value.set_files(tmp_path / "broken.xlsx")
        desk.wait_for_selector("#files-problems li")
        assert desk.inner_text("#files-problems").startswith("broken.xlsx: ")
        assert desk.is_hidden("#store")


def test_ballots_are_keyed_in_read_back_and_taken_back_while_the_screen_is_blank(
    browser: Browser, tmp_path: Path
) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/desk") as desk:
        held.step("open")
        told(desk, held)
        assert (desk.is_hidden("#ballot"), desk.is_visible("#ballots-off")) == (True, True)
        blank(desk)
        assert desk.inner_text("#ballot-layout").startswith("A line holds 12 levels")
        for number in (1, 2):
            desk.wait_for_selector(f"#ballot-number:has-text('Ballot {number},')")
            desk.fill("#ballot-line", LINE)
            desk.keyboard.press("Enter")
            desk.wait_for_selector(f"#ballot-said:has-text('-0{number}: 10 levels')")
            assert (desk.input_value("#ballot-line"), desk.evaluate("document.activeElement.id")) == ("", "ballot-line")
        desk.fill("#ballot-line", "9 9")
        desk.keyboard.press("Enter")
        desk.wait_for_selector("#ballot-problems:has-text('2 marks')")
        assert desk.input_value("#ballot-line") == "9 9"
        desk.fill("#ballot-line", "")
        desk.keyboard.press("Enter")
        desk.wait_for_selector("#ballot-problems", state="hidden")
        desk.click("#undo")
        desk.wait_for_selector("#ballot-said:has-text('taken back')")
        assert len(people(folder)) == 1
        round_ = opened(folder)[1]
        answers = {one.id: 2 for one in round_.questionnaire.items}
        code = code_of(round_, Response(respondent="web-kfm3xt8p", school="elm", role="teacher", answers=answers))
        desk.fill("#ballot-line", code)
        desk.keyboard.press("Enter")
        desk.wait_for_selector("#ballot-said:has-text('Elm')")
        assert [one.school for one in people(folder)] == ["ash", "elm"]
        desk.click("#blank")
        desk.wait_for_selector("#ballot", state="hidden")
        desk.click("#blank")
        desk.wait_for_selector("#ballot-line:visible")
        assert desk.is_hidden("#ballot-said")


@pytest.mark.parametrize("width", [320, 1280])
def test_all_ways_are_for_everybody_on_any_width(width: int, browser: Browser, axe: Axe, tmp_path: Path) -> None:
    how: dict[str, Any] = {"viewport": {"width": width, "height": 600}, "bypass_csp": True}
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder) as held, looking(browser, held, "/desk", **how) as desk:
        held.step("open")
        told(desk, held)
        desk.evaluate(DROP, [["a" * 80 + ".csv", HEAD + ROWS]])
        desk.wait_for_selector("#looked:visible")
        blank(desk)
        desk.fill("#ballot-line", LINE)
        desk.keyboard.press("Enter")
        desk.wait_for_selector("#ballot-said:visible")
        assert axe(desk, dark=True) == []
        desk.fill("#ballot-line", "9 9")
        desk.keyboard.press("Enter")
        desk.wait_for_selector("#ballot-problems:visible")
        assert axe(desk, dark=True) == []
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
        assert desk.evaluate(LOWS) == []
