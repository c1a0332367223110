"""The questionnaire as a Word file that Microsoft Forms can import (Forms, New, Quick import).

Its import finds questions by their numbers and choices by their letters, one a paragraph. Item ids and leading level
digits travel in the texts, so that the export comes back without a mapping.
"""

from __future__ import annotations

import io
from itertools import count
from string import ascii_uppercase

from maturity.collect.forms.common import introduction, questions
from maturity.collect.forms.paper_docx import entitle
from maturity.model import Round
from maturity.text.clean import plain


def build(round_: Round) -> bytes:
    """A Word file in the layout of Microsoft Forms' quick import."""
    import docx

    questionnaire = round_.questionnaire
    title = f"{plain(questionnaire.title)}: {plain(round_.cluster.name)}, {plain(round_.label)}"
    document = docx.Document()
    entitle(document, title, questionnaire.language)
    document.add_heading(title, 1)
    for paragraph in introduction(round_):
        document.add_paragraph(paragraph)
    for number, question in enumerate(questions(round_), 1):
        help_ = f" ({question.help})" if question.help else ""
        document.add_paragraph(f"{number}. {question.prompt}{help_} [{question.code}]")
        for letter, choice in zip(map(_letter, count()), question.choices, strict=False):
            document.add_paragraph(f"{letter}. {choice.shown}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _letter(place: int) -> str:
    """A, B, ... Z, then AA, AB, ..."""
    more, last = divmod(place, len(ascii_uppercase))
    return (ascii_uppercase[more - 1] if more else "") + ascii_uppercase[last]
