"""Charts in words: the whole message of each, for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maturity.core.assessment import Assessment
from maturity.report.blocks import Chart
from maturity.report.shapes import telling

if TYPE_CHECKING:
    from maturity.core.comparison import Comparison
    from maturity.core.portfolio import Portfolio


def describe(chart: Chart, data: Assessment | Comparison | Portfolio) -> str:
    """What a chart of an assessment, a comparison or a portfolio shows, in plain sentences."""
    if isinstance(data, Assessment):
        return telling(data).described(chart)
    from maturity.core.portfolio import Portfolio

    if isinstance(data, Portfolio):
        from maturity.report.together import all_together

        return " ".join(all_together(data).in_words())
    from maturity.report.over_time import over_time

    told = over_time(data)
    return " ".join(filter(None, {"journey": told.journey_words, "change": told.change_words}[chart]()))
