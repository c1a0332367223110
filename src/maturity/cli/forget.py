"""`maturity forget`: really erase one person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import print_lines
from maturity.errors import InputError, Problem, UsageError
from maturity.text.clean import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


def forget(
    round_: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A cluster's folder, for all its rounds; or that of one round.")
    ],
    respondent: Annotated[str, typer.Argument(metavar="RESPONDENT", help="The id of the person's answers.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Erase everything that one person said."""
    import datetime as dt

    from maturity import store
    from maturity.folder.rounds import cluster_folder, copied_rounds, is_round
    from maturity.text.names import quoted
    from maturity.text.words import counted, listed

    folders = _rounds(round_)
    known, published = _known(folders)
    respondent = _as_known(respondent, known)
    if not yes and not _is_meant(respondent, folders):
        print_lines("nothing was erased")
        return
    now = dt.datetime.now(dt.UTC)
    erased = {folder: store.forget(folder, respondent, at=now) for folder in folders}
    found = {folder: one for folder, one in erased.items() if one.count}
    clusters = dict.fromkeys(cluster_folder(folder) if is_round(folder) else folder for folder in folders)
    _name_texts([place for cluster in clusters for place in store.named_in(cluster, respondent)])
    if not found:
        message = f"nobody called {quoted(respondent)} has answered; nothing was erased"
        raise InputError(Problem(str(round_), None, "", "no-respondent", message, _near(respondent, known)))
    for folder, one in found.items():
        print_lines(
            f"erased {counted(one.count, 'record')} of {quoted(respondent)} from {folder}, "
            "with all answers, examples and comments in them"
        )
    left = [path for one in erased.values() for path in one.left]
    left += [copy for cluster in clusters for copy in copied_rounds(cluster)]
    holding = [path for cluster in clusters for path in store.still_holding(cluster, respondent)]
    others = _elsewhere(holding, folders)
    left += [path for path in holding if path.parent not in others]
    _name("These may still hold them; delete them:", [path for path in left if not {*path.parents} & {*left}])
    _name_others([place for place in others if not {place, *place.parents} & {*left}], respondent)
    linked = [path for one in erased.values() for path in one.linked]
    _name("These have another name on this disk, under which everything is still there; delete that:", linked)
    print_lines(
        "Who was erased stays out when a copy or a file brings them back, unless that is asked for "
        "('maturity collect' with --bring-back).\n"
        "Outside its reach: backups, the history of a synced drive, reports and exports made earlier, reply files, "
        "and what others wrote, such as the reasons for agreed levels. A copy of this folder on another machine holds "
        "everything, published examples too, until 'maturity doctor' with --fix has merged it with this one."
    )
    for folder in sorted(published.intersection(found)):
        print_lines(
            f"{folder}: the results of this round are published and stay as they are: they rest on several "
            "people, and no new ones are worked out without this one. Examples that this one named are gone from them."
        )
    alike = sorted(name for name in known if name != respondent and name.casefold() == respondent.casefold())
    if alike:
        print_lines(f"Still there, and alike: {listed([quoted(name) for name in alike])}.")


def _is_meant(respondent: str, folders: Iterable[Path]) -> bool:
    """Whether whoever sits here wants somebody erased.

    Raises:
        UsageError: nobody can be asked.
    """
    from maturity.cli import sitting
    from maturity.text.names import quoted
    from maturity.text.words import listed

    if not sys.stdin.isatty():
        raise UsageError("nobody can be asked here whether to erase", "add --yes")
    where = listed([str(folder) for folder in folders])
    print_lines(f"Erase everything that {quoted(respondent)} said in {where}? This cannot be undone.")
    try:
        return sitting.front().ask("Type yes to erase: ").strip().casefold() == "yes"
    except EOFError:
        return False


def _elsewhere(holding: Iterable[Path], folders: Iterable[Path]) -> list[Path]:
    """Rounds of their own, of which no file is to be deleted: everybody else's answers are there too."""
    from maturity.folder.rounds import is_round

    here = {folder.resolve() for folder in folders}
    return [path.parent for path in holding if is_round(path.parent) and path.parent.resolve() not in here]


def _name_others(rounds: Iterable[Path], respondent: str) -> None:
    """Say how to erase the same id in other rounds."""
    from maturity.text.commands import command

    lead = (
        "The same id stands in other rounds, beside the answers of others; erase it there as well, or delete the "
        "folder if it is only a copy:"
    )
    _name(lead, (command("maturity", "forget", place, respondent) for place in rounds))


def _name_texts(places: Iterable[tuple[Path, str]]) -> None:
    """Say where a plan or a review names somebody."""
    lines = [f"  {path}: {plain(field)}" for path, field in places]
    if lines:
        print_lines("\n".join(["Named in plans and reviews, which others wrote; change it there:", *lines]))


def _known(folders: Iterable[Path]) -> tuple[set[str], set[Path]]:
    """Everybody of whom some rounds know, and those of the rounds whose results are out."""
    from maturity import store

    found = {folder: store.known_in(folder) for folder in folders}
    names = {name for known, _ in found.values() for name in known}
    return names, {folder for folder, (_, is_published) in found.items() if is_published}


def _rounds(path: Path) -> list[Path]:
    """The folder of the round that is meant, or those of all rounds of a cluster."""
    from maturity.folder.rounds import is_round, round_folder, round_folders

    if is_round(path):
        return [path]
    return (sorted(round_folders(path)) if path.is_dir() else []) or [round_folder(path)[0]]


def _as_known(typed: str, known: Iterable[str]) -> str:
    """The id that was typed as this round has it: systems compose the same letters in different ways."""
    from unicodedata import normalize

    return next((name for name in known if name != typed and normalize("NFC", name) == normalize("NFC", typed)), typed)


def _near(respondent: str, known: Iterable[str]) -> str:
    """Who was meant, if somebody is called nearly the same; codes of others are nobody's business."""
    import difflib

    from maturity.text.names import kin, quoted

    same = [name for name in known if kin(name) == kin(respondent)]
    near = same[:1] or difflib.get_close_matches(respondent, list(known), 1, 0.8)
    return f"did you mean {quoted(near[0])}?" if near else "check the spelling"


def _name(lead: str, paths: Iterable[Path | str]) -> None:
    lines = [f"  {path}" for path in dict.fromkeys(paths)]
    if lines:
        print_lines("\n".join([lead, *lines]))
