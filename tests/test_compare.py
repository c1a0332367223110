"""Two years side by side: the same schools, the same questions, how sure, and what cannot be compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core.compare import compare
from maturity.core.comparison import Change, Comparison
from maturity.core.scoring import Structure, score
from maturity.core.statistics import t_quantile
from maturity.core.table import tabulate
from maturity.errors import UsageError
from maturity.model import Round
from tests.make import person, questionnaire, round_
from tests.resampling import draw_people

SMALL = questionnaire()
WIDE = questionnaire((("a", "c", "e"),), (("b", "d", "f"),))
TEN = questionnaire((tuple(f"a{n}" for n in range(10)),), (("b",),))


def year(number: int, schools: Mapping[str, Any], asked: Any = SMALL, **more: Any) -> Round:
    return round_(asked, schools, label=str(number), date=f"{number}-03-01", **more)


def of_mean(mean: float) -> tuple[int, ...]:
    """One person's levels on ten items with the given mean, and a 3 on the other axis."""
    low, rest = divmod(round(mean * 10), 10)
    return (*[low + 1] * rest, *[low] * (10 - rest), 3)


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


def test_the_interval_is_never_narrower_than_what_people_leave_open() -> None:
    # Three schools move by one level, so that they do not vary; in each, people answer 1 and 3, and then 2 and 4.
    before, after = {"p": [1, 3], "q": [1, 3], "r": [1, 3]}, {"p": [2, 4], "q": [2, 4], "r": [2, 4]}
    change = compare([year(2025, before), year(2026, after)]).last.axes["x"]
    # Pooled variance of people 2; six school means of two people, each a third of a score; 12 people less 6 schools.
    half = t_quantile(0.975, 6) * math.sqrt(2 / 2 * 6 / 9)
    assert change.smallest_sure_change == pytest.approx(half)
    assert change.verdict == "unsure"


def test_what_people_leave_open_agrees_with_resampling_them() -> None:
    # Schools that move by the same amount: the spread over schools is nothing, so that only people are left.
    chance = np.random.default_rng(7)
    people = {school: [tuple(map(int, chance.integers(1, 4, 6))) for _ in range(6)] for school in "pqrs"}
    later = {school: [tuple(level + 1 for level in levels) for levels in rows_] for school, rows_ in people.items()}
    rounds = [year(2025, people, WIDE), year(2026, later, WIDE)]
    structure, variance = Structure.of(WIDE), 0.0
    for one in rounds:
        table = tabulate(one)
        draws = draw_people(table, structure, score(table, structure).item[0], np.random.default_rng(1), 20_000)
        variance += float(draws[:, 0].var())
    change = compare(rounds).last.axes["x"]
    assert change.smallest_sure_change == pytest.approx(t_quantile(0.975, 40) * math.sqrt(variance), rel=0.03)


def test_unanimous_schools_leave_open_what_rounding_to_whole_levels_does() -> None:
    step = compare([year(2025, dict.fromkeys("pqr", [2] * 5)), year(2026, dict.fromkeys("pqr", [3] * 5))]).last
    change = step.axes["x"]
    assert change.smallest_sure_change == pytest.approx(t_quantile(0.975, 24) * math.sqrt(6 / 12 / 5 / 9))
    assert change.verdict == "up"


def test_two_heads_who_move_alike_are_not_sure_of_anything() -> None:
    change = compare([year(2025, {"p": [2], "q": [2]}), year(2026, {"p": [3], "q": [3]})]).last.axes["x"]
    assert (change.change, change.verdict) == (1, "unsure")


def test_one_school_has_no_interval_and_says_why() -> None:
    change = compare([year(2025, {"p": [2, 3]}), year(2026, {"p": [5, 5]})]).last.axes["x"]
    assert (change.interval, change.smallest_sure_change, change.verdict) == (None, None, "unsure")
    assert change.reason is not None
    assert "one school" in change.reason


def test_a_school_that_joins_moves_the_mean_and_not_the_comparison() -> None:
    before = {"p": [3, 3], "q": [3, 4]}
    step = compare([year(2025, before), year(2026, before | {"low": [1, 1]})]).last
    assert step.axes["x"].change == pytest.approx(0)
    assert [mover.id for mover in step.schools.joined] == ["low"]
    # (3 + 3.5 + 1) / 3 less (3 + 3.5) / 2
    assert step.schools.joined[0].effect["x"] == pytest.approx(2.5 - 3.25)
    assert step.schools.joined_together == step.schools.joined[0].effect


def test_a_school_that_leaves_has_the_effect_of_its_leaving() -> None:
    step = compare([year(2025, {"p": [3, 3], "q": [4, 4], "low": [1, 1]}), year(2026, {"p": [3, 3], "q": [4, 4]})]).last
    # Without it the earlier score is 3.5 and not 8 / 3: higher, for its leaving.
    assert step.schools.left[0].effect["x"] == pytest.approx(3.5 - 8 / 3)


def test_several_who_join_have_an_effect_together() -> None:
    before = {"p": [3, 3], "q": [3, 3]}
    step = compare([year(2025, before), year(2026, before | {"low": [1], "high": [5]})]).last
    assert step.schools.joined_together["x"] == pytest.approx(0)
    assert [mover.effect["x"] for mover in step.schools.joined] == pytest.approx([3 - 11 / 3, 3 - 7 / 3])


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
    step = compare(
        [year(2025, {"p": [2], "q": [2]}, old), year(2026, {"p": [(3, 5, 5, 3)], "q": [(3, 5, 5, 3)]}, new)]
    ).last
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
    step = compare([year(2025, {"p": [2], "q": [2]}), year(2026, {"p": [2], "q": [2]}, new)]).last
    assert step.items.reworded == ("a",)
    assert step.axes["x"].verdict == "incomparable"
    assert step.axes["x"].reason is not None
    assert step.axes["y"].change == 0


def test_an_axis_with_too_few_common_dimensions_is_not_compared() -> None:
    old = questionnaire((("a",), ("c",)), (("b",),), but={"x": {"dimensions_needed": 2}})
    new = questionnaire((("a",), ("other",)), (("b",),), but={"x": {"dimensions_needed": 2}})
    step = compare([year(2025, {"p": [2], "q": [2]}, old), year(2026, {"p": [2], "q": [2]}, new)]).last
    assert step.axes["x"].reason == (
        "1 of 2 dimensions have a question that means the same in both rounds; 2 are needed"
    )
    assert step.dimensions["x1"].change == 0
    assert step.dimensions["x2"].verdict == "incomparable"


def test_an_item_put_to_other_roles_is_compared_and_said() -> None:
    old, new = questionnaire(but={"a": {"audience": ["head"]}}), SMALL
    heads = {"p": [person(2, 2, role="head")], "q": [person(2, 2, role="head")]}
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
    comparison = compare([year(2025, {"p": first, "q": first}, old), year(2026, {"p": second, "q": second}, new)])
    assert [one.axes["x"].score for one in comparison.rounds] == pytest.approx([3.20, 3.45])
    step = comparison.last
    assert step.linked is not None
    assert step.linked["x"] == pytest.approx(3.40)
    assert step.linked["y"] is None, "one question in common is too few to link"
    assert step.linked_reason is not None
    assert "Challenge (1 question in common)" in step.linked_reason


def test_the_same_questions_need_no_link() -> None:
    step = compare([year(2025, {"p": [2], "q": [2]}), year(2026, {"p": [3], "q": [3]})]).last
    assert (step.linked, step.linked_reason) == (None, None)


def test_an_item_that_goes_its_own_way_is_flagged_and_left_out_once_more() -> None:
    asked = questionnaire((("a", "c", "e"),), (("b",),))
    step = compare(
        [
            year(2025, {"p": [(2, 2, 2, 3)] * 4, "q": [(2, 2, 2, 3)] * 4}, asked),
            year(2026, {"p": [(2, 2, 4, 3)] * 4, "q": [(2, 2, 4, 3)] * 4}, asked),
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
    step = compare([year(2025, {"p": before, "q": before}, asked), year(2026, {"p": after, "q": after}, asked)]).last
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
    step = compare([year(2025, {"p": [2], "q": [2]}, old), year(2026, {"p": [2], "q": [2]}, new)]).last
    assert step.items.common == ("a", "c", "e", "b", "d", "f")
    assert "other-questionnaire" in [warning.code for warning in step.warnings]


def test_the_user_may_say_which_questions_are_the_same() -> None:
    new = questionnaire((("aa",),), (("bb",),), id="other")
    rounds = [year(2025, {"p": [2], "q": [2]}), year(2026, {"p": [(3, 2)], "q": [(3, 2)]}, new)]
    step = compare(rounds, same={"a": "aa", "b": "bb"}).last
    assert step.items.common == ("aa", "bb")
    assert step.axes["x"].change == 1
    assert "vouched" in [warning.code for warning in step.warnings]


def test_what_the_user_says_is_the_same_wins_over_an_id_that_has_stayed() -> None:
    old, new = questionnaire((("a", "c"),)), questionnaire((("c",),))
    rounds = [year(2025, {"p": [(2, 5, 3)], "q": [(2, 5, 3)]}, old), year(2026, {"p": [(3, 3)], "q": [(3, 3)]}, new)]
    step = compare(rounds, same={"a": "c"}).last
    assert step.items_changed["c"].change == 1
    assert step.items.only_before == ("c",)


def test_a_question_keeps_its_track_over_two_renamings() -> None:
    second = questionnaire((("aa",),), (("b",),), id="second")
    third = questionnaire((("aaa",),), (("b",),), id="third")
    rounds = [
        year(2024, {"p": [2], "q": [2]}),
        year(2025, {"p": [3], "q": [3]}, second),
        year(2026, {"p": [4], "q": [4]}, third),
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
    assert [warning.code for warning in compare([first, renamed]).last.warnings] == ["other-name"]


def test_a_school_with_the_same_id_and_another_name_is_said() -> None:
    first, second = year(2025, {"p": [2]}), year(2026, {"p": [2]})
    other = second.cluster.model_copy(update={"schools": (second.cluster.schools[0].model_copy(update={"name": "X"}),)})
    said = compare([first, second.model_copy(update={"cluster": other})]).last.warnings
    assert [(warning.code, "P is now X" in str(warning.said)) for warning in said] == [("other-school-name", True)]


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
    rounds = [year(2025, {"p": [3, 3], "q": [3, 3]}, WIDE), year(2026, {"p": people, "q": people}, WIDE)]
    step = compare(rounds).last
    seen = step.looking_back
    assert seen is not None
    assert (seen.before["x"], seen.then["x"], seen.now["x"], seen.shift["x"]) == (3, 2, 4, -1)
    assert seen.people.value == 2
    assert step.axes["x"].change == 1, "what was looked back on moves no other number"


def test_people_look_back_at_the_round_before_and_not_at_the_first() -> None:
    back = {"p": [person(3, 3, looking_back={"a": 1, "b": 1})]}
    comparison = compare([year(2024, {"p": [2]}), year(2025, {"p": [2]}), year(2026, back)])
    assert comparison.last.looking_back is not None
    assert comparison.whole.looking_back is None


def test_a_middle_round_with_other_questions_does_not_break_the_whole_way() -> None:
    anchors = {"a": {"anchor": True}, "b": {"anchor": True}}
    one, two = questionnaire(but=anchors), questionnaire((("a", "c"),), (("b",),), but=anchors, version="2")
    rounds = [year(2024, {"p": [2], "q": [2]}, one), year(2025, {"q": [2], "r": [2]}, two), year(2026, {"r": [3]}, two)]
    comparison = compare(rounds)
    assert comparison.whole.axes["x"].verdict == "incomparable"
    assert comparison.whole.axes["x"].reason == "no school is in both rounds"


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
    assert {change.verdict for change in changes(comparison)} <= {"unsure", "incomparable"}
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
        assert {one.verdict, other.verdict} in ({"up", "down"}, {"unsure"}, {"incomparable"})


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
