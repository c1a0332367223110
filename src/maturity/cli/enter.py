"""`maturity enter`: key in paper ballots."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer


def enter(
    round_: Annotated[Path, typer.Argument(metavar="ROUND", help="A round's folder, or the cluster's.")],
    school: Annotated[str | None, typer.Option(metavar="ID", help="School of these ballots.")] = None,
    role: Annotated[str | None, typer.Option(metavar="ID", help="Role of these ballots.")] = None,
) -> None:
    """Key in paper ballots, one line of levels a person."""
    from maturity import load_round, store
    from maturity.cli.answer import chosen
    from maturity.collect import ballots
    from maturity.model import Response
    from maturity.readers.cluster import round_folder

    folder, remarks = round_folder(round_)
    for remark in remarks:
        typer.echo(remark)
    known = load_round(folder)
    school = chosen("school", {one.id: one.name for one in known.cluster.schools}, school)
    roles = {one.id: one.label for one in known.questionnaire.roles}
    role = chosen("role", roles, role) if roles else None
    items = ballots.asked_items(known, role)
    taken = {one.respondent for one in known.responses}
    saved: list[str] = []
    typer.echo(
        f"{len(items)} items for this role, in the order of the ballot. One line a person, for example: 3 4 d - 2"
    )
    typer.echo("d don't know, - left blank, u take the last one back, q or an empty line to end.")
    while (line := _line(f"ballot {len(saved) + 1}: ")) not in ("", "q"):
        now = dt.datetime.now(dt.UTC)
        if line == "u":
            if saved:
                store.withdraw(folder, saved.pop(), at=now)
                typer.echo("  the last one is taken back")
            continue
        number = next(n for n in range(1, len(taken) + 2) if f"paper-{n:03}" not in taken)
        response = Response(respondent=f"paper-{number:03}", school=school, role=role, submitted=now)
        filled, problems = ballots.read_line(known, response, line)
        for problem in problems:
            typer.echo(f"  {problem}")
        if filled is not None:
            store.append(folder, filled, at=now)
            taken.add(filled.respondent)
            saved.append(filled.respondent)
            typer.echo(f"  saved as {filled.respondent}")
    typer.echo(f"{len(saved)} ballots saved in {folder}")


def _line(prompt: str) -> str:
    try:
        return input(prompt).strip().casefold()
    except EOFError:
        return ""
