"""Item first, one school one voice; what is unknown stays unknown, with its reason."""

from __future__ import annotations

import pytest

from maturity import assess
from tests.make import person, questionnaire, round_, warned, why

A, B, C = [4, 4, 5, 4, 4, 4, 5, 4, 4, 5], [2, 3], [3, 3, 2]


def test_a_school_has_one_voice_whatever_its_size() -> None:
    axis = assess(round_(questionnaire(), {"a": A, "b": B, "c": C})).axes["x"]
    assert axis.score == pytest.approx(3.156, abs=5e-4)
    assert axis.respondent_mean == pytest.approx(3.733, abs=5e-4)


def test_items_come_first_so_that_an_item_asked_of_few_weighs_as_much() -> None:
    q = questionnaire(x=(("a", "c"),), but={"c": {"audience": ["head"]}})
    people = [person(2, 5, 3, role="head"), *[person(2, None, 3, role="teacher") for _ in range(9)]]
    result = assess(round_(q, {"one": people}))
    assert result.dimensions["x1"].score == 3.5
    assert [str(result.items["c"].n), str(result.items["c"].skipped)] == ["1", "0"]


def test_an_axis_is_the_mean_of_its_dimensions_not_of_its_items() -> None:
    q = questionnaire(x=(("a", "c", "d"), ("e",)))
    result = assess(round_(q, {"one": [(1, 1, 1, 5, 3)]}))
    assert result.axes["x"].score == 3
    assert [result.dimensions[d].score for d in ("x1", "x2")] == [1, 5]


def test_weights_of_items_and_dimensions_count() -> None:
    q = questionnaire(x=(("a", "c"), ("d",)), but={"a": {"weight": 3}, "x2": {"weight": 0.5}})
    result = assess(round_(q, {"one": [(1, 5, 5, 3)]}))
    assert result.dimensions["x1"].score == 2
    assert result.axes["x"].score == pytest.approx((2 + 0.5 * 5) / 1.5)


def test_a_weight_is_left_out_with_its_item() -> None:
    q = questionnaire(x=(("a", "c"),), but={"a": {"weight": 3}})
    assert assess(round_(q, {"one": [(None, 4, 3)]})).dimensions["x1"].score == 4


def test_a_reversed_item_counts_from_the_other_end_and_is_shown_as_asked() -> None:
    q = questionnaire(x=(("a",), ("c",)), scale=(1, 6), midpoint=3.5, but={"c": {"reversed": True}})
    result = assess(round_(q, {"one": [(6, 2, 3)]}))
    assert (result.items["c"].score, result.items["c"].scored) == (2, 5)
    assert result.axes["x"].score == 5.5


def test_a_scale_may_begin_at_zero() -> None:
    q = questionnaire(x=(("a", "c"),), scale=(0, 3), midpoint=1.5, but={"c": {"reversed": True}})
    result = assess(round_(q, {"one": [(0, 0, 3)]}))
    assert result.items["a"].score == 0
    assert result.axes["x"].score == 1.5
    assert result.items["a"].counts == (1, 0, 0, 0)


def test_a_blank_a_dont_know_and_what_was_not_asked_are_told_apart_and_none_is_a_zero() -> None:
    q = questionnaire(x=(("a", "c"),), but={"c": {"audience": ["head"]}})
    people = [person(4, "DK", 3, role="head"), person(None, 2, 3, role="head"), person("DK", None, 3, role="teacher")]
    result = assess(round_(q, {"one": people}))
    shown = {i: [str(n) for n in (r.n, r.dont_know, r.skipped)] for i, r in result.items.items()}
    assert shown == {"a": ["1", "1", "1"], "c": ["1", "1", "0"], "b": ["3", "0", "0"]}
    assert (result.items["a"].score, result.items["c"].score) == (4, 2)


def test_somebody_whose_role_is_not_known_is_asked_everything() -> None:
    q = questionnaire(but={"a": {"audience": ["head"]}})
    result = assess(round_(q, {"one": [person(None, 3), person(None, 3, role="visitor")]}))
    assert str(result.items["a"].skipped) == "2"


def test_an_item_needs_answers_from_half_of_the_schools() -> None:
    half = assess(round_(questionnaire(), {"a": [3], "b": [3], "c": [(None, 3)], "d": [(None, 3)]})).items["a"]
    fewer = assess(round_(questionnaire(), {"a": [3], "b": [(None, 3)], "c": [(None, 3)]})).items["a"]
    assert (half.score, why(half.reason)) == (3, None)
    assert (fewer.score, why(fewer.reason)) == (None, "answered in 1 of 3 schools; at least half are needed")


def test_a_silent_school_counts_among_the_schools_that_should_have_answered() -> None:
    result = assess(round_(questionnaire(), {"a": [4], "b": [], "c": []}))
    assert result.items["a"].score is None
    assert result.axes["x"].score is None


def test_a_dimension_without_a_sufficient_item_has_no_score() -> None:
    schools = {"a": [(3, 3)], "b": [(None, 3)], "c": [(None, 3)]}
    result = assess(round_(questionnaire(), schools)).dimensions["x1"]
    assert (result.score, why(result.reason)) == (None, "no question was answered in at least half of the schools")


def test_an_axis_without_enough_dimensions_is_not_placed() -> None:
    q = questionnaire(x=(("a",), ("c",)), but={"x": {"dimensions_needed": 2}})
    result = assess(round_(q, {"one": [(4, None, 4), (5, None, 4), (4, None, 4), (5, None, 4)]}))
    assert (result.axes["x"].score, result.axes["x"].interval) == (None, None)
    assert why(result.axes["x"].reason) == "1 of 2 dimensions has a score; 2 are needed"
    assert why(result.placement.reason) == "not placed: too few answers on depth"
    assert (result.placement.quadrant, result.placement.position, result.placement.shares) == (None, None, {})
    assert result.axes["y"].score == 4
    assert result.placement.axes_settled == {"x": False, "y": True}


def test_a_school_that_says_nothing_gives_bounds_and_no_guess() -> None:
    five = {f"s{n}": [3] * 16 + [4] * 9 for n in range(5)}  # each at 3.36
    axis = assess(round_(questionnaire(), {**five, "quiet": []})).axes["x"]
    assert axis.score == pytest.approx(3.36)
    assert axis.bounds is not None
    assert (axis.bounds.low, axis.bounds.high) == pytest.approx((2.967, 3.633), abs=5e-4)
    assert assess(round_(questionnaire(), five)).axes["x"].bounds is None


def test_bounds_of_a_reversed_item_are_the_right_way_round() -> None:
    q = questionnaire(but={"a": {"reversed": True}})
    bounds = assess(round_(q, {"one": [2, 2], "quiet": []})).axes["x"].bounds
    assert bounds is not None
    assert (bounds.low, bounds.high) == pytest.approx((2.5, 4.5))


def test_a_school_whose_people_all_chose_dont_know_is_silent() -> None:
    result = assess(round_(questionnaire(), {"one": [2, 2], "two": [("DK", "DK")]}))
    assert result.schools_answered == 1
    assert result.axes["x"].bounds is not None
    assert warned(result)["silent-schools"].startswith("In 1 of 2 schools nobody chose a level. ")


def test_means_of_schools_stand_in_the_clusters_own_order() -> None:
    result = assess(round_(questionnaire(), {"zoo": [5] * 5, "ant": [1] * 4, "mid": [], "elm": [(3, 4)]}))
    assert [school.id for school in result.schools] == ["zoo", "ant", "mid", "elm"]
    assert result.items["a"].by_school == (5, 1, None, 3)
    assert result.dimensions["y1"].by_school == (5, 1, None, 4)
    assert result.items["a"].school_counts is not None
    assert result.items["a"].school_counts[0] == (0, 0, 0, 0, 5)
    assert {p.id: p.point for p in result.school_points or ()}["elm"] == {"x": 3, "y": 4}


def test_nobody_at_all_gives_reasons_and_no_numbers() -> None:
    result = assess(round_(questionnaire(portrait=("p",), evidence_from=4), {"one": [], "two": []}))
    assert (result.respondents, result.schools_answered) == (0, 0)
    assert all(one.score is None and one.reason for one in result.items.values())
    assert all(one.score is None and one.reason for one in result.axes.values())
    assert why(result.placement.reason) == "not placed: too few answers on depth and challenge"
    assert (result.portrait, result.school_points, result.left_out) == (None, (), ())


def test_one_person_is_a_result_with_no_claim_to_be_sure() -> None:
    result = assess(round_(questionnaire(), {"one": [4]}))
    assert result.placement.point == {"x": 4, "y": 4}
    assert (result.placement.position, result.placement.quadrant) == ("improvement", None)
    assert result.axes["x"].interval is None
    assert why(result.placement.reason) == (
        "how sure this is cannot be said: no school has two people who answered the same questions on depth and "
        "challenge"
    )


def test_a_reversed_item_is_as_sure_as_its_mirror() -> None:
    """People who say the same of both kinds differ in one direction: their pulls add up and do not cancel."""
    said = {"one": [(1, 2), (2, 2), (5, 4)], "two": [(3, 2), (4, 5), (5, 5)], "three": [(2, 1), (4, 4), (3, 5)]}
    mirrored = {school: [(a, 6 - c) for a, c in rows] for school, rows in said.items()}
    found = []
    for people, but in ((said, {}), (mirrored, {"c": {"reversed": True}})):
        q = questionnaire(x=(("a", "c"),), but=but)
        axis = assess(round_(q, {school: [(*row, 3) for row in rows] for school, rows in people.items()})).axes["x"]
        assert axis.interval is not None
        found.append((axis.score, axis.interval.low, axis.interval.high))
    assert found[1] == pytest.approx(found[0], abs=1e-12)
