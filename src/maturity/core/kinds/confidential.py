"""A confidential round: rows, and the few other readings that have a rule of their own."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

import numpy as np

from maturity.core import readings
from maturity.core.agreement import level_counts
from maturity.core.assessment import Gap
from maturity.core.kinds.rows import Rows, moved_on, of_schools, row, whole_agreement
from maturity.core.kinds.taking_part import took_part
from maturity.core.said import said
from maturity.core.structure import Structure
from maturity.core.table import NOT_ASKED, UNKNOWN, AnswerTable, Bools, Ints, tabulate
from maturity.model import Publication, Questionnaire, Response, Round
from maturity.model.publication import Band, PublishedChoice, PublishedGap, PublishedItem, Word

WORDS: tuple[Word, ...] = ("apart", "mixed", "close")
JOINED = 8
"""Answers that an item needs from those who joined before its row is renewed."""
QUOTED_FROM = 10
"""Answers to an item before examples that were named for it are shown."""
HIGH_RATINGS = 20
"""High ratings before it is said for how many of them an example was named, out of twice as many that were possible."""
ITEMS_OF_GAP = 4
"""Items that two groups of roles need to have in common before their readings are compared."""


def publication(round_: Round, at: dt.datetime, quotes: bool) -> Publication:
    """The rows of a round, and what else may be shown of it."""
    questionnaire, k, table = round_.questionnaire, round_.smallest_cell, tabulate(round_)
    counts = _counts(table, questionnaire)
    schools, roles = took_part(round_)
    items = _items(counts, k, questionnaire)
    many = _many_unknown(table, questionnaire, k)
    n = counts.sum(axis=(0, 2))
    items = {
        id_: item.model_copy(
            update={
                "many_unknown": bool(many[column]),
                "quotes": _quotes(round_, id_) if quotes and n[column] >= max(QUOTED_FROM, k) else (),
            }
        )
        for column, (id_, item) in enumerate(items.items())
    }
    looked = tuple(one.model_copy(update={"answers": one.looking_back}) for one in round_.responses if one.looking_back)
    then = tabulate(round_.model_copy(update={"responses": looked}))
    return Publication(
        kind="confidential",
        k=k,
        date=at,
        people=len(round_.responses),
        schools=schools,
        roles=roles,
        items=items,
        looking_back=_items(_counts(then, questionnaire), k, questionnaire) if looked else {},
        portrait={item.id: PublishedChoice(most=_most(round_, item.id)) for item in questionnaire.portrait},
        evidence=_evidence(round_, table),
        gap=_gap(round_, table),
    )


def once_more(round_: Round, now: Publication, first: Publication, counted: Sequence[Response]) -> Publication:
    """The second and last publication: a question is renewed, in five steps, where eight of those who joined answered.

    Everything else stays as it was, for the two together would tell what few people answered.
    """
    questionnaire, k, low = round_.questionnaire, round_.smallest_cell, round_.questionnaire.answered_on[0].low
    before = {response.respondent for response in counted}
    joined = tuple(one for one in round_.responses if one.respondent not in before)
    old, new, whole = (
        _counts(tabulate(round_.model_copy(update={"responses": tuple(part)})), questionnaire)
        for part in (counted, joined, round_.responses)
    )
    start, rows = (row(counts[None], k, low, five_steps=True) for counts in (old, whole))
    enough, known = _enough(whole), [first.items[item.id].value is not None for item in questionnaire.items]
    was = np.where(known, start.value, rows.value)
    rows = replace(rows, value=moved_on(was, rows.value, questionnaire.answered_on[0].size))
    items = {}
    for column, item in enumerate(questionnaire.items):
        shown = first.items[item.id]
        if new[:, column].sum() >= JOINED:
            fresh = _item(rows, column, enough)
            shown = shown.model_copy(update={"value": fresh.value, "band": fresh.band})
        items[item.id] = shown.model_copy(update={"agreement": None})
    return first.model_copy(
        update={"number": 2, "date": now.date, "people": now.people, "schools": now.schools, "roles": now.roles}
        | {"items": items}
    )


def _counts(table: AnswerTable, questionnaire: Questionnaire) -> Ints:
    """People (schools, items, levels)."""
    low, high = questionnaire.answered_on[0].low, questionnaire.answered_on[0].high
    counts = [level_counts(table.levels[table.school == code], low, high) for code in range(table.schools)]
    return np.stack(counts)


def _enough(counts: Ints) -> Bools:
    """(items,) whether at least half of the schools answered, as in every round."""
    answering = (counts.sum(axis=2) > 0).sum(axis=0)
    enough: Bools = 2 * answering >= counts.shape[0]
    return enough


def _items(counts: Ints, k: int, questionnaire: Questionnaire) -> dict[str, PublishedItem]:
    low = questionnaire.answered_on[0].low
    rows, enough, schools = row(counts[None], k, low), _enough(counts), of_schools(counts, k, low)
    items = {}
    for column, item in enumerate(questionnaire.items):
        shown = _item(rows, column, enough)
        if schools is not None:
            each = schools.value[:, column]
            word = _word(int(whole_agreement(each, schools.agreement[:, column])))
            update = {"schools": tuple(each.tolist()), "value": float(each.mean()), "agreement": word}
            shown = shown.model_copy(update=update)
        items[item.id] = shown
    return items


def _item(rows: Rows, column: int, enough: Bools) -> PublishedItem:
    if not rows.band[0, column] or not enough[column]:
        return PublishedItem()
    return PublishedItem(
        value=float(rows.value[0, column]),
        band=cast(Band, int(rows.band[0, column])),
        agreement=_word(rows.agreement[0, column]),
    )


def _word(code: int) -> Word | None:
    return WORDS[code] if code >= 0 else None


def _many_unknown(table: AnswerTable, questionnaire: Questionnaire, k: int) -> Bools:
    """(items,) whether k people or more could not tell, and as large a share as the questionnaire thinks notable.

    Never where that would be all of those asked, or all but one: each of them would be known.
    """
    unknown, n = (table.why == UNKNOWN).sum(axis=0), np.isfinite(table.levels).sum(axis=0)
    asked = (table.why < NOT_ASKED).sum(axis=0)
    least = np.maximum(k, np.ceil(questionnaire.dont_know_notable * (unknown + n) - 1e-9))
    many: Bools = (unknown >= least) & (asked >= k + 2)
    return many


def _quotes(round_: Round, id_: str) -> tuple[str, ...]:
    return tuple(sorted(text for one in round_.responses if (text := one.evidence.get(id_, "").strip())))


def _most(round_: Round, id_: str) -> str | None:
    """The portrait that at least half chose, and k people; never where that would be all, or all but one."""
    chosen = [quadrant for one in round_.responses if (quadrant := one.portraits.get(id_))]
    k = round_.smallest_cell
    most = [q.id for q in round_.questionnaire.quadrants if chosen.count(q.id) >= max(k, len(chosen) / 2)]
    return most[0] if len(most) == 1 and len(chosen) >= k + 2 else None


def _evidence(round_: Round, table: AnswerTable) -> Literal[1, 2, 3, 4] | None:
    """For how many of the high ratings an example was named.

    That it is said at all tells that there are so many; never where that would be all ratings, or all people but one.
    """
    first, k = round_.questionnaire.answered_on[0].evidence_from, round_.smallest_cell
    if first is None or table.named is None:
        return None
    high = table.levels >= first
    few = high.any(axis=1).sum() < k or high.sum() < HIGH_RATINGS
    if few or table.people < k + 2 or high.size < 2 * HIGH_RATINGS:
        return None
    named = sum(
        bool(one.evidence.get(item, "").strip()) and bool(high[row, column])
        for row, one in enumerate(round_.responses)
        for column, item in enumerate(table.items)
    )
    return cast(Literal[1, 2, 3, 4], min(max(int(4 * named / high.sum() + 0.5), 1), 4))


def _gap(round_: Round, table: AnswerTable) -> PublishedGap | None:
    questionnaire = round_.questionnaire
    every = readings.gaps(questionnaire, table, Structure.of(questionnaire))
    found = readings.gap(questionnaire, every, 0, round_.smallest_cell)
    found = None if found is None else by_role(found)
    if found is None or found.mean is None:
        return None
    return PublishedGap(mean=found.mean, schools=found.schools, items=found.items)


def by_role(gap: Gap) -> Gap:
    """A gap between groups of roles as it may be shown in every kind of round.

    In steps of half a level, its ends holding all beyond one level, over four items or more; nothing finer, for a
    school's mean and the gap between its one leader and its one teacher give both.
    """
    mean, reason = gap.mean, gap.reason
    if mean is not None and gap.items < ITEMS_OF_GAP:
        mean, reason = None, said("gap-few-items", needed=ITEMS_OF_GAP)
    if mean is not None:
        mean = min(max(math.copysign(math.floor(2 * abs(mean) + 0.5 + 1e-9) / 2, mean), -1.0), 1.0)
    return replace(gap, mean=mean, spread=None, by_axis=dict.fromkeys(gap.by_axis), reason=reason)
