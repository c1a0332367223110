"""A profile in words: its headline, and its chart for those who cannot see it."""

from __future__ import annotations

from maturity.core.assessment import Assessment, PartResult
from maturity.report import wording
from maturity.report.described import whose
from maturity.report.part_words import (
    band_in_words,
    could_be,
    likely_ends,
    missing_words,
    overall_words,
    part_number,
    possible,
    range_words,
    weakest_words,
)
from maturity.report.tree import tree_of_parts
from maturity.text.isolate import isolated
from maturity.text.words import enumerated


def profile_headline(assessment: Assessment) -> str:
    """Which part is the weakest, or could be; then all of it as one, where that is asked for."""
    if not has_scores(assessment):
        return f"There is no profile yet: {why_nothing(assessment)}."
    return " ".join(filter(None, (weakest_words(assessment), overall_words(assessment))))


def has_scores(assessment: Assessment) -> bool:
    """Whether any part has a score."""
    parts = [*assessment.dimensions.values(), *filter(None, (assessment.overall,))]
    return any(part.score is not None for part in parts)


def why_nothing(assessment: Assessment) -> str:
    """Why no part has a score."""
    parts = [*filter(None, (assessment.overall,)), *assessment.dimensions.values()]
    if any(one.score is not None for one in assessment.items.values()):
        return "no part has enough questions with a score"
    reasons = [one.reason for one in parts if one.reason is not None]
    if not assessment.respondents or not reasons:
        return "nobody has answered"
    return wording.reason(reasons[0], assessment.questionnaire)


def same_range(assessment: Assessment) -> bool:
    """Whether all parts run over the same range, so that their numbers can stand on one scale."""
    ranges = {(part.range.low, part.range.high) for _, _, part in tree_of_parts(assessment)}
    return len(ranges) < 2


def described_parts(assessment: Assessment, headline: str) -> str:
    """The profile in words, floor by floor."""
    said = [f"Profile of {whose(assessment)}.", headline]
    rows = [*tree_of_parts(assessment)]
    told = [_told(assessment, label, part) for depth, label, part in rows if depth == 0]
    said.append(f"Parts: {enumerated(told)}." if told else "")
    for place, (depth, label, _) in enumerate(rows):
        inside = []
        for deeper, name, part in rows[place + 1 :]:
            if deeper <= depth:
                break
            if deeper == depth + 1:
                inside.append(_told(assessment, name, part))
        if inside:
            said.append(f"Within {isolated(label)}: {enumerated(inside)}.")
    for view in assessment.questionnaire.views:
        parts = [(part.label, assessment.views[view.id][part.id]) for part in view.parts]
        told = [_told(assessment, label, part) for label, part in parts]
        said.append(f"{isolated(view.label)}: {enumerated(told)}.")
    return " ".join(filter(None, said))


def _told(assessment: Assessment, label: str, part: PartResult) -> str:
    name = isolated(label)
    if part.score is None:
        why = missing_words(assessment, part) or wording.reason(part.reason, assessment.questionnaire)
        return f"{name} has no score ({why})"
    said = f"{name} {part_number(assessment, part, part.score)}"
    if not same_range(assessment):
        said += f" of {range_words(part)}, {possible(part)} of what is possible"
    if part.interval is not None:
        said += f" ({likely_ends(assessment, part, part.interval)})"
    if could_be(part) is not None:
        said += f" ({missing_words(assessment, part)})"
    band = band_in_words(assessment, part)
    return f"{said}, {band}" if band else said
