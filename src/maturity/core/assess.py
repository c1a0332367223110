"""From a round to its assessment."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from maturity.core import readings, results
from maturity.core.assessment import Assessment, Gap, Region, Schools
from maturity.core.kinds import shown
from maturity.core.kinds.confidential import by_role
from maturity.core.placement import FEWEST_SCHOOLS, people_region, place, schools_region
from maturity.core.publish import publish
from maturity.core.resample import Draws, draw_people, draw_schools
from maturity.core.results import Workings
from maturity.core.said import Said
from maturity.core.scoring import Structure, respondent_scores, roll_up, school_items, score
from maturity.core.table import AnswerTable, canonical, tabulate
from maturity.core.warnings import warnings
from maturity.model import Publication, Questionnaire, Round

SEED = 2015


def assess(round_: Round, *, seed: int = SEED, schools: Schools = "fixed") -> Assessment:
    """Score, place and describe one cluster in one round.

    Args:
        round_: the round with its questionnaire and responses.
        seed: seed of the resampling; the same seed and answers give the same result, whatever their order.
        schools: `fixed` when all members answered and only people vary; `sampled` when the schools stand for others.

    Returns:
        the assessment; of a round whose people are not named, only what follows from its publication.
    """
    exact = round_.mode == "named" and round_.published is None
    found = _exact(round_, seed, schools) if exact else _published(round_, seed)
    return replace(found, warnings=warnings(found))


def _published(round_: Round, seed: int) -> Assessment:
    """What follows from the publication; of an example that nobody answered in earnest it is made on the spot."""
    published: Publication | Said | None = round_.published
    if published is None and (round_.fictional or round_.rehearsal):
        date = round_.date or dt.date.min
        published = publish(round_, at=dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC), quotes=True)
    if published is None:
        return shown.participation(round_, "nothing is shown before the round is closed", seed)
    if isinstance(published, Said):
        return shown.participation(round_, f"nothing of it can be shown: {published.code}", seed)
    return shown.assessment(round_, published, seed)


def _exact(original: Round, seed: int, method: Schools) -> Assessment:
    round_, place_of = canonical(original)
    questionnaire, structure = round_.questionnaire, Structure.of(round_.questionnaire)
    table = tabulate(round_)
    schools = school_items(table)
    scores = score(table, structure, schools)
    school_dimensions, school_axes = roll_up(structure, schools.mean)
    work = Workings(
        round=original,
        structure=structure,
        order=place_of,
        table=table,
        schools=schools,
        scores=scores,
        plain=respondent_scores(table, structure, scores),
        school_dimensions=school_dimensions,
        school_axes=school_axes,
        method=method,
        draws=None,
    )
    unknown = _why_unknown(work)
    work = replace(work, draws=None if unknown else _draw(work, seed))
    region, region_reason = _region(work, unknown)
    placement = place(
        questionnaire, work.point(scores.axis[0]), work.axis_draws, method, region, region_reason, unknown
    )
    return Assessment(
        questionnaire=questionnaire,
        cluster=original.cluster.name,
        label=original.label,
        date=original.date,
        mode=original.mode,
        smallest_cell=original.smallest_cell,
        fictional=original.fictional,
        respondents=table.people,
        schools=results.members(work),
        schools_answered=int((work.answered > 0).sum()),
        roles=results.roles(work),
        items=results.items(work),
        dimensions=results.dimensions(work),
        axes=results.axes(work),
        placement=placement,
        school_points=results.school_points(work),
        left_out=results.left_out(work),
        portrait=readings.portrait(round_, placement.position),
        gap=_gap(questionnaire, table, structure, round_.smallest_cell),
        evidence=readings.evidence(original, tabulate(original)),
        agreed=readings.agreed(round_, structure, scores.item[0]),
        seed=seed,
    )


def _gap(questionnaire: Questionnaire, table: AnswerTable, structure: Structure, k: int) -> Gap | None:
    found = readings.gap(questionnaire, table, structure, k)
    return None if found is None else by_role(found)


def _why_unknown(work: Workings) -> str | None:
    present = work.answered[work.answered > 0]
    if present.size == 0:
        return "nobody has answered yet"
    if work.method == "sampled":
        return "only one school answered" if present.size == 1 else None
    single = int((present == 1).sum())
    if 2 * single <= present.size:
        return None
    return f"how sure this is cannot be said: {single} of {present.size} schools have a single respondent"


def _draw(work: Workings, seed: int) -> Draws:
    rng = np.random.default_rng(seed)
    if work.method == "fixed":
        return draw_people(work.table, work.structure, work.scores.item[0], rng)
    return draw_schools(work.schools.mean[work.answered > 0], work.structure, work.scores.item[0], rng)


def _region(work: Workings, unknown: str | None) -> tuple[Region | None, str | None]:
    if (work.answered > 0).sum() < FEWEST_SCHOOLS:
        return None, f"no region is drawn below {FEWEST_SCHOOLS} schools"
    if unknown is not None:
        return None, unknown
    points = work.school_axes if work.axis_draws is None or work.method == "sampled" else work.axis_draws
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < FEWEST_SCHOOLS:
        return None, "too few schools have a place on both axes"
    region = schools_region(points) if work.method == "sampled" else people_region(points, work.freedom)
    return region, None if region else "the answers do not vary in both directions"
