"""What has changed, on one screen or two: the sentence first, then the table, then everything that qualifies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.comparison import Change, Comparison, Step
from maturity.core.reviews import ReviewYear
from maturity.core.said import Label
from maturity.report import wording
from maturity.report.blocks import Block, Bullets, Callout, Paragraph, Report, Section, Table
from maturity.report.change import BETWEEN
from maturity.report.change_words import (
    NO_CAUSE,
    SHIFT,
    basis,
    because,
    change_sentence,
    incomparable,
    interval_name,
    movers,
    not_persons,
    question_labels,
    signed,
    span,
    unlike,
    verdict,
    warned,
    way,
    without_effect,
)
from maturity.report.reviews import between_rounds
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, level, listed

SAID_BY_LISTS = ("reworded", "drifting", "hidden")
"""Warnings whose matter has a list of its own here."""
HALF_LEVEL = 0.5
MANY = 5
"""Verdicts at once from which chance alone is likely to give one."""


def summary(comparison: Comparison, reviews: Sequence[ReviewYear] = ()) -> Report:
    """The last step as a tree of blocks, and the earlier ones in a sentence each.

    Args:
        reviews: from each round to the next.
    """
    step = comparison.last
    chapters = (
        ("changed", "What has changed", _changed(step)),
        ("table", "Every axis and dimension", _table(step)),
        ("schools", "Who joined, who left", _schools(step)),
        ("apart", "What cannot be compared, and why", _apart(step)),
        ("drifting", "Questions that went their own way", _drifting(step)),
        ("linked", "On the scale of the earlier questionnaire", _linked(step)),
        ("back", f"Looking back at {step.before.label}", _looking_back(step)),
        ("way", "The whole way", _way(comparison)),
        ("reviews", BETWEEN, between_rounds(reviews)),
        ("beware", "Before you believe this", _beware(comparison)),
    )
    sections = (Section(i, title, tuple(blocks)) for i, title, blocks in chapters)
    return Report(
        title=f"{step.after.cluster}: {step.before.label} to {step.after.label}",
        subtitle=_circumstances(step),
        language=step.after.questionnaire.language,
        facts=tuple(_facts(step)),
        sections=tuple(section for section in sections if section.blocks),
    )


def _circumstances(step: Step) -> str:
    who = "the whole cluster" if step.basis == "separate" else counted(len(step.schools.paired), "school")
    items = counted(len(step.items.common), "question")
    said = f"{who} and {items} in both" if step.items.common else f"{who} in both, and no question to compare"
    return said + ("; a fictional example" if step.after.fictional else "")


def _facts(step: Step) -> Iterator[tuple[str, str]]:
    for one in (step.before, step.after):
        yield one.label, wording.schools_and_people(one) + (f", {day(one.date)}" if one.date is not None else "")


def _changed(step: Step) -> Iterator[Block]:
    reach = step.after.questionnaire.scale.high - step.after.questionnaire.scale.low
    for axis in step.after.questionnaire.axes:
        change = step.axes[axis.id]
        yield Paragraph(change_sentence(step, Label("axis", axis.id), change), "lead")
        smallest = change.smallest_sure_change
        if change.verdict == "unsure" and smallest is not None:
            if smallest >= reach:
                yield Paragraph("No change, however large, could be told from chance here.")
            else:
                yield Paragraph(f"Anything up to {level(smallest)} levels could be chance.")
    yield from _turned(step)


def _turned(step: Step) -> Iterator[Block]:
    """Where the cluster's own score goes another way than that of the schools and questions in both rounds."""
    if not (step.schools.joined or step.schools.left or step.items.only_before or step.items.only_after):
        return
    for axis in step.after.questionnaire.axes:
        change = step.axes[axis.id].change
        before, after = (one.placement.point.get(axis.id) for one in (step.before, step.after))
        if change is None or before is None or after is None:
            continue
        own = after - before
        if own * change < 0 or abs(own - change) >= HALF_LEVEL:
            yield Callout(
                f"Not the same as the cluster's own score on {wording.inside(axis)}",
                f"That went from {level(before)} to {level(after)}, because other schools or questions are in it (see "
                f"below). The schools and questions in both rounds moved by {signed(change)}.",
                "warning",
            )


def _table(step: Step) -> Iterator[Block]:
    questionnaire = step.after.questionnaire
    if all(change.before is None for change in step.dimensions.values()):
        return
    rows = []
    for axis in questionnaire.axes:
        rows.append(_row(f"{isolated(axis.short)} (axis)", step.axes[axis.id]))
        rows += [_row(d.short, step.dimensions[d.id]) for d in questionnaire.dimensions_of(axis.id)]
    scale = f"{questionnaire.scale.low} to {questionnaire.scale.high}"
    yield Table(
        f"From {step.before.label} to {step.after.label}, in levels {scale}, over {_over(step)} in both rounds",
        ("", "Levels", "Change", interval_name(step), "Verdict"),
        tuple(rows),
        ("left", "right", "right", "right", "left"),
    )
    compared = sum(change.interval is not None for change in step.dimensions.values())
    range_ = "rough range" if step.basis == "separate" else "interval"
    text = f"Up and down are said only where the {range_} does not hold 0. Numbers are rounded when shown."
    if compared >= MANY:
        text += f" Of {compared} dimensions, up to one in twenty would be called changed by chance alone."
    yield Paragraph(f"{basis(step)} {text}".strip(), "small")


def _over(step: Step) -> str:
    return "questions" if step.basis == "separate" else "schools and questions"


def _row(name: str, change: Change) -> tuple[str, ...]:
    said = verdict(change)
    if change.before is None or change.after is None:
        return (name, "none", "none", "none", said)
    levels = f"{level(change.before)} to {level(change.after)}"
    moved = "none" if change.change is None else signed(change.change)
    return (name, levels, moved, span(change.interval), said)


def _schools(step: Step) -> Iterator[Block]:
    said = [f"{who} {happened}. {_effect(effect, happened, step)}" for who, happened, effect in movers(step)]
    if step.schools.silent:
        said.append(f"Members in both rounds that did not answer both times: {listed(step.schools.silent)}.")
    if said:
        yield Bullets(tuple(said))
    if step.basis == "separate":
        yield Paragraph("Schools are not compared: a round is not named.", "small")


def _effect(effect: dict[str, float | None], happened: str, step: Step) -> str:
    shown = [
        f"{signed(value)} on {wording.inside(axis)}"
        for axis in step.after.questionnaire.axes
        if (value := effect.get(axis.id)) is not None
    ]
    if not shown:
        return f"Effect on the cluster's own score: {without_effect(step)}."
    how, where = ("joining", step.after) if happened == "joined" else ("leaving", step.before)
    return f"That {how} alone moves the cluster's own {where.label} score by {listed(shown)}."


def _apart(step: Step) -> Iterator[Block]:
    said = [*incomparable(step), *(f"{term}: {labels}." for term, labels in unlike(step))]
    if said:
        yield Bullets(tuple(said))


def _drifting(step: Step) -> Iterator[Block]:
    if not step.items.drifting or step.without_drifting is None:
        return
    drifting = question_labels(step, step.items.drifting)
    yield Paragraph(
        f"More than half a level away from the other questions of their axis: {drifting}. Did the practice change, or "
        "how people read the question?"
    )
    yield Bullets(
        tuple(
            f"Without them: {change_sentence(step, Label('axis', axis.id), step.without_drifting[axis.id])}"
            for axis in step.after.questionnaire.axes
            if step.without_drifting[axis.id] != step.axes[axis.id]
        )
    )


def _linked(step: Step) -> Iterator[Block]:
    if step.linked is not None:
        places = [
            f"{wording.inside(axis)} {level(value)}"
            for axis in step.after.questionnaire.axes
            if (value := step.linked.get(axis.id)) is not None
        ]
        yield Paragraph(
            f"Linked, not measured: had {step.after.label} been asked everything that {step.before.label} was asked, "
            f"the schools in both would stand at {listed(places)}."
        )
    if step.linked_reason:
        yield Paragraph(f"No linked score: {because(step.linked_reason, step)}.")


def _looking_back(step: Step) -> Iterator[Block]:
    seen = step.looking_back
    if seen is None:
        return
    rows = [
        (axis.short, *(level(value) for value in values), signed(shift))
        for axis in step.after.questionnaire.axes
        if (shift := seen.shift[axis.id]) is not None
        and (values := [v for v in (seen.before[axis.id], seen.then[axis.id], seen.now[axis.id]) if v is not None])
    ]
    if not rows:
        yield Paragraph("Too few people looked back for anything to be shown.")
        return
    yield Paragraph(
        f"{seen.people} people also said how they see {step.before.label} from where they stand now. It is a reading "
        f"of its own and changes no other number. {SHIFT}"
    )
    yield Table(
        "In levels, on the questions that were looked back on",
        ("", "Said then", "Seen now", "Now", "Shift"),
        tuple(rows),
        ("left", "right", "right", "right", "right"),
    )


def _way(comparison: Comparison) -> Iterator[Block]:
    said = way(comparison)
    if said:
        yield Bullets(said)


def _beware(comparison: Comparison) -> Iterator[Block]:
    step = comparison.last
    for warning in (*comparison.warnings, *step.warnings):
        if warning.code not in SAID_BY_LISTS:
            yield Callout("Beware", warned(warning, step), "warning")
    yield Paragraph(f"{not_persons(step)} {NO_CAUSE}", "small")
