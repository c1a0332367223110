"""Instruments of other shapes give what their own arithmetic gives, to the last digit, from a YAML file alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from maturity import assess, load_questionnaire, load_round
from maturity.core.assessment import Assessment, PartResult
from maturity.core.reading import Ladder
from maturity.readers.questionnaire import read_questionnaire
from tests import instruments as made
from tests.instruments import Data, Person, Values

CLOSE = 1e-9
"""How far two ways of adding the same numbers may differ."""
Reader = Callable[[Data, Sequence[Person]], Assessment]
ByHand = Callable[[Values], dict[str, float]]
WORTH: dict[str, Mapping[int, float]] = {
    "nested": made.QUARTERS,
    "older": made.FIFTHS,
    "partnership": {level: level for level in range(1, 6)},
}
MADE: dict[str, tuple[Callable[[], Data], ByHand]] = {
    "nested": (made.nested_workbook, made.nested_by_hand),
    "older": (made.older_workbook, made.older_by_hand),
    "partnership": (made.partnership_tool, made.total_by_hand),
}


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Assesses people who answered a questionnaire, both read from files."""

    def assessed(data: Data, people: Sequence[Person]) -> Assessment:
        (tmp_path / "asked.yaml").write_text(made.as_yaml(data), "utf-8")
        (tmp_path / "round.yaml").write_text(made.as_yaml(made.round_of(data, people, "asked.yaml")), "utf-8")
        return assess(load_round(tmp_path / "round.yaml"))

    return assessed


def scores(found: Assessment) -> dict[str, float | None]:
    """Every part with its score, and all of it where that is asked for."""
    whole = {} if found.overall is None else {"overall": found.overall.score}
    return {name: part.score for name, part in found.dimensions.items()} | whole


def whole(found: Assessment) -> PartResult:
    assert found.overall is not None
    return found.overall


def ends(part: PartResult) -> tuple[float, float]:
    assert part.reach is not None
    return part.reach.low, part.reach.high


@pytest.mark.parametrize(
    ("name", "items", "parts"), [("nested", 90, 5 + 15 + 30), ("older", 77, 4 + 12 + 36), ("partnership", 35, 7)]
)
def test_they_are_questionnaires_without_a_fault(name: str, items: int, parts: int, tmp_path: Path) -> None:
    path = tmp_path / "asked.yaml"
    path.write_text(made.as_yaml(MADE[name][0]()), "utf-8")
    asked, problems = read_questionnaire(path)
    assert not problems
    assert asked is not None
    assert (len(asked.items), len(asked.dimensions)) == (items, parts)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", MADE)
def test_every_part_is_what_plain_sums_give(name: str, seed: int, read: Reader) -> None:
    build, by_hand = MADE[name]
    data = build()
    people = made.random_people(data, seed, people=7)
    expected = by_hand(made.one_school_one_voice(people, WORTH[name]))
    assert scores(read(data, people)) == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize("name", MADE)
def test_one_assessor_of_a_workbook_is_enough_for_its_numbers(name: str, read: Reader) -> None:
    build, by_hand = MADE[name]
    data = build()
    (person,) = made.random_people(data, 5, people=1)
    same = [("s1", person[1]), ("s2", person[1])]
    answers = {item: WORTH[name][level] for item, level in person[1].items() if not isinstance(level, str)}
    assert scores(read(data, same)) == pytest.approx(by_hand(answers), abs=CLOSE)


@pytest.mark.parametrize("name", MADE)
def test_what_some_cannot_tell_or_leave_blank_moves_nothing(name: str, read: Reader) -> None:
    build, by_hand = MADE[name]
    data = build()
    people = made.random_people(data, 7, people=9, unknown=0.1, blank=0.1)
    silent: Person = ("s1", {item["id"]: "DK" for item in data["items"]})
    expected = by_hand(made.one_school_one_voice(people, WORTH[name]))
    assert scores(read(data, people)) == pytest.approx(expected, abs=CLOSE)
    assert scores(read(data, [*people, silent])) == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize("name", ["nested", "older"])
def test_a_tree_that_is_written_in_another_order_says_the_same(name: str, read: Reader) -> None:
    data = MADE[name][0]()
    people = made.random_people(data, 2, unknown=0.1)
    shuffled: dict[str, Any] = {**data, "dimensions": [*data["dimensions"]], "items": [*data["items"]]}
    random.Random(1).shuffle(shuffled["dimensions"])
    random.Random(2).shuffle(shuffled["items"])
    one, other = scores(read(data, people)), scores(read(shuffled, people))
    assert other == pytest.approx(one, abs=CLOSE)


def test_an_answer_that_does_not_apply_counts_as_the_best(read: Reader) -> None:
    data = made.older_workbook()
    found = read(data, made.everybody_says(data, lambda item: 4))
    assert found.dimensions["f1.p1"].score == made.OLDER_LEVELS
    assert found.dimensions["f4"].score == made.OLDER_LEVELS
    best = read(data, made.everybody_says(data, lambda item: 3))
    assert scores(found) == scores(best)


@pytest.mark.parametrize("level", range(4))
def test_a_stream_runs_from_nothing_to_three(level: int, read: Reader) -> None:
    data = made.nested_workbook()
    found = read(data, made.everybody_says(data, lambda item: level))
    for part in (*found.dimensions.values(), whole(found)):
        assert part.score == pytest.approx(3 * made.QUARTERS[level], abs=CLOSE)
        assert (part.range.low, part.range.high) == (0, 3)


def test_what_was_left_out_is_counted_and_bounded(read: Reader) -> None:
    data = made.nested_workbook()
    blank = {f"f1.p{p}.s{s}.q{q}" for p in (1, 2, 3) for s in (1, 2) for q in (1, 2, 3)}
    found = read(data, made.everybody_says(data, lambda item: None if item in blank else 3))
    assert (whole(found).scored, whole(found).items) == (72, 90)
    assert whole(found).score == pytest.approx(3.0, abs=CLOSE)
    assert ends(whole(found)) == pytest.approx((2.4, 3.0), abs=CLOSE)
    assert found.dimensions["f1"].score is None
    assert found.dimensions["f1"].reason is not None
    assert ends(found.dimensions["f1"]) == pytest.approx((0.0, 3.0), abs=CLOSE)


@pytest.mark.parametrize(("practices", "scored"), [((1,), True), ((1, 2), False)])
def test_a_mean_needs_half_of_its_parts(practices: tuple[int, ...], scored: bool, read: Reader) -> None:
    data = made.nested_workbook()
    blank = tuple(f"f1.p{practice}." for practice in practices)
    found = read(data, made.everybody_says(data, lambda item: None if item.startswith(blank) else 2))
    assert (found.dimensions["f1"].score is not None) == scored
    assert ends(found.dimensions["f1"]) == pytest.approx(
        (1.5 * (3 - len(practices)) / 3, (1.5 * (3 - len(practices)) + 3 * len(practices)) / 3), abs=CLOSE
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", MADE)
def test_whatever_was_left_out_the_truth_lies_within_the_bounds(name: str, seed: int, read: Reader) -> None:
    build, by_hand = MADE[name]
    data = build()
    answers = made.random_people(data, seed, people=1)[0][1]
    hidden = set(random.Random(seed).sample(sorted(answers), len(answers) // 5))
    found = read(data, made.everybody_says(data, lambda item: None if item in hidden else int(answers[item])))
    least, most = min(WORTH[name].values()), max(WORTH[name].values())
    given = {item: WORTH[name][int(level)] for item, level in answers.items() if item not in hidden}
    worst, best = (by_hand({**given, **dict.fromkeys(hidden, end)}) for end in (least, most))
    parts = found.dimensions if found.overall is None else {**found.dimensions, "overall": found.overall}
    for part, result in parts.items():
        assert ends(result) == pytest.approx((worst[part], best[part]), abs=CLOSE)


@pytest.mark.parametrize(
    ("total", "band"),
    [(35, "Band 1"), (84, "Band 1"), (85, "Band 2"), (126, "Band 2"), (127, "Band 3"), (175, "Band 3")],
)
def test_a_total_lies_in_the_band_whose_lower_end_it_has_reached(total: int, band: str, read: Reader) -> None:
    data = made.partnership_tool()
    ids = [item["id"] for item in data["items"]]
    each, more = divmod(total, len(ids))
    people = made.everybody_says(data, lambda item: each + (ids.index(item) < more))
    found = whole(read(data, people))
    assert found.score == pytest.approx(total, abs=CLOSE)
    assert (found.range.low, found.range.high) == (35, 175)
    assert found.band is not None
    assert data["bands"][found.band.by_score]["label"] == band == made.band_by_hand(total)


def test_a_total_with_a_gap_has_bounds_and_a_band_only_where_both_ends_lie_in_it(read: Reader) -> None:
    data = made.partnership_tool()
    high = whole(read(data, made.everybody_says(data, lambda item: None if item == "t1.q1" else 5) * 2))
    assert high.score is None
    assert ends(high) == pytest.approx((171, 175), abs=CLOSE)
    assert high.band is not None
    assert high.band.settled
    assert data["bands"][high.band.low]["label"] == "Band 3"
    near = whole(
        read(data, made.everybody_says(data, lambda item: {"t1.q1": None, "t1.q2": 1}.get(item, 2 + (item[1] > "4"))))
    )
    low, most = ends(near)
    assert low < made.CUTS[1] <= most
    assert near.band is not None
    assert not near.band.settled


@pytest.mark.parametrize("seed", range(3))
def test_the_weakest_part_is_never_above_the_mean_of_all(seed: int, read: Reader) -> None:
    data = made.nested_workbook()
    people = made.random_people(data, seed)
    mean = whole(read(data, people))
    weakest = whole(read({**data, "overall": {"combine": "min"}}, people))
    functions = [part.score for name, part in read(data, people).dimensions.items() if "." not in name]
    assert weakest.score is not None
    assert mean.score is not None
    assert weakest.score <= mean.score
    assert weakest.score == min(score for score in functions if score is not None)


def stage(found: Assessment) -> int:
    """How many stages are reached by the scores alone."""
    assert isinstance(found.reading, Ladder)
    reached = found.reading.by_score
    return 0 if reached is None else [one.id for one in found.reading.stages].index(reached) + 1


@pytest.mark.parametrize("seed", range(4))
def test_no_stage_is_lost_because_somebody_answers_higher(seed: int, tmp_path: Path) -> None:
    ids = [item.id for item in load_questionnaire("peer-review").items]
    draw, path, seen = random.Random(seed), tmp_path / "round.yaml", []
    people = [(f"s{n % 3}", dict.fromkeys(ids, 1)) for n in range(6)]
    raised = [(person, item, level) for level in (2, 3, 4) for person in range(6) for item in ids]
    raised.sort(key=lambda one: ids.index(one[1]) + draw.uniform(0, 8))
    for number, (person, item, level) in enumerate(raised):
        people[person][1][item] = max(people[person][1][item], level)
        if number % 12 == 0:
            path.write_text(made.as_yaml(made.round_of({"title": "2026"}, people, "peer-review")), "utf-8")
            seen.append(stage(assess(load_round(path))))
    assert seen == sorted(seen)
    assert set(seen) == {0, 1, 2, 3}
