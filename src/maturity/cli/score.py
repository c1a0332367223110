"""`maturity score`: where the cluster stands, on one screen."""

from __future__ import annotations

from typing import Annotated

import typer

from maturity.cli.shared import (
    SEED,
    QuestionnaireName,
    RoundPath,
    SchoolsAre,
    SchoolsOption,
    Seed,
    remarked,
    show,
    width,
)


def score(
    round_: RoundPath,
    questionnaire: QuestionnaireName = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    schools: SchoolsOption = SchoolsAre.fixed,
    seed: Seed = SEED,
) -> None:
    """Where the cluster stands, and how sure that is."""
    from maturity.journeys.ask import Ask
    from maturity.journeys.rounds import assessed

    assessment = assessed(round_, Ask(questionnaire=questionnaire, schools=schools.value, seed=seed, tell=remarked))
    if json:
        from maturity.renderers import document

        typer.echo(document.render(assessment), nl=False)
        return
    import sys

    from maturity import advise
    from maturity.renderers import terminal

    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")
    show(terminal.scorecard(assessment, advise(assessment), width(), glyphs))
