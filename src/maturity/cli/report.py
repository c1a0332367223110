"""`maturity report`: where we stand, why, how and what, in the formats that people hand on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli import completion
from maturity.cli.closing import AgainFlag, CloseFlag, QuotesFlag, closing
from maturity.cli.shared import (
    SEED,
    Force,
    Paper,
    QuestionnaireName,
    SchoolsAre,
    SchoolsOption,
    Seed,
    TableKind,
    ThemeName,
    made,
    remarked,
)
from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.journeys.ask import Template


class For(StrEnum):
    """How deep a report goes."""

    heads = "heads"
    staff = "staff"
    governors = "governors"


Outputs = Annotated[
    list[Path],
    typer.Option("--output", "-o", metavar="FILE", help="File to write ({formats}); give it again for another format."),
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
            help="A round; or a cluster's folder: its last round, and what changed.",
            autocompletion=completion.rounds,
        ),
    ],
    output: Outputs,
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
) -> None:
    """Write the report as a page, PDF, Word, slides or Excel.

    HTML is one file that needs nothing else; Markdown has its charts beside it. PowerPoint and Excel have their own
    selection, so audience and sections do not touch them.
    """
    from maturity.journeys.ask import Ask
    from maturity.journeys.story import write_reports

    ask = Ask(
        questionnaire=questionnaire,
        schools=schools.value,
        seed=seed,
        theme=theme,
        paper=paper.value,
        templates=_templates(template or [], output),
        tell=remarked,
        made=made,
        force=force,
        kind=kind.value if kind else None,
        close=closing(close, quotes),
        again=publish_again,
    )
    write_reports([round_], output, ask, audience.value, _chapters(sections))


def _chapters(sections: str | None) -> list[str]:
    from maturity.report.contents import CHAPTERS

    wanted = [name.strip().lower() for name in (sections or "").split(",") if name.strip()]
    if sections is not None and not wanted:
        raise UsageError("--sections names no chapter", f"name some of: {', '.join(CHAPTERS)}")
    return wanted


def _templates(paths: list[Path], outputs: list[Path]) -> dict[str, Template]:
    """The templates by their format.

    Raises:
        InputError: a file is not there, or cannot be used.
        UsageError: nothing is written in that format, or there are two templates for it.
    """
    from maturity.journeys.ask import Template, format_meant
    from maturity.readers.template import TEMPLATES, load_template
    from maturity.renderers.registry import SHIPPED, endings

    kinds = [format_meant(path, endings()) for path in outputs]
    taken = [ending for ending, form in SHIPPED.items() if "template" in form.options]
    given: dict[str, Path] = {}
    for path in paths:
        ending = format_meant(path, [*taken, *TEMPLATES])
        kind = TEMPLATES.get(ending, ending)
        if kind not in kinds:
            raise UsageError(
                f"{path}: no .{kind} is written, so that this template is of no use", f"add -o FILE.{kind}"
            )
        if kind in given:
            raise UsageError(f"{path}: there is a template for .{kind} already: {given[kind]}", "give one of them")
        given[kind] = path
    return {kind: Template(path, load_template(path)) for kind, path in given.items()}
