"""`maturity form`: the questions for a browser, for paper, or for the form system that a school already has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli import completion
from maturity.cli.shared import Force, Output, Paper, print_lines
from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.journeys.forming import ToFill
    from maturity.model import Round


class System(StrEnum):
    """A form system that a school may have."""

    google = "google"
    microsoft = "microsoft"
    limesurvey = "limesurvey"
    kobo = "kobo"
    surveyjs = "surveyjs"


@dataclass(frozen=True, slots=True)
class FormRoute:
    """How one kind of form goes out and comes back.

    Args:
        endings: of its file, the usual one first.
        next: what to do with the file, and how answers come back; `{round}` and `{file}` are filled in.
    """

    endings: tuple[str, ...]
    next: str


WAYS = {
    "html": FormRoute(
        (".html",),
        "Next: hand {file} round by mail, on a stick or in a shared folder; it needs no network.\n"
        "Bring in what people save:\n  maturity collect {round} reply-*.json\n"
        "Type in the reply codes of those who read one out:\n  maturity enter {round}",
    ),
    "pdf": FormRoute(
        (".pdf",),
        "Next: print it on both sides, one for each person. Key the answers in:\n  maturity enter {round}",
    ),
    "docx": FormRoute(
        (".docx",),
        "Next: print it on both sides, one for each person. Key the answers in:\n  maturity enter {round}",
    ),
    "google": FormRoute(
        (".gs", ".txt", ".js"),
        "Next: open script.google.com, start a new project, paste all of {file} into it and press Run.\n"
        "Later link the responses to a sheet, download it as CSV, and:\n  maturity collect {round} responses.csv",
    ),
    "microsoft": FormRoute(
        (".docx",),
        "Next: on forms.office.com choose Quick import, give it {file}, and choose Form; look through what it made.\n"
        "Later open the results in Excel, and:\n  maturity collect {round} responses.xlsx",
    ),
    "limesurvey": FormRoute(
        (".txt", ".tsv"),
        "Next: in LimeSurvey choose Create survey, Import, and give it {file}.\n"
        "Later export as CSV with question code and question text, full answers, and:\n"
        "  maturity collect {round} results.csv",
    ),
    "kobo": FormRoute(
        (".xlsx",),
        "Next: in KoboToolbox or ODK Central choose New form, upload, and give it {file}.\n"
        "Later download the data as CSV or XLSX with XML values, and:\n  maturity collect {round} data.csv",
    ),
    "surveyjs": FormRoute(
        (".json",),
        "Next: in Survey Creator open the JSON tab and paste all of {file} over what is there.\n"
        "Later export a table with one column a question name, and:\n  maturity collect {round} results.csv",
    ),
}
BY_ENDING = ("html", "pdf", "docx")
ON_PAPER = ("pdf", "docx")


def form(
    round_: Annotated[
        Path,
        typer.Argument(
            metavar="ROUND|QUESTIONNAIRE",
            help="A round's folder, or the cluster's; a YAML round; or a questionnaire (ID or FILE), for a preview.",
            autocompletion=completion.rounds_and_questionnaires,
        ),
    ],
    output: Output,
    system: Annotated[
        System | None,
        typer.Option(
            "--for",
            help="Write it for a form system. google (.gs): a script that builds the form. microsoft (.docx): for "
            "Quick import. limesurvey (.txt): for Import. kobo (.xlsx): an XLSForm, also for ODK. surveyjs (.json).",
        ),
    ] = None,
    looking_back: Annotated[
        bool, typer.Option("--looking-back", help="Also ask how it was at the time of the last round (.html only).")
    ] = False,
    paper: Annotated[Paper | None, typer.Option(help="Size of a paper ballot; a4 if not given.")] = None,
    force: Force = False,
) -> None:
    """Write a form: a web page, paper, or for a form system.

    The ending says which. .html: one file that works in any browser, without a server or network. .pdf, .docx: a
    paper ballot. A questionnaire without a cluster is written as a preview, whose answers cannot be handed in.
    """
    from maturity.journeys.ask import Ask
    from maturity.journeys.forming import to_fill
    from maturity.journeys.outputs import outputs
    from maturity.model import Preview

    kind = _kind(output, system)
    safe = outputs([output], Ask(force=force), round_)
    _refuse_misfits(kind, looking_back, paper)
    made = to_fill(round_)
    next_ = _next(kind, made, round_, output)
    for remark in made.remarks:
        typer.echo(remark)
    known = made.round_
    earlier = _label_before(made.folder, round_) if looking_back else None
    safe.of("form", known.cluster.name, known.label, *[known.questionnaire.id] * isinstance(known, Preview))
    safe.write({output: _built(kind, known, earlier, paper or Paper.a4)})
    print_lines(f"wrote {output}\n{next_}")


def _next(kind: str, made: ToFill, given: Path, output: Path) -> str:
    """What to do with the form, in commands that can be typed as they stand.

    Raises:
        UsageError: no answers could ever come back to a round of this kind.
    """
    from maturity.cli.kinds import with_options
    from maturity.cli.sitting import command
    from maturity.collect.starting import Wish, flags
    from maturity.folder.names import ROUND, folder_name
    from maturity.journeys.offering import refuse_unfit
    from maturity.journeys.places import place_for
    from maturity.model import SMALLEST_CELL, Preview
    from maturity.text.clean import plain

    known = made.round_
    if made.folder is not None:
        return WAYS[kind].next.format(round=command(made.folder), file=output)
    if isinstance(known, Preview):
        ask = command("maturity", "start", place_for(Path(), known.questionnaire.id), "-q", made.asked)
        told = "It is a preview with example schools: its answers cannot be handed in. To ask people:"
        return f"{told}\n  {ask}"
    with with_options():
        refuse_unfit(known.mode, len(known.cluster.schools), known.questionnaire)
    folder = place_for(Path(), known.cluster.name)
    round_ = folder / folder_name(known.label)
    schools = tuple(school.name for school in known.cluster.schools)
    about = known.subject_of
    school, reviewed = ("", None) if about is None else (about.school, about.reviewed)
    wish = Wish(known.cluster.name, schools, known.mode, made.asked, school, reviewed, known.date, known.label)
    lines = [
        f"{plain(str(given))} takes no more answers; a folder does, and the form fits the one that this makes:",
        f"  {command('maturity', 'start', folder, *flags(wish))}",
        WAYS[kind].next.format(round=command(round_), file=output),
    ]
    if known.mode != "named" and known.smallest_cell > SMALLEST_CELL:
        said = f"smallest_cell: {known.smallest_cell}"
        lines.insert(2, f"Then write {said} into {round_ / ROUND}, since the form promises that.")
    return "\n".join(lines)


def _kind(output: Path, system: System | None) -> str:
    """What to write: for a system, or else as the ending says.

    Raises:
        UsageError: the two do not fit together, or the ending says nothing.
    """
    ending = output.suffix.lower()
    if system is not None:
        endings = WAYS[system].endings
        if ending not in endings:
            hint = f"for example -o {output.stem or 'form'}{endings[0]}"
            raise UsageError(f"{output}: a form for {system} is a file that ends in {' or '.join(endings)}", hint)
        return system.value
    kind = ending.removeprefix(".")
    if kind in BY_ENDING:
        return kind
    fitting = [name for name in System if ending in WAYS[name].endings]
    said = f"the ending {ending!r}" if ending else "a name without an ending"
    hint = f"end the name in .{', .'.join(BY_ENDING)}"
    hint += f", or add --for {' or --for '.join(fitting)}" if fitting else "; for a form system add --for"
    raise UsageError(f"{output}: {said} does not say which form to write", hint)


def _refuse_misfits(kind: str, looking_back: bool, paper: Paper | None) -> None:
    if looking_back and kind != "html":
        raise UsageError("only the web page can ask about the time before", "leave out --looking-back, or write .html")
    if paper is not None and kind not in ON_PAPER:
        raise UsageError("only a paper ballot has a size of paper", "leave out --paper, or write .pdf or .docx")


def _label_before(folder: Path | None, given: Path) -> str:
    """The label of the round before one.

    Args:
        folder: of that one; None where it has none.
        given: what was named instead.

    Raises:
        UsageError: there is none.
    """
    from maturity import load_round
    from maturity.folder.rounds import round_before

    earlier = round_before(folder) if folder else None
    if earlier is None:
        hint = f"there is no round before {folder or given}; leave out --looking-back"
        raise UsageError("there is nothing to look back to", hint)
    return load_round(earlier).label


def _built(kind: str, round_: Round, earlier: str | None, paper: Paper) -> bytes:
    from maturity.collect import forms, webform

    if kind == "html":
        return webform.build(round_, earlier)
    return forms.build(kind, round_, paper=paper.value)
