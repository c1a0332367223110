"""The questionnaire on paper, and for the form system that a school already has."""

from __future__ import annotations

from importlib import import_module

from maturity.model import Round

BUILDERS = {
    "pdf": "paper_pdf",
    "docx": "paper_docx",
    "google": "google",
    "microsoft": "microsoft",
    "limesurvey": "limesurvey",
    "kobo": "kobo",
    "surveyjs": "surveyjs",
}


def build(kind: str, round_: Round) -> bytes:
    """The form of a round.

    Args:
        kind: one of `BUILDERS`.
    """
    content: bytes = import_module(f"maturity.collect.forms.{BUILDERS[kind]}").build(round_)
    return content
