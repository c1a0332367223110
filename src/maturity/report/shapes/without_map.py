"""What the shapes without a map have in common: parts, items, and what is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from maturity.core.advice import Advice
from maturity.core.assessment import Interval, PartResult
from maturity.core.reading import BandPlace
from maturity.report import kinds, wording
from maturity.report.blocks import Block, Chart, Paragraph, Table
from maturity.report.described import described_agreement
from maturity.report.shapes.tables import item_table, part_score
from maturity.report.shapes.telling import Telling
from maturity.report.sheets import results
from maturity.report.sheets.table import Sheet
from maturity.text.isolate import isolated


class PartsTelling(Telling):
    """Parts within parts, and the items that they are made of."""

    def has_result(self) -> bool:
        return any(result.score is not None for result in self.assessment.items.values())

    def described(self, chart: Chart) -> str:
        return described_agreement(self.assessment)

    def scorecard(self) -> Iterator[Block]:
        yield from self.numbers()

    def arithmetic(self) -> Iterator[Block]:
        if self.asked.dimensions:
            yield self.part_table()
        yield item_table(self.assessment)

    def part_table(self) -> Table:
        """Every dimension, those within others below them, and all of it as one."""
        rows = [
            (f"{'– ' * depth}{isolated(label)}", *self._row(result)) for depth, label, result in self.parts_in_order()
        ]
        return Table(
            "Every part",
            ("Part", "Score", kinds.range_of(self.assessment), "Answered", "Could be", "From", "To"),
            tuple(rows),
            ("left", "right", "right", "right", "right", "right", "right"),
        ).telling()

    def _row(self, result: PartResult) -> tuple[str, ...]:
        return (
            part_score(self.assessment, result),
            wording.interval(result.interval),
            f"{result.scored} of {result.items}",
            "" if result.scored == result.items else wording.interval(result.reach),
            f"{result.range.low:g}",
            f"{result.range.high:g}",
        )

    def parts_in_order(self, of: str = "", depth: int = 0) -> Iterator[tuple[int, str, PartResult]]:
        """How deep, label and result of every dimension, each before those within it; then all of it as one."""
        for dimension in self.asked.children_of(of):
            yield depth, dimension.label, self.assessment.dimensions[dimension.id]
            yield from self.parts_in_order(dimension.id, depth + 1)
        if not depth and self.assessment.overall is not None and self.asked.whole is not None:
            yield 0, self.asked.whole.label, self.assessment.overall

    def numbers(self) -> Iterator[Block]:
        yield self.part_table()
        yield from (Paragraph(text) for text in self.convention())

    def method(self) -> Iterator[str]:
        yield from self.convention()
        if self.assessment.mode == "confidential":
            yield kinds.ROUGH

    def sheets(self, advice: Advice) -> Iterator[Sheet]:
        if self.asked.dimensions:
            yield results.dimension_sheet(self.assessment).telling(self.assessment)

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
