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
    from maturity import store
    from maturity.cli import sitting
    from maturity.collect import ballots, reply_code
    from maturity.journeys.rounds import opened
    from maturity.text.spoken import LETTERS
    from maturity.text.words import counted

    folder, known, remarks = opened(round_)
    for remark in remarks:
        print_lines(remark)
    school = sitting.given("school", {one.id: one.name for one in known.cluster.schools}, school) if school else None
    role = sitting.given("role", {one.id: one.label for one in known.questionnaire.roles}, role) if role else None
    # Letters of its own keep two people apart who key in at the same time.
    tag = f"paper-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
    there = {one.respondent: one for one in known.responses}
    kept: dict[str, Response] = {}

    def save(one: Response) -> None:
        now, name = dt.datetime.now(dt.UTC), one.respondent
        before = kept.get(name) or there.get(name)
        with sitting.uninterrupted():
            whole = reply_code.stamped(one, before, now)
            # What was read out in a room is nothing by which somebody may go on.
            store.append(folder, whole, at=now, base=before, code=name.startswith(tag))
            kept[name] = whole

    def undo(respondent: str) -> None:
        now, before = dt.datetime.now(dt.UTC), there.get(respondent)
        with sitting.uninterrupted():
            if before is None:
                store.withdraw(folder, respondent, at=now)
            else:
                store.append(folder, before, at=now, base=kept[respondent])
            del kept[respondent]

    try:
        ballots.key_in(known, tag, sitting.front(), save, undo, school=school, role=role)
    except EOFError:
        raise UsageError(
            "the school or the role is not known, and nobody can be asked here", "add --school and --role"
        ) from None
    except KeyboardInterrupt:
        print_lines(f"\n{counted(len(kept), 'ballot')} saved in {folder}")
        raise
    print_lines(f"{counted(len(kept), 'ballot')} saved in {folder}")
