"""What a ladder and a checklist say over time: which questions were gained and which were lost."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from maturity.core.assessment import Assessment
from maturity.core.compare_read import held_of
from maturity.core.comparison import HeldTurn, Step, Turn
from maturity.core.reading import State
from maturity.core.said import Label, Name, Said, Value, labels, said
from maturity.model import RatingItem
from maturity.report import kinds, wording
from maturity.report.blocks import Align, Block, Bullets, Chart, Paragraph, Table
from maturity.report.change_words import because, interval_name
from maturity.report.over_time.base import ToldPart
from maturity.report.over_time.without_map import WithoutMapOverTime
from maturity.report.sheets.table import Column
from maturity.text.isolate import isolated
from maturity.text.words import in_figures, some

STATES: dict[State, str] = {"holds": "holds", "not-yet": "not yet", "open": "open", "unknown": "cannot be told"}
TURNS: dict[Turn, str] = {
    "gained": "gained",
    "lost": "lost",
    "perhaps-gained": "perhaps gained",
    "perhaps-lost": "perhaps lost",
    "kept": "still holds",
    "lacking": "still not yet",
    "open": "still open",
    "unknown": "cannot be told",
    "other-line": "holds from another answer on",
}
MOVED: tuple[Turn, ...] = ("gained", "lost", "perhaps-gained", "perhaps-lost")
NAMED = 3
"""Most questions of a kind that a headline names."""
LINES = 9
"""Most rows on a slide."""
LEFT: tuple[Align, ...] = ("left",)
RIGHT: tuple[Align, ...] = ("right",)


class HeldOverTime(WithoutMapOverTime):
    """Questions that hold or do not."""

    part = "question"
    every = "Every question, then and now"
    captions: ClassVar[dict[Chart, str]]

    def turns(self, step: Step) -> dict[str, HeldTurn]:
        """What became of every common question."""
        return {} if step.readings is None else step.readings.held

    def of(self, step: Step, *turns: Turn) -> list[str]:
        """Ids of the questions of which this became, in the order of the questionnaire."""
        there = self.turns(step)
        return [item.id for item in self.ordered(step) if item.id in there and there[item.id].turn in turns]

    def ordered(self, step: Step) -> Sequence[RatingItem]:
        """The later round's questions in the order in which they are told."""
        return step.after.questionnaire.items

    def moved_words(self, step: Step) -> Iterator[str]:
        """What was gained and lost, and how much of it is open, in one to three sentences."""
        gained, lost = self.of(step, "gained"), self.of(step, "lost")
        how = ", by a rule of thumb" if step.basis == "separate" else ""
        if gained:
            yield f"Gained{how}: {some(self._names(step, gained), NAMED)}."
        if lost:
            yield f"Lost{how}: {some(self._names(step, lost), NAMED)}."
        if not gained and not lost:
            yield "No question was gained or lost for sure."
        for way in ("gained", "lost"):
            n = len(self.of(step, "perhaps-gained" if way == "gained" else "perhaps-lost"))
            if n:
                are = "question is" if n == 1 else "questions are"
                yield f"{n} {are} perhaps {way}: open in one of the two rounds."

    def _names(self, step: Step, ids: Iterable[str]) -> list[str]:
        return [self._item(step, name) for name in ids]

    def question(self, step: Step, name: str) -> str:
        """What became of one question, in one sentence."""
        turn, measure = self.turns(step)[name], self.measure(step, name)
        before, after = self.scores(step, name)
        values: dict[str, Value] = {
            "what": Label("item", name),
            "since": Name(step.before.label),
            "now": Name(step.after.label),
            "then": Name(STATES[turn.before]),
            "state": Name(STATES[turn.after]),
            "before": Name(measure.shown(before)),
            "after": Name(measure.shown(after)),
        }
        return wording.sentence(Said(f"question-{turn.turn}", values), step.after.questionnaire)

    def scores(self, step: Step, name: str) -> tuple[float | None, float | None]:
        """The scores of a question by which it holds or does not, then and now."""
        change = step.items_changed.get(name)
        return (None, None) if change is None else (change.before, change.after)

    def tables(self, step: Step) -> Iterator[Block]:
        yield from self._questions(step, full=True)
        note = self.of_both(step)
        if note:
            yield Paragraph(note)

    def _questions(self, step: Step, *, full: bool) -> Iterator[Block]:
        there = self.turns(step)
        rows = [item for item in self.ordered(step) if item.id in there]
        if not any(turn.turn != "unknown" for turn in there.values()):
            return
        header = ("Question", *self.group_header(), step.before.label, step.after.label, "What became of it")
        numbers = ("Score", "Change", interval_name(step)) if full else ("Score",)
        yield Table(
            f"Every question in {step.before.label} and {step.after.label}; scores in {self.scale_words()}",
            (*header, *numbers),
            tuple(
                (
                    kinds.as_counted(item),
                    *self.group(step, item.id),
                    STATES[there[item.id].before],
                    STATES[there[item.id].after],
                    TURNS[there[item.id].turn],
                    *self._numbers(step, item.id, full=full),
                )
                for item in rows
            ),
            LEFT * len(header) + RIGHT * len(numbers),
        )

    def _numbers(self, step: Step, name: str, *, full: bool) -> tuple[str, ...]:
        measure, change = self.measure(step, name), step.items_changed.get(name)
        before, after = self.scores(step, name)
        levels = "none" if before is None or after is None else f"{measure.shown(before)} to {measure.shown(after)}"
        if not full:
            return (levels,)
        if change is None:
            return (levels, "none", "none")
        return (levels, measure.difference(change.change), measure.span(change.interval))

    def scale_words(self) -> str:
        """What scores are counted in, and from where to where, where that is the same for all."""
        ends = {(scale.least, scale.most) for scale in self.asked.answered_on}
        low, high = min(ends)
        return f"{self.unit} {in_figures(low)} to {in_figures(high)}" if len(ends) == 1 else self.unit

    def group_header(self) -> tuple[str, ...]:
        """What stands over the groups of questions; nothing where there are none."""
        return ()

    def group(self, step: Step, name: str) -> tuple[str, ...]:
        """The group of a question."""
        return ()

    def sure(self, step: Step) -> Iterator[Block]:
        moved = self.moved(step)
        if moved:
            yield Bullets(tuple(moved))
        elif self.turns(step):
            yield Paragraph("No question was gained or lost for sure.")
        else:
            yield Paragraph(self.nothing(step))
        if len(self.turns(step)) > 1:
            yield Paragraph(
                f"We looked at {len(self.turns(step))} questions. Gained and lost are said where a question was, and "
                "is, sure to hold or not to hold; still, some may look so by chance.",
                "small",
            )

    def unsure(self, step: Step) -> Iterator[Block]:
        ids = self.of(step, "perhaps-gained", "perhaps-lost", "open", "unknown", "other-line")
        # Those without a score stand together, with the reason.
        missing = {name for name, change in step.items_changed.items() if change.verdict == "incomparable"}
        lines = [self.question(step, name) for name in ids if name not in missing] + list(self.apart(step))
        if lines:
            yield Bullets(tuple(lines))
        else:
            yield Paragraph("Of every question we can say whether it was gained, lost, or is as it was.")

    def moved(self, step: Step) -> list[str]:
        return [self.question(step, name) for turn in ("gained", "lost") for name in self.of(step, turn)]

    def noted(self, step: Step) -> list[str]:
        return [self.question(step, name) for turn in MOVED for name in self.of(step, turn)]

    def none_moved(self, step: Step) -> str:
        return "No question was gained or lost for sure." if self.turns(step) else ""

    def apart(self, step: Step) -> tuple[str, ...]:
        reasons: dict[str, list[str]] = {}
        for name, change in step.items_changed.items():
            if change.verdict == "incomparable":
                reasons.setdefault(because(change.reason, step), []).append(name)
        return tuple(
            wording.sentence(
                said(
                    "change-incomparable",
                    what=labels("item", names),
                    since=Name(step.before.label),
                    reason=Name(reason),
                ),
                step.after.questionnaire,
            )
            for reason, names in reasons.items()
        )

    def changed(self, step: Step) -> Iterator[Block]:
        first, *rest = list(self.read(step)) or [self.nothing(step)]
        yield Paragraph(first, "lead")
        yield from (Paragraph(text) for text in rest)
        note = self.of_both(step)
        if note:
            yield Paragraph(note)

    @abstractmethod
    def read(self, step: Step) -> Iterator[str]:
        """What has changed, one sentence after the other."""

    def moves(self, step: Step) -> str:
        return " ".join(self.read(step)) or self.nothing(step)

    def table(self, step: Step) -> Iterator[Block]:
        yield from self._questions(step, full=False)
        range_ = "rough range" if step.basis == "separate" else "likely range"
        if self.compared(step):
            yield Paragraph(
                f"A question holds, or does not yet, where its whole {range_} in a round, and whatever silent schools "
                "could say, lie on one side of the line; else it is open. The line is a convention.",
                "small",
            )

    def slide(self, step: Step) -> Iterator[Block]:
        ids = [name for turn in MOVED for name in self.of(step, turn)]
        there = self.turns(step)
        if ids:
            more = f"; {len(ids) - LINES} more are in the notes" if len(ids) > LINES else ""
            yield Table(
                f"Questions that were, or perhaps were, gained or lost, of {len(there)}{more}",
                ("Question", *self.group_header(), step.before.label, step.after.label, "What became of it"),
                tuple(
                    (
                        self._item(step, name),
                        *self.group(step, name),
                        STATES[there[name].before],
                        STATES[there[name].after],
                        TURNS[there[name].turn],
                    )
                    for name in ids[:LINES]
                ),
                LEFT * (4 + len(self.group_header())),
            )

    def fallen(self, step: Step) -> list[ToldPart]:
        return [
            ToldPart(name, label, label, label, change, self.measure(step, name))
            for name in self.of(step, "lost")
            if (change := step.items_changed.get(name)) is not None
            for label in (step.after.questionnaire.item_by_id[name].short,)
        ]

    def columns(self) -> tuple[Column, ...]:
        return (Column("Then, now, and what became of it", width=34),)

    def became(self, step: Step, item: str) -> str:
        turn = self.turns(step).get(item)
        return "" if turn is None else became(turn)

    def round_list(self) -> Iterator[Block]:
        yield self.round_table([*self.round_rows(), *self._states()])

    @abstractmethod
    def round_rows(self) -> Iterator[tuple[str, list[str]]]:
        """What is read off every round."""

    def _states(self) -> Iterator[tuple[str, list[str]]]:
        for item in self.asked.items:
            cells = []
            for one in self.comparison.rounds:
                held = held_of(one.reading).get(item.id)
                cells.append("not asked" if held is None else STATES[held.state])
            yield isolated(item.short), cells

    def change_words(self) -> Iterator[str]:
        step = self.comparison.last
        yield (
            f"Change of {isolated(step.after.cluster)} from {step.before.label} to {step.after.label}, question by "
            "question."
        )
        yield self.moves(step)
        there = self.turns(step)
        for name in (name for turn in TURNS for name in self.of(step, turn)):
            turn, levels = there[name], self._numbers(step, name, full=False)[0]
            yield (
                f"{self._item(step, name)}: {STATES[turn.before]} before and {STATES[turn.after]} after, "
                f"{TURNS[turn.turn]} ({levels})."
            )
        yield from self.apart(step)


def count_of(assessment: Assessment, state: State) -> int:
    """How many questions of a round are in a state."""
    return sum(one.state == state for one in held_of(assessment.reading).values())


def became(turn: HeldTurn) -> str:
    """The state then and now, and what became of it."""
    return f"{STATES[turn.before]}, then {STATES[turn.after]}: {TURNS[turn.turn]}"
