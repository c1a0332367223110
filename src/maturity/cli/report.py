"""`maturity report`: where we stand, why, how and what, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from maturity.core.assessment import Assessment


def report(
    round_: RoundPath,
    output: Output,
    questionnaire: QuestionnaireName = None,
    schools: Schools = SchoolsAre.fixed,
    seed: Seed = SEED,
) -> None:
    """Write the why, how, what report: HTML or Markdown.

    HTML is one file that needs nothing else; Markdown has its charts beside it.
    """
    kind = kind_of(output, ("html", "md"))
    for written in write_report(assessed(round_, questionnaire, seed, schools), output, kind):
        typer.echo(f"wrote {written}")


def write_report(assessment: Assessment, output: Path, kind: str) -> list[Path]:
    """Write a report and, for Markdown, its charts; returns the files written."""
    from maturity import advise, charts, files
    from maturity.report.compose import compose

    whole = compose(assessment, advise(assessment))
    if kind == "html":
        from maturity.renderers import html

        files.write(output, html.render(whole))
        return [output]
    from maturity.renderers import markdown

    figures = markdown.figures(whole)
    paths = [output.with_name(f"{output.stem}-{figure.chart}.svg") for figure in figures]
    for figure, path in zip(figures, paths, strict=True):
        files.write(path, charts.draw(figure.chart, figure.data, "svg", alt=figure.alt))
    files.write(output, markdown.render(whole, [path.name for path in paths]))
    return [output, *paths]
