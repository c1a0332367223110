"""Rounds of one cluster in the order of time."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.model import Round


def in_time(rounds: Sequence[Round]) -> list[Round]:
    """The rounds by date and then label; as they are given where one of them has no date."""
    dated = [(round_.date, round_.label, place) for place, round_ in enumerate(rounds) if round_.date is not None]
    if len(dated) < len(rounds):
        return list(rounds)
    return [rounds[place] for _, _, place in sorted(dated)]
