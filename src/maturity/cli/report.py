"""`maturity report`: where we stand, why, how and what, in the formats that people hand on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from maturity.cli.shared import (
    SEED,
    Force,
    Paper,
    QuestionnaireName,
    Schools,
    SchoolsAre,
    Seed,
    ThemeName,
    kind_of,
    outputs,
)
from maturity.cli.story import FORMATS, Template
from maturity.errors import UsageError


class For(StrEnum):
    """How deep a report goes."""

    heads = "heads"
    staff = "staff"
    governors = "governors"


Outputs = Annotated[
    list[Path],
    typer.Option("--output", "-o", metavar="FILE", help="File to write; give it again for another format."),
]
Sections = Annotated[
    str | None, typer.Option(metavar="ID,ID...", help="Only these chapters, such as standing,spread,priorities.")
]
Templates = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Your own .docx or .pptx, whose styles, pages or slides are used."),
]


def report(
    round_: Annotated[
        Path,
        typer.Argument(
            metavar="ROUND|FOLDER", help="A round; or a cluster's folder: its last round, and what changed."
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
    schools: Schools = SchoolsAre.fixed,
    seed: Seed = SEED,
    force: Force = False,
) -> None:
    """Write the report as a page, PDF, Word, slides or Excel.

    HTML is one file that needs nothing else; Markdown has its charts beside it. PowerPoint and Excel have their own
    selection, so audience and sections do not touch them.
    """
    write([round_], output, audience, sections, theme, template, paper, questionnaire, schools, seed, force=force)


def write(
    rounds: list[Path],
    going: list[Path],
    audience: For,
    sections: str | None,
    theme: str,
    templates: list[Path] | None,
    paper: Paper,
    questionnaire: str | None,
    schools: SchoolsAre,
    seed: int,
    same: Path | None = None,
    *,
    must_compare: bool = False,
    force: bool = False,
) -> None:
    """Write every file that is asked for from one reading."""
    from maturity.charts.style import font_note
    from maturity.cli.story import content, read_story
    from maturity.readers.theme import theme_files

    kinds = [kind_of(path, FORMATS) for path in going]
    safe = outputs(going, *rounds, *theme_files(theme), *(templates or []), questionnaire, same, force=force)
    given = _templates(templates or [], kinds)
    chapters = _chapters(sections)
    story = read_story(rounds, questionnaire, seed, schools, theme, same, must_compare=must_compare, safe=safe)
    if story.incomparable:
        typer.echo(f"maturity: no comparison with earlier rounds: {story.incomparable}", err=True)
    composed = story.report(audience.value, chapters)
    made: dict[Path, bytes] = {}
    for path, kind in zip(going, kinds, strict=True):
        made |= content(story, path, composed, paper=paper.value, template=given.get(kind))
    for one in safe.write(made):
        typer.echo(f"wrote {one}")
    note = font_note(story.theme)
    if note is not None:
        typer.echo(f"maturity: {note}", err=True)


def _chapters(sections: str | None) -> list[str]:
    """The chapters that are asked for.

    Raises:
        UsageError: there is no such chapter.
    """
    from maturity.report.compose import CHAPTERS
    from maturity.text.names import suggestion

    if sections is None:
        return []
    wanted = [name.strip().lower() for name in sections.split(",") if name.strip()]
    if not wanted:
        raise UsageError("--sections names no chapter", f"name some of: {', '.join(CHAPTERS)}")
    for name in wanted:
        if name not in CHAPTERS:
            raise UsageError(f"{name!r} is no chapter of a report", suggestion(name, list(CHAPTERS)))
    return wanted


def _templates(paths: list[Path], kinds: list[str]) -> dict[str, Template]:
    """The templates by their format.

    Raises:
        InputError: a file is not there, or cannot be used.
        UsageError: nothing is written in that format, or there are two templates for it.
    """
    from maturity.readers.template import load_template

    given: dict[str, Path] = {}
    for path in paths:
        kind = kind_of(path, ("docx", "pptx"))
        if kind not in kinds:
            raise UsageError(
                f"{path}: no .{kind} is written, so that this template is of no use", f"add -o FILE.{kind}"
            )
        if kind in given:
            raise UsageError(f"{path}: there is a template for .{kind} already: {given[kind]}", "give one of them")
        given[kind] = path
    return {kind: Template(path, load_template(path)) for kind, path in given.items()}
