"""What closing still lacks is told beforehand, and refused in the very same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from maturity.live.hall import Hall
from maturity.live.refusals import Denied
from maturity.live.room import Press
from tests.room import reply
from tests.started import start

NOW = dt.datetime(2026, 3, 12, 14, 5, tzinfo=dt.UTC)
Opened = Callable[..., Hall]


@pytest.fixture
def halls(tmp_path: Path) -> Iterator[Opened]:
    """Opens rooms over one round of three schools, in which people answer."""
    made: list[Hall] = []

    def opened(kind: str, *more: str, schools: tuple[str, ...] = ("Ash", "Elm", "Oak")) -> Hall:
        folder = tmp_path / "river"
        if not folder.exists():
            names = [word for name in schools for word in ("--school", name)]
            words = ("--name", "River", *names, "--mode", kind, "--label", "2026", "-q", "cluster-journey-short", *more)
            start(folder, *words)
        made.append(Hall(next(one.parent for one in folder.glob("*/round.yaml")), lambda: NOW))
        return made[-1]

    yield opened
    for one in made:
        one.close()


def press(hall: Hall, to: Any) -> None:
    hall.press(Press(to, everything=True), hall.room.turn)


def hand_in(hall: Hall, *people: int) -> None:
    for one in people:
        hall.answer(f"phone{one}", reply(hall.round, one)).result()


def refused(hall: Hall) -> str:
    """What the desk says beforehand, and no other words than those of the refusal."""
    lacks = str(hall.desk()["lacks"])
    if not lacks:
        press(hall, "closed")
        assert hall.room.phase == "closed"
        return ""
    with pytest.raises(Denied) as found:
        press(hall, "closed")
    assert (str(found.value), hall.room.phase) == (lacks, "open")
    return lacks


@pytest.mark.parametrize("rehearsal", [False, True])
@pytest.mark.parametrize("kind", ["named", "anonymous", "confidential"])
def test_what_closing_lacks_is_said_beforehand_in_the_words_of_the_refusal(
    kind: str, rehearsal: bool, halls: Opened
) -> None:
    hall = halls(kind, *(["--rehearsal"] if rehearsal else []))
    assert hall.desk()["lacks"] == ""
    press(hall, "open")
    assert refused(hall).startswith("Nobody has answered yet")
    hand_in(hall, 0, 3)
    if kind == "named" or rehearsal:
        assert refused(hall) == ""
        assert hall.desk()["lacks"] == ""
        return
    assert refused(hall).startswith("2 people have taken part; results need 5. Let somebody else answer")
    # As many, and of one school alone.
    hand_in(hall, 6, 9, 12)
    if kind == "anonymous":
        assert refused(hall).startswith("People of fewer than 3 schools have taken part; anonymous results need 3. Let")
        hand_in(hall, 1, 2)
    assert refused(hall) == ""


def test_what_nobody_s_answer_can_mend_asks_nobody_to_answer(halls: Opened) -> None:
    hall = halls("confidential")
    assert hall.round.smallest_cell == 5
    press(hall, "open")
    hand_in(hall, *range(5))
    hall.round = hall.round.model_copy(update={"mode": "anonymous"})
    two = hall.round.cluster.model_copy(update={"schools": hall.round.cluster.schools[:2]})
    hall.round = hall.round.model_copy(update={"cluster": two})
    lacks = hall.desk()["lacks"]
    assert lacks.startswith("An anonymous round needs at least 3 schools")
    assert "Let " not in lacks


# What is known once the program was started anew.


def test_after_a_new_start_who_answers_on_a_phone_has_not_finished_before_they_say_so(halls: Opened) -> None:
    hall = halls("anonymous")
    press(hall, "open")
    hand_in(hall, 0, 1, 2)
    hall.answer("phone3", reply(hall.round, 3) | {"final": True}).result()
    assert (hall.desk()["here"], hall.desk()["finished"], hall.desk()["fromUnknown"]) == (4, 1, 0)
    hall.close()
    again = halls("anonymous")
    assert (again.room.phase, again.desk()["here"], again.desk()["finished"]) == ("open", 4, 0)
    # From where they came is not nothing, but unknown.
    assert again.desk()["fromUnknown"] == 4
    again.answer("phone3", reply(again.round, 3) | {"final": True}, "10.0.0.3").result()
    told = again.desk()
    assert (told["finished"], told["fromUnknown"], told["fromOne"]) == (1, 3, 1)


@pytest.mark.parametrize("kind", ["named", "anonymous"])
@pytest.mark.parametrize("phase", ["lobby", "open", "closed"])
def test_a_screen_that_was_blank_is_blank_after_a_new_start(kind: str, phase: str, halls: Opened) -> None:
    hall = halls(kind)
    if phase != "lobby":
        press(hall, "open")
        hand_in(hall, *range(6))
    # Somebody answered at the laptop before the close, too.
    press(hall, "blank")
    press(hall, "unblank")
    if phase == "closed":
        press(hall, "closed")
    press(hall, "blank")
    upto = hall.room.upto
    hall.close()
    again = halls(kind)
    assert (again.room.phase, again.room.blank, again.room.upto) == (phase, True, upto)
    press(again, "unblank")
    again.close()
    assert not halls(kind).room.blank


def test_who_comes_after_an_early_end_is_told_of_it(halls: Opened) -> None:
    hall = halls("anonymous")
    press(hall, "open")
    hand_in(hall, 1)
    press(hall, "ended")
    with pytest.raises(Denied, match="The workshop has ended"):
        hand_in(hall, 2)
    with pytest.raises(Denied, match="The workshop has ended"):
        hall.mine("phone1", "abcdefgh")
