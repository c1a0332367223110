"""Two years side by side: the same schools, the same questions, how sure, and what cannot be compared."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.api import compare
from maturity.core.assessment import Interval
from maturity.core.comparison import Change, Comparison
from maturity.core.said import Said
from maturity.core.statistics import t_quantile
from maturity.errors import UsageError
from maturity.model import Round
from maturity.report import wording
from maturity.report.change_words import warned
from tests.make import person, questionnaire, round_

SMALL = questionnaire()
WIDE = questionnaire((("a", "c", "e"),), (("b", "d", "f"),))
TEN = questionnaire((tuple(f"a{n}" for n in range(10)),), (("b",),))


def year(number: int, schools: Mapping[str, Any], asked: Any = SMALL, *, stay: bool = False, **more: Any) -> Round:
    """A round of other people each year; with `stay` everybody's code is the same in every year."""
    made = round_(asked, schools, label=str(number), date=f"{number}-03-01", **more)
    if stay:
        return made
    renamed = [one.model_copy(update={"respondent": f"{number}-{one.respondent}"}) for one in made.responses]
    return made.model_copy(update={"responses": tuple(renamed)})


def each(schools: str, people: list[Any]) -> dict[str, Any]:
    """The same people's answers in every school."""
    return dict.fromkeys(schools, people)


def text(reason: Said | None, asked: Any = SMALL) -> str:
    return "" if reason is None else wording.sentence(reason, asked)


def moderated(changes: Sequence[float], within: float) -> float:
    """Half of the interval as the formula is printed: d0 = 4, s02 = within + 0.25 squared."""
    s = len(changes)
    s2 = (4 * (within + 0.25**2) + (s - 1) * statistics.variance(changes)) / (4 + s - 1)
    return t_quantile(0.975, 4 + s - 1) * math.sqrt(s2 / s)


def of_mean(mean: float) -> tuple[int, ...]:
    """One person's levels on ten items with the given mean, and a 3 on the other axis."""
    low, rest = divmod(round(mean * 10), 10)
    return (*[low + 1] * rest, *[low] * (10 - rest), 3)


def test_an_axis_of_which_every_question_is_new_cannot_be_compared_and_says_so() -> None:
    asked = questionnaire((("a",),), (("z",),))
    schools = each("pqr", [(3, 4)] * 2)
    axes = compare([year(2025, schools), year(2026, schools, asked)]).last.axes
    assert text(axes["y"].reason, asked) == "no question on it means the same in both rounds"
    assert (axes["x"].verdict, axes["x"].reason) == ("unsure", None)


def test_the_paired_t_interval_is_that_of_the_worked_example() -> None:
    first, second = (2.6, 3.1, 2.2, 3.4, 2.9, 2.5), (3.0, 3.2, 2.9, 3.3, 3.4, 2.8)
    rounds = [
        year(2025 + n, {f"s{i}": [of_mean(mean)] for i, mean in enumerate(means)}, TEN)
        for n, means in enumerate((first, second))
    ]
    change = compare(rounds).last.axes["x"]
    assert change.change == pytest.approx(0.317, abs=5e-4)
    assert change.interval is not None
    assert (change.interval.low, change.interval.high) == pytest.approx((0.017, 0.617), abs=5e-4)
    assert change.smallest_sure_change == pytest.approx(0.300, abs=5e-4)
    assert (change.verdict, change.schools) == ("up", 6)


def test_what_people_within_schools_leave_open_stands_beside_how_differently_the_schools_moved() -> None:
    # Three schools move by one level, so that they do not vary; in each, people answer 1 and 3, and then 2 and 4.
    before, after = each("pqr", [1, 3]), each("pqr", [2, 4])
    change = compare([year(2025, before), year(2026, after)]).last.axes["x"]
    # Variance of people 2, of a school's mean of two people 1, of its change 2.
    assert change.smallest_sure_change == pytest.approx(moderated([1, 1, 1], within=2))
    assert change.verdict == "unsure"


def test_people_who_return_leave_open_what_their_own_changes_do() -> None:
    before, after = {"p": [1, 3], "q": [1, 3], "r": [2, 2]}, {"p": [2, 4], "q": [1, 5], "r": [3, 2]}
    step = compare([year(2025, before, stay=True), year(2026, after, stay=True)]).last
    # Their own changes: 1 and 1, 0 and 2, 1 and 0; of variance 0, 2 and 1/2, in schools of two people.
    assert step.axes["x"].smallest_sure_change == pytest.approx(moderated([1, 1, 0.5], within=(0 + 1 + 0.25) / 3))
    assert step.axes["x"].change == pytest.approx(2.5 / 3)
    assert step.returned == 6


def test_one_who_returns_beside_one_who_is_new_is_half_of_the_evidence() -> None:
    before, after = each("pqr", [1, 3]), each("pqr", [2, 4])
    new = year(2026, after, stay=True)
    people = [
        one.model_copy(update={"respondent": f"new {n}"}) if n % 2 else one for n, one in enumerate(new.responses)
    ]
    step = compare([year(2025, before, stay=True), new.model_copy(update={"responses": tuple(people)})]).last
    # Distances from the school's mean, each enlarged by the square root of 2 and halved: who returns has -1 both
    # times, which cancels; those who came and went have 1 each.
    assert step.axes["x"].smallest_sure_change == pytest.approx(
        moderated([1, 1, 1], within=2 * (math.sqrt(2) / 2) ** 2)
    )
    assert step.returned == 3


def test_a_code_in_another_school_or_made_up_for_a_row_is_nobody_who_returns() -> None:
    before, after = each("pqr", [1, 3]), each("pqr", [2, 4])
    rows_ = [
        one.model_copy(
            update={
                "responses": tuple(r.model_copy(update={"respondent": f"row {n}"}) for n, r in enumerate(one.responses))
            }
        )
        for one in (year(2025, before), year(2026, after))
    ]
    assert compare(rows_).last.returned == 0
    moved = year(2026, after, stay=True)
    schools = ("q", "q", "r", "r", "p", "p")
    elsewhere = tuple(one.model_copy(update={"school": s}) for one, s in zip(moved.responses, schools, strict=True))
    step = compare([year(2025, before, stay=True), moved.model_copy(update={"responses": elsewhere})]).last
    assert step.returned == 0


@pytest.mark.parametrize("stay", [False, True])
@pytest.mark.parametrize("turned", [False, True])
def test_what_people_leave_open_agrees_with_people_taken_one_by_one(stay: bool, turned: bool) -> None:
    special: dict[str, dict[str, Any]] = {"c": {"reversed": turned}, "e": {"weight": 2}}
    asked = questionnaire((("a", "c", "e"),), (("b", "d", "f"),), but=special)
    chance = np.random.default_rng(7)
    first, second = (
        {school: [tuple(map(int, chance.integers(1, 6, 6))) for _ in range(n)] for n, school in enumerate("pqrst", 3)}
        for _ in range(2)
    )
    change = compare([year(2025, first, asked, stay=stay), year(2026, second, asked, stay=stay)]).last.axes["x"]
    changes, within = [], []
    for school in "pqrst":
        before, after = (
            [statistics.mean((a, 6 - c if turned else c, e, e)) for a, c, e, *_ in one[school]]
            for one in (first, second)
        )
        changes.append(statistics.mean(after) - statistics.mean(before))
        if stay:
            own = [b - a for a, b in zip(before, after, strict=True)]
            within.append(statistics.variance(own) / len(own))
        else:
            within.append(sum(statistics.variance(one) / len(one) for one in (before, after)))
    assert change.change == pytest.approx(statistics.mean(changes))
    # Pooled over schools in proportion to what their numbers of answers alone would give.
    alone = [2 * (1 + 1 + 4) / 16 / n for n in range(3, 8)]
    pooled = sum(within) / sum(alone) * statistics.mean(alone)
    assert change.smallest_sure_change == pytest.approx(moderated(changes, pooled))


def test_a_school_with_one_person_borrows_what_people_of_the_others_leave_open() -> None:
    first, second = {"p": [1, 3], "q": [2, 3], "r": [2]}, {"p": [2, 5], "q": [2, 2], "r": [4]}
    change = compare([year(2025, first), year(2026, second)]).last.axes["x"]
    told = (2 / 2 + 4.5 / 2) + (0.5 / 2 + 0)
    # An answer of variance 1 would leave open 1/2 + 1/2 at p and q, and 1 + 1 at r.
    within = told / (1 + 1) * (1 + 1 + 2) / 3
    assert change.smallest_sure_change == pytest.approx(moderated([1.5, -0.5, 2], within))


def test_schools_that_stand_for_others_are_measured_by_their_own_changes_alone() -> None:
    first = {"p": [1, 5], "q": [2, 2], "r": [3, 1]}
    second = {"p": [4, 4], "q": [3, 2], "r": [5, 3]}
    step = compare([year(2025, first), year(2026, second)], schools="sampled").last
    half = t_quantile(0.975, 2) * statistics.stdev([1, 0.5, 2]) / math.sqrt(3)
    assert step.axes["x"].smallest_sure_change == pytest.approx(half)
    assert step.basis == "other-schools"
    assert compare([year(2025, first), year(2026, second)]).last.basis == "these-schools"


def test_unanimous_schools_leave_open_what_rounding_to_whole_levels_does() -> None:
    rounds = [year(2025, each("pqr", [2] * 5)), year(2026, each("pqr", [3] * 5))]
    change = compare(rounds, schools="sampled").last.axes["x"]
    assert change.smallest_sure_change == pytest.approx(t_quantile(0.975, 2) * math.sqrt(6 / 12 / 5 / 9))
    assert change.verdict == "up"


def test_rounding_leaves_less_open_the_more_evenly_questions_count() -> None:
    asked = questionnaire((("a", "c"),), (("b",),), but={"c": {"weight": 2}})
    rounds = [year(2025, each("pqr", [2] * 5), asked), year(2026, each("pqr", [3] * 5), asked)]
    half = compare(rounds, schools="sampled").last.axes["x"].smallest_sure_change
    assert half == pytest.approx(t_quantile(0.975, 2) * math.sqrt(6 / 12 / 5 / 9 * (1 + 4) / 9))


def test_the_change_is_the_mean_of_the_schools_own_changes_over_what_each_answered_both_times() -> None:
    asked = questionnaire((("a", "c"),), (("b",),))
    first = {"p": [(2, 4, 3)], "q": [(1, None, 3)], "r": [(None, 2, 3)], "s": [(3, 3, 3)]}
    second = {"p": [(3, 4, 3)], "q": [(3, 5, 3)], "r": [(5, 3, 3)], "s": [(3, None, 3)]}
    change = compare([year(2025, first, asked), year(2026, second, asked)]).last.axes["x"]
    # p: 3 to 3.5; q on a alone: 1 to 3; r on c alone: 2 to 3; s on a alone: 3 to 3.
    assert change.change == pytest.approx((0.5 + 2 + 1 + 0) / 4)
    assert change.before == pytest.approx((3 + 1 + 2 + 3) / 4)
    assert change.after == pytest.approx((3.5 + 3 + 3 + 3) / 4)


@pytest.mark.parametrize(("answering", "verdict"), [(3, "unsure"), (2, "incomparable")])
def test_half_of_the_schools_in_both_rounds_are_enough_and_fewer_are_not(answering: int, verdict: str) -> None:
    asked = questionnaire((("a",), ("c",)), (("b",),))
    people = {s: [(3, 3 if n < answering else None, 3)] for n, s in enumerate("pqrstu")}
    step = compare([year(2025, people, asked), year(2026, people, asked)]).last
    assert (step.items_changed["c"].verdict, step.dimensions["x2"].verdict) == (verdict, verdict)


def test_an_interval_never_leaves_what_the_scale_allows() -> None:
    first, second = {"p": [1, 5], "q": [5, 5], "r": [1, 5]}, {"p": [5, 1], "q": [1, 1], "r": [5, 5]}
    rounds = [year(2025, first), year(2026, second)]
    change = compare(rounds, schools="sampled").last.axes["x"]
    # The changes 0, -4 and 2 give -0.7 and 7.6 to both sides; on levels 1 to 5 nothing moves by more than 4.
    assert (change.interval, change.smallest_sure_change) == (Interval(-4, 4), 4)
    own = compare(rounds).last.axes["x"].interval
    assert own is not None
    assert (own.low, own.high) == pytest.approx((-4, moderated([0, -4, 2], within=(8 + 0 + 4) / 3) - 2 / 3))


@pytest.mark.parametrize(("schools", "words"), [("p", "one school"), ("pq", "2 schools")])
def test_below_three_schools_the_two_levels_stand_and_that_they_are_too_few(schools: str, words: str) -> None:
    rounds = [year(2025, each(schools, [2, 3])), year(2026, each(schools, [5, 5]))]
    change = compare(rounds).last.axes["x"]
    assert (change.before, change.after, change.schools) == (2.5, 5, len(schools))
    assert (change.change, change.interval, change.smallest_sure_change, change.verdict) == (
        None,
        None,
        None,
        "too-few",
    )
    be = "is" if schools == "p" else "are"
    assert text(change.reason) == (f"{words} with enough answers on it in both rounds {be} too few to say more")


def test_three_heads_who_move_alike_are_not_sure_of_anything() -> None:
    # Nobody's school has a second opinion, so that the schools alone say how sure it is.
    heads = [year(2025, {"p": [2], "q": [3], "r": [1]}), year(2026, {"p": [3], "q": [3], "r": [3]})]
    step = compare(heads).last
    assert step.basis == "schools-alone"
    half = t_quantile(0.975, 2) * statistics.stdev([1, 0, 2]) / math.sqrt(3)
    assert step.axes["x"].smallest_sure_change == pytest.approx(half)
    change = compare([year(2025, each("pqr", [2])), year(2026, each("pqr", [3]))]).last.axes["x"]
    assert (change.change, change.verdict) == (1, "unsure")


def test_a_school_that_joins_moves_the_mean_and_not_the_comparison() -> None:
    before = {"p": [3, 3], "q": [3, 4], "r": [3, 3]}
    step = compare([year(2025, before), year(2026, before | {"low": [1, 1]})]).last
    assert step.axes["x"].change == pytest.approx(0)
    assert [mover.id for mover in step.schools.joined] == ["low"]
    # (3 + 3.5 + 3 + 1) / 4 less (3 + 3.5 + 3) / 3
    assert step.schools.joined[0].effect["x"] == pytest.approx(10.5 / 4 - 9.5 / 3)
    assert step.schools.joined_together == step.schools.joined[0].effect


def test_without_a_school_half_of_those_that_remain_are_enough() -> None:
    before = {"p": [3], "q": [(None, 3)]}
    step = compare([year(2025, before), year(2026, before | {"new": [5]})]).last
    assert step.schools.joined[0].effect["x"] == pytest.approx((3 + 5) / 2 - 3)


def test_a_school_that_leaves_has_the_effect_of_its_leaving() -> None:
    step = compare([year(2025, {"p": [3, 3], "q": [4, 4], "low": [1, 1]}), year(2026, {"p": [3, 3], "q": [4, 4]})]).last
    # Without it the earlier score is 3.5 and not 8 / 3: higher, for its leaving.
    assert step.schools.left[0].effect["x"] == pytest.approx(3.5 - 8 / 3)


def test_several_who_join_have_an_effect_together() -> None:
    before = each("pqr", [3, 3])
    step = compare([year(2025, before), year(2026, before | {"low": [1], "high": [5]})]).last
    assert step.schools.joined_together["x"] == pytest.approx(0)
    assert [mover.effect["x"] for mover in step.schools.joined] == pytest.approx([3 - 14 / 4, 3 - 10 / 4])


def test_a_member_that_was_silent_once_is_named_and_not_compared() -> None:
    step = compare([year(2025, {"p": [3], "q": [3], "r": [3]}), year(2026, {"p": [3], "q": [3], "r": []})]).last
    assert step.schools.paired == ("p", "q")
    assert step.schools.silent == ("R",)


def test_each_item_rests_on_the_schools_that_answered_it_both_times() -> None:
    asked = questionnaire((("a", "c"),), (("b",),))
    first = {"p": [(2, 2, 3)], "q": [(2, 5, 3)], "r": [(2, 2, 3)]}
    second = {"p": [(2, 2, 3)], "q": [(2, None, 3)], "r": [(2, 2, 3)]}
    step = compare([year(2025, first, asked), year(2026, second, asked)]).last
    assert step.items_changed["c"].schools == 2
    assert step.axes["x"].change == pytest.approx(0), "the 5 of 2025 has no partner"


def test_a_reworded_an_added_and_a_dropped_item_are_listed_and_left_out() -> None:
    old = questionnaire((("a", "c", "gone"),), (("b",),))
    new = questionnaire((("a", "c", "new"),), (("b",),), but={"c": {"prompt": "Other words?"}}, version="2")
    step = compare([year(2025, each("pqr", [2]), old), year(2026, each("pqr", [(3, 5, 5, 3)]), new)]).last
    items = step.items
    assert (items.common, items.reworded, items.only_before, items.only_after) == (
        ("a", "b"),
        ("c",),
        ("gone",),
        ("new",),
    )
    assert step.axes["x"].change == pytest.approx(1)
    assert "reworded" in [warning.code for warning in step.warnings]


@pytest.mark.parametrize(
    "other",
    [
        {"a": {"rev": 2}},
        {"a": {"levels": {level: f"stage {level}" for level in range(1, 6)}}},
        {"a": {"reversed": True}},
    ],
)
def test_another_revision_level_text_or_direction_is_another_question(other: dict[str, Any]) -> None:
    new = questionnaire(but=other)
    step = compare([year(2025, each("pqr", [2])), year(2026, each("pqr", [2]), new)]).last
    assert step.items.reworded == ("a",)
    assert step.axes["x"].verdict == "incomparable"
    assert step.axes["x"].reason is not None
    assert step.axes["y"].change == 0


def test_an_axis_with_too_few_common_dimensions_is_not_compared() -> None:
    old = questionnaire((("a",), ("c",)), (("b",),), but={"x": {"dimensions_needed": 2}})
    new = questionnaire((("a",), ("other",)), (("b",),), but={"x": {"dimensions_needed": 2}})
    step = compare([year(2025, each("pqr", [2]), old), year(2026, each("pqr", [2]), new)]).last
    assert text(step.axes["x"].reason) == (
        "1 of 2 dimensions has a question that means the same in both rounds; 2 are needed"
    )
    assert step.dimensions["x1"].change == 0
    assert step.dimensions["x2"].verdict == "incomparable"


def test_an_item_put_to_other_roles_is_compared_and_said() -> None:
    old, new = questionnaire(but={"a": {"audience": ["head"]}}), SMALL
    heads = each("pqr", [person(2, 2, role="head")])
    step = compare([year(2025, heads, old), year(2026, heads, new)]).last
    assert step.axes["x"].change == 0
    assert "other-people" in [warning.code for warning in step.warnings]


def ten_people(common: int, rest: int) -> list[tuple[int, ...]]:
    """Ten people, ten common items and ten others: so many of each hundred answers are 4, the others 3."""

    def row(person: int, fours: int) -> list[int]:
        return [4 if 10 * person + item < fours else 3 for item in range(10)]

    return [(*row(n, common), *row(n, rest), 3) for n in range(10)]


def test_linking_gives_the_worked_example() -> None:
    common = tuple(f"a{n}" for n in range(10))
    old = questionnaire(((*common, *(f"old{n}" for n in range(10))),), (("b",),))
    new = questionnaire(((*common, *(f"new{n}" for n in range(10))),), (("b",),), version="2")
    # All questions 3.20, the common ones 3.30; a year later all 3.45, the common ones 3.50.
    first, second = ten_people(30, 10), ten_people(50, 40)
    comparison = compare([year(2025, each("pqr", first), old), year(2026, each("pqr", second), new)])
    assert [one.axes["x"].score for one in comparison.rounds] == pytest.approx([3.20, 3.45])
    step = comparison.last
    assert step.linked is not None
    assert step.linked["x"] == pytest.approx(3.40)
    assert step.linked["y"] is None, "one question in common is too few to link"
    assert step.linked_reason is not None
    assert "too little in common on challenge" in text(step.linked_reason).casefold()


def test_the_same_questions_need_no_link() -> None:
    step = compare([year(2025, each("pqr", [2])), year(2026, each("pqr", [3]))]).last
    assert (step.linked, step.linked_reason) == (None, None)


def test_an_item_that_goes_its_own_way_is_flagged_and_left_out_once_more() -> None:
    asked = questionnaire((("a", "c", "e"),), (("b",),))
    step = compare(
        [
            year(2025, each("pqr", [(2, 2, 2, 3)] * 4), asked),
            year(2026, each("pqr", [(2, 2, 4, 3)] * 4), asked),
        ]
    ).last
    assert step.items.drifting == ("e",)
    assert step.axes["x"].change == pytest.approx(2 / 3)
    assert step.without_drifting is not None
    assert step.without_drifting["x"].change == pytest.approx(0)


def test_half_a_level_from_the_median_is_not_yet_drift_and_an_axis_that_moves_is_none() -> None:
    asked = questionnaire((("a", "c", "e"),), (("b", "d", "f"),))
    before = [(2, 2, 2, 2, 2, 2)] * 2
    after = [(2, 2, 2, 4, 4, 4), (2, 2, 3, 4, 4, 4)]
    step = compare([year(2025, each("pqr", before), asked), year(2026, each("pqr", after), asked)]).last
    assert step.items.drifting == ()
    assert step.without_drifting is None


def test_another_questionnaire_is_refused_with_the_reason() -> None:
    other = questionnaire(id="other")
    with pytest.raises(UsageError, match=r"small and other.*no anchor question.*at least 3"):
        compare([year(2025, {"p": [2]}), year(2026, {"p": [2]}, other)])


def test_another_questionnaire_with_enough_anchors_is_compared() -> None:
    anchors = {item: {"anchor": True} for item in "acebdf"}
    old = questionnaire((("a", "c", "e"),), (("b", "d", "f"),), but=anchors)
    new = questionnaire((("a", "c", "e", "g"),), (("b", "d", "f"),), but=anchors, id="other")
    step = compare([year(2025, each("pqr", [2]), old), year(2026, each("pqr", [2]), new)]).last
    assert step.items.common == ("a", "c", "e", "b", "d", "f")
    assert "other-questionnaire" in [warning.code for warning in step.warnings]


def test_the_user_may_say_which_questions_are_the_same() -> None:
    new = questionnaire((("aa",),), (("bb",),), id="other")
    rounds = [year(2025, each("pqr", [2])), year(2026, each("pqr", [(3, 2)]), new)]
    step = compare(rounds, same={"a": "aa", "b": "bb"}).last
    assert step.items.common == ("aa", "bb")
    assert step.axes["x"].change == 1
    assert "vouched" in [warning.code for warning in step.warnings]


def test_what_the_user_says_is_the_same_wins_over_an_id_that_has_stayed() -> None:
    old, new = questionnaire((("a", "c"),)), questionnaire((("c",),))
    rounds = [year(2025, each("pqr", [(2, 5, 3)]), old), year(2026, each("pqr", [(3, 3)]), new)]
    step = compare(rounds, same={"a": "c"}).last
    assert step.items_changed["c"].change == 1
    assert step.items.only_before == ("c",)


def test_a_question_keeps_its_track_over_two_renamings() -> None:
    second = questionnaire((("aa",),), (("b",),), id="second")
    third = questionnaire((("aaa",),), (("b",),), id="third")
    rounds = [
        year(2024, each("pqr", [2])),
        year(2025, each("pqr", [3]), second),
        year(2026, each("pqr", [4]), third),
    ]
    comparison = compare(rounds, same={"a": "aa", "aa": "aaa", "b": "b"})
    assert [step.axes["x"].change for step in (*comparison.steps, comparison.whole)] == [1, 1, 2]


@pytest.mark.parametrize(
    ("same", "said"),
    [({"a": "nothing"}, "nothing"), ({"a": "b", "b": "b"}, "cannot both be 'b'")],
)
def test_pairs_that_cannot_be_are_refused(same: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        compare([year(2025, {"p": [2]}), year(2026, {"p": [2]})], same=same)


def test_another_scale_is_refused() -> None:
    with pytest.raises(UsageError, match="from 1 to 5 in one round and from 1 to 6"):
        compare([year(2025, {"p": [2]}), year(2026, {"p": [2]}, questionnaire(scale=(1, 6)))])


def test_another_cluster_is_refused_and_another_name_is_said() -> None:
    with pytest.raises(UsageError, match="no school is in both rounds"):
        compare([year(2025, {"p": [2]}), year(2026, {"q": [2]})])
    first, second = year(2025, {"p": [2]}), year(2026, {"p": [2]})
    renamed = second.model_copy(update={"cluster": second.cluster.model_copy(update={"name": "New name"})})
    assert "other-name" in [warning.code for warning in compare([first, renamed]).last.warnings]


def test_a_school_with_the_same_id_and_another_name_is_said() -> None:
    first, second = year(2025, {"p": [2]}), year(2026, {"p": [2]})
    other = second.cluster.model_copy(update={"schools": (second.cluster.schools[0].model_copy(update={"name": "X"}),)})
    step = compare([first, second.model_copy(update={"cluster": other})]).last
    assert "A school has the same id and another name: P is now X." in [warned(one, step) for one in step.warnings]


def test_a_round_beside_itself_is_refused() -> None:
    once = year(2025, {"p": [2], "q": [3], "r": [4]})
    with pytest.raises(UsageError, match="2025 is given twice"):
        compare([once, once.model_copy(deep=True)])
    with pytest.raises(UsageError, match="2025 is given twice"):
        compare([once, year(2026, {"p": [2], "q": [3], "r": [4]}), once])


def test_the_same_answers_under_another_label_are_said() -> None:
    schools = {"p": [2], "q": [3], "r": [4]}
    step = compare([year(2025, schools), year(2026, schools)]).last
    assert [warned(one, step) for one in step.warnings] == [
        "Everybody's answers in 2026 are those of 2025. Is one of the two a copy of the other?"
    ]
    other = compare([year(2025, schools), year(2026, schools | {"r": [5]})]).last
    assert other.warnings == ()


def test_one_round_is_nothing_to_compare() -> None:
    with pytest.raises(UsageError, match="two rounds"):
        compare([year(2025, {"p": [2]})])


def test_without_dates_the_order_given_counts_and_is_said() -> None:
    first, second = year(2025, {"p": [2]}), year(2026, {"p": [3]})
    undated = first.model_copy(update={"date": None})
    comparison = compare([second, undated])
    assert [one.label for one in comparison.rounds] == ["2026", "2025"]
    assert [warning.code for warning in comparison.warnings] == ["no-date"]


def test_looking_back_is_a_reading_of_its_own() -> None:
    then = {"a": 2, "c": 2, "e": 2, "b": 3, "d": 3, "f": 3}
    people = [person(4, 4, 4, 3, 3, 3, looking_back=then), person(4, 4, 4, 3, 3, 3)]
    rounds = [year(2025, each("pqr", [3, 3]), WIDE), year(2026, each("pqr", people), WIDE)]
    step = compare(rounds).last
    seen = step.looking_back
    assert seen is not None
    assert (seen.before["x"], seen.then["x"], seen.now["x"], seen.shift["x"]) == (3, 2, 4, -1)
    assert seen.people.value == 3
    assert step.axes["x"].change == 1, "what was looked back on moves no other number"


def test_what_was_said_then_and_now_is_over_what_people_looked_back_on() -> None:
    asked = questionnaire((("a", "c"),), (("b",),))
    first = each("pq", [(2, 5, 3)]) | each("rs", [(5, 2, 3)])
    second = each("pq", [person(4, 1, 3, looking_back={"a": 1})]) | each("rs", [person(1, 4, 3, looking_back={"c": 3})])
    seen = compare([year(2025, first, asked), year(2026, second, asked)]).last.looking_back
    assert seen is not None
    # Half of the schools told a, and half c: a of p and q alone, c of r and s alone.
    assert (seen.before["x"], seen.then["x"], seen.now["x"]) == (2, 2, 4)


def test_people_look_back_at_the_round_before_and_not_at_the_first() -> None:
    back = {"p": [person(3, 3, looking_back={"a": 1, "b": 1})]}
    comparison = compare([year(2024, {"p": [2]}), year(2025, {"p": [2]}), year(2026, back)])
    assert comparison.last.looking_back is not None
    assert comparison.whole.looking_back is None


def test_a_middle_round_with_other_questions_does_not_break_the_whole_way() -> None:
    anchors = {"a": {"anchor": True}, "b": {"anchor": True}}
    one, two = questionnaire(but=anchors), questionnaire((("a", "c"),), (("b",),), but=anchors, version="2")
    rounds = [
        year(2024, each("pqr", [2]), one),
        year(2025, {"q": [2], "s": [2]}, two),
        year(2026, {"s": [3]}, two),
    ]
    comparison = compare(rounds)
    assert comparison.whole.axes["x"].verdict == "incomparable"
    assert text(comparison.whole.axes["x"].reason) == "no school is in both rounds"


levels = st.one_of(st.integers(1, 5), st.none(), st.just("DK"))
rows = st.tuples(*[levels] * 6)
clusters = st.dictionaries(st.sampled_from("pqrst"), st.lists(rows, min_size=1, max_size=4), min_size=2, max_size=5)


def numbers(comparison: Comparison) -> list[float]:
    def of(change: Change) -> list[float]:
        ends = (change.interval.low, change.interval.high) if change.interval else (None, None)
        values = (change.before, change.after, change.change, *ends, change.smallest_sure_change)
        return [np.nan if value is None else value for value in values]

    return [value for change in changes(comparison) for value in of(change)]


def changes(comparison: Comparison) -> list[Change]:
    step = comparison.last
    return [*step.axes.values(), *step.dimensions.values(), *step.items_changed.values()]


@settings(max_examples=10)
@given(clusters)
def test_a_round_beside_itself_has_not_changed(schools: dict[str, Any]) -> None:
    comparison = compare([year(2025, schools, WIDE), year(2026, schools, WIDE)])
    assert {change.verdict for change in changes(comparison)} <= {"unsure", "too-few", "incomparable"}
    assert all(change.change in (0, None) for change in changes(comparison))
    assert comparison.last.items.drifting == ()


@settings(max_examples=10)
@given(clusters, clusters)
def test_swapping_the_years_flips_the_signs(first: dict[str, Any], second: dict[str, Any]) -> None:
    if not first.keys() & second.keys():
        return
    there = compare([year(2025, first, WIDE), year(2026, second, WIDE)])
    back = compare([year(2026, first, WIDE), year(2025, second, WIDE)])
    for one, other in zip(changes(there), changes(back), strict=True):
        assert one.change == pytest.approx(None if other.change is None else -other.change)
        assert one.smallest_sure_change == pytest.approx(other.smallest_sure_change)
        assert {one.verdict, other.verdict} in ({"up", "down"}, {"unsure"}, {"too-few"}, {"incomparable"})


@settings(max_examples=10)
@given(clusters, clusters, st.lists(rows, min_size=1, max_size=3), st.booleans())
def test_a_school_in_one_year_only_moves_nothing_that_is_paired(
    first: dict[str, Any], second: dict[str, Any], newcomers: list[Any], later: bool
) -> None:
    if not first.keys() & second.keys():
        return
    without = compare([year(2025, first, WIDE), year(2026, second, WIDE)])
    more = [first | ({} if later else {"new": newcomers}), second | ({"new": newcomers} if later else {})]
    with_it = compare([year(2025, more[0], WIDE), year(2026, more[1], WIDE)])
    assert numbers(with_it) == pytest.approx(numbers(without), nan_ok=True)


@settings(max_examples=10)
@given(st.permutations([2023, 2024, 2025]), clusters, st.randoms())
def test_neither_the_order_of_rounds_nor_of_people_matters(
    order: list[int], schools: dict[str, Any], chance: Any
) -> None:
    rounds = {
        2023: year(2023, {"p": [2, 3]} | schools, WIDE),
        2024: year(2024, {"p": [3, 5]}, WIDE),
        2025: year(2025, schools | {"p": [4, 1]}, WIDE),
    }
    people = list(rounds[2025].responses)
    chance.shuffle(people)
    mixed = rounds | {2025: rounds[2025].model_copy(update={"responses": tuple(people)})}
    straight, other = compare(list(rounds.values())), compare([mixed[number] for number in order])
    assert [one.label for one in other.rounds] == ["2023", "2024", "2025"]
    assert numbers(straight) == pytest.approx(numbers(other), abs=0, rel=0, nan_ok=True)
