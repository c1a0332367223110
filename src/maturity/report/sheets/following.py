"""Sheets with what follows from the results: change, plan, priorities, the year, the method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment
from maturity.core.comparison import Change, Comparison, Step
from maturity.core.plan import PriorityStatus
from maturity.report import change_words, chapters, kinds, wording
from maturity.report.blocks import Paragraph
from maturity.report.contents import CHAPTERS
from maturity.report.over_time import over_time
from maturity.report.planning import status_words
from maturity.report.reviews import (
    COUNTED,
    HEALTH_CHECK,
    RULE,
    ReviewStory,
    help_words,
    school_name,
    year_words,
)
from maturity.report.shapes import telling
from maturity.report.sheets.table import REASON, Cell, Column, Sheet, ends, sheet_head
from maturity.text.clean import plain
from maturity.text.words import enumerated, listed


def change(comparison: Comparison) -> Sheet:
    """The last two rounds side by side."""
    step = comparison.last
    told = over_time(comparison)
    rows = [
        (*name, *_changed(change, step), *((became,) if told.columns() else ()))
        for name, became, change in told.rows(step)
    ]
    joined = [plain(mover.name, 80) for mover in step.schools.joined]
    left = [plain(mover.name, 80) for mover in step.schools.left]
    return Sheet(
        "change",
        "Change",
        (
            *sheet_head(step.after, f"Change since {plain(step.before.label, 60)}"),
            told.headline(),
        ),
        (
            Column("What", width=12),
            Column("Id", width=24),
            Column("Name", width=34),
            Column(plain(step.before.label, 40), "level"),
            Column(plain(step.after.label, 40), "level"),
            Column("Change", "change"),
            Column(f"{change_words.interval_name(step)} from", "change"),
            Column(f"{change_words.interval_name(step)} to", "change"),
            Column("Smallest sure change", "level"),
            Column("Schools", "count", 10),
            Column("What it means", width=30),
            Column(REASON, width=44),
            *told.columns(),
        ),
        tuple(rows),
        (
            f"Over the {change_words.shared(step)} that both rounds share; the scores here differ from the rounds' own "
            "where schools or questions differ.",
            change_words.basis(step),
            *((f"Joined since: {listed(joined)}.",) if joined else ()),
            *((f"Left since: {listed(left)}.",) if left else ()),
            *(
                f"{title}: {text}"
                for title, text in kinds.beware(
                    [change_words.warned(one, step) for one in (*comparison.warnings, *step.warnings)]
                )
            ),
        ),
    )


def _changed(change: Change, step: Step) -> tuple[Cell, ...]:
    return (
        change.before,
        change.after,
        change.change,
        *ends(change.interval),
        change.smallest_sure_change,
        change.schools,
        change_words.verdict(change),
        change_words.because(change.reason, step),
    )


def plan(assessment: Assessment, agreed: Sequence[PriorityStatus]) -> Sheet:
    """What the room agreed to work on."""
    questionnaire = assessment.questionnaire
    schools = {school.id: school.name for school in assessment.schools}
    names = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    names |= {item.id: item.short for item in questionnaire.items}
    rows: list[tuple[Cell, ...]] = []
    for one in agreed:
        priority = one.priority
        last = priority.last_check
        rows.append(
            (
                priority.title,
                priority.why,
                enumerated([names.get(i, i) for i in priority.moves]),
                priority.owner,
                schools.get(priority.support, priority.support),
                priority.metric,
                priority.agreed,
                priority.review,
                one.due,
                status_words(one),
                last.date if last is not None else None,
                last.note if last is not None else "",
                last.evidence if last is not None else "",
            )
        )
    return Sheet(
        "plan",
        "Plan",
        sheet_head(assessment, "What we have agreed to work on"),
        (
            Column("Priority", width=36),
            Column("Why", width=40),
            Column("Should move", width=30),
            Column("Who leads", width=22),
            Column("Who supports", width=22),
            Column("How we shall know", width=36),
            Column("Agreed", "date", 14),
            Column("Peer review", "date", 14),
            Column("Account of impact", "date", 14),
            Column("Where it stands", width=36),
            Column("Last looked at", "date", 14),
            Column("What was seen", width=40),
            Column("Evidence", width=40),
        ),
        tuple(rows),
    )


def reviews_sheet(assessment: Assessment, story: ReviewStory) -> Sheet:
    """The reviews of the cluster's schools, a row each."""
    book = story.book
    rows: list[tuple[Cell, ...]] = [
        (
            school_name(book, one.review.school),
            one.review.reviewed,
            enumerated([school_name(book, who) for who in one.review.reviewers]),
            one.review.priority,
            one.review.champion,
            enumerated([help_words(given, book) for given in one.review.help]),
            None if one.state == "gone" else one.due,
            one.review.told,
            one.review.evidence,
            COUNTED[one.state],
            "yes" if one.only_check else "",
        )
        for one in story.found
    ]
    return Sheet(
        "reviews",
        "Reviews",
        sheet_head(assessment, CHAPTERS["reviews"]),
        (
            Column("School", width=30),
            Column("Reviewed", "date", 14),
            Column("Reviewed by", width=30),
            Column("Priority", width=36),
            Column("Champion", width=22),
            Column("Help", width=44),
            Column("Account due", "date", 14),
            Column("Account told", "date", 14),
            Column("Evidence", width=40),
            Column("State", width=16),
            Column(HEALTH_CHECK, width=20),
        ),
        tuple(rows),
        (*(year_words(year) for year in story.years), f"{HEALTH_CHECK}: {RULE}"),
    )


def suggested(assessment: Assessment, advice: Advice) -> Sheet:
    """Suggested priorities; the room decides."""
    questionnaire = assessment.questionnaire
    dimensions = any(priority.dimension for priority in advice.priorities)
    question = Column("Question", width=30)
    rows: list[tuple[Cell, ...]] = [
        (
            *((wording.suggestion_label(priority, questionnaire),) if dimensions else ()),
            questionnaire.item_by_id[priority.item].short,
            priority.level,
            wording.sentence(priority.reason, questionnaire),
            priority.ask,
            priority.evidence,
            priority.step,
        )
        for priority in advice.priorities
    ]
    return Sheet(
        "suggested",
        "Suggested",
        sheet_head(assessment, "Priorities to consider"),
        (
            *(
                (Column("Dimension", width=28), Column("Lowest question that moves it, or one of them", width=26))
                if dimensions
                else (question,)
            ),
            Column("Nearest level", "count", 10),
            Column("Why this one", width=44),
            Column("Ask", width=40),
            Column("Is this good enough?", width=44),
            Column("A next step", width=44),
        ),
        tuple(rows),
        tuple(filter(None, (advice.room, advice.top))),
    )


def year_sheet(assessment: Assessment, advice: Advice) -> Sheet:
    """The cycle of the next twelve months."""
    rows: list[tuple[Cell, ...]] = [
        (step.date, None if step.by_plan else step.month, step.label, step.text) for step in advice.cycle
    ]
    return Sheet(
        "year",
        "Year",
        sheet_head(assessment, f"The next twelve months, {chapters.reckoned(advice)}"),
        (
            Column("Date", "date", 16),
            Column("Month", "count", 10),
            Column("Step", width=28),
            Column("What happens", width=80),
        ),
        tuple(rows),
        () if any(step.date for step in advice.cycle) else ("There are no dates: the round has none.",),
    )


def method_sheet(assessment: Assessment, advice: Advice) -> Sheet:
    """What is behind the numbers."""
    return Sheet(
        "method",
        "Method",
        sheet_head(assessment, "Method and caveats"),
        (Column("What", width=24), Column("Says", width=100)),
        tuple(_says(assessment, advice)),
    )


def _says(assessment: Assessment, advice: Advice) -> Iterator[tuple[Cell, ...]]:
    yield from wording.facts(assessment)
    yield ("Result", telling(assessment).headline())
    yield (
        "Scores",
        kinds.averaged(assessment),
    )
    yield from kinds.beware(wording.warning_texts(assessment))
    for block in chapters.small_print(assessment):
        if isinstance(block, Paragraph):
            yield ("Small print", block.text)
