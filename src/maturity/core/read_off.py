"""From the values of parts, and how sure these are, to what is read off them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maturity.core.assessment import Interval
from maturity.core.reading import BandPlace, Checklist, Held, Ladder, Profile, Reading, StageResult, State, Total
from maturity.core.structure import Structure
from maturity.core.table import Floats
from maturity.model import Band, LadderStage, Questionnaire

HAIR = 1e-9
"""Nearer to a line than this is on it: only rounding in the last digits is forgiven."""


@dataclass(frozen=True, eq=False)
class PartValues:
    """One cluster's parts, each array (parts,); NaN where there is no number.

    Args:
        low, high: ends of the 95 % intervals.
        least, most: what they could be if all that is missing were at its worst, and at its best.
        half: half of the interval that what is there leaves open, with or without a score.
        floor: the lowest that the score itself stands for where it is rough; else the score.
    """

    score: Floats
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    half: Floats
    floor: Floats

    @staticmethod
    def exact(score: Floats) -> PartValues:
        """Values of which nothing is open."""
        return PartValues(score, score, score, score, score, np.zeros(len(score)), score)

    def interval(self, column: int) -> Interval | None:
        """The interval of a part."""
        return _between(self.low[column], self.high[column])

    def reach(self, column: int) -> Interval | None:
        """What a part could be, whatever is missing."""
        return _between(self.least[column], self.most[column])

    def ends(self, column: int) -> tuple[float, float]:
        """The lowest and the highest of the interval and the reach; NaN where the interval is not known."""
        low, high = self.low[column], self.high[column]
        return float(np.minimum(low, self.least[column])), float(np.maximum(high, self.most[column]))


def _between(low: float, high: float) -> Interval | None:
    return Interval(float(low), float(high)) if np.isfinite(low) and np.isfinite(high) else None


def read_off(questionnaire: Questionnaire, structure: Structure, values: PartValues) -> Reading:
    """What a questionnaire that has no map says of one cluster."""
    if questionnaire.shape == "ladder":
        return _ladder(questionnaire, _held(questionnaire, structure, values))
    if questionnaire.shape == "checklist":
        return Checklist(_held(questionnaire, structure, values))
    if questionnaire.shape == "total":
        return Total()
    return _profile(questionnaire, structure, values)


def _held(questionnaire: Questionnaire, structure: Structure, values: PartValues) -> dict[str, Held]:
    """Every question: whether it holds, and how sure that is."""
    found = {}
    for row, item in enumerate(questionnaire.items):
        column, met_at = structure.alone[row], questionnaire.scale_of(item).met_at
        assert met_at is not None
        score = float(values.score[column])
        known = bool(np.isfinite(score))
        low, high = values.ends(column)
        line = met_at - HAIR
        state: State = "unknown" if not known else "holds" if low >= line else "not-yet" if high < line else "open"
        above = score >= line if known else None
        found[item.id] = Held(item.id, state, met_at, score if known else None, values.interval(column), above)
    return found


def _ladder(questionnaire: Questionnaire, held: dict[str, Held]) -> Ladder:
    stages = tuple(_stage(questionnaire, stage, held) for stage in questionnaire.stages)
    return Ladder(
        held,
        stages,
        at_least=_last([stage.id for stage in stages], [stage.state == "holds" for stage in stages]),
        at_most=_last([stage.id for stage in stages], [stage.state != "not-yet" for stage in stages]),
        by_score=_last([stage.id for stage in stages], [stage.by_score for stage in stages]),
    )


def _last(ids: Sequence[str], marks: Sequence[bool]) -> str | None:
    """The last of an unbroken row from the first."""
    reached = None
    for name, there in zip(ids, marks, strict=True):
        if not there:
            break
        reached = name
    return reached


def _stage(questionnaire: Questionnaire, stage: LadderStage, held: dict[str, Held]) -> StageResult:
    items = [held[item.id] for item in questionnaire.items if item.stage == stage.id]
    need = stage.need if stage.need is not None else len(items)
    sure, can, by_score = (
        [one.id for one in items if mark(one)]
        for mark in (
            lambda one: one.state == "holds",
            lambda one: one.state != "not-yet",
            lambda one: one.above is True,
        )
    )

    def enough(there: Sequence[str]) -> bool:
        return len(there) >= need and set(stage.must) <= set(there)

    unknown = sum(one.state == "unknown" for one in items)
    doubt: State = "unknown" if unknown == len(items) else "open" if enough(can) else "not-yet"
    missing = sorted((one for one in items if one.state != "holds"), key=lambda one: one.id not in stage.must)
    return StageResult(
        stage.id,
        "holds" if enough(sure) else doubt,
        enough(by_score),
        held=len(sure),
        open=len(can) - len(sure) - unknown,
        unknown=unknown,
        of=len(items),
        need=need,
        missing=tuple(one.id for one in missing),
        must_missing=tuple(one.id for one in missing if one.id in stage.must),
    )


def _profile(questionnaire: Questionnaire, structure: Structure, values: PartValues) -> Profile:
    """The weakest of the parts that are in no other, where it is lowest for sure."""
    column = {part.id: n for n, part in enumerate(structure.parts) if part.kind == "dimension"}
    first = [column[one.id] for one in questionnaire.children_of("")]
    could = _lowest(structure, values, first)
    sure = len(could) == 1 and np.isfinite(values.score[first]).sum() > 1
    return Profile(could[0] if sure else None, could[0] if could else None, could)


def weakest_in(structure: Structure, values: PartValues, column: int) -> tuple[str, ...]:
    """What could be the weakest of that by whose weakest a part is read, lowest first; nothing for other parts."""
    part = structure.parts[column]
    if part.combine != "min":
        return ()
    return _lowest(
        structure,
        values,
        [child if kind == "part" else structure.alone[child] for kind, child, _ in part.children],
    )


def _lowest(structure: Structure, values: PartValues, columns: Sequence[int]) -> tuple[str, ...]:
    """Ids of the parts that could be the lowest, each measured by its own range; all where no interval is known."""
    shares = (values.score - structure.range_low) / (structure.range_high - structure.range_low)
    ranked = sorted((column for column in columns if np.isfinite(shares[column])), key=lambda one: shares[one])
    if not ranked:
        return ()
    first = ranked[0]
    ends = structure.range_low[first], structure.range_high[first]
    high = (values.ends(first)[1] - ends[0]) / (ends[1] - ends[0])
    least = (values.floor - structure.range_low) / (structure.range_high - structure.range_low)
    return tuple(structure.parts[one].id for one in ranked if not least[one] > high + HAIR)


def band_of(bands: Sequence[Band], values: PartValues, column: int, *, whole: bool) -> BandPlace | None:
    """The band of a part, and between which its interval leaves it; None without a score, an interval or bands.

    Args:
        whole: whether all of it has to be answered: then a part without a score lies between what it could be.
    """
    score, (low, high) = values.score[column], values.ends(column)
    if not bands:
        return None
    if whole and not np.isfinite(score):
        reach = values.reach(column)
        if reach is None:
            return None
        half = float(values.half[column])
        if not np.isfinite(half):
            return BandPlace(_band(bands, reach.low), 0, len(bands) - 1)
        # What was answered is no surer for what was not.
        low, high = _band(bands, reach.low - half), _band(bands, reach.high + half)
        return BandPlace(_band(bands, reach.low), low, high)
    if not np.isfinite(score):
        return None
    if not np.isfinite(low) or not np.isfinite(high):
        return BandPlace(_band(bands, float(score)), 0, len(bands) - 1)
    return BandPlace(_band(bands, float(score)), _band(bands, low), _band(bands, high))


def _band(bands: Sequence[Band], value: float) -> int:
    """The last band that begins at or below a value."""
    return max(n for n, band in enumerate(bands) if n == 0 or band.start <= value + HAIR)
