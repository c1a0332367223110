"""Rounds whose people are not named: what is published, and that everything shown follows from it."""

from __future__ import annotations

import datetime as dt
import inspect
import itertools
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core import publish as publishing
from maturity.core.advise import advise
from maturity.core.agreement import consensus
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.kinds.rows import of_schools, row, weights, whole_agreement
from maturity.core.publish import publish
from maturity.core.said import Said
from maturity.model import Publication, Round
from maturity.renderers import document
from maturity.report.wording import sentence
from tests.make import person, questionnaire, round_, why

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


def test_a_confidential_round_needs_three_levels_and_three_are_enough() -> None:
    two, three = (questionnaire(scale=(1, top), midpoint=(1 + top) / 2) for top in (2, 3))
    refused, found = (publish(round_(one, {"p": [2] * 6}, mode="confidential"), at=AT) for one in (two, three))
    assert isinstance(refused, Said)
    assert refused.code == "confidential-needs-levels"
    assert isinstance(found, Publication)


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
    told = assess(given.model_copy(update={"published": published(given, quotes=True)})).evidence
    assert told is not None
    assert [(quote.item, quote.text, quote.school, quote.role) for quote in told.quotes] == [
        ("a", "We did it", None, None)
    ] * 3
    # For 3 of 60 high ratings, said as the nearest quarter above none.
    assert told.share == 0.25
    named = assess(given.model_copy(update={"mode": "named"})).evidence
    assert named is not None
    assert {(quote.school, quote.role) for quote in named.quotes} == {("p", None), ("q", None), ("r", None)}


def test_a_question_that_is_not_shown_has_no_examples() -> None:
    asked = questionnaire((("a", "c"),), evidence_from=4)
    told = person(4, 5, 4, evidence={"a": "Shown.", "c": "Hidden."})
    rest = [person(4, None, 4)] * 3
    given = round_(asked, {"p": [told, *rest], "q": [told, *rest], "r": rest}, mode="anonymous")
    items = published(given, quotes=True).items
    assert (items["a"].quotes, items["c"].quotes) == (("Shown.", "Shown."), ())


def permuted(given: Round, seed: int) -> Round:
    """The same levels and portraits of each question by itself, dealt out anew among those who answered it."""
    rng = np.random.default_rng(seed)
    people = [one.model_dump() for one in given.responses]
    for part in ("answers", "portraits", "looking_back"):
        for id_ in {i for one in people for i in one[part]}:
            who = [one for one in people if isinstance(one[part].get(id_), int | str) and one[part][id_] != "DK"]
            values = [one[part][id_] for one in who]
            for place, one in zip(rng.permutation(len(who)), who, strict=True):
                one[part][id_] = values[place]
    return Round.model_validate(given.model_dump() | {"questionnaire": given.questionnaire, "responses": people})


cell = st.sampled_from([1, 2, 3, 4, 5, 5, None, "DK"])
crowd = st.lists(
    st.builds(
        lambda levels, role, chosen: person(*levels, role=role, portraits={"p": chosen} if chosen else {}),
        st.tuples(cell, cell, cell, cell),
        st.sampled_from(["head", "teacher", None]),
        st.sampled_from(["projects", "delivery", None]),
    ),
    min_size=1,
    max_size=9,
)
WITH_PORTRAIT = questionnaire((("a", "c"),), (("b", "d"),), portrait=("p",), evidence_from=4)


@settings(max_examples=40)
@given(st.lists(crowd, min_size=3, max_size=5), st.integers(0, 99))
def test_everything_in_an_anonymous_round_follows_from_each_question_by_itself(schools: list[Any], seed: int) -> None:
    given_ = round_(WITH_PORTRAIT, {f"s{n}": people for n, people in enumerate(schools)}, mode="anonymous")
    other = permuted(given_, seed)
    found = publish(given_, at=AT)
    assert found == publish(other, at=AT)
    if isinstance(found, Publication):
        one, two = (assess(each.model_copy(update={"published": found})) for each in (given_, other))
        fresh = assess(other.model_copy(update={"published": publish(other, at=AT)}))
        assert document.render(one) == document.render(two) == document.render(fresh)


def test_a_score_that_looked_at_whole_ballots_would_fail_the_permutation() -> None:
    schools: dict[str, Any] = {s: [(1, 1, 5, 5), (5, 5, 1, 1)] * 3 for s in "pqr"}
    given_ = round_(WITH_PORTRAIT, schools, mode="anonymous")
    named = [assess(one.model_copy(update={"mode": "named"})) for one in (given_, permuted(given_, 1))]
    assert document.render(named[0]) != document.render(named[1])


def test_an_anonymous_round_says_no_more_than_its_counts() -> None:
    schools = {s: [person(4, 3, 2, "DK", role=r) for r in ("head", "teacher") * 3] for s in "pqr"}
    result = shown(schools, "anonymous", asked=WITH_PORTRAIT)
    a = result.items["a"]
    assert (a.counts, a.n.value, a.score) == ((0, 0, 0, 18, 0), 18, 4)
    assert (result.items["d"].dont_know.value, result.items["a"].dont_know.below) == (18, 5)
    assert (result.school_points, result.left_out, result.gap) == (None, None, None)
    assert all(d.interval is None and d.by_school is None for d in result.dimensions.values())
    assert all(axis.reliability is None and axis.respondent_mean is None for axis in result.axes.values())
    assert result.placement.shares == {}


@pytest.mark.parametrize(("people", "margin"), [(6, 0.75), (8, 0.5), (19, 0.5), (20, 0.3), (39, 0.3), (40, 0.2)])
@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_the_margin_of_an_axis_goes_by_the_number_of_people(mode: str, people: int, margin: float) -> None:
    axis = shown({"p": [3] * (people - 4), "q": [3] * 2, "r": [3] * 2}, mode).axes["x"]
    assert (axis.score, axis.margin) == (3, margin)


def test_a_quadrant_is_settled_where_both_axes_lie_beyond_their_margin() -> None:
    def settled(first: int, second: int, people: int) -> bool:
        # x is a and c, y is b and d; eight people have a margin of 0.5.
        return shown(
            {"p": [(first, first, second, second)] * people, "q": [(first, first, second, second)] * 2, "r": [4, 4]},
            "anonymous",
        ).placement.settled

    assert settled(5, 1, 4)
    assert not settled(3, 1, 4)


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ((5, 5, 1, 1), None),
        ((3, 3, 1, 1), "not sure on depth"),
        ((None, None, 1, 1), "not placed: too few answers on depth"),
    ],
)
def test_why_no_quadrant_is_named_is_said_with_the_axis(levels: tuple[int | None, ...], reason: str | None) -> None:
    people = [levels] * 6
    assert why(shown({"p": people, "q": people, "r": people}, "anonymous").placement.reason) == reason


def test_the_margin_is_that_of_the_questions_that_carry_half_of_the_weight() -> None:
    # 42, 21 and 9 people answered: half of three weights is reached with the second.
    asked = questionnaire((("a", "c", "e"),), (("b",),))
    school = [(3, 3 if n < 7 else None, 3 if n < 3 else None, 3) for n in range(14)]
    assert shown({"p": school, "q": school, "r": school}, "confidential", asked=asked).axes["x"].margin == 0.3


def test_where_agreement_is_not_said_its_code_is_minus_one() -> None:
    for levels in ([3] * 7, [5] * 8):
        counts = np.bincount(np.array(levels) - 1, minlength=5)[None, None, None]
        assert row(counts, 5, 1).agreement.tolist() == [[-1]]
    assert row(counts, 5, 1, five_steps=True).agreement.tolist() == [[-1]]


def test_a_silent_school_counts_as_one_of_them_all() -> None:
    axis = shown({"p": [5] * 10, "q": [5] * 10, "r": [5] * 10, "silent": []}, "anonymous").axes["x"]
    assert axis.bounds is not None
    # Three schools at 5 and one that could be at 1.
    assert (axis.bounds.low, axis.bounds.high) == (4, 5)


def test_two_silent_schools_of_five_count_as_two_fifths_of_every_dimension() -> None:
    people = [(5, 3, 3)] * 4
    answered = {"p": people, "q": people, "r": people, "s": [], "t": []}
    bounds = shown(answered, "anonymous", asked=questionnaire((("a",), ("c",)), (("b",),))).axes["x"].bounds
    assert bounds is not None
    # The first question lies between (15 + 2) / 5 and 5, the second between (9 + 2) / 5 and (9 + 10) / 5.
    assert (bounds.low, bounds.high) == pytest.approx(((3.4 + 2.2) / 2, (5 + 3.8) / 2))


def test_portraits_neither_agree_nor_disagree_with_a_place_that_is_not_settled() -> None:
    people = [person(3, 3, 3, 3, portraits={"p": "delivery"})] * 4
    portrait = shown({"p": people, "q": people, "r": people}, "anonymous", asked=WITH_PORTRAIT).portrait
    assert portrait is not None
    assert (portrait.quadrant, portrait.agrees) == ("delivery", None)


def test_an_anonymous_question_counts_who_left_it_blank() -> None:
    people = [(level, 4, 4, 4) for level in (4, 4, 3, "DK", "DK", None)]
    item = shown({"p": people, "q": people, "r": people}, "anonymous").items["a"]
    assert (item.n.value, item.dont_know.value, item.skipped.value) == (9, 6, 3)


def test_before_it_is_closed_a_gap_between_roles_is_spoken_of_only_in_a_confidential_round() -> None:
    asked = questionnaire(role_gap={"higher": "leaders", "lower": "teachers"})
    gaps = [assess(round_(asked, {"p": [5], "q": [4]}, mode=mode)).gap for mode in ("anonymous", "confidential")]
    assert [gap if gap is None else gap.mean for gap in gaps] == [None, None]
    assert [gap is None for gap in gaps] == [True, False]


def test_a_question_needs_half_of_those_who_took_part() -> None:
    people = [(4, None, 4, 4)] * 4
    result = shown({s: [*people, (4, 2, 4, 4), (4, 2, 4, 4)] for s in "pqr"}, "anonymous")
    assert result.items["c"].counts == (0, 6, 0, 0, 0)
    assert (result.items["c"].score, result.dimensions["x1"].score) == (None, 4)


def test_schools_have_rows_only_where_all_have_eight_answers_to_everything() -> None:
    def by_school(*people: int) -> tuple[float | None, ...] | None:
        schools = {f"s{place}": [place + 2] * n for place, n in enumerate(people)}
        return shown(schools, "confidential").items["a"].by_school

    assert by_school(8, 9) == (2, 3)
    assert by_school(8, 7) is None
    assert by_school(8, 8, 0) is None
    assert shown({"p": [2] * 8, "q": [3] * 8}, "confidential").items["a"].score == 2.5


def test_below_eight_people_nothing_is_said_on_agreement() -> None:
    def word(*levels: int) -> str | None:
        return shown({"p": list(levels[:4]), "q": list(levels[4:])}, "confidential").items["a"].word

    assert word(3, 3, 3, 3, 3, 3, 3) is None
    assert word(3, 3, 3, 3, 3, 3, 3, 3) == "close"
    assert word(1, 1, 1, 1, 5, 5, 5, 5) == "apart"
    assert word(1, 2, 3, 3, 3, 3, 4, 5) == "mixed"
    # Near the ends of the scale agreement would tell how few stand apart.
    assert word(5, 5, 5, 5, 5, 5, 5, 5) is None


def test_many_could_not_tell_only_where_none_of_them_is_known_by_it() -> None:
    def many(unknown: int, known: int) -> bool:
        people = [("DK", 3, 3, 3)] * unknown + [(3, 3, 3, 3)] * known
        return shown({"p": people[:3], "q": people[3:]}, "confidential").items["a"].many_unknown

    assert many(5, 5)
    assert many(5, 2)
    assert not many(4, 5)
    assert not many(5, 16)
    # One who could tell would know it of all the others.
    assert not many(5, 1)


def test_the_portrait_is_the_one_that_at_least_half_chose() -> None:
    def most(*chosen: str) -> dict[str, str]:
        people = [person(3, 3, 3, 3, portraits={"p": one}) for one in chosen]
        portrait = shown({"p": people[:5], "q": people[5:]}, "confidential", asked=WITH_PORTRAIT).portrait
        return {} if portrait is None else portrait.most

    assert most(*["delivery"] * 5, *["projects"] * 4) == {"p": "delivery"}
    assert most(*["delivery"] * 4, *["projects"] * 4) == {}
    assert most(*["delivery"] * 5, *["projects"] * 6) == {"p": "projects"}
    # Five of six: the sixth would know what each of the others chose.
    assert most(*["delivery"] * 5, "projects") == {}
    # Two that are chosen alike often: neither is the one.
    assert most(*["delivery"] * 5, *["projects"] * 5) == {}


def test_a_gap_between_roles_comes_in_half_levels_in_every_kind_of_round() -> None:
    asked = questionnaire((("a", "c"),), (("b", "d"),), role_gap={"higher": "leaders", "lower": "teachers"})

    def gap(mode: str, leaders: int, higher: int = 3) -> float | None:
        people = [person(5, 5, 5, higher, role="head")] * leaders + [person(4, 4, 4, 4, role="teacher")] * 6
        result = (assess if mode == "named" else lambda r: assess(r.model_copy(update={"published": published(r)})))(
            round_(asked, {"p": people, "q": people}, mode=mode)
        )
        assert result.gap is not None
        return result.gap.mean

    for mode in ("named", "confidential"):
        # Half a level: (1 + 1 + 1 - 1) / 4.
        assert gap(mode, 3) == 0.5
        # 0.75 and more is a whole level, and all beyond.
        assert gap(mode, 3, higher=4) == 1
        assert gap(mode, 2) is None


def test_named_rounds_show_levels_inside_a_school_only_where_k_answered() -> None:
    item = assess(round_(ASKED, {"p": [3] * 5, "q": [3] * 4, "r": [4] * 3})).items["a"]
    assert item.school_counts == ((0, 0, 5, 0, 0), (), ())


def test_a_small_school_is_not_what_is_left_when_the_others_are_taken_away() -> None:
    item = assess(round_(ASKED, {"p": [3] * 5, "q": [3] * 4, "r": [4] * 6})).items["a"]
    assert item.school_counts == ((), (), (0, 0, 0, 6, 0))


def second(first: Round, *joined: Any, **changed: Any) -> Publication | Said:
    before = published(first)
    more = round_(first.questionnaire, {"q": list(joined)}).responses
    more = tuple(one.model_copy(update={"respondent": f"new{n}"}) for n, one in enumerate(more))
    now = first.model_copy(update={"responses": (*first.responses, *more)} | changed)
    return publish(now, at=AT, previous=before, counted=first.responses)


def test_a_second_publication_is_in_five_steps_and_moves_by_one() -> None:
    first = round_(ASKED, {"p": [2] * 6, "q": [2] * 6}, mode="confidential")
    assert published(first).items["a"].value == 2
    found = second(first, *[(5, 2, 5, None)] * 8)
    assert isinstance(found, Publication)
    assert (found.number, found.people) == (2, 20)
    # The mean is 3.2; more than a step would tell those who joined from the others.
    assert (found.items["a"].value, found.items["a"].band) == (2.5, 20)
    assert found.items["d"] == published(first).items["d"].model_copy(update={"agreement": None})
    again = first.model_copy(update={"published": found})
    assert assess(again).respondents == 20


def test_a_second_publication_renews_what_eight_more_answered_and_says_nothing_on_agreement() -> None:
    first = round_(ASKED, {"p": [3] * 6, "q": [3] * 6}, mode="confidential")
    assert {item.agreement for item in published(first).items.values()} == {"close"}
    found = second(first, *[(5, 5, 5, 5)] * 7, (5, None, None, "DK"))
    assert isinstance(found, Publication)
    assert [item.value for item in found.items.values()] == [3.5, 3, 3, 3]
    assert [item.band for item in found.items.values()] == [20, 8, 8, 8]
    # Where nothing is renewed the word would tell that nothing has moved.
    assert {item.agreement for item in found.items.values()} == {None}


def test_half_of_the_schools_are_enough_for_a_row() -> None:
    def value(*schools: int) -> float | None:
        people = {f"s{place}": [(3 if n else None, 3, 3, 3)] * 6 for place, n in enumerate(schools)}
        return shown(people, "confidential").items["a"].score

    assert value(1, 1, 0, 0) == 3
    assert value(1, 0, 0) is None


def agreed(*levels: int) -> tuple[float, int]:
    """The agreement index of people on an item, and the word that is said of it."""
    counts = np.bincount(np.array(levels) - 1, minlength=5)
    found = row(counts[None, None, None], 5, 1)
    return float(consensus(counts[None])[0]), int(found.agreement[0, 0])


def test_people_stand_apart_below_an_agreement_of_055_and_close_from_065_on() -> None:
    words = {agreed(*levels) for levels in itertools.combinations_with_replacement(range(1, 6), 8)}
    said_ = [(index, word) for index, word in words if word >= 0]
    assert {word for index, word in said_ if 0.5 < index < 0.55} == {0}
    assert {word for _, word in said_} == {0, 1, 2}
    assert all(word == (index >= 0.55) + (index >= 0.65) for index, word in said_)


@pytest.mark.parametrize(
    ("values", "words", "whole"),
    [
        # Schools that are each close, and lie within half a level, a level, or more.
        ((3, 3.5), (2, 2), 2),
        ((2.5, 3.5), (2, 2), 1),
        ((2, 3.5), (2, 2), 0),
        ((3, 3), (2, 1), 1),
        ((3, 3), (2, 0), 0),
        # Of one school nothing is said, so nothing of all, however far they lie from each other.
        ((1.5, 3), (-1, 2), -1),
        ((1.5, 3), (-1, 0), -1),
    ],
)
def test_the_schools_together_agree_as_far_as_their_rows_tell(
    values: tuple[float, ...], words: tuple[int, ...], whole: int
) -> None:
    assert int(whole_agreement(np.array(values, float), np.array(words))) == whole


def test_one_school_alone_has_no_row_of_its_own() -> None:
    only = shown({"p": [3] * 9}, "confidential")
    assert (only.items["a"].by_school, only.school_points) == (None, None)
    assert of_schools(np.full((1, 4, 5), 2), 5, 1) is None


@pytest.mark.parametrize(
    ("people", "joined", "code"),
    [(6, 7, "too-few-joined"), (10, 8, "published-with-enough"), (6, 0, "too-few-joined")],
)
def test_a_second_publication_is_refused(people: int, joined: int, code: str) -> None:
    found = second(round_(ASKED, {"p": [2] * people, "q": [2] * people}, mode="confidential"), *[3] * joined)
    assert isinstance(found, Said)
    assert found.code == code


def test_there_is_no_second_publication_once_answers_have_changed_or_gone() -> None:
    first = round_(ASKED, {"p": [2] * 6, "q": [2] * 6}, mode="confidential")
    more = round_(ASKED, {"q": [3] * 9}).responses
    new = tuple(one.model_copy(update={"respondent": f"new{n}"}) for n, one in enumerate(more))
    changed = first.responses[0].model_copy(update={"answers": {"a": 5}})
    for kept in (first.responses[1:], (changed, *first.responses[1:])):
        now = first.model_copy(update={"responses": (*kept, *new)})
        found = publish(now, at=AT, previous=published(first), counted=first.responses)
        assert isinstance(found, Said)
        assert found.code == "answers-have-changed"
    # Somebody who was erased is no longer among those who were counted.
    now = first.model_copy(update={"responses": (*first.responses[1:], *new)})
    assert isinstance(publish(now, at=AT, previous=published(first), counted=first.responses[1:]), Said)


def test_an_anonymous_round_is_published_once() -> None:
    first = round_(ASKED, {"p": [2] * 3, "q": [2] * 3, "r": [2] * 3}, mode="anonymous")
    found = second(first, *[3] * 20)
    assert isinstance(found, Said)
    assert found.code == "published-for-good"


def test_a_larger_k_belongs_to_the_round_and_a_smaller_one_of_old_is_raised() -> None:
    people = {"p": [3] * 2, "q": [3] * 2, "r": [3] * 2}
    assert round_(ASKED, people, mode="confidential", smallest_cell=2).smallest_cell == 5
    refused = publish(round_(ASKED, people, mode="confidential", smallest_cell=7), at=AT)
    assert isinstance(refused, Said)
    with pytest.raises(ValueError, match="greater than or equal to 5"):
        round_(ASKED, people, smallest_cell=1)


def test_a_scale_of_two_levels_cannot_be_confidential() -> None:
    refused = publish(round_(questionnaire(scale=(0, 1), midpoint=0.5), {"p": [1] * 9}, mode="confidential"), at=AT)
    assert isinstance(refused, Said)
    assert refused.code == "confidential-needs-levels"


def test_every_refusal_has_a_sentence() -> None:
    source = inspect.getsource(publishing)
    codes = re.findall(r'said\(\s*"([a-z-]+)"', source)
    assert len(codes) >= 8
    for code in codes:
        assert sentence(Said(code, {"people": 2, "k": 5, "fewest": 3, "joined": 2, "line": 1.5}), ASKED)


def test_what_told_the_level_counts_of_nine_people_tells_them_no_more() -> None:
    # 9 answers, a mean of 2.22 and an agreement of 0.64 have one solution: 3, 1, 5, 0, 0.
    people = {"p": [1] * 3 + [2] + [3] * 5}
    item = shown(people, "confidential").items["a"]
    assert (item.score, str(item.n), item.n.value, item.counts) == (2, "8 to 19", None, None)
    assert (item.agreement, item.split, item.respondent_mean, item.school_counts) == (None, False, None, None)


def test_what_to_talk_about_first_goes_by_the_words_of_a_confidential_round() -> None:
    asked = questionnaire((("apart", "close"),), (("mixed", "unsaid"),))
    people = [(1, 3, 1, 5), (5, 3, 2, 5)] + [(1, 3, 3, 5), (5, 3, 3, 5)] * 2 + [(1, 3, 4, 5), (5, 3, 5, 5)]
    advice = advise(shown({"p": people[:4], "q": people[4:]}, "confidential", asked=asked))
    assert [talk.item for talk in advice.talk_about] == ["apart", "mixed", "unsaid"]
    # Below eight people nothing is said of it.
    assert advise(shown({"p": people[:4], "q": people[5:]}, "confidential", asked=asked)).talk_about == ()


@pytest.mark.parametrize(("answers", "shown_from"), [(9, ()), (10, ("We did it",))])
def test_examples_of_a_confidential_round_need_ten_answers(answers: int, shown_from: tuple[str, ...]) -> None:
    people = [person(4, 4, evidence={"a": "We did it"})] + [person(4, 4)] * (answers - 1) + [person(None, 4)] * 3
    given_ = round_(questionnaire(evidence_from=4), {"p": people}, mode="confidential")
    assert published(given_, quotes=True).items["a"].quotes == shown_from


@pytest.mark.parametrize(("high", "shown_from"), [(4, ()), (5, ("A", "B"))])
def test_examples_of_an_anonymous_round_need_five_high_ratings(high: int, shown_from: tuple[str, ...]) -> None:
    people = [person(4, 4)] * (high - 2) + [person(2, 2)] * 6
    schools = {"p": [person(4, 4, evidence={"a": "B"}), *people], "q": [person(4, 4, evidence={"a": "A"})], "r": [2]}
    given_ = round_(questionnaire(evidence_from=4), schools, mode="anonymous")
    assert published(given_, quotes=True).items["a"].quotes == shown_from


@pytest.mark.parametrize(
    ("people", "named", "quarters"), [(9, 9, None), (10, 10, 2), (10, 20, 4), (10, 2, 1), (10, 15, 3)]
)
def test_evidence_is_said_in_quarters_from_twenty_high_ratings_on(
    people: int, named: int, quarters: int | None
) -> None:
    # Everybody rates two of four questions high; so many of those ratings come with an example.
    crowd_ = [
        person(4, 4, 2, 2, evidence={i: "so" for place, i in enumerate("ac") if 2 * n + place < named})
        for n in range(people)
    ]
    asked = questionnaire((("a", "c"),), (("b", "d"),), evidence_from=4)
    given_ = round_(asked, {"p": crowd_}, mode="confidential")
    assert published(given_).evidence == quarters


def evidence_of(*crowd_: Any) -> int | None:
    asked = questionnaire((("a", "c", "e", "g", "i"),), (("b", "d", "f", "h", "j"),), evidence_from=4)
    return published(round_(asked, {"p": list(crowd_)}, mode="confidential")).evidence


def test_evidence_that_is_said_tells_of_nobody_that_they_rated_high() -> None:
    high, low = person(*(4,) * 10, evidence={"a": "so"}), (2,) * 10
    # Of seven people five rated high, and no matter who: the least at which it is said.
    assert evidence_of(*[high] * 5, low, low) == 1
    assert evidence_of(*[high] * 4, low, low, low) is None
    # Of six people five would be all or all but one.
    assert evidence_of(*[high] * 6) is None
    # Twenty high ratings are enough, whoever gave them, and nineteen are not.
    some = [person(*(4,) * 4, *(2,) * 6, evidence={"a": "so"})] * 4
    assert evidence_of(*some, (*(4,) * 4, *(2,) * 6), low, low) == 1
    assert evidence_of(*some, (*(4,) * 3, *(2,) * 7), low, low) is None
    # Twenty-one of twenty-eight would nearly be all.
    small = questionnaire((("a", "c", "e"),), (("b",),), evidence_from=4)
    assert (
        published(round_(small, {"p": [person(4, 4, 4, 2, evidence={"a": "so"})] * 7}, mode="confidential")).evidence
        is None
    )


def test_a_gap_needs_four_questions() -> None:
    def gap(of_heads_alone: dict[str, Any]) -> float | None:
        gaps = {"higher": "leaders", "lower": "teachers"}
        asked = questionnaire((("a", "c"),), (("b", "d"),), role_gap=gaps, but=of_heads_alone)
        people = [person(5, 5, 5, 5, role="head")] * 6 + [person(4, 4, 4, None, role="teacher")] * 6
        result = assess(round_(asked, {"p": people}))
        assert result.gap is not None
        return result.gap.mean

    assert gap({}) == 1
    assert gap({"d": {"audience": ("head",)}}) is None


def test_names_in_any_script_and_a_thousand_schools_are_published() -> None:
    schools = {f"s{n}": [n % 5 + 1] * 2 for n in range(1000)}
    given_ = round_(ASKED, schools, mode="confidential")
    cluster = given_.cluster.model_copy(
        update={"schools": tuple(s.model_copy(update={"name": "مدرسة النور"}) for s in given_.cluster.schools)}
    )
    found = published(given_.model_copy(update={"cluster": cluster}))
    assert (found.people, found.items["a"].value, found.schools[0].name) == (2000, 3, "مدرسة النور")
