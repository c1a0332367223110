"""The questionnaire in LimeSurvey's tab-separated survey structure (Surveys, Create, Import, a .txt file)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from maturity.collect.forms.common import Question, questions
from maturity.model import Round
from maturity.report.clean import plain

COLUMNS = ("id", "class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other")
LIST, LONG_TEXT = "L", "T"


def build(round_: Round) -> bytes:
    """The structure as UTF-8 text with a byte order mark, one row a setting, group, question or answer."""
    language = round_.questionnaire.language.split("-")[0]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", delimiter="\t", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(round_, language):
        writer.writerow(row)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _rows(round_: Round, language: str) -> Iterator[dict[str, str]]:
    questionnaire = round_.questionnaire
    for name, text in (("language", language), ("anonymized", "Y"), ("format", "G"), ("allowsave", "Y")):
        yield {"class": "S", "name": name, "text": text}
    title = f"{plain(questionnaire.title)}: {plain(round_.cluster.name)}, {plain(round_.label)}"
    for name, text in (
        ("surveyls_title", title),
        ("surveyls_description", plain(questionnaire.scale.instruction)),
    ):
        yield {"class": "SL", "name": name, "text": text, "language": language}
    yield {
        "id": "1",
        "class": "G",
        "type/scale": "0",
        "name": plain(questionnaire.title),
        "relevance": "1",
        "language": language,
    }
    places = {role.id: f"A{place}" for place, role in enumerate(questionnaire.roles, 1)}
    for number, question in enumerate(questions(round_, evidence=True), 1):
        yield from _question(number, question, language, places)


def _question(number: int, question: Question, language: str, roles: dict[str, str]) -> Iterator[dict[str, str]]:
    yield {
        "id": str(number),
        "class": "Q",
        "type/scale": LONG_TEXT if question.kind == "evidence" else LIST,
        "name": code(question.name),
        "relevance": _relevance(question, roles),
        "text": f"{question.prompt} [{question.code}]",
        "help": question.help,
        "language": language,
        "mandatory": "Y" if question.kind in ("school", "role") else "N",
        "other": "N",
    }
    for place, choice in enumerate(question.choices, 1):
        yield {
            "id": str(number),
            "class": "A",
            "type/scale": "0",
            "name": _answer(question, choice, place),
            "relevance": "",
            "text": choice,
            "language": language,
        }


def code(name: str) -> str:
    """A question code: LimeSurvey allows letters and digits only, beginning with a letter."""
    return name.replace("_", "")


def _answer(question: Question, choice: str, place: int) -> str:
    """An answer code has at most five characters: the level itself, else a letter and the place in the list."""
    value = choice.partition(" - ")[0]
    return value if question.kind == "item" else f"A{place}"


def _relevance(question: Question, roles: dict[str, str]) -> str:
    """When a question is shown; answer codes stand for roles."""
    if question.kind == "evidence":
        item = code(question.name.removeprefix("evidence_"))
        levels = [choice.partition(" - ")[0] for choice in question.opened_by]
        return " or ".join(f'{item} == "{level}"' for level in levels)
    return " or ".join(f'role == "{roles[role]}"' for role in question.roles) or "1"
