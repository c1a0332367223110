"""The spread before the label: how people answered, question by question, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.text import Text

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment, ItemResult
from maturity.model import RatingItem
from maturity.renderers.glyphs import Glyphs, wrapped
from maturity.renderers.terminal import talk_lines
from maturity.report import kinds, wording
from maturity.report.asked import about_subject, groups_asked

BAR = 30


def reveal(assessment: Assessment, advice: Advice, width: int, glyphs: Glyphs) -> Text:
    """Every question with the people at each level and those who could not tell, and what to ask the room.

    No score, no side and no quadrant. Of a round whose people are not named there is no more in it than was published.
    """
    questionnaire = assessment.questionnaire
    lines = [
        *wrapped(f"{assessment.cluster}, {assessment.label}: how we answered", width, "", "bold"),
        *wrapped(f"{wording.schools_and_people(assessment)}; {assessment.mode}", width, "", "dim"),
    ]
    if about := about_subject(questionnaire, assessment.subject_of, assessment.schools):
        lines += wrapped(about, width, "")
    if not assessment.respondents:
        return Text("\n").join([*lines, Text(), *wrapped("Nobody has answered yet.", width, "")])
    most = max((n for result in assessment.items.values() for n in result.counts or ()), default=0)
    for group in groups_asked(questionnaire):
        if group.label:
            lines += [Text(), *wrapped(group.label, width, "", "bold underline")]
        for item in group.items:
            lines += [Text(), *_item(assessment, item, most, width, glyphs)]
    lines += talk_lines(assessment, _without_levels(advice), width, glyphs)
    return Text("\n").join(lines)


def _without_levels(advice: Advice) -> Advice:
    """What to talk about first for what is known of the spread; a level that stands in its place comes later."""
    known = tuple(one for one in advice.talk_about if any(why.code != "talk-level" for why in one.reasons))
    return replace(advice, talk_about=known)


def _item(assessment: Assessment, item: RatingItem, most: int, width: int, glyphs: Glyphs) -> Iterator[Text]:
    result = assessment.items[item.id]
    yield from wrapped(item.short, width, "", "bold")
    yield from wrapped(item.prompt, width, "")
    if result.counts is not None and any(result.counts):
        low = assessment.questionnaire.scale_of(item).low
        for number, people in enumerate(result.counts, low):
            # One person is always seen; many keep their proportions.
            bar = glyphs.full * -(-people * min(BAR, most) // most)
            yield Text(f"{number:>4}  {f'{bar} {people}'.strip()}")
    yield from wrapped("; ".join(_beside(assessment, result)) + ".", width, "      ", "dim")
    if item.guidance is not None and item.guidance.ask:
        yield from wrapped(f"Ask: {item.guidance.ask}", width, "      ", "italic")


def _beside(assessment: Assessment, result: ItemResult) -> Iterator[str]:
    """What is known beside the counts, or in their place."""
    if result.counts is None or not any(result.counts):
        if result.word is not None:
            yield kinds.WORDS[result.word]
        elif kinds.is_known(assessment):
            yield "nobody chose a level" if result.n.value == 0 else "too few chose a level to show how many"
        else:
            yield "how far people agree is not said"
    elif result.split:
        yield "split between low and high"
    unknown = result.dont_know
    if result.many_unknown:
        yield "many could not tell"
    elif unknown.value is not None or unknown.below is not None:
        yield f"{unknown} could not tell"
    else:
        yield "how many could not tell is not shown"
    if assessment.mode == "named" and result.skipped.value:
        yield f"{result.skipped} left blank"
