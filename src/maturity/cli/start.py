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
from maturity.cli.kinds import kind_told, refuse_too_few, switch_kind
from maturity.cli.shared import KindOfRound, print_lines, width
from maturity.errors import InputError, MaturityError, Problem, UsageError
from maturity.text.clean import plain
from maturity.text.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from maturity.collect.planning import CarryForward
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
            help="named: ratings are shown under the names of schools. anonymous: everybody sees how many chose each "
            "level, without school or role. confidential: only rough results, of five people or more."
        ),
    ] = None,
    label: Annotated[str | None, typer.Option(help="What the round is called; the year if not given.")] = None,
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
        others = {"--name": name, "--school": school, "--date": date, "--questionnaire": questionnaire, "--keep": keep}
        _again(folder, label, mode, [flag for flag, given in {**others, "--drop": drop}.items() if given])
        return
    if rehearsal and (keep or drop):
        raise UsageError("a rehearsal leaves the plan as it is", "leave out --keep and --drop")
    day = day_of("--date", date) if date else None
    kind: Mode | None = mode.value if mode else None
    wish = Wish(name or "", tuple(school or ()), kind, questionnaire or "", day, label or "")
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
    from maturity.folder.rounds import rounds_in_time
    from maturity.renderers.questionnaire import HEAD, render
    from maturity.store.rounds import Sitting

    rehearsal = settled.rehearsal
    day = wish.day or dt.datetime.now().date()
    label = _label(wish.label, day, rehearsal)
    _refuse_twin(folder, label)
    earlier = rounds_in_time(folder)[-1:]
    before = _asked_in(earlier[0]) if earlier else None
    asked = _to_ask(wish.questionnaire or None, before)
    plan = _brought_forward([] if rehearsal else earlier, asked, settled.keep, settled.drop)
    members, kind = _made_cluster(folder, wish)
    refuse_too_few(kind, len(members.schools))
    plan = _as_it_stands(plan, [] if rehearsal else earlier, asked)
    opened = store.open_round(
        folder,
        members=members,
        sitting=Sitting(label, day, kind, rehearsal),
        questionnaire=asked,
        frozen=render(asked).removeprefix(HEAD.encode()),
        priorities=plan.carried,
    )
    shown = command(opened)
    print_lines(f"opened {opened}: {asked.title}, version {asked.version}, {_size(asked)}")
    print_lines(kind_told(kind, opened))
    _throw_away(folder, opened)
    if before:
        _show_changes(before, asked, earlier[0].name)
    if earlier and not rehearsal:
        _show_plan(plan, earlier[0], shown, day)
        _show_left(opened)
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
    if wish.name or wish.schools:
        _checked(wish.name or "-", wish.schools or ("-",))
    rules = Rules(
        cluster=_checked,
        label=lambda label: _refuse_twin(folder, _label(label, dt.date.min, rehearsal)),
        describe=describe,
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


def _made_cluster(folder: Path, wish: Wish) -> tuple[Cluster, Mode]:
    """Who belongs to a cluster, and the kind of its next round; its file is made where there is none."""
    from maturity import store
    from maturity.readers.cluster import load_cluster

    if wish.kind is None or not wish.schools:
        known = load_cluster(folder)
        return known, wish.kind or known.mode
    cluster = _checked(wish.name, wish.schools)
    refuse_too_few(wish.kind, len(wish.schools))
    path = store.write_cluster(folder, cluster, wish.kind)
    print_lines(f"made {path}: {listed([plain(school.name) for school in cluster.schools])}")
    return cluster, wish.kind


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


def _show_changes(before: Questionnaire, asked: Questionnaire, last: str) -> None:
    from maturity.core.changes import asked_by_id, changes
    from maturity.readers.library import earlier

    found = changes(before, asked)
    if not found:
        print_lines(f"The questions are the same as in {last}.")
        return
    print_lines(f"What has changed since {last}:")
    for words, names, source in (
        ("new", found.added, asked),
        ("no longer asked", found.dropped, before),
        ("worded differently", found.reworded, asked),
        ("asked of others, or counted differently", found.recounted, asked),
    ):
        if names:
            print_lines(f"  {words}:")
        for name in names:
            print_lines(f"    {name:<{max(map(len, names))}}  {plain(asked_by_id(source)[name].short)}")
    kept = earlier(before.id, before.version)
    if kept is not None and before.version != asked.version:
        print_lines(f"To go on with version {plain(before.version)}, start it with --questionnaire {kept} instead.")


def _brought_forward(
    earlier: Sequence[Path], asked: Questionnaire, keep: Sequence[str], drop: Sequence[str]
) -> CarryForward:
    """What becomes of the unfinished priorities of the last round; nothing is written yet.

    Raises:
        UsageError: a flag names none of them.
    """
    from maturity.collect import planning
    from maturity.readers.round import read_round

    known, problems = read_round(earlier[0]) if earlier else (None, [])
    if known is None and problems:
        print_lines(f"The plan of {earlier[0].name} cannot be read, so nothing of it is brought forward:")
        for problem in problems:
            print_lines(f"  {plain(str(problem))}")
    return planning.carry(
        known, asked, keep=keep, drop=drop, ask=input if sys.stdin.isatty() else None, say=print_lines
    )


def _as_it_stands(plan: CarryForward, earlier: Sequence[Path], asked: Questionnaire) -> CarryForward:
    """The plan of the last round as it is by now, with what was decided on it.

    Raises:
        InputError: somebody has changed it meanwhile so that it cannot be read; no round was opened.
    """
    from maturity.collect import planning
    from maturity.readers.round import read_round

    known, problems = read_round(earlier[0]) if earlier else (None, [])
    if known is None and (plan.carried or plan.dropped):
        raise InputError(problems)
    return planning.as_it_stands(plan, known, asked) if known is not None else plan


def _show_plan(plan: CarryForward, last: Path, opened: str, today: dt.date) -> None:
    """Say what was brought forward, and write down in the last round what was let go."""
    from maturity import store
    from maturity.collect import planning
    from maturity.core.plan import impact_due, too_many
    from maturity.text.words import day

    if plan.carried:
        print_lines(f"Brought forward from {last.name}, unfinished:")
    for one in plan.carried:
        due = impact_due(one)
        passed = f"; its impact was due on {day(due)}, so agree on new days" if due and due < today else ""
        print_lines(f"  {plain(one.title)} ({one.id}){passed}")
        for lost in plan.lost.get(one.id, ()):
            print_lines(f"    {plain(lost)} is not asked about any more; it should move that no longer")
    if plan.carried:
        print_lines(f"  To change one: maturity plan {opened} --edit ID; to let one go: --drop ID")
    if too_many(plan.carried):
        print_lines("  These are more than three; let one go.")
    if plan.dropped:
        store.change_priorities(last, lambda record: planning.let_all_go(plan, record, today))
        print_lines(f"Let go, and written down in {last.name}:")
        for one in plan.dropped:
            print_lines(f"  {plain(one.title)} ({one.id})")


def _show_left(opened: Path) -> None:
    """Say which priorities were brought forward that count on a school that has left."""
    from maturity.readers.roster import leaving
    from maturity.readers.round import read_round
    from maturity.report.leaving import has_left

    round_ = read_round(opened)[0]
    for one, text in leaving(round_, opened) if round_ else ():
        counts = f"{plain(one.title)} ({one.id}) still counts on {plain(has_left(text))}"
        print_lines(f"  {counts}: name another with --support or --owner")


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
