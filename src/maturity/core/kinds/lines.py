"""Whether rows could ever tell on which side of its lines a questionnaire finds a cluster."""

from __future__ import annotations

import datetime as dt
from typing import cast

import numpy as np

from maturity.core.kinds.roughly import part_values, read_of
from maturity.core.kinds.rows import BANDS, row
from maturity.core.parts import bands_of
from maturity.core.read_off import HAIR, PartValues
from maturity.core.structure import Structure
from maturity.model import Publication, Questionnaire
from maturity.model.publication import Band, PublishedItem, TookPart

MANY = cast(Band, BANDS[-1])
"""So many people are shown as finely as any."""


def untold(questionnaire: Questionnaire) -> float | None:
    """The first line that a cluster is never told to have reached, or never to lie below; None if there is none.

    Also where as many people as are shown finest all choose what counts most, or least. Lines are `met_at`, and with it
    stages, and where bands begin; the axes of a map have none but their middle.
    """
    structure = Structure.of(questionnaire)
    low, high = (_all_alike(questionnaire, structure, most=most) for most in (False, True))
    for column, line in _lines(questionnaire, structure):
        if not (low.ends(column)[1] < line - HAIR and high.ends(column)[0] >= line - HAIR):
            return line
    return None


def _lines(questionnaire: Questionnaire, structure: Structure) -> list[tuple[int, float]]:
    """The column of a part, and a line that is read off it."""
    met = [
        (structure.alone.get(place), questionnaire.scale_of(one).met_at)
        for place, one in enumerate(questionnaire.items)
    ]
    lines = [(column, line) for column, line in met if column is not None and line is not None]
    for column, part in enumerate(structure.parts):
        lines += [(column, band.start) for band in bands_of(questionnaire, part)[1:]]
    return lines


def _all_alike(questionnaire: Questionnaire, structure: Structure, *, most: bool) -> PartValues:
    """What is shown where everybody chooses what counts most, or least."""
    scale = questionnaire.answered_on[0]
    alike = np.zeros((1, 1, len(questionnaire.items), scale.size), np.int64)
    highest = structure.turned != most
    alike[0, 0, np.arange(len(highest)), np.where(highest, scale.size - 1, 0)] = MANY
    value = row(alike, MANY, scale.low).value[0]
    items = {
        item.id: PublishedItem(value=float(one), band=MANY)
        for item, one in zip(questionnaire.items, value, strict=True)
    }
    together = TookPart(id="all", name="all", people=MANY)
    shown = Publication(
        kind="confidential", k=MANY, date=dt.datetime.min, people=MANY, schools=(together,), roles={}, items=items
    )
    return part_values(read_of(questionnaire, shown))
