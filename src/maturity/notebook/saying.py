"""Results whose reasons can be printed: each is the sentence of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from maturity.core.advice import Advice
from maturity.core.advise import advise as advised
from maturity.core.assess import assess as assessed
from maturity.core.assessment import Assessment, Schools, Warn
from maturity.core.comparison import Comparison
from maturity.core.matching import Same
from maturity.core.said import Said
from maturity.journeys.comparing import compare as compared
from maturity.model import Questionnaire, Round
from maturity.report.wording import sentence

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Sentence(Said):
    """What the core says, with its sentence, which is what is printed."""

    text: str = ""

    def __str__(self) -> str:
        return self.text


def assess(round_: Round, *, schools: Schools = "fixed") -> Assessment:
    """Score, place and describe one cluster in one round; arguments as in `maturity.core.assess.assess`."""
    return _told(assessed(round_, schools=schools), round_.questionnaire)


def compare(
    rounds: Sequence[Round],
    *,
    schools: Schools = "fixed",
    same: Same | None = None,
    notes: Sequence[Warn] = (),
) -> Comparison:
    """Compare rounds of one cluster; arguments and what is raised as in `maturity.journeys.comparing.compare`."""
    return _told(compared(rounds, schools=schools, same=same, notes=notes), rounds[-1].questionnaire)


def advise(assessment: Assessment) -> Advice:
    """What to talk about next, and why; the room decides."""
    return _told(advised(assessment), assessment.questionnaire)


def _told(value: Result, asked: Questionnaire) -> Result:
    """The same with every sentence in words; what holds none stays the one that it is."""
    found: Result = _Telling().told(value, asked)
    return found


class _Telling:
    """What has been told, so that what stands in two places of a result is one thing still."""

    def __init__(self) -> None:
        self.known: dict[int, Any] = {}

    def told(self, value: Any, asked: Questionnaire) -> Any:
        """A value in words.

        Args:
            asked: names what the sentences refer to, unless the value says itself what was asked.
        """
        if isinstance(value, Said):
            return Sentence(value.code, value.values, sentence(value, asked))
        if isinstance(value, tuple | Mapping) or (is_dataclass(value) and not isinstance(value, type)):
            if id(value) not in self.known:
                self.known[id(value)] = self._within(value, asked)
            return self.known[id(value)]
        return value

    def _within(self, value: Any, asked: Questionnaire) -> Any:
        if isinstance(value, Mapping):
            found = {key: self.told(one, asked) for key, one in value.items()}
            return found if any(found[key] is not one for key, one in value.items()) else value
        if isinstance(value, tuple):
            each = [self.told(one, asked) for one in value]
            return tuple(each) if any(new is not old for new, old in zip(each, value, strict=True)) else value
        # A round was asked what it was asked, and a step is told in the words of its later round.
        own = getattr(getattr(value, "after", value), "questionnaire", asked)
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        told = {name: self.told(one, own) for name, one in parts.items()}
        changed = {name: one for name, one in told.items() if one is not parts[name]}
        return replace(value, **changed) if changed else value
