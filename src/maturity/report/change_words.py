"""How a change is said: the words, signs and sentences that chapter, charts and terminal share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from maturity.core.assessment import Assessment, Interval
from maturity.core.changes import questions
from maturity.core.comparison import Change, Comparison, Step, Verdict
from maturity.report.wording import reason
from maturity.text.words import inside, level, listed

VERDICTS: dict[Verdict, str] = {
    "up": "up, sure",
    "down": "down, sure",
    "unsure": "no change we can be sure of",
    "incomparable": "cannot be compared",
}

SHIFT = (
    "A shift in standards means that people hold the same practice against another yardstick than before: below zero "
    "they have become stricter, and a fall between the years may then be clearer sight and not worse practice."
)
NOT_PERSONS = "Schools are compared, not persons: other people may have answered."
NO_CAUSE = "A change beside an action is no proof that the action caused it."


def signed(value: float) -> str:
    """A difference in levels with its sign; with more decimals where one would make it nothing.

    >>> signed(0.31), signed(-0.04), signed(0.0)
    ('+0.3', '-0.04', '0.0')
    """
    text = level(abs(value), 0.0)
    if float(text) == 0:
        return text
    return f"+{text}" if value > 0 else f"-{text}"


def span(interval: Interval | None) -> str:
    """The interval of a change as `+0.1 to +0.6`; `none` where there is none."""
    return "none" if interval is None else f"{signed(interval.low)} to {signed(interval.high)}"


def sentence(label: str, change: Change, since: str) -> str:
    """What is known of one score's change, in one sentence.

    Args:
        label: what has changed.
        since: the earlier round.
    """
    reason = (change.reason or "").rstrip(".")
    label = inside(label)
    if change.verdict == "incomparable" or change.change is None:
        why = f": {reason}" if reason else ""
        return f"On {label} nothing can be compared with {since}{why}."
    sure = f"95% interval {span(change.interval)}"
    if change.interval is None:
        sure = f"no interval: {reason}" if reason else "no interval"
    if change.verdict == "unsure":
        return (
            f"On {label} there is no change we can be sure of since {since} ({signed(change.change)} levels; {sure})."
        )
    return f"On {label} we are {change.verdict} by {level(abs(change.change), 0.0)} levels since {since} ({sure})."


def moves(step: Step) -> str:
    """What has changed from one round to the other: one sentence for each axis."""
    axes = step.after.questionnaire.axes
    return " ".join(
        sentence(axis.label, step.axes[axis.id], step.before.label) for axis in axes if axis.id in step.axes
    )


def headline(comparison: Comparison) -> str:
    """What has changed from the last round but one to the last: one sentence for each axis."""
    return moves(comparison.last)


def way(comparison: Comparison) -> tuple[str, ...]:
    """What changed in every step before the last, and over the whole way; nothing where there are two rounds."""
    if len(comparison.rounds) < 3:
        return ()
    steps = (*comparison.steps[:-1], comparison.whole)
    return tuple(f"{step.before.label} to {step.after.label}: {moves(step)}" for step in steps)


def movers(step: Step) -> Iterator[tuple[str, str, dict[str, float | None]]]:
    """Who came or went, what happened, and its effect by axis; of several also that of all together, where shown."""
    schools = step.schools
    for happened, some, together in (
        ("joined", schools.joined, schools.joined_together),
        ("left", schools.left, schools.left_together),
    ):
        yield from ((one.name, happened, one.effect) for one in some)
        if len(some) > 1 and any(value is not None for value in together.values()):
            yield f"These {len(some)} together", happened, together


def without_effect(step: Step, happened: str) -> str:
    """Why a school that joined or left has no effect to show."""
    round_ = step.after if happened == "joined" else step.before
    return "not shown: confidential" if round_.mode == "confidential" else "none: too few answers"


def unlike(step: Step) -> tuple[tuple[str, str], ...]:
    """Which questions could not be compared, by what is the matter with them; only what there is."""
    items = step.items
    parts = (
        (f"Only in {step.before.label}", items.only_before),
        (f"Only in {step.after.label}", items.only_after),
        ("Put or counted differently, so not compared", items.reworded),
        ("Left out, because a round is confidential", items.hidden),
    )
    return tuple((term, named(step, ids)) for term, ids in parts if ids)


def named(step: Step, ids: Iterable[str]) -> str:
    """Questions of either round by their labels."""
    known = questions(step.before.questionnaire) | questions(step.after.questionnaire)
    return listed([known[name].short if name in known else name for name in ids])


def dimension(step: Step, name: str) -> str:
    """The label of a dimension of either round."""
    known = step.before.questionnaire.dimension_by_id | step.after.questionnaire.dimension_by_id
    return known[name].label if name in known else name


def incomparable(step: Step) -> tuple[str, ...]:
    """One sentence for each reason why dimensions cannot be compared."""
    reasons: dict[str, list[str]] = {}
    for name, change in step.dimensions.items():
        if change.verdict == "incomparable":
            reasons.setdefault((change.reason or "no reason is known").rstrip("."), []).append(dimension(step, name))
    return tuple(
        f"On {listed([*map(inside, names)])} nothing can be compared with {step.before.label}: {reason}."
        for reason, names in reasons.items()
    )


def by_change(changes: Mapping[str, Change]) -> list[tuple[str, Change]]:
    """The largest rise first; last what cannot be compared."""
    return sorted(changes.items(), key=lambda pair: (pair[1].change is None, -(pair[1].change or 0.0)))


def new_questions(comparison: Comparison) -> list[str]:
    """Labels of the rounds whose questionnaire, or version of it, is another than that of the round before."""
    pairs = pairwise(comparison.rounds)
    return [
        later.label for earlier, later in pairs if earlier.questionnaire.fingerprint != later.questionnaire.fingerprint
    ]


def new_questions_note(comparison: Comparison) -> str:
    """What a change of the questions means for the rounds' own positions; empty when there was none."""
    labels = new_questions(comparison)
    if not labels:
        return ""
    return (
        f"The questions changed in {listed(labels)}: positions before and after are not strictly comparable; the "
        "changes that are reported rest on the questions that stayed the same."
    )


def standing(assessment: Assessment) -> str:
    """The quadrant that may be named, or that none may."""
    quadrant = assessment.placement.quadrant
    return "no single quadrant" if quadrant is None else assessment.questionnaire.quadrant_by_id[quadrant].label


def unplaced(comparison: Comparison) -> list[tuple[Assessment, str]]:
    """Rounds that have no place on the map, each with the reason."""
    found: list[tuple[Assessment, str]] = []
    for one in comparison.rounds:
        if any(value is None for value in one.placement.point.values()):
            found.append((one, reason(one.placement.reason, one.questionnaire)))
    return found
