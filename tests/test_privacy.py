"""Rounds whose people are not named: what is published, and that everything shown follows from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.kinds.rows import row, weights
from maturity.core.publish import publish
from maturity.core.said import Said
from maturity.model import Publication, Round
from tests.make import person, questionnaire, round_

AT = dt.datetime(2026, 3, 12, 12, tzinfo=dt.UTC)
ASKED = questionnaire((("a", "c"),), (("b", "d"),))


def rough(*levels: int, five_steps: bool = False) -> float:
    """The row of an item to which people of one school gave these levels."""
    counts = np.bincount(np.array(levels) - 1, minlength=5)[None, None, None]
    return float(row(counts, 5, 1, five_steps=five_steps).value[0, 0])


def published(round_: Round, **more: Any) -> Publication:
    found = publish(round_, at=AT, **more)
    assert isinstance(found, Publication), found
    return found


def shown(schools: dict[str, Any], mode: str, **more: Any) -> Assessment:
    given = round_(more.pop("asked", ASKED), schools, mode=mode, **more)
    return assess(given.model_copy(update={"published": published(given)}))


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        # Five to seven people: 2 or less, 2.5, 3, 3.5, 4 or more.
        ([1, 1, 1, 1, 1], 2),
        ([2, 2, 2, 3, 3], 2.5),
        ([5, 5, 5, 5, 5], 4),
        # Eight to nineteen: halves from 1.5 or less to 4.5 or more.
        ([1] * 8, 1.5),
        ([5] * 19, 4.5),
        ([2, 2, 2, 2, 2, 2, 3, 3], 2.5),
        # Twenty to thirty-nine: fifths from 1.4 or less to 4.6 or more.
        ([1] * 20, 1.4),
        ([2] * 10 + [3] * 10, 2.6),
        ([5] * 39, 4.6),
        # Forty and more: tenths from 1.3 or less to 4.7 or more.
        ([1] * 40, 1.3),
        ([2] * 30 + [3] * 10, 2.3),
        ([5] * 40, 4.7),
    ],
)
def test_a_row_is_as_coarse_as_its_number_of_people(levels: list[int], shown: float) -> None:
    assert rough(*levels) == shown


def test_fewer_than_k_answers_have_no_row() -> None:
    assert np.isnan(rough(3, 3, 3, 3))


def test_schools_have_equal_voices_but_nobody_more_than_an_eighth() -> None:
    def shares(*people: int) -> list[float]:
        return [round(float(weight), 9) for weight in weights(np.array(people)[None, :, None])[0, :, 0]]

    assert shares(10, 10) == [0.5, 0.5]
    # One person may not speak for half of the cluster: what is too much goes to the others, equally.
    assert shares(1, 9) == [0.125, 0.875]
    assert shares(1, 20, 20) == [0.125, 0.4375, 0.4375]
    assert shares(1, 2, 9) == [0.125, 0.25, 0.625]
    assert shares(0, 8, 8) == [0, 0.5, 0.5]
    # Below eight people everybody counts the same.
    assert shares(1, 6) == [round(1 / 7, 9), round(6 / 7, 9)]


def test_fewer_than_k_people_publish_nothing() -> None:
    for mode in ("anonymous", "confidential"):
        refused = publish(round_(ASKED, {"p": [3], "q": [3, 4], "r": [4]}, mode=mode), at=AT)
        assert isinstance(refused, Said)
        assert (refused.code, refused.values["people"]) == ("too-few-people", 4)


def test_a_cluster_of_two_schools_cannot_be_anonymous() -> None:
    refused = publish(round_(ASKED, {"p": [3] * 11, "q": [2]}, mode="anonymous"), at=AT)
    assert isinstance(refused, Said)
    assert refused.code == "anonymous-needs-schools"


def test_before_it_is_closed_only_participation_is_shown() -> None:
    result = assess(round_(ASKED, {"p": [5] * 6, "q": [4] * 4, "r": []}, mode="anonymous"))
    assert [school.respondents.value for school in result.schools] == [6, 4, 0]
    assert result.respondents == 10
    assert all(item.score is None and item.counts is None and item.n.value is None for item in result.items.values())
    assert all(axis.score is None and axis.reason for axis in result.axes.values())


def test_later_answers_change_nothing() -> None:
    given = round_(ASKED, {"p": [5] * 6, "q": [4] * 4, "r": [3] * 4}, mode="confidential")
    closed = given.model_copy(update={"published": published(given)})
    more = closed.model_copy(update={"responses": given.responses[:3], "mode": "named", "smallest_cell": 9})
    assert assess(more) == assess(closed)


def test_a_question_that_too_few_answered_enters_no_number() -> None:
    people = [(4, None, 3, 3)] * 4
    result = shown({"p": people, "q": people, "r": [(4, 1, 3, 3)] * 4}, "anonymous")
    assert result.items["c"].counts is None
    # With the hidden question the dimension would be lower, and the difference would give it away.
    assert result.dimensions["x1"].score == 4


def test_an_anonymous_question_needs_three_schools() -> None:
    result = shown({"p": [(4, 4, 4, 4)] * 5, "q": [(4, 2, 4, 4)] * 5, "r": [(4, None, 4, 4)]}, "anonymous")
    assert result.items["a"].counts == (0, 0, 0, 11, 0)
    assert result.items["c"].counts is None


def test_examples_come_without_school_and_role() -> None:
    people = [person(4, 4, role="head", evidence={"a": "We did it"})] + [person(4, 4, role="teacher")] * 9
    given = round_(questionnaire(evidence_from=4), {"p": people, "q": people, "r": people}, mode="confidential")
    assert published(given).items["a"].quotes == ()
    assert published(given, quotes=True).items["a"].quotes == ("We did it",) * 3
    named = assess(given.model_copy(update={"mode": "named"})).evidence
    assert named is not None
    assert {(quote.school, quote.role) for quote in named.quotes} == {("p", None), ("q", None), ("r", None)}
