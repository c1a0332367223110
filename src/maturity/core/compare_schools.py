"""Who is in both rounds, who joined and who left, and how much that moved the cluster."""

from __future__ import annotations

from dataclasses import replace

from maturity.core.assessment import Assessment
from maturity.core.compare_pair import Pair, own_axes
from maturity.core.compare_privacy import Permission, shows_schools
from maturity.core.comparison import Mover, SchoolChange, SchoolsCompared
from maturity.core.measuring import Measured
from maturity.core.readings import number
from maturity.core.table import Floats
from maturity.model import Round


def schools_of(pair: Pair, allowed: Permission, measured: Measured) -> SchoolsCompared:
    """Who is in both rounds, joined or left, with what privacy allows to say about each."""
    place = {school.id: row for row, school in enumerate(pair.schools)}
    members = [school for school in pair.rounds[1].cluster.schools if school.id in place]
    if allowed.schools:
        answered = dict(zip(place, measured.met.tolist(), strict=True))
    else:
        known = [school for shown in pair.shown for school in shown.schools if school.respondents.value == 0]
        answered = dict.fromkeys(place, True) | {school.id: False for school in known}
    paired = [school for school in members if answered[school.id]]
    both = None
    if allowed.schools:
        before, after = (
            _points(pair, values[:, measured.axes]) for values in (measured.school_before, measured.school_after)
        )
        rows = [(school, place[school.id]) for school in paired]
        both = tuple(SchoolChange(school.id, school.name, before[row], after[row]) for school, row in rows)
    movers = others_of(pair)
    joined, joined_together = _moved(pair.rounds[1], pair.shown[1], movers.joined, 1)
    left, left_together = _moved(pair.rounds[0], pair.shown[0], movers.left, -1)
    return SchoolsCompared(
        both,
        tuple(school.id for school in paired),
        joined,
        left,
        tuple(school.name for school in members if not answered[school.id]),
        joined_together,
        left_together,
    )


def others_of(pair: Pair) -> SchoolsCompared:
    """Who joined and who left, without any number."""
    before, after = (round_.cluster.school_by_id for round_ in pair.rounds)
    none: dict[str, float | None] = {axis.id: None for axis in pair.rounds[1].questionnaire.axes}
    gone: dict[str, float | None] = {axis.id: None for axis in pair.rounds[0].questionnaire.axes}
    return SchoolsCompared(
        None,
        (),
        tuple(Mover(s.id, s.name, none) for s in pair.rounds[1].cluster.schools if s.id not in before),
        tuple(Mover(s.id, s.name, gone) for s in pair.rounds[0].cluster.schools if s.id not in after),
        (),
        none,
        gone,
    )


def _points(pair: Pair, values: Floats) -> list[dict[str, float | None]]:
    axes = pair.rounds[1].questionnaire.axes
    return [{axis.id: number(value) for axis, value in zip(axes, row, strict=True)} for row in values]


def _moved(
    round_: Round, shown: Assessment, movers: tuple[Mover, ...], sign: int
) -> tuple[tuple[Mover, ...], dict[str, float | None]]:
    """Movers with their effects on the round that they are in, and the effect of all of them at once.

    Args:
        sign: 1 for the score with them less that without, -1 for the other way round.
    """
    none: dict[str, float | None] = {axis.id: None for axis in round_.questionnaire.axes}
    if not movers or not shows_schools(shown):
        return movers, none
    spoke = {response.school for response in round_.responses}

    def effect(gone: set[str]) -> dict[str, float | None]:
        if not gone & spoke:
            return none
        rest = own_axes(round_, [school for school in round_.cluster.schools if school.id not in gone])
        found = dict(none)
        for axis, result in shown.axes.items():
            without = rest[axis]
            if result.score is not None and without is not None:
                found[axis] = sign * (result.score - without)
        return found

    return (
        tuple(replace(mover, effect=effect({mover.id})) for mover in movers),
        effect({mover.id for mover in movers}),
    )
