"""The files around the answers: who belongs to a cluster, what a round is, what the room agreed on."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from maturity import files
from maturity.errors import InputError, Problem
from maturity.folder.fixed import settings_fixed
from maturity.folder.names import CLUSTER, JOURNAL, JOURNALS, QUESTIONNAIRE, ROUND, folder_name
from maturity.folder.rounds import rehearsals, round_folders
from maturity.model import SMALLEST_CELL, Agreed, Cluster, Mode, Questionnaire, Rated
from maturity.model.plan import Priority
from maturity.store import meanwhile
from maturity.store.answers import alone_with, read, saving
from maturity.store.copies import journals_beside
from maturity.store.keys import change_key, dump, valid
from maturity.store.lock import alone, sync_folder
from maturity.store.meanwhile import Overwritten
from maturity.store.plans import PRIORITIES, rows

FROZEN = "# What was asked in this round. It stays as it is: answers are read by it, now and in later years.\n"
MEMBERS = "# Who belongs to the cluster in this round; cluster.yaml says it for the rounds that are opened later.\n"


def write_cluster(folder: Path, cluster: Cluster, mode: Mode) -> Path:
    """Make the file that says who belongs to a cluster, and its folder where there is none.

    Raises:
        InputError: somebody has made it in between, or it cannot be written.
    """
    path = folder / CLUSTER
    said = {"format": "maturity-cluster/1", "name": cluster.name, "mode": mode, "schools": _schools(cluster)}
    with saving(path):
        folder.mkdir(parents=True, exist_ok=True)
        with alone(path):
            if path.exists():
                message = "somebody else has just made this cluster"
                raise InputError(Problem(str(path), None, "", "exists", message, "look at it, then start once more"))
            files.write(path, dump(said))
            sync_folder(folder)
    return path


def _schools(cluster: Cluster) -> list[dict[str, Any]]:
    return [school.model_dump() for school in cluster.schools]


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a round is called, the day of its sitting, its kind, and what is rated if that is not the cluster."""

    label: str
    date: dt.date
    mode: Mode
    rehearsal: bool = False
    about: Rated | None = None


def open_round(
    cluster: Path,
    *,
    members: Cluster,
    sitting: Sitting,
    questionnaire: Questionnaire,
    frozen: bytes,
    priorities: Sequence[Priority] = (),
) -> Path:
    """Make the folder of a new round, whole or not at all.

    Args:
        cluster: folder of the cluster.
        members: kept in the round, so that a school that joins or leaves later changes nothing that was.
        sitting: what the round is called, when and of which kind it is; its folder is named after it.
        questionnaire: what will be asked.
        frozen: the same as YAML that refers to no other file.
        priorities: those that are brought forward from the round before.

    Raises:
        InputError: there is such a folder already, or it cannot be made.
    """
    folder = cluster / folder_name(sitting.label)
    about = {
        "format": "maturity-round/1",
        "label": sitting.label,
        "date": sitting.date,
        "mode": sitting.mode,
        "smallest_cell": SMALLEST_CELL,
        **({"rehearsal": True} if sitting.rehearsal else {}),
        **({"subject_of": sitting.about.model_dump(exclude_none=True)} if sitting.about else {}),
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "fingerprint": questionnaire.fingerprint,
        },
    }
    who = MEMBERS.encode() + dump({"cluster": {"name": members.name, "schools": _schools(members)}})
    plan = dump({PRIORITIES: rows(priorities)}, flow=False) if priorities else b""
    with saving(folder):
        draft = Path(tempfile.mkdtemp(dir=cluster, prefix=f".{folder.name}.", suffix=".tmp"))
        try:
            files.write(draft / ROUND, dump(about) + who + plan)
            files.write(draft / QUESTIONNAIRE, FROZEN.encode() + frozen)
            draft.chmod(cluster.stat().st_mode)
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        sync_folder(cluster)
    return folder


def change_kind(folder: Path, mode: Mode) -> bool:
    """Give a round, and with the first one its cluster, another kind.

    Returns:
        False, and nothing was touched, where somebody has answered.

    Raises:
        InputError: the file cannot be read, is not laid out one key a line, or cannot be written.
    """
    journal = folder / JOURNAL
    if journal.exists() and journal.read_bytes().strip():
        return False
    what, cluster = "the words about the kind of round", folder.resolve().parent
    change_key(folder / ROUND, "mode", lambda _: mode, what=what, flow=False)
    if (cluster / CLUSTER).exists() and len(round_folders(cluster)) == 1:
        change_key(cluster / CLUSTER, "mode", lambda _: mode, what=what, flow=False)
    # Somebody may have answered meanwhile; then the journal says what that person was told.
    fixed = settings_fixed(read(folder))
    if fixed is None or fixed["mode"] == mode:
        return True
    change_key(folder / ROUND, "mode", lambda _: fixed["mode"], what=what, flow=False)
    return False


def throw_away_rehearsals(cluster: Path, *, but: Path) -> list[Path]:
    """Erase the answers of every rehearsal of a cluster, copies included.

    Args:
        but: the round that has just been opened.

    Returns:
        folders of the rehearsals of which something was erased.
    """
    emptied = []
    for folder in rehearsals(cluster):
        if folder == but:
            continue
        with saving(folder / JOURNAL), alone_with(folder / JOURNAL):
            journals = sorted({*folder.glob(JOURNALS), *journals_beside(folder)})
            for path in journals:
                # Of a link, what it leads to holds the answers.
                path.resolve().unlink(missing_ok=True)
                path.unlink(missing_ok=True)
            sync_folder(folder)
        emptied += [folder] if journals else []
    return emptied


def save_agreed(
    folder: Path, agreed: Mapping[str, Agreed], base: Mapping[str, Agreed] = MappingProxyType({})
) -> tuple[dict[str, Agreed], list[Overwritten]]:
    """Put what was changed in the levels that the room agreed on into `round.yaml`; all else in it stays as it is.

    Args:
        folder: of the round.
        agreed: item id to level and reason, all of them after the change.
        base: likewise before it.

    Returns:
        all that is agreed now, and what others had agreed on meanwhile.

    Raises:
        InputError: the file cannot be read, is not laid out one key a line, or cannot be written.
    """
    path = folder / ROUND
    after: dict[str, Agreed] = {}
    found: list[Overwritten] = []

    def levels(said: Any) -> dict[str, Any]:
        nonlocal after, found
        rows = said if isinstance(said, dict) else {"": said} if said else {}
        there = {item: valid(path, f"agreed.{item}", Agreed, one) for item, one in rows.items()}
        after, found = meanwhile.merged_agreed(base, agreed, there)
        return {item: one.model_dump(exclude_defaults=True) for item, one in after.items()}

    change_key(path, "agreed", levels, what="the agreed levels")
    return after, found
