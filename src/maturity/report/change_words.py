"""How a change is said: the words, signs and sentences that chapter, charts and terminal share."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from maturity.core.assessment import Assessment, Interval
from maturity.core.comparison import Change, Comparison, Verdict
from maturity.core.words import inside, level, listed

VERDICTS: dict[Verdict, str] = {
    "up": "up, sure",
    "down": "down, sure",
    "unsure": "no change we can be sure of",
    "incomparable": "cannot be compared",
}


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


def headline(comparison: Comparison) -> str:
    """What has changed from the last round but one to the last: one sentence for each axis."""
    step = comparison.last
    axes = step.after.questionnaire.axes
    return " ".join(
        sentence(axis.label, step.axes[axis.id], step.before.label) for axis in axes if axis.id in step.axes
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
            found.append((one, (one.placement.reason or "an axis has no score").rstrip(".")))
    return found
