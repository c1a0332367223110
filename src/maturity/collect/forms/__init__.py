"""The questionnaire on paper, and for the form system that a school already has."""

from __future__ import annotations

from importlib import import_module

from maturity.model import Round

ON_PAPER = {"pdf": "paper_pdf", "docx": "paper_docx"}


def build(kind: str, round_: Round, *, paper: str = "a4") -> bytes:
    """The form of a round.

    Args:
        kind: a key of `ON_PAPER`, or the form system whose module has that name.
        paper: `a4` or `letter`; counts only on paper.

    Raises:
        InputError: the form cannot be made.
    """
    module = import_module(f"maturity.collect.forms.{ON_PAPER.get(kind, kind)}")
    content: bytes = module.build(round_, paper) if kind in ON_PAPER else module.build(round_)
    return content
