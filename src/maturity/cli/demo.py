"""`maturity demo`: the whole journey on bundled clusters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
    from maturity.cli.shared import show, width
    from maturity.journeys.ask import Ask
    from maturity.journeys.figures import clusters, write_chart
    from maturity.journeys.story import read_story, write
    from maturity.readers.library import examples_folder
    from maturity.renderers import document, terminal
    from maturity.renderers.registry import SHIPPED
    from maturity.report.blocks import ROUND_CHARTS, YEAR_CHARTS
    from maturity.report.change_words import headline

    output.mkdir(parents=True, exist_ok=True)
    round_file, years = output / f"{CLUSTER}.yaml", output / YEARS
    shutil.copyfile(examples_folder() / round_file.name, round_file)
    shutil.copytree(examples_folder() / YEARS, years, dirs_exist_ok=True)
    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")

    made = [round_file, output / "score.json"]
    ask = Ask(made=made.append)
    story = read_story([round_file], ask)
    assessment = story.assessment
    show(terminal.scorecard(assessment, story.advice, width(), glyphs))
    files.write(output / "score.json", document.render(assessment).encode())
    for chart in ROUND_CHARTS:
        for kind in ("png", "svg"):
            write_chart(output / f"{chart}.{kind}", chart, assessment, ask)
    report = story.report("governors", [])
    for kind in SHIPPED:
        write(story, output / f"report.{kind}", report, ask)
    write_chart(output / "clusters.png", "clusters", clusters([examples_folder()], Ask()), ask)

    told = read_story([years], ask)
    assert told.comparison is not None
    write(told, output / "years.pdf", told.report("governors", []), ask)
    for chart in YEAR_CHARTS:
        write_chart(output / f"{chart}.png", chart, told.comparison, ask)
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
