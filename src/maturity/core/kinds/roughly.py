"""How sure the numbers of a published round are: a rule of thumb by the number of people, and what a row stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maturity.core.kinds.rows import BANDS, FEWEST_OF_SCHOOL, stands_for
from maturity.core.read_off import PartValues
from maturity.core.scoring import roll_up
from maturity.core.structure import Structure
from maturity.core.table import Floats
from maturity.model import Publication, Questionnaire
from maturity.model.publication import PublishedItem
from maturity.text.words import rounded

MARGINS = {5: 0.75, 8: 0.5, 20: 0.3, 40: 0.2}
"""Margin of an axis by the band of its number of people, on a scale that is four long: a rule of thumb, for intervals
from answers leak."""
OF_ONE = {5: 1.25, 8: 0.85, 20: 0.5, 40: 0.3}
"""The same of a single question: t times one level over the square root of the fewest people."""
FOUR = 4.0
"""From 1 to 5."""


@dataclass(frozen=True, eq=False)
class Read:
    """A publication as arrays.

    Args:
        values: (items,) as asked, NaN where a question enters no number.
        ends: the lowest and the highest (items,) that `values` may stand for; they are the same where counts are known.
        bands: (items,) fewest people in the band of an item's answers; 0 where none is known.
        schools: (schools, items) values of schools as published; None where they are not.
    """

    questionnaire: Questionnaire
    published: Publication
    structure: Structure
    values: Floats
    ends: tuple[Floats, Floats]
    bands: Floats
    schools: Floats | None

    @property
    def exact(self) -> bool:
        """Whether what is published are counts, from which every digit may be shown."""
        return self.published.kind == "anonymous"

    def number(self, value: float) -> float | None:
        """A dimension's or an axis' score; None for NaN; one decimal where it rests on rows."""
        return None if np.isnan(value) else float(value) if self.exact else rounded(float(value), 1)


def read_of(questionnaire: Questionnaire, published: Publication) -> Read:
    """A publication as arrays."""
    items = [published.items.get(item.id, PublishedItem()) for item in questionnaire.items]
    values, bands = np.full(len(items), np.nan), np.zeros(len(items))
    for column, item in enumerate(items):
        if item.counts is not None:
            n = sum(item.counts)
            bands[column] = max(band for band in BANDS if band <= n)
            if 2 * n >= published.people:
                worth = questionnaire.scale_of(questionnaire.items[column]).worth
                values[column] = np.array(list(worth.values())) @ item.counts / n
        elif item.value is not None:
            values[column], bands[column] = item.value, item.band or 0
    schools = [item.schools for item in items if item.schools is not None]
    by_school = np.array(schools).T if schools and len(schools) == len(items) else None
    ends = (values, values)
    if published.kind == "confidential":
        ends = _ends(questionnaire, published, values if by_school is None else by_school, bands)
    return Read(questionnaire, published, Structure.of(questionnaire), values, ends, bands, by_school)


def _ends(questionnaire: Questionnaire, published: Publication, values: Floats, bands: Floats) -> tuple[Floats, Floats]:
    """What rows (items,), or the mean of those of schools (schools, items), stand for."""
    scale = questionnaire.answered_on[0]
    if values.ndim == 2:
        # How many of each school answered is not known.
        low, high = stands_for(values, np.full(values.shape, FEWEST_OF_SCHOOL), scale.low, scale.size)
        return low.mean(axis=0), high.mean(axis=0)
    return stands_for(values, bands, scale.low, scale.size, renewed=published.number > 1)


def part_values(read: Read) -> PartValues:
    """The values of all parts, with margins that are rules of thumb, and what silent schools could make of them.

    What a row stands for comes on top of the margin. Not so on the axes of a map: their margin was tried on rows, and
    what many of these are off by evens out.
    """
    structure = read.structure
    score = _numbers(read, roll_up(structure, read.values))
    margins = np.array([_or_nan(margin_of(read, column)) for column in range(len(score))])
    on_axis = np.zeros(len(score), bool)
    on_axis[structure.axes] = True
    low, high = read.ends
    worst, best = np.where(structure.turned, high, low), np.where(structure.turned, low, high)
    lowest, highest = (np.where(on_axis, score, roll_up(structure, items)) for items in (worst, best))
    least, most = (_reach(read, read.values, at_best) for at_best in (False, True))
    # Where nothing is missing a part could be nothing else.
    plain = on_axis | (least == most)
    return PartValues(
        score,
        np.maximum(np.fmin(lowest, score) - margins, structure.range_low),
        np.minimum(np.fmax(highest, score) + margins, structure.range_high),
        np.where(plain, _numbers(read, least), _reach(read, worst, False)),
        np.where(plain, _numbers(read, most), _reach(read, best, True)),
        margins,
        np.fmin(lowest, score),
    )


def _reach(read: Read, items: Floats, at_best: bool) -> Floats:
    """What parts would be if all that is missing were at its worst, or at its best."""
    structure = read.structure
    end = np.where(structure.turned != at_best, structure.high, structure.low)
    silent, members = sum(not school.people for school in read.published.schools), len(read.published.schools)
    known = (items * (members - silent) + end * silent) / members
    return roll_up(structure, np.where(np.isfinite(items), known, end))


def _numbers(read: Read, values: Floats) -> Floats:
    return np.array([_or_nan(read.number(value)) for value in values])


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value


def margin_of(read: Read, column: int) -> float | None:
    """Margin of a part, by the band that half of its weight reaches; a part of a longer range has a wider one."""
    structure, part = read.structure, read.structure.parts[column]
    weight = _weights(structure, column) * np.isfinite(read.values)
    order = np.argsort(-read.bands, kind="stable")
    reached = np.cumsum(weight[order])
    if not reached[-1] > 0:
        return None
    band = int(read.bands[order[np.searchsorted(reached, reached[-1] / 2 - 1e-9)]])
    # The weakest of several questions is one of them, and no surer than one.
    of_one = part.kind == "item" or (part.combine == "min" and any(kind == "item" for kind, _, _ in part.children))
    margins = OF_ONE if of_one else MARGINS
    return margins[band] * structure.reach(column) / FOUR


def _weights(structure: Structure, column: int) -> Floats:
    """(items,) how much an item weighs in a part, where everything is answered."""
    found = np.zeros(len(structure.turned))
    part = structure.parts[column]
    whole = sum(weight for _, _, weight in part.children)
    for kind, child, weight in part.children:
        if kind == "item":
            found[child] += weight / whole
        else:
            found += _weights(structure, child) * weight / whole
    return found
