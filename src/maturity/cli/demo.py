"""`maturity demo`: the whole journey on bundled clusters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import Force, print_lines

if TYPE_CHECKING:
    from maturity.files import Outputs
    from maturity.journeys.ask import Ask

CLUSTER, YEARS = "riverside", "tarnside"
"""A cluster in one round, and one over four years."""
NATION = "nation.parquet"
"""Two hundred clusters in one table."""


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

    from maturity.cli.shared import print_text, width
    from maturity.journeys.ask import Ask
    from maturity.journeys.figures import clusters, drawn
    from maturity.journeys.story import read_story, written
    from maturity.readers.library import examples_folder
    from maturity.renderers import document, terminal
    from maturity.renderers.registry import SHIPPED
    from maturity.report.blocks import ROUND_CHARTS, YEAR_CHARTS
    from maturity.report.over_time import over_time
    from maturity.report.reviews import year_words

    round_file, years, ask = output / f"{CLUSTER}.yaml", output / YEARS, Ask(force=force)
    reports = [output / f"report.{kind}" for kind in SHIPPED]
    drawings = [(output / f"{chart}.{kind}", chart) for chart in ROUND_CHARTS for kind in ("png", "svg")]
    safe = _places(output, [*reports, *(path for path, _ in drawings), output / "years.pdf"], ask)
    _copied(output, force=force)
    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")

    story = read_story([round_file], ask)
    assessment = story.assessment
    print_text(terminal.scorecard(assessment, story.advice, width(), glyphs))
    made = {output / "score.json": document.render(assessment).encode()}
    for path, chart in drawings:
        made |= drawn(path, chart, assessment, ask)
    report = story.report("governors", [])
    for path in reports:
        made |= written(story, path, report, ask)
    made |= drawn(output / "clusters.png", "clusters", clusters([examples_folder()], ask), ask)

    told = read_story([years], ask)
    assert told.comparison is not None
    made |= written(told, output / "years.pdf", told.report("governors", []), ask)
    for chart in YEAR_CHARTS:
        made |= drawn(output / f"{chart}.png", chart, told.comparison, ask)
    safe.write(made)
    print_lines(f"\nFour years of another cluster, {told.assessment.cluster}:")
    print_lines(over_time(told.comparison).headline())
    if told.reviews is not None:
        print_lines(year_words(told.reviews.years[-1]))
    print_lines("\nFiles made:")
    for path in (round_file, *made):
        print_lines(f"  {path}")
    # Installed only into a virtual environment, the program is called by its path.
    program = "maturity" if shutil.which("maturity") else os.path.relpath(sys.argv[0])
    print_lines(
        f"\nThree things to try next:\n"
        f"  open {output / 'report.html'} in a browser\n"
        f"  {program} compare {years}\n"
        f"  {program} start our-cluster\n"
        f"\nThe journey of four years is in {output / 'journey.png'}\n"
        f"Two hundred clusters at once: {program} network {output / NATION} --by region,phase -o nation"
    )


def _places(folder: Path, paths: list[Path], ask: Ask) -> Outputs:
    """The files of the demonstration in a folder that is there."""
    from maturity.files import folder_made
    from maturity.journeys.outputs import outputs

    folder_made(folder)
    safe = outputs(paths, ask)
    safe.of("demo")
    return safe


def _copied(folder: Path, *, force: bool) -> None:
    """The bundled clusters as files to look at and to change; what has been changed stays.

    Raises:
        InputError: one has been changed.
    """
    from maturity import files
    from maturity.errors import InputError, Problem
    from maturity.readers.library import examples_folder

    bundled = examples_folder()
    sources = [
        bundled / f"{CLUSTER}.yaml",
        bundled / NATION,
        *sorted(path for path in (bundled / YEARS).rglob("*") if path.is_file()),
    ]
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
