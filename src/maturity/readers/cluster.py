"""A cluster's folder: who belongs to it, and the rounds that it holds."""

from __future__ import annotations

import re
from pathlib import Path as File
from typing import Literal

from pydantic import ValidationError

from maturity.errors import InputError, Problem
from maturity.model import Cluster, Mode
from maturity.model.faults import Fault
from maturity.readers.checks import twins
from maturity.readers.text import is_file, is_folder, refusal
from maturity.readers.wording import quoted, shape_faults
from maturity.readers.yaml_source import read_yaml

CLUSTER, ROUND = "cluster.yaml", "round.yaml"
TABLES = (".csv", ".tsv", ".xlsx")


class ClusterFile(Cluster):
    """What `cluster.yaml` says: the cluster, and who rates unless a round says otherwise."""

    format: Literal["maturity-cluster/1"] = "maturity-cluster/1"
    mode: Mode = "named"


def load_cluster(folder: File) -> ClusterFile:
    """The cluster that a folder belongs to.

    Args:
        folder: the one that holds `cluster.yaml`.

    Raises:
        InputError: there is no such file, or something in it is wrong; carries all problems.
    """
    cluster, problems = _read_cluster(folder)
    if cluster is None:
        raise InputError(problems)
    return cluster


def check_cluster(folder: File) -> list[Problem]:
    """Everything that is wrong with a cluster's file, and rounds of it that cannot be told apart.

    Args:
        folder: the one that holds `cluster.yaml`.
    """
    _, problems = _read_cluster(folder)
    seen: dict[str, File] = {}
    for round_ in rounds_of(folder):
        label = _label_of(round_)
        if label in seen:
            message = f"has the label {quoted(label)}, as {quoted(seen[label].name)} has"
            hint = "if syncing has doubled the folder, move one of them elsewhere; else change the label"
            problems.append(Problem(str(round_ / ROUND), None, "label", "duplicate-label", message, hint))
        elif label is not None:
            seen[label] = round_
    return problems


def _read_cluster(folder: File) -> tuple[ClusterFile | None, list[Problem]]:
    cluster: ClusterFile | None = None
    shape: list[Fault] = []
    try:
        draft = read_yaml(there(folder / CLUSTER))
        cluster = ClusterFile.model_validate(draft.data)
    except InputError as error:
        return None, list(error.problems)
    except ValidationError as error:
        shape = list(shape_faults(error, draft.data, ClusterFile))
    problems = draft.report(shape, twins((), draft.data))
    return (None if problems else cluster), problems


def there(path: File) -> File:
    """A file that the folder of a cluster or a round cannot do without.

    Raises:
        InputError: it is missing.
    """
    if not is_file(path):
        hint = "restore it from a copy, or from the history of the synced drive"
        raise refusal(path, None, "missing", "the file is missing", hint)
    return path


def _label_of(round_: File) -> str | None:
    try:
        label = read_yaml(round_ / ROUND).data.get("label")
    except InputError:
        return None
    return label if isinstance(label, str) else None


def rounds_of(folder: File) -> list[File]:
    """Folders of the rounds in a cluster's folder; numbers in their names are ordered as numbers."""
    return sorted((path.parent for path in folder.glob(f"*/{ROUND}")), key=lambda path: _natural(path.name))


def round_before(round_: File) -> File | None:
    """Folder of the round before one in the same cluster; None if it is the first."""
    here = round_.resolve()
    rounds = [path.resolve() for path in rounds_of(cluster_folder(here))]
    place = rounds.index(here) if here in rounds else 0
    return rounds[place - 1] if place else None


def cluster_folder(round_: File) -> File:
    """The folder of the cluster that a round's folder lies in."""
    return round_.parent if round_.name not in ("", "..") else round_.resolve().parent


def round_folder(path: File) -> tuple[File, list[Problem]]:
    """The folder of the round that is meant.

    Args:
        path: folder of a round, or of a cluster; of several rounds the one with the latest label is taken.

    Returns:
        the folder, and a remark if there were others to choose from.

    Raises:
        InputError: there is no such folder, or no round in it.
    """
    if is_file(path / ROUND):
        return path, []
    if not is_folder(path):
        hint = "'maturity start FOLDER' makes one"
        if is_file(path):
            message = "answers are kept in a folder, this is a file"
            raise refusal(path, None, "no-folder", message, f"give the folder of a round; {hint}")
        raise refusal(path, None, "no-folder", "there is no such folder", f"check the spelling; {hint}")
    rounds = rounds_of(path)
    if not rounds:
        raise refusal(path, None, "no-round", f"the folder holds no {ROUND}", _instead(path))
    *others, latest = rounds
    if not others:
        return latest, []
    message = f"the latest round is taken, {quoted(latest.name)}"
    hint = f"for another give its folder: {', '.join(map(str, others))}"
    return latest, [Problem(str(path), None, "", "latest-round", message, hint)]


def _instead(path: File) -> str:
    if is_file(path / CLUSTER):
        return f"open a round: maturity start {path}"
    files = sorted(str(file) for file in path.glob("*") if file.suffix.lower() in (".yaml", ".yml", *TABLES))
    return f"give a file: {', '.join(files)}" if files else "give a file, or the folder of a round"


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(digits or 0), word) for digits, word in re.findall(r"(\d+)|(\D+)", name.casefold())]
