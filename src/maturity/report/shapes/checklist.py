"""What a checklist says: which questions hold, and which are open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.report.blocks import Block, Chart
from maturity.report.shapes.without_map import PartsTelling


class ChecklistTelling(PartsTelling):
    """What a checklist says: which questions hold, and which are open."""

    charts: ClassVar[tuple[Chart, ...]] = ("checklist", "agreement")
    title = "What holds"

    def headline(self) -> str:
        return ""

    def how_sure(self) -> str:
        return ""

    def standing(self, *, full: bool) -> Iterator[Block]:
        yield from self.numbers()

    def terms(self) -> Iterator[tuple[str, str]]:
        yield from ()
