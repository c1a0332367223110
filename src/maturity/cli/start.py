"""`maturity start`: a folder for a cluster, and in it a round that is ready for answers."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli import completion
from maturity.cli.forward import brought_forward, plan_by_now, show_changes, show_left, show_plan
from maturity.cli.kinds import kind_told, refuse_unfit, switch_kind
from maturity.cli.shared import KindOfRound, print_lines, width
from maturity.cli.subjects import refuse_no_subject, what_is_rated
from maturity.errors import InputError, MaturityError, Problem, UsageError
from maturity.text.clean import plain
from maturity.text.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from maturity.collect.starting import Dialogue, Wish
    from maturity.model import Cluster, Mode, Questionnaire

USUAL = "cluster-journey"


def start(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The cluster's folder; made if there is none.")],
    name: Annotated[str | None, typer.Option(help="Name of the cluster.")] = None,
    school: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A member school; once for each.")] = None,
    mode: Annotated[
        KindOfRound | None,
        typer.Option(
            help="named: answers are shown under the names of schools. anonymous: everybody sees how many chose each "
            "level, without school or role. confidential: only rough results, of five people or more."
        ),
    ] = None,
    label: Annotated[
        str | None,
        typer.Option(
            help="What the round is called; if not given, the year, or the school and the day that are rated."
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day of the sitting, year-month-day; else today.")
    ] = None,
    questionnaire: Annotated[
        str | None,
        typer.Option(
            "--questionnaire",
            "-q",
            metavar="ID|FILE",
            help="What to ask; if not given, as last time.",
            autocompletion=completion.questionnaires,
        ),
    ] = None,
    about: Annotated[
        str | None, typer.Option(metavar="SCHOOL", help="Which school is rated, where that is not the cluster.")
    ] = None,
    reviewed: Annotated[
        str | None, typer.Option(metavar="DAY", help="Which review of that school is rated: its day.")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Bring an unfinished priority of last time forward; all if not said."),
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Let an unfinished priority of last time go.")
    ] = None,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="Only to practise: its answers are thrown away at the next start.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Give a round that nobody has answered another kind; needs --mode.")
    ] = False,
) -> None:
    """Make a cluster's folder, or open its next round."""
    from maturity.collect.amending import day_of
    from maturity.collect.starting import Wish

    if again:
        others = {"--name": name, "--school": school, "--date": date, "--questionnaire": questionnaire}
        others |= {"--about": about, "--reviewed": reviewed, "--keep": keep, "--drop": drop}
        _again(folder, label, mode, [flag for flag, given in others.items() if given])
        return
    if rehearsal and (keep or drop):
        raise UsageError("a rehearsal leaves the plan as it is", "leave out --keep and --drop")
    wish = Wish(
        name or "",
        tuple(school or ()),
        mode.value if mode else None,
        questionnaire or "",
        about or "",
        day_of("--reviewed", reviewed) if reviewed else None,
        day_of("--date", date) if date else None,
        label or "",
    )
    settled = _Settled(rehearsal, tuple(keep or ()), tuple(drop or ()))
    missing = _missing(folder, wish)
    if not missing:
        _open(folder, wish, settled)
        return
    dialogue = _dialogue(folder, wish, rehearsal, missing)
    with _nothing_typed_twice(folder, dialogue, rehearsal):
        _open(folder, dialogue.run(), settled)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is not asked: whether people only practise, and what becomes of last time's priorities."""

    rehearsal: bool
    keep: tuple[str, ...]
    drop: tuple[str, ...]


def _open(folder: Path, wish: Wish, settled: _Settled) -> None:
    """Make the round that is wished for, and its cluster where there is none, and say what to do next."""
    from maturity import store
    from maturity.cli.sitting import command
    from maturity.folder.names import folder_name
    from maturity.folder.rounds import rounds_in_time
    from maturity.renderers.questionnaire import HEAD, render
    from maturity.report.asked import about_subject
    from maturity.store.rounds import Sitting

    rehearsal = settled.rehearsal
    day = wish.day or dt.datetime.now().date()
    if wish.label:
        _refuse_twin(folder, _label(wish.label, day, rehearsal))
    earlier = rounds_in_time(folder)[-1:]
    before = _asked_in(earlier[0]) if earlier else None
    asked = _to_ask(wish.questionnaire or None, before)
    members, kind = _members(folder, wish)
    refuse_unfit(kind, len(members.schools), asked)
    about = what_is_rated(asked, members, wish.about, wish.reviewed, day)
    label = _label(wish.label, day, rehearsal)
    if about and not wish.label and (folder / folder_name(label)).exists():
        # Several schools are reviewed in a year, and one of them may be twice.
        label = _label(f"{about.school} {about.reviewed or day}", day, rehearsal)
    _refuse_twin(folder, label)
    plan = brought_forward([] if rehearsal else earlier, asked, settled.keep, settled.drop)
    _make_cluster(folder, wish, members, kind)
    plan = plan_by_now(plan, [] if rehearsal else earlier, asked)
    opened = store.open_round(
        folder,
        members=members,
        sitting=Sitting(label, day, kind, rehearsal, about),
        questionnaire=asked,
        frozen=render(asked).removeprefix(HEAD.encode()),
        priorities=plan.carried,
    )
    shown = command(opened)
    print_lines(f"opened {opened}: {asked.title}, version {asked.version}, {_size(asked)}")
    if subject := about_subject(asked, about, members.schools):
        print_lines(f"{subject}.")
    print_lines(kind_told(kind, opened))
    _throw_away(folder, opened)
    if before:
        show_changes(before, asked, earlier[0].name)
    if earlier and not rehearsal:
        show_plan(plan, earlier[0], shown, day)
        show_left(opened)
    print_lines("\nNext:")
    steps = {
        command("maturity", "answer", opened): "one after the other, at this screen",
        command("maturity", "form", opened, "-o", "form.html"): "a form to hand round; needs no network",
        command("maturity", "collect", opened) + " FILE...": "bring answers in",
        command("maturity", "score", opened): "see where the cluster stands",
    }
    room = max(map(len, steps)) + 4
    for line, what in steps.items():
        below = f"  {line:<{room - 2}}" if room + max(map(len, steps.values())) <= width() else f"  {line}\n      "
        print_lines(f"{below}{what}")


def _missing(folder: Path, wish: Wish) -> list[str]:
    """Options without which a new cluster is not known.

    Raises:
        UsageError: something is given although the cluster has it already.
    """
    from maturity.folder.names import CLUSTER

    if (folder / CLUSTER).exists():
        if wish.name or wish.schools:
            hint = f"leave out --name and --school; if they have changed, edit {folder / CLUSTER}"
            raise UsageError("the cluster has its name and schools already", hint)
        return []
    needed = (("--name", wish.name), ("--school", wish.schools), ("--mode", wish.kind))
    return [flag for flag, given in needed if not given]


def _dialogue(folder: Path, wish: Wish, rehearsal: bool, missing: Sequence[str]) -> Dialogue:
    """What asks for all that is not known of a new cluster.

    Raises:
        UsageError: nobody can be asked, or what is given will not do.
    """
    from maturity import load_questionnaire
    from maturity.cli import sitting
    from maturity.collect.starting import Dialogue, Rules
    from maturity.readers.library import offered

    if not sys.stdin.isatty():
        hint = "for example: --name Riverside --school 'Ashfield Primary' --school 'Elm Road' --mode named"
        raise UsageError(f"the cluster is new, and nobody can be asked here for {listed(missing)}", hint)
    if wish.label:
        _refuse_twin(folder, _label(wish.label, wish.day or dt.datetime.now().date(), rehearsal))

    def describe(one: str) -> str:
        asked = load_questionnaire(one)
        return f"{asked.title}: {_size(asked)}"

    if wish.questionnaire:
        describe(wish.questionnaire)
        refuse_no_subject(load_questionnaire(wish.questionnaire), wish.about, wish.reviewed)
    if wish.name or wish.schools:
        _checked(wish.name or "-", wish.schools or ("-",))
    rules = Rules(
        cluster=_checked,
        label=lambda label: _refuse_twin(folder, _label(label, dt.date.min, rehearsal)),
        describe=describe,
        asked=load_questionnaire,
        offered=sorted(offered(), key=lambda one: (one != USUAL, one)),
        usual_label=lambda day: _label("", day, rehearsal),
        today=dt.datetime.now().date(),
    )
    return Dialogue(sitting.front(), rules, wish)


@contextmanager
def _nothing_typed_twice(folder: Path, dialogue: Dialogue, rehearsal: bool) -> Iterator[None]:
    """However a dialogue ends, what was typed in it can be used again."""
    from maturity.cli.sitting import command
    from maturity.collect.starting import flags
    from maturity.folder.names import CLUSTER

    before = dialogue.wish
    try:
        yield
    except (EOFError, KeyboardInterrupt, MaturityError, OSError) as end:
        if dialogue.wish != before:
            made = (folder / CLUSTER).exists()
            left = replace(dialogue.wish, name="", schools=()) if made else dialogue.wish
            again = command("maturity", "start", folder, *flags(left), *["--rehearsal"] * rehearsal)
            print_lines(f"\nTo go on with what you typed:\n  {again}")
        if isinstance(end, EOFError):
            hint = "answer every question, or say it with options"
            raise UsageError("the input ended before the round was known; nothing was made", hint) from None
        raise


def _refuse_twin(folder: Path, label: str) -> None:
    from maturity.folder.names import folder_name

    if not folder_name(label):
        hint = "use a few letters and digits, such as 2026 or spring-2026"
        raise UsageError(f"the label {plain(label, 40)!r} can name no folder", hint)
    place = folder / folder_name(label)
    if place.exists():
        hint = "call this one something else with --label; nothing was changed"
        what = "a round of this label" if place.is_dir() else "a file of this name"
        raise InputError(Problem(str(place), None, "", "exists", f"there is {what} already", hint))


def _asked_in(round_: Path) -> Questionnaire | None:
    from maturity.folder.names import QUESTIONNAIRE
    from maturity.readers.questionnaire import read_questionnaire

    return read_questionnaire(round_ / QUESTIONNAIRE)[0]


def _to_ask(wanted: str | None, before: Questionnaire | None) -> Questionnaire:
    """What is wanted; else today's version of what was asked before; else the usual questionnaire."""
    from maturity import load_questionnaire
    from maturity.readers.library import shipped

    if wanted is None and before and before.id not in dict(shipped()):
        return before
    return load_questionnaire(wanted or (before.id if before else USUAL))


def _members(folder: Path, wish: Wish) -> tuple[Cluster, Mode]:
    """Who belongs to a cluster, and the kind of its next round."""
    from maturity.readers.cluster import load_cluster

    if wish.kind is not None and wish.schools:
        return _checked(wish.name, wish.schools), wish.kind
    known = load_cluster(folder)
    return known, wish.kind or known.mode


def _make_cluster(folder: Path, wish: Wish, members: Cluster, kind: Mode) -> None:
    """Make a cluster's file where there is none."""
    from maturity import store

    if wish.kind is None or not wish.schools:
        return
    path = store.write_cluster(folder, members, kind)
    print_lines(f"made {path}: {listed([plain(school.name) for school in members.schools])}")


def _checked(name: str, schools: Sequence[str]) -> Cluster:
    from pydantic import ValidationError

    from maturity.model import Cluster
    from maturity.readers.table import slugs
    from maturity.source.shape import field_of, shape_faults

    ids = slugs(schools)
    if len(ids) < len(schools):
        raise UsageError("a school is named twice", "name each school once")
    rows = [{"id": one, "name": school} for one, school in zip(ids.values(), schools, strict=True)]
    data = {"name": name, "schools": rows}
    try:
        return Cluster.model_validate(data)
    except ValidationError as error:
        found = shape_faults(error, data, Cluster)
        raise InputError(Problem("", None, field_of(f.at, data), f.code, f.message, f.hint) for f in found) from None


def _size(questionnaire: Questionnaire) -> str:
    items, portraits = counted(len(questionnaire.items), "question"), counted(len(questionnaire.portrait), "portrait")
    return f"{items}, {portraits}" if questionnaire.portrait else items


def _label(label: str, day: dt.date, rehearsal: bool) -> str:
    """What a round is called; a rehearsal always says that it is one."""
    if not label:
        return f"Rehearsal {day}" if rehearsal else str(day.year)
    return label if not rehearsal or "rehearsal" in label.casefold() else f"{label} (rehearsal)"


def _again(folder: Path, label: str | None, mode: KindOfRound | None, others: Sequence[str]) -> None:
    """Give a round that is open already, and that nobody has answered, another kind.

    Raises:
        UsageError: no kind is said, or something that cannot be changed is.
        InputError: there is no such round, or somebody has answered.
    """
    from maturity.cli.sitting import command
    from maturity.folder.names import folder_name
    from maturity.folder.rounds import round_folder

    if mode is None:
        raise UsageError("--again does not say which kind the round is to be", "add --mode")
    if others:
        raise UsageError(f"--again changes only the kind of a round, not {listed(others)}", "leave the others out")
    place, _ = round_folder(folder / folder_name(label) if label else folder)
    switch_kind(place, mode.value)
    print_lines(f"changed {place}\n{kind_told(mode.value, place)}")
    print_lines(f"Forms that are out already say something else: make them again with maturity form {command(place)}")


def _throw_away(cluster: Path, opened: Path) -> None:
    """Keep what a rehearsal promised: once another round is opened, its answers are gone."""
    from maturity import store

    for place in store.throw_away_rehearsals(cluster, but=opened):
        print_lines(f"The answers of the rehearsal {place} are thrown away, as people were told.")
