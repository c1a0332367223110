"""What must hold for any answers at all."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.model import Round
from tests.make import questionnaire, round_

ASKED = questionnaire((("a", "c"), ("e",)), (("b", "d"), ("f",)), but={"c": {"reversed": True}}, portrait=("p",))
levels = st.sampled_from([1, 2, 3, 4, 5, 3, 4, None, "DK"])
people = st.tuples(*[levels] * 6)
clusters = st.dictionaries(
    st.sampled_from(["ash", "brook", "castle", "dean", "elm", "fern"]),
    st.lists(people, min_size=1, max_size=5),
    min_size=1,
    max_size=6,
)
common = settings(max_examples=25)


def scores(assessment: Assessment) -> dict[str, float | None]:
    parts = (assessment.items, assessment.dimensions, assessment.axes)
    return {name: result.score for part in parts for name, result in part.items()}


def shuffled(given_: Round, seed: int) -> Round:
    schools, responses = list(given_.cluster.schools), list(given_.responses)
    random.Random(seed).shuffle(schools)
    random.Random(seed + 1).shuffle(responses)
    cluster = given_.cluster.model_copy(update={"schools": tuple(schools)})
    return given_.model_copy(update={"cluster": cluster, "responses": tuple(responses)})


@common
@given(clusters, st.integers(0, 99))
def test_the_order_of_people_and_schools_changes_nothing_not_even_the_last_digit(
    schools: dict[str, Any], seed: int
) -> None:
    original = round_(ASKED, schools)
    one, other = assess(original), assess(shuffled(original, seed))
    assert scores(one) == scores(other)
    assert one.placement == other.placement
    assert one.portrait == other.portrait
    assert {p.id: p for p in one.school_points or ()} == {p.id: p for p in other.school_points or ()}


@common
@given(clusters, st.sampled_from("abcdef"))
def test_a_dont_know_more_moves_no_score(schools: dict[str, Any], item: str) -> None:
    before = round_(ASKED, schools)
    first = before.responses[0]
    if item in {i for i, answer in first.answers.items() if answer is not None}:
        return
    more = first.model_copy(update={"answers": {**first.answers, item: "DK"}})
    after = before.model_copy(update={"responses": (more, *before.responses[1:])})
    assert scores(assess(before)) == scores(assess(after))
    assert assess(after).items[item].dont_know.value == (assess(before).items[item].dont_know.value or 0) + (
        first.answers.get(item) != "DK"
    )


@common
@given(clusters)
def test_scores_and_intervals_stay_on_the_scale(schools: dict[str, Any]) -> None:
    result = assess(round_(ASKED, schools))
    for value in scores(result).values():
        assert value is None or 1 <= value <= 5
    intervals = [part.interval for part in result.axes.values()]
    intervals += [part.interval for part in result.dimensions.values()]
    for interval in filter(None, intervals):
        assert 1 <= interval.low <= interval.high <= 5
    assert not result.placement.shares or sum(result.placement.shares.values()) == pytest.approx(1)


@common
@given(clusters)
def test_other_names_for_schools_change_names_only(schools: dict[str, Any]) -> None:
    renamed = {f"x{name}": answers for name, answers in schools.items()}
    one, other = assess(round_(ASKED, schools)), assess(round_(ASKED, renamed))
    assert scores(one) == scores(other)
    assert one.placement == other.placement
    assert [(p.point, p.respondents) for p in one.school_points or ()] == [
        (p.point, p.respondents) for p in other.school_points or ()
    ]


@common
@given(clusters)
def test_a_number_is_missing_exactly_when_there_is_a_reason(schools: dict[str, Any]) -> None:
    result = assess(round_(ASKED, schools))
    pairs = [(part.score, part.reason) for part in result.items.values()]
    pairs += [(part.score, part.reason) for part in result.dimensions.values()]
    pairs += [(part.score, part.reason) for part in result.axes.values()]
    assert all((score is None) == (reason is not None) for score, reason in pairs)
    assert (result.placement.quadrant is None) == (result.placement.reason is not None)


@common
@given(clusters)
def test_turning_an_item_and_its_answers_changes_no_dimension(schools: dict[str, Any]) -> None:
    plain = questionnaire((("a", "c"), ("e",)), (("b", "d"), ("f",)), portrait=("p",))
    turned = {
        name: [tuple(6 - v if n == 1 and isinstance(v, int) else v for n, v in enumerate(row)) for row in rows]
        for name, rows in schools.items()
    }
    one, other = assess(round_(ASKED, schools)), assess(round_(plain, turned))
    for name, dimension in one.dimensions.items():
        twin = other.dimensions[name].score
        assert dimension.score == (None if twin is None else pytest.approx(twin))
