"""What to talk about next, in sentences that can be printed."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from maturity.core.advice import Advice
from maturity.core.advise import advise as advised
from maturity.core.assessment import Assessment
from maturity.core.said import Said
from maturity.model import Questionnaire
from maturity.report.wording import sentence


@dataclass(frozen=True, slots=True)
class Sentence(Said):
    """What the core says, with its sentence, which is what is printed."""

    text: str = ""

    def __str__(self) -> str:
        return self.text


def advise(assessment: Assessment) -> Advice:
    """What to talk about next, and why; the room decides. Every reason prints as the sentence of a report."""
    found: Advice = _told(advised(assessment), assessment.questionnaire)
    return found


def _told(value: Any, asked: Questionnaire) -> Any:
    """The same with every sentence in words."""
    if isinstance(value, Said):
        return Sentence(value.code, value.values, sentence(value, asked))
    if isinstance(value, tuple):
        return tuple(_told(one, asked) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _told(getattr(value, one.name), asked) for one in fields(value)})
    return value
