"""Arguments that several commands take, and how they load and show things."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from maturity.core.assessment import Assessment
    from maturity.files import Outputs
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
Seed = Annotated[int, typer.Option(help="Seed of the resampling; the same seed gives the same result.")]
Schools = Annotated[
    SchoolsAre,
    typer.Option(help="fixed: all member schools answered, people vary. sampled: the schools stand for others."),
]
ThemeName = Annotated[
    str, typer.Option("--theme", metavar="ID|FILE", help="The look: standard, greyscale, or a YAML file.")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="File to write.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there, whoever wrote it.")]
SEED = 2015


def outputs(paths: Iterable[Path], *inputs: Path | str | None, force: bool) -> Outputs:
    """The files to write, once it is sure that none of them is read, kept by a cluster's folder, or no file at all.

    Args:
        inputs: everything that is read, an id of something shipped and what was not given included.

    Raises:
        InputError: one of them may not be written.
    """
    from maturity.files import Outputs
    from maturity.folder.rounds import is_kept

    return Outputs(paths, inputs=[Path(one) for one in inputs if one is not None], kept=is_kept, force=force)


def assessed(
    path: Path, questionnaire: str | None, seed: int, schools: SchoolsAre, safe: Outputs | None = None
) -> Assessment:
    """Read a round and assess it; `safe` is what a chart of it will be written to."""
    from maturity import assess

    if seed < 0:
        raise UsageError(f"the seed {seed} is negative", "use 0 or more")
    known = loaded(path, questionnaire)
    if safe is not None:
        safe.of("chart", known.cluster.name, known.label)
    return assess(known, seed=seed, schools=schools.value)


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
