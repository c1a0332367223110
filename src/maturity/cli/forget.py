"""`maturity forget`: really erase one person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from maturity.errors import InputError, Problem, UsageError


def forget(
    round_: Annotated[Path, typer.Argument(metavar="ROUND", help="A round's folder.")],
    respondent: Annotated[str, typer.Argument(metavar="RESPONDENT", help="The respondent's id.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Erase everything that one person said."""
    from maturity import store
    from maturity.cli import sitting
    from maturity.folder.rounds import round_folder
    from maturity.text.names import quoted, suggestion

    folder, remarks = round_folder(round_)
    for remark in remarks:
        typer.echo(remark)
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("nobody can be asked here whether to erase", "add --yes")
        typer.echo(f"Erase everything that {quoted(respondent)} said in {folder}? This cannot be undone.")
        try:
            is_meant = sitting.front().ask("Type yes to erase: ").strip().casefold() == "yes"
        except EOFError:
            is_meant = False
        if not is_meant:
            typer.echo("nothing was erased")
            return
    known = sorted({record.respondent for record in store.read(folder).records})
    erased = store.forget(folder, respondent)
    if not erased:
        message = f"nobody called {quoted(respondent)} has answered; nothing was erased"
        raise InputError(Problem(str(folder), None, "", "no-respondent", message, suggestion(respondent, known)))
    typer.echo(
        f"erased {erased} record{'s' * (erased > 1)} of {quoted(respondent)} from {folder}, "
        "with all answers, examples and comments in them\n"
        "Outside its reach: backups, the history of a synced drive, reports and exports made earlier, reply files, "
        f"and what others wrote, such as the reasons for agreed levels.{_results(folder)}"
    )


def _results(folder: Path) -> str:
    """What stays of a round whose results are out."""
    from maturity import store

    if not store.read(folder).noted("published"):
        return ""
    return (
        "\nThe results of this round are published and stay as they are: they rest on several people, and no new ones "
        "are worked out without this one. Examples that this one named are gone from them."
    )
