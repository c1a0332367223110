"""Paper ballots are keyed in a line each, checked at once, and a ballot is saved whole or not at all."""

from __future__ import annotations

import pytest

from maturity import load_questionnaire
from maturity.collect import ballots
from maturity.collect.forms.ballot import ballot
from maturity.collect.front import Front
from maturity.model import Questionnaire, Response
from tests.make import questionnaire, round_

QUESTIONS = questionnaire((("a", "b"),), (("c",),), but={"b": {"audience": ["head"]}})
PORTRAYED = questionnaire((("a", "b"),), (("c",),), portrait=("p", "q"))


class Desk:
    """Types the given lines; what is saved stands in `kept`."""

    def __init__(self, *lines: str, of: Questionnaire = QUESTIONS, **known: str) -> None:
        self.lines, self.said, self.kept = list(lines), list[str](), dict[str, Response]()
        self.saved = ballots.key_in(
            round_(of, {"ash": (), "elm": ()}),
            "paper-kx7q",
            Front(self.ask, self.said.append),
            self.save,
            self.kept.__delitem__,
            **({"school": "ash", "role": "head"} | known),
        )
        self.text = "\n".join(self.said)

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def save(self, response: Response) -> None:
        self.kept[response.respondent] = response


def answers(line: str, of: Questionnaire = QUESTIONS) -> object:
    kept = Desk(line, of=of).kept
    return list(kept["paper-kx7q-01"].answers.values()) if kept else None


@pytest.mark.parametrize("line", ["3 d -", "3d-", "3,d,-", " 3  D  _ ", "3; ?; s", "3 dk .", "3dk-", "3 d–", "3\td\t-"])
def test_a_line_is_read_however_it_is_spaced(line: str) -> None:
    assert answers(line) == [3, "DK", None]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3 6 1", "mark 2 (question 2, B): '6' is not an answer: use 1 to 5, d for cannot tell, - for left blank"),
        ("3 4 x", "mark 3 (question 3, C): 'x' is not an answer: use 1 to 5, d for cannot tell, - for left blank"),
        ("3 44 1", "mark 2 (question 2, B): '44' is not an answer: use 1 to 5, d for cannot tell, - for left blank"),
        ("3 4", "2 marks, but 3 questions for this role: put - where a question was left blank; h shows which"),
        ("3411", "4 marks, but 3 questions for this role: put - where a question was left blank; h shows which"),
        ("0 3 3", "mark 1 (question 1, A): '0' is not an answer: use 1 to 5, d for cannot tell, - for left blank"),
        ("1.5 3 3", "mark 1 (question 1, A): '1.5' is not an answer: use 1 to 5, d for cannot tell, - for left blank"),
        ("\x1b[31m3 3 3", "mark 1 (question 1, A): '3' is not an answer"),
    ],
)
def test_a_wrong_line_names_the_mark_and_the_question_and_saves_nothing(line: str, said: str) -> None:
    desk = Desk(line)
    assert desk.kept == {}
    assert said in desk.text
    assert "\x1b" not in desk.text


def test_every_wrong_mark_of_a_line_is_named_at_once() -> None:
    assert Desk("7 8 9").text.count("is not an answer") == 3


def test_after_a_wrong_line_the_same_ballot_is_typed_again() -> None:
    desk = Desk("3 6 1", "3 5 1")
    assert {name: one.answers for name, one in desk.kept.items()} == {"paper-kx7q-01": {"a": 3, "b": 5, "c": 1}}


def test_a_line_holds_only_what_is_put_to_the_role_and_says_which_questions() -> None:
    desk = Desk("3 4", role="teacher")
    assert "A line holds 2 levels, for questions 1, 3." in desk.text
    assert desk.kept["paper-kx7q-01"].answers == {"a": 3, "c": 4}
    assert desk.kept["paper-kx7q-01"].role == "teacher"


def test_the_numbers_are_those_on_the_paper() -> None:
    known = round_(load_questionnaire("cluster-journey"), {"ash": ()})
    printed = {entry.number: entry for entry in ballot(known).items}
    for role in ("senior", "teacher", None):
        pile = ballots.pile(known, "ash", role)
        assert pile.portraits
        for number, item in pile.items:
            assert printed[number].prompt == item.prompt
        for number, portrait in pile.portraits:
            assert printed[number].prompt == portrait.prompt
            letters = dict(printed[number].choices)
            assert [letters[letter] for letter in "abcd"] == [option.text for option in portrait.options.values()]


@pytest.mark.parametrize("line", ["1 2 3 d -", "123d-", "123 d-"])
def test_portraits_may_follow_as_letters_in_the_order_of_the_paper(line: str) -> None:
    one = Desk(line, of=PORTRAYED).kept["paper-kx7q-01"]
    assert one.answers == {"a": 1, "b": 2, "c": 3}
    assert one.portraits == {"p": list(PORTRAYED.portrait[0].options)[3]}


def test_portraits_may_be_left_out_altogether_but_not_in_part() -> None:
    assert Desk("1 2 3", of=PORTRAYED).kept["paper-kx7q-01"].portraits == {}
    desk = Desk("1 2 3 a", of=PORTRAYED)
    assert desk.kept == {}
    assert "4 marks, but 3 questions for this role (with the portraits 5)" in desk.text


def test_a_wrong_letter_names_its_portrait() -> None:
    desk = Desk("1 2 3 a e", of=PORTRAYED)
    assert desk.kept == {}
    assert "mark 5 (question 5, q): 'e' is not an answer: use a to d, - for left blank" in desk.text


def test_levels_of_two_digits_or_below_zero_need_blanks_between_them() -> None:
    wide = questionnaire((("a",),), (("b",),), scale=(-2, 2), midpoint=0)
    assert answers("-2 -", of=wide) == [-2, None]
    assert answers("-1 2", of=wide) == [-1, 2]
    ten = questionnaire((("a",),), (("b",),), scale=(0, 10), midpoint=5)
    assert answers("10 9", of=ten) == [10, 9]
    assert answers("10", of=ten) is None


def test_the_last_ballots_can_be_taken_back_and_typed_again() -> None:
    desk = Desk("1 1 1", "2 2 2", "u", "u", "u", "3 3 3")
    assert {name: one.answers["a"] for name, one in desk.kept.items()} == {"paper-kx7q-01": 3}
    assert desk.saved == ["paper-kx7q-01"]
    assert "There is nothing to take back." in desk.text


def test_school_and_role_can_be_changed_between_ballots() -> None:
    desk = Desk("1 1 1", "school", "2", "2 2 2", "role", "2", "3 3")
    assert [(one.school, one.role, len(one.answers)) for one in desk.kept.values()] == [
        ("ash", "head", 3),
        ("elm", "head", 3),
        ("elm", "teacher", 2),
    ]


def test_what_is_not_known_is_asked_first() -> None:
    desk = Desk("2", "1", "1 1 1", school="", role="")
    assert [(one.school, one.role) for one in desk.kept.values()] == [("elm", "head")]
    with pytest.raises(EOFError):
        Desk(school="")


@pytest.mark.parametrize("end", [["q"], []])
def test_q_or_the_end_of_the_input_ends_it_and_an_empty_line_does_not(end: list[str]) -> None:
    desk = Desk("1 1 1", "", "2 2 2", *end)
    assert desk.saved == ["paper-kx7q-01", "paper-kx7q-02"]


def test_leaving_at_the_question_for_a_school_keeps_what_was_saved() -> None:
    assert Desk("1 1 1", "school").saved == ["paper-kx7q-01"]


ASKING = questionnaire((("a", "b"),), (("c",),), but={"b": {"audience": ["head"]}}, evidence_from=4)


def test_an_example_on_paper_is_keyed_in_after_its_ballot() -> None:
    desk = Desk("4 5 -", "e 2 Joint training", "E1  Two visits, 3 4 d", "3 4 4", "e 2 A review", of=ASKING)
    assert [one.evidence for one in desk.kept.values()] == [
        {"b": "Joint training", "a": "Two visits, 3 4 d"},
        {"b": "A review"},
    ]
    assert desk.kept["paper-kx7q-01"].answers == {"a": 4, "b": 5, "c": None}
    assert desk.saved == ["paper-kx7q-01", "paper-kx7q-02"]
    assert "saved with paper-kx7q-01: 2 examples" in desk.text
    assert "an example\nthat stands on the last ballot, for a level of 4 or more." in desk.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("e 3 Visits", "question 3 of paper-kx7q-01 is a 3, and examples go with 4 or more: look at the number again"),
        ("e 1 Visits", "question 1 of paper-kx7q-01 is cannot tell, and examples go with 4 or more"),
        ("e 2 Visits", "question 2 of paper-kx7q-01 is left blank, and examples go with 4 or more"),
        ("e 9 Visits", "'e 9 Visits' names no question and example: type e, one of 1 to 3, and words"),
        ("e Visits", "'e Visits' names no question and example: type e, one of 1 to 3, and words"),
        ("e 3", "'e 3' names no question and example"),
        ("e", "'e' names no question and example"),
    ],
)
def test_an_example_that_fits_no_high_level_is_refused_and_the_ballot_stays(line: str, said: str) -> None:
    desk = Desk("d - 3", line, of=ASKING)
    assert said in desk.text
    assert [(one.answers, one.evidence) for one in desk.kept.values()] == [({"a": "DK", "b": None, "c": 3}, {})]


def test_an_example_needs_a_ballot_and_a_questionnaire_that_asks_for_it() -> None:
    first = Desk("e 1 Visits", of=ASKING)
    assert "an example belongs to the last ballot, and there is none yet: type its levels first" in first.text
    assert first.kept == {}
    unasked = Desk("4 4 4", "e 1 Visits")
    assert "this questionnaire asks for no examples: leave them out" in unasked.text
    assert "Joint training" not in unasked.text
    assert unasked.kept["paper-kx7q-01"].evidence == {}


def test_an_example_goes_to_the_ballot_before_also_after_another_pile_was_begun() -> None:
    desk = Desk("4 5 4", "role", "2", "e 2 Joint training", "u", of=ASKING)
    assert "saved with paper-kx7q-01: 1 example" in desk.text
    assert desk.kept == {}


def test_the_paper_has_lines_for_examples_where_the_questionnaire_asks_for_them() -> None:
    asked = round_(ASKING, {"ash": ()}, mode="named")
    space = ballot(asked).examples
    assert space is not None
    assert (space.prompt, space.lines) == ("What would you show a sceptical visitor?", ("1.", "2.", "3."))
    assert space.how == "Where you ticked 4 or more, you may write an example beside the number of the question."
    hidden = ballot(round_(ASKING, {"ash": (), "elm": (), "oak": ()}, mode="anonymous")).examples
    assert hidden is not None
    assert hidden.how.endswith("Your handwriting may be recognised: write in capitals, or leave this out.")
    assert ballot(round_(QUESTIONS, {"ash": ()})).examples is None
