"""The questionnaire as SurveyJS JSON: names are item ids, values are levels."""

from __future__ import annotations

import json
from typing import Any

from maturity.collect.forms.common import Question, questions
from maturity.model import Round
from maturity.report.clean import plain


def build(round_: Round) -> bytes:
    """A survey for survey-core, as UTF-8 JSON."""
    asked = questions(round_, evidence=True)
    rating = {question.code: question for question in asked}
    survey = {
        "title": plain(round_.questionnaire.title),
        "description": plain(round_.questionnaire.scale.instruction),
        "locale": round_.questionnaire.language,
        "showProgressBar": "top",
        "pages": [{"name": question.name, "elements": [_element(question, rating)]} for question in asked],
    }
    return (json.dumps(survey, indent=2, ensure_ascii=False) + "\n").encode()


def _element(question: Question, rating: dict[str, Question]) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "comment" if question.kind == "evidence" else "radiogroup",
        "name": question.code,
        "title": question.prompt,
    }
    conditions = []
    if question.roles:
        conditions.append(f"{{role}} anyof {json.dumps(list(question.roles))}".replace('"', "'"))
    if question.kind == "evidence":
        item = question.code.removeprefix("evidence:")
        levels = [_value(choice) for choice in question.opened_by]
        conditions.append(f"{{{rating[item].code}}} anyof {json.dumps(levels)}".replace('"', "'"))
    if conditions:
        element["visibleIf"] = " and ".join(conditions)
    if question.choices:
        element["choices"] = [{"value": _value(choice), "text": choice} for choice in question.choices]
    if question.kind in ("school", "role"):
        element["isRequired"] = True
    return element


def _value(choice: str) -> str:
    """What stands before the first ` - `: a level, `DK`, or an id."""
    return choice.partition(" - ")[0]
