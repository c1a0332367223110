"""Other ways of seeing ourselves: the portrait mix, two groups of roles, evidence, what the room agreed."""

from __future__ import annotations

import numpy as np

from maturity.core.assessment import AgreedPosition, Count, Evidence, Gap, PortraitResult, Quote
from maturity.core.placement import position, side
from maturity.core.scoring import Structure, group_mean, roll_up
from maturity.core.table import AnswerTable, Bools, Floats
from maturity.model import Questionnaire, Round, Side


def portrait(round_: Round, placed: str | None) -> PortraitResult | None:
    """The mix of portraits, and whether it implies the quadrant `placed` in which the rating's point lies.

    Choices are averaged as levels are: within school, over schools, over portrait items. Never part of a score.
    None when nobody chose a portrait.
    """
    questionnaire = round_.questionnaire
    ids = [quadrant.id for quadrant in questionnaire.quadrants]
    schools = {school.id: code for code, school in enumerate(round_.cluster.schools)}
    school = np.array([schools[response.school] for response in round_.responses], np.int32)
    by_item: dict[str, dict[str, float]] = {}
    for item in questionnaire.portrait:
        chosen = [response.portraits.get(item.id) for response in round_.responses]
        marks = np.array([[float(choice == i) if choice else np.nan for i in ids] for choice in chosen])
        if chosen and np.isfinite(marks).any():
            means, _ = group_mean(school, marks, len(schools))
            mix = np.nanmean(means, axis=0)
            by_item[item.id] = dict(zip(ids, mix.tolist(), strict=True))
    if not by_item:
        return None
    shares = {i: float(np.mean([mix[i] for mix in by_item.values()])) for i in ids}
    implied = {
        axis.id: sum(shares[q.id] for q in questionnaire.quadrants if q.at[axis.id] == "high")
        for axis in questionnaire.axes
    }
    sides: dict[str, Side] = {axis: where for axis, share in implied.items() if (where := side(share, 0.5)) is not None}
    quadrant = questionnaire.quadrant_at(sides).id if len(sides) == len(implied) else None
    return PortraitResult(
        shares,
        implied,
        quadrant,
        None if quadrant is None or placed is None else quadrant == placed,
        Count(sum(bool(response.portraits) for response in round_.responses)),
        by_item,
    )


def gap(questionnaire: Questionnaire, table: AnswerTable, structure: Structure, fewest: int = 1) -> Gap | None:
    """How much higher one group of roles scores than another within the same schools; None if not asked for.

    Over items put to both groups; per school the mean over the items that both answered there.

    Args:
        fewest: people of each group, in the schools that have both, below which there is no difference.
    """
    if questionnaire.role_gap is None:
        return None
    higher, lower = (
        [code for code, role in enumerate(questionnaire.roles) if role.group == group]
        for group in (questionnaire.role_gap.higher, questionnaire.role_gap.lower)
    )
    both = np.array(
        [
            all(
                any(questionnaire.is_asked(item, questionnaire.roles[code].id) for code in codes)
                for codes in (higher, lower)
            )
            for item in questionnaire.items
        ]
    )
    turned = structure.turn(table.levels)
    groups = [np.isin(table.role, codes) & np.isfinite(turned[:, both]).any(axis=1) for codes in (higher, lower)]
    means = [group_mean(table.school[group], turned[group], table.schools)[0] for group in groups]
    difference = np.where(both, means[0] - means[1], np.nan)
    by_school = _row_means(difference)
    met = by_school[np.isfinite(by_school)]
    if met.size and min((group & np.isfinite(by_school)[table.school]).sum() for group in groups) < fewest:
        difference, met = np.full_like(difference, np.nan), met[:0]
        reason = f"needs {fewest} people of each group in schools that have both"
    else:
        reason = "no school has people of both groups who answered the same item"
    on_axis = (structure.dimensions @ structure.axes) > 0
    by_axis: dict[str, float | None] = {}
    for column, axis in enumerate(questionnaire.axes):
        values = _row_means(difference[:, on_axis[:, column]])
        values = values[np.isfinite(values)]
        by_axis[axis.id] = float(values.mean()) if values.size else None
    return Gap(
        questionnaire.role_gap.higher,
        questionnaire.role_gap.lower,
        float(met.mean()) if met.size else None,
        float(met.std(ddof=1)) if met.size > 1 else None,
        int(met.size),
        int(both.sum()),
        by_axis,
        None if met.size else reason,
    )


def _row_means(values: Floats) -> Floats:
    n = np.isfinite(values).sum(axis=1)
    mean: Floats = np.divide(np.nansum(values, axis=1), n, out=np.full(len(n), np.nan), where=n > 0)
    return mean


def evidence(round_: Round, table: AnswerTable) -> Evidence | None:
    """Share of high ratings with an example named; None if the scale does not ask for any."""
    questionnaire = round_.questionnaire
    if questionnaire.scale.evidence_from is None:
        return None
    named = np.array(
        [[bool(response.evidence.get(item, "").strip()) for item in table.items] for response in round_.responses],
        bool,
    ).reshape(table.levels.shape)
    high = table.levels >= questionnaire.scale.evidence_from
    axis_of = np.array([questionnaire.axis_of(item) for item in questionnaire.items])
    quotes = tuple(
        # Never with the role: a school has one head.
        Quote(item, text, response.school, None)
        for item in table.items
        for response in round_.responses
        if (text := response.evidence.get(item, "").strip())
    )
    backed = named & high
    return Evidence(
        Count(int(high.sum())),
        Count(int(backed.sum())),
        _share(backed, high),
        {axis.id: _share(backed[:, axis_of == axis.id], high[:, axis_of == axis.id]) for axis in questionnaire.axes},
        quotes,
    )


def _share(part: Bools, whole: Bools) -> float | None:
    return float(part.sum() / whole.sum()) if whole.any() else None


def agreed(round_: Round, structure: Structure, items: Floats) -> AgreedPosition | None:
    """What the room agreed, scored by the same rules; None when nothing was agreed.

    Args:
        items: (items,) the cluster's scores as asked, to see how far the room moved from them.
    """
    if not round_.agreed:
        return None
    questionnaire = round_.questionnaire
    levels = np.array(
        [a.level if (a := round_.agreed.get(item.id)) is not None else np.nan for item in questionnaire.items]
    )
    _, axes = roll_up(structure, levels)
    point = {
        axis.id: float(value) if np.isfinite(value) else None
        for axis, value in zip(questionnaire.axes, axes, strict=True)
    }
    moves = structure.turn(levels) - structure.turn(items)
    moves = moves[np.isfinite(moves)]
    return AgreedPosition(
        dict(round_.agreed), point, position(questionnaire, point), float(moves.mean()) if moves.size else None
    )
