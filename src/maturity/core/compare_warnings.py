"""What to know before believing a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from maturity.core.assessment import Warn
from maturity.core.compare_changes import DRIFT
from maturity.core.compare_pair import Pair
from maturity.core.comparison import Step
from maturity.core.said import Name, Names, Said, Share, said
from maturity.model import Round


def no_date(rounds: Sequence[Round]) -> Iterator[Warn]:
    """That the order is that in which the rounds were given."""
    labels = [Name(round_.label) for round_ in rounds if round_.date is None]
    if labels:
        yield _warn(said("no-date", rounds=Names(tuple(labels))))


def step_warnings(pair: Pair, step: Step) -> Iterator[Warn]:
    """What concerns one step."""
    yield from map(_warn, _of_the_rounds(pair, step))
    yield from map(_warn, _of_the_questions(pair, step))


def _warn(what: Said) -> Warn:
    return Warn("drifting" if what.code == "drifting-in-part" else what.code, (what,))


def _of_the_rounds(pair: Pair, step: Step) -> Iterator[Said]:
    before, after = pair.rounds
    if before.cluster.name != after.cluster.name:
        yield said("other-name", before=Name(before.cluster.name), after=Name(after.cluster.name))
    known = before.cluster.school_by_id
    for school in after.cluster.schools:
        if school.id in known and known[school.id].name != school.name:
            yield said("other-school-name", before=Name(known[school.id].name), after=Name(school.name))
    if step.before.mode != step.after.mode:
        yield said("other-mode")
    if step.basis != "separate" and _same_answers(before, after):
        yield said("same-answers", before=Name(before.label), after=Name(after.label))


def _same_answers(before: Round, after: Round) -> bool:
    """Whether as many said the same, whatever their codes."""
    if not 0 < len(before.responses) == len(after.responses):
        return False
    said_before, said_after = (
        Counter((one.school, one.role, frozenset(one.answers.items())) for one in round_.responses)
        for round_ in (before, after)
    )
    return said_before == said_after


def _of_the_questions(pair: Pair, step: Step) -> Iterator[Said]:
    before, after = (round_.questionnaire for round_ in pair.rounds)
    names = {i: Name(item.short) for i, item in (before.item_by_id | after.item_by_id).items()}

    def listed(ids: Sequence[str]) -> Names:
        return Names(tuple(names[i] for i in ids))

    if before.id != after.id:
        common = len(step.items.common)
        yield said("other-questionnaire", before=Name(before.id), after=Name(after.id), common=common)
    if step.items.reworded:
        yield said("reworded", items=listed(step.items.reworded))
    if pair.found.vouched:
        yield said("vouched", items=listed(pair.found.vouched))
    if pair.found.other_people:
        yield said("other-people", items=listed(pair.found.other_people))
    if step.items.drifting and not after.axes:
        yield said("drifting-in-part", items=listed(step.items.drifting), far=Share(DRIFT))
    elif step.items.drifting:
        yield said("drifting", items=listed(step.items.drifting), far=DRIFT * (after.scale.most - after.scale.least))
    if step.items.hidden:
        yield said("hidden", items=len(step.items.hidden))
