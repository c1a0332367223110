"""How far the interval of an axis and the name of a quadrant can be trusted, with made-up clusters.

Every cluster's truth is known: the level that could be expected of each school on each item over people and chance,
averaged as scores are. Answers are whole levels of the shipped questionnaire; all clusters of a row are assessed in one
table, as real ones are.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np

from coverage_change import CHANCE, GRID, LEVEL, PERSON, SEED
from maturity.core.many import Many, assess_many
from maturity.core.scoring import roll_up
from maturity.core.table import AnswerTable, Bools, Floats
from maturity.model import Questionnaire
from maturity.readers.questionnaire import load_questionnaire

CLUSTERS = 1500
"""Made-up clusters at a time; each gives two axes and at most one quadrant."""
NAMED, MOST = 400, 12000
"""A row goes on until so many quadrants are named, or so many clusters were made up."""
HOLDS, WRONG = (93.0, 97.0), 5.0
"""What is promised: in how many per cent the interval holds the truth, and how many of the names may be wrong."""
SCHOOLS = (3, 5, 8)
PEOPLE = (2, 4, 8, None)
"""People a school; None is 2 to 12, another number in each school."""
NEAR, ITEMS, SCHOOL = 0.7, 0.3, 0.4
"""How far from the midpoint the axes of clusters lie at most; standard deviations of items and schools; in levels."""


@dataclass(frozen=True)
class Row:
    """What clusters of one kind are like.

    Args:
        blank: share of answers left blank.
        roles: whether half of the items are put to leaders only, and every school has one.
        person, chance: standard deviations in levels.
    """

    name: str
    blank: float = 0.0
    roles: bool = False
    person: float = PERSON
    chance: float = CHANCE


ROWS = (
    Row("all answered"),
    Row("10 % blank", blank=0.1),
    Row("30 % blank", blank=0.3),
    Row("half the items to leaders only", roles=True),
)
STRESS = (
    Row("people alike (SD 0.2)", person=0.2),
    Row("people far apart (SD 1)", person=1.0),
)


def clusters(
    asked: Questionnaire, row: Row, schools: int, people: int | None, part: int = 0
) -> tuple[AnswerTable, Floats]:
    """Answers of made-up clusters, and the expected level of each school on each item."""
    rng = np.random.default_rng([SEED, schools, people or 0, (*ROWS, *STRESS).index(row), part])
    items = asked.items
    first = np.array([asked.axis_of(item) == asked.axes[0].id for item in items])
    middle = 3 + rng.uniform(-NEAR, NEAR, (CLUSTERS, 2))[:, np.where(first, 0, 1)]
    cluster = np.repeat(np.arange(CLUSTERS), schools)
    leaning = (middle + rng.normal(0, ITEMS, middle.shape))[cluster] + rng.normal(0, SCHOOL, (len(cluster), 1))
    size = rng.integers(2, 13, len(cluster)) if people is None else np.full(len(cluster), people)
    school = np.repeat(np.arange(len(cluster)), size)
    person = rng.normal(0, row.person, (len(school), 2))[:, np.where(first, 0, 1)]
    levels = np.clip(np.rint(leaning[school] + person + rng.normal(0, row.chance, person.shape)), 1, 5)
    levels[rng.random(levels.shape) < row.blank] = np.nan
    if row.roles:
        leader = np.r_[True, school[1:] != school[:-1]]
        levels[np.ix_(~leader, np.arange(len(items)) % 2 == 1)] = np.nan
    why, role = np.zeros(levels.shape, np.int8), np.full(len(school), -1, np.int16)
    table = AnswerTable(tuple(item.id for item in items), levels, why, school, role, cluster, CLUSTERS)
    return table, expected(leaning, row)


def expected(leaning: Floats, row: Row) -> Floats:
    """Expected level at each leaning, over people and chance."""
    if (row.person, row.chance) == (PERSON, CHANCE):
        return np.interp(leaning, GRID, LEVEL)
    from scipy.stats import norm

    spread = float(np.hypot(row.person, row.chance))
    return np.asarray(1 + sum(norm.cdf((leaning - cut + 0.5) / spread) for cut in (2, 3, 4, 5)))


def truth(many: Many, expected_levels: Floats, schools: int) -> Floats:
    """(clusters, axes) what the scores would be without chance, over the same items."""
    items = expected_levels.reshape(CLUSTERS, schools, -1).mean(axis=1)
    found: Floats = roll_up(many.structure, np.where(np.isfinite(many.scores.item), items, np.nan))
    return found[:, many.structure.axes]


def share(marks: Bools) -> str:
    """A share in per cent with its 95 % interval (Wilson 1927)."""
    n, p, z = len(marks), float(marks.mean()), 1.96
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return f"{100 * p:5.1f} ({100 * max(low, 0.0):4.1f} to {100 * high:5.1f})"


def tried(asked: Questionnaire, row: Row, schools: int, people: int | None) -> tuple[Bools, Bools, Bools]:
    """For each interval whether it holds the truth; for each cluster whether it is named, and whether wrongly."""
    held: list[Bools] = []
    named: list[Bools] = []
    wrong: list[Bools] = []
    while len(named) * CLUSTERS < MOST and sum(int(some.sum()) for some in named) < NAMED:
        table, levels = clusters(asked, row, schools, people, len(named))
        many = assess_many(table, asked)
        real = truth(many, levels, schools)
        assert many.places is not None
        low, high = many.low[:, many.structure.axes], many.high[:, many.structure.axes]
        held.append(((low <= real) & (real <= high))[np.isfinite(low)])
        named.append(many.places.quadrant >= 0)
        wrong.append(named[-1] & ((real > 3) != (many.scores.axis > 3)).any(axis=1))
    return np.concatenate(held), np.concatenate(named), np.concatenate(wrong)


def rows(asked: Questionnaire, of: tuple[Row, ...]) -> tuple[list[float], list[float]]:
    """Print rows; in how many per cent the intervals hold the truth, and how many of the names are wrong."""
    holds, wrongly = [], []
    for row in of:
        for schools in SCHOOLS:
            for people in PEOPLE:
                held, named, wrong = tried(asked, row, schools, people)
                holds.append(100 * float(held.mean()))
                wrongly.append(100 * float(wrong[named].mean()) if named.any() else 0.0)
                print(
                    f"{row.name:<32} {schools:>7} {'2-12' if people is None else people:>6} {len(named):>8,}  "
                    f"{share(held):<21} {share(named):<21} {share(wrong[named]) if named.any() else '-':<21} "
                    f"{100 * wrong.mean():6.2f}",
                    flush=True,
                )
    return holds, wrongly


def main() -> None:
    """Print how often the interval holds the truth, and how often a quadrant is named and is wrong."""
    asked, start = load_questionnaire("cluster-journey-1"), time.perf_counter()
    print(
        f"Placement: made-up clusters within {NEAR} of the midpoint, seed {SEED}, in per cent with 95 % intervals.\n"
        f"Each row has {CLUSTERS:,} clusters, or more until {NAMED} are named, {MOST:,} at most.\n"
        "Holds the truth: 95 is promised for each axis. Named: a quadrant is named. Wrong: of those named, at most "
        f"{WRONG:g}.\nOf all: named and wrong, of all clusters."
    )
    print(
        f"{'answers':<32} {'schools':>7} {'people':>6} {'clusters':>8}  {'holds the truth':<21} {'named':<21} "
        f"{'wrong':<21} of all"
    )
    holds, wrong = rows(asked, ROWS)
    print("Where people are not like those for whom it was made:")
    rows(asked, STRESS)
    kept = HOLDS[0] <= min(holds) and max(holds) <= HOLDS[1] and max(wrong) <= WRONG
    print(
        f"Before the last two kinds of rows: intervals hold the truth in {min(holds):.1f} to {max(holds):.1f} % "
        f"({HOLDS[0]:g} to {HOLDS[1]:g} promised), at most {max(wrong):.1f} % of the names are wrong: "
        f"{'kept' if kept else 'BROKEN'}. {time.perf_counter() - start:.0f} s"
    )


if __name__ == "__main__":
    main()
