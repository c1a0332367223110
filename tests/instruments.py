"""Instruments of other people's shapes, rebuilt from their numbers alone, and what they add up to in plain Python.

The texts are placeholders. The oracles know nothing of the program: they take answers and return sums.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any

import yaml

Data = dict[str, Any]
Answers = Mapping[str, int | str]
Person = tuple[str, Answers]
"""A school, and what somebody in it answered; what is left out was left blank."""
Values = Mapping[str, float]
"""What the cluster makes of each question, in worth; a question without an answer is left out."""

QUARTERS = {0: 0.0, 1: 0.25, 2: 0.5, 3: 1.0}
FIFTHS = {0: 0.0, 1: 0.2, 2: 0.5, 3: 1.0, 4: 1.0}
"""Of the older variant: the last answer is `not applicable`, and worth as much as the best."""
FUNCTIONS, PRACTICES, STREAMS, RUNGS = 5, 3, 2, 3
OLDER_FUNCTIONS, OLDER_PRACTICES, OLDER_LEVELS, OLDER_QUESTIONS = 4, 3, 3, 77
SUBJECTS, STATEMENTS = 7, 5
CUTS = (35, 85, 127)


def nested_workbook() -> Data:
    """Five functions of three practices of two streams of three questions: 90 questions, each worth up to 1."""
    dimensions: list[Data] = []
    items: list[Data] = []
    for function in names("f", FUNCTIONS):
        dimensions.append(part(function))
        for practice in names(f"{function}.p", PRACTICES):
            dimensions.append(part(practice, function))
            for stream in names(f"{practice}.s", STREAMS):
                dimensions.append(part(stream, practice, combine="sum"))
                items += [question(rung, stream) for rung in names(f"{stream}.q", RUNGS)]
    bands = [{"from": 0, "label": "First"}, {"from": 1, "label": "Second"}, {"from": 2, "label": "Third"}]
    overall = {"label": "Whole", "combine": "mean", "bands": bands}
    return instrument("nested-workbook", "profile", scale(QUARTERS), dimensions, items, overall=overall)


def older_workbook() -> Data:
    """Four functions of three practices of three levels: 77 questions, two or three a level."""
    dimensions: list[Data] = []
    items: list[Data] = []
    sizes = iter(sizes_of_levels())
    for function in names("f", OLDER_FUNCTIONS):
        dimensions.append(part(function))
        for practice in names(f"{function}.p", OLDER_PRACTICES):
            dimensions.append(part(practice, function, combine="sum"))
            for level in names(f"{practice}.l", OLDER_LEVELS):
                dimensions.append(part(level, practice))
                items += [question(one, level) for one in names(f"{level}.q", next(sizes))]
    return instrument("older-workbook", "profile", scale(FIFTHS), dimensions, items, overall="none")


def partnership_tool() -> Data:
    """Seven sums of five statements, each 1 to 5: 35 to 175, in three bands."""
    dimensions = [part(subject, combine="sum") for subject in names("t", SUBJECTS)]
    items = [question(one, row["id"]) for row in dimensions for one in names(f"{row['id']}.q", STATEMENTS)]
    bands = [{"from": cut, "label": f"Band {n}"} for n, cut in enumerate(CUTS, start=1)]
    return instrument("partnership-tool", "total", scale({n: n for n in range(1, 6)}), dimensions, items, bands=bands)


def nested_by_hand(values: Values) -> dict[str, float]:
    """Every part of the nested workbook, from what each of its 90 questions is worth."""
    found: dict[str, float] = {}
    for f in range(1, FUNCTIONS + 1):
        for p in range(1, PRACTICES + 1):
            for s in range(1, STREAMS + 1):
                found[f"f{f}.p{p}.s{s}"] = sum(values[f"f{f}.p{p}.s{s}.q{q}"] for q in range(1, RUNGS + 1))
            found[f"f{f}.p{p}"] = (found[f"f{f}.p{p}.s1"] + found[f"f{f}.p{p}.s2"]) / 2
        found[f"f{f}"] = (found[f"f{f}.p1"] + found[f"f{f}.p2"] + found[f"f{f}.p3"]) / 3
    return found | {"overall": sum(found[f"f{f}"] for f in range(1, FUNCTIONS + 1)) / FUNCTIONS}


def older_by_hand(values: Values) -> dict[str, float]:
    """The 4 functions, 12 practices and 36 levels of the older workbook."""
    found: dict[str, float] = {}
    sizes = iter(sizes_of_levels())
    for f in range(1, OLDER_FUNCTIONS + 1):
        for p in range(1, OLDER_PRACTICES + 1):
            for level in range(1, OLDER_LEVELS + 1):
                size, name = next(sizes), f"f{f}.p{p}.l{level}"
                found[name] = sum(values[f"{name}.q{q}"] for q in range(1, size + 1)) / size
            found[f"f{f}.p{p}"] = sum(found[f"f{f}.p{p}.l{level}"] for level in range(1, OLDER_LEVELS + 1))
        found[f"f{f}"] = sum(found[f"f{f}.p{p}"] for p in range(1, OLDER_PRACTICES + 1)) / OLDER_PRACTICES
    return found


def total_by_hand(values: Values) -> dict[str, float]:
    """The seven sums of the partnership tool, and their total."""
    found = {f"t{t}": sum(values[f"t{t}.q{q}"] for q in range(1, STATEMENTS + 1)) for t in range(1, SUBJECTS + 1)}
    return found | {"overall": sum(found.values())}


def band_by_hand(total: float) -> str:
    """The band of a total: the last whose lower end it has reached."""
    return f"Band {sum(total >= cut for cut in CUTS)}"


def one_school_one_voice(people: Sequence[Person], worth: Mapping[int, float]) -> dict[str, float]:
    """What the cluster makes of each question: the mean over schools of the mean over each one's people."""
    said: dict[str, dict[str, list[float]]] = {}
    for school, answers in people:
        for item, answer in answers.items():
            if not isinstance(answer, str):
                said.setdefault(item, {}).setdefault(school, []).append(worth[answer])
    return {item: fmean(fmean(rows) for rows in schools.values()) for item, schools in said.items()}


def random_people(
    data: Data, seed: int, *, people: int = 8, schools: int = 3, unknown: float = 0.0, blank: float = 0.0
) -> list[Person]:
    """People who answer at random; some questions they cannot tell, some they leave blank."""
    draw = random.Random(seed)
    levels = sorted(data["scale"]["levels"])
    made: list[Person] = []
    for number in range(people):
        answers: dict[str, int | str] = {}
        for item in data["items"]:
            chance = draw.random()
            if chance >= unknown + blank:
                answers[item["id"]] = draw.choice(levels)
            elif chance < unknown:
                answers[item["id"]] = "DK"
        made.append((f"s{number % schools + 1}", answers))
    return made


def everybody_says(data: Data, answer: Callable[[str], int | None], people: int = 3) -> list[Person]:
    """People of as many schools who all say the same; None leaves a question blank."""
    said = {item["id"]: answer(item["id"]) for item in data["items"]}
    answers = {item: level for item, level in said.items() if level is not None}
    return [(f"s{number}", answers) for number in range(1, people + 1)]


def round_of(data: Data, people: Sequence[Person], questionnaire: str) -> Data:
    """A round as a file holds it.

    Args:
        data: the questionnaire.
        people: who answered what.
        questionnaire: the path of its file, as the round says it.
    """
    schools = sorted({school for school, _ in people})
    return {
        "format": "maturity-round/1",
        "cluster": {"name": "A cluster", "schools": [{"id": one, "name": one.upper()} for one in schools]},
        "label": data["title"],
        "date": "2026-03-12",
        "questionnaire": questionnaire,
        "mode": "named",
        "responses": [
            {"respondent": f"r{number}", "school": school, "answers": dict(answers)}
            for number, (school, answers) in enumerate(people, start=1)
        ],
    }


def as_yaml(data: Data) -> str:
    """The text of a file, keys in the order given."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def instrument(name: str, shape: str, scale: Data, dimensions: list[Data], items: list[Data], **more: Any) -> Data:
    """A questionnaire as a file holds it."""
    return {
        "format": "maturity-questionnaire/2",
        "id": name,
        "version": "1",
        "title": name.replace("-", " "),
        "shape": shape,
        "scale": scale,
        "dimensions": dimensions,
        **more,
        "items": items,
    }


def scale(worth: Mapping[int, float]) -> Data:
    """A scale of answers that are worth as much as is said; the codes stand for themselves where it is the same."""
    levels = {code: f"Answer {code}" for code in worth}
    return {"levels": levels} | ({} if all(code == value for code, value in worth.items()) else {"values": {**worth}})


def part(name: str, parent: str = "", **more: Any) -> Data:
    """A dimension, within another where one is given."""
    return {"id": name, **({"in": parent} if parent else {}), "label": f"Part {name}", "short": f"Part {name}", **more}


def question(name: str, dimension: str) -> Data:
    """A question without a meaning of its own."""
    return {
        "id": name,
        "dimension": dimension,
        "short": f"Question {name}",
        "prompt": f"Question {name} of {dimension}?",
    }


def names(start: str, count: int) -> Iterator[str]:
    """Ids that begin alike and count up from 1."""
    return (f"{start}{number}" for number in range(1, count + 1))


def sizes_of_levels() -> list[int]:
    """How many questions each level of the older workbook has: two, and three in the first few, 77 in all."""
    levels = OLDER_FUNCTIONS * OLDER_PRACTICES * OLDER_LEVELS
    longer = OLDER_QUESTIONS - 2 * levels
    return [3 if place < longer else 2 for place in range(levels)]
