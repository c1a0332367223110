"""One cluster's report: where we stand, where we are split, why, how, what, and the next twelve months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment
from maturity.model.plan import Priority
from maturity.report import chapters, kinds, wording
from maturity.report.blocks import Block, Callout, Length, Paper, Paragraph, Report, Section
from maturity.report.contents import CHAPTERS
from maturity.report.own import own_texts
from maturity.report.page_room import PageRoom, room_on
from maturity.report.reviews import ReviewStory, between_rounds, one_page, reviews_chapter
from maturity.report.shapes import telling
from maturity.text.words import day, listed

if TYPE_CHECKING:
    from maturity.core.comparison import Comparison

Audience = Literal["heads", "staff", "governors"]
"""Heads get one page; staff what a meeting needs, about five pages; governors everything, with the appendix."""
LENGTHS: dict[Audience, Length] = {"heads": "page", "staff": "short", "governors": "full"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a cluster keeps beside the answers.

    Args:
        plan: what the room agreed to work on.
        outcomes: what became of what it agreed a year before.
        reviews: of its schools; None where none is on record.
        priorities: what `plan` tells at length.
    """

    plan: Sequence[Block] = ()
    outcomes: Sequence[Block] = ()
    reviews: ReviewStory | None = None
    priorities: Sequence[Priority] = ()


def compose(
    assessment: Assessment,
    advice: Advice,
    *,
    comparison: Comparison | str | None = None,
    kept: Kept | None = None,
    audience: Audience = "governors",
    only: Collection[str] = (),
    today: dt.date | None = None,
    paper: Paper | PageRoom = "letter",
) -> Report:
    """The report of one cluster in one round, as a tree of blocks.

    Args:
        comparison: with earlier rounds, of which this is the last; None when there are none, and in words why there is
            none although there are.
        kept: what the cluster keeps beside the answers.
        audience: how deep the report goes.
        only: ids of `CHAPTERS`; just these are written, as fully as can be. Empty leaves it to the audience.
        today: the day of which the status of a plan is; without it a page for heads does not say one.
        paper: that a page for heads has to fit, or its room; Letter, the lower one, fits both papers.
    """
    comparison, incomparable = (None, comparison) if isinstance(comparison, str) else (comparison, "")
    kept = kept or Kept()
    length: Length = "full" if only else LENGTHS[audience]
    foot = ""
    if length == "page":
        from maturity.report.heads import HeadsKnow, page_for_heads

        reviews = tuple(one_page(kept.reviews)) if kept.reviews else ()
        step = None if comparison is None else comparison.last
        room = paper if isinstance(paper, PageRoom) else room_on(paper)
        known = HeadsKnow(step, incomparable, kept.priorities, reviews, today, room)
        sections, foot = page_for_heads(assessment, advice, known)
    else:
        wanted = only or (tuple(CHAPTERS) if length == "full" else _for_staff(kept.plan))
        written = _chapters(assessment, advice, (comparison, incomparable), kept, full=length == "full")
        sections = tuple(Section(i, title, tuple(written[i]())) for i, title in CHAPTERS.items() if i in wanted)
    return Report(
        title=wording.whose_title(assessment),
        subtitle=_when(assessment) if length == "page" else f"{assessment.questionnaire.title}, {assessment.label}",
        language=assessment.questionnaire.language,
        facts=() if length == "page" else tuple(_facts(assessment, comparison, length)),
        sections=tuple(section for section in sections if section.blocks or length == "page"),
        length=length,
        finding="" if length == "page" or not sections else telling(assessment).headline(),
        foot=foot,
        own=own_texts(assessment.questionnaire, assessment, reviews=kept.reviews.reviews if kept.reviews else ()),
    )


def _chapters(
    assessment: Assessment, advice: Advice, before: tuple[Comparison | None, str], kept: Kept, *, full: bool
) -> dict[str, Callable[[], Iterable[Block]]]:
    """What writes each chapter.

    Args:
        before: the comparison with earlier rounds, and why there is none.
    """
    questionnaire, told, (comparison, incomparable) = assessment.questionnaire, telling(assessment), before
    of_schools = tuple(reviews_chapter(kept.reviews, full=full)) if kept.reviews else ()
    # Who has been measured before knows the place already.
    known = comparison is not None
    return {
        "standing": lambda: chain(
            chapters.standing_chapter(assessment, full=full),
            told.like(advice, full=full, known=known),
        ),
        "change": lambda: _change(comparison, incomparable, kept, full=full),
        "spread": lambda: chapters.spread_chapter(assessment, advice, full=full),
        "portrait": lambda: chapters.portrait_chapter(assessment),
        "seeing": lambda: chapters.seeing(assessment),
        "next": lambda: chapters.next_steps(questionnaire, advice, full=full),
        "plan": lambda: chain(kept.plan, () if full else of_schools),
        "reviews": lambda: of_schools,
        "priorities": lambda: chapters.priorities(assessment, advice, full=full),
        "supports": lambda: chapters.supports(advice),
        "year": lambda: chapters.year_chapter(advice),
        "examples": lambda: chapters.examples_chapter(assessment),
        "arithmetic": lambda: chain((Paragraph(kinds.averaged(assessment)),), told.arithmetic()),
        "small-print": lambda: chapters.small_print(assessment),
    }


def _for_staff(plan: Sequence[Block]) -> tuple[str, ...]:
    """What a meeting needs: what is agreed and by when, or what could be."""
    return ("standing", "change", "spread", "next", *(("plan",) if plan else ("priorities", "year", "reviews")))


def _facts(assessment: Assessment, comparison: Comparison | None, length: Length) -> Iterator[tuple[str, str]]:
    facts = wording.facts(assessment)
    # The cluster stands in the title, and so does the round.
    yield from facts[1:] if length == "full" else facts[2:]
    if comparison is not None:
        yield "Compared with", listed([one.label for one in comparison.rounds[:-1]])
    yield "How sure", telling(assessment).how_sure()
    if assessment.fictional and length != "full":
        yield "An example", "the cluster, its schools and its people are fictional"


def _when(assessment: Assessment) -> str:
    """The day of a round, and its name where the day does not say it."""
    said = day(assessment.date) if assessment.date else ""
    if not said:
        return assessment.label
    return said if assessment.label in said else f"{assessment.label}, {said}"


def _change(comparison: Comparison | None, incomparable: str, kept: Kept, *, full: bool) -> Iterator[Block]:
    if incomparable:
        yield Callout("The rounds cannot be compared", incomparable, "warning")
    if comparison is not None:
        from maturity.report.change import chapter

        reviews = tuple(between_rounds(kept.reviews.years)) if kept.reviews else ()
        yield from chapter(comparison, outcomes=tuple(kept.outcomes), reviews=reviews, brief=not full)
