"""What to talk about first: the questions that split the room, with how many chose each level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment
from maturity.core.said import Levels
from maturity.report import kinds, wording
from maturity.report.blocks import AnswerRow, Bars, Block, Bullets, Callout, Exhibit, Paragraph, Section
from maturity.report.deck.appendix import spread_notes
from maturity.report.deck.fitting import TYPED, message
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import enumerated, in_figures, listed

MOST = 3
"""Most questions on the slide."""
WORDS = 30
"""Most letters of the lowest and highest level in the legend; those between are numbers."""


def split(assessment: Assessment, advice: Advice) -> Section | None:
    """The three most split questions; that nobody disagrees, where that is so; None where nothing is known."""
    items = assessment.questionnaire.item_by_id
    first = advice.talk_about[:MOST]
    rule = kinds.talk_words(assessment, advice)
    if not first and not rule:
        return None
    notes = (*spread_notes(assessment, advice), *_level_words(assessment, [one.item for one in first]))
    if not first:
        return Section(
            "spread",
            message(rule.partition(":")[0]),
            tuple(map(Paragraph, dict.fromkeys((rule, kinds.spread_words(assessment))))),
            notes,
        )
    bars = _bars(assessment, advice)
    blocks: list[Block] = []
    if bars is None:
        blocks.append(Bullets(tuple(f"{wording.talk(one, assessment.questionnaire)}." for one in first)))
        blocks.append(Paragraph(kinds.spread_words(assessment)))
    elif not any(assessment.items[one.item].split for one in first):
        blocks.append(Paragraph(kinds.spread_words(assessment)))
    if first[0].ask:
        blocks.append(
            Callout(f"Ask the room: {isolated(items[first[0].item].short)}", plain(first[0].ask, TYPED), "ask")
        )
    shown: tuple[Exhibit, ...] = () if bars is None else (bars,)
    return Section("spread", _title(assessment, advice), tuple(blocks), notes, shown)


def _level_words(assessment: Assessment, items: Sequence[str]) -> Iterator[str]:
    """The words of the levels of some questions, each scale once."""
    asked = assessment.questionnaire
    for levels in dict.fromkeys(tuple(asked.scale_of(asked.item_by_id[one]).levels.items()) for one in items):
        yield f"Levels: {enumerated([f'{in_figures(number)} {text}' for number, text in levels])}."


def _title(assessment: Assessment, advice: Advice) -> str:
    first = advice.talk_about[:MOST]
    short = isolated(assessment.questionnaire.item_by_id[first[0].item].short)
    reason = first[0].reasons[0]
    halves = [reason.values.get(name) for name in ("low", "people", "high")]
    if reason.code == "talk-split-counted" and isinstance(reason.values.get("low_levels"), Levels):
        low, people, high = halves
        if 1 in (low, high):
            # One person at an end is no half of a room.
            return message(
                f"Talk first about “{short}”: of {people} people {low} chose a low level and {high} a high one",
                f"Talk first about “{short}”: {low} low, {high} high",
            )
        return message(
            f"“{short}” splits the room: of {people} people {low} chose a low level and {high} a high one",
            f"“{short}” splits the room: {low} low, {high} high",
        )
    names = [isolated(assessment.questionnaire.item_by_id[one.item].short) for one in first]
    why = wording.sentence(reason, assessment.questionnaire).rstrip(".")
    if reason.code == "talk-level":
        # That nothing is known of how far people agree is no finding; where they stand is in the notes.
        return message(f"Talk first about {listed([f'“{name}”' for name in names])}", f"Talk first about “{short}”")
    if reason.code == "talk-agreement":
        return message(
            f"Nothing splits the room; people agree least on “{short}”: {why}",
            f"Nothing splits the room; people agree least on “{short}”",
            "Nothing splits the room",
        )
    return message(
        f"Talk first about “{short}”: {why}", f"Talk first about “{short}”", f"Talk first about {listed(names)}"
    )


def _bars(assessment: Assessment, advice: Advice) -> Bars | None:
    """Those whose counts are shown and that have the scale of the first."""
    asked = assessment.questionnaire
    rows, said, levels = [], [], tuple[str, ...]()
    for one in advice.talk_about[:MOST]:
        item, result = asked.item_by_id[one.item], assessment.items[one.item]
        if not any(result.counts or ()):
            continue
        assert result.counts is not None
        scale = asked.scale_of(item).levels
        words = tuple(
            in_figures(number) + (f" {plain(text.partition(',')[0], WORDS)}" if place in (0, len(scale) - 1) else "")
            for place, (number, text) in enumerate(scale.items())
        )
        if levels and words != levels:
            continue
        levels = words
        unknown = result.dont_know.value or 0
        rows.append(AnswerRow(isolated(item.short), result.counts, sum(result.counts), unknown))
        chosen = listed([f"{n} at {in_figures(number)}" for n, number in zip(result.counts, scale, strict=True) if n])
        said.append(f"{isolated(item.short)}: {chosen}; {kinds.unknown_cell(result)} cannot tell")
    if not rows:
        return None
    return Bars("", levels, tuple(rows), f"How many people chose each level. {'. '.join(said)}.")
