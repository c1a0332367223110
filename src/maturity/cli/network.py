"""`maturity network`: thousands of clusters, from tables of any size."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli import completion
from maturity.cli.shared import Force, TableKind, print_lines, remarked
from maturity.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from maturity.network.running import Gathered
    from maturity.network.together import NetworkTold

SHOWN = 10
"""Faults that are shown; all are in the folder of results, and in `--json`."""


class AveragesOf(StrEnum):
    """What counts once in an average."""

    clusters = "clusters"
    people = "people"


def network(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE...",
            help="Tables (CSV, TSV, XLSX, Parquet), folders of tables in parts, 'patterns*.parquet', and clusters' "
            "folders.",
            autocompletion=completion.rounds,
        ),
    ],
    questionnaire: Annotated[
        list[str] | None,
        typer.Option(
            "--questionnaire",
            "-q",
            metavar="ID|FILE",
            help="What was asked; once for each that the tables hold.",
            autocompletion=completion.questionnaires,
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A row a cluster as .parquet, .csv or .xlsx; an .html page; .json; or a folder for all of it.",
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="COLUMN,...", help="Regions: the columns that say them, the widest first.")
    ] = None,
    regions_of: Annotated[
        AveragesOf, typer.Option(help="What counts once in a region's average.")
    ] = AveragesOf.clusters,
    regions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The region of each cluster, where no column says it: YAML or CSV."),
    ] = None,
    strengths: Annotated[
        bool, typer.Option("--strengths", help="Tell as well in how many clusters others find what they ask for.")
    ] = False,
    points: Annotated[
        bool,
        typer.Option(
            "--points", help="Points alone, two to three times as quick: not how sure they are, and what needs that."
        ),
    ] = False,
    kind: TableKind = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop where a row has a fault, instead of listing it.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the same command was stopped.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a summary as one JSON document.")] = False,
    force: Force = False,
) -> None:
    """Thousands of clusters: a row each, regions, norms, a page."""
    from maturity.network import needed_libraries

    needed_libraries()
    from maturity.files import folder_made
    from maturity.journeys.ask import Ask
    from maturity.journeys.outputs import outputs
    from maturity.network.asking import Network, folder_of, network_in
    from maturity.network.keeping import begin_in, begun_in
    from maturity.network.together import WantedTogether
    from maturity.network.writing import may_be_made, refuse_unwritable
    from maturity.readers.clusters import load_regions

    out = output or []
    if not out and not json:
        raise UsageError("nothing says where the results go", "add -o and a name, such as -o nation.parquet, or --json")
    if resume and not out:
        raise UsageError("--resume needs -o: what is done is kept beside the results", "give the same -o as before")
    if resume and points:
        raise UsageError("--points reads everything once and keeps nothing to go on with", "leave out --resume")
    safe = outputs(
        [path for path in out if not _is_folder(path)],
        Ask(force=force),
        *(one for one in sources if one.is_file()),
        regions,
    )
    safe.of("network")
    safe.tables("cluster")
    made = [path for one in out for path in may_be_made(one)]
    _refuse_twice(made)
    for one in out:
        refuse_unwritable(one)
    progress = _Progress()
    kept_in = [one.parent / f".{one.name}.parts" for one in out]
    ask = Network(
        sources=sources,
        questionnaires=questionnaire or [],
        kind=kind.value if kind else None,
        wanted=WantedTogether(_columns(by), regions_of.value, strengths, points),
        regions=load_regions(regions) if regions is not None else {},
        made=[*out, *made],
        folder=min(kept_in, default=None),
        alone=kept_in,
        resume=resume,
        strict=strict,
        tell=progress.tell,
    )
    with _told_whether_it_may_go_on(None if points else ask.folder, progress), folder_of(ask) as kept:
        found, told = network_in(kept, ask)
        progress.end()
        contents = {path: content for one in out for path, content in _contents(one, found, told).items()}
        for path in {one for one in out if _is_folder(one)}:
            folder_made(path)
        table_files = safe.write(contents, begun_in(kept) if resume else (), partial(begin_in, kept))
    _say(found, told, json=json)
    for path in table_files:
        print_lines(f"wrote {path}", err=json)


def _columns(by: str | None) -> tuple[str, ...]:
    from maturity.network.columns import normal_header

    return tuple(name for one in (by or "").split(",") if (name := normal_header(one)))


def _is_folder(path: Path) -> bool:
    from maturity.network.writing import FORMATS

    if path.suffix and path.suffix.lower().removeprefix(".") not in FORMATS:
        known = ", ".join(f".{one}" for one in FORMATS)
        raise UsageError(f"{path}: the ending does not say which format to write", f"use {known}, or a folder's name")
    return not path.suffix


def _refuse_twice(paths: Sequence[Path]) -> None:
    """Refuse two names of which one asks for a file that the other stands for."""
    twice = [path for path, count in Counter(paths).items() if count > 1]
    if twice:
        problem = Problem(
            str(twice[0]), None, "", "twice", "two results would go into this one file", "name each its own"
        )
        raise InputError(problem)


@contextmanager
def _told_whether_it_may_go_on(folder: Path | None, progress: _Progress) -> Iterator[None]:
    """After Ctrl-C, say whether something is kept."""
    from maturity.network.keeping import goes_on

    try:
        yield
    except KeyboardInterrupt:
        progress.end()
        then = "nothing is kept: it begins anew."
        if folder is not None and goes_on(folder):
            then = f"what is done is kept in {folder}: the same command with --resume goes on. It holds coded answers."
        print_lines(f"maturity: stopped, and {then}", err=True)
        raise
    finally:
        progress.end()


def _contents(path: Path, found: Gathered, told: NetworkTold) -> dict[Path, bytes]:
    """The files that one name asks for."""
    from maturity.network.page import page_of
    from maturity.network.writing import LEFT_OUT, PAGE, SUMMARY, left_out_table, summary_file, table_files

    if _is_folder(path):
        tables = {name: table for name, table in told.tables.items() if name != "clusters"}
        made = table_files(path / "clusters.parquet", {"clusters": told.tables["clusters"]})
        for name, table in tables.items():
            made |= table_files(path / f"{name}.csv", {"clusters": table}) if table.height else {}
        made[path / LEFT_OUT] = left_out_table([*found.problems, *found.faults.problems()])
        made[path / SUMMARY] = summary_file(told.summary)
        return made | {path / PAGE: page_of(told)}
    if path.suffix.lower() == ".html":
        return {path: page_of(told)}
    if path.suffix.lower() == ".json":
        return {path: summary_file(told.summary)}
    return table_files(path, told.tables)


def _say(found: Gathered, told: NetworkTold, *, json: bool) -> None:
    from maturity.network.words import network_in_words
    from maturity.network.writing import as_json

    for note in found.notes:
        remarked(note)
    problems = [*found.problems, *found.faults.problems()]
    for problem in problems[:SHOWN]:
        remarked(problem)
    if len(problems) > SHOWN:
        remarked(f"{len(problems) - SHOWN} more kinds of fault; all are in a folder of results, and in --json")
    if json:
        typer.echo(as_json(told.summary), nl=False)
        return
    for line in network_in_words(told, found):
        print_lines(line)


class _Progress:
    """How far it is, on one line of a terminal, with the rate and what is left."""

    WIDTH = 78

    def __init__(self) -> None:
        self.phase, self.start, self.shown = "", dt.datetime.min, dt.datetime.min
        self.on = sys.stderr.isatty()

    def tell(self, phase: str, done: int, whole: int) -> None:
        """Show it, a few times a second."""
        now = dt.datetime.now()
        if phase != self.phase:
            self.end()
            self.phase, self.start, self.shown = phase, now, dt.datetime.min
        if not self.on or (now - self.shown).total_seconds() < 0.2:
            return
        self.shown, seconds = now, (now - self.start).total_seconds()
        sys.stderr.write(f"\r{self.line(done, whole, seconds):<{self.WIDTH}}")
        sys.stderr.flush()

    def line(self, done: int, whole: int, seconds: float) -> str:
        """One line: what is done, how quickly, and how long the rest may take."""
        doing = {"read": "reading", "score": "scoring"}[self.phase]
        said = f"{doing}: {done:,} of {'about ' * (self.phase == 'read')}{whole:,} rows"
        if seconds < 1 or not done:
            return said
        rate = done / seconds
        return f"{said}, {rate:,.0f} a second, {_time(max(0, whole - done) / rate)} left"

    def end(self) -> None:
        """Leave the line."""
        if self.on and self.phase:
            sys.stderr.write(f"\r{' ' * self.WIDTH}\r")
            sys.stderr.flush()
        self.phase = ""


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
