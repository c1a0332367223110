"""What is read off two rounds side by side: questions, stages and bands that were gained or lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from maturity.core.assess import assess_all
from maturity.core.assessment import Assessment, Interval, PartResult, Schools
from maturity.core.compare_pair import Pair
from maturity.core.comparison import BandTurn, Change, Course, HeldTurn, StageTurn, Turn, TwoReadings
from maturity.core.parts import bands_of
from maturity.core.read_off import HAIR
from maturity.core.reading import Checklist, Held, Ladder, Map, Reading
from maturity.core.structure import JoinedPart
from maturity.model import Questionnaire, Round

_RANK = {"not-yet": 0, "open": 1, "holds": 2}
_UNMOVED: dict[str, Turn] = {"holds": "kept", "not-yet": "lacking", "open": "open"}
Sides = tuple[Assessment, Assessment]


def held_of(reading: Reading) -> Mapping[str, Held]:
    """Every question that holds or does not, by id; none where that is not asked."""
    return reading.held if isinstance(reading, Ladder | Checklist) else {}


def sides_of(pair: Pair, paired: Sequence[str], schools: Schools) -> Sides:
    """Both rounds over the schools that answered both times alone; their own results where those are all there are.

    Args:
        paired: ids of those schools.
    """
    both = set(paired)
    if not both or pair.rounds[1].questionnaire.axes or all(both == set(r.cluster.school_by_id) for r in pair.rounds):
        return pair.shown
    before, after = assess_all([_of_schools(round_, both) for round_ in pair.rounds], schools=schools)
    return before, after


def _of_schools(round_: Round, ids: set[str]) -> Round:
    cluster = round_.cluster
    kept = tuple(school for school in cluster.schools if school.id in ids)
    return round_.model_copy(
        update={
            "cluster": cluster.model_copy(update={"schools": kept}),
            "responses": tuple(response for response in round_.responses if response.school in ids),
        }
    )


def both_readings(pair: Pair, sides: Sides) -> TwoReadings | None:
    """What became of what is read off; None of a map, of which the axes tell it."""
    before, after = (side.reading for side in sides)
    if isinstance(after, Map):
        return None
    held = {
        new: HeldTurn(then.state, now.state, _turn(then, now))
        for old, new in pair.found.common
        if (then := held_of(before).get(old)) is not None and (now := held_of(after).get(new)) is not None
    }
    stage = _stage(pair, before, after) if isinstance(before, Ladder) and isinstance(after, Ladder) else None
    return TwoReadings(before, after, sides[1] is not pair.shown[1], held, stage)


def _turn(before: Held, after: Held) -> Turn:
    if abs(before.met_at - after.met_at) > HAIR:
        return "other-line"
    if "unknown" in (before.state, after.state):
        return "unknown"
    further = _RANK[after.state] - _RANK[before.state]
    if not further:
        return _UNMOVED[before.state]
    if abs(further) == 1:
        return "perhaps-gained" if further > 0 else "perhaps-lost"
    return "gained" if further > 0 else "lost"


def _stage(pair: Pair, before: Ladder, after: Ladder) -> StageTurn:
    (low, by_score, high), (low_now, by_score_now, high_now) = map(_places, (before, after))
    ends, ends_now = (low, high), (low_now, high_now)
    course: Course = "open"
    if not _same_stages(pair):
        course = "other-rules"
    elif low == high and low_now == high_now:
        course = _course(low, low_now, sure=True)
    elif ends != ends_now and _is_known(before) and _is_known(after):
        course = _course(by_score, by_score_now, sure=False)
    return StageTurn(ends, ends_now, course)


def _is_known(ladder: Ladder) -> bool:
    """Whether any question has a score."""
    return any(one.score is not None for one in ladder.held.values())


def _places(ladder: Ladder) -> tuple[int, int, int]:
    """Positions of the stage that is reached for sure, by the scores, and at most; -1 before the first."""
    place = {stage.id: n for n, stage in enumerate(ladder.stages)}
    low, by_score, high = (
        -1 if stage is None else place[stage] for stage in (ladder.at_least, ladder.by_score, ladder.at_most)
    )
    return low, by_score, high


def _same_stages(pair: Pair) -> bool:
    """Whether both rounds asked the same questions for the same stages, and let them hold by the same rule."""

    def rules(asked: Questionnaire) -> object:
        return (
            [(stage.id, stage.need, stage.must) for stage in asked.stages],
            {item.id: (item.stage, asked.scale_of(item).met_at) for item in asked.items},
        )

    before, after = (round_.questionnaire for round_ in pair.rounds)
    return pair.found.whole and rules(before) == rules(after)


def _course(before: int, after: int, *, sure: bool) -> Course:
    if before == after:
        return "same" if sure else "open"
    if sure:
        return "up" if after > before else "down"
    return "perhaps-up" if after > before else "perhaps-down"


def with_bands(changes: dict[str, Change], pair: Pair, sides: Sides) -> dict[str, Change]:
    """Changes of dimensions, or of all as `overall`, each with its range and what became of its band."""
    before, after = sides
    parts = {part.id: part for part in pair.structure.parts if part.kind in ("dimension", "overall")}
    found = {}
    for name, change in changes.items():
        part = parts.get(name)
        then, now = _result(before, part), _result(after, part)
        if part is None:
            found[name] = change
            continue
        turn = None
        if now is not None and bands_of(after.questionnaire, part):
            turn = _band(pair, part, change, (then, now))
        found[name] = replace(change, band=turn, range=Interval(part.low, part.high))
    return found


def _result(side: Assessment, part: JoinedPart | None) -> PartResult | None:
    if part is None:
        return None
    return side.overall if part.kind == "overall" else side.dimensions.get(part.id)


def _band(pair: Pair, part: JoinedPart, change: Change, results: tuple[PartResult | None, PartResult]) -> BandTurn:
    then, now = results
    old, new = (
        [band.start for band in bands_of(round_.questionnaire, part)] if result is not None else []
        for round_, result in zip(pair.rounds, results, strict=True)
    )
    place = None if then is None else then.band
    # A sum of fewer questions lies on another range than the bands.
    alike = old == new and then is not None and now.range == then.range == Interval(part.low, part.high)
    if not alike:
        return BandTurn(place, now.band, "other-rules")
    if place is None or now.band is None:
        return BandTurn(place, now.band, "open")
    sure = place.settled and now.band.settled and (place.low == now.band.low or _clears(change, new, place.low))
    course = _course(place.by_score, now.band.by_score, sure=sure)
    return BandTurn(place, now.band, course)


def _clears(change: Change, starts: Sequence[float], band: int) -> bool:
    """Whether the whole interval of a change leads out of the band in which it began."""
    if change.before is None or change.interval is None:
        return False
    low, high = change.before + change.interval.low, change.before + change.interval.high
    return (band + 1 < len(starts) and low >= starts[band + 1] - HAIR) or high < starts[band] - HAIR
