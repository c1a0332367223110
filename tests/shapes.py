"""Small questionnaires without a map, and rounds of them, for tests of what is told over time and of many clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from maturity.model import Questionnaire, Round

LEVELS = {1: "not yet", 2: "begun", 3: "in most", 4: "in all"}


def asked(shape: str, items: Sequence[str] = ("a", "b", "c", "d"), **more: Any) -> Questionnaire:
    """A questionnaire of a shape with levels 1 to 4 and one question for each id."""
    of = more.pop("of", {})
    data: dict[str, Any] = {
        "format": "maturity-questionnaire/2",
        "id": f"small-{shape}",
        "version": "1",
        "title": "Small",
        "shape": shape,
        "scale": {"levels": LEVELS} | ({"met_at": 2.5} if shape in ("ladder", "checklist") else {}),
        "items": [{"id": i, "short": i.upper(), "prompt": f"{i}?"} | of.get(i, {}) for i in items],
    }
    return Questionnaire.model_validate(data | more)


def ladder(**more: Any) -> Questionnaire:
    """Two stages of two questions each."""
    stages = [
        {"id": "first", "label": "First", "short": "1 First"} | more.pop("first", {}),
        {"id": "second", "label": "Second", "short": "2 Second"},
    ]
    of = {i: {"stage": "first" if i in "ab" else "second"} for i in "abcd"}
    return asked("ladder", stages=stages, start={"label": "Before", "text": "Nothing yet."}, of=of, **more)


def checklist(**more: Any) -> Questionnaire:
    """Four questions."""
    return asked("checklist", **more)


def profile(**more: Any) -> Questionnaire:
    """A part that holds two others, and one beside it."""
    of = {"a": {"dimension": "a1"}, "b": {"dimension": "a2"}, "c": {"dimension": "b1"}, "d": {"dimension": "b1"}}
    dimensions = [
        {"id": "whole", "label": "Whole", "short": "Whole"},
        {"id": "a1", "in": "whole", "label": "Left", "short": "Left"},
        {"id": "a2", "in": "whole", "label": "Right", "short": "Right"},
        {"id": "b1", "label": "Beside", "short": "Beside"},
    ]
    return asked("profile", dimensions=dimensions, of=of, **more)


BANDS = [{"from": 4, "label": "Low"}, {"from": 8, "label": "Middle"}, {"from": 13, "label": "High"}]


def total(items: Sequence[str] = ("a", "b", "c", "d"), **more: Any) -> Questionnaire:
    """A sum of 4 to 16 in two sub-totals, with three bands."""
    of = {i: {"dimension": "left" if i in "ab" else "right"} for i in items}
    dimensions = [
        {"id": "left", "label": "Left", "short": "Left", "combine": "sum"},
        {"id": "right", "label": "Right", "short": "Right", "combine": "sum"},
    ]
    return asked("total", items, **({"dimensions": dimensions, "of": of, "bands": BANDS} | more))


OF_SHAPE = {"ladder": ladder, "checklist": checklist, "profile": profile, "total": total}


def year(questionnaire: Questionnaire, label: str, schools: Mapping[str, Any], **more: Any) -> Round:
    """A round: school id to the answers of each of its people, in the order of the items."""
    responses = [
        {
            "respondent": f"{school}{n}",
            "school": school,
            "answers": dict(zip((item.id for item in questionnaire.items), levels, strict=False)),
        }
        for school, people in schools.items()
        for n, levels in enumerate(people)
    ]
    return Round.model_validate(
        {
            "cluster": {"name": "Cluster", "schools": [{"id": i, "name": i.capitalize()} for i in schools]},
            "label": label,
            "date": f"{label}-03-01",
            "questionnaire": questionnaire,
            "fictional": True,
            "responses": responses,
        }
        | more
    )


def everywhere(
    *levels: int | str, schools: Sequence[str] = ("ash", "birch", "cedar"), people: int = 4
) -> dict[str, Any]:
    """The same answers of everybody in every school."""
    return {school: [levels] * people for school in schools}
