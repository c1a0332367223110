"""What a checklist says over time: what holds, what was gained and what was lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.core.assessment import Assessment
from maturity.core.comparison import Step
from maturity.report.blocks import Chart
from maturity.report.over_time.held import HeldOverTime, count_of
from maturity.text.words import counted


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
        then, now = sum(one.before == "holds" for one in turns), sum(one.after == "holds" for one in turns)
        yield (
            f"Of {counted(len(turns), 'question')} {then} held in {step.before.label}, and {now} "
            f"{'holds' if now == 1 else 'hold'} in {step.after.label}."
        )
        yield from self.moved_words(step)

    def round_rows(self) -> Iterator[tuple[str, list[str]]]:
        yield "What holds", [self.in_one_round(one) for one in self.comparison.rounds]

    def in_one_round(self, assessment: Assessment) -> str:
        return f"{count_of(assessment, 'holds')} of {len(assessment.items)} hold"
