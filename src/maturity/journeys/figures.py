"""One chart of one round, of the years of one cluster, or of many clusters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from maturity.errors import InputError, UsageError
from maturity.journeys.ask import Ask
from maturity.report.blocks import YEAR_CHARTS, Chart

if TYPE_CHECKING:
    from maturity.core.assessment import Assessment
    from maturity.core.comparison import Comparison
    from maturity.core.portfolio import Portfolio
    from maturity.files import Outputs
    from maturity.model import Questionnaire

DRAWN = ("png", "svg", "pdf")
"""Formats of a chart."""
KEY_HEADS = ("code",)
"""How a key to code names begins."""
SHOWS: dict[Chart, str] = {
    "quadrant": "quadrants",
    "portrait": "portraits",
    "profile": "parts",
    "ladder": "stages",
    "checklist": "questions that hold or do not",
    "total": "a total",
}
"""What a chart of one round shows that not every questionnaire has."""
NAMING = ("quadrant", "ladder", "checklist", *YEAR_CHARTS, "clusters")
"""Charts on which, or in whose description, names can stand."""


class ChartLook(TypedDict, total=False):
    """What of a chart's look can be asked for.

    Args:
        size: width and height in inches; None is the chart's own.
        title: instead of the chart's own.
        ways: whether a journey shows the schools' own ways.
    """

    size: tuple[float, float] | None
    title: str | None
    ways: bool


def drawn_from(
    chart: Chart | None,
    paths: Sequence[Path],
    ask: Ask,
    regions: Path | None = None,
    safe: Outputs | None = None,
    *,
    alone: bool = False,
) -> Assessment | Comparison | Portfolio:
    """What a chart is drawn from, read and assessed.

    Args:
        chart: which one; None is the one that shows the result of one round.
        safe: what it will be written to; refused as soon as it is known whose it is.
        regions: a file of the region of each cluster, for the chart of many.
        alone: whether a map leaves out the round before.

    Raises:
        UsageError: something was asked for that has no place in this chart.
    """
    from maturity.journeys import rounds

    named = f"the chart {chart}" if chart is not None else "the chart of one round"
    if regions is not None and chart != "clusters":
        raise UsageError(f"regions have no place in {named}", "use --regions with --chart clusters")
    if ask.same is not None and chart not in YEAR_CHARTS:
        raise UsageError(f"questions that mean the same have no place in {named}", "leave out --same")
    if alone and chart not in (None, "quadrant"):
        raise UsageError(f"the round before has no place in {named}", "leave out --alone")
    if chart == "clusters":
        # A map of many clusters is nobody's in particular, and says nothing from which a cluster could be guessed.
        if safe is not None:
            safe.of("chart")
        return clusters(paths, ask, regions)
    if chart in YEAR_CHARTS:
        return rounds.compared(paths, ask, safe)
    if len(paths) > 1:
        hint = "give one, or use --chart clusters, journey or change"
        shows = f"the chart {chart}" if chart is not None else "a chart of the result"
        raise UsageError(f"{shows} shows one round, and {len(paths)} were given", hint)
    return rounds.assessed(paths[0], ask, safe, beside=chart in (None, "quadrant") and not alone)


def chart_meant(chart: Chart | None, data: Assessment | Comparison | Portfolio) -> Chart:
    """The chart that was asked for; of one round the one that shows its result, if none was.

    Raises:
        UsageError: the questionnaire of the round has nothing that this chart could show.
    """
    from maturity.core.assessment import Assessment
    from maturity.report.shapes import telling
    from maturity.text.words import listed

    if not isinstance(data, Assessment):
        assert chart is not None
        return chart
    told = telling(data)
    offered = told.offered()
    if chart is None:
        return offered[0]
    if chart in offered:
        return chart
    use = f"use {listed(offered, 'or')}"
    if told.has == SHOWS[chart]:
        raise UsageError(f"{data.questionnaire.id} has nothing for the chart {chart}", use)
    raise UsageError(f"{data.questionnaire.id} has {told.has}, not {SHOWS[chart]}", use)


def clusters(paths: Sequence[Path], ask: Ask, regions: Path | None = None) -> Portfolio:
    """Many clusters, read and assessed.

    Raises:
        InputError: one of them cannot be read.
        UsageError: nothing says which of two shapes of questionnaires is meant.
    """
    from maturity.core.comparison import Refused
    from maturity.core.portfolio import portfolio
    from maturity.readers.clusters import load_regions, read_entries
    from maturity.report.change_words import refused

    known = load_regions(regions) if regions is not None else {}
    entries, problems = read_entries(paths, ask.questionnaire, known, ask.kind)
    if not entries:
        raise InputError(problems)
    for remark in problems:
        ask.tell(remark)
    try:
        return portfolio(entries, schools=ask.schools)
    except Refused as refusal:
        raise refused(refusal) from None


def drawn(
    output: Path,
    chart: Chart,
    data: Assessment | Comparison | Portfolio,
    ask: Ask,
    *,
    dpi: int = 200,
    code_names: bool = False,
    **look: Unpack[ChartLook],
) -> dict[Path, bytes]:
    """A chart for a file, whose ending says the format: png, svg or pdf; and the key to the code names for another.

    Args:
        dpi: dots an inch of a PNG.
        code_names: schools, or of many clusters the clusters, under code names.

    Returns:
        what to write, by path.
    """
    from typing import cast

    from maturity import charts
    from maturity.charts.style import Look, font_note
    from maturity.core import themed
    from maturity.journeys.ask import format_meant
    from maturity.readers.theme import load_theme
    from maturity.report.describe import describe
    from maturity.report.wording import CODE_NAMES

    kind = cast(Literal["png", "svg", "pdf"], format_meant(output, DRAWN))
    theme = load_theme(ask.theme, _asked(data))
    shown, aliases = themed.under_code_names(data, CODE_NAMES, ask.seed) if code_names else (data, ())
    shown = themed.themed(shown, theme)
    alt = describe(chart, shown)
    if look.get("ways") and chart != "journey":
        raise UsageError(f"the ways of schools have no place in the chart {chart}", "use --ways with --chart journey")
    made = {output: charts.draw(chart, shown, kind, alt=alt, look=Look(theme, **look), dpi=dpi)}
    if aliases and chart in NAMING:
        from maturity.renderers import key

        made[key_of(output)] = key.render(aliases)
    note = font_note(theme)
    if note is not None:
        ask.tell(note)
    return made


def _asked(data: Assessment | Comparison | Portfolio) -> Questionnaire:
    from maturity.core.assessment import Assessment

    if isinstance(data, Assessment):
        return data.questionnaire
    from maturity.core.portfolio import Portfolio

    return data.questionnaire if isinstance(data, Portfolio) else data.rounds[-1].questionnaire


def key_of(output: Path) -> Path:
    """Where the key to the code names of a chart goes."""
    return output.with_name(f"{output.stem}-key.csv")
