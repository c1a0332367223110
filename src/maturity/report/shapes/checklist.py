"""What a checklist says: which questions hold, and which are open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from maturity.core.advice import Advice
from maturity.core.reading import Checklist, State
from maturity.core.said import Name
from maturity.report import wording
from maturity.report.blocks import BigNumber, Block, Chart, Figure, Table, Terms
from maturity.report.described import whose
from maturity.report.held_words import (
    MARKS,
    STATES,
    agreed_on,
    by_state,
    held_mark,
    is_unsure,
    named,
    people_of,
    score_of,
    state_words,
    step_of,
    unbroken,
)
from maturity.report.in_short import NO_NUMBER
from maturity.report.shapes.held import HeldTelling
from maturity.report.shapes.telling import RoomWords
from maturity.report.sheets import held as sheets_held
from maturity.report.sheets.table import Sheet
from maturity.text.isolate import isolated
from maturity.text.words import enumerated

if TYPE_CHECKING:
    from maturity.core.comparison import Step

RATHER: tuple[State, ...] = ("not-yet", "open", "unknown")
"""What is named first: what does not hold, or may not."""


class ChecklistTelling(HeldTelling):
    """What a checklist says: which questions hold, and which are open."""

    charts: ClassVar[tuple[Chart, ...]] = ("checklist", "agreement", "profile")
    title = "What holds"
    has: ClassVar[str] = "questions that hold or do not"

    @property
    def reading(self) -> Checklist:
        """What is read off."""
        reading = self.assessment.reading
        assert isinstance(reading, Checklist)
        return reading

    def offered(self) -> tuple[Chart, ...]:
        return self.charts if self.asked.dimensions else self.charts[:2]

    def headline(self) -> str:
        return self.of_whom(self._counted())

    def _counted(self) -> str:
        of = len(self.held)
        if not self.has_result():
            return self.unpublished() or wording.say("checklist-nothing")
        if is_unsure(self.held.values()):
            above = sum(one.above is True for one in self.held.values())
            return wording.say("checklist-unsure", above=above, of=of)
        if not (rest := self.rest()):
            return wording.say("checklist-all", of=of)
        return wording.say("checklist-some", held=self.reading.count("holds"), of=of, rest=Name(rest))

    def rest(self) -> str:
        """What does not hold, or may not, by its state: how many, and which; empty where all hold."""
        return enumerated(state_words(self.assessment, list(self.held.values()), RATHER))

    def finding(self) -> tuple[str, str]:
        if not self.has_result() or is_unsure(self.held.values()) or not self.rest():
            return self._counted(), ""
        held = wording.say("checklist-held", held=self.reading.count("holds"), of=len(self.held))
        return held, " ".join(self.caution())

    def big_numbers(self, step: Step | None) -> Iterator[BigNumber]:
        holds, of = self.reading.count("holds"), len(self.held)
        notes = [f"of {of}"]
        if step is not None and step.readings is not None:
            before = sum(turn.before == "holds" for turn in step.readings.held.values())
            common = len(step.readings.held)
            alike = "" if common == of else f" of the {common} asked both times"
            notes.append(f"{before}{alike} in {isolated(step.before.label)}")
        yield BigNumber("Hold for sure", str(holds) if self.has_result() else NO_NUMBER, tuple(notes))
        unsure = self.reading.count("open") + self.reading.count("unknown")
        yield BigNumber("Open", str(unsure) if self.has_result() else NO_NUMBER, (f"of {of}",))

    def how_sure(self) -> str:
        if not self.has_result():
            return wording.say("sure-nothing")
        if is_unsure(self.held.values()):
            return wording.say("sure-unsaid")
        found = self.reading.count("open") + self.reading.count("unknown")
        said = f"{found} of {len(self.held)} open" if found else "sure on every question"
        return said if self.assessment.mode == "named" else f"{said}; by a rule of thumb"

    def in_a_room(self) -> RoomWords:
        held = list(self.held.values())
        whose, terms = wording.rated(self.assessment), tuple(self.terms())[1:]
        if not self.has_result() or is_unsure(held):
            return RoomWords(": ".join(filter(None, (whose, self._counted()))), "", terms)
        counts = [f"{self.reading.count(state)} {STATES[state]}" for state in RATHER if self.reading.count(state)]
        n, rest = self.reading.count("holds"), Name(enumerated(counts))
        some = wording.say("checklist-some", held=n, of=len(held), rest=rest)
        sure = "" if self.reading.count("open") + self.reading.count("unknown") else "Sure on every question"
        said = some if counts and len(held) > 1 else self._counted()
        return RoomWords(": ".join(filter(None, (whose, said))), self.by_rule(sure), terms)

    def in_words(self) -> Iterator[str]:
        yield f"Every question of {whose(self.assessment)}, in the order in which they were asked."
        yield self.headline()
        said = []
        for name, one in self.held.items():
            result = self.assessment.items[name]
            score = "" if one.score is None else f"{score_of(self.assessment, one)}, "
            said.append(
                f"{isolated(self.asked.item_by_id[name].short)}: {MARKS[held_mark(one)]} "
                f"({score}answers: {people_of(result)})"
            )
        yield f"{enumerated(said)}."
        yield from filter(None, (self.room(), *self.convention()))

    def room(self) -> str:
        """What holds by the levels that the room agreed; empty where it agreed on none."""
        agreed = self.assessment.agreed
        if agreed is None or not isinstance(agreed.reading, Checklist):
            return ""
        return f"By the room's own levels {self._agreed_place(agreed.reading)} ({agreed_on(self.assessment)})."

    def _agreed_place(self, reading: Checklist) -> str:
        holds, lacks = reading.count("holds"), [one for one in reading.held.values() if one.state == "not-yet"]
        return f"{holds} hold" + (f", {len(lacks)} not yet: {named(self.assessment, lacks)}" if lacks else "")

    def agreed_places(self) -> list[str]:
        agreed = self.assessment.agreed
        if agreed is None or not isinstance(agreed.reading, Checklist):
            return []
        return [self._agreed_place(agreed.reading)]

    def standing(self, *, full: bool) -> Iterator[Block]:
        yield self.figure("checklist", " ".join(("What holds, in the order in which it was asked.", *self.caution())))

    def like(self, advice: Advice, *, full: bool, known: bool) -> Iterator[Block]:
        if not self.has_result():
            return
        rows = []
        for name, one in self.held.items():
            item = self.asked.item_by_id[name]
            ask, look = (item.guidance.ask, item.guidance.evidence) if item.guidance else (item.prompt, "")
            step = step_of(self.assessment, one) if one.state != "holds" else ""
            rows.append((item.short, unbroken(STATES[one.state]), ask, look, step))
        yield Table(
            "One line for each question",
            ("Question", "State", "Ask", "Look for", "A next step"),
            tuple(rows),
            ("left",) * 5,
        ).telling()

    def terms(self) -> Iterator[tuple[str, str]]:
        held = list(self.held.values())
        yield "Hold", f"{self.reading.count('holds')} of {len(held)}"
        for term, found in by_state(held):
            yield term, enumerated([isolated(self.asked.item_by_id[one.id].short) for one in found])

    def beside(self) -> Iterator[str]:
        yield from filter(None, (self.room(),))

    def scorecard(self) -> Iterator[Block]:
        yield Figure("checklist", self.assessment, "", "")

    def numbers(self) -> Iterator[Block]:
        yield Terms(tuple(self.terms()))
        yield from self.why_open(self.held.values())

    def sheets(self, advice: Advice) -> Iterator[Sheet]:
        yield sheets_held.held_sheet(self.assessment, self.headline(), self.method()).telling(self.assessment)
        yield from super().sheets(advice)

    def document(self) -> dict[str, Any]:
        agreed = self.assessment.agreed
        room = agreed.reading if agreed is not None else None
        told = {name: one.state for name, one in room.held.items()} if isinstance(room, Checklist) else None
        return {**super().document(), "agreed_reading": told}
