"""One page for heads: the finding, where the cluster stands, what to talk about first, and what was agreed.

It is reckoned beforehand, so that it is one page in every format. What has no room is left out in the order of `ORDER`,
counted, and said to be in the full report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment, ItemResult
from maturity.core.reading import Checklist, Ladder, Map
from maturity.model.plan import Priority
from maturity.report import kinds, wording
from maturity.report.blocks import (
    CROWD,
    Align,
    Bar,
    Beside,
    Block,
    Callout,
    Figure,
    Numbers,
    Paragraph,
    Section,
    Table,
)
from maturity.report.contents import CHAPTERS
from maturity.report.held_words import STATES, people_of, unbroken
from maturity.report.page_room import PageRoom, page_height, room_on, shares_by_need
from maturity.report.planning import plan_rows
from maturity.report.shapes import telling
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, in_figures, listed

if TYPE_CHECKING:
    from maturity.core.comparison import Step

BESIDE, ALONE = (4.05, 0.59), (6.8, 1.0)
"""Inches: how wide the chart is at most beside the numbers, and by itself; and the share of a line that it has."""
LOWEST, HIGHEST, ELSEWHERE, STAGES, STEP = 2.4, 3.8, 3.0, 3.6, 0.1
"""Inches: how high the chart is at least and at most, the most of one that is no map, what stages need, and by
how much it grows."""
CROWDED = 3.2
"""The least height with a list of many schools."""
WIDE, NARROW = 170.0, 108.0
"""Points: how wide a bar of answers is, and one in a column beside other things."""
LONG_ASK, LONG_WARNING = 260, 330
"""Letters beyond which a question is told by its name, and a warning is left to the full report."""
PARTS = {
    "more": ("detail of the finding", "details of the finding"),
    "strip": ("line of dimensions", "lines of dimensions"),
    "reviews": ("line on reviews", "lines on reviews"),
    "held": ("question of the list", "questions of the list"),
    "talk": ("question to talk about", "questions to talk about"),
    "notes": ("warning", "warnings"),
    "agreed": ("priority", "priorities"),
    "asks": ("question in its full words", "questions in their full words"),
}
ORDER = (
    *(("strip", 0), ("reviews", 0), ("held", 6), ("talk", 2), ("more", 0), ("notes", 0), ("talk", 1), ("held", 2)),
    *(("agreed", 1), ("talk", 0), ("held", 0)),
)
"""What is left out first where there is no room, from its end, until so many of it are left. One priority stays in any
case: on a template with large headings the page may rather run to a second."""
WHY = {"talk-split-counted": "split", "talk-unknown": "many could not tell"}
"""Why a question is put first, where that is told in fewer words than elsewhere."""
LEFT: tuple[Align, ...] = ("left",) * 4
Row = tuple[tuple[str, ...], Bar | None]


@dataclass(frozen=True)
class HeadsKnow:
    """What heads are told beside the answers.

    Args:
        step: from the round before; None where there is none, or it cannot be compared.
        incomparable: why it cannot be compared.
        priorities: what was agreed.
        reviews: a line or two.
        today: the day that the status of the plan is of; None leaves it unsaid.
        room: that the page has; that of Letter, the lower one, fits both papers.
    """

    step: Step | None = None
    incomparable: str = ""
    priorities: Sequence[Priority] = ()
    reviews: Sequence[Block] = ()
    today: dt.date | None = None
    room: PageRoom = field(default_factory=lambda: room_on("letter"))


@dataclass
class _Draft:
    """What could stand on the page, in lists from whose ends can be taken; and how many were."""

    more: list[Paragraph]
    notes: list[Callout]
    strip: list[Block]
    held: list[Row]
    talk: list[Row]
    agreed: list[tuple[str, ...]]
    reviews: list[Block]
    gone: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in PARTS})

    def leave_out(self, name: str) -> None:
        """Take one away."""
        self.gone[name].append(getattr(self, name).pop())

    def put_back(self, name: str) -> None:
        """Let the last of these that was taken away stand there again."""
        getattr(self, name).append(self.gone[name].pop())


def page_for_heads(assessment: Assessment, advice: Advice, known: HeadsKnow) -> tuple[tuple[Section, ...], str]:
    """The sections of the page, and the line at its foot."""
    page = _HeadsPage(assessment, advice, known)
    return page.sections, page.foot


class _HeadsPage:
    """One page, with as much on it as it has room for."""

    def __init__(self, assessment: Assessment, advice: Advice, known: HeadsKnow) -> None:
        self.assessment, self.advice, self.known = assessment, advice, known
        self.asked, self.told = assessment.questionnaire, telling(assessment)
        self.finding, more = self.told.finding()
        self.is_list = isinstance(assessment.reading, Checklist) and self.told.has_result()
        self.draft = _Draft(
            [Paragraph(more)] if more else [],
            [*self._notes()],
            [*self.told.strip()] if self.told.has_result() else [],
            [*self._held()] if self.is_list else [],
            [*self._talk()],
            [*self._agreed()],
            list(known.reviews),
        )
        for n, row in enumerate(self.draft.talk):
            if len(row[0][0]) > LONG_ASK:
                self.draft.talk[n] = ((self._short(n), *row[0][1:]), row[1])
                self.draft.gone["asks"].append(row)
        self.crowded = len(assessment.school_points or ()) > CROWD
        self.high = CROWDED if self.crowded else STAGES if isinstance(assessment.reading, Ladder) else LOWEST
        self._fit(known.room.high)
        self._give_reasons(known.room.high)
        most = HIGHEST if isinstance(assessment.reading, Map) else ELSEWHERE
        while self.high < most and self._height(self.high + STEP) <= known.room.high:
            self.high += STEP
        self.sections = tuple(self._sections(self.high))

    def _fit(self, room: float) -> None:
        """Leave out until all has room, and put back what has some after all: the last may have been large."""
        taken: list[str] = []
        for name, least in ORDER:
            while len(getattr(self.draft, name)) > least and self._height() > room:
                self.draft.leave_out(name)
                taken.append(name)
        for name in reversed(taken):
            self.draft.put_back(name)
            if self._height() > room:
                self.draft.leave_out(name)

    def _give_reasons(self, room: float) -> None:
        """Say why a question is put first, wherever that takes the room of nothing else."""
        for n, row in enumerate(self.draft.talk):
            (said, *rest), bar = row
            reason = self.advice.talk_about[n].reasons[0]
            why, short = WHY.get(reason.code) or wording.sentence(reason, self.asked).rstrip("."), self._short(n)
            if not self.is_list and why in rest:
                continue
            self.draft.talk[n] = ((f"{short} ({why}){said.removeprefix(short)}", *rest), bar)
            if self._height() > room:
                self.draft.talk[n] = row

    @property
    def foot(self) -> str:
        """Who answered, how sure it is, what was asked, of which day it is, and what has no room."""
        assessment, asked = self.assessment, self.asked
        said = [
            f"Who answered: {wording.schools_and_people(assessment)} ({assessment.mode} round).",
            _labelled("How sure", self.told.how_sure()),
            f"Asked: {isolated(asked.title)}, version {asked.version}.",
        ]
        if assessment.fictional:
            said.append("An example: the cluster, its schools and its people are fictional.")
        if self.known.today is not None:
            said.append(f"As of {day(self.known.today)}.")
        if named := [counted(len(gone), *PARTS[name]) for name, gone in self.draft.gone.items() if gone]:
            said.append(f"In the full report, for want of room here: {listed(named)}.")
        return " ".join(said)

    def _height(self, high: float | None = None) -> float:
        # The day, or the round, stands behind it on the same line.
        behind = day(self.assessment.date) if self.assessment.date else self.assessment.label
        title = f"{wording.whose_title(self.assessment)}  {behind}"
        return page_height(tuple(self._sections(high or self.high)), self.foot, title, self.known.room)

    def _sections(self, high: float) -> Iterator[Section]:
        draft = self.draft
        yield Section("standing", self.finding, (*draft.more, *self._standing(high), *draft.strip))
        if draft.talk:
            yield Section("spread", "Talk about first", (self._talk_table(),))
        elif not self.advice.talk_about and (none := kinds.talk_words(self.assessment, self.advice)):
            yield Section("spread", "Talk about first", (Paragraph(none),))
        if draft.agreed:
            chapter = "plan" if self.known.priorities else "priorities"
            yield Section(chapter, CHAPTERS[chapter], (self._agreed_table(), *draft.reviews))
        elif draft.reviews:
            yield Section("reviews", CHAPTERS["reviews"], tuple(draft.reviews))

    def _standing(self, high: float) -> Iterator[Block]:
        numbers, notes = Numbers(tuple(self.told.big_numbers(self.known.step))), self.draft.notes
        if self.is_list:
            yield Beside((self._held_table(),), (numbers, *notes))
        elif not self.told.has_result():
            yield from notes
        elif self.crowded:
            yield numbers
            yield self._figure(ALONE, high)
            yield from notes
        else:
            yield Beside((self._figure(BESIDE, high),), (numbers, *notes))

    def _figure(self, across: tuple[float, float], high: float) -> Figure:
        wide = min(across[0], across[1] * self.known.room.wide / 72)
        chart = self.told.charts[0]
        caption = " ".join(self.told.marks())
        return Figure(chart, self.assessment, caption, self.told.described(chart), (wide, high), bare=True)

    def _notes(self) -> Iterator[Callout]:
        if self.known.incomparable:
            yield Callout("The rounds cannot be compared", self.known.incomparable, "warning")
        warned = wording.warning_texts(self.assessment)
        short = [one for one in warned if len(one) <= LONG_WARNING]
        yield from (Callout("Before you believe this", one, "warning") for one in short[:1])

    def _talk(self) -> Iterator[Row]:
        for n, one in enumerate(self.advice.talk_about):
            result = self.assessment.items[one.item]
            ask = one.ask or self.asked.item_by_id[one.item].prompt
            bar = None if self.is_list else self._bar(result)
            yield (f"{self._short(n)}: {isolated(ask)}", self._people(result)), bar

    def _short(self, n: int) -> str:
        return isolated(self.asked.item_by_id[self.advice.talk_about[n].item].short)

    def _people(self, result: ItemResult) -> str:
        """Who answered, or how far people agree where no more may be told."""
        if not kinds.is_known(self.assessment):
            return kinds.WORDS[result.word] if result.word else kinds.agreement(result)
        unknown = kinds.unknown_cell(result)
        told = result.dont_know.value != 0 and unknown[:1].isdigit()
        return f"{people_of(result)} answered" + (f", {unknown} cannot tell" if told else "")

    def _bar(self, result: ItemResult, width: float = WIDE) -> Bar | None:
        if not result.counts or not sum(result.counts):
            return None
        levels = sorted(self.asked.scale_of(self.asked.item_by_id[result.id]).levels)
        said = [
            f"{in_figures(number)}: {counted(n, 'person', 'people')}"
            for number, n in zip(levels, result.counts, strict=True)
        ]
        return Bar(result.counts, f"Answers from the lowest level up: {listed(said)}.", width)

    def _talk_table(self) -> Table:
        rows = self.draft.talk
        if self.is_list or not any(texts[1] for texts, _ in rows):
            return Table("", ("Question",), tuple(texts[:1] for texts, _ in rows), ("left",), shares=(1.0,))
        head = "Answers, lowest level first" if any(bar for _, bar in rows) else "How far people agree"
        texts, bars = tuple(texts for texts, _ in rows), tuple(bar for _, bar in rows)
        return Table("", ("Question", head), texts, ("left", "left"), bars, (0.64, 0.36))

    def _held(self) -> Iterator[Row]:
        assert isinstance(self.assessment.reading, Checklist)
        for name, one in self.assessment.reading.held.items():
            result = self.assessment.items[name]
            texts = (self.asked.item_by_id[name].short, unbroken(STATES[one.state]), self._people(result))
            yield texts, self._bar(result, NARROW)

    def _held_table(self) -> Table:
        rows = self.draft.held
        texts, bars = tuple(texts for texts, _ in rows), tuple(bar for _, bar in rows)
        head = "Answers, lowest level first" if any(bars) else "How far people agree"
        caption = " ".join(self.told.convention())
        return Table(caption, ("Question", "Does it hold?", head), texts, ("left",) * 3, bars, (0.36, 0.22, 0.42))

    def _agreed(self) -> Iterator[tuple[str, ...]]:
        if self.known.priorities:
            yield from plan_rows(self.known.priorities, self.known.today)
            return
        for one in self.advice.priorities:
            step = one.step or wording.sentence(one.reason, self.asked)
            yield wording.suggestion_label(one, self.asked), step

    def _agreed_table(self) -> Table:
        rows = tuple(self.draft.agreed)
        if self.known.priorities:
            header = ("What we do", "Owner", "Review", "Status")[: len(rows[0])]
            shares = shares_by_need((header, *rows), (0.4, 0.2, 0.16, 0.24)[: len(header)], self.known.room.letters)
            return Table("", header, rows, LEFT[: len(header)], shares=shares)
        caption = "From the answers. The room decides, and names who owns each and when it is reviewed."
        return Table(caption, ("What to consider", "A next step"), rows, ("left",) * 2, shares=(0.28, 0.72))


def _labelled(label: str, text: str) -> str:
    """A text behind its label, unless it opens with the label's own word."""
    return f"{text}." if text.startswith(("Sure", "Not sure")) else f"{label}: {text}."
