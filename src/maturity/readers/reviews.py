"""The reviews of a cluster, with the names of its schools."""

from __future__ import annotations

import datetime as dt
from pathlib import Path as File

from maturity.core.reviews import ReviewBook
from maturity.errors import InputError, Problem
from maturity.folder.names import CLUSTER
from maturity.model import Review
from maturity.readers.cluster import load_cluster
from maturity.readers.roster import schools_before
from maturity.source.content import is_file
from maturity.source.yaml_source import read_yaml
from maturity.text.names import quoted


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


def review_of(cluster: File, school: str, reviewed: dt.date) -> Review:
    """One review, by what says which one it is.

    Args:
        cluster: the folder that holds `cluster.yaml`.
        school: id of the school that was reviewed.
        reviewed: day of the review.

    Raises:
        InputError: none is on record, or the cluster's file cannot be read.
    """
    reviews = load_reviews(cluster).reviews
    for one in reviews:
        if (one.school, one.reviewed) == (school, reviewed):
            return one
    days = [str(one.reviewed) for one in reviews if one.school == school]
    message = f"no review of {quoted(school)} on {reviewed} is on record"
    hint = f"of this school: {', '.join(days)}" if days else "'maturity review' lists those that are"
    raise InputError(Problem(str(cluster / CLUSTER), None, "reviews", "no-review", message, hint))
