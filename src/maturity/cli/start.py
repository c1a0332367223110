"""`maturity start`: a folder for a cluster, and in it a round that is ready for answers."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli import completion
from maturity.cli.forward import show_changes, show_plan
from maturity.cli.kinds import kind_told, with_options
from maturity.cli.shared import KindOfRound, print_lines, width
from maturity.cli.subjects import rated_as_asked
from maturity.errors import InputError, MaturityError, UsageError
from maturity.text.clean import plain
from maturity.text.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from maturity.collect.starting import Dialogue, Wish
    from maturity.journeys.opening import Opened
    from maturity.model import Cluster

FLAGS = {"name": "--name", "schools": "--school", "kind": "--mode"}
"""Fields of a wish that a new cluster cannot do without, and the options for them."""


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
            help="What the round is called; if not given, the year, or the school and the day that it is about."
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
        str | None, typer.Option(metavar="SCHOOL", help="Which school it is about, where that is not the cluster.")
    ] = None,
    reviewed: Annotated[
        str | None, typer.Option(metavar="DAY", help="Which review of that school it is about: its day.")
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
    from maturity.journeys import opening

    if again:
        others = {"--name": name, "--school": school, "--date": date, "--questionnaire": questionnaire}
        others |= {"--about": about, "--reviewed": reviewed, "--keep": keep, "--drop": drop}
        _again(folder, label, mode, [flag for flag, given in others.items() if given])
        return
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
    way = opening.OnTheWay(
        rated=rated_as_asked, ask=input if sys.stdin.isatty() else None, say=print_lines, made=_made_cluster
    )
    go = partial(opening.open_round, folder, rehearsal=rehearsal, keep=keep or (), drop=drop or (), way=way)
    with with_options():
        missing = opening.lacking(folder, wish)
        if not missing:
            _show(go(wish))
            return
        dialogue = _dialogue(folder, wish, rehearsal, [FLAGS[field] for field in missing])
        with _nothing_typed_twice(folder, dialogue, rehearsal):
            _show(go(dialogue.run()))


def _made_cluster(path: Path, members: Cluster) -> None:
    print_lines(f"made {path}: {listed([plain(school.name) for school in members.schools_apart])}")


def _show(opened: Opened) -> None:
    """Say what was opened, and what to do next.

    Raises:
        InputError: something could not be done once the round was there.
    """
    from maturity.cli.sitting import command
    from maturity.journeys.offering import size_in_words

    path, asked = opened.path, opened.asked
    print_lines(f"opened {path}: {asked.title}, version {asked.version}, {size_in_words(asked)}")
    if opened.subject:
        print_lines(f"{opened.subject}.")
    print_lines(kind_told(opened.kind, path))
    for remark in opened.remarks:
        print_lines(remark)
    if opened.last:
        show_changes(opened, opened.last.name)
        show_plan(opened, opened.last, command(path))
    print_lines("\nNext:")
    steps = {
        command("maturity", "answer", path): "one after the other, at this screen",
        command("maturity", "form", path, "-o", "form.html"): "a form to hand round; needs no network",
        command("maturity", "collect", path) + " FILE...": "bring answers in",
        command("maturity", "score", path): "see where the cluster stands",
    }
    room = max(map(len, steps)) + 4
    for line, what in steps.items():
        below = f"  {line:<{room - 2}}" if room + max(map(len, steps.values())) <= width() else f"  {line}\n      "
        print_lines(f"{below}{what}")
    if opened.problems:
        raise InputError(opened.problems)


def _dialogue(folder: Path, wish: Wish, rehearsal: bool, missing: Sequence[str]) -> Dialogue:
    """What asks for all that is not known of a new cluster.

    Raises:
        UsageError: nobody can be asked, or what is given will not do.
    """
    from maturity import load_questionnaire
    from maturity.cli import sitting
    from maturity.collect.starting import Dialogue, Rules
    from maturity.journeys import offering
    from maturity.journeys.places import label_for, refuse_twin
    from maturity.readers.cluster import members_named

    if not sys.stdin.isatty():
        hint = "for example: --name Riverside --school 'Ashfield Primary' --school 'Elm Road' --mode named"
        raise UsageError(f"the cluster is new, and nobody can be asked here for {listed(missing)}", hint)

    def describe(one: str) -> str:
        asked = load_questionnaire(one)
        return f"{asked.title}: {offering.size_in_words(asked)}"

    today = dt.datetime.now().date()
    if wish.label:
        refuse_twin(folder, label_for(wish.label, wish.day or today, rehearsal=rehearsal))
    if wish.questionnaire:
        offering.refuse_no_subject(load_questionnaire(wish.questionnaire), wish)
    if wish.name or wish.schools:
        members_named(wish.name or "-", wish.schools or ("-",))
    rules = Rules(
        cluster=members_named,
        label=lambda label: refuse_twin(folder, label_for(label, today, rehearsal=rehearsal)),
        describe=describe,
        asked=load_questionnaire,
        offered=offering.ids_offered(),
        usual_label=lambda day: label_for("", day, rehearsal=rehearsal),
        today=today,
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


def _again(folder: Path, label: str | None, mode: KindOfRound | None, others: Sequence[str]) -> None:
    """Give a round that is open already, and that nobody has answered, another kind.

    Raises:
        UsageError: no kind is said, or something that cannot be changed is.
        InputError: there is no such round, or somebody has answered.
    """
    from maturity.cli.sitting import command
    from maturity.folder.names import folder_name
    from maturity.folder.rounds import round_folder
    from maturity.journeys.opening import on_a_drive, switch_kind

    if mode is None:
        raise UsageError("--again does not say which kind the round is to be", "add --mode")
    if others:
        raise UsageError(f"--again changes only the kind of a round, not {listed(others)}", "leave the others out")
    place, _ = round_folder(folder / folder_name(label) if label else folder)
    with with_options():
        switch_kind(place, mode.value)
    print_lines(f"changed {place}\n{kind_told(mode.value, place)}")
    if shared := on_a_drive(place):
        print_lines(shared)
    print_lines(f"Forms that are out already say something else: make them again with maturity form {command(place)}")
