"""What has to be told of several rounds of a cluster, whatever the shape of their questionnaire."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from maturity.core.assessment import Assessment, AxisResult, PartResult
from maturity.core.comparison import Change, Comparison, Step
from maturity.core.said import Label
from maturity.report import change_words
from maturity.report.blocks import Block, Bullets, Chart, Paragraph
from maturity.report.over_time.numbers import Measure
from maturity.report.sheets.table import Cell, Column
from maturity.text.words import counted, listed

OWN_NUMBERS = "So these numbers can differ from those of each round on its own."


class SeenBack(NamedTuple):
    """One value as it was rated then and as it is seen now.

    Args:
        midpoint: of an axis.
        by_today: the change by today's standard.
    """

    label: str
    midpoint: float | None
    before: float | None
    then: float | None
    shift: float | None
    now: float | None
    by_today: float | None


class ToldPart(NamedTuple):
    """One of the values by which a result is told: an axis, or all of it, or an outermost part.

    Args:
        inside: its label inside a sentence.
        measure: how its values are shown.
    """

    id: str
    label: str
    short: str
    inside: str
    change: Change
    measure: Measure


class OverTime(ABC):
    """Rounds of one cluster in words, tables and plain data.

    Args:
        comparison: of the rounds.
    """

    part: ClassVar[str] = "dimension"
    """What is listed as changed."""
    captions: ClassVar[dict[Chart, str]]
    """What stands below the charts."""
    movers_caption: ClassVar[str]
    """What stands over the schools that came or went."""
    every: ClassVar[str]
    """What stands over the table of all numbers."""
    looked_at: ClassVar[str] = "Part"
    """What people looked back on is called."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.asked = comparison.rounds[-1].questionnaire

    @property
    def unit(self) -> str:
        """What values are counted in."""
        return "levels"

    @property
    @abstractmethod
    def own_way(self) -> str:
        """How far questions moved that went their own way: `more than` this."""

    @abstractmethod
    def moves(self, step: Step) -> str:
        """What has changed from one round to another, in one to three sentences."""

    @abstractmethod
    def sentence(self, step: Step, what: Label, change: Change) -> str:
        """What is known of the change of one score, in one sentence."""

    @abstractmethod
    def compared(self, step: Step) -> bool:
        """Whether anything has a score in both rounds."""

    @abstractmethod
    def tables(self, step: Step) -> Iterator[Block]:
        """The numbers, before the charts of a chapter."""

    @abstractmethod
    def round_list(self) -> Iterator[Block]:
        """Every round on its own, where there are more than two."""

    @abstractmethod
    def without_drifting(self, step: Step) -> Iterator[Block]:
        """The change once more without the questions that went their own way."""

    @abstractmethod
    def effect(self, step: Step, effect: dict[str, float | None], happened: str) -> str:
        """What the joining or leaving of schools did to the cluster's own score, in a sentence; empty if not told."""

    @abstractmethod
    def changed(self, step: Step) -> Iterator[Block]:
        """What has changed, for a terminal: the sentences to read first."""

    @abstractmethod
    def table(self, step: Step) -> Iterator[Block]:
        """Every number in one table, for a terminal."""

    @abstractmethod
    def slide(self, step: Step) -> Iterator[Block]:
        """The table of a slide."""

    @abstractmethod
    def rows(self, step: Step) -> Iterator[tuple[tuple[Cell, ...], str, Change]]:
        """Rows of the workbook: kind, id and name; what became of it where it holds or not; and its change."""

    @abstractmethod
    def round_document(self, assessment: Assessment) -> dict[str, Any]:
        """What is read off one round, as plain data."""

    @abstractmethod
    def step_document(self, step: Step) -> dict[str, Any]:
        """What a step has beside changes of axes, dimensions and items, as plain data."""

    @abstractmethod
    def journey_words(self) -> Iterator[str]:
        """The chart of the journey in sentences."""

    @abstractmethod
    def change_words(self) -> Iterator[str]:
        """The chart of the change in sentences."""

    def headline(self) -> str:
        """What has changed from the last round but one to the last."""
        return self.moves(self.comparison.last)

    def way(self) -> tuple[str, ...]:
        """What changed in every step before the last, and over the whole way; nothing where there are two rounds."""
        if len(self.comparison.rounds) < 3:
            return ()
        steps = (*self.comparison.steps[:-1], self.comparison.whole)
        said = [f"{step.before.label} to {step.after.label}: {self.moves(step)}" for step in steps]
        return (*said, *self._why_steps_do_not_add_up())

    def _why_steps_do_not_add_up(self) -> Iterator[str]:
        """What other schools and questions the whole way rests on than its steps; nothing where they are the same."""
        whole, steps = self.comparison.whole, self.comparison.steps
        schools = any(set(step.schools.paired) != set(whole.schools.paired) for step in steps)
        asked = any(set(step.items.common) != set(whole.items.common) for step in steps)
        over = listed(["schools"] * schools + ["questions"] * asked)
        if over:
            held = counted(len(whole.items.common), "question")
            if whole.basis != "separate":
                held = f"{counted(len(whole.schools.paired), 'school')} and {held}"
            yield (
                f"Each line compares the {over} that its own two rounds have in common, which are not the same "
                f"({whole.before.label} to {whole.after.label}: {held}), so that the steps need not add up to the "
                "whole way."
            )

    def sure(self, step: Step) -> Iterator[Block]:
        """What one can be sure of."""
        changes = change_words.by_change(step.dimensions)
        compared = [one for one in changes if one[1].verdict != "incomparable"]
        sure = [(name, change) for name, change in compared if change.verdict in ("up", "down")]
        if sure:
            yield Bullets(tuple(self.sentence(step, Label("dimension", name), change) for name, change in sure))
        elif compared:
            yield Paragraph(self.none_moved(step))
        else:
            yield Paragraph(f"No {self.part} can be compared with {step.before.label}.")
        told = [change for _, change in compared if change.interval is not None]
        if len(told) > 1:
            yield Paragraph(
                f"We looked at {counted(len(told), self.part)}. Where nothing has changed, up to one in twenty may "
                "still look sure by chance, so trust a pattern more than a single line.",
                "small",
            )

    def unsure(self, step: Step) -> Iterator[Block]:
        """What one cannot be sure of."""
        said = [
            self.sentence(step, Label("dimension", name), change)
            for name, change in change_words.by_change(step.dimensions)
            if change.verdict in ("unsure", "too-few")
        ]
        said += change_words.incomparable(step)
        if said:
            yield Bullets(tuple(said))
        else:
            yield Paragraph(f"Of every {self.part} we can say whether it has gone up or down.")

    def moved(self, step: Step) -> list[str]:
        """Parts whose change is sure, the largest change first, in a sentence each."""
        sure = [
            (-abs(change.change or 0), self.sentence(step, Label("dimension", dimension.id), change))
            for dimension in step.after.questionnaire.dimensions
            if (change := step.dimensions.get(dimension.id)) is not None and change.verdict in ("up", "down")
        ]
        return [said for _, said in sorted(sure, key=lambda pair: pair[0])]

    def noted(self, step: Step) -> list[str]:
        """What a slide has no room for: everything of which the slide names the first."""
        return self.moved(step)

    def none_moved(self, step: Step) -> str:
        """That nothing has moved for sure, or that nobody can tell; empty where nothing was compared."""
        compared = [change for change in step.dimensions.values() if change.verdict != "incomparable"]
        if not compared:
            return ""
        if not change_words.can_be_sure(*compared):
            return f"How sure the change of a {self.part} is cannot be said."
        return f"No single {self.part} shows a change that we can be sure of."

    def apart(self, step: Step) -> tuple[str, ...]:
        """What cannot be compared, one sentence for each reason."""
        return change_words.incomparable(step)

    def drift(self, step: Step, name: str) -> str:
        """How far one question that went its own way has moved."""
        change = step.items_changed.get(name)
        label = change_words.question_labels(step, [name])
        if change is None or change.change is None:
            return f"{label}: its change is not shown."
        return f"{label}: {change_words.signed(change.change)} levels."

    def looking_back(self, step: Step, *, short: bool = False) -> Iterator[SeenBack]:
        """What people looked back on, as it was and as it is seen now."""
        back = step.looking_back
        if back is None:
            return
        for name, label, short_label, midpoint in self.looked_back_on(step):
            then, now = back.then.get(name), back.now.get(name)
            by_today = None if now is None or then is None else now - then
            values = back.before.get(name), then, back.shift.get(name), now, by_today
            yield SeenBack(short_label if short else label, midpoint, *values)

    @abstractmethod
    def looked_back_on(self, step: Step) -> Iterator[tuple[str, str, str, float | None]]:
        """Id, label, short label and midpoint of what people could look back on."""

    def told_parts(self, step: Step) -> list[ToldPart]:
        """What the result is told by, with its change; nothing where each question holds or does not."""
        return []

    def fallen(self, step: Step) -> list[ToldPart]:
        """What is sure to have fallen."""
        return [part for part in self.told_parts(step) if part.change.verdict == "down"]

    def own_of(self, assessment: Assessment, name: str) -> AxisResult | PartResult | None:
        """The result of one of these in one round."""
        return assessment.overall if name == "overall" else assessment.dimensions.get(name)

    def columns(self) -> tuple[Column, ...]:
        """What the workbook has besides, at the end."""
        return ()
