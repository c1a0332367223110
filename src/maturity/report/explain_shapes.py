"""How a stage came about, and a part of another way of grouping the questions."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.assessment import Assessment, PartResult
from maturity.core.reading import Ladder
from maturity.model import ViewPart
from maturity.report import wording
from maturity.report.blocks import Block, Paragraph, Table
from maturity.report.explain_parts import BY_ID, equation, exact_ends, numbers_of, written_mean
from maturity.report.held_words import STATES
from maturity.report.shapes.ladder import LadderTelling
from maturity.text.isolate import isolated
from maturity.text.words import counted, listed


def stage_steps(assessment: Assessment, name: str) -> Iterator[Block]:
    """Which questions of a stage hold, how many have to, and what follows."""
    reading, told = assessment.reading, LadderTelling(assessment)
    assert isinstance(reading, Ladder)
    result = next(one for one in reading.stages if one.id == name)
    items = [item for item in assessment.questionnaire.items if item.stage == name]
    yield told.state_table([reading.held[item.id] for item in items], "The questions of the stage", why=True)
    needed = "all" if result.need == result.of else str(result.need)
    must = listed([isolated(item.short) for item in items if item.id in told.musts(result)])
    among = f", {must} among them" if must else ""
    yield Paragraph(
        f"It holds when {needed} of its {counted(result.of, 'question')} hold{among}. Here {told.counts(result)}: "
        f"{STATES[result.state]}."
    )
    yield Paragraph(wording.say("stages-rule"))


def view_steps(assessment: Assessment, part: ViewPart, result: PartResult) -> Iterator[Block]:
    """What is grouped in a part of a view, and its mean."""
    asked, number = assessment.questionnaire, numbers_of(assessment)
    found = [(asked.item_by_id[one], assessment.items[one]) for one in part.items]
    yield Table(
        "The questions that are grouped here",
        ("Question", "Score", "Counts as", BY_ID),
        tuple(
            (item.short, number(one.score, one.reason), number(one.scored, "left out"), item.id) for item, one in found
        ),
        ("left", "right", "right", "left"),
    )
    scored = [(one.scored, 1.0) for _, one in found if one.scored is not None]
    yield Paragraph(equation(part.label, written_mean(scored), number(result.score, result.reason)))
    if result.interval is not None:
        yield Paragraph(
            f"{'95% interval' if assessment.mode == 'named' else 'Rough range'}: {exact_ends(result.interval)}."
        )
    yield Paragraph("It is another way of seeing the same questions, and enters no score.")
