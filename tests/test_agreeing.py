"""The room agrees on levels, most split first, beside what people marked alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from maturity import advise, assess, load_questionnaire
from maturity.collect import agreeing
from maturity.collect.front import Front
from maturity.model import Agreed, Round
from maturity.readers.library import shipped
from tests.make import questionnaire, round_

QUESTIONS = questionnaire((("calm", "split"),), (("wide",),))
ALONE = {"ash": [(3, 1, 2), (3, 1, 3), (3, 5, 4)], "elm": [(3, 5, 2), (3, 1, 3), (3, 5, 4)]}


def room_of(people: Mapping[str, Any] = ALONE, **more: Any) -> Round:
    return round_(QUESTIONS, people, **more)


class Room:
    def __init__(self, *lines: str, of: Round | None = None, linear: bool = False, **agreed: Any) -> None:
        self.lines, self.said, self.saved = list(lines), list[str](), list[dict[str, Agreed]]()
        self.front = Front(self.ask, self.said.append, linear=linear)
        self.before = assess(of or room_of())
        try:
            self.result = agreeing.hold(self.before, agreed, self.front, lambda now: self.saved.append(dict(now)))
        except KeyboardInterrupt:
            self.result = self.saved[-1] if self.saved else dict(agreed)
        self.text = "\n".join(self.said)

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self.lines:
            raise EOFError
        line = self.lines.pop(0)
        if line == "^C":
            raise KeyboardInterrupt
        return line

    @property
    def order(self) -> list[str]:
        return [line.split(": ")[1].split("\n")[0].lower() for line in self.said if " of 3: " in line]


def test_the_most_split_comes_first_in_the_order_of_the_advice() -> None:
    room = Room("", "", "")
    assert room.order == ["split", "wide", "calm"]
    # All chose the same level on the calm one: the room may look at it, and nobody has to talk about it first.
    assert [one.item for one in advise(room.before).talk_about] == ["split", "wide"]
    assert room.saved == []


def test_level_and_reason_are_saved_at_once() -> None:
    room = Room("2", "heads see it, teachers do not", "4", "")
    assert room.saved == [
        {"split": Agreed(level=2)},
        {"split": Agreed(level=2, reason="heads see it, teachers do not")},
        {"split": Agreed(level=2, reason="heads see it, teachers do not"), "wide": Agreed(level=4)},
    ]


@pytest.mark.parametrize("lines", [["2", "^C"], ["2"], ["2", "", "q"]])
def test_the_level_stays_however_the_room_leaves(lines: list[str]) -> None:
    assert Room(*lines).result == {"split": Agreed(level=2)}


@pytest.mark.parametrize("wrong", ["0", "6", "x", "2.5", "33", "-1", "g 4", "g 0", "\x00"])
def test_what_is_no_level_is_asked_again(wrong: str) -> None:
    room = Room(wrong, "3", "")
    assert room.result == {"split": Agreed(level=3)}


def test_coming_back_asks_only_what_is_open() -> None:
    room = Room("", "", split=Agreed(level=2, reason="so"))
    assert room.order == ["wide", "calm"]
    assert "1 of 3 questions agreed already" in room.text
    assert room.result == {"split": Agreed(level=2, reason="so")}


def test_what_is_agreed_is_shown_can_be_changed_and_keeps_its_reason_with_enter() -> None:
    so = Agreed(level=2, reason="so")
    room = Room("", "3", "", "-", split=so, wide=so, calm=so)
    assert room.text.count("Agreed so far: 2. so") == 3
    assert room.result == {"split": so, "wide": Agreed(level=3, reason="so")}


def test_the_room_can_go_back_and_to_any_item() -> None:
    room = Room("b", "2", "", "b", "4", "", "g 3", "1", "", "q")
    assert "This is the first question." in room.said
    assert {item: one.level for item, one in room.result.items()} == {"split": 4, "calm": 1}


def test_the_spread_is_shown_as_people_marked_it() -> None:
    text = Room("q").text
    assert "### 3" in text
    assert "Alone: mean 3.0; 6 answers; people are split between low and high." in text


def test_long_bars_keep_their_proportions() -> None:
    many = {"ash": [1] * 90 + [2] * 30 + [5]}
    bars = [line.count("#") for line in Room("q", of=room_of(many)).text.splitlines() if "#" in line]
    assert bars == [30, 10, 1]


def test_linear_output_has_no_bars() -> None:
    text = Room("q", linear=True).text
    assert "#" not in text
    assert "1: level 1 Marked by 3." in text


def test_a_confidential_round_shows_no_count_that_it_hides() -> None:
    people = {"ash": [1, 1, 1, 5, 5, 5, 5], "elm": [3, 3, 3, 3]}
    room = Room("2", "", "q", of=room_of(people, mode="confidential", fictional=True))
    assert all(result.counts is None for result in room.before.items.values())
    assert "#" not in room.text
    assert "how many marked each level is not shown" in room.text
    few = Room("2", "so", "q", of=room_of({"ash": [1, 5]}, mode="confidential"))
    assert few.result["calm"] == Agreed(level=2, reason="so")
    assert "mean" not in few.text
    assert "people are split" not in few.text


def test_it_works_before_anybody_has_answered() -> None:
    room = Room("2", "so", "q", of=room_of({"ash": []}))
    assert "Alone: no result" in room.text
    assert room.result == {"calm": Agreed(level=2, reason="so")}


def how_far(of: Round, **levels: int) -> str:
    agreed = {item: Agreed(level=level) for item, level in levels.items()}
    return agreeing.moved(assess(of), assess(of.model_copy(update={"agreed": agreed})), agreed)


def test_a_room_too_small_to_show_is_told_that_its_levels_are_saved() -> None:
    said = how_far(room_of({"ash": [1, 5]}, mode="confidential"), calm=4)
    assert said.startswith("The room agreed on 1 question, and that is saved.")
    assert "is not shown" in said


def test_at_the_end_it_says_how_far_the_room_moved() -> None:
    lines = how_far(room_of(), calm=4, split=3, wide=2).splitlines()
    # Alone: calm 3, split 3, wide 3; agreed 4, 3, 2.
    assert [" ".join(line.split()) for line in lines if line] == [
        "The room agreed on 3 questions. What people marked alone is kept beside it.",
        "CALM alone 3.0, agreed 4: 1.0 higher",
        "SPLIT alone 3.0, agreed 3: the same",
        "WIDE alone 3.0, agreed 2: 1.0 lower",
        "On average the room agreed on what people had marked alone.",
        "Depth: alone 3.0, agreed 3.5 (2 of 2 questions).",
        "Challenge: alone 3.0, agreed 2.0 (1 of 1 question).",
    ]


def test_the_average_says_its_direction() -> None:
    assert "On average the agreed level is 1.0 below what people had marked alone." in how_far(room_of(), wide=2)
    assert "On average the agreed level is 2.0 above what people had marked alone." in how_far(room_of(), calm=5)
    assert "Challenge: alone 3.0, agreed on too few questions for a score (0 of 1 question)." in how_far(
        room_of(), calm=5
    )


def test_nothing_agreed_is_said_so() -> None:
    assert how_far(room_of()) == "Nothing is agreed yet."


def test_what_people_marked_alone_is_not_touched() -> None:
    of = room_of()
    after = assess(of.model_copy(update={"agreed": {"calm": Agreed(level=5)}}))
    assert after.items == assess(of).items
    assert after.axes == assess(of).axes


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_every_item_that_is_shipped_fits_eighty_columns_and_twenty_four_lines(name: str, linear: bool) -> None:
    of = load_questionnaire(name)
    low, high = max(scale.low for scale in of.answered_on), min(scale.high for scale in of.answered_on)
    before = assess(round_(of, {"ash": [*range(low, high + 1)] * 20, "elm": [low, high] * 40}))
    screens: list[list[str]] = [[]]

    def ask(prompt: str) -> str:
        screens[-1].append(prompt)
        return "" if "reason" in prompt else str(high)

    def clear() -> None:
        screens.append([])

    front = Front(ask, lambda text: screens[-1].append(text), clear, linear=linear)
    agreed = {item.id: Agreed(level=high, reason="long " * 100) for item in of.items}
    agreeing.hold(before, agreed, front, lambda _: None)
    assert len(screens) == len(of.items)
    for screen in screens:
        lines = "\n".join(screen).splitlines()
        assert max(map(len, lines)) <= 80, lines
        assert len(lines) <= 24, lines
