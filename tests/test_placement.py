"""Where the cluster stands, and how sure that is: worked numbers, and what may not be said."""

from __future__ import annotations

import numpy as np
import pytest

from maturity import assess
from maturity.core.advise import headline
from maturity.core.assessment import Assessment
from maturity.core.placement import high_shares, hotelling_limit, place
from maturity.core.resample import draw_people
from maturity.core.scoring import Structure, school_items
from maturity.core.table import tabulate
from maturity.model import Round
from tests.make import person, questionnaire, round_

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


def test_the_worked_example_has_its_point_and_intervals(worked: Assessment) -> None:
    assert worked.placement.point == pytest.approx({"x": 3.383, "y": 2.917}, abs=5e-4)
    for axis, printed in (("x", (3.036, 3.731)), ("y", (2.545, 3.289))):
        interval = worked.axes[axis].interval
        assert interval is not None
        assert (interval.low, interval.high) == pytest.approx(printed, abs=5e-4)


def test_the_worked_example_has_its_shares(worked: Assessment) -> None:
    shares = worked.placement.shares
    assert shares["relationships"] == pytest.approx(0.71, abs=0.03)
    assert shares["improvement"] == pytest.approx(0.29, abs=0.03)
    assert shares["projects"] == pytest.approx(0.001, abs=0.003)
    assert sum(shares.values()) == pytest.approx(1)


def test_the_worked_example_is_said_honestly(worked: Assessment) -> None:
    assert worked.placement.quadrant is None
    assert worked.placement.axes_settled == {"x": True, "y": False}
    assert worked.placement.reason == "not settled on Challenge"
    assert headline(worked) == "On the line between relationships and improvement: depth is settled, challenge is not."


def test_the_region_of_sampled_schools_is_hotellings(worked: Assessment) -> None:
    region = worked.placement.region
    assert region is not None
    assert region.centre == pytest.approx((3.383, 2.917), abs=5e-4)
    expected = np.cov(DEPTH, CHALLENGE) * 17.36 / 6
    assert np.array(region.shape) == pytest.approx(expected, rel=1e-3)
    (xx, xy), (_, yy) = region.shape
    assert xy / np.sqrt(xx * yy) == pytest.approx(0.838, abs=5e-4)


@pytest.mark.parametrize(
    ("schools", "printed", "places"),
    [(3, 798, 0), (4, 57.0, 1), (5, 25.5, 1), (6, 17.4, 1), (8, 12.0, 1), (10, 10.0, 1)],
)
def test_the_critical_values_of_t_squared(schools: int, printed: float, places: int) -> None:
    assert round(hotelling_limit(schools - 1), places) == printed


def drawn_variance(levels: tuple[int, ...]) -> float:
    table = tabulate(round_(questionnaire(), {"one": levels}))
    structure = Structure.of(questionnaire())
    draws = draw_people(table, structure, school_items(table).mean[0], np.random.default_rng(0), 100_000)
    return float(np.var(draws.axis[:, 0]))


def test_resampling_does_not_shrink_the_variance() -> None:
    # Rao and Wu's n - 1 of n gives s^2 / n = 0.3958 (drawn: 0.3952); n of n would give 0.2973.
    assert drawn_variance((2, 3, 3, 5)) == pytest.approx(0.3958, abs=0.01)


def test_a_single_person_does_not_vary() -> None:
    assert drawn_variance((4,)) == 0


def test_a_person_keeps_both_axes_together() -> None:
    table = tabulate(round_(questionnaire(), {"one": [(1, 5), (5, 1), (2, 4), (3, 3)]}))
    structure = Structure.of(questionnaire())
    draws = draw_people(table, structure, school_items(table).mean[0], np.random.default_rng(0), 500)
    assert draws.axis.sum(axis=1) == pytest.approx(np.full(500, 6.0))


def test_people_are_drawn_within_their_own_school() -> None:
    result = assess(round_(questionnaire(), {"low": [1, 1, 1], "high": [5, 5, 5]}))
    interval = result.axes["x"].interval
    assert interval is not None
    assert (interval.low, interval.high) == (3, 3)


def test_the_interval_of_one_school_is_students() -> None:
    levels = (2, 3, 3, 5, 4, 4, 2, 3)
    interval = assess(round_(questionnaire(), {"one": levels})).axes["x"].interval
    half = 2.3646 * np.std(levels, ddof=1) / np.sqrt(8)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((3.25 - half, 3.25 + half), abs=0.04)


def test_an_interval_stays_on_the_scale() -> None:
    interval = assess(round_(questionnaire(), {"one": [5, 5, 4, 1]})).axes["x"].interval
    assert interval is not None
    assert interval.low == pytest.approx(1, abs=0.6)
    assert interval.high == 5


def test_a_clear_case_is_named() -> None:
    result = assess(round_(questionnaire(), {"one": [4, 5, 4], "two": [5, 4, 5], "three": [4, 4, 4]}))
    placement = result.placement
    assert (placement.quadrant, placement.settled, placement.reason) == ("improvement", True, None)
    assert placement.shares == {"projects": 0, "relationships": 0, "delivery": 0, "improvement": 1}
    assert headline(result) == "Improvement: depth and challenge are both above the midpoint, in 100% of resamples."


@pytest.mark.parametrize(
    ("levels", "quadrant"),
    [((2, 2), "projects"), ((4, 2), "relationships"), ((2, 4), "delivery"), ((4, 4), "improvement")],
)
def test_every_quadrant_lies_where_the_questionnaire_says(levels: tuple[int, int], quadrant: str) -> None:
    assert assess(round_(questionnaire(), {"one": [levels] * 3})).placement.quadrant == quadrant


def test_exactly_on_the_midpoint_is_on_the_line() -> None:
    result = assess(round_(questionnaire(), {"one": [(2, 4), (4, 4), (3, 4)], "two": [(3, 4), (3, 4), (3, 4)]}))
    placement = result.placement
    assert (placement.on_line, placement.position, placement.quadrant) == (("x",), None, None)
    assert placement.reason == "exactly on the midpoint of Depth"
    assert placement.axes_settled == {"x": False, "y": True}
    assert placement.shares["delivery"] == pytest.approx(0.5, abs=0.05)
    assert headline(result) == (
        "On the line between delivery and improvement: challenge is settled, depth lies exactly on the midpoint."
    )


def test_a_hair_beside_the_midpoint_is_not_on_the_line() -> None:
    result = assess(round_(questionnaire(), {"one": [(3, 4)] * 999 + [(4, 4)]}))
    assert result.placement.on_line == ()
    assert result.placement.position == "improvement"


def test_a_resample_on_the_midpoint_counts_half_and_one_without_answers_not_at_all() -> None:
    shares = high_shares(np.array([2.9, 3.0, 3.0 + 1e-12, 3.1, np.nan]), np.array(3.0))
    assert shares[:4].tolist() == [0, 0.5, 0.5, 1]
    assert np.isnan(shares[4])


def test_resamples_without_an_answer_on_an_axis_do_not_pull_it_down() -> None:
    people = [(5, 5), *[(None, 5)] * 3]
    placement = assess(round_(questionnaire(), {"one": people})).placement
    assert placement.shares["improvement"] == 1
    assert placement.quadrant == "improvement"


def test_nobody_on_both_axes_is_a_reason_not_a_number() -> None:
    placement = assess(round_(questionnaire(), {"one": [(5, None), (None, 5)]})).placement
    assert placement.shares == {}
    assert placement.reason == "how sure this is cannot be said: nobody has answered on both axes"


def test_a_share_just_below_ninety_per_cent_does_not_name_a_quadrant() -> None:
    q = questionnaire()
    point: dict[str, float | None] = {"x": 3.5, "y": 3.5}
    for high, settled in ((90, True), (89, False)):
        draws = np.array([[4.0, 4.0]] * high + [[2.0, 4.0]] * (100 - high))
        placement = place(q, point, draws, "fixed", None, None, None)
        assert placement.shares["improvement"] == high / 100
        assert (placement.settled, placement.axes_settled) == (settled, {"x": settled, "y": True})


def test_the_share_that_settles_is_the_questionnaires_to_choose() -> None:
    draws = np.array([[4.0, 4.0]] * 70 + [[2.0, 4.0]] * 30)
    placement = place(questionnaire(settled_share=0.7), {"x": 3.5, "y": 3.5}, draws, "fixed", None, None, None)
    assert placement.quadrant == "improvement"


def test_each_axis_may_be_settled_and_both_together_not() -> None:
    draws = np.array([[4.0, 4.0]] * 84 + [[2.0, 4.0]] * 8 + [[4.0, 2.0]] * 8)
    placement = place(questionnaire(), {"x": 3.5, "y": 3.5}, draws, "fixed", None, None, None)
    assert placement.axes_settled == {"x": True, "y": True}
    assert (placement.quadrant, placement.reason) == (None, "each axis is settled by itself, but not both together")


def schools_of(n: int, people: int = 4) -> Round:
    rng = np.random.default_rng(3)
    answers = rng.integers(1, 6, (n, people, 2)).tolist()
    return round_(questionnaire(), {f"s{s}": [tuple(p) for p in school] for s, school in enumerate(answers)})


def test_a_region_is_drawn_from_five_schools() -> None:
    for method in ("fixed", "sampled"):
        four, five = (assess(schools_of(n), schools=method).placement for n in (4, 5))
        assert (four.region, four.region_reason) == (None, "no region is drawn below 5 schools")
        assert five.region is not None
        assert five.region_reason is None


def test_no_region_is_drawn_when_more_than_half_of_the_schools_have_one_person() -> None:
    schools = {"a": [1], "b": [5], "c": [(2, 3)], "d": [1, 4, 5], "e": [(1, 5), 3, 4]}
    placement = assess(round_(questionnaire(), schools)).placement
    assert (placement.region, placement.shares, placement.resamples) == (None, {}, 0)
    assert placement.region_reason == "how sure this is cannot be said: 3 of 5 schools have a single respondent"
    result = assess(round_(questionnaire(), schools | {"f": [2, 3, 4]}))
    assert result.placement.region is not None
    assert "single-respondent" in [warning.code for warning in result.warnings]


def test_a_region_that_would_be_a_line_is_not_drawn() -> None:
    placement = assess(round_(questionnaire(), {f"s{n}": [2, 3, 5] for n in range(5)})).placement
    assert (placement.region, placement.region_reason) == (None, "the answers do not vary in both directions")


def test_the_same_seed_gives_the_same_result_and_another_seed_another() -> None:
    one, again, other = (assess(schools_of(5), seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one.seed == 1
    assert one.placement.shares != other.placement.shares


def test_schools_that_stand_for_others_are_less_sure_than_schools_that_are_all_there_is() -> None:
    given = round_(questionnaire(), {f"s{n}": [level] * 5 for n, level in enumerate((1, 3, 3, 4, 5))})
    fixed, sampled = assess(given).axes["x"].interval, assess(given, schools="sampled").axes["x"].interval
    assert fixed is not None
    assert sampled is not None
    assert fixed.low == pytest.approx(3.2)
    assert fixed.high == pytest.approx(3.2)
    half = 2.776445 * np.std((1, 3, 3, 4, 5), ddof=1) / np.sqrt(5)
    assert 3.2 + half > 5
    assert (sampled.low, sampled.high) == pytest.approx((3.2 - half, 5))


def test_one_school_cannot_stand_for_others() -> None:
    placement = assess(round_(questionnaire(), {"one": [4, 4, 5]}), schools="sampled").placement
    assert (placement.shares, placement.reason) == ({}, "only one school answered")


def test_a_resampled_school_that_answered_nothing_is_not_drawn() -> None:
    placement = assess(round_(questionnaire(), {"a": [4], "b": [5], "quiet": []}), schools="sampled").placement
    assert placement.shares["improvement"] == 1


def test_each_school_is_left_out_in_turn() -> None:
    result = assess(round_(questionnaire(), {"a": [(5, 5)], "b": [(1, 4)], "c": [(4, 3)]}))
    left = {one.school: (one.point, one.position) for one in result.left_out or ()}
    assert left == {
        "a": ({"x": 2.5, "y": 3.5}, "delivery"),
        "b": ({"x": 4.5, "y": 4.0}, "improvement"),
        "c": ({"x": 3.0, "y": 4.5}, None),
    }


def test_with_one_school_there_is_nothing_to_leave_out() -> None:
    assert assess(round_(questionnaire(), {"a": [5, 4], "quiet": []})).left_out == ()


def test_a_school_that_decides_is_named() -> None:
    schools = {"a": [(4, 5)] * 3, "b": [(3, 5)] * 3, "c": [(3, 5)] * 3}
    result = assess(round_(questionnaire(), schools))
    assert result.placement.quadrant == "improvement"
    messages = {w.code: w.message for w in result.warnings}
    assert messages["one-school-decides"] == "Without A the cluster would not stand in this quadrant."


def test_the_headline_keeps_the_words_of_the_questionnaire() -> None:
    q = questionnaire(but={"x": {"label": "PISA depth"}})
    assert headline(assess(round_(q, {"a": [(None, 4)]}))) == "Not placed: too few answers on PISA depth."


def test_the_headline_names_the_two_quadrants_on_the_settled_side() -> None:
    q = questionnaire()
    assessment = assess(round_(q, {"a": [4, 4, 4]}))
    draws = np.array([[4.0, 4.0]] * 89 + [[4.0, 2.0]] * 1 + [[2.0, 2.0]] * 10)
    placed = place(q, {"x": 3.5, "y": 3.5}, draws, "fixed", None, None, None)
    from dataclasses import replace

    said = headline(replace(assessment, placement=placed))
    assert said == "On the line between relationships and improvement: depth is settled, challenge is not."


def test_the_headline_near_the_middle_names_what_is_likely() -> None:
    people = [person(*levels) for levels in ((1, 5), (5, 1), (3, 3), (2, 3), (5, 4), (1, 2))]
    said = headline(assess(round_(questionnaire(), {"one": people})))
    assert said.startswith("Near the middle: neither depth nor challenge is settled; ")
