"""What a ladder and a checklist have in common: questions that hold or do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maturity.core.reading import Held
from maturity.core.said import Name
from maturity.report import kinds, wording
from maturity.report.blocks import Align, Block, Bullets, Chart, Paragraph, Table
from maturity.report.described import described_agreement
from maturity.report.held_words import (
    STATES,
    all_held,
    line_of,
    line_words,
    margins_of_one,
    people_of,
    range_of_one,
    score_of,
    unbroken,
    why_open,
)
from maturity.report.shapes.without_map import PartsTelling
from maturity.text.isolate import isolated

THUMB = "By a rule of thumb"


class HeldTelling(PartsTelling):
    """Questions that hold or do not."""

    def described(self, chart: Chart) -> str:
        if chart == self.charts[0]:
            return " ".join(self.in_words())
        return described_agreement(self.assessment) if chart == "agreement" else super().described(chart)

    def in_words(self) -> Iterator[str]:
        """The first chart in sentences."""
        yield from ()

    @property
    def held(self) -> dict[str, Held]:
        """Every question, in the order of the questionnaire."""
        return all_held(self.assessment)

    def of_whom(self, said: str) -> str:
        """A sentence, after whose it is where that is not the cluster, and a rule of thumb if it goes by one."""
        before = [wording.rated(self.assessment), *(THUMB for _ in self.caution())]
        return ": ".join((*filter(None, before), said))

    def by_rule(self, said: str = "") -> str:
        """How sure something is, and that it goes by a rule of thumb where people are not named."""
        if not [*self.caution()]:
            return said
        return f"{said}, by a rule of thumb" if said else THUMB

    def caution(self) -> Iterator[str]:
        """That nothing here is sure beyond a rule of thumb, where people are not named."""
        if self.assessment.mode != "named" and self.has_result():
            yield wording.say("thumb")

    def convention(self) -> Iterator[str]:
        yield line_words(self.assessment)

    def method(self) -> Iterator[str]:
        yield from self.convention()
        if self.assessment.mode == "named":
            yield wording.say("line-named")
            return
        yield wording.say("line-thumb")
        yield wording.say("line-margins", margins=Name(margins_of_one()))
        if not kinds.is_known(self.assessment):
            yield kinds.ON_TOP

    def numbers(self) -> Iterator[Block]:
        yield self.state_table(self.held.values(), "What holds, and why the rest is open", why=True)
        yield from (Paragraph(text) for text in (*self.caution(), *self.convention()))

    def arithmetic(self) -> Iterator[Block]:
        yield self.state_table(self.held.values(), "What holds", why=True)
        yield from super().arithmetic()

    def why_open(self, held: Iterable[Held]) -> Iterator[Block]:
        """Why it cannot be said of some questions whether they hold."""
        found = [
            f"{isolated(self.asked.item_by_id[one.id].short)}: {why_open(self.assessment, one)}."
            for one in held
            if one.state in ("open", "unknown")
        ]
        if found:
            yield Bullets(tuple(found))

    def state_table(self, held: Iterable[Held], caption: str, *, why: bool = False) -> Table:
        """Questions with state, score, range and people.

        Args:
            why: say why what is open is open.
        """
        rows = tuple(self._state_row(one, why=why) for one in held)
        header = ("Question", "State", "Score", kinds.range_of(self.assessment), "Holds from", "Answers", "Cannot tell")
        align: list[Align] = ["left", "left", "right", "right", "right", "right", "right"]
        if why:
            return Table(caption, (*header, "Why"), rows, (*align, "left")).telling()
        return Table(caption, header, rows, tuple(align)).telling()

    def _state_row(self, one: Held, *, why: bool) -> tuple[str, ...]:
        item, result = self.asked.item_by_id[one.id], self.assessment.items[one.id]
        return (
            kinds.item_name(item),
            unbroken(STATES[one.state]),
            score_of(self.assessment, one),
            range_of_one(self.assessment, one),
            line_of(self.assessment, one),
            people_of(result),
            kinds.unknown_cell(result),
            *((why_open(self.assessment, one),) if why else ()),
        )
