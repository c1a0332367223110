"""From a round to its assessment: the case of one cluster of `maturity.core.many`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from maturity.core.assessment import Assessment, Schools
from maturity.core.many import Many, assess_many
from maturity.core.privacy import protect
from maturity.core.results import assessment
from maturity.core.table import AnswerTable, tabulate, together
from maturity.core.warnings import warnings
from maturity.model import Round

__all__ = ["Many", "assess", "assess_all", "assess_many"]


def assess(round_: Round, *, schools: Schools = "fixed") -> Assessment:
    """Score, place and describe one cluster in one round.

    Args:
        round_: the round with its questionnaire and responses.
        schools: `fixed` when all members answered and only people vary; `sampled` when the schools stand for others.

    Returns:
        the assessment, with privacy already applied.
    """
    return assess_all([round_], schools=schools)[0]


def assess_all(rounds: Sequence[Round], *, schools: Schools = "fixed") -> list[Assessment]:
    """Assess rounds of any clusters, each exactly as if it were alone; those of one questionnaire at once."""
    found: dict[int, Assessment] = {}
    alike: dict[str, list[int]] = {}
    for place, round_ in enumerate(rounds):
        if round_.mode == "named":
            alike.setdefault(round_.questionnaire.fingerprint, []).append(place)
        else:
            found[place] = _confidential(round_, schools)
    for places in alike.values():
        tables = [tabulate(rounds[place]) for place in places]
        many = assess_many(together(tables), rounds[places[0]].questionnaire, schools=schools)
        for cluster, (place, table) in enumerate(zip(places, tables, strict=True)):
            found[place] = _warned(assessment(rounds[place], table, many, cluster))
    return [found[place] for place in range(len(rounds))]


def _confidential(round_: Round, schools: Schools) -> Assessment:
    table, k = tabulate(round_), round_.smallest_cell
    many = assess_many(_without_small_items(table, k), round_.questionnaire, schools=schools)
    # Privacy comes first, so that warnings can quote only what may be shown.
    return _warned(protect(assessment(round_, table, many, 0, smallest=k)))


def _warned(shown: Assessment) -> Assessment:
    return replace(shown, warnings=warnings(shown))


def _without_small_items(table: AnswerTable, k: int) -> AnswerTable:
    """The table without the items of a cluster to which fewer than k of its people gave a level."""
    cluster = table.cluster
    n = np.stack([np.bincount(cluster, there, table.clusters) for there in np.isfinite(table.levels).T], axis=1)
    return replace(table, levels=np.where(n[cluster] >= k, table.levels, np.nan))
