"""Clusters that are hard to draw, by what is hard about each; and colours as colour-blind people see them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.compare import compare
from maturity.core.comparison import Comparison
from maturity.core.portfolio import Portfolio, ReadCluster, portfolio
from maturity.model import Questionnaire, Round
from maturity.readers.questionnaire import load_questionnaire
from maturity.report.blocks import PHONE, YEAR_CHARTS, Chart
from maturity.report.shapes import telling
from tests.every_shape import questionnaire_of

Data = Assessment | Comparison | Portfolio
SIZES: dict[str, tuple[float, float] | None] = {
    "own": None,
    "slide": (13.333, 7.5),
    "a4": (8.27, 11.69),
    "phone": PHONE,
}
"""Inches of the pages at which every chart has to be readable."""
LEAST = 8.0
"""Points of the smallest type at the size shown."""
BLIND = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}
"""Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency (IEEE
Transactions on Visualization and Computer Graphics 15(6), 2009), severity 1.0; they apply to linear light."""

SHORT = "cluster-journey-short"
LONG = ("Our Lady of the Immaculate Conception Church of England Voluntary Aided ", "Saint ")
FAR = {
    "right-to-left": ("شراكة النخيل", ("مدرسة النخيل", "مدرسة الواحة", "בית ספר הגפן")),
    "Chinese": ("河畔学校联盟", ("梅花小学", "兰亭中学", "竹园学校")),
    "emoji": ("River 🌊 Partnership", ("Oak 🌳", "Fox 🦊", "Sun ☀ School")),
}


def seen_as(eyes: str, colour: str) -> str:
    """A colour `#rrggbb` as it looks to eyes of `BLIND`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    seen = [min(max(sum(a * b for a, b in zip(row, light, strict=True)), 0.0), 1.0) for row in BLIND[eyes]]
    back = [12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in seen]
    return "#" + "".join(f"{round(one * 255):02x}" for one in back)


def round_of(
    asked: Questionnaire,
    names: Sequence[str],
    people: int = 3,
    *,
    answer: Callable[[random.Random, Sequence[int]], Any] | None = None,
    seed: int = 1,
    cluster: str = "River Partnership",
    **more: Any,
) -> Round:
    """A round in which every school has so many people.

    Args:
        answer: what one of them says to a question, of its levels; anything at random if not said.
    """
    chance = random.Random(seed)
    say = answer or (lambda chance, levels: chance.choice([*levels, "DK"]))
    quadrants = [quadrant.id for quadrant in asked.quadrants]
    schools = [{"id": f"s{n}", "name": name} for n, name in enumerate(names, 1)]
    responses = [
        {
            "respondent": f"{school['id']}p{n}",
            "school": school["id"],
            "answers": {item.id: say(chance, sorted(asked.scale_of(item).levels)) for item in asked.items},
            "portraits": {item.id: chance.choice(quadrants) for item in asked.portrait},
        }
        for school in schools
        for n in range(people)
    ]
    about = {"subject_of": {"school": "s1", "reviewed": "2026-02-03"}} if asked.subject != "cluster" else {}
    whole = {"cluster": {"name": cluster, "schools": schools}, "label": "2026", "date": "2026-03-12"}
    return Round.model_validate({**whole, "questionnaire": asked, "responses": responses, **about, **more})


def scaled(low: int, high: int) -> Questionnaire:
    """The short form on another scale."""
    asked = load_questionnaire(SHORT).model_dump(mode="json", by_alias=True, exclude_none=True)
    levels = {str(n): f"level {n}" for n in range(low, high + 1)}
    asked["scale"] = {"levels": levels, "dont_know": "I cannot tell"}
    asked.pop("scales", None)
    middle = (low + high) / 2
    for axis in asked["axes"]:
        axis["midpoint"] = middle
    for item in asked["items"]:
        for key in ("levels", "guidance", "scale"):
            item.pop(key, None)
    return Questionnaire.model_validate(asked)


def wordy() -> Questionnaire:
    """The short form whose words are as long as a file may have them."""
    asked = load_questionnaire(SHORT).model_dump(mode="json", by_alias=True, exclude_none=True)
    for item in asked["items"]:
        item["prompt"] = "A question that goes on and on, as questions do which nobody has cut. " * 12
        item["short"] = f"W{item['short']} of everybody who is"[:28].strip()
    return Questionnaire.model_validate(asked)


def assessments() -> dict[str, Assessment]:
    """Single rounds, by what is hard about them."""
    asked, three = load_questionnaire(SHORT), ("Ashfield Primary", "Brook Lane", "Castle Hill")
    long = [(LONG[n % 2] * 2)[:52] + f" {chr(65 + n)} School" for n in range(12)]
    made: dict[str, Round] = {
        "one school, one person": round_of(asked, ["Ashfield"], 1),
        "twelve schools of sixty characters": round_of(asked, long, 2),
        "all on one spot": round_of(asked, [f"School {n}" for n in range(1, 9)], 2, answer=lambda _, levels: levels[2]),
        "nobody answered": round_of(asked, three, 0),
        "all don't-knows": round_of(asked, three, 4, answer=lambda *_: "DK"),
        "confidential": round_of(asked, three, 6, mode="confidential", fictional=True),
        "anonymous": round_of(asked, three, 6, mode="anonymous", fictional=True),
        "one to six": round_of(scaled(1, 6), three, 4),
        "nought to ten": round_of(scaled(0, 10), three, 12),
        "very long prompts": round_of(wordy(), three, 4, cluster="The Partnership of " + "Long Names " * 8),
        **{
            name: round_of(load_questionnaire("cluster-journey"), schools, 3, cluster=cluster)
            for name, (cluster, schools) in FAR.items()
        },
    }
    for shape in ("peer-review", "review-follow-up", "self-improving-system", "hallmarks", "temperature-check"):
        made[shape] = round_of(load_questionnaire(shape), long[:5], 3)
        made[f"{shape}, confidential"] = round_of(
            load_questionnaire(shape), three, 6, mode="confidential", fictional=True
        )
    made["a total"] = round_of(questionnaire_of("total"), long[:5], 3)
    return {name: assess(one) for name, one in made.items()}


def years(count: int = 10, questionnaire: str | Questionnaire = SHORT) -> Comparison:
    """So many rounds of one cluster."""
    asked = load_questionnaire(questionnaire) if isinstance(questionnaire, str) else questionnaire
    three = ("Ashfield Primary", "Brook Lane", "Castle Hill")
    return compare(
        [
            round_of(asked, three, 4, seed=year, label=str(2017 + year), date=f"{2017 + year}-03-12")
            for year in range(count)
        ]
    )


def many(count: int = 40) -> Portfolio:
    """So many clusters whose names differ at the front alone."""
    asked = load_questionnaire(SHORT)
    names = [f"{chr(65 + n % 26)}{n:02d} Valley Learning Partnership of Primary Schools" for n in range(count)]
    rounds = [round_of(asked, ("Ash", "Brook"), 2, seed=n, cluster=name) for n, name in enumerate(names)]
    return portfolio([ReadCluster(one) for one in rounds])


def charts_of(data: Data) -> tuple[Chart, ...]:
    """All charts that some data have."""
    if isinstance(data, Assessment):
        return telling(data).offered()
    return YEAR_CHARTS if isinstance(data, Comparison) else ("clusters",)


def everything() -> Mapping[str, Data]:
    """All of them."""
    by_year: dict[str, Data] = {
        "ten rounds": years(),
        "two rounds of a profile": years(2, "self-improving-system"),
        "two rounds of a total": years(2, questionnaire_of("total")),
    }
    return {**assessments(), **by_year, "forty clusters": many()}
