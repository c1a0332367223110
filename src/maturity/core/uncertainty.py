"""The one model of how sure a score is: what each person's answers move it by, to first order.

A part is a weighted sum of answers; the weakest of several is, to first order, that which is weakest now. A person's
`weight` is how far the score would move if all of that person's answers were one level higher; the weights of a cluster
add up to 1 in a mean. Their `pull` is how far they move the score away from where answers like those of their school
would have left it. Pull / weight is that person's distance from their school in levels; its variance is pooled over
schools, and the variance of the score is this one times the sum of the squared weights. Interval, region and shares
follow from these numbers, with t for people less schools.

Where schools stand for others, the same is done one step up: schools take the place of people, the cluster that of the
school.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np

from maturity.core.scoring import SchoolItems, divide
from maturity.core.statistics import CONFIDENCE, t_quantile
from maturity.core.structure import Child, Structure
from maturity.core.table import Bools, CodedLevels, Floats, Ints
from maturity.core.ways import ways_of

ROUNDING = 1 / 12
"""Variance of what is lost when a value is rounded to whole levels (uniform over one level)."""
NODES = 48
"""Directions of each smooth part in which shares are summed up."""
BLOCK = 2048
"""Clusters whose directions are held in memory at once."""
ROWS = 1 << 13
"""People whose pulls are held in memory at once."""


@dataclass(frozen=True, eq=False)
class Parts:
    """How every interval comes about; targets are all parts.

    Args:
        squares: (groups, targets) sum over the people of a school of their squared distance from it, in levels.
        expected: (groups, targets) what `squares` would be if the variance were 1: people less one, or less where
            only some of the questions were answered by two or more.
        weights: (groups, targets) sum of squared weights.
        products, shared: (groups,) the same as `squares` and `weights` of one axis with the other; 0 without axes.
        people: (groups, targets) people who share a question with somebody else of their school.
        rounding: (clusters, targets) variance that rounding to whole levels leaves at least.
        group: (groups,) code of the cluster.
    """

    squares: Floats
    expected: Floats
    weights: Floats
    products: Floats
    shared: Floats
    people: Ints
    rounding: Floats
    group: Ints


@dataclass(frozen=True, eq=False)
class Sure:
    """How sure every score of every cluster is; NaN where that cannot be known.

    Args:
        parts: where it comes from.
        variance: (clusters, targets) of the score, never below what rounding leaves.
        freedom: (clusters, targets) degrees of freedom; 0 where no school has two people.
        half: (clusters, targets) half of the 95 % interval, before it is kept inside the scale.
        covariance: (clusters, 2, 2) of the two axis scores; NaN without axes.
    """

    parts: Parts
    variance: Floats
    freedom: Ints
    half: Floats
    covariance: Floats

    def of(self, targets: slice) -> Sure:
        """The same of some targets."""
        return replace(
            self, variance=self.variance[:, targets], freedom=self.freedom[:, targets], half=self.half[:, targets]
        )


def parts_of(
    structure: Structure,
    scored: Floats,
    answering: Floats,
    rows: Floats | CodedLevels,
    group: Ints,
    means: SchoolItems,
    of: Ints,
) -> Parts:
    """Squares, weights and freedom of people in schools, or of schools in clusters.

    Args:
        scored: (clusters, items) NaN where an item has no score and so moves nothing.
        answering: (clusters, items) groups with an answer.
        rows: (rows, items) what was answered is worth, as asked; NaN where nothing was. Or the same as places.
        group: (rows,) the group of each row; rows of a group stand together, groups in their order.
        means: of the groups.
        of: (groups,) the cluster of each group.
    """
    clusters, targets = scored.shape[0], len(structure.parts)
    ways = ways_of(structure, scored)
    rounding = np.zeros((clusters, targets))
    shares: list[Floats] = []
    for way in ways:
        kind, child, _ = way.child
        if kind == "part":
            rounding[:, way.part] += rounding[:, child] * way.share**2
            shares.append(way.share[of])
            continue
        n = means.n[:, child]
        shares.append(np.nan_to_num(divide(way.share[of], n * answering[of, child])))
        rounding[:, way.part] += np.bincount(of, shares[-1] ** 2 * n, clusters) * structure.step[child] ** 2
    sums = [np.zeros((len(of), targets)) for _ in range(4)]
    both = [np.zeros(len(of)) for _ in range(2)]
    for some, there in _blocks(group, len(of)):
        local = SchoolItems(means.mean[there], means.n[there])
        moves = [(way.part, way.child, share[there]) for way, share in zip(ways, shares, strict=True)]
        own = replace(rows, codes=rows.codes[some]) if isinstance(rows, CodedLevels) else rows[some]
        found = _pulls(structure, own, group[some] - there.start, local, moves)
        for whole, part_of_it in zip((*sums, *both), found, strict=True):
            whole[there] = part_of_it
    squares, expected, weights, people = sums
    return Parts(
        squares=squares,
        expected=expected,
        weights=weights,
        products=both[0],
        shared=both[1],
        people=people.astype(np.int64),
        rounding=ROUNDING * rounding,
        group=of,
    )


def _blocks(group: Ints, groups: int) -> Iterator[tuple[slice, slice]]:
    """Rows and groups, some at a time; no group is cut, so that no sum depends on what else there is."""
    starts = np.searchsorted(group, np.arange(groups + 1))
    first = 0
    while first < groups:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + ROWS, side="right")) - 1)
        yield slice(starts[first], starts[last]), slice(first, last)
        first = last


def _pulls(
    structure: Structure,
    rows: Floats | CodedLevels,
    group: Ints,
    means: SchoolItems,
    moves: Sequence[tuple[int, Child, Floats]],
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """Sums over the rows of each group, as in `Parts`: squares, expected, weights, people, products, shared.

    Args:
        moves: part, what belongs to it, and how far one answer, or that part, moves it: (groups,).
    """
    # Weight, pull, own pull and nothing of every row stand together: numpy looks up four numbers as quickly as one.
    found, size = np.zeros((len(structure.parts), len(group), _TOGETHER)), np.bincount(group, minlength=len(means.n))
    for part, (kind, child, _), by_group in moves:
        if kind == "part":
            # Rows of a group stand together, so that what is of a group is repeated.
            found[part] += found[child] * np.repeat(by_group, size * _TOGETHER).reshape(found.shape[1:])
            continue
        of_group = means.mean[:, child], means.n[:, child], by_group
        if isinstance(rows, CodedLevels):
            # Worked out once for every value in every group, and looked up for each row.
            level = rows.values[child]
            moved = _moved(level, *(one[:, None] for one in of_group), turned=structure.turned[child])
            place = group * len(level) + rows.codes[:, child]
            found[part] += np.take(moved.reshape(-1, _TOGETHER), place, axis=0, mode="clip")
        else:
            repeated = (np.repeat(one, size) for one in of_group)
            found[part] += _moved(rows[:, child], *repeated, turned=structure.turned[child])
    weight, pull, own = (np.ascontiguousarray(found[:, :, n]) for n in range(3))
    # Who moves nothing has no pull either.
    whole = np.where(weight != 0, weight, 1.0)
    pull /= whole
    own /= whole
    both = [np.prod(values[structure.axes], axis=0, keepdims=True) for values in (pull, weight)]
    summed = partial(_in_turn, (np.cumsum(size) - size)[size > 0], size > 0)
    people = summed((own > 0).astype(float))
    products, shared = (summed(values)[:, 0] for values in both)
    return (
        summed(pull**2),
        summed(own**2) * np.nan_to_num(divide(people, people - 1.0)),
        summed(weight**2),
        people,
        products,
        shared,
    )


_TOGETHER = 4


def _moved(level: Floats, mean: Floats, n: Floats, share: Floats, *, turned: bool) -> Floats:
    """What answers add to weight, pull, and the pull that is their own, where one answer moves a part by `share`.

    Args:
        turned: whether a high level counts little.

    Returns:
        (..., 4) numbers, of which the last is 0.
    """
    known = np.isfinite(level)
    found = np.zeros((*np.broadcast_shapes(level.shape, mean.shape), _TOGETHER))
    weight, pull, own = (found[..., n] for n in range(3))
    np.multiply(share, known, out=weight)
    np.multiply(np.where(known, mean - level if turned else level - mean, 0.0), weight, out=pull)
    np.multiply(weight, 1 - 1 / np.maximum(n, 1), out=own)
    return found


def _in_turn(starts: Ints, groups: Bools, values: Floats) -> Floats:
    """Sums (groups, columns) of (columns, rows) values whose rows stand group by group.

    Args:
        starts: the first row of each group that has any; `groups`: (groups,) which have.
    """
    found = np.zeros((len(groups), len(values)))
    if len(starts):
        found[groups] = np.add.reduceat(values, starts, axis=1).T
    return found


def sure(parts: Parts, structure: Structure, clusters: int) -> Sure:
    """Variances, degrees of freedom and half intervals from what was summed up by group."""
    squares, expected, weights = (
        _by_group(parts.group, values, clusters) for values in (parts.squares, parts.expected, parts.weights)
    )
    raw = divide(squares, expected) * weights
    variance = np.where(np.isfinite(raw), np.maximum(raw, parts.rounding), np.nan)
    degrees = _by_group(parts.group, np.maximum(parts.people - 1, 0), clusters).astype(np.int64)
    half = np.sqrt(variance) * quantiles(degrees)
    products, shared = (
        _by_group(parts.group, values[:, None], clusters)[:, 0] for values in (parts.products, parts.shared)
    )
    covariance = np.full((clusters, 2, 2), np.nan)
    if (axes := structure.axes) != slice(0, 0):
        alike: Floats = _ratio(products, squares[:, axes]) * _ratio(shared, weights[:, axes])
        between = alike * np.sqrt(np.prod(raw[:, axes], axis=1))
        own = variance[:, axes].T
        covariance = np.stack([own[0], between, between, own[1]], axis=1).reshape(clusters, 2, 2)
    return Sure(parts, variance, degrees, half, covariance)


def _by_group(group: Ints, values: Floats | Bools | Ints, groups: int) -> Floats:
    """Sums of (rows, columns) values over the rows of each group."""
    return np.stack([np.bincount(group, column, groups) for column in values.T.astype(float, copy=False)], axis=1)


def _ratio(product: Floats, squares: Floats) -> Floats:
    """Cosine from a sum of products and two sums of squares; 0 where one of them is 0."""
    return np.nan_to_num(divide(product, np.sqrt(squares[:, 0] * squares[:, 1])))


def quantiles(freedom: Ints, at: float = (1 + CONFIDENCE) / 2) -> Floats:
    """Quantile of t, at 97.5 % if not said, for each number of degrees of freedom; NaN for 0."""
    each = freedom.ravel().tolist()
    # `np.unique` would load all of numpy's masked arrays.
    known = {f: t_quantile(at, int(f)) if f > 0 else np.nan for f in set(each)}
    return np.array([known[f] for f in each], float).reshape(freedom.shape)


def intervals(structure: Structure, parts: Floats, sure: Sure) -> tuple[Floats, Floats]:
    """Ends of the 95 % intervals of all parts (clusters, parts), kept within what is possible.

    The weakest of m parts lies between the lowest of their lower ends and the lowest of their upper ends; these reach
    to 1 - 0.025 / m, for of m upper ends the lowest is the one that errs most (Bonferroni).
    """
    low, high = parts - sure.half, parts + sure.half
    for column in structure.order:
        part = structure.parts[column]
        if part.combine != "min":
            continue
        inside = [child if kind == "part" else structure.alone[child] for kind, child, _ in part.children]
        known = np.isfinite(parts[:, inside])
        further = quantiles(sure.freedom[:, inside], 1 - (1 - CONFIDENCE) / 2 / len(inside))
        upper = parts[:, inside] + np.sqrt(sure.variance[:, inside]) * further
        # Where it cannot be told how sure one of them is, it cannot of the weakest.
        unsure = (known & ~np.isfinite(upper)).any(axis=1) | ~np.isfinite(parts[:, column])
        low[:, column] = np.where(unsure, np.nan, np.where(known, low[:, inside], np.inf).min(axis=1))
        high[:, column] = np.where(unsure, np.nan, np.where(known, upper, np.inf).min(axis=1))
    return np.maximum(low, structure.range_low), np.minimum(high, structure.range_high)


def shares(point: Floats, covariance: Floats, freedom: Ints, midpoints: Floats) -> Floats:
    """How likely the true place lies on each side of both midpoints, by a bivariate t around the point.

    The distribution is round after whitening, and beyond a distance r in any direction lies (1 + r^2 / f)^(-f / 2) of
    it. So it is exact along each direction, and summed over directions by Gauss and Legendre between those in which
    something changes: along a midpoint, and towards the crossing of both.

    Args:
        point: (clusters, 2). covariance: (clusters, 2, 2). freedom: (clusters,) above 0. midpoints: (2,).

    Returns:
        (clusters, 2, 2) shares: first axis low or high, second axis low or high; NaN where anything is NaN.
    """
    blocks = [slice(start, start + BLOCK) for start in range(0, max(len(point), 1), BLOCK)]
    return np.concatenate([_shares(point[some], covariance[some], freedom[some], midpoints) for some in blocks])


def _shares(point: Floats, covariance: Floats, freedom: Ints, midpoints: Floats) -> Floats:
    x, y = np.sqrt(covariance[:, 0, 0]), np.sqrt(covariance[:, 1, 1])
    alike = np.clip(divide(covariance[:, 0, 1], x * y), -1 + 1e-9, 1 - 1e-9)
    unlike = np.sqrt(1 - alike**2)
    distance = midpoints - point
    along, quarter = np.arctan2(-alike, unlike), np.full(len(point), np.pi / 2)
    to = divide(distance[:, 0], x)
    crossing = np.arctan2((divide(distance[:, 1], y) - alike * to) / unlike, to)
    edges = np.sort(np.mod(np.stack([quarter, -quarter, along, along + np.pi, crossing], axis=1), 2 * np.pi), axis=1)
    angle, width = _nodes(np.concatenate([edges, edges[:, :1] + 2 * np.pi], axis=1))
    steps = np.cos(angle) * x[:, None], (alike[:, None] * np.cos(angle) + unlike[:, None] * np.sin(angle)) * y[:, None]
    beyond = [_beyond(distance[:, axis], steps[axis], freedom) for axis in (0, 1)]
    both, either = np.minimum(*beyond), np.maximum(*beyond)
    start = (point >= midpoints).astype(int)
    found = np.empty((len(point), 2, 2))
    moved = (1 - either, beyond[0] - both, beyond[1] - both, both)
    for (over, upward), values in zip(((0, 0), (1, 0), (0, 1), (1, 1)), moved, strict=True):
        place = np.arange(len(point)), start[:, 0] ^ over, start[:, 1] ^ upward
        found[place] = np.add.reduce(values * width, axis=1)
    return found


def above(score: Floats, deviation: Floats, freedom: Ints, midpoint: float) -> Floats:
    """How likely the true score (clusters,) lies above a midpoint, by t around the score; NaN where it is not known."""
    angle, width = _nodes(np.array([[-np.pi / 2, np.pi / 2, 3 * np.pi / 2]]))
    found = [
        np.add.reduce(_beyond(midpoint - score[some], np.cos(angle) * deviation[some, None], freedom[some]) * width, 1)
        for some in (slice(start, start + BLOCK) for start in range(0, max(len(score), 1), BLOCK))
    ]
    other = np.concatenate(found)
    return np.where(score >= midpoint, 1 - other, other)


def _nodes(edges: Floats) -> tuple[Floats, Floats]:
    """Directions (rows, nodes) between edges (rows, parts + 1), and how much of the whole turn each stands for."""
    place, weight = _gauss()
    half = (edges[:, 1:] - edges[:, :-1])[:, :, None] / 2
    angle = (edges[:, :-1, None] + half) + half * place
    rows = len(edges)
    return angle.reshape(rows, -1), (half * weight).reshape(rows, -1) / (2 * np.pi)


@cache
def _gauss() -> tuple[Floats, Floats]:
    found: tuple[Floats, Floats] = np.polynomial.legendre.leggauss(NODES)
    return found


def _beyond(distance: Floats, step: Floats, freedom: Ints) -> Floats:
    """How much lies beyond a line, along each direction (clusters, angles); NaN where it is not known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = distance[:, None] / step
    # A point on the line counts as above it: downwards it has crossed at once.
    crossed = np.where(distance[:, None] == 0, step < 0, reach > 0)
    f = np.maximum(freedom, 1)[:, None].astype(float)
    # One exponent a number: numpy takes shorter roads for one that many share, and another last digit with them.
    power = np.full(step.shape, -f / 2)
    tail: Floats = np.where(crossed, (1 + np.where(crossed, reach, 0.0) ** 2 / f) ** power, 0.0)
    known = np.isfinite(distance + step[:, 0]) & (freedom > 0)
    return np.where(known[:, None], tail, np.nan)
