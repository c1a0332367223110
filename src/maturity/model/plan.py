"""What the room agreed to work on, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from maturity.model.base import Frozen, Id, Text

MOST_PRIORITIES = 3
"""More than three priorities are none."""
Outcome = Literal["open", "done", "dropped"]


class Impact(Frozen):
    """A look at what has come of a priority."""

    date: dt.date
    note: Text
    evidence: str = ""
    outcome: Outcome = "open"


class Priority(Frozen):
    """One of the two or three things that everybody works on."""

    id: Id
    title: Text
    why: str = ""
    moves: tuple[str, ...] = ()
    """Ids of the dimensions or items that it should move."""
    owner: str = ""
    support: str = ""
    """The school that supports it: an id of the cluster's schools, or a text."""
    metric: str = ""
    """How we shall know."""
    agreed: dt.date | None = None
    review: dt.date | None = None
    """Day of the peer review."""
    due: dt.date | None = None
    """Day by which its impact is reported; six months after the review unless said otherwise."""
    carried_from: str = ""
    """Label of the round in which it was first agreed, when it was brought forward."""
    checks: tuple[Impact, ...] = Field(default=())

    @property
    def last_check(self) -> Impact | None:
        """The latest look; of two on one day, the one that was written down last."""
        return self._in_time[-1] if self.checks else None

    @property
    def _in_time(self) -> list[Impact]:
        return sorted(self.checks, key=lambda check: check.date)

    @property
    def outcome(self) -> Outcome:
        """What the last look said."""
        return self.last_check.outcome if self.last_check else "open"

    def outcome_on(self, day: dt.date) -> Outcome:
        """What the last look up to the end of a day said."""
        said = [check.outcome for check in self._in_time if check.date <= day]
        return said[-1] if said else "open"

    @property
    def ended(self) -> dt.date | None:
        """The day since which it is done, or dropped; None while it is open. A later note moves no day."""
        found = None
        for check in reversed(self._in_time):
            if self.outcome == "open" or check.outcome != self.outcome:
                break
            found = check.date
        return found
