"""The reviews of a cluster, beside the rounds that somebody gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.errors import InputError

if TYPE_CHECKING:
    from maturity.core.assessment import Assessment
    from maturity.core.reviews import ReviewBook, ReviewYear
    from maturity.model import Round
    from maturity.report.reviews import ReviewStory


def cluster_of(path: Path) -> Path | None:
    """The folder of the cluster that a path is, or that it is a round of; None where there is none."""
    from maturity.folder.names import CLUSTER
    from maturity.folder.rounds import cluster_folder
    from maturity.source.content import is_file, is_folder

    if not is_folder(path):
        return None
    return next((one for one in (path, cluster_folder(path)) if is_file(one / CLUSTER)), None)


def reviews_beside(paths: Sequence[Path], today: dt.date) -> ReviewBook | None:
    """The reviews of the one cluster that all paths belong to, as they stood on a day; None where none is on record.

    Raises:
        InputError: something in the cluster's file is wrong; carries all problems.
    """
    from maturity.core.reviews import book_on
    from maturity.readers.reviews import reviews_kept

    folders = {folder.resolve(): folder for path in paths if (folder := cluster_of(path)) is not None}
    if len(folders) != 1:
        return None
    (folder,) = folders.values()
    try:
        book = reviews_kept(folder)
    except InputError as error:
        raise InputError(error.problems, ("maturity", "doctor", str(folder))) from None
    return None if book is None else book_on(book, today)


def book_at(path: Path) -> tuple[Path, ReviewBook]:
    """The folder of the cluster that is meant, and its reviews.

    Raises:
        InputError: there is no such folder, or something in the cluster's file is wrong; carries all problems.
    """
    from maturity.readers.reviews import load_reviews
    from maturity.source.content import is_file, is_folder, missing, refusal

    folder = cluster_of(path)
    if folder is None:
        if not is_folder(path) and not is_file(path):
            raise missing(path)
        hint = "give the folder that holds cluster.yaml; 'maturity start FOLDER' makes one"
        raise refusal(path, None, "no-cluster", "reviews are kept in the folder of a cluster, and this is none", hint)
    return folder, load_reviews(folder)


def story_of(paths: Sequence[Path], rounds: Sequence[Round], today: dt.date) -> ReviewStory | None:
    """What a report on the last of some rounds tells of reviews; None where none is on record.

    It tells those since the cluster's round before, earlier ones that are still open, and none from the next round on.
    A round that is still ahead on the day is not known yet; nor is who has left since the last one.
    """
    from maturity.core.reviews import of_window, review_statuses, review_years
    from maturity.folder.rounds import days_in_time
    from maturity.report.reviews import ReviewStory

    book, folder = reviews_beside(paths, today), cluster_of(paths[0])
    if book is None or folder is None:
        return None
    here = rounds[-1].date or dt.date.max
    every = days_in_time(folder)
    days = [one for one in every if one <= max(here, today)]
    if here <= today and len(days) < len(every):
        there = {one: name for one, name in book.left.items() if one in rounds[-1].cluster.school_by_id}
        left = {one: name for one, name in book.left.items() if one not in there}
        book = replace(book, schools={**there, **book.schools}, left=left)
    since = max((one for one in days if one < here), default=None)
    until = min((one for one in days if one > here), default=None)
    found = of_window(review_statuses(book, today), since or dt.date.min, until or dt.date.max)
    return ReviewStory(book, found, review_years(book.reviews, rounds, today), since, until)


def years_between(paths: Sequence[Path], rounds: Sequence[Assessment], today: dt.date) -> tuple[ReviewYear, ...]:
    """How many reviews there were from each round to the next; nothing where none is on record."""
    from maturity.core.reviews import review_years

    book = reviews_beside(paths, today)
    return () if book is None else review_years(book.reviews, rounds, today)
