"""A plan may name a school that has left since: it is said by its name, and that it has left."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path as File

from maturity.errors import InputError
from maturity.folder.names import CLUSTER, ROUND
from maturity.folder.rounds import cluster_folder, rounds_in_time
from maturity.model import Round
from maturity.model.plan import LEFT, Priority
from maturity.source.content import is_file
from maturity.source.yaml_source import read_yaml

POINTERS = ("support", "owner")


def with_roster(round_: Round, folder: File) -> Round:
    """A round whose priorities say which of the schools that they name are members no more.

    Args:
        round_: as its file has it.
        folder: of the round; earlier rounds beside it say what schools were called that have left.
    """
    members = round_.cluster.school_by_id
    unclear = [one for one in round_.priorities if (one.support and one.support not in members) or one.owner]
    former = _former(folder, {school.name.casefold() for school in members.values()}, members) if unclear else {}
    if not former:
        return round_
    return round_.model_copy(update={"priorities": tuple(_marked(one, former) for one in round_.priorities)})


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
    found: list[tuple[Priority, str]] = []
    for one in round_.priorities:
        texts = (getattr(_marked(one, gone), pointer) for pointer in POINTERS)
        found += [(one, text) for text in texts if one.outcome == "open" and text.endswith(LEFT)]
    return found


def _marked(one: Priority, former: Mapping[str, str]) -> Priority:
    update: dict[str, str] = {}
    for pointer in POINTERS:
        said = getattr(one, pointer)
        if said in former or (not said.endswith(LEFT) and any(_names(said, name) for name in former.values())):
            update[pointer] = f"{former.get(said, said)}{LEFT}"
    return one.model_copy(update=update) if update else one


def _names(text: str, school: str) -> bool:
    """Whether a text names a school; one word inside of others may be anybody's name."""
    text, school = text.casefold().strip(), school.casefold()
    return text == school or (" " in school and bool(re.search(rf"(?<!\w){re.escape(school)}(?!\w)", text)))


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
