"""What a total says: a sum, and the band in which it lies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.report.blocks import Block, Chart
from maturity.report.shapes.without_map import PartsTelling


class TotalTelling(PartsTelling):
    """What a total says: a sum, and the band in which it lies."""

    charts: ClassVar[tuple[Chart, ...]] = ("total", "profile", "agreement")
    title = "Our total"
    has: ClassVar[str] = "a total"

    def headline(self) -> str:
        return ""

    def how_sure(self) -> str:
        return ""

    def standing(self, *, full: bool) -> Iterator[Block]:
        yield from self.numbers()

    def terms(self) -> Iterator[tuple[str, str]]:
        yield from ()
