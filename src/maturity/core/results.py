"""From arrays to the assessment of one cluster: results by id, each with the reason where there is no number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from maturity.core import agreement, readings
from maturity.core.assessment import Assessment, Count, Gap, Interval, ItemResult, Member, PartResult
from maturity.core.kinds.confidential import by_role
from maturity.core.many import Many
from maturity.core.parts import axis_of_part, bands_of, parent_of, views_of
from maturity.core.read_off import PartValues, band_of, read_off, weakest_in
from maturity.core.reading import Map, Reading
from maturity.core.readings import number
from maturity.core.results_map import axes, left_out, placement, school_points
from maturity.core.said import Said, said
from maturity.core.structure import JoinedPart
from maturity.core.table import SKIPPED, UNASKED, UNKNOWN, AnswerTable, Floats
from maturity.core.work import Work
from maturity.model import Questionnaire, Round


def assessment_of_cluster(round_: Round, whole: AnswerTable, many: Many, cluster: int) -> Assessment:
    """One cluster of many as results by id.

    Args:
        round_: what was asked, and the names.
        whole: its answers as `tabulate` gives them.
        cluster: its code in `many`, whose clusters stand in the order of their rounds.
    """
    work = Work(round_, whole, many, cluster)
    reading = _reading(work)
    placed = reading.placement.position if isinstance(reading, Map) else None
    parts = _parts(work)
    unasked = (whole.why == UNASKED).sum(axis=0)
    return Assessment(
        questionnaire=round_.questionnaire,
        cluster=round_.cluster.name,
        label=round_.label,
        date=round_.date,
        mode=round_.mode,
        smallest_cell=round_.smallest_cell,
        fictional=round_.fictional,
        respondents=whole.people,
        schools=school_results(work),
        schools_answered=int(many.schools_answered[cluster]),
        roles=roles(work),
        items=item_results(work),
        dimensions={part.id: part for kind, part in parts if kind == "dimension"},
        axes=axes(work),
        reading=reading,
        overall=next((part for kind, part in parts if kind == "overall"), None),
        views=views_of(round_.questionnaire, {part.id: part for kind, part in parts if kind == "view"}),
        school_points=school_points(work) if isinstance(reading, Map) else (),
        left_out=left_out(work) if isinstance(reading, Map) else (),
        portrait=readings.portrait_reading(round_, placed),
        gap=_gap(work),
        evidence=readings.evidence_reading(round_, many.examples, cluster),
        agreed=readings.agreed(round_, many.structure, many.scores.item[cluster]),
        subject_of=round_.subject_of,
        unasked={item: int(n) for item, n in zip(whole.items, unasked, strict=True) if n},
    )


def _gap(work: Work) -> Gap | None:
    found = readings.gap(work.questionnaire, work.many.gap, work.cluster, work.round.smallest_cell)
    return None if found is None else by_role(found)


def school_results(work: Work) -> tuple[Member, ...]:
    """All schools with how many of their people took part."""
    people = np.bincount(work.whole.school, minlength=work.whole.schools)
    schools = zip(work.round.cluster.schools_apart, people, strict=True)
    return tuple(Member(school.id, school.name, Count(int(n))) for school, n in schools)


def roles(work: Work) -> dict[str, Count]:
    """People in each role."""
    return {role.id: Count(int((work.whole.role == code).sum())) for code, role in enumerate(work.questionnaire.roles)}


def item_results(work: Work) -> dict[str, ItemResult]:
    """Every item."""
    many, whole, c = work.many, work.whole, work.cluster
    counted = agreement.answers_counted(work.questionnaire, whole)
    unknown, skipped = ((whole.why == why).sum(axis=0) for why in (UNKNOWN, SKIPPED))
    scored = many.structure.turn(many.scores.item[c])
    results, k = {}, work.round.smallest_cell
    for column, item in enumerate(work.questionnaire.items):
        schools = int(many.scores.item_schools[c, column])
        score = number(many.scores.item[c, column])
        results[item.id] = ItemResult(
            id=item.id,
            score=score,
            scored=number(scored[column]),
            respondent_mean=number(many.plain.item[c, column]),
            n=Count(sum(counted[column].counts)),
            dont_know=Count(int(unknown[column])),
            skipped=Count(int(skipped[column])),
            schools=schools,
            agreement=number(counted[column].consensus),
            split=counted[column].split,
            counts=counted[column].counts,
            by_school=work.by_school(many.schools.mean[:, column]),
            reason=None if score is not None else said("answered-in-few-schools", schools=schools, of=whole.schools),
            school_counts=shown_schools(counted[column].by_school, k),
        )
    return results


def shown_schools(counts: Sequence[tuple[int, ...]], k: int) -> tuple[tuple[int, ...], ...]:
    """People at each level of each school, empty where few answered: that is not for everybody to see.

    Nor is it to be had by taking the others from all. Where those who are left out are few, the smallest of the others
    is left out with them.

    Args:
        k: how many people have to stand behind what is shown.
    """
    hidden = [n for n, one in enumerate(counts) if sum(one) < k]
    others = [n for n, one in enumerate(counts) if sum(one) >= k]
    if others and 0 < sum(sum(counts[n]) for n in hidden) < k:
        hidden.append(min(others, key=lambda n: sum(counts[n])))
    return tuple(() if n in hidden else one for n, one in enumerate(counts))


def _parts(work: Work) -> list[tuple[str, PartResult]]:
    """Every dimension, all of it as one, and every part of a view, each with what it is."""
    values = values_of_parts(work.many, work.cluster)
    return [
        (part.kind, _part(work, part, column, values))
        for column, part in enumerate(work.many.structure.parts)
        if part.kind in ("dimension", "overall", "view")
    ]


def values_of_parts(many: Many, c: int) -> PartValues:
    """The values of all parts of the cluster with the code `c`, and between what they may lie."""
    reach = many.reach[0][c], many.reach[1][c]
    return PartValues(many.scores.part[c], many.low[c], many.high[c], *reach, many.sure.half[c], many.scores.part[c])


def _part(work: Work, part: JoinedPart, column: int, values: PartValues) -> PartResult:
    many, c = work.many, work.cluster
    score = number(many.scores.part[c, column])
    interval, arithmetic = work.interval(column)
    own = many.structure.counts[:, column]
    return PartResult(
        id=part.id,
        axis=axis_of_part(work.questionnaire, part),
        score=score,
        respondent_mean=number(many.plain.part[c, column]),
        answered=Count(work.answering(own)),
        interval=interval,
        by_school=work.by_school(many.school_parts[:, column]),
        reason=None if score is not None else _missing(work.questionnaire, part, many.scores.item[c, own]),
        arithmetic=arithmetic,
        parent=parent_of(work.questionnaire, part),
        scored=int(np.isfinite(many.scores.item[c, own]).sum()),
        items=int(own.sum()),
        reach=values.reach(column),
        range=Interval(part.low, part.high),
        band=band_of(bands_of(work.questionnaire, part), values, column, whole=part.combine == "sum"),
        could=weakest_in(many.structure, values, column),
    )


def _missing(questionnaire: Questionnaire, part: JoinedPart, items: Floats) -> Said:
    """Why a part has no score."""
    if not np.isfinite(items).any():
        return said("no-item-answered")
    return said("part-lacks", scored=int(np.isfinite(items).sum()), of=len(items))


def _reading(work: Work) -> Reading:
    if work.questionnaire.axes:
        return Map(placement(work))
    return read_off(work.questionnaire, work.many.structure, values_of_parts(work.many, work.cluster))
