"""Arguments that several commands take, and how they show things."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli import completion
from maturity.journeys.ask import SEED as SEED

if TYPE_CHECKING:
    from rich.text import Text


class SchoolsAre(StrEnum):
    """Whether the schools are all there are, or stand for others."""

    fixed = "fixed"
    sampled = "sampled"


class KindOfRound(StrEnum):
    """Who may see what."""

    named = "named"
    anonymous = "anonymous"
    confidential = "confidential"


class ShapeToBegin(StrEnum):
    """What is read off a questionnaire."""

    checklist = "checklist"
    ladder = "ladder"
    profile = "profile"
    total = "total"
    map = "map"


class Paper(StrEnum):
    """A size of paper."""

    a4 = "a4"
    letter = "letter"


RoundPath = Annotated[
    Path,
    typer.Argument(
        metavar="ROUND",
        help="A YAML round, a round's folder, or a table (CSV, TSV, XLSX) of answers.",
        autocompletion=completion.rounds,
    ),
]
QuestionnaireName = Annotated[
    str | None,
    typer.Option(
        "--questionnaire",
        "-q",
        metavar="ID|FILE",
        help="What was asked; a table needs it.",
        autocompletion=completion.questionnaires,
    ),
]
TableKind = Annotated[
    KindOfRound | None,
    typer.Option("--kind", help="Kind of round that a table is from, where it has no column 'kind'."),
]
Seed = Annotated[int, typer.Option(hidden=True, help="Seed of the code names in charts.")]
SchoolsOption = Annotated[
    SchoolsAre,
    typer.Option(help="fixed: all member schools answered, people vary. sampled: the schools stand for others."),
]
ThemeName = Annotated[
    str, typer.Option("--theme", metavar="ID|FILE", help="The look: standard, greyscale, or a YAML file.")
]
RoundFolder = Annotated[
    Path,
    typer.Argument(metavar="ROUND", help="A round's folder, or the cluster's.", autocompletion=completion.rounds),
]
AsOf = Annotated[
    str | None,
    typer.Option("--date", metavar="DAY", help="Day that it is as of, year-month-day; else today."),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="File to write.")]

COMMAND = "  maturity "
"""How a line begins that is a command to paste."""
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there, whoever wrote it.")]


def day_typed(said: str | None) -> dt.date | None:
    """The day that somebody typed; None where nobody did.

    Raises:
        UsageError: it is no day.
    """
    if said is None:
        return None
    from maturity.collect.amending import day_of

    return day_of("--date", said)


def print_lines(text: object = "", *, err: bool = False) -> None:
    """Print lines; on a terminal none is wider than it, which itself would break words. Commands stay in one piece."""
    stream, said = sys.stderr if err else sys.stdout, str(text)
    typer.echo("\n".join(map(_within, said.split("\n"))) if stream.isatty() else said, err=err)


def _within(line: str) -> str:
    import shutil

    from maturity.text.lines import cells, in_lines

    columns = min(shutil.get_terminal_size((80, 24)).columns, 100)
    if line.startswith(COMMAND) or cells(line) <= columns:
        return line
    lead = " " * (len(line) - len(line.lstrip()))
    return "\n".join(in_lines(line, columns, lead, further=f"{lead}  "))


def remarked(remark: object) -> None:
    """Say beside the result what is worth saying about it."""
    from maturity.text.clean import plain

    print_lines(f"maturity: {plain(str(remark))}", err=True)


def made(path: Path) -> None:
    """Say that a file is written."""
    typer.echo(f"wrote {path}")


def width() -> int:
    """Columns to fill: the terminal's, at most 100; 80 when the output goes elsewhere."""
    import shutil

    return max(60, min(shutil.get_terminal_size((80, 24)).columns, 100)) if sys.stdout.isatty() else 80


def print_text(text: Text) -> None:
    """Print text, in colour only where a terminal can show it."""
    from rich.console import Console

    Console(width=max(width(), 60), highlight=False, soft_wrap=True).print(text)
