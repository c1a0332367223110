"""What a profile and a total have in common: parts beside one another, and what their bands mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from maturity.core.advice import Advice
from maturity.core.assessment import PartResult
from maturity.model import Band
from maturity.report import kinds, wording
from maturity.report.blocks import Align, BigNumber, Block, Heading, Paragraph, Table, Terms
from maturity.report.in_short import in_ranges, number_of
from maturity.report.part_words import (
    band_in_words,
    bands_for,
    could_be,
    likely_ends,
    min_words,
    missing_words,
    part_ends,
    part_number,
    range_words,
)
from maturity.report.profile_words import has_scores
from maturity.report.ranked import ends_of
from maturity.report.shapes.tables import item_table
from maturity.report.shapes.telling import RoomWords
from maturity.report.shapes.without_map import PartsTelling
from maturity.report.sheets import parts
from maturity.report.sheets.table import Sheet
from maturity.text.isolate import isolated
from maturity.text.words import all_of, upper_first

if TYPE_CHECKING:
    from maturity.core.comparison import Step

LOW = (7.0, 3.8)
"""Inches of a chart that leaves room for words on the same page."""


class BesideTelling(PartsTelling):
    """Parts beside one another, and what their bands mean: what a profile and a total have in common."""

    def big_numbers(self, step: Step | None) -> Iterator[BigNumber]:
        whole, asked = self.assessment.overall, self.asked.whole
        if whole is not None and asked is not None:
            yield number_of(self.assessment, isolated(asked.label), whole, step)
            return
        first = [(label, part) for depth, label, part in self.parts_in_order() if depth == 0]
        known = in_ranges([(isolated(label), part) for label, part in first], self._score)
        by_id = {part.id: part for _, part in first}
        if len(known) < 2:
            for one in known:
                yield number_of(self.assessment, one.name, by_id[one.id], step)
            return
        found, of = ends_of(known), "" if len(known) == len(first) else f" of the {len(known)} with a score"
        if found.alike:
            every = upper_first(all_of(len(known), "parts"))
            yield BigNumber(f"{every}{' with a score' if of else ''}", found.highest[0].shown)
            return
        for name, end in ((f"Lowest{of}", found.lowest), ("Highest", found.highest)):
            label = f"{name}: {found.said(end, 'parts')}"
            # What several have in common is their number alone.
            yield (
                number_of(self.assessment, label, by_id[end[0].id], step)
                if len(end) == 1
                else BigNumber(label, end[0].shown)
            )

    def terms(self) -> Iterator[tuple[str, str]]:
        first = [(label, result) for depth, label, result in self.parts_in_order() if depth == 0]
        for label, result in sorted(first, key=lambda pair: pair[1] is not self.assessment.overall):
            yield label, self._term(result)

    def in_a_room(self) -> RoomWords:
        # The headline says all of what is made of all questions, and why there is nothing.
        said, whole = super().in_a_room(), self.assessment.overall
        has_whole = whole is not None and any(part is whole for _, _, part in self.parts_in_order())
        if not has_scores(self.assessment):
            return RoomWords(said.headline, "", ())
        is_unsaid = self.asked.shape == "total" and whole is not None and whole.interval is None
        return RoomWords(said.headline, "" if is_unsaid else said.sure, said.terms[1:] if has_whole else said.terms)

    def _term(self, result: PartResult) -> str:
        assessment = self.assessment
        if result.score is None:
            return f"no score: {missing_words(assessment, result) or wording.reason(result.reason, self.asked)}"
        said = f"{part_number(assessment, result, result.score)} of {range_words(result)}"
        if result.interval is not None:
            said += f" ({likely_ends(assessment, result, result.interval)})"
        return ": ".join(filter(None, (said, band_in_words(assessment, result))))

    def beside(self) -> Iterator[str]:
        yield from min_words(self.assessment, first_floor=True)
        if kinds.hides_schools(self.assessment):
            yield kinds.hidden_schools(self.assessment)
        yield from self.convention()

    def arithmetic(self) -> Iterator[Block]:
        # Where no part is within another, the table of items has them all.
        if any(depth for depth, _, _ in self.parts_in_order()):
            yield self.part_table()
        yield item_table(self.assessment)

    def sheets(self, advice: Advice) -> Iterator[Sheet]:
        yield parts.part_sheet(self.assessment, self.headline()).telling(self.assessment)

    def missing(self, heading: str = "What is missing") -> Iterator[Block]:
        """What has no score yet, or could still move: how much is answered, and between what it lies.

        Without a heading it follows on bars, which say the same of what has no score.
        """
        barred = self.has_result()
        rows = [
            (label, f"{missing_words(self.assessment, result)}.")
            for depth, label, result in self.parts_in_order()
            if depth == 0 and could_be(result) is not None and (heading or not barred or result.score is not None)
        ]
        if rows:
            yield from (Heading(heading) for _ in heading[:1])
            yield Terms(tuple(rows))

    def views(self) -> Iterator[Block]:
        """The same items grouped in another way."""
        for view in self.asked.views:
            yield Heading(view.label)
            yield Paragraph(
                " ".join(
                    filter(
                        None,
                        (
                            "The same questions grouped in another way; no score is made of it.",
                            f"Source: {isolated(view.source)}." if view.source else "",
                        ),
                    )
                )
            )
            results = self.assessment.views[view.id]
            header = ("Seen as", "Mean", kinds.range_of(self.assessment), "What it is")
            align: tuple[Align, ...] = ("left", "right", "right", "left")
            rows = tuple(
                (part.label, self._score(results[part.id]), self._interval(results[part.id]), part.about)
                for part in view.parts
            )
            yield Table("", header, rows, align).telling()

    def _score(self, result: PartResult) -> str:
        if result.score is None:
            return f"none: {wording.reason(result.reason, self.asked)}"
        return part_number(self.assessment, result, result.score)

    def _interval(self, result: PartResult) -> str:
        return part_ends(self.assessment, result, result.interval)

    def bands(self, *, full: bool) -> Iterator[Block]:
        """What it means to be in the band, or in the two between which it lies."""
        for _, label, result in self.parts_in_order():
            place, bands = result.band, bands_for(self.assessment, result)
            if place is None or not bands or (result.score is not None and result.interval is None):
                continue
            there: tuple[Band, ...] = (bands[place.low],) if place.settled else (bands[place.low], bands[place.high])
            rows = [
                (f"{isolated(band.label)}{' (if it is there)' if len(there) > 1 else ''}", text)
                for band in there
                if (text := " ".join(filter(None, (band.text, band.guidance if full else ""))))
            ]
            if rows:
                yield Heading(f"{isolated(label)}: {band_in_words(self.assessment, result)}")
                yield Terms(tuple(rows))
