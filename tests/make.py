"""Small questionnaires and rounds for tests: two axes, a few items, and only what a test wants to say about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from maturity.core.assessment import Assessment
from maturity.core.said import Said
from maturity.model import Questionnaire, Round
from maturity.report.wording import sentence, warning

Dimensions = Sequence[Sequence[str]]
ROLES = (
    {"id": "head", "label": "Head", "group": "leaders"},
    {"id": "teacher", "label": "Teacher", "group": "teachers"},
)
QUADRANTS = {"projects": "low low", "relationships": "high low", "delivery": "low high", "improvement": "high high"}


def questionnaire(
    x: Dimensions = (("a",),),
    y: Dimensions = (("b",),),
    *,
    scale: tuple[int, int] = (1, 5),
    midpoint: float = 3,
    needed: int = 1,
    but: Mapping[str, dict[str, Any]] | None = None,
    portrait: Sequence[str] = (),
    evidence_from: int | None = None,
    labels: Sequence[str] = (),
    dont_know: str = "I cannot tell",
    **more: Any,
) -> Questionnaire:
    """A questionnaire with the axes `x` (Depth) and `y` (Challenge).

    Args:
        x, y: item ids of each dimension; the dimensions are called x1, x2, ... and y1, y2, ...
        needed: dimensions that each axis needs.
        but: item, dimension or axis id to whatever is special about it.
        portrait: ids of portrait items.
        labels: of the levels, from the lowest on; instead of the end of `scale`.
    """
    but = but or {}
    axes: list[Any] = []
    dimensions: list[Any] = []
    items: list[Any] = []
    for axis, label, parts in (("x", "Depth", x), ("y", "Challenge", y)):
        axes.append(
            {"id": axis, "label": label, "short": label, "midpoint": midpoint, "dimensions_needed": needed}
            | ({} if "label" in but.get(axis, {}) else {"inside": label.lower(), "short_inside": label.lower()})
            | but.get(axis, {})
        )
        for place, ids in enumerate(parts, start=1):
            name = f"{axis}{place}"
            dimensions.append({"id": name, "axis": axis, "label": name.upper(), "short": name} | but.get(name, {}))
            items += [{"id": i, "dimension": name, "short": i.upper(), "prompt": f"{i}?"} | but.get(i, {}) for i in ids]
    quadrants = [
        {"id": i, "label": i.capitalize(), "inside": i, "at": dict(zip("xy", at.split(), strict=True))}
        for i, at in QUADRANTS.items()
    ]
    return Questionnaire.model_validate(
        {
            "id": "small",
            "version": "1",
            "title": "Small",
            "scale": {
                "levels": dict(enumerate(labels, scale[0])) or {n: f"level {n}" for n in range(scale[0], scale[1] + 1)},
                "dont_know": dont_know,
                "evidence_from": evidence_from,
            },
            "roles": ROLES,
            "axes": axes,
            "dimensions": dimensions,
            "quadrants": quadrants,
            "items": items,
            "portrait": [
                {"id": i, "short": i, "prompt": f"{i}?", "options": {q: {"text": q} for q in QUADRANTS}}
                for i in portrait
            ],
        }
        | more
    )


def why(reason: Said | None, asked: Questionnaire | None = None) -> str | None:
    """A reason as it is said; None where there is none."""
    return None if reason is None else sentence(reason, asked or questionnaire())


def warned(assessment: Assessment) -> dict[str, str]:
    """Code and text of each warning."""
    return {one.code: warning(one, assessment.questionnaire) for one in assessment.warnings}


def person(*levels: int | str | None, **more: Any) -> dict[str, Any]:
    """Somebody's levels, in the order of the items (None: left blank, "DK": don't know), role, portraits, evidence."""
    return {"levels": levels} | more


def round_(asked: Questionnaire, schools: Mapping[str, Any], **more: Any) -> Round:
    """A round: school id to its people, each a `person`, a tuple of levels, or one level for every item."""
    responses: list[Any] = []
    for school, people in schools.items():
        for somebody in people:
            if not isinstance(somebody, dict):
                somebody = person(*(somebody if isinstance(somebody, tuple) else (somebody,) * len(asked.items)))
            known = dict(somebody)
            answers = dict(zip((item.id for item in asked.items), known.pop("levels"), strict=False))
            responses.append({"respondent": f"r{len(responses)}", "school": school, "answers": answers} | known)
    return Round.model_validate(
        {
            "cluster": {"name": "Cluster", "schools": [{"id": i, "name": i.capitalize()} for i in schools]},
            "label": "2026",
            "questionnaire": asked,
            "responses": responses,
        }
        | more
    )
