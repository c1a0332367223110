"""The last slide: what is worked on this year, by whom, how one will know, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from maturity.core.advice import Advice, Suggestion
from maturity.core.assessment import Assessment
from maturity.core.plan import PriorityStatus
from maturity.model.plan import Priority
from maturity.report import wording
from maturity.report.blocks import Align, Block, Heading, Paragraph, Section, Table, Terms
from maturity.report.deck.fitting import ROWS, TYPED, message
from maturity.report.planning import STATE_WORDS, meant_to_move, status_words
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, listed

LEVEL_REASONS = ("priority-alike", "part-alike")
"""Reasons of what stands where all beside it stand."""
LEFT: tuple[Align, ...] = ("left",)
CELL = 120
"""Most letters of a cell; the whole of it is in the notes."""
DAYS = 5
"""Most days on the line; all are in the notes."""


def this_year(assessment: Assessment, advice: Advice, agreed: Sequence[PriorityStatus]) -> Section | None:
    """What the room has agreed, or what the answers suggest where it has agreed on nothing; None without either."""
    if agreed:
        names = [plain(one.priority.title, 60) for one in agreed]
        title = message(
            f"This year we work on {listed([f'“{name}”' for name in names])}",
            f"This year we work on {counted(len(agreed), 'priority', 'priorities')}, first on “{names[0]}”",
        )
        return Section("priorities", title, tuple(_agreed(agreed)), tuple(agreed_notes(assessment, agreed)))
    if not advice.priorities:
        return None
    return Section(
        "priorities",
        _pointed_to(assessment, advice),
        tuple(_suggested(assessment, advice)),
        tuple(_suggested_notes(assessment, advice)),
    )


def _pointed_to(assessment: Assessment, advice: Advice) -> str:
    """What the answers point to: nothing that is level with all beside it."""
    behind = [one for one in advice.priorities if one.reason.code not in LEVEL_REASONS]
    labels = [wording.suggestion_label(one, assessment.questionnaire) for one in behind or advice.priorities]
    if not behind:
        begin = f"a place to begin: {labels[0]}"
        return message(f"The answers put nothing behind anything else; {begin}", "The answers put nothing behind")
    return message(f"The answers point to {listed(labels)}", f"The answers point first to {labels[0]}")


def _agreed(agreed: Sequence[PriorityStatus]) -> Iterator[Block]:
    rows = [
        (*(plain(text, CELL) for text in (one.priority.title, one.priority.owner, one.priority.metric)), stands(one))
        for one in agreed[:ROWS]
    ]
    header = ("What we work on", "Who leads", "How we shall know", "Where it stands")
    yield Table("", header, tuple(rows), LEFT * 4).telling()
    days: dict[dt.date, list[str]] = {}
    for date, what, title in sorted(_days(agreed)):
        days.setdefault(date, []).append(f"{what}: {plain(title, 40)}")
    shown = list(days.items())[:DAYS]
    if shown:
        named, cells = tuple(day(date) for date, _ in shown), tuple(". ".join(texts) for _, texts in shown)
        yield Table("When", named, (cells,), LEFT * len(shown))


def _days(agreed: Sequence[PriorityStatus]) -> Iterator[tuple[dt.date, str, str]]:
    """What comes when, of which priority; of those that have not ended."""
    for one in agreed:
        if one.priority.outcome == "open":
            yield from (
                (date, what, one.priority.title)
                for date, what in ((one.priority.review, "Peer review"), (one.due, "Account of impact"))
                if date is not None
            )


def stands(one: PriorityStatus) -> str:
    """Where a priority stands; of one that is open, when somebody looked at it as well."""
    look, said = one.priority.last_check, status_words(one)
    return said if look is None or one.priority.outcome != "open" else f"{said}; looked at on {day(look.date)}"


def agreed_details(assessment: Assessment, agreed: Sequence[PriorityStatus]) -> Iterator[Block]:
    """Everything about each priority, for the appendix."""
    for one in agreed:
        priority, last = one.priority, one.priority.last_check
        yield Heading(plain(priority.title, 120))
        rows = (
            ("Why", priority.why),
            ("Should move", meant_to_move(priority, assessment.questionnaire)),
            *_whose(assessment, priority),
            ("How we shall know", priority.metric),
            *((what, day(date)) for date, what, _ in _days([one])),
            ("Where it stands", stands(one)),
            (f"Noted on {day(last.date)}" if last else "", last.note if last else ""),
        )
        yield Terms(tuple((term, plain(text, TYPED)) for term, text in rows if text))


def _whose(assessment: Assessment, priority: Priority) -> tuple[tuple[str, str], ...]:
    """Who leads a priority, and which school supports it."""
    schools = {school.id: school.name for school in assessment.schools}
    return ("Who leads", priority.owner), ("Who supports", schools.get(priority.support, priority.support))


def agreed_notes(assessment: Assessment, agreed: Sequence[PriorityStatus]) -> Iterator[str]:
    """The whole of what was typed about each priority, where it stands, and every look at it."""
    for one in agreed:
        priority = one.priority
        yield " ".join(
            f"{text.rstrip().removesuffix('.')}." for text in (priority.title, priority.why, priority.metric) if text
        )
        for term, text in (*_whose(assessment, priority), ("Where it stands", stands(one))):
            if text:
                yield f"{term}: {text}"
        for date, what, _ in _days([one]):
            yield f"{what}: {day(date)}"
        if priority.carried_from:
            yield f"First agreed in {priority.carried_from}."
        for check in priority.checks:
            said = f"{day(check.date)}, {STATE_WORDS[check.outcome]}:"
            yield " ".join(text for text in (said, check.note, check.evidence) if text)


def _suggested(assessment: Assessment, advice: Advice) -> Iterator[Block]:
    for priority in advice.priorities:
        yield Heading(wording.suggestion_label(priority, assessment.questionnaire))
        yield Paragraph(wording.sentence(priority.reason, assessment.questionnaire))
        if priority.step:
            yield Terms((("A next step", plain(priority.step, TYPED)),))


def _suggested_notes(assessment: Assessment, advice: Advice) -> Iterator[str]:
    yield "These are suggestions that follow from the answers; the room decides."
    for priority in advice.priorities:
        yield from _lowest(assessment, priority)
    yield from filter(None, (advice.room, advice.top))


def _lowest(assessment: Assessment, priority: Suggestion) -> Iterator[str]:
    item = assessment.questionnaire.item_by_id[priority.item]
    now = assessment.questionnaire.levels_of(item)[priority.level]
    yield f"{isolated(item.short)}: {isolated(item.prompt)} Nearest to its score: “{isolated(now)}”"
    if priority.ask:
        yield f"Ask: {isolated(priority.ask)}"
    if priority.step:
        yield f"A next step: {isolated(priority.step)}"
    if priority.evidence:
        yield f"Is this good enough? {isolated(priority.evidence)}"
