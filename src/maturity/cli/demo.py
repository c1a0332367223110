"""`maturity demo`: the whole journey on a bundled cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CLUSTER = "riverside"


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the results.")] = Path(
        "maturity-demo"
    ),
) -> None:
    """The whole journey on a fictional cluster."""
    import os
    import shutil
    import sys
    from typing import get_args

    from maturity import advise, assess, charts, files, load_round
    from maturity.cli.report import write_report
    from maturity.cli.shared import show, width
    from maturity.readers.library import examples_folder
    from maturity.renderers import document, terminal
    from maturity.report.blocks import Chart
    from maturity.report.describe import describe

    output.mkdir(parents=True, exist_ok=True)
    round_file = output / f"{CLUSTER}.yaml"
    shutil.copyfile(examples_folder() / round_file.name, round_file)
    assessment = assess(load_round(round_file))
    show(terminal.scorecard(assessment, advise(assessment), width(), terminal.glyphs_for(sys.stdout.encoding)))
    written = [round_file]
    files.write(output / "score.json", document.render(assessment).encode())
    written.append(output / "score.json")
    for chart in get_args(Chart):
        for kind in ("png", "svg"):
            path = output / f"{chart}.{kind}"
            files.write(path, charts.draw(chart, assessment, kind, alt=describe(chart, assessment)))
            written.append(path)
    written += write_report(assessment, output / "report.html", "html")
    written += write_report(assessment, output / "report.md", "md")
    typer.echo("\nFiles made:")
    for path in written:
        typer.echo(f"  {path}")
    # Installed only into a virtual environment, the program is called by its path.
    program = "maturity" if shutil.which("maturity") else os.path.relpath(sys.argv[0])
    typer.echo(
        f"\nThree things to try next:\n"
        f"  open {output / 'report.html'} in a browser\n"
        f"  {program} explain {round_file} {assessment.questionnaire.axes[1].id}\n"
        f"  {program} questionnaire new my-questions.yaml"
    )
