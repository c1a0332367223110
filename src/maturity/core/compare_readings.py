"""Two more readings of a change: the score on the earlier scale, and the earlier time as it is seen now."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from maturity.core.assessment import Count
from maturity.core.compare_pair import Pair, axes_over, by_axis, told_over
from maturity.core.comparison import Change, LookingBack
from maturity.core.matching import ENOUGH_ANCHORS
from maturity.core.measuring import Measured
from maturity.core.said import Said, labels, said
from maturity.core.scoring import school_items
from maturity.core.structure import Structure
from maturity.core.table import tabulate


def linked(
    pair: Pair, measured: Measured, axes: Mapping[str, Change]
) -> tuple[dict[str, float | None] | None, Said | None]:
    """The later full score on the earlier scale, over the schools in both, by chained mean linking.

    x_on_v1 = x - mean(v2 full) + mean(v2 common) - mean(v1 common) + mean(v1 full), with x = mean(v2 full): the earlier
    full score, moved by the change on the common questions.
    """
    if pair.found.whole or not pair.rounds[1].questionnaire.axes:
        return None, None
    before = pair.sittings[0]
    paired = [before.row[school.id] for school, there in zip(pair.schools, measured.met, strict=True) if there]
    full = by_axis(pair, 0, axes_over(Structure.of(before.round.questionnaire), before.schools.mean[paired]))
    common = np.isfinite(measured.before[0, measured.items]).astype(int)
    anchors = common @ pair.structure.counts[:, pair.structure.axes].astype(int)
    scores: dict[str, float | None] = {}
    few: list[str] = []
    for axis, n in zip(pair.rounds[1].questionnaire.axes, anchors.tolist(), strict=True):
        change, start = axes[axis.id].change, full.get(axis.id)
        scores[axis.id] = None
        if n < ENOUGH_ANCHORS or change is None or start is None:
            few.append(axis.id)
        else:
            scores[axis.id] = start + change
    reason = said("too-few-to-link", axes=labels("axis", few), needed=ENOUGH_ANCHORS) if few else None
    return (None if len(few) == len(scores) else scores), reason


def looking_back(pair: Pair, measured: Measured) -> LookingBack | None:
    """The earlier time as people see it now, over the same schools and items as the comparison, where they told."""
    sitting, after = pair.sittings[1], pair.rounds[1]
    if not any(response.looking_back for response in after.responses):
        return None
    looked = tuple(response.model_copy(update={"answers": response.looking_back}) for response in after.responses)
    seen = tabulate(after.model_copy(update={"responses": looked}))
    then = pair.part(sitting, Structure.of(after.questionnaire).valued_table(seen), pair.items)
    past = school_items(then)
    kept = measured.paired & (past.n > 0)
    people = int((np.isfinite(then.levels) & measured.paired[then.school]).any(axis=1).sum())
    met = kept.any(axis=1)
    before, back, now = (
        told_over(pair.structure, pair.items, np.where(kept, means, np.nan)[met])
        for means in (school_items(pair.answers[0]).mean, past.mean, school_items(pair.answers[1]).mean)
    )
    shift = {name: _minus(back[name], before[name]) for name in back}
    return LookingBack(Count(people), back, before, now, shift)


def _minus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b
