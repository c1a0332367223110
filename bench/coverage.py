"""How far the interval of a change can be trusted: `make bench`.

Clusters are made up whose true change is known, put through the same functions as real ones, and counted. Answers
are whole levels of the shipped questionnaire: an item's difficulty, a school's and a person's leaning and chance are
added up, rounded and cut off at the ends of the scale. Other people answer in the second year; some leave items blank.
The truth is the change of the level that could be expected of each school on each item, averaged as scores are.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np

from maturity.core.measuring import measure
from maturity.core.scoring import Structure
from maturity.core.table import AnswerTable, Bools, Floats, Ints
from maturity.readers.questionnaire import load_questionnaire

SEED = 2015
CLUSTERS = 250
"""Made-up clusters a row and scenario; each gives two axes."""
SCHOOLS = (3, 5, 8)
PEOPLE = (2, 4, 8, 12, None)
"""People a school each year; None is 2 to 12, another number in each school and year."""
MIDDLE, ITEMS, SCHOOL, PERSON, CHANCE, BLANK = 2.9, 0.3, 0.4, 0.5, 0.7, 0.05
"""Mean level, and standard deviations of items, schools, people and chance, in levels; share of blanks."""
REAL = 0.5
UNLIKE = 0.25
"""Standard deviation of the schools' own changes where they move differently, in levels."""
NOMINAL = 0.95
GRID = np.linspace(-6, 12, 3601)


def _expected() -> Floats:
    """Expected level at each leaning of the grid, over people and chance."""
    spread = math.hypot(PERSON, CHANCE) * math.sqrt(2)
    return np.array([1 + sum((1 + math.erf((x - k + 0.5) / spread)) / 2 for k in (2, 3, 4, 5)) for x in GRID])


LEVEL = _expected()


@dataclass
class Counts:
    """What happened to the changes of one scenario: (clusters x axes,)."""

    held: Bools
    up: Bools
    down: Bools


def answers(leaning: Floats, people: Ints, structure: Structure, rng: np.random.Generator) -> AnswerTable:
    """One year's answers of a cluster whose schools lean (schools, items)."""
    school = np.repeat(np.arange(len(people)), people)
    axis = np.argmax(structure.dimensions @ structure.axes, axis=1)
    person = rng.normal(0, PERSON, (len(school), structure.axes.shape[1]))[:, axis]
    levels = np.clip(np.rint(leaning[school] + person + rng.normal(0, CHANCE, person.shape)), 1, 5)
    levels[rng.random(levels.shape) < BLANK] = np.nan
    items = tuple(str(column) for column in range(levels.shape[1]))
    return AnswerTable(
        items,
        levels,
        np.zeros(levels.shape, np.int8),
        school,
        np.full(len(school), -1),
        np.zeros(len(people), np.int64),
    )


def shift(leaning: Floats, own: Floats, change: float) -> float:
    """How far all schools have to lean further for the expected levels to change by `change` on average."""
    low, high = -3.0, 3.0
    before = np.interp(leaning, GRID, LEVEL).mean()
    for _ in range(30):
        middle = (low + high) / 2
        if np.interp(leaning + own + middle, GRID, LEVEL).mean() - before < change:
            low = middle
        else:
            high = middle
    return low


def simulate(
    structure: Structure, schools: int, people: int | None, change: float, unlike: float, rng: np.random.Generator
) -> Counts:
    """Compare made-up clusters that changed by `change` on average."""
    count = structure.dimensions.shape[0]
    weight = structure.dimensions / structure.dimensions.sum(axis=0) @ (structure.axes / structure.axes.sum(axis=0))
    held, up, down = [], [], []
    for _ in range(CLUSTERS):
        before = MIDDLE + rng.normal(0, ITEMS, count) + rng.normal(0, SCHOOL, (schools, 1))
        own = rng.normal(0, unlike, (schools, 1))
        after = before if not change and not unlike else before + own + shift(before, own, change)
        truth = (np.interp(after, GRID, LEVEL) - np.interp(before, GRID, LEVEL)).mean(axis=0) @ weight
        sizes = [rng.integers(2, 13, schools) if people is None else np.full(schools, people) for _ in range(2)]
        found = measure(answers(before, sizes[0], structure, rng), answers(after, sizes[1], structure, rng), structure)
        moved, half = (found.after - found.before)[found.axes], found.half[found.axes]
        held.append(np.abs(moved - truth) <= half)
        up.append(moved > half)
        down.append(moved < -half)
    return Counts(*(np.concatenate(parts) for parts in (held, up, down)))


def share(marks: Bools) -> str:
    """A share in per cent with its 95 % interval (Wilson 1927)."""
    n, p, z = len(marks), float(marks.mean()), 1.96
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return f"{100 * p:5.1f} ({100 * low:4.1f} to {100 * high:5.1f})"


def main() -> None:
    """Print how often the interval holds the truth, how often it cries wolf, and how often it finds a real change."""
    structure = Structure.of(load_questionnaire("cluster-journey"))
    start = time.perf_counter()
    print(
        f"Change between two years: {CLUSTERS} made-up clusters a row, seed {SEED}, in per cent with 95 % intervals.\n"
        f"Holds the truth: {100 * NOMINAL:.0f} is promised. Cries wolf: says up or down although nothing changed, at\n"
        f"most {100 * (1 - NOMINAL):.0f}. Finds: says up when the true change is {REAL} levels; alike: all schools "
        f"moved by it;\nunlike: on average, with a standard deviation of {UNLIKE} between schools."
    )
    print(
        f"{'schools':>7} {'people':>6}  {'holds the truth':<21} {'cries wolf':<21} {'finds, alike':<21} finds, unlike"
    )
    everything: list[Counts] = []
    quiet: list[Counts] = []
    short = []
    for schools in SCHOOLS:
        for people in PEOPLE:
            rng = np.random.default_rng([SEED, schools, people or 0])
            none, alike, unlike = (
                simulate(structure, schools, people, change, spread, rng)
                for change, spread in ((0.0, 0.0), (REAL, 0.0), (REAL, UNLIKE))
            )
            held = np.concatenate([none.held, alike.held, unlike.held])
            said = "2-12" if people is None else str(people)
            print(
                f"{schools:>7} {said:>6}  {share(held):<21} {share(none.up | none.down):<21} "
                f"{share(alike.up):<21} {share(unlike.up)}",
                flush=True,
            )
            everything += [none, alike, unlike]
            quiet.append(none)
            if held.mean() < NOMINAL - 0.02:
                short.append(f"{schools} schools with {said} people")
    held, wolf = (np.concatenate(parts) for parts in ([c.held for c in everything], [c.up | c.down for c in quiet]))
    print(f"{'all':>7} {'':>6}  {share(held):<21} {share(wolf)}")
    print(
        f"More than two points short of {100 * NOMINAL:.0f}: {', '.join(short)}."
        if short
        else f"Nowhere more than two points short of {100 * NOMINAL:.0f}."
    )
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
