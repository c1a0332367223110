"""How a change is said: the words, signs and sentences that chapter, charts and terminal share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from maturity.core.advise_parts import fewest_on_axes
from maturity.core.assessment import Interval, Warn
from maturity.core.changes import asked_by_id
from maturity.core.comparison import Change, Comparison, Driver, Refused, Step, Verdict
from maturity.core.said import Label, Level, Name, Said, Value, labels, said
from maturity.errors import UsageError
from maturity.report import wording
from maturity.text.isolate import isolated
from maturity.text.words import counted, ends_apart, enumerated, level, listed, with_sign

VERDICTS: dict[Verdict, str] = {
    "up": "up, sure",
    "down": "down, sure",
    "unsure": "no change we can be sure of",
    "too-few": "too few schools to say more",
    "incomparable": "cannot be compared",
}

SHIFT = (
    "A shift in standards means that people hold the same practice against another yardstick than before: below zero "
    "they have become stricter, and a fall between the years may then be clearer sight and not worse practice."
)
ROUNDED = "Numbers are rounded when shown, so that a difference may seem off by one in the last digit."
NEXT_TO_NOTHING = 0.005
"""Levels that would be nothing with two decimals."""
NO_CAUSE = "A change beside an action is no proof that the action caused it."


NOT_TOLD = "how sure cannot be said"
"""Of what moved, where nothing tells how sure that is: not as much as that it is unsure."""


def can_be_sure(*changes: Change | Driver) -> bool:
    """Whether of any of them it can be told if it is sure; what cannot be compared has no say."""
    return any(change.interval is not None or change.verdict in ("up", "down") for change in changes)


def verdict(change: Change) -> str:
    """What is known of a change, in a few words."""
    if change.verdict == "unsure" and change.interval is None:
        return NOT_TOLD
    return VERDICTS[change.verdict]


def signed(value: float, fewest: int = 1) -> str:
    """A difference in levels with its sign; with more decimals where one would make it nothing.

    >>> signed(0.31), signed(-0.04), signed(0.0)
    ('+0.3', '−0.04', '0.0')
    """
    return with_sign(level(abs(value), 0.0, fewest), value)


def since(step: Step, change: Change, by: str) -> str:
    """What became of one number since the round before, beside it.

    Args:
        by: how far it moved, without a sign.
    """
    before = isolated(step.before.label)
    if change.change is None or change.verdict == "incomparable":
        return f"cannot be compared with {before}"
    if change.verdict == "unsure":
        return f"since {before}, {VERDICTS['unsure']}"
    way = "up" if change.change > 0 else "down"
    return f"{way} {by} since {before}, {VERDICTS[change.verdict].removeprefix(f'{way}, ')}"


def span(interval: Interval | None) -> str:
    """The interval of a change as one token, `+0.1 to +0.6`, its spaces unbreakable; `none` where there is none."""
    if interval is None:
        return "none"
    ends = (interval.low, interval.high)
    fewest = max((len(signed(end).partition(".")[2]) for end in ends if not _is_nothing(end)), default=1)
    return "\u00a0to\u00a0".join(ends_apart(ends, _end, fewest))


def _is_nothing(value: float) -> bool:
    """Whether it lies on one side of 0 by so little that no number says which."""
    return 0 < abs(value) < NEXT_TO_NOTHING


def _end(value: float, fewest: int) -> str:
    """An end of an interval with its sign; in words where it is on one side of 0 by next to nothing."""
    if not _is_nothing(value):
        return signed(value, fewest)
    return "just\u00a0above\u00a00" if value > 0 else "just\u00a0below\u00a00"


def because(reason: Said | None, step: Step) -> str:
    """A reason as it stands after a colon; empty where there is none."""
    return "" if reason is None else wording.sentence(reason, step.after.questionnaire)


def change_sentence(step: Step, what: Label, change: Change) -> str:
    """What is known of one score's change, in one sentence.

    Args:
        what: the axis or dimension that has changed.
    """
    values: dict[str, Value] = {"what": what, "since": Name(step.before.label), "now": Name(step.after.label)}
    if change.reason is not None:
        values["reason"] = Name(because(change.reason, step))
    if change.before is not None and change.after is not None:
        midpoint, ends = _midpoint(step, what), ((change.before, step.before), (change.after, step.after))
        before, after = (Level(value, midpoint, fewest_on_axes(one)) for value, one in ends)
        values |= {"before": before, "after": after}
    code: str = change.verdict
    if change.change is not None:
        values |= {"by": Level(abs(change.change), 0.0), "change": Name(signed(change.change))}
        code = f"{code}-by-margin" if step.basis == "separate" else code
        if change.interval is None:
            code = "without-interval"
        else:
            values["interval"] = Name(span(change.interval))
    return wording.sentence(Said(f"change-{code}", values), step.after.questionnaire)


def _midpoint(step: Step, what: Label) -> float | None:
    asked = step.after.questionnaire
    one = asked.dimension_by_id.get(what.id) if what.kind == "dimension" else None
    axis = asked.axis_by_id.get(what.id if one is None else one.axis or "")
    return None if axis is None else axis.midpoint


def moves(step: Step) -> str:
    """What has changed from one round to the other: one sentence for each axis."""
    axes = step.after.questionnaire.axes
    return " ".join(
        change_sentence(step, Label("axis", axis.id), step.axes[axis.id]) for axis in axes if axis.id in step.axes
    )


def basis(step: Step) -> str:
    """What the changes of a step and their intervals come from, in plain words; empty where there is no interval."""
    every = (*step.axes.values(), *step.dimensions.values()) or step.items_changed.values()
    if not any(change.interval for change in every):
        return ""
    what = [said(step.basis)] + ([said("returned", people=step.returned)] if step.returned else [])
    return " ".join(wording.sentence(one, step.after.questionnaire) for one in what)


def not_persons(step: Step) -> str:
    """That it is schools, or a cluster, that are compared."""
    return wording.sentence(
        said("whole-cluster" if step.basis == "separate" else "schools-not-persons"), step.after.questionnaire
    )


def interval_name(step: Step, *, inside: bool = False) -> str:
    """What stands over a column of intervals; `inside`: inside a line of words."""
    is_rough = step.basis == "separate"
    if inside:
        return "rough range" if is_rough else "likely range"
    return "Rough range" if is_rough else "Likely range"


def shared(step: Step) -> str:
    """What a step is over: `5 schools and 24 questions`, or the questions alone."""
    items = counted(len(step.items.common), "question")
    return items if step.basis == "separate" else f"{counted(len(step.schools.paired), 'school')} and {items}"


def warned(warning: Warn, step: Step) -> str:
    """A warning as text."""
    if isinstance(warning.said, str):
        return warning.said
    return " ".join(wording.sentence(one, step.after.questionnaire) for one in warning.said)


def refused(error: Refused) -> UsageError:
    """Why something cannot be compared, for the person at the keyboard."""
    asked = error.rounds[-1].questionnaire if error.rounds else None
    text = wording.sentence(error.said, asked)
    if error.rounds:
        before, after = error.rounds
        whole = said(
            "not-comparable",
            before_cluster=Name(before.cluster.name),
            before=Name(before.label),
            after_cluster=Name(after.cluster.name),
            after=Name(after.label),
            reason=Name(text),
        )
        text = wording.sentence(whole, asked)
    return UsageError(text, wording.sentence(error.hint, asked), "not-comparable" if error.rounds else "usage")


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


def without_effect(step: Step) -> str:
    """Why a school that joined or left has no effect to show."""
    return "not shown: a round is not named" if step.basis == "separate" else "none: too few answers"


def unlike(step: Step) -> tuple[tuple[str, str], ...]:
    """Which questions could not be compared, by what is the matter with them; only what there is."""
    items, anew = step.items, asked_anew(step)
    gone = [name for name in items.only_before if name not in anew]
    new = [name for name in items.only_after if name not in anew.values()]
    parts = (
        ("Asked anew under the same name, so not compared", enumerated([_anew(step, *pair) for pair in anew.items()])),
        (f"Only in {step.before.label}", question_labels(step, gone)),
        (f"Only in {step.after.label}", question_labels(step, new)),
        ("Put or counted differently, so not compared", question_labels(step, items.reworded)),
        ("Left out, because a round that is not named does not show them", question_labels(step, items.hidden)),
    )
    return tuple((term, labels) for term, labels in parts if labels)


def asked_anew(step: Step) -> dict[str, str]:
    """Questions that have another id in the later round and the same name: earlier id to later id."""
    before, after = step.before.questionnaire.item_by_id, step.after.questionnaire.item_by_id
    later: dict[str, list[str]] = {}
    for name in step.items.only_after:
        later.setdefault(after[name].short, []).append(name)
    earlier = [before[name].short for name in step.items.only_before]
    return {
        name: later[short][0]
        for name, short in zip(step.items.only_before, earlier, strict=True)
        if len(later.get(short, ())) == 1 and earlier.count(short) == 1
    }


def _anew(step: Step, old: str, new: str) -> str:
    """What became of a question that was asked anew: the part in which it now counts, else that it is another."""
    before, after = step.before.questionnaire.item_by_id[old], step.after.questionnaire.item_by_id[new]
    if before.dimension != after.dimension and before.dimension and after.dimension:
        parts = (
            one.dimension_by_id[name].short
            for one, name in (
                (step.before.questionnaire, before.dimension),
                (step.after.questionnaire, after.dimension),
            )
        )
        return f"{after.short} (moved from {' to '.join(map(isolated, parts))})"
    return f"{after.short} (put in another way)"


def question_labels(step: Step, ids: Iterable[str]) -> str:
    """Questions of either round by their labels; those that share one with their ids."""
    known = asked_by_id(step.before.questionnaire) | asked_by_id(step.after.questionnaire)
    labels = [(known[name].short if name in known else name, name) for name in ids]
    times = Counter(label for label, _ in labels)
    return listed([isolated(label) if times[label] == 1 else f"{isolated(label)} ({name})" for label, name in labels])


def dimension(step: Step, name: str) -> str:
    """The label of a dimension of either round."""
    known = step.before.questionnaire.dimension_by_id | step.after.questionnaire.dimension_by_id
    return known[name].label if name in known else name


def incomparable(step: Step) -> tuple[str, ...]:
    """One sentence for each reason why dimensions cannot be compared."""
    reasons: dict[str, list[str]] = {}
    for name, change in step.dimensions.items():
        if change.verdict == "incomparable":
            reasons.setdefault(because(change.reason, step), []).append(name)
    return tuple(
        wording.sentence(
            said(
                "change-incomparable",
                what=labels("dimension", names),
                since=Name(step.before.label),
                reason=Name(reason),
            ),
            step.after.questionnaire,
        )
        for reason, names in reasons.items()
    )


def by_change(changes: Mapping[str, Change]) -> list[tuple[str, Change]]:
    """The largest rise first; last what cannot be compared."""
    return sorted(changes.items(), key=lambda pair: (pair[1].change is None, -(pair[1].change or 0.0)))


def new_questions_note(comparison: Comparison) -> str:
    """What a change of the questions means for the rounds' own positions; empty when there was none."""
    labels = [step.after.label for step in comparison.steps if not step.alike]
    if not labels:
        return ""
    return (
        f"The questions changed in {listed(labels)}: positions before and after are not strictly comparable; the "
        "changes that are reported rest on the questions that stayed the same."
    )


def linked_words(step: Step) -> str:
    """Where the later round would stand on the earlier questionnaire, and why that cannot be said where it cannot."""
    places = [
        f"{wording.inside(axis)} {wording.on_axis(step.after, axis, value)}"
        for axis in step.after.questionnaire.axes
        if (value := (step.linked or {}).get(axis.id)) is not None
    ]
    said = []
    if places:
        said.append(
            f"Linked, not measured: had {step.after.label} been asked everything that {step.before.label} was asked, "
            f"the schools in both would stand at {listed(places)}."
        )
    if step.linked_reason:
        said.append(f"No linked score: {because(step.linked_reason, step)}.")
    return " ".join(said)
