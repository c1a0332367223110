"""`maturity enter`: key in paper ballots and reply codes."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import RoundFolder, print_lines
from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.model import Response


def enter(
    round_: RoundFolder,
    school: Annotated[str | None, typer.Option(metavar="ID", help="School of these ballots.")] = None,
    role: Annotated[str | None, typer.Option(metavar="ID", help="Role of these ballots.")] = None,
) -> None:
    """Key in paper ballots and reply codes, one line a person."""
    from maturity.cli import sitting
    from maturity.collect.ballots import key_in
    from maturity.journeys.keying import save_ballot, take_back
    from maturity.journeys.rounds import opened, school_and_role
    from maturity.text.spoken import LETTERS
    from maturity.text.words import counted

    folder, known, remarks = opened(round_)
    for remark in remarks:
        print_lines(remark)
    school, role = school_and_role(known, school, role)
    # Letters of its own keep two people apart who key in at the same time.
    tag = f"paper-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
    there = {one.respondent: one for one in known.responses}
    kept: dict[str, Response] = {}

    def save(one: Response) -> None:
        with sitting.uninterrupted():
            before = kept.get(one.respondent) or there.get(one.respondent)
            kept[one.respondent] = save_ballot(folder, one, dt.datetime.now(dt.UTC), before)

    def undo(respondent: str) -> None:
        with sitting.uninterrupted():
            take_back(folder, kept[respondent], dt.datetime.now(dt.UTC), there.get(respondent))
            del kept[respondent]

    try:
        key_in(known, tag, sitting.front(), save, undo, school=school, role=role)
    except EOFError:
        raise UsageError(
            "the school or the role is not known, and nobody can be asked here", "add --school and --role"
        ) from None
    except KeyboardInterrupt:
        print_lines(f"\n{counted(len(kept), 'ballot')} saved in {folder}")
        raise
    print_lines(f"{counted(len(kept), 'ballot')} saved in {folder}")
