"""The review of one school by its peers: what followed it, and who has been told."""

from __future__ import annotations

import datetime as dt

from maturity.model.base import Frozen, Text


class Help(Frozen):
    """What another school does for the one that was reviewed."""

    school: str
    """Who gives it: an id of the cluster's schools."""
    what: Text
    by: dt.date | None = None
    """Day by which it was promised."""
    given: dt.date | None = None
    """Day on which it was given; None while it was not."""


class Review(Frozen):
    """One review; the school and its day together say which one it is."""

    school: str
    """Who was reviewed: an id of the cluster's schools."""
    reviewed: dt.date
    """Day of the review; one that is still ahead is planned."""
    reviewers: tuple[Text, ...] = ()
    """Who reviewed: ids of the cluster's schools, or texts."""
    priority: str = ""
    """The one thing that the school works on because of it."""
    champion: str = ""
    """Who sees to it."""
    help: tuple[Help, ...] = ()
    due: dt.date | None = None
    """Day by which the school tells the others what came of it; six months after the review unless said otherwise."""
    told: dt.date | None = None
    """Day on which it told them; None while it has not."""
    evidence: str = ""
    """What showed what came of it."""
