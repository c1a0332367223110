"""A confidential round: nothing rests on fewer than k people, and nothing hidden can be worked out."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core.assess import assess
from maturity.core.assessment import Assessment, Count
from maturity.core.privacy import hide
from maturity.model import Round
from maturity.renderers import document
from tests.make import person, questionnaire, round_, why

K = 5


def confidential(schools: dict[str, Any]) -> Assessment:
    return assess(round_(questionnaire((("a", "c"),), (("b", "d"),)), schools, mode="confidential"))


def counts_of(assessment: Assessment) -> list[Count]:
    return [
        *(school.respondents for school in assessment.schools),
        *assessment.roles.values(),
        *(count for item in assessment.items.values() for count in (item.n, item.dont_know, item.skipped)),
        *(dimension.answered for dimension in assessment.dimensions.values()),
    ]


def test_the_complement_of_a_shown_group_is_not_shown() -> None:
    # Nine at 3.2 of whom six are at 3.5 would give the other three away: (9 * 3.2 - 6 * 3.5) / 3 = 2.60.
    assert pytest.approx((9 * 3.2 - 6 * 3.5) / 3) == 2.60
    result = confidential({"six": [4] * 6, "three": [2] * 3})
    assert result.school_points is None
    assert result.left_out is None
    assert all(item.by_school is None and item.school_counts is None for item in result.items.values())
    assert result.axes["x"].respondent_mean is None
    assert result.axes["x"].score == pytest.approx(3)
    assert [school.respondents.value for school in result.schools] == [None, None]


def test_schools_of_five_and_more_may_be_shown() -> None:
    result = confidential({"one": [(4, 3, 2, 2)] * 6, "two": [(2, 2, 4, 4)] * 5})
    assert result.school_points is not None
    assert [point.point["y"] for point in result.school_points] == [2, 4]


def test_fewer_than_k_people_are_not_shown_at_all() -> None:
    result = confidential({"one": [4, 4], "two": [2, 2]})
    numbers = [item.score for item in result.items.values()] + [axis.score for axis in result.axes.values()]
    assert numbers == [None] * 6
    assert result.placement.shares == {}
    assert all("confidential" in (why(axis.reason) or "") for axis in result.axes.values())


def test_an_item_with_few_answers_cannot_be_told_from_its_dimension() -> None:
    people = [(4, None, 3, 3)] * 6 + [(4, 1, 3, 3)] * 3
    result = confidential({"one": people, "two": [(4, None, 3, 3)] * 6})
    assert result.items["c"].score is None
    # With the hidden item the dimension would be lower.
    assert result.dimensions["x1"].score == pytest.approx(4)


def test_named_rounds_show_their_schools() -> None:
    result = assess(round_(questionnaire(), {"one": [4], "two": [2]}))
    assert result.school_points is not None


def test_examples_come_without_school_and_role() -> None:
    people = [person(4, 4, role="head", evidence={"a": "We did it"})] + [person(4, 4, role="teacher")] * 7
    asked = questionnaire(evidence_from=4)
    quotes = assess(round_(asked, {"one": people}, mode="confidential")).evidence
    assert quotes is not None
    assert [(quote.text, quote.school, quote.role) for quote in quotes.quotes] == [("We did it", None, None)]


@settings(max_examples=150)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_count_from_one_to_four_is_shown_and_the_hidden_ones_cannot_be_subtracted(counts: list[int]) -> None:
    shown = hide(counts, K)
    assert all(count.value is None or count.value == 0 or count.value >= K for count in shown)
    hidden = [n for n, count in zip(counts, shown, strict=True) if count.value is None]
    assert len(hidden) != 1 or sum(counts) == hidden[0], "one hidden count is the whole less the others"


@settings(max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=3))
def test_every_hidden_count_has_another_value_that_fits_all_that_is_shown(counts: list[int]) -> None:
    total = sum(counts)
    if total < K:
        return
    shown = hide(counts, K)
    worlds = [
        world
        for world in itertools.product(range(total + 1), repeat=len(counts))
        if sum(world) == total and hide(world, K) == shown
    ]
    for place, count in enumerate(shown):
        if count.value is None and 0 < counts[place] < K and len(counts) > 1:
            assert len({world[place] for world in worlds}) > 1, (counts, shown)


levels = st.sampled_from([1, 2, 3, 4, 5, None, "DK"])
rows = st.tuples(levels, levels, levels, levels)
clusters = st.lists(st.lists(rows, min_size=0, max_size=8), min_size=2, max_size=4)


@settings(max_examples=60)
@given(clusters)
def test_no_output_holds_a_small_cell(people: list[list[tuple[object, ...]]]) -> None:
    result = confidential({f"s{n}": list(school) for n, school in enumerate(people)})
    for count in counts_of(result):
        assert count.value is None or count.value == 0 or count.value >= K
    for item in result.items.values():
        assert item.school_counts is None
        assert item.counts is None or all(n == 0 or n >= K for n in item.counts)
    text = json.dumps(document.document(result))
    if result.school_points is None:
        assert "schools_points" not in text


@settings(max_examples=40)
@given(clusters)
def test_school_values_are_shown_only_of_schools_with_enough_answers(people: list[list[tuple[object, ...]]]) -> None:
    result = confidential({f"s{n}": list(school) for n, school in enumerate(people)})
    for column, item in enumerate(result.items.values()):
        for school, value in zip(people, item.by_school or (), strict=False):
            answers = sum(isinstance(row[column], int) for row in school)
            assert value is None or answers >= K


def solvable(known: list[tuple[np.ndarray, float]], target: np.ndarray) -> bool:
    """Whether a target is a linear combination of what is known."""
    if not known:
        return False
    rows_ = np.array([row for row, _ in known])
    return bool(np.linalg.matrix_rank(np.vstack([rows_, target]), tol=1e-9) == np.linalg.matrix_rank(rows_, tol=1e-9))


@settings(max_examples=60)
@given(st.lists(st.integers(1, 8), min_size=2, max_size=5))
def test_a_hidden_school_mean_is_no_combination_of_what_is_shown(sizes: list[int]) -> None:
    schools: dict[str, Any] = {f"s{n}": [n % 5 + 1] * size for n, size in enumerate(sizes)}
    result = confidential(schools)
    people, count = sum(sizes), len(sizes)
    if people < K:
        return
    # Unknowns are the schools' means on one axis.
    known: list[tuple[np.ndarray, float]] = []
    axis = result.axes["x"]
    if axis.score is not None:
        known.append((np.full(count, 1 / count), axis.score))
    if axis.respondent_mean is not None:
        known.append((np.array(sizes) / people, axis.respondent_mean))
    for n, point in enumerate(result.school_points or ()):
        known.append((np.eye(count)[n], point.point["x"] or 0.0))
    for n, left in enumerate(result.left_out or ()):
        known.append(((1 - np.eye(count)[n]) / (count - 1), left.point["x"] or 0.0))
    for n, size in enumerate(sizes):
        if size < K:
            assert not solvable(known, np.eye(count)[n]), (sizes, n)


def test_k_belongs_to_the_round() -> None:
    given_: Round = round_(questionnaire(), {"one": [4] * 5, "two": [2] * 5}, mode="confidential", smallest_cell=6)
    assert assess(given_).school_points is None
    assert assess(given_.model_copy(update={"smallest_cell": 5})).school_points is not None
