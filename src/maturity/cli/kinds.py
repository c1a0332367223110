"""The three kinds of round at the keyboard: which one it is to be, what people are then told, what else to know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from maturity.cli.shared import width
from maturity.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from maturity.model import Mode, Questionnaire


def refuse_unfit(mode: Mode, schools: int, asked: Questionnaire) -> None:
    """Stop where a round cannot be of its kind.

    Raises:
        UsageError: an anonymous round has fewer than three schools, or a confidential one could never show anything.
    """
    from maturity.core.publish import FEWEST_SCHOOLS, unfit_for
    from maturity.report.wording import sentence

    if (reason := unfit_for(mode, asked)) is not None:
        raise UsageError(f"{asked.id}: {sentence(reason)}", "use --mode named or anonymous")
    if mode == "anonymous" and schools < FEWEST_SCHOOLS:
        message = f"an anonymous round needs {FEWEST_SCHOOLS} schools, and this cluster has {schools}"
        raise UsageError(message, "with two, each would see what the other answered; use --mode named or confidential")


def kind_told(mode: Mode, folder: Path) -> str:
    """What the kind of a round just opened means, and who "runs this" where the folder is shared."""
    from maturity.folder.names import synced_by
    from maturity.model import SMALLEST_CELL
    from maturity.report.promise import kind_in_words
    from maturity.text.lines import in_lines

    lines = [f"It is {mode}. People are told:", *in_lines(kind_in_words(mode, SMALLEST_CELL), width(), " " * 5)]
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
    refuse_unfit(mode, len(round_.cluster.schools), round_.questionnaire)
    if not store.change_kind(folder, mode):
        message = f"the round is {round_.mode} and stays so: somebody has answered, and that fixes the kind"
        hint = "open another round with 'maturity start' and another --label"
        raise InputError(Problem(str(folder), None, "mode", "kind-is-fixed", message, hint))
