"""What a shell offers when Tab is pressed: quick, and silent whatever is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from maturity.model import Questionnaire

Find = Callable[[typer.Context, str], Iterable[str]]
Offer = Callable[[typer.Context, str], list[str]]
WRITTEN = (".yaml", ".yml")
HEAD = 20_000
"""Letters of a round in one file among which its questionnaire is named."""
_PLAIN = re.compile(r"[\w@%+=.,/~-]+")
"""A name that a shell takes as it stands; others are left to its own completion of files, which quotes them."""


def _silent(find: Find) -> Offer:
    """Offer nothing where something cannot be read: a message would land in the line that somebody is typing."""

    @wraps(find)
    def offered(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            return [one for one in find(ctx, incomplete) if one.startswith(incomplete)]
        except Exception:
            return []

    return offered


@_silent
def sections(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The chapters of a report, after a comma those that are not named yet."""
    from maturity.report.contents import CHAPTERS

    before, comma, _ = incomplete.rpartition(",")
    return [before + comma + one for one in CHAPTERS if one not in before.split(",")]


@_silent
def questionnaires(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Shipped ids, and YAML files."""
    from maturity.readers.library import shipped

    return [*(name for name, _ in shipped()), *_files(incomplete, WRITTEN)]


@_silent
def rounds(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Folders of clusters and of rounds, rounds in one file, and tables."""
    from maturity.folder.names import CLUSTER, ROUND, TABLES

    held = [path for path in _beginning(incomplete) if any((path / name).is_file() for name in (ROUND, CLUSTER))]
    return [*_typed(incomplete, held), *_files(incomplete, (*WRITTEN, *TABLES))]


def rounds_and_questionnaires(ctx: typer.Context, incomplete: str) -> list[str]:
    """Whatever a form can be made of."""
    return list(dict.fromkeys([*rounds(ctx, incomplete), *questionnaires(ctx, incomplete)]))


@_silent
def parts(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Ids of whatever can be explained of the round that stands before."""
    from maturity.report.explainable import explainable

    asked = _asked(ctx)
    return [] if asked is None else [one for ids in explainable(asked).values() for one in ids]


@_silent
def movable_parts(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Ids of the dimensions and items of the round that stands before."""
    asked = _asked(ctx)
    return [] if asked is None else _movable(asked)


@_silent
def agreed_ids(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Ids of what was agreed in the round that stands before."""
    from maturity.folder.names import ROUND
    from maturity.folder.rounds import round_folder
    from maturity.source.yaml_source import read_yaml

    given = _given(ctx)
    path = given if given.suffix.lower() in WRITTEN else round_folder(given)[0] / ROUND
    return [one["id"] for one in read_yaml(path).data.get("priorities", ())]


@_silent
def school_ids(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Ids of the schools of the cluster that stands before."""
    return [one["id"] for one in _cluster(ctx).get("schools", ())]


@_silent
def review_days(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Days of reviews that are on record, of the school that is named already or of all."""
    school = ctx.params.get("school")
    return [str(one["reviewed"]) for one in _cluster(ctx).get("reviews", ()) if school in (None, one["school"])]


def _cluster(ctx: typer.Context) -> dict[str, Any]:
    from maturity.folder.names import CLUSTER
    from maturity.folder.rounds import cluster_folder
    from maturity.source.yaml_source import read_yaml

    folder = Path(ctx.params.get("folder") or ctx.args[0])
    return read_yaml((folder if (folder / CLUSTER).is_file() else cluster_folder(folder)) / CLUSTER).data


def _given(ctx: typer.Context) -> Path:
    """The round that stands before; an option that still waits for its value leaves it among what is not understood."""
    return Path(ctx.params.get("round_") or ctx.args[0])


def _movable(asked: Questionnaire) -> list[str]:
    return [*(dimension.id for dimension in asked.dimensions), *(item.id for item in asked.items)]


def _asked(ctx: typer.Context) -> Questionnaire | None:
    """What the round asks that stands before; its answers are not read, so that it stays quick."""
    from maturity.folder.names import QUESTIONNAIRE
    from maturity.folder.rounds import round_folder
    from maturity.readers.library import find
    from maturity.readers.questionnaire import read_questionnaire

    if named := ctx.params.get("questionnaire"):
        return read_questionnaire(str(named))[0]
    given = _given(ctx)
    if given.is_dir():
        return read_questionnaire(round_folder(given)[0] / QUESTIONNAIRE)[0]
    with given.open(encoding="utf-8") as file:
        found = re.search(r"""^questionnaire:\s*["']?([^"'#\n]+?)["']?\s*(?:#.*)?$""", file.read(HEAD), re.MULTILINE)
    return read_questionnaire(find(found[1], given.parent))[0] if found else None


def _files(incomplete: str, endings: tuple[str, ...]) -> Iterator[str]:
    return _typed(incomplete, [path for path in _beginning(incomplete) if path.suffix.lower() in endings])


def _beginning(incomplete: str) -> list[Path]:
    """What lies in the folder that is typed so far and begins as what is typed, in order."""
    folder, _, name = incomplete.rpartition("/")
    place = Path(f"{folder}/" if "/" in incomplete else ".").expanduser()
    return sorted(path for path in place.iterdir() if path.name.startswith(name) and path.name[:1] != ".")


def _typed(incomplete: str, paths: Iterable[Path]) -> Iterator[str]:
    """Paths in the words in which somebody began to type them."""
    folder, slash, _ = incomplete.rpartition("/")
    return (typed for path in paths if _PLAIN.fullmatch(typed := f"{folder}{slash}{path.name}"))
