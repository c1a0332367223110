"""`maturity report`: where we stand, why, how and what, in the formats that people hand on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli import completion
from maturity.cli.closing import AgainFlag, CloseFlag, QuotesFlag, closing
from maturity.cli.shared import (
    SEED,
    AsOf,
    Force,
    Paper,
    QuestionnaireName,
    SchoolsAre,
    SchoolsOption,
    Seed,
    TableKind,
    ThemeName,
    day_typed,
    made,
    print_lines,
    remarked,
)
from maturity.errors import InputError, UsageError
from maturity.text.clean import plain

if TYPE_CHECKING:
    from maturity.journeys.ask import Ask, Template
    from maturity.journeys.many import Reported, Wanted


class For(StrEnum):
    """How deep a report goes."""

    heads = "heads"
    staff = "staff"
    governors = "governors"


Outputs = Annotated[
    list[Path],
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="File to write ({formats}); give it again for another format. With --as: a folder, or one .zip.",
    ),
]
Endings = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="ENDING,ENDING...",
        help="Of every cluster in FOLDER, a report in each of these formats, such as pdf,pptx, into the folder -o.",
    ),
]
Sections = Annotated[
    str | None,
    typer.Option(
        metavar="ID,ID...",
        help="Only these chapters, such as standing,spread,priorities.",
        autocompletion=completion.sections,
    ),
]
Templates = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Your own .docx, .dotx, .pptx or .potx, whose styles, pages or slides are used."),
]


def report(
    round_: Annotated[
        Path,
        typer.Argument(
            metavar="ROUND|FOLDER",
            help="A round; or a cluster's folder: its last round, and what changed. With --as: also a folder of these.",
            autocompletion=completion.rounds,
        ),
    ],
    output: Outputs,
    as_: Endings = None,
    audience: Annotated[
        For, typer.Option(help="heads: one page. staff: what a meeting needs. governors: everything, with appendix.")
    ] = For.governors,
    sections: Sections = None,
    theme: ThemeName = "standard",
    template: Templates = None,
    paper: Annotated[Paper, typer.Option(help="Paper of PDF and Word.")] = Paper.a4,
    questionnaire: QuestionnaireName = None,
    schools: SchoolsOption = SchoolsAre.fixed,
    seed: Seed = SEED,
    force: Force = False,
    kind: TableKind = None,
    close: CloseFlag = False,
    quotes: QuotesFlag = False,
    publish_again: AgainFlag = False,
    date: AsOf = None,
) -> None:
    """Write the report as a page, PDF, Word, slides or Excel.

    HTML is one file that needs nothing else; Markdown has its charts beside it. PowerPoint and Excel have their own
    selection, so audience and sections do not touch them. Every place is looked at before anything is made: without a
    folder, or with something of somebody else's there, nothing is written. A format that cannot be made after that
    stops no other.

    A folder is a cluster's if cluster.yaml, round.yaml or folders of rounds lie in it. With --as, any other stands for
    the clusters in it: each folder of one, and each YAML file of a round, gets files of its own name.
    """
    from maturity.journeys.ask import Ask
    from maturity.journeys.many import Wanted, refuse_many
    from maturity.journeys.story import write_reports

    kinds = _kinds(as_, output, {"--close": close, "--quotes": quotes, "--publish-again": publish_again})
    ask = Ask(
        questionnaire=questionnaire,
        schools=schools.value,
        seed=seed,
        theme=theme,
        paper=paper.value,
        templates=_templates(template or [], kinds),
        tell=remarked,
        made=made,
        force=force,
        kind=kind.value if kind else None,
        close=closing(close, quotes),
        again=publish_again,
        date=day_typed(date),
    )
    if as_ is not None:
        _many(round_, output[0], Wanted(tuple(kinds), audience.value, tuple(_chapters(sections))), ask)
        return
    refuse_many(round_, ask)
    write_reports([round_], output, ask, audience.value, _chapters(sections))


def _kinds(said: str | None, outputs: list[Path], closing: dict[str, bool]) -> list[str]:
    """The formats to write.

    Raises:
        UsageError: there is no such format, or what else was said does not go with reports of many clusters.
    """
    from maturity.journeys.ask import format_meant
    from maturity.journeys.many import kinds_meant
    from maturity.renderers.registry import endings

    if said is None:
        return [format_meant(path, endings()) for path in outputs]
    kinds = kinds_meant(said)
    if len(outputs) > 1 or outputs[0].suffix.lower().removeprefix(".") in endings():
        raise UsageError("with --as, -o is the one folder that all files go to", "-o FOLDER, or -o FILE.zip")
    for flag in (flag for flag, given in closing.items() if given):
        hint = "close each by itself: maturity score ROUND --close"
        raise UsageError(f"{flag} is for one round, and --as may stand for many", hint)
    return list(kinds)


def _many(folder: Path, into: Path, wanted: Wanted, ask: Ask) -> None:
    """Write the reports of many clusters; where people look on, with a bar.

    Raises:
        InputError: some could not be made, each with its reason.
    """
    from maturity.journeys.many import ARCHIVE, report_many
    from maturity.text.words import counted

    done: list[Reported] = []
    stood = into.exists()
    with _progress(done) as hear:
        try:
            report_many(folder, into, wanted, ask, hear)
        except KeyboardInterrupt:
            so_far = f"{len(done)} of {counted(done[0].of, 'cluster')}" if done else "no cluster"
            kept = "what is written is whole"
            if into.suffix.lower() == ARCHIVE:
                kept = "the archive holds them" if any(one.files for one in done) else "no archive is written"
                kept += ", and what was in it before" if stood and any(one.files for one in done) else ""
            print_lines(f"maturity: stopped: {so_far} done, {kept}", err=True)
            raise
    files = [path for one in done for path in one.files]
    whole = [one for one in done if not one.problems]
    print_lines(
        f"wrote {counted(len(files), 'file')} into {into}: {len(whole)} of {counted(len(done), 'cluster')} reported"
    )
    waiting = [one.name for one in done if one.is_open]
    if waiting:
        print_lines(f"not reported, since their rounds are open: {', '.join(waiting)}", err=True)
    problems = tuple(dict.fromkeys(problem for one in done for problem in one.problems))
    if problems:
        raise InputError(problems)


@contextmanager
def _progress(done: list[Reported]) -> Iterator[Callable[[Reported], None]]:
    """What hears of each cluster: a line for each, or on a terminal a bar."""
    if not sys.stderr.isatty():

        def say(one: Reported) -> None:
            done.append(one)
            print_lines(f"{one.number} of {one.of}: {plain(one.name)}: {_became(one)}", err=True)

        yield say
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reports", total=None)

        def move(one: Reported) -> None:
            done.append(one)
            bar.update(task, total=one.of, completed=one.number, description=plain(one.name, 40))

        yield move


def _became(one: Reported) -> str:
    said = [", ".join(path.name for path in one.files if path.stem == one.name)] if one.files else []
    said += ["not reported, its round is open"] if one.is_open else ["failed"] if one.problems else []
    return "; ".join(said)


def _chapters(sections: str | None) -> list[str]:
    from maturity.report.contents import CHAPTERS

    wanted = [name.strip().lower() for name in (sections or "").split(",") if name.strip()]
    if sections is not None and not wanted:
        raise UsageError("--sections names no chapter", f"name some of: {', '.join(CHAPTERS)}")
    return wanted


def _say_misplaced(template: Template) -> None:
    """Say where a presentation has no whole place for text."""
    from maturity.renderers.powerpoint.misplaced import misplaced

    assert isinstance(template.content, bytes)
    # What the library stumbles over is said where the presentation is made.
    with suppress(Exception):
        for said in misplaced(template.content):
            remarked(f"{template.path}: {said}")


def _templates(paths: list[Path], kinds: list[str]) -> dict[str, Template]:
    """The templates by their format; one that cannot be used keeps no other format from being written.

    Raises:
        UsageError: nothing is written in that format, or there are two templates for it.
    """
    from maturity.journeys.ask import Template, format_meant
    from maturity.readers.template import TEMPLATES, load_template
    from maturity.renderers.registry import SHIPPED

    taken = [ending for ending, form in SHIPPED.items() if "template" in form.options]
    given: dict[str, Template] = {}
    for path in paths:
        ending = format_meant(path, [*taken, *TEMPLATES])
        kind = TEMPLATES.get(ending, ending)
        if kind not in kinds:
            raise UsageError(
                f"{path}: no .{kind} is written, so that this template is of no use", f"add -o FILE.{kind}"
            )
        if kind in given:
            raise UsageError(f"{path}: there is a template for .{kind} already: {given[kind].path}", "give one of them")
        try:
            given[kind] = Template(path, load_template(path))
        except InputError as error:
            given[kind] = Template(path, error)
            continue
        if kind == "pptx":
            _say_misplaced(given[kind])
    return given
