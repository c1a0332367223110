"""From measured arrays to changes by id, each with its verdict or the reason why there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from maturity.core.assessment import Interval
from maturity.core.compare_pair import Pair
from maturity.core.comparison import Change, Verdict
from maturity.core.matching import ENOUGH_ANCHORS
from maturity.core.measuring import FEWEST_SCHOOLS, NOTHING, Measured
from maturity.core.said import Said, said
from maturity.core.structure import PartKind, Structure
from maturity.core.table import Bools

DRIFT = 1 / 8
"""An item that moved further than this part of its scale from the median change of its axis is flagged: half a level
on 1 to 5."""


def changes_of(pair: Pair, measured: Measured) -> dict[str, dict[str, Change]]:
    """Changes by kind (`item`, `dimension`, `axis`, `overall`, `view`) and id."""
    found: dict[str, dict[str, Change]] = {}
    for kind, (ids, parts, where) in change_targets(pair, measured).items():
        found[kind] = {}
        for column, name in enumerate(ids):
            change = _change(measured, where.start + column)
            if change.verdict == "incomparable":
                change = replace(change, reason=_why_not(pair, kind, column, parts[:, column], measured))
            found[kind][name] = change
    return found


def change_targets(pair: Pair, measured: Measured) -> dict[str, tuple[tuple[str, ...], Bools, slice]]:
    """By kind: ids, which common items (items, ids) belong to each, and where they lie among the targets."""
    structure = pair.structure
    found = {"item": (pair.items, np.eye(len(pair.items), dtype=bool), measured.items)}
    kinds: tuple[PartKind, ...] = ("dimension", "axis", "overall", "view")
    for kind in kinds:
        columns = structure.of_kind(kind)
        ids = tuple(part.id for part in structure.parts[columns])
        start = measured.parts.start
        found[kind] = ids, structure.counts[:, columns], slice(start + columns.start, start + columns.stop)
    return found


def judged(before: float, after: float, half: float, reach: float) -> tuple[Interval, float, Verdict]:
    """The interval of a change within what is possible, the smallest sure change, and the verdict.

    Args:
        reach: from the lowest possible value to the highest.
    """
    change = after - before
    verdict: Verdict = "up" if change - half > NOTHING else "down" if change + half < -NOTHING else "unsure"
    return Interval(max(change - half, -reach), min(change + half, reach)), min(half, reach), verdict


def _change(measured: Measured, target: int) -> Change:
    before, after, half = (float(values[0, target]) for values in (measured.before, measured.after, measured.half))
    schools = int(measured.schools[0, target])
    if not np.isfinite(before):
        return Change(None, None, None, None, None, "incomparable", schools)
    if schools < FEWEST_SCHOOLS:
        return Change(before, after, None, None, None, "too-few", schools, said("too-few-in-both", schools=schools))
    interval, smallest, verdict = judged(before, after, half, float(measured.reach[target]))
    return Change(before, after, after - before, interval, smallest, verdict, schools)


def _why_not(pair: Pair, kind: str, column: int, part: Bools, measured: Measured) -> Said:
    """Why an item, a dimension or an axis has no score in both rounds."""
    if not part.any():
        return said("all-questions-differ")
    if kind == "item" or (kind == "dimension" and pair.structure.parts[column].needs == 1):
        return said("half-did-not-answer-both")
    if kind != "axis":
        return said("half-lack-dimensions")
    scored = np.isfinite(measured.before[0, measured.dimensions])
    return few_dimensions(pair.structure, column, scored) or said("half-lack-dimensions")


def few_dimensions(structure: Structure, axis: int, scored: Bools) -> Said | None:
    """That too few dimensions of an axis can be compared; None where there are enough.

    Args:
        axis: its column.
        scored: (dimensions,) which of all have a score in both rounds.
    """
    part = structure.parts[structure.axes.start + axis]
    own = [child for _, child, _ in part.children]
    asked = sum(bool(structure.counts[:, child].any()) for child in own)
    for code, n in (("few-dimensions-in-common", asked), ("few-dimensions-answered", int(scored[own].sum()))):
        if n < part.needs:
            return said(code, n=n, all=len(own), needed=part.needs)
    return None


def drifting(pair: Pair, measured: Measured) -> tuple[str, ...]:
    """Common items whose change lies more than `DRIFT` from the median change of what they are added up to.

    Of their axis, for an axis that moves as a whole does not drift, and a score is linked axis by axis; without axes of
    the whole, or of the outermost part. Items that are each judged by themselves are free to go their own way.
    """
    change = measured.change[0, measured.items]
    found = np.zeros(len(change), bool)
    structure = pair.structure
    reach = structure.high - structure.low
    for together in structure.counts[:, _added_up(structure)].T:
        own = together & np.isfinite(change)
        # Where questions have ranges of different length, in parts of these.
        unit = 1.0 if len(set(reach[own].tolist())) < 2 else reach
        if own.sum() >= ENOUGH_ANCHORS:
            middle = np.median((change / unit)[own])
            found |= own & (np.abs(change / unit - middle) > (DRIFT * reach + NOTHING) / unit)
    return tuple(item for item, drifts in zip(pair.items, found, strict=True) if drifts)


def _added_up(structure: Structure) -> list[int]:
    """Columns of the parts within which items are held against one another."""
    columns = range(len(structure.parts))
    for kind in ("axis", "overall"):
        of_kind = [column for column in columns if structure.parts[column].kind == kind]
        if of_kind and len(structure.alone) < len(structure.turned):
            return of_kind
    inside = {child for part in structure.parts for kind, child, _ in part.children if kind == "part"}
    outermost = [column for column in columns if structure.parts[column].kind == "dimension" and column not in inside]
    return outermost if len(structure.alone) < len(structure.turned) else []
