"""What an assessment says of one cluster on a map: axes, placement, schools, and the cluster without each of them."""

from __future__ import annotations

import numpy as np

from maturity.core.assessment import AxisResult, Interval, LeftOut, Placement, Region, SchoolPoint
from maturity.core.many import Many
from maturity.core.placement import FEWEST_SCHOOLS, Places, position
from maturity.core.readings import number
from maturity.core.reliability import against_the_rest, reliability
from maturity.core.said import Said, labels, said
from maturity.core.scoring import with_score
from maturity.core.table import Bools
from maturity.core.work import Work


def axes(work: Work) -> dict[str, AxisResult]:
    """Both axes."""
    many, structure, c = work.many, work.many.structure, work.cluster
    results = {}
    for column, axis in enumerate(work.questionnaire.axes, structure.axes.start):
        score = number(many.scores.part[c, column])
        of_axis = structure.counts[:, column]
        scored = int(with_score(structure, many.scores.part[c], column))
        ids = [item.id for item, there in zip(work.questionnaire.items, of_axis, strict=True) if there]
        interval, arithmetic = work.interval(column)
        turned = structure.turned_rows(work.levels, of_axis)
        alpha, no_alpha = reliability(turned)
        low, high = (number(ends[c, column]) for ends in many.bounds)
        of = len(work.questionnaire.dimensions_of(axis.id))
        missing = said("too-few-dimensions", scored=scored, of=of, needed=axis.dimensions_needed)
        results[axis.id] = AxisResult(
            id=axis.id,
            score=score,
            respondent_mean=number(many.plain.part[c, column]),
            interval=interval,
            bounds=None if score is None or low is None or high is None else Interval(low, high),
            reason=None if score is not None else missing,
            reliability=alpha,
            reliability_reason=no_alpha,
            against_the_rest=tuple(ids[i] for i in against_the_rest(turned)),
            arithmetic=arithmetic,
        )
    return results


def placement(work: Work) -> Placement:
    """Where the cluster stands, what is settled, and why the rest is not."""
    many, places, c = work.many, _places(work), work.cluster
    questionnaire = work.questionnaire
    ids = [axis.id for axis in questionnaire.axes]
    point = work.point(many.scores.part[c])
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


def _places(work: Work) -> Places:
    assert work.many.places is not None
    return work.many.places


def _chosen(ids: list[str], marks: Bools) -> tuple[str, ...]:
    return tuple(axis for axis, there in zip(ids, marks, strict=True) if there)


def reasons_open(many: Many, some: slice) -> tuple[tuple[str, Bools], ...]:
    """Why no quadrant may be named: codes in the order in which they count, each with (clusters, axes) where it holds.

    Args:
        some: the clusters.
    """
    assert many.places is not None
    places, score = many.places, many.scores.axis[some]
    return (
        ("not-placed", ~np.isfinite(score)),
        ("on-midpoint", places.on_line[some]),
        (
            "one-school" if many.method == "sampled" else "no-two-people",
            np.isfinite(score) & ~places.known[some],
        ),
        ("not-settled", ~places.clear[some]),
        ("silent-could-turn", ~places.settled[some]),
    )


def _why_not(work: Work) -> Said:
    """Why no quadrant is named."""
    ids = [axis.id for axis in work.questionnaire.axes]
    for code, marks in reasons_open(work.many, slice(work.cluster, work.cluster + 1)):
        if marks.any():
            return said(code, axes=labels("axis", _chosen(ids, marks[0])))
    raise AssertionError("a quadrant that is settled is named")


def _region(work: Work) -> tuple[Region | None, Said | None]:
    many, places, c = work.many, _places(work), work.cluster
    shape = places.region[c]
    if np.isfinite(shape).all():
        (a, b), (c_, d) = shape.tolist()
        x, y = many.scores.axis[c].tolist()
        return Region((x, y), ((a, b), (c_, d))), None
    ids = [axis.id for axis in work.questionnaire.axes]
    missing, unknown = ~np.isfinite(many.scores.axis[c]), ~np.isfinite(places.above[c])
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
        SchoolPoint(school.id, school.name, work.point(many.school_parts[row]), int(many.answered[row]))
        for school, row in zip(work.round.cluster.schools_apart, work.rows, strict=True)
        if many.answered[row]
    )


def left_out(work: Work) -> tuple[LeftOut, ...]:
    """Where the cluster would stand without each school in turn; empty with fewer than two."""
    many, results = work.many, []
    if many.schools_answered[work.cluster] < 2:
        return ()
    for school, row in zip(work.round.cluster.schools_apart, work.rows, strict=True):
        if many.answered[row]:
            point = work.point(many.without[row])
            results.append(LeftOut(school.id, school.name, point, position(work.questionnaire, point)))
    return tuple(results)
