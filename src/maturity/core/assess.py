"""From a round to its assessment: the case of one cluster of `maturity.core.many`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from maturity.core.assessment import Assessment, Schools
from maturity.core.kinds import shown
from maturity.core.many import Many, assess_many
from maturity.core.publish import publish
from maturity.core.results import assessment_of_cluster
from maturity.core.said import Said, said
from maturity.core.table import AnswerTable, tabulate, together
from maturity.core.warnings import warnings
from maturity.model import Publication, Round

__all__ = ["Many", "assess", "assess_all", "assess_many"]


def assess(round_: Round, *, schools: Schools = "fixed") -> Assessment:
    """Score, place and describe one cluster in one round.

    Args:
        round_: the round with its questionnaire and responses.
        schools: `fixed` when all members answered and only people vary; `sampled` when the schools stand for others.

    Returns:
        the assessment; of a round whose people are not named, only what follows from its publication.
    """
    return assess_all([round_], schools=schools)[0]


def assess_all(
    rounds: Sequence[Round], *, schools: Schools = "fixed", table_of: Callable[[Round], AnswerTable] = tabulate
) -> list[Assessment]:
    """Assess rounds of any clusters, each exactly as if it were alone; those of one questionnaire at once.

    Args:
        table_of: gives the answers of a named round, for whoever has them as a table already.
    """
    found: dict[int, Assessment] = {}
    alike: dict[str, list[int]] = {}
    for place, round_ in enumerate(rounds):
        if round_.mode == "named" and round_.published is None:
            alike.setdefault(round_.questionnaire.fingerprint, []).append(place)
        else:
            found[place] = _published(round_)
    for places in alike.values():
        tables = [table_of(rounds[place]) for place in places]
        many = assess_many(together(tables), rounds[places[0]].questionnaire, schools=schools)
        for cluster, (place, table) in enumerate(zip(places, tables, strict=True)):
            found[place] = assessment_of_cluster(rounds[place], table, many, cluster)
    return [replace(found[place], warnings=warnings(found[place])) for place in range(len(rounds))]


def _published(round_: Round) -> Assessment:
    """What follows from the publication; of an example that nobody answered in earnest it is made on the spot."""
    published: Publication | Said | None = round_.published
    if published is None and (round_.fictional or round_.rehearsal):
        date = round_.date or dt.date.min
        published = publish(round_, at=dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC), quotes=True)
    if published is None:
        return shown.participation(round_, said("not-closed"))
    if isinstance(published, Said):
        return shown.participation(round_, published)
    return shown.assessment_of_publication(round_, published)
