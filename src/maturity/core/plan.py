"""The plan: its dates, what is due, and where a cluster is in its year.

Nothing here asks the time: `today` comes in from outside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from maturity.core.advice import CycleDate
from maturity.core.advise import cycle, months_after
from maturity.core.on_a_day import round_on
from maturity.core.said import Label, Said, said
from maturity.model import Questionnaire, Round
from maturity.model.guidance import CycleStep
from maturity.model.plan import MOST_PRIORITIES, Impact, Priority
from maturity.text.names import visible
from maturity.text.slug import slug

IMPACT_MONTHS = 6
"""Impact is reported within six months of the peer review (Farrar 2015, the cycle of systematic improvement)."""
SOON = 28
"""Days within which a date counts as due."""
State = Literal["overdue", "due", "open", "undated", "done", "dropped"]
"""`due`: its next date is at most `SOON` days away; `open`: later; `undated`: no date was agreed."""
STATES: tuple[State, ...] = ("overdue", "due", "open", "undated", "done", "dropped")


@dataclass(frozen=True, slots=True)
class PriorityStatus:
    """One priority on one day, over all rounds in which it stands.

    Args:
        priority: as its latest round has it, with the looks of all rounds, oldest first.
        round: label of that round.
        since: label of the round in which it was first agreed.
        due: day on which its impact is due; None when no date is known.
        days_to_review, days_to_due: below 0 when the day has passed; None without a date.
    """

    priority: Priority
    round: str
    since: str
    state: State
    due: dt.date | None
    days_to_review: int | None
    days_to_due: int | None

    @property
    def unnoted(self) -> dt.date | None:
        """The day of its peer review where that has passed, and nothing was noted since; else None."""
        review, looks = self.priority.review, self.priority.checks
        if review is None or (self.days_to_review or 0) >= 0 or any(look.date >= review for look in looks):
            return None
        return review


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the year and the day on which it begins, or is due.

    Args:
        name: what the questionnaire of the round that began the year calls it, or what days on record stand for.
        from_plan: the day comes from the plan or the round, and not only from the questionnaire's calendar.
    """

    name: Said
    date: dt.date
    text: str
    from_plan: bool


@dataclass(frozen=True, slots=True)
class Cycle:
    """Where a cluster is in its year.

    Args:
        round: label of the round that began it.
        stages: in the order of their days; empty when the round has no date.
        now: position of the last stage that has begun; None before the first.
    """

    round: str
    stages: tuple[Stage, ...]
    now: int | None

    @property
    def current(self) -> Stage | None:
        """The stage that the cluster is in."""
        return None if self.now is None else self.stages[self.now]

    @property
    def next(self) -> Stage | None:
        """The stage that comes next; None after the last."""
        place = 0 if self.now is None else self.now + 1
        return self.stages[place] if place < len(self.stages) else None


def impact_due(priority: Priority) -> dt.date | None:
    """Day on which the impact is due: as agreed, else six months after the review; None without either."""
    if priority.due is None and priority.review is not None:
        return months_after(priority.review, IMPACT_MONTHS)
    return priority.due


def misdated(priority: Priority) -> Said | None:
    """What is wrong with the order of a priority's days; None when nothing is."""
    if priority.review and priority.due and priority.due < priority.review:
        return said("due-before-review", due=priority.due, review=priority.review)
    early = next((check for check in priority.checks if priority.agreed and check.date < priority.agreed), None)
    if early is not None and priority.agreed:
        return said("looked-at-before-agreed", look=early.date, agreed=priority.agreed)
    return None


def too_early(priority: Priority, start: dt.date) -> Said | None:
    """Which day of a priority lies before what it follows from; None where none does.

    Args:
        start: day of the round, or of agreeing where that is not known.
    """
    if priority.review is not None and priority.review < start:
        return said("review-before-start", day=priority.review, start=start)
    if priority.due is not None and priority.due < start:
        return said("due-before-start", day=priority.due, start=start)
    return None


def late(priority: Priority) -> dt.date | None:
    """The last day within six months of the review, where the impact is due later than that; else None."""
    if priority.review is None or priority.due is None:
        return None
    last = months_after(priority.review, IMPACT_MONTHS)
    return last if priority.due > last else None


def unfinished(priorities: Iterable[Priority]) -> tuple[Priority, ...]:
    """Those that are neither done nor dropped."""
    return tuple(priority for priority in priorities if priority.outcome == "open")


def too_many(priorities: Iterable[Priority]) -> int:
    """How many have to go before there are at most three that are still worked on; 0 when none."""
    return max(0, len(unfinished(priorities)) - MOST_PRIORITIES)


def new_id(title: str, taken: Iterable[str]) -> str:
    """An id for a priority of this title that none of the `taken` has."""
    first, taken = slug(title), set(taken)
    return next(name for n in range(1, len(taken) + 2) if (name := first if n == 1 else f"{first}-{n}") not in taken)


def checked(priority: Priority, impact: Impact) -> Priority:
    """The priority with one more look at what came of it."""
    return priority.model_copy(update={"checks": (*priority.checks, impact)})


def carried(priority: Priority, label: str, questionnaire: Questionnaire) -> tuple[Priority, tuple[str, ...]]:
    """A priority as the next round takes it on.

    Args:
        label: of the round that it comes from.
        questionnaire: of the next round.

    Returns:
        the priority without its looks, which stay where they were written; and the ids that it names and that
        are not asked about any more, which it loses.
    """
    known = nameable(questionnaire)
    lost = tuple(name for name in priority.moves if name not in known)
    moves = tuple(name for name in priority.moves if name in known)
    return priority.model_copy(
        update={
            "moves": moves,
            "checks": (),
            "carried_from": priority.carried_from or label,
        }
    ), lost


def nameable(questionnaire: Questionnaire) -> dict[str, str]:
    """What a priority can name: ids of dimensions, then of items, each with its label."""
    dimensions = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    return dimensions | {item.id: item.short for item in questionnaire.items if item.id not in dimensions}


def id_meant(questionnaire: Questionnaire, text: str) -> str | None:
    """The id of a dimension or an item that is meant by its id, or by its label in any capitals."""
    known = nameable(questionnaire)
    if text in known:
        return text
    return next((name for name, label in known.items() if visible(label) == visible(text)), None)


def standings(rounds: Sequence[Round], today: dt.date) -> tuple[PriorityStatus, ...]:
    """Every priority of some rounds once, the most pressing first, as it stood on a day.

    A priority that was brought forward is the same one: the latest round that has begun says what it is, and looks
    from all rounds say what became of it.

    Args:
        rounds: of one cluster, in the order of time.
    """
    found = []
    ahead = {round_.label for round_ in rounds if round_.date is not None and round_.date > today}
    for (since, _), records in _lines([round_on(one, today) for one in rounds]).items():
        label, latest = next((one for one in reversed(records) if one[0] not in ahead), records[0])
        found.append(priority_status(_with_looks(latest, records), label, since, today))
    return tuple(sorted(found, key=_pressing))


def ended_in(priority: Priority, rounds: Sequence[Round]) -> str | None:
    """Label of the round that had begun last when a priority was done or dropped; None while it is open.

    Args:
        rounds: of one cluster, in the order of time; those without a date are passed over.
    """
    ended = priority.ended
    begun = [round_.label for round_ in rounds if round_.date is not None and ended and round_.date <= ended]
    return begun[-1] if begun else None


def followed(rounds: Sequence[Round], label: str) -> tuple[tuple[Priority, ...], dict[str, str]]:
    """What became of one round's priorities.

    Args:
        rounds: of one cluster, in the order of time.
        label: of the round.

    Returns:
        its priorities, with the looks of all rounds; and, for those that a later round has brought forward, id to
        the label of the last such round.
    """
    found, forward = [], {}
    for records in _lines(rounds).values():
        own = next((one for where, one in records if where == label), None)
        if own is not None:
            found.append(_with_looks(own, records))
            if records[-1][0] != label:
                forward[own.id] = records[-1][0]
    return tuple(found), forward


def _lines(rounds: Sequence[Round]) -> dict[tuple[str, str], list[tuple[str, Priority]]]:
    """Every priority by the round in which it began and its id: each round that holds it, and what it says there."""
    held: dict[tuple[str, str], list[tuple[str, Priority]]] = {}
    for round_ in rounds:
        for priority in round_.priorities:
            held.setdefault((priority.carried_from or round_.label, priority.id), []).append((round_.label, priority))
    return held


def _with_looks(priority: Priority, records: Sequence[tuple[str, Priority]]) -> Priority:
    looks = dict.fromkeys(check for _, one in records for check in one.checks)
    return priority.model_copy(update={"checks": tuple(sorted(looks, key=lambda check: check.date))})


def priority_status(priority: Priority, label: str, since: str, today: dt.date) -> PriorityStatus:
    """How one priority stands on a day; arguments as in `PriorityStatus`."""
    due = impact_due(priority)
    to_review = None if priority.review is None else (priority.review - today).days
    to_due = None if due is None else (due - today).days
    return PriorityStatus(priority, label, since, _state(priority, to_review, to_due), due, to_review, to_due)


def plan_on(priorities: Iterable[Priority], today: dt.date) -> tuple[PriorityStatus, ...]:
    """How one round's priorities stand on a day."""
    return tuple(priority_status(one, "", "", today) for one in priorities)


def _state(priority: Priority, to_review: int | None, to_due: int | None) -> State:
    if priority.outcome != "open":
        return priority.outcome
    if to_due is None:
        return "undated"
    if to_due < 0:
        return "overdue"
    soonest = min(days for days in (to_review, to_due) if days is not None and days >= 0)
    return "due" if soonest <= SOON else "open"


def _pressing(one: PriorityStatus) -> tuple[int, int]:
    ahead = [days for days in (one.days_to_review, one.days_to_due) if days is not None and days >= 0]
    return STATES.index(one.state), min(ahead, default=one.days_to_due or 0)


def cycle_on(rounds: Sequence[Round], today: dt.date) -> Cycle:
    """Where a cluster is in the year that its latest round began.

    No step is known by name. A step of the questionnaire begins its number of months after the round. Where one
    step has to follow another within some months (`within_months_of`), the other is the review and the one itself
    the account of impact: they take the earliest review and the latest due day of the priorities, and steps between
    the two are reckoned from that review. A questionnaire without a cycle gets stages from the dates on record.

    Args:
        rounds: of one cluster, in the order of time; the latest that is not in the future counts.
    """
    begun = [round_ for round_ in rounds if round_.date is not None and round_.date <= today]
    round_ = begun[-1] if begun else rounds[-1]
    stages = tuple(sorted(_stages(round_), key=lambda stage: stage.date))
    passed = sum(stage.date <= today for stage in stages)
    return Cycle(round_.label, stages, passed - 1 if passed else None)


def year_of(round_: Round) -> tuple[CycleDate, ...]:
    """The steps of the next twelve months, on the days that the plan names where it names any."""
    _, reviews, due = _days(round_)
    usual = cycle(round_.questionnaire, round_.date)
    dated = {step.id: date for step, date, _ in _dated(round_, min(reviews, default=None), due)}
    found = [replace(one, date=day, by_plan=day != one.date) for one in usual if (day := dated.get(one.id, one.date))]
    return tuple(sorted(found, key=lambda one: one.date or dt.date.min)) if found else usual


def _stages(round_: Round) -> list[Stage]:
    kept, reviews, due = _days(round_)
    review = min(reviews, default=None)
    if not round_.questionnaire.cycle:
        return _on_record(round_, kept, reviews, due)
    return [
        Stage(said("step", step=Label("step", step.id)), date, step.text, from_plan)
        for step, date, from_plan in _dated(round_, review, due)
    ]


def _days(round_: Round) -> tuple[list[Priority], list[dt.date], dt.date | None]:
    """What is still planned, the days of its reviews, and the last day on which an account is due."""
    kept = [priority for priority in round_.priorities if priority.outcome != "dropped"]
    began = round_.date or dt.date.min
    # What was brought forward may have days of the year before.
    reviews = [priority.review for priority in kept if priority.review and priority.review >= began]
    due = max((date for priority in kept if (date := impact_due(priority)) and date >= began), default=None)
    return kept, reviews, due


def _dated(round_: Round, review: dt.date | None, due: dt.date | None) -> Iterator[tuple[CycleStep, dt.date, bool]]:
    """The steps of a questionnaire's year, each with its day and whether that is on record."""
    if round_.date is None:
        return
    steps = {step.id: step for step in round_.questionnaire.cycle}
    impact = next((step for step in steps.values() if set(step.within_months_of) & set(steps)), None)
    reviewed = steps[next(name for name in impact.within_months_of if name in steps)] if impact else None
    for step in steps.values():
        date, from_plan = months_after(round_.date, step.month), step.month == 0
        if impact and reviewed and review and reviewed.month <= step.month < impact.month:
            date, from_plan = months_after(review, step.month - reviewed.month), step is reviewed
        elif step is impact and due:
            date, from_plan = due, True
        yield step, date, from_plan


def _on_record(round_: Round, kept: Sequence[Priority], reviews: Sequence[dt.date], due: dt.date | None) -> list[Stage]:
    began = round_.date or dt.date.min
    agreed = min((priority.agreed for priority in kept if priority.agreed and priority.agreed >= began), default=None)
    days = (
        ("step-self-evaluation", round_.date),
        ("step-priorities", agreed),
        ("step-peer-review", min(reviews, default=None)),
        ("step-action", max(reviews) + dt.timedelta(days=1) if reviews else None),
        ("step-account", due),
    )
    return [Stage(said(step), date, "", True) for step, date in days if date]
