"""`maturity plot`: one chart in one file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli import completion
from maturity.cli.closing import CloseFlag, closing
from maturity.cli.shared import (
    SEED,
    Force,
    Output,
    QuestionnaireName,
    SchoolsAre,
    SchoolsOption,
    Seed,
    TableKind,
    ThemeName,
    remarked,
)
from maturity.errors import UsageError
from maturity.report.blocks import PHONE

if TYPE_CHECKING:
    from maturity.report.blocks import Chart

INCH = 2.54
SIZES = {
    "slide": (13.333 * INCH, 7.5 * INCH),
    "a4": (21.0, 29.7),
    "square": (20.0, 20.0),
    "phone": (PHONE[0] * INCH, PHONE[1] * INCH),
}
"""Width and height in centimetres."""
NARROWEST, LOWEST, LONGEST = 9.5, 9.0, 120.0
COARSEST, FINEST, MOST_DOTS = 50, 600, 100_000_000


class ChartName(StrEnum):
    """Charts of one round, of the years of one cluster, and of many clusters."""

    quadrant = "quadrant"
    profile = "profile"
    ladder = "ladder"
    checklist = "checklist"
    total = "total"
    agreement = "agreement"
    portrait = "portrait"
    journey = "journey"
    change = "change"
    clusters = "clusters"


def plot(
    rounds: Annotated[
        list[Path],
        typer.Argument(
            metavar="ROUND...",
            autocompletion=completion.rounds,
            help="A round. For journey and change: a cluster's folder, or its rounds. For clusters: any number of "
            "rounds, clusters' folders, and folders of these.",
        ),
    ],
    output: Output,
    chart: Annotated[
        ChartName | None,
        typer.Option(help="What to draw; if not said, the chart that shows the result of the questionnaire."),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="slide (16:9), a4 (a page that stands), square, phone, or WIDTHxHEIGHT in centimetres, such as 16x12.",
        ),
    ] = None,
    dpi: Annotated[int, typer.Option(help="Dots an inch of a PNG.")] = 200,
    theme: ThemeName = "standard",
    title: Annotated[str | None, typer.Option(help="Instead of the chart's own title.")] = None,
    code_names: Annotated[
        bool,
        typer.Option("--code-names", help="Code names for schools, or for clusters; the key goes to FILE-key.csv."),
    ] = False,
    regions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="For clusters: the region of each, as YAML or CSV (cluster, region)."),
    ] = None,
    alone: Annotated[
        bool, typer.Option("--alone", help="A map without the round before, which it shows in grey.")
    ] = False,
    ways: Annotated[
        bool, typer.Option("--ways", help="For a journey: also the ways of the schools, as thin arrows.")
    ] = False,
    same: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="For journey and change: YAML lines 'earlier.id: later.id'."),
    ] = None,
    questionnaire: QuestionnaireName = None,
    schools: SchoolsOption = SchoolsAre.fixed,
    seed: Seed = SEED,
    force: Force = False,
    kind: TableKind = None,
    close: CloseFlag = False,
) -> None:
    """Draw a chart as PNG, SVG or PDF."""
    from maturity.journeys.ask import Ask, format_meant
    from maturity.journeys.figures import DRAWN, KEY_HEADS, chart_meant, drawn, drawn_from, key_of
    from maturity.journeys.outputs import outputs

    format_meant(output, DRAWN)
    inches = _inches(size, dpi)
    ask = Ask(
        questionnaire=questionnaire,
        schools=schools.value,
        seed=seed,
        theme=theme,
        same=same,
        tell=remarked,
        force=force,
        kind=kind.value if kind else None,
        close=closing(close, quotes=False),
    )
    key = key_of(output)
    safe = outputs([output, key] if code_names else [output], ask, *rounds, regions)
    if code_names:
        safe.tables(*KEY_HEADS)
    wanted: Chart | None = chart.value if chart is not None else None
    data = drawn_from(wanted, rounds, ask, regions, safe, alone=alone)
    shown = chart_meant(wanted, data)
    made = drawn(output, shown, data, ask, size=inches, dpi=dpi, title=title, ways=ways, code_names=code_names)
    for path in safe.write(made):
        typer.echo(f"wrote {path}: who is who; keep it to yourself" if path == key else f"wrote {path}")
    if code_names and seed == SEED:
        typer.echo(
            "Whoever knows all the names can work these codes out with this program: add --seed and a number of your "
            "own, and keep it to yourself, where that matters."
        )


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
