"""`maturity demo`: the whole journey on bundled clusters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import Force

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
    force: Force = False,
) -> None:
    """The whole journey on fictional clusters."""
    import os
    import shutil
    import sys

    from maturity.cli.shared import SEED, SchoolsAre, outputs, show, width
    from maturity.cli.story import FORMATS, content, read_story
    from maturity.readers.library import examples_folder
    from maturity.renderers import document, terminal
    from maturity.report.blocks import ROUND_CHARTS
    from maturity.report.change_words import headline

    round_file, years = output / f"{CLUSTER}.yaml", output / YEARS
    reports = [output / f"report.{kind}" for kind in FORMATS]
    drawings = [output / f"{chart}.{kind}" for chart in ROUND_CHARTS for kind in ("png", "svg")]
    safe = outputs([output / "score.json", *drawings, *reports, output / "years.pdf"], force=force)
    safe.of("demo")
    _copied(output, force=force)
    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")

    story = read_story([round_file], None, SEED, SchoolsAre.fixed)
    assessment = story.assessment
    show(terminal.scorecard(assessment, story.advice, width(), glyphs))
    made = {output / "score.json": document.render(assessment).encode()}
    for path in drawings:
        made[path] = _drawn(path, assessment)
    report = story.report("governors", [])
    for path in reports:
        made |= content(story, path, report, paper="a4", template=None)
    made[output / "clusters.png"] = _drawn(output / "clusters.png", _all(examples_folder()))

    told = read_story([years], None, SEED, SchoolsAre.fixed)
    assert told.comparison is not None
    made |= content(told, output / "years.pdf", told.report("governors", []), paper="a4", template=None)
    for path in (output / "change.png", output / "journey.png"):
        made[path] = _drawn(path, told.comparison)
    safe.write(made)
    typer.echo(f"\nFour years of another cluster, {told.assessment.cluster}:")
    typer.echo(headline(told.comparison))
    typer.echo("\nFiles made:")
    for path in (round_file, *made):
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


def _copied(folder: Path, *, force: bool) -> None:
    """The bundled clusters as files to look at and to change; what has been changed stays.

    Raises:
        InputError: one has been changed.
    """
    from maturity import files
    from maturity.errors import InputError, Problem
    from maturity.readers.library import examples_folder

    bundled = examples_folder()
    sources = [bundled / f"{CLUSTER}.yaml", *sorted(path for path in (bundled / YEARS).rglob("*") if path.is_file())]
    copies = {folder / path.relative_to(bundled): path.read_bytes() for path in sources}
    message, hint = "the example was changed after it was made", "choose another folder with -o, or add --force"
    changed = [
        Problem(str(path), None, "", "changed-since", message, hint)
        for path, content in copies.items()
        if not force and path.exists() and path.read_bytes() != content
    ]
    if changed:
        raise InputError(changed)
    for path, content in copies.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, content)


def _drawn(path: Path, data: Assessment | Comparison | Portfolio) -> bytes:
    """The chart that a file's name says, in the format that its ending says."""
    from typing import Literal, cast

    from maturity import charts
    from maturity.report.blocks import Chart
    from maturity.report.describe import describe

    name, form = cast(Chart, path.stem), cast(Literal["png", "svg", "pdf"], path.suffix[1:])
    return charts.draw(name, data, form, alt=describe(name, data))


def _all(folder: Path) -> Portfolio:
    """Every bundled cluster."""
    from maturity.core.portfolio import portfolio
    from maturity.errors import InputError
    from maturity.readers.clusters import read_entries

    entries, problems = read_entries([folder])
    if problems:
        raise InputError(problems)
    return portfolio(entries)
