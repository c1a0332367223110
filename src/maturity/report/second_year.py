"""What is asked a year later: what drove it, which schools moved, why it fell, all years, the promises, what to ask.

Each function gives blocks, so that a chapter, a screen and a slide tell the same; rows for sheets are beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.comparison import Change, Comparison, Driver, Kept, Promise, Step
from maturity.core.measuring import NOTHING
from maturity.core.promised import next_question
from maturity.report import wording
from maturity.report.blocks import Align, Block, Bullets, Paragraph, Table
from maturity.report.change_words import NOT_TOLD, can_be_sure, interval_name, question_labels, verdict
from maturity.report.outcomes import beside_everything_else, movement_sentence
from maturity.report.over_time import OverTime
from maturity.report.over_time.base import ToldPart
from maturity.report.over_time.numbers import Measure
from maturity.report.planning import STATE_WORDS, look_words
from maturity.report.ranked import Ranked, foremost
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import (
    counted,
    day,
    digits,
    enumerated,
    listed,
    percent,
    some,
    with_sign,
    without_sign,
)

DROVE = "What drove it"
MOVED = "Which schools moved"
FELL = "Why it fell"
YEARS = "All years, and how sure each is"
BECAME = "What became of each priority"
ASKED = "The question that follows"
NAMED = 3
"""Most questions, schools or reasons that a sentence names."""
ROWS = 5
"""Most questions of a part in a table; the workbook and the JSON have all."""
KEPT: dict[Kept, str] = {
    "done": STATE_WORDS["done"],
    "dropped": STATE_WORDS["dropped"],
    "carried": "brought forward to {now}",
    "open": "still open, and nothing is on record of how it ended",
}
OWN = "A school's own change; how sure it is comes from how differently people within the schools answered."
MANY = "With many schools, one in twenty may look sure by chance."
FEW = "How sure the change of the whole cluster is, that does not tell."
"""Of a cluster that has too few schools."""
LEFT: tuple[Align, ...] = ("left",)
RIGHT: tuple[Align, ...] = ("right",)


def fine(measure: Measure, value: float) -> str:
    """A contribution with its sign, with one decimal more than a score has; with two where that would make it nothing.

    >>> fine(Measure(4.0), 0.299), fine(Measure(4.0), -0.004), fine(Measure(4.0), 0.0)
    ('+0.30', '−0.004', '0.00')
    """
    decimals = measure.decimals + 1
    if float(digits(abs(value), decimals)) == 0 and float(digits(abs(value), decimals + 1)) != 0:
        decimals += 1
    return with_sign(digits(abs(value), decimals), value)


def _some(names: Sequence[str], most: int = NAMED) -> str:
    """The first of many names as they are said."""
    return listed(names) if len(names) <= most else some(names, most)


def driver_label(step: Step, one: Driver) -> str:
    """The name of a question, or of the part that is read by its weakest."""
    if one.kind == "item":
        return question_labels(step, [one.id])
    return f"{isolated(step.after.questionnaire.dimension_by_id[one.id].label)} (its weakest)"


def has_moved(drivers: Sequence[Driver]) -> bool:
    """Whether any question moved what it counts towards, either way."""
    return any(abs(one.contribution) > NOTHING for one in drivers)


def drove_words(told: OverTime, step: Step) -> list[str]:
    """What drove the change of each value by which the result is told, in one sentence each."""
    return [_drove(step, part, step.drivers[part.id]) for part in told.told_parts(step) if step.drivers.get(part.id)]


def _drove(step: Step, part: ToldPart, drivers: Sequence[Driver]) -> str:
    def named(some_of: Sequence[Driver]) -> str:
        texts = [f"{driver_label(step, one)} ({fine(part.measure, one.contribution)})" for one in some_of]
        return _some(texts)

    change = part.change.change
    if change is None:
        return f"{isolated(part.label)}: {named(drivers)}; too few schools to say how sure that is."
    way = "up" if change > 0 else "down"
    sure = [one for one in drivers if one.verdict == way]
    against = [one for one in drivers if one.verdict in ("up", "down") and one.verdict != way]
    head = f"{isolated(part.label)}, {part.measure.difference(change)}"
    if step.basis == "separate":
        of_it = _largest(step, part, drivers, "part of it is", "parts of it are")
        return f"{head}: {of_it}; how sure each is cannot be said."
    if not has_moved(drivers):
        return f"{head}: no question moved it."
    if sure:
        told = f"{head}: for sure by {named(sure)}."
    else:
        none = f"no single question is sure to have moved it{' that way' if against else ''}"
        told = f"{head}: {none}; {_largest(step, part, drivers, 'is', 'are')}."
    return told + (f" For sure the other way: {named(against)}." if against else "")


def _largest(step: Step, part: ToldPart, drivers: Sequence[Driver], one: str, several: str) -> str:
    """Which are the largest, and none without those as large; `one` and `several` follow on `the largest`."""
    ranked = [
        Ranked(
            driver.id,
            f"{driver_label(step, driver)} ({fine(part.measure, driver.contribution)})",
            abs(driver.contribution),
            without_sign(fine(part.measure, driver.contribution)),
        )
        for driver in drivers
    ]
    said, count = foremost(ranked, NAMED, "questions")
    return f"the largest {one if count == 1 else several} {said}"


def drove_blocks(told: OverTime, step: Step, *, full: bool = False) -> Iterator[Block]:
    """Which questions drove the change; nothing where questions hold or not, for those that turned are told anyway.

    Args:
        full: with a table of the largest of each.
    """
    said = drove_words(told, step)
    if not said:
        return
    yield Bullets(tuple(said))
    if full:
        yield from (_driver_table(step, part) for part in told.told_parts(step) if step.drivers.get(part.id))
    how = "share in the score, as the questionnaire weighs it, times its own change"
    told_of = can_be_sure(*(one for drivers in step.drivers.values() for one in drivers))
    rest = "" if not told_of else " It is sure only where its likely range leaves out 0."
    yield Paragraph(f"What a question moved is its {how}; all together they make the change.{rest}", "small")


def _driver_table(step: Step, part: ToldPart) -> Table:
    drivers = step.drivers[part.id]
    shown, rest = drivers[:ROWS], drivers[ROWS:]
    rows = [
        (
            driver_label(step, one),
            part.measure.difference(one.moved),
            percent(one.weight) if one.weight <= 1 else f"{one.weight:g}",
            fine(part.measure, one.contribution),
            "none" if one.interval is None else _span(part.measure, one),
            driver_verdict(one),
        )
        for one in shown
    ]
    if rest:
        together = fine(part.measure, sum(one.contribution for one in rest))
        rows.append((f"{counted(len(rest), 'other question')} together", "", "", together, "", ""))
    by = "" if part.change.change is None else f" by {part.measure.difference(part.change.change)}"
    return Table(
        f"What moved {part.inside}{by}",
        ("Question", "Own change", "Share", "Moved it by", interval_name(step), "Verdict"),
        tuple(rows),
        LEFT + RIGHT * 4 + LEFT,
    )


def _span(measure: Measure, one: Driver) -> str:
    assert one.interval is not None
    return f"{fine(measure, one.interval.low)}\u00a0to\u00a0{fine(measure, one.interval.high)}"


def driver_verdict(one: Driver) -> str:
    """What is known of a contribution, in a few words."""
    if one.interval is None:
        return NOT_TOLD
    return {"up": "up, sure", "down": "down, sure"}.get(one.verdict, "not sure")


def schools_words(told: OverTime, step: Step) -> list[str]:
    """Which schools moved, of named rounds: a sentence for each value by which the result is told."""
    schools = step.schools.both or ()
    parts = told.told_parts(step)
    if not schools:
        return []
    if not parts:
        return [said for one in schools if (said := _held_moves(step, one.name, one.changes))]
    found = []
    for part in parts:
        there = [(one.name, one.changes[part.id]) for one in schools if part.id in one.changes]
        if not there:
            continue
        ordered = sorted(there, key=lambda pair: (-(pair[1].change or 0.0), pair[0]))
        texts = [
            f"{way} for sure {listed(names)}"
            for way in ("up", "down")
            if (
                names := [
                    f"{isolated(name)} ({part.measure.difference(one.change)})"
                    for name, one in (ordered if way == "up" else ordered[::-1])
                    if one.verdict == way
                ]
            )
        ]
        rest = len(there) - sum(one.verdict in ("up", "down") for _, one in there)
        other = [f"of {counted(rest, 'school')} no change is sure"] if rest else []
        own = "" if can_be_sure(part.change) else ", each school by its own people's answers"
        found.append(f"{isolated(part.label)}{own}: {enumerated([*texts, *other])}.")
    return found


def _held_moves(step: Step, name: str, changes: dict[str, Change]) -> str:
    """On how many questions a school went up or down, where each question is judged by itself."""
    texts = [
        f"{way} for sure on {_some([question_labels(step, [item]) for item in items])}"
        for way in ("up", "down")
        if (items := [item for item, one in changes.items() if one.verdict == way])
    ]
    return f"{isolated(name)}: {enumerated(texts)}." if texts else ""


def moved_schools(told: OverTime, step: Step, *, full: bool = False) -> Iterator[Block]:
    """Which schools moved; of rounds that are not named nothing.

    Args:
        full: with a table.
    """
    said = schools_words(told, step)
    there = step.schools.both or ()
    if said:
        yield Bullets(tuple(said))
    elif there and not told.told_parts(step) and any(one.changes for one in there):
        yield Paragraph("Of no school and question is a change sure.")
    parts = [part for part in told.told_parts(step) if any(part.id in one.changes for one in there)]
    if full and parts:
        yield _school_table(step, parts)
    if said:
        yield Paragraph(f"{OWN} {MANY if all(can_be_sure(part.change) for part in parts) else FEW}", "small")


def _school_table(step: Step, parts: Sequence[ToldPart]) -> Table:
    rows = [
        (
            isolated(one.name),
            isolated(part.short),
            f"{part.measure.shown(change.before)}\u00a0to\u00a0{part.measure.shown(change.after)}",
            part.measure.difference(change.change),
            part.measure.span(change.interval),
            verdict(change),
        )
        for one in step.schools.both or ()
        for part in parts
        if (change := one.changes.get(part.id)) is not None
    ]
    return Table(
        f"Every school from {step.before.label} to {step.after.label}",
        ("School", "Of what", "Levels", "Change", interval_name(step), "Verdict"),
        tuple(rows),
        (*LEFT * 2, *RIGHT * 3, *LEFT),
    )


def falls(told: OverTime, steps: Sequence[Step]) -> list[tuple[Step, ToldPart]]:
    """Every sure fall from one round to the next; where each question holds or not, every question that was lost."""
    return [(step, part) for step in steps for part in told.fallen(step)]


def fell_blocks(told: OverTime, steps: Sequence[Step]) -> Iterator[Block]:
    """Beside each sure fall from one round to the next: what people saw looking back, what drove it, what was said."""
    for step, part in falls(told, steps):
        yield Paragraph(" ".join(fall_words(told, step, part)))
        said = room_said(step, part.id)
        if said:
            yield Bullets(said)


def fall_words(told: OverTime, step: Step, part: ToldPart) -> Iterator[str]:
    """What is known of one fall, sentence by sentence."""
    now, since = step.after.label, step.before.label
    held = {} if step.readings is None else step.readings.held
    if part.id not in held:
        by = without_sign(part.measure.difference(part.change.change))
        yield f"{isolated(part.label)} fell by {by} from {since} to {now}."
    else:
        yield f"{isolated(part.label)} held in {since} and not in {now}."
    yield looked_back_words(told, step, part)
    drivers = [one for one in step.drivers.get(part.id, ()) if one.verdict == "down"]
    if drivers:
        named = [f"{driver_label(step, one)} ({fine(part.measure, one.contribution)})" for one in drivers]
        yield f"Most of it: {_some(named)}."


def looked_back_words(told: OverTime, step: Step, part: ToldPart) -> str:
    """What looking back has to do with a fall, in words."""
    seen, now, since = step.looking_back, step.after.label, step.before.label
    if seen is None:
        if step.basis == "separate":
            return "Whether standards have risen cannot be told: a round is not named."
        return f"Nobody said in {now} how they see {since} today, so whether standards have risen cannot be told."
    then, before, after = (values.get(part.id) for values in (seen.then, seen.before, seen.now))
    if then is None or before is None or after is None:
        return "Too few people looked back on it to tell whether standards have risen."
    shown, today = part.measure.shown, part.measure.difference(after - then)
    told_back = (
        f"Looking back from {now}, {seen.people} people see {since} at {shown(then)}; {shown(before)} was said then."
    )
    if then >= before:
        return f"{told_back} So they hold it against no stricter standard, and the fall is not explained by that."
    if after >= then:
        return f"{told_back} By today's standard the change is {today}: the fall may be clearer sight, not worse work."
    return f"{told_back} By today's standard the change is {today}: stricter standards may explain a part of the fall."


def room_said(step: Step, part: str) -> tuple[str, ...]:
    """What the room wrote down in the later round about the questions that drove a fall, the largest first."""
    return tuple(
        f"The room said in {step.after.label} of {question_labels(step, [name])}: “{reason}”"
        for name, reason in room_reasons(step, part)
    )


def room_reasons(step: Step, part: str) -> tuple[tuple[str, str], ...]:
    """Ids of these questions, each with the words themselves."""
    agreed = step.after.agreed
    found = []
    fell_most = [one.id for one in step.drivers.get(part, ()) if one.contribution < 0] or [part]
    for name in fell_most:
        kept = agreed.items.get(name) if agreed is not None else None
        if kept is not None and kept.reason:
            found.append((name, plain(kept.reason)))
    return tuple(found[:NAMED])


def year_blocks(told: OverTime) -> Iterator[Block]:
    """Every round's own result with its range, and which years were a sure rise or fall."""
    yield from told.round_list()
    said = [*turn_words(told), *promise_words(told), *told.way()]
    if said:
        yield Bullets(tuple(said))


def turn_words(told: OverTime) -> Iterator[str]:
    """In which rounds each value was sure to rise or fall, and whether the whole way is either."""
    comparison = told.comparison
    ways = [({part.id: part.change.verdict for part in told.told_parts(step)}, step) for step in comparison.steps]
    for part in told.told_parts(comparison.whole):
        there = [(way[part.id], step) for way, step in ways if way.get(part.id) in ("up", "down")]
        turns = [f"{way} in {step.after.label}{other_promise(step)}" for way, step in there]
        said = f"for sure {listed(turns)} each beside the round before" if turns else "sure in no single year"
        if not can_be_sure(*yearly_changes(told, part)):
            said = f"{NOT_TOLD} of any single year"
        over = f"{_sure_words(part.change)} over the whole way{other_promise(comparison.whole)}"
        yield f"{isolated(part.label)}: {said}; {over}."


def other_promise(step: Step) -> str:
    """What stands beside a change where one of the two rounds named people and the other did not, or less so."""
    return "" if step.before.mode == step.after.mode else " (not promised the same)"


def promise_words(told: OverTime) -> Iterator[str]:
    """Between which rounds people were not promised the same, and what that may do to every change between them."""
    comparison = told.comparison
    pairs = dict.fromkeys(
        f"{step.before.label} to {step.after.label}"
        for step in (*comparison.steps, comparison.whole)
        if other_promise(step)
    )
    if pairs:
        yield (
            f"From {listed(list(pairs))} people were not promised the same. People answer differently when they are "
            "known, so part of a change there may be that."
        )


def yearly_changes(told: OverTime, part: ToldPart) -> list[Change]:
    """How one value changed from each round to the next."""
    return [one.change for step in told.comparison.steps for one in told.told_parts(step) if one.id == part.id]


def _sure_words(change: Change) -> str:
    if change.interval is None:
        return verdict(change)
    return {"up": "a sure rise", "down": "a sure fall"}.get(change.verdict, "neither a rise nor a fall is sure")


def trend_words(told: OverTime) -> tuple[str, ...]:
    """How far each value has moved from the first round to the last, and whether that rise or fall is sure."""
    whole = told.comparison.whole
    found = []
    for part in told.told_parts(whole):
        change, span = part.change, part.measure.span(part.change.interval)
        by = "" if change.interval is None else f"{part.measure.difference(change.change)} ({span}), "
        head, sure = f"{isolated(part.label)}, {whole.before.label} to {whole.after.label}", _sure_words(change)
        found.append(f"{head}: {by}{sure}{other_promise(whole)}.")
    return tuple(found) or (told.moves(whole),)


def kept_words(one: Promise) -> str:
    """What became of a priority, in a few words."""
    text = KEPT[one.kept].format(now=one.now)
    ended = one.priority.ended
    return f"{text} on {day(ended)}" if ended is not None else text


def promise_blocks(comparison: Comparison) -> Iterator[Block]:
    """What became of each priority of the round before: how it ended, and what it moved beside everything else."""
    promises = comparison.promises
    if not promises:
        return
    yield Bullets(tuple(f"{isolated(one.priority.title)}: {kept_words(one)}.{_looked(one)}" for one in promises))
    yield from beside_everything_else([one.movement for one in promises])
    reasons = [movement_sentence(one.movement) for one in promises if one.movement.named is None]
    if reasons:
        yield Bullets(tuple(reasons))


def _looked(one: Promise) -> str:
    look = one.priority.last_check
    if look is None:
        return ""
    # How it ended is said with its day already.
    return f" {look_words(look)}" if one.kept in ("done", "dropped") else f" {day(look.date)}: {look_words(look)}"


def next_asked(comparison: Comparison) -> str:
    """The one question that follows."""
    return wording.sentence(next_question(comparison), comparison.rounds[-1].questionnaire)
