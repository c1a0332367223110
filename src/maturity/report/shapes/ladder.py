"""What a ladder says: which stage is reached, and what the next one lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from maturity.core.advice import Advice
from maturity.core.advise_without_map import missing_of_next
from maturity.core.reading import Held, Ladder, StageResult
from maturity.core.said import Label, Name, Names, Value, labels
from maturity.model import LadderStage
from maturity.report import wording
from maturity.report.blocks import BigNumber, Block, Chart, Figure, Heading, Paragraph, Table, Terms
from maturity.report.described import whose
from maturity.report.held_words import (
    MARKS,
    STATES,
    agreed_on,
    by_state,
    held_mark,
    is_unsure,
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
from maturity.text.words import enumerated, listed, upper_first

if TYPE_CHECKING:
    from maturity.core.comparison import Step


class LadderTelling(HeldTelling):
    """What a ladder says: which stage is reached, and what the next one lacks."""

    charts: ClassVar[tuple[Chart, ...]] = ("ladder", "agreement", "profile")
    title = "Where we stand on the way"
    has: ClassVar[str] = "stages"

    @property
    def reading(self) -> Ladder:
        """What is read off."""
        reading = self.assessment.reading
        assert isinstance(reading, Ladder)
        return reading

    def offered(self) -> tuple[Chart, ...]:
        return self.charts if self.asked.dimensions else self.charts[:2]

    def headline(self) -> str:
        if not self.has_result() and (why := self.unpublished()):
            return self.of_whom(why)
        return self.of_whom(" ".join(filter(None, (self._place("ladder"), self.lacks()))))

    def finding(self) -> tuple[str, str]:
        if not self.has_result():
            return self.headline(), ""
        return self._place("ladder"), " ".join(self.caution())

    def big_numbers(self, step: Step | None) -> Iterator[BigNumber]:
        low, high = self.way()
        stages = str(low) if low == high else f"{low}–{high}"
        notes = [f"of {len(self.reading.stages)}"]
        turn = None if step is None or step.readings is None else step.readings.stage
        if step is not None and turn is not None and turn.course != "other-rules":
            before = sorted({place + 1 for place in turn.before})
            notes.append(f"{'–'.join(map(str, before))} in {isolated(step.before.label)}")
        yield BigNumber("Stages reached", stages if self.has_result() else NO_NUMBER, tuple(notes))
        after = self.reading.next
        if after is not None and self.has_result():
            label = isolated(self.asked.stage_by_id[after.id].label)
            musts = [f"“{isolated(self.asked.item_by_id[name].short)}”" for name in after.must_missing]
            notes = [
                wording.say("stage-of", held=after.held, of=after.of, need=after.need),
                wording.say("stage-not-without", musts=Name(listed(musts))) if musts and after.need < after.of else "",
            ]
            yield BigNumber(f"Next stage: {label}", str(after.held), tuple(filter(None, notes)))

    def how_sure(self) -> str:
        if not self.has_result():
            return wording.say("place-nothing")
        if is_unsure(self.held.values()):
            return wording.say("sure-unsaid")
        settled = "sure" if self.reading.settled else f"not sure: {self._place('place')}"
        return settled if self.assessment.mode == "named" else f"{settled}; by a rule of thumb"

    def in_a_room(self) -> RoomWords:
        why = "" if self.has_result() else self.unpublished()
        is_known, reading = self.has_result() and not is_unsure(self.held.values()), self.reading
        # Between which stages it is suffices: what the next one lacks stands below.
        is_between = is_known and not reading.settled and bool(reading.at_least or self.asked.start)
        place = f"{upper_first(self.place())}." if is_between else self._place("ladder")
        headline = ": ".join(filter(None, (wording.rated(self.assessment), why or place)))
        sure = self.by_rule("Sure" if reading.settled else "") if is_known else ""
        return RoomWords(headline, sure, tuple(self.terms())[1:])

    def together(self) -> list[str]:
        """As short as it can be: "the same" where the room agreed on what the answers say."""
        return ["the same" if one == self.place() else one for one in self.agreed_places()]

    def place(self) -> str:
        """The stage in a few words."""
        return self._place("place")

    def _place(self, code: str, reading: Ladder | None = None) -> str:
        """Where on the ladder, as a sentence (`ladder`) or in a few words (`place`)."""
        reading = reading or self.reading
        if all(one.score is None for one in reading.held.values()):
            return wording.say(f"{code}-nothing")
        if is_unsure(reading.held.values()):
            return wording.say(f"{code}-unsure", place=Name(self._by_score()))
        low, high, after = reading.at_least, reading.at_most, reading.next
        values: dict[str, Value] = {
            name: Label("stage", stage) for name, stage in (("stage", low), ("high", high)) if stage is not None
        }
        if after is not None:
            values["next"] = Label("stage", after.id)
            values["still"] = Name(wording.say("still-unknown" if after.state == "unknown" else "still-open"))
        start = self.asked.start
        if start is not None:
            values["start"] = Name(start.label if high is None else start.inside or start.label)
        way = ("on" if after is not None or code == "place" else "top") if low else "start" if start else "before"
        if not reading.settled:
            near = code == "ladder" and after is not None and high == after.id
            way = f"{_open(way)}-one" if near else _open(way)
        return wording.say(f"{code}-{way}", self.asked, **values)

    def lacks(self) -> str:
        """Why the next stage is not reached: how many of its questions hold, and which it cannot do without."""
        stage = self.reading.next
        if stage is None or not self.has_result():
            return ""
        values: dict[str, Value] = {
            "of": stage.of,
            "stage": Label("stage", stage.id),
            "held": stage.held,
            "doubt": Name(_doubt(stage)),
            "need": stage.need,
        }
        code = "stage-lacks"
        if stage.must_missing and stage.need < stage.of:
            code = "stage-enough" if stage.held >= stage.need else "stage-lacks-must"
            musts = [self.asked.item_by_id[name].short for name in stage.must_missing]
            values["must"] = Names(tuple(Name(f"“{isolated(one)}”") for one in musts))
        return wording.say(code, self.asked, **values)

    def still_lacks(self) -> str:
        """What the next stage lacks, by its state; empty where there is no next stage."""
        stage = self.reading.next
        if stage is None or not self.has_result():
            return ""
        missing = state_words(self.assessment, missing_of_next(self.reading), ("open", "not-yet", "unknown"))
        return f"{self._needs(stage)}: {enumerated(missing)}."

    def _needs(self, stage: StageResult) -> str:
        return wording.say("stage-still-lacks", self.asked, stage=Label("stage", stage.id))

    def later(self) -> str:
        """Which stages hold beyond one that does not; empty where none does."""
        reading = self.reading
        if reading.next is None:
            return ""
        beyond = reading.stages[reading.stages.index(reading.next) :]
        found = [stage.id for stage in beyond if stage.state == "holds"]
        if not found:
            return ""
        return wording.say("stage-later", self.asked, stages=labels("stage", found), n=len(found))

    def in_words(self) -> Iterator[str]:
        yield f"Stages of {whose(self.assessment)}."
        yield self.headline()
        for stage in self.reading.stages:
            items = [self.reading.held[item.id] for item in self.asked.items if item.stage == stage.id]
            said = [
                f"{isolated(self.asked.item_by_id[one.id].short)}: {MARKS[held_mark(one)]}"
                + ("" if one.score is None else f" ({score_of(self.assessment, one)})")
                for one in items
            ]
            label = isolated(self.asked.stage_by_id[stage.id].label)
            yield f"{label}, {self.state_of(stage)}, {self.counts(stage)}: {enumerated(said)}."
        yield from filter(None, (self.later(), self.room(), *self.convention()))

    def state_of(self, stage: StageResult) -> str:
        """Whether a stage holds, in a word or two; beyond one that does not, it does not count yet."""
        following, stages = self.reading.next, self.reading.stages
        beyond = following is not None and stages.index(stage) > stages.index(following)
        return "holds by itself" if beyond and stage.state == "holds" else STATES[stage.state]

    def way(self) -> tuple[int, int]:
        """How many stages are reached for sure, and how many may be."""
        ids = [stage.id for stage in self.reading.stages]
        if not self.has_result():
            return 0, 0
        low, high = (ids.index(one) + 1 if one else 0 for one in (self.reading.at_least, self.reading.at_most))
        return low, high

    def counts(self, stage: StageResult) -> str:
        """How many questions of a stage hold, and how many have to."""
        needed = "all" if stage.need == stage.of > 1 else str(stage.need)
        return wording.say("stage-counts", held=stage.held, of=stage.of, need=stage.need, needed=Name(needed))

    def room_reading(self) -> Ladder | None:
        """What is read off the levels that the room agreed; None where it agreed on none."""
        found = self.assessment.agreed.reading if self.assessment.agreed is not None else None
        return found if isinstance(found, Ladder) else None

    def room(self) -> str:
        """The stage by the levels that the room agreed; empty where it agreed on none."""
        found = self.room_reading()
        if found is None:
            return ""
        return f"By the room's own levels: {self._place('place', found)} ({agreed_on(self.assessment)})."

    def agreed_places(self) -> list[str]:
        found = self.room_reading()
        return [] if found is None else [self._place("place", found)]

    def standing(self, *, full: bool) -> Iterator[Block]:
        across = "strand by strand" if self.asked.dimensions else "question by question"
        yield self.figure("ladder", f"What holds, {across}, from the first stage to the last.")
        yield self.stage_table()
        yield from (Paragraph(text) for text in (self.later(), *self.caution()) if text)

    def stage_table(self) -> Table:
        """Every stage: whether it holds, and what it lacks."""
        rows = tuple(
            (
                self._named(self.asked.stage_by_id[stage.id]),
                unbroken(self.state_of(stage)),
                unbroken(f"{stage.held} of {stage.of}"),
                str(stage.open),
                str(stage.unknown or ""),
                "all" if stage.need == stage.of else str(stage.need),
                enumerated([isolated(self.asked.item_by_id[name].short) for name in stage.must_missing])
                if stage.need < stage.of
                else "",
            )
            for stage in self.reading.stages
        )
        return Table(
            "Every stage: how many of its questions hold, and how many have to",
            ("Stage", "State", "Hold", "Open", "Cannot be told", "Have to hold", "Lacks what it cannot do without"),
            rows,
            ("left", "left", "right", "right", "right", "right", "left"),
        ).telling()

    def _named(self, stage: LadderStage) -> str:
        return f"{isolated(stage.label)} (usually {isolated(stage.usual)})" if stage.usual else stage.label

    def like(self, advice: Advice, *, full: bool, known: bool) -> Iterator[Block]:
        if self.has_result():
            yield from self._here(full=full)
            yield from self.next_steps()

    def _here(self, *, full: bool) -> Iterator[Block]:
        """What the stage that is reached for sure is like; before the first, what holds there."""
        reached = self.reading.at_least
        if reached is None:
            if self.asked.start is not None:
                unsure = "" if self.reading.settled else " (if it is there)"
                yield Heading(f"{isolated(self.asked.start.label)}{unsure}")
                yield Paragraph(self.asked.start.text)
            return
        guidance = self.asked.stage_by_id[reached].guidance
        if guidance is None:
            return
        yield Heading(wording.say("like-stage", self.asked, stage=Label("stage", reached)))
        rows = (
            ("From inside", guidance.inside),
            ("Danger", guidance.danger),
            ("On the way to the next", guidance.next),
            ("The top is not always the goal", guidance.top if full else ""),
        )
        yield Terms(tuple((term, text) for term, text in rows if text))

    def next_steps(self) -> Iterator[Block]:
        """What the next stage lacks, each with its next step."""
        stage = self.reading.next
        if stage is None:
            return
        yield Heading(self._needs(stage))
        rows = tuple(
            (
                self._must(one, stage),
                unbroken(STATES[one.state]),
                score_of(self.assessment, one),
                step_of(self.assessment, one),
            )
            for one in missing_of_next(self.reading)
        )
        yield Table(
            self.lacks(), ("Question", "State", "Score", "A next step"), rows, ("left", "left", "right", "left")
        ).telling()

    def musts(self, stage: StageResult) -> frozenset[str]:
        """Ids of the questions without which a stage cannot hold, though not all of its questions have to."""
        return frozenset(self.asked.stage_by_id[stage.id].must if stage.need < stage.of else ())

    def _must(self, one: Held, stage: StageResult) -> str:
        short = self.asked.item_by_id[one.id].short
        return f"{isolated(short)} (must)" if one.id in self.musts(stage) else short

    def numbers(self) -> Iterator[Block]:
        yield self.stage_table()
        yield from self.why_open(missing_of_next(self.reading))
        yield from (Paragraph(text) for text in (self.later(), *self.caution()) if text)

    def terms(self) -> Iterator[tuple[str, str]]:
        yield "Stage", self.place()
        if not (self.reading.settled or is_unsure(self.held.values())) and self.has_result():
            yield "By the scores alone", self._by_score()
        stage = self.reading.next
        if stage is not None:
            yield "The next stage", f"{isolated(self.asked.stage_by_id[stage.id].label)}: {self.counts(stage)}"
            for term, found in by_state(missing_of_next(self.reading)):
                yield term, enumerated([self._must(one, stage) for one in found])

    def _by_score(self) -> str:
        name = self.reading.by_score
        if name is not None:
            return isolated(self.asked.stage_by_id[name].label)
        return "before the first stage" if self.asked.start is None else isolated(self.asked.start.label)

    def beside(self) -> Iterator[str]:
        yield from filter(None, (self.still_lacks(), self.later(), self.room()))

    def scorecard(self) -> Iterator[Block]:
        yield Figure("ladder", self.assessment, "", "")

    def method(self) -> Iterator[str]:
        yield from super().method()
        yield wording.say("stages-rule")

    def arithmetic(self) -> Iterator[Block]:
        yield self.stage_table()
        yield from super().arithmetic()

    def sheets(self, advice: Advice) -> Iterator[Sheet]:
        yield sheets_held.stage_sheet(self.assessment, self.headline(), self.method())
        yield sheets_held.held_sheet(self.assessment).telling(self.assessment)
        yield from super().sheets(advice)

    def document(self) -> dict[str, Any]:
        room = self.room_reading()
        told = None if room is None else {"at_least": room.at_least, "at_most": room.at_most}
        return {**super().document(), "agreed_reading": told}


def _doubt(stage: StageResult) -> str:
    """How many questions of a stage are open, and of how many nothing can be told."""
    found = ((stage.open, "open"), (stage.unknown, STATES["unknown"]))
    return listed([f"{n} {word}" for n, word in found if n]) or "0 open"


def _open(way: str) -> str:
    return {"on": "open", "top": "open", "start": "start-open", "before": "before-open"}[way]
