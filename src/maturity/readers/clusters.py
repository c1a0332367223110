"""Many clusters at once: which rounds are meant by a row of files and folders, and the regions of clusters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as File
from typing import TYPE_CHECKING

from maturity.errors import InputError, Problem
from maturity.folder.names import CLUSTER, ROUND, TABLES, YAML, is_copy
from maturity.folder.rounds import round_folders, rounds_in_time
from maturity.model import Mode, Round
from maturity.readers.round import read_round
from maturity.source.content import is_file, is_folder, missing, no_such_file, refusal, text_of
from maturity.source.shape import kind_of
from maturity.source.yaml_source import read_yaml
from maturity.text.clean import plain
from maturity.text.names import folded_name, quoted, suggestion

if TYPE_CHECKING:
    from maturity.core.portfolio import ReadCluster

LARGEST_REGIONS = 1_000_000
LAST = 3
"""So many rounds of a cluster's folder are read: the one that is drawn, the one before, and one without answers."""
FORMAT = "maturity-round/"
"""Stands in every YAML file of a round."""
OTHER_KINDS = {
    "questionnaire": "a questionnaire",
    "theme": "a theme",
    "mapping": "a mapping of columns",
    "publication": "what was published of a round",
    "cluster": "the settings of a cluster",
}
"""What a file is that says so itself, by a word of its format."""


def read_entries(
    paths: Sequence[File],
    questionnaire: str | None = None,
    regions: Mapping[str, str] | None = None,
    kind: Mode | None = None,
) -> tuple[list[ReadCluster], list[Problem]]:
    """The clusters that files and folders hold, each with its latest round and the one before.

    Rounds of the same cluster (the same name and a school in common) belong together, wherever they lie.

    Args:
        paths: rounds as files or folders, folders of clusters, and folders that hold any of these.
        questionnaire: a shipped id or a path; for tables.
        regions: cluster name to region.
        kind: of the rounds that tables are from, where they have no column `kind`.

    Returns:
        the clusters in the order in which they were given, without rounds of which nothing is published; and everything
        that is wrong. When one cannot be read there is none at all: a map from which clusters are missing would
        mislead. What comes with clusters is only a remark.
    """
    found: list[Round] = []
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for path in paths:
        try:
            sources = sources_in(path)
        except InputError as error:
            problems += error.problems
            continue
        for source in sources:
            round_, faults = read_round(source, questionnaire, kind)
            if round_ is None:
                problems += faults
            elif round_.is_told:
                found.append(round_)
            else:
                remarks.append(_untold(source, round_))
    groups = _groups(found)
    problems += _undated(groups)
    if problems:
        return [], problems
    entries = [_entry(rounds, regions or {}) for rounds in groups]
    return entries, [*remarks, *_unanswered(groups, entries), *(_without_region(entries, regions) if regions else ())]


def _untold(source: File, round_: Round) -> Problem:
    """That nothing is known of a round, which therefore is on no map."""
    if round_.rehearsal:
        return Problem(str(source), None, "", "rehearsal", f"{quoted(round_.label)} is a rehearsal, and left out", "")
    message = f"{quoted(round_.cluster.name)}, {quoted(round_.label)}: nothing is published yet, and it is left out"
    return Problem(str(source), None, "", "not-closed", message, "close it first: maturity score ROUND")


def sources_in(path: File) -> list[File]:
    """The rounds that a path stands for.

    Args:
        path: a round; the folder of a cluster, which stands for its last rounds; or a folder of these.

    Raises:
        InputError: there is nothing there.
    """
    if not is_folder(path):
        if not is_file(path):
            raise missing(path)
        return [path]
    if is_file(path / ROUND):
        return [path]
    if is_file(path / CLUSTER):
        return rounds_in_time(path)[-LAST:] or [path]
    found: list[File] = []
    passed: list[tuple[File, str]] = []
    for inner in sorted(path.iterdir()):
        if inner.name.startswith("."):
            continue
        if is_folder(inner):
            holds = is_file(inner / ROUND) or is_file(inner / CLUSTER) or rounds_in_time(inner)
            found += sources_in(inner) if holds else []
        elif inner.suffix.lower() in YAML:
            why = no_round(inner)
            if why:
                passed.append((inner, why))
            else:
                found.append(inner)
    if found:
        return found
    raise _no_cluster(path, passed)


def clusters_in(folder: File, *, tables: bool = False) -> tuple[list[File], list[tuple[File, str]]]:
    """The clusters of a folder, each by itself, by name; and what was passed over that could have been meant as one.

    Why a file of YAML is no round is said beside it; of folders and copies there is nothing to say.

    A cluster is a folder that holds `cluster.yaml`, `round.yaml` or the folders of rounds, or a file of one round. A
    path that is a cluster itself is the only one.

    Args:
        tables: whether tables are rounds as well.

    Raises:
        InputError: there is nothing there, or no cluster in it.
    """
    if not is_folder(folder):
        if not is_file(folder):
            raise missing(folder)
        return [folder], []
    if holds_cluster(folder):
        return [folder], []
    found: list[File] = []
    passed: list[tuple[File, str]] = []
    for inner in sorted(folder.iterdir(), key=lambda one: (one.name.casefold(), one.name)):
        ending = inner.suffix.lower()
        if inner.name.startswith((".", "~$")):
            continue
        if is_folder(inner):
            meant, why = holds_cluster(inner), ""
        elif ending in YAML:
            why = no_round(inner)
            meant = not why
        elif tables and ending in TABLES:
            meant, why = True, ""
        else:
            continue
        if meant and not is_copy(inner.name):
            found.append(inner)
        else:
            passed.append((inner, why))
    if found:
        return found, passed
    raise _no_cluster(folder, [(path, why) for path, why in passed if why])


def _no_cluster(folder: File, passed: Sequence[tuple[File, str]]) -> InputError:
    message = "the folder holds no cluster"
    if passed:
        message += f"; no round: {named_with_why(passed)}"
    hint = f"give a folder that holds clusters' folders, or YAML files that start with 'format: {FORMAT}1'"
    return refusal(folder, None, "no-clusters", message, hint)


def named_with_why(passed: Iterable[tuple[File, str]]) -> str:
    """Files that are no rounds, each with the reason behind it."""
    return ", ".join(f"{plain(path.name)} ({why})" for path, why in passed)


def holds_cluster(folder: File) -> bool:
    """Whether a folder is that of one cluster, or of one round of it."""
    try:
        return is_file(folder / CLUSTER) or is_file(folder / ROUND) or bool(round_folders(folder))
    except InputError:
        # What cannot be looked into is better named as a cluster that failed than passed over.
        return True


def no_round(path: File) -> str:
    """Why a file of YAML is not taken for a round; empty where it is meant as one, with faults or without.

    A file is meant as a round if it says so, however misspelt, or has a cluster in it: what works alone works here.
    """
    try:
        with path.open("rb") as file:
            if FORMAT.encode() in file.read(4000):
                return ""
        said = read_yaml(path).data
    except OSError:
        return ""
    except InputError as error:
        first = error.problems[0]
        return f"line {first.line}: {first.message}" if first.line is not None else first.message
    form = str(said.get("format", "")).casefold()
    if "cluster" in said or "round" in form:
        return ""
    kind = next((name for word, name in OTHER_KINDS.items() if word in form), None)
    return kind or "nothing in it says 'cluster'"


def _groups(rounds: Iterable[Round]) -> list[list[Round]]:
    """Rounds by cluster."""
    groups: list[list[Round]] = []
    for one in rounds:
        schools = set(one.cluster.school_by_id)
        for group in groups:
            other = group[0].cluster
            if other.name == one.cluster.name and schools & set(other.school_by_id):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _undated(groups: Iterable[Sequence[Round]]) -> list[Problem]:
    """Rounds of one cluster of which nobody can say which is the later one."""
    problems = []
    for group in groups:
        dates = [one.date for one in group]
        if len(group) > 1 and (None in dates or len(set(dates)) < len(dates)):
            name = group[0].cluster.name
            message = (
                f"{len(group)} rounds of the cluster {quoted(name)} cannot be put in order: dates are missing or equal"
            )
            problems.append(Problem("", None, "date", "no-order", message, "give each round its own date"))
    return problems


def _entry(rounds: Sequence[Round], regions: Mapping[str, str]) -> ReadCluster:
    """The latest round that somebody has answered, and the one before; the latest at all where there is none."""
    ordered = sorted(rounds, key=lambda one: one.date or dt.date.min)
    answered = [one for one in ordered if one.responses]
    *earlier, latest = answered or ordered[-1:]
    from maturity.core.portfolio import ReadCluster

    return ReadCluster(latest, earlier[-1] if earlier else None, regions.get(latest.cluster.name))


def _unanswered(groups: Iterable[Sequence[Round]], entries: Iterable[ReadCluster]) -> list[Problem]:
    """Later rounds that have been opened and not answered."""
    return [
        Problem(
            "",
            None,
            "",
            "unanswered",
            f"nobody has answered the round {quoted(one.label)} of {quoted(one.cluster.name)} yet",
            f"the round {quoted(entry.round.label)} is shown",
        )
        for group, entry in zip(groups, entries, strict=True)
        for one in group
        if one.date and entry.round.date and one.date > entry.round.date
    ]


def _without_region(entries: Iterable[ReadCluster], regions: Mapping[str, str]) -> list[Problem]:
    """A slip in a name loses its region; that should be seen."""
    spare = sorted(set(regions) - {entry.round.cluster.name for entry in entries})
    return [
        Problem("", None, "", "no-region", f"the cluster {quoted(name)} is in no region", suggestion(name, spare))
        for name in (entry.round.cluster.name for entry in entries)
        if name not in regions
    ]


def load_regions(path: File) -> dict[str, str]:
    """Cluster name to region, from YAML (`name: region` a line) or a table with the columns cluster and region.

    Args:
        path: `.yaml`, `.yml`, `.csv` or `.tsv`.

    Raises:
        InputError: it cannot be read; carries all problems.
    """
    if path.suffix.lower() in YAML:
        return _regions_yaml(path)
    if path.suffix.lower() in TABLES[:2]:
        return _regions_table(path)
    if not is_file(path):
        raise no_such_file(path)
    raise refusal(
        path, None, "unknown-format", "this is no list of regions", "give YAML (.yaml) or a table (.csv, .tsv)"
    )


def _regions_yaml(path: File) -> dict[str, str]:
    draft = read_yaml(path)
    problems = list(draft.problems)
    known = set[str]()
    for name, region in draft.data.items():
        if folded_name(str(name)) in known:
            source, line, field = draft.locate((name,))
            problems.append(_twice(source, line, field, str(name)))
        known.add(folded_name(str(name)))
        if not isinstance(region, str) or not region.strip():
            source, line, field = draft.locate((name,))
            message = f"{kind_of(region)} stands where the name of a region is expected"
            problems.append(Problem(source, line, field, "wrong-type", message, 'write a text: "North"'))
    if problems:
        raise InputError(problems)
    return {str(name): region.strip() for name, region in draft.data.items()}


def _twice(source: str, line: int | None, field: str, name: str) -> Problem:
    message = f"the cluster {quoted(name)} is given twice"
    return Problem(source, line, field, "duplicate-cluster", message, "keep one of them")


def _regions_table(path: File) -> dict[str, str]:
    import csv
    import io

    text = text_of(path, LARGEST_REGIONS)
    rows = csv.reader(io.StringIO(text), delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    header = [cell.strip().casefold() for cell in next(rows, [])]
    if "cluster" not in header or "region" not in header:
        hint = "make the first row: cluster,region"
        raise refusal(path, 1, "no-header", "the columns cluster and region are not there", hint)
    name_at, region_at = header.index("cluster"), header.index("region")
    regions: dict[str, str] = {}
    known, problems = set[str](), []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        name, region = ((cells[at] if at < len(cells) else "") for at in (name_at, region_at))
        if not name or not region:
            message = "a cluster without a region, or a region without a cluster"
            problems.append(
                Problem(str(path), rows.line_num, "", "half-a-row", message, "fill in both, or remove the row")
            )
        elif folded_name(name) in known:
            problems.append(_twice(str(path), rows.line_num, "", name))
        else:
            known.add(folded_name(name))
            regions[name] = region
    if problems:
        raise InputError(problems)
    return regions
