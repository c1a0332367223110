"""The change of many clusters at once: each exactly as if it were alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core import assess, compare_readings
from maturity.core import compare as comparing
from maturity.core.compare import compare
from maturity.core.measuring import Measured, change_many
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable, tabulate
from maturity.model import Round
from tests.make import questionnaire, round_

ASKED = questionnaire((("a", "c"), ("e",)), (("b", "d"), ("f",)), but={"c": {"reversed": True}, "e": {"weight": 2}})
STRUCTURE = Structure.of(ASKED)


def made(chance: np.random.Generator, schools: list[int], clusters: list[int]) -> AnswerTable:
    """Answers of so many people a school, a fifth left blank; schools by cluster."""
    school = np.repeat(np.arange(len(schools)), schools)
    levels = chance.integers(1, 6, (len(school), 6)).astype(float)
    levels[chance.random(levels.shape) < 0.2] = np.nan
    return AnswerTable(
        tuple("acebdf"),
        levels,
        np.zeros(levels.shape, np.int8),
        school,
        np.full(len(school), -1),
        np.repeat(np.arange(len(clusters)), clusters),
        len(clusters),
    )


def of_cluster(table: AnswerTable, cluster: int) -> AnswerTable:
    own = table.cluster_of_school == cluster
    place = np.cumsum(own) - 1
    part = table.rows(own[table.school])
    return AnswerTable(
        part.items, part.levels, part.why, place[part.school], part.role, np.zeros(int(own.sum()), np.int64)
    )


def numbers(found: Measured, cluster: int, schools: slice) -> list[np.ndarray]:
    arrays = {field.name: getattr(found, field.name) for field in fields(found)}
    rows = ("before", "after", "change", "half", "schools", "people_known", "returned")
    return [arrays[name][cluster] for name in rows] + [
        arrays[name][schools] for name in ("school_before", "school_after", "paired")
    ]


@settings(max_examples=25)
@given(st.lists(st.integers(1, 6), min_size=2, max_size=6), st.integers(0, 10_000), st.booleans())
def test_a_clusters_change_is_the_same_alone_and_among_many(sizes: list[int], seed: int, others: bool) -> None:
    chance = np.random.default_rng(seed)
    before = made(chance, chance.integers(0, 5, sum(sizes)).tolist(), sizes)
    after = made(chance, chance.integers(0, 5, sum(sizes)).tolist(), sizes)
    partner = np.full(after.people, -1)
    for school in range(sum(sizes)):
        here, there = np.flatnonzero(after.school == school), np.flatnonzero(before.school == school)
        both = min(len(here), len(there))
        partner[here[:both]] = there[:both]
    many = change_many(before, after, STRUCTURE, stand_for_others=others, partner=partner)
    for cluster in range(len(sizes)):
        one, two = of_cluster(before, cluster), of_cluster(after, cluster)
        row = np.flatnonzero(before.cluster_of_school[before.school] == cluster)
        own = partner[after.cluster_of_school[after.school] == cluster]
        own = np.where(own >= 0, np.searchsorted(row, own), -1)
        alone = change_many(one, two, STRUCTURE, stand_for_others=others, partner=own)
        first = sum(sizes[:cluster])
        for here, there in zip(
            numbers(many, cluster, slice(first, first + sizes[cluster])),
            numbers(alone, 0, slice(0, sizes[cluster])),
            strict=True,
        ):
            assert np.array_equal(here, there, equal_nan=here.dtype.kind == "f")


def test_a_thousand_schools_and_a_hundred_clusters_go_through_at_once() -> None:
    chance = np.random.default_rng(3)
    sizes = [1000, *[5] * 100]
    before, after = (made(chance, [3] * 1500, sizes) for _ in range(2))
    found = change_many(before, after, STRUCTURE)
    assert found.change.shape == (101, 6 + 4 + 2)
    assert np.isfinite(found.half[:, found.axes]).all()


def year(number: int) -> Round:
    chance = np.random.default_rng(number)
    schools = {s: [tuple(map(int, chance.integers(1, 6, 6))) for _ in range(3)] for s in "pqrs"}
    return round_(ASKED, schools, label=str(number), date=f"{number}-03-01")


def test_every_round_is_tabulated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def counting(round_: Round) -> AnswerTable:
        seen.append(round_.label)
        return tabulate(round_)

    change_that: Callable[[object, str, object], None] = monkeypatch.setattr
    for module in (comparing, compare_readings, assess):
        change_that(module, "tabulate", counting)
    compare([year(2023 + n) for n in range(4)])
    assert sorted(seen) == ["2023", "2024", "2025", "2026"]
