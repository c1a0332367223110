"""`maturity collect`: answers from files into a round."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import RoundFolder, print_lines
from maturity.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from maturity.collect.front import Front
    from maturity.journeys.collecting import Looked, Meanings
    from maturity.model import Round
    from maturity.model.mapping import FileMapping


def collect(
    round_: RoundFolder,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Replies of the form (.json, or a mail), tables (.csv, .tsv, .xlsx), or a folder of them.",
        ),
    ],
    school: Annotated[
        str | None, typer.Option(metavar="ID", help="School of people whose row does not say it.")
    ] = None,
    role: Annotated[str | None, typer.Option(metavar="ID", help="Role of people whose row does not say it.")] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="TEXT=ID",
            help="What a header, school, role or answer means; TEXT= is a blank or no question, ID:TEXT only there.",
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Decisions that count before those in mapping.yaml of this round, or of the last."
        ),
    ] = None,
    same: Annotated[
        bool | None,
        typer.Option(
            "--same-people/--other-people",
            help="Rows that may be people who are there already: they are, or they are others.",
            show_default=False,
        ),
    ] = None,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Store the rows and replies without a fault, and list the others.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show everything, store nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    bring_back: Annotated[
        list[str] | None,
        typer.Option("--bring-back", metavar="ID", help="Let somebody come in again who was erased; once for each."),
    ] = None,
) -> None:
    """Bring answers in from replies and spreadsheets."""
    from maturity.cli import sitting
    from maturity.cli.meanwhile import tell
    from maturity.journeys import collecting
    from maturity.model.mapping import FileMapping
    from maturity.readers.answers import Defaults
    from maturity.readers.mapping import load_mapping
    from maturity.text.words import counted

    into = collecting.round_into(round_)
    for remark in into.remarks:
        print_lines(remark)
    given = load_mapping(mapping) if mapping is not None else FileMapping()
    looked = begun = collecting.look_at(
        into,
        files,
        at=dt.datetime.now(dt.UTC),
        decided=given.merged(_flags(into.round, map_ or [])),
        same=same,
        defaults=Defaults(school, role),
        bring_back=bring_back or (),
    )
    front = sitting.front() if sys.stdin.isatty() and not yes else None
    if front is not None:
        with _storing_nothing():
            looked = _asked(looked, front)
    _show(looked)
    if (refused := looked.refusal(skip_bad_rows=skip_bad_rows)) is not None:
        if looked.decided != begun.decided and not dry_run:
            words = collecting.keep_words(looked)
            tell(words.overwritten, into.round)
            print_lines(f"\nWhat you decided is kept in {words.file}, and not asked again.")
        raise refused
    for problem in looked.problems:
        print_lines(f"left out: {problem}")
    if dry_run:
        print_lines("\nNothing was stored: this was a dry run.")
        return
    if front is not None and (looked.news.new or looked.news.changed):
        with _storing_nothing():
            if not _agreed(front):
                print_lines("Nothing was stored.")
                return

    def hear(words: Meanings) -> None:
        tell(words.overwritten, into.round)
        print_lines(f"\nwhat the words of the files mean is kept in {words.file}")

    with sitting.uninterrupted():
        stored = collecting.store(looked, skip_bad_rows=skip_bad_rows, hear=hear)
        tell(stored.overwritten, into.round, people=True)
        people = counted(len(stored.people), "person", "people")
        print_lines(f"stored {people} in {into.folder}; next: {sitting.command('maturity', 'score', into.folder)}")


@contextmanager
def _storing_nothing() -> Iterator[None]:
    """Says so when Ctrl-C ends it."""
    try:
        yield
    except KeyboardInterrupt:
        print_lines("\nNothing was stored.")
        raise


def _flags(round_: Round, pairs: Sequence[str]) -> FileMapping:
    """The decisions of `--map`; what kind each is follows from the id, and an id of two kinds is taken for both."""
    from maturity.model import DONT_KNOW
    from maturity.model.mapping import FileMapping
    from maturity.readers.answers import targets
    from maturity.readers.mapping import as_flag
    from maturity.text.names import suggestion
    from maturity.text.words import typed_mark

    schools, roles = round_.cluster.school_by_id, round_.questionnaire.role_by_id
    columns = targets(round_.questionnaire)
    levels = {str(n): n for scale in round_.questionnaire.answered_on for n in scale.levels}
    parts: dict[str, dict[str, object]] = {"columns": {}, "schools": {}, "roles": {}, "levels": {}}
    for pair in pairs:
        text, sign, meant = (part.strip() for part in pair.rpartition("="))
        if not sign or not text:
            raise UsageError(
                f"--map {pair!r} has no TEXT=ID",
                f"for example: {as_flag('How honest are we?', round_.questionnaire.items[0].id)}",
            )
        kinds: dict[str, Collection[str]] = {"columns": ["", *columns], "schools": schools, "roles": roles}
        for kind in (kind for kind, ids in kinds.items() if meant in ids):
            parts[kind][text] = meant or None
        level = typed_mark(meant)
        if level in levels or meant.upper() == DONT_KNOW:
            parts["levels"][text] = levels.get(level, DONT_KNOW)
        elif not meant:
            parts["levels"][text] = None
        elif not any(meant in ids for ids in kinds.values()):
            known = [*columns, *schools, *roles, *levels, DONT_KNOW]
            raise UsageError(
                f"--map: {meant!r} is no question, school, role or level of this round", suggestion(meant, known)
            )
    return FileMapping.model_validate(parts)


def _asked(looked: Looked, front: Front) -> Looked:
    """The files once more, after what they leave open was asked: what words mean, then who people are."""
    from maturity.collect.asking import decide
    from maturity.journeys.collecting import decide_more

    if looked.open:
        round_ = looked.into.round
        schools = round_.cluster.names_apart
        looked = decide_more(looked, decide(looked.open, round_.questionnaire, schools, front.ask, front.say))
    if not looked.doubts:
        return looked
    for doubt in looked.doubts:
        front.say(f"\n{doubt.source}: {doubt.said}")
    while True:
        try:
            typed = front.ask("Are these the same people? y: count them once; n: they are others [y/n] ")
        except EOFError:
            raise KeyboardInterrupt from None
        if (letter := typed.strip().casefold()[:1]) in ("y", "n"):
            return decide_more(looked, same=letter == "y")


def _show(looked: Looked) -> None:
    """What it would add; nothing is shown where nothing could be read."""
    from maturity.cli.shared import print_text, width
    from maturity.cli.sitting import command
    from maturity.journeys.collecting import MOST_SHOWN
    from maturity.renderers import terminal
    from maturity.text.names import quoted

    for remark in looked.remarks:
        print_lines(remark)
    for name in looked.erased[:MOST_SHOWN]:
        again = command("maturity", "collect", looked.into.folder, *looked.brought.files, "--bring-back", name)
        print_lines(f"{quoted(name)} was erased from this round for good, and is left out. To take them in on purpose:")
        print_lines(f"  {again}")
    if (report := looked.report) is not None:
        print_text(terminal.render(report, width(), terminal.glyphs_for(sys.stdout.encoding or "ascii")))
    for said in looked.sentences:
        print_lines(said)


def _agreed(front: Front) -> bool:
    try:
        return front.ask("\nStore this? [y/N] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
