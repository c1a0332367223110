"""What a confidential round may show. Applied once, here, to the assessment: no output can leak what it never gets.

Rules: no number rests on fewer than `smallest_cell` people (k), and no hidden number can be worked out from
shown ones:

* nothing at all is shown of fewer than k people;
* an item with fewer than k answers is left out of its dimension (in `assess`), for the difference would show it;
* values of schools on items and dimensions, and positions without one school, only if every school has at least k
  answers, or none, to each item; otherwise one school could be worked out from the others and the cluster's mean;
* places of schools on the map also without that, if every school has at least k people on each axis and the values
  behind the places remain free: at least two schools, two items an axis, and no school without an answer to an item;
* no mean over respondents: beside the mean over schools it tells how many answered where;
* of the counts that add up to a known number of people, as many are hidden as it takes for the hidden ones to add up
  to k or more, and which of them are small is said only if that gives none away;
* no spread over two schools, for with the mean it gives both; comparing two groups of roles needs k people in each;
* examples that people named are shown without school and role, and not for an item that is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from maturity.core.assessment import (
    Assessment,
    AxisResult,
    Count,
    DimensionResult,
    Evidence,
    Gap,
    ItemResult,
    PortraitResult,
)
from maturity.core.said import Said, said
from maturity.core.table import Ints

FEWEST_SCHOOLS = 3


def protect(assessment: Assessment) -> Assessment:
    """The assessment as it may be shown; unchanged in named mode."""
    if assessment.mode == "named":
        return assessment
    k, people = assessment.smallest_cell, assessment.respondents
    if people < k:
        return _nothing(assessment, said("fewer-people", needed=k))
    values = _values_may_be_shown(assessment)
    counts = hide([school.respondents.value or 0 for school in assessment.schools], k)
    roles = dict(
        zip(assessment.roles, hide([n.value or 0 for n in assessment.roles.values()], k, whole=people), strict=True)
    )
    items = {i: _item(assessment, item, roles, values) for i, item in assessment.items.items()}
    return replace(
        assessment,
        schools=tuple(replace(s, respondents=n) for s, n in zip(assessment.schools, counts, strict=True)),
        roles=roles,
        items=items,
        dimensions={i: _dimension(assessment, result, items, values) for i, result in assessment.dimensions.items()},
        axes={i: _axis(assessment, result) for i, result in assessment.axes.items()},
        school_points=assessment.school_points if _points_may_be_shown(assessment, values) else None,
        left_out=assessment.left_out if values else None,
        portrait=None if assessment.portrait is None else _portrait(assessment.portrait, people, k),
        gap=None if assessment.gap is None else _gap(assessment.gap),
        unasked={},
        evidence=None if assessment.evidence is None else _evidence(assessment, assessment.evidence),
    )


def hide(counts: Sequence[int], k: int, whole: int | None = None) -> list[Count]:
    """Counts that may be shown side by side when their sum is known, and these rules as well.

    Counts from 1 to k - 1 are hidden, then the smallest others, until those hidden cannot be told from their sum.
    Which of them are below k is said unless that would tell.

    Args:
        counts: people in each cell.
        k: smallest cell.
        whole: the known sum, where cells that are not listed belong to it as well; None if it is that of `counts`.
    """
    unlisted = 0 if whole is None else whole - sum(counts)
    small = [n for n in counts if 0 < n < k]
    rest = sorted({n for n in counts if n >= k})
    hidden = list(small)
    while (small or 0 < unlisted < k) and rest and _told(hidden, unlisted, k, rest[0] - 1):
        # Equals go together: which of them was hidden would tell.
        lowest = rest.pop(0)
        hidden += [n for n in counts if n == lowest]
    if not unlisted and k <= sum(hidden) <= len(hidden) + 1:
        # One person in each, or in all but one: where nobody is has to be hidden too.
        return [Count(None)] * len(counts)
    below = None if _told(hidden, unlisted, k, rest[0] - 1 if rest else sum(hidden)) and len(hidden) > 1 else k
    return [Count(n) if n not in hidden else Count(None, below if n < k else None) for n in counts]


def _told(hidden: Sequence[int], unlisted: int, k: int, largest: int) -> bool:
    """Whether hidden cells can be told from their sum, for some way of sharing it out.

    For example 8 people in two cells that are said to be below 5: each has 4. Looks only at what anybody can know.

    Args:
        largest: no hidden cell holds more; the next that is shown would have been hidden in its place.
    """
    cells, total = len(hidden), sum(hidden) + unlisted
    if total < k or cells + (unlisted > 0) < 2:
        return True
    if not unlisted and not cells + 1 < total < cells * largest - 1:
        return True
    for small in range(1, cells + 1):
        most = min(k - 1, total - (small - 1) - k * (cells - small))
        least = 1 if unlisted else max(1, total - (small - 1) * (k - 1) - largest * (cells - small))
        if least == most:
            return True
    return False


def _answers(assessment: Assessment) -> Ints:
    """(schools, items) answers, for items that are not left out."""
    counts = [item.school_counts or () for item in assessment.items.values()]
    answers = np.array(counts, int).sum(axis=2).T
    return np.where(answers.sum(axis=0) >= assessment.smallest_cell, answers, 0)


def _values_may_be_shown(assessment: Assessment) -> bool:
    answers = _answers(assessment)
    return bool(((answers == 0) | (answers >= assessment.smallest_cell)).all())


def _points_may_be_shown(assessment: Assessment, values: bool) -> bool:
    k, questionnaire, answers = assessment.smallest_cell, assessment.questionnaire, _answers(assessment)
    rests_on = {point.id: point.respondents for point in assessment.school_points or ()}
    silent = [(school.respondents.value or 0) - rests_on.get(school.id, 0) for school in assessment.schools]
    if any(0 < n < k for n in (*rests_on.values(), *silent)):
        return False
    if values:
        return True
    for axis in questionnaire.axes:
        on_axis = [questionnaire.axis_of(item) == axis.id for item in questionnaire.items]
        cells = answers[:, on_axis]
        cells = cells[cells.any(axis=1)][:, cells.any(axis=0)]
        if min(cells.shape) < 2 or not cells.all() or (cells.max(axis=1) < k).any():
            return False
    return True


def _asked(assessment: Assessment, ids: set[str]) -> int:
    """People to whom at least one of some items was put."""
    questionnaire = assessment.questionnaire
    items = [questionnaire.item_by_id[i] for i in ids]
    spared = [role for role in assessment.roles if not any(questionnaire.is_asked(item, role) for item in items)]
    return assessment.respondents - sum(assessment.roles[role].value or 0 for role in spared)


def _item(assessment: Assessment, item: ItemResult, roles: dict[str, Count], values: bool) -> ItemResult:
    k = assessment.smallest_cell
    counts = [count.value or 0 for count in (item.n, item.dont_know, item.skipped)]
    asked = assessment.questionnaire.item_by_id[item.id]
    if len({assessment.questionnaire.is_asked(asked, role) for role, n in roles.items() if n.value is None}) == 2:
        # How many were asked would tell how many are in some of the roles that are hidden together.
        shown = [Count(None, k if n < k else None) if n else Count(0) for n in counts]
    else:
        shown = hide(counts, k)
    n, unknown, skipped = shown
    item = replace(item, n=n, dont_know=unknown, skipped=skipped, respondent_mean=None, school_counts=None)
    if 0 < counts[0] < k:
        return replace(
            item,
            score=None,
            scored=None,
            agreement=None,
            split=False,
            counts=None,
            by_school=None,
            reason=said("fewer-answers", needed=k),
        )
    levels = item.counts is not None and all(c == 0 or c >= k for c in item.counts)
    return replace(
        item,
        counts=item.counts if levels and n.value is not None else None,
        by_school=item.by_school if values else None,
    )


def _dimension(
    assessment: Assessment, result: DimensionResult, items: dict[str, ItemResult], values: bool
) -> DimensionResult:
    own = {item.id for item in assessment.questionnaire.items_of(result.id)}
    answered = hide([result.answered.value or 0], assessment.smallest_cell, _asked(assessment, own))[0]
    if result.answered.value and any(items[i].n.value is None for i in own):
        answered = Count(None)
    spread = assessment.placement.method == "fixed" or (values and _known(result.by_school) >= FEWEST_SCHOOLS)
    return replace(
        result,
        answered=answered,
        respondent_mean=None,
        interval=result.interval if spread else None,
        by_school=result.by_school if values else None,
        arithmetic=None,
    )


def _axis(assessment: Assessment, result: AxisResult) -> AxisResult:
    schools = _known([point.point[result.id] for point in assessment.school_points or ()])
    spread = assessment.placement.method == "fixed" or schools >= FEWEST_SCHOOLS
    return replace(result, respondent_mean=None, interval=result.interval if spread else None, arithmetic=None)


def _known(values: Sequence[float | None] | None) -> int:
    return sum(value is not None for value in values or ())


def _portrait(portrait: PortraitResult, people: int, k: int) -> PortraitResult | None:
    n = portrait.respondents.value or 0
    if n < k or len(portrait.by_item) < 2:
        # The mix of a single portrait would be the number of people behind each choice.
        return None
    return replace(portrait, respondents=hide([n], k, people)[0], by_item={})


def _gap(gap: Gap) -> Gap:
    none = dict.fromkeys(gap.by_axis)
    if gap.mean is None or gap.schools >= FEWEST_SCHOOLS:
        return replace(gap, by_axis=none)
    reason = said("gap-few-schools", needed=FEWEST_SCHOOLS)
    return replace(gap, mean=None, spread=None, by_axis=none, reason=reason)


def _evidence(assessment: Assessment, evidence: Evidence) -> Evidence:
    k, scale, items = assessment.smallest_cell, assessment.questionnaire.scale, assessment.items
    quotes = sorted(
        (replace(q, school=None, role=None) for q in evidence.quotes if (items[q.item].n.value or 0) >= k),
        key=lambda q: (q.item, q.text),
    )
    evidence = replace(evidence, by_axis=dict.fromkeys(evidence.by_axis), quotes=tuple(quotes))
    first = (scale.evidence_from or scale.low) - scale.low
    people = max(sum((item.counts or ())[first:]) for item in items.values())
    if people < k:
        return replace(evidence, high=Count(None, k), named=Count(None, k), share=None)
    named = hide([evidence.named.value or 0], k, evidence.high.value)[0]
    return replace(evidence, named=named, share=evidence.share if named.value is not None else None)


def _nothing(assessment: Assessment, reason: Said) -> Assessment:
    hidden = Count(None, assessment.smallest_cell)
    none = dict.fromkeys(assessment.axes)
    return replace(
        assessment,
        schools=tuple(replace(school, respondents=hidden) for school in assessment.schools),
        roles=dict.fromkeys(assessment.roles, hidden),
        items={
            i: ItemResult(i, None, None, None, hidden, hidden, hidden, 0, None, False, None, None, reason)
            for i in assessment.items
        },
        dimensions={
            i: DimensionResult(i, d.axis, None, None, hidden, None, None, reason)
            for i, d in assessment.dimensions.items()
        },
        axes={i: AxisResult(i, None, None, None, None, reason, None, reason) for i in assessment.axes},
        placement=replace(
            assessment.placement,
            point=none,
            position=None,
            quadrant=None,
            settled=False,
            shares={},
            axes_settled=dict.fromkeys(assessment.axes, False),
            on_line=(),
            reason=reason,
            region=None,
            region_reason=reason,
            above={},
            silent_could_turn=(),
            alike=None,
        ),
        school_points=None,
        left_out=None,
        portrait=None,
        gap=None,
        evidence=None,
        agreed=None,
        unasked={},
    )
