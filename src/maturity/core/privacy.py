"""What a confidential round may show. Applied once, here, to the assessment: no output can leak what it never gets.

Rules: no number rests on fewer than `smallest_cell` people (k), and no hidden number can be worked out from
shown ones:

* nothing at all is shown of fewer than k people;
* school values, and positions without one school, only if every school with answers has at least k people. If one
  has fewer, the others' values and the cluster's mean would give it away; and so would the mean over respondents
  beside the mean over schools, which is hidden with them;
* of the counts that add up to all respondents, as many are hidden as it takes for the hidden ones to add up to k
  or more;
* comparing two groups of roles needs k people in each, and three schools, since two are known from mean and spread;
* an item with fewer than k answers is left out of its dimension (in `assess`), for the difference would show it;
* examples that people named are shown without school and role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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

GAP_SCHOOLS = 3


def protect(assessment: Assessment) -> Assessment:
    """The assessment as it may be shown; unchanged in named mode."""
    if assessment.mode == "named":
        return assessment
    k = assessment.smallest_cell
    if assessment.respondents < k:
        return _nothing(assessment, f"fewer than {k} people answered, and the round is confidential")
    people = [school.respondents.value or 0 for school in assessment.schools]
    schools_may_be_shown = all(n == 0 or n >= k for n in people)
    counts = hide(people, k)
    roles = hide([count.value or 0 for count in assessment.roles.values()], k, whole=assessment.respondents)
    return replace(
        assessment,
        schools=tuple(replace(s, respondents=n) for s, n in zip(assessment.schools, counts, strict=True)),
        roles=dict(zip(assessment.roles, roles, strict=True)),
        items={i: _item(item, assessment.respondents, k, schools_may_be_shown) for i, item in assessment.items.items()},
        dimensions={
            i: _dimension(result, assessment.respondents, k, schools_may_be_shown)
            for i, result in assessment.dimensions.items()
        },
        axes={
            i: result if schools_may_be_shown else replace(result, respondent_mean=None)
            for i, result in assessment.axes.items()
        },
        school_points=assessment.school_points if schools_may_be_shown else None,
        left_out=assessment.left_out if schools_may_be_shown else None,
        portrait=None if assessment.portrait is None else _portrait(assessment.portrait, assessment.respondents, k),
        gap=None if assessment.gap is None else _gap(assessment.gap, assessment, k),
        evidence=None if assessment.evidence is None else _evidence(assessment.evidence, k),
    )


def hide(counts: Sequence[int], k: int, whole: int | None = None) -> list[Count]:
    """Counts that may be shown side by side when their sum is known.

    Counts from 1 to k - 1 are hidden, then the smallest others, until at least two are hidden and they add up to
    k or more.

    Args:
        counts: people in each cell.
        k: smallest cell.
        whole: the known sum, where cells that are not listed belong to it as well; None if it is that of `counts`.
    """
    unlisted = 0 if whole is None else whole - sum(counts)
    small = {cell for cell, n in enumerate(counts) if 0 < n < k}
    hidden = set(small)
    rest = sorted(
        (cell for cell in range(len(counts)) if cell not in small and counts[cell] > 0), key=counts.__getitem__
    )
    while (small or 0 < unlisted < k) and rest and _recoverable(counts, hidden, unlisted, k):
        hidden.add(rest.pop(0))
    return [
        Count(n) if cell not in hidden else Count(None, k if cell in small else None) for cell, n in enumerate(counts)
    ]


def _recoverable(counts: Sequence[int], hidden: set[int], unlisted: int, k: int) -> bool:
    cells = len(hidden) + (unlisted > 0)
    return cells < 2 or sum(counts[cell] for cell in hidden) + unlisted < k


def _alone(count: Count, whole: int, k: int) -> Count:
    """One count out of a known whole: hidden when it, or the rest, is small."""
    return hide([count.value or 0], k, whole)[0]


def _item(item: ItemResult, people: int, k: int, schools_may_be_shown: bool) -> ItemResult:
    n, unknown, skipped = hide([c.value or 0 for c in (item.n, item.dont_know, item.skipped)], k, people)
    item = replace(item, n=n, dont_know=unknown, skipped=skipped, school_counts=None)
    if n.below is not None:
        return replace(
            item,
            score=None,
            scored=None,
            respondent_mean=None,
            agreement=None,
            split=False,
            counts=None,
            by_school=None,
            reason=f"fewer than {k} answers, and the round is confidential",
        )
    shown = item.counts is not None and all(c == 0 or c >= k for c in item.counts)
    return replace(
        item,
        counts=item.counts if shown and n.value is not None else None,
        by_school=item.by_school if schools_may_be_shown else None,
        respondent_mean=item.respondent_mean if schools_may_be_shown else None,
    )


def _dimension(result: DimensionResult, people: int, k: int, schools_may_be_shown: bool) -> DimensionResult:
    answered = _alone(result.answered, people, k)
    if answered.below is not None:
        return replace(
            result,
            score=None,
            respondent_mean=None,
            interval=None,
            by_school=None,
            answered=answered,
            reason=f"fewer than {k} people answered, and the round is confidential",
        )
    return replace(
        result,
        answered=answered,
        by_school=result.by_school if schools_may_be_shown else None,
        respondent_mean=result.respondent_mean if schools_may_be_shown else None,
    )


def _portrait(portrait: PortraitResult, people: int, k: int) -> PortraitResult | None:
    respondents = _alone(portrait.respondents, people, k)
    return None if respondents.below is not None else replace(portrait, respondents=respondents, by_item={})


def _gap(gap: Gap, assessment: Assessment, k: int) -> Gap:
    groups = dict.fromkeys((gap.higher, gap.lower), 0)
    for role in assessment.questionnaire.roles:
        if role.group in groups:
            groups[role.group] += assessment.roles[role.id].value or 0
    if min(groups.values()) >= k and gap.schools >= GAP_SCHOOLS:
        return gap
    return replace(
        gap,
        mean=None,
        spread=None,
        by_axis=dict.fromkeys(gap.by_axis),
        reason=f"needs {k} people of each group and {GAP_SCHOOLS} schools, and the round is confidential",
    )


def _evidence(evidence: Evidence, k: int) -> Evidence:
    quotes = sorted((replace(q, school=None, role=None) for q in evidence.quotes), key=lambda q: (q.item, q.text))
    evidence = replace(evidence, by_axis=dict.fromkeys(evidence.by_axis), quotes=tuple(quotes))
    if (evidence.high.value or 0) >= k:
        return evidence
    return replace(evidence, high=Count(None, k), named=Count(None, k), share=None)


def _nothing(assessment: Assessment, reason: str) -> Assessment:
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
            resamples=0,
            reason=reason,
            region=None,
            region_reason=reason,
        ),
        school_points=None,
        left_out=None,
        portrait=None,
        gap=None,
        evidence=None,
        agreed=None,
    )
