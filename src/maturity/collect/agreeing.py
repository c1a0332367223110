"""The room agrees: item by item, most split or still open first; what people marked alone is never touched."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from maturity.collect.front import Front
from maturity.core.advise import by_unease
from maturity.core.advise_without_map import open_first
from maturity.core.assessment import Assessment, ItemResult
from maturity.model import Agreed, Questionnaire, RatingItem, Scale
from maturity.report.wording import reason
from maturity.text.clean import plain
from maturity.text.lines import in_lines
from maturity.text.words import counted, in_figures, level, typed_mark

Save = Callable[[Mapping[str, Agreed]], None]
BAR = 30
LONGEST = 500
"""Most characters of a reason."""
PROMPT = "The room's level, {low} to {high}; Enter passes over, b back, - for none, q leave: "


def hold(assessment: Assessment, agreed: Mapping[str, Agreed], front: Front, save: Save) -> dict[str, Agreed]:
    """Ask for the room's level and its reason, item by item; each is saved at once.

    Items that are agreed already are passed over, unless all are. Enter passes over an item, `g` and a number goes
    to one, `q` or the end of the input leaves. What was agreed before stays unless it is changed.

    Args:
        agreed: item id to what was agreed so far.
        save: keeps all that is agreed.

    Returns:
        what is agreed now, as it was last saved.
    """
    result = dict(agreed)
    items = open_first(assessment, by_unease(assessment))
    is_review = all(item.id in result for item in items)
    if result:
        front.say(
            f"{len(result)} of {counted(len(items), 'question')} agreed already; g and a number shows one "
            f"of them again."
        )
    place = _next(items, result, 0, is_review)
    is_first = True
    while place < len(items):
        item = items[place]
        if not is_first:
            front.clear()
        is_first = False
        front.say(level_screen(assessment, item, result.get(item.id), place + 1, front))
        typed = _choice(assessment.questionnaire.scale_of(item), place, len(items), front)
        if typed == "q":
            break
        if isinstance(typed, int):
            place = typed
            continue
        if typed == "-":
            if result.pop(item.id, None):
                save(result)
        elif typed:
            before = result.get(item.id)
            result[item.id] = Agreed(level=int(typed), reason=before.reason if before else "")
            # Before the reason is asked for: whatever happens then, the level is there.
            save(result)
            reason = _reason(result[item.id].reason, front)
            if reason != result[item.id].reason:
                result[item.id] = Agreed(level=int(typed), reason=reason)
                save(result)
        place = _next(items, result, place + 1, is_review)
    return result


def level_screen(assessment: Assessment, item: RatingItem, agreed: Agreed | None, number: int, front: Front) -> str:
    """One item: its levels, how many marked each alone, and what is agreed so far.

    Where counts are hidden none is shown, and no bar.
    """
    result, width = assessment.items[item.id], front.width
    head = [f"{number} of {len(assessment.items)}: {plain(item.short)}", *in_lines(plain(item.prompt), width)]
    levels: list[str] = []
    most = max(result.counts or (), default=0)
    for place, (value, text) in enumerate(assessment.questionnaire.levels_of(item).items()):
        n = result.counts[place] if result.counts is not None else 0
        if front.linear:
            marked = f" Marked by {n}." if n else ""
            levels += in_lines(f"{in_figures(value)}: {plain(text)}{marked}", width)
            continue
        lead = f"{in_figures(value):>2}  "
        levels += in_lines(plain(text), width, lead)
        if n:
            levels.append(f"    {'#' * math.ceil(n * min(1, BAR / most))} {n}")
    below = in_lines(_alone(result, assessment.questionnaire), width)
    if agreed is not None:
        below.append(plain(f"Agreed so far: {in_figures(agreed.level)}. {agreed.reason}", width))
    blocks = [head, levels, below]
    # Below stand two prompts and what is said of a wrong answer.
    is_tight = sum(len(block) + 1 for block in blocks) + 4 > front.rows
    gap = [] if front.linear or is_tight else [""]
    return "\n".join(line for block in blocks for line in (*gap, *block))


def moved(before: Assessment, after: Assessment, levels: Mapping[str, Agreed]) -> str:
    """How far the room moved from what people had marked alone: item by item, on average, and on both axes.

    Args:
        before: the assessment when the room began.
        after: the same answers with what is agreed now.
        levels: what is agreed now.
    """
    room = after.agreed
    if not levels:
        return "Nothing is agreed yet."
    if room is None or (before.mode != "named" and all(before.items[item].score is None for item in levels)):
        said = f"The room agreed on {counted(len(levels), 'question')}, and that is saved. "
        return said + "How far it moved is not shown: what people marked alone is kept confidential."
    agreed = [item for item in before.questionnaire.items if item.id in room.items]
    lines = [f"The room agreed on {counted(len(agreed), 'question')}. What people marked alone is kept beside it.", ""]
    lines += [_moved(item, before.items[item.id].score, room.items[item.id].level) for item in agreed]
    if room.moved is not None:
        lines += ["", _on_average(room.moved)]
    for axis in before.questionnaire.axes:
        alone, together = before.axes[axis.id].score, room.axes[axis.id]
        first = "no score" if alone is None else level(alone, axis.midpoint)
        second = "on too few questions for a score" if together is None else level(together, axis.midpoint)
        own = [item for item in before.questionnaire.items if before.questionnaire.axis_of(item) == axis.id]
        of = f"{sum(item.id in room.items for item in own)} of {counted(len(own), 'question')}"
        lines.append(f"{plain(axis.label)}: alone {first}, agreed {second} ({of}).")
    return "\n".join(lines)


def _moved(item: RatingItem, alone: float | None, agreed: int) -> str:
    name = f"  {plain(item.short):<28}"
    if alone is None:
        return f"{name}  alone not known, agreed {in_figures(agreed)}"
    change = agreed - alone
    way = "the same" if abs(change) < 0.05 else f"{level(abs(change))} {'higher' if change > 0 else 'lower'}"
    return f"{name}  alone {level(alone)}, agreed {in_figures(agreed)}: {way}"


def _on_average(moved: float) -> str:
    if abs(moved) < 0.05:
        return "On average the room agreed on what people had marked alone."
    direction = "above" if moved > 0 else "below"
    return f"On average the agreed level is {level(abs(moved))} {direction} what people had marked alone."


def _alone(result: ItemResult, questionnaire: Questionnaire) -> str:
    """One sentence on the private answers; it says no more than the assessment holds."""
    if result.score is None:
        return f"Alone: no result ({reason(result.reason, questionnaire) or 'nobody answered'})."
    n, unknown = result.n, result.dont_know
    said = [f"mean {level(result.score)}"]
    said.append(counted(n.value, "answer") if n.value is not None else "number of answers not shown")
    if unknown.value != 0:
        said.append(
            f"{unknown} could not tell" if unknown.value or unknown.below else "some may not have been able to tell"
        )
    if result.counts is None:
        said.append("how many marked each level is not shown")
    if result.split:
        said.append("people are split between low and high")
    return f"Alone: {'; '.join(said)}."


def _next(items: list[RatingItem], agreed: Mapping[str, Agreed], start: int, is_review: bool) -> int:
    places = (place for place in range(start, len(items)) if is_review or items[place].id not in agreed)
    return next(places, len(items))


def _choice(scale: Scale, place: int, of: int, front: Front) -> str | int:
    """A level, `-`, `q` or nothing; or the place of the item to go to, from 0."""
    known = {str(value) for value in scale.levels}
    low, high = in_figures(scale.low), in_figures(scale.high)
    prompt = PROMPT.format(low=low, high=high)
    while True:
        try:
            typed = typed_mark(front.ask(prompt))
        except EOFError:
            return "q"
        if typed in known or typed in ("", "-", "q"):
            return typed
        if typed == "b" and place:
            return place - 1
        if typed == "b":
            front.say("This is the first question.")
        elif (found := re.fullmatch(r"g *([0-9]{1,4})", typed)) and 1 <= int(found[1]) <= of:
            return int(found[1]) - 1
        elif found:
            front.say(f"There are the questions 1 to {of}.")
        else:
            front.say(f"Please type a number from {low} to {high}, or just Enter.")


def _reason(before: str, front: Front) -> str:
    prompt = "The reason, in a sentence (Enter keeps it): " if before else "The reason, in a sentence: "
    if before:
        front.say(plain(f"So far: {before}", front.width))
    try:
        return plain(front.ask(prompt), LONGEST) or before
    except EOFError:
        return before
