"""Results as rows: plain dictionaries, or a data frame of whichever library is installed.

A number that the kind of round does not show is None, as in a report; so is one that nobody has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from maturity.core.assessment import Assessment, Interval
from maturity.core.comparison import Comparison
from maturity.errors import UsageError
from maturity.report.over_time.documents import change_document
from maturity.report.shapes import telling
from maturity.report.wording import reason
from maturity.text.words import listed

Of = Literal["items", "dimensions", "schools", "rounds", "changes"]
Row = dict[str, Any]


def records(result: Assessment | Comparison, of: Of = "items") -> list[Row]:
    """The rows of one table of a result; all have the same keys. Of a comparison, those of each of its rounds.

    Args:
        result: of one round, or of several.
        of: `items`, `dimensions`, `schools` or `rounds`; of a comparison also `changes`, from each round to the next.
            Where a round does not show its schools, there are no rows of them.

    Raises:
        UsageError: there is no such table.
    """
    rounds = result.rounds if isinstance(result, Comparison) else (result,)
    if of == "changes" and isinstance(result, Comparison):
        rows = [*_changes(result)]
    elif of in TABLES:
        rows = [row for one in rounds for row in TABLES[of](one)]
    else:
        if of == "changes":
            raise UsageError("one round alone has no changes", "give what maturity.compare(...) makes of several")
        raise UsageError(f"there is no table {of!r}", f"use {listed([*TABLES, 'changes'], 'or')}")
    # Rounds that asked other things have other columns.
    keys = dict.fromkeys(key for row in rows for key in row)
    return [{key: row.get(key) for key in keys} for row in rows]


def frame(result: Assessment | Comparison, of: Of = "items", library: Literal["pandas", "polars"] | None = None) -> Any:
    """The same as a data frame.

    Args:
        result, of: as for `records`.
        library: whose; None is pandas, or polars where only that is installed.

    Raises:
        UsageError: there is no such table, or no library.
    """
    rows = records(result, of)
    columns = {key: [row[key] for row in rows] for key in (rows[0] if rows else ())}
    if library != "polars":
        try:
            import pandas
        except ImportError:
            pass
        else:
            return pandas.DataFrame(columns)
    if library != "pandas":
        try:
            import polars
        except ImportError:
            pass
        else:
            return polars.DataFrame(columns)
    lacking = f"{library} is not installed" if library else "neither pandas nor polars is installed"
    raise UsageError(
        f"no data frame can be made: {lacking}",
        f"pip install {library or 'pandas'}; maturity.records(...) gives the same rows without",
    )


def _whose(assessment: Assessment) -> Row:
    return {"cluster": assessment.cluster, "round": assessment.label}


def _ends(interval: Interval | None) -> Row:
    return {"low": None, "high": None} if interval is None else {"low": interval.low, "high": interval.high}


def _items(assessment: Assessment) -> Iterator[Row]:
    asked = assessment.questionnaire
    held = getattr(assessment.reading, "held", {})
    levels = sorted({level for scale in asked.answered_on for level in scale.levels})
    for item in asked.items:
        result, scale = assessment.items[item.id], asked.scale_of(item)
        counts = dict(zip(sorted(scale.levels), result.counts or (), strict=False))
        yield {
            **_whose(assessment),
            "id": item.id,
            "dimension": item.dimension or None,
            "question": item.prompt,
            "reversed": item.reversed,
            **({"state": held[item.id].state if item.id in held else None} if held else {}),
            "score": result.score,
            "respondent_mean": result.respondent_mean,
            "n": result.n.value,
            "answers": str(result.n),
            "dont_know": result.dont_know.value,
            "skipped": result.skipped.value,
            **{f"level_{level}": counts.get(level) for level in levels},
            "agreement": result.agreement,
            "agreement_word": result.word,
            "split": result.split,
            "reason": reason(result.reason, asked) or None,
        }


def _dimensions(assessment: Assessment) -> Iterator[Row]:
    asked = assessment.questionnaire
    for one in asked.dimensions:
        result = assessment.dimensions[one.id]
        yield {
            **_whose(assessment),
            "id": one.id,
            "dimension": one.label,
            "axis": result.axis or None,
            "parent": result.parent or None,
            "score": result.score,
            **_ends(result.interval),
            "respondent_mean": result.respondent_mean,
            "n": result.answered.value,
            "answers": str(result.answered),
            "reason": reason(result.reason, asked) or None,
        }


def _schools(assessment: Assessment) -> Iterator[Row]:
    points = {one.id: one.point for one in assessment.school_points or ()}
    parts = {**assessment.dimensions, **({} if assessment.overall is None else {"overall": assessment.overall})}
    shown = {name: part.by_school for name, part in parts.items() if part.by_school is not None}
    if assessment.mode != "named" and not points and not shown:
        return
    for place, member in enumerate(assessment.schools):
        yield {
            **_whose(assessment),
            "id": member.id,
            "school": member.name,
            "n": member.respondents.value,
            "people": str(member.respondents),
            **{axis.id: points.get(member.id, {}).get(axis.id) for axis in assessment.questionnaire.axes},
            **{name: values[place] for name, values in shown.items()},
        }


def _rounds(assessment: Assessment) -> Iterator[Row]:
    told: dict[str, Any] = {**assessment.axes}
    if assessment.overall is not None:
        told["overall"] = assessment.overall
    row: Row = {
        **_whose(assessment),
        "date": assessment.date,
        "mode": assessment.mode,
        "questionnaire": assessment.questionnaire.id,
        "respondents": assessment.respondents,
        "schools": assessment.schools_answered,
        "schools_of": len(assessment.schools),
    }
    for name, result in told.items():
        row |= {name: result.score, **{f"{name}_{end}": value for end, value in _ends(result.interval).items()}}
    yield row | {"headline": telling(assessment).unpublished() or telling(assessment).headline()}


def _changes(comparison: Comparison) -> Iterator[Row]:
    for step in comparison.steps:
        overall = {} if step.overall is None else {"overall": step.overall}
        found = {"axis": step.axes, "overall": overall, "dimension": step.dimensions, "item": step.items_changed}
        for kind, changes in found.items():
            for name, change in changes.items():
                told = change_document(change, step)
                yield {
                    "cluster": step.after.cluster,
                    "from": step.before.label,
                    "to": step.after.label,
                    "kind": kind,
                    "id": name,
                    **{key: told[key] for key in ("before", "after", "change")},
                    **_ends(change.interval),
                    **{key: told[key] for key in ("smallest_sure_change", "verdict", "schools", "reason")},
                }


TABLES: dict[str, Callable[[Assessment], Iterator[Row]]] = {
    "items": _items,
    "dimensions": _dimensions,
    "schools": _schools,
    "rounds": _rounds,
}
