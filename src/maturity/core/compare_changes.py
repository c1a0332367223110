"""From measured arrays to changes by id, each with its verdict or the reason why there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from maturity.core.assessment import Interval
from maturity.core.compare_pair import Pair
from maturity.core.compare_privacy import Permission
from maturity.core.comparison import Change, Verdict
from maturity.core.matching import ENOUGH_ANCHORS
from maturity.core.measuring import NOTHING, Measured
from maturity.core.privacy import FEWEST_SCHOOLS
from maturity.core.table import Bools

DRIFT = 0.5
"""An item that moved further than this, in levels, from the median change of its axis is flagged."""
CONFIDENTIAL = "a round is confidential, and it would give away what a few people said"


def changes_of(pair: Pair, allowed: Permission, measured: Measured) -> dict[str, dict[str, Change]]:
    """Changes by kind (`item`, `dimension`, `axis`) and id."""
    questionnaire, structure = pair.rounds[1].questionnaire, pair.structure
    of_dimension = structure.dimensions > 0
    kinds = {
        "item": (pair.items, np.eye(len(pair.items), dtype=bool), measured.items),
        "dimension": (tuple(d.id for d in questionnaire.dimensions), of_dimension, measured.dimensions),
        "axis": (tuple(a.id for a in questionnaire.axes), of_dimension @ (structure.axes > 0), measured.axes),
    }
    found: dict[str, dict[str, Change]] = {}
    for kind, (ids, parts, where) in kinds.items():
        found[kind] = {}
        for column, name in enumerate(ids):
            part, target = parts[:, column], where.start + column
            change = _change(measured, target, _spread(allowed, kind, part, int(measured.schools[target])))
            if change.verdict == "incomparable":
                change = replace(change, reason=_why_not(pair, allowed, kind, name, part, measured))
            found[kind][name] = change
    return found


def _spread(allowed: Permission, kind: str, part: Bools, schools: int) -> bool:
    """Whether an interval, which tells the spread over schools, may be shown."""
    if allowed.schools:
        return True
    together = bool(allowed.spread[part & allowed.items].all())
    return kind in allowed.kinds and schools >= FEWEST_SCHOOLS and together


def _change(measured: Measured, target: int, spread: bool) -> Change:
    before, after, half = (float(values[target]) for values in (measured.before, measured.after, measured.half))
    schools = int(measured.schools[target])
    if not np.isfinite(before):
        return Change(None, None, None, None, None, "incomparable", schools)
    change, reason = after - before, None
    if schools < 2:
        reason = "how sure this is cannot be said: only one school has it in both rounds"
    elif not spread:
        reason = f"an interval needs {FEWEST_SCHOOLS} schools that cannot be told apart, and a round is confidential"
    if reason is not None:
        return Change(before, after, change, None, None, "unsure", schools, reason)
    interval = Interval(change - half, change + half)
    verdict: Verdict = "up" if interval.low > NOTHING else "down" if interval.high < -NOTHING else "unsure"
    return Change(before, after, change, interval, half, verdict, schools)


def _why_not(pair: Pair, allowed: Permission, kind: str, name: str, part: Bools, measured: Measured) -> str:
    """Why an item, a dimension or an axis has no score in both rounds."""
    if not part.any():
        return "no question on it means the same in both rounds"
    if not allowed.items[part].any():
        return CONFIDENTIAL
    if kind != "axis":
        return "fewer than half of the schools in both rounds answered it both times"
    axis = [a.id for a in pair.rounds[1].questionnaire.axes].index(name)
    own = pair.structure.axes[:, axis] > 0
    whole, needed = int(own.sum()), int(pair.structure.needed[axis])
    asked = int((pair.structure.dimensions.sum(axis=0)[own] > 0).sum())
    if asked < needed:
        return f"{asked} of {whole} dimensions have a question that means the same in both rounds; {needed} are needed"
    scored = int(np.isfinite(measured.before[measured.dimensions][own]).sum())
    if not allowed.items[part].all():
        return f"{scored} of {whole} dimensions may be compared, since a round is confidential; {needed} are needed"
    return f"{scored} of {whole} dimensions have enough answers in both rounds; {needed} are needed"


def drifting(pair: Pair, measured: Measured) -> tuple[str, ...]:
    """Common items whose change lies more than `DRIFT` from the median change of their axis.

    Of their axis, for an axis that moves as a whole does not drift, and a score is linked axis by axis.
    """
    change = (measured.after - measured.before)[measured.items]
    found = np.zeros(len(change), bool)
    for on_axis in ((pair.structure.dimensions @ pair.structure.axes) > 0).T:
        own = on_axis & np.isfinite(change)
        if own.sum() >= ENOUGH_ANCHORS:
            found |= own & (np.abs(change - np.median(change[own])) > DRIFT + NOTHING)
    return tuple(item for item, drifts in zip(pair.items, found, strict=True) if drifts)
