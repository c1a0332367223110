"""What a folder holds before a round is opened in it, and what the folders of a cluster and of a round are called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from maturity.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maturity.model import Mode, Questionnaire, School
    from maturity.model.plan import Priority

Holds = Literal["cluster", "round", "empty", "other"]
"""`empty`: there is no such folder, or nothing in it that can be seen; `other`: anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundThere:
    """A round as it lies in its folder.

    Args:
        asked: what it asks; None where that cannot be read.
        is_answered: somebody has answered.
        is_ended: its results are published, so that what comes in now changes none.
        unfinished: priorities that the next round can take on.
        problems: why it cannot be read; then the label is the name of its folder.
    """

    folder: Path
    label: str
    date: dt.date | None = None
    kind: Mode = "named"
    asked: Questionnaire | None = None
    is_answered: bool = False
    is_ended: bool = False
    is_rehearsal: bool = False
    unfinished: tuple[Priority, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterThere:
    """What is known of a folder in which somebody wants to begin.

    Args:
        folder: of the cluster, also where one of its rounds was given; else the one that was given.
        kind: of the next round, if nothing else is said.
        rounds: in time; a rehearsal is none of them.
        rehearsals: likewise.
        given: the folder of the round, where one was given.
        below: clusters one level below, with names and schools alone; of a cluster none.
        problems: why the cluster or its rounds cannot be read.
    """

    folder: Path
    holds: Holds
    name: str = ""
    schools: tuple[School, ...] = ()
    kind: Mode | None = None
    rounds: tuple[RoundThere, ...] = ()
    rehearsals: tuple[RoundThere, ...] = ()
    given: Path | None = None
    below: tuple[ClusterThere, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def latest(self) -> RoundThere | None:
        """The round that others would take for the cluster's; None where there is none."""
        return self.rounds[-1] if self.rounds else None

    @property
    def is_open(self) -> bool:
        """Whether answers to the latest round still count."""
        return self.latest is not None and not self.latest.is_ended and not self.latest.problems

    def free_label(self, day: dt.date, *, rehearsal: bool = False) -> str:
        """The usual label of a round on a day; where a round has it already, one that says more."""
        usual = label_for("", day, rehearsal=rehearsal)
        labels = chain([usual], (label_for(f"{day}{end}", day, rehearsal=rehearsal) for end in _endings()))
        return next(label for label in labels if place_of(self.folder, label) is None)


def cluster_at(folder: Path) -> ClusterThere:
    """What a folder is: that of a cluster, of a round, empty, or something else; faults in it are part of the answer.

    Raises:
        InputError: the folder cannot be looked into.
    """
    from maturity.folder.names import CLUSTER, JOURNAL, ROUND
    from maturity.folder.rounds import cluster_folder, clusters_below, is_empty
    from maturity.source.content import is_file, is_folder

    if is_file(folder / CLUSTER):
        return _cluster(folder)
    if is_file(folder / ROUND) or is_file(folder / JOURNAL):
        above = cluster_folder(folder)
        if is_file(above / CLUSTER):
            return _cluster(above, given=folder)
        return _round_alone(folder)
    if is_file(folder) or (is_folder(folder) and not is_empty(folder)):
        below = () if is_file(folder) else tuple(_named(one) for one in clusters_below(folder))
        return ClusterThere(folder=folder, holds="other", below=below)
    return ClusterThere(folder=folder, holds="empty")


def place_for(parent: Path, cluster_name: str) -> Path:
    """A folder for a new cluster that is not there yet, with a name that every system takes.

    Args:
        parent: in which it is to lie.
    """
    from maturity.folder.names import folder_name
    from maturity.text.slug import slug

    name = slug(cluster_name, 40)
    stem = name if folder_name(name) else f"cluster-{name}"
    places = (parent / f"{stem}{end}" for end in _endings())
    return next(place for place in places if not is_taken(place))


def label_for(label: str, day: dt.date, *, rehearsal: bool = False) -> str:
    """What a round is called: as somebody says, else the year; a rehearsal always says that it is one."""
    if not label:
        return f"Rehearsal {day}" if rehearsal else str(day.year)
    return label if not rehearsal or "rehearsal" in label.casefold() else f"{label} (rehearsal)"


def refuse_twin(folder: Path, label: str) -> None:
    """Stop where a round of a cluster cannot be called so.

    Raises:
        UsageError: no folder can have the name.
        InputError: there is something of the name already.
    """
    from maturity.folder.names import folder_name
    from maturity.source.content import is_folder
    from maturity.text.clean import plain

    if not folder_name(label):
        hint = "use a few letters and digits, such as 2026 or spring-2026"
        raise UsageError(f"the label {plain(label, 40)!r} can name no folder", hint, "unfit-label")
    if (place := place_of(folder, label)) is not None:
        what = "a round of this label" if is_folder(place) else "a file of this name"
        hint = "call this one something else; nothing was changed"
        raise InputError(Problem(str(place), None, "", "twin-label", f"there is {what} already", hint))


def place_of(folder: Path, label: str) -> Path | None:
    """What lies in a cluster's folder where a round of this label would; None where nothing does."""
    from maturity.folder.names import folder_name

    name = folder_name(label)
    return folder / name if name and is_taken(folder / name) else None


def is_taken(place: Path) -> bool:
    """Whether there is a file or a folder of this name."""
    from maturity.source.content import is_file, is_folder

    return is_file(place) or is_folder(place)


def _endings() -> Iterable[str]:
    return ("" if number == 1 else f"-{number}" for number in count(1))


def _named(folder: Path) -> ClusterThere:
    from maturity.readers.cluster import load_cluster

    try:
        known = load_cluster(folder)
    except InputError as error:
        return ClusterThere(folder=folder, holds="cluster", name=folder.name, problems=error.problems)
    return ClusterThere(folder=folder, holds="cluster", name=known.name, schools=known.schools, kind=known.mode)


def _cluster(folder: Path, given: Path | None = None) -> ClusterThere:
    from maturity.folder.rounds import rehearsals, rounds_in_time

    there = replace(_named(folder), holds="round" if given else "cluster", given=given)
    try:
        rounds, practised = (tuple(map(_round, found(folder))) for found in (rounds_in_time, rehearsals))
    except InputError as error:
        return replace(there, problems=(*there.problems, *error.problems))
    return replace(there, rounds=rounds, rehearsals=practised)


def _round_alone(folder: Path) -> ClusterThere:
    """A round above which there is no cluster's file."""
    from maturity.readers.round import read_round

    round_ = read_round(folder)[0]
    there = _round(folder)
    return ClusterThere(
        folder=folder,
        holds="round",
        name=round_.cluster.name if round_ else "",
        schools=round_.cluster.schools if round_ else (),
        rounds=() if there.is_rehearsal else (there,),
        rehearsals=(there,) if there.is_rehearsal else (),
        given=folder,
        problems=there.problems,
    )


def _round(folder: Path) -> RoundThere:
    from maturity.core.plan import unfinished
    from maturity.readers.round import read_round

    round_, problems = read_round(folder)
    if round_ is None:
        return RoundThere(folder=folder, label=folder.name, problems=tuple(problems))
    return RoundThere(
        folder=folder,
        label=round_.label,
        date=round_.date,
        kind=round_.mode,
        asked=round_.questionnaire,
        is_answered=bool(round_.responses),
        is_ended=round_.published is not None,
        is_rehearsal=round_.rehearsal,
        unfinished=unfinished(round_.priorities),
    )
