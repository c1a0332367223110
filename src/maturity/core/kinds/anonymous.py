"""An anonymous round: everything that is shown follows from how many chose each level of each question.

Who chose them is nowhere, so that nobody can put the answers of one person to several questions together.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from maturity.core.agreement import answers_counted
from maturity.core.kinds.taking_part import took_part
from maturity.core.table import UNKNOWN, AnswerTable, tabulate
from maturity.model import Publication, Questionnaire, Response, Round
from maturity.model.publication import PublishedChoice, PublishedItem

FEWEST_SCHOOLS = 3
"""Schools that have to answer a question before it is shown; outside each of them are then two people or more."""


def publication(round_: Round, at: dt.datetime, quotes: bool) -> Publication:
    """The counts of every question that enough people from enough schools answered."""
    questionnaire, k = round_.questionnaire, round_.smallest_cell
    # Everybody is asked everything: whose role was spared a question would be known by its answer.
    people = tuple(response.model_copy(update={"role": None}) for response in round_.responses)
    asked = round_.model_copy(update={"responses": people})
    looked = tuple(one.model_copy(update={"answers": one.looking_back}) for one in people if one.looking_back)
    then = asked.model_copy(update={"responses": looked})
    items = _items(tabulate(asked), questionnaire, k)
    if quotes:
        items = {i: item.model_copy(update={"quotes": _quotes(item, i, round_)}) for i, item in items.items()}
    schools, roles = took_part(round_)
    return Publication(
        kind="anonymous",
        k=k,
        date=at,
        people=len(people),
        schools=schools,
        roles=roles,
        items=items,
        looking_back=_items(tabulate(then), questionnaire, k) if looked else {},
        portrait={item.id: _choice(people, item.id, questionnaire, k) for item in questionnaire.portrait},
    )


def _items(table: AnswerTable, questionnaire: Questionnaire, k: int) -> dict[str, PublishedItem]:
    counts = [one.counts for one in answers_counted(questionnaire, table)]
    unknown = (table.why == UNKNOWN).sum(axis=0).tolist()
    items = {}
    for column, item in enumerate(questionnaire.items):
        schools = np.unique(table.school[np.isfinite(table.levels[:, column])]).size
        shown = sum(counts[column]) >= k and schools >= FEWEST_SCHOOLS
        items[item.id] = PublishedItem(
            counts=counts[column] if shown else None,
            dont_know=unknown[column] if unknown[column] >= k else None,
        )
    return items


def _quotes(item: PublishedItem, id_: str, round_: Round) -> tuple[str, ...]:
    scale = round_.questionnaire.scale_of(round_.questionnaire.item_by_id[id_])
    if item.counts is None or scale.evidence_from is None:
        return ()
    if sum(item.counts[scale.evidence_from - scale.low :]) < round_.smallest_cell:
        return ()
    return tuple(sorted(text for one in round_.responses if (text := one.evidence.get(id_, "").strip())))


def _choice(people: tuple[Response, ...], id_: str, questionnaire: Questionnaire, k: int) -> PublishedChoice:
    chosen = [(one.school, quadrant) for one in people if (quadrant := one.portraits.get(id_))]
    if len(chosen) < k or len({school for school, _ in chosen}) < FEWEST_SCHOOLS:
        return PublishedChoice()
    return PublishedChoice(
        counts={q.id: sum(quadrant == q.id for _, quadrant in chosen) for q in questionnaire.quadrants}
    )
