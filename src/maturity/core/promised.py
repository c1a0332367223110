"""What became of each priority of the round before, and the one question that follows from a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maturity.core.comparison import Change, Comparison, Kept, Promise, Step
from maturity.core.moved import movement
from maturity.core.plan import followed
from maturity.core.said import Kind, Label, Name, Said, said
from maturity.model import Round
from maturity.model.plan import Priority

MORE = 1 / 16
"""What was named has moved more than everything else where it did so by more than this part of the scale: a quarter
of a level on 1 to 5."""


def promises(rounds: Sequence[Round], step: Step, same: Mapping[str, str]) -> tuple[Promise, ...]:
    """What became of the priorities of the round before the last, in the order in which they were agreed.

    Args:
        rounds: of one cluster, in the order of time.
        step: from the last round but one to the last.
        same: earlier to later id of questions that mean the same.
    """
    priorities, forward = followed(rounds, rounds[-2].label)
    return tuple(
        Promise(one, _kept(one, one.id in forward), forward.get(one.id, ""), movement(one, step, same))
        for one in priorities
    )


def _kept(priority: Priority, carried: bool) -> Kept:
    if priority.outcome != "open":
        return priority.outcome
    return "carried" if carried else "open"


def next_question(comparison: Comparison) -> Said:
    """The one question to ask next: of the priorities first, else of what has moved.

    In this order: what nobody has told the end of; what was done while what it named moved no more than everything
    else; what goes on for another year; what was let go; what was done and moved; the largest sure fall; the largest
    sure rise; that nothing has moved for sure. One question, for that is what a meeting can answer.
    """
    step = comparison.last
    asked = [_of_promise(one, step) for one in comparison.promises]
    return min(asked, key=lambda pair: pair[0])[1] if asked else _of_the_change(step)


def _of_promise(one: Promise, step: Step) -> tuple[int, Said]:
    """What to ask of one priority, and how soon: the lowest first."""
    title, since = Name(one.priority.title), Name(step.before.label)
    if one.kept == "open":
        return 0, said("ask-open", title=title, since=since)
    if one.kept == "carried":
        return 2, said("ask-carried", title=title, since=since)
    if one.kept == "dropped":
        return 3, said("ask-dropped", title=title)
    return (
        (1, said("ask-done-not-moved", title=title))
        if _moved_no_more(one, step)
        else (4, said("ask-done", title=title))
    )


def _moved_no_more(one: Promise, step: Step) -> bool:
    """Whether what it named has moved no more than everything else, as far as that can be told."""
    found = one.movement
    if found.named is None or found.others is None:
        return False
    scale = step.after.questionnaire.scale
    return found.named - found.others <= MORE * (1.0 if found.counted_in == "range" else scale.most - scale.least)


def _of_the_change(step: Step) -> Said:
    """The question where nothing was promised: of the largest fall, else rise; or of what was lost, else gained."""
    since = Name(step.before.label)
    if step.readings is not None and step.readings.held:
        turned = {one.turn: Label("item", name) for name, one in reversed(step.readings.held.items())}
        if "lost" in turned:
            return said("ask-down", what=turned["lost"], since=since)
        return (
            said("ask-up", what=turned["gained"], since=since)
            if "gained" in turned
            else said("ask-unsure", since=since)
        )
    changes: list[tuple[Kind, str, Change]] = [
        *(("dimension", name, one) for name, one in step.dimensions.items()),
        *(("axis", name, one) for name, one in step.axes.items()),
    ]
    for way in ("down", "up"):
        sure = [(abs(one.change or 0.0), kind, name) for kind, name, one in changes if one.verdict == way]
        if sure:
            _, kind, name = max(sure)
            what = Label(kind, name)
            return said("ask-down", what=what, since=since) if way == "down" else said("ask-up", what=what, since=since)
    return said("ask-unsure", since=since)
