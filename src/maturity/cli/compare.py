"""`maturity compare`: what has changed between the rounds of a cluster, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import SEED, Force, Paper, QuestionnaireName, Schools, SchoolsAre, Seed, show, width
from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.core.assessment import Warn
    from maturity.core.comparison import Comparison
    from maturity.core.matching import Same
    from maturity.files import Outputs
    from maturity.model import Round


def compare(
    rounds: Annotated[
        list[Path],
        typer.Argument(metavar="ROUND ROUND...|FOLDER", help="Two or more rounds, or a cluster's folder: all of its."),
    ],
    same: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="YAML lines 'earlier.id: later.id' of questions that mean the same."),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the year's report instead; may be given again."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    questionnaire: QuestionnaireName = None,
    schools: Schools = SchoolsAre.fixed,
    seed: Seed = SEED,
    force: Force = False,
) -> None:
    """What has changed since last time, and how sure that is.

    Only schools and questions that are in both rounds are compared.
    """
    if output and json:
        raise UsageError("--json and --output cannot go together", "give them one after the other")
    if output:
        from maturity.cli.report import For, write

        write(
            rounds,
            output,
            audience=For.governors,
            sections=None,
            theme="standard",
            templates=None,
            paper=Paper.a4,
            questionnaire=questionnaire,
            schools=schools,
            seed=seed,
            same=same,
            must_compare=True,
            force=force,
        )
        return
    comparison = compared(rounds, same, questionnaire, seed, schools)
    if json:
        from maturity.renderers import comparison_document

        typer.echo(comparison_document.render(comparison), nl=False)
        return
    import sys

    from maturity.renderers import terminal
    from maturity.report.change_summary import summary

    show(terminal.render(summary(comparison), width(), terminal.glyphs_for(sys.stdout.encoding or "ascii")))


def compared(
    given: Sequence[Path],
    same: Path | None,
    questionnaire: str | None,
    seed: int,
    schools: SchoolsAre,
    safe: Outputs | None = None,
) -> Comparison:
    """Read rounds, or all rounds of a folder, and compare them; `safe` is what a chart of them will be written to."""
    from maturity.core.in_time import in_time

    rounds, notes = series(given, questionnaire)
    if len(rounds) < 2:
        raise too_few(given[0], notes)
    if safe is not None:
        last = in_time(rounds)[-1]
        safe.of("chart", last.cluster.name, last.label)
    return held_together(rounds, notes, pairs(same, rounds), seed, schools)


def held_together(
    rounds: Sequence[Round], notes: Sequence[Warn], same: Same, seed: int, schools: SchoolsAre
) -> Comparison:
    """Compare rounds that have been read."""
    from maturity import compare as compare_rounds

    if seed < 0:
        raise UsageError(f"the seed {seed} is negative", "use 0 or more")
    return compare_rounds(rounds, seed=seed, schools=schools.value, same=same, notes=notes)


def pairs(same: Path | None, rounds: Sequence[Round]) -> Same:
    """Which questions the user says are the same; none without a file."""
    from maturity.readers.mapping_ids import load_same

    return {} if same is None else load_same(same, [one.questionnaire for one in rounds])


def series(given: Sequence[Path], questionnaire: str | None) -> tuple[list[Round], list[Warn]]:
    """The rounds that are meant, and what to know about them.

    Args:
        given: rounds; or one folder of a cluster, which stands for all its rounds with answers.
        questionnaire: what was asked, for rounds that are tables.
    """
    from maturity.cli.shared import loaded
    from maturity.folder.names import TABLES
    from maturity.folder.rounds import round_folder, rounds_in_time
    from maturity.source.content import is_folder

    paths = list(given)
    if len(given) == 1 and is_folder(given[0]):
        paths = rounds_in_time(given[0]) or [round_folder(given[0])[0]]
    tables = [path.suffix.lower() in TABLES for path in paths]
    rounds = [loaded(path, questionnaire if table else None) for path, table in zip(paths, tables, strict=True)]
    notes = _edited(paths)
    if len(given) == 1 and len(rounds) > 1:
        answered, left_out = _answered(rounds)
        return answered or rounds[-1:], notes + left_out
    return rounds, notes


def too_few(given: Path, notes: Sequence[Warn]) -> UsageError:
    """That there is nothing to compare with."""
    found = "is one round"
    if given.is_dir():
        empty = any(note.code == "empty-round" for note in notes)
        found = "holds only one round with answers" if empty else "holds one round"
    hint = "give two rounds, or the folder of a cluster"
    return UsageError(f"{given} {found}, and two are needed to compare", hint)


def _answered(rounds: Sequence[Round]) -> tuple[list[Round], list[Warn]]:
    """Rounds that somebody has answered, and a note on each that nobody has yet."""
    from maturity.core.assessment import Warn

    return [one for one in rounds if one.responses], [
        Warn("empty-round", f"{one.label} is left out: nobody has answered yet.") for one in rounds if not one.responses
    ]


def _edited(paths: Sequence[Path]) -> list[Warn]:
    """Rounds whose frozen questionnaire was changed by hand since they were opened."""
    from maturity.core.assessment import Warn
    from maturity.folder.rounds import round_folder
    from maturity.readers.round import check_round
    from maturity.source.content import is_folder

    folders = [round_folder(path)[0] for path in paths if is_folder(path)]
    found = [problem for folder in folders for problem in check_round(folder)]
    return [
        Warn(problem.code, f"{problem.source}: {problem.message}. What is compared may not be what was asked.")
        for problem in found
        if problem.code == "changed-questionnaire"
    ]
