"""The assessment of a round whose people are not named, from its publication alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np

from maturity.core import agreement, readings
from maturity.core.assessment import (
    Assessment,
    AxisResult,
    Count,
    Evidence,
    Gap,
    Interval,
    ItemResult,
    Member,
    PartResult,
    Placement,
    PortraitResult,
    Quote,
    SchoolPoint,
)
from maturity.core.kinds.roughly import Read, margin_of, part_values, read_of
from maturity.core.kinds.rows import BANDS
from maturity.core.kinds.taking_part import took_part
from maturity.core.parts import axis_of_part, bands_of, parent_of, views_of
from maturity.core.placement import position, side
from maturity.core.read_off import PartValues, band_of, read_off, weakest_in
from maturity.core.reading import Map, Reading
from maturity.core.readings import number
from maturity.core.said import Said, labels, said
from maturity.core.scoring import roll_up
from maturity.core.table import Floats
from maturity.model import Publication, Round, Side
from maturity.model.publication import PublishedItem


def assessment_of_publication(round_: Round, published: Publication) -> Assessment:
    """Everything that follows from a publication."""
    read = read_of(round_.questionnaire, published)
    questionnaire = read.questionnaire
    values = part_values(read)
    results = _axes(read, values)
    names = round_.cluster.names_apart
    points, by_school = _schools(read, names)
    parts = _parts(read, values, by_school)
    mapped = bool(questionnaire.axes)
    reading: Reading = Map(_placed(read, results)) if mapped else read_off(questionnaire, read.structure, values)
    portrait = _portrait(read, reading.placement.position) if isinstance(reading, Map) else None
    return Assessment(
        questionnaire=questionnaire,
        cluster=round_.cluster.name,
        label=round_.label,
        date=round_.date,
        mode=published.kind,
        smallest_cell=published.k,
        fictional=round_.fictional,
        respondents=published.people,
        schools=tuple(
            Member(school.id, names.get(school.id, school.name), Count(school.people)) for school in published.schools
        ),
        schools_answered=sum(school.people > 0 for school in published.schools),
        roles={role: Count(people) for role, people in published.roles.items()},
        items=_items(read),
        dimensions={part.id: part for kind, part in parts if kind == "dimension"},
        axes=results,
        reading=reading,
        overall=next((part for kind, part in parts if kind == "overall"), None),
        views=views_of(questionnaire, {part.id: part for kind, part in parts if kind == "view"}),
        subject_of=round_.subject_of,
        school_points=points if mapped else (),
        left_out=None,
        portrait=portrait,
        gap=_gap(read),
        evidence=_evidence(read),
        agreed=readings.agreed(round_, read.structure, read.values),
    )


def participation(round_: Round, reason: Said) -> Assessment:
    """An assessment that holds who took part and nothing else.

    Args:
        reason: why there are no results.
    """
    schools, roles = took_part(round_)
    kind: Literal["anonymous", "confidential"] = "anonymous" if round_.mode == "anonymous" else "confidential"
    nothing = Publication(
        kind=kind,
        k=round_.smallest_cell,
        date=dt.datetime.min,
        people=len(round_.responses),
        schools=schools,
        roles=roles,
        items={},
    )
    empty = assessment_of_publication(round_, nothing)
    return replace(
        empty,
        items={i: replace(item, reason=reason, dont_know=Count(None)) for i, item in empty.items.items()},
        dimensions={i: _unsaid(dimension, reason) for i, dimension in empty.dimensions.items()},
        axes={i: replace(axis, reason=reason) for i, axis in empty.axes.items()},
        overall=None if empty.overall is None else _unsaid(empty.overall, reason),
        views={view: {i: _unsaid(part, reason) for i, part in parts.items()} for view, parts in empty.views.items()},
        reading=Map(replace(empty.placement, reason=reason, region_reason=reason))
        if isinstance(empty.reading, Map)
        else empty.reading,
    )


def _unsaid(part: PartResult, reason: Said) -> PartResult:
    """A part of which nothing is shown: not even between what it lies, which would sound as if nobody had answered."""
    return replace(part, reason=reason, reach=None, band=None)


def _items(read: Read) -> dict[str, ItemResult]:
    turned = read.structure.turn(read.values)
    results = {}
    for column, item in enumerate(read.questionnaire.items):
        found = read.published.items.get(item.id, PublishedItem())
        counts = None if found.counts is None else np.array([found.counts])
        ranked = None if counts is None else agreement.by_rank(counts, read.questionnaire.scale_of(item))
        index = np.nan if ranked is None else float(agreement.consensus(ranked)[0])
        score = None if np.isnan(read.values[column]) else float(read.values[column])
        n, unknown = _count(found), Count(found.dont_know, None if found.dont_know is not None else read.published.k)
        left = None if n.value is None or unknown.value is None else read.published.people - n.value - unknown.value
        results[item.id] = ItemResult(
            id=item.id,
            score=score,
            scored=None if score is None else float(turned[column]),
            respondent_mean=None,
            n=n,
            dont_know=unknown if read.exact else Count(None),
            skipped=Count(left),
            schools=0,
            agreement=None if np.isnan(index) else index,
            split=ranked is not None and bool(agreement.split_items(ranked)[0]),
            counts=found.counts,
            by_school=found.schools,
            reason=None if score is not None else _too_few(read, n),
            word=found.agreement,
            many_unknown=found.many_unknown,
        )
    return results


def _count(item: PublishedItem) -> Count:
    if item.counts is not None:
        return Count(sum(item.counts))
    if item.band is None:
        return Count(None)
    above = [band for band in BANDS if band > item.band]
    return Count(None, band=(item.band, above[0] - 1 if above else None))


def _too_few(read: Read, n: Count) -> Said:
    return said("too-few-to-show" if n.value is None else "fewer-than-half")


def _parts(read: Read, values: PartValues, by_school: Floats | None) -> list[tuple[str, PartResult]]:
    """Every dimension, all of it as one, and every part of a view, each with what it is."""
    found: list[tuple[str, PartResult]] = []
    for column, part in enumerate(read.structure.parts):
        if part.kind not in ("dimension", "overall", "view"):
            continue
        own, score = read.structure.counts[:, column], number(values.score[column])
        result = PartResult(
            id=part.id,
            axis=axis_of_part(read.questionnaire, part),
            score=score,
            respondent_mean=None,
            answered=Count(None),
            # On a map the axes alone have a margin that was tried.
            interval=None if read.questionnaire.axes else values.interval(column),
            by_school=None if by_school is None else tuple(map(read.number, by_school[:, column])),
            reason=None if score is not None else said("no-question-answered"),
            parent=parent_of(read.questionnaire, part),
            scored=int(np.isfinite(read.values[own]).sum()),
            items=int(own.sum()),
            reach=values.reach(column),
            range=Interval(part.low, part.high),
            band=band_of(bands_of(read.questionnaire, part), values, column, whole=part.combine == "sum"),
            could=weakest_in(read.structure, values, column),
        )
        found.append((part.kind, result))
    return found


def _axes(read: Read, values: PartValues) -> dict[str, AxisResult]:
    silent = any(not school.people for school in read.published.schools)
    results = {}
    for column, axis in enumerate(read.questionnaire.axes, read.structure.axes.start):
        score, margin = number(values.score[column]), margin_of(read, column)
        results[axis.id] = AxisResult(
            id=axis.id,
            score=score,
            respondent_mean=None,
            interval=values.interval(column),
            bounds=values.reach(column) if silent and score is not None else None,
            reason=None if score is not None else said("too-few-questions"),
            reliability=None,
            reliability_reason=said("gives-away"),
            margin=None if score is None else margin,
        )
    return results


def _placed(read: Read, axes: dict[str, AxisResult]) -> Placement:
    """A quadrant is settled where both axes lie beyond their margin, whatever silent schools could have said."""
    questionnaire = read.questionnaire
    point = {axis.id: axes[axis.id].score for axis in questionnaire.axes}
    settled = {}
    for axis in questionnaire.axes:
        found = axes[axis.id]
        ends = [end for one in (found.interval, found.bounds) if one is not None for end in (one.low, one.high)]
        sides = {side(end, axis.midpoint) for end in ends}
        settled[axis.id] = len(sides) == 1 and None not in sides
    where = position(questionnaire, point)
    sure = where is not None and all(settled.values())
    missing = [axis for axis, value in point.items() if value is None]
    unsure = [axis for axis, known in settled.items() if not known]
    reason = said("not-placed", axes=labels("axis", missing)) if missing else None
    return Placement(
        point=point,
        position=where,
        quadrant=where if sure else None,
        settled=sure,
        shares={},
        axes_settled=settled,
        on_line=tuple(
            axis.id
            for axis in questionnaire.axes
            if (value := point[axis.id]) is not None and side(value, axis.midpoint) is None
        ),
        method="fixed",
        reason=None if sure else reason or said("not-settled", axes=labels("axis", unsure)),
        region=None,
        region_reason=said("no-region-not-named"),
    )


def _schools(read: Read, names: Mapping[str, str]) -> tuple[tuple[SchoolPoint, ...] | None, Floats | None]:
    """Places of schools, under these names, and their values (schools, parts), from their own rows."""
    if read.schools is None:
        return None, None
    parts = roll_up(read.structure, read.schools)
    axes = parts[:, read.structure.axes]
    points = tuple(
        SchoolPoint(
            school.id,
            names.get(school.id, school.name),
            {a.id: read.number(axes[row, column]) for column, a in enumerate(read.questionnaire.axes)},
            school.people,
        )
        for row, school in enumerate(read.published.schools)
    )
    return points, parts


def _portrait(read: Read, placed: str | None) -> PortraitResult | None:
    """One person one voice for each portrait item; where only the most chosen is known, each item has one."""
    questionnaire, published = read.questionnaire, read.published
    most = {i: choice.most for i, choice in published.portrait.items() if choice.most is not None}
    counts = {i: choice.counts for i, choice in published.portrait.items() if choice.counts is not None}
    people = {i: sum(count.values()) for i, count in counts.items()}
    by_item = {i: {q: n / people[i] for q, n in count.items()} for i, count in counts.items()}
    if not by_item and not most:
        return None
    marks = list(by_item.values()) or [
        {q.id: float(q.id == one) for q in questionnaire.quadrants} for one in most.values()
    ]
    shares = {q.id: float(np.mean([mark[q.id] for mark in marks])) for q in questionnaire.quadrants}
    implied = {
        axis.id: sum(shares[q.id] for q in questionnaire.quadrants if q.at[axis.id] == "high")
        for axis in questionnaire.axes
    }
    sides: dict[str, Side] = {axis: at for axis, share in implied.items() if (at := side(share, 0.5)) is not None}
    quadrant = questionnaire.quadrant_at(sides).id if len(sides) == len(implied) else None
    return PortraitResult(
        shares=shares if by_item else {},
        implied=implied if by_item else {},
        quadrant=quadrant,
        agrees=None if quadrant is None or placed is None else quadrant == placed,
        respondents=Count(None),
        by_item=by_item,
        most=most,
        chosen=people,
    )


def _gap(read: Read) -> Gap | None:
    rule, found = read.questionnaire.role_gap, read.published.gap
    if rule is None or read.exact:
        return None
    none = dict.fromkeys(axis.id for axis in read.questionnaire.axes)
    if found is None:
        reason = said("gap-too-few", needed=read.published.k)
        return Gap(rule.higher, rule.lower, None, None, 0, 0, none, reason)
    return Gap(rule.higher, rule.lower, found.mean, None, found.schools, found.items, none)


def _evidence(read: Read) -> Evidence | None:
    if not np.isfinite(readings.example_from(read.questionnaire)).any():
        return None
    quotes = tuple(Quote(i, text, None, None) for i, item in read.published.items.items() for text in item.quotes)
    share = None if read.published.evidence is None else read.published.evidence / 4
    none = dict.fromkeys(axis.id for axis in read.questionnaire.axes)
    return Evidence(Count(None), Count(None), share, none, quotes)
