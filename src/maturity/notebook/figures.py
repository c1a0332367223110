"""Charts as figures of matplotlib, for whoever wants to restyle them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Unpack, get_args

from maturity.charts.style import Look
from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.portfolio import Portfolio
from maturity.errors import UsageError
from maturity.journeys.figures import ChartLook, chart_meant
from maturity.model.theme import Theme
from maturity.report.blocks import YEAR_CHARTS, Chart
from maturity.text.words import listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def figure(
    result: Assessment | Comparison | Portfolio,
    chart: Chart | None = None,
    *,
    theme: str | Theme = "standard",
    code_names: bool = False,
    **look: Unpack[ChartLook],
) -> Figure:
    """A chart as a figure that is yours to restyle and save; it belongs to no state of pyplot.

    Args:
        result: of one round, of several (a chart of one round then shows the last), or of many clusters.
        chart: which one; None is the one that shows the result.
        theme: a shipped one, a file, or a theme that has been read.
        code_names: schools, or of many clusters the clusters, under code names.
        look: `size` in inches, `title`, and `ways` as in `maturity.charts.style.Look`.

    Raises:
        UsageError: the result has nothing for this chart.
        InputError: the theme has faults.
    """
    from maturity.readers.theme import load_theme

    charted, data = _meant(chart, result)
    asked = data.rounds[-1].questionnaire if isinstance(data, Comparison) else data.questionnaire
    dress = theme if isinstance(theme, Theme) else load_theme(theme, asked)
    drawn: Figure = import_module(f"maturity.charts.{charted}").draw(data, Look(dress, code_names=code_names, **look))
    return drawn


def _meant(
    chart: Chart | None, result: Assessment | Comparison | Portfolio
) -> tuple[Chart, Assessment | Comparison | Portfolio]:
    """Which chart, and what it is drawn from."""
    known = get_args(Chart)
    if chart is not None and chart not in known:
        raise UsageError(f"there is no chart {chart!r}", f"use {listed(known, 'or')}")
    if isinstance(result, Portfolio):
        if chart not in (None, "clusters"):
            raise UsageError(f"the chart {chart} does not show many clusters", "use clusters")
        return "clusters", result
    if chart == "clusters":
        raise UsageError("the chart clusters shows many clusters", "give what maturity.core.portfolio.portfolio makes")
    if isinstance(result, Comparison):
        if chart is None or chart in YEAR_CHARTS:
            return chart or "journey", result
        result = result.latest
    elif chart in YEAR_CHARTS:
        raise UsageError(f"the chart {chart} shows several rounds", "give what maturity.compare(...) makes of them")
    return chart_meant(chart, result), result
