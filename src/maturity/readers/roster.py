"""Which schools that a round speaks of have left since: earlier rounds say what they were called."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path as File

from maturity.core.roster import counting_on
from maturity.errors import InputError
from maturity.folder.names import CLUSTER, ROUND
from maturity.folder.rounds import cluster_folder, rounds_in_time
from maturity.model import Round
from maturity.model.plan import Priority
from maturity.source.content import is_file
from maturity.source.yaml_source import read_yaml


def with_roster(round_: Round, folder: File) -> Round:
    """A round that knows which schools of earlier rounds are members no more, where anything in it may name one.

    Args:
        round_: as its file has it.
        folder: of the round; earlier rounds lie beside it.
    """
    if not round_.priorities and not any(one.reason for one in round_.agreed.values()):
        return round_
    members = round_.cluster.school_by_id
    left = _former(folder, {school.name.casefold() for school in members.values()}, members)
    return round_.model_copy(update={"left": left}) if left else round_


def leaving(round_: Round, folder: File) -> list[tuple[Priority, str]]:
    """Unfinished priorities of a round and the text in which each names a school that has left.

    Args:
        round_: as read from its folder.
        folder: of the round; the cluster's own file says who belongs to it by now.
    """
    try:
        now = _schools(cluster_folder(folder) / CLUSTER)
    except InputError:
        now = {}
    gone = {name: school.name for name, school in round_.cluster.school_by_id.items() if now and name not in now}
    return [(one, text) for one in round_.priorities for text in counting_on(one, {**round_.left, **gone})]


def schools_before(folder: File) -> dict[str, str]:
    """Every school of a cluster's rounds: id to the name it had last; none where a round cannot be read.

    Args:
        folder: of the cluster.
    """
    try:
        found = [_schools(other / ROUND) for other in rounds_in_time(folder)]
    except InputError:
        return {}
    return {one: name for schools in found for one, name in schools.items()}


def _former(folder: File, names: Collection[str], members: Collection[str]) -> dict[str, str]:
    """Schools of earlier rounds that are no members now, under whatever id: id to the name they had last."""
    here, found = folder.resolve(), dict[str, str]()
    try:
        for other in rounds_in_time(cluster_folder(here)):
            if other.resolve() == here:
                break
            found |= _schools(other / ROUND)
    except InputError:
        return {}
    return {one: name for one, name in found.items() if one not in members and name.casefold() not in names}


def _schools(path: File) -> dict[str, str]:
    data = read_yaml(path).data if is_file(path) else {}
    about = data.get("cluster", data)
    rows = about.get("schools") if isinstance(about, dict) else None
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {str(row.get("id")): str(row.get("name")) for row in rows}
