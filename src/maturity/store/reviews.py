"""The reviews of a cluster on disk, in the file that says who belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from maturity.errors import InputError, Problem
from maturity.folder.names import CLUSTER
from maturity.model import Review
from maturity.source.yaml_source import read_yaml
from maturity.store import meanwhile
from maturity.store.keys import change_key, valid
from maturity.store.meanwhile import Overwritten
from maturity.store.plans import plain_data

REVIEWS = "reviews"


def save_reviews(
    cluster: Path, reviews: Sequence[Review], base: Sequence[Review] = ()
) -> tuple[tuple[Review, ...], list[Overwritten]]:
    """Put into a cluster's file what was changed in its reviews; what others changed meanwhile stays.

    An entry that is as it was keeps its words, its layout and its comments.

    Args:
        cluster: the folder that holds `cluster.yaml`.
        reviews: all of them after the change.
        base: all of them before it.

    Returns:
        all reviews as they are now, and what others had changed too.

    Raises:
        InputError: the file cannot be read, is not laid out one key a line, or cannot be written.
    """
    path = cluster / CLUSTER
    after: tuple[Review, ...] = ()
    found: list[Overwritten] = []

    def merged(said: Any) -> list[Mapping[str, Any]]:
        nonlocal after, found
        # Read as people's files are read: `no` is a word here.
        words = read_yaml(path).data.get(REVIEWS) or []
        there = [valid(path, f"{REVIEWS}[{n}]", Review, one) for n, one in enumerate(words, 1)]
        if len({(one.school, one.reviewed) for one in there}) < len(there):
            hint = "nothing was saved; 'maturity doctor' says where"
            raise InputError(Problem(str(path), None, REVIEWS, "odd-value", "a review stands in it twice", hint))
        after, found = meanwhile.merged_reviews(tuple(base), tuple(reviews), tuple(there))
        written = dict(zip(there, said, strict=True)) if isinstance(said, list) and len(said) == len(there) else {}
        return [written.get(one) or plain_data(one.model_dump(exclude_defaults=True)) for one in after]

    change_key(path, REVIEWS, merged, what="the reviews", flow=False, entries=True)
    return after, found
