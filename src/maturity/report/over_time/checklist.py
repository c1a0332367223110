"""What a checklist says over time: what holds, what was gained and what was lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.core.assessment import Assessment
from maturity.core.comparison import Step
from maturity.report.blocks import Chart
from maturity.report.over_time.held import HeldOverTime, count_of
from maturity.text.words import counted, listed


class ChecklistOverTime(HeldOverTime):
    """What holds over the years."""

    captions: ClassVar[dict[Chart, str]] = {
        "journey": "Every question in every round on its own: full where it holds, half where it is open, empty where "
        "not yet.",
        "change": "Every question before and after, and what became of it.",
    }

    def read(self, step: Step) -> Iterator[str]:
        turns = self.turns(step).values()
        if not turns:
            return
        every = counted(len(turns), "question")
        then, now = ([one.before for one in turns], [one.after for one in turns])
        untold = [one.label for one, states in ((step.before, then), (step.after, now)) if set(states) == {"unknown"}]
        if untold:
            yield f"What holds cannot be told of {listed(untold)}."
            return
        holding = now.count("holds")
        yield (
            f"Of {every} {then.count('holds')} held in {step.before.label}, and {holding} "
            f"{'holds' if holding == 1 else 'hold'} in {step.after.label}."
        )
        unknown = len(self.of(step, "unknown"))
        if unknown:
            yield f"{counted(unknown, 'question')} cannot be told in one of the two rounds."
        yield from self.moved_words(step)

    def round_rows(self) -> Iterator[tuple[str, list[str]]]:
        yield "What holds", [self.in_one_round(one) for one in self.comparison.rounds]

    def in_one_round(self, assessment: Assessment) -> str:
        return f"{count_of(assessment, 'holds')} of {len(assessment.items)} hold"
