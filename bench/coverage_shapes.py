"""How far what is read off without a map can be trusted, with made-up clusters: what holds, a stage, the weakest part.

As in coverage_placement.py every cluster's truth is known: what could be expected of each school on each item over
people and chance. Answers are levels of the shipped questionnaires.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import norm

from coverage_change import CHANCE, PERSON, SEED
from coverage_placement import ITEMS, SCHOOL, share
from maturity.core.many import Many, assess_many
from maturity.core.read_off import PartValues, read_off
from maturity.core.reading import Checklist, Ladder, Profile, Reading
from maturity.core.scoring import roll_up
from maturity.core.table import AnswerTable, Bools, Floats
from maturity.model import Questionnaire
from maturity.readers.questionnaire import load_questionnaire

CLUSTERS = 1500
SCHOOLS, PEOPLE = (3, 5, 8), (2, 4, 8)
ASKED = ("temperature-check", "peer-review", "self-improving-system")
HOLDS, WRONG = (93.0, 98.0), 5.0
"""What is promised: in how many per cent an interval holds the truth, and how many of what is said may be wrong."""


@dataclass
class Tally:
    """Marks, each true or false, by what was looked at."""

    marks: dict[str, list[bool]] = field(default_factory=dict)

    def add(self, what: str, mark: bool) -> None:
        """One more."""
        self.marks.setdefault(what, []).append(mark)


def clusters(asked: Questionnaire, schools: int, people: int) -> tuple[AnswerTable, Floats]:
    """Answers of made-up clusters, and the expected level (schools, items)."""
    rng = np.random.default_rng([SEED, schools, people, ASKED.index(asked.id)])
    scale, count = asked.scale, len(asked.items)
    wide = (scale.high - scale.low) / 4
    middle = (scale.low + scale.high) / 2 + wide * rng.uniform(-1.2, 1.2, (CLUSTERS, 1))
    items = middle + wide * rng.normal(0, 2 * ITEMS, (CLUSTERS, count))
    cluster = np.repeat(np.arange(CLUSTERS), schools)
    leaning = items[cluster] + wide * rng.normal(0, SCHOOL, (len(cluster), 1))
    school = np.repeat(np.arange(len(cluster)), people)
    noise = wide * rng.normal(0, PERSON, (len(school), 1)) + wide * rng.normal(0, CHANCE, (len(school), count))
    levels = np.clip(np.rint(leaning[school] + noise), scale.low, scale.high)
    spread = wide * float(np.hypot(PERSON, CHANCE))
    cuts = range(scale.low + 1, scale.high + 1)
    expected = scale.low + sum(norm.cdf((leaning - cut + 0.5) / spread) for cut in cuts)
    why, role = np.zeros(levels.shape, np.int8), np.full(len(school), -1, np.int16)
    table = AnswerTable(tuple(item.id for item in asked.items), levels, why, school, role, cluster, CLUSTERS)
    return table, np.asarray(expected)


def judged(asked: Questionnaire, many: Many, real: Floats, tally: Tally) -> None:
    """Hold what is said of every cluster against the truth (clusters, parts)."""
    structure = many.structure
    for c in range(CLUSTERS):
        reach = many.reach[0][c], many.reach[1][c]
        found = PartValues(
            many.scores.part[c], many.low[c], many.high[c], *reach, many.sure.half[c], many.scores.part[c]
        )
        said = read_off(asked, structure, found)
        true = read_off(asked, structure, PartValues.exact(real[c]))
        for column, part in enumerate(structure.parts):
            what = "weakest" if part.combine == "min" else part.kind
            tally.add(f"interval of {what} holds", bool(many.low[c, column] <= real[c, column] <= many.high[c, column]))
        _compare(said, true, tally)


def _compare(said: Reading, true: Reading, tally: Tally) -> None:
    if isinstance(said, Profile):
        tally.add("weakest part named", said.weakest is not None)
        if said.weakest is not None:
            tally.add("weakest part wrong", said.weakest != true.lowest if isinstance(true, Profile) else True)
        return
    if isinstance(said, Ladder | Checklist) and isinstance(true, Ladder | Checklist):
        for name, one in said.held.items():
            tally.add("item said to hold or not", one.state in ("holds", "not-yet"))
            if one.state in ("holds", "not-yet"):
                tally.add("item said wrongly", (one.state == "holds") != true.held[name].above)
    if isinstance(said, Ladder) and isinstance(true, Ladder):
        tally.add("stage named", said.settled)
        if said.settled:
            tally.add("stage wrong", said.at_least != true.by_score)


def main() -> None:
    """Print what holds and what is wrong, a row for each questionnaire and size of cluster."""
    start, kept = time.perf_counter(), True
    for name in ASKED:
        asked = load_questionnaire(name)
        for schools in SCHOOLS:
            for people in PEOPLE:
                table, levels = clusters(asked, schools, people)
                many = assess_many(table, asked)
                items = levels.reshape(CLUSTERS, schools, -1).mean(axis=1)
                tally = Tally()
                judged(asked, many, roll_up(many.structure, items), tally)
                print(f"{name}, {schools} schools of {people}")
                for what, marks in sorted(tally.marks.items()):
                    kept &= _kept(what, np.array(marks))
    print(f"{'kept' if kept else 'BROKEN'}: {time.perf_counter() - start:.0f} s")


def _kept(what: str, marks: Bools) -> bool:
    percent = 100 * float(marks.mean())
    fine = HOLDS[0] <= percent if what.endswith("holds") else percent <= WRONG if "wrong" in what else True
    print(f"  {what:<30} {share(marks):<24} of {len(marks):,}{'' if fine else '  BROKEN'}", flush=True)
    return fine


if __name__ == "__main__":
    main()
