"""What has changed, on one screen or two: the sentence first, then the table, then everything that qualifies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.comparison import Comparison, Step
from maturity.core.reviews import ReviewYear
from maturity.core.said import Label
from maturity.report import second_year, wording
from maturity.report.blocks import Block, Bullets, Callout, Paragraph, Report, Section, Table
from maturity.report.change import BETWEEN
from maturity.report.change_words import (
    NO_CAUSE,
    SHIFT,
    linked_words,
    movers,
    not_persons,
    question_labels,
    signed,
    unlike,
    warned,
)
from maturity.report.over_time import OverTime, over_time
from maturity.report.reviews import between_rounds
from maturity.text.words import counted, day, level, listed

SAID_BY_LISTS = ("reworded", "drifting", "hidden")
"""Warnings whose matter has a list of its own here."""


def summary(comparison: Comparison, reviews: Sequence[ReviewYear] = ()) -> Report:
    """The last step as a tree of blocks, and the earlier ones in a sentence each.

    Args:
        reviews: from each round to the next.
    """
    step, told = comparison.last, over_time(comparison)
    chapters = (
        ("changed", "What has changed", told.changed(step)),
        ("table", told.every, told.table(step)),
        ("drove", second_year.DROVE, second_year.drove_blocks(told, step)),
        ("moved", second_year.MOVED, second_year.moved_schools(told, step)),
        ("fell", second_year.FELL, second_year.fell_blocks(told, comparison.steps)),
        ("schools", "Who joined, who left", _schools(told, step)),
        ("apart", "What cannot be compared, and why", _apart(told, step)),
        ("drifting", "Questions that went their own way", _drifting(told, step)),
        ("linked", "On the scale of the earlier questionnaire", _linked(step)),
        ("back", f"Looking back at {step.before.label}", _looking_back(told, step)),
        ("way", second_year.YEARS, _way(told)),
        ("became", second_year.BECAME, second_year.promise_blocks(comparison)),
        ("asked", second_year.ASKED, (Paragraph(second_year.next_asked(comparison), "lead"),)),
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
    rated = listed([*filter(None, (wording.rated(one) for one in (step.before, step.after)))])
    said = f"{rated}: {said}" if rated else said
    return said + ("; a fictional example" if step.after.fictional else "")


def _facts(step: Step) -> Iterator[tuple[str, str]]:
    for one in (step.before, step.after):
        yield one.label, wording.schools_and_people(one) + (f", {day(one.date)}" if one.date is not None else "")


def _schools(told: OverTime, step: Step) -> Iterator[Block]:
    said = [
        f"{who} {happened}. {told.effect(step, effect, happened)}".strip() for who, happened, effect in movers(step)
    ]
    if step.schools.silent:
        said.append(f"Members in both rounds that did not answer both times: {listed(step.schools.silent)}.")
    if said:
        yield Bullets(tuple(said))
    if step.basis == "separate":
        yield Paragraph("Schools are not compared: a round is not named.", "small")


def _apart(told: OverTime, step: Step) -> Iterator[Block]:
    said = [*told.apart(step), *(f"{term}: {labels}." for term, labels in unlike(step))]
    if said:
        yield Bullets(tuple(said))


def _drifting(told: OverTime, step: Step) -> Iterator[Block]:
    if not step.items.drifting:
        return
    drifting = question_labels(step, step.items.drifting)
    yield Paragraph(f"More than {told.own_way}: {drifting}. Did the practice change, or how people read the question?")
    if step.without_drifting is None:
        return
    yield Bullets(
        tuple(
            f"Without them: {told.sentence(step, Label('axis', axis.id), step.without_drifting[axis.id])}"
            for axis in step.after.questionnaire.axes
            if step.without_drifting[axis.id] != step.axes[axis.id]
        )
    )


def _linked(step: Step) -> Iterator[Block]:
    said = linked_words(step)
    if said:
        yield Paragraph(said)


def _looking_back(told: OverTime, step: Step) -> Iterator[Block]:
    seen = step.looking_back
    if seen is None:
        return
    rows = [
        (one.label, *(level(value, one.midpoint) for value in (one.before, one.then, one.now)), signed(one.shift))
        for one in told.looking_back(step, short=True)
        if one.before is not None and one.then is not None and one.now is not None and one.shift is not None
    ]
    if not rows:
        yield Paragraph("Too few people looked back for anything to be shown.")
        return
    yield Paragraph(
        f"{seen.people} people also said how they see {step.before.label} from where they stand now. It is a reading "
        f"of its own and changes no other number. {SHIFT}"
    )
    yield Table(
        f"In {told.unit}, on the questions that were looked back on",
        ("", "Said then", "Seen now", "Now", "Shift"),
        tuple(rows),
        ("left", "right", "right", "right", "right"),
    )


def _way(told: OverTime) -> Iterator[Block]:
    if len(told.comparison.rounds) > 2:
        yield from second_year.year_blocks(told)


def _beware(comparison: Comparison) -> Iterator[Block]:
    step = comparison.last
    for warning in (*comparison.warnings, *step.warnings):
        if warning.code not in SAID_BY_LISTS:
            yield Callout("", warned(warning, step), "warning")
    yield Paragraph(f"{not_persons(step)} {NO_CAUSE}", "small")
