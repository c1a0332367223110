"""A cluster's folder: who belongs to it, which reviews there were, and the rounds that it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path as File
from typing import Literal

from pydantic import ValidationError

from maturity.core.reviews import alike
from maturity.errors import Fault, InputError, Problem, UsageError
from maturity.folder.names import CLUSTER, ROUND
from maturity.folder.rounds import copied_rounds, doubled_rounds, round_folders, there
from maturity.model import Cluster, Mode, Review
from maturity.readers.checks import days_ahead, review_faults, twins
from maturity.readers.roster import schools_before
from maturity.readers.table import slugs
from maturity.source.shape import field_of, shape_faults
from maturity.source.yaml_source import read_yaml
from maturity.text.names import quoted


class ClusterFile(Cluster):
    """What `cluster.yaml` says: the cluster, who rates unless a round says otherwise, and which reviews there were."""

    format: Literal["maturity-cluster/1"] = "maturity-cluster/1"
    mode: Mode = "named"
    reviews: tuple[Review, ...] = ()


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


def members_named(name: str, schools: Sequence[str]) -> Cluster:
    """A cluster of this name and these schools.

    Raises:
        UsageError: a school is named twice.
        InputError: a name cannot be one; carries all problems.
    """
    ids = slugs(schools)
    if len(ids) < len(schools):
        raise UsageError("a school is named twice", "name each school once")
    rows = [{"id": one, "name": school} for one, school in zip(ids.values(), schools, strict=True)]
    data = {"name": name, "schools": rows}
    try:
        return Cluster.model_validate(data)
    except ValidationError as error:
        found = shape_faults(error, data, Cluster)
        raise InputError(Problem("", None, field_of(f.at, data), f.code, f.message, f.hint) for f in found) from None


def check_cluster(folder: File, today: dt.date) -> list[Problem]:
    """Everything that is wrong with a cluster's file, and rounds of it that cannot be told apart.

    Args:
        folder: the one that holds `cluster.yaml`.
        today: what came of a review cannot be later.
    """
    cluster, problems = _read_cluster(folder)
    problems += _doubtful(cluster, folder, today) if cluster else []
    seen: dict[str, File] = {}
    for copy in sorted(copied_rounds(folder)):
        message = "this looks like a copy of a round, and is not read"
        hint = "move it elsewhere once nobody misses an answer in it; if it is a round, give it a name of its own"
        problems.append(Problem(str(copy), None, "", "copied-round", message, hint))
    doubles = doubled_rounds(folder)
    for round_ in sorted(round_folders(folder), key=lambda one: (one in doubles, one)):
        label = _label_of(round_)
        if label in seen:
            message = f"has the label {quoted(label)}, as {quoted(seen[label].name)} has"
            message += "; it is taken for a copy, and is not read" if round_ in doubles else ""
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
    former = schools_before(folder) if draft.data.get("reviews") else {}
    problems = draft.report(shape, twins((), draft.data), review_faults(draft.data, former))
    return (None if problems else cluster), problems


def _doubtful(cluster: ClusterFile, folder: File, today: dt.date) -> list[Problem]:
    """Reviews that may be there twice, help that waits for a school that has left, and days that are still ahead."""
    draft, found = read_yaml(folder / CLUSTER), list[Fault]()
    found += [fault for place, review in enumerate(cluster.reviews) for fault in days_ahead(place, review, today)]
    for place, first in alike(cluster.reviews):
        message = f"{quoted(first.school)} was reviewed on {first.reviewed} too, only days apart"
        hint = "make one entry of the two if it is the same review, or correct a day"
        found.append(Fault(("reviews", place, "reviewed"), "alike-review", message, hint))
    for place, review in enumerate(cluster.reviews):
        for number, promised in enumerate(review.help if review.told is None else ()):
            if promised.given is None and promised.school not in cluster.school_by_id:
                at = ("reviews", place, "help", number, "school")
                message = f"help is still promised by {quoted(promised.school)}, which has left the cluster"
                found.append(Fault(at, "school-left", message, "ask another school, or take it out"))
    return [draft.problem(fault) for fault in found]


def _label_of(round_: File) -> str | None:
    try:
        label = read_yaml(round_ / ROUND).data.get("label")
    except InputError:
        return None
    return label if isinstance(label, str) else None
