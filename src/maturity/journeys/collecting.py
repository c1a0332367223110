"""Answers from files into a round: looked at as often as somebody decides something more, then stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from maturity import store as kept
from maturity.collect.arriving import Arrival, Settled, settle, vanished
from maturity.collect.asking import Word, word_of
from maturity.collect.identity import Doubt, identify
from maturity.collect.reply_code import LEAD
from maturity.errors import InputError, Problem
from maturity.folder.journal import Record
from maturity.folder.names import KEY, MAPPING, YAML
from maturity.journeys.rounds import opened, school_and_role
from maturity.model import Response, Round
from maturity.model.export import Export, Open, Understood
from maturity.model.mapping import FileMapping
from maturity.packed import ByName, compact
from maturity.readers.answers import Defaults, by_words, understand
from maturity.readers.export import read_export
from maturity.readers.formats.results import looks_like_results, read_results
from maturity.readers.mapping import as_flag, decided_in
from maturity.readers.reply import looks_like_reply, read_replies
from maturity.readers.sheet import first_few
from maturity.report.blocks import Report
from maturity.report.intake import News, intake, news
from maturity.source.content import files_in
from maturity.store.meanwhile import Overwritten
from maturity.text.names import kin
from maturity.text.words import counted, listed

MOST_SHOWN = 50
"""Faults of files that are refused; who has so many has chosen another file, or has to decide a word once."""
NOTHING, NOBODY_SAID = FileMapping(), Defaults()


@dataclass(frozen=True, slots=True)
class Into:
    """A round that files can be brought into.

    Args:
        folder: keeps it.
        round: as it is before.
        remarks: what is worth saying about it.
        decided: what words of files mean, as was decided in this round or in the last before it that has decisions.
        written: what of it stands in this round's own file.
    """

    folder: Path
    round: Round
    remarks: tuple[str, ...]
    decided: FileMapping
    written: FileMapping


@dataclass(frozen=True, slots=True)
class Brought:
    """Files as they were read: replies of the form by their file, and tables."""

    files: tuple[Path, ...]
    replies: Mapping[str, Sequence[Response]]
    exports: tuple[Export, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody said about the files.

    Args:
        at: now, with its time zone.
        decided: what words of the files mean; counts before what was decided earlier.
        same: whether rows that may be people who are there already are these people; None: nobody has said so yet.
        defaults: school and role of people whose row does not say it.
        bring_back: who may come in again although they were erased.
    """

    at: dt.datetime
    decided: FileMapping
    same: bool | None
    defaults: Defaults
    bring_back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InDoubt:
    """Rows of a file that for one reason may be people who are there already; `said` tells which and why."""

    source: str
    said: str
    rows: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What some files would bring into a round, of which nothing is stored yet.

    Args:
        into: the round.
        brought: the files.
        given: what was said about them.
        understood: each table in the terms of the round.
        decided: all that is decided about words by now.
        news: whom it would add and change, who is there already, and who has withdrawn.
        settled: who was left out as older, and whose clock was wrong.
        erased: people who were erased for good and are left out.
        doubts: about who some rows are, until `given.same` says it.
        problems: all that is wrong, what is to be decided first included.
        remarks: what is worth saying before whom it would add.
    """

    into: Into
    brought: Brought
    given: Given
    understood: tuple[Understood, ...]
    decided: FileMapping
    news: News
    settled: Settled
    erased: tuple[str, ...]
    doubts: tuple[InDoubt, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]

    @property
    def fatal(self) -> tuple[Problem, ...]:
        """What keeps everything out: all that is not wrong with one row or one reply alone."""
        single = self.brought.replies
        return tuple(one for one in self.problems if not one.field.startswith("row ") and one.source not in single)

    @property
    def open(self) -> tuple[Open, ...]:
        """What is still to be decided about words: `needed`, or of a file that lacks questions."""
        found = {(one.kind, one.text): one for of in self.understood for one in of.open if one.needed or of.unasked}
        return tuple(found.values())

    @property
    def words(self) -> tuple[Word, ...]:
        """The same, ready to be put to a person: `decide_more` takes what `Word.means` says."""
        schools = self.into.round.cluster.names_apart
        return tuple(word_of(one, self.into.round.questionnaire, schools) for one in self.open)

    @property
    def report(self) -> Report | None:
        """What was recognised, what each column was taken for and whom it adds; None where nothing could be read."""
        replies = {source: len(all_) for source, all_ in self.brought.replies.items() if all_}
        is_read = self.understood or replies
        return intake(self.into.round, self.understood, replies, self.news) if is_read else None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What else to know before it is stored."""
        return tuple(_sentences(self.settled, self.news, _by_name(self.into.round.responses)))

    def refusal(self, *, skip_bad_rows: bool = False) -> InputError | None:
        """Why nothing may be stored; `skip_bad_rows`: what is right comes in, and what is wrong is left out."""
        if not self.fatal and (skip_bad_rows or not self.problems):
            return None
        first = [*self.fatal, *(one for one in self.problems if one not in self.fatal)][:MOST_SHOWN]
        return InputError([*first, _nothing_stored(self.problems, self.fatal)])


@dataclass(frozen=True, slots=True)
class Meanings:
    """Decisions that were written.

    Args:
        file: that keeps them.
        overwritten: what others had decided in the meantime, and otherwise.
    """

    file: Path
    overwritten: tuple[Overwritten, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored.

    Args:
        people: new or changed.
        overwritten: what others had put in the meantime, and is replaced; `meanwhile.replaced` says it in words.
        words: what was decided about words; None if that is nothing new.
    """

    people: Sequence[Response]
    overwritten: tuple[Overwritten, ...]
    words: Meanings | None


def round_into(path: Path) -> Into:
    """The round that is meant; raises as `opened`, and InputError for decisions that cannot be read."""
    folder, round_, remarks = opened(path)
    decided, place = decided_in(folder)
    is_own = place is None or place.parent == folder
    if place is not None and not is_own:
        remarks.append(f"what was decided in {folder.parent / place.parent.name / MAPPING} is used again")
    return Into(folder, round_, tuple(remarks), decided, decided if is_own else NOTHING)


def look_at(
    into: Into | Path,
    files: Sequence[Path],
    *,
    at: dt.datetime,
    decided: FileMapping = NOTHING,
    same: bool | None = None,
    defaults: Defaults = NOBODY_SAID,
    bring_back: Sequence[str] = (),
) -> Looked:
    """What files would bring into a round; stores nothing, and can be repeated with more decisions.

    Args:
        into: the round, or the folder of a round or a cluster.
        files: replies of the form, tables, or folders of them.
        at, decided, same, bring_back: as in `Given`.
        defaults: likewise, by id or by name.

    Raises:
        InputError: the round, or a folder of files, cannot be read.
        UsageError: there is no such school or role.
    """
    into = round_into(into) if isinstance(into, Path) else into
    whose = Defaults(*school_and_role(into.round, defaults.school, defaults.role))
    given = Given(at, decided, same, whose, tuple(bring_back))
    return _looked(into, _brought(files, into.round), given)


def decide_more(looked: Looked, decided: FileMapping = NOTHING, same: bool | None = None) -> Looked:
    """The same files once more, after something more was decided; they are not read again."""
    given = looked.given
    same = given.same if same is None else same
    return _looked(looked.into, looked.brought, replace(given, decided=given.decided.merged(decided), same=same))


def keep_words(looked: Looked) -> Meanings:
    """Keep what was decided about words, although nobody's answers are stored yet."""
    return _keep(looked.into, looked.decided)


def _nobody_hears(_: Meanings) -> None: ...


def store(looked: Looked, *, skip_bad_rows: bool = False, hear: Callable[[Meanings], None] = _nobody_hears) -> Stored:
    """Store what was looked at, and what was decided on the way; what others stored in the meantime stays.

    Args:
        skip_bad_rows: although there are rows or replies with a fault, which are left out.
        hear: hears of the decisions as soon as they are written, and before anybody's answers are.

    Raises:
        InputError: something is wrong with the files, or it cannot be saved; then nobody's answers were stored.
    """
    if (refused := looked.refusal(skip_bad_rows=skip_bad_rows)) is not None:
        raise refused
    into, at, decided, words = looked.into, looked.given.at, looked.decided, None
    for one in looked.understood:
        decided = decided.merged(by_words(one))
    if decided != into.written:
        words = _keep(into, decided)
        hear(words)
    for name in looked.given.bring_back:
        kept.bring_back(into.folder, name, at=at)
    new, changed = looked.news.new, looked.news.changed
    people = compact(chain(new, changed)) if changed else new
    # Whoever has the file reads in it by what its people are known.
    overwritten = kept.append_all(into.folder, people, at=at, base=_by_name(into.round.responses), code=False)
    return Stored(people, tuple(overwritten), words)


def _keep(into: Into, decided: FileMapping) -> Meanings:
    """Put what was decided here into the round's file, beside what was decided elsewhere in the meantime."""
    file, overwritten = kept.save_mapping(into.folder, decided, into.written)
    return Meanings(file, tuple(overwritten))


def _brought(files: Sequence[Path], round_: Round) -> Brought:
    replies: dict[str, Sequence[Response]] = {}
    exports: list[Export] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(inner for given in files for inner in files_in(given)):
        if path.suffix.lower() in YAML:
            message = "this is a YAML file, such as a whole round in one file, and no table or reply with answers"
            hint = "make a table of it: maturity export FILE -o answers.csv; and collect that"
            problems.append(Problem(str(path), None, "", "not-answers", message, hint))
            continue
        if looks_like_reply(path) and not looks_like_results(path):
            replies[str(path)], found = read_replies(path, round_)
        else:
            export, found = (read_results if looks_like_results(path) else read_export)(path)
            exports += [export] if export else []
        problems += found
    return Brought(tuple(files), replies, tuple(exports), tuple(problems))


def _looked(into: Into, brought: Brought, given: Given) -> Looked:
    decided = into.decided.merged(given.decided)
    understood = tuple(understand(export, into.round, decided, given.defaults) for export in brought.exports)
    records, there = kept.read(into.folder).records, _by_name(into.round.responses)
    gone = {name for name, is_there in _said_last(records).items() if not is_there}
    # Who has withdrawn is known by the last that they said.
    ever = ((one.respondent, one.response) for one in records if one.response is not None)
    rows, doubts = identify(understood, ByName(chain(ever, there.items())) if gone else there, given.same)
    in_doubt = _in_doubt(doubts)
    out, remarks = _erased(into.folder, _arrivals(brought, understood, rows), given.bring_back)
    typed = {one.respondent: one.recorded for one in records if one.respondent.startswith(LEAD)}
    arrived = (one for one in _arrivals(brought, understood, rows) if one.response.respondent not in out)
    settled = settle(arrived, there, given.at, typed)
    found = news(settled.people, there, frozenset(gone))
    problems = (*brought.problems, *(one for of in understood for one in _problems(of)), *map(_undecided, in_doubt))
    return Looked(into, brought, given, understood, decided, found, settled, out, in_doubt, problems, remarks)


def _by_name(responses: Sequence[Response]) -> Mapping[str, Response]:
    return ByName((one.respondent, one) for one in responses)


def _said_last(records: Iterable[Record]) -> dict[str, bool]:
    """Respondent to whether their last record says something; of who has withdrawn it does not."""
    return {one.respondent: one.response is not None for one in records}


def _arrivals(
    brought: Brought, understood: Sequence[Understood], rows: Sequence[Sequence[Response]]
) -> Iterator[Arrival]:
    """Everybody in the files; of a table, whose rows are given beside it, with what it has a column for."""
    for responses in brought.replies.values():
        yield from map(Arrival, responses)
    for one, responses in zip(understood, rows, strict=True):
        holds = frozenset(column.target for column in one.matched if column.target)
        yield from (Arrival(response, holds) for response in responses)


def _erased(
    folder: Path, arrivals: Iterable[Arrival], wanted: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who was erased for good and is not asked for; and what is worth saying about that."""
    gone, back = kept.forgotten_in(folder), set(map(kin, wanted))
    note = f"Note: {folder / KEY} is missing, so nobody can tell whether somebody comes back who was erased."
    names = (one.response.respondent for one in arrivals)
    out = dict.fromkeys(name for name in names if name in gone and kin(name) not in back)
    return tuple(out), (note,) if gone.unknown else ()


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


def _in_doubt(doubts: Sequence[Doubt]) -> tuple[InDoubt, ...]:
    groups: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in doubts:
        groups.setdefault((doubt.source, doubt.kind), []).append(doubt)
    found = []
    for (source, kind), of in groups.items():
        rows = first_few([f"row {one.row} ({one.respondent})" for one in of])
        found.append(InDoubt(source, f"{counted(len(of), 'row')} {_WHY[kind]}: {rows}", tuple(of)))
    return tuple(found)


def _undecided(doubt: InDoubt) -> Problem:
    hint = "look at the rows, then add --same-people if they are, or --other-people if they are not"
    return Problem(doubt.source, None, "", "in-doubt", doubt.said, hint)


def _problems(understood: Understood) -> Iterator[Problem]:
    yield from understood.problems
    for one in understood.open:
        if one.kind == "columns" and one.needed:
            message = "the column is much like a question, and is not quite it"
            flag, out = as_flag(one.text, [*one.likely, "ID"][0]), as_flag(one.text, "")
            hint = f"say what it holds: {flag}, or leave it out: {out}"
            yield Problem(understood.export.source, None, one.where, "open-column", message, hint)


def _nothing_stored(problems: Sequence[Problem], fatal: Sequence[Problem]) -> Problem:
    hint = "put it right" if len(problems) == 1 else "put them right"
    hint += "" if fatal else ", or add --skip-bad-rows to store the others"
    faults = counted(len(problems), "fault")
    if len(problems) > MOST_SHOWN:
        faults += f", of which the first {MOST_SHOWN} are shown"
    return Problem("", None, "", "nothing-stored", f"nothing was stored: {faults}", hint)


def _sentences(settled: Settled, found: News, there: Mapping[str, Response]) -> Iterator[str]:
    if settled.older:
        said = counted(settled.older, "response is", "responses are")
        yield f"{said} older than what the same people handed in later, and left out."
    if settled.ahead:
        yield (
            "Handed in at a time that is still to come, so that a clock was wrong: "
            f"{listed(settled.ahead[:MOST_SHOWN])}. The answers are taken in, their time is left out."
        )
    if settled.disputed:
        yield (
            "Left out, for their time is still to come and other answers of the same people have a sound one: "
            f"{listed(settled.disputed[:MOST_SHOWN])}. If they are the later ones, correct the time in the file."
        )
    for name, what in list(vanished(found.changed, there).items())[:MOST_SHOWN]:
        yield f"{name}: what is there now and not in the files disappears: {', '.join(what)}"
