"""What a ladder says over time: the stage then and now, and which questions were gained and lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from maturity.core.assessment import Assessment
from maturity.core.comparison import Step, TwoReadings
from maturity.core.reading import Ladder, Reading, StageResult
from maturity.core.said import Name, Said, Value
from maturity.model import Questionnaire, RatingItem
from maturity.report import wording
from maturity.report.blocks import Block, Chart, Table
from maturity.report.over_time.held import STATES, HeldOverTime
from maturity.text.isolate import isolated


class LadderOverTime(HeldOverTime):
    """The stages of a ladder over the years."""

    captions: ClassVar[dict[Chart, str]] = {
        "journey": "The stage of every round on its own; a bar where it lies between two. Lines join a round and the "
        "next.",
        "change": "Every question before and after, by stages, and what became of it.",
    }

    def read(self, step: Step) -> Iterator[str]:
        if step.readings is None or step.readings.stage is None:
            return
        turn = step.readings.stage
        values: dict[str, Value] = {
            "since": Name(step.before.label),
            "now": Name(step.after.label),
            "before": Name(_stage_of(step.before.questionnaire, step.readings.before)),
            "after": Name(_stage_of(step.after.questionnaire, step.readings.after)),
        }
        yield wording.sentence(Said(f"stage-{turn.course}", values), step.after.questionnaire)
        if step.basis == "separate" and turn.course in ("up", "down", "same"):
            yield "That the stage is sure goes by a rule of thumb."
        yield from self.moved_words(step)

    def ordered(self, step: Step) -> Sequence[RatingItem]:
        asked = step.after.questionnaire
        place = {stage.id: n for n, stage in enumerate(asked.stages)}
        return sorted(asked.items, key=lambda item: place.get(item.stage or "", len(place)))

    def group_header(self) -> tuple[str, ...]:
        return ("Stage",)

    def group(self, step: Step, name: str) -> tuple[str, ...]:
        asked = step.after.questionnaire
        stage = asked.item_by_id[name].stage
        return (next((isolated(one.short) for one in asked.stages if one.id == stage), ""),)

    def tables(self, step: Step) -> Iterator[Block]:
        if step.readings is not None:
            yield from self._stages(step, step.readings)
        yield from super().tables(step)

    def _stages(self, step: Step, readings: TwoReadings) -> Iterator[Block]:
        before, after = readings.before, readings.after
        if not isinstance(before, Ladder) or not isinstance(after, Ladder):
            return
        then = {stage.id: stage for stage in before.stages}
        labels = {stage.id: stage.label for stage in step.after.questionnaire.stages}
        yield Table(
            f"Every stage in {step.before.label} and {step.after.label}: how many questions hold, and are needed",
            ("Stage", step.before.label, "", step.after.label, ""),
            tuple(
                (
                    isolated(labels[stage.id]),
                    *_held(then.get(stage.id)),
                    *_held(stage),
                )
                for stage in after.stages
            ),
            ("left", "right", "left", "right", "left"),
        )

    def round_rows(self) -> Iterator[tuple[str, list[str]]]:
        yield "Stage", [own_stage(one) for one in self.comparison.rounds]

    def in_one_round(self, assessment: Assessment) -> str:
        return own_stage(assessment)


def _held(stage: StageResult | None) -> tuple[str, str]:
    return (
        ("not asked", "")
        if stage is None
        else (f"{stage.held} of {stage.of} ({stage.need} needed)", STATES[stage.state])
    )


def own_stage(assessment: Assessment) -> str:
    """The stage of one round on its own, or between which it lies."""
    return _stage_of(assessment.questionnaire, assessment.reading)


def _stage_of(asked: Questionnaire, reading: Reading) -> str:
    if not isinstance(reading, Ladder) or all(one.score is None for one in reading.held.values()):
        return "not known"
    place = {stage.id: n for n, stage in enumerate(reading.stages)}
    low, high = (-1 if stage is None else place[stage] for stage in (reading.at_least, reading.at_most))
    return stages_between(asked, low, high)


def stages_between(asked: Questionnaire, low: int, high: int) -> str:
    """A stage, or those between which it lies, by positions; -1 before the first."""
    ends = [stage_name(asked, place) for place in (low, high)]
    return ends[0] if low == high else f"between {ends[0]} and {ends[1]}"


def stage_name(asked: Questionnaire, place: int) -> str:
    """A stage as it is called; what holds before the first at -1."""
    if place >= 0:
        return isolated(asked.stages[place].label)
    return isolated(asked.start.label) if asked.start is not None else "before the first stage"
