"""One cluster's deck: eight slides, each of which has its finding as its title; everything else is an appendix.

What a slide leaves out, and every caveat, is in its notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.plan import PriorityStatus
from maturity.report import wording
from maturity.report.blocks import Paragraph, Report, Section
from maturity.report.deck import appendix, behind_it, finding, plans, round_alone, talk
from maturity.report.own import own_texts
from maturity.report.reviews import ReviewStory
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import day

MIDDLE = 3
"""How many slides tell the result in detail, after the finding and its first chart."""


def compose(
    assessment: Assessment,
    advice: Advice,
    comparison: Comparison | None = None,
    agreed: Sequence[PriorityStatus] = (),
    reviews: ReviewStory | None = None,
) -> Report:
    """The deck of one cluster in one round: a title from the report's head, then one section a slide.

    The last paragraph of each section is small print for the slide's foot.

    Args:
        comparison: with earlier rounds; what has changed is told of the last two, and every round on a line.
        agreed: what the room agreed to work on, as it stands on the day of the deck; without any, the suggested ones.
        reviews: of the cluster's schools.
    """
    since = comparison if comparison is not None and comparison.steps else None
    told = list(_story(assessment, advice, since, agreed))
    shown = [*told, *appendix.appendix_slides(assessment, advice, since, agreed, reviews, {one.id for one in told})]
    foot = Paragraph(_foot(assessment), "small")
    plan = [one.priority for one in agreed]
    return Report(
        title=wording.whose_title(assessment),
        subtitle=f"{assessment.questionnaire.title}, {assessment.label}",
        language=assessment.questionnaire.language,
        facts=_facts(assessment),
        sections=tuple(replace(one, blocks=(*one.blocks, foot)) for one in shown),
        own=own_texts(assessment.questionnaire, assessment, plan, reviews.reviews if reviews else ()),
    )


def _story(
    assessment: Assessment, advice: Advice, since: Comparison | None, agreed: Sequence[PriorityStatus]
) -> Iterator[Section]:
    """The eight slides; fewer only where there is nothing to tell."""
    yield finding.finding(assessment, since)
    yield from filter(None, (finding.first_chart(since.latest if since else assessment),))
    middle = [*(behind_it.year_slides(since) if since else ()), *round_alone.round_slides(assessment)]
    follows = (behind_it.last_years_promises(since) if since else None) or round_alone.why(assessment, advice)
    yield from middle[: MIDDLE if follows else MIDDLE + 1]
    last = (follows, talk.split(assessment, advice), plans.this_year(assessment, advice, agreed))
    yield from filter(None, last)


def _facts(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """What stands below the title, which already names the cluster and the round."""
    facts = wording.facts(assessment)[2:]
    return (
        (*facts, ("An example", "the cluster, its schools and its people are fictional"))
        if assessment.fictional
        else facts
    )


def _foot(assessment: Assessment) -> str:
    """What was asked, of whom and when, for the foot of every slide."""
    questionnaire = assessment.questionnaire
    parts = [
        f"{isolated(plain(questionnaire.title, 60))} ({questionnaire.id}), version {plain(questionnaire.version, 20)}",
        wording.schools_and_people(assessment),
        day(assessment.date) if assessment.date else f"round {plain(assessment.label, 30)}, no date given",
    ]
    if assessment.fictional:
        parts.append("fictional")
    return " · ".join(parts)
