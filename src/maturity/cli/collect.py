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
from maturity.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from maturity.collect.arriving import Arrival, Settled
    from maturity.collect.front import Front
    from maturity.collect.identity import Doubt
    from maturity.folder.journal import Record
    from maturity.model import Response, Round
    from maturity.model.export import Export, Understood
    from maturity.model.mapping import FileMapping
    from maturity.readers.answers import Defaults
    from maturity.report.intake import News

MOST_SHOWN = 50
"""Faults of files that are refused; who has so many has chosen another file, or has to decide a word once."""


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
    from maturity import store
    from maturity.cli import sitting
    from maturity.cli.meanwhile import tell
    from maturity.folder.names import MAPPING
    from maturity.journeys.rounds import opened
    from maturity.model.mapping import FileMapping
    from maturity.readers.answers import by_words
    from maturity.readers.mapping import load_mapping
    from maturity.text.words import counted

    folder, known, remarks = opened(round_)
    for remark in remarks:
        print_lines(remark)
    defaults = _defaults(known, school, role)
    own = _decided(folder)
    written = own if (folder / MAPPING).exists() else FileMapping()
    now = dt.datetime.now(dt.UTC)
    given = load_mapping(mapping) if mapping is not None else FileMapping()
    before = own.merged(given).merged(_flags(known, map_ or []))
    replies, exports, problems = _read(files, known)
    front = sitting.front() if sys.stdin.isatty() and not yes else None
    with _storing_nothing():
        understood, decided = _understood(exports, known, before, defaults, front)
    problems += [problem for one in understood for problem in _problems(one)]
    records = store.read(folder).records
    rows, doubts = _identified(records, known, understood, same, front)
    problems += doubts
    arrivals = _without_erased(folder, _arrived(replies, understood, rows), files, bring_back or [])
    found = _shown(records, known, understood, {str(path): len(all_) for path, all_ in replies if all_}, arrivals, now)
    single = {str(path) for path, _ in replies}
    fatal = [one for one in problems if not one.field.startswith("row ") and one.source not in single]
    if fatal or (problems and not skip_bad_rows):
        if decided != before and not dry_run:
            place = _keep(folder, decided, written, known)
            print_lines(f"\nWhat you decided is kept in {place}, and not asked again.")
        raise _refusal(problems, fatal)
    for problem in problems:
        print_lines(f"left out: {problem}")
    if dry_run:
        print_lines("\nNothing was stored: this was a dry run.")
        return
    if front is not None and (found.new or found.changed):
        with _storing_nothing():
            if not _agreed(front):
                print_lines("Nothing was stored.")
                return
    for one in understood:
        decided = decided.merged(by_words(one))
    if decided != written:
        print_lines(f"\nwhat the words of the files mean is kept in {_keep(folder, decided, written, known)}")
    base = {response.respondent: response for response in known.responses}
    with sitting.uninterrupted():
        for name in bring_back or ():
            store.bring_back(folder, name, at=now)
        tell(store.append_all(folder, [*found.new, *found.changed], at=now, base=base), known, people=True)
        stored = counted(len(found.new) + len(found.changed), "person", "people")
        print_lines(f"stored {stored} in {folder}; next: {sitting.command('maturity', 'score', folder)}")


def _defaults(round_: Round, school: str | None, role: str | None) -> Defaults:
    from maturity.cli import sitting
    from maturity.readers.answers import Defaults

    schools = {one.id: one.name for one in round_.cluster.schools}
    roles = {one.id: one.label for one in round_.questionnaire.roles}
    return Defaults(
        sitting.given("school", schools, school) if school else None,
        sitting.given("role", roles, role) if role else None,
    )


def _arrived(
    replies: Sequence[tuple[Path, Sequence[Response]]],
    understood: Sequence[Understood],
    rows: Sequence[Sequence[Response]],
) -> list[Arrival]:
    """Everybody in the files; of a table, whose rows are given beside it, with what it has a column for."""
    from maturity.collect.arriving import Arrival

    arrived = [Arrival(response) for _, responses in replies for response in responses]
    for one, responses in zip(understood, rows, strict=True):
        holds = frozenset(column.target for column in one.matched if column.target)
        arrived += [Arrival(response, holds) for response in responses]
    return arrived


def _keep(folder: Path, decided: FileMapping, written: FileMapping, known: Round) -> Path:
    """Put what was decided here into the round's file, beside what was decided elsewhere in the meantime."""
    from maturity import store
    from maturity.cli.meanwhile import tell

    place, found = store.save_mapping(folder, decided, written)
    tell(found, known)
    return place


@contextmanager
def _storing_nothing() -> Iterator[None]:
    """Says so when Ctrl-C ends it."""
    try:
        yield
    except KeyboardInterrupt:
        print_lines("\nNothing was stored.")
        raise


def _decided(folder: Path) -> FileMapping:
    """What was decided before, in this round or in the last round before it that has decisions."""
    from maturity.folder.names import MAPPING
    from maturity.folder.rounds import round_before
    from maturity.model.mapping import FileMapping
    from maturity.readers.mapping import load_mapping

    place: Path | None = folder
    while place is not None and not (place / MAPPING).exists():
        place = round_before(place)
    if place is None:
        return FileMapping()
    if place != folder:
        print_lines(f"what was decided in {folder.parent / place.name / MAPPING} is used again")
    return load_mapping(place / MAPPING)


def _flags(round_: Round, pairs: Sequence[str]) -> FileMapping:
    """The decisions of `--map`; what kind each is follows from the id, and an id of two kinds is taken for both."""
    from maturity.model import DONT_KNOW
    from maturity.model.mapping import FileMapping
    from maturity.readers.answers import targets
    from maturity.readers.mapping import as_flag
    from maturity.text.names import suggestion

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
        if meant in levels or meant.upper() == DONT_KNOW:
            parts["levels"][text] = levels.get(meant, DONT_KNOW)
        elif not meant:
            parts["levels"][text] = None
        elif not any(meant in ids for ids in kinds.values()):
            known = [*columns, *schools, *roles, *levels, DONT_KNOW]
            raise UsageError(
                f"--map: {meant!r} is no question, school, role or level of this round", suggestion(meant, known)
            )
    return FileMapping.model_validate(parts)


def _read(
    files: Iterable[Path], round_: Round
) -> tuple[list[tuple[Path, list[Response]]], list[Export], list[Problem]]:
    from maturity.readers.export import read_export
    from maturity.readers.formats.results import looks_like_results, read_results
    from maturity.readers.reply import looks_like_reply, read_replies
    from maturity.source.content import files_in

    replies: list[tuple[Path, list[Response]]] = []
    exports: list[Export] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(inner for given in files for inner in files_in(given)):
        if looks_like_results(path):
            export, found = read_results(path)
            exports += [export] if export else []
        elif looks_like_reply(path):
            responses, found = read_replies(path, round_)
            replies.append((path, responses))
        else:
            export, found = read_export(path)
            exports += [export] if export else []
        problems += found
    return replies, exports, problems


def _understood(
    exports: Sequence[Export], round_: Round, decided: FileMapping, defaults: Defaults, front: Front | None
) -> tuple[list[Understood], FileMapping]:
    """What the files say; with somebody there to ask, after what they leave open was asked."""
    from maturity.collect import asking as question
    from maturity.readers.answers import understand

    understood = [understand(export, round_, decided, defaults) for export in exports]
    open_ = {(one.kind, one.text): one for file in understood for one in file.open if one.needed or file.unasked}
    if front is None or not open_:
        return understood, decided
    schools = {school.id: school.name for school in round_.cluster.schools}
    answered = question.decide(open_.values(), round_.questionnaire, schools, front.ask, front.say)
    decided = decided.merged(answered)
    return [understand(export, round_, decided, defaults) for export in exports], decided


def _identified(
    records: Sequence[Record], round_: Round, understood: Sequence[Understood], same: bool | None, front: Front | None
) -> tuple[list[list[Response]], list[Problem]]:
    """Who the rows of the files are; what stays in doubt is asked, or is a problem where nobody can be asked."""
    from maturity.collect.identity import identify

    ever = {one.respondent: one.response for one in records if one.response is not None}
    ever |= {one.respondent: one for one in round_.responses}
    rows, doubts = identify(understood, ever, same)
    if doubts and front is not None:
        with _storing_nothing():
            same = _decided_who(doubts, front)
        rows, _ = identify(understood, ever, same)
        return rows, []
    hint = "look at the rows, then add --same-people if they are, or --other-people if they are not"
    return rows, [
        Problem(source, None, "", "in-doubt", _in_doubt(kind, of), hint)
        for (source, kind), of in _grouped(doubts).items()
    ]


_WHY = {
    "corrected": "with other answers than somebody of the same school who handed in at the same minute",
    "moved": "with the answers of somebody of another school or role who handed in at the same minute",
    "renumbered": "with another id and the answers of somebody of the same school who handed in at that minute",
    "reshaped": "with the answers of somebody of the same school in a file with other columns",
    "revised": "with nearly the answers of somebody of the same school who is no longer in the file",
    "shifted": "with the answers of somebody whose time differs by whole hours, as in another time zone",
    "undated": "with the answers of somebody of the same school, and nothing says when",
}
"""Why rows may be people who are there already."""


def _grouped(doubts: Sequence[Doubt]) -> dict[tuple[str, str], list[Doubt]]:
    groups: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in doubts:
        groups.setdefault((doubt.source, doubt.kind), []).append(doubt)
    return groups


def _in_doubt(kind: str, doubts: Sequence[Doubt]) -> str:
    from maturity.readers.sheet import first_few
    from maturity.text.words import counted

    rows = first_few([f"row {one.row} ({one.respondent})" for one in doubts])
    return f"{counted(len(doubts), 'row')} {_WHY[kind]}: {rows}"


def _decided_who(doubts: Sequence[Doubt], front: Front) -> bool:
    """Whether rows are the people whom they are like."""
    for (source, kind), of in _grouped(doubts).items():
        front.say(f"\n{source}: {_in_doubt(kind, of)}")
    while True:
        try:
            typed = front.ask("Are these the same people? y: count them once; n: they are others [y/n] ")
        except EOFError:
            raise KeyboardInterrupt from None
        if typed.strip().casefold()[:1] in ("y", "n"):
            return typed.strip().casefold()[:1] == "y"


def _problems(understood: Understood) -> list[Problem]:
    from maturity.readers.mapping import as_flag

    source = understood.export.source
    undecided = [
        Problem(
            source,
            None,
            one.where,
            "open-column",
            "the column is much like a question, and is not quite it",
            f"say what it holds: {as_flag(one.text, [*one.likely, 'ID'][0])}, or leave it out: {as_flag(one.text, '')}",
        )
        for one in understood.open
        if one.kind == "columns" and one.needed
    ]
    return [*understood.problems, *undecided]


def _refusal(problems: Sequence[Problem], fatal: Sequence[Problem]) -> InputError:
    first = [*fatal, *(one for one in problems if one not in fatal)][:MOST_SHOWN]
    return InputError([*first, *_nothing_stored(problems, fatal)])


def _nothing_stored(problems: Sequence[Problem], fatal: Sequence[Problem]) -> list[Problem]:
    hint = "put it right" if len(problems) == 1 else "put them right"
    hint += "" if fatal else ", or add --skip-bad-rows to store the others"
    faults = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
    if len(problems) > MOST_SHOWN:
        faults += f", of which the first {MOST_SHOWN} are shown"
    return [Problem("", None, "", "nothing-stored", f"nothing was stored: {faults}", hint)]


def _without_erased(
    folder: Path, arrivals: Sequence[Arrival], files: Sequence[Path], wanted: Sequence[str]
) -> list[Arrival]:
    """Who may come in; who was erased for good is left out and said, unless asked for."""
    from maturity import store
    from maturity.cli.sitting import command
    from maturity.folder.names import KEY
    from maturity.text.names import kin, quoted

    gone = store.forgotten_in(folder)
    if gone.unknown:
        print_lines(f"Note: {folder / KEY} is missing, so nobody can tell whether somebody comes back who was erased.")
    back = set(map(kin, wanted))
    names = dict.fromkeys(one.response.respondent for one in arrivals)
    out = [name for name in names if name in gone and kin(name) not in back]
    for name in out[:MOST_SHOWN]:
        again = command("maturity", "collect", folder, *files, "--bring-back", name)
        print_lines(f"{quoted(name)} was erased from this round for good, and is left out. To take them in on purpose:")
        print_lines(f"  {again}")
    return [one for one in arrivals if one.response.respondent not in out]


def _shown(
    records: Sequence[Record],
    round_: Round,
    understood: Sequence[Understood],
    replies: dict[str, int],
    arrivals: Sequence[Arrival],
    now: dt.datetime,
) -> News:
    """What it would add, after it was shown; nothing is shown where nothing could be read."""
    from maturity.cli.shared import print_text, width
    from maturity.collect import arriving
    from maturity.folder.journal import latest
    from maturity.renderers import terminal
    from maturity.report.intake import intake, news
    from maturity.text.words import counted

    there = {response.respondent: response for response in round_.responses}
    gone = {record.respondent for record in records} - {record.respondent for record in latest(records)}
    settled = arriving.settle(arrivals, there, now)
    found = news(settled.people, there, frozenset(gone))
    if understood or replies:
        glyphs = terminal.glyphs_for(sys.stdout.encoding or "ascii")
        print_text(terminal.render(intake(round_, understood, replies, found), width(), glyphs))
    if settled.older:
        said = counted(settled.older, "response is", "responses are")
        print_lines(f"{said} older than what the same people handed in later, and left out.")
    _tell_wrong_clocks(settled)
    for name, what in list(arriving.vanished(found.changed, there).items())[:MOST_SHOWN]:
        print_lines(f"{name}: what is there now and not in the files disappears: {', '.join(what)}")
    return found


def _tell_wrong_clocks(settled: Settled) -> None:
    from maturity.text.words import listed

    if settled.ahead:
        who = listed(settled.ahead[:MOST_SHOWN])
        print_lines(
            f"Handed in at a time that is still to come, so that a clock was wrong: {who}. "
            "The answers are taken in, their time is left out."
        )
    if settled.disputed:
        who = listed(settled.disputed[:MOST_SHOWN])
        print_lines(
            f"Left out, for their time is still to come and other answers of the same people have a sound one: {who}. "
            "If they are the later ones, correct the time in the file."
        )


def _agreed(front: Front) -> bool:
    try:
        return front.ask("\nStore this? [y/N] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
