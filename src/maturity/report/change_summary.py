"""What has changed, on one screen or two: the sentence first, then the table, then everything that qualifies it."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.changes import questions
from maturity.core.comparison import Change, Comparison, Mover, Step
from maturity.core.words import counted, day, level, listed
from maturity.report import wording
from maturity.report.blocks import Block, Bullets, Callout, Paragraph, Report, Section, Table
from maturity.report.change_words import sentence, signed, span

SHORT = {"up": "up", "down": "down", "unsure": "not sure", "incomparable": "none"}
SAID_BY_LISTS = ("reworded", "drifting", "hidden")
"""Warnings whose matter has a list of its own here."""
HALF_LEVEL = 0.5
MANY = 5
"""Verdicts at once from which chance alone is likely to give one."""


def summary(comparison: Comparison) -> Report:
    """The last step as a tree of blocks, and the earlier ones in a sentence each."""
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
    schools, items = counted(len(step.schools.paired), "school"), counted(len(step.items.common), "question")
    return f"{schools} and {items} in both" + ("; a fictional example" if step.after.fictional else "")


def _facts(step: Step) -> Iterator[tuple[str, str]]:
    for one in (step.before, step.after):
        yield one.label, wording.schools_and_people(one) + (f", {day(one.date)}" if one.date is not None else "")


def _changed(step: Step) -> Iterator[Block]:
    reach = step.after.questionnaire.scale.high - step.after.questionnaire.scale.low
    for axis in step.after.questionnaire.axes:
        change = step.axes[axis.id]
        yield Paragraph(sentence(axis.label, change, step.before.label), "lead")
        smallest = change.smallest_sure_change
        if change.verdict == "unsure" and smallest is not None:
            if smallest >= reach:
                yield Paragraph(f"With {counted(change.schools, 'school')} no change could be told from chance.")
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
                f"Not the same as the cluster's own score on {axis.label.lower()}",
                f"That went from {level(before)} to {level(after)}, because other schools or questions are in it (see "
                f"below). The schools and questions in both rounds moved by {signed(change)}.",
                "warning",
            )


def _table(step: Step) -> Iterator[Block]:
    questionnaire = step.after.questionnaire
    if all(change.change is None for change in step.dimensions.values()):
        return
    rows = []
    for axis in questionnaire.axes:
        rows.append(_row(axis.short.upper(), step.axes[axis.id]))
        rows += [_row(f"  {d.short}", step.dimensions[d.id]) for d in questionnaire.dimensions_of(axis.id)]
    yield Table(
        f"Levels {questionnaire.scale.low} to {questionnaire.scale.high}, over schools and questions in both rounds",
        ("", "Before", "After", "Change", "95% interval", "Verdict"),
        tuple(rows),
        ("left", "right", "right", "right", "right", "left"),
    )
    compared = sum(change.interval is not None for change in step.dimensions.values())
    text = "Up and down are said only where the 95% interval does not hold 0. Numbers are rounded when shown."
    if compared >= MANY:
        text += f" Of {compared} dimensions, about one in twenty would be called changed by chance alone."
    yield Paragraph(text, "small")


def _row(name: str, change: Change) -> tuple[str, ...]:
    if change.before is None or change.after is None or change.change is None:
        return (name, "none", "none", "none", "none", SHORT[change.verdict])
    return (
        name,
        level(change.before),
        level(change.after),
        signed(change.change),
        span(change.interval),
        SHORT[change.verdict],
    )


def _schools(step: Step) -> Iterator[Block]:
    schools, names = step.schools, step.after.questionnaire.axes
    said = []
    for movers, together, where, verb in (
        (schools.joined, schools.joined_together, step.after, "joined"),
        (schools.left, schools.left_together, step.before, "left"),
    ):
        for mover in movers:
            said.append(f"{mover.name} {verb}. {_effect(mover, where.label, step, verb)}")
        if len(movers) > 1 and any(value is not None for value in together.values()):
            said.append(f"All {len(movers)} that {verb}, together: {_moved(together, step)}.")
    if schools.silent:
        said.append(f"Members in both rounds that did not answer both times: {listed(schools.silent)}.")
    if said and names:
        yield Bullets(tuple(said))
    if schools.both is None:
        yield Paragraph("Values of schools are not shown: a round is confidential.", "small")


def _effect(mover: Mover, label: str, step: Step, verb: str) -> str:
    if all(value is None for value in mover.effect.values()):
        hidden = (step.after if verb == "joined" else step.before).mode == "confidential"
        return "Its effect is not shown: the round is confidential." if hidden else "It has no score there."
    how = "joining" if verb == "joined" else "leaving"
    return f"Its {how} alone moves the cluster's own {label} score by {_moved(mover.effect, step)}."


def _moved(effect: dict[str, float | None], step: Step) -> str:
    labels = {axis.id: axis.label.lower() for one in (step.before, step.after) for axis in one.questionnaire.axes}
    return listed([f"{signed(value)} on {labels[axis]}" for axis, value in effect.items() if value is not None])


def _apart(step: Step) -> Iterator[Block]:
    questionnaire = step.after.questionnaire
    changes = [(axis.label, step.axes[axis.id]) for axis in questionnaire.axes]
    changes += [(dimension.label, step.dimensions[dimension.id]) for dimension in questionnaire.dimensions]
    why: dict[str, list[str]] = {}
    for label, change in changes:
        if change.verdict == "incomparable":
            why.setdefault(change.reason or "", []).append(label)
    said = [f"{listed(labels)}: {reason}." for reason, labels in why.items()]
    for text, ids in (
        (f"Asked only in {step.before.label}", step.items.only_before),
        (f"Asked only in {step.after.label}", step.items.only_after),
        ("Worded or counted in another way than before", step.items.reworded),
        ("Left out because a round is confidential", step.items.hidden),
    ):
        if ids:
            said.append(f"{text}: {_named(step, ids)}.")
    if said:
        yield Bullets(tuple(said))


def _named(step: Step, ids: tuple[str, ...]) -> str:
    known = questions(step.before.questionnaire) | questions(step.after.questionnaire)
    return listed([known[name].short for name in ids])


def _drifting(step: Step) -> Iterator[Block]:
    if not step.items.drifting or step.without_drifting is None:
        return
    yield Paragraph(
        f"More than half a level away from the other questions of their axis: {_named(step, step.items.drifting)}. Did "
        "the practice change, or how people read the question?"
    )
    yield Bullets(
        tuple(
            f"Without them: {sentence(axis.label, step.without_drifting[axis.id], step.before.label)}"
            for axis in step.after.questionnaire.axes
            if step.without_drifting[axis.id] != step.axes[axis.id]
        )
    )


def _linked(step: Step) -> Iterator[Block]:
    if step.linked is not None:
        places = [
            f"{axis.label.lower()} {level(value)}"
            for axis in step.after.questionnaire.axes
            if (value := step.linked.get(axis.id)) is not None
        ]
        yield Paragraph(
            f"Linked, not measured: had {step.after.label} been asked everything that {step.before.label} was asked, "
            f"the schools in both would stand at {listed(places)}."
        )
    if step.linked_reason:
        yield Paragraph(f"No linked score: {step.linked_reason}.")


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
        f"{seen.people} people also said how they see {step.before.label} from where they stand now. Where that is "
        "lower than what was said then, standards may have risen: the same practice is held against another "
        "yardstick. It is a reading of its own and changes no other number."
    )
    yield Table(
        "In levels, on the questions that were looked back on",
        ("", "Said then", "Seen now", "Now", "Shift"),
        tuple(rows),
        ("left", "right", "right", "right", "right"),
    )


def _way(comparison: Comparison) -> Iterator[Block]:
    if len(comparison.rounds) < 3:
        return
    steps = (*comparison.steps[:-1], comparison.whole)
    yield Bullets(
        tuple(
            f"{step.before.label} to {step.after.label}: "
            + " ".join(
                sentence(axis.label, step.axes[axis.id], step.before.label) for axis in step.after.questionnaire.axes
            )
            for step in steps
        )
    )


def _beware(comparison: Comparison) -> Iterator[Block]:
    for warning in (*comparison.warnings, *comparison.last.warnings):
        if warning.code not in SAID_BY_LISTS:
            yield Callout("Beware", warning.message, "warning")
    yield Paragraph(
        "Schools are compared, not persons: other people may have answered. A change beside an action is no proof of "
        "cause.",
        "small",
    )
