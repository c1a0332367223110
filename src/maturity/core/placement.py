"""Where a cluster stands, and how sure that is."""

from __future__ import annotations

import numpy as np

from maturity.core.assessment import Interval, Placement, Region, Schools
from maturity.core.statistics import CONFIDENCE, f_quantile, t_half_width, t_quantile
from maturity.core.table import Floats
from maturity.model import Questionnaire, Side

ON_LINE = 1e-9
"""Nearer to the midpoint than this is on it: only rounding in the last digits is forgiven."""
FEWEST_SCHOOLS = 5
"""Below five schools a joint region is too wide to be drawn."""


def side(value: float, midpoint: float) -> Side | None:
    """The side of the midpoint on which a value lies; None when it is exactly on it."""
    if abs(value - midpoint) <= ON_LINE:
        return None
    return "high" if value > midpoint else "low"


def position(questionnaire: Questionnaire, point: dict[str, float | None]) -> str | None:
    """Id of the quadrant in which a point lies; None on a line, or where a coordinate is missing."""
    sides: dict[str, Side] = {}
    for axis in questionnaire.axes:
        value = point[axis.id]
        where = None if value is None else side(value, axis.midpoint)
        if where is None:
            return None
        sides[axis.id] = where
    return questionnaire.quadrant_at(sides).id


def high_shares(draws: Floats, midpoints: Floats) -> Floats:
    """How much each draw (draws, axes) lies on the high side: 1, 0, or a half exactly on the midpoint; NaN of NaN."""
    distance = draws - midpoints
    high: Floats = np.where(np.abs(distance) <= ON_LINE, 0.5, np.heaviside(distance, 0.5))
    return high


def place(
    questionnaire: Questionnaire,
    point: dict[str, float | None],
    draws: Floats | None,
    method: Schools,
    region: Region | None,
    region_reason: str | None,
    unknown: str | None,
) -> Placement:
    """Name the quadrant if the resamples allow it, else say why not.

    Args:
        point: axis id to score.
        draws: (draws, axes) resampled scores; None where they cannot say anything.
        unknown: why the resamples cannot say anything; None when they can.
    """
    axes = questionnaire.axes
    missing = [axis.label for axis in axes if point[axis.id] is None]
    shares: dict[str, float] = {}
    settled_axes = dict.fromkeys((axis.id for axis in axes), False)
    on_line = tuple(
        axis.id for axis in axes if (value := point[axis.id]) is not None and side(value, axis.midpoint) is None
    )
    where = position(questionnaire, point)
    if draws is not None:
        placed = [column for column, axis in enumerate(axes) if point[axis.id] is not None]
        draws = draws[np.isfinite(draws[:, placed]).all(axis=1)]
        if not len(draws):
            draws, unknown = None, "how sure this is cannot be said: nobody has answered on both axes"
    if draws is not None:
        high = high_shares(draws, np.array([axis.midpoint for axis in axes]))
        for column, axis in enumerate(axes):
            mean = float(np.mean(high[:, column])) if point[axis.id] is not None else 0.5
            settled_axes[axis.id] = axis.id not in on_line and max(mean, 1 - mean) >= questionnaire.settled_share
        if not missing:
            for quadrant in questionnaire.quadrants:
                parts = [
                    high[:, column] if quadrant.at[axis.id] == "high" else 1 - high[:, column]
                    for column, axis in enumerate(axes)
                ]
                shares[quadrant.id] = float(np.mean(parts[0] * parts[1]))
    settled = where is not None and shares.get(where, 0.0) >= questionnaire.settled_share
    return Placement(
        point=point,
        position=where,
        quadrant=where if settled else None,
        settled=settled,
        shares=shares,
        axes_settled=settled_axes,
        on_line=on_line,
        method=method,
        resamples=0 if draws is None else len(draws),
        reason=None if settled else _why_not(questionnaire, missing, on_line, settled_axes, unknown),
        region=region,
        region_reason=region_reason,
    )


def _why_not(
    questionnaire: Questionnaire,
    missing: list[str],
    on_line: tuple[str, ...],
    settled_axes: dict[str, bool],
    unknown: str | None,
) -> str:
    labels = {axis.id: axis.label for axis in questionnaire.axes}
    if missing:
        return f"not placed: too few answers on {' and '.join(missing)}"
    if on_line:
        return f"exactly on the midpoint of {' and '.join(labels[axis] for axis in on_line)}"
    if unknown is not None:
        return unknown
    unsettled = [labels[axis] for axis, sure in settled_axes.items() if not sure]
    if unsettled:
        return f"not settled on {' and '.join(unsettled)}"
    return "each axis is settled by itself, but not both together"


def people_interval(score: float, draws: Floats, freedom: int, low: int, high: int) -> Interval:
    """95 % interval of a score from one column of resampled scores, kept inside the scale.

    Their standard deviation times the quantile of t with as many degrees of freedom as there are people less
    schools: percentiles of so few people would be too narrow.
    """
    half = t_quantile((1 + CONFIDENCE) / 2, freedom) * float(np.nanstd(draws))
    return Interval(max(low, score - half), min(high, score + half))


def schools_interval(score: float, schools: Floats, low: int, high: int) -> Interval | None:
    """95 % t interval of the mean over schools, kept inside the scale; None with fewer than two schools."""
    schools = schools[np.isfinite(schools)]
    if schools.size < 2:
        return None
    half = t_half_width(float(np.std(schools, ddof=1)), schools.size)
    return Interval(max(low, score - half), min(high, score + half))


def people_region(draws: Floats, freedom: int) -> Region | None:
    """95 % ellipse of the resampled points (draws, 2); None if they do not vary in both directions."""
    if freedom < 2:
        return None
    return _region(np.cov(draws, rowvar=False) * hotelling_limit(freedom), draws.mean(axis=0))


def schools_region(points: Floats) -> Region | None:
    """95 % ellipse of the mean of school points (n, 2), n >= 5, after Hotelling."""
    n = points.shape[0]
    return _region(np.cov(points, rowvar=False) * hotelling_limit(n - 1) / n, points.mean(axis=0))


def hotelling_limit(freedom: int) -> float:
    """Critical T squared at 95 % for two axes: 2 f / (f - 1) F(.95; 2, f - 1), f = n - 1 > 1 degrees of freedom."""
    return 2 * freedom / (freedom - 1) * f_quantile(CONFIDENCE, 2, freedom - 1)


def _region(shape: Floats, centre: Floats) -> Region | None:
    if not np.isfinite(shape).all() or np.linalg.det(shape) <= 1e-12:
        return None
    (a, b), (c, d) = shape.tolist()
    return Region((float(centre[0]), float(centre[1])), ((a, b), (c, d)))
