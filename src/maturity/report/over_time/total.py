"""What a total says over time: how far it has moved, and whether its band is another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.core.comparison import Step
from maturity.report.blocks import Chart
from maturity.report.over_time.parts import PartsOverTime


class TotalOverTime(PartsOverTime):
    """A total over the years, with its sub-totals."""

    captions: ClassVar[dict[Chart, str]] = {
        "journey": "The total of every round through the bands, with its interval. Lines join a round and the next.",
        "change": "The total and every sub-total before and after, and how sure each change is.",
    }

    def outermost(self, step: Step) -> Iterator[str]:
        # The headline of a total is the total; its sub-totals stand in the table.
        yield from ()
