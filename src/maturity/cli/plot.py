"""`maturity plot`: one chart in one file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from maturity.cli.shared import (
    SEED,
    Force,
    Output,
    QuestionnaireName,
    Schools,
    SchoolsAre,
    Seed,
    ThemeName,
    assessed,
    kind_of,
    outputs,
)
from maturity.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maturity.core.assessment import Assessment
    from maturity.core.comparison import Comparison
    from maturity.core.portfolio import Portfolio
    from maturity.files import Outputs

INCH = 2.54
SIZES = {"slide": (13.333 * INCH, 7.5 * INCH), "a4": (21.0, 29.7), "square": (20.0, 20.0)}
"""Width and height in centimetres."""
NARROWEST, LOWEST, LONGEST = 12.0, 9.0, 120.0
COARSEST, FINEST, MOST_DOTS = 50, 600, 100_000_000


class ChartName(StrEnum):
    """Charts of one round, of the years of one cluster, and of many clusters."""

    quadrant = "quadrant"
    profile = "profile"
    agreement = "agreement"
    portrait = "portrait"
    journey = "journey"
    change = "change"
    clusters = "clusters"


YEARS = (ChartName.journey, ChartName.change)
NAMING = (ChartName.quadrant, ChartName.journey, ChartName.change, ChartName.clusters)
"""Charts on which, or in whose description, names can stand."""


def plot(
    rounds: Annotated[
        list[Path],
        typer.Argument(
            metavar="ROUND...",
            help="A round. For journey and change: a cluster's folder, or its rounds. For clusters: any number of "
            "rounds, clusters' folders, and folders of these.",
        ),
    ],
    output: Output,
    chart: Annotated[ChartName, typer.Option(help="What to draw.")] = ChartName.quadrant,
    size: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="slide (16:9), a4, square, or WIDTHxHEIGHT in centimetres, such as 16x12."),
    ] = None,
    dpi: Annotated[int, typer.Option(help="Dots an inch of a PNG.")] = 200,
    theme: ThemeName = "standard",
    title: Annotated[str | None, typer.Option(help="Instead of the chart's own title.")] = None,
    anonymous: Annotated[
        bool,
        typer.Option("--anonymous", help="Code names for schools, or for many clusters; the key goes to FILE-key.csv."),
    ] = False,
    regions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="For clusters: the region of each, as YAML or CSV (cluster, region)."),
    ] = None,
    same: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="For journey and change: YAML lines 'earlier.id: later.id'."),
    ] = None,
    questionnaire: QuestionnaireName = None,
    schools: Schools = SchoolsAre.fixed,
    seed: Seed = SEED,
    force: Force = False,
) -> None:
    """Draw a chart as PNG, SVG or PDF."""
    kind = cast(Literal["png", "svg", "pdf"], kind_of(output, ("png", "svg", "pdf")))
    inches = _inches(size, dpi)
    from maturity.readers.theme import load_theme, theme_files

    place = output.with_name(f"{output.stem}-key.csv")
    going = [output, place] if anonymous else [output]
    safe = outputs(going, *rounds, *theme_files(theme), questionnaire, regions, same, force=force)
    data = _data(chart, rounds, questionnaire, seed, schools, regions, same, safe)

    from maturity import charts
    from maturity.charts.style import font_note
    from maturity.core import themed
    from maturity.core.comparison import Comparison
    from maturity.renderers import key
    from maturity.report.describe import describe

    asked = data.rounds[-1].questionnaire if isinstance(data, Comparison) else data.questionnaire
    look = load_theme(theme, asked)
    shown, aliases = themed.anonymous(data, seed) if anonymous else (data, ())
    shown = themed.themed(shown, look)
    drawn = charts.draw(
        chart.value,
        shown,
        kind,
        alt=describe(chart.value, shown),
        theme=look,
        size=inches,
        dpi=dpi,
        title=title,
    )
    keyed = anonymous and chart in NAMING and bool(aliases)
    safe.write({output: drawn} | ({place: key.render(aliases)} if keyed else {}))
    typer.echo(f"wrote {output}")
    if keyed:
        typer.echo(f"wrote {place}: who is who; keep it to yourself")
    note = font_note(look)
    if note is not None:
        typer.echo(f"maturity: {note}", err=True)


def _data(
    chart: ChartName,
    paths: Sequence[Path],
    questionnaire: str | None,
    seed: int,
    schools: SchoolsAre,
    regions: Path | None,
    same: Path | None,
    safe: Outputs,
) -> Assessment | Comparison | Portfolio:
    """Read what a chart is drawn from, see that its place is free, and assess it."""
    if regions is not None and chart is not ChartName.clusters:
        raise UsageError(f"regions have no place in the chart {chart}", "use --regions with --chart clusters")
    if same is not None and chart not in YEARS:
        raise UsageError(f"questions that mean the same have no place in the chart {chart}", "leave out --same")
    if seed < 0:
        raise UsageError(f"the seed {seed} is negative", "use 0 or more")
    if chart is ChartName.clusters:
        from maturity.core.portfolio import portfolio
        from maturity.readers.clusters import load_regions, read_entries
        from maturity.text.clean import plain

        # A map of many clusters is nobody's in particular, and says nothing from which a cluster could be guessed.
        safe.of("chart")
        known = load_regions(regions) if regions is not None else {}
        entries, problems = read_entries(paths, questionnaire, known)
        if not entries:
            raise InputError(problems)
        for remark in problems:
            typer.echo(f"maturity: {plain(str(remark))}", err=True)
        return portfolio(entries, seed=seed, schools=schools.value)
    if chart in YEARS:
        from maturity.cli.compare import compared

        return compared(paths, same, questionnaire, seed, schools, safe)
    if len(paths) > 1:
        hint = "give one, or use --chart clusters, journey or change"
        raise UsageError(f"the chart {chart} shows one round, and {len(paths)} were given", hint)
    return assessed(paths[0], questionnaire, seed, schools, safe)


def _inches(size: str | None, dpi: int) -> tuple[float, float] | None:
    """Width and height of what was asked for; None for the chart's own size."""
    if not COARSEST <= dpi <= FINEST:
        raise UsageError(f"{dpi} dots an inch cannot be drawn", f"use {COARSEST} to {FINEST}")
    if size is None:
        return None
    wanted = SIZES.get(size.lower()) or _centimetres(size)
    inches = wanted[0] / INCH, wanted[1] / INCH
    if inches[0] * inches[1] * dpi**2 > MOST_DOTS:
        raise UsageError(
            f"{size} at {dpi} dots an inch is too large a picture", "use a lower --dpi, or write SVG or PDF"
        )
    return inches


def _centimetres(size: str) -> tuple[float, float]:
    width, x, height = size.lower().partition("x")
    try:
        numbers = float(width), float(height)
    except ValueError:
        x = ""
        numbers = 0.0, 0.0
    if not x:
        hint = f"use {', '.join(SIZES)}, or width x height in centimetres, such as 16x12"
        raise UsageError(f"the size {size!r} is not known", hint)
    if not (NARROWEST <= numbers[0] <= LONGEST and LOWEST <= numbers[1] <= LONGEST):
        hint = f"use a width of {NARROWEST:g} to {LONGEST:g} and a height of {LOWEST:g} to {LONGEST:g} centimetres"
        raise UsageError(f"a chart of {size} centimetres cannot be read, or not be held", hint)
    return numbers
