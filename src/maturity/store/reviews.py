"""The reviews of a cluster on disk, in the file that says who belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from maturity.errors import InputError, Problem
from maturity.folder.names import CLUSTER
from maturity.model import Review, School
from maturity.source.yaml_source import read_yaml
from maturity.store import meanwhile
from maturity.store.keys import change_key, valid
from maturity.store.meanwhile import Overwritten
from maturity.store.plans import plain_data
from maturity.text.names import quoted

REVIEWS = "reviews"


def save_reviews(
    cluster: Path, reviews: Sequence[Review], base: Sequence[Review] = (), former: Collection[str] = ()
) -> tuple[tuple[Review, ...], list[Overwritten]]:
    """Put into a cluster's file what was changed in its reviews; what others changed meanwhile stays.

    An entry that is as it was keeps its words, its layout and its comments.

    Args:
        cluster: the folder that holds `cluster.yaml`.
        reviews: all of them after the change.
        base: all of them before it.
        former: ids of schools of earlier rounds, which may have left.

    Returns:
        all reviews as they are now, and what others had changed too.

    Raises:
        InputError: the file cannot be read, is not laid out one key a line, or cannot be written; or a school of a
            review is no longer in it.
    """
    path = cluster / CLUSTER
    after: tuple[Review, ...] = ()
    found: list[Overwritten] = []

    def merged(said: Any) -> list[Mapping[str, Any]]:
        nonlocal after, found
        # Read as people's files are read: `no` is a word here.
        data = read_yaml(path).data
        words = data.get(REVIEWS) or []
        there = [valid(path, f"{REVIEWS}[{n}]", Review, one) for n, one in enumerate(words, 1)]
        if len({(one.school, one.reviewed) for one in there}) < len(there):
            hint = "nothing was saved; 'maturity doctor' says where"
            raise InputError(Problem(str(path), None, REVIEWS, "odd-value", "a review stands in it twice", hint))
        after, found = meanwhile.merged_reviews(tuple(base), tuple(reviews), tuple(there))
        _refuse_strangers(path, after, {*_members(path, data), *former})
        written = dict(zip(there, said, strict=True)) if isinstance(said, list) and len(said) == len(there) else {}
        return [written.get(one) or plain_data(one.model_dump(exclude_defaults=True)) for one in after]

    change_key(path, REVIEWS, merged, what="the reviews", flow=False, entries=True)
    return after, found


def _members(path: Path, data: Mapping[str, Any]) -> Iterator[str]:
    for n, one in enumerate(data.get("schools") or [], 1):
        yield valid(path, f"schools[{n}]", School, one).id


def _refuse_strangers(path: Path, reviews: Sequence[Review], known: Collection[str]) -> None:
    """Refuse to write what nobody could read afterwards.

    Raises:
        InputError: a review names a school that has been taken out of the file since it was read.
    """
    named = ((one, school) for one in reviews for school in (one.school, *(given.school for given in one.help)))
    for one, school in named:
        if school not in known:
            message = f"the review of {quoted(one.school)} on {one.reviewed} names {quoted(school)}, which is no school"
            hint = f"put {quoted(school)} back among the schools of the file, then save again; nothing was saved"
            raise InputError(Problem(str(path), None, "schools", "unknown-school", f"{message} in it now", hint))
