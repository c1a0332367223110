"""`maturity answer`: one respondent at the screen."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maturity.model import Response, Round

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for one another."""


def answer(
    round_: Annotated[Path, typer.Argument(metavar="ROUND", help="A round's folder, or the cluster's.")],
    school: Annotated[str | None, typer.Option(metavar="ID", help="Your school.")] = None,
    role: Annotated[str | None, typer.Option(metavar="ID", help="Your role.")] = None,
    code: Annotated[str | None, typer.Option("--as", metavar="CODE", help="The code you were given, to go on.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line after line, for a screen reader.")] = False,
) -> None:
    """Answer the questions, one person at this screen."""
    from maturity import load_round, store
    from maturity.collect import interview
    from maturity.readers.cluster import round_folder

    folder, remarks = round_folder(round_)
    for remark in remarks:
        typer.echo(remark)
    known = load_round(folder)
    code = code or "".join(secrets.choice(LETTERS) for _ in range(5))
    before = next((one for one in known.responses if one.respondent == code), None)
    typer.echo(f"{known.questionnaire.title}. {known.questionnaire.scale.instruction}")
    response = before or _newcomer(known, code, school, role)
    typer.echo(f"Your code is {code}: to go on later, maturity answer {folder} --as {code}")

    def save(one: Response) -> None:
        now = dt.datetime.now(dt.UTC)
        store.append(folder, one.model_copy(update={"submitted": now}), at=now)

    try:
        interview.hold(known, response, input, typer.echo, save, linear=plain)
    except (interview.Leave, KeyboardInterrupt) as left:
        typer.echo(f"\nEverything you answered is saved. To go on: maturity answer {folder} --as {code}")
        if isinstance(left, KeyboardInterrupt):
            raise
        return
    typer.echo("\nThat was everything. Your answers are saved. Thank you.")


def _newcomer(round_: Round, code: str, school: str | None, role: str | None) -> Response:
    from maturity.model import Response

    schools = {one.id: one.name for one in round_.cluster.schools}
    roles = {one.id: one.label for one in round_.questionnaire.roles}
    return Response(
        respondent=code,
        school=chosen("school", schools, school),
        role=chosen("role", roles, role) if roles else None,
    )


def chosen(kind: str, names: Mapping[str, str], given: str | None) -> str:
    """One of some ids: the given one, or by number from a list.

    Raises:
        UsageError: there is no such id, or nobody can be asked.
    """
    if given is not None:
        if given in names:
            return given
        import difflib

        near = difflib.get_close_matches(given, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(names)}"
        raise UsageError(f"{given!r} is no {kind} of this round", hint)
    from maturity.report.clean import plain

    for number, name in enumerate(names.values(), 1):
        typer.echo(f"{number}  {plain(name)}")
    while True:
        try:
            typed = input(f"Your {kind} [1-{len(names)}] ").strip()
        except EOFError:
            raise UsageError(f"the {kind} is not known", f"add --{kind}") from None
        if typed.isdecimal() and 1 <= int(typed) <= len(names):
            return list(names)[int(typed) - 1]
        typer.echo(f"Type a number from 1 to {len(names)}, then Enter.")
