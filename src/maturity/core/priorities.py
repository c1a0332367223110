"""On a map: which dimensions to work on next and with which question, for any number of clusters at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from maturity.core.read_off import HAIR
from maturity.core.table import Bools, Floats, Ints
from maturity.model import Questionnaire

MOST = 3
"""Most priorities."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """One priority of every cluster.

    Args:
        dimension, item: (clusters,) codes; -1 where there is none.
        behind: whether it is on the axis that is further behind.
    """

    dimension: Ints
    item: Ints
    behind: bool


def priorities_on_map(asked: Questionnaire, axes: Floats, dimensions: Floats, items: Floats) -> tuple[Chosen, ...]:
    """The two lowest dimensions of the axis that is further behind, and the lowest of the other.

    The third is left out when the other axis' lowest dimension lies above its midpoint: focus is the point.

    Args:
        axes, dimensions, items: (clusters, ...) scores as they count, in the order of the questionnaire; NaN where
            there is none.
    """
    midpoints = np.array([axis.midpoint for axis in asked.axes])
    order = np.argsort(axes - midpoints, axis=1, kind="stable")
    column = {one.id: n for n, one in enumerate(asked.dimensions)}
    lowest = np.stack([_lowest_item(asked, one.id, dimensions, items) for one in asked.dimensions], axis=1)
    everyone = np.arange(len(axes))
    found = []
    for place in range(len(asked.axes)):
        for rank in range(MOST - 1 - place):
            dimension = np.full(len(axes), -1)
            for n, axis in enumerate(asked.axes):
                own = np.array([column[one.id] for one in asked.dimensions_of(axis.id)])
                rows = np.flatnonzero((order[:, place] == n) & np.isfinite(axes[:, n]))
                if rank >= len(own) or not len(rows):
                    continue
                scores = dimensions[np.ix_(rows, own)]
                ranked = np.argsort(scores, axis=1, kind="stable")[:, rank]
                score = scores[np.arange(len(rows)), ranked]
                there = np.isfinite(score)
                if axis.combine == "min":
                    # No other dimension moves it.
                    there &= score <= np.fmin.reduce(scores, axis=1) + HAIR
                if place:
                    there &= score < axis.midpoint
                dimension[rows[there]] = own[ranked[there]]
            item = np.where(dimension >= 0, lowest[everyone, dimension], -1)
            found.append(Chosen(dimension, item, place == 0))
    return tuple(found)


def _lowest_item(asked: Questionnaire, dimension: str, dimensions: Floats, items: Floats) -> Ints:
    """(clusters,) the lowest of the questions that move a dimension; -1 where there is none."""
    best, found = np.full(len(items), np.inf), np.full(len(items), -1)
    for column, moves in _moving(asked, dimension, dimensions, items):
        lower = moves & (items[:, column] < best)
        best[lower], found[lower] = items[lower, column], column
    return found


def _moving(asked: Questionnaire, dimension: str, dimensions: Floats, items: Floats) -> Iterator[tuple[int, Bools]]:
    """Questions that count towards a dimension, and in which clusters they move its score.

    Where it is read by its weakest, those of the weakest alone do.
    """
    place = {item.id: n for n, item in enumerate(asked.items)}
    column = {one.id: n for n, one in enumerate(asked.dimensions)}
    own = [place[item.id] for item in asked.items_of(dimension)]
    inside = [one.id for one in asked.children_of(dimension)]
    most = np.full(len(items), np.inf)
    if asked.dimension_by_id[dimension].combine == "min":
        values = [items[:, own], dimensions[:, [column[name] for name in inside]]]
        most = np.fmin.reduce(np.concatenate(values, axis=1), axis=1, initial=np.nan) + HAIR
    for n in own:
        yield n, items[:, n] <= most
    for name in inside:
        through = dimensions[:, column[name]] <= most
        for n, moves in _moving(asked, name, dimensions, items):
            yield n, moves & through
