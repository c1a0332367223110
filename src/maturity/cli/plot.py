"""`maturity plot`: one chart in one file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from maturity.cli.shared import (
    SEED,
    Output,
    QuestionnaireName,
    RoundPath,
    Schools,
    SchoolsAre,
    Seed,
    assessed,
    kind_of,
)


class ChartName(StrEnum):
    """The charts of one round."""

    quadrant = "quadrant"
    profile = "profile"
    agreement = "agreement"


def plot(
    round_: RoundPath,
    output: Output,
    chart: Annotated[ChartName, typer.Option(help="What to draw.")] = ChartName.quadrant,
    questionnaire: QuestionnaireName = None,
    schools: Schools = SchoolsAre.fixed,
    seed: Seed = SEED,
) -> None:
    """Draw a chart as PNG, SVG or PDF."""
    from typing import Literal, cast

    kind = cast(Literal["png", "svg", "pdf"], kind_of(output, ("png", "svg", "pdf")))
    assessment = assessed(round_, questionnaire, seed, schools)

    from maturity import charts, files
    from maturity.report.describe import describe

    files.write(output, charts.draw(chart.value, assessment, kind, alt=describe(chart.value, assessment)))
    typer.echo(f"wrote {output}")
