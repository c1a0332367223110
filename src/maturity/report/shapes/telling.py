"""What has to be told of a cluster, whatever the shape of its questionnaire."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment
from maturity.report import kinds, wording
from maturity.report.blocks import BigNumber, Block, Callout, Chart, Figure
from maturity.text.words import upper_first

if TYPE_CHECKING:
    from maturity.core.comparison import Step
    from maturity.report.sheets.table import Sheet

TOO_FEW = {"too-few-to-show", "fewer-than-half"}
"""Reasons of single questions, in a round that is published."""


@dataclass(frozen=True, slots=True)
class RoomWords:
    """A result as a room reads it from a screen: each thing once.

    Args:
        headline: one sentence, or two.
        sure: how sure that is; empty where the headline has said it, or nothing can be said.
        terms: label and text of what the headline does not say.
    """

    headline: str
    sure: str
    terms: tuple[tuple[str, str], ...]


class Telling(ABC):
    """One cluster's result in words, tables and requests for charts.

    Args:
        assessment: the result.
    """

    charts: ClassVar[tuple[Chart, ...]]
    """Charts of one round, the one that shows the result first."""
    title: ClassVar[str]
    """What stands over that chart on a slide."""
    has: ClassVar[str] = ""
    """What this shape has that others do not, as it is said where another's chart is asked for."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.asked = assessment.questionnaire

    def offered(self) -> tuple[Chart, ...]:
        """Those of its charts that this questionnaire has something for."""
        return self.charts

    def agreed_places(self) -> list[str]:
        """Where the cluster stands by the levels that the room agreed; empty where too few are agreed."""
        return wording.agreed_places(self.assessment)

    @abstractmethod
    def headline(self) -> str:
        """The sentence to read first: what is read off, and which part of that is sure."""

    def finding(self) -> tuple[str, str]:
        """The same as what is read first of all, and what may follow it in smaller type."""
        return self.headline(), ""

    @abstractmethod
    def big_numbers(self, step: Step | None) -> Iterator[BigNumber]:
        """One or two numbers for those who read no more, each with its change.

        Args:
            step: from the round before; None where there is none.
        """

    def marks(self) -> Iterator[str]:
        """What the marks of the first chart mean, where the chart does not say so itself."""
        yield from ()

    def strip(self) -> Iterator[Block]:
        """What the result is made of on one line, where no chart of a single page shows it."""
        yield from ()

    @abstractmethod
    def how_sure(self) -> str:
        """How sure that is, in a few words beside a label."""

    def in_a_room(self) -> RoomWords:
        """The same for a screen that everybody looks at."""
        return RoomWords(self.headline(), upper_first(self.how_sure()), tuple(self.terms()))

    def together(self) -> list[str]:
        """Where the room agreed that the cluster stands, beside those words."""
        return self.agreed_places()

    @abstractmethod
    def has_result(self) -> bool:
        """Whether there is anything that the first chart could show."""

    @abstractmethod
    def described(self, chart: Chart) -> str:
        """One of its charts in words, for those who cannot see it."""

    @abstractmethod
    def standing(self, *, full: bool) -> Iterator[Block]:
        """The body of the chapter "where we stand": charts and tables, without headline and warnings."""

    @abstractmethod
    def numbers(self) -> Iterator[Block]:
        """How sure the result is, for one slide."""

    @abstractmethod
    def terms(self) -> Iterator[tuple[str, str]]:
        """The result as label and text, for the first slide."""

    @abstractmethod
    def scorecard(self) -> Iterator[Block]:
        """The result on one screen; a figure is drawn in characters where that is possible."""

    @abstractmethod
    def arithmetic(self) -> Iterator[Block]:
        """How the answers became the result: tables of parts and items."""

    @abstractmethod
    def method(self) -> Iterator[str]:
        """Sentences of small print: conventions, and when a result is named."""

    def consistency(self) -> Iterator[str]:
        """How alike the answers to the questions of an axis are, for the small print alone; nothing where none is."""
        yield from ()

    @abstractmethod
    def sheets(self, advice: Advice) -> Iterator[Sheet]:
        """Sheets of a workbook with the result; those of items, answers and plans are the same for all."""

    @abstractmethod
    def document(self) -> dict[str, Any]:
        """The result as plain data for JSON: `reading` and `parts`, or what a map has."""

    def unpublished(self) -> str:
        """Why nothing is told of a round whose results are not published; empty of any other."""
        reasons = {one.reason.code: one.reason for one in self.assessment.items.values() if one.reason is not None}
        if self.assessment.mode == "named" or len(reasons) != 1 or TOO_FEW & set(reasons):
            return ""
        return f"Nothing can be told yet: {wording.reason(next(iter(reasons.values())), self.asked)}."

    def convention(self) -> Iterator[str]:
        """What is a convention in the result."""
        yield from ()

    def beside(self) -> Iterator[str]:
        """Sentences beside the first chart on a slide."""
        yield from self.convention()

    def like(self, advice: Advice, *, full: bool, known: bool) -> Iterator[Block]:
        """What it is like to be there.

        Args:
            known: whether the cluster knows the place already from earlier rounds.
        """
        yield from ()

    def figure(self, chart: Chart, caption: str, size: tuple[float, float] | None = None) -> Figure:
        """A request for one of its charts."""
        return Figure(chart, self.assessment, caption, self.described(chart), size)

    def warnings(self) -> Iterator[Block]:
        """What to know before believing it."""
        for title, one in kinds.beware(wording.warning_texts(self.assessment)):
            yield Callout(title, one, "warning")
