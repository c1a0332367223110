"""A level below nothing is understood at every keyboard and in every file, whatever sign is typed before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maturity.cli.collect import _flags
from maturity.collect import agreeing, ballots, interview
from maturity.collect.asking import decide
from maturity.collect.front import Front
from maturity.core.assess import assess
from maturity.errors import Fault
from maturity.model import Response
from maturity.model.export import Open
from maturity.readers.levels import Wording
from maturity.text.words import DASHES, typed_mark
from tests.make import questionnaire, round_

WORDS = ("Never", "Rarely", "Now and then", "Often", "Always")
ASKED = questionnaire((("a.one",), ("a.two",)), (("b.one",), ("b.two",)), scale=(-2, 2), midpoint=0, labels=WORDS)
ROUND = round_(ASKED, {"ash": (1, 2, 0), "brook": (-1, 1)})


def read(text: str) -> Any:
    found = Wording(ASKED, ASKED.items[0], {}).read(text)
    return None if isinstance(found, Fault) else found


@pytest.mark.parametrize("minus", [*DASHES, "-"])
def test_every_sign_that_is_meant_for_a_minus_is_one(minus: str) -> None:
    assert typed_mark(f" {minus}2 ") == "-2"
    assert read(f"{minus}2") == -2
    assert read(f"{minus}2 Never") == -2
    assert read(f"{minus}2: Never") == -2
    assert read(f"Never ({minus}2)") == -2


@pytest.mark.parametrize(
    "text", ["- 1 Often", "-1 Often", "1 -1", "2 -1", "- 1", "Often (-1)", "-1 Whatever", "1 - Rarely", "--1 Rarely"]
)
def test_a_dash_that_may_be_no_minus_makes_no_level(text: str) -> None:
    assert read(text) is None


def test_a_dash_between_a_level_and_its_words_is_none() -> None:
    assert [read(text) for text in ("1 - Often", "1 \u2013 Often", "-1 - Rarely", "1 Often")] == [1, 1, -1, 1]


def test_full_width_figures_are_read_with_their_sign() -> None:
    assert (read("\uff12"), read("\uff0d\uff12")) == (2, -2)


def typing(*lines: str) -> tuple[Front, list[str]]:
    told: list[str] = []
    left: Iterator[str] = iter(lines)

    def ask(prompt: str) -> str:
        told.append(prompt)
        line = next(left, None)
        if line is None:
            raise EOFError
        return line

    return Front(ask=ask, say=told.append), told


def hyphened(told: list[str]) -> list[str]:
    return [text for text in told if "-1" in text or "-2" in text]


def test_ballots_are_typed_with_a_true_minus_and_shown_with_one() -> None:
    now = ballots.pile(ROUND, "ash", None)
    blank = Response(respondent="x", school="ash")
    found, problems = ballots.read_line(ROUND, now, blank, "\u22122 \u22121 d \u2013")
    assert not problems
    assert found
    assert list(found.answers.values()) == [-2, -1, "DK", None]
    _, problems = ballots.read_line(ROUND, now, blank, "\u22123 1 1 1")
    assert "use \u22122 to 2" in str(problems[0])


def test_the_interview_takes_a_true_minus_and_shows_it() -> None:
    front, told = typing("\u22122", "\uff0d1", "b", "q")
    kept: list[Response] = []
    with pytest.raises(interview.Leave):
        interview.hold(ROUND, Response(respondent="x", school="ash"), front, kept.append)
    assert list(kept[-1].answers.values())[:2] == [-2, -1]
    assert not hyphened(told)
    assert any("Your answer so far: \u22121" in text for text in told)
    assert any("\u22122 to 2" in text for text in told)


def test_the_room_agrees_on_a_level_with_a_true_minus() -> None:
    front, told = typing("\u22121", "because", "5", "q")
    kept = agreeing.hold(assess(ROUND), {}, front, lambda _: None)
    assert [one.level for one in kept.values()] == [-1]
    assert not hyphened(told)
    assert any("\u22122 to 2" in text for text in told)


def test_what_a_word_means_is_said_with_a_true_minus() -> None:
    front, told = typing("\u22122")
    found = decide([Open("levels", "hardly", "column B")], ASKED, {}, front.ask, front.say)
    assert found.levels == {"hardly": -2}
    assert not hyphened(told)
    assert _flags(ROUND, ["hardly=\u22122"]).levels == {"hardly": -2}
