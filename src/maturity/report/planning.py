"""The plan in a report: what was agreed, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from maturity.core.advice import Suggestion
from maturity.core.due import due_days
from maturity.core.plan import Cycle, PriorityStatus, Stage, State, ended_in, nameable, plan_on
from maturity.core.said import Label
from maturity.model import Questionnaire, Round
from maturity.model.plan import Impact, Priority
from maturity.report.blocks import Block, Heading, Paragraph, Report, Section, Table, Terms
from maturity.report.contents import CHAPTERS
from maturity.report.leaving import with_names
from maturity.report.own import own_texts
from maturity.report.reviews import ReviewStory, due_section, reviews_chapter
from maturity.report.wording import sentence, suggestion_label
from maturity.text.words import away, counted, day, listed

STATE_WORDS: Mapping[State, str] = {
    "overdue": "overdue",
    "due": "due soon",
    "open": "under way",
    "undated": "without a date",
    "done": "done",
    "dropped": "let go",
}
"""The one word for where a priority stands, by its state, or by what a look at it says."""
LATEST = 10
"""Most reviews that are over beside the plan; `maturity review` lists all."""


def plan_blocks(
    priorities: Sequence[Priority],
    questionnaire: Questionnaire,
    schools: Mapping[str, str],
    today: dt.date,
    *,
    with_ids: bool = False,
) -> tuple[Block, ...]:
    """What the room agreed to work on, one priority after the other; nothing when there is none.

    Args:
        questionnaire: labels of what the priorities name.
        schools: school id to name.
        with_ids: say the id that commands take.
    """
    return tuple(_plan(priorities, questionnaire, schools, today, with_ids))


def _plan(
    priorities: Sequence[Priority],
    questionnaire: Questionnaire,
    schools: Mapping[str, str],
    today: dt.date,
    with_ids: bool,
) -> Iterator[Block]:
    for number, one in enumerate(plan_on(priorities, today), 1):
        priority = one.priority
        yield Heading(f"{number}. {priority.title}")
        rows = (
            ("Id, to change it", priority.id if with_ids else ""),
            ("Why", priority.why),
            ("Should move", meant_to_move(priority, questionnaire)),
            ("Owner", priority.owner),
            ("Support from", schools.get(priority.support, priority.support)),
            ("How we shall know", priority.metric),
            ("Agreed on", _agreed(priority)),
            *_ahead(one),
            ("Status", status_words(one)),
            ("Last look", _last_look(priority)),
        )
        yield Terms(tuple((term, text) for term, text in rows if text))


def plan_rows(priorities: Sequence[Priority], today: dt.date | None) -> Iterator[tuple[str, ...]]:
    """What was agreed, its owner, the day of its review and, on a day, where it stands, in a few words each."""
    for one in priorities:
        review = day(one.review) if one.review else "no day yet"
        row = one.title, one.owner or "nobody yet", review
        yield row if today is None else (*row, _in_short(*plan_on([one], today)))


def _in_short(one: PriorityStatus) -> str:
    """Where one priority stands, with the one day that matters and is not that of its review."""
    if one.state in ("done", "dropped", "undated") or one.due is None:
        return status_words(one) if one.state in ("done", "dropped") else STATE_WORDS[one.state]
    if one.state == "overdue":
        return f"overdue since {day(one.due)}"
    return f"{STATE_WORDS[one.state]}, impact due {day(one.due)}"


def meant_to_move(priority: Priority, questionnaire: Questionnaire) -> str:
    """What a priority should move, by labels."""
    known = nameable(questionnaire)
    return listed([known.get(name, name) for name in priority.moves])


def _agreed(priority: Priority) -> str:
    said = day(priority.agreed) if priority.agreed else ""
    if not priority.carried_from:
        return said
    brought = f"brought forward from {priority.carried_from}"
    return f"{said}, {brought}" if said else brought


def _when(date: dt.date | None) -> str:
    return "" if date is None else day(date)


def _ahead(one: PriorityStatus) -> tuple[tuple[str, str], ...]:
    """Days that its status does not say; none for what is finished."""
    if one.state in ("done", "dropped"):
        return ()
    unnoted = f"{_when(one.unnoted)}, past, and nothing noted since" if one.unnoted else ""
    days = (
        ("Peer review", unnoted or _when(one.priority.review)),
        ("Impact due", _when(one.due)),
    )
    said = status_words(one)
    return tuple((term, text) for term, text in days if text not in said)


def _last_look(priority: Priority) -> str:
    look = priority.last_check
    return "" if look is None else f"{day(look.date)}: {look_words(look)}"


def look_words(look: Impact) -> str:
    """What a look says, and what shows it."""
    if not look.evidence:
        return look.note
    stop = "" if look.note.endswith((".", "!", "?")) else "."
    return f"{look.note}{stop} Evidence: {look.evidence}"


def status_words(one: PriorityStatus) -> str:
    """Where one priority stands: what comes next and when, or how it ended."""
    ended = one.priority.ended
    if one.state in ("done", "dropped"):
        return f"{STATE_WORDS[one.state]} on {day(ended)}" if ended else STATE_WORDS[one.state]
    if one.due is None or one.days_to_due is None:
        review = one.priority.review
        return "no date agreed yet" if review is None else f"peer review on {day(review)}"
    if one.state == "overdue":
        return f"overdue: its impact was due on {_when(one.due)}"
    if one.priority.review is not None and (one.days_to_review or 0) >= 0:
        return f"{STATE_WORDS[one.state]}: peer review on {_when(one.priority.review)}"
    return f"{STATE_WORDS[one.state]}: impact due on {_when(one.due)}"


def suggestion_blocks(suggestions: Sequence[Suggestion], questionnaire: Questionnaire) -> tuple[Block, ...]:
    """What the answers suggest, each with its reason."""
    blocks: list[Block] = []
    for number, one in enumerate(suggestions, 1):
        blocks.append(Heading(f"{number}. {suggestion_label(one, questionnaire)}"))
        rows = (
            ("Id, for --moves", one.dimension or one.item),
            ("Why this one", sentence(one.reason, questionnaire)),
            ("A next step", one.step),
        )
        blocks.append(Terms(tuple((term, text) for term, text in rows if text)))
    return tuple(blocks)


def plan_report(round_: Round, suggestions: Sequence[Suggestion], today: dt.date) -> Report:
    """One round's plan; what the answers suggest instead, when nothing is agreed yet."""
    schools = round_.cluster.names_apart
    round_ = with_names(round_)
    if round_.priorities:
        blocks = plan_blocks(round_.priorities, round_.questionnaire, schools, today, with_ids=True)
        section = Section(
            "plan", f"What was agreed: {counted(len(round_.priorities), 'priority', 'priorities')}", blocks
        )
    else:
        nothing = Paragraph("No priority is agreed yet. The answers suggest these; the room decides.")
        if not suggestions:
            nothing = Paragraph("No priority is agreed yet, and there are too few answers to suggest one.")
        section = Section("plan", "The plan", (nothing, *suggestion_blocks(suggestions, round_.questionnaire)))
    return Report(
        round_.cluster.name,
        f"The plan of {round_.label}",
        round_.questionnaire.language,
        (),
        (section,),
        own=own_texts(round_.questionnaire, None, round_.priorities),
    )


def status_report(
    rounds: Sequence[Round],
    found: Sequence[PriorityStatus],
    cycle: Cycle,
    today: dt.date,
    reviews: ReviewStory | None = None,
) -> Report:
    """What is due, overdue, done and dropped over all rounds, and where the cluster is in its year.

    Args:
        reviews: of the cluster's schools.
    """
    latest = rounds[-1]
    due = due_days(found, reviews.found if reviews else (), today)
    of_schools = tuple(reviews_chapter(reviews, full=True, most=LATEST)) if reviews else ()
    sections = (
        *(
            (Section("due", "What is due, in order", tuple(due_section(due, reviews.book if reviews else None))),)
            * bool(due)
        ),
        Section(
            "cycle",
            f"Where we are in the year that began with {cycle.round}",
            tuple(_year(cycle, rounds, found, today)),
        ),
        Section("priorities", "The priorities", tuple(_status(found, rounds))),
        Section("reviews", CHAPTERS["reviews"], of_schools),
    )
    return Report(
        latest.cluster.name,
        f"The plan on {day(today)}",
        latest.questionnaire.language,
        (),
        tuple(section for section in sections if section.blocks),
        own=own_texts(latest.questionnaire, None, [one.priority for one in found], reviews.reviews if reviews else ()),
    )


def _year(cycle: Cycle, rounds: Sequence[Round], found: Sequence[PriorityStatus], today: dt.date) -> Iterator[Block]:
    if not cycle.stages:
        yield Paragraph("The round has no date, so nobody can say; write it into its round.yaml: date: 2026-03-12")
        return
    current, following = cycle.current, cycle.next
    began = next(one for one in rounds if one.label == cycle.round)

    def name(stage: Stage) -> str:
        return sentence(stage.name, began.questionnaire)

    said = "Not begun yet." if current is None else f"{name(current)}, since {day(current.date)}."
    if following is not None:
        said += f" Next: {name(following)}, {day(following.date)}, {away((following.date - today).days)}."
    yield Paragraph(said, "lead")
    if current is not None and current.text:
        yield Paragraph(current.text)
    yield Table(
        "The steps of the year",
        ("Step", "From", ""),
        tuple((name(stage), day(stage.date), "now" if stage is current else "") for stage in cycle.stages),
        ("left", "left", "left"),
    )
    turned = _turned(cycle, began)
    if turned:
        yield Paragraph(turned)
    yield Paragraph(_on_record(began, found))
    if not all(stage.from_plan for stage in cycle.stages):
        yield Paragraph("Days that the plan does not name are reckoned from the day of the round.", "small")


def _turned(cycle: Cycle, round_: Round) -> str:
    """Says where the days in the plan put a step of the year before one that it rests on; empty where none is."""
    order = [step.id for step in round_.questionnaire.cycle]
    stages = [one for one in cycle.stages if isinstance(one.name.values.get("step"), Label)]
    ids = [one.name.values["step"].id for one in stages if isinstance(one.name.values["step"], Label)]
    for (one, name), (other, later) in pairwise(zip(stages, ids, strict=True)):
        if order.index(name) > order.index(later):
            first, second = (sentence(stage.name, round_.questionnaire) for stage in (one, other))
            return f"{first} comes before {second} by the days in the plan: move a day, or look before all is told."
    return ""


def _on_record(round_: Round, found: Sequence[PriorityStatus]) -> str:
    """Who answered, what is planned, and what has been noted since the day of the round, of whichever round it is."""
    people = counted(len(round_.responses), "person", "people") if round_.responses else "nobody has"
    held = counted(len(round_.priorities), "priority", "priorities") if round_.priorities else "no priority is"
    looks = [look.date for one in found for look in one.priority.checks]
    began = round_.date
    since = [date for date in looks if began is not None and date >= began]
    if since:
        noted = f"{counted(len(since), 'note')} since then on what came of priorities, the last on {day(max(since))}"
    elif looks:
        noted = f"no note since then on what came of priorities, the last on {day(max(looks))}"
    else:
        noted = "no note yet on what came of it"
    return f"On record for {round_.label}: {people} answered, {held} in the plan, and {noted}."


def _in_which_year(one: PriorityStatus, rounds: Sequence[Round]) -> str:
    label = ended_in(one.priority, rounds)
    return "" if label is None else f", in the year that began with {label}"


def _status(found: Sequence[PriorityStatus], rounds: Sequence[Round]) -> Iterator[Block]:
    if not found:
        yield Paragraph("No priority is agreed yet.")
        return
    counts = {state: sum(one.state == state for one in found) for state in STATE_WORDS}
    yield Paragraph(f"{listed([f'{n} {STATE_WORDS[state]}' for state, n in counts.items() if n])}.")
    for one in found:
        yield Heading(one.priority.title)
        since = "" if one.since == one.round else f", brought forward from {one.since}"
        rows = (
            ("Status", status_words(one) + _in_which_year(one, rounds)),
            *_ahead(one),
            ("Owner", one.priority.owner),
            ("Last look", _last_look(one.priority)),
            ("Round", f"{one.round}{since}"),
            ("Id, to change it", one.priority.id),
        )
        yield Terms(tuple((term, text) for term, text in rows if text))
