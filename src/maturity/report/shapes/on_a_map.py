"""What a map says: a place between four quadrants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from maturity.core import verdict
from maturity.core.advice import Advice
from maturity.core.assessment import PartResult
from maturity.core.reading import Map
from maturity.core.said import Label
from maturity.model import Axis
from maturity.report import described, kinds, wording
from maturity.report.blocks import (
    NOT_SHOWN,
    ROUND_CHARTS,
    BigNumber,
    Block,
    Chart,
    Figure,
    Heading,
    Paragraph,
    Table,
    Terms,
)
from maturity.report.in_short import NO_NUMBER, strip_of
from maturity.report.shapes.tables import item_table, part_score
from maturity.report.shapes.telling import RoomWords, Telling
from maturity.report.tree import tree_of_axis
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import digits, in_figures, level, listed

if TYPE_CHECKING:
    from maturity.core.comparison import Step
    from maturity.report.sheets.table import Sheet

UNSAID = ("sure-not-placed", "sure-unknown", "sure-unknown-on")
"""How sure a place is, where the headline says already that there is none, or that nobody can tell."""
SAID_ALREADY = {
    "sure-two": ("headline-two",),
    "sure-probably": ("headline-probably", "headline-leans"),
    "sure-silent": ("headline-silent",),
    "sure-leans": ("headline-open-leans", "headline-line-leans"),
}
"""How sure a place is, and headlines that say the same."""
WIDE = (7.0, 3.8)
"""Inches of a chart that leaves room for words on the same page."""


class MapTelling(Telling):
    """The place of a cluster between four quadrants."""

    charts: ClassVar[tuple[Chart, ...]] = ROUND_CHARTS
    title = "Our place on the map"
    has: ClassVar[str] = "quadrants"

    def headline(self) -> str:
        return wording.headline(self.assessment)

    def how_sure(self) -> str:
        return wording.how_sure(self.assessment)

    def big_numbers(self, step: Step | None) -> Iterator[BigNumber]:
        assessment, asked = self.assessment, self.asked
        for axis in asked.axes:
            result, notes = assessment.axes[axis.id], list[str]()
            if result.score is None:
                yield BigNumber(axis.short, NO_NUMBER, (wording.reason(result.reason, asked),))
                continue
            change = None if step is None else step.axes.get(axis.id)
            if step is not None and change is not None:
                from maturity.report.change_words import since

                by = "" if change.change is None else level(abs(change.change), 0.0)
                notes.append(since(step, change, by))
            if result.interval is not None:
                ends = wording.ends_on_axis(assessment, axis, result.interval)
                notes.append(wording.likely(assessment, *ends))
            yield BigNumber(axis.short, wording.on_axis(assessment, axis, result.score), tuple(notes))

    def marks(self) -> Iterator[str]:
        assessment, reading = self.assessment, self.assessment.reading
        past = reading.past if isinstance(reading, Map) else None
        if past is not None and not past.alike and None not in past.point.values():
            yield f"Grey: {isolated(past.label)}, when other questions were asked."
        if assessment.agreed is not None and None not in assessment.agreed.axes.values():
            yield "Hollow: as the room agreed."
        if assessment.placement.region is not None:
            yield "Shaded: where we could be if others had answered."
        elif any(one.interval is not None for one in assessment.axes.values()):
            yield "Cross: how far each number could be off."
        yield "The midpoint is a convention."

    def strip(self) -> Iterator[Block]:
        asked = self.asked
        rows = [(axis, *row) for axis in asked.axes for row in tree_of_axis(self.assessment, axis.id)]
        first = [(asked.dimension_by_id[part.id].short, part) for _, depth, _, part in rows if depth == 0]
        axis_of = {part.id: axis for axis, _, _, part in rows}
        scale, points = self.asked.scale, {axis.midpoint for axis in self.asked.axes}
        middle = (min(points) - scale.least) / (scale.most - scale.least) if len(points) == 1 else None

        def shown(part: PartResult) -> str:
            return wording.on_axis(self.assessment, axis_of[part.id], part.score or 0.0)

        yield from strip_of(first, shown, "dimensions", middle)

    def has_result(self) -> bool:
        return wording.on_the_map(self.assessment)

    def described(self, chart: Chart) -> str:
        told = {
            "quadrant": described.described_quadrant,
            "profile": described.described_profile,
            "portrait": described.described_portrait,
            "agreement": described.described_agreement,
        }
        return told[chart](self.assessment)

    def convention(self) -> Iterator[str]:
        yield "The midpoint is a convention, not a measured boundary."

    def standing(self, *, full: bool) -> Iterator[Block]:
        assessment = self.assessment
        if self.has_result():
            caption = " ".join(("The cluster's place between the four quadrants.", *self.convention()))
            yield self.figure("quadrant", caption, None if full else WIDE)
        yield from self._if_others()
        yield self._axes()
        if full and any(result.score is not None for result in assessment.dimensions.values()):
            caption = "Every dimension: each school's value, the cluster's mean and its likely range."
            if assessment.mode != "named":
                caption = "Every dimension, worked out from what may be shown of its questions."
            yield self.figure("profile", caption)

    def _if_others(self) -> Iterator[Block]:
        """Where it might be had others answered."""
        sure = wording.if_others(self.assessment)
        if sure:
            yield Paragraph(sure)

    def _axes(self) -> Table:
        results = [(axis, self.assessment.axes[axis.id]) for axis in self.asked.axes]
        return Table(
            "Both axes, in levels",
            ("Axis", "Score", kinds.range_of(self.assessment), "Mean over people", "Midpoint"),
            tuple(
                (
                    axis.label,
                    wording.axis_score(self.assessment, axis),
                    wording.range_on_axis(self.assessment, axis, result.interval),
                    NOT_SHOWN
                    if (mean := result.respondent_mean) is None
                    else wording.on_axis(self.assessment, axis, mean),
                    in_figures(axis.midpoint),
                )
                for axis, result in results
            ),
            ("left", "right", "right", "right", "right"),
        ).telling()

    def like(self, advice: Advice, *, full: bool, known: bool) -> Iterator[Block]:
        # Two places at once are news to everybody.
        there = advice.quadrants if full or advice.recognised else advice.quadrants[: not known]
        for quadrant in map(self.asked.quadrant_by_id.__getitem__, there):
            if quadrant.guidance is not None:
                yield Heading(wording.say("like", self.asked, quadrant=Label("quadrant", quadrant.id)))
                guidance = quadrant.guidance
                rows = (
                    ("From inside", guidance.inside),
                    ("Strengths", guidance.strengths if full else ""),
                    ("Danger", guidance.danger),
                    ("The top is not always the goal", guidance.top if full else ""),
                )
                yield Terms(tuple((term, text) for term, text in rows if text))

    def numbers(self) -> Iterator[Block]:
        assessment = self.assessment
        results = [(axis, assessment.axes[axis.id]) for axis in self.asked.axes]
        yield Table(
            "Both axes, in levels",
            ("Axis", "Score", kinds.range_of(assessment), "Midpoint", "Side of the midpoint"),
            tuple(
                (
                    axis.label,
                    wording.axis_score(assessment, axis),
                    wording.range_on_axis(self.assessment, axis, result.interval),
                    in_figures(axis.midpoint),
                    wording.axis_sure(assessment, axis),
                )
                for axis, result in results
            ),
            ("left", "right", "right", "right", "left"),
        )
        yield from self._if_others()
        yield Paragraph(wording.method_words(assessment))

    def terms(self) -> Iterator[tuple[str, str]]:
        for axis in self.asked.axes:
            said = wording.axis_number(self.assessment, axis)
            has_score = self.assessment.axes[axis.id].score is not None
            yield axis.label, f"{said}; midpoint {in_figures(axis.midpoint)}" if has_score else said

    def in_a_room(self) -> RoomWords:
        said = super().in_a_room()
        sure, headline = verdict.sureness(self.assessment).code, verdict.headline_said(self.assessment).code
        is_said = sure in UNSAID or headline.startswith(SAID_ALREADY.get(sure, ()))
        terms = zip(self.asked.axes, said.terms, strict=True)
        return replace(
            said,
            sure="" if is_said else said.sure,
            terms=tuple((label, self._lacks(axis) or text) for axis, (label, text) in terms),
        )

    def _lacks(self, axis: Axis) -> str:
        """Why there is no place on an axis, in plain words; empty where there is one, or another reason."""
        why = self.assessment.axes[axis.id].reason
        if why is None or why.code != "too-few-dimensions":
            return ""
        return wording.say("too-few-parts-in-a-room", self.asked, **why.values)

    def beside(self) -> Iterator[str]:
        sure = wording.if_others(self.assessment)
        if sure:
            yield sure
        missing = [isolated(plain(s.name)) for s in self.assessment.school_points or () if None in s.point.values()]
        if self.assessment.school_points is None:
            yield kinds.hidden_schools(self.assessment)
        elif missing:
            yield f"Without a place, for too few answers: {listed(missing)}."
        yield "The midpoints are a convention, not a measured boundary."

    def scorecard(self) -> Iterator[Block]:
        yield Figure("quadrant", self.assessment, "", "")
        yield Figure("profile", self.assessment, "", "")

    def arithmetic(self) -> Iterator[Block]:
        yield Table(
            "Every dimension, in levels",
            ("Dimension", "Axis", "Score", kinds.range_of(self.assessment)),
            tuple(
                (
                    f"{'– ' * depth}{isolated(label)}",
                    axis.label,
                    part_score(self.assessment, result),
                    wording.range_on_axis(self.assessment, axis, result.interval),
                )
                for axis in self.asked.axes
                for depth, label, result in tree_of_axis(self.assessment, axis.id)
            ),
            ("left", "left", "right", "right"),
        ).telling()
        yield item_table(self.assessment)

    def method(self) -> Iterator[str]:
        assessment = self.assessment
        yield wording.midpoints(assessment)
        yield wording.method_words(assessment)
        if assessment.placement.region_reason:
            yield f"Region on the chart: {wording.reason(assessment.placement.region_reason, self.asked)}."

    def consistency(self) -> Iterator[str]:
        for axis in self.asked.axes:
            yield self._alpha(axis.id, isolated(axis.label))

    def _alpha(self, axis: str, label: str) -> str:
        result = self.assessment.axes[axis]
        alpha = result.reliability
        if alpha is None:
            return f"{label}: no alpha, {wording.reason(result.reliability_reason, self.asked)}."
        return (
            f"{label}: alpha {digits(alpha.alpha, 2)} (95% {digits(alpha.low, 2)}–{digits(alpha.high, 2)}, "
            f"{alpha.n} people, {alpha.items} questions; interval by F with n-1 and n(k-1) degrees of freedom). A high "
            "alpha is neither needed for an index of practices nor proof that it measures the right thing."
        )

    def sheets(self, advice: Advice) -> Iterator[Sheet]:
        from maturity.report.sheets import results

        yield results.scorecard_sheet(self.assessment).telling(self.assessment)
        yield results.map_(self.assessment)
        yield results.quadrants(self.assessment)
        yield results.dimension_sheet(self.assessment).telling(self.assessment)

    def document(self) -> dict[str, Any]:
        return {}
