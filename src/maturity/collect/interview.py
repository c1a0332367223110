"""One respondent at a terminal: one question a screen, every answer saved at once.

What is asked, and what is said, comes in as functions, so that a test or another front can hold the conversation.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from maturity.model import DONT_KNOW, Answer, PortraitItem, RatingItem, Response, Round
from maturity.report.clean import plain

Ask = Callable[[str], str]
Say = Callable[[str], None]
Save = Callable[[Response], None]
WIDTH = 80
LONGEST = 500
"""Most characters of an example."""


class Leave(Exception):  # noqa: N818 - not an error: the respondent wants to stop here
    """The respondent leaves; everything answered so far is saved."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question that is put to a respondent."""

    item: RatingItem | PortraitItem
    number: int
    of: int


def hold(round_: Round, response: Response, ask: Ask, say: Say, save: Save, *, linear: bool = False) -> Response:
    """Ask everything that is not yet answered, from the first such question on.

    Args:
        response: who answers, with whatever is known already; its role decides what is asked.
        ask: shows a prompt and returns a line; raises EOFError when there is no more.
        save: keeps a response; called after every answer, before anything else is asked.
        linear: no rules and bars, for screen readers.

    Returns:
        the response as it was last saved.

    Raises:
        Leave: the respondent typed `q`, or the input ended.
    """
    steps = questions(round_, response.role)
    done = sum(_is_answered(response, step.item) for step in steps)
    if done:
        say(f"Welcome back: {done} of {len(steps)} are answered.")
    place = next((n for n, step in enumerate(steps) if not _is_answered(response, step.item)), len(steps))
    while place < len(steps):
        step = steps[place]
        say(screen(round_, response, step, linear=linear))
        answer = _answer(round_, response, step, ask, say)
        if answer == "back":
            place = max(place - 1, 0)
            continue
        response = _with(response, step.item, answer)
        if isinstance(step.item, RatingItem):
            response = _with_example(round_, response, step.item, ask)
        save(response)
        place += 1
    return response


def questions(round_: Round, role: str | None) -> list[Step]:
    """What is put to a role, in order: items, then portraits."""
    questionnaire = round_.questionnaire
    items = [item for item in questionnaire.items if questionnaire.is_asked(item, role)]
    asked: list[RatingItem | PortraitItem] = [*items, *questionnaire.portrait]
    return [Step(item, number, len(asked)) for number, item in enumerate(asked, 1)]


def options(round_: Round, response: Response, item: PortraitItem) -> list[str]:
    """Ids of a portrait's options in an order of this respondent's own, so that none is always last."""
    shuffled = list(item.options)
    random.Random(f"{response.respondent} {item.id}").shuffle(shuffled)
    return shuffled


def screen(round_: Round, response: Response, step: Step, *, linear: bool = False) -> str:
    """One question with everything that can be answered, at most 80 columns wide."""
    item, lines = step.item, []
    if linear:
        lines.append(f"Question {step.number} of {step.of}.")
    else:
        filled = round((step.number - 1) / step.of * 20)
        lines += ["", f"{'=' * filled}{'-' * (20 - filled)} {step.number} of {step.of}", ""]
    lines += textwrap.wrap(plain(item.prompt), WIDTH)
    if isinstance(item, RatingItem):
        for level, text in round_.questionnaire.levels_of(item).items():
            lines += _hanging(f"{level}  ", text)
        lines.append(f"d  {plain(round_.questionnaire.scale.dont_know)}")
    else:
        for number, option in enumerate(options(round_, response, item), 1):
            lines += _hanging(f"{number}  ", item.options[option].text)
    given = _given(round_, response, item)
    if given:
        lines.append(f"Your answer so far: {given}")
    return "\n".join(lines)


def _hanging(lead: str, text: str) -> list[str]:
    return textwrap.wrap(plain(text), WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))


def _given(round_: Round, response: Response, item: RatingItem | PortraitItem) -> str:
    if isinstance(item, RatingItem):
        answer = response.answers.get(item.id)
        return "" if answer is None else "d" if answer == DONT_KNOW else str(answer)
    chosen = response.portraits.get(item.id)
    return str(options(round_, response, item).index(chosen) + 1) if chosen in item.options else ""


def _is_answered(response: Response, item: RatingItem | PortraitItem) -> bool:
    """Answered, or passed over on purpose: a skip is remembered as an answer that is not there."""
    return item.id in (response.answers if isinstance(item, RatingItem) else response.portraits)


def _answer(round_: Round, response: Response, step: Step, ask: Ask, say: Say) -> Answer | Literal["back"] | str:
    """A level, `DK`, None for a skip, an option's id, or `back`."""
    item = step.item
    if isinstance(item, RatingItem):
        choices = {str(level): level for level in round_.questionnaire.levels_of(item)}
        hint = f"Type a number from {min(choices)} to {max(choices)}, d, s, b or q"
        prompt = f"[{min(choices)}-{max(choices)}, d don't know, s skip, b back, q leave] "
    else:
        choices = {str(number): option for number, option in enumerate(options(round_, response, item), 1)}  # type: ignore[misc]
        hint = f"Type a number from 1 to {len(choices)}, s, b or q"
        prompt = f"[1-{len(choices)}, s skip, b back, q leave] "
    while True:
        typed = _line(ask, prompt).casefold()
        if typed in choices:
            return choices[typed]
        if typed == "q":
            raise Leave
        if typed == "b":
            return "back"
        if typed == "s":
            return None
        if typed == "d" and isinstance(item, RatingItem):
            return DONT_KNOW
        say(f"{hint}, then Enter.")


def _line(ask: Ask, prompt: str) -> str:
    try:
        return ask(prompt).strip()
    except EOFError:
        raise Leave from None


def _with(response: Response, item: RatingItem | PortraitItem, answer: Answer | str) -> Response:
    if isinstance(item, RatingItem):
        evidence = {i: text for i, text in response.evidence.items() if i != item.id}
        return response.model_copy(update={"answers": {**response.answers, item.id: answer}, "evidence": evidence})
    portraits = {i: option for i, option in response.portraits.items() if i != item.id}
    return response.model_copy(update={"portraits": portraits | ({item.id: answer} if answer else {})})


def _with_example(round_: Round, response: Response, item: RatingItem, ask: Ask) -> Response:
    """Offer a line for an example after a high level; nothing typed is no example."""
    scale, answer = round_.questionnaire.scale, response.answers.get(item.id)
    if scale.evidence_from is None or not isinstance(answer, int) or answer < scale.evidence_from:
        return response
    try:
        typed = ask(f"{plain(scale.evidence_prompt)} (one line, or just Enter) ").strip()
    except EOFError:
        return response
    if not typed:
        return response
    return response.model_copy(update={"evidence": {**response.evidence, item.id: plain(typed, LONGEST)}})
