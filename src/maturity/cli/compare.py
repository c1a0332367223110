"""`maturity compare`: what has changed between the rounds of a cluster, and how sure that is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maturity.cli import completion
from maturity.cli.closing import CloseFlag, closing
from maturity.cli.shared import (
    SEED,
    AsOf,
    Force,
    QuestionnaireName,
    SchoolsAre,
    SchoolsOption,
    Seed,
    TableKind,
    day_typed,
    made,
    print_text,
    remarked,
    width,
)
from maturity.errors import UsageError


def compare(
    rounds: Annotated[
        list[Path],
        typer.Argument(
            metavar="ROUND ROUND...|FOLDER",
            help="Two or more rounds, or a cluster's folder: all of its.",
            autocompletion=completion.rounds,
        ),
    ],
    same: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="YAML lines 'earlier.id: later.id' of questions that mean the same."),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the year's report instead ({formats}); several: again."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    questionnaire: QuestionnaireName = None,
    schools: SchoolsOption = SchoolsAre.fixed,
    seed: Seed = SEED,
    force: Force = False,
    kind: TableKind = None,
    close: CloseFlag = False,
    date: AsOf = None,
) -> None:
    """What has changed since last time, and how sure that is.

    Only schools and questions that are in both rounds are compared. Then what a second year asks: what drove it, which
    schools moved, why a year fell, what became of each priority.
    """
    if output and json:
        raise UsageError("--json and --output cannot go together", "give them one after the other")
    from maturity.journeys.ask import Ask, day_meant
    from maturity.journeys.rounds import compared
    from maturity.journeys.story import write_reports

    ask = Ask(
        questionnaire=questionnaire,
        kind=kind.value if kind else None,
        schools=schools.value,
        seed=seed,
        same=same,
        tell=remarked,
        made=made,
        force=force,
        close=closing(close, quotes=False),
        date=day_typed(date),
    )
    if output:
        write_reports(rounds, output, ask, must_compare=True)
        return
    comparison, today = compared(rounds, ask), day_meant(ask)
    if json:
        from maturity.renderers import comparison_document

        typer.echo(comparison_document.render(comparison, today), nl=False)
        return
    import sys

    from maturity.journeys.reviews import years_between
    from maturity.renderers import terminal
    from maturity.report.as_of import dated
    from maturity.report.change_summary import summary

    told = dated(summary(comparison, years_between(rounds, comparison.rounds, today)), today)
    print_text(terminal.render(told, width(), terminal.glyphs_for(sys.stdout.encoding or "ascii")))
