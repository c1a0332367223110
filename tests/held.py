"""Small ladders and checklists, and people who answer them so that a question holds, is open, or is not yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.model import Questionnaire, Round

SCHOOLS = ("ash", "brook", "castle")
PEOPLE = 4
"""In each school."""
TEXTS = {"ask": "Ask.", "evidence": "Look."}
STAGE = {"inside": "Inside.", "danger": "Danger.", "next": "Next.", "top": "Top."}
WAYS: dict[str, tuple[int | str, ...]] = {
    "yes": (4, 4, 4, 4),
    "no": (1, 1, 1, 1),
    "just": (4, 4, 1, 4),
    "below": (1, 1, 4, 2),
    "near": (3, 2, 3, 3),
    "dk": ("DK", "DK", "DK", "DK"),
}
"""How the four people of each school answer a question: it holds from 2.5 on."""
STRANDS = {"a": "x", "b": "y", "c": "z", "d": "x", "e": "y", "f": "x"}
STAGES: tuple[dict[str, Any], ...] = (
    {"id": "one", "need": 2, "must": ["a"]},
    {"id": "two"},
    {"id": "three"},
)
OF_STAGE = {"a": "one", "b": "one", "c": "one", "d": "two", "e": "two", "f": "three"}


def _base(shape: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "format": "maturity-questionnaire/2",
        "id": shape,
        "version": "1",
        "title": shape.capitalize(),
        "shape": shape,
        "scale": {"levels": {n: f"level {n}" for n in range(1, 5)}, "met_at": 2.5},
        **more,
    }


def item_of(name: str, **more: Any) -> dict[str, Any]:
    """A question whose steps say where they start."""
    steps = {n: f"{name} from {n}" for n in (1, 2, 3)}
    return {"id": name, "short": name.upper(), "prompt": f"{name}?", "guidance": {**TEXTS, "steps": steps}, **more}


def ladder(*, strands: bool = True, **more: Any) -> Questionnaire:
    """Stages of three, two and one question; the first needs two of them, and `a` in any case."""
    dimensions = [{"id": i, "label": f"Strand {i}", "short": i} for i in "xyz"] if strands else []
    items = [
        item_of(name, stage=stage, **({"dimension": STRANDS[name]} if strands else {}))
        for name, stage in OF_STAGE.items()
    ]
    stages = [{"label": f"Stage {one['id']}", "short": one["id"], "guidance": STAGE, **one} for one in STAGES]
    start = {"label": "The start", "inside": "the start", "text": "Nothing yet."}
    found = {"dimensions": dimensions, "stages": stages, "start": start, "items": items, **more}
    return Questionnaire.model_validate(_base("ladder", found))


def checklist(names: str = "abcd", **more: Any) -> Questionnaire:
    """Questions without dimensions."""
    return Questionnaire.model_validate(_base("checklist", {"items": [item_of(name) for name in names], **more}))


def answered(asked: Questionnaire, ways: Mapping[str, str], *, people: int = PEOPLE, **more: Any) -> Round:
    """A round in which every question is answered in one of `WAYS`; what is not named is not yet."""
    responses = [
        {
            "respondent": f"{school}{person}",
            "school": school,
            "answers": {item.id: WAYS[ways.get(item.id, "no")][person] for item in asked.items},
        }
        for school in SCHOOLS
        for person in range(people)
    ]
    return Round.model_validate(
        {
            "cluster": {"name": "Cluster", "schools": [{"id": i, "name": i.capitalize()} for i in SCHOOLS]},
            "label": "2026",
            "questionnaire": asked,
            "responses": responses,
            **more,
        }
    )


def on_ladder(ways: Mapping[str, str] | None = None, *, strands: bool = True, people: int = PEOPLE) -> Assessment:
    """A ladder, by how each question is answered."""
    return assess(answered(ladder(strands=strands), ways or {}, people=people))


def on_checklist(ways: Mapping[str, str] | None = None, *, people: int = PEOPLE) -> Assessment:
    """A checklist, by how each question is answered."""
    return assess(answered(checklist(), ways or {}, people=people))
