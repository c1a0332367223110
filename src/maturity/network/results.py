"""One row a cluster: what its columns are called, and where their values come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from maturity.core.advise import suggested_priorities
from maturity.core.assessment import Assessment, Count
from maturity.core.many import Many
from maturity.core.outline import Outlines
from maturity.core.parts import bands_of
from maturity.core.priorities import priorities_on_map
from maturity.core.reading import BandPlace, Checklist, Ladder, Map, Profile
from maturity.core.results_map import reasons_open
from maturity.core.structure import Structure
from maturity.core.table import ANSWERED, SKIPPED, UNKNOWN, Floats
from maturity.model import Questionnaire

Value = str | int | float | bool | dt.date | None
Type = Literal["text", "whole", "number", "yes-no", "date"]
PRIORITIES = 3
START = "start"
"""What the place of a cluster is called that has not reached the first stage."""
UNTOLD = "not-closed"
"""Reason of a round whose people are not named and that is not published."""
BY_POINTS = ("not-placed", "on-midpoint", UNTOLD)
"""Reasons without a place that do not depend on how sure it is."""
WHO: dict[str, Type] = {
    "cluster": "text",
    "round": "text",
    "date": "date",
    "kind": "text",
    "questionnaire": "text",
    "version": "text",
}
FIRST: dict[str, Type] = {
    "people": "whole",
    "schools": "whole",
    "schools_answered": "whole",
    "coverage": "number",
    "unknown": "number",
    "told": "yes-no",
    "reason": "text",
    "settled": "yes-no",
    "place": "text",
    "place_by_score": "text",
    **{f"priority_{n}": "text" for n in range(1, PRIORITIES + 1)},
}
SINCE: dict[str, Type] = {"since": "text"}
TYPES: dict[Type, pl.DataType | type[pl.DataType]] = {
    "text": pl.String,
    "whole": pl.Int64,
    "number": pl.Float64,
    "yes-no": pl.Boolean,
    "date": pl.Date,
}


@dataclass(frozen=True)
class ColumnNames:
    """What of a questionnaire has columns of its own.

    Args:
        moving: ids of axes, of all of it as one and of dimensions, each with its column among the parts of `Structure`.
        axes: ids of axes.
        items: ids of questions.
        held: whether questions hold or do not.
    """

    moving: tuple[tuple[str, int], ...]
    axes: tuple[str, ...]
    items: tuple[str, ...]
    held: bool

    @staticmethod
    def of(asked: Questionnaire) -> ColumnNames:
        """The columns of a questionnaire."""
        told = [(one.id, n) for n, one in enumerate(Structure.of(asked).parts) if one.kind in _ORDER]
        kinds = {one.id: _ORDER.index(one.kind) for one in Structure.of(asked).parts if one.kind in _ORDER}
        return ColumnNames(
            tuple(sorted(told, key=lambda one: kinds[one[0]])),
            tuple(axis.id for axis in asked.axes),
            tuple(item.id for item in asked.items),
            asked.shape in ("ladder", "checklist"),
        )

    @property
    def changing(self) -> tuple[str, ...]:
        """Columns of which the change since the round before is told."""
        return (*(name for name, _ in self.moving), *(("holds",) if self.held else ()))


_ORDER = ("axis", "overall", "dimension")


def columns_of(asked: Questionnaire) -> dict[str, Type]:
    """Every column of a row of results, in their order, and what stands in it.

    Ids of axes, of dimensions and of `overall` are columns with their score, 95 % interval (`_low`, `_high`) and change
    since the last round (`_change`); axes with whether their side is settled (`_settled`). Ids of questions are columns
    with their score as asked, and where they hold or do not with that (`_state`).
    """
    parts = ColumnNames.of(asked)
    found: dict[str, Type] = {**WHO, **FIRST}
    for name, _ in parts.moving:
        found |= {name: "number", f"{name}_low": "number", f"{name}_high": "number"}
    found |= {f"{axis}_settled": "yes-no" for axis in parts.axes}
    if parts.held:
        found |= {"holds": "whole", "open": "whole"}
    found |= dict.fromkeys(parts.items, "number")
    found |= {f"{item}_state": "text" for item in parts.items if parts.held}
    return found | SINCE | {f"{name}_change": "number" for name in parts.changing}


def row_types(asked: Questionnaire, by: Sequence[str] = ()) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Columns of results and their types; those of `by` stand behind the cluster."""
    found = {name: TYPES[kind] for name, kind in columns_of(asked).items()}
    return {"cluster": pl.String, **dict.fromkeys(by, pl.String), **{k: v for k, v in found.items() if k != "cluster"}}


def columns_beside_points(asked: Questionnaire) -> tuple[str, ...]:
    """Columns that take more than points: how sure these are, and what follows from that."""
    parts = ColumnNames.of(asked)
    found = ["settled", "place", *(f"{name}{end}" for name, _ in parts.moving for end in ("_low", "_high"))]
    found += [f"{axis}_settled" for axis in parts.axes]
    if parts.held:
        found += ["holds", "open", "holds_change", *(f"{item}_state" for item in parts.items)]
    # Away from a map, what to work on first depends on what is sure.
    return (*found, *(() if asked.axes else (f"priority_{n}" for n in range(1, PRIORITIES + 1))))


def row_of(made: Assessment) -> dict[str, Value]:
    """The numbers of one cluster, as far as its own assessment tells them; nothing about the round before."""
    parts, asked = ColumnNames.of(made.questionnaire), made.questionnaire
    told = _is_told(made)
    row: dict[str, Value] = {
        "people": made.respondents,
        "schools": len(made.schools),
        "schools_answered": made.schools_answered,
        "coverage": None,
        "unknown": None,
        "told": told,
        "reason": None,
    }
    if told:
        row |= _shares([[one.n, one.dont_know, one.skipped] for one in made.items.values()])
    if isinstance(made.reading, Map) and made.placement.reason is not None:
        row["reason"] = made.placement.reason.code
    elif not told:
        row["reason"] = next((one.reason.code for one in made.items.values() if one.reason is not None), None)
    row |= _read(made) | _priorities(made if told else None)
    scores = {one.id: (one.score, one.interval) for one in made.dimensions.values()}
    scores |= {one.id: (one.score, one.interval) for one in made.axes.values()}
    if made.overall is not None:
        scores["overall"] = made.overall.score, made.overall.interval
    for name, _ in parts.moving:
        score, interval = scores[name]
        low, high = (None, None) if interval is None else (interval.low, interval.high)
        row |= {name: score, f"{name}_low": low, f"{name}_high": high}
    if asked.axes:
        row |= {f"{axis}_settled": made.placement.axes_settled.get(axis) if told else None for axis in parts.axes}
    return row | {name: made.items[name].score for name in parts.items}


def _is_told(made: Assessment) -> bool:
    return any(one.score is not None for one in made.items.values()) or made.mode == "named"


def _shares(counts: Sequence[Sequence[Count]]) -> dict[str, Value]:
    """Levels, and don't-knows, in parts of all that was asked; None where people are not counted."""
    known = [[one.value for one in row] for row in counts]
    if any(one is None for row in known for one in row):
        return {}
    given, unknown, skipped = (sum(one or 0 for one in column) for column in zip(*known, strict=True))
    whole = given + unknown + skipped
    return {"coverage": given / whole, "unknown": unknown / whole} if whole else {}


def _priorities(made: Assessment | None) -> dict[str, Value]:
    chosen = [one.item for one in suggested_priorities(made)] if made is not None else []
    return {f"priority_{n + 1}": chosen[n] if n < len(chosen) else None for n in range(PRIORITIES)}


def _read(made: Assessment) -> dict[str, Value]:
    """What is read off, in whatever shape."""
    reading = made.reading
    found: dict[str, Value] = {"settled": False, "place": None, "place_by_score": None}
    if isinstance(reading, Map):
        placed = reading.placement
        return {"settled": placed.settled, "place": placed.quadrant, "place_by_score": placed.position}
    known = _is_told(made)
    if isinstance(reading, Ladder | Checklist):
        held = reading.held
        found |= {f"{name}_state": one.state for name, one in held.items()}
        states = [one.state for one in held.values()]
        found |= (
            {"holds": states.count("holds"), "open": states.count("open")}
            if known
            else dict.fromkeys(("holds", "open", *(f"{name}_state" for name in held)))
        )
    if not known:
        return found
    if isinstance(reading, Ladder):
        place = reading.at_least if reading.settled else None
        named = place or START if reading.settled else None
        return found | {"settled": reading.settled, "place": named, "place_by_score": reading.by_score or START}
    if isinstance(reading, Checklist):
        return found | {"settled": not {"open", "unknown"} & {one.state for one in reading.held.values()}}
    if isinstance(reading, Profile):
        return found | {
            "settled": reading.weakest is not None,
            "place": reading.weakest,
            "place_by_score": reading.lowest,
        }
    return found | _band(made.questionnaire, made.overall.band if made.overall is not None else None)


def _band(asked: Questionnaire, place: BandPlace | None) -> dict[str, Value]:
    overall = next(part for part in Structure.of(asked).parts if part.kind == "overall")
    bands = [band.label for band in bands_of(asked, overall)]
    if place is None:
        return {}
    settled = bands[place.low] if place.settled else None
    return {"settled": place.settled, "place": settled, "place_by_score": bands[place.by_score]}


def columns_of_many(many: Many) -> dict[str, Floats | list[Value]]:
    """The same numbers of every cluster of a table of named rounds, column by column."""
    asked, c = many.questionnaire, many.table.clusters
    parts = ColumnNames.of(asked)
    count = many.reasons
    whole = count[:, [ANSWERED, UNKNOWN, SKIPPED]].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = [np.where(whole > 0, count[:, one] / whole, np.nan) for one in (ANSWERED, UNKNOWN)]
    found: dict[str, Floats | list[Value]] = {
        "people": many.people.tolist(),
        "schools": many.members.tolist(),
        "schools_answered": many.schools_answered.tolist(),
        "coverage": shares[0],
        "unknown": shares[1],
        "told": [True] * c,
        "reason": [None] * c,
    }
    found |= _placed(many) if many.places is not None else _without_map(many)
    for name, column in parts.moving:
        low, high = many.low[:, column], many.high[:, column]
        known = np.isfinite(low) & np.isfinite(high)
        found[name] = many.scores.part[:, column]
        found |= {f"{name}_low": np.where(known, low, np.nan), f"{name}_high": np.where(known, high, np.nan)}
    return found | {name: many.scores.item[:, n] for n, name in enumerate(parts.items)}


def _without_map(many: Many) -> dict[str, Floats | list[Value]]:
    """What is read off of each cluster, one after the other."""
    outlines = Outlines(many)
    outlined = [outlines.of(cluster) for cluster in range(many.table.clusters)]
    rows = [_read(one) | _priorities(one) for one in outlined]
    return {name: [row.get(name) for row in rows] for name in (rows[0] if rows else {})}


def _placed(many: Many) -> dict[str, Floats | list[Value]]:
    """Where clusters stand on the map."""
    assert many.places is not None
    ids: list[Value] = [*(one.id for one in many.questionnaire.quadrants), None]
    reason: list[Value] = [None] * many.table.clusters
    for code, marks in reversed(reasons_open(many, slice(None))):
        for cluster in np.flatnonzero(marks.any(axis=1)):
            reason[cluster] = code
    found: dict[str, Floats | list[Value]] = {
        "reason": reason,
        "settled": (many.places.quadrant >= 0).tolist(),
        "place": [ids[code] for code in many.places.quadrant.tolist()],
        "place_by_score": [ids[code] for code in many.places.position.tolist()],
    }
    for column, axis in enumerate(many.questionnaire.axes):
        found[f"{axis.id}_settled"] = many.places.settled[:, column].tolist()
    scores, structure = many.scores, many.structure
    chosen = priorities_on_map(
        many.questionnaire, scores.axis, scores.part[:, structure.dimensions], structure.turn(scores.item)
    )
    items: list[Value] = [*(item.id for item in many.questionnaire.items), None]
    # The first that there are, in their order.
    codes = np.sort(np.stack([np.where(one.item < 0, PRIORITIES, n) for n, one in enumerate(chosen)]), axis=0)
    picked = np.stack([*(one.item for one in chosen), np.full(many.table.clusters, -1)])
    for n, code in enumerate(codes):
        found[f"priority_{n + 1}"] = [items[one] for one in picked[code, np.arange(len(code))].tolist()]
    return found
