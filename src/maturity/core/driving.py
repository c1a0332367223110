"""What drove a change: how far each question moved what it counts towards, and how far each school moved.

A school's score is a weighted mean, or a sum, of its questions. Its change over the questions that it answered both
times is therefore the sum of share x change of the question, exactly; and the cluster's change is the mean of its
schools'. So the contribution of a question is the mean over the schools of share x change, and all contributions add up
to the change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from maturity.core.compare_changes import judged
from maturity.core.compare_pair import Pair
from maturity.core.comparison import Change, Driver
from maturity.core.measuring import FEWEST_SCHOOLS, NOTHING, ROUNDING, Measured, half_widths
from maturity.core.scoring import divide
from maturity.core.statistics import CONFIDENCE, t_quantile
from maturity.core.structure import JoinedPart, Structure
from maturity.core.table import Floats
from maturity.core.ways import Move, ways_of

Leaves = dict[tuple[str, int], Floats]
"""By kind (`item`, `part`) and column of what moves a part: its share in the part, one a row."""


def told_by(structure: Structure) -> list[int]:
    """Columns of the parts by which a result is told: axes; else all of it and the outermost parts; else none."""
    found = [column for column, part in enumerate(structure.parts) if part.kind == "axis"]
    if found or len(structure.alone) == len(structure.turned):
        return found
    inside = {
        child
        for part in structure.parts
        if part.kind == "dimension"
        for kind, child, _ in part.children
        if kind == "part"
    }
    return [
        column
        for column, part in enumerate(structure.parts)
        if part.kind == "overall" or (part.kind == "dimension" and column not in inside)
    ]


def leaves_of(structure: Structure, part: int, ways: Sequence[Move], rows: int) -> Leaves:
    """What moves a part, each with its share in it, from how far everything moves what it belongs to.

    A part within it that is read by its weakest is not taken apart: which question moves it is another in each school.
    """
    shares: Leaves = {("part", part): np.ones(rows)}
    weakest = {column for column, one in enumerate(structure.parts) if one.combine == "min"}
    for way in reversed(ways):
        whole = shares.get(("part", way.part))
        if whole is None or way.part in weakest:
            continue
        child = way.child[:2]
        shares[child] = shares.get(child, np.zeros(rows)) + whole * way.share
    return {
        (kind, column): share
        for (kind, column), share in shares.items()
        if kind == "item" or (column in weakest and column != part)
    }


def drivers_of(
    pair: Pair, measured: Measured, changes: Mapping[str, Change], *, stand_for_others: bool
) -> dict[str, tuple[Driver, ...]]:
    """The questions that moved each part by which the result is told, the largest contribution first.

    The interval of a contribution is that of any change, `measuring.change_many`, of the schools' own share x change;
    what people leave open of it, and how far schools differ, are those of the question times its share.

    Args:
        changes: of these parts, by id.
    """
    structure, found = pair.structure, dict[str, tuple[Driver, ...]]()
    ways = ways_of(structure, structure.turn(measured.school_before[:, measured.items]))
    moved = measured.school_after - measured.school_before
    for part in told_by(structure):
        whole = structure.parts[part]
        there = np.isfinite(measured.school_before[:, measured.parts.start + part])
        if not there.any() or changes[whole.id].before is None:
            continue
        leaves = leaves_of(structure, part, ways, len(there))
        if not leaves:
            # It is read by its weakest, and which question that is differs from school to school.
            found[whole.id] = ()
            continue
        columns = [column + (measured.parts.start if kind == "part" else 0) for kind, column in leaves]
        weight = np.stack(list(leaves.values()), axis=1) * there[:, None]
        own = np.where(weight > 0, weight * np.nan_to_num(moved[:, columns]), 0.0)
        reach = measured.reach[columns] * _root_mean_square(weight[there])
        in_all = np.broadcast_to(there[:, None], own.shape)
        cluster = np.zeros(len(there), np.int64)
        half, _ = half_widths(cluster, own, in_all, measured.left_open.by(columns, weight), reach, stand_for_others)
        # Fewer schools have answered a question than have a score on the whole.
        few = (weight > 0).sum(axis=0) < FEWEST_SCHOOLS
        found[whole.id] = _drivers(
            pair,
            leaves,
            weight[there],
            own[there],
            moved[:, columns],
            np.where(few, np.nan, half[0]),
            _sure(changes[whole.id]),
        )
    return found


def drivers_between(pair: Pair, items: Floats, changes: Mapping[str, Change]) -> dict[str, tuple[Driver, ...]]:
    """The same of two separate groups of people, from what both rounds show (2, items): without intervals."""
    structure, found = pair.structure, {}
    turned, ways = structure.turn(items), ways_of(structure, items[:1])
    for part in told_by(structure):
        whole = structure.parts[part]
        if changes[whole.id].change is None:
            continue
        leaves = {name: share for name, share in leaves_of(structure, part, ways, 1).items() if name[0] == "item"}
        columns = [column for _, column in leaves]
        weight = np.stack(list(leaves.values()), axis=1) if leaves else np.zeros((1, 0))
        moved = (turned[1:] - turned[:1])[:, columns]
        own = np.where(weight > 0, weight * np.nan_to_num(moved), 0.0)
        found[whole.id] = _drivers(
            pair, leaves, weight, own, moved, np.full(len(columns), np.nan), _sure(changes[whole.id])
        )
    return found


def _sure(change: Change) -> bool:
    return change.verdict in ("up", "down")


def _root_mean_square(weight: Floats) -> Floats:
    found: Floats = np.sqrt((weight**2).mean(axis=0))
    return found


def _drivers(
    pair: Pair, leaves: Leaves, weight: Floats, own: Floats, moved: Floats, half: Floats, sure: bool
) -> tuple[Driver, ...]:
    """Drivers from shares and shares x changes (schools, leaves); those that nobody answered are none.

    Args:
        moved: (schools, leaves) changes of what moves.
        half: (leaves,) of the interval of the contribution; NaN where there is none.
        sure: whether the change of the whole is.
    """
    structure = pair.structure
    contribution, mean = own.mean(axis=0), weight.mean(axis=0)
    total = float(contribution.sum())
    found = []
    for place, (kind, column) in enumerate(leaves):
        if not mean[place] > 0:
            continue
        value, part = float(contribution[place]), structure.parts[column] if kind == "part" else None
        reach = float(mean[place]) * _reach(structure, part, column)
        known = np.isfinite(half[place])
        judgement = judged(0.0, value, float(half[place]), reach) if known else None
        found.append(
            Driver(
                id=pair.items[column] if part is None else part.id,
                kind="item" if part is None else "dimension",
                weight=float(mean[place]),
                moved=float(np.nanmean(moved[:, place])),
                contribution=value,
                interval=judgement[0] if judgement else None,
                verdict=judgement[2] if judgement else "unsure",
                share=value / total if sure and abs(total) > NOTHING else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (-abs(one.contribution), one.id)))


def _reach(structure: Structure, part: JoinedPart | None, column: int) -> float:
    return float(structure.high[column] - structure.low[column]) if part is None else part.high - part.low


def school_moves(pair: Pair, measured: Measured) -> list[dict[str, Change]]:
    """Each school's own change, one a row of `pair.schools`, of the parts by which the result is told; else of items.

    A school's change is sure to +- t(.975, f) sqrt(v). v is what its own answers leave open: how far people differ,
    pooled over the schools in both rounds, over its numbers of answers, and never less than answers in whole levels
    leave open. f is people - 2 x schools, at least 1: a mean is taken of each school in each round.
    """
    structure = pair.structure
    told = told_by(structure)
    names = {structure.parts[part].id: measured.parts.start + part for part in told} or {
        item: column for column, item in enumerate(pair.items)
    }
    left = measured.left_open
    schools = int(measured.met.sum())
    quantile = t_quantile((1 + CONFIDENCE) / 2, max(1, int(left.people[0]) - 2 * schools))
    there = np.isfinite(measured.school_before)
    squares, seen = (np.where(there, part, 0.0).sum(axis=0) for part in (left.squares, left.seen))
    variance = np.maximum(divide(squares, seen) * left.whole, ROUNDING * left.least)
    half = quantile * np.sqrt(variance)
    found: list[dict[str, Change]] = []
    for row in range(len(pair.schools)):
        found.append({})
        for name, column in names.items():
            before, after = (float(side[row, column]) for side in (measured.school_before, measured.school_after))
            if np.isfinite(before):
                found[-1][name] = _own(before, after, float(half[row, column]), float(measured.reach[column]))
    return found


def _own(before: float, after: float, half: float, reach: float) -> Change:
    if not np.isfinite(half):
        return Change(before, after, after - before, None, None, "unsure", 1)
    interval, smallest, verdict = judged(before, after, half, reach)
    return Change(before, after, after - before, interval, smallest, verdict, 1)
