"""Arguments that several commands take, and how they load and show things."""

from __future__ import annotations

import sys
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from maturity.core.assessment import Assessment
    from maturity.model import Round


class SchoolsAre(StrEnum):
    """Whether the schools are all there are, or stand for others."""

    fixed = "fixed"
    sampled = "sampled"


class Paper(StrEnum):
    """A size of paper."""

    a4 = "a4"
    letter = "letter"


RoundPath = Annotated[
    Path,
    typer.Argument(metavar="ROUND", help="A YAML round, a round's folder, or a table (CSV, TSV, XLSX) of answers."),
]
QuestionnaireName = Annotated[
    str | None,
    typer.Option("--questionnaire", "-q", metavar="ID|FILE", help="What was asked; a table needs it."),
]
Seed = Annotated[int, typer.Option(hidden=True, help="Seed of the code names in charts.")]
Schools = Annotated[
    SchoolsAre,
    typer.Option(help="fixed: all member schools answered, people vary. sampled: the schools stand for others."),
]
ThemeName = Annotated[
    str, typer.Option("--theme", metavar="ID|FILE", help="The look: standard, greyscale, or a YAML file.")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="File to write.")]
SEED = 2015


def assessed(path: Path, questionnaire: str | None, seed: int, schools: SchoolsAre) -> Assessment:
    """Read a round and assess it."""
    from maturity import assess

    if seed < 0:
        raise UsageError(f"the seed {seed} is negative", "use 0 or more")
    return assess(loaded(path, questionnaire), schools=schools.value)


def loaded(path: Path, questionnaire: str | None) -> Round:
    """Read a round, and say beside the result what is worth saying about it, such as a second copy of its answers.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
    """
    from maturity.readers.round import read_round
    from maturity.text.clean import plain

    round_, problems = read_round(path, questionnaire)
    if round_ is None:
        raise InputError(problems)
    for remark in problems:
        typer.echo(f"maturity: {plain(str(remark))}", err=True)
    return round_


def kind_of(path: Path, known: Collection[str]) -> str:
    """The format that a file's ending asks for.

    Raises:
        UsageError: the ending is none of `known`.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in known:
        said = f"the ending {path.suffix!r}" if path.suffix else "a name without an ending"
        raise UsageError(
            f"{path}: {said} does not say which format to write", f"end the name in one of: .{', .'.join(known)}"
        )
    return kind


def width() -> int:
    """Columns to fill: the terminal's, at most 100; 80 when the output goes elsewhere."""
    import shutil

    return max(60, min(shutil.get_terminal_size((80, 24)).columns, 100)) if sys.stdout.isatty() else 80


def show(text: Text) -> None:
    """Print text, in colour only where a terminal can show it."""
    from rich.console import Console

    Console(width=max(width(), 60), highlight=False, soft_wrap=True).print(text)
