"""What flags say about a plan: each gives all priorities as they are afterwards, or says why that cannot be."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from maturity.collect.planning import LET_GO, LET_GO_NOTE, let_go, supporter, unknown_move
from maturity.core.plan import checked, id_meant, impact_due, misdated, new_id, too_early, too_many, unfinished
from maturity.errors import InputError, Problem, UsageError
from maturity.model import Round
from maturity.model.base import YEARS
from maturity.model.plan import MOST_PRIORITIES, Impact, Outcome, Priority
from maturity.report.planning import STATE_WORDS
from maturity.report.wording import sentence
from maturity.text.clean import plain

Priorities = tuple[Priority, ...]
LONGEST, LONGEST_TITLE = 2000, 200
"""Most characters of a text, and of what is read on a screen by everybody."""
TEXTS, DAYS = ("title", "why", "owner", "metric"), ("review", "due")


def add(known: Round, fields: Mapping[str, Any], drop: Sequence[str], note: str, today: dt.date) -> Priorities:
    """One priority more, the last one; those in `drop` are let go.

    Args:
        fields: flag without its dashes to what was typed; `title` is one of them.
        drop: ids or titles.
        note: why they are let go; may be empty.

    Raises:
        UsageError, InputError: what was typed cannot be, or there would be more than three.
    """
    before = dropped(known, drop, note or LET_GO_NOTE, today)
    title = harmless_line("--add", fields["title"], LONGEST_TITLE)
    fresh = _with(known, Priority(id="x", title=title or "x", agreed=today), fields)
    fresh = fresh.model_copy(update={"id": new_id(title, [one.id for one in before])})
    after = (*before, _in_order(_ahead(fresh, fields, known.date or today)))
    if too_many(after):
        open_ = [f"{one.id} ({plain(one.title, 60)})" for one in unfinished(before)]
        message = f"{LET_GO} More than {MOST_PRIORITIES} priorities are none"
        raise UsageError(message, f"name it with --drop: {', '.join(open_)}; nothing was changed")
    return after


def edit(known: Round, name: str, fields: Mapping[str, Any]) -> tuple[Priorities, Priority]:
    """One priority changed; its due day goes with the review unless somebody had chosen another.

    Returns:
        all priorities, and the changed one.

    Raises:
        UsageError, InputError: what was typed cannot be.
    """
    before = meant(known, name)
    usual = before.due == impact_due(before.model_copy(update={"due": None}))
    start = before.model_copy(update={"due": None}) if usual and "review" in fields else before
    after = _in_order(_ahead(_with(known, start, fields), fields, known.date or before.agreed))
    return tuple(after if one.id == after.id else one for one in known.priorities), after


def dropped(known: Round, drop: Sequence[str], note: str, today: dt.date) -> Priorities:
    """Some priorities let go; they stay on record.

    Raises:
        UsageError: there is none of such a name, or it is finished already.
    """
    priorities = known.priorities
    for name in drop:
        one = meant(known, name)
        if one.outcome != "open":
            raise UsageError(f"{one.id} is {STATE_WORDS[one.outcome]} already", "nothing was changed")
        priorities = let_go(priorities, one.id, today, harmless_line("--note", note))
    return priorities


def look(
    known: Round, name: str, today: dt.date, note: str, evidence: str, outcome: Outcome | None
) -> tuple[Priorities, Priority]:
    """A look at what has come of one priority.

    Args:
        outcome: what the look says; None where it is a note that leaves the priority as it is on that day.

    Returns:
        all priorities, and the one that was looked at.

    Raises:
        UsageError: there is none of this name, the note is empty, or the day is too early.
    """
    before = meant(known, name)
    said = harmless_line("--note", note)
    if not said:
        raise UsageError(
            "--check needs a note", "say what has come of it: --note TEXT; and what shows it: --evidence TEXT"
        )
    found = outcome or before.outcome_on(today)
    impact = Impact(date=today, note=said, evidence=harmless_line("--evidence", evidence), outcome=found)
    after = _in_order(checked(before, impact))
    return tuple(after if one.id == after.id else one for one in known.priorities), after


def meant(known: Round, name: str) -> Priority:
    """The priority that is meant by its id, or by its title.

    Raises:
        UsageError: there is none.
    """
    for one in known.priorities:
        if name == one.id or name.strip().casefold() == one.title.casefold():
            return one
    if not known.priorities:
        raise UsageError(f"the round {known.label!r} has no priority yet", "agree on one: --add TITLE")
    ids = [one.id for one in known.priorities]
    near = difflib.get_close_matches(name, ids, 1)
    hint = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(ids)}"
    raise UsageError(f"{name!r} is no priority of this round", hint)


def harmless_line(flag: str, typed: str, most: int = LONGEST) -> str:
    """One harmless line.

    Raises:
        UsageError: it is too long.
    """
    text = plain(typed)
    if len(text) > most:
        raise UsageError(f"{flag}: the text has {len(text)} characters; {most} is the most", "shorten it")
    return text


def day_of(flag: str, typed: str) -> dt.date:
    """A day from year-month-day.

    Args:
        flag: option that it was typed for; empty where it was asked.

    Raises:
        UsageError: it is none.
    """
    where = f"{flag}: " if flag else ""
    try:
        found = dt.date.fromisoformat(typed.strip())
    except ValueError:
        raise UsageError(f"{where}{typed!r} is not a day", "write year-month-day, for example 2026-03-12") from None
    if found.year not in YEARS:
        raise UsageError(f"{where}the year {found.year} cannot be meant", f"use {YEARS[0]} to {YEARS[-1]}")
    return found


def _with(known: Round, before: Priority, fields: Mapping[str, Any]) -> Priority:
    """A priority with what the flags say; an empty text takes a value away."""
    most = {"title": LONGEST_TITLE}
    new: dict[str, Any] = {
        name: harmless_line(f"--{name}", fields[name], most.get(name, LONGEST)) for name in TEXTS if name in fields
    }
    if "title" in new and not new["title"]:
        raise UsageError("the title is empty", "say in a few words what everybody will work on")
    new |= {
        name: day_of(f"--{name}", fields[name]) if fields[name].strip() else None for name in DAYS if name in fields
    }
    if "moves" in fields:
        new["moves"] = _moves(known, fields["moves"])
    if "support" in fields:
        new["support"] = supporter(known.cluster, harmless_line("--support", fields["support"]))[0]
    after = before.model_copy(update=new)
    return after.model_copy(update={"due": impact_due(after)})


def _moves(known: Round, texts: Sequence[str]) -> tuple[str, ...]:
    found = {text: id_meant(known.questionnaire, text) for text in texts if text.strip()}
    problems = [
        Problem(
            "",
            None,
            "--moves",
            "unknown-move",
            f"{text!r} is no dimension or question of this questionnaire",
            unknown_move(known.questionnaire, text),
        )
        for text, name in found.items()
        if name is None
    ]
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys(name for name in found.values() if name))


def _ahead(priority: Priority, fields: Mapping[str, Any], start: dt.date | None) -> Priority:
    """The priority, if no day that was typed lies before `start`; what stood there already may."""
    typed = priority.model_copy(update={name: None for name in DAYS if name not in fields})
    wrong = too_early(typed, start) if start else None
    if wrong:
        raise UsageError(sentence(wrong), "give a later day; nothing was changed")
    return priority


def _in_order(priority: Priority) -> Priority:
    wrong = misdated(priority)
    if wrong:
        raise UsageError(sentence(wrong), "correct --review, --due or --date; nothing was changed")
    return priority
