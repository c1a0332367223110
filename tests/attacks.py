"""Everything that anybody could work out from published rows, tried exhaustively on one item.

Every table of schools by levels that a family of sizes allows is a world. Worlds with the same published row cannot be
told apart; what is the same in all of them is known for certain. An attacker knows who took part and how many answered
where; an insider also knows their own answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from maturity.core.agreement import consensus
from maturity.core.kinds.rows import moved_on, row, whole_agreement

K = 5
Worlds = NDArray[np.int16]
"""(worlds, schools, levels) people."""
Keys = NDArray[np.integer]
"""(worlds,) worlds that look the same have the same number."""
Publish = Callable[[Worlds], Keys]


@dataclass(frozen=True)
class Attack:
    """What was tried on one family of sizes, and what fell."""

    worlds: int
    rows: int
    tried: int
    fallen: int
    example: str


@cache
def compositions(people: int, levels: int) -> NDArray[np.int16]:
    """Every way (ways, levels) in which people can choose levels."""
    bars = itertools.combinations(range(people + levels - 1), levels - 1)
    cuts = np.array(list(bars), np.int16).reshape(-1, levels - 1)
    ends = np.full((len(cuts), 1), people + levels - 1, np.int16)
    edges = np.concatenate([np.full_like(ends, -1), cuts, ends], axis=1)
    ways: NDArray[np.int16] = np.diff(edges, axis=1) - np.int16(1)
    return ways


def worlds(sizes: Sequence[int], levels: int = 5) -> Worlds:
    """Every table of a family."""
    parts = [compositions(size, levels) for size in sizes]
    places = np.indices([len(part) for part in parts], np.int32).reshape(len(parts), -1)
    return np.stack([part[place] for part, place in zip(parts, places, strict=True)], axis=1)


def numbered(*columns: NDArray[np.generic]) -> Keys:
    """One number for each different combination."""
    whole = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        _, codes = np.unique(column, return_inverse=True)
        whole = np.unique(whole * (codes.max() + 1) + codes, return_inverse=True)[1]
    return whole


def published(tables: Worlds) -> Keys:
    """What a confidential round shows of one item."""
    found = row(tables[:, :, None].astype(np.int64), K, 1)
    return numbered(np.nan_to_num(found.value[:, 0]), found.agreement[:, 0])


def by_school(tables: Worlds) -> Keys:
    """What it shows where every school has eight people."""
    each = row(tables.astype(np.int64).reshape(-1, 1, 1, tables.shape[2]), K, 1)
    values, words = each.value.reshape(tables.shape[:2]).T, each.agreement.reshape(tables.shape[:2]).T
    return numbered(*values, whole_agreement(values, words))


def twice(tables: Worlds) -> Keys:
    """Two publications: the first of those in the first "school", the second when those in the other had joined."""
    levels = tables.shape[2]
    before, whole = tables[:, :1, None].astype(np.int64), tables.sum(axis=1)[:, None, None].astype(np.int64)
    first = row(before, K, 1)
    start, now = (row(counts, K, 1, five_steps=True).value for counts in (before, whole))
    return numbered(first.value[:, 0], first.agreement[:, 0], moved_on(start, now, levels)[:, 0])


def one_more(tables: Worlds) -> Keys:
    """The first row again after somebody has joined, which is never published: it has to fall."""
    first = row(tables[:, :1, None].astype(np.int64), K, 1)
    second = row(tables.sum(axis=1)[:, None, None].astype(np.int64), K, 1)
    return numbered(first.value[:, 0], first.agreement[:, 0], second.value[:, 0], second.agreement[:, 0])


def exact(digits: int) -> Publish:
    """What version 1 showed: the mean of the schools' means and the agreement index, to so many digits."""

    def keys(tables: Worlds) -> Keys:
        people = tables.sum(axis=2)
        means = (tables @ np.arange(tables.shape[2])) / people
        index = consensus(tables.sum(axis=1).astype(np.int64))
        return numbered(np.round(means.mean(axis=1), digits), np.round(index, digits))

    return keys


def attack(tables: Worlds, publish: Publish, *, pooled: bool = False) -> Attack:
    """Try everything on every published row, as an outsider and as an insider of every kind of school.

    Args:
        pooled: the tables are of people, not of schools: only levels over all are tried.
    """
    keys = publish(tables)
    sizes = tables[0].sum(axis=1).astype(int)
    tried = fallen = 0
    example = ""
    for school, level in _insiders(sizes, tables.shape[2]):
        inside, left = np.ones(len(tables), bool), sizes.copy()
        others = tables
        if school is not None:
            inside = tables[:, school, level] > 0
            others = tables[inside].copy()
            others[:, school, level] -= 1
            left[school] -= 1
        known = keys[inside]
        order = np.argsort(known, kind="stable")
        starts = np.flatnonzero(np.diff(known[order], prepend=-1))
        for name, values, is_secret in _secrets(others, left, pooled):
            ordered = values[order]
            low, high = np.minimum.reduceat(ordered, starts), np.maximum.reduceat(ordered, starts)
            known_for_certain = (low == high) & is_secret(low)
            tried += len(starts)
            fallen += int(known_for_certain.sum())
            if known_for_certain.any() and not example:
                at = order[starts[np.flatnonzero(known_for_certain)[0]]]
                who = "an outsider" if school is None else f"somebody of school {school + 1} who chose {level + 1}"
                example = f"{name} of {others[at].tolist()}, by {who}"
    return Attack(len(tables), len(np.unique(keys)), tried, fallen, example)


def _insiders(sizes: NDArray[np.int_], levels: int) -> Iterator[tuple[int | None, int]]:
    yield None, 0
    for size in np.unique(sizes):
        school = int(np.flatnonzero(sizes == size)[0])
        yield from ((school, level) for level in range(levels))


Secret = tuple[str, NDArray[np.integer], Callable[[NDArray[np.integer]], NDArray[np.bool_]]]


def _secrets(tables: Worlds, sizes: NDArray[np.int_], pooled: bool) -> Iterator[Secret]:
    """What must never be known for certain, of everybody but the attacker."""
    people = int(sizes.sum())
    levels = np.arange(1, tables.shape[2] + 1)
    for level, counts in enumerate(tables.sum(axis=1).T):
        yield f"level {level + 1}", counts, lambda n: (n > 0) & ((n < K) | (n == people))
    if pooled:
        return
    present = [school for school, size in enumerate(sizes) if size]
    sums = tables @ levels
    for school in present:
        for level in range(tables.shape[2]):
            yield f"level {level + 1} in school {school + 1}", tables[:, school, level], lambda n: n > 0
        if sizes[school] < K:
            yield f"sum of school {school + 1}", sums[:, school], lambda n: n > 0
    for one, two in itertools.combinations(present, 2):
        if sizes[one] + sizes[two] < K:
            yield f"sum of schools {one + 1} and {two + 1}", sums[:, one] + sums[:, two], lambda n: n > 0


SMALL = (
    *((n,) for n in (5, 6, 7, 8, 9, 12)),
    *((2, 2, 2), (1, 7), (2, 6), (1, 3, 4), (1, 1, 6), (4, 4), (5, 4), (1, 2, 2), (1, 1, 3)),
    *((1,) * 5, (1,) * 6, (2, 1, 1, 1, 1), (3, 3, 3), (2, 2, 2, 2)),
)
LARGE = ((20,), (40,), (4, 4, 4), (4, 5, 3), (2, 3, 5), (6, 3, 2))
POOLED = {"12 schools of 3": 36, "8 schools of 5": 40}
"""Where all schools are of one size and nobody counts for an eighth, only the levels over all matter."""
SECOND = ((8, 8), (5, 8), (10, 8), (12, 8), (16, 8), (8, 12))
