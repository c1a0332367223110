"""A cluster's next round, and the first one with its cluster: what can be wished for, and the round itself, opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.errors import InputError, MaturityError, Problem, UsageError
from maturity.journeys.offering import USUAL, refuse_no_subject, refuse_unfit
from maturity.journeys.offering import offered as offered
from maturity.journeys.places import cluster_at as cluster_at
from maturity.journeys.places import is_taken, label_for, place_of, refuse_twin
from maturity.journeys.places import place_for as place_for

if TYPE_CHECKING:
    from maturity.collect.planning import CarryForward
    from maturity.collect.starting import Wish
    from maturity.core.changes import Changes
    from maturity.model import Cluster, Mode, Questionnaire, Rated
    from maturity.model.plan import Priority

UNKNOWN = {"name": "its name", "schools": "its schools", "kind": "its kind"}
"""What a new cluster cannot do without, by field of a wish."""


def lacking(folder: Path, wish: Wish) -> list[str]:
    """Fields of a wish without which a new cluster is not known; none where the folder has a cluster.

    Raises:
        UsageError: something is given although the cluster has it already.
    """
    from maturity.folder.names import CLUSTER

    if not is_taken(folder / CLUSTER):
        return [field for field in UNKNOWN if not getattr(wish, field)]
    if wish.name or wish.schools:
        hint = f"leave out its name and schools; if they have changed, edit {folder / CLUSTER}"
        raise UsageError("the cluster has its name and schools already", hint, "known-cluster")
    return []


def _unheard(*_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay:
    """Who decides and who hears while a round is opened; where nobody is there, the wish has to say all.

    Args:
        rated: gives the wish with the school, and the day of the review, that are rated.
        ask: what asks about each unfinished priority that nobody has decided on; None keeps them all.
        say: what shows something meanwhile.
        made: hears of the cluster's file as soon as it is written.
    """

    rated: Callable[[Questionnaire, Cluster, Wish], Wish] = lambda _, __, wish: wish
    ask: Callable[[str], str] | None = None
    say: Callable[[str], None] = _unheard
    made: Callable[[Path, Cluster], None] = _unheard


ALONE = OnTheWay()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A round that is ready for answers.

    Args:
        path: its folder.
        subject: what is rated, in words; empty where that is the cluster.
        last: folder of the round before; None if there is none.
        before: what was asked in it; None if that cannot be read.
        plan: what became of the unfinished priorities of the round before.
        still_counting: priorities that were brought forward, and the school that has left on which each counts.
        remarks: what else is worth saying.
        problems: what could not be done once the round was there.
    """

    path: Path
    day: dt.date
    kind: Mode
    asked: Questionnaire
    subject: str
    last: Path | None
    before: Questionnaire | None
    plan: CarryForward
    still_counting: tuple[tuple[Priority, str], ...]
    remarks: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def changed(self) -> Changes | None:
        """What has changed in the questions since the round before; None where it is not known."""
        from maturity.core.changes import changes

        return changes(self.before, self.asked) if self.before else None

    @property
    def as_before(self) -> str | None:
        """The name of the version that was asked before, where another one is asked now and it can still be had."""
        from maturity.readers.library import earlier

        before = self.before
        return earlier(before.id, before.version) if before and before.version != self.asked.version else None


@dataclass(frozen=True, slots=True)
class _Meant:
    """A round before it is made: it can be."""

    label: str
    day: dt.date
    members: Cluster
    kind: Mode
    asked: Questionnaire
    about: Rated | None
    last: Path | None
    before: Questionnaire | None


def open_round(
    folder: Path,
    wish: Wish,
    *,
    rehearsal: bool = False,
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    way: OnTheWay = ALONE,
) -> Opened:
    """Open the round that is wished for, and make its cluster where there is none.

    Args:
        folder: of the cluster.
        rehearsal: only to practise: its answers are thrown away when the next round is opened.
        keep, drop: ids of unfinished priorities of the round before that are brought forward, or let go.

    Raises:
        UsageError: what is wished for does not fit together; nothing was made.
        InputError: there is such a round already, something cannot be read, or it cannot be saved.
    """
    from maturity import store
    from maturity.readers.round import alike_in_name
    from maturity.renderers.questionnaire import HEAD, render
    from maturity.report.asked import about_subject
    from maturity.store.rounds import Sitting

    if rehearsal and (keep or drop):
        raise UsageError("a rehearsal leaves the plan as it is", "leave out what becomes of it", "rehearsal-plan")
    if unknown := lacking(folder, wish):
        raise _new(unknown)
    meant = _meant(folder, wish, rehearsal, way)
    planned_in = None if rehearsal else meant.last
    plan, remarks = _brought_forward(planned_in, meant.asked, keep, drop, way)
    if wish.schools:
        way.made(store.write_cluster(folder, meant.members, meant.kind), meant.members)
    plan = _by_now(plan, planned_in, meant.asked)
    path = store.open_round(
        folder,
        members=meant.members,
        sitting=Sitting(meant.label, meant.day, meant.kind, rehearsal, meant.about),
        questionnaire=meant.asked,
        frozen=render(meant.asked).removeprefix(HEAD.encode()),
        priorities=plan.carried,
    )
    said, problems = _afterwards(path, planned_in, plan, meant.day)
    said += map(str, alike_in_name(path, meant.members))
    return Opened(
        path=path,
        day=meant.day,
        kind=meant.kind,
        asked=meant.asked,
        subject=about_subject(meant.asked, meant.about, meant.members.schools_apart),
        last=meant.last,
        before=meant.before,
        plan=plan,
        still_counting=_still_counting(path) if planned_in else (),
        remarks=(*remarks, *said),
        problems=problems,
    )


def switch_kind(folder: Path, kind: Mode) -> None:
    """Give a round that nobody has answered another kind.

    Args:
        folder: of the round.

    Raises:
        UsageError: it cannot be of this kind.
        InputError: somebody has answered, or it cannot be saved.
    """
    from maturity import store
    from maturity.readers.round import load_round

    round_ = load_round(folder)
    refuse_unfit(kind, len(round_.cluster.schools), round_.questionnaire)
    if not store.change_kind(folder, kind):
        message = f"the round is {round_.mode} and stays so: somebody has answered, and that fixes the kind"
        hint = "open another round with another label"
        raise InputError(Problem(str(folder), None, "mode", "kind-is-fixed", message, hint))


def on_a_drive(folder: Path) -> str:
    """Who "runs this" where a folder is shared with others; empty where no name tells that it is."""
    from maturity.folder.names import synced_by

    drive = synced_by(folder.resolve())
    return drive and (
        f"The folder lies on a synced drive ({drive}): everybody who has that drive can read the answers, and so "
        "runs this round. Say so to those who answer, or keep the folder where only you can open it."
    )


def _new(unknown: Sequence[str]) -> UsageError:
    from maturity.text.words import listed

    said = listed([UNKNOWN[field] for field in unknown])
    return UsageError(f"the cluster is new, and {said} must be known first", "say it; nothing was made", "new-cluster")


def _meant(folder: Path, wish: Wish, rehearsal: bool, way: OnTheWay) -> _Meant:
    from maturity.folder.names import QUESTIONNAIRE
    from maturity.folder.rounds import rounds_in_time
    from maturity.readers.cluster import load_cluster, members_named
    from maturity.readers.questionnaire import read_questionnaire

    day = wish.day or dt.datetime.now().date()
    if wish.label:
        refuse_twin(folder, label_for(wish.label, day, rehearsal=rehearsal))
    last = next(reversed(rounds_in_time(folder)), None)
    before = read_questionnaire(last / QUESTIONNAIRE)[0] if last else None
    asked = _to_ask(wish.questionnaire, before)
    if wish.schools and wish.kind:
        members, kind = members_named(wish.name, wish.schools), wish.kind
    else:
        known = load_cluster(folder)
        members, kind = known, wish.kind or known.mode
    refuse_unfit(kind, len(members.schools), asked)
    refuse_no_subject(asked, wish)
    about = None if asked.subject == "cluster" else _rated(asked, members, way.rated(asked, members, wish), day)
    label = label_for(wish.label, day, rehearsal=rehearsal)
    if about and not wish.label and place_of(folder, label):
        # Several schools are reviewed in a year, and one of them may be twice.
        label = label_for(f"{about.school} {about.reviewed or day}", day, rehearsal=rehearsal)
    refuse_twin(folder, label)
    return _Meant(label, day, members, kind, asked, about, last, before)


def _to_ask(wanted: str, before: Questionnaire | None) -> Questionnaire:
    """What is wanted; else today's version of what was asked before; else the usual questionnaire."""
    from maturity.readers.library import shipped
    from maturity.readers.questionnaire import load_questionnaire

    if not wanted and before and before.id not in dict(shipped()):
        return before
    return load_questionnaire(wanted or (before.id if before else USUAL))


def _rated(asked: Questionnaire, members: Cluster, wish: Wish, sitting: dt.date) -> Rated:
    """The school or the review that a round is about.

    Raises:
        UsageError: it is not said, it is none of the cluster's, or the review is later than the sitting.
    """
    from maturity.collect.front import given
    from maturity.collect.starting import review_before
    from maturity.model import Rated

    if not wish.about or (asked.subject == "review" and wish.reviewed is None):
        what = "one school" if asked.subject == "school" else "one review of a school"
        raise UsageError(f"{asked.id} is about {what}", "say which; nothing was made", "no-subject")
    school = given("school", {one.id: one.name for one in members.schools}, wish.about)
    day = review_before(str(wish.reviewed), sitting) if asked.subject == "review" else None
    return Rated(school=school, reviewed=day)


def _brought_forward(
    last: Path | None, asked: Questionnaire, keep: Sequence[str], drop: Sequence[str], way: OnTheWay
) -> tuple[CarryForward, tuple[str, ...]]:
    """What becomes of the unfinished priorities of the last round; nothing is written yet."""
    from maturity.collect import planning
    from maturity.readers.round import read_round
    from maturity.text.clean import plain

    known, problems = read_round(last) if last else (None, [])
    remarks: tuple[str, ...] = ()
    if last and known is None:
        faults = "".join(f"\n  {plain(str(problem))}" for problem in problems)
        remarks = (f"The plan of {last.name} cannot be read, so nothing of it is brought forward:{faults}",)
    return planning.carry(known, asked, keep=keep, drop=drop, ask=way.ask, say=way.say), remarks


def _by_now(plan: CarryForward, last: Path | None, asked: Questionnaire) -> CarryForward:
    """The plan of the last round as it is by now, with what was decided on it.

    Raises:
        InputError: somebody has changed it meanwhile so that it cannot be read; no round was opened.
    """
    from maturity.collect import planning
    from maturity.readers.round import read_round

    known, problems = read_round(last) if last else (None, [])
    if known is None and (plan.carried or plan.dropped):
        raise InputError(problems)
    return planning.as_it_stands(plan, known, asked) if known is not None else plan


def _afterwards(
    path: Path, last: Path | None, plan: CarryForward, day: dt.date
) -> tuple[list[str], tuple[Problem, ...]]:
    """Keep what a rehearsal promised, and write down in the last round what was let go."""
    from maturity import store
    from maturity.collect import planning

    said, problems = [on_a_drive(path)], list[Problem]()
    try:
        for place in store.throw_away_rehearsals(path.parent, but=path):
            said.append(f"The answers of the rehearsal {place} are thrown away, as people were told.")
        if last and plan.dropped:
            store.change_priorities(last, lambda record: planning.let_all_go(plan, record, day))
    except MaturityError as error:
        problems += error.problems
    return [one for one in said if one], tuple(problems)


def _still_counting(path: Path) -> tuple[tuple[Priority, str], ...]:
    from maturity.readers.roster import leaving
    from maturity.readers.round import read_round
    from maturity.report.leaving import has_left

    round_ = read_round(path)[0]
    return tuple((one, has_left(text)) for one, text in leaving(round_, path)) if round_ else ()
