"""An assessment as the sheets of a workbook: numbers unrounded, and the reason beside each that is missing."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.plan import PriorityStatus
from maturity.model import Round
from maturity.report.reviews import ReviewStory
from maturity.report.shapes import telling
from maturity.report.sheets import following, results, years
from maturity.report.sheets.table import Book, Sheet

__all__ = ["Book", "compose"]


def compose(
    assessment: Assessment,
    advice: Advice,
    comparison: Comparison | None = None,
    agreed: Sequence[PriorityStatus] = (),
    round_: Round | None = None,
    reviews: ReviewStory | None = None,
) -> tuple[Sheet, ...]:
    """The workbook of one cluster in one round.

    Args:
        comparison: with earlier rounds; the last two are shown.
        agreed: what the room agreed to work on, as it stands on the day of the workbook.
        round_: the answers themselves; they are shown only when the round is named.
        reviews: of the cluster's schools.
    """
    made = [
        *telling(assessment).sheets(advice),
        results.item_sheet(assessment, advice).telling(assessment),
        results.schools(assessment),
    ]
    if round_ is not None:
        made.append(results.answers(assessment, round_))
    if comparison is not None and comparison.steps:
        made.append(following.change(comparison))
        made += years.second_year_sheets(comparison)
    if agreed:
        made.append(following.plan(assessment, agreed))
    if reviews is not None and reviews.found:
        made.append(following.reviews_sheet(assessment, reviews))
    if advice.priorities:
        made.append(following.suggested(assessment, advice))
    if advice.cycle:
        made.append(following.year_sheet(assessment, advice))
    made.append(following.method_sheet(assessment, advice))
    return tuple(made)
