"""`maturity enter`: key in paper ballots."""

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
    """Key in paper ballots, one line of levels a person."""
    from maturity.cli import sitting
    from maturity.cli.answer import LETTERS
    from maturity.collect.ballots import key_in
    from maturity.journeys.keying import save_ballot, take_back
    from maturity.journeys.rounds import opened, school_and_role
    from maturity.text.words import counted

    folder, known, remarks = opened(round_)
    for remark in remarks:
        print_lines(remark)
    school, role = school_and_role(known, school, role)
    # Letters of its own keep two people apart who key in at the same time.
    tag = f"paper-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
    kept: dict[str, None] = {}

    def save(one: Response) -> None:
        with sitting.uninterrupted():
            save_ballot(folder, one, dt.datetime.now(dt.UTC))
            kept[one.respondent] = None

    def undo(respondent: str) -> None:
        with sitting.uninterrupted():
            take_back(folder, respondent, dt.datetime.now(dt.UTC))
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
