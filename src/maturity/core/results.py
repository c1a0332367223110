"""From arrays to results by id: the numbers of `Assessment`, each with the reason where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maturity.core import agreement
from maturity.core.assessment import (
    AxisResult,
    Count,
    DimensionResult,
    Interval,
    ItemResult,
    LeftOut,
    Member,
    SchoolPoint,
    Schools,
)
from maturity.core.placement import people_interval, position, schools_interval
from maturity.core.reliability import against_the_rest, reliability
from maturity.core.resample import Draws
from maturity.core.scoring import SchoolItems, Scores, Structure, bounds, cluster_items, roll_up
from maturity.core.table import SKIPPED, UNKNOWN, AnswerTable, Floats, Ints
from maturity.model import Questionnaire, Round


@dataclass(frozen=True, eq=False)
class Workings:
    """Everything computed for one cluster, people and schools in canonical order.

    Args:
        round: the round as it was given, schools in the cluster's own order.
        order: for each school of `round`, its row in the arrays.
        scores: one school one voice; `plain`: one person one voice.
        school_dimensions: (schools, dimensions); school_axes: (schools, axes).
        draws: resamples; None when they cannot say anything.
    """

    round: Round
    structure: Structure
    order: tuple[int, ...]
    table: AnswerTable
    schools: SchoolItems
    scores: Scores
    plain: Scores
    school_dimensions: Floats
    school_axes: Floats
    method: Schools
    draws: Draws | None

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked."""
        return self.round.questionnaire

    @property
    def answered(self) -> Ints:
        """(schools,) people with at least one level."""
        school = self.table.school[np.isfinite(self.table.levels).any(axis=1)]
        return np.bincount(school, minlength=self.table.schools)

    @property
    def freedom(self) -> int:
        """Degrees of freedom of people within schools: those who answered, less their schools."""
        return int(self.answered.sum() - (self.answered > 0).sum())

    @property
    def axis_draws(self) -> Floats | None:
        """(draws, axes) resampled axis scores."""
        return None if self.draws is None else self.draws.axis

    def point(self, axes: Floats) -> dict[str, float | None]:
        """A point of the map by axis id, from (axes,) values."""
        return {axis.id: number(value) for axis, value in zip(self.questionnaire.axes, axes, strict=True)}

    def by_school(self, values: Floats) -> tuple[float | None, ...]:
        """(schools,) values in the cluster's own order."""
        return tuple(number(values[row]) for row in self.order)

    def interval(self, value: float | None, draws: Floats | None, by_school: Floats) -> Interval | None:
        """The 95 % interval of one score, in the sense of `method`."""
        if value is None or draws is None:
            return None
        if self.method == "fixed":
            return people_interval(value, draws, self.freedom, self.structure.low, self.structure.high)
        return schools_interval(value, by_school, self.structure.low, self.structure.high)


def number(value: float) -> float | None:
    """A float, or None for NaN."""
    return float(value) if np.isfinite(value) else None


def members(work: Workings) -> tuple[Member, ...]:
    """All schools with how many of their people took part."""
    people = np.bincount(work.table.school, minlength=work.table.schools)
    return tuple(
        Member(school.id, school.name, Count(int(people[row])))
        for school, row in zip(work.round.cluster.schools, work.order, strict=True)
    )


def roles(work: Workings) -> dict[str, Count]:
    """People in each role."""
    return {role.id: Count(int((work.table.role == code).sum())) for code, role in enumerate(work.questionnaire.roles)}


def items(work: Workings) -> dict[str, ItemResult]:
    """Every item."""
    counts = agreement.level_counts(work.table.levels, work.structure.low, work.structure.high)
    consensus, split = agreement.consensus(counts), agreement.split(counts)
    school_counts = [
        agreement.level_counts(work.table.levels[work.table.school == row], work.structure.low, work.structure.high)
        for row in range(work.table.schools)
    ]
    unknown, skipped = ((work.table.why == why).sum(axis=0) for why in (UNKNOWN, SKIPPED))
    scored = work.structure.turn(work.scores.item[0])
    results, k = {}, work.round.smallest_cell
    for column, item in enumerate(work.questionnaire.items):
        schools = int(work.scores.item_schools[0, column])
        score = number(work.scores.item[0, column])
        results[item.id] = ItemResult(
            id=item.id,
            score=score,
            scored=number(scored[column]),
            respondent_mean=number(work.plain.item[0, column]),
            n=Count(int(counts[column].sum())),
            dont_know=Count(int(unknown[column])),
            skipped=Count(int(skipped[column])),
            schools=schools,
            agreement=number(consensus[column]),
            split=bool(split[column]),
            counts=tuple(counts[column].tolist()),
            by_school=work.by_school(work.schools.mean[:, column]),
            reason=None
            if score is not None
            else f"answered in {schools} of {work.table.schools} schools; at least half are needed",
            school_counts=tuple(
                tuple(of_school.tolist()) if (of_school := school_counts[row][column]).sum() >= k else ()
                for row in work.order
            ),
        )
    return results


def dimensions(work: Workings) -> dict[str, DimensionResult]:
    """Every dimension."""
    results = {}
    for column, dimension in enumerate(work.questionnaire.dimensions):
        score = number(work.scores.dimension[0, column])
        schools = work.school_dimensions[:, column]
        levels = work.table.levels[:, work.structure.dimensions[:, column] > 0]
        results[dimension.id] = DimensionResult(
            id=dimension.id,
            axis=dimension.axis,
            score=score,
            respondent_mean=number(work.plain.dimension[0, column]),
            answered=Count(int(np.isfinite(levels).any(axis=1).sum())),
            interval=work.interval(score, None if work.draws is None else work.draws.dimension[:, column], schools),
            by_school=work.by_school(schools),
            reason=None if score is not None else "no item was answered in at least half of the schools",
        )
    return results


def axes(work: Workings) -> dict[str, AxisResult]:
    """Both axes."""
    turned = work.structure.turn(work.table.levels)
    worst, best = bounds(work.table, work.structure, work.scores)
    silent = bool((work.answered == 0).any())
    results = {}
    for column, axis in enumerate(work.questionnaire.axes):
        score = number(work.scores.axis[0, column])
        of_axis = work.structure.axes[:, column] > 0
        item_of_axis = work.structure.dimensions @ work.structure.axes[:, column] > 0
        ids = [item.id for item, there in zip(work.questionnaire.items, item_of_axis, strict=True) if there]
        scored = int(np.isfinite(work.scores.dimension[0, of_axis]).sum())
        alpha, no_alpha = reliability(turned[:, item_of_axis])
        results[axis.id] = AxisResult(
            id=axis.id,
            score=score,
            respondent_mean=number(work.plain.axis[0, column]),
            interval=work.interval(
                score, None if work.axis_draws is None else work.axis_draws[:, column], work.school_axes[:, column]
            ),
            bounds=Interval(float(worst[0, column]), float(best[0, column])) if silent and score is not None else None,
            reason=None
            if score is not None
            else f"{scored} of {int(of_axis.sum())} dimensions have a score; {axis.dimensions_needed} are needed",
            reliability=alpha,
            reliability_reason=no_alpha,
            against_the_rest=tuple(ids[i] for i in against_the_rest(turned[:, item_of_axis])),
        )
    return results


def school_points(work: Workings) -> tuple[SchoolPoint, ...]:
    """Every school that answered, on the map."""
    return tuple(
        SchoolPoint(school.id, school.name, work.point(work.school_axes[row]), int(work.answered[row]))
        for school, row in zip(work.round.cluster.schools, work.order, strict=True)
        if work.answered[row]
    )


def left_out(work: Workings) -> tuple[LeftOut, ...]:
    """Where the cluster would stand without each school in turn; empty with fewer than two."""
    results: list[LeftOut] = []
    if (work.answered > 0).sum() < 2:
        return ()
    for school, row in zip(work.round.cluster.schools, work.order, strict=True):
        if not work.answered[row]:
            continue
        rest = work.schools.mean.copy()
        rest[row] = np.nan
        values, answering = cluster_items(work.table, rest)
        values = np.where(2 * answering >= work.table.schools - 1, values, np.nan)
        point = work.point(roll_up(work.structure, values)[1][0])
        results.append(LeftOut(school.id, school.name, point, position(work.questionnaire, point)))
    return tuple(results)
