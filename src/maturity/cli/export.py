"""`maturity export`: every answer of a round as a table."""

from __future__ import annotations

import typer

from maturity.cli.shared import Output, QuestionnaireName, RoundPath, remarked
from maturity.errors import UsageError


def export(round_: RoundPath, output: Output, questionnaire: QuestionnaireName = None) -> None:
    """Write every answer to a table that collect reads back."""
    from maturity import files
    from maturity.journeys.ask import Ask, kind_of
    from maturity.journeys.rounds import read
    from maturity.renderers import answers
    from maturity.text.words import counted

    kind = kind_of(output, ("csv", "xlsx"))
    known = read(round_, Ask(questionnaire=questionnaire, tell=remarked))
    if kind == "xlsx" and answers.too_long(known):
        raise UsageError(f"{output}: a text has more than {answers.LONGEST:,} characters", "end the name in .csv")
    files.write(output, answers.render(known, "csv" if kind == "csv" else "xlsx"))
    people = counted(len(known.responses), "person", "people")
    typer.echo(f"wrote {output}: every single answer of {people}. Keep it as safe as the round itself.")
