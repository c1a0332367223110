"""How the time of each step grows with people, schools, questions, rounds and clusters: part of `make bench`.

Each number is the exponent of growth: the slope of the logarithm of seconds over that of size, through three
sizes, each twice the one before. 1 is twice the time for twice the size; 2 would be four times.
"""

from __future__ import annotations

import copy
import csv
import datetime as dt
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

# As the program does: a second thread waits for a busy machine, and what it waits would count as growth.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import yaml

from maturity import compare, load_round, store
from maturity.charts import clusters
from maturity.charts.style import Look
from maturity.core.assess import assess_all
from maturity.core.portfolio import portfolio
from maturity.core.scoring import score
from maturity.core.structure import Structure
from maturity.core.table import tabulate
from maturity.journeys import collecting
from maturity.model import Cluster, Questionnaire, Response
from maturity.readers.clusters import read_entries
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import check_round
from maturity.source.packaged import packaged
from maturity.store.checkup import examine
from maturity.store.rounds import Sitting, open_round

NOW = dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)
STEPS = (1, 2, 4)
RUNS = 2
GOAL = 1.2


@dataclass(frozen=True)
class Size:
    """What is made up: `items` is how many times the shipped questionnaire's questions are asked."""

    people: int = 600
    schools: int = 20
    items: int = 1
    rounds: int = 2
    clusters: int = 1


AXES = {
    "people": Size(people=2500),
    "schools": Size(people=1600, schools=100),
    "items": Size(people=400),
    "rounds": Size(people=200, rounds=4),
    "clusters": Size(people=12, schools=3, rounds=1, clusters=40),
}
"""The smallest size on each axis; the largest is four times as large there."""


def again(row: dict[str, Any], n: int) -> dict[str, Any]:
    """A question once more, under a name of its own."""
    own = {"id": f"{row['id']}-{n}", "prompt": f"{row['prompt']} ({n})", "short": f"{row['short'][:20]} {n}"}
    return {**copy.deepcopy(row), **own}


def asked(times: int) -> tuple[Questionnaire, bytes]:
    """The shipped questionnaire with its questions several times over, and its text."""
    data = yaml.safe_load((packaged("questionnaires") / "cluster-journey.yaml").read_text("utf-8"))
    rows = [row for row in data["items"] if "scale" not in row or times == 1]
    data["items"] = [again(row, n) if n else row for n in range(times) for row in rows]
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()
    with tempfile.TemporaryDirectory() as there:
        path = Path(there, "asked.yaml")
        path.write_bytes(text)
        return load_questionnaire(path), text


class World:
    """Folders of clusters that nobody answered in earnest, and an export of the first's first round."""

    def __init__(self, there: Path, size: Size) -> None:
        self.questionnaire, text = asked(size.items)
        self.clusters, self.export = there / "clusters", there / "export.csv"
        rng = random.Random(1)
        schools = tuple({"id": f"s{n}", "name": f"School {n}"} for n in range(size.schools))
        for n in range(size.clusters):
            members = Cluster.model_validate({"name": f"Cluster {n}", "schools": schools})
            folder = self.clusters / f"c{n}"
            store.write_cluster(folder, members, "named")
            for year in range(size.rounds):
                sitting = Sitting(str(2001 + year), dt.date(2001 + year, 3, 12), "named")
                made = open_round(
                    folder, members=members, sitting=sitting, questionnaire=self.questionnaire, frozen=text
                )
                store.append_all(made, [self.response(n, size, rng) for n in range(size.people)], at=NOW)
        self.rounds = sorted(self.clusters.glob("c0/2*"))
        members = Cluster.model_validate({"name": "Fresh", "schools": schools})
        store.write_cluster(there / "fresh", members, "named")
        sitting = Sitting("2026", NOW.date(), "named")
        self.fresh = open_round(
            there / "fresh", members=members, sitting=sitting, questionnaire=self.questionnaire, frozen=text
        )
        with self.export.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["Timestamp", "My school", *(item.prompt for item in self.questionnaire.items)])
            for n in range(size.people):
                one, at = self.response(n, size, rng), NOW + dt.timedelta(seconds=17 * n)
                table.writerow([f"{at:%m/%d/%Y %H:%M:%S}", f"School {one.school[1:]}", *one.answers.values()])
        self.loaded = [load_round(path) for path in self.rounds]

    def response(self, n: int, size: Size, rng: random.Random) -> Response:
        answers = {item.id: rng.choice((1, 2, 3, 3, 4, 4, 5)) for item in self.questionnaire.items}
        return Response(respondent=f"r{n}", school=f"s{n % size.schools}", answers=answers)

    def reading(self) -> object:
        return [load_round(path) for path in self.rounds]

    def scoring(self) -> object:
        return [score(tabulate(one), Structure.of(one.questionnaire)) for one in self.loaded]

    def assessing(self) -> object:
        return [assess_all([one]) for one in self.loaded]

    def comparing(self) -> object:
        return compare(self.loaded)

    def doctor(self) -> object:
        return [(examine(path), check_round(path)) for path in self.rounds]

    def collecting(self) -> object:
        (self.fresh / "responses.jsonl").unlink(missing_ok=True)
        return collecting.store(collecting.look_at(self.fresh, [self.export], at=NOW + dt.timedelta(days=60)))

    def reading_many(self) -> object:
        return read_entries([self.clusters])

    def assessing_many(self) -> object:
        return portfolio(read_entries([self.clusters])[0])

    def drawing_many(self) -> object:
        return clusters.draw(portfolio(read_entries([self.clusters])[0]), Look())


STEPS_OF_ONE: dict[str, Callable[[World], object]] = {
    "read": World.reading,
    "score": World.scoring,
    "assess": World.assessing,
    "compare": World.comparing,
    "doctor": World.doctor,
    "collect": World.collecting,
}
STEPS_OF_MANY: dict[str, Callable[[World], object]] = {
    "read": World.reading_many,
    "assess": World.assessing_many,
    "chart": World.drawing_many,
}


def seconds(work: Callable[[World], object], world: World) -> float:
    """The least of a few runs, in this process."""
    found = []
    for _ in range(RUNS):
        start = time.process_time()
        work(world)
        found.append(time.process_time() - start)
    return min(found)


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Slope of the logarithm of times over that of sizes, through all sizes."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def main() -> None:
    # As the program does: looking for garbage among many people would count as growth.
    gc.set_threshold(400_000)
    print(f"Python {sys.version.split()[0]}: exponents of growth; goal <= {GOAL}; seconds at the largest size")
    worst = 0.0
    for axis, least in AXES.items():
        steps = STEPS_OF_MANY if axis == "clusters" else STEPS_OF_ONE
        sizes = [getattr(least, axis) * step for step in STEPS]
        times: dict[str, list[float]] = {step: [] for step in steps}
        for size in sizes:
            with tempfile.TemporaryDirectory() as there:
                world = World(Path(there), replace(least, **{axis: size}))
                for step, work in steps.items():
                    times[step].append(seconds(work, world))
        found = {step: exponent(sizes, taken) for step, taken in times.items()}
        worst = max(worst, *found.values())
        said = ", ".join(f"{step} {found[step]:.2f} ({times[step][-1]:.2f} s)" for step in steps)
        print(f"{axis + ':':<10} {sizes[0]:>6,} to {sizes[-1]:,}: {said}", flush=True)
    print(f"largest: {worst:.2f}")


if __name__ == "__main__":
    main()
