"""What a profile says: the weakest part only where it is sure, and everything with what it is a number of."""

from __future__ import annotations

from typing import Any

import pytest

from maturity.core.advise_parts import weakest_parts
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.reading import Profile
from maturity.model import Questionnaire
from maturity.renderers import terminal
from maturity.renderers.glyphs import ASCII, UNICODE
from maturity.report import book, compose, deck
from maturity.report.blocks import Figure
from maturity.report.explain import explain
from maturity.report.explain_parts import shares_within
from maturity.report.explainable import explainable
from maturity.report.kinds import averaged
from maturity.report.part_words import answered_words, min_words, missing_words, part_number
from maturity.report.shapes import telling
from maturity.report.wording import sentence
from tests.make import warned
from tests.parted import Levels, alike, answered, asked, part
from tests.shapes import OF_SHAPE, everywhere, profile, year

WORTH = {"levels": {n: f"level {n}" for n in range(4)}, "values": {0: 0, 1: 0.25, 2: 0.5, 3: 1}}
BANDS = [{"from": 1, "label": "First"}, {"from": 3, "label": "Second", "text": "You are there."}]


def three(**more: Any) -> Questionnaire:
    """Three parts of two items each."""
    items = {f"{name}{n}": name for name in "abc" for n in (1, 2)}
    return asked("profile", [part("a"), part("b"), part("c")], items, **{"overall": "none", **more})


def nested(**more: Any) -> Questionnaire:
    """One part of two parts of two items, and one of two items."""
    parts = [part("a"), part("b"), part("x", "a"), part("y", "a")]
    return asked("profile", parts, {"x1": "x", "x2": "x", "y1": "y", "y2": "y", "b1": "b", "b2": "b"}, **more)


def profile_of(assessment: Assessment) -> Profile:
    assert isinstance(assessment.reading, Profile)
    return assessment.reading


def around(levels: Levels) -> list[list[Levels]]:
    """Four schools of three people, who say a little more or less than these levels on every other item."""
    one: list[Levels] = [
        [level + step if isinstance(level, int) and n % 2 else level for n, level in enumerate(levels)]
        for step in (-1, 0, 1)
    ]
    return [one] * 4


def test_the_weakest_part_is_named_where_its_interval_lies_below_every_other() -> None:
    found = answered(three(), around((4, 4, 2, 2, 4, 4)))
    assert profile_of(found).weakest == "b"
    assert (
        telling(found)
        .headline()
        .startswith("The weakest of the parts is part b, at 2.0 on a scale from 1 to 5 (likely range")
    )
    assert telling(found).how_sure() == "which part is the weakest is sure"


def test_parts_that_could_be_the_weakest_are_all_named_and_no_other() -> None:
    people = [
        [(2, 3, 2, 2, 5, 5), (3, 2, 3, 1, 5, 5), (1, 4, 2, 4, 5, 5)],
        [(2, 2, 3, 2, 5, 5), (3, 3, 2, 2, 5, 5), (2, 3, 1, 3, 5, 5)],
    ]
    found = answered(three(), people)
    # Part b stands at 2.25, part a at 2.5: lowest first.
    assert (profile_of(found).weakest, profile_of(found).could) == (None, ("b", "a"))
    assert telling(found).headline() == "Which part is the weakest cannot be told: it could be part b or part a."
    assert telling(found).how_sure() == "which part is the weakest is open"


def test_parts_of_other_lengths_are_compared_in_parts_of_what_is_possible() -> None:
    parts = [part("a", combine="sum"), part("b", combine="sum")]
    items = {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "b3": "b", "b4": "b"}
    found = answered(asked("profile", parts, items, overall="none"), alike((4, 4, 2, 2, 3, 2)))
    # 8 of 2 to 10 is three quarters of the way, 9 of 4 to 20 less than a third.
    assert profile_of(found).lowest == "b"
    said = terminal.scorecard(found, _advice(), 80, UNICODE).plain
    assert "75%  8.0" in said
    assert "Bars and % are parts of what is possible" in said


def test_what_is_not_sure_of_a_blind_spot_is_named_and_nothing_else_is_called_unsure() -> None:
    """The headline may be sure of the weakest part; a caveat doubts no more than the value that is in doubt."""

    def three_close(below: float) -> Questionnaire:
        when = [{"part": "a", "from": 3}, {"part": "b", "below": below}]
        return three(blind_spots=[{"id": "close", "when": when, "message": "Close."}])

    assert warned(answered(three_close(3.5), around((4, 4, 2, 2, 4, 4))))["blind-spot"].startswith("Close. ")
    found = answered(three_close(2.1), around((4, 4, 2, 2, 4, 4)))
    assert telling(found).headline().startswith("The weakest of the parts is part b")
    said = warned(found)["blind-spot"]
    assert said.startswith("Perhaps: Close. Here part a stands at 4.0, and part b at 2.0. ")
    assert said.endswith(" It is not sure that part b lies below 2.1.")
    assert said.count("not sure") == 1


def test_where_nobody_can_tell_how_people_differ_no_part_is_the_weakest_for_sure() -> None:
    found = answered(three(), [[(4, 4, 1, 1, 4, 4)]])
    assert profile_of(found).weakest is None
    assert "no part is the weakest for sure" in telling(found).headline()


def test_equal_parts_are_said_to_be_equal() -> None:
    found = answered(three(), alike((3,) * 6))
    assert telling(found).headline() == "All parts stand at 3.0 on a scale from 1 to 5: none is weaker than another."
    (first, *_) = weakest_parts(found)
    assert "no more than a place to begin" in sentence(first.reason, found.questionnaire)


def test_a_part_without_a_score_is_left_out_of_the_comparison_and_that_is_said() -> None:
    found = answered(three(), around((4, 4, 2, 2, None, None)))
    assert telling(found).headline().startswith("The weakest of the 2 parts that have a score is part b")
    said = terminal.scorecard(found, _advice(), 80, UNICODE).plain
    assert "0 of 2 questions answered; it could be anything from 1 to 5" in said


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_where_nobody_is_named_the_weakest_is_so_by_a_rule_of_thumb(mode: Any) -> None:
    found = answered(three(), alike((4, 4, 2, 2, 4, 4)), mode)
    assert profile_of(found).weakest == "b"
    assert (
        telling(found)
        .headline()
        .endswith("every other score lies above that range, by the rule of thumb for its range.")
    )
    assert "95%" not in telling(found).headline()
    assert telling(found).how_sure().endswith("by a rule of thumb")


def test_the_weakest_of_several_questions_is_no_surer_than_one_question_where_nobody_is_named() -> None:
    mean, weakest = (
        answered(three() if how == "mean" else weakest_counts(), alike((4, 4, 2, 2, 4, 4)), "anonymous")
        for how in ("mean", "min")
    )
    ends = [one.dimensions["b"].interval for one in (mean, weakest)]
    lengths = [end.high - end.low for end in ends if end is not None]
    assert lengths == [pytest.approx(1.0), pytest.approx(1.7)]


def weakest_counts() -> Questionnaire:
    items = {f"{name}{n}": name for name in "abc" for n in (1, 2)}
    return asked("profile", [part("a"), part("b", combine="min"), part("c")], items, overall="none")


def test_a_part_that_is_read_by_its_weakest_says_which_that_is_if_it_is_sure() -> None:
    found = answered(weakest_counts(), alike((4, 4, 2, 5, 4, 4)))
    assert found.dimensions["b"].could == ("b1",)
    assert list(min_words(found)) == ["Part B is read by the weakest of 2: Item b1."]


def test_a_part_that_is_read_by_its_weakest_says_so_if_it_is_not_sure() -> None:
    people: list[list[Levels]] = [[(4, 4, 2, 3, 4, 4), (4, 4, 3, 2, 4, 4), (4, 4, 2, 2, 4, 4)]] * 3
    found = answered(weakest_counts(), people)
    assert set(found.dimensions["b"].could) == {"b1", "b2"}
    (said,) = min_words(found)
    assert said.startswith("Part B is read by the weakest of 2; it could be Item b")
    assert found.dimensions["a"].could == ()


def test_the_band_of_the_whole_is_named_only_where_it_is_settled() -> None:
    whole = {"label": "Whole", "bands": BANDS, "basis": "Ours."}
    settled = answered(three(overall=whole), alike((4, 4, 4, 4, 4, 4)))
    assert "in the band “Second”" in telling(settled).headline()
    between = answered(three(overall=whole), around((3, 3, 3, 3, 3, 3)))
    assert "between “First” and “Second”" in telling(between).headline()
    assert [dict(telling(one).terms())["Whole"].partition(": ")[2] for one in (settled, between)] == [
        "Second",
        "between First and Second",
    ]
    assert "a convention, not a measured boundary. Ours." in " ".join(telling(settled).method())


def test_a_number_beside_the_beginning_of_a_band_is_never_rounded_into_it() -> None:
    found = answered(three(overall={"label": "Whole", "bands": BANDS}), alike((3,) * 6))
    assert found.overall is not None
    assert part_number(found, found.overall, 2.98) == "2.98"
    assert part_number(found, found.overall, 2.9996) == "2.9996"
    assert part_number(found, found.overall, 2.94) == "2.9"


def test_a_short_range_is_told_with_two_decimals() -> None:
    found = answered(three(scale=WORTH), alike((1, 1, 2, 2, 3, 3)))
    assert part_number(found, found.dimensions["a"], 0.25) == "0.25"
    assert "at 0.25 on a scale from 0 to 1" in telling(found).headline()


def test_what_is_missing_bounds_a_part_and_is_counted() -> None:
    found = answered(three(), alike((4, None, 2, 2, 4, 4)))
    assert missing_words(found, found.dimensions["a"]) == (
        "1 of 2 questions answered; between 2.5 and 4.5 whatever the rest would say"
    )
    assert missing_words(found, found.dimensions["b"]) == ""


def test_a_silent_school_bounds_a_part_of_which_every_question_is_answered() -> None:
    found = answered(three(), [*alike((3,) * 6, schools=3), []])
    # Three schools at 3 and one at 1, or at 5.
    assert missing_words(found, found.dimensions["a"]) == (
        "some schools have not answered; between 2.5 and 3.5 whatever the rest would say"
    )


def test_a_part_without_a_score_that_may_be_weaker_than_all_that_have_one_is_named_with_them() -> None:
    """It needs both of its questions, and the one that is answered leaves it between 1.0 and 3.0."""
    parts = [part("a"), part("b"), part("c", needs=2)]
    items = {f"{name}{n}": name for name in "abc" for n in (1, 2)}
    low = answered(asked("profile", parts, items, overall="none"), around((4, 4, 3, 3, 1, None)))
    assert telling(low).headline().endswith("Without a score, and perhaps weaker still: part c (between 1.0 and 3.0).")
    said = terminal.scorecard(low, _advice(), 80, UNICODE).plain
    assert said.count("1 of 2 questions answered; between 1.0 and 3.0") == 1
    high = answered(asked("profile", parts, items, overall="none"), around((4, 4, 2, 2, 5, None)))
    assert "weaker still" not in telling(high).headline()


def test_views_stand_beside_the_parts_and_never_in_the_score() -> None:
    view = {"id": "v", "label": "Seen otherwise", "parts": [{"id": "p", "label": "P", "short": "P", "items": ["a1"]}]}
    levels = (5, 1, 2, 2, 4, 4)
    with_view, without = (answered(three(**more), alike(levels)) for more in ({"views": [view]}, {}))
    assert with_view.dimensions == without.dimensions
    said = terminal.scorecard(with_view, _advice(), 80, UNICODE).plain
    assert "Seen otherwise (the same questions, grouped in another way)" in said
    assert "no score is made of it" in " ".join(_texts(with_view))


def test_suggestions_are_the_weakest_parts_each_with_its_lowest_item() -> None:
    found = answered(three(), around((4, 4, 2, 2, 4, 3)))
    first, second = weakest_parts(found)
    assert (first.dimension, first.item) == ("b", "b1")
    assert "the weakest part, and that is sure" in sentence(first.reason, found.questionnaire)
    assert (second.dimension, second.item) == ("c", "c2")


def test_nothing_is_suggested_where_there_is_no_step_to_take() -> None:
    assert weakest_parts(answered(three(), alike((5,) * 6))) == ()
    assert weakest_parts(answered(three(), alike(("DK",) * 6))) == ()


def test_the_lowest_item_of_a_part_may_lie_floors_below() -> None:
    found = answered(nested(), alike((4, 4, 4, 1, 5, 5)))
    assert next((one.dimension, one.item) for one in weakest_parts(found)) == ("a", "y2")


def test_shares_of_items_follow_weights_floors_and_ranges() -> None:
    parts = [part("a"), part("b", weight=3), part("x", "a", combine="sum"), part("y", "a", combine="sum")]
    items = {"x1": "x", "x2": "x", "y1": "y", "y2": "y", "b1": "b"}
    questionnaire = asked("profile", parts, items, scale=WORTH, overall="none")
    # Part a runs from 0 to 2: the mean of two sums of two questions that are worth up to 1.
    dimension = questionnaire.dimension_by_id["a"]
    assert shares_within(questionnaire, dimension) == dict.fromkeys(("x1", "x2", "y1", "y2"), 0.5)


def test_every_part_is_explained_from_what_belongs_to_it() -> None:
    found = answered(nested(), alike((4, 2, 3, 1, 5, 5)))
    assert explainable(found.questionnaire)["all of it"] == ["overall"]
    said = terminal.render(explain(found, "a"), 80).plain
    assert "Part A = (3.000 + 2.000) / 2 = 2.500" in said
    assert "Part X = (4.000 + 2.000) / 2 = 3.000" in said
    whole = terminal.render(explain(found, "overall"), 80).plain
    assert "Overall = (2.500 + 5.000) / 2 = 3.750" in whole
    assert "Item y2 (" not in whole
    assert "To explain it" in whole
    assert "Item y2" in whole


def test_the_weakest_is_explained_as_the_weakest_with_its_own_interval() -> None:
    found = answered(weakest_counts(), around((4, 4, 2, 3, 4, 4)))
    said = " ".join(terminal.render(explain(found, "b"), 80).plain.split())
    assert "Part B = the lowest of 2.000; 3.000 = 2.000" in said
    interval = found.dimensions["b"].interval
    assert interval is not None
    assert f"95% interval: {interval.low:.3f} to {interval.high:.3f}" in said
    assert "comes out too low by chance" in said
    assert "kept on the scale" not in said.partition("Item b1 b1?")[0]


def test_what_answers_are_worth_is_explained() -> None:
    found = answered(three(scale=WORTH), [[(1, 3, 2, 2, 3, 3), (2, 3, 2, 2, 3, 3)]] * 3)
    said = terminal.render(explain(found, "a1"), 80).plain
    assert "One school one voice: (0.375 + 0.375 + 0.375) / 3 = 0.375" in said
    assert [line.split()[-2:] for line in said.splitlines() if line.startswith("2 ")] == [["0.5", "3"]]
    assert "0, 0.25, 0.5 and 1" in averaged(found)


def test_counts_of_an_anonymous_round_are_explained_by_what_they_are_worth() -> None:
    found = answered(three(scale=WORTH), [[(1, 3, 2, 2, 3, 3), (2, 3, 2, 2, 3, 3)]] * 3, "anonymous")
    said = terminal.render(explain(found, "a1"), 80).plain
    assert "One person one voice: (3 x 0.250 + 3 x 0.500) / 6 = 0.375" in " ".join(said.split())


def test_how_parts_are_joined_is_said_with_what_differs() -> None:
    said = averaged(answered(weakest_counts(), alike((3,) * 6)))
    assert "A part is the mean of what belongs to it. For part b it is the weakest." in said
    assert "axis" not in said


@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
@pytest.mark.parametrize("levels", [(4, 4, 2, 2, 4, 4), ("DK",) * 6, (3, None, 3, None, None, None)])
def test_every_output_can_be_made(mode: Any, levels: Levels) -> None:
    found = answered(three(overall={"label": "Whole", "bands": BANDS}), alike(levels), mode)
    advice = _advice()
    for audience in ("heads", "staff", "governors"):
        assert compose.compose(found, advice, audience=audience).sections
    assert deck.compose(found, advice).sections
    assert {"parts", "items"} <= {sheet.id for sheet in book.compose(found, advice)}
    card = terminal.scorecard(found, advice, 60, ASCII).plain
    assert telling(found).headline().translate(str.maketrans("“”", '""')) in " ".join(card.split())
    for name in [one for ids in explainable(found.questionnaire).values() for one in ids]:
        assert explain(found, name).sections


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_scorecard_is_wider_than_the_terminal(width: int) -> None:
    long = [part("a", label="A label of sixty characters that goes on until the very end"), part("b"), part("c")]
    items = {f"{name}{n}": name for name in "abc" for n in (1, 2)}
    found = answered(asked("profile", long, items, bands=()), around((4, 4, 2, 2, 4, 4)))
    said = terminal.scorecard(found, _advice(), width, ASCII).plain
    assert max(map(len, said.splitlines())) <= width


def _advice() -> Any:
    from maturity.core.advice import Advice

    return Advice((), (), (), (), (), (), "", "")


def _texts(assessment: Assessment) -> list[str]:
    blocks = [*telling(assessment).standing(full=True)]
    assert any(isinstance(block, Figure) and block.chart == "profile" for block in blocks)
    return [str(getattr(block, "text", "")) for block in blocks]


def test_too_few_answers_to_count_are_not_called_nobody() -> None:
    few = year(profile(), "2026", {"ash": [("DK", "DK", 4, 4)], "birch": [(2, 3, "DK", "DK")], "cedar": [(2, 3)]})
    assessment = assess(few)
    assert answered_words(assessment, assessment.dimensions["b1"]) == "0 of 2 questions answered in enough schools"
    said = missing_words(assessment, assessment.dimensions["b1"])
    assert said == "0 of 2 questions answered in enough schools; that is too few to say more"
    nobody = assess(year(profile(), "2026", {"ash": [(2, 2)], "birch": [(2, 3)], "cedar": [(2, 3)]}))
    said = missing_words(nobody, nobody.dimensions["b1"])
    assert said == "0 of 2 questions answered; it could be anything from 1 to 4"


@pytest.mark.parametrize("shape", ["profile", "total"])
def test_what_is_not_published_is_said_not_to_be_shown_and_why(shape: str) -> None:
    round_ = year(OF_SHAPE[shape](), "2026", everywhere(3, 3, 3, 3, people=1), mode="confidential")
    assessment = assess(round_)
    told = telling(assessment)
    texts = [
        told.headline(),
        *(text for _, text in told.terms()),
        *(cell for row in told.part_table().rows for cell in row if "none" in cell),  # type: ignore[attr-defined]
    ]
    assert len(texts) > 3
    for text in texts:
        assert "3 people have taken part; results need 5" in text
    whole = str(list(told.arithmetic())) + str(list(told.standing(full=True))) + told.described(told.charts[0])
    assert "answered; it could be anything" not in whole
    assert "questions answered" not in whole
