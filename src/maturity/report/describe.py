"""Charts in words: the whole message of each, for those who cannot see it."""

from __future__ import annotations

from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.portfolio import Portfolio, Standing
from maturity.report import wording
from maturity.report.blocks import Chart
from maturity.report.described import point_words
from maturity.report.over_time import over_time
from maturity.report.shapes import telling
from maturity.text.isolate import isolated
from maturity.text.words import counted, enumerated


def describe(chart: Chart, data: Assessment | Comparison | Portfolio) -> str:
    """What a chart of an assessment, a comparison or a portfolio shows, in plain sentences."""
    if isinstance(data, Comparison):
        told = over_time(data)
        return " ".join(filter(None, {"journey": told.journey_words, "change": told.change_words}[chart]()))
    if isinstance(data, Portfolio):
        return _clusters(data)
    return telling(data).described(chart)


def _clusters(portfolio: Portfolio) -> str:
    first, second = portfolio.questionnaire.axes
    said = [
        f"Map of {counted(len(portfolio.clusters), 'cluster')}: {wording.inside(first)} along the bottom, "
        f"{wording.inside(second)} upwards, midpoints {first.midpoint:g} and {second.midpoint:g}."
    ]
    if portfolio.placed:
        said.append(f"On the map: {enumerated([_standing(portfolio, one) for one in portfolio.placed])}.")
    if portfolio.unplaced:
        without = [
            f"{isolated(one.name)} ({wording.reason(one.reason, one.assessment.questionnaire)})"
            for one in portfolio.unplaced
        ]
        said.append(f"Not on the map: {enumerated(without)}.")
    return " ".join(said)


def _standing(portfolio: Portfolio, one: Standing) -> str:
    where = (
        f"{isolated(one.name)}{f' ({one.region})' if one.region else ''} at {point_words(one.assessment, one.point)}"
    )
    sure = one.assessment.placement.quadrant
    if sure is not None:
        where += f", sure of {wording.inside(portfolio.questionnaire.quadrant_by_id[sure])}"
    return f"{where}, before that at {point_words(one.assessment, dict(one.previous))}" if one.previous else where
