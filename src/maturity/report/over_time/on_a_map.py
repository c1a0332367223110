"""Several rounds of a cluster on a map: its axes, its quadrant, its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from maturity.core.advise_parts import fewest_on_axes
from maturity.core.assessment import Assessment, AxisResult, PartResult
from maturity.core.compare_changes import DRIFT
from maturity.core.comparison import Change, Step
from maturity.core.said import Label
from maturity.model import Axis
from maturity.report import change_words, kinds, wording
from maturity.report.blocks import Align, Block, Bullets, Callout, Chart, Paragraph, Table
from maturity.report.change_words import change_sentence, interval_name, moves, signed, span, verdict
from maturity.report.over_time.base import OverTime, ToldPart
from maturity.report.over_time.map_in_words import change_in_words, journey_in_words, named_quadrant, unplaced
from maturity.report.over_time.numbers import OnAxis
from maturity.report.sheets.table import Cell
from maturity.text.isolate import isolated
from maturity.text.words import in_figures, level, levels, listed

RIGHT: Align = "right"
NOT_COMPARED = "not compared"
HALF_LEVEL = 0.5
MANY = 5
"""Verdicts at once from which chance alone is likely to give one."""


class MapOverTime(OverTime):
    """The way of a cluster over its map."""

    captions: ClassVar[dict[Chart, str]] = {
        "journey": "The way over the years. Each point is that round's own result; the region is that of the last.",
        "change": "Every dimension before and after, the largest rise first, and how sure each change is.",
    }
    movers_caption = "How far the cluster's own score is higher or lower for each school that came or went, in levels"
    every = "Every axis and dimension"
    looked_at = "Axis"

    @property
    def own_way(self) -> str:
        scale = self.asked.scale
        far = in_figures(DRIFT * (scale.most - scale.least))
        return f"{far} {'level' if far == '1' else 'levels'} away from the other questions of their axis"

    def moves(self, step: Step) -> str:
        return moves(step)

    def sentence(self, step: Step, what: Label, change: Change) -> str:
        return change_sentence(step, what, change)

    def compared(self, step: Step) -> bool:
        return any(one.before is not None for one in (*step.axes.values(), *step.dimensions.values()))

    def tables(self, step: Step) -> Iterator[Block]:
        if not self.compared(step):
            return
        axes = step.after.questionnaire.axes
        yield Table(
            f"Both axes, {step.before.label} and {step.after.label}, in levels",
            ("Axis", step.before.label, step.after.label, "Change", interval_name(step), "Smallest sure", "Verdict"),
            tuple((axis.short, *_numbers(step, axis, step.axes[axis.id])) for axis in axes if axis.id in step.axes),
            ("left", "right", "right", "right", "right", "right", "left"),
        )
        own = [
            (
                axis.label,
                wording.on_axis(step.before, axis, before),
                wording.on_axis(step.after, axis, after),
                signed(after - before),
                _change(change, NOT_COMPARED),
            )
            for axis in axes
            if (before := step.before.placement.point.get(axis.id)) is not None
            and (after := step.after.placement.point.get(axis.id)) is not None
            and (change := step.axes.get(axis.id)) is not None
        ]
        if any(row[-1] != NOT_COMPARED for row in own):
            yield Table(
                "Each round on its own beside the comparison, in levels",
                (
                    "Axis",
                    f"{step.before.label} alone",
                    f"{step.after.label} alone",
                    "Difference",
                    "Change when compared",
                ),
                tuple(own),
                ("left", "right", "right", "right", "right"),
            )
            yield Paragraph(
                "Where the two last columns differ, it is because schools joined, left or stayed silent, or because "
                "the questions changed.",
                "small",
            )

    def round_list(self) -> Iterator[Block]:
        axes = self.asked.axes
        align: tuple[Align, ...] = ("left", *(RIGHT for _ in axes), "left", "right", "right")
        yield Table(
            "Every round on its own, in levels, with its range",
            ("Round", *(axis.short for axis in axes), "Quadrant", "People", "Schools"),
            tuple(
                (
                    one.label,
                    *(_with_range(one, axis) for axis in axes),
                    named_quadrant(one),
                    str(one.respondents),
                    f"{one.schools_answered} of {len(one.schools)}",
                )
                for one in self.comparison.rounds
            ),
            align,
        )
        missing = unplaced(self.comparison)
        if missing:
            yield Bullets(tuple(f"{one.label} has no place on the map: {reason}." for one, reason in missing))

    def without_drifting(self, step: Step) -> Iterator[Block]:
        if step.without_drifting is None:
            return
        pairs = [
            (axis, step.axes[axis.id], step.without_drifting[axis.id])
            for axis in step.after.questionnaire.axes
            if axis.id in step.axes and axis.id in step.without_drifting
        ]
        yield Table(
            "The change of both axes with and without these questions, in levels",
            ("Axis", "Questions", "Change", interval_name(step), "Verdict"),
            tuple(
                (axis.label, which, _change(change), span(change.interval), verdict(change))
                for axis, with_, without in pairs
                for which, change in (("with", with_), ("without", without))
            ),
            ("left", "left", "right", "right", "left"),
        )
        for axis, _, without in pairs:
            if without.reason:
                yield Paragraph(f"Without these questions: {change_sentence(step, Label('axis', axis.id), without)}")

    def effect(self, step: Step, effect: dict[str, float | None], happened: str) -> str:
        shown = [
            f"{signed(value)} on {wording.inside(axis)}"
            for axis in step.after.questionnaire.axes
            if (value := effect.get(axis.id)) is not None
        ]
        if not shown:
            return f"Effect on the cluster's own score: {change_words.without_effect(step)}."
        how, where = ("joining", step.after) if happened == "joined" else ("leaving", step.before)
        return f"That {how} alone moves the cluster's own {where.label} score by {listed(shown)}."

    def changed(self, step: Step) -> Iterator[Block]:
        reach = step.after.questionnaire.scale.high - step.after.questionnaire.scale.low
        for axis in step.after.questionnaire.axes:
            change = step.axes[axis.id]
            yield Paragraph(change_sentence(step, Label("axis", axis.id), change), "lead")
            smallest = change.smallest_sure_change
            if change.verdict == "unsure" and smallest is not None:
                if smallest >= reach:
                    yield Paragraph("No change, however large, could be told from chance here.")
                else:
                    yield Paragraph(f"Anything up to {levels(smallest)} could be chance.")
        yield from self._turned(step)

    def _turned(self, step: Step) -> Iterator[Block]:
        """Where the cluster's own score goes another way than that of the schools and questions in both rounds."""
        if not (step.schools.joined or step.schools.left or step.items.only_before or step.items.only_after):
            return
        for axis in step.after.questionnaire.axes:
            change = step.axes[axis.id].change
            before, after = (one.placement.point.get(axis.id) for one in (step.before, step.after))
            if change is None or before is None or after is None:
                continue
            own = after - before
            if own * change < 0 or abs(own - change) >= HALF_LEVEL:
                yield Callout(
                    f"Not the same as the cluster's own score on {wording.inside(axis)}",
                    f"That went from {wording.on_axis(step.before, axis, before)} to "
                    f"{wording.on_axis(step.after, axis, after)}, because other schools or "
                    "questions are in it (see below). The schools and questions in both rounds moved by "
                    f"{signed(change)}.",
                    "warning",
                )

    def table(self, step: Step) -> Iterator[Block]:
        questionnaire = step.after.questionnaire
        if all(change.before is None for change in step.dimensions.values()):
            return
        rows = []
        for axis in questionnaire.axes:
            rows.append(_row(f"{isolated(axis.short)} (axis)", step, axis, step.axes[axis.id]))
            rows += [_row(d.short, step, axis, step.dimensions[d.id]) for d in questionnaire.dimensions_of(axis.id)]
        scale = f"{in_figures(questionnaire.scale.low)} to {in_figures(questionnaire.scale.high)}"
        over = "questions" if step.basis == "separate" else "schools and questions"
        yield Table(
            f"From {step.before.label} to {step.after.label}, in levels {scale}, over {over} in both rounds",
            ("", "Levels", "Change", interval_name(step), "Verdict"),
            tuple(rows),
            ("left", "right", "right", "right", "left"),
        )
        compared = sum(change.interval is not None for change in step.dimensions.values())
        range_ = "rough range" if step.basis == "separate" else "interval"
        text = f"Up and down are said only where the {range_} does not hold 0. {change_words.ROUNDED}"
        if compared >= MANY:
            text += f" Of {compared} dimensions, up to one in twenty would be called changed by chance alone."
        yield Paragraph(f"{change_words.basis(step)} {text}".strip(), "small")

    def slide(self, step: Step) -> Iterator[Block]:
        yield Table(
            f"Both axes, in levels, over the {change_words.shared(step)} that both rounds share",
            ("Axis", step.before.label, step.after.label, "Change", interval_name(step), "What it means"),
            tuple(
                (
                    axis.label,
                    _score(step.before, axis, change.before),
                    _score(step.after, axis, change.after),
                    _change(change),
                    span(change.interval),
                    f"{verdict(change)}: {change_words.because(change.reason, step)}"
                    if change.reason
                    else verdict(change),
                )
                for axis in step.after.questionnaire.axes
                if (change := step.axes.get(axis.id)) is not None
            ),
            ("left", "right", "right", "right", "right", "left"),
        )

    def rows(self, step: Step) -> Iterator[tuple[tuple[Cell, ...], str, Change]]:
        asked = step.after.questionnaire
        axes = {axis.id: axis.label for axis in asked.axes}
        dimensions = {dimension.id: dimension.label for dimension in asked.dimensions}
        items = {item.id: kinds.as_counted(item) for item in asked.items}
        for kind, names, changes in (
            ("Axis", axes, step.axes),
            ("Dimension", dimensions, step.dimensions),
            ("Question", items, step.items_changed),
        ):
            yield from (((kind, i, names[i]), "", change) for i, change in changes.items() if i in names)

    def round_document(self, assessment: Assessment) -> dict[str, Any]:
        return {"quadrant": assessment.placement.quadrant}

    def step_document(self, step: Step) -> dict[str, Any]:
        return {}

    def journey_words(self) -> Iterator[str]:
        yield from journey_in_words(self.comparison)

    def change_words(self) -> Iterator[str]:
        yield from change_in_words(self.comparison.last)

    def told_parts(self, step: Step) -> list[ToldPart]:
        reach = step.after.questionnaire.scale.high - step.after.questionnaire.scale.low
        fewest = fewest_on_axes(step.after)
        return [
            ToldPart(
                axis.id, axis.label, axis.short, wording.inside(axis), change, OnAxis(reach, axis.midpoint, fewest)
            )
            for axis in step.after.questionnaire.axes
            if (change := step.axes.get(axis.id)) is not None
        ]

    def own_of(self, assessment: Assessment, name: str) -> AxisResult | PartResult | None:
        return assessment.axes.get(name)

    def looked_back_on(self, step: Step) -> Iterator[tuple[str, str, str, float | None]]:
        yield from ((axis.id, axis.label, axis.short, axis.midpoint) for axis in step.after.questionnaire.axes)


def _numbers(step: Step, axis: Axis, change: Change) -> tuple[str, ...]:
    smallest = "none" if change.smallest_sure_change is None else level(change.smallest_sure_change, 0.0)
    return (
        _score(step.before, axis, change.before),
        _score(step.after, axis, change.after),
        _change(change),
        span(change.interval),
        smallest,
        verdict(change),
    )


def _with_range(one: Assessment, axis: Axis) -> str:
    """A round's own score and, in brackets, where it is likely to lie."""
    score, result = _score(one, axis, one.placement.point.get(axis.id)), one.axes.get(axis.id)
    ends = None if result is None else result.interval
    return score if ends is None or score == "none" else f"{score} ({wording.range_on_axis(one, axis, ends)})"


def _score(one: Assessment, axis: Axis, value: float | None) -> str:
    return "none" if value is None else wording.on_axis(one, axis, value)


def _change(change: Change, missing: str = "none") -> str:
    return missing if change.change is None else signed(change.change)


def _row(name: str, step: Step, axis: Axis, change: Change) -> tuple[str, ...]:
    said = verdict(change)
    if change.before is None or change.after is None:
        return (name, "none", "none", "none", said)
    levels = f"{_score(step.before, axis, change.before)} to {_score(step.after, axis, change.after)}"
    moved = "none" if change.change is None else signed(change.change)
    return (name, levels, moved, span(change.interval), said)
