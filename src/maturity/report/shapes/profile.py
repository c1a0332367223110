"""What a profile says: parts beside one another, and the weakest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.core.reading import Profile
from maturity.report.blocks import Block, Chart, Paragraph
from maturity.report.part_words import min_words
from maturity.report.profile_words import profile_headline
from maturity.report.shapes.beside import LOW, BesideTelling
from maturity.report.shapes.without_map import ON_A_SLIDE


class ProfileTelling(BesideTelling):
    """What a profile says: parts beside one another, and the weakest."""

    charts: ClassVar[tuple[Chart, ...]] = ("profile", "agreement")
    title = "Our profile"
    has: ClassVar[str] = "parts"

    def headline(self) -> str:
        return profile_headline(self.assessment)

    def how_sure(self) -> str:
        reading, rough = self.assessment.reading, self.assessment.mode != "named"
        assert isinstance(reading, Profile)
        if reading.lowest is None:
            return "there is no score yet"
        rule = ", by a rule of thumb" if rough else ""
        if reading.weakest is not None:
            return f"which part is the weakest is sure{rule}"
        return f"which part is the weakest is open{rule}"

    def standing(self, *, full: bool) -> Iterator[Block]:
        if self.has_result():
            caption = "Every part, with its score and how sure that is."
            yield self.figure("profile", caption, None if full else LOW)
        yield from (Paragraph(text) for text in min_words(self.assessment, first_floor=not full))
        if full:
            yield self.part_table(most=ON_A_SLIDE)
        yield from self.missing()
        yield from self.bands(full=full)
        yield from self.views() if full else ()
        yield from (Paragraph(text, "small") for text in self.convention())

    def scorecard(self) -> Iterator[Block]:
        if self.has_result():
            yield self.figure("profile", "")
        for text in min_words(self.assessment, first_floor=True):
            yield Paragraph(text)
        yield from self.missing("")
