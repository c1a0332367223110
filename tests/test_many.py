"""Many clusters in one table: each exactly as it is alone, and nothing that is said of one contradicts its numbers."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maturity.core import uncertainty
from maturity.core.assess import assess, assess_all, assess_many
from maturity.core.assessment import Assessment
from maturity.core.many import Many
from maturity.core.reading import Checklist, Ladder, Map, Profile
from maturity.core.table import UNASKED, AnswerTable, tabulate, together
from maturity.model import Questionnaire, Round
from maturity.model.shape_rules import SECOND
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report.wording import headline, how_sure, inside
from tests.make import person, questionnaire, round_, warned

ASKED = questionnaire(
    (("a", "c"), ("e",)),
    (("b", "d"), ("f",)),
    but={"c": {"reversed": True}, "e": {"audience": ["head"]}},
    portrait=("p",),
    evidence_from=4,
    role_gap={"higher": "leaders", "lower": "teachers"},
    blind_spots=[
        {"id": "close", "at": {"x": "high", "y": "low"}, "message": "Close."},
        {"id": "proud", "at": {"x": "high"}, "evidence_below": 0.5, "message": "Proud."},
    ],
)
levels = st.sampled_from([1, 2, 3, 4, 5, 3, 4, 4, None, "DK"])
people = st.builds(
    lambda given, role, examples: person(*given, role=role, evidence={"a": "Seen."} if examples else {}),
    st.tuples(*[levels] * 6),
    st.sampled_from(["head", "teacher", None]),
    st.booleans(),
)
clusters = st.dictionaries(
    st.sampled_from(["ash", "brook", "castle", "dean", "elm"]), st.lists(people, max_size=5), min_size=1, max_size=5
)


PLACED = ("above", "shares", "region", "known", "clear", "settled", "on_line", "position", "quadrant")


def arrays(many: Many, cluster: int) -> list[bytes]:
    """Every number of one cluster, bit for bit; schools in their own order."""
    schools, placed = many.table.cluster_of_school == cluster, many.places
    assert placed is not None
    found = [
        *(getattr(scores, name)[cluster] for scores in (many.scores, many.plain) for name in ("item", "part")),
        *(getattr(placed, name)[cluster] for name in PLACED),
        *(getattr(many.sure, name)[cluster] for name in ("variance", "freedom", "half", "covariance")),
        *(ends[cluster] for ends in many.bounds),
        many.school_parts[schools],
        many.low[cluster],
        many.high[cluster],
        *(ends[cluster] for ends in many.reach),
        many.without[schools],
        many.answered[schools],
        many.reasons[cluster],
    ]
    if many.gap is not None:
        found += [getattr(many.gap, name)[cluster] for name in ("mean", "spread", "by_axis", "schools", "people")]
    if many.examples is not None:
        # Where nobody in the table named any, there is nothing to count.
        found += [many.examples.named[cluster]] if many.examples.asked[cluster] else []
    return [np.ascontiguousarray(one).tobytes() for one in found]


def shuffled(given_: Round, seed: int) -> Round:
    schools, responses = list(given_.cluster.schools), list(given_.responses)
    random.Random(seed).shuffle(schools)
    random.Random(seed + 1).shuffle(responses)
    cluster = given_.cluster.model_copy(update={"schools": tuple(schools)})
    return given_.model_copy(update={"cluster": cluster, "responses": tuple(responses)})


@pytest.mark.parametrize("method", ["fixed", "sampled"])
@settings(max_examples=12)
@given(st.lists(clusters, min_size=2, max_size=5), st.integers(0, 99))
def test_a_clusters_result_is_the_same_alone_among_many_and_in_any_order(
    method: Any, many: list[dict[str, Any]], seed: int
) -> None:
    rounds = [round_(ASKED, one) for one in many]
    tables = [tabulate(one) for one in rounds]
    order = random.Random(seed).sample(range(len(tables)), len(tables))
    whole = assess_many(together([tables[place] for place in order]), ASKED, schools=method)
    mixed = [tabulate(shuffled(rounds[place], seed)) for place in order]
    again = assess_many(together(mixed), ASKED, schools=method)
    for cluster, place in enumerate(order):
        alone = assess_many(tables[place], ASKED, schools=method)
        assert arrays(whole, cluster) == arrays(alone, 0)
        assert arrays(again, cluster) == arrays(alone, 0)


@pytest.mark.parametrize("schools", ["fixed", "sampled"])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_in_how_many_bytes_levels_are_kept_moves_no_number(kind: type[np.floating], schools: Any) -> None:
    chance = np.random.default_rng(3)
    answers = chance.integers(1, 6, (2, 20, 6)).tolist()
    roles = ("head", "teacher")
    asked = round_(
        ASKED, {s: [person(*p, role=r) for r in roles for p in of] for s, of in zip("ab", answers, strict=True)}
    )

    def longer(one: Round) -> AnswerTable:
        table = tabulate(one)
        assert table.levels.itemsize == 2
        return dataclasses.replace(table, levels=table.levels.astype(kind))

    found = assess(asked, schools=schools)
    assert found.axes["x"].reliability is not None
    assert found.gap is not None
    assert found.gap.mean is not None
    assert [found] == assess_all([asked], schools=schools, table_of=longer)


def test_levels_that_two_bytes_do_not_hold_are_kept_in_more() -> None:
    asked = questionnaire(scale=(4095, 4099), midpoint=4097)
    found = assess(round_(asked, {"ash": [4097, 4097], "brook": [4097, 4099]}))
    assert (found.items["a"].respondent_mean, found.items["a"].counts) == (4097.5, (0, 0, 3, 0, 1))


def test_what_answers_are_worth_is_kept_exactly() -> None:
    worth = {n: n + 0.1 for n in range(1, 6)}
    scale = {"levels": {n: f"level {n}" for n in worth}, "values": worth, "dont_know": "I cannot tell"}
    asked = Questionnaire.model_validate(questionnaire().model_dump() | {"format": SECOND, "scale": scale})
    found = assess(round_(asked, {"ash": [1, 1], "brook": [1, 1]}))
    assert found.items["a"].respondent_mean == 1.1


def test_chances_are_summed_up_alike_for_one_cluster_and_for_many() -> None:
    ash = [person(None, None, 1, 2, 5, 2, role="teacher"), person(None, None, 4, 2, 5, None, role="head")]
    brook = [
        person(3, 4, 4, None, 4, None, role="head"),
        person(None, 3, 1, 4, 3, 2, role="teacher"),
        person(None, 4, 1, 5, 4, 5, role="teacher"),
    ]
    table = tabulate(round_(ASKED, {"ash": ash, "brook": brook}))
    alone, many = assess_many(table, ASKED), assess_many(together([table] * 3), ASKED)
    assert [arrays(many, cluster) for cluster in range(3)] == [arrays(alone, 0)] * 3


def test_people_are_taken_in_blocks_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(7)
    rounds = [
        round_(
            ASKED,
            {
                s: [tuple(map(int, chance.integers(1, 6, 6))) for _ in range(n)]
                for s, n in zip("abc", sizes, strict=True)
            },
        )
        for sizes in ((4, 0, 2), (1, 9, 3), (0, 0, 2))
    ]
    table = together([tabulate(one) for one in rounds])
    whole = assess_many(table, ASKED)
    for rows in (1, 3, 10):
        monkeypatch.setattr(uncertainty, "ROWS", rows)
        some = assess_many(table, ASKED)
        assert [arrays(some, cluster) for cluster in range(3)] == [arrays(whole, cluster) for cluster in range(3)]


def test_thousands_of_clusters_do_not_change_one() -> None:
    chance = np.random.default_rng(5)
    one = tabulate(round_(ASKED, {s: [tuple(map(int, chance.integers(1, 6, 6))) for _ in range(4)] for s in "abc"}))
    rest = [
        tabulate(round_(ASKED, {s: [tuple(map(int, chance.integers(1, 6, 6))) for _ in range(n)] for s in "ab"}))
        for n in (1, 2, 3)
    ]
    many = assess_many(together([*rest * 800, one, *rest * 300]), ASKED)
    assert arrays(many, 2400) == arrays(assess_many(one, ASKED), 0)


# With two degrees of freedom the last digit of a chance was another one among several clusters.
TWO_FREE = {"ash": [person(1, 3, 4, 1, 1, 1, role="head"), person(3, 1, 1, 1, 1, 1, role="teacher")]}
TWO_FREE |= {"brook": [person(1, None, 4, 1, 1, 1, role="head"), person(3, 2, 2, 1, 1, 1, role="head")]}

# Depth lies exactly on its midpoint, without any spread, and challenge most likely below.
ON_ITS_LINE = {"ash": [person(5, None, 1, 1, 1, 1, role="teacher"), person(None, 1, 1, 1, 1, 2, role="head")]}

# Depth alone lies above its midpoint in 82 of 100, and in 78 where challenge is looked at with it.
LESS_SURE_TOGETHER = {
    "ash": [person(1, 1, 1, 1, 2, None, role="teacher"), person(1, 1, 4, None, None, 1, role="head")],
    "brook": [person(4, 1, 4, 1, 1, 1, role="head"), person(4, 4, 1, 1, 1, 5, role="teacher")],
    "castle": [person(1, None, 1, 1, 1, 5, role="teacher")],
}


@settings(max_examples=15)
@given(st.lists(clusters, min_size=1, max_size=4))
@example([{"ash": []}, TWO_FREE])
def test_rounds_assessed_together_are_what_each_is_alone(many: list[dict[str, Any]]) -> None:
    rounds = [round_(ASKED, one) for one in many]
    # Of which schools an example is a part is each round's own matter.
    assert [one.placement for one in assess_all(rounds)] == [assess(one).placement for one in rounds]
    assert [one.evidence for one in assess_all(rounds)] == [assess(one).evidence for one in rounds]


def check(found: Assessment) -> None:
    """No sentence says more than the numbers beside it."""
    if not isinstance(found.reading, Map):
        check_without_map(found)
        return
    placement, said = found.placement, headline(found)
    assert len(said) > 10
    for axis in found.questionnaire.axes:
        result = found.axes[axis.id]
        ends = [one for one in (result.interval, result.bounds) if one is not None]
        settled = placement.axes_settled[axis.id]
        if settled:
            assert result.interval is not None
            assert all((end.low > axis.midpoint) == (end.high > axis.midpoint) for end in ends)
            assert all(axis.midpoint not in (end.low, end.high) for end in ends)
        if settled and axis.id in placement.above:
            assert max(placement.above[axis.id], 1 - placement.above[axis.id]) > 0.975 - 1e-6
        if placement.region is not None and placement.method == "fixed" and result.interval is not None:
            place = [one.id for one in found.questionnaire.axes].index(axis.id)
            reach = float(np.sqrt(placement.region.shape[place][place]))
            low, high = placement.region.centre[place] - reach, placement.region.centre[place] + reach
            scale = found.questionnaire.scale
            assert (max(low, scale.low), min(high, scale.high)) == pytest.approx(
                (result.interval.low, result.interval.high)
            )
    assert (placement.quadrant is not None) == all(placement.axes_settled.values()) == placement.settled
    label = None if placement.quadrant is None else found.questionnaire.quadrant_by_id[placement.quadrant].label
    assert said.startswith(f"{label}: ") == placement.settled
    assert ("too close to call" in said) <= (not placement.settled)
    assert how_sure(found).startswith("Sure") == placement.settled
    if said.startswith("Probably"):
        asked, opening = found.questionnaire, said.partition(":")[0]
        named = [one.id for one in asked.quadrants if inside(one) in opening]
        if placement.shares:
            assert sum(placement.shares[one] for one in named) >= 0.8 - 1e-6
        else:
            # One axis is exactly on its midpoint, and how sure it is cannot be known: the other alone is spoken of.
            (leaning,) = (axis for axis in placement.above if axis not in placement.on_line)
            assert len(placement.on_line) == 1
            assert max(placement.above[leaning], 1 - placement.above[leaning]) >= 0.8 - 1e-6
            assert len(named) == 2
        if len(named) == 1:
            assert max(placement.shares, key=placement.shares.__getitem__) == placement.position == named[0]
        else:
            assert len(named) == 2
    for code, text in warned(found).items():
        if code == "one-school-decides" or text.startswith("The two readings differ: "):
            assert placement.settled
        if code == "blind-spot" and not text.startswith(("Should the cluster", "Perhaps")):
            spots = [spot for spot in found.questionnaire.blind_spots if text.startswith(spot.message)]
            assert all(placement.axes_settled[axis] for spot in spots for axis in spot.at)


def check_without_map(found: Assessment) -> None:
    """What holds, a stage, a band or a weakest part is named only where the interval allows no other."""
    reading = found.reading
    held = reading.held if isinstance(reading, Ladder | Checklist) else {}
    for one in held.values():
        if one.state in ("holds", "not-yet"):
            assert one.interval is not None
            assert (one.interval.low >= one.met_at) == (one.state == "holds") == one.above
        assert (one.score is None) == (one.state == "unknown") == (found.items[one.id].reason is not None)
    if isinstance(reading, Ladder):
        for stage in reading.stages:
            sure = [name for name, one in held.items() if one.state == "holds"]
            own = [item.id for item in found.questionnaire.items if item.stage == stage.id]
            assert stage.held == len(set(own) & set(sure))
            assert (stage.state == "holds") <= (stage.held >= stage.need and not stage.must_missing and stage.by_score)
            assert set(stage.missing) == set(own) - set(sure)
        order = [None, *(stage.id for stage in reading.stages)]
        assert order.index(reading.at_least) <= order.index(reading.by_score) <= order.index(reading.at_most)
    if isinstance(reading, Profile) and reading.weakest is not None:
        weakest = found.dimensions[reading.weakest]
        assert weakest.interval is not None
        others = [found.dimensions[one.id] for one in found.questionnaire.children_of("") if one.id != weakest.id]
        assert all(one.score is None or weakest.interval.high < one.score for one in others)
    for part in (*found.dimensions.values(), *filter(None, (found.overall,))):
        if part.score is not None and part.interval is not None and part.reach is not None:
            assert part.range.low <= part.interval.low <= part.score <= part.interval.high <= part.range.high
            assert part.reach.low - 1e-9 <= part.score <= part.reach.high + 1e-9


def bundled() -> list[Any]:
    folder = examples_folder()
    single = [path for path in folder.glob("*.yaml") if path.stem != "personality"]
    years = [path.parent for path in folder.glob("*/*/round.yaml")]
    return sorted([*single, *years])


@pytest.mark.parametrize("path", bundled(), ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("method", ["fixed", "sampled"])
def test_nothing_said_of_a_bundled_cluster_contradicts_its_numbers(path: Any, method: Any) -> None:
    check(assess(load_round(path), schools=method))


@pytest.mark.parametrize("method", ["fixed", "sampled"])
@settings(max_examples=40)
@given(clusters)
@example(ON_ITS_LINE)
@example(LESS_SURE_TOGETHER)
def test_nothing_said_of_any_cluster_contradicts_its_numbers(method: Any, schools: dict[str, Any]) -> None:
    check(assess(round_(ASKED, schools), schools=method))


def test_an_answer_of_a_role_that_was_not_asked_is_left_out_counted_and_said() -> None:
    asked = questionnaire((("a", "e"),), but={"e": {"audience": ["head"]}})
    schools = {
        "one": [person(4, 1, 4, role="teacher"), person(4, 3, 4, role="head"), person(4, "DK", 4, role="teacher")]
    }
    result = assess(round_(asked, schools))
    assert tabulate(round_(asked, schools)).why[0, 1] == UNASKED
    assert (result.items["e"].score, result.items["e"].n.value, result.items["e"].dont_know.value) == (3, 1, 0)
    assert result.unasked == {"e": 1}
    assert warned(result)["unasked"] == ("1 answer is left out: E is not put to the role of the person who answered.")


def test_where_nobody_was_asked_for_an_example_nothing_is_said_of_examples() -> None:
    asked = questionnaire(
        evidence_from=4, blind_spots=[{"id": "proud", "at": {"x": "high"}, "evidence_below": 0.5, "message": "Proud."}]
    )
    rated = {"one": [(5, 5), (5, 5), (5, 4), (5, 5)]}
    without = assess(round_(asked, rated))
    assert without.evidence is None
    assert "blind-spot" not in warned(without)
    named = {"one": [person(5, 5, evidence={"a": "Seen."}), *rated["one"][1:]]}
    found = assess(round_(asked, named))
    assert found.evidence is not None
    assert (found.evidence.named.value, found.evidence.high.value) == (1, 8)
    assert warned(found)["blind-spot"] == "Proud. Here depth stands at 5.0. Examples named: for 1 of 8 high answers."


def test_a_blind_spot_is_only_supposed_where_its_axes_are_not_settled() -> None:
    settled, open_ = {"one": [(5, 2)] * 6}, {"one": [(5, 2), (5, 2), (3, 4), (2, 1)]}
    asked = questionnaire(blind_spots=[{"id": "close", "at": {"x": "high", "y": "low"}, "message": "Close."}])
    assert warned(assess(round_(asked, settled)))["blind-spot"].startswith("Close. ")
    assert warned(assess(round_(asked, open_)))["blind-spot"].startswith(
        "It is not sure that the cluster stands in relationships. If it does: Close. "
    )
    half = questionnaire(blind_spots=[{"id": "close", "at": {"y": "low"}, "message": "Close."}])
    assert warned(assess(round_(half, open_)))["blind-spot"].startswith(
        "Perhaps, as the side of challenge is not sure: Close. "
    )


@pytest.mark.parametrize(("unknown", "said"), [(1, False), (2, True)])
def test_many_could_not_tell_from_exactly_the_share_that_the_questionnaire_names(unknown: int, said: bool) -> None:
    # One of eight is less than a quarter; two of eight are a quarter.
    people_ = [("DK", 3)] * unknown + [(3, 3)] * (8 - unknown)
    assert (
        "many-dont-knows" in warned(assess(round_(questionnaire(dont_know_notable=0.25), {"one": people_})))
    ) is said


def test_the_spread_of_a_gap_is_that_of_a_sample_of_schools() -> None:
    asked = questionnaire(role_gap={"higher": "leaders", "lower": "teachers"})
    schools = {
        "a": [person(5, 5, role="head"), person(3, 3, role="teacher")],
        "b": [person(4, 4, role="head"), person(3, 3, role="teacher")],
        "c": [person(3, 3, role="head"), person(3, 3, role="teacher")],
    }
    gap = assess_many(tabulate(round_(asked, schools)), asked).gap
    assert gap is not None
    assert (gap.mean[0], gap.spread[0], gap.schools[0]) == (1, 1, 3)
    assert np.std([2, 1, 0]) == pytest.approx(0.816, abs=5e-4)


def test_a_thousand_schools_are_assessed_and_drawn_in_the_terminal() -> None:
    from maturity.core.advise import advise
    from maturity.renderers.terminal import scorecard

    found = assess(round_(questionnaire(), {f"s{n}": [(3, 4), (4, 4)] for n in range(1000)}))
    assert len(found.left_out or ()) == 1000
    assert "cluster" in scorecard(found, advise(found)).plain
