"""What a room reads: each thing once, in whole sentences, and the same words wherever the same thing is said."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from maturity.collect import webform
from maturity.errors import InputError
from maturity.live.guide import INSTEAD, STRETCHES, guide
from maturity.live.hall import Hall
from maturity.live.refusals import Denied
from maturity.live.room import Press
from maturity.live.setup import Setup, round_to_hold
from maturity.model import SMALLEST_CELL
from maturity.report.promise import room_in_words
from maturity.text.spoken import LETTERS
from tests import sitting
from tests.every_shape import TEXTS
from tests.started import start

NOW = dt.datetime(2026, 3, 12, 14, 5, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "src/maturity/live/templates"
ASKED = {"map": "cluster-journey-short", "ladder": "peer-review"}
TOGETHER = [
    (shape, kind)
    for shape in dict.fromkeys((*ASKED, *TEXTS))
    for kind in ("named", "anonymous", "confidential")
    # A confidential round of these cannot be opened.
    if kind != "confidential" or shape in ASKED
]


@contextmanager
def room(folder: Path, shape: str, kind: str = "named", people: int = 12) -> Iterator[Hall]:
    """A room that is open, with some people of three schools who have answered."""
    asked = ASKED.get(shape, "")
    if not asked:
        (folder / f"{shape}.yaml").write_text(TEXTS[shape], "utf-8")
        asked = str(folder / f"{shape}.yaml")
    names = ("Ash", "Elm", "Oak")
    schools = [word for name in names for word in ("--school", name)]
    about = ["--mode", kind, "--label", "2026", "--date", "2026-03-12", "-q", asked]
    start(folder / "river", "--name", "River", *schools, *about)
    hall = Hall(folder / "river", lambda: NOW)
    try:
        press(hall, "open")
        who = [(names[n % 3].casefold(), n + n // 4) for n in range(people)]
        for n, (answers, school, role) in enumerate(sitting.filled(hall.folder, who)):
            code = "".join(LETTERS[(n // 31**place) % 31] for place in range(8))
            person = {"respondent": f"web-{code}", "school": school} | ({"role": role} if role else {})
            said = {"format": "maturity-reply/1", "round": webform.about(hall.round)}
            hall.answer(f"phone{n}", said | {"response": person | {"answers": dict(answers)}}).result()
        yield hall
    finally:
        hall.close()


def press(hall: Hall, to: Any, item: str = "") -> None:
    hall.press(Press(to, item, everything=True), hall.room.turn)


def told(hall: Hall) -> dict[str, Any]:
    return dict(json.loads(hall.public()[1]))


def stood(hall: Hall) -> dict[str, Any]:
    press(hall, "closed")
    press(hall, "quadrant")
    return dict(told(hall)["outcome"])


def bare(text: str) -> str:
    """What a text says, without how it is set."""
    return re.sub(r"\W+", " ", text).strip().casefold()


@pytest.mark.parametrize(("shape", "kind"), TOGETHER)
def test_where_the_room_stands_is_said_once_and_in_short(shape: str, kind: str, tmp_path: Path) -> None:
    for people in (1, 3, 12) if kind == "named" else (12,):
        folder = tmp_path / str(people)
        folder.mkdir()
        with room(folder, shape, kind, people) as hall:
            found = stood(hall)
        headline, sure, texts = found["headline"], found["sure"], [text for _, text in found["terms"]]
        assert headline[:1].isupper() or headline[:1].isdigit()
        assert headline.endswith(".")
        assert len(headline) <= 175, headline
        assert sure == "" or (sure[:1].isupper() and len(sure.split()) > 1) or sure == "Sure."
        assert sure == "" or (sure.endswith(".") and not sure.endswith("..") and ";" not in sure), sure
        parts = [*re.split(r"(?<=[.:;]) ", headline), sure, *texts]
        for one in filter(None, [bare(headline), *map(bare, re.split(r"(?<=[.:;]) ", headline))]):
            assert one not in map(bare, [sure, *texts]), (headline, sure, texts)
        for one in filter(None, map(bare, re.split("[.:;] ", sure))):
            assert one not in bare(headline), (headline, sure)
            assert one not in map(bare, texts), (sure, texts)
        unsaid = [part for part in parts if "cannot be" in part]
        assert len(unsaid) <= 1, (headline, sure)
        assert not ("cannot be said" in sure and any("roughly" in text or "likely" in text for text in texts))


def test_without_a_place_no_midpoint_is_named_and_no_mark_stands_for_it(tmp_path: Path) -> None:
    with room(tmp_path, "map", people=2) as hall:
        found = stood(hall)
    assert found["headline"].startswith("Not placed")
    assert found["sure"] == ""
    assert (found["map"]["alone"], len(found["map"]["schools"])) == (None, 2)
    (lacking,) = [text for _, text in found["terms"] if "midpoint" not in text]
    assert re.fullmatch(r"no place yet: \d of its 6 parts have enough answers, and 5 have to", lacking)


def test_where_answers_suggest_nothing_the_room_is_told_how_to_go_on(tmp_path: Path) -> None:
    with room(tmp_path, "map", people=1) as hall:
        press(hall, "closed")
        press(hall, "priorities")
        assert (told(hall)["wishes"], "say what everybody should work on" in told(hall)["wishless"]) == ([], True)
        press(hall, "outputs")
        # Nothing is made before somebody presses a button for it.
        assert "report" not in told(hall)["said"]


def test_a_room_can_be_ended_before_anything_was_shown_and_then_shows_nothing(tmp_path: Path) -> None:
    with room(tmp_path, "map", "anonymous", 4) as hall:
        with pytest.raises(Denied, match="results need 5"):
            press(hall, "closed")
        press(hall, "ended")
        state = told(hall)
        assert [state[key] for key in ("phase", "item", "shown", "outcome", "agreed")] == ["ended", *[None] * 4]
        assert hall.round.published is None
        assert len(hall.known) == 4


def test_only_who_is_here_counts_before_the_start(tmp_path: Path) -> None:
    with room(tmp_path, "map", people=3) as hall:
        press(hall, "ended")
    again = Hall(tmp_path / "river", lambda: NOW)
    assert told(again)["said"].startswith("0 here.")
    again.arrives("phone")
    assert told(again)["here"] == 1
    press(again, "open")
    assert told(again)["here"] == 4
    again.close()


@pytest.mark.parametrize("to", ["item", "reveal", "agree", "quadrant", "priorities", "outputs"])
def test_a_blank_screen_stays_blank_until_it_is_shown_again(to: Any, tmp_path: Path) -> None:
    with room(tmp_path, "map", people=3) as hall:
        press(hall, "closed")
        if to == "reveal":
            press(hall, "item")
        press(hall, "blank")
        press(hall, to)
        assert told(hall)["blank"]
        press(hall, "unblank")
        assert not told(hall)["blank"]
        press(hall, "blank")
        press(hall, "ended")
        assert not told(hall)["blank"]


@pytest.mark.parametrize("kind", ["named", "anonymous", "confidential"])
def test_setup_phone_desk_and_documentation_say_alike_what_the_screen_shows(kind: Any, tmp_path: Path) -> None:
    said = room_in_words(kind, SMALLEST_CELL)
    offers = Setup(tmp_path, lambda: NOW).told()["offers"]
    assert {one["told"].endswith(said) for offer in offers for one in offer["kinds"] if one["kind"] == kind} == {True}
    with room(tmp_path, "map", kind, 0) as hall:
        page = webform.live(hall.round, None, "", "").content.decode()
        assert said in unescape(page)
        assert said not in unescape(webform.build(hall.round).decode())
    assert said in " ".join((ROOT / "docs/workshop.md").read_text("utf-8").split())


# Setting up


def test_a_round_whose_workshop_was_held_is_asked_about(tmp_path: Path) -> None:
    with room(tmp_path, "map", people=3) as hall:
        made = hall.folder
        assert round_to_hold(tmp_path / "river", NOW.date()) == made
        press(hall, "closed")
        press(hall, "ended")
    assert round_to_hold(tmp_path / "river", NOW.date()) is None
    assert round_to_hold(made, NOW.date()) == made
    setup = Setup(tmp_path / "river", lambda: NOW)
    assert [one["isHeld"] for one in setup.told()["rounds"]] == [True]
    assert setup.where() == ""
    again = Hall(made, lambda: NOW)
    press(again, "open")
    again.close()
    assert round_to_hold(tmp_path / "river", NOW.date()) == made


def test_a_folder_that_is_not_there_yet_is_said_to_be_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = tmp_path / "new" / "er"
    assert Setup(new, lambda: NOW).where() == (
        f"{new} is a new folder: it is made once the desk knows what the workshop is about."
    )
    assert Setup(tmp_path, lambda: NOW).where().startswith(f"No partnership lies in {tmp_path} yet")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError, match="nothing can be saved there"):
        Setup(new, lambda: NOW).where()


# What is printed


def buttons() -> set[str]:
    """What stands on the buttons of the desk."""
    page, script = ((TEMPLATES / name).read_text("utf-8") for name in ("desk.html", "desk.js"))
    fixed = re.findall(r">([^<>]+)</(?:button|a)>", page)
    return {*fixed, *re.findall(r'(?:return|:|\?|\[\[?) ?"([A-Z][^"]+)"', script)}


def test_the_guide_and_the_readme_call_buttons_by_their_names() -> None:
    printed = " ".join([*(one.press for one in STRETCHES), *INSTEAD])
    named = re.findall("“([^”]+)”", printed)
    assert len(named) > 12
    readme = (ROOT / "README.md").read_text("utf-8")
    table = readme.partition("| at the desk |\n")[2].partition("\n\n")[0]
    cells = [line.rsplit("|", 2)[1] for line in table.splitlines()[1:]]
    assert len(cells) == 6
    named += [one for cell in cells for one in re.findall(r"\*([^*]+)\*", cell)]
    assert [one for one in named if one not in buttons()] == []


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_guide_is_one_sheet_with_the_help_on_its_back(paper: str, tmp_path: Path) -> None:
    words = ["--name", "River", "--school", "Ash", "--school", "Elm", "--school", "Oak", "--rehearsal"]
    start(tmp_path / "river", *words, "--mode", "confidential", "--label", "2026", "-q", "cluster-journey")
    hall = Hall(tmp_path / "river" / "2026-rehearsal", lambda: NOW)
    hall.close()
    for round_ in (None, hall.round):
        path = tmp_path / "guide.pdf"
        path.write_bytes(guide(round_, paper))
        front, back = PdfReader(path).pages
        assert "Hand out" in front.extract_text()
        assert back.extract_text().startswith("Phones cannot reach the laptop")
