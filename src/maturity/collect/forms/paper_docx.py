"""A paper ballot as a Word file, for those who want to change a word before they print."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from maturity.collect.forms.ballot import Ballot, ballot
from maturity.model import Round

if TYPE_CHECKING:
    from docx.document import Document

TICK = "☐"


def build(round_: Round) -> bytes:
    """The ballot of a round as .docx (A4), with real headings and no item broken over a page."""
    import docx

    one, document = ballot(round_), docx.Document()
    _page(document, one)
    document.core_properties.title = one.title
    document.core_properties.language = one.language
    document.add_heading(one.title, 1)
    document.add_paragraph(one.subtitle)
    document.add_paragraph(one.instruction)
    document.add_paragraph(one.privacy)
    for question in one.about:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{question.prompt}:  ").bold = True
        paragraph.add_run("   ".join(f"{TICK} {option}" for option in question.options))
    for item in one.items:
        document.add_heading(f"{item.number}. {item.prompt}", 2)
        if item.asked:
            _kept_together(document.add_paragraph()).add_run(item.asked).italic = True
        for place, (label, text) in enumerate(item.choices, 1):
            paragraph = document.add_paragraph()
            if place < len(item.choices):
                _kept_together(paragraph)
            paragraph.add_run(f"{TICK} ")
            paragraph.add_run(label).bold = True
            paragraph.add_run(f"  {text}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Document, one: Ballot) -> None:
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.5)
    style: Any = document.styles["Normal"]
    style.font.size = Pt(11.5)
    style.paragraph_format.space_after = Pt(2)
    section.footer.paragraphs[0].text = one.footer


def _kept_together(paragraph: Any) -> Any:
    paragraph.paragraph_format.keep_with_next = True
    return paragraph
