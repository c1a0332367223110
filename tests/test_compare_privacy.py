"""Comparing confidential rounds: what either round hides cannot be worked out, also not by subtraction."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maturity.core import assess as assessing
from maturity.core.compare import compare
from maturity.core.comparison import Comparison
from maturity.model import Round
from maturity.renderers import comparison_document
from tests.make import questionnaire, round_

K = 5
ASKED = questionnaire((("a", "c"),), (("b",),))
SCHOOLS = "pqrst"
Year = Mapping[str, tuple[int, int]]
"""School to its people, and how many of them leave item `c` blank."""
Cell = tuple[int, str, str]
"""Year, school, item."""
NOT_LINEAR = {
    *("interval", "smallest_sure_change", "bounds", "shares", "agreement", "reliability", "respondents", "warnings"),
    *("counts", "school_counts", "respondent_mean", "n", "answered", "seed", "resamples", "region", "schools_answered"),
    *("questionnaire", "schools_compared", "roles", "smallest_cell", "fictional", "date", "split"),
}


def sitting(year: int, people: Year, mode: str = "confidential", higher: Cell | None = None) -> Round:
    """A round in which everybody says 2, but 3 in one cell."""

    def level(school: str, item: str) -> int:
        return 3 if (year, school, item) == higher else 2

    schools = {
        school: [(level(school, "a"), None if i < blank else level(school, "c"), 2) for i in range(n)]
        for school, (n, blank) in people.items()
    }
    return round_(ASKED, schools, label=str(year), date=f"20{10 + year}-03-01", mode=mode)


def numbers(value: object, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number in a comparison that is a sum of school means."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in NOT_LINEAR:
                yield from numbers(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from numbers(one, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value):
            yield from numbers(one, f"{path}.{place}")
    elif isinstance(value, float):
        yield path, value


class Attacker:
    """Somebody who sees everything that a comparison holds, and knows who answered what.

    Which school means a number is made of is found by raising one cell after the other.
    """

    def __init__(self, years: Sequence[Year], modes: Sequence[str]) -> None:
        self.years, self.modes = years, modes
        self.cells: list[Cell] = [
            (year, school, item)
            for year, people in enumerate(years)
            for school, (n, blank) in people.items()
            for item, answers in (("a", n), ("c", n - blank))
            if answers
        ]
        self.seen = self.look()
        base = dict(numbers(self.seen))
        raised = [dict(numbers(self.look(cell))) for cell in self.cells]
        assert all(base.keys() == other.keys() for other in raised), "what is shown must not depend on the levels"
        rows = [[other[path] - value for other in raised] for path, value in base.items()]
        self.known = np.array(rows).reshape(len(rows), len(self.cells))

    def look(self, higher: Cell | None = None) -> Comparison:
        return compare(
            [sitting(n, year, mode, higher) for n, (year, mode) in enumerate(zip(self.years, self.modes, strict=True))]
        )

    def answers(self, cell: Cell) -> int:
        n, blank = self.years[cell[0]][cell[1]]
        return n - blank if cell[2] == "c" else n

    def finds(self, target: np.ndarray) -> bool:
        rank = np.linalg.matrix_rank(self.known, tol=1e-9)
        return bool(np.linalg.matrix_rank(np.vstack([self.known, target]), tol=1e-9) == rank)

    def small(self) -> Iterator[tuple[str, np.ndarray]]:
        """Sums of school means that rest on fewer than k people of a confidential round."""
        for year, people in enumerate(self.years):
            if self.modes[year] == "named":
                continue
            for count in range(1, len(people) + 1):
                for group in itertools.combinations(people, count):
                    for items in ("a", "c", "ac"):
                        chosen = [c for c in self.cells if c[0] == year and c[1] in group and c[2] in items]
                        rests_on = {s: max((self.answers(c) for c in chosen if c[1] == s), default=0) for s in group}
                        if all(rests_on.values()) and sum(rests_on.values()) < K:
                            yield f"{year} {group} {items}", np.array([float(c in chosen) for c in self.cells])

    def freedom(self, school_changes: Sequence[Mapping[Cell, float]]) -> int:
        """In how many directions the schools' changes can still differ, given all sums that are known."""
        _, values, directions = np.linalg.svd(self.known)
        unknown = directions[int((values > 1e-9).sum()) :]
        changes = np.array([[change.get(cell, 0.0) for cell in self.cells] for change in school_changes])
        return int(np.linalg.matrix_rank(changes @ unknown.T, tol=1e-9)) if len(unknown) else 0


def attack(years: Sequence[Year], modes: Sequence[str]) -> None:
    attacker = Attacker(years, modes)
    for name, target in attacker.small():
        assert not attacker.finds(target), f"{name} can be worked out: {years}"
    steps = [*attacker.seen.steps, attacker.seen.whole]
    for step in steps:
        before, after = int(step.before.label), int(step.after.label)
        for kind in (step.axes, step.dimensions):
            change = kind["x" if kind is step.axes else "x1"]
            if change.interval is None:
                continue
            items = [item for item in step.items.common if item in "ac"]
            met = [s for s in years[before] if s in years[after] and years[before][s][0] and years[after][s][0]]
            moves = [
                {(after, s, i): 1 / len(items) for i in items} | {(before, s, i): -1 / len(items) for i in items}
                for s in met
            ]
            small = any(
                attacker.answers(cell) < K
                for cell in attacker.cells
                if cell[1] in met
                and cell[2] in items
                and cell[0] in (before, after)
                and attacker.modes[cell[0]] == "confidential"
            )
            assert not small or attacker.freedom(moves) >= 2, f"the spread gives schools away: {years}"


@pytest.fixture(autouse=True)
def _no_resampling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resampling takes time and adds nothing that is a sum of school means."""
    monkeypatch.setattr(assessing, "_draw", lambda work, seed: None)


def confidential(*years: dict[str, int], modes: Sequence[str] = ()) -> Comparison:
    whole: list[Year] = [{school: (n, 0) for school, n in year.items()} for year in years]
    return compare(
        [
            sitting(n, year, mode)
            for n, (year, mode) in enumerate(zip(whole, modes or ["confidential"] * len(whole), strict=True))
        ]
    )


def test_one_small_school_that_joins_keeps_the_comparison_hidden() -> None:
    # The cluster's own mean over four schools, less the mean over three, would be the mean of the fourth.
    step = confidential({"p": 3, "q": 6, "r": 6}, {"p": 3, "q": 6, "r": 6, "s": 3}).last
    assert step.axes["x"].verdict == "incomparable"
    assert step.axes["x"].reason is not None
    assert "confidential" in step.axes["x"].reason
    assert set(step.items.hidden) == {"a", "b", "c"}
    assert step.schools.joined[0].effect == {"x": None, "y": None}


def test_a_school_of_five_may_join_and_the_others_are_compared() -> None:
    step = confidential({"p": 3, "q": 6, "r": 6}, {"p": 3, "q": 6, "r": 6, "s": 5}).last
    assert step.axes["x"].change == pytest.approx(0)
    assert step.schools.both is None


def test_small_schools_that_join_together_are_enough() -> None:
    step = confidential({"p": 3, "q": 6, "r": 6}, {"p": 3, "q": 6, "r": 6, "s": 3, "t": 2}).last
    assert step.axes["x"].change == pytest.approx(0)


def test_two_schools_in_both_rounds_give_a_change_and_no_spread() -> None:
    step = confidential({"p": 3, "q": 6}, {"p": 3, "q": 6}).last
    assert step.axes["x"].change == pytest.approx(0)
    assert step.axes["x"].interval is None
    assert step.axes["x"].verdict == "unsure"
    assert "3 schools" in (step.axes["x"].reason or "")


def test_a_part_that_only_three_rounds_together_tell_apart_is_not_given_away() -> None:
    # Each pair of neighbours has the same three schools; the first and the last have two of them.
    years = {"p": 6, "q": 6, "r": 2}, {"p": 6, "q": 6, "r": 2}, {"p": 6, "q": 6}
    comparison = confidential(*years)
    assert comparison.last.axes["x"].verdict == "incomparable"
    assert comparison.steps[0].axes["x"].change == pytest.approx(0)


def test_fewer_than_k_people_in_one_round_give_no_number_at_all() -> None:
    step = confidential({"p": 2, "q": 2}, {"p": 6, "q": 6}).last
    every = [*step.axes.values(), *step.dimensions.values(), *step.items_changed.values()]
    assert [change.before for change in every] == [None] * len(every)


def test_a_named_round_beside_a_confidential_one_does_not_open_it() -> None:
    step = confidential(
        {"p": 1, "q": 1, "r": 1}, {"p": 3, "q": 3, "r": 3, "s": 2}, modes=["named", "confidential"]
    ).last
    assert step.axes["x"].verdict == "incomparable"
    assert step.schools.both is None
    assert "other-mode" in [warning.code for warning in step.warnings]


def test_no_output_names_values_of_schools() -> None:
    comparison = confidential({"p": 3, "q": 6, "r": 6}, {"p": 3, "q": 6, "r": 6})
    assert '"points"' not in json.dumps(comparison_document.document(comparison))


sizes = st.tuples(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7]), st.sampled_from([0, 0, 0, 1, 2, 4])).map(
    lambda pair: (pair[0], min(pair))
)
years = st.dictionaries(st.sampled_from("pqrs"), sizes, min_size=2, max_size=4)


@settings(max_examples=12)
@given(st.lists(years, min_size=2, max_size=3), st.booleans())
@example([{"p": (3, 0), "q": (6, 0), "r": (6, 0)}, {"p": (3, 0), "q": (6, 0), "r": (6, 0), "s": (3, 0)}], False)
@example(
    [{"p": (6, 0), "q": (6, 0), "r": (2, 0)}, {"p": (6, 0), "q": (6, 0), "r": (2, 0)}, {"p": (6, 0), "q": (6, 0)}],
    False,
)
@example([{"p": (6, 0), "q": (6, 2), "r": (6, 0)}, {"p": (6, 0), "q": (6, 0), "r": (7, 0)}], False)
@example([{"p": (6, 0), "q": (6, 4), "r": (6, 0)}, {"p": (6, 0), "r": (7, 0), "q": (6, 4), "s": (5, 0)}], False)
@example([{"p": (3, 0), "q": (6, 0), "r": (6, 0)}, {"p": (3, 0), "q": (6, 0), "r": (6, 0), "s": (5, 0)}], True)
@example(
    [{"p": (3, 0), "q": (3, 0), "r": (3, 0)}, {"p": (3, 0), "q": (3, 0), "r": (3, 0)}, {"p": (7, 0), "q": (7, 0)}],
    False,
)
@example(
    [{"p": (3, 0), "q": (3, 0), "r": (6, 0)}, {"p": (3, 0), "q": (3, 0), "r": (6, 0)}, {"p": (3, 0), "q": (3, 0)}],
    False,
)
def test_no_hidden_cell_is_a_combination_of_what_is_shown(rounds: list[Year], named_first: bool) -> None:
    if not all(before.keys() & after.keys() for before, after in itertools.pairwise(rounds)):
        return
    attack(rounds, ["named" if named_first and n == 0 else "confidential" for n in range(len(rounds))])


def test_the_attacker_can_find_what_is_there_to_be_found() -> None:
    attacker = Attacker([{"p": (3, 0), "q": (3, 0)}, {"p": (3, 0), "q": (3, 0)}], ["named", "named"])
    one_school = np.array([float(cell == (0, "p", "a")) for cell in attacker.cells])
    assert attacker.finds(one_school)
