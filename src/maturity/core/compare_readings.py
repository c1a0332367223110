"""Two more readings of a change: the score on the earlier scale, and the earlier time as it is seen now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from maturity.core.assessment import Count
from maturity.core.compare_changes import CONFIDENTIAL
from maturity.core.compare_pair import Pair, answers_of, own_axes
from maturity.core.compare_privacy import Permission, shows_schools
from maturity.core.comparison import Change, LookingBack
from maturity.core.matching import ENOUGH_ANCHORS, later_part
from maturity.core.measuring import Measured, table_of
from maturity.core.privacy import hide
from maturity.core.readings import number
from maturity.core.scoring import SchoolItems, Structure, school_items, score
from maturity.core.table import AnswerTable, Bools, Floats
from maturity.text.words import counted, listed


def linked(
    pair: Pair, measured: Measured, axes: Mapping[str, Change]
) -> tuple[dict[str, float | None] | None, str | None]:
    """The later full score on the earlier scale, over the schools in both, by chained mean linking.

    x_on_v1 = x - mean(v2 full) + mean(v2 common) - mean(v1 common) + mean(v1 full), with x = mean(v2 full): the earlier
    full score, moved by the change on the common questions.
    """
    if pair.found.whole:
        return None, None
    before, shown = pair.rounds[0], pair.shown[0]
    paired = [school for school, there in zip(pair.schools, measured.met, strict=True) if there]
    if shows_schools(shown):
        full = own_axes(before, paired)
    elif {response.school for response in before.responses} <= {school.id for school in paired}:
        full = {axis: result.score for axis, result in shown.axes.items()}
    else:
        return None, f"it would be over other schools than the earlier score; {CONFIDENTIAL}"
    common = np.isfinite(measured.before[measured.items]).astype(int)
    anchors = common @ ((pair.structure.dimensions @ pair.structure.axes) > 0)
    scores: dict[str, float | None] = {}
    few = []
    for axis, n in zip(pair.rounds[1].questionnaire.axes, anchors.tolist(), strict=True):
        change, start = axes[axis.id].change, full.get(axis.id)
        scores[axis.id] = None
        if n < ENOUGH_ANCHORS or change is None or start is None:
            few.append(f"{axis.label} ({counted(int(n), 'question')} in common)")
        else:
            scores[axis.id] = start + change
    if not few:
        return scores, None
    reason = f"too little in common on {listed(few)}: {ENOUGH_ANCHORS} questions are needed, and a score in both"
    return (None if len(few) == len(scores) else scores), reason


def looking_back(pair: Pair, allowed: Permission, measured: Measured) -> LookingBack | None:
    """The earlier time as people see it now, over the same schools and items as the comparison, where they told."""
    after = pair.rounds[1]
    if not any(response.looking_back for response in after.responses):
        return None
    looked = tuple(response.model_copy(update={"answers": response.looking_back}) for response in after.responses)
    seen = after.model_copy(update={"responses": looked})
    then = answers_of(seen, later_part(after.questionnaire, pair.found), pair.schools)
    k = after.smallest_cell if after.mode == "confidential" else 1
    told = school_items(then).n
    kept = measured.paired & (told > 0)
    if not allowed.schools:
        kept = kept & ((told > 0) | ~measured.paired).all(axis=0)
    kept = kept & (np.where(kept, told, 0).sum(axis=0) >= k)
    met = kept.any(axis=1)
    people = int(np.isfinite(table_of(then, measured.paired).levels).any(axis=1).sum())
    count = hide([people], k, len(after.responses))[0] if k > 1 else Count(people)
    tables = [table_of(table, kept) for table in (pair.before, then, pair.after)]
    points = [_axes_over(table, pair.structure, met) for table in tables]
    before, past, now = (
        {axis.id: number(value) for axis, value in zip(after.questionnaire.axes, values, strict=True)}
        for values in points
    )
    shift = {axis: _minus(past[axis], before[axis]) for axis in past}
    return LookingBack(count, past, before, now, shift)


def _minus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def _axes_over(table: AnswerTable, structure: Structure, met: Bools) -> Floats:
    """Axis scores over the schools that are met."""
    schools = school_items(table)
    few = replace(table, cluster_of_school=table.cluster_of_school[met])
    axes: Floats = score(few, structure, SchoolItems(schools.mean[met], schools.n[met])).axis[0]
    return axes
