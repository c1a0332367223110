"""From rounds of one cluster to what has changed between them, how sure that is, and what cannot be compared.

Privacy comes first: `maturity.core.compare_privacy` says which answers may be used, and only those are measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from maturity.core import compare_privacy
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, Schools, Warn
from maturity.core.compare_changes import CONFIDENTIAL, DRIFT, changes_of, drifting
from maturity.core.compare_pair import Pair, measured_of, pair_of
from maturity.core.compare_privacy import Cells, Pairing, Permission
from maturity.core.compare_readings import linked, looking_back
from maturity.core.compare_schools import others_of, schools_of
from maturity.core.comparison import Change, Comparison, ItemsCompared, Step
from maturity.core.in_time import in_time
from maturity.core.matching import Same, check_same
from maturity.core.scoring import school_items
from maturity.core.table import tabulate
from maturity.errors import UsageError
from maturity.model import Round
from maturity.text.words import counted, listed


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
        schools: as in `assess`, for each round's own assessment. The interval of a change is the same for both.
        same: earlier item id to later item id, for questions that mean the same although id or wording differ.
        notes: what a reader noticed about the rounds, to stand with the comparison's own warnings.

    Returns:
        the comparison, with privacy already applied.

    Raises:
        UsageError: fewer than two rounds, or a pair that cannot be compared, with the reason.
    """
    if len(rounds) < 2:
        raise UsageError("there is nothing to compare: two rounds are needed", "give one more round")
    ordered = in_time(rounds)
    same = same or {}
    check_same(same, [round_.questionnaire for round_ in ordered])
    shown = [assess(round_, schools=schools) for round_ in ordered]
    last = len(ordered) - 1
    # The latest step comes first: where not everything may be shown, it is what people ask about.
    places = [(n, n + 1) for n in reversed(range(last))]
    if last > 1:
        places.append((0, last))
    pairs = [pair_of(ordered, shown, place, same) for place in places]
    for pair in pairs[:last]:
        if pair.refused is not None:
            raise _refused(pair)
    cells = [_cells(round_, assessment) for round_, assessment in zip(ordered, shown, strict=True)]
    asked = [Pairing(*pair.places, () if pair.refused else pair.found.common) for pair in pairs]
    permissions = compare_privacy.permitted(cells, asked)
    steps = [_step(pair, allowed) for pair, allowed in zip(pairs, permissions, strict=True)]
    return Comparison(tuple(shown), tuple(reversed(steps[:last])), steps[-1], (*_undated(rounds), *notes))


def _undated(rounds: Sequence[Round]) -> Iterator[Warn]:
    labels = [round_.label for round_ in rounds if round_.date is None]
    if labels:
        yield Warn(
            "no-date",
            f"No date is given for {listed(labels)}: the rounds are taken in the order in which they were given.",
        )


def _refused(pair: Pair) -> UsageError:
    before, after = pair.rounds
    names = f"{before.cluster.name}, {before.label} and {after.cluster.name}, {after.label}"
    if not pair.schools:
        hint = "give rounds of one cluster, with the same ids of schools"
    else:
        hint = "say which questions mean the same in a file: maturity compare ... --same FILE"
    return UsageError(f"{names} cannot be compared: {pair.refused}", hint, "not-comparable")


def _cells(round_: Round, assessment: Assessment) -> Cells:
    table = tabulate(round_)
    ids = tuple(school.id for school in round_.cluster.schools)
    return compare_privacy.cells(assessment, ids, table.items, school_items(table).n.astype(int))


def _step(pair: Pair, allowed: Permission) -> Step:
    before, after = pair.shown
    if pair.refused is not None:
        return _nothing(pair, pair.refused)
    measured = measured_of(pair, allowed.items)
    drifted = drifting(pair, measured)
    changes = changes_of(pair, allowed, measured)
    full, full_reason = linked(pair, measured, changes["axis"])
    compared = dict(zip(pair.items, allowed.items.tolist(), strict=True))
    step = Step(
        before=before,
        after=after,
        axes=changes["axis"],
        dimensions=changes["dimension"],
        items_changed=changes["item"],
        without_drifting=_without(pair, allowed, drifted) if drifted else None,
        items=ItemsCompared(
            common=tuple(item for item, there in compared.items() if there),
            only_before=pair.found.only_before,
            only_after=pair.found.only_after,
            reworded=pair.found.reworded,
            drifting=drifted,
            hidden=tuple(item for item, there in compared.items() if not there),
        ),
        schools=schools_of(pair, allowed, measured),
        linked=full,
        linked_reason=full_reason,
        # People look back at the round before, not at the first of several.
        looking_back=looking_back(pair, allowed, measured) if pair.places[1] - pair.places[0] == 1 else None,
    )
    return replace(step, warnings=tuple(_warnings(pair, step)))


def _without(pair: Pair, allowed: Permission, drifted: tuple[str, ...]) -> dict[str, Change]:
    """The axes once more without the items that drift."""
    kept = allowed.items & ~np.isin(pair.items, drifted)
    return changes_of(pair, replace(allowed, items=kept), measured_of(pair, kept))["axis"]


def _nothing(pair: Pair, reason: str) -> Step:
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


def _warnings(pair: Pair, step: Step) -> Iterator[Warn]:
    before, after = pair.rounds
    names = {i: item.short for i, item in (before.questionnaire.item_by_id | after.questionnaire.item_by_id).items()}

    def said(ids: Sequence[str]) -> str:
        return listed([names[i] for i in ids])

    if before.cluster.name != after.cluster.name:
        yield Warn(
            "other-name", f"The cluster was called {before.cluster.name}, and is called {after.cluster.name} now."
        )
    known = before.cluster.school_by_id
    renamed = [
        f"{known[s.id].name} is now {s.name}"
        for s in after.cluster.schools
        if s.id in known and known[s.id].name != s.name
    ]
    if renamed:
        yield Warn("other-school-name", f"Schools with the same id and another name: {listed(renamed)}.")
    if before.mode != after.mode:
        yield Warn(
            "other-mode",
            "One round is named and the other confidential. People answer differently when they are known, so part "
            "of a change may be that.",
        )
    if before.questionnaire.id != after.questionnaire.id:
        yield Warn(
            "other-questionnaire",
            f"The questionnaires differ ({before.questionnaire.id} and {after.questionnaire.id}): "
            f"compared on the {counted(len(step.items.common), 'question')} that both ask.",
        )
    if step.items.reworded:
        yield Warn(
            "reworded",
            f"Not compared, for the question or the way it counts is another: {said(step.items.reworded)}.",
        )
    if pair.found.vouched:
        yield Warn("vouched", f"Compared although worded differently, as you asked: {said(pair.found.vouched)}.")
    if pair.found.other_people:
        yield Warn(
            "other-people", f"Put to other roles than before, so partly other eyes: {said(pair.found.other_people)}."
        )
    if step.items.drifting:
        yield Warn(
            "drifting",
            f"More than {DRIFT} levels away from the other questions of the axis: {said(step.items.drifting)}. Did the "
            "practice change, or how people read the question? Results are given with and without.",
        )
    if step.items.hidden:
        yield Warn("hidden", f"{counted(len(step.items.hidden), 'question')} left out: {CONFIDENTIAL}.")
