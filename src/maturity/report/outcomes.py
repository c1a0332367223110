"""What became of a plan in the round after, and whether what it named has moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from maturity.core.comparison import Movement
from maturity.core.plan import plan_on
from maturity.model.plan import Outcome, Priority
from maturity.report.blocks import Block, Bullets, Callout, Heading, Paragraph, Table, Terms
from maturity.report.change_words import signed
from maturity.report.over_time.held import became
from maturity.report.planning import STATE_WORDS, look_words, status_words
from maturity.report.wording import reason_text, say
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, listed

COUNTED_IN = {"levels": "levels", "points": "points", "range": "% of the range of each"}


def outcome_blocks(
    priorities: Sequence[Priority],
    movements: Sequence[Movement],
    today: dt.date,
    forward: Mapping[str, str] | None = None,
) -> tuple[Block, ...]:
    """What became of what was agreed a year ago; nothing when nothing was agreed.

    Args:
        priorities: of the earlier round, with all looks at them (`core.plan.followed`).
        movements: of those that could be compared; empty when the rounds cannot.
        forward: id of a priority that was brought forward to the label of the round that has it now.
    """
    return tuple(_outcomes(priorities, movements, today, forward or {}))


def _outcomes(
    priorities: Sequence[Priority], movements: Sequence[Movement], today: dt.date, forward: Mapping[str, str]
) -> Iterator[Block]:
    if not priorities:
        return
    kinds: tuple[Outcome, ...] = ("done", "dropped", "open")
    ended = {outcome: sum(one.outcome == outcome for one in priorities) for outcome in kinds}
    said = [f"{n} {'unfinished' if outcome == 'open' else STATE_WORDS[outcome]}" for outcome, n in ended.items() if n]
    agreed = counted(len(priorities), "priority was agreed", "priorities were agreed")
    yield Paragraph(f"{agreed}: {listed(said)}.")
    for priority in priorities:
        yield Heading(priority.title)
        status = status_words(*plan_on([priority], today))
        if priority.outcome == "open" and priority.id in forward:
            status = f"unfinished, brought forward to {forward[priority.id]}"
        rows = [("Status", status), ("How we would know", priority.metric)]
        rows += [(day(look.date), look_words(look)) for look in sorted(priority.checks, key=lambda check: check.date)]
        yield Terms(tuple((term, text) for term, text in rows if text))
    if movements:
        yield Heading("Did what we named move?")
        yield from _movements(movements)


def _movements(movements: Sequence[Movement]) -> Iterator[Block]:
    yield from beside_everything_else(movements)
    yield Bullets(tuple(movement_sentence(one) for one in movements))
    if any(one.named is not None for one in movements):
        yield Callout("What this does not show", say("no-proof"))


def beside_everything_else(movements: Sequence[Movement]) -> Iterator[Block]:
    """The table of how far what each named has moved, beside everything else; nothing where none can be compared."""
    compared = [one for one in movements if one.named is not None]
    if compared:
        units = {one.counted_in for one in compared}
        unit = f" in {COUNTED_IN[compared[0].counted_in]}" if len(units) == 1 else ""
        yield Table(
            f"What each priority named, beside everything else: mean change{unit}",
            ("Priority", "What it named", "Everything else"),
            tuple(
                (
                    one.priority.title,
                    _mean(one, one.named, one.named_count, with_unit=not unit),
                    _mean(one, one.others, one.others_count, with_unit=not unit),
                )
                for one in compared
            ),
            ("left", "right", "right"),
        )


def movement_sentence(one: Movement) -> str:
    """How far what a priority named has moved beside everything else, or why that cannot be said."""
    title = one.priority.title
    reason = reason_text(one.reason).rstrip(".")
    if one.named is None:
        return f"{title}: no movement can be shown: {reason}.{_held(one)}"
    unit = COUNTED_IN[one.counted_in]
    said = f"{title}: {listed(one.labels)} moved by {mean_words(one, one.named)} {unit} on average"
    if one.others is None:
        said += f"; {reason}."
    else:
        said += f", everything else by {mean_words(one, one.others)}."
    if one.left_out:
        said += f" Not compared: {listed(one.left_out)}."
    return said + _held(one)


def _held(one: Movement) -> str:
    """What became of questions that hold or not, of those that a priority named."""
    return "".join(f" {isolated(label)}: {became(turn)}." for label, turn in one.held)


def _mean(one: Movement, value: float | None, count: int, *, with_unit: bool) -> str:
    if value is None:
        return "none"
    unit = f" {COUNTED_IN[one.counted_in]}" if with_unit else ""
    return f"{mean_words(one, value)}{unit} ({counted(count, one.unit)})"


def mean_words(one: Movement, value: float) -> str:
    """A mean change with its sign, in what the movement is counted in."""
    return signed(100 * value) if one.counted_in == "range" else signed(value)
