"""What rows may be answers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from maturity.model import Questionnaire


def _as_number(version: str) -> str:
    return re.sub(r"^([0-9]+)\.0+$", r"\1", version)


@dataclass(frozen=True)
class Asked:
    """Questionnaires that rows may be answers to.

    Args:
        known: by id and version; of these the first is meant where a row does not say.
        shipped: gives one by an id that is not among them; None where there is none.
    """

    known: dict[tuple[str, str], Questionnaire]
    shipped: Callable[[str], Questionnaire | None] = lambda _: None

    def find(self, name: str, version: str | None) -> Questionnaire | None:
        """The one that a row names; None where it is not known."""
        own = [one for one in list(self.known.values()) if one.id == name]
        exact = [one for one in own if version in (None, one.version)]
        if exact:
            return exact[0]
        made = self.shipped(name)
        there = {one.version: one for one in ([] if made is None else [made]) + own}
        # A version that is kept as a number is written in another way: 2.0 as 2.
        alike = [one for one in there.values() if version is None or _as_number(one.version) == _as_number(version)]
        found = there.get(version or "", alike[0] if len(alike) == 1 else None)
        # Of what several parts of a source name at the same time there is one.
        return None if found is None else self.known.setdefault((found.id, found.version), found)

    def fits(self, header: Collection[str]) -> Questionnaire | None:
        """The one that has most of its questions among some columns; None where none has any."""
        counts = [(sum(item in header for item in one.item_by_id), one) for one in self.known.values()]
        best = max((count for count, _ in counts), default=0)
        return next((one for count, one in counts if count == best), None) if best else None
