"""What a profile says: parts beside one another, and the weakest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.report.blocks import Block, Chart
from maturity.report.shapes.without_map import PartsTelling


class ProfileTelling(PartsTelling):
    """What a profile says: parts beside one another, and the weakest."""

    charts: ClassVar[tuple[Chart, ...]] = ("profile", "agreement")
    title = "Our profile"
    has: ClassVar[str] = "parts"

    def headline(self) -> str:
        return ""

    def how_sure(self) -> str:
        return ""

    def standing(self, *, full: bool) -> Iterator[Block]:
        yield from self.numbers()

    def terms(self) -> Iterator[tuple[str, str]]:
        yield from ()
