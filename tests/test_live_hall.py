"""The room around a round in its folder: what is saved, what may be seen, and what a second reading would give away."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from maturity import assess, load_round
from maturity.collect.webform import about
from maturity.core.advise import talk_first
from maturity.errors import InputError
from maturity.live.hall import Hall
from maturity.live.refusals import Denied
from maturity.live.room import Press
from maturity.model import Agreed
from maturity.store import answers, forgetting, rounds
from tests.started import start

NOW = dt.datetime(2026, 3, 12, 14, 5, tzinfo=dt.UTC)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
Opened = Callable[..., Hall]


@pytest.fixture
def halls(tmp_path: Path) -> Iterator[Opened]:
    """Opens halls over one cluster's folder, of a kind that the first call names."""
    made: list[Hall] = []

    def opened(kind: str = "named", questionnaire: str = "cluster-journey-short") -> Hall:
        folder = tmp_path / "river"
        if not folder.exists():
            schools = [word for name in ("Ash", "Elm", "Oak") for word in ("--school", name)]
            start(folder, "--name", "River", *schools, "--mode", kind, "--label", "2026", "-q", questionnaire)
        made.append(Hall(folder, lambda: NOW))
        return made[-1]

    yield opened
    for one in made:
        one.close()


def code(number: int) -> str:
    return "".join(LETTERS[(number // 31**place) % 31] for place in range(8))


def reply(hall: Hall, number: int, level: Any = 3, **more: Any) -> dict[str, Any]:
    """What the phone of a person hands in who has given every question one level."""
    schools = [one.id for one in hall.round.cluster.schools]
    levels = dict.fromkeys((one.id for one in hall.round.questionnaire.items), level)
    person = {"respondent": f"web-{code(number)}", "school": schools[number % len(schools)], "role": "senior"}
    said = {**person, "answers": levels}
    return {"format": "maturity-reply/1", "round": about(hall.round), "response": said, **more}


def status(hall: Hall, one: Future[None]) -> int:
    """How something that was handed in ended."""
    error = one.exception()
    return 200 if error is None else hall.not_saved(error).status if isinstance(error, InputError) else 500


def hand_in(hall: Hall, number: int, level: Any = 3, **more: Any) -> None:
    hall.answer(f"phone{number}", reply(hall, number, level, **more)).result()


def press(hall: Hall, to: Any, item: str = "") -> None:
    hall.press(Press(to, item, everything=True), hall.room.turn)


def told(hall: Hall) -> dict[str, Any]:
    return dict(json.loads(hall.public()[1]))


def everything(hall: Hall) -> list[dict[str, Any]]:
    """Every picture that the room can show now: all items, and where it stands."""
    found = []
    for name in hall.seen.order if hall.seen else ():
        press(hall, "item", name)
        if not hall.room.is_shown:
            press(hall, "reveal")
        found.append(told(hall)["shown"])
    for phase in ("quadrant", "priorities"):
        press(hall, phase)
        found.append(told(hall)["outcome"])
    return found


def test_what_is_handed_in_is_on_the_disk_and_counts_once(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1, 2)
    hand_in(hall, 1, 4, final=True)
    hand_in(hall, 2, 5)
    found = load_round(hall.folder).responses
    assert [set(one.answers.values()) for one in found] == [{4}, {5}]
    assert all(one.submitted == NOW for one in found)
    assert (told(hall)["here"], told(hall)["finished"]) == (2, 1)


def test_an_answer_that_is_taken_back_is_gone(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)
    said = reply(hall, 1)
    first = next(iter(said["response"]["answers"]))
    del said["response"]["answers"][first]
    hall.answer("phone1", said).result()
    assert first not in load_round(hall.folder).responses[0].answers


def test_nothing_is_shown_while_somebody_may_still_answer(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)
    for to in ("item", "agree", "quadrant", "priorities", "reveal", "outputs"):
        with pytest.raises(Denied):
            press(hall, to)
    state = told(hall)
    assert [state[key] for key in ("item", "shown", "outcome", "agreed")] == [None] * 4
    assert hall.desk()["items"] == []


def test_what_is_hidden_does_not_travel(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1, 5)
    press(hall, "closed")
    press(hall, "item")
    assert told(hall)["shown"] is None
    press(hall, "reveal")
    assert told(hall)["shown"]["bars"] == [0, 0, 0, 0, 1]
    press(hall, "hide")
    assert told(hall)["shown"] is None


def test_answers_after_a_close_are_refused_and_not_lost_before(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)
    waiting = [hall.answer(f"phone{n}", reply(hall, n)) for n in range(2, 30)]
    press(hall, "closed")
    ends = [status(hall, one) for one in waiting]
    assert set(ends) <= {200, 409}
    saved = 1 + ends.count(200)
    assert len(load_round(hall.folder).responses) == saved
    press(hall, "quadrant")
    press(hall, "item")
    # What was confirmed before the close is in the picture, and nothing else.
    assert sum(told(hall)["shown"]["bars"]) == saved
    with pytest.raises(Denied, match="Answers are closed"):
        hand_in(hall, 99)


def test_one_who_was_erased_keeps_nobody_else_from_being_saved(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)
    hand_in(hall, 2)
    hall.leave(code(1))
    with hall.lock:
        waiting = [hall.answer(f"phone{n}", reply(hall, n, 4)) for n in (1, 2, 3)]
    results = [status(hall, one) for one in waiting]
    assert results[1:] == [200, 200]
    assert {one.respondent for one in load_round(hall.folder).responses} >= {f"web-{code(2)}", f"web-{code(3)}"}


def test_a_named_round_may_be_opened_again_and_then_nothing_is_seen(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1, 2)
    press(hall, "closed")
    press(hall, "item")
    press(hall, "reveal")
    press(hall, "open")
    assert told(hall)["shown"] is None
    assert hall.desk()["items"] == []
    hand_in(hall, 2, 4)
    press(hall, "closed")
    press(hall, "item")
    press(hall, "reveal")
    assert told(hall)["shown"]["bars"] == [0, 1, 0, 1, 0]


@pytest.mark.parametrize("kind", ["anonymous", "confidential"])
def test_the_difference_of_two_readings_gives_nobody_away(halls: Opened, kind: str) -> None:
    hall = halls(kind)
    press(hall, "open")
    for number in range(7):
        hand_in(hall, number, 1 + number % 5)
    press(hall, "closed")
    first = everything(hall)
    with pytest.raises(Denied, match="could be told apart"):
        press(hall, "open")
    with pytest.raises(Denied):
        hand_in(hall, 7, 5)
    # By another road: a file, a ballot or another program.
    late = load_round(hall.folder).responses[0].model_copy(update={"respondent": "late"})
    answers.append(hall.folder, late, at=NOW)
    hall.leave(code(3))
    hall.refresh()
    assert everything(hall) == first
    hall.close()
    again = halls()
    assert everything(again) == first


@pytest.mark.parametrize("kind", ["named", "anonymous", "confidential"])
def test_after_a_crash_the_room_is_where_it_was(halls: Opened, kind: str) -> None:
    hall = halls(kind)
    press(hall, "open")
    for number in range(8):
        hand_in(hall, number, 1 + number % 3)
    press(hall, "closed")
    press(hall, "item", hall.seen.order[1] if hall.seen else "")
    press(hall, "reveal")
    before, key = told(hall), hall.session.key
    again = halls()
    after = told(again)
    assert again.session.key == key
    assert after.pop("boot") != before.pop("boot")
    for changing in ("v", "here", "finished", "said", "turn"):
        before.pop(changing), after.pop(changing)
    assert after == before


def test_too_few_people_leave_the_room_open(halls: Opened) -> None:
    hall = halls("anonymous")
    press(hall, "open")
    with pytest.raises(Denied, match="Nobody has answered yet"):
        press(hall, "closed")
    for number in range(4):
        hand_in(hall, number)
    with pytest.raises(Denied) as refused:
        press(hall, "closed")
    assert "five" in str(refused.value) or "5" in str(refused.value)
    assert hall.room.takes_answers
    hand_in(hall, 4)
    press(hall, "closed")
    assert hall.room.upto


def assert_no_schools(hall: Hall) -> None:
    hall.show_schools(hall.room.item)
    desk = hall.desk()
    assert desk["shown"]
    assert (desk["hasSchools"], desk["shown"].get("schools")) == (False, None)


def test_a_confidential_room_sees_words_and_no_bars(halls: Opened) -> None:
    hall = halls("confidential")
    press(hall, "open")
    for number in range(9):
        hand_in(hall, number, 3)
    press(hall, "closed")
    for one in everything(hall)[:-2]:
        assert (one["bars"], one["unsure"], "schools" in one) == (None, None, False)
    press(hall, "item")
    assert_no_schools(hall)


def test_an_anonymous_room_sees_no_school(halls: Opened) -> None:
    hall = halls("anonymous")
    press(hall, "open")
    for number in range(9):
        hand_in(hall, number, 1 + number % 4)
    press(hall, "closed")
    found = everything(hall)
    press(hall, "item")
    assert_no_schools(hall)
    assert not any(name in json.dumps(found) for name in ("Ash", "Elm", "Oak"))


def test_the_room_begins_with_what_splits_it(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    split = hall.round.questionnaire.items[5].id
    for number in range(6):
        said = reply(hall, number, 3)
        said["response"]["answers"][split] = 1 if number % 2 else 5
        hall.answer(f"phone{number}", said).result()
    press(hall, "closed")
    assert hall.seen is not None
    assert hall.seen.order[0] == split == talk_first(assess(load_round(hall.folder)))[0].id


def test_a_press_counts_once_however_often_it_comes(halls: Opened) -> None:
    hall = halls()
    turn = hall.room.turn
    hall.press(Press("open"), turn)
    with pytest.raises(Denied, match="in the meantime"):
        hall.press(Press("closed"), turn)
    assert hall.room.phase == "open"


def test_agreed_levels_are_where_other_commands_find_them_and_lose_nothing(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1, 2)
    press(hall, "closed")
    one, other, third = (item.id for item in hall.round.questionnaire.items[:3])
    hall.agree(one, 4, "Heads could say it")
    # Somebody agrees on another question at a terminal, and on this page nobody knows of it.
    rounds.save_agreed(hall.folder, {other: Agreed(level=1)})
    hall.agree(third, 2, "")
    assert load_round(hall.folder).agreed == {
        one: Agreed(level=4, reason="Heads could say it"),
        other: Agreed(level=1),
        third: Agreed(level=2),
    }
    hall.agree(one, None, "")
    assert set(load_round(hall.folder).agreed) == {other, third}
    with pytest.raises(Denied, match="no such level"):
        hall.agree(one, 9, "")


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\n", "\ufeff", "\u200e"])
def test_a_reason_is_kept_whatever_letters_it_has(sign: str, halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)
    press(hall, "closed")
    press(hall, "agree")
    hall.agree(hall.room.item, 3, f"before{sign}after")
    (agreed,) = load_round(hall.folder).agreed.values()
    assert "".join(agreed.reason.split()).replace(sign, "") == "beforeafter"


def test_what_the_room_agrees_leaves_what_people_marked_alone(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    for number in range(6):
        hand_in(hall, number, 2)
    press(hall, "closed")
    press(hall, "quadrant")
    alone = told(hall)["outcome"]["map"]["alone"]
    for item in hall.round.questionnaire.items:
        hall.agree(item.id, 5, "")
    found = told(hall)["outcome"]["map"]
    assert (found["alone"], found["agreed"]) == (alone, [5.0, 5.0])


def test_a_code_gives_back_its_own_answers_and_a_wrong_one_nothing(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1, 4)
    hall.arrives("another")
    assert told(hall)["here"] == 2
    found = hall.mine("another", code(1))
    assert found is not None
    assert set(found["response"]["answers"].values()) == {4}
    assert (found["final"], told(hall)["here"]) == (False, 1)
    assert hall.mine("another", code(2)) is None
    assert hall.mine("another", "../../etc") is None
    hand_in(hall, 1, 4, final=True)
    found = hall.mine("another", code(1))
    assert found is not None
    assert found["final"]
    press(hall, "closed")
    with pytest.raises(Denied, match="Answers are closed"):
        hall.mine("another", code(1))


def test_what_comes_in_from_elsewhere_counts_at_once(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)
    other = load_round(hall.folder).responses[0].model_copy(update={"respondent": "paper-abcd-1"})
    answers.append(hall.folder, other, at=NOW)
    hall.refresh()
    assert (told(hall)["here"], told(hall)["finished"]) == (2, 1)


def test_only_the_form_of_this_round_is_taken(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    unlike: list[Any] = [[], "x", 3, None, {}, {"format": "maturity-reply/1"}]
    for wrong in (*unlike, {**reply(hall, 1), "format": "maturity-reply/9"}):
        with pytest.raises(Denied) as refused:
            hall.answer("phone", wrong)
        assert refused.value.status in (400, 422)
    foreign = reply(hall, 1)
    foreign["response"]["respondent"] = "r01"
    with pytest.raises(Denied, match="no code of its own"):
        hall.answer("phone", foreign)
    nine = reply(hall, 1, 9)
    with pytest.raises(Denied):
        hall.answer("phone", nine)
    assert load_round(hall.folder).responses == ()


def test_wishes_count_once_a_phone_and_three_at_most(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    for number in range(6):
        hand_in(hall, number, 2)
    press(hall, "closed")
    press(hall, "priorities")
    ids = [one["id"] for one in told(hall)["wishes"]]
    hall.wish("phone1", ids[:2])
    hall.wish("phone1", ids[:1] * 3)
    hall.wish("phone2", [*ids[:1], "made-up"])
    assert [one["n"] for one in told(hall)["wishes"]] == [2, *[0] * (len(ids) - 1)]


def test_after_the_end_links_lead_nowhere(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)
    press(hall, "closed")
    press(hall, "ended")
    again = halls()
    assert again.session.key != hall.session.key
    assert again.room.phase == "lobby"


def test_a_full_disk_is_said_and_the_room_goes_on(halls: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("maturity.store.answers.sync", full)
        with pytest.raises(InputError) as error:
            hand_in(hall, 2)
        assert hall.not_saved(error.value).status == 503
        assert "No space left" in hall.desk()["trouble"]
    assert len(load_round(hall.folder).responses) == 1
    hand_in(hall, 2)
    assert len(load_round(hall.folder).responses) == 2
    assert hall.desk()["trouble"] == ""


def test_a_folder_that_goes_away_is_no_traceback(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    hand_in(hall, 1)
    shutil.move(hall.folder, hall.folder.parent / "moved")
    with pytest.raises((InputError, Denied)):
        hand_in(hall, 2)


def test_what_was_shown_stays_when_the_last_to_answer_is_erased(halls: Opened) -> None:
    hall = halls()
    press(hall, "open")
    for number in range(6):
        hand_in(hall, number, 1 + number % 5)
    press(hall, "closed")
    press(hall, "item")
    press(hall, "reveal")
    before = told(hall)["shown"]
    late = load_round(hall.folder).responses[0].model_copy(update={"respondent": "late"})
    answers.append(hall.folder, late, at=NOW + dt.timedelta(minutes=1))
    forgetting.forget(hall.folder, f"web-{code(5)}", at=NOW + dt.timedelta(minutes=2))
    with pytest.raises(Denied, match="Close the answers first"):
        hall.agree(hall.room.item, 3, "")
    assert before
    assert (hall.room.phase, told(hall)["shown"]) == ("lobby", None)
    again = halls()
    # What is left would give the erased one away, beside what was shown.
    assert (again.room.phase, told(again)["shown"]) == ("lobby", None)
    assert any("erased" in one for one in again.desk()["remarks"])
    press(again, "open")
    press(again, "closed")
    press(again, "item")
    assert not any("erased" in one for one in again.desk()["remarks"])
    press(again, "reveal")
    # Of those who are left, and of who came late.
    assert sum(told(again)["shown"]["bars"]) == 6
    third = halls()
    assert told(third)["shown"] == told(again)["shown"]


def test_a_clock_that_was_set_back_keeps_the_way_in(halls: Opened, tmp_path: Path) -> None:
    hall = halls()
    earlier = Hall(hall.folder, lambda: NOW - dt.timedelta(hours=2))
    earlier.close()
    assert earlier.session.key == hall.session.key
    later = Hall(hall.folder, lambda: NOW + dt.timedelta(hours=13))
    later.close()
    assert later.session.key != hall.session.key
