"""Rounds in folders and files of clusters, beside those in tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from maturity.core.assess import assess_all
from maturity.errors import Problem
from maturity.model import Questionnaire, Round
from maturity.network.blocks import rounds_of
from maturity.network.coding import CodingRules
from maturity.network.columns import refuse_by
from maturity.network.latest import Rounds
from maturity.network.results import Value, row_of
from maturity.network.running import Gathered
from maturity.readers.round import read_round


def of_rounds(paths: Sequence[Path], rules: CodingRules) -> tuple[Gathered, list[Rounds]]:
    """All rounds in folders and YAML files; of rounds whose people are not named, what was published."""
    found, read = Gathered(), list[Round]()
    for path in paths:
        round_, problems = read_round(path, None, rules.kind)
        if round_ is None:
            found.problems += map(_without_text, problems)
        elif round_.rehearsal:
            found.notes.append(f"{path}: a rehearsal, left out")
        elif round_.responses or round_.published is not None:
            read.append(round_)
    by_asked: dict[str, tuple[Questionnaire, list[dict[str, Value]]]] = {}
    for round_, made in zip(read, assess_all(read), strict=True):
        about: dict[str, Value] = {
            "cluster": round_.cluster.name,
            "round": round_.label,
            "date": round_.date,
            "kind": round_.mode,
            "questionnaire": round_.questionnaire.id,
            "version": round_.questionnaire.version,
        }
        asked = round_.questionnaire
        refuse_by(rules.by, asked)
        by_asked.setdefault(asked.fingerprint, (asked, []))[1].append(row_of(made) | about)
    return found, [(asked, rounds_of(asked, rows, rules.by)) for asked, rows in by_asked.values()]


def _without_text(problem: Problem) -> Problem:
    """The same without who wrote what: it is not known yet what people of the round were told."""
    if not problem.field.startswith("responses"):
        return problem
    place = re.sub(r" \(.*\)(?=\.|$)", "", problem.field)
    said = "what stands here cannot be read", f"maturity score {problem.source} says more"
    return Problem(problem.source, problem.line, place, problem.code, *said)
