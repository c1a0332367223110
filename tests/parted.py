"""Small profiles and totals for tests: parts within parts, and people of schools who answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.model import Cluster, Mode, Questionnaire, Response, Round, School

Levels = Sequence[int | str | None]


def part(name: str, inside: str = "", **more: Any) -> dict[str, Any]:
    """A dimension, within another where one is given."""
    own = {"id": name, "label": f"Part {name.upper()}", "inside": f"part {name}", "short": name.upper()}
    return own | ({"in": inside} if inside else {}) | more


def asked(shape: str, parts: Sequence[dict[str, Any]], items: Mapping[str, str], **more: Any) -> Questionnaire:
    """A questionnaire of a shape.

    Args:
        items: id of each item to the dimension it counts towards, or nothing.
    """
    data: dict[str, Any] = {
        "format": "maturity-questionnaire/2",
        "id": "parted",
        "version": "1",
        "title": "Parted",
        "shape": shape,
        "scale": {"levels": {n: f"level {n}" for n in range(1, 6)}},
        "dimensions": list(parts),
        "items": [
            {"id": name, "short": f"Item {name}", "prompt": f"{name}?"} | ({"dimension": where} if where else {})
            for name, where in items.items()
        ],
    }
    return Questionnaire.model_validate(data | more)


def answered(questionnaire: Questionnaire, schools: Sequence[Sequence[Levels]], mode: Mode = "named") -> Assessment:
    """The assessment of people school by school, each with their levels in the order of the items."""
    ids = [item.id for item in questionnaire.items]
    names = tuple(School(id=f"s{n}", name=f"School {n}") for n in range(len(schools)))
    people = tuple(
        Response(
            respondent=f"r{n}.{place}",
            school=f"s{n}",
            answers={name: level for name, level in zip(ids, levels, strict=True) if level is not None},
        )
        for n, school in enumerate(schools)
        for place, levels in enumerate(school)
    )
    return assess(
        Round(
            cluster=Cluster(name="The cluster", schools=names),
            label="2026",
            questionnaire=questionnaire,
            mode=mode,
            fictional=True,
            responses=people,
        )
    )


def alike(levels: Levels, schools: int = 4, people: int = 3) -> list[list[Levels]]:
    """Schools whose people all say the same."""
    return [[levels] * people for _ in range(schools)]
