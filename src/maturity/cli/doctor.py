"""`maturity doctor`: what is wrong with a folder, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import print_lines
from maturity.errors import VERDICT, InputError, MaturityError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maturity.model import Round


class FaultsFoundError(MaturityError):
    """The verdict that was asked for: the folder has faults."""

    exit_code = VERDICT


def doctor(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a cluster, or of one round.")],
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what needs nobody's decision; nothing readable is lost.")
    ] = False,
) -> None:
    """Find every fault of a folder, and say what to do."""
    import datetime as dt

    from maturity.folder.names import set_aside_in
    from maturity.store.checkup import mend

    folders = _folders(folder)
    for one in folders if fix else ():
        for sentence in mend(one, dt.datetime.now(dt.UTC)):
            print_lines(sentence)
    found = [problem for one in folders for problem in _faults(one)]
    for path in (path for one in folders for path in set_aside_in(one)):
        print_lines(f"{path}: lines that were set aside; delete it once nobody misses an answer")
    if found:
        raise FaultsFoundError(dict.fromkeys(found))
    print_lines(f"{folder}: no fault found")


def _folders(folder: Path) -> list[Path]:
    """A cluster's folder and those of its rounds, or a round's folder and its cluster's.

    Raises:
        InputError: it is neither.
    """
    from maturity.folder.names import CLUSTER
    from maturity.folder.rounds import cluster_folder, is_round, round_folders
    from maturity.source.content import missing

    if not folder.is_dir():
        if not folder.exists():
            raise missing(folder)
        hint = "give the folder of a cluster or a round"
        raise InputError(Problem(str(folder), None, "", "no-folder", "this is a file", hint))
    if is_round(folder):
        cluster = cluster_folder(folder)
        return [*([cluster] if (cluster / CLUSTER).exists() else []), folder]
    rounds = round_folders(folder)
    if not rounds and not (folder / CLUSTER).exists():
        hint = "give the folder of a cluster or a round; 'maturity start' makes both"
        raise InputError(Problem(str(folder), None, "", "no-cluster", "the folder holds no cluster and no round", hint))
    return [folder, *rounds]


def _faults(folder: Path) -> Iterable[Problem]:
    import datetime as dt

    from maturity.folder.names import CLUSTER, MAPPING, ROUND
    from maturity.folder.rounds import is_round
    from maturity.readers.cluster import check_cluster
    from maturity.readers.mapping import load_mapping
    from maturity.readers.round import check_round
    from maturity.store.checkup import examine

    yield from examine(folder)
    if (folder / CLUSTER).exists() or not is_round(folder):
        yield from check_cluster(folder, dt.datetime.now().date())
    if (folder / ROUND).exists():
        round_, problems = check_round(folder)
        yield from problems
        yield from _left(folder, round_) if round_ else ()
    if (folder / MAPPING).exists():
        try:
            load_mapping(folder / MAPPING)
        except InputError as error:
            yield from error.problems


def _left(folder: Path, round_: Round) -> Iterable[Problem]:
    """Says where the plan of a round, if it is the latest, names a school that has left."""
    from maturity.cli.sitting import command
    from maturity.folder.names import ROUND
    from maturity.folder.rounds import cluster_folder, rounds_in_time
    from maturity.readers.roster import leaving
    from maturity.report.leaving import has_left

    try:
        is_latest = rounds_in_time(cluster_folder(folder))[-1].samefile(folder)
    except (InputError, IndexError):
        return
    for one, text in leaving(round_, folder) if is_latest else ():
        hint = f"name another: {command('maturity', 'plan', folder, '--edit', one.id)} with --support or --owner"
        message = f"the priority {one.title!r} still counts on {has_left(text)}"
        yield Problem(str(folder / ROUND), None, f"priorities.{one.id}", "school-left", message, hint)
