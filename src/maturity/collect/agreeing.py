"""The room agrees: item by item, most split first; what people marked alone is never touched."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping

from maturity.core.assessment import Assessment, ItemResult
from maturity.core.words import counted, level
from maturity.model import Agreed, RatingItem
from maturity.report.clean import plain

Ask = Callable[[str], str]
Say = Callable[[str], None]
Save = Callable[[Mapping[str, Agreed]], None]
WIDTH, BAR = 80, 30


def in_order(assessment: Assessment) -> list[RatingItem]:
    """Items with most to talk about first: split ones, then the least agreed."""

    def unease(item: RatingItem) -> tuple[bool, float]:
        result = assessment.items[item.id]
        return (not result.split, 2.0 if result.agreement is None else result.agreement)

    return sorted(assessment.questionnaire.items, key=unease)


def spread(assessment: Assessment, item: RatingItem) -> str:
    """How people marked an item alone, level by level; the mean only where the counts are hidden."""
    result, lines = assessment.items[item.id], []
    lines += textwrap.wrap(plain(item.prompt), WIDTH)
    for place, (number, text) in enumerate(assessment.questionnaire.levels_of(item).items()):
        n = result.counts[place] if result.counts is not None else 0
        lines += textwrap.wrap(f"{number}  {plain(text)}", WIDTH, subsequent_indent="   ")
        if n:
            lines.append(f"   {'#' * min(n, BAR)} {n}")
    lines.append(_summary(result))
    return "\n".join(lines)


def _summary(result: ItemResult) -> str:
    said = [f"{result.n} answers", f"{result.dont_know} could not tell"]
    if result.score is not None:
        said.append(f"mean {level(result.score)}")
    if result.counts is None:
        said.append("counts not shown")
    if result.split:
        said.append("split")
    return f"Alone: {', '.join(said)}."


def hold(assessment: Assessment, agreed: Mapping[str, Agreed], ask: Ask, say: Say, save: Save) -> dict[str, Agreed]:
    """Ask for the room's level and its reason, item by item; each is saved at once.

    Enter passes over an item, `q` or the end of the input leaves. What was agreed before stays unless it is changed.
    """
    result = dict(agreed)
    items = in_order(assessment)
    scale = assessment.questionnaire.scale
    for number, item in enumerate(items, 1):
        say(f"\n{number} of {len(items)}: {plain(item.short)}")
        say(spread(assessment, item))
        if item.id in result:
            say(f"Agreed so far: {result[item.id].level}. {plain(result[item.id].reason)}")
        typed = _choice(ask, say, scale.low, scale.high)
        if typed == "q":
            break
        if not typed:
            continue
        try:
            reason = ask("The reason, in a sentence: ").strip()
        except EOFError:
            reason = ""
        result[item.id] = Agreed(level=int(typed), reason=plain(reason, 500))
        save(result)
    return result


def _choice(ask: Ask, say: Say, low: int, high: int) -> str:
    while True:
        try:
            typed = ask(f"The room's level [{low}-{high}, Enter to pass over, q to leave] ").strip().casefold()
        except EOFError:
            return "q"
        if typed in ("", "q") or (typed.lstrip("-").isdecimal() and low <= int(typed) <= high):
            return typed
        say(f"Type a number from {low} to {high}, or just Enter.")


def moved(before: Assessment, agreed: Mapping[str, Agreed]) -> str:
    """How far the room moved from what people had marked alone, in a few lines."""
    lines = []
    for item in before.questionnaire.items:
        score = before.items[item.id].score
        if item.id in agreed and score is not None:
            change = agreed[item.id].level - score
            lines.append(
                f"  {plain(item.short):<28}  alone {level(score)}, agreed {agreed[item.id].level}  ({change:+.1f})"
            )
    if not lines:
        return "Nothing is agreed yet."
    return "\n".join(
        [f"The room agreed on {counted(len(lines), 'item')}; what people marked alone is kept beside it.", *lines]
    )
