"""What the shapes without a map have in common: parts, items, and what is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from maturity.core.advice import Advice
from maturity.core.assessment import Interval, PartResult
from maturity.core.reading import BandPlace
from maturity.report import kinds, wording
from maturity.report.blocks import Align, Block, Chart, Paragraph, Table
from maturity.report.described import described_agreement
from maturity.report.part_words import (
    band_in_words,
    convention_words,
    could_be,
    part_ends,
    part_number,
    possible,
    range_words,
)
from maturity.report.profile_words import described_parts, same_range
from maturity.report.shapes.tables import item_table
from maturity.report.shapes.telling import Telling
from maturity.report.sheets import parts
from maturity.report.sheets.table import Sheet
from maturity.report.tree import tree_of_parts
from maturity.text.isolate import isolated

ON_A_SLIDE = 12
"""Most rows of a table of parts beside other things."""


class PartsTelling(Telling):
    """Parts within parts, and the items that they are made of."""

    def has_result(self) -> bool:
        return any(result.score is not None for result in self.assessment.items.values())

    def described(self, chart: Chart) -> str:
        if chart == "profile":
            return described_parts(self.assessment, self.headline())
        return described_agreement(self.assessment)

    def scorecard(self) -> Iterator[Block]:
        yield from self.numbers()

    def arithmetic(self) -> Iterator[Block]:
        if self.asked.dimensions:
            yield self.part_table()
        yield item_table(self.assessment)

    def part_table(self, *, most: int | None = None) -> Table:
        """Every dimension, those within others below them, and all of it as one.

        Args:
            most: with more rows than this, those of the first floor alone.
        """
        shown = [*self.parts_in_order()]
        if most is not None and len(shown) > most:
            shown = [one for one in shown if one[0] == 0]
        rows = [(f"{'– ' * depth}{isolated(label)}", *self._row(result)) for depth, label, result in shown]
        about = kinds.range_of(self.assessment)
        header = ("Part", "Score", about, "Of possible", "Band", "As agreed", "With a score", "Could be", "Possible")
        align: tuple[Align, ...] = ("left", "right", "right", "right", "left", "right", "right", "right", "right")
        return Table("Every part" if most is None else "The parts", header, tuple(rows), align).telling()

    def _row(self, result: PartResult) -> tuple[str, ...]:
        assessment, agreed = self.assessment, self.assessment.agreed
        why = f"none: {wording.reason(result.reason, self.asked)}"
        room = None if agreed is None else agreed.parts.get(result.id)
        return (
            why if result.score is None else part_number(assessment, result, result.score),
            part_ends(assessment, result, result.interval),
            "" if same_range(assessment) else possible(result),
            band_in_words(assessment, result),
            "" if room is None else part_number(assessment, result, room),
            "" if self.unpublished() else f"{result.scored} of {result.items}",
            part_ends(assessment, result, could_be(result)),
            range_words(result),
        )

    def parts_in_order(self) -> Iterator[tuple[int, str, PartResult]]:
        """How deep, label and result of every dimension, each before those within it; then all of it as one."""
        return tree_of_parts(self.assessment)

    def numbers(self) -> Iterator[Block]:
        yield self.part_table(most=ON_A_SLIDE)
        yield from (Paragraph(text) for text in self.convention())

    def convention(self) -> Iterator[str]:
        yield from convention_words(self.assessment)

    def method(self) -> Iterator[str]:
        yield from self.convention()
        if how := kinds.method_of_parts(self.assessment):
            yield how

    def sheets(self, advice: Advice) -> Iterator[Sheet]:
        if self.asked.dimensions or self.assessment.overall is not None:
            yield parts.part_sheet(self.assessment).telling(self.assessment)

    def document(self) -> dict[str, Any]:
        assessment = self.assessment
        reading = {"shape": self.asked.shape, **_plain(dataclasses.asdict(assessment.reading))}
        found: dict[str, Any] = {
            "reading": reading,
            "parts": {name: part_document(part) for name, part in assessment.dimensions.items()},
            "overall": None if assessment.overall is None else part_document(assessment.overall),
        }
        if assessment.views:
            found["views"] = {
                view: {name: part_document(part) for name, part in parts.items()}
                for view, parts in assessment.views.items()
            }
        return found


def part_document(part: PartResult) -> dict[str, Any]:
    """A part as plain data for JSON."""
    return {
        "score": part.score,
        "interval": _ends(part.interval),
        "low": None if part.reach is None else part.reach.low,
        "high": None if part.reach is None else part.reach.high,
        "scored": part.scored,
        "items": part.items,
        "range": _ends(part.range),
        "band": band_document(part.band),
        "could_be_weakest": list(part.could),
    }


def band_document(band: BandPlace | None) -> dict[str, Any] | None:
    """In which band a part lies, as positions from 0."""
    if band is None:
        return None
    return {"by_score": band.by_score, "from": band.low, "to": band.high, "settled": band.settled}


def _ends(ends: Interval | None) -> list[float] | None:
    return None if ends is None else [ends.low, ends.high]


def _plain(value: Any) -> Any:
    """Intervals as their two ends, tuples as lists."""
    if isinstance(value, dict):
        return (
            [value["low"], value["high"]] if set(value) == {"low", "high"} else {k: _plain(v) for k, v in value.items()}
        )
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
