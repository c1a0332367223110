"""The questionnaire as a Word file that Microsoft Forms can import (Forms, New, Quick import).

Its import knows numbered questions with lettered choices. Item ids and leading level digits travel in the texts, so
that the export comes back without a mapping.
"""

from __future__ import annotations

import io
from string import ascii_uppercase

from maturity.collect.forms.common import questions
from maturity.model import Round
from maturity.report.clean import plain


def build(round_: Round) -> bytes:
    """A Word file in the layout of Microsoft Forms' quick import."""
    import docx

    document = docx.Document()
    document.add_heading(plain(round_.questionnaire.title), 1)
    document.add_paragraph(plain(round_.questionnaire.scale.instruction))
    for number, question in enumerate(questions(round_), 1):
        document.add_paragraph(f"{number}. {question.prompt} [{question.code}]")
        for letter, choice in zip(ascii_uppercase, question.choices, strict=False):
            document.add_paragraph(f"{letter}. {choice}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
