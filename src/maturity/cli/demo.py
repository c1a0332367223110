"""`maturity demo`: the whole journey on bundled clusters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from maturity.core.assessment import Assessment
    from maturity.core.comparison import Comparison
    from maturity.core.portfolio import Portfolio

CLUSTER, YEARS = "riverside", "tarnside"
"""A cluster in one round, and one over four years."""


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the results.")] = Path(
        "maturity-demo"
    ),
) -> None:
    """The whole journey on fictional clusters."""
    import os
    import shutil
    import sys

    from maturity import files
    from maturity.cli.shared import SEED, SchoolsAre, show, width
    from maturity.cli.story import FORMATS, read_story, written
    from maturity.readers.library import examples_folder
    from maturity.renderers import document, terminal
    from maturity.report.blocks import ROUND_CHARTS
    from maturity.report.change_words import headline

    output.mkdir(parents=True, exist_ok=True)
    round_file, years = output / f"{CLUSTER}.yaml", output / YEARS
    shutil.copyfile(examples_folder() / round_file.name, round_file)
    shutil.copytree(examples_folder() / YEARS, years, dirs_exist_ok=True)
    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")

    story = read_story([round_file], None, SEED, SchoolsAre.fixed)
    assessment = story.assessment
    show(terminal.scorecard(assessment, story.advice, width(), glyphs))
    made = [round_file, output / "score.json"]
    files.write(output / "score.json", document.render(assessment).encode())
    for chart in ROUND_CHARTS:
        made += [_drawn(output, chart, assessment, kind) for kind in ("png", "svg")]
    report = story.report("governors", [])
    for kind in FORMATS:
        made += written(story, output / f"report.{kind}", report, paper="a4", template=None)
    made.append(_drawn(output, "clusters", _all(examples_folder()), "png"))

    told = read_story([years], None, SEED, SchoolsAre.fixed)
    assert told.comparison is not None
    made += written(told, output / "years.pdf", told.report("governors", []), paper="a4", template=None)
    made += [_drawn(output, chart, told.comparison, "png") for chart in ("change", "journey")]
    typer.echo(f"\nFour years of another cluster, {told.assessment.cluster}:")
    typer.echo(headline(told.comparison))
    typer.echo("\nFiles made:")
    for path in made:
        typer.echo(f"  {path}")
    # Installed only into a virtual environment, the program is called by its path.
    program = "maturity" if shutil.which("maturity") else os.path.relpath(sys.argv[0])
    typer.echo(
        f"\nThree things to try next:\n"
        f"  open {output / 'report.html'} in a browser\n"
        f"  {program} compare {years}\n"
        f"  {program} start our-cluster\n"
        f"\nThe journey of four years is in {output / 'journey.png'}"
    )


def _drawn(folder: Path, chart: str, data: Assessment | Comparison | Portfolio, kind: str) -> Path:
    from typing import Literal, cast

    from maturity import charts, files
    from maturity.report.blocks import Chart
    from maturity.report.describe import describe

    name, path = cast(Chart, chart), folder / f"{chart}.{kind}"
    form = cast(Literal["png", "svg", "pdf"], kind)
    files.write(path, charts.draw(name, data, form, alt=describe(name, data)))
    return path


def _all(folder: Path) -> Portfolio:
    """Every bundled cluster."""
    from maturity.core.portfolio import portfolio
    from maturity.errors import InputError
    from maturity.readers.clusters import read_entries

    entries, problems = read_entries([folder])
    if problems:
        raise InputError(problems)
    return portfolio(entries)
