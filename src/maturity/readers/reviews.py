"""The reviews of a cluster, with the names of its schools."""

from __future__ import annotations

from pathlib import Path as File

from maturity.core.reviews import ReviewBook
from maturity.folder.names import CLUSTER
from maturity.readers.cluster import load_cluster
from maturity.readers.roster import schools_before
from maturity.source.content import is_file
from maturity.source.yaml_source import read_yaml


def load_reviews(folder: File) -> ReviewBook:
    """Every review of a cluster.

    Args:
        folder: the one that holds `cluster.yaml`.

    Raises:
        InputError: there is no such file, or something in it is wrong; carries all problems.
    """
    cluster = load_cluster(folder)
    members = {school.id: school.name for school in cluster.schools}
    former = schools_before(folder) if cluster.reviews else {}
    left = {one: name for one, name in former.items() if one not in members}
    return ReviewBook(cluster.name, cluster.reviews, members, left)


def reviews_kept(folder: File) -> ReviewBook | None:
    """Every review of a cluster; None where none is on record, so that nothing has to be said.

    Raises:
        InputError: something in the cluster's file is wrong; carries all problems.
    """
    path = folder / CLUSTER
    if not is_file(path) or "reviews" not in read_yaml(path).data:
        return None
    book = load_reviews(folder)
    return book if book.reviews else None
