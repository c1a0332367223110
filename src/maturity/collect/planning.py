"""The room agrees on its plan: a suggestion or words of its own, and never more than three things at a time.

What is asked, and what is said, comes in as functions, so that a test or another front can hold the conversation.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from maturity.core.advice import Suggestion
from maturity.core.plan import (
    IMPACT_MONTHS,
    carried,
    checked,
    id_meant,
    impact_due,
    late,
    misdated,
    nameable,
    new_id,
    too_early,
    too_many,
    unfinished,
)
from maturity.core.said import Said, said
from maturity.errors import UsageError
from maturity.model import Cluster, Questionnaire, Round
from maturity.model.plan import MOST_PRIORITIES, Impact, Priority
from maturity.report.planning import STATE_WORDS
from maturity.report.wording import sentence
from maturity.text.clean import plain
from maturity.text.lines import in_lines
from maturity.text.names import typed_name
from maturity.text.words import day, listed

Ask = Callable[[str], str]
Say = Callable[[str], None]
Save = Callable[[Sequence[Priority], Sequence[Priority]], tuple[Priority, ...]]
WIDTH = 80
LONGEST_TITLE, LONGEST = 120, 500
"""Most characters of a title, and of any other text."""
LET_GO = "Which will you let go?"
LET_GO_NOTE = "Let go, so that no more than three are worked on."
NOT_KEPT = "Not brought forward to the next round."
NOTHING = "-"
"""Typed to take a value away."""


def hold(
    round_: Round, suggestions: Sequence[Suggestion], today: dt.date, ask: Ask, say: Say, save: Save
) -> tuple[Priority, ...]:
    """Let the room pick, word, change and let go of priorities, until it leaves; each step is saved at once.

    Args:
        round_: what is agreed so far is in it.
        suggestions: what the answers suggest.
        ask: shows a prompt and returns a line; raises EOFError when there is no more.
        save: keeps what differs between all priorities before and after a step, and gives them as they then stand:
            others may have changed theirs.

    Returns:
        the priorities as they were last saved.
    """
    priorities = round_.priorities
    labels = nameable(round_.questionnaire)
    _show_suggestions(suggestions, round_.questionnaire, say)
    while True:
        _show_plan(priorities, say)
        typed = _choice(suggestions, priorities, ask)
        if typed in ("", "q"):
            return priorities
        if typed == "w":
            fresh = _fields(Priority(id="x", title="x", agreed=today), round_, ask, say, new=True)
        elif typed.isdecimal() and 1 <= int(typed) <= len(suggestions):
            one = suggestions[int(typed) - 1]
            why = sentence(one.reason, round_.questionnaire)
            moves = one.dimension or one.item
            draft = Priority(id="x", title=labels[moves], why=why, moves=(moves,), agreed=today)
            fresh = _fields(draft, round_, ask, say, new=False)
        elif typed in ("c", "l") and priorities:
            wanted = _changed(priorities, typed, round_, today, ask, say)
            if wanted != priorities:
                priorities = save(priorities, wanted)
                say("Saved.")
            continue
        else:
            say("Type one of the letters or numbers, or just Enter.")
            continue
        if fresh is None:
            continue
        fresh = fresh.model_copy(update={"id": new_id(fresh.title, [one.id for one in priorities])})
        wanted = (*priorities, fresh)
        if too_many(wanted):
            wanted = _let_go(wanted, today, ask, say)
        if wanted != priorities:
            priorities = save(priorities, wanted)
            say("Saved.")


def let_go(priorities: Sequence[Priority], name: str, today: dt.date, note: str = LET_GO_NOTE) -> tuple[Priority, ...]:
    """The priorities with one of them dropped; it stays in the record."""
    impact = Impact(date=today, note=note, outcome="dropped")
    return tuple(checked(one, _not_before(one, impact)) if one.id == name else one for one in priorities)


def _not_before(priority: Priority, impact: Impact) -> Impact:
    """A look is never older than what it looks at."""
    early = priority.agreed is not None and impact.date < priority.agreed
    return impact.model_copy(update={"date": priority.agreed}) if early else impact


@dataclass(frozen=True, slots=True)
class CarryForward:
    """What becomes of the unfinished priorities when the next round is opened.

    Args:
        carried: those that are brought forward, as the next round takes them on.
        dropped: those that are let go.
        lost: id of a carried priority to the labels of what it named and is not asked about any more.
    """

    carried: tuple[Priority, ...] = ()
    dropped: tuple[Priority, ...] = ()
    lost: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def carry(
    last: Round | None, asked: Questionnaire, *, keep: Sequence[str], drop: Sequence[str], ask: Ask | None, say: Say
) -> CarryForward:
    """Keep or drop each unfinished priority of the last round. Whatever nobody lets go is kept.

    Args:
        last: None when there is none, or it cannot be read.
        asked: questionnaire of the next round.
        keep, drop: ids that are decided already.
        ask: asks about the others; None when nobody is there.

    Raises:
        UsageError: one of the ids is none of an unfinished priority, or stands in both.
    """
    open_ = unfinished(last.priorities) if last else ()
    ids = [one.id for one in open_]
    for name in (*keep, *drop):
        if name not in ids:
            near = _near(name, ids)
            hint = f"did you mean {near}?" if near else f"unfinished: {', '.join(ids) or 'none'}; nothing was changed"
            raise UsageError(f"{name!r} is no unfinished priority of the last round", hint)
    if both := set(keep) & set(drop):
        raise UsageError(f"{min(both)} is to be kept and let go", "say one of the two; nothing was changed")
    if last is None or not open_:
        return CarryForward()
    gone = set(drop)
    undecided = [one for one in open_ if one.id not in (*keep, *drop)]
    if ask and undecided:
        say(f"Unfinished in {plain(last.label)}:")
        gone |= {one.id for one in undecided if not _is_kept(one, ask, say)}
    labels = nameable(last.questionnaire)
    pairs = [carried(one, last.label, asked) for one in open_ if one.id not in gone]
    return CarryForward(
        tuple(one for one, _ in pairs),
        tuple(one for one in open_ if one.id in gone),
        {one.id: tuple(labels.get(name, name) for name in lost) for one, lost in pairs if lost},
    )


def as_it_stands(plan: CarryForward, last: Round, asked: Questionnaire) -> CarryForward:
    """What was decided, on the last round's plan as it stands by now: it may have changed while people decided."""
    gone = {one.id for one in plan.dropped}
    drop = [one.id for one in unfinished(last.priorities) if one.id in gone]
    return carry(last, asked, keep=(), drop=drop, ask=None, say=lambda _: None)


def _is_kept(priority: Priority, ask: Ask, say: Say) -> bool:
    due = impact_due(priority)
    ending = f" (impact due {day(due)})" if due else ""
    say(_wrapped(f"{priority.title}{ending}", "  "))
    while True:
        typed = _line(ask, "  Keep it or drop it? [k, d; Enter keeps] ").casefold()
        if typed in ("", "k", "keep", "d", "drop"):
            return typed[:1] != "d"
        say("  Type k or d, then Enter.")


def let_all_go(plan: CarryForward, record: tuple[Priority, ...], today: dt.date) -> tuple[Priority, ...]:
    """The last round's priorities as they now stand, with what was not brought forward written down as dropped."""
    for one in plan.dropped:
        record = let_go(record, one.id, today, NOT_KEPT)
    return record


def unknown_move(questionnaire: Questionnaire, text: str) -> str:
    """What somebody may have meant who named something that is neither a dimension nor an item."""
    known = nameable(questionnaire)
    near = _near(text, [*known, *known.values()])
    if near:
        name = id_meant(questionnaire, near)
        return f"did you mean {name}?" if name == near else f"did you mean {near} ({name})?"
    return f"use the id of a dimension or a question, for example: {', '.join(list(known)[:6])}"


def supporter(cluster: Cluster, text: str) -> tuple[str, str]:
    """A school's id by its id or name, or the text itself; and a remark when it is none of the cluster's."""
    apart = cluster.names_apart
    named = [(one, {typed_name(name) for name in (one.id, one.name, apart[one.id])}) for one in cluster.schools]
    called = [one.id for one, names in named if typed_name(text) in names]
    if len(called) == 1:
        return called[0], ""
    if called:
        return text, f"{text!r} is what {listed(called)} are all called, and is kept as it is; give the id of one"
    known = [name for school in cluster.schools for name in (school.id, school.name)]
    near, said = _near(text, known), f"{text!r} is no school of this cluster, and is kept as it is"
    return text, "" if not text else f"{said}; did you mean {near}?" if near else said


def _near(text: str, known: Sequence[str]) -> str:
    """What is most like a text, whatever its capitals; empty when nothing is."""
    by_word = {name.casefold(): name for name in reversed(known)}
    return "".join(by_word[word] for word in difflib.get_close_matches(text.casefold(), by_word, 1, 0.55))


def too_late(priority: Priority) -> str:
    """What to say when impact is due later than six months after the review; empty when it is not."""
    last = late(priority)
    if last is None or priority.due is None:
        return ""
    return (
        f"{plain(priority.title)}: its impact is due on {day(priority.due)}, later than six months after the review. "
        f"Six months end on {day(last)}; what is looked at later is easily forgotten."
    )


def _show_suggestions(suggestions: Sequence[Suggestion], questionnaire: Questionnaire, say: Say) -> None:
    say("What the answers suggest; the room decides:" if suggestions else "There are too few answers to suggest one.")
    labels = nameable(questionnaire)
    for number, one in enumerate(suggestions, 1):
        say(_wrapped(f"{labels[one.dimension or one.item]}: {sentence(one.reason, questionnaire)}", f"{number}  "))
        if one.step:
            say(_wrapped(f"A next step: {one.step}", "   "))


def _show_plan(priorities: Sequence[Priority], say: Say) -> None:
    if not priorities:
        return
    say("\nThe plan so far:")
    for number, one in enumerate(priorities, 1):
        due = impact_due(one)
        ending = (
            STATE_WORDS[one.outcome] if one.outcome != "open" else f"impact due {day(due)}" if due else "no date yet"
        )
        say(_wrapped(f"{one.title} ({ending})", f"{number}  "))


def _choice(suggestions: Sequence[Suggestion], priorities: Sequence[Priority], ask: Ask) -> str:
    offers = [f"1-{len(suggestions)} a suggestion"] if len(suggestions) > 1 else ["1 the suggestion"] * len(suggestions)
    offers += ["w our own words", *(["c change one", "l let one go"] if priorities else []), "Enter to leave"]
    return _line(ask, f"\n[{', '.join(offers)}] ").casefold()


def _changed(
    priorities: tuple[Priority, ...], how: str, round_: Round, today: dt.date, ask: Ask, say: Say
) -> tuple[Priority, ...]:
    question = "Which one do you want to change?" if how == "c" else LET_GO
    choices = priorities if how == "c" else unfinished(priorities)
    chosen = _pick(choices, question, ask, say)
    if chosen is None:
        return priorities
    if how == "l":
        note = plain(_line(ask, "Why, in a sentence: "), LONGEST) or LET_GO_NOTE
        return let_go(priorities, chosen.id, today, note)
    changed = _fields(chosen, round_, ask, say, new=False)
    return tuple(changed if changed and one.id == chosen.id else one for one in priorities)


def _let_go(priorities: tuple[Priority, ...], today: dt.date, ask: Ask, say: Say) -> tuple[Priority, ...]:
    """Asks until one of more than three is let go; what was not saved yet is left out, the others are dropped."""
    *before, fresh = priorities
    open_ = unfinished(priorities)
    say(f"\nThat makes {len(open_)}. More than {MOST_PRIORITIES} are none: the point is to do few things together.")
    for number, one in enumerate(open_, 1):
        say(_wrapped(one.title, f"{number}  "))
    chosen = _pick(open_, LET_GO, ask, say, "Enter leaves the new one out")
    if chosen is None or chosen is fresh:
        say("The new one is left out; the others stay.")
        return tuple(before)
    return let_go(priorities, chosen.id, today)


def _pick(
    choices: Sequence[Priority], question: str, ask: Ask, say: Say, nothing: str = "Enter for none"
) -> Priority | None:
    if not choices:
        say("There is none.")
        return None
    while True:
        typed = _line(ask, f"{question} [1-{len(choices)}, {nothing}] ")
        if not typed:
            return None
        if typed.isdecimal() and 1 <= int(typed) <= len(choices):
            return choices[int(typed) - 1]
        for number, one in enumerate(choices, 1):
            say(_wrapped(one.title, f"{number}  "))


def _fields(draft: Priority, round_: Round, ask: Ask, say: Say, *, new: bool) -> Priority | None:
    """Ask for everything that a priority has; Enter keeps what stands in brackets.

    Args:
        new: nothing is known of it, so that a title is needed.

    Returns:
        the priority; None when there is no title.
    """
    say(f"Enter keeps what stands in brackets, {NOTHING} takes it away.")
    title = _text(ask, "Title", "" if new else draft.title, LONGEST_TITLE)
    if not title:
        say("Without a title there is no priority; nothing was changed.")
        return None
    known: dict[str, object] = {"title": title, "why": _text(ask, "Why", draft.why)}
    known["moves"] = _moves(draft.moves, round_.questionnaire, ask, say)
    known["owner"] = _text(ask, "Owner", draft.owner)
    known["support"] = _support(draft.support, round_.cluster, ask, say)
    known["metric"] = _text(ask, "How we shall know", draft.metric)
    start = round_.date or draft.agreed
    known["review"] = review = _day(ask, say, "Day of the peer review, year-month-day", draft.review, start)
    usual = draft.due is None or draft.due == impact_due(draft.model_copy(update={"due": None}))
    moved = draft.model_copy(update={"review": review, "due": None if usual and review else draft.due})
    while True:
        hint = f", usually {IMPACT_MONTHS} months after the review" if review else ""
        known["due"] = _day(ask, say, f"Day by which its impact is reported{hint}", impact_due(moved))
        if known["due"] is None and review:
            known["due"] = impact_due(moved.model_copy(update={"due": None}))
        result = draft.model_copy(update=known)
        wrong = misdated(result.model_copy(update={"checks": ()})) or _due_early(result, draft, start)
        if wrong is None:
            break
        say(f"That cannot be: {sentence(wrong)}.")
        moved = moved.model_copy(update={"due": None})
    if too_late(result):
        say(_wrapped(f"Note: {too_late(result)}"))
    return result


def _due_early(result: Priority, draft: Priority, start: dt.date | None) -> Said | None:
    """What is wrong with a due day that was typed just now, and lies before the room met; else None."""
    alone = result.model_copy(update={"review": None})
    return too_early(alone, start) if start and result.due != draft.due else None


def _text(ask: Ask, label: str, now: str, limit: int = LONGEST) -> str:
    typed = plain(_line(ask, f"{label}{f' [{plain(now)}]' if now else ''}: "), limit)
    return now if not typed else "" if typed == NOTHING else typed


def _moves(now: tuple[str, ...], questionnaire: Questionnaire, ask: Ask, say: Say) -> tuple[str, ...]:
    """Ids of what should move, by the numbers of dimensions, by ids, or by labels."""
    dimensions = questionnaire.dimensions
    labels = nameable(questionnaire)
    if not now:
        say("What should it move?")
        for number, one in enumerate(dimensions, 1):
            say(f"  {number:>2}  {plain(one.label)}")
    shown = f" [{', '.join(labels.get(name, name) for name in now)}]" if now else ""
    while True:
        typed = _line(ask, f"Should move, numbers or ids with commas between them{shown}: ")
        if typed in ("", NOTHING):
            return now if not typed else ()
        words = [word.strip() for word in typed.split(",") if word.strip()]
        numbered = {str(number): one.id for number, one in enumerate(dimensions, 1)}
        found = {word: numbered.get(word) or id_meant(questionnaire, word) for word in words}
        unknown = [word for word, name in found.items() if name is None]
        if not unknown:
            return tuple(dict.fromkeys(name for name in found.values() if name))
        for word in unknown:
            say(f"{plain(word, 60)!r} is no dimension or question: {unknown_move(questionnaire, word)}")


def _support(now: str, cluster: Cluster, ask: Ask, say: Say) -> str:
    by_id = cluster.names_apart
    shown = f" [{plain(by_id.get(now, now))}]" if now else ""
    say(f"Schools: {', '.join(plain(name) for name in by_id.values())}")
    typed = plain(_line(ask, f"Support from which school{shown}: "), LONGEST)
    if not typed or typed == NOTHING:
        return now if not typed else ""
    found, remark = supporter(cluster, typed)
    if remark:
        say(f"Note: {remark}")
    return found


def _day(ask: Ask, say: Say, label: str, now: dt.date | None, start: dt.date | None = None) -> dt.date | None:
    """A day, not before `start`; Enter keeps `now`."""
    while True:
        typed = _line(ask, f"{label}{f' [{now}]' if now else ''}: ")
        if typed in ("", NOTHING):
            return now if not typed else None
        try:
            found = dt.date.fromisoformat(typed)
        except ValueError:
            say("Write year-month-day, for example 2026-03-12, or just Enter.")
            continue
        if start is None or found >= start:
            return found
        say(f"That cannot be: {sentence(said('review-before-start', day=found, start=start))}.")


def _line(ask: Ask, prompt: str) -> str:
    """A line; nothing when there is no more, so that what was typed so far is kept."""
    try:
        return ask(prompt).strip()
    except EOFError:
        return ""


def _wrapped(text: str, lead: str = "", indent: str = "   ") -> str:
    return "\n".join(in_lines(plain(text), WIDTH, lead, further=indent))
