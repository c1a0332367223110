"""What a ladder says: which stage is reached, and what the next one lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.report.blocks import Block, Chart
from maturity.report.shapes.without_map import PartsTelling


class LadderTelling(PartsTelling):
    """What a ladder says: which stage is reached, and what the next one lacks."""

    charts: ClassVar[tuple[Chart, ...]] = ("ladder", "agreement")
    title = "Where we stand on the way"

    def headline(self) -> str:
        return ""

    def how_sure(self) -> str:
        return ""

    def standing(self, *, full: bool) -> Iterator[Block]:
        yield from self.numbers()

    def terms(self) -> Iterator[tuple[str, str]]:
        yield from ()
