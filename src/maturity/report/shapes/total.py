"""What a total says: a sum, and the band in which it lies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.report.blocks import Block, Chart, Paragraph
from maturity.report.in_short import strip_of
from maturity.report.part_words import bands_for, part_number
from maturity.report.shapes.beside import LOW, BesideTelling
from maturity.report.shapes.without_map import ON_A_SLIDE
from maturity.report.total_words import described_total, room_words, total_headline, total_of


class TotalTelling(BesideTelling):
    """What a total says: a sum, and the band in which it lies."""

    charts: ClassVar[tuple[Chart, ...]] = ("total", "profile", "agreement")
    title = "Our total"
    has: ClassVar[str] = "a total"

    def headline(self) -> str:
        return total_headline(self.assessment)

    def strip(self) -> Iterator[Block]:
        parts = [
            (label, part)
            for depth, label, part in self.parts_in_order()
            if not depth and part is not self.assessment.overall
        ]
        yield from strip_of(parts, lambda part: part_number(self.assessment, part, part.score or 0.0), "parts")

    def how_sure(self) -> str:
        part = total_of(self.assessment)
        if part.score is None:
            return "there is no total"
        if not bands_for(self.assessment, part):
            return "there are no bands"
        rule = ", by a rule of thumb" if self.assessment.mode != "named" else ""
        if part.interval is None:
            return "it cannot be told how sure the band is"
        settled = part.band is not None and part.band.settled
        return f"the band is sure{rule}" if settled else f"the band is open{rule}"

    def described(self, chart: Chart) -> str:
        return described_total(self.assessment) if chart == "total" else super().described(chart)

    def beside(self) -> Iterator[str]:
        if room := room_words(self.assessment):
            yield room
        yield from super().beside()

    def standing(self, *, full: bool) -> Iterator[Block]:
        if room := room_words(self.assessment):
            yield Paragraph(room)
        if self.has_result():
            caption = "The total between the lowest and the highest possible, and its parts below."
            yield self.figure("total", caption, None if full else LOW)
        yield from self.missing()
        yield from self.bands(full=full)
        if full:
            yield self.part_table(most=ON_A_SLIDE)
            yield from self.views()
        yield from (Paragraph(text, "small") for text in self.convention())

    def scorecard(self) -> Iterator[Block]:
        if room := room_words(self.assessment):
            yield Paragraph(room)
        if self.has_result():
            yield self.figure("total", "")
        yield from self.missing("")
