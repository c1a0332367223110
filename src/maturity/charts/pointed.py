"""What the marks of a chart say to whoever points at them: the names and numbers that the report has in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.charts.agreement import row_in_words, rows_in_order
from maturity.charts.ghost import ghost_of
from maturity.charts.journey import school_ways
from maturity.charts.map_text import axis_in_words
from maturity.charts.profile import WORDS as PROFILE
from maturity.charts.profile import score_and_ends
from maturity.charts.spots import Spot, diamonds, spots_of
from maturity.charts.tagged import AGREED, BEFORE, CLUSTER, key_of_round, keys_of_items, keys_of_parts
from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.reading import Map
from maturity.core.themed import themed
from maturity.report.blocks import NOT_SHOWN
from maturity.report.described import point_words
from maturity.report.tree import tree_of_axis
from maturity.report.wording import axis_number, on_axis, reason
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, enumerated

if TYPE_CHECKING:
    from maturity.model.theme import Theme
    from maturity.report.blocks import Figure

WORDS = {
    "people": "{name}: {people}",
    "scored": "{score} ({ends})",
    "answered": "{n} answered",
    "school": "{name} {score}",
    "place": "{label}: {place}",
}


@dataclass(frozen=True, slots=True)
class Pointed:
    """One mark that can be pointed at.

    Args:
        key: of the mark, as `maturity.charts.tagged` has it; a blank parts those of several that share it.
        name: what it is.
        said: its numbers in words, a line each.
    """

    key: str
    name: str
    said: tuple[str, ...]


def pointed(figure: Figure, theme: Theme) -> tuple[Pointed, ...]:
    """The marks of one of a report's charts in the order in which they are read; none of a chart that has no tags."""
    data: Any = themed(figure.data, theme)
    last = data.rounds[-1] if isinstance(data, Comparison) else data
    found = _BY_CHART.get(figure.chart)
    if found is None or (figure.chart in ("quadrant", "journey") and not isinstance(last.reading, Map)):
        return ()
    return tuple(
        Pointed(key.replace(".", " "), plain(name), tuple(map(plain, filter(None, said))))
        for key, name, said in found(data)
    )


def schools_shown(figure: Figure) -> tuple[tuple[str, str], ...]:
    """Keys and names of the schools whose marks stand on a chart, in the cluster's order; none where hidden."""
    data = figure.data
    last = data.rounds[-1] if isinstance(data, Comparison) else data
    if not isinstance(last, Assessment):
        return ()
    drawn: set[int] = set()
    if figure.chart == "quadrant" and last.questionnaire.axes:
        drawn = {place for spot in spots_of(last) for place in spot.schools}
    elif figure.chart == "profile" and last.questionnaire.axes:
        values = [part.by_school or () for part in last.dimensions.values()]
        drawn = {place for one in values for place, value in enumerate(one) if value is not None}
    elif figure.chart == "journey" and isinstance(data, Comparison) and isinstance(last.reading, Map):
        drawn = {way.school for way in school_ways(data)}
    return tuple((f"s{n}", plain(school.name)) for n, school in enumerate(last.schools) if n in drawn)


Said = Iterator[tuple[str, str, tuple[str, ...]]]
"""Key, name, and what is said of it."""


def _on_the_map(assessment: Assessment) -> Said:
    for _, _, name, filled in diamonds(assessment):
        if filled:
            axes = assessment.questionnaire.axes
            yield CLUSTER, name, tuple(axis_in_words(assessment, axis) for axis in axes)
        elif assessment.agreed is not None:
            yield AGREED, name, (point_words(assessment, assessment.agreed.axes),)
    ghost = ghost_of(assessment)
    if ghost is not None and not ghost.hidden and isinstance(assessment.reading, Map) and assessment.reading.past:
        yield BEFORE, ghost.said, (point_words(assessment, assessment.reading.past.point),)
    for spot in spots_of(assessment):
        yield spot.key, enumerated([*map(isolated, spot.names)]), tuple(_spot(assessment, spot))


def _spot(assessment: Assessment, spot: Spot) -> Iterator[str]:
    """Where it is, and how many people of each school that rests on."""
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    yield point_words(assessment, {first: spot.x, second: spot.y})
    for place, name in zip(spot.schools, spot.names, strict=True):
        n = assessment.schools[place].respondents
        people = counted(n.value, "person", "people") if n.value is not None else f"{n} people"
        yield people if len(spot.names) == 1 else WORDS["people"].format(name=isolated(name), people=people)


def _in_the_profile(assessment: Assessment) -> Said:
    asked = assessment.questionnaire
    keys = keys_of_parts(asked)
    for axis in asked.axes:
        yield keys[axis.id], axis.label, (axis_number(assessment, axis),)
        for _, label, part in tree_of_axis(assessment, axis.id):
            score, ends = score_and_ends(assessment, part, axis)
            if part.score is None:
                score = PROFILE["no_score"].format(reason=reason(part.reason, asked))
            elif ends:
                score = WORDS["scored"].format(score=score, ends=ends)
            schools = [
                WORDS["school"].format(name=isolated(one.name), score=on_axis(assessment, axis, value))
                for one, value in zip(assessment.schools, part.by_school or (), strict=False)
                if value is not None
            ]
            n = "" if str(part.answered) == NOT_SHOWN else WORDS["answered"].format(n=part.answered)
            yield keys[part.id], label, (score, n, enumerated(schools) if schools else "")


def _among_answers(assessment: Assessment) -> Said:
    asked = assessment.questionnaire
    keys = keys_of_items(asked)
    for result in rows_in_order(assessment):
        yield keys[result.id], asked.item_by_id[result.id].prompt, row_in_words(assessment, result)


def _on_the_journey(comparison: Comparison) -> Said:
    for number, one in enumerate(comparison.rounds):
        if None not in one.placement.point.values():
            date = "" if one.date is None else day(one.date)
            yield key_of_round(number), one.label, (date, point_words(one, one.placement.point))
    before, last = comparison.rounds[-2:]
    ids = [axis.id for axis in last.questionnaire.axes]
    for way in school_ways(comparison):
        places = ((before, way.start), (last, way.end))
        said = (
            WORDS["place"].format(label=one.label, place=point_words(one, dict(zip(ids, at, strict=True))))
            for one, at in places
        )
        yield way.key, way.name, tuple(said)


_BY_CHART: dict[str, Callable[[Any], Said]] = {
    "quadrant": _on_the_map,
    "profile": _in_the_profile,
    "agreement": _among_answers,
    "journey": _on_the_journey,
}
