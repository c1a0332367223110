"""One person is asked, one question a screen, and nothing that was said is lost."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from maturity import load_questionnaire
from maturity.collect import interview
from maturity.collect.front import Front, choose
from maturity.collect.interview import Leave, hold, questions_for_role
from maturity.folder.journal import Record, encode, parse
from maturity.model import Questionnaire, Response, Round
from maturity.readers.library import shipped
from tests.make import questionnaire, round_

QUESTIONS = questionnaire((("a", "b"),), (("c",),), portrait=("p",), evidence_from=4, but={"b": {"audience": ["head"]}})
NOW = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)


class Room:
    """Types the given lines, and remembers what was said and saved."""

    def __init__(self, *lines: str, linear: bool = False) -> None:
        self.lines = list(lines)
        self.said: list[str] = []
        self.saved: list[Response] = []
        self.front = Front(self.ask, self.said.append, linear=linear)

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self.lines:
            raise EOFError
        line = self.lines.pop(0)
        if line == "^C":
            raise KeyboardInterrupt
        return line

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def newcomer(role: str | None = "head", **more: object) -> Response:
    return Response(respondent="kx7qd", school="ash", role=role, **more)


def asked(of: Questionnaire = QUESTIONS) -> Round:
    return round_(of, {"ash": (), "elm": ()})


def typed(*lines: str, of: Questionnaire = QUESTIONS, response: Response | None = None, then: str = "") -> Room:
    """A conversation in which these lines are typed, up to its end or to whatever ends it sooner."""
    room = Room(*lines)
    try:
        hold(asked(of), response or newcomer(), room.front, room.saved.append, then=then)
    except Leave:
        room.said.append("LEFT")
    except KeyboardInterrupt:
        room.said.append("INTERRUPTED")
    return room


def portrait_key(response: Response, option: str) -> str:
    return str(interview.options(response, QUESTIONS.portrait[0]).index(option) + 1)


def test_a_whole_interview_stores_what_was_typed() -> None:
    key = portrait_key(newcomer(), "delivery")
    room = typed("3", "d", "4", "we asked the families", key)
    said = room.saved[-1]
    assert said.answers == {"a": 3, "b": "DK", "c": 4}
    assert said.evidence == {"c": "we asked the families"}
    assert said.portraits == {"p": "delivery"}
    assert "LEFT" not in room.said


@pytest.mark.parametrize(("role", "items"), [("head", "abcp"), ("teacher", "acp"), (None, "abcp")])
def test_only_the_items_put_to_a_role_are_asked(role: str | None, items: str) -> None:
    assert [step.item.id for step in questions_for_role(asked(), role)] == list(items)


def test_every_answer_is_saved_before_the_next_question_is_asked() -> None:
    room = Room("2", "3")
    seen: list[int] = []

    def ask(prompt: str) -> str:
        seen.append(len(room.saved))
        return room.ask(prompt)

    front = Front(ask, room.said.append)
    with pytest.raises(Leave):
        hold(asked(), newcomer(), front, room.saved.append)
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(("end", "how"), [("^C", "INTERRUPTED"), ("q", "LEFT"), ("Q", "LEFT")])
def test_a_high_level_is_saved_before_its_example_is_asked_for(end: str, how: str) -> None:
    room = typed("5", end)
    assert room.said[-1] == how
    assert room.saved[-1].answers == {"a": 5}
    assert "sceptical visitor" in room.text


@pytest.mark.parametrize("level", ["1", "3", "d", "s"])
def test_no_example_is_asked_for_below_the_level_that_asks_for_one(level: str) -> None:
    assert "sceptical visitor" not in typed(level).text


def test_no_example_is_asked_for_where_the_questionnaire_asks_for_none() -> None:
    assert "sceptical visitor" not in typed("5", "5", of=questionnaire()).text


def test_an_example_is_one_harmless_line_and_not_endless() -> None:
    assert typed("5", "\x1b[31mred\x07\u202e " + "x" * 900).saved[-1].evidence["a"] == "red " + "x" * 495 + "…"


def test_the_answer_to_the_next_question_is_not_taken_for_an_example() -> None:
    room = typed("5", "3", "", "2")
    assert room.saved[-1].answers == {"a": 5, "b": 2}
    assert room.saved[-1].evidence == {}


@pytest.mark.parametrize("wrong", ["0", "6", "33", "x", "", "2 3", "g", "g 3", "-1", "٣", "dk\x00"])
def test_what_is_no_answer_is_asked_again_and_saves_nothing(wrong: str) -> None:
    room = typed(wrong)
    assert room.saved == []
    assert len([line for line in room.said if line.startswith("1 to 5")]) == 2
    assert "Question 2 of 4" not in room.text


def test_back_shows_the_answer_and_enter_keeps_it() -> None:
    room = typed("2", "b", "", "3")
    assert "Your answer so far: 2." in room.text
    assert room.saved[-1].answers == {"a": 2, "b": 3}


def test_back_and_another_answer_corrects_it() -> None:
    assert [one.answers for one in typed("2", "b", "1").saved] == [{"a": 2}, {"a": 1}]


def test_there_is_nothing_before_the_first_question() -> None:
    room = typed("b", "2")
    assert "This is the first question." in room.said
    assert room.saved[-1].answers == {"a": 2}


def test_back_from_the_example_returns_to_its_own_question() -> None:
    room = typed("5", "b", "3", "1")
    assert room.saved[-1].answers == {"a": 3, "b": 1}
    assert room.saved[-1].evidence == {}


def test_an_example_is_shown_again_and_kept_with_enter() -> None:
    room = typed("5", "the May bid", "b", "5", "", "1")
    assert room.text.count("the May bid") == 2
    assert room.saved[-1].evidence == {"a": "the May bid"}


@pytest.mark.parametrize(
    ("then", "left"),
    [
        (["4", ""], {"a": "the May bid"}),
        (["4", "the June bid"], {"a": "the June bid"}),
        (["5", "-"], {}),
        (["3"], {}),
        (["d"], {}),
        (["s"], {}),
        ([""], {"a": "the May bid"}),
    ],
)
def test_an_example_stays_until_it_is_replaced_or_its_level_asks_for_none(then: list[str], left: object) -> None:
    assert typed("5", "the May bid", "b", *then, "1").saved[-1].evidence == left


def test_a_number_goes_to_any_question_up_to_the_first_that_is_open() -> None:
    room = typed("1", "2", "g 1", "g3", "3")
    assert room.saved[-1].answers == {"a": 1, "b": 2, "c": 3}
    assert "You can go to the questions 1 to 2." in typed("1", "g 3").said


def resumed(*lines: str, of: Room, then: str = "") -> Room:
    """The same person comes back: their last response has been through the file."""
    record = parse(encode(Record("kx7qd", of.saved[-1], "1", NOW)).rstrip(b"\n"))
    assert isinstance(record, Record)
    return typed(*lines, response=record.response, then=then)


def test_coming_back_goes_on_with_the_first_open_question() -> None:
    room = resumed("4", "", of=typed("1", "s", "^C"))
    assert "Question 1 of 4" not in room.text
    assert "question 3 of 4 is next" in room.text
    assert room.saved[-1].answers == {"a": 1, "b": None, "c": 4}


def test_a_skip_is_remembered_and_shown_as_an_answer() -> None:
    room = resumed("b", "", "2", of=typed("1", "s", "^C"))
    assert "Your answer so far: Left blank." in room.text
    assert room.saved[-1].answers == {"a": 1, "b": None, "c": 2}


def test_a_skipped_portrait_is_not_asked_again_once_a_later_one_is_chosen() -> None:
    of = questionnaire(portrait=("p", "q", "r"))
    room = typed("1", "1", "s", "2", "^C", of=of)
    assert set(room.saved[-1].portraits) == {"q"}
    again = typed("s", of=of, response=room.saved[-1])
    assert "r?" in again.text
    assert "p?" not in again.text
    assert "LEFT" not in again.said


def test_a_portrait_can_be_taken_back() -> None:
    of = questionnaire(portrait=("p", "q"))
    assert typed("1", "1", "2", "b", "s", of=of).saved[-1].portraits == {}


def test_somebody_who_has_finished_goes_through_again_and_enter_keeps_all() -> None:
    first = typed("1", "2", "5", "the May bid", portrait_key(newcomer(), "delivery"))
    room = resumed("", "1", "", "", of=first)
    assert "Everything is answered." in room.said[0]
    assert room.saved[-1] == first.saved[-1].model_copy(update={"answers": {"a": 1, "b": 1, "c": 5}})


def test_a_portrait_is_shuffled_for_each_person_and_stays_so() -> None:
    item = QUESTIONS.portrait[0]
    people = [Response(respondent=f"r{n}", school="ash") for n in range(200)]
    orders = [interview.options(one, item) for one in people]
    assert orders == [interview.options(one, item) for one in people]
    assert all(sorted(order) == sorted(item.options) for order in orders)
    for option in item.options:
        assert 20 <= sum(order[-1] == option for order in orders) <= 80


def test_looking_back_asks_the_items_about_then_and_keeps_the_answers_apart() -> None:
    first = typed("1", "2", "5", "the May bid", "1")
    room = typed("5", "s", "d", response=first.saved[-1], then="the round 2025")
    assert room.saved[-1] == first.saved[-1].model_copy(update={"looking_back": {"a": 5, "b": None, "c": "DK"}})
    assert room.text.count("how was it at the time of the round 2025?") == 3
    assert "sceptical" not in room.text
    assert "p?" not in room.text
    assert "so far" not in room.text


def test_looking_back_is_resumed_in_the_same_way() -> None:
    first = typed("5", "^C", response=newcomer(answers={"a": 1, "b": 1, "c": 1}), then="the round 2025")
    room = resumed("2", "3", of=first, then="the round 2025")
    assert room.saved[-1].looking_back == {"a": 5, "b": 2, "c": 3}
    assert room.saved[-1].answers == {"a": 1, "b": 1, "c": 1}


def test_another_role_leaves_out_what_is_not_put_to_it() -> None:
    response = newcomer(answers={"a": 1, "b": 5}, evidence={"b": "x y"}, looking_back={"b": 2})
    assert interview.regrouped(asked(), response, "elm", "teacher") == Response(
        respondent="kx7qd", school="elm", role="teacher", answers={"a": 1}
    )


def test_linear_output_has_no_bar_and_no_blank_line() -> None:
    room = Room("2", linear=True)
    with pytest.raises(Leave):
        hold(asked(), newcomer(), room.front, room.saved.append)
    assert room.said[0].splitlines()[:3] == ["Question 1 of 4.", "a?", "1: level 1"]
    assert all(line.strip() and not set(line) & set("[]=#|") for line in room.text.splitlines())


def test_what_a_questionnaire_says_cannot_steer_the_terminal() -> None:
    nasty = questionnaire(
        but={"a": {"prompt": "a\x1b[2J?", "levels": {n: f"\x1b]0;x\x07{n} one" for n in range(1, 6)}}}
    )
    assert "\x1b" not in typed("1", of=nasty).text


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize("then", ["", "the round of the school year 2025/26 (12 March 2026)"])
@pytest.mark.parametrize("is_review", [False, True])
@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_every_question_that_is_shipped_fits_eighty_columns_and_twenty_four_lines(
    name: str, is_review: bool, then: str, linear: bool
) -> None:
    of = load_questionnaire(name)
    response = Response(respondent="r", school="ash")
    if is_review:
        levels = {item.id: of.scale_of(item).high for item in of.items}
        response = response.model_copy(
            update={
                "answers": levels,
                "looking_back": levels,
                "evidence": {item.id: "long " * 100 for item in of.items},
                "portraits": {item.id: next(iter(item.options)) for item in of.portrait},
            }
        )
    screens: list[list[str]] = [[]]

    def ask(prompt: str) -> str:
        screens[-1].append(prompt)
        # One of the descriptions of a portrait; else the highest level.
        highest = re.search(r"\d+ to (\d+)", prompt)
        return "1" if "1 to 4, s" in prompt else highest[1] if highest else ""

    front = Front(ask, lambda text: screens[-1].append(text), lambda: screens.append([]), linear=linear)
    hold(round_(of, {"ash": ()}), response, front, lambda _: None, then=then)
    assert len(screens) == len(of.items) + (0 if then else len(of.portrait))
    for number, screen in enumerate(screens):
        lines = "\n".join(screen).splitlines()
        assert max(map(len, lines)) <= 80, lines
        # Above the first one two lines greet whoever comes back.
        assert len(lines) <= (26 if is_review and number == 0 else 24), lines


def test_blank_lines_are_given_up_when_a_question_is_long() -> None:
    def lines(rows: int) -> list[str]:
        front = Front(Room().ask, print, rows=rows)
        return interview.screen(asked(), newcomer(), questions_for_role(asked(), "head")[0], front).splitlines()

    assert "" in lines(24)
    assert "" not in lines(8)


@pytest.mark.parametrize("line", ["2", "elm", "Élm Road", "ÉLM ROAD", " 2 "])
def test_a_school_can_be_chosen_by_number_id_or_name(line: str) -> None:
    room = Room("0", "3", "Oak", line)
    assert choose(room.front, "Your school", {"ash": "Ashfield", "elm": "Élm Road"}) == "elm"
    assert room.said.count("Please type a number from 1 to 2, then Enter.") == 3


@pytest.mark.parametrize("width", range(20, 60, 3))
def test_no_line_of_a_question_ends_inside_a_word(width: int) -> None:
    prompt = "How far is a cross-school-peer-review (12-16-year-olds) of dep.trust.candour a once-in-a-while thing?"
    item = QUESTIONS.items[0].model_copy(update={"prompt": prompt})
    known = asked(QUESTIONS.model_copy(update={"items": (item, *QUESTIONS.items[1:])}))
    step = questions_for_role(known, "head")[0]
    shown = interview.screen(known, newcomer(), step, Front(input, print, width=width)).split()
    assert set(prompt.split()) <= set(shown)
