"""What is behind a change: which schools moved, which questions drove it, and what became of what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from maturity.core.comparison import Comparison, Driver, SchoolChange, Verdict
from maturity.core.measuring import NOTHING
from maturity.report import change_words
from maturity.report.blocks import (
    Align,
    Block,
    Callout,
    Paragraph,
    Section,
    Table,
)
from maturity.report.deck.fitting import ROWS, TYPED, message, unshown
from maturity.report.deck.over_years import LINES, what_moved, years
from maturity.report.outcomes import mean_words, movement_sentence
from maturity.report.over_time import over_time
from maturity.report.over_time.base import ToldPart
from maturity.report.ranked import Ends, Ranked, ends_of
from maturity.report.second_year import (
    driver_label,
    drove_blocks,
    drove_words,
    fine,
    has_moved,
    kept_words,
    next_asked,
    schools_words,
)
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.names import told_apart
from maturity.text.words import all_of, counted, enumerated, listed, upper_first, without_sign

LEFT: tuple[Align, ...] = ("left",)
CELL = 120
"""Most letters of a name in a table."""


def year_slides(since: Comparison) -> Iterator[Section]:
    """What can be told, the most telling first."""
    yield from filter(None, (years(since), what_moved(since), schools_that_moved(since), drove(since)))


def schools_that_moved(since: Comparison) -> Section | None:
    """Which schools moved, of named rounds; None of others, or where no school was there both times."""
    step, told = since.last, over_time(since)
    both = step.schools.both or ()
    parts = [part for part in told.told_parts(step) if any(part.id in one.changes for one in both)][:LINES]
    if len(both) < 2 or not parts:
        return None
    none = f"Of no school is a change sure since {plain(step.before.label, 40)}"
    title = message(*(_ways_of_schools(both, parts) or [none]))
    order = sorted(both, key=lambda one: -max((abs(c.change or 0.0) for c in one.changes.values()), default=0.0))
    names = told_apart([isolated(plain(one.name)) for one in order])
    rows = [
        (
            plain(name, CELL),
            *(
                "none"
                if (change := one.changes.get(part.id)) is None
                else f"{part.measure.shown(change.before)} to {part.measure.shown(change.after)} "
                f"({part.measure.difference(change.change)}{', sure' if change.verdict in ('up', 'down') else ''})"
                for part in parts
            ),
        )
        for one, name in zip(order, names.names, strict=True)
    ]
    header = ("School", *(isolated(part.short) for part in parts))
    caption = f"From {plain(step.before.label, 40)} to {plain(step.after.label, 40)}, the largest change first"
    each = [f"{isolated(plain(one.name))}: {listed(row[1:])}" for one, row in zip(order, rows, strict=True)]
    table = Table(caption, header, tuple(rows[:ROWS]), LEFT * len(header))
    notes = [
        *schools_words(told, step),
        "How sure a school's own change is comes from how differently its people answered; with many schools one in "
        "twenty may look sure by chance.",
        *unshown(each, ROWS),
    ]
    below = [Paragraph(names.said, "small")] if names.said else []
    return Section("schools", title, (table, *below), tuple(notes))


def _ways_of_schools(both: Sequence[SchoolChange], parts: Sequence[ToldPart]) -> list[str]:
    """How many schools rose and how many fell for sure: on each value, or on any; nothing where none did.

    Whichever is said tells of both ways: a fall that is left out would be hidden by the rises beside it.
    """
    verbs: dict[Verdict, str] = {"up": "rose", "down": "fell"}

    def ways(some_of: Sequence[ToldPart]) -> str:
        counts = {
            verb: sum(any(one.changes[p.id].verdict == way for p in some_of if p.id in one.changes) for one in both)
            for way, verb in verbs.items()
        }
        there = sorted(((n, verb) for verb, n in counts.items() if n), key=lambda pair: -pair[0])
        if not there:
            return ""
        (most, verb), *rest = there
        which = all_of(most, "schools") if most == len(both) else f"{most} of {len(both)} schools"
        return listed([f"{which} {verb}", *(f"{n} {verb}" for n, verb in rest)]) + " for sure"

    told = [
        (part, sum(one.changes[part.id].verdict in verbs for one in both if part.id in one.changes)) for part in parts
    ]
    alike: dict[str, list[ToldPart]] = {}
    for part, n in sorted(told, key=lambda pair: -pair[1]):
        if n:
            alike.setdefault(ways([part]), []).append(part)
    if not alike:
        return []
    each = [f"{said} on {listed([part.inside for part in some_of])}" for said, some_of in alike.items()]
    own = "" if change_words.can_be_sure(*(part.change for part in parts)) else ", each by its own people's answers"
    every = f"{ways(parts)} on {listed([isolated(part.short) for part in parts], 'or')}"
    return [upper_first(f"{said}{own}") for said in (enumerated(each), every)]


def drove(since: Comparison) -> Section | None:
    """Which questions drove the change; None where that cannot be told."""
    step, told = since.last, over_time(since)
    parts = [part for part in told.told_parts(step) if step.drivers.get(part.id) and part.change.change is not None]
    if not parts:
        return None
    part = max(parts, key=lambda one: abs(one.change.change or 0.0) / (one.measure.length or 1.0))
    drivers = step.drivers[part.id]
    along = [one for one in drivers if (one.contribution > 0) == ((part.change.change or 0.0) > 0)] or drivers
    found = ends_of(
        Ranked(one.id, isolated(driver_label(step, one)), abs(one.contribution), fine(part.measure, one.contribution))
        for one in along
    )
    if has_moved(drivers):
        title = _drove_title(part, drivers, found)
    else:
        title = message(
            f"No question moved {listed([one.inside for one in parts], 'or')}", "No question moved anything"
        )
    return Section("drove", title, tuple(drove_blocks(told, step)), tuple(drove_words(told, step)))


def _drove_title(part: ToldPart, drivers: Sequence[Driver], found: Ends) -> str:
    """Which question moved a value most the way it went, and whether that is sure.

    Args:
        found: the questions that moved it that way.
    """
    most, inside = found.highest, part.inside
    of = _of_all(part, found)
    # Whatever went the other way may have moved it farther.
    farthest = max(abs(one.contribution) for one in drivers) > most[0].value
    moved = "moved" if not farthest else "raised" if (part.change.change or 0.0) > 0 else "lowered"
    who = [found.said(most, "questions", named=named) for named in (True, False)]
    sure = {one.id for one in drivers if one.verdict in ("up", "down")}
    if sure:
        doubt = "" if sure.issuperset(one.id for one in most) else ", and that is not sure"
        return message(*(f"{name} {moved} {inside} most ({of}){doubt}" for name in who))
    none = f"No question is sure to have moved {inside}"
    if not change_words.can_be_sure(*drivers):
        none = f"How sure a question moved {inside} cannot be said"
    largest = "the largest part is" if len(most) == 1 else "the largest parts are"
    return message(*(f"{none}; {largest} {name} ({of})" for name in who), none)


def _of_all(part: ToldPart, found: Ends) -> str:
    """How far one question, or each of several alike, moved a value, beside how far all did."""
    change, shown = part.change.change or 0.0, found.highest[0].shown
    each = f"{shown}{' each' if len(found.highest) > 1 else ''}"
    by = part.measure.difference(change)
    if found.highest[0].value > abs(change) + NOTHING:
        return f"{each}; in all {by}, as others moved it the other way"
    # Rounded to fewer decimals the whole may seem less than a part of it.
    is_less = float(without_sign(by)) < float(without_sign(shown))
    return f"{each} of {fine(part.measure, change) if is_less else by}"


def last_years_promises(since: Comparison) -> Section | None:
    """What became of what was agreed a year ago, and the one question that follows; None where nothing was."""
    kept = since.promises
    if not kept:
        return None
    ways = Counter(one.kept for one in kept)
    words = {"done": "done", "carried": "goes on", "dropped": "let go", "open": "of unknown end"}
    said = [f"{n} {words[way]}" for way, n in ways.items()]
    if ways["carried"] > 1:
        said = [text.replace("goes on", "go on") for text in said]
    head = f"Of last year's {counted(len(kept), 'priority', 'priorities')}: {listed(said)}"
    best = next((one.movement for one in kept if one.kept == "done" and one.movement.named is not None), None)
    more = ""
    # Where nothing is known of how sure it is, the table alone has it.
    every = (*since.last.dimensions.values(), *since.last.items_changed.values())
    if best is not None and best.named is not None and best.others is not None and change_words.can_be_sure(*every):
        more = f"; what was done moved {mean_words(best, best.named)}, everything else {mean_words(best, best.others)}"
    rows = [
        (
            plain(one.priority.title, 120),
            kept_words(one),
            "cannot be said" if one.movement.named is None else mean_words(one.movement, one.movement.named),
            "" if one.movement.others is None else mean_words(one.movement, one.movement.others),
        )
        for one in kept
    ]
    header = ("What we promised", "What became of it", "What it named moved", "Everything else moved")
    blocks: tuple[Block, ...] = (
        Table("", header, tuple(rows[:ROWS]), ("left", "left", "right", "right")),
        Callout("The one question that follows", plain(next_asked(since), TYPED), "ask"),
    )
    notes = [next_asked(since)]
    for one in kept:
        notes.append(f"{isolated(one.priority.title)}: {kept_words(one)}.")
        notes.append(movement_sentence(one.movement))
        notes += [f"{look.note} {look.evidence}".strip() for look in one.priority.checks]
    notes.append("That what was named moved more than everything else does not show that the work moved it.")
    return Section("promises", message(head + more, head), blocks, tuple(filter(None, notes)))
