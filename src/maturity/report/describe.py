"""Charts in words: the whole message of each, for those who cannot see it."""

from __future__ import annotations

from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.portfolio import Portfolio
from maturity.report.blocks import Chart
from maturity.report.over_time import over_time
from maturity.report.shapes import telling
from maturity.report.together import all_together


def describe(chart: Chart, data: Assessment | Comparison | Portfolio) -> str:
    """What a chart of an assessment, a comparison or a portfolio shows, in plain sentences."""
    if isinstance(data, Comparison):
        told = over_time(data)
        return " ".join(filter(None, {"journey": told.journey_words, "change": told.change_words}[chart]()))
    if isinstance(data, Portfolio):
        return " ".join(all_together(data).in_words())
    return telling(data).described(chart)
