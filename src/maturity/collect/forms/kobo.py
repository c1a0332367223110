"""The questionnaire as an XLSForm for KoboToolbox and ODK."""

from __future__ import annotations

import io
from collections.abc import Iterable

from maturity.collect.forms.common import Question, questions
from maturity.model import Round
from maturity.report.clean import plain

SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance")
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version", "default_language")


def build(round_: Round) -> bytes:
    """An XLSForm workbook (.xlsx) with the sheets survey, choices and settings."""
    import xlsxwriter

    asked = questions(round_, evidence=True)
    questionnaire = round_.questionnaire
    choices = [(question.name, _value(choice), choice) for question in asked for choice in question.choices]
    settings = (
        plain(questionnaire.title),
        questionnaire.id.replace("-", "_").replace(".", "_"),
        plain(questionnaire.version),
        "default",
    )
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        for name, header, rows in (
            ("survey", SURVEY, (_survey(question) for question in asked)),
            ("choices", CHOICES, choices),
            ("settings", SETTINGS, [settings]),
        ):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate((header, *_rows(rows))):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text)
    return out.getvalue()


def _rows(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return list(rows)


def _survey(question: Question) -> tuple[str, ...]:
    conditions = []
    if question.roles:
        conditions.append(" or ".join(f"${{role}} = '{role}'" for role in question.roles))
    if question.kind == "evidence":
        item = question.name.removeprefix("evidence_")
        conditions.append(" or ".join(f"${{{item}}} = '{_value(choice)}'" for choice in question.opened_by))
    relevant = " and ".join(f"({condition})" for condition in conditions)
    if question.kind == "evidence":
        return ("text", question.name, question.prompt, "", "", relevant, "multiline")
    required = "yes" if question.kind in ("school", "role") else ""
    return (f"select_one {question.name}", question.name, question.prompt, question.help, required, relevant, "")


def _value(choice: str) -> str:
    return choice.partition(" - ")[0]
