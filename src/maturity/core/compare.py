"""From rounds of one cluster to what has changed between them, how sure that is, and what cannot be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from maturity.core.assess import assess_all
from maturity.core.assessment import Schools, Warn
from maturity.core.compare_changes import changes_of, drifting
from maturity.core.compare_pair import Pair, TabulatedRound, pair_of
from maturity.core.compare_read import both_readings, sides_of, with_bands
from maturity.core.compare_readings import linked, looking_back
from maturity.core.compare_schools import others_of, schools_of
from maturity.core.compare_separate import separate
from maturity.core.compare_warnings import no_date, step_warnings
from maturity.core.comparison import Change, Comparison, ItemsCompared, Refused, Step
from maturity.core.driving import drivers_of
from maturity.core.in_time import in_time
from maturity.core.matching import Same, check_same
from maturity.core.promised import promises
from maturity.core.said import Name, Said, said
from maturity.core.table import AnswerTable, tabulate
from maturity.model import Round
from maturity.text.names import names_apart


def compare(
    rounds: Sequence[Round],
    *,
    schools: Schools = "fixed",
    same: Same | None = None,
    notes: Sequence[Warn] = (),
) -> Comparison:
    """Compare two or more rounds of one cluster, each with the next and the first with the last.

    Args:
        rounds: in any order where all have a date (then by date and label); else in the order of time.
        schools: `fixed` for changes of these schools; `sampled` when they stand for others. For each round's own
            assessment as in `assess`.
        same: earlier item id to later item id, for questions that mean the same although id or wording differ.
        notes: what a reader noticed about the rounds, to stand with the comparison's own warnings.

    Raises:
        Refused: fewer than two rounds, one of them twice, or a pair that cannot be compared, with the reason.
    """
    if len(rounds) < 2:
        raise Refused(said("one-round"), said("give-one-more"))
    ordered = in_time(rounds)
    same = same or {}
    _check_twice(ordered)
    check_same(same, [round_.questionnaire for round_ in ordered])
    sittings = _sittings(ordered, schools)
    last = len(ordered) - 1
    pairs = [pair_of(sittings, (n, n + 1), same) for n in range(last)]
    for pair in pairs:
        if pair.refused is not None:
            raise _refused(pair, pair.refused)
    steps = tuple(_step(pair, schools) for pair in pairs)
    whole = _step(pair_of(sittings, (0, last), same), schools) if last > 1 else steps[0]
    kept = promises(ordered, steps[-1], same)
    return Comparison(tuple(one.shown for one in sittings), steps, whole, (*no_date(rounds), *notes), kept)


def _sittings(rounds: Sequence[Round], schools: Schools) -> list[TabulatedRound]:
    """The rounds and their assessments, each tabulated once for both."""
    apart, tables = _apart(rounds), dict[int, AnswerTable]()

    def table_of(round_: Round) -> AnswerTable:
        tables[id(round_)] = tabulate(round_)
        return tables[id(round_)]

    shown = assess_all(apart, schools=schools, table_of=table_of)
    sides = zip(rounds, apart, shown, strict=True)
    return [TabulatedRound(round_, one, tables.get(id(named))) for round_, named, one in sides]


def _apart(rounds: Sequence[Round]) -> list[Round]:
    """The rounds with names by which no two schools of any of them are alike."""
    every = {school.id: school.name for round_ in rounds for school in round_.cluster.schools}
    found = []
    for round_ in rounds:
        cluster = round_.cluster
        names = names_apart({**every, **{school.id: school.name for school in cluster.schools}})
        schools = tuple(one.model_copy(update={"name": names[one.id]}) for one in cluster.schools)
        named = cluster.model_copy(update={"schools": schools})
        found.append(round_ if schools == cluster.schools else round_.model_copy(update={"cluster": named}))
    return found


def _check_twice(rounds: Sequence[Round]) -> None:
    """Refuse a round that is given twice: it would be found not to have changed, to everybody's delight."""
    alike = Counter((round_.label, round_.date) for round_ in rounds)
    seen: list[Round] = []
    for round_ in rounds:
        if alike[round_.label, round_.date] > 1 and any(round_ == other for other in seen):
            raise Refused(said("same-round-twice", round=Name(round_.label)), said("give-another"))
        seen.append(round_)


_OTHER_ROUND = {
    "no-common-school": said("same-ids-of-schools"),
    "other-subject": said("rounds-of-one-school"),
    "other-shape": said("rounds-of-one-shape"),
}
"""What to give instead where no list of questions that mean the same would help."""


def _refused(pair: Pair, reason: Said) -> Refused:
    return Refused(reason, _OTHER_ROUND.get(reason.code, said("say-which-are-the-same")), pair.rounds)


def _step(pair: Pair, schools: Schools) -> Step:
    if pair.refused is not None:
        return _nothing(pair, pair.refused)
    step = _own(pair, schools) if all(sitting.named for sitting in pair.sittings) else separate(pair)
    return replace(step, warnings=tuple(step_warnings(pair, step)))


def _own(pair: Pair, schools: Schools) -> Step:
    """The step between two named rounds: the schools' own changes."""
    before, after = pair.shown
    others = schools == "sampled"
    measured = pair.measured(stand_for_others=others)
    drifted = drifting(pair, measured)
    changes = changes_of(pair, measured)
    full, full_reason = linked(pair, measured, changes["axis"])
    met = schools_of(pair, measured)
    sides = sides_of(pair, met.paired, schools)
    told = changes["dimension"] | changes["axis"] | changes["overall"]
    return Step(
        before=before,
        after=after,
        axes=changes["axis"],
        dimensions=with_bands(changes["dimension"], pair, sides),
        items_changed=changes["item"],
        without_drifting=_without(pair, drifted, others) if drifted and changes["axis"] else None,
        items=ItemsCompared(
            common=pair.items,
            only_before=pair.found.only_before,
            only_after=pair.found.only_after,
            reworded=pair.found.reworded,
            drifting=drifted,
        ),
        schools=met,
        overall=with_bands(changes["overall"], pair, sides).get("overall"),
        views=changes["view"],
        readings=both_readings(pair, sides),
        linked=full,
        linked_reason=full_reason,
        # People look back at the round before, not at the first of several.
        looking_back=looking_back(pair, measured) if pair.places[1] - pair.places[0] == 1 else None,
        basis="other-schools" if others else "these-schools" if measured.people_known.any() else "schools-alone",
        returned=int(measured.returned[0]),
        drivers=drivers_of(pair, measured, told, stand_for_others=others),
    )


def _without(pair: Pair, drifted: tuple[str, ...], others: bool) -> dict[str, Change]:
    """The axes once more without the items that drift."""
    kept = ~np.isin(pair.items, drifted)
    return changes_of(pair, pair.measured(kept, stand_for_others=others))["axis"]


def _nothing(pair: Pair, reason: Said) -> Step:
    before, after = pair.shown
    none = Change(None, None, None, None, None, "incomparable", 0, reason)
    questionnaire = after.questionnaire
    return Step(
        before=before,
        after=after,
        axes={axis.id: none for axis in questionnaire.axes},
        dimensions={dimension.id: none for dimension in questionnaire.dimensions},
        items_changed={},
        without_drifting=None,
        items=ItemsCompared((), pair.found.only_before, pair.found.only_after, pair.found.reworded, (), pair.items),
        schools=others_of(pair),
        linked=None,
        linked_reason=reason,
        looking_back=None,
    )
