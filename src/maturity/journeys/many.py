"""A report of every cluster in a folder, in one go: what fails for one is said and keeps no other from its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.errors import InputError, MaturityError, Problem, UsageError
from maturity.journeys.ask import Ask, format_meant

if TYPE_CHECKING:
    from maturity.model.theme import Theme
    from maturity.report.compose import Audience

ARCHIVE = ".zip"
NOT_CLOSED = "not-closed"
"""Code of the refusal to tell anything of a round that is open."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made of each cluster.

    Args:
        kinds: endings of the formats, each once.
        chapters: ids of `maturity.report.contents.CHAPTERS`; all where there are none.
    """

    kinds: tuple[str, ...]
    audience: Audience = "governors"
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of one cluster.

    Args:
        name: of its files, without the ending.
        files: that were written, charts beside them included.
        problems: why others were not.
        number: its place in the order, from 1; `of`: how many clusters there are.
    """

    path: Path
    name: str
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    number: int
    of: int

    @property
    def is_open(self) -> bool:
        """Whether nothing can be told of it yet, since nobody has closed its round."""
        return any(problem.code == NOT_CLOSED for problem in self.problems)


Hear = Callable[[Reported], None]


def kinds_meant(said: str) -> tuple[str, ...]:
    """The formats that a list of endings names, each once.

    Raises:
        UsageError: it names none, or one that there is not.
    """
    from maturity.renderers.registry import endings

    named = [one.strip().lower().removeprefix(".") for one in said.split(",")]
    kinds = tuple(dict.fromkeys(filter(None, named)))
    for kind in kinds:
        format_meant(Path(f"report.{kind}"), endings())
    if not kinds:
        raise UsageError("--as names no format", f"name some of: {', '.join(endings())}")
    return kinds


def refuse_many(folder: Path, ask: Ask) -> None:
    """Stop where a folder of clusters is given where a cluster is wanted.

    Raises:
        UsageError: it is one.
    """
    from maturity.source.content import is_folder

    if not is_folder(folder):
        return
    from maturity.readers.clusters import clusters_in, holds_cluster
    from maturity.text.words import counted

    if holds_cluster(folder):
        return
    try:
        found, _ = clusters_in(folder, tables=ask.questionnaire is not None)
    except InputError:
        return
    hint = "for a report of each, name the formats and a folder: --as pdf,pptx -o FOLDER"
    raise UsageError(f"{folder} holds {counted(len(found), 'cluster')}, and is none itself", hint)


def report_many(folder: Path, into: Path, wanted: Wanted, ask: Ask, hear: Hear) -> tuple[Reported, ...]:
    """Write the reports of all clusters of a folder, one after the other.

    A cluster's files are called after its folder or file. What is not named is not closed, whatever `ask.close` says.

    Args:
        folder: see `maturity.readers.clusters.clusters_in`.
        into: a folder, which is made if it is not there; or a file that ends in .zip, which gets all of them.
        hear: hears of each cluster as soon as it is done.

    Raises:
        InputError: there is no cluster, or what lies at `into` is in the way; then nothing is written.
        KeyboardInterrupt: somebody stopped it; what is finished is written, and an archive that was there has it too.
        UsageError: `into` lies among the clusters.
    """
    from maturity.files import aside, folder_made, unzipped, zipped
    from maturity.journeys.outputs import outputs
    from maturity.journeys.story import check_chapters
    from maturity.readers.clusters import clusters_in, named_with_why
    from maturity.text.words import some

    check_chapters(wanted.chapters)
    found, passed = clusters_in(folder, tables=ask.questionnaire is not None)
    _refuse_among(folder, into)
    if silent := [path.name for path, why in passed if not why]:
        ask.tell(f"passed over, as no cluster: {some(silent, 6)}")
    if unlike := [(path, why) for path, why in passed if why]:
        ask.tell(f"passed over, as no round: {named_with_why(unlike)}")
    clusters = list(zip(found, names_of(found), strict=True))
    if into.suffix.lower() != ARCHIVE:
        folder_made(into)
        return tuple(_each(clusters, into, wanted, ask, hear))
    safe = outputs([into], ask, folder)
    safe.of("reports", folder.resolve().name)
    _refuse_of_others(into, [name for _, name in clusters], ask)
    finished: list[Reported] = []

    def heard(one: Reported) -> None:
        finished.append(one)
        hear(_in_archive(one, there, into))

    with aside() as there:
        try:
            done = tuple(_each(clusters, there, wanted, ask, heard))
        except KeyboardInterrupt:
            if files := [path for one in finished for path in one.files]:
                safe.write({into: zipped(files, unzipped(into))})
            raise
        if files := [path for one in done for path in one.files]:
            safe.write({into: zipped(files)})
        return tuple(_in_archive(one, there, into) for one in done)


def _refuse_of_others(into: Path, names: Sequence[str], ask: Ask) -> None:
    """Another folder may have the same name: an archive without any of these clusters is of one."""
    from maturity.files import unzipped

    held = unzipped(into)
    if held and not ask.force and not any(one.startswith((f"{name}.", f"{name}-")) for one in held for name in names):
        message = "the archive there has none of these clusters in it"
        raise InputError(Problem(str(into), None, "", "not-ours", message, "choose another name, or add --force"))


def _in_archive(one: Reported, there: Path, into: Path) -> Reported:
    """The same with the archive's name where the folder beside it was."""
    problems = (replace(problem, source=problem.source.replace(str(there), str(into))) for problem in one.problems)
    return replace(one, files=tuple(into / path.name for path in one.files), problems=tuple(problems))


def _refuse_among(folder: Path, into: Path) -> None:
    """Reports beside answers would be taken for theirs, by people, synced drives and the next run."""
    from maturity.source.content import is_folder

    among, real = folder.resolve(), into.resolve()
    if is_folder(folder) and (real == among or among in real.parents):
        raise UsageError(f"{into} lies in {folder}, among the answers", "name a place outside with -o")


def names_of(paths: Sequence[Path]) -> list[str]:
    """What the files of each cluster are called: as its folder or file, in letters that every system takes.

    Where two would be called the same, the later in the order has a number after it.

    >>> names_of([Path("River Learning"), Path("elm.yaml"), Path("Elm"), Path("con"), Path("Школа 7")])
    ['River-Learning', 'elm', 'Elm-2', 'cluster-con', 'Школа-7']
    """
    from maturity.folder.names import LONGEST_NAME, folder_name
    from maturity.source.content import is_folder

    names: list[str] = []
    taken: set[str] = set()
    for path in paths:
        own = path.resolve().name if is_folder(path) or not path.suffix else path.stem
        plain = unicodedata.normalize("NFC", own)[: LONGEST_NAME - 4]
        name = folder_name(plain) or folder_name(f"cluster-{plain}") or "cluster"
        free = next(one for n in count(1) if (one := name if n == 1 else f"{name}-{n}").casefold() not in taken)
        taken.add(free.casefold())
        names.append(free)
    return names


def _each(clusters: Sequence[tuple[Path, str]], into: Path, wanted: Wanted, ask: Ask, hear: Hear) -> Iterator[Reported]:
    from maturity.charts.style import font_note

    looks: list[Theme] = []
    for number, (path, name) in enumerate(clusters, 1):
        files: list[Path] = []
        problems, look = _one(path, [into / f"{name}.{kind}" for kind in wanted.kinds], wanted, _own(ask, name, files))
        looks += [look] if look is not None else []
        done = Reported(path, name, tuple(files), problems, number, len(clusters))
        hear(done)
        yield done
    note = font_note(looks[-1]) if looks else None
    if note is not None:
        ask.tell(note)


def _own(ask: Ask, name: str, files: list[Path]) -> Ask:
    """How one of many is asked for: whose a remark is stands before it, and nothing is closed unseen."""
    from maturity.journeys.closing import stays_open

    return replace(
        ask, close=stays_open, again=False, made=files.append, tell=lambda remark: ask.tell(f"{name}: {remark}")
    )


def _one(path: Path, going: Sequence[Path], wanted: Wanted, ask: Ask) -> tuple[tuple[Problem, ...], Theme | None]:
    """Why files of one cluster are not there; and the look of those that are."""
    from maturity.journeys.story import told_in_files
    from maturity.text.commands import command

    try:
        told = told_in_files([path], going, ask, wanted.audience, wanted.chapters)
        return told.problems, told.story.theme
    except MaturityError as error:
        close = f"to close it: {command('maturity', 'score', path, '--close')}"
        return tuple(replace(one, hint=close) if one.code == NOT_CLOSED else one for one in error.problems), None
    except Exception as error:
        message = f"no report can be made of it ({type(error).__name__}: {error})"
        hint = "that is a fault of this program: please tell its makers"
        return (Problem(str(path), None, "", "fault", message, hint),), None
