"""From answers to results of any number of clusters at once, as arrays: the one path on which everything is scored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from maturity.core import readings
from maturity.core.assessment import Schools
from maturity.core.placement import Places, places
from maturity.core.readings import Examples, Gaps
from maturity.core.scoring import (
    SchoolItems,
    Scores,
    answered,
    bounds,
    group_mean,
    members,
    reach,
    respondent_scores,
    roll_up,
    school_items,
    score,
    without_each_school,
)
from maturity.core.structure import Structure
from maturity.core.table import REASONS, AnswerTable, Floats, Ints
from maturity.core.uncertainty import Sure, intervals, parts_of, sure
from maturity.model import Questionnaire


@dataclass(frozen=True, eq=False)
class Many:
    """Results of every cluster of a table, each exactly as if it were alone in it.

    Args:
        questionnaire, structure: what was asked, and what counts towards what.
        method: whether only people vary, or schools too.
        table: what was answered is worth, in an order that depends on it alone; all arrays by school follow it.
        given: the same answers in levels, as they were given.
        place: (schools,) for each school of the table as it was given, its row in arrays by school.
        schools: (schools, items) means and numbers of answers.
        answered: (schools,) people with at least one level.
        scores: (clusters, ...) one school one voice.
        bounds: (clusters, parts) lowest and highest that silent schools could make of it; NaN where none is silent, and
            where schools stand for others.
        sure: where intervals come from; `low`, `high`: their ends (clusters, parts).
        places: where each stands on the map; None where the questionnaire has none.
    """

    questionnaire: Questionnaire
    structure: Structure
    method: Schools
    table: AnswerTable
    given: AnswerTable
    place: Ints
    schools: SchoolItems
    answered: Ints
    scores: Scores
    bounds: tuple[Floats, Floats]
    sure: Sure
    low: Floats
    high: Floats
    places: Places | None

    @cached_property
    def plain(self) -> Scores:
        """(clusters, ...) one person one voice."""
        return respondent_scores(self.table, self.structure, self.scores)

    @cached_property
    def school_parts(self) -> Floats:
        """(schools, parts) what each school stands at by itself."""
        return roll_up(self.structure, self.schools.mean)

    @cached_property
    def reach(self) -> tuple[Floats, Floats]:
        """(clusters, parts) as `bounds`, with whatever else is missing."""
        return reach(self.table, self.structure, self.scores, self.answered)

    @cached_property
    def without(self) -> Floats:
        """(schools, parts) the cluster without that school."""
        return without_each_school(self.table, self.structure, self.schools)

    @cached_property
    def gap(self) -> Gaps | None:
        """One group of roles beside another; None where that is not asked for."""
        return readings.gaps(self.questionnaire, self.table, self.structure)

    @cached_property
    def examples(self) -> Examples | None:
        """High ratings, and those with an example; None where nobody was asked for one."""
        return readings.example_counts(self.questionnaire, self.given)

    @cached_property
    def members(self) -> Ints:
        """(clusters,) schools, silent ones included."""
        return members(self.table)

    @cached_property
    def schools_answered(self) -> Ints:
        """(clusters,) schools with at least one level."""
        return np.bincount(self.table.cluster_of_school[self.answered > 0], minlength=self.table.clusters)

    @cached_property
    def people(self) -> Ints:
        """(clusters,) respondents."""
        return np.bincount(self.table.cluster, minlength=self.table.clusters)

    @cached_property
    def reasons(self) -> Ints:
        """(clusters, reasons) answers to all items together, by the codes of `AnswerTable.why`."""
        of, clusters, why = self.table.cluster, self.table.clusters, self.table.why
        found = np.empty((clusters, REASONS), np.int64)
        for code in range(REASONS):
            # Counted by person first, in short numbers.
            count = np.zeros(len(why), np.min_scalar_type(why.shape[1]))
            for column in why.T:
                count += column == code
            found[:, code] = np.bincount(of, count, clusters)
        return found


def assess_many(table: AnswerTable, questionnaire: Questionnaire, *, schools: Schools = "fixed") -> Many:
    """Score and place every cluster of a table.

    Nothing is drawn at random; memory and time grow with people x items.

    Args:
        table: answers to the items of `questionnaire`, in its order; of any number of clusters.
        schools: `fixed` when all members answered and only people vary; `sampled` when the schools stand for others.
    """
    structure = Structure.of(questionnaire)
    answers, place = table.ordered()
    table = structure.valued_table(answers)
    means, spoke = school_items(table), answered(table)
    scores = score(table, structure, means)
    # Schools that stand for others are a sample already, with or without those that were silent.
    none = np.full(scores.part.shape, np.nan)
    edges = bounds(table, structure, scores, spoke) if schools == "fixed" else (none, none)
    how = _sure(table, structure, scores, means, schools)
    low, high = intervals(structure, scores.part, how)
    there = np.bincount(table.cluster_of_school[spoke > 0], minlength=table.clusters)
    axes = structure.axes
    of_axes = (low[:, axes], high[:, axes]), how.of(axes), (edges[0][:, axes], edges[1][:, axes])
    return Many(
        questionnaire=questionnaire,
        structure=structure,
        method=schools,
        table=table,
        given=answers,
        place=place,
        schools=means,
        answered=spoke,
        scores=scores,
        bounds=edges,
        sure=how,
        low=low,
        high=high,
        places=places(questionnaire, scores.axis, *of_axes, there, schools) if questionnaire.axes else None,
    )


def _sure(table: AnswerTable, structure: Structure, scores: Scores, means: SchoolItems, method: Schools) -> Sure:
    of, clusters = table.cluster_of_school, table.clusters
    people = parts_of(
        structure, scores.item, scores.item_schools, table.places or table.levels, table.school, means, of
    )
    if method == "fixed":
        return sure(people, structure, clusters)
    mean, n = group_mean(of, means.mean, clusters)
    whole = np.arange(clusters)
    stand_for = parts_of(structure, scores.item, np.ones_like(n), means.mean, of, SchoolItems(mean, n), whole)
    return sure(replace(stand_for, rounding=people.rounding), structure, clusters)
