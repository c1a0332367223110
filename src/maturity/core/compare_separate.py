"""Two rounds of which at least one is not named, compared as two separate groups of people.

Nothing goes in but the two assessments, which hold what is published of each round and no more. So nothing that they
hide can come out, whatever is added or taken away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from maturity.core.assessment import Assessment, AxisResult, PartResult
from maturity.core.compare_changes import few_dimensions, judged
from maturity.core.compare_pair import Pair
from maturity.core.compare_read import both_readings, held_of, with_bands
from maturity.core.compare_schools import others_of
from maturity.core.comparison import Change, ItemsCompared, Step
from maturity.core.driving import drivers_between
from maturity.core.reading import Held
from maturity.core.readings import number
from maturity.core.said import Said, said
from maturity.core.scoring import roll_up
from maturity.core.structure import Structure
from maturity.core.table import Floats
from maturity.text.words import rounded


def separate(pair: Pair) -> Step:
    """The step between the two, over the questions that both show."""
    (before, after), questionnaire, structure = pair.shown, pair.rounds[1].questionnaire, pair.structure
    items = np.array([_shown(before, [old for old, _ in pair.found.common]), _shown(after, pair.items)])
    items = np.where(np.isfinite(items).all(axis=0), items, np.nan)
    # What rests on rough levels is no finer in a comparison than in its own round.
    parts = np.array(
        [_as_shown(values, shown) for values, shown in zip(roll_up(structure, items), pair.shown, strict=True)]
    )
    dimensions, axes = parts[:, structure.dimensions], parts[:, structure.axes]
    there = np.isfinite(items[0])
    scored = np.isfinite(dimensions[0])
    views = structure.of_kind("view")
    of_dimensions = {
        dimension.id: _change(
            dimensions[:, column],
            # On a map the axes alone have a margin that was tried.
            [_margin(shown.dimensions.get(dimension.id)) for shown in (before, after) if not questionnaire.axes],
            structure.reach(structure.dimensions.start + column),
            said("not-published"),
        )
        for column, dimension in enumerate(questionnaire.dimensions)
    }
    of_axes = {}
    for column, axis in enumerate(questionnaire.axes):
        margins = [margin(shown, axis.id) for shown in (before, after)]
        reason = few_dimensions(structure, column, scored) or said("not-published")
        of_axes[axis.id] = _change(axes[:, column], margins, structure.reach(structure.axes.start + column), reason)
    overall = _whole(pair, parts, structure)
    told = of_dimensions | of_axes | ({} if overall is None else {"overall": overall})
    return Step(
        before=before,
        after=after,
        axes=of_axes,
        dimensions=with_bands(of_dimensions, pair, pair.shown),
        items_changed=_items(pair, structure, items),
        without_drifting=None,
        items=ItemsCompared(
            common=tuple(item for item, shown in zip(pair.items, there, strict=True) if shown),
            only_before=pair.found.only_before,
            only_after=pair.found.only_after,
            reworded=pair.found.reworded,
            drifting=(),
            hidden=tuple(item for item, shown in zip(pair.items, there, strict=True) if not shown),
        ),
        schools=others_of(pair),
        overall=overall,
        views=_differences([part.id for part in structure.parts[views]], parts[:, views]),
        readings=both_readings(pair, pair.shown),
        linked=None,
        linked_reason=said("no-link-between-groups") if questionnaire.axes and not pair.found.whole else None,
        looking_back=None,
        basis="separate",
        drivers=drivers_between(pair, items, told),
    )


def _items(pair: Pair, structure: Structure, items: Floats) -> dict[str, Change]:
    """Differences of items; where each is judged by itself, with the margin that it was judged by."""
    turned, found = structure.turn(items), {}
    for column, (old, new) in enumerate(pair.found.common):
        held = [held_of(shown.reading).get(name) for shown, name in zip(pair.shown, (old, new), strict=True)]
        reach = float(structure.high[column] - structure.low[column])
        found[new] = _change(turned[:, column], [_margin(one) for one in held], reach, said("not-published"))
    return found


def _whole(pair: Pair, parts: Floats, structure: Structure) -> Change | None:
    """The change of all of it as one value; None where there is none."""
    columns = [n for n, part in enumerate(structure.parts) if part.kind == "overall"]
    if not columns:
        return None
    margins = [_margin(shown.overall) for shown in pair.shown]
    change = _change(parts[:, columns[0]], margins, structure.reach(columns[0]), said("not-published"))
    return with_bands({"overall": change}, pair, pair.shown)["overall"]


def margin(assessment: Assessment, axis: str) -> float | None:
    """How far an axis score may be off: its rule-of-thumb margin, or half its interval; None where it has neither."""
    result = assessment.axes.get(axis)
    if result is not None and result.score is not None and result.margin is not None:
        return result.margin
    return _margin(result)


def _margin(result: AxisResult | PartResult | Held | None) -> float | None:
    if result is None or result.score is None or result.interval is None:
        return None
    # An interval that the end of the scale cuts off is as wide as its longer side says.
    return max(result.score - result.interval.low, result.interval.high - result.score)


def _shown(assessment: Assessment, ids: Sequence[str]) -> Floats:
    found = [assessment.items[name].score if name in assessment.items else None for name in ids]
    return np.array([np.nan if score is None else score for score in found])


def _as_shown(values: Floats, of: Assessment) -> Floats:
    rough = of.mode == "confidential"
    return np.array([rounded(value, 1) if rough and np.isfinite(value) else value for value in values.tolist()])


def _differences(ids: Sequence[str], values: Floats) -> dict[str, Change]:
    """Differences (2, ids) without an interval, for nothing is published of how sure an item or a dimension is."""
    return {name: _difference(values[:, column], said("not-published")) for column, name in enumerate(ids)}


def _difference(values: Floats, reason: Said) -> Change:
    before, after = number(values[0]), number(values[1])
    if before is None or after is None:
        return Change(None, None, None, None, None, "incomparable", None, reason)
    # Without the last digits, which are noise: 0.2 between 3.1 and 3.3.
    return Change(before, after, round(after - before, 12), None, None, "unsure", None, said("no-margin"))


def _change(values: Floats, margins: Sequence[float | None], reach: float, reason: Said) -> Change:
    """The difference with the margin of two separate samples, sqrt(m1^2 + m2^2)."""
    known = [one for one in margins if one is not None]
    plain = _difference(values, reason)
    if plain.before is None or plain.after is None or len(known) < 2:
        return plain
    interval, smallest, verdict = judged(plain.before, plain.after, math.hypot(*known), reach)
    return Change(plain.before, plain.after, plain.change, interval, smallest, verdict, None)
