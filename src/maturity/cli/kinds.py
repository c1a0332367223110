"""The three kinds of round at the keyboard: which one it is to be, what people are then told, what else to know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from maturity.cli.shared import width
from maturity.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from maturity.model import Mode


FOR: dict[Mode, str] = {
    "anonymous": "for the workshop",
    "named": "for schools that rate as institutions",
    "confidential": "for surveys in which people fear to be recognised",
}


def asked_kind(schools: int) -> Mode:
    """The kind of a round, asked in the words that people will be told; *anonymous* is suggested where it can be.

    Raises:
        EOFError: the input ended.
    """
    from maturity.core.publish import FEWEST_SCHOOLS
    from maturity.model import SMALLEST_CELL
    from maturity.report.promise import kind_in_words

    offered = [mode for mode in FOR if mode != "anonymous" or schools >= FEWEST_SCHOOLS]
    typer.echo("Who may see what? This is what people will be told before they answer:")
    for number, mode in enumerate(offered, 1):
        suggested = ", suggested" if mode == "anonymous" else ""
        typer.echo(f"  {number}  {mode} ({FOR[mode]}{suggested})")
        typer.echo(_hanging(kind_in_words(mode, SMALLEST_CELL), width()))
    if "anonymous" not in offered:
        typer.echo(f"An anonymous round needs {FEWEST_SCHOOLS} schools: with two, each would see the other's answers.")
    numbers = {str(number): mode for number, mode in enumerate(offered, 1)}
    enter = "; Enter takes 1" if "anonymous" in offered else ""
    while (typed := input(f"1 to {len(offered)}{enter}: ").strip()) not in numbers:
        if enter and not typed:
            return offered[0]
        typer.echo(f"Please type a number from 1 to {len(offered)}.")
    return numbers[typed]


def refuse_too_few(mode: Mode, schools: int) -> None:
    """Stop where a round cannot be of its kind.

    Raises:
        UsageError: an anonymous round has fewer than three schools.
    """
    from maturity.core.publish import FEWEST_SCHOOLS

    if mode == "anonymous" and schools < FEWEST_SCHOOLS:
        message = f"an anonymous round needs {FEWEST_SCHOOLS} schools, and this cluster has {schools}"
        raise UsageError(message, "with two, each would see what the other answered; use --mode named or confidential")


def kind_told(mode: Mode, folder: Path) -> str:
    """What the kind of a round just opened means, and who "runs this" where the folder is shared."""
    from maturity.folder.names import synced_by
    from maturity.model import SMALLEST_CELL
    from maturity.report.promise import kind_in_words

    lines = [f"It is {mode}. People are told:", _hanging(kind_in_words(mode, SMALLEST_CELL), width())]
    drive = synced_by(folder.resolve())
    if drive:
        lines.append(
            f"The folder lies on a synced drive ({drive}): everybody who has that drive can read the answers, and so "
            "runs this round. Say so to those who answer, or keep the folder where only you can open it."
        )
    return "\n".join(lines)


def switch_kind(folder: Path, mode: Mode) -> None:
    """Give a round that nobody has answered another kind.

    Args:
        folder: of the round.

    Raises:
        InputError: somebody has answered, or it cannot be saved.
    """
    from maturity import store
    from maturity.readers.round import load_round

    round_ = load_round(folder)
    refuse_too_few(mode, len(round_.cluster.schools))
    if not store.change_kind(folder, mode):
        message = f"the round is {round_.mode} and stays so: somebody has answered, and that fixes the kind"
        hint = "open another round with 'maturity start' and another --label"
        raise InputError(Problem(str(folder), None, "mode", "kind-is-fixed", message, hint))


def _hanging(text: str, width: int) -> str:
    import textwrap

    return textwrap.fill(text, width, initial_indent="     ", subsequent_indent="     ")
