"""`maturity score`: where the cluster stands, on one screen."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from maturity.cli.closing import AgainFlag, CloseFlag, QuotesFlag, closing
from maturity.cli.shared import (
    SEED,
    QuestionnaireName,
    RoundPath,
    SchoolsAre,
    SchoolsOption,
    Seed,
    TableKind,
    print_text,
    remarked,
    width,
)
from maturity.errors import UsageError


def score(
    round_: RoundPath,
    questionnaire: QuestionnaireName = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    spread: Annotated[
        bool,
        typer.Option("--spread", help="How people answered, question by question, and what to ask; no score yet."),
    ] = False,
    schools: SchoolsOption = SchoolsAre.fixed,
    seed: Seed = SEED,
    kind: TableKind = None,
    close: CloseFlag = False,
    quotes: QuotesFlag = False,
    publish_again: AgainFlag = False,
) -> None:
    """Where the cluster stands, and how sure that is."""
    if spread and json:
        raise UsageError("--spread and --json cannot go together", "leave out --spread: the JSON holds the counts too")
    from maturity.journeys.ask import Ask
    from maturity.journeys.rounds import assessed
    from maturity.source.content import is_folder

    ask = Ask(
        questionnaire=questionnaire,
        kind=kind.value if kind else None,
        schools=schools.value,
        seed=seed,
        tell=remarked,
        close=closing(close, quotes),
        again=publish_again,
        participation=sys.stdin.isatty() or not is_folder(round_),
    )
    assessment = assessed(round_, ask)
    if json:
        from maturity.renderers import document

        typer.echo(document.render(assessment), nl=False)
        return
    from maturity.core.advise import advise
    from maturity.renderers import terminal

    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")
    if spread:
        from maturity.renderers import reveal

        print_text(reveal.reveal(assessment, advise(assessment), width(), glyphs))
        return
    print_text(terminal.scorecard(assessment, advise(assessment), width(), glyphs))
