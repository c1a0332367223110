"""The questionnaire in LimeSurvey's tab-separated survey structure (Create survey, Import, a .txt file)."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator, Mapping

from maturity.collect.forms.common import FormQuestion, field_names, introduction, questions
from maturity.model import Round
from maturity.text.clean import plain

COLUMNS = (
    *("id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation"),
    *("mandatory", "other", "default", "same_default", "random_order"),
)
LIST, LONG_TEXT = "L", "T"
LONGEST_CODE, LONGEST_ANSWER = 20, 5
"""Most characters of the code of a question and of an answer: letters and digits."""


def build(round_: Round) -> bytes:
    """The structure as UTF-8 text with a byte order mark, one row a setting, group, question or answer."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", delimiter="\t", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(round_))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _rows(round_: Round) -> Iterator[dict[str, str]]:
    questionnaire = round_.questionnaire
    language = questionnaire.language.split("-")[0]
    settings = {
        "language": language,
        "anonymized": "Y",
        "datestamp": "Y",
        "format": "G",
        "allowsave": "Y",
        "questionindex": "0",
    }
    for name, text in settings.items():
        yield {"class": "S", "name": name, "text": text}
    about = {
        "surveyls_title": f"{plain(questionnaire.title)}: {plain(round_.cluster.name)}, {plain(round_.label)}",
        "surveyls_description": " ".join(introduction(round_)),
    }
    for name, text in about.items():
        yield {"class": "SL", "name": name, "text": _shown(text), "language": language}
    yield {
        "id": "1",
        "class": "G",
        "type/scale": "1",
        "name": _shown(plain(questionnaire.title, 190)),
        "relevance": "1",
        "language": language,
    }
    asked = questions(round_, evidence=True)
    codes = field_names((question.code for question in asked), longest=LONGEST_CODE)
    answers = {question.code: _answers(question) for question in asked}
    for number, question in enumerate(asked, 1):
        yield {
            "id": str(number),
            "class": "Q",
            "type/scale": LONG_TEXT if question.kind == "evidence" else LIST,
            "name": codes[question.code],
            "relevance": _relevance(question, codes, answers),
            "text": _shown(question.titled),
            "help": _shown(question.help),
            "language": language,
            "mandatory": "Y" if question.is_needed else "N",
            "other": "N",
            "random_order": "1" if question.kind == "portrait" else "",
        }
        for choice in question.choices:
            yield {
                "id": str(number),
                "class": "A",
                "type/scale": "0",
                "name": answers[question.code][choice.value],
                "text": _shown(choice.shown),
                "language": language,
            }


def _answers(question: FormQuestion) -> Mapping[str, str]:
    """Choice to answer code: the choice itself where all are short enough, else a letter and the place in the list."""
    values = [choice.value for choice in question.choices]
    if all(re.fullmatch(rf"[A-Za-z0-9]{{1,{LONGEST_ANSWER}}}", value) for value in values):
        return dict(zip(values, values, strict=True))
    return {value: f"A{place}" for place, value in enumerate(values, 1)}


def _relevance(question: FormQuestion, codes: Mapping[str, str], answers: Mapping[str, Mapping[str, str]]) -> str:
    """When a question is shown, in LimeSurvey's expressions."""
    conditions = []
    if question.roles:
        conditions.append(_is_one_of("role", [answers["role"][role] for role in question.roles]))
    if question.follows:
        values = [answers[question.follows][value] for value in question.opened_by]
        conditions.append(_is_one_of(codes[question.follows], values))
    return " and ".join(conditions) or "1"


def _is_one_of(code: str, values: list[str]) -> str:
    return "(" + " or ".join(f'{code}.NAOK == "{value}"' for value in values) + ")"


def _shown(text: str) -> str:
    """Plain text for a place where LimeSurvey expects HTML and computes what stands in braces."""
    return html.escape(text, quote=False).replace("{", "&#123;").replace("}", "&#125;")
