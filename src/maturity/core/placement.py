"""Where clusters stand, and what may be said of it.

An axis is settled when its 95 % interval lies on one side of the midpoint, and so does everything that the answers of
silent schools could make of it. A quadrant is named when both axes are settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from maturity.core import uncertainty
from maturity.core.assessment import Schools
from maturity.core.statistics import CONFIDENCE, f_quantile
from maturity.core.table import Bools, Floats, Ints
from maturity.core.uncertainty import Sure
from maturity.model import Questionnaire, Side

ON_LINE = 1e-9
"""Nearer to the midpoint than this is on it: only rounding in the last digits is forgiven."""
FEWEST_SCHOOLS = 5
"""Below five schools that stand for others a joint region is too wide to be drawn."""
FEWEST_FREE = 2
"""Degrees of freedom below which a region is too wide to be drawn."""


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


def hotelling_limit(freedom: int) -> float:
    """Critical T squared at 95 % for two axes: 2 f / (f - 1) F(.95; 2, f - 1), f = n - 1 > 1 degrees of freedom."""
    return 2 * freedom / (freedom - 1) * f_quantile(CONFIDENCE, 2, freedom - 1)


@dataclass(frozen=True, eq=False)
class Places:
    """Where every cluster stands; NaN, False or -1 where that cannot be said. Quadrants are coded in their own order.

    Args:
        known: (clusters, axes) whether it is known how sure the score is.
        clear: (clusters, axes) whether the interval lies on one side of the midpoint.
        settled: (clusters, axes) whether, besides, silent schools could not change the side.
        on_line: (clusters, axes).
        position: (clusters,) code of the quadrant in which the point lies.
        quadrant: (clusters,) code of the quadrant that may be named.
        code: (2, 2) codes of the quadrants: first axis low or high, second axis low or high.
        point: (clusters, axes) scores, those on the line exactly there; `midpoints`: of both axes.
        sure: of the axes alone; `schools`: (clusters,) that answered; `method`: whether these stand for others.
        scale: from the lowest level to the highest.
    """

    known: Bools
    clear: Bools
    settled: Bools
    on_line: Bools
    position: Ints
    quadrant: Ints
    code: Ints
    point: Floats
    midpoints: Floats
    sure: Sure
    schools: Ints
    method: Schools
    scale: float

    @cached_property
    def above(self) -> Floats:
        """(clusters, axes) chance to lie above the midpoint."""
        deviation, freedom = np.sqrt(self.sure.variance), self.sure.freedom
        found = [
            uncertainty.above(self.point[:, axis], deviation[:, axis], freedom[:, axis], midpoint)
            for axis, midpoint in enumerate(self.midpoints.tolist())
        ]
        return np.where(self.known, np.stack(found, axis=1), np.nan)

    @cached_property
    def shares(self) -> Floats:
        """(clusters, quadrants) chance of each quadrant."""
        freedom = self.sure.freedom.min(axis=1)
        joint = uncertainty.shares(self.point, self.sure.covariance, freedom, self.midpoints)
        shares = np.full((len(joint), self.code.size), np.nan)
        shares[:, self.code.ravel()] = joint.reshape(len(joint), self.code.size)
        return np.where(np.asarray(self.known.all(axis=1))[:, None], shares, np.nan)

    @cached_property
    def region(self) -> Floats:
        """(clusters, axes, axes) matrix M of the ellipse d' M^-1 d <= 1 around the point; NaN where none is drawn."""
        placed: Bools = np.asarray(np.isfinite(self.point).all(axis=1))
        return np.where(placed[:, None, None], _regions(self.sure, self.schools, self.method, self.scale), np.nan)


def places(
    questionnaire: Questionnaire,
    axes: Floats,
    intervals: tuple[Floats, Floats],
    sure: Sure,
    bounds: tuple[Floats, Floats],
    schools: Ints,
    method: Schools,
) -> Places:
    """Place every cluster.

    Args:
        axes: (clusters, axes) scores; `intervals`: both ends of theirs.
        sure: of the axes alone.
        bounds: (clusters, axes) lowest and highest scores that silent schools could make; NaN where none is silent.
        schools: (clusters,) schools that answered.
    """
    (low, high), midpoints = intervals, np.array([axis.midpoint for axis in questionnaire.axes])
    scale = questionnaire.answered_on[0]
    on_line: Bools = np.asarray(np.abs(axes - midpoints) <= ON_LINE)
    clear: Bools = np.asarray(((low > midpoints) | (high < midpoints)) & ~on_line)
    settled: Bools = clear & ~np.asarray((bounds[0] <= midpoints) & (bounds[1] >= midpoints))
    code = np.array([[_code(questionnaire, x, y) for y in ("low", "high")] for x in ("low", "high")])
    up = (axes > midpoints).astype(int)
    placed: Bools = np.asarray(np.isfinite(axes).all(axis=1))
    where = np.where(placed & ~on_line.any(axis=1), code[up[:, 0], up[:, 1]], -1)
    return Places(
        known=np.asarray(np.isfinite(axes) & np.isfinite(sure.half)),
        clear=clear,
        settled=settled,
        on_line=on_line,
        position=where,
        quadrant=np.where(settled.all(axis=1), where, -1),
        code=code,
        point=np.where(on_line, midpoints, axes),
        midpoints=midpoints,
        sure=sure,
        schools=schools,
        method=method,
        scale=scale.most - scale.least,
    )


def _code(questionnaire: Questionnaire, first: Side, second: Side) -> int:
    one, two = (axis.id for axis in questionnaire.axes)
    return questionnaire.quadrants.index(questionnaire.quadrant_at({one: first, two: second}))


def _regions(sure: Sure, schools: Ints, method: Schools, reach: float) -> Floats:
    """Ellipses of every cluster; NaN where they would be lines, or wider than the scale.

    Where only people vary, an ellipse reaches exactly as far as the two intervals, so that neither says more than the
    other. Where schools stand for others it is Hotelling's joint region: n d' S^-1 d <= 2 (n - 1) / (n - 2) F.
    """
    free = sure.freedom.min(axis=1)
    if method == "fixed":
        factor = quantile_squares(sure)
        drawn = (free >= FEWEST_FREE) & (2 * sure.half < reach).all(axis=1)
    else:
        limits = {int(f): hotelling_limit(int(f)) for f in np.unique(free) if f + 1 >= FEWEST_SCHOOLS}
        factor = np.array([limits.get(int(f), np.nan) for f in free])[:, None, None]
        drawn = schools >= FEWEST_SCHOOLS
    shape = sure.covariance * factor
    flat = shape[:, 0, 0] * shape[:, 1, 1] - shape[:, 0, 1] ** 2 <= 1e-12
    return np.where((drawn & ~flat)[:, None, None], shape, np.nan)


def quantile_squares(sure: Sure) -> Floats:
    """(clusters, axes, axes) products of the quantiles of t of the two axes."""
    t = uncertainty.quantiles(sure.freedom)
    return t[:, :, None] * t[:, None, :]
