"""The chapter on change: what is sure, what is not, who came and went, and what the questions have to do with it."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.comparison import Change, Comparison, Step
from maturity.core.said import Label
from maturity.model import Axis
from maturity.report.blocks import (
    Align,
    Block,
    Bullets,
    Callout,
    Chart,
    Figure,
    Heading,
    Paragraph,
    Table,
    Terms,
)
from maturity.report.change_words import (
    NO_CAUSE,
    SHIFT,
    basis,
    because,
    by_change,
    change_headline,
    change_sentence,
    incomparable,
    interval_name,
    movers,
    named_quadrant,
    new_questions_note,
    not_persons,
    question_labels,
    signed,
    span,
    unlike,
    unplaced,
    verdict,
    warned,
    way,
    without_effect,
)
from maturity.report.describe import describe
from maturity.text.words import counted, level, listed

BETWEEN = "Reviews between the rounds"
RIGHT: Align = "right"
NOT_COMPARED = "not compared"
TOLD = ("reworded", "drifting", "hidden", "other-questionnaire")
"""Codes of warnings that the chapter tells in a place of its own."""
CAPTIONS: dict[Chart, str] = {
    "journey": "The way over the years. Each point is that round's own result; the region is that of the last.",
    "change": "Every dimension before and after, the largest rise first, and how sure each change is.",
}
SIZES: dict[Chart, tuple[float, float]] = {"journey": (9.6, 5.8)}
"""Inches: a map that leaves room on its page for what is said of it."""


def chapter(
    comparison: Comparison,
    *,
    outcomes: tuple[Block, ...] = (),
    reviews: tuple[Block, ...] = (),
    figures: bool = True,
    brief: bool = False,
) -> tuple[Block, ...]:
    """What has changed from the last round but one to the last, and the whole way before that.

    Args:
        outcomes: what became of each priority, put after who joined and left.
        reviews: how many there were between the rounds, put after that.
        figures: whether to ask for the charts.
        brief: only what a meeting needs: the sentence, the journey, what is sure, who came and went, and the outcomes.
    """
    step = comparison.last
    parts = [_first(comparison, step)]
    if not brief:
        parts.append(_axes(step))
    if figures:
        parts.append(_figure("journey", comparison))
    if brief:
        parts += [_sure(step), _members(step), _outcomes(outcomes), _caveats(step)]
        return tuple(block for part in parts for block in part)
    if figures and _compared(step):
        parts.append(_figure("change", comparison))
    parts += [_sure(step), _unsure(step), _members(step), _outcomes(outcomes), _reviews(reviews)]
    parts += [
        _questionnaires(step),
        _drifting(step),
        _looking_back(step),
        _way(comparison),
        _caveats(step),
        _method(step),
    ]
    return tuple(block for part in parts for block in part)


def _compared(step: Step) -> bool:
    """Whether anything has a score in both rounds."""
    return any(one.before is not None for one in (*step.axes.values(), *step.dimensions.values()))


def _outcomes(outcomes: tuple[Block, ...]) -> Iterator[Block]:
    if outcomes:
        yield Heading("What became of each priority")
        yield from outcomes


def _reviews(reviews: tuple[Block, ...]) -> Iterator[Block]:
    if reviews:
        yield Heading(BETWEEN)
        yield from reviews


def _first(comparison: Comparison, step: Step) -> Iterator[Block]:
    yield Paragraph(change_headline(comparison), "lead")
    schools = step.schools.paired
    questions = counted(len(step.items.common), "question")
    if step.basis == "separate" and step.items.common:
        yield Paragraph(
            f"Between {step.before.label} and {step.after.label} we compare what both rounds show of the whole "
            f"cluster, on {questions} that meant the same both times. So these numbers can differ from those of each "
            "round on its own."
        )
    elif schools and step.items.common:
        yield Paragraph(
            f"Between {step.before.label} and {step.after.label} we compare {counted(len(schools), 'school')} that "
            f"answered both times, on {questions} that meant the same both times. So these numbers can differ from "
            "those of each round on its own."
        )
    for warning in _warnings(comparison):
        yield Callout("Before you believe this", warning, "warning")


def _warnings(comparison: Comparison) -> list[str]:
    """Of all rounds, of the last step, and of the whole way, without what the chapter tells in its own place."""
    every = [(one, comparison.last) for one in (*comparison.warnings, *comparison.last.warnings)]
    every += [(one, comparison.whole) for one in comparison.whole.warnings]
    return list(dict.fromkeys(warned(one, step) for one, step in every if one.code not in TOLD))


def _figure(chart: Chart, comparison: Comparison) -> Iterator[Block]:
    yield Figure(chart, comparison, CAPTIONS[chart], describe(chart, comparison), SIZES.get(chart))


def _axes(step: Step) -> Iterator[Block]:
    if not _compared(step):
        return
    axes = step.after.questionnaire.axes
    yield Table(
        f"Both axes, {step.before.label} and {step.after.label}, in levels",
        ("Axis", step.before.label, step.after.label, "Change", interval_name(step), "Smallest sure", "Verdict"),
        tuple((axis.short, *_numbers(axis, step.axes[axis.id])) for axis in axes if axis.id in step.axes),
        ("left", "right", "right", "right", "right", "right", "left"),
    )
    own = [
        (
            axis.label,
            level(before, axis.midpoint),
            level(after, axis.midpoint),
            signed(after - before),
            _change(change, NOT_COMPARED),
        )
        for axis in axes
        if (before := step.before.placement.point.get(axis.id)) is not None
        and (after := step.after.placement.point.get(axis.id)) is not None
        and (change := step.axes.get(axis.id)) is not None
    ]
    if any(row[-1] != NOT_COMPARED for row in own):
        yield Table(
            "Each round on its own beside the comparison, in levels",
            ("Axis", f"{step.before.label} alone", f"{step.after.label} alone", "Difference", "Change when compared"),
            tuple(own),
            ("left", "right", "right", "right", "right"),
        )
        yield Paragraph(
            "Where the two last columns differ, it is because schools joined, left or stayed silent, or because the "
            "questions changed.",
            "small",
        )


def _numbers(axis: Axis, change: Change) -> tuple[str, ...]:
    smallest = "none" if change.smallest_sure_change is None else level(change.smallest_sure_change, 0.0)
    return (
        _score(change.before, axis),
        _score(change.after, axis),
        _change(change),
        span(change.interval),
        smallest,
        verdict(change),
    )


def _score(value: float | None, axis: Axis) -> str:
    return "none" if value is None else level(value, axis.midpoint)


def _change(change: Change, missing: str = "none") -> str:
    return missing if change.change is None else signed(change.change)


def _sure(step: Step) -> Iterator[Block]:
    yield Heading("What we are sure of")
    compared = [one for one in by_change(step.dimensions) if one[1].verdict != "incomparable"]
    sure = [(name, change) for name, change in compared if change.verdict in ("up", "down")]
    if sure:
        yield Bullets(tuple(change_sentence(step, Label("dimension", name), change) for name, change in sure))
    elif compared:
        yield Paragraph("No dimension has moved so far that we can be sure of it.")
    else:
        yield Paragraph(f"No dimension can be compared with {step.before.label}.")
    told = [change for _, change in compared if change.interval is not None]
    if len(told) > 1:
        yield Paragraph(
            f"We looked at {len(told)} dimensions. Where nothing has changed, up to one in twenty may still look "
            "sure by chance, so trust a pattern more than a single line.",
            "small",
        )


def _unsure(step: Step) -> Iterator[Block]:
    yield Heading("What we are not sure of")
    said = [
        change_sentence(step, Label("dimension", name), change)
        for name, change in by_change(step.dimensions)
        if change.verdict in ("unsure", "too-few")
    ]
    said += incomparable(step)
    if said:
        yield Bullets(tuple(said))
    else:
        yield Paragraph("Of every dimension we can say whether it has gone up or down.")


def _members(step: Step) -> Iterator[Block]:
    yield Heading("Who joined and who left")
    joined, left, silent = step.schools.joined, step.schools.left, step.schools.silent
    if not joined and not left:
        yield Paragraph(f"No school joined or left between {step.before.label} and {step.after.label}.")
    else:
        axes = step.after.questionnaire.axes
        align: tuple[Align, ...] = ("left", "left", *(RIGHT for _ in axes))
        moved = tuple(movers(step))
        yield Table(
            "How far the cluster's own score is higher or lower for each school that came or went, in levels",
            ("School", "What happened", *(axis.label for axis in axes)),
            tuple(
                (who, happened, *(_effect(effect.get(axis.id), without_effect(step)) for axis in axes))
                for who, happened, effect in moved
            ),
            align,
        )
        if step.basis != "separate":
            yield Paragraph("These schools are in none of the changes above.")
        if any(value is not None for _, _, effect in moved for value in effect.values()):
            yield Paragraph(
                "A number above zero means that the score of the round is higher because the school joined, or because "
                "it left."
            )
    if silent:
        who = listed(silent)
        yield Paragraph(
            f"Not compared, because no answers came in one of the two rounds although the school is a member in both: "
            f"{who}."
        )
    if step.basis == "separate":
        yield Paragraph("The schools' own changes are not shown, because a round is not named.", "small")


def _effect(value: float | None, missing: str) -> str:
    return missing if value is None else signed(value)


def _questionnaires(step: Step) -> Iterator[Block]:
    yield Heading("How the two questionnaires differ")
    before, after, items = step.before.questionnaire, step.after.questionnaire, step.items
    if before.fingerprint == after.fingerprint:
        yield Paragraph(f"Both rounds asked the same questions: {after.title}, version {after.version}.")
    else:
        yield Paragraph(
            f"{step.before.label} asked {before.title}, version {before.version}; {step.after.label} asked "
            f"{after.title}, version {after.version}. Questions that mean the same in both and are compared: "
            f"{len(items.common)}."
        )
    rows = tuple((term, f"{labels}.") for term, labels in unlike(step))
    if rows:
        yield Terms(rows)
    yield from _linked(step)


def _linked(step: Step) -> Iterator[Block]:
    if step.linked is None:
        if step.linked_reason:
            yield Paragraph(f"There is no linked score for {step.after.label}: {because(step.linked_reason, step)}.")
        return
    axes = step.after.questionnaire.axes
    yield Table(
        f"All questions of {step.before.label}, over the schools in both rounds, in levels: linked, not measured",
        ("Axis", f"{step.before.label}, all its questions", f"{step.after.label}, linked"),
        tuple(
            (axis.label, _score(_unmoved(step, axis), axis), _score(step.linked.get(axis.id), axis)) for axis in axes
        ),
        ("left", "right", "right"),
    )
    yield Paragraph(
        "A linked score is reckoned: it asks where this round would stand on the earlier questionnaire, if the "
        "questions that stayed the same tell how hard the others are. The verdicts above do not use it.",
        "small",
    )


def _unmoved(step: Step, axis: Axis) -> float | None:
    """The earlier score from which a linked one was reckoned: over the same schools, on all earlier questions."""
    linked, change = (step.linked or {}).get(axis.id), step.axes[axis.id].change
    return None if linked is None or change is None else linked - change


def _drifting(step: Step) -> Iterator[Block]:
    names = step.items.drifting
    if not names:
        return
    yield Heading("Questions that went their own way")
    yield Paragraph(
        "These questions moved by more than half a level away from the middle of their axis. That may be real, or "
        "people may have come to read the question differently; ask them."
    )
    yield Bullets(
        tuple(
            f"{question_labels(step, [name])}: {signed(change.change)} levels."
            if (change := step.items_changed.get(name)) is not None and change.change is not None
            else f"{question_labels(step, [name])}: its change is not shown."
            for name in names
        )
    )
    if step.without_drifting is None:
        return
    pairs = [
        (axis, step.axes[axis.id], step.without_drifting[axis.id])
        for axis in step.after.questionnaire.axes
        if axis.id in step.axes and axis.id in step.without_drifting
    ]
    yield Table(
        "The change of both axes with and without these questions, in levels",
        ("Axis", "Questions", "Change", interval_name(step), "Verdict"),
        tuple(
            (axis.label, which, _change(change), span(change.interval), verdict(change))
            for axis, with_, without in pairs
            for which, change in (("with", with_), ("without", without))
        ),
        ("left", "left", "right", "right", "left"),
    )
    for axis, _, without in pairs:
        if without.reason:
            yield Paragraph(f"Without these questions: {change_sentence(step, Label('axis', axis.id), without)}")


def _looking_back(step: Step) -> Iterator[Block]:
    back = step.looking_back
    if back is None:
        return
    yield Heading(f"Looking back at {step.before.label}")
    yield Paragraph(
        f"In {step.after.label} people also said how they see {step.before.label} from where they stand now "
        f"(people: {back.people}). This is a reading of its own and counts nowhere else. {SHIFT}"
    )
    yield Table(
        f"{step.before.label} as it was rated then and as it is seen now, in levels, on the same questions",
        ("Axis", "Rated then", "Seen now", "Shift", step.after.label, "Change by today's standard"),
        tuple(
            (
                axis.label,
                _score(back.before.get(axis.id), axis),
                _score(then := back.then.get(axis.id), axis),
                "none" if (shift := back.shift.get(axis.id)) is None else signed(shift),
                _score(now := back.now.get(axis.id), axis),
                "none" if now is None or then is None else signed(now - then),
            )
            for axis in step.after.questionnaire.axes
        ),
        ("left", "right", "right", "right", "right", "right"),
    )


def _way(comparison: Comparison) -> Iterator[Block]:
    """All rounds, where there are more than two."""
    if len(comparison.rounds) < 3:
        return
    first, last = comparison.rounds[0], comparison.rounds[-1]
    axes = last.questionnaire.axes
    align: tuple[Align, ...] = ("left", *(RIGHT for _ in axes), "left", "right", "right")
    yield Heading(f"The whole way, {first.label} to {last.label}")
    yield Table(
        "Every round on its own, in levels",
        ("Round", *(axis.short for axis in axes), "Quadrant", "People", "Schools"),
        tuple(
            (
                one.label,
                *(_score(one.placement.point.get(axis.id), axis) for axis in axes),
                named_quadrant(one),
                str(one.respondents),
                f"{one.schools_answered} of {len(one.schools)}",
            )
            for one in comparison.rounds
        ),
        align,
    )
    missing = unplaced(comparison)
    if missing:
        yield Bullets(tuple(f"{one.label} has no place on the map: {reason}." for one, reason in missing))
    note = new_questions_note(comparison)
    if note:
        yield Paragraph(note)
    yield Bullets(way(comparison))
    for step in comparison.steps[:-1]:
        yield from _looking_back(step)


def _caveats(step: Step) -> Iterator[Block]:
    yield Heading("What a change here does not say")
    yield Bullets(
        (
            NO_CAUSE,
            "A fall after training, or after hard questions from outside, can mean that people see more clearly.",
            "A change of which we cannot be sure may still be there; few schools can only show large changes.",
            not_persons(step),
        )
    )


def _method(step: Step) -> Iterator[Block]:
    what = (
        "difference of what both rounds show"
        if step.basis == "separate"
        else "mean over the schools in both rounds of each school's own change, one school one voice"
    )
    yield Paragraph(
        f"Change: {what}. {basis(step)} It is never narrower than whole levels leave open, and a change is sure when "
        "it does not hold 0. Numbers are rounded when shown, so that a difference may seem to be off by 0.1.",
        "small",
    )
