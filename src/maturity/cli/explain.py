"""`maturity explain`: the arithmetic, step by step."""

from __future__ import annotations

from typing import Annotated

import typer

from maturity.cli import completion
from maturity.cli.closing import CloseFlag, closing
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


def explain(
    round_: RoundPath,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="What to explain, such as a stage, a part or a question; the whole result if left out.",
            autocompletion=completion.parts,
        ),
    ] = None,
    questionnaire: QuestionnaireName = None,
    schools: SchoolsOption = SchoolsAre.fixed,
    seed: Seed = SEED,
    kind: TableKind = None,
    close: CloseFlag = False,
) -> None:
    """The arithmetic from answers to score, step by step."""
    import difflib
    import sys

    from maturity.journeys.ask import Ask
    from maturity.journeys.rounds import assessed
    from maturity.renderers import terminal
    from maturity.report import explain as explained
    from maturity.report.explainable import explainable

    ask = Ask(
        questionnaire=questionnaire,
        kind=kind.value if kind else None,
        schools=schools.value,
        seed=seed,
        tell=remarked,
        close=closing(close, quotes=False),
    )
    assessment = assessed(round_, ask)
    found = explainable(assessment.questionnaire)
    names = [one for ids in found.values() for one in ids]
    if name is not None and name not in names:
        near = difflib.get_close_matches(name, names, 3)
        listed = "; ".join(f"{kind_of}: {', '.join(ids)}" for kind_of, ids in found.items())
        hint = f"did you mean {' or '.join(near)}?" if near else listed
        raise UsageError(f"nothing in {assessment.questionnaire.id} is called {name!r}", hint)
    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")
    print_text(terminal.render(explained.explain(assessment, name), width(), glyphs))
