"""What to talk about first goes by one rule everywhere; and no sentence says a difference that is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from maturity import advise, assess
from maturity.charts.agreement import draw
from maturity.core.assessment import Assessment
from maturity.renderers import terminal
from maturity.renderers.document import document
from maturity.report import book as sheets
from maturity.report import deck, kinds
from maturity.report.blocks import Callout, Heading, Paragraph, Report, Table
from maturity.report.compose import compose
from maturity.report.described import described_agreement
from maturity.report.wording import sentence, warning_texts
from tests.make import person, questionnaire, round_

ASKED = questionnaire((("calm", "unknown"),), (("wide", "split"),))
DK = "DK"
CONVERSATION = {one: {"label": one, "ask": "?", "about": "."} for one in ("why", "how", "what")} | {
    "top": ".",
    "room": ".",
}
HERE = {"supports": ["why"]}
MIXED = {
    "ash": [(3, 4, 3, 1), (3, 4, 3, 5), (3, DK, 5, 1)],
    "elm": [(3, DK, 3, 5), (3, DK, 3, 5), (4, 4, 4, 2)],
}
ALIKE = {"ash": [(3, 4, 3, 4), (3, 4, 3, 4)], "elm": [(3, 4, 4, 4), (4, 4, 3, 4)]}


def assessed(people: Any = MIXED, asked: Any = ASKED, **more: Any) -> Assessment:
    return assess(round_(asked, people, **more))


def shown(assessment: Assessment) -> str:
    return terminal.scorecard(assessment, advise(assessment)).plain


def texts(report: Report) -> list[str]:
    return [
        block.title if isinstance(block, Callout) else block.text
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Callout | Paragraph | Heading)
    ]


def test_the_split_come_first_then_what_many_could_not_tell_then_the_least_agreed() -> None:
    found = assessed()
    assert [talk.item for talk in advise(found).talk_about] == ["split", "unknown", "wide"]


def test_every_output_goes_by_the_same_rule_and_says_it() -> None:
    found = assessed()
    advice, order = advise(found), ["split", "unknown", "wide"]
    assert document(found)["talk_about"] == order
    card = " ".join(shown(found).split())
    order_told = f"{kinds.ORDER} {kinds.FROM_0_TO_1}"
    assert order_told in card
    assert [card.index(f"{n}. {item.upper()}") for n, item in enumerate(order, 1)] == sorted(
        card.index(f"{n}. {item.upper()}") for n, item in enumerate(order, 1)
    )
    told = texts(compose(found, advice))
    start = told.index("Talk about these first")
    assert told[start + 1] == order_told
    assert [text.split(" ")[0].lower() for text in told[start + 2 : start + 5]] == order
    items = next(one for one in sheets.compose(found, advice, None, (), None) if one.id == "items")
    place = [column.header for column in items.columns].index("Talk about first")
    ranked = {str(row[0]): row[place] for row in items.rows}
    assert ranked == {"calm": None, "split": 1, "unknown": 2, "wide": 3}
    assert f"Talk about first: {order_told}" in items.notes


def test_the_chart_of_agreement_has_the_rows_in_that_order() -> None:
    figure = draw(assessed())
    names = [
        text.get_text() for text in figure.axes[0].texts if text.get_text() in {"CALM", "UNKNOWN", "WIDE", "SPLIT"}
    ]
    assert names == ["SPLIT", "UNKNOWN", "WIDE", "CALM"]


def test_where_nobody_disagrees_nothing_is_put_first_and_that_is_said() -> None:
    found = assessed(ALIKE)
    advice = advise(found)
    said = "Nobody disagrees: on no question do answers lie more than one level apart."
    assert advice.talk_about == ()
    assert document(found)["talk_about"] == []
    assert f"Talk about these first\n{said}" in shown(found)
    told = texts(compose(found, advice))
    assert told[told.index("Talk about these first") + 1] == said
    assert said in texts(compose(found, advice, audience="heads"))
    items = next(one for one in sheets.compose(found, advice, None, (), None) if one.id == "items")
    assert f"Talk about first: {said}" in items.notes
    slides = deck.compose(found, advice, None, ())
    assert said in str(slides)


def test_one_person_two_levels_off_is_a_disagreement() -> None:
    people = {"ash": [(3, 4, 3, 4), (3, 4, 3, 4)], "elm": [(3, 4, 3, 4), (3, 4, 5, 4)]}
    assert [talk.item for talk in advise(assessed(people)).talk_about] == ["wide"]


@pytest.mark.parametrize("people", [{"ash": [(1, 1, 1, 1)], "elm": [(5, 5, 5, 5)]}, {"ash": [(3, 4, 2, 5)]}])
def test_of_too_few_people_nothing_is_said_of_how_far_they_agree_but_that(people: Any) -> None:
    found = assessed(people)
    advice = advise(found)
    assert f"Talk about these first\n{kinds.TOO_FEW}" in shown(found)
    told = texts(compose(found, advice))
    assert told.count(kinds.TOO_FEW) == 2
    assert kinds.TOO_FEW in texts(compose(found, advice, audience="heads"))
    spread = next(one for one in deck.compose(found, advice, None, ()).sections if one.id == "spread")
    assert spread.title == "How far people agree cannot be said"
    said = [block.text for block in spread.blocks if isinstance(block, Paragraph)]
    assert (said[0], said.count(kinds.TOO_FEW)) == (kinds.TOO_FEW, 1)
    assert not any("splits the room" in text for text in told)
    assert "No question is split" not in described_agreement(found)


def test_questions_that_too_few_answered_are_not_said_to_divide_nobody() -> None:
    people = [(3, 4, 3, 4), (3, 4, 3, None), (3, 4, 3, None)]
    said = kinds.spread_words(assessed({"ash": people}))
    assert said.startswith("No question of which it can be told splits the room")
    assert said.endswith(" On 1 question too few answered to tell.")


def test_a_question_on_which_people_agree_is_put_first_for_those_who_could_not_tell_and_that_is_its_reason() -> None:
    found = assessed({"ash": [(3, 4, 3, 4)] * 5 + [(3, DK, 3, 4)] * 3})
    advice = advise(found)
    (first,) = advice.talk_about
    assert (first.item, [why.code for why in first.reasons]) == ("unknown", ["talk-unknown"])
    (row,) = next(one for one in tables(compose(found, advice, audience="heads")) if one.header[0] == "Question").rows
    assert row[0].startswith("UNKNOWN (many could not tell): ")


def tables(report: Report) -> list[Table]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Table)]


@pytest.mark.parametrize(("alike", "first"), [(3, ["wide"]), (11, [])])
def test_one_of_many_who_stands_apart_is_no_disagreement_to_talk_about_first(alike: int, first: list[str]) -> None:
    found = assessed({"ash": [(3, 4, 3, 4)] * alike + [(3, 4, 5, 4)]})
    assert [talk.item for talk in advise(found).talk_about] == first
    if not first:
        said = "Nothing divides people: where agreement is known it is 0.8 of 1 or more on every question."
        assert said in " ".join(shown(found).split())


def test_what_many_could_not_tell_is_not_put_first_for_how_far_the_others_agree() -> None:
    found = assessed({"ash": [(3, 4, 3, 4)] * 7 + [(3, DK, 3, 4)] * 3 + [(3, 3, 3, 4)]})
    (only,) = advise(found).talk_about
    assert found.items["unknown"].agreement == pytest.approx(0.92, abs=0.01)
    assert [one.code for one in only.reasons] == ["talk-unknown"]


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (["4"] * 25 + ["3"], "4.0. Level 4"),
        (["4"] * 9 + ["3"], "3.9. Level 4"),
        # 3.54 is shown as halfway.
        (["4"] * 7 + ["3"] * 6, "3.5. Level 3"),
        (["4"] * 3 + ["3"] * 7, "3.3. Level 3"),
    ],
)
def test_the_level_whose_words_are_shown_is_the_nearest_to_the_number_shown(score: list[str], said: str) -> None:
    asked = questionnaire((("a",),), (("b", "c"),), conversation=CONVERSATION, but={"b": HERE, "c": HERE})
    people = {"ash": [(3, int(one), 5) for one in score]}
    advice = advise(assessed(people, asked))
    findings = [sentence(one, asked) for part in advice.parts for one in part.findings]
    assert any(f"Lowest here: B, {said} reads" in one for one in findings)


def test_where_all_items_are_alike_none_is_lowest_and_none_strongest() -> None:
    asked = questionnaire((("a",),), (("b", "c"),), conversation=CONVERSATION, but={"b": HERE, "c": HERE})
    advice = advise(assessed({"ash": [(3, 4, 4), (3, 4, 4)]}, asked))
    said = [sentence(one, asked) for part in advice.parts for one in part.findings]
    assert said == ["All alike here, 4.0: B and C."]


def test_where_all_dimensions_are_alike_none_is_said_to_be_behind() -> None:
    asked = questionnaire((("a",), ("b",)), (("c",), ("d",)))
    advice = advise(assessed({"ash": [(2, 2, 4, 4), (2, 2, 4, 4)]}, asked))
    assert [sentence(one.reason, asked) for one in advice.priorities] == [
        "All dimensions that have a score on depth stand at 2.0 (2.0 overall): none is behind another, so that "
        f"{name} is no more than a place to begin."
        for name in ("X1", "X2")
    ]


def test_of_two_sides_that_lie_alike_none_is_said_to_be_further_behind() -> None:
    asked = questionnaire((("a",), ("b",)), (("c",), ("d",)))
    advice = advise(assessed({"ash": [(2, 3, 2, 3), (2, 3, 2, 3)]}, asked))
    assert [sentence(one.reason, asked) for one in advice.priorities] == [
        "It stands at 2.0, among the lowest on depth (2.5 overall).",
        "It stands at 3.0, among the lowest on depth (2.5 overall).",
        "It stands at 2.0, among the lowest on challenge (2.5 overall), and below the midpoint.",
    ]


def test_a_side_is_said_to_be_further_behind_only_where_that_is_sure_and_the_room_did_not_find_otherwise() -> None:
    asked = questionnaire((("a",), ("b",)), (("c",), ("d",)))

    def reason(people: Sequence[tuple[int, ...]], **more: Any) -> str:
        return sentence(advise(assess(round_(asked, {"ash": people}, **more))).priorities[0].reason, asked)

    sure = [(1, 2, 5, 5), (2, 2, 5, 5), (1, 2, 5, 4), (1, 2, 5, 5)]
    assert reason(sure).endswith("among the lowest on depth (1.6 overall), the side that is further behind.")
    room = {"a": {"level": 4}, "b": {"level": 4}, "c": {"level": 2}, "d": {"level": 2}}
    assert reason(sure, agreed=room).endswith("(1.6 overall), the side that may be further behind.")
    near = [(2, 4, 3, 3), (4, 2, 5, 2), (3, 3, 1, 5), (2, 3, 4, 4)]
    assert reason(near).endswith("(2.9 overall), the side that may be further behind.")


def test_a_difference_of_nothing_between_two_groups_is_said_as_none() -> None:
    gap = {"higher": "leaders", "lower": "teachers", "notable": 0.01}
    asked = questionnaire((("a", "c"),), (("b", "d"),), role_gap=gap)
    people = [person(3, 3, 3, 3, role=role) for role in ("head", "teacher")] * 5
    found = assessed({"ash": people, "elm": people}, asked)
    assert found.gap is not None
    assert found.gap.mean == 0
    whole = " ".join(str(block) for section in compose(found, advise(found)).sections for block in section.blocks)
    assert "leaders answer as high on average as teachers" in whole
    assert "0.0 levels" not in whole + " ".join(warning_texts(found))
