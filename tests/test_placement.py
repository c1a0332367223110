"""Where the cluster stands, and how sure that is: worked numbers, and what may not be said."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import scipy

from maturity import assess, load_round
from maturity.core import uncertainty, verdict
from maturity.core.assess import assess_many
from maturity.core.assessment import Assessment, Interval
from maturity.core.placement import hotelling_limit, places
from maturity.core.said import Label
from maturity.core.scoring import score
from maturity.core.structure import Structure
from maturity.core.table import tabulate
from maturity.model import Round
from maturity.readers.library import examples_folder
from maturity.renderers import document
from maturity.report.wording import headline, how_sure, sentence
from tests.make import person, questionnaire, round_, warned, why
from tests.resampling import draw_people

DEPTH = (3.4, 3.6, 2.9, 3.8, 3.1, 3.5)
CHALLENGE = (2.6, 3.2, 2.4, 3.3, 2.9, 3.1)


def ten(mean: float) -> list[int]:
    """Ten levels with a mean of one decimal."""
    return [int(mean)] * (10 - round(mean * 10) % 10) + [int(mean) + 1] * (round(mean * 10) % 10)


@pytest.fixture(scope="module")
def worked() -> Assessment:
    schools = {
        f"s{n}": list(zip(ten(depth), ten(challenge), strict=True))
        for n, (depth, challenge) in enumerate(zip(DEPTH, CHALLENGE, strict=True))
    }
    return assess(round_(questionnaire(), schools), schools="sampled")


def ends(result: Assessment, axis: str = "x") -> tuple[float, float]:
    interval = result.axes[axis].interval
    assert interval is not None
    return interval.low, interval.high


def test_the_worked_example_has_its_point_and_intervals(worked: Assessment) -> None:
    assert worked.placement.point == pytest.approx({"x": 3.383, "y": 2.917}, abs=5e-4)
    assert ends(worked, "x") == pytest.approx((3.036, 3.731), abs=5e-4)
    assert ends(worked, "y") == pytest.approx((2.545, 3.289), abs=5e-4)


def test_the_worked_example_is_said_honestly(worked: Assessment) -> None:
    assert worked.placement.quadrant is None
    assert worked.placement.axes_settled == {"x": True, "y": False}
    assert why(worked.placement.reason) == "not sure on challenge"
    assert headline(worked) == "Relationships or improvement: challenge is too close to call."


def test_the_worked_example_has_the_shares_of_a_bivariate_t(worked: Assessment) -> None:
    covariance = np.cov(DEPTH, CHALLENGE) / 6
    apart = scipy.stats.multivariate_t([np.mean(DEPTH), np.mean(CHALLENGE)], covariance, df=5, seed=1)
    low_low = apart.cdf([3, 3])
    low_any = scipy.stats.t.cdf((3 - np.mean(DEPTH)) / math.sqrt(covariance[0, 0]), 5)
    any_low = scipy.stats.t.cdf((3 - np.mean(CHALLENGE)) / math.sqrt(covariance[1, 1]), 5)
    expected = {
        "projects": low_low,
        "relationships": any_low - low_low,
        "delivery": low_any - low_low,
        "improvement": 1 - low_any - any_low + low_low,
    }
    assert worked.placement.shares == pytest.approx(expected, abs=2e-4)
    assert worked.placement.above == pytest.approx({"x": 1 - low_any, "y": 1 - any_low}, abs=1e-5)
    assert sum(worked.placement.shares.values()) == pytest.approx(1)


def test_the_region_of_sampled_schools_is_hotellings(worked: Assessment) -> None:
    region = worked.placement.region
    assert region is not None
    assert region.centre == pytest.approx((3.383, 2.917), abs=5e-4)
    expected = np.cov(DEPTH, CHALLENGE) * 17.36 / 6
    assert np.array(region.shape) == pytest.approx(expected, rel=1e-3)
    assert worked.placement.alike == pytest.approx(0.838, abs=5e-4)


@pytest.mark.parametrize(
    ("schools", "printed", "places"),
    [(3, 798, 0), (4, 57.0, 1), (5, 25.5, 1), (6, 17.4, 1), (8, 12.0, 1), (10, 10.0, 1)],
)
def test_the_critical_values_of_t_squared(schools: int, printed: float, places: int) -> None:
    assert round(hotelling_limit(schools - 1), places) == printed


@pytest.mark.parametrize("freedom", [1, 2, 5, 40])
@pytest.mark.parametrize("alike", [0.0, 0.7, -0.95])
@pytest.mark.parametrize("point", [(3.0, 3.0), (3.4, 2.7), (2.0, 3.1)])
def test_shares_are_those_that_direct_integration_gives(point: tuple[float, float], alike: float, freedom: int) -> None:
    covariance = np.array([[0.09, alike * 0.06], [alike * 0.06, 0.04]])
    found = uncertainty.shares(np.array([point]), covariance[None], np.array([freedom]), np.array([3.0, 3.0]))[0]
    low = scipy.stats.t.cdf((3 - point[0]) / 0.3, freedom)
    assert found.sum() == pytest.approx(1)
    assert found[0].sum() == pytest.approx(low, abs=1e-6)
    # The first axis by its own t, then the second given the first, with one more degree of freedom.
    end = np.arctan((3 - point[0]) / 0.3)
    angle = -np.pi / 2 + (np.arange(200_000) + 0.5) / 200_000 * (end + np.pi / 2)
    grid = np.tan(angle)
    width = (end + np.pi / 2) / 200_000 * (1 + grid**2)
    spread = np.sqrt((1 - alike**2) * (freedom + grid**2) / (freedom + 1)) * 0.2
    second = scipy.stats.t.cdf((3 - point[1] - alike * 0.2 * grid) / spread, freedom + 1)
    both = float((scipy.stats.t.pdf(grid, freedom) * second * width).sum())
    assert found[0, 0] == pytest.approx(both, abs=2e-6)


def test_the_interval_of_one_school_is_students() -> None:
    levels = (2, 3, 3, 5, 4, 4, 2, 3)
    half = scipy.stats.t.ppf(0.975, 7) * np.std(levels, ddof=1) / np.sqrt(8)
    assert ends(assess(round_(questionnaire(), {"one": levels}))) == pytest.approx((3.25 - half, 3.25 + half))


def test_variance_is_pooled_over_schools_with_people_less_schools_degrees_of_freedom() -> None:
    schools = {"a": [1, 3, 2, 4], "b": [4, 5], "c": [3, 3, 5]}
    squares = sum(float(((np.array(levels) - np.mean(levels)) ** 2).sum()) for levels in schools.values())
    half = scipy.stats.t.ppf(0.975, 6) * math.sqrt(squares / 6 * (1 / 4 + 1 / 2 + 1 / 3) / 9)
    middle = float(np.mean([np.mean(levels) for levels in schools.values()]))
    assert ends(assess(round_(questionnaire(), schools))) == pytest.approx((middle - half, middle + half))


def test_a_school_with_one_person_lends_its_mean_and_borrows_the_variance_of_the_others() -> None:
    result = assess(round_(questionnaire(), {"a": [2, 4, 3], "alone": [4]}))
    half = scipy.stats.t.ppf(0.975, 2) * math.sqrt(1 * (1 / 3 + 1) / 4)
    assert ends(result) == pytest.approx((3.5 - half, 5))
    assert 3.5 + half > 5
    assert warned(result)["single-respondent"].startswith("In one of 2 schools only one person answered")


def test_without_a_school_of_two_there_is_no_interval_and_it_is_said() -> None:
    result = assess(round_(questionnaire(), {"a": [4], "b": [5]}))
    assert (result.axes["x"].interval, result.placement.shares, result.placement.quadrant) == (None, {}, None)
    assert headline(result) == (
        "The point lies in improvement. How sure that is cannot be said: in no school did two people answer the same "
        "questions."
    )
    assert warned(result)["single-respondent"] == (
        "In no school did two people answer: how far a school's people would differ is not known."
    )


def test_two_people_who_share_no_question_say_nothing_about_how_far_people_differ() -> None:
    placement = assess(round_(questionnaire(), {"one": [(5, None), (None, 5)]})).placement
    assert placement.shares == {}
    assert why(placement.reason) == (
        "how sure this is cannot be said: no school has two people who answered the same questions on depth and "
        "challenge"
    )


def test_one_axis_may_be_settled_where_nothing_can_be_said_of_the_other() -> None:
    result = assess(round_(questionnaire(), {"one": [(5, 5), (5, None), (5, None), (4, None)]}))
    assert result.placement.axes_settled == {"x": True, "y": False}
    assert set(result.placement.above) == {"x"}
    assert result.placement.shares == {}


def test_people_who_all_agree_are_as_unsure_as_whole_levels_allow() -> None:
    half = scipy.stats.t.ppf(0.975, 8) * math.sqrt(1 / 12 / 9)
    assert ends(assess(round_(questionnaire(), {"one": [4] * 9}))) == pytest.approx((4 - half, 4 + half))


def test_an_interval_stays_on_the_scale() -> None:
    assert ends(assess(round_(questionnaire(), {"one": [5, 5, 4, 1]})))[1] == 5


def test_the_correlation_of_the_axes_is_that_of_the_people_within_their_schools() -> None:
    schools = {"a": [(1, 2), (2, 2), (4, 5)], "b": [(5, 1), (3, 2), (4, 1), (4, 2)]}
    centred = np.concatenate([np.array(people) - np.mean(people, axis=0) for people in schools.values()])
    expected = np.corrcoef(centred.T)[0, 1]
    assert assess(round_(questionnaire(), schools)).placement.alike == pytest.approx(expected)


def test_the_variance_agrees_with_drawing_people_anew() -> None:
    chance = np.random.default_rng(7)
    asked = questionnaire((("a", "c"), ("d",)), (("b",), ("e", "f")))
    schools = {s: [tuple(map(int, chance.integers(1, 6, 6))) for _ in range(7)] for s in "pqrs"}
    given = round_(asked, schools)
    table, structure = tabulate(given), Structure.of(asked)
    draws = draw_people(table, structure, score(table, structure).item[0], np.random.default_rng(1), 40_000)
    result = assess(given)
    for column, axis in enumerate(("x", "y")):
        found = result.axes[axis].arithmetic
        assert found is not None
        assert found.variance == pytest.approx(float(draws[:, column].var()), rel=0.05)
    assert result.placement.alike == pytest.approx(np.corrcoef(draws[:, 0], draws[:, 1]).item(1), abs=0.05)


def test_an_axis_is_settled_exactly_when_its_interval_leaves_out_the_midpoint() -> None:
    # Nine at 3 and some at 4: the fewer, the nearer the interval comes to 3.
    for above in range(1, 12):
        result = assess(round_(questionnaire(), {"one": [(3, 4)] * 9 + [(4, 4)] * above}))
        low, high = ends(result)
        assert result.placement.axes_settled["x"] == (low > 3 or high < 3)
        assert result.placement.settled == result.placement.axes_settled["x"]
    assert result.placement.settled


@pytest.mark.parametrize("score", [2.0, 4.0])
def test_an_interval_that_ends_on_the_midpoint_does_not_leave_it_out(score: float) -> None:
    asked = questionnaire()
    half, free, one = np.ones((1, 2)), np.full((1, 2), 9), np.array([[score, score]])
    sure = uncertainty.Sure(
        assess_many(tabulate(round_(asked, {"p": [3]})), asked).sure.parts, half**2, free, half, np.eye(2)[None]
    )
    nowhere = np.full((1, 2), np.nan)
    found = places(asked, one, (one - half, one + half), sure, (nowhere, nowhere), np.array([3]), "fixed")
    assert found.clear.tolist() == [[False, False]]
    assert found.quadrant.tolist() == [-1]
    less = half - 1e-6
    closer = (one - less, one + less)
    narrower = places(asked, one, closer, replace(sure, half=less), (nowhere,) * 2, np.array([3]), "fixed")
    assert narrower.clear.tolist() == [[True, True]]


def test_a_clear_case_is_named() -> None:
    result = assess(round_(questionnaire(), {"one": [4, 5, 4], "two": [5, 4, 5], "three": [4, 4, 4]}))
    placement = result.placement
    assert (placement.quadrant, placement.settled, placement.reason) == ("improvement", True, None)
    assert placement.shares["improvement"] > 0.99
    assert headline(result) == "Improvement: depth and challenge clearly above the midpoint."
    assert how_sure(result) == "Sure: this would almost certainly hold if others had answered"


@pytest.mark.parametrize(
    ("levels", "quadrant"),
    [((2, 2), "projects"), ((4, 2), "relationships"), ((2, 4), "delivery"), ((4, 4), "improvement")],
)
def test_every_quadrant_lies_where_the_questionnaire_says(levels: tuple[int, int], quadrant: str) -> None:
    placement = assess(round_(questionnaire(), {"one": [levels] * 5})).placement
    assert placement.quadrant == placement.position == max(placement.shares, key=placement.shares.__getitem__)
    assert placement.quadrant == quadrant


def test_a_share_that_the_questionnaire_asks_for_changes_nothing() -> None:
    people = {"one": [(3, 4), (4, 4), (4, 4), (3, 5), (2, 4)]}
    placements = [assess(round_(questionnaire(settled_share=share), people)).placement for share in (0.51, 0.9, 1)]
    assert placements[0] == placements[1] == placements[2]
    assert not placements[0].settled


def test_exactly_on_the_midpoint_is_on_the_line() -> None:
    result = assess(round_(questionnaire(), {"one": [(2, 4), (4, 4), (3, 4)], "two": [(3, 4), (3, 4), (3, 4)]}))
    placement = result.placement
    assert (placement.on_line, placement.position, placement.quadrant) == (("x",), None, None)
    assert why(placement.reason) == "exactly on the midpoint of depth"
    assert placement.axes_settled == {"x": False, "y": True}
    assert placement.shares["delivery"] == pytest.approx(0.5, abs=0.01)
    assert placement.above["x"] == pytest.approx(0.5, abs=1e-6)
    assert headline(result) == ("Delivery or improvement: depth lies exactly on the midpoint.")


def test_a_hair_beside_the_midpoint_is_not_on_the_line() -> None:
    result = assess(round_(questionnaire(), {"one": [(3, 4)] * 999 + [(4, 4)]}))
    assert result.placement.on_line == ()
    assert result.placement.position == "improvement"


def test_a_silent_school_that_could_turn_an_axis_unsettles_it() -> None:
    # 3.36 in five schools: with a sixth between 2.967 and 3.633, so that the axis could lie on either side.
    schools = {f"s{n}": [(3, 5)] * 16 + [(4, 5)] * 9 for n in range(5)}
    five, six = (assess(round_(questionnaire(), some)) for some in (schools, {**schools, "quiet": []}))
    assert five.placement.quadrant == "improvement"
    assert six.placement.quadrant is None
    assert six.placement.axes_settled == {"x": False, "y": True}
    assert six.placement.silent_could_turn == ("x",)
    assert ends(five) == ends(six)
    assert why(six.placement.reason) == "schools that have not answered could change the side on depth"
    assert headline(six) == (
        "Probably improvement, by those who answered; schools that have not answered could change depth."
    )
    assert how_sure(six) == "Not sure: probably improvement, by those who answered"


def test_a_silent_school_that_could_bring_an_axis_just_to_its_midpoint_unsettles_it() -> None:
    schools: dict[str, Any] = {f"s{n}": [(3, 5), (4, 5)] * 5 for n in range(4)}
    result = assess(round_(questionnaire(), {**schools, "quiet": []}))
    assert ends(result)[0] > 3
    assert result.axes["x"].bounds is not None
    assert result.axes["x"].bounds.low == 3
    assert result.placement.silent_could_turn == ("x",)


def test_a_silent_school_that_could_turn_nothing_leaves_it_settled() -> None:
    schools: dict[str, Any] = {f"s{n}": [(5, 5), (5, 4), (4, 5)] for n in range(5)}
    result = assess(round_(questionnaire(), {**schools, "quiet": []}))
    assert result.axes["x"].bounds is not None
    assert result.axes["x"].bounds.low > 3
    assert result.placement.quadrant == "improvement"


def test_silent_schools_do_not_unsettle_where_the_others_stand_for_them() -> None:
    schools: dict[str, Any] = {f"s{n}": [(3, 4), (4, 5)] for n in range(5)}
    result = assess(round_(questionnaire(), {**schools, "quiet": []}), schools="sampled")
    assert result.placement.quadrant == "improvement"
    assert result.axes["x"].bounds is None
    assert warned(result)["silent-schools"] == "1 of 6 schools did not answer (Quiet)."


def schools_of(n: int, people: int = 4) -> Round:
    rng = np.random.default_rng(3)
    answers = rng.integers(1, 6, (n, people, 2)).tolist()
    return round_(questionnaire(), {f"s{s}": [tuple(p) for p in school] for s, school in enumerate(answers)})


def test_a_region_for_schools_that_stand_for_others_is_drawn_from_five() -> None:
    four, five = (assess(schools_of(n), schools="sampled").placement for n in (4, 5))
    assert four.region is None
    assert why(four.region_reason) == "no region is drawn below 5 schools"
    assert five.region is not None
    assert five.region_reason is None


def test_where_only_people_vary_the_region_reaches_as_far_as_the_intervals() -> None:
    result = assess(schools_of(3))
    region = result.placement.region
    assert region is not None
    for place, axis in enumerate(("x", "y")):
        low, high = ends(result, axis)
        assert region.centre[place] == result.axes[axis].score
        assert math.sqrt(region.shape[place][place]) == pytest.approx((high - low) / 2)


def test_a_region_as_wide_as_the_scale_is_not_drawn() -> None:
    placement = assess(round_(questionnaire(), {"a": [(1, 5), (5, 4), (2, 1)]})).placement
    assert placement.region is None
    assert why(placement.region_reason) == "too few people answered for a region"


def test_two_degrees_of_freedom_are_enough_for_a_region() -> None:
    placement = assess(round_(questionnaire(), {"p": [(3, 3), (4, 3)], "q": [(3, 3), (3, 4)]})).placement
    assert placement.region is not None
    # Pooled variance 1/4, two schools of two: a standard error of 1/4, and 4.3027 is t at 97.5 % for two.
    assert math.sqrt(placement.region.shape[0][0]) == pytest.approx(4.3027 / 4, abs=1e-4)


def test_a_region_that_is_a_little_wider_than_the_scale_is_not_drawn() -> None:
    # Pooled variance 1, two schools of two: 4.3027 times a standard error of 1/2 to each side, on levels 1 to 5.
    placement = assess(round_(questionnaire(), {"p": [(3, 3), (5, 3)], "q": [(3, 3), (3, 5)]})).placement
    assert placement.region is None
    assert why(placement.region_reason) == "too few people answered for a region"


def test_a_region_needs_both_intervals_to_be_narrower_than_the_scale() -> None:
    # As above; one axis has a variance of 1/2 or 2 and so half an interval of 1.52 or 3.04, the other one of 1.08.
    narrow = assess(round_(questionnaire(), {"p": [(3, 3), (4, 3)], "q": [(3, 3), (4, 4)]})).placement.region
    assert narrow is not None
    assert math.sqrt(narrow.shape[0][0]) == pytest.approx(4.3027 * math.sqrt(0.5) / 2, abs=1e-4)
    assert assess(round_(questionnaire(), {"p": [(3, 3), (5, 3)], "q": [(3, 3), (5, 4)]})).placement.region is None


def unanswered(known: Round, items: Collection[str], schools: int) -> Assessment:
    """A round of schools that stand for others, of which the first few passed over some questions."""
    first = [school.id for school in known.cluster.schools[:schools]]
    people = [
        one.model_copy(update={"answers": {item: said for item, said in one.answers.items() if item not in items}})
        if one.school in first
        else one
        for one in known.responses
    ]
    return assess(known.model_copy(update={"responses": tuple(people)}), schools="sampled")


@pytest.mark.parametrize("fewer", [0, 1])
def test_the_region_of_sampled_schools_counts_those_of_the_axis_that_fewer_answered(fewer: int) -> None:
    known, other = schools_of(6), 1 - fewer
    result = unanswered(known, [known.questionnaire.items[fewer].id], 1)
    low, high = ends(result, known.questionnaire.axes[other].id)
    region = result.placement.region
    assert region is not None
    # Five schools: Hotelling's limit 2 x 4 / 3 x F(0.95; 2, 3) with F = 9.5521; the other axis has six, t = 2.5706.
    ratio = math.sqrt(region.shape[other][other]) / ((high - low) / 2)
    assert ratio == pytest.approx(math.sqrt(8 / 3 * 9.5521) / 2.5706, rel=1e-3)


def test_a_region_of_sampled_schools_needs_five_on_each_axis() -> None:
    known = schools_of(5)
    assert unanswered(known, [known.questionnaire.items[0].id], 1).placement.region is None


@pytest.mark.parametrize("dimension", ["dep.voice", "cha.learning"])
def test_the_region_of_sampled_schools_counts_the_schools_of_the_axes_and_not_of_any_dimension(dimension: str) -> None:
    known = load_round(examples_folder() / "riverside.yaml")
    result = unanswered(known, [item.id for item in known.questionnaire.items_of(dimension)], 2)
    region, interval = result.placement.region, result.axes["challenge"].interval
    assert region is not None
    assert interval is not None
    half = (interval.high - interval.low) / 2
    # Six schools: Hotelling's limit 2 x 5 / 4 x F(0.95; 2, 4) with F = 6.9443, and 2.5706 is t at 97.5 % for five.
    assert math.sqrt(region.shape[1][1]) / half == pytest.approx(math.sqrt(2.5 * 6.9443) / 2.5706, rel=1e-4)


def test_a_region_that_would_be_a_line_is_not_drawn() -> None:
    placement = assess(round_(questionnaire(), {f"s{n}": [2, 3, 5] for n in range(5)})).placement
    assert placement.region is None
    assert why(placement.region_reason) == "the answers do not vary in both directions"


def test_schools_that_stand_for_others_are_less_sure_than_schools_that_are_all_there_is() -> None:
    given = round_(questionnaire(), {f"s{n}": [level] * 5 for n, level in enumerate((1, 3, 3, 4, 5))})
    rounding = scipy.stats.t.ppf(0.975, 20) * math.sqrt(1 / 12 / 25)
    assert ends(assess(given)) == pytest.approx((3.2 - rounding, 3.2 + rounding))
    half = scipy.stats.t.ppf(0.975, 4) * np.std((1, 3, 3, 4, 5), ddof=1) / np.sqrt(5)
    assert 3.2 + half > 5
    assert ends(assess(given, schools="sampled")) == pytest.approx((3.2 - half, 5))


def test_one_school_cannot_stand_for_others() -> None:
    result = assess(round_(questionnaire(), {"one": [4, 4, 5]}), schools="sampled")
    assert result.placement.shares == {}
    assert headline(result) == (
        "The point lies in improvement. How sure that is cannot be said: only one school answered."
    )


def test_each_school_is_left_out_in_turn() -> None:
    result = assess(round_(questionnaire(), {"a": [(5, 5)], "b": [(1, 4)], "c": [(4, 3)]}))
    left = {one.school: (one.point, one.position) for one in result.left_out or ()}
    assert left == {
        "a": ({"x": 2.5, "y": 3.5}, "delivery"),
        "b": ({"x": 4.5, "y": 4.0}, "improvement"),
        "c": ({"x": 3.0, "y": 4.5}, None),
    }


def test_without_a_school_an_item_needs_half_of_those_that_remain() -> None:
    # Three of five answered Depth. Without one of them two of four did, which is half; without a silent one, three.
    schools = {"a": [(5, 4)], "b": [(5, 4)], "c": [(2, 4)], "d": [(None, 4)], "e": [(None, 4)]}
    left = {one.school: one.point["x"] for one in assess(round_(questionnaire(), schools)).left_out or ()}
    assert left == {"a": 3.5, "b": 3.5, "c": 5, "d": 4, "e": 4}
    # Two of four answered it. Without one of them it is one of three, which is not.
    fewer = {"a": [(5, 4)], "b": [(2, 4)], "d": [(None, 4)], "e": [(None, 4)]}
    left = {one.school: one.point["x"] for one in assess(round_(questionnaire(), fewer)).left_out or ()}
    assert left == {"a": None, "b": None, "d": 3.5, "e": 3.5}


def test_with_one_school_there_is_nothing_to_leave_out() -> None:
    assert assess(round_(questionnaire(), {"a": [5, 4], "quiet": []})).left_out == ()


def test_a_school_that_decides_is_named_where_the_quadrant_is() -> None:
    schools = {"a": [(5, 5)] * 4, "b": [(3, 5)] * 4, "c": [(3, 5)] * 4}
    result = assess(round_(questionnaire(), schools))
    assert result.placement.quadrant == "improvement"
    assert warned(result)["one-school-decides"] == "Without A the cluster would not stand in this quadrant."
    unsure = assess(round_(questionnaire(), {"a": [(5, 5)], "b": [(3, 5)], "c": [(3, 5)]}))
    assert unsure.placement.quadrant is None
    assert "one-school-decides" not in warned(unsure)


def test_the_headline_keeps_the_words_of_the_questionnaire() -> None:
    q = questionnaire(but={"x": {"label": "PISA depth"}})
    assert headline(assess(round_(q, {"a": [(None, 4)]}))) == "Not placed: too few answers on PISA depth."


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        ((0.3, 1), (-0.3, 1), "Relationships: depth clearly above the midpoint, challenge below."),
        ((-0.3, 1), (-0.3, 1), "Projects: depth and challenge clearly below the midpoint."),
        ((0.3, 1), (-0.1, 0), "Probably relationships: depth is clear, challenge is not."),
        ((0.12, 0), (0.3, 1), "Probably improvement: challenge is clear, depth is not."),
        (
            (-0.16, 0),
            (0.16, 0),
            "Probably delivery: neither depth nor challenge is clear.",
        ),
        (
            (0.3, 1),
            (0.05, 0),
            "Relationships or improvement: challenge is too close to call.",
        ),
        ((0.09, 0), (0.09, 0), "Near the middle: depth and challenge are each probably above it."),
        (
            (0.1, 0),
            (0.02, 0),
            "Probably relationships or improvement: depth is probably above the midpoint, challenge too close to call.",
        ),
        (
            (0.02, 0),
            (-0.1, 0),
            "Probably projects or relationships: challenge is probably below the midpoint, depth too close to call.",
        ),
        ((0.02, 0), (-0.02, 0), "In the middle: depth and challenge are both too close to call."),
        ((0, 0), (0, 0), "On the line: depth and challenge both lie exactly on the midpoint."),
        (
            (0, 0),
            (0.05, 0),
            "On the line: depth lies exactly on the midpoint, challenge is too close to call.",
        ),
    ],
)
def test_the_headline_says_as_much_as_the_intervals_allow(
    x: tuple[float, int], y: tuple[float, int], said: str
) -> None:
    # A standard error of 0.1 with many degrees of freedom: settled from 0.2 on.
    q = questionnaire()
    given = assess(round_(q, {"a": [(4, 4), (4, 4)]}))
    covariance = np.array([[[0.01, 0], [0, 0.01]]])
    point = np.array([[3 + x[0], 3 + y[0]]])
    shares = uncertainty.shares(point, covariance, np.array([200]), np.array([3.0, 3.0]))[0]
    names = {"projects": (0, 0), "relationships": (1, 0), "delivery": (0, 1), "improvement": (1, 1)}
    above = {"x": float(shares[1].sum()), "y": float(shares[:, 1].sum())}
    values = dict(zip("xy", point[0].tolist(), strict=True))
    axes = {
        i: replace(given.axes[i], score=values[i], interval=Interval(values[i] - 0.2, values[i] + 0.2)) for i in "xy"
    }
    where = None if 0 in (x[0], y[0]) else next(i for i, at in names.items() if at == (x[0] > 0, y[0] > 0))
    placement = replace(
        given.placement,
        point=dict(values),
        position=where,
        quadrant=where if x[1] and y[1] else None,
        settled=bool(x[1] and y[1]),
        shares={i: float(shares[at]) for i, at in names.items()},
        axes_settled={"x": bool(x[1]), "y": bool(y[1])},
        on_line=tuple(i for i in "xy" if values[i] == 3),
        above=above,
    )
    placed = replace(given, axes=axes).placed(placement)
    assert headline(placed) == said
    # What is said of the whole begins alike wherever it is said.
    pair = re.match(r"Probably (\w+ or \w+):", said)
    sure, others = sentence(verdict.sureness(placed), q), verdict.others(placed)
    assert (sure == f"Not sure: probably {pair[1]}") if pair else ("probably" not in sure or " or " not in sure)
    if pair and others:
        assert f"it would probably be {pair[1]}." in sentence(others, q)


def test_the_headline_of_people_who_differ_widely_names_no_quadrant() -> None:
    people = [person(*levels) for levels in ((1, 5), (5, 1), (3, 3), (2, 3), (5, 4), (1, 2))]
    said = headline(assess(round_(questionnaire(), {"one": people})))
    assert said == "On the line: challenge lies exactly on the midpoint, depth is too close to call."


def test_the_json_holds_what_an_interval_rests_on() -> None:
    chance = np.random.default_rng(11)
    people = {school: [tuple(chance.integers(1, 6, 2).tolist()) for _ in range(4)] for school in "abc"}
    axis = document.document(assess(round_(questionnaire(), people)))["axes"]["x"]
    assert axis["degrees_of_freedom"] == 9
    half = scipy.stats.t.ppf(0.975, 9) * axis["standard_error"]
    assert axis["interval"] == pytest.approx([max(axis["score"] - half, 1), min(axis["score"] + half, 5)])
    nothing = document.document(assess(round_(questionnaire(), {"a": [(3, 4)]})))["axes"]["x"]
    assert (nothing["degrees_of_freedom"], nothing["standard_error"]) == (None, None)


def test_every_sentence_names_each_quadrant_that_the_headline_leaves_open() -> None:
    chance, both_open = np.random.default_rng(3), 0
    for _ in range(120):
        alike = chance.normal(0, 0.9, 24)
        levels = [
            tuple(int(np.clip(round(3 + shift + one), 1, 5)) for one in (alike[n], alike[n] + chance.normal(0, 0.6)))
            for shift in [chance.normal(0, 0.1)]
            for n in range(24)
        ]
        found = assess(round_(questionnaire(), {f"s{n}": levels[n::4] for n in range(4)}))
        sure, others = verdict.sureness(found), verdict.others(found)
        if verdict.headline_said(found).code == "headline-middle":
            both_open += min(found.placement.shares.values()) < 0.1
            assert set(sure.values["quadrants"].all) == {Label("quadrant", one) for one in found.placement.shares}  # type: ignore[union-attr]
        if sure.code == "sure-between":
            assert others is not None
            assert others.values["quadrants"] == sure.values["quadrants"]
    assert both_open
