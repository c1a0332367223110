"""`maturity export`: every answer of a round as a table."""

from __future__ import annotations

from typing import Annotated

import typer

from maturity.cli.closing import CloseFlag, closing
from maturity.cli.shared import Force, Output, QuestionnaireName, RoundPath, TableKind, print_lines, remarked
from maturity.errors import UsageError


def export(
    round_: RoundPath,
    output: Output,
    questionnaire: QuestionnaireName = None,
    kind: TableKind = None,
    for_backup: Annotated[
        bool,
        typer.Option("--for-backup", help="Of an anonymous round too, write school, role and time of each person."),
    ] = False,
    force: Force = False,
    close: CloseFlag = False,
) -> None:
    """Write every answer to a table that collect reads back.

    Of an anonymous round: what is published, every column by itself, so that nothing says which answers are one
    person's, and nothing about school, role or time. Such a table cannot be brought in again.
    """
    from maturity.journeys.ask import Ask, format_meant
    from maturity.journeys.closing import settled
    from maturity.journeys.outputs import outputs
    from maturity.journeys.rounds import round_at
    from maturity.renderers import answers
    from maturity.text.words import counted

    ending = format_meant(output, ("csv", "xlsx"))
    ask = Ask(
        questionnaire=questionnaire,
        kind=kind.value if kind else None,
        tell=remarked,
        force=force,
        close=closing(close, False),
    )
    safe = outputs([output], ask, round_)
    known = round_at(round_, ask)
    safe.of("answers", known.cluster.name, known.label)
    safe.tables("respondent", "kind", *known.questionnaire.item_by_id)
    whole = for_backup or known.mode != "anonymous"
    if not whole:
        known = settled(round_, known, ask)
    if ending == "xlsx" and answers.too_long(known):
        raise UsageError(f"{output}: a text has more than {answers.LONGEST:,} characters", "end the name in .csv")
    safe.write({output: answers.render(known, "csv" if ending == "csv" else "xlsx", whole=whole)})
    taken = len(known.responses) if whole or known.published is None else known.published.people
    people = counted(taken, "person", "people")
    if not whole:
        print_lines(
            f"wrote {output}: the answers of {people}, each column in an order of its own. Nothing in it says which "
            "are one person's, and it cannot be brought in again; --for-backup writes everything."
        )
        return
    print_lines(f"wrote {output}: every single answer of {people}. Keep it as safe as the round itself.")
    if known.mode != "named":
        print_lines(
            f"Warning: people were told that this round is {known.mode}. This file says who answered what: show it to "
            "nobody, and never send it."
        )
