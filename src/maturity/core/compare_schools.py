"""Who is in both rounds, who joined and who left, and how much that moved the cluster."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from maturity.core.compare_pair import Pair, TabulatedRound, by_axis
from maturity.core.comparison import Mover, SchoolChange, SchoolsCompared
from maturity.core.driving import school_moves
from maturity.core.measuring import Measured
from maturity.core.readings import number
from maturity.core.scoring import divide, roll_up
from maturity.core.structure import Structure
from maturity.core.table import Floats


def schools_of(pair: Pair, measured: Measured) -> SchoolsCompared:
    """Who is in both rounds, joined or left, and what each did, where both rounds are named."""
    place = {school.id: row for row, school in enumerate(pair.schools)}
    members = [school for school in pair.shown[1].schools if school.id in place]
    paired = [school for school in members if measured.met[place[school.id]]]
    before, after = (
        [by_axis(pair, 1, row) for row in values[:, measured.axes]]
        for values in (measured.school_before, measured.school_after)
    )
    rows = [(school, place[school.id]) for school in paired]
    moves = school_moves(pair, measured)
    movers = others_of(pair)
    joined, joined_together = _moved(pair.sittings[1], movers.joined, 1)
    left, left_together = _moved(pair.sittings[0], movers.left, -1)
    return SchoolsCompared(
        tuple(SchoolChange(school.id, school.name, before[row], after[row], moves[row]) for school, row in rows),
        tuple(school.id for school in paired),
        joined,
        left,
        tuple(school.name for school in members if not measured.met[place[school.id]]),
        joined_together,
        left_together,
    )


def others_of(pair: Pair) -> SchoolsCompared:
    """Who joined and who left, without any number."""
    before, after = (round_.cluster.school_by_id for round_ in pair.rounds)
    gone, none = (_nothing(sitting) for sitting in pair.sittings)
    return SchoolsCompared(
        None,
        (),
        tuple(Mover(s.id, s.name, none) for s in pair.shown[1].schools if s.id not in before),
        tuple(Mover(s.id, s.name, gone) for s in pair.shown[0].schools if s.id not in after),
        (),
        none,
        gone,
    )


def _nothing(sitting: TabulatedRound) -> dict[str, float | None]:
    return {axis.id: None for axis in sitting.round.questionnaire.axes}


def _moved(
    sitting: TabulatedRound, movers: tuple[Mover, ...], sign: int
) -> tuple[tuple[Mover, ...], dict[str, float | None]]:
    """Movers with their effects on the round that they are in, and the effect of all of them at once.

    Args:
        sign: 1 for the score with them less that without, -1 for the other way round.
    """
    if not movers:
        return movers, _nothing(sitting)
    axes = np.array([_or_nan(result.score) for result in sitting.shown.axes.values()])
    effects = [
        {axis: number(value) for axis, value in zip(sitting.shown.axes, sign * (axes - without), strict=True)}
        for without in _without(sitting, [sitting.row[mover.id] for mover in movers])
    ]
    return tuple(replace(mover, effect=effect) for mover, effect in zip(movers, effects, strict=False)), effects[-1]


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value


def _without(sitting: TabulatedRound, rows: list[int]) -> Floats:
    """Axis scores (rows + 1, axes) without each of some schools in turn, and at the end without all of them.

    NaN where they said nothing, for then nothing changes.
    """
    means = sitting.schools.mean
    there = np.isfinite(means)
    gone, fewer, n = (
        np.concatenate([part[rows], part[rows].sum(axis=0, keepdims=True)])
        for part in (np.nan_to_num(means), there.astype(float), np.ones((len(means), 1)))
    )
    answered = there.sum(axis=0) - fewer
    enough = 2 * answered >= len(means) - n
    items = np.where(enough, divide(np.nansum(means, axis=0) - gone, answered), np.nan)
    structure = Structure.of(sitting.round.questionnaire)
    axes = roll_up(structure, items)[:, structure.axes]
    return np.where(fewer.any(axis=1, keepdims=True), axes, np.nan)
