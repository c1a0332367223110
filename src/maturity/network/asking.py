"""What a command or a notebook asks for: sources in, everything that is told of many clusters out."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from maturity.errors import InputError, Problem, UsageError
from maturity.model import Mode, Questionnaire
from maturity.network.asked import Asked
from maturity.network.blocks import points_alone, results_of
from maturity.network.coding import CodingRules
from maturity.network.columns import refuse_by
from maturity.network.counting import PointsWork
from maturity.network.folders import of_rounds
from maturity.network.keeping import folder_of_run
from maturity.network.running import BlockWork, Gathered, Tell, all_gathered
from maturity.network.sources import sources_meant
from maturity.network.together import NetworkTold, WantedTogether, everything_told
from maturity.readers.library import shipped
from maturity.readers.questionnaire import load_questionnaire
from maturity.text.names import folded_name

REGION = "region"


def _unheard(phase: str, done: int, whole: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """Which answers, and how they are read.

    Args:
        sources: tables, folders of tables, folders of clusters, rounds, patterns.
        questionnaires: ids or files; of the first of them are rows that do not say what was asked.
        kind: of rounds whose rows do not say it.
        wanted: what is to be told.
        regions: cluster to region, where no column says it.
        made: files that are written, and folders: what lies there is no source.
        folder: where blocks are kept while they are worked out, unless points alone are wanted, and no other run may
            work; it is gone in the end, but after Ctrl-C if there is something to go on with. None is one that always
            goes.
        alone: further folders of this kind that no other run may work for.
        resume: go on with what is there.
        strict: refuse everything where a row has a fault.
        tell: hears how far it is.
    """

    sources: Sequence[Path]
    questionnaires: Sequence[str] = ()
    kind: Mode | None = None
    wanted: WantedTogether = field(default_factory=WantedTogether)
    regions: Mapping[str, str] = field(default_factory=dict)
    made: Sequence[Path] = ()
    folder: Path | None = None
    alone: Collection[Path] = ()
    resume: bool = False
    strict: bool = False
    tell: Tell = _unheard


def network_of(ask: Network) -> tuple[Gathered, NetworkTold]:
    """Everything that is told of the clusters in some sources.

    Raises:
        InputError: a source cannot be read, or holds nothing; or `strict`, and a row has a fault.
        UsageError: what is asked for does not fit together.
    """
    with folder_of(ask) as folder:
        return network_in(folder, ask)


def folder_of(ask: Network) -> AbstractContextManager[Path]:
    """Where coded answers are kept as long as it may be necessary to go on from them."""
    return folder_of_run(ask.folder, aside=ask.wanted.points, alone=ask.alone)


def network_in(folder: Path, ask: Network) -> tuple[Gathered, NetworkTold]:
    """The same as `network_of` in a folder of `folder_of`, which stays until its end."""
    if ask.wanted.points and ask.wanted.strengths:
        raise UsageError(
            "--strengths needs to know how sure each value is, which --points leaves out", "use one of them"
        )
    if len(set(ask.wanted.by)) < len(ask.wanted.by):
        raise UsageError("a column stands twice in --by", "name each once")
    refuse_by(ask.wanted.by)
    sources = sources_meant(ask.sources, ask.made)
    tables, rounds = sources.tables, sources.rounds
    asked = Asked(_known(ask.questionnaires), _from_library)
    own = tuple(name for name in ask.wanted.by if not (name == REGION and ask.regions))
    rules = CodingRules(asked, ask.kind, own, secrets.randbits(64))
    first, beside = of_rounds(rounds, rules)
    first.notes = [*sources.notes, *first.notes]
    found = [first]
    if tables:
        work = (
            PointsWork(tables, rules, folder, beside)
            if ask.wanted.points
            else BlockWork(tables, rules, folder, resume=ask.resume, beside=beside)
        )
        found.append(work.run(ask.tell, strict=ask.strict))
    else:
        made = results_of([], rules.by, beside=beside)
        first.rows, first.remarks = made.rows, made.remarks
    whole = all_gathered(found)
    whole.notes += whole.remarks.said()
    if ask.strict and whole.problems:
        raise InputError(whole.problems)
    if not whole.rows:
        problems = [*whole.problems, *whole.faults.problems()][:10]
        why = "; ".join(sources.notes[:3])
        raise InputError(problems or Problem("", None, "", "no-answers", "there are no answers in these sources", why))
    if ask.wanted.points:
        whole.rows = [(one, points_alone(one, rows)) for one, rows in whole.rows]
    if ask.regions and REGION not in ask.wanted.by:
        whole.notes.append(f"regions are in the rows, and no region is told: add --by {REGION}")
    if ask.regions:
        _place(whole, ask.regions, ask.wanted.by)
    return whole, everything_told(whole, ask.wanted)


def _known(names: Sequence[str]) -> dict[tuple[str, str], Questionnaire]:
    found: dict[tuple[str, str], Questionnaire] = {}
    for name in names:
        one = load_questionnaire(name)
        if (one.id, one.version) in found:
            raise UsageError(f"{one.id}, version {one.version}, is given twice with -q", "leave one out")
        found[one.id, one.version] = one
    return found


def _from_library(name: str) -> Questionnaire | None:
    """A shipped questionnaire; a path is never taken from a table."""
    return load_questionnaire(name) if name in dict(shipped()) else None


def _place(found: Gathered, regions: Mapping[str, str], by: Sequence[str]) -> None:
    """Say the region of each cluster."""
    known = {folded_name(name): region for name, region in regions.items()}
    for n, (asked, rows) in enumerate(found.rows):
        said = [known.get(folded_name(name)) for name in rows["cluster"].to_list()]
        column = pl.Series(REGION, said, dtype=pl.String)
        rest = [name for name in rows.columns if name not in ("cluster", *by)]
        order = ["cluster", *(by if REGION in by else (REGION, *by)), *rest]
        found.rows[n] = asked, rows.with_columns(column).select(order)
        missing = sum(one is None for one in said)
        if missing:
            found.notes.append(f"{missing} of {rows.height} clusters on {asked.id} are in no region")
