"""`maturity questionnaire`: list, show, check, copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maturity.cli import completion
from maturity.cli.shared import Force, ShapeToBegin, print_lines
from maturity.errors import InputError, Problem, UsageError
from maturity.text.words import counted

app = typer.Typer(
    help="List, show, check and copy questionnaires.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
USUAL = "cluster-journey"
"""What is copied if nothing is named."""
Name = Annotated[
    str,
    typer.Argument(
        metavar="ID|FILE",
        help="Id of a shipped questionnaire, or a YAML file.",
        autocompletion=completion.questionnaires,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command("list")
def list_() -> None:
    """List the shipped questionnaires."""
    from maturity import load_questionnaire
    from maturity.readers.library import shipped
    from maturity.report.catalogue import in_brief

    for name, _ in shipped():
        one = load_questionnaire(name)
        typer.echo(f"{name}  {one.title}, version {one.version}: {in_brief(one)}")


@app.command()
def show(name: Name, json: AsJson = False) -> None:
    """Show what a questionnaire asks."""
    from maturity import load_questionnaire

    questionnaire = load_questionnaire(name)
    if json:
        from maturity.renderers import questionnaire_json

        typer.echo(questionnaire_json.render(questionnaire), nl=False)
        return
    import sys

    from maturity.cli import shared
    from maturity.renderers import terminal
    from maturity.report.catalogue import catalogue

    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")
    shared.print_text(terminal.render(catalogue(questionnaire), shared.width(), glyphs))


@app.command()
def check(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A questionnaire's YAML file, or a shipped id.",
            autocompletion=completion.questionnaires,
        ),
    ],
) -> None:
    """Find every fault of a questionnaire at once, with its line and what to do; and note what is easily overlooked."""
    from maturity.core.publish import unfit_for
    from maturity.readers.questionnaire import notes_on, read_questionnaire
    from maturity.report.wording import sentence

    questionnaire, problems = read_questionnaire(file)
    for note in notes_on(file):
        print_lines(f"note: {note}")
    if problems or questionnaire is None:
        raise InputError(problems)
    items, portraits = counted(len(questionnaire.items), "question"), counted(len(questionnaire.portrait), "portrait")
    typer.echo(f"{file}: no fault found ({items}, {portraits})")
    if (reason := unfit_for("confidential", questionnaire)) is not None:
        print_lines(f"Not confidential: {sentence(reason)}.")


@app.command()
def schema() -> None:
    """Print the JSON Schema, for editors that complete and check YAML."""
    typer.echo(_schema_text(), nl=False)


def _schema_text() -> str:
    import json

    from maturity.model.schema import json_schema

    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The YAML file to make.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ID",
            help="The shipped questionnaire to copy; cluster-journey if not given.",
            autocompletion=completion.questionnaires,
        ),
    ] = None,
    shape: Annotated[
        ShapeToBegin | None,
        typer.Option(help="Begin an own one of this shape instead, in a few lines that can be asked at once."),
    ] = None,
    force: Force = False,
) -> None:
    """Copy a questionnaire to edit, or begin one.

    The JSON Schema goes beside it as questionnaire.schema.json, so that an editor completes and checks while you write.
    """
    from maturity.folder.names import YAML

    if file.suffix.lower() not in YAML:
        raise UsageError(f"{file}: a questionnaire is a YAML file", "end the name in .yaml")
    if shape and source:
        raise UsageError("--shape begins a questionnaire, and --from copies one", "leave out one of the two")
    from maturity.journeys.ask import Ask
    from maturity.journeys.outputs import outputs

    copied = None if shape else source or USUAL
    safe = outputs([file], Ask(questionnaire=copied, force=force))
    if file.exists() and not force:
        hint = "choose another name, or replace it with --force; nothing was changed"
        raise InputError(Problem(str(file), None, "", "exists", "the file is there already", hint))
    from maturity.cli.sitting import command
    from maturity.renderers.questionnaire import SCHEMA

    begun = _begun(file, shape) if shape else _copied(file, copied or USUAL)
    schema_file, content = file.parent / SCHEMA, _schema_text().encode()
    there = schema_file.exists() or schema_file.is_symlink()
    safe.write({file: begun} | ({} if there else {schema_file: content}))
    print_lines(f"wrote {file}")
    if not there:
        print_lines(f"wrote {schema_file}, by which an editor completes and checks {file.name}")
    elif not _holds(schema_file, content):
        print_lines(
            f"{schema_file} is there already and says something else; it was kept. An editor goes by it: to have it "
            "check this version, put in its place what 'maturity questionnaire schema' prints"
        )
    print_lines(f"Edit it, then:\n  {command('maturity', 'questionnaire', 'check', file)}")


def _copied(file: Path, source: str) -> bytes:
    from maturity import load_questionnaire
    from maturity.renderers import questionnaire
    from maturity.text.slug import slug

    return questionnaire.render(load_questionnaire(source).model_copy(update={"id": slug(file.stem)}))


def _begun(file: Path, shape: ShapeToBegin) -> bytes:
    from maturity.renderers.starter import beginning
    from maturity.text.clean import plain
    from maturity.text.slug import slug

    title = plain(file.stem.replace("-", " ").replace("_", " ")).strip() or shape.value
    return beginning(shape.value, slug(file.stem), title[:1].upper() + title[1:])


def _holds(file: Path, content: bytes) -> bool:
    """Whether a file holds this text, whatever its line ends."""
    try:
        return file.is_file() and file.read_bytes().split() == content.split()
    except OSError:
        return False
