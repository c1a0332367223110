"""`maturity plan`: the two or three priorities that the room agreed on, and what became of them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maturity.cli import completion
from maturity.cli.shared import Force, print_lines, remarked
from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.core.advice import Suggestion
    from maturity.core.plan import PriorityStatus
    from maturity.files import Outputs
    from maturity.model import Round
    from maturity.model.plan import Outcome, Priority
    from maturity.report.blocks import Report
    from maturity.report.reviews import ReviewStory

YAML = (".yaml", ".yml")


class Outcomes(StrEnum):
    """What a look says about a priority."""

    open = "open"
    done = "done"
    dropped = "dropped"


def plan(
    round_: Annotated[
        Path,
        typer.Argument(
            metavar="ROUND|FOLDER",
            help="A round's folder or YAML file; with --status the cluster's.",
            autocompletion=completion.rounds,
        ),
    ],
    add: Annotated[str | None, typer.Option(metavar="TITLE", help="Agree on a priority.")] = None,
    edit: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Change a priority; an empty text takes a value away.",
            autocompletion=completion.agreed_ids,
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Let a priority go; it stays on record.", autocompletion=completion.agreed_ids),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Another title, with --edit.")] = None,
    why: Annotated[str | None, typer.Option(help="Why this one.")] = None,
    moves: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="A dimension or question that it should move; once for each.",
            autocompletion=completion.movable_parts,
        ),
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Who sees to it.")] = None,
    support: Annotated[str | None, typer.Option(metavar="SCHOOL", help="The school that supports it.")] = None,
    metric: Annotated[str | None, typer.Option(help="How we shall know.")] = None,
    review: Annotated[str | None, typer.Option(metavar="DAY", help="Day of the peer review, year-month-day.")] = None,
    due: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Day by which its impact is reported; else six months after the review."),
    ] = None,
    check: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Record what has come of a priority, with --note.",
            autocompletion=completion.agreed_ids,
        ),
    ] = None,
    note: Annotated[str | None, typer.Option(help="What has come of it, or why it is let go.")] = None,
    evidence: Annotated[str | None, typer.Option(help="What shows it.")] = None,
    outcome: Annotated[Outcomes | None, typer.Option(help="What the look says; as it was if left out.")] = None,
    status: Annotated[
        bool, typer.Option("--status", help="What is due, overdue and done over all rounds, and the year's next step.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The status as one JSON document.")] = False,
    ics: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the days as a calendar (.ics).")] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day of agreeing, of the look, or of the status; else today.")
    ] = None,
    force: Force = False,
) -> None:
    """Agree on two or three priorities, and follow them up."""
    fields = {
        "title": title,
        "why": why,
        "moves": moves,
        "owner": owner,
        "support": support,
        "metric": metric,
        "review": review,
        "due": due,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    looked = {"--evidence": evidence, "--outcome": outcome}
    _refuse_misfits(
        [flag for flag, value in (("--add", add), ("--edit", edit), ("--check", check)) if value is not None],
        [f"--{name}" for name in given],
        [flag for flag, value in looked.items() if value is not None],
        dropping=bool(drop),
        noted=note is not None,
        status=status or as_json,
    )
    from maturity.collect.amending import day_of

    today = day_of("--date", date) if date is not None else dt.datetime.now().date()
    safe = _place(ics, round_, force=force)
    if status or as_json:
        rounds = _rounds(round_, today)
        if ics is not None:
            _owned(safe, rounds)
        _status(rounds, _reviews(round_, today), today, as_json)
        if ics is not None:
            _calendar(rounds, _reviews(round_, today), today, ics, safe, quiet=as_json)
        return
    known, place = _opened(round_)
    if ics is not None:
        _owned(safe, [known])
    for name in (check, edit, *(drop or ())):
        if name is not None:
            _refuse_superseded(known, place, name)
    if check is not None:
        _check(known, place, check, today, note, evidence or "", outcome)
    elif add is not None or edit is not None or drop:
        _agree(known, place, add, edit, drop or [], note or "", given, today)
    elif ics is None:
        _talk_or_list(known, place, today)
    if ics is not None:
        _calendar([_opened(round_, quiet=True)[0]], _reviews(round_, today), today, ics, safe)


def _refuse_misfits(
    acts: Sequence[str], fields: Sequence[str], looks: Sequence[str], *, dropping: bool, noted: bool, status: bool
) -> None:
    """Refuse flags that say nothing together."""
    if len(acts) > 1:
        raise UsageError(f"{' and '.join(acts)} cannot go together", "give them one after the other")
    act = acts[0] if acts else ""
    changing = act in ("--add", "--edit")
    if status and (acts or fields or looks or dropping or noted):
        raise UsageError("--status and --json only look", "leave out the other flags, or give them by themselves")
    if fields and not changing:
        raise UsageError(f"{', '.join(fields)} of which priority?", "name it: --add TITLE for a new one, or --edit ID")
    if act == "--add" and "--title" in fields:
        raise UsageError("--add names the title already", "leave out --title")
    if looks and act != "--check":
        raise UsageError(f"{', '.join(looks)} of which priority?", "name it: --check ID")
    if dropping and act in ("--check", "--edit"):
        raise UsageError(f"{act} and --drop cannot go together", "give them one after the other")
    if noted and act != "--check" and not dropping:
        raise UsageError("--note about which priority?", "name it: --check ID, or --drop ID")
    if act == "--edit" and not fields:
        raise UsageError("--edit changes nothing", "say what: --title, --why, --moves, --owner, --review and so on")


def _opened(path: Path, *, quiet: bool = False) -> tuple[Round, Path]:
    """A round, and its folder or YAML file."""
    from maturity import load_round
    from maturity.folder.rounds import round_folder

    if not path.is_dir():
        if path.suffix.lower() not in YAML and path.exists():
            raise UsageError(f"{path}: a table holds no plan", "give a round's folder or YAML file")
        return load_round(path), path
    folder, remarks = round_folder(path)
    for remark in () if quiet else remarks:
        print_lines(remark, err=True)
    return load_round(folder), folder


def _refuse_superseded(known: Round, place: Path, name: str) -> None:
    """Refuse to touch what another round has: brought forward, two records would tell two stories."""
    from maturity.collect.amending import meant
    from maturity.folder.rounds import cluster_folder, rounds_in_time
    from maturity.readers.round import read_round
    from maturity.text.commands import command

    folders = rounds_in_time(cluster_folder(place)) if place.is_dir() else []
    here = [folder.resolve() for folder in folders].index(place.resolve()) if folders else 0
    try:
        one = meant(known, name)
    except UsageError:
        for folder in reversed(folders[:here]):
            earlier = read_round(folder)[0]
            if earlier and any(name in (p.id, p.title) for p in earlier.priorities):
                hint = f"give that round: {command('maturity', 'plan', folder)}"
                raise UsageError(f"{name!r} is a priority of {earlier.label}", hint) from None
        raise
    since = one.carried_from or known.label
    for folder in folders[here + 1 :]:
        later = read_round(folder)[0]
        if later and any(p.id == one.id and p.carried_from == since for p in later.priorities):
            hint = f"give that round: {command('maturity', 'plan', folder)}"
            raise UsageError(f"{one.id} was brought forward to {later.label}", hint)


def _rounds(path: Path, today: dt.date) -> list[Round]:
    """All rounds of a cluster's folder in the order of time, or the one that is given; their plans as of a day."""
    from maturity import load_round
    from maturity.core.in_time import in_time
    from maturity.folder.names import ROUND
    from maturity.folder.rounds import rounds_in_time
    from maturity.journeys.rounds import as_it_stood

    if not path.is_dir() or (path / ROUND).exists() or not rounds_in_time(path):
        found = [_opened(path)[0]]
    else:
        found = in_time([load_round(folder) for folder in rounds_in_time(path)])
    return [as_it_stood(one, today, remarked) for one in found]


def _talk_or_list(known: Round, place: Path, today: dt.date) -> None:
    from maturity import store
    from maturity.cli.meanwhile import tell
    from maturity.collect import planning
    from maturity.core.advise import advise
    from maturity.core.assess import assess
    from maturity.core.plan import too_many
    from maturity.journeys.rounds import as_it_stood
    from maturity.report.planning import plan_report
    from maturity.text.commands import command

    def save(before: Sequence[Priority], wanted: Sequence[Priority]) -> tuple[Priority, ...]:
        after, found = store.save_priorities(place, wanted, before)
        tell(found, known.model_copy(update={"priorities": after}))
        if too_many(after) > too_many(wanted):
            print_lines("Somebody else has agreed on one in the meantime: these are more than three; let one go.")
        return after

    suggestions: Sequence[Suggestion] = advise(assess(known)).priorities if known.responses else ()
    shown = command("maturity", "plan", place)
    if not at_a_terminal():
        _show(plan_report(as_it_stood(known, today, remarked), suggestions, today))
        if not known.priorities:
            print_lines(f"\nNext: {shown} --add TITLE --moves ID --owner WHO --review DAY")
        return
    try:
        planning.hold(known, suggestions, today, input, print_lines, save)
    except KeyboardInterrupt:
        print_lines("\nEverything up to the last 'Saved.' is kept.")
        raise
    print_lines(f"\nWhat is due, and when:         {shown} --status")
    print_lines(f"Its days, for your calendar:   {shown} --ics plan.ics")


def at_a_terminal() -> bool:
    """Whether somebody reads here and can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _agree(
    known: Round,
    place: Path,
    add: str | None,
    edit: str | None,
    drop: Sequence[str],
    note: str,
    fields: dict[str, Any],
    today: dt.date,
) -> None:
    from maturity import store
    from maturity.cli.meanwhile import tell
    from maturity.collect import amending
    from maturity.text.clean import plain

    changed: Priority | None = None

    def amended(there: tuple[Priority, ...]) -> tuple[Priority, ...]:
        now = known.model_copy(update={"priorities": there})
        if add is not None:
            return amending.add(now, {**fields, "title": add}, drop, note, today)
        return amending.dropped(now, drop, note or "Let go.", today)

    if edit is not None:
        priorities, changed = amending.edit(known, edit, fields)
        tell(store.save_priorities(place, priorities, known.priorities)[1], known)
    else:
        after = store.change_priorities(place, amended)
        changed = after[-1] if add is not None else None
    for name in drop:
        print_lines(f"let go: {plain(amending.meant(known, name).title)}")
    if changed is not None:
        print_lines(f"{'changed' if add is None else 'agreed'}: {plain(changed.title)} ({changed.id})")
        _tell(changed, known, fields)


def _tell(one: Priority, known: Round, fields: dict[str, Any]) -> None:
    """What was saved, and what is worth a second thought."""
    from maturity.collect.planning import supporter, too_late
    from maturity.report.planning import meant_to_move
    from maturity.text.clean import plain
    from maturity.text.words import day

    said = [f"should move {plain(meant_to_move(one, known.questionnaire))}"] if one.moves else []
    said += [f"peer review on {day(one.review)}"] if one.review else []
    said += [f"impact due on {day(one.due)}"] if one.due else []
    if said:
        print_lines(f"  {'; '.join(said)}")
    if one.due is None:
        print_lines(f"  It has no day yet: --edit {one.id} --review DAY")
    remarks = [supporter(known.cluster, one.support)[1]] if "support" in fields else []
    for remark in [*remarks, too_late(one)]:
        if remark:
            print_lines(f"Note: {remark}")


def _check(
    known: Round, place: Path, name: str, today: dt.date, note: str | None, evidence: str, outcome: Outcomes | None
) -> None:
    from maturity import store
    from maturity.collect import amending
    from maturity.report.planning import STATE_WORDS
    from maturity.text.clean import plain
    from maturity.text.words import day

    title = plain(amending.meant(known, name).title)
    if note is None and at_a_terminal():
        note = input(f"What has come of {title}? ")
    said: Outcome | None = outcome.value if outcome else None
    after: Priority | None = None

    def looked(there: tuple[Priority, ...]) -> tuple[Priority, ...]:
        nonlocal after
        now = known.model_copy(update={"priorities": there})
        priorities, after = amending.look(now, name, today, note or "", evidence, said)
        return priorities

    store.change_priorities(place, looked)
    assert after is not None
    found = after.outcome_on(today)
    print_lines(f"noted on {day(today)}: {title}, {STATE_WORDS[found]}")
    last = after.last_check
    if last is not None and last.date > today:
        print_lines(f"  A later look, on {day(last.date)}, says {STATE_WORDS[last.outcome]}; that one counts.")
    elif outcome is None and found != "open":
        print_lines(f"  It stays {STATE_WORDS[found]}; to take it up again: --outcome open")
    elif outcome is None:
        print_lines(f"  It stays {STATE_WORDS[found]}; when it is decided: --outcome done, or --outcome dropped")


def _reviews(path: Path, today: dt.date) -> ReviewStory | None:
    """All reviews of the cluster, the most pressing first; None where none is on record."""
    from maturity.core.reviews import review_statuses
    from maturity.journeys.reviews import reviews_beside
    from maturity.report.reviews import ReviewStory

    book = reviews_beside([path], today)
    return None if book is None else ReviewStory(book, review_statuses(book, today))


def _status(rounds: Sequence[Round], reviews: ReviewStory | None, today: dt.date, as_json: bool) -> None:
    import json

    from maturity.core.plan import cycle_on, standings
    from maturity.renderers.plan_document import status_document
    from maturity.report.leaving import with_names
    from maturity.report.planning import status_report

    rounds = rounds if as_json else [with_names(one) for one in rounds]
    found, cycle = standings(rounds, today), cycle_on(rounds, today)
    if as_json:
        typer.echo(json.dumps(status_document(rounds, found, cycle, today, reviews.found if reviews else ()), indent=2))
    else:
        _show(status_report(rounds, found, cycle, today, reviews))


def _place(ics: Path | None, round_: Path, *, force: bool) -> Outputs:
    """Where a calendar goes, if it is asked for."""
    from maturity.journeys.ask import Ask, format_meant
    from maturity.journeys.outputs import outputs

    if ics is not None:
        format_meant(ics, ("ics",))
    return outputs([] if ics is None else [ics], Ask(force=force), round_)


def _owned(safe: Outputs, rounds: Sequence[Round]) -> None:
    safe.of("calendar", rounds[-1].cluster.name, rounds[-1].label)


def _calendar(
    rounds: Sequence[Round],
    reviews: ReviewStory | None,
    today: dt.date,
    path: Path,
    safe: Outputs,
    *,
    quiet: bool = False,
) -> None:
    from maturity.core.plan import standings
    from maturity.renderers import calendar
    from maturity.report.leaving import with_names
    from maturity.text.names import names_apart

    found: Sequence[PriorityStatus] = standings([with_names(one) for one in rounds], today)
    schools = names_apart({school.id: school.name for round_ in rounds for school in round_.cluster.schools})
    content = calendar.render(rounds[-1].cluster.name, found, schools, dt.datetime.now(dt.UTC), reviews)
    if not content:
        raise UsageError("no priority has a day, so there is nothing to put into a calendar", "--edit ID --review DAY")
    safe.write({path: content})
    if not quiet:
        print_lines(f"wrote {path}")


def _show(report: Report) -> None:
    from maturity.cli.shared import print_text, width
    from maturity.renderers import terminal

    print_text(terminal.render(report, width(), terminal.glyphs_for(sys.stdout.encoding or "ascii")))
