"""The questionnaire as SurveyJS JSON: names are item ids, values are levels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from maturity.collect.forms.common import FormQuestion, introduction, questions
from maturity.model import Round
from maturity.text.clean import plain


def build(round_: Round) -> bytes:
    """A survey for survey-core, as UTF-8 JSON."""
    asked = questions(round_, evidence=True)
    about = [question for question in asked if question.is_needed]
    survey = {
        "title": _shown(f"{plain(round_.questionnaire.title)}: {plain(round_.cluster.name)}, {plain(round_.label)}"),
        "description": _shown("\n\n".join(introduction(round_))),
        "locale": round_.questionnaire.language,
        "showProgressBar": True,
        "pages": [
            {"name": "about", "elements": [_element(question) for question in about]},
            {"name": "questions", "elements": [_element(question) for question in asked if not question.is_needed]},
        ],
    }
    return (json.dumps(survey, indent=2, ensure_ascii=False) + "\n").encode()


def _element(question: FormQuestion) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "comment" if question.kind == "evidence" else "radiogroup",
        "name": question.code,
        "title": _shown(question.prompt),
    }
    # Whom it is put to is said by what is visible.
    if description := question.before if question.roles else question.help:
        element["description"] = _shown(description)
    conditions = []
    if question.roles:
        conditions.append(_is_one_of("role", question.roles))
    if question.follows:
        conditions.append(_is_one_of(question.follows, question.opened_by))
    if conditions:
        element["visibleIf"] = " and ".join(conditions)
    if question.choices:
        element["choices"] = [{"value": choice.value, "text": _shown(choice.shown)} for choice in question.choices]
    if question.kind == "portrait":
        element["choicesOrder"] = "random"
    if question.is_needed:
        element["isRequired"] = True
    else:
        element["clearIfInvisible"] = "onHidden"
    return element


def _is_one_of(name: str, values: Sequence[str]) -> str:
    return f"{{{name}}} anyof [{', '.join(repr(value) for value in values)}]"


def _shown(text: str) -> str:
    """Text in which nothing stands for another question's answer: what cannot be seen parts brace and name."""
    return text.replace("{", "{\u2060")
