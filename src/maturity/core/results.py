"""From arrays to the assessment of one cluster: results by id, each with the reason where there is no number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from maturity.core import agreement, readings
from maturity.core.assessment import (
    Arithmetic,
    Assessment,
    AxisResult,
    Count,
    DimensionResult,
    Gap,
    Interval,
    ItemResult,
    LeftOut,
    Member,
    Placement,
    Region,
    SchoolPart,
    SchoolPoint,
)
from maturity.core.kinds.confidential import by_role
from maturity.core.many import Many
from maturity.core.placement import FEWEST_SCHOOLS, position
from maturity.core.readings import number
from maturity.core.reliability import against_the_rest, reliability
from maturity.core.said import Said, labels, said
from maturity.core.scoring import scored_dimensions
from maturity.core.table import SKIPPED, UNASKED, UNKNOWN, AnswerTable, Floats, Ints
from maturity.core.uncertainty import quantiles
from maturity.model import Questionnaire, Round


@dataclass(frozen=True, eq=False)
class Work:
    """One cluster of many.

    Args:
        round: the round as it was given, schools in the cluster's own order.
        whole: its answers, in that order.
        cluster: its code in `many`.
    """

    round: Round
    whole: AnswerTable
    many: Many
    cluster: int

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked."""
        return self.round.questionnaire

    @cached_property
    def rows(self) -> Ints:
        """For each school of the round, its row in the arrays of `many`."""
        first = int(np.searchsorted(self.many.table.cluster_of_school, self.cluster))
        # Schools of a cluster stand together; the places of this round's schools are found from those of all.
        return self.many.place[first : first + self.whole.schools]

    @cached_property
    def levels(self) -> Floats:
        """(people, items) levels that scores rest on, people in canonical order."""
        first, last = np.searchsorted(self.many.table.cluster, [self.cluster, self.cluster + 1])
        levels: Floats = self.many.table.levels[first:last]
        return levels

    @property
    def sampled(self) -> bool:
        """Whether the schools stand for others."""
        return self.many.method == "sampled"

    def point(self, axes: Floats) -> dict[str, float | None]:
        """A point of the map by axis id, from (axes,) values."""
        return {axis.id: number(value) for axis, value in zip(self.questionnaire.axes, axes, strict=True)}

    def by_school(self, values: Floats) -> tuple[float | None, ...]:
        """(schools,) values of all schools in the round's own order."""
        return tuple(number(value) for value in values[self.rows])

    def interval(self, target: int) -> tuple[Interval | None, Arithmetic | None]:
        """The 95 % interval of a dimension or an axis, and where it comes from."""
        sure, places, c = self.many.sure, self.many.places, self.cluster
        if not np.isfinite(places.low[c, target]):
            return None, None
        parts, freedom = sure.parts, int(sure.freedom[c, target])
        schools = zip(self.round.cluster.schools, self.rows, strict=True)
        by_school = [
            SchoolPart(
                school.id,
                int(parts.people[row, target]),
                float(parts.squares[row, target]),
                float(parts.expected[row, target]),
                float(parts.weights[row, target]),
            )
            for school, row in (() if self.sampled else schools)
            if parts.weights[row, target] > 0
        ]
        found = Arithmetic(
            float(sure.variance[c, target]),
            float(parts.rounding[c, target]),
            freedom,
            float(quantiles(np.array([freedom]))[0]),
            float(sure.half[c, target]),
            tuple(by_school),
        )
        return Interval(float(places.low[c, target]), float(places.high[c, target])), found


def assessment_of_cluster(round_: Round, whole: AnswerTable, many: Many, cluster: int) -> Assessment:
    """One cluster of many as results by id.

    Args:
        round_: what was asked, and the names.
        whole: its answers as `tabulate` gives them.
        cluster: its code in `many`, whose clusters stand in the order of their rounds.
    """
    work = Work(round_, whole, many, cluster)
    placed = placement(work)
    unasked = (whole.why == UNASKED).sum(axis=0)
    return Assessment(
        questionnaire=round_.questionnaire,
        cluster=round_.cluster.name,
        label=round_.label,
        date=round_.date,
        mode=round_.mode,
        smallest_cell=round_.smallest_cell,
        fictional=round_.fictional,
        respondents=whole.people,
        schools=school_results(work),
        schools_answered=int(many.schools_answered[cluster]),
        roles=roles(work),
        items=item_results(work),
        dimensions=dimension_results(work),
        axes=axes(work),
        placement=placed,
        school_points=school_points(work),
        left_out=left_out(work),
        portrait=readings.portrait_reading(round_, placed.position),
        gap=_gap(work),
        evidence=readings.evidence_reading(round_, many.examples, cluster),
        agreed=readings.agreed(round_, many.structure, many.scores.item[cluster]),
        unasked={item: int(n) for item, n in zip(whole.items, unasked, strict=True) if n},
    )


def _gap(work: Work) -> Gap | None:
    found = readings.gap(work.questionnaire, work.many.gap, work.cluster, work.round.smallest_cell)
    return None if found is None else by_role(found)


def school_results(work: Work) -> tuple[Member, ...]:
    """All schools with how many of their people took part."""
    people = np.bincount(work.whole.school, minlength=work.whole.schools)
    schools = zip(work.round.cluster.schools, people, strict=True)
    return tuple(Member(school.id, school.name, Count(int(n))) for school, n in schools)


def roles(work: Work) -> dict[str, Count]:
    """People in each role."""
    return {role.id: Count(int((work.whole.role == code).sum())) for code, role in enumerate(work.questionnaire.roles)}


def item_results(work: Work) -> dict[str, ItemResult]:
    """Every item."""
    many, whole, c = work.many, work.whole, work.cluster
    ends = many.structure.low, many.structure.high
    counts = agreement.level_counts(whole.levels, *ends)
    consensus, split = agreement.consensus(counts), agreement.split_items(counts)
    of_schools = agreement.school_counts(whole, *ends)
    unknown, skipped = ((whole.why == why).sum(axis=0) for why in (UNKNOWN, SKIPPED))
    scored = many.structure.turn(many.scores.item[c])
    results, k = {}, work.round.smallest_cell
    for column, item in enumerate(work.questionnaire.items):
        schools = int(many.scores.item_schools[c, column])
        score = number(many.scores.item[c, column])
        results[item.id] = ItemResult(
            id=item.id,
            score=score,
            scored=number(scored[column]),
            respondent_mean=number(many.plain.item[c, column]),
            n=Count(int(counts[column].sum())),
            dont_know=Count(int(unknown[column])),
            skipped=Count(int(skipped[column])),
            schools=schools,
            agreement=number(consensus[column]),
            split=bool(split[column]),
            counts=tuple(counts[column].tolist()),
            by_school=work.by_school(many.schools.mean[:, column]),
            reason=None if score is not None else said("answered-in-few-schools", schools=schools, of=whole.schools),
            # Where few answered in a school, how many chose each level is not for everybody to see.
            school_counts=tuple(tuple(one) if sum(one) >= k else () for one in of_schools[:, column].tolist()),
        )
    return results


def dimension_results(work: Work) -> dict[str, DimensionResult]:
    """Every dimension."""
    many, results = work.many, {}
    for column, dimension in enumerate(work.questionnaire.dimensions):
        score = number(many.scores.dimension[work.cluster, column])
        interval, arithmetic = work.interval(column)
        levels = work.levels[:, many.structure.dimensions[:, column] > 0]
        results[dimension.id] = DimensionResult(
            id=dimension.id,
            axis=dimension.axis,
            score=score,
            respondent_mean=number(many.plain.dimension[work.cluster, column]),
            answered=Count(int(np.isfinite(levels).any(axis=1).sum())),
            interval=interval,
            by_school=work.by_school(many.school_dimensions[:, column]),
            reason=None if score is not None else said("no-item-answered"),
            arithmetic=arithmetic,
        )
    return results


def axes(work: Work) -> dict[str, AxisResult]:
    """Both axes."""
    many, structure, c = work.many, work.many.structure, work.cluster
    turned = structure.turn(work.levels)
    scored = scored_dimensions(structure, many.scores.dimension[c])
    results = {}
    for column, axis in enumerate(work.questionnaire.axes):
        score = number(many.scores.axis[c, column])
        of_axis = structure.dimensions @ structure.axes[:, column] > 0
        ids = [item.id for item, there in zip(work.questionnaire.items, of_axis, strict=True) if there]
        interval, arithmetic = work.interval(len(work.questionnaire.dimensions) + column)
        alpha, no_alpha = reliability(turned[:, of_axis])
        low, high = (number(ends[c, column]) for ends in many.bounds)
        of = len(work.questionnaire.dimensions_of(axis.id))
        missing = said("too-few-dimensions", scored=int(scored[column]), of=of, needed=axis.dimensions_needed)
        results[axis.id] = AxisResult(
            id=axis.id,
            score=score,
            respondent_mean=number(many.plain.axis[c, column]),
            interval=interval,
            bounds=None if score is None or low is None or high is None else Interval(low, high),
            reason=None if score is not None else missing,
            reliability=alpha,
            reliability_reason=no_alpha,
            against_the_rest=tuple(ids[i] for i in against_the_rest(turned[:, of_axis])),
            arithmetic=arithmetic,
        )
    return results


def placement(work: Work) -> Placement:
    """Where the cluster stands, what is settled, and why the rest is not."""
    many, places, c = work.many, work.many.places, work.cluster
    questionnaire = work.questionnaire
    ids = [axis.id for axis in questionnaire.axes]
    point = work.point(many.scores.axis[c])
    quadrant = int(places.quadrant[c])
    where = int(places.position[c])
    known = np.isfinite(places.shares[c]).all()
    shares = zip(questionnaire.quadrants, places.shares[c].tolist(), strict=True)
    region, no_region = _region(work)
    covariance = many.sure.covariance[c]
    return Placement(
        point=point,
        position=questionnaire.quadrants[where].id if where >= 0 else None,
        quadrant=questionnaire.quadrants[quadrant].id if quadrant >= 0 else None,
        settled=quadrant >= 0,
        shares={quadrant.id: share for quadrant, share in shares} if known else {},
        axes_settled=dict(zip(ids, places.settled[c].tolist(), strict=True)),
        on_line=tuple(axis for axis, there in zip(ids, places.on_line[c], strict=True) if there),
        method=many.method,
        reason=None if quadrant >= 0 else _why_not(work),
        region=region,
        region_reason=no_region,
        above={axis: float(n) for axis, n in zip(ids, places.above[c], strict=True) if np.isfinite(n)},
        silent_could_turn=_chosen(ids, places.clear[c] & ~places.settled[c]),
        alike=float(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])) if known else None,
    )


def _chosen(ids: list[str], marks: Floats) -> tuple[str, ...]:
    return tuple(axis for axis, there in zip(ids, marks, strict=True) if there)


def _why_not(work: Work) -> Said:
    """Why no quadrant is named."""
    many, places, c = work.many, work.many.places, work.cluster
    ids = [axis.id for axis in work.questionnaire.axes]
    score = many.scores.axis[c]
    unknown = np.isfinite(score) & ~np.isfinite(places.above[c])
    for code, marks in (
        ("not-placed", ~np.isfinite(score)),
        ("on-midpoint", places.on_line[c]),
        ("one-school" if work.sampled else "no-two-people", unknown),
        ("not-settled", ~places.clear[c]),
        ("silent-could-turn", ~places.settled[c]),
    ):
        if marks.any():
            return said(code, axes=labels("axis", _chosen(ids, marks)))
    raise AssertionError("a quadrant that is settled is named")


def _region(work: Work) -> tuple[Region | None, Said | None]:
    many, c = work.many, work.cluster
    shape = many.places.region[c]
    if np.isfinite(shape).all():
        (a, b), (c_, d) = shape.tolist()
        x, y = many.scores.axis[c].tolist()
        return Region((x, y), ((a, b), (c_, d))), None
    ids = [axis.id for axis in work.questionnaire.axes]
    missing, unknown = ~np.isfinite(many.scores.axis[c]), ~np.isfinite(many.places.above[c])
    if missing.any():
        return None, said("not-placed", axes=labels("axis", _chosen(ids, missing)))
    if unknown.any():
        return None, said("one-school" if work.sampled else "no-two-people", axes=labels("axis", _chosen(ids, unknown)))
    if work.sampled and many.schools_answered[c] < FEWEST_SCHOOLS:
        return None, said("no-region-few-schools", needed=FEWEST_SCHOOLS)
    covariance = many.sure.covariance[c]
    if np.linalg.det(covariance) <= 1e-12 * covariance[0, 0] * covariance[1, 1]:
        return None, said("no-region-flat")
    return None, said("no-region-wide")


def school_points(work: Work) -> tuple[SchoolPoint, ...]:
    """Every school that answered, on the map."""
    many = work.many
    return tuple(
        SchoolPoint(school.id, school.name, work.point(many.school_axes[row]), int(many.answered[row]))
        for school, row in zip(work.round.cluster.schools, work.rows, strict=True)
        if many.answered[row]
    )


def left_out(work: Work) -> tuple[LeftOut, ...]:
    """Where the cluster would stand without each school in turn; empty with fewer than two."""
    many, results = work.many, []
    if many.schools_answered[work.cluster] < 2:
        return ()
    for school, row in zip(work.round.cluster.schools, work.rows, strict=True):
        if many.answered[row]:
            point = work.point(many.without[row])
            results.append(LeftOut(school.id, school.name, point, position(work.questionnaire, point)))
    return tuple(results)
