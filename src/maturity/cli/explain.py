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
            metavar="[AXIS|DIMENSION|ITEM]",
            help="What to explain: an id, or overall; the whole result if left out.",
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

    ask = Ask(
        questionnaire=questionnaire,
        kind=kind.value if kind else None,
        schools=schools.value,
        seed=seed,
        tell=remarked,
        close=closing(close, quotes=False),
    )
    assessment = assessed(round_, ask)
    names = explained.explainable(assessment)
    if name is not None and name not in names:
        near = difflib.get_close_matches(name, names, 3)
        first = list(assessment.axes) or [one.id for one in assessment.questionnaire.children_of("")] or names
        kind_of = "axes" if assessment.axes else "parts" if assessment.dimensions else "items"
        hint = f"did you mean {' or '.join(near)}?" if near else f"{kind_of}: {', '.join(first)}"
        raise UsageError(f"{name!r} is no axis, dimension or item of {assessment.questionnaire.id}", hint)
    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")
    print_text(terminal.render(explained.explain(assessment, name), width(), glyphs))
