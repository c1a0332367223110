"""How far the verdict on a change between two years can be trusted: part of `make bench`.

Clusters are made up whose true change is known, put through the same functions as real ones, and counted. Answers
are whole levels of the shipped questionnaire: an item's difficulty, a school's and a person's leaning and chance are
added up, rounded and cut off at the ends of the scale. The truth is the change of the level that could be expected of
each of these schools on each item, averaged as scores are.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from maturity.core.measuring import Measured, change_many
from maturity.core.scoring import roll_up
from maturity.core.structure import Structure
from maturity.core.table import AnswerTable, Bools, Floats, Ints
from maturity.readers.questionnaire import load_questionnaire

SEED = 2015
CLUSTERS = 500
"""Made-up clusters a row; each gives two axes."""
SCHOOLS = (3, 5, 8)
PEOPLE = (2, 4, 8, None)
"""People a school each year; None is 2 to 12, another number in each school and year."""
MIDDLE, ITEMS, SCHOOL, PERSON, CHANCE = 2.9, 0.3, 0.4, 0.5, 0.7
"""Mean level, and standard deviations of items, schools, people and chance, in levels."""
REAL = 0.5
"""The change that is looked for, in levels."""
MOST = 0.05
"""Share of verdicts about nothing that is promised not to be passed, for these schools."""
LEADERS = 3
"""Where roles are asked different things, one question in so many is put to the one leader of a school only."""
GRID = np.linspace(-8, 14, 4401)


def _expected() -> Floats:
    """Expected level at each leaning of the grid, over people and chance."""
    spread = math.hypot(PERSON, CHANCE) * math.sqrt(2)
    return np.array([1 + sum((1 + math.erf((x - k + 0.5) / spread)) / 2 for k in (2, 3, 4, 5)) for x in GRID])


LEVEL = _expected()


@dataclass(frozen=True)
class Setting:
    """How clusters are made up.

    Args:
        blank: share of answers left out.
        roles: whether some questions are put to one leader a school only.
        unlike: standard deviation of the schools' own true changes.
        shock: standard deviation of what moves a school's people together on one day and means nothing.
        wider: whether the truth is that of all schools such as these, not of these.
        stay: whether the same people answer in both years.
    """

    name: str
    blank: float = 0.0
    roles: bool = False
    unlike: float = 0.0
    shock: float = 0.0
    wider: bool = False
    stay: bool = False


THESE = (
    Setting("every answer given"),
    Setting("one in ten left blank", blank=0.1),
    Setting("three in ten left blank", blank=0.3),
    Setting("leaders asked more", roles=True),
    Setting("schools change by SD 0.5", unlike=0.5),
)
STRESS = (
    Setting("a bad day, SD 0.3", shock=0.3),
    Setting("other schools, SD 0.25", unlike=0.25, wider=True),
    Setting("other schools, SD 0.5", unlike=0.5, wider=True),
)
STAYING = Setting("the same people return", stay=True)


def year(
    leaning: Floats, people: Ints, person: Floats, setting: Setting, structure: Structure, rng: np.random.Generator
) -> AnswerTable:
    """One year's answers.

    Args:
        leaning: (clusters, schools, items).
        people: (clusters, schools) how many answer.
        person: (people, axes) the people's own leanings.
    """
    clusters, schools, items = leaning.shape
    school = np.repeat(np.arange(clusters * schools), people.ravel())
    axis = np.argmax(structure.counts[:, structure.axes], axis=1)
    day = rng.normal(0, setting.shock, (clusters * schools, 1)) if setting.shock else np.zeros((clusters * schools, 1))
    drawn = (leaning.reshape(-1, items) + day)[school] + person[:, axis] + rng.normal(0, CHANCE, (len(school), items))
    levels = np.clip(np.rint(drawn), 1, 5)
    levels[rng.random(levels.shape) < setting.blank] = np.nan
    if setting.roles:
        first = np.r_[True, school[1:] != school[:-1]]
        levels[np.ix_(~first, np.arange(items) % LEADERS == 0)] = np.nan
    return AnswerTable(
        tuple(map(str, range(items))),
        levels,
        np.zeros(levels.shape, np.int8),
        school,
        np.full(len(school), -1),
        np.repeat(np.arange(clusters), schools),
        clusters,
    )


def moved(before: Floats, own: Floats, change: float, weight: Floats) -> Floats:
    """Leanings (clusters, schools, items) a year later, so that every axis has changed by `change` on average."""
    now = np.interp(before, GRID, LEVEL)
    after = np.empty_like(before)
    for column in weight.T:
        low, high = np.full(len(before), -4.0), np.full(len(before), 4.0)
        on = column > 0
        for _ in range(26):
            middle = (low + high) / 2
            then = np.interp((before + own)[:, :, on] + middle[:, None, None], GRID, LEVEL)
            less = ((then - now[:, :, on]).mean(axis=1) @ column[on]) < change
            low, high = np.where(less, middle, low), np.where(less, high, middle)
        after[:, :, on] = (before + own)[:, :, on] + low[:, None, None]
    return after


def compared(
    schools: int, people: int | None, setting: Setting, change: float, structure: Structure, rng: np.random.Generator
) -> Iterator[Measured]:
    """What is measured of made-up clusters: for these schools, for others too, and person by person where they stay."""
    count = len(structure.turned)
    weight = roll_up(structure, np.eye(count))[:, structure.axes]
    before = MIDDLE + rng.normal(0, ITEMS, (CLUSTERS, 1, count)) + rng.normal(0, SCHOOL, (CLUSTERS, schools, 1))
    own = rng.normal(0, setting.unlike, (CLUSTERS, schools, 1)) if setting.unlike else np.zeros((CLUSTERS, schools, 1))
    after = before + own + change if setting.wider else moved(before, own, change, weight)
    sizes = [np.full((CLUSTERS, schools), people) if people else rng.integers(2, 13, (CLUSTERS, schools)) for _ in "ab"]
    if setting.stay:
        sizes[1] = sizes[0]
    leanings = [rng.normal(0, PERSON, (int(size.sum()), 2)) for size in sizes]
    if setting.stay:
        leanings[1] = leanings[0]
    years = [
        year(leaning, size, person, setting, structure, rng)
        for leaning, size, person in zip((before, after), sizes, leanings, strict=True)
    ]
    first, second = years
    yield change_many(first, second, structure)
    yield change_many(first, second, structure, stand_for_others=True)
    if setting.stay:
        yield change_many(first, second, structure, partner=np.arange(second.people))


def said(found: Measured) -> tuple[Bools, Bools]:
    """(clusters x axes,) whether an axis is called up, and down."""
    change, half = found.change[:, found.axes].ravel(), found.half[:, found.axes].ravel()
    return change > half, change < -half


def row(schools: int, people: int | None, setting: Setting, structure: Structure) -> tuple[list[float], list[float]]:
    """Per cent of verdicts about nothing, and of real changes found, for each way of measuring."""
    rng = np.random.default_rng([SEED, schools, people or 0])
    quiet = [np.logical_or(*said(found)).mean() for found in compared(schools, people, setting, 0.0, structure, rng)]
    real = [said(found)[0].mean() for found in compared(schools, people, setting, REAL, structure, rng)]
    return [100 * float(one) for one in quiet], [100 * float(one) for one in real]


def table(settings: Sequence[Setting], ways: Sequence[str], structure: Structure) -> float:
    """Print one table; returns the largest share of verdicts about nothing for these schools."""
    worst = 0.0
    each = "  ".join(f"{way:>8}" for way in ways)
    print(f"{'':<26} {'':>7} {'':>6}  {'says changed, nothing did':<{len(each)}}  finds {REAL:g} levels")
    print(f"{'':<26} {'schools':>7} {'people':>6}  {each}  {each}")
    for setting in settings:
        for schools in SCHOOLS:
            for people in PEOPLE:
                quiet, real = row(schools, people, setting, structure)
                shown = "  ".join(f"{share:8.1f}" for share in (*quiet, *real))
                print(f"{setting.name:<26} {schools:>7} {people or '2-12':>6}  {shown}", flush=True)
                worst = max(worst, quiet[0], quiet[-1] if setting.stay else 0.0)
    return worst


def main() -> None:
    """Print how often a verdict is about nothing, and how often a real change is found."""
    structure = Structure.of(load_questionnaire("cluster-journey-1"))
    start = time.perf_counter()
    print(
        f"Change between two years, in per cent of both axes of {CLUSTERS} made-up clusters a row, seed {SEED}.\n"
        "these: for these schools, as the program does unless told otherwise; others: --schools sampled;\n"
        "codes: where the same people answer with the same codes.\n"
    )
    worst = table(THESE, ("these", "others"), structure)
    print("\nWhere more is asked of it than it promises:\n")
    table(STRESS, ("these", "others"), structure)
    print("\nWhere the same people answer both times:\n")
    worst = max(worst, table((STAYING,), ("these", "others", "codes"), structure))
    print(
        f"\nThe largest share of verdicts about nothing, for these schools: {worst:.1f} % "
        f"({100 * MOST:.0f} % is promised). {time.perf_counter() - start:.0f} s"
    )


if __name__ == "__main__":
    main()
