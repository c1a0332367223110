"""Counts side by side whose sum is known, as comparisons show them."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.core.assessment import Count

FEWEST_SCHOOLS = 3


def hide(counts: Sequence[int], k: int, whole: int | None = None) -> list[Count]:
    """Counts that may be shown side by side when their sum is known, and these rules as well.

    Counts from 1 to k - 1 are hidden, then the smallest others, until those hidden cannot be told from their sum.
    Which of them are below k is said unless that would tell.

    Args:
        counts: people in each cell.
        k: smallest cell.
        whole: the known sum, where cells that are not listed belong to it as well; None if it is that of `counts`.
    """
    unlisted = 0 if whole is None else whole - sum(counts)
    small = [n for n in counts if 0 < n < k]
    rest = sorted({n for n in counts if n >= k})
    hidden = list(small)
    while (small or 0 < unlisted < k) and rest and _told(hidden, unlisted, k, rest[0] - 1):
        # Equals go together: which of them was hidden would tell.
        lowest = rest.pop(0)
        hidden += [n for n in counts if n == lowest]
    if not unlisted and k <= sum(hidden) <= len(hidden) + 1:
        # One person in each, or in all but one: where nobody is has to be hidden too.
        return [Count(None)] * len(counts)
    below = None if _told(hidden, unlisted, k, rest[0] - 1 if rest else sum(hidden)) and len(hidden) > 1 else k
    return [Count(n) if n not in hidden else Count(None, below if n < k else None) for n in counts]


def _told(hidden: Sequence[int], unlisted: int, k: int, largest: int) -> bool:
    """Whether hidden cells can be told from their sum, for some way of sharing it out.

    For example 8 people in two cells that are said to be below 5: each has 4. Looks only at what anybody can know.

    Args:
        largest: no hidden cell holds more; the next that is shown would have been hidden in its place.
    """
    cells, total = len(hidden), sum(hidden) + unlisted
    if total < k or cells + (unlisted > 0) < 2:
        return True
    if not unlisted and not cells + 1 < total < cells * largest - 1:
        return True
    for small in range(1, cells + 1):
        most = min(k - 1, total - (small - 1) - k * (cells - small))
        least = 1 if unlisted else max(1, total - (small - 1) * (k - 1) - largest * (cells - small))
        if least == most:
            return True
    return False
