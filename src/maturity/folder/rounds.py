"""Which rounds a cluster's folder holds, and which comes when: one definition, by date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from maturity.errors import InputError, Problem
from maturity.folder.names import (
    CLUSTER,
    JOURNAL,
    JOURNALS,
    LOCK,
    MAPPING,
    QUESTIONNAIRE,
    ROUND,
    TABLES,
    WORKSHOP,
    folder_name,
    is_copy,
)
from maturity.source.content import is_file, is_folder, missing, refusal
from maturity.source.yaml_source import read_yaml
from maturity.text.commands import command
from maturity.text.names import quoted


def rounds_in_time(folder: Path) -> list[Path]:
    """Folders of a cluster's rounds, the earliest first: by date, then by name with its numbers read as numbers.

    A round without a date stands before all that have one. Copies by hand or by syncing are no rounds, by their names
    or by what they say; and a rehearsal is none of a cluster's years.

    Args:
        folder: of a cluster.

    Raises:
        InputError: what is left of a round cannot be read, so that nobody knows which round is the latest.
    """
    return [path for path, is_rehearsal in _in_time(folder) if not is_rehearsal]


def days_in_time(folder: Path) -> list[dt.date]:
    """The days of a cluster's rounds that have one, the earliest first; arguments as in `rounds_in_time`."""
    days = [_said_of(path).date for path in rounds_in_time(folder)]
    return [date for date in days if date > dt.date.min]


def rehearsals(folder: Path) -> list[Path]:
    """Folders of a cluster's rehearsals, the earliest first."""
    return [path for path, is_rehearsal in _in_time(folder) if is_rehearsal]


def _in_time(folder: Path) -> list[tuple[Path, bool]]:
    """Every round in time, and whether it is a rehearsal."""
    found = {path: _said_of(path) for path in round_folders(folder)}
    ordered = sorted((said.date, _natural(path.name), path) for path, said in found.items())
    doubles = _doubles(found)
    return [(path, found[path].is_rehearsal) for _, _, path in ordered if path not in doubles]


def doubled_rounds(folder: Path) -> set[Path]:
    """Folders that hold a round once more, whatever they are called: another of its label and day has its name."""
    try:
        return _doubles({path: _said_of(path) for path in round_folders(folder)})
    except InputError:
        return set()


def _doubles(rounds: Mapping[Path, _Said]) -> set[Path]:
    first = {(said.label, said.date) for path, said in rounds.items() if path.name == folder_name(said.label)}
    return {
        path
        for path, said in rounds.items()
        if (said.label, said.date) in first and path.name != folder_name(said.label)
    }


def round_folders(folder: Path) -> list[Path]:
    """Folders that hold a round or what is left of one, in no order; copies are not among them.

    Raises:
        InputError: the folder cannot be looked into.
    """
    return [path for path in _inside(folder) if not is_copy(path.name) and is_round(path)]


def copied_rounds(folder: Path) -> list[Path]:
    """Folders that are named as copies of a round are, and that hold one."""
    return [path for path in _inside(folder) if is_copy(path.name) and is_round(path)]


def beside(round_: Path) -> list[Path]:
    """Folders of all other rounds of the same cluster, copies and rehearsals among them, by name."""
    here = round_.resolve()
    found = _inside(cluster_folder(here)) if is_file(cluster_folder(here) / CLUSTER) else []
    return sorted(path for path in found if path.resolve() != here and is_file(path / ROUND))


def is_round(folder: Path) -> bool:
    """Whether a folder holds a round, or what is left of one; a cluster's may hold a questionnaire of its own."""
    if is_file(folder / ROUND) or is_file(folder / CLUSTER):
        return is_file(folder / ROUND)
    return is_file(folder / QUESTIONNAIRE) or any(folder.glob(JOURNALS))


def is_kept(path: Path) -> bool:
    """Whether a file's name is one that the folder it lies in keeps for a cluster, a round or its answers.

    A questionnaire may have its name anywhere else; a round's, a cluster's or a journal's name would make any folder
    look like theirs.
    """
    name, folder = path.name.casefold(), path.parent
    if name in (ROUND, CLUSTER, WORKSHOP, LOCK) or Path(name).match(JOURNALS):
        return True
    return name in (QUESTIONNAIRE, MAPPING) and (is_round(folder) or is_file(folder / CLUSTER))


def round_before(round_: Path) -> Path | None:
    """Folder of the round before one in the same cluster; None if it is the first."""
    here = round_.resolve()
    rounds = [path.resolve() for path in rounds_in_time(cluster_folder(here))]
    place = rounds.index(here) if here in rounds else 0
    return rounds[place - 1] if place else None


def cluster_folder(round_: Path) -> Path:
    """The folder of the cluster that a round's folder lies in."""
    return round_.parent if round_.name not in ("", "..") else round_.resolve().parent


def round_folder(path: Path, *, to_fill: bool = False) -> tuple[Path, list[Problem]]:
    """The folder of the round that is meant.

    Args:
        path: folder of a round, or of a cluster; of several rounds the latest is taken.
        to_fill: answers are to go into it, so that it may have none.

    Returns:
        the folder, and a remark if there were others to choose from and it is in doubt which one is meant.

    Raises:
        InputError: there is no such folder, or no round in it, or one of them cannot be read.
    """
    if is_file(path / ROUND):
        return path, []
    if not is_folder(path):
        if not is_file(path):
            raise missing(path)
        message, hint = "answers are kept in a folder, this is a file", "'maturity start FOLDER' makes one"
        raise refusal(path, None, "no-folder", message, f"give the folder of a round; {hint}")
    if not is_file(path / CLUSTER) and is_file(path / JOURNAL):
        there(path / ROUND)
    in_order = _in_time(path)
    rounds = [one for one, is_rehearsal in in_order if not is_rehearsal] or [one for one, _ in in_order]
    if not rounds:
        raise refusal(path, None, "no-round", f"the folder holds no {ROUND}", _instead(path))
    *others, latest = rounds
    why = _doubt(others[-1], latest, to_fill=to_fill) if others else ""
    if not why:
        return latest, []
    message = f"the latest round is taken, {quoted(latest.name)}, {why}"
    hint = f"for another give its folder: {', '.join(map(str, others))}"
    return latest, [Problem(str(path), None, "", "latest-round", message, hint)]


def _doubt(before: Path, latest: Path, *, to_fill: bool) -> str:
    """Why somebody may have meant another round than the latest; empty where nobody would wonder."""
    said = _said_of(latest)
    if said.is_rehearsal:
        return "which is a rehearsal"
    if _said_of(before).date == said.date:
        dated = "is of the same day" if said.date > dt.date.min else "has no date either"
        return f"and {quoted(before.name)} {dated}"
    if not to_fill and not is_file(latest / JOURNAL) and not read_yaml(latest / ROUND).data.get("responses"):
        return "which nobody has answered yet"
    return ""


def there(path: Path) -> Path:
    """A file that the folder of a cluster or a round cannot do without.

    Raises:
        InputError: it is missing.
    """
    if not is_file(path):
        hint = "restore it from a copy, or from the history of the synced drive"
        raise refusal(path, None, "missing", "the file is missing", hint)
    return path


def clusters_below(folder: Path) -> list[Path]:
    """Folders of clusters one level below a folder, by name."""
    return sorted(path for path in _inside(folder) if is_file(path / CLUSTER))


def is_empty(folder: Path) -> bool:
    """Whether nothing can be seen in a folder, or it is not there."""
    return not _seen(folder)


def _inside(folder: Path) -> list[Path]:
    return [path for path in _seen(folder) if is_folder(path)]


def _seen(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.name[:1] != "."]
    except FileNotFoundError:
        return []
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        hint = "check its permissions"
        raise refusal(folder, None, "unreadable", f"the folder cannot be looked into: {reason}", hint) from None


@dataclass(frozen=True, slots=True)
class _Said:
    """What tells rounds apart; the first of all days where one has none."""

    label: str
    date: dt.date
    is_rehearsal: bool


def _said_of(round_: Path) -> _Said:
    path = there(round_ / ROUND)
    data = read_yaml(path).data
    label, said, is_rehearsal = str(data.get("label", "")), data.get("date"), data.get("rehearsal") is True
    if said is None:
        return _Said(label, dt.date.min, is_rehearsal)
    try:
        return _Said(label, dt.date.fromisoformat(str(said)), is_rehearsal)
    except ValueError:
        hint = "write year-month-day, for example 2026-03-12"
        raise InputError(Problem(str(path), None, "date", "bad-date", f"{quoted(said)} is no date", hint)) from None


def _instead(path: Path) -> str:
    copies = [quoted(copy.name) for copy in copied_rounds(path)]
    if copies:
        return f"{', '.join(copies)} looks like a copy, and a copy is no round: give it a name of its own if it is one"
    if is_file(path / CLUSTER):
        return f"open a round: {command('maturity', 'start', path)}"
    files = sorted(str(file) for file in path.glob("*") if file.suffix.lower() in (".yaml", ".yml", *TABLES))
    return f"give a file: {', '.join(files)}" if files else "give a file, or the folder of a round"


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(digits or 0), word) for digits, word in re.findall(r"(\d+)|(\D+)", name.casefold())]
