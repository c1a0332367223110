"""`maturity collect`: answers from files into a round."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from maturity.model import Response, Round
    from maturity.model.export import Export, Understood
    from maturity.model.mapping import FileMapping
    from maturity.readers.answers import Defaults
    from maturity.report.intake import News


def collect(
    round_: Annotated[Path, typer.Argument(metavar="ROUND", help="A round's folder, or the cluster's.")],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Replies of the form (.json, or a mail), and tables (.csv, .tsv, .xlsx)."
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
            help="What a header, a school, a role or an answer in the file means; TEXT= leaves a column out.",
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Decisions to start from; else mapping.yaml of this round or the last."),
    ] = None,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Store the rows without a fault, and list the others.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show everything, store nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Bring answers in from replies and spreadsheets."""
    from maturity import load_round, store
    from maturity.readers.answers import Defaults, by_words
    from maturity.readers.cluster import round_folder

    folder, remarks = round_folder(round_)
    for remark in remarks:
        typer.echo(remark)
    known = load_round(folder)
    defaults = Defaults(_id("school", known, school), _id("role", known, role))
    decided = _decided(folder, mapping).merged(_flags(known, map_ or []))
    replies, exports, problems = _read(files, known)
    asking = sys.stdin.isatty() and not yes
    understood, decided = _understood(exports, known, decided, defaults, asking)
    problems += [problem for one in understood for problem in _problems(one)]
    people = [response for _, responses in replies for response in responses]
    people += [response for one in understood for response in one.responses]
    found = _shown(folder, known, understood, {str(path): len(all_) for path, all_ in replies}, people)
    fatal = [problem for problem in problems if not problem.field.startswith("row ")]
    if fatal or (problems and not skip_bad_rows):
        raise InputError([*problems, *_nothing_stored(problems, fatal)])
    for problem in problems:
        typer.echo(f"left out: {problem}")
    if dry_run:
        typer.echo("\nNothing was stored: this was a dry run.")
        return
    if asking and (found.new or found.changed) and not _agreed():
        typer.echo("Nothing was stored.")
        return
    for one in understood:
        decided = decided.merged(by_words(one))
    if decided.model_dump(exclude_defaults=True):
        typer.echo(f"\nwhat the words of the files mean is kept in {store.save_mapping(folder, decided)}")
    store.append_all(folder, [*found.new, *found.changed], at=dt.datetime.now(dt.UTC))
    typer.echo(f"stored {len(found.new) + len(found.changed)} in {folder}; next: maturity score {folder}")


def _id(kind: str, round_: Round, given: str | None) -> str | None:
    from maturity.readers.wording import suggestion

    ids = [school.id for school in round_.cluster.schools]
    if kind == "role":
        ids = list(round_.questionnaire.role_by_id)
    if given is not None and given not in ids:
        raise UsageError(f"{given!r} is no {kind} of this round", suggestion(given, ids))
    return given


def _decided(folder: Path, given: Path | None) -> FileMapping:
    """What was decided before: in a file that is named, in this round, or in the round before it."""
    from maturity.model.mapping import FileMapping
    from maturity.readers.cluster import cluster_folder, rounds_of
    from maturity.readers.mapping import MAPPING, load_mapping

    if given is not None:
        return load_mapping(given)
    rounds = [one for one in rounds_of(cluster_folder(folder)) if one.name != folder.name]
    for place in (folder, *reversed(rounds)):
        if (place / MAPPING).exists():
            if place != folder:
                typer.echo(f"what was decided in {place / MAPPING} is used again")
            return load_mapping(place / MAPPING)
    return FileMapping()


def _flags(round_: Round, pairs: Sequence[str]) -> FileMapping:
    """The decisions of `--map`; what kind each is follows from the id."""
    from maturity.model import DONT_KNOW
    from maturity.model.mapping import FileMapping
    from maturity.readers.answers import targets
    from maturity.readers.wording import suggestion

    schools, roles = round_.cluster.school_by_id, round_.questionnaire.role_by_id
    columns, levels = targets(round_.questionnaire), {str(n): n for n in round_.questionnaire.scale.levels}
    parts: dict[str, dict[str, object]] = {"columns": {}, "schools": {}, "roles": {}, "levels": {}}
    for pair in pairs:
        text, sign, meant = (part.strip() for part in pair.rpartition("="))
        if not sign or not text:
            raise UsageError(
                f"--map {pair!r} has no TEXT=ID", "for example: --map 'How honest are we?=dep.trust.candour'"
            )
        if not meant or meant in columns:
            parts["columns"][text] = meant or None
        elif meant in schools:
            parts["schools"][text] = meant
        elif meant in roles:
            parts["roles"][text] = meant
        elif meant in levels or meant.upper() == DONT_KNOW:
            parts["levels"][text] = levels.get(meant, DONT_KNOW)
        else:
            known = [*columns, *schools, *roles, *levels, DONT_KNOW]
            raise UsageError(
                f"--map: {meant!r} is no item, school, role or level of this round", suggestion(meant, known)
            )
    return FileMapping.model_validate(parts)


def _read(
    files: Iterable[Path], round_: Round
) -> tuple[list[tuple[Path, list[Response]]], list[Export], list[Problem]]:
    from maturity.readers.export import read_export
    from maturity.readers.reply import looks_like_reply, read_replies

    replies: list[tuple[Path, list[Response]]] = []
    exports: list[Export] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(files):
        if looks_like_reply(path):
            responses, found = read_replies(path, round_)
            replies.append((path, responses))
        else:
            export, found = read_export(path)
            exports += [export] if export else []
        problems += found
    return replies, exports, problems


def _understood(
    exports: Sequence[Export], round_: Round, decided: FileMapping, defaults: Defaults, asking: bool
) -> tuple[list[Understood], FileMapping]:
    """What the files say; with somebody there to ask, after what they leave open was asked."""
    from maturity.collect import asking as question
    from maturity.readers.answers import understand

    understood = [understand(export, round_, decided, defaults) for export in exports]
    open_ = {(one.kind, one.text): one for file in understood for one in file.open if one.needed or file.unasked}
    if not asking or not open_:
        return understood, decided
    schools = {school.id: school.name for school in round_.cluster.schools}
    answered = question.decide(open_.values(), round_.questionnaire, schools, input, typer.echo)
    decided = decided.merged(answered)
    return [understand(export, round_, decided, defaults) for export in exports], decided


def _problems(understood: Understood) -> list[Problem]:
    source = understood.export.source
    undecided = [
        Problem(
            source,
            None,
            one.where,
            "open-column",
            "the column is much like a question, and is not quite it",
            f"say what it holds: --map '{one.text}={[*one.likely, 'ID'][0]}', or leave it out: --map '{one.text}='",
        )
        for one in understood.open
        if one.kind == "columns" and one.needed
    ]
    return [*understood.problems, *undecided]


def _nothing_stored(problems: Sequence[Problem], fatal: Sequence[Problem]) -> list[Problem]:
    hint = "put the file right" + ("" if fatal else ", or add --skip-bad-rows to store the other rows")
    faults = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
    return [Problem("", None, "", "nothing-stored", f"nothing was stored: {faults}", hint)]


def _shown(
    folder: Path, round_: Round, understood: Sequence[Understood], replies: dict[str, int], people: Sequence[Response]
) -> News:
    from maturity import store
    from maturity.cli.shared import show, width
    from maturity.model.journal import latest
    from maturity.renderers import terminal
    from maturity.report.intake import intake, news

    records = store.read(folder).records
    there = {response.respondent: response for response in round_.responses}
    gone = {record.respondent for record in records} - {record.respondent for record in latest(records)}
    found = news(people, there, frozenset(gone))
    glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")
    show(terminal.render(intake(round_, understood, replies, found), width(), glyphs))
    return found


def _agreed() -> bool:
    try:
        return input("\nStore this? [y/N] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
