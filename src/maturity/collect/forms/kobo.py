"""The questionnaire as an XLSForm for KoboToolbox and ODK."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping

from maturity.collect.forms.common import FormQuestion, field_names, introduction, questions
from maturity.model import Round
from maturity.text.clean import plain
from maturity.text.slug import slug

SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance", "parameters")
CHOICES = ("list_name", "name", "label")
NOTES = ("note 1", "note 2", "note 3")
"""Codes of what stands above the questions; no question has such a one."""
SETTINGS = ("form_title", "form_id", "version", "default_language")


def build(round_: Round) -> bytes:
    """An XLSForm workbook (.xlsx) with the sheets survey, choices and settings."""
    import xlsxwriter

    asked = questions(round_, evidence=True)
    named = field_names((*(question.code for question in asked), *NOTES), joint="_")
    questionnaire = round_.questionnaire
    title = f"{plain(questionnaire.title)}: {plain(round_.cluster.name)}, {plain(round_.label)}"
    form_id = slug(f"{questionnaire.id} {round_.label}").replace("-", "_")
    sheets: dict[str, list[tuple[str, ...]]] = {
        "survey": [SURVEY, *_notes(round_, named), *(_row(question, named) for question in asked)],
        "choices": [
            CHOICES,
            *(
                (named[question.code], choice.value, _shown(choice.shown))
                for question in asked
                for choice in question.choices
            ),
        ],
        "settings": [SETTINGS, (_shown(title), form_id, plain(questionnaire.version), "default")],
    }
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.set_column(0, len(rows[0]) - 1, 28)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(number, column, text)
    return out.getvalue()


def _notes(round_: Round, named: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """What stands above the questions."""
    for number, text in enumerate(introduction(round_)):
        yield ("note", named[NOTES[number]], _shown(text))


def _row(question: FormQuestion, named: Mapping[str, str]) -> tuple[str, ...]:
    name, label, relevant = named[question.code], _shown(question.prompt), _relevant(question, named)
    if question.kind == "evidence":
        return ("text", name, label, "", "", relevant, "multiline", "")
    required = "yes" if question.is_needed else ""
    order = "randomize=true" if question.kind == "portrait" else ""
    return (f"select_one {name}", name, label, _shown(question.help), required, relevant, "", order)


def _relevant(question: FormQuestion, named: Mapping[str, str]) -> str:
    """When a question is shown."""
    conditions = []
    if question.roles:
        conditions.append(" or ".join(f"${{role}} = '{role}'" for role in question.roles))
    if question.follows:
        rating = named[question.follows]
        conditions.append(" or ".join(f"${{{rating}}} = '{value}'" for value in question.opened_by))
    return " and ".join(f"({condition})" for condition in conditions)


def _shown(text: str) -> str:
    """Text in which nothing stands for another question's answer."""
    return re.sub(r"\$(?=\{)", "$ ", text)
