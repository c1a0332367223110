"""One respondent at a terminal: one question a screen, every answer saved at once.

What is asked, said and saved goes through functions that come in, so that a test or another front can hold the
conversation.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

from maturity.collect.front import Ask, Front
from maturity.model import DONT_KNOW, Answer, PortraitItem, Questionnaire, RatingItem, Response, Round
from maturity.report.asked import CHECK, at_changes
from maturity.report.promise import if_unseen
from maturity.text.clean import plain
from maturity.text.lines import in_lines
from maturity.text.words import MINUS, in_figures, typed_mark

Save = Callable[[Response], None]
Item = RatingItem | PortraitItem
LONGEST = 500
"""Most characters of an example."""
SHOWN = 140
"""Most characters of an example that is shown again: two lines."""
BAR = 20


class Leave(Exception):  # noqa: N818 - not an error: the respondent wants to stop here
    """The respondent leaves; everything answered so far is saved."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question that is put to a respondent.

    Args:
        then: the time that is looked back on, in words; empty when the question is about now.
        how: how it is answered, where that has changed since the question before.
    """

    item: Item
    number: int
    of: int
    then: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class _Go:
    """The respondent wants to see another question: its place, from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class _Keep:
    """The answer so far is right."""


_Said = Answer | str | _Go | _Keep
"""A level, `DK`, None for a skip, the id of a portrait's option; or what to do instead."""


def hold(round_: Round, response: Response, front: Front, save: Save, *, then: str = "") -> Response:
    """Ask what is not yet answered, from the first such question on; all once more if nothing is left.

    Args:
        response: who answers, with whatever is known already; its role decides what is asked.
        save: keeps a response; called after every answer, before anything else is asked.
        then: asks the items as they are seen now for an earlier time, named by this text; the answers are kept in
            `looking_back`.

    Returns:
        the response as it was last saved.

    Raises:
        Leave: the respondent typed `q`, or the input ended.
    """
    steps = questions_for_role(round_, response.role, then)
    start = resume_at(steps, response)
    place = start if start < len(steps) else 0
    steps[place : place + 1] = [_with_how(round_.questionnaire, step) for step in steps[place : place + 1]]
    reached = start
    if start:
        front.say(_welcome_back(steps, response, start))
    is_first = True
    while place < len(steps):
        step = steps[place]
        if not is_first:
            front.clear()
        is_first = False
        front.say(screen(round_, response, step, front))
        said = _said(round_.questionnaire, response, step, front, reached)
        if isinstance(said, _Go):
            place = said.place
            continue
        if not isinstance(said, _Keep):
            response = _with(round_.questionnaire, response, step, said)
            save(response)
            if _asks_example(round_.questionnaire, response, step):
                example = _example(round_.questionnaire, response, step.item.id, front)
                if example is None:
                    continue
                if example != response.evidence.get(step.item.id, ""):
                    response = _with_example(response, step.item.id, example)
                    save(response)
        place += 1
        reached = max(reached, place)
    return response


def questions_for_role(round_: Round, role: str | None, then: str = "") -> list[Turn]:
    """What is put to a role, in order: items, then portraits; looking back, only the items."""
    questionnaire = round_.questionnaire
    items = [item for item in questionnaire.items if round_.is_asked(item, role)]
    asked: list[Item] = [*items, *(() if then else questionnaire.portrait)]
    how = chain(at_changes(questionnaire, items), repeat(""))
    return [
        Turn(item, number, len(asked), then, said)
        for number, (item, said) in enumerate(zip(asked, how, strict=False), 1)
    ]


def _with_how(questionnaire: Questionnaire, step: Turn) -> Turn:
    """A question with how it is answered: whoever begins there has not read what stood above the ones before."""
    how = next(at_changes(questionnaire, [step.item]), "") if isinstance(step.item, RatingItem) else ""
    return replace(step, how=how)


def resume_at(steps: Sequence[Turn], response: Response) -> int:
    """Place of the question to go on with; the number of questions if nothing is left.

    A skipped item is remembered. A skipped portrait is not, so portraits go on after the last one that was chosen.
    """
    for place, step in enumerate(steps):
        if isinstance(step.item, RatingItem) and step.item.id not in _answers(response, step):
            return place
    chosen = [place for place, step in enumerate(steps) if step.item.id in response.portraits]
    portraits = [place for place, step in enumerate(steps) if isinstance(step.item, PortraitItem)]
    return chosen[-1] + 1 if chosen else portraits[0] if portraits else len(steps)


def has_finished(round_: Round, response: Response) -> bool:
    """Whether nothing is left of the questions about now."""
    steps = questions_for_role(round_, response.role)
    return resume_at(steps, response) == len(steps)


def options(response: Response, item: PortraitItem) -> list[str]:
    """Ids of a portrait's options in an order of this respondent's own, so that none is always last."""
    shuffled = list(item.options)
    random.Random(f"{response.respondent} {item.id}").shuffle(shuffled)
    return shuffled


def regrouped(round_: Round, response: Response, school: str, role: str | None) -> Response:
    """A response of another school or role; answers to what is not put to that role are left out."""
    asked = {item.id for item in round_.questionnaire.items if round_.is_asked(item, role)}
    return response.model_copy(
        update={
            "school": school,
            "role": role,
            "answers": {i: answer for i, answer in response.answers.items() if i in asked},
            "evidence": {i: text for i, text in response.evidence.items() if i in asked},
            "looking_back": {i: answer for i, answer in response.looking_back.items() if i in asked},
        }
    )


def screen(round_: Round, response: Response, step: Turn, front: Front) -> str:
    """One question with everything that can be answered, as many columns wide as the front.

    With the prompts that follow it is no longer than the front's rows, unless its own words are.
    """
    questionnaire, width, item = round_.questionnaire, front.width, step.item
    about = [*_progress(step, front.linear)]
    if step.then:
        about += in_lines(f"As you see it today: how was it at the time of {plain(step.then)}?", width)
    about += in_lines(step.how, width) if step.how else ()
    asked = in_lines(plain(item.prompt), width)
    choices: list[str] = []
    if isinstance(item, RatingItem):
        asked += _to_check(item, front)
        if unseen := if_unseen(round_, item):
            asked += in_lines(unseen, width)
        for level, text in questionnaire.levels_of(item).items():
            choices += _hanging(in_figures(level), text, front)
        choices += _hanging("d", questionnaire.scale_of(item).dont_know, front)
    else:
        for number, option in enumerate(options(response, item), 1):
            choices += _hanging(str(number), item.options[option].text, front)
    blocks = [about, asked, choices, _so_far(questionnaire, response, step, front)]
    gap = [] if front.linear or _is_too_long(blocks, front) else [""]
    return "\n".join(line for block in blocks if block for line in (*gap, *block))


def _to_check(item: RatingItem, front: Front) -> list[str]:
    if not item.criteria:
        return []
    return [CHECK, *(line for one in item.criteria for line in in_lines(plain(one), front.width, "- "))]


def _is_too_long(blocks: Sequence[Sequence[str]], front: Front) -> bool:
    # Below stand the prompt, what is said of a wrong answer, the prompt again, and the question for an example.
    return sum(len(block) + 1 for block in blocks if block) + 5 > front.rows


def _progress(step: Turn, linear: bool) -> list[str]:
    looking = "Looking back, question" if step.then else "Question"
    if linear:
        return [f"{looking} {step.number} of {step.of}."]
    filled = round((step.number - 1) / step.of * BAR)
    return [f"[{'=' * filled}{'-' * (BAR - filled)}]  {looking} {step.number} of {step.of}"]


def _hanging(lead: str, text: str, front: Front) -> list[str]:
    if front.linear:
        return in_lines(f"{lead}: {plain(text)}", front.width)
    head = f"{lead:>2}  "
    return in_lines(plain(text), front.width, head)


def _so_far(questionnaire: Questionnaire, response: Response, step: Turn, front: Front) -> list[str]:
    given = _given(response, step)
    if not given:
        return []
    scale = questionnaire.scale_of(step.item) if isinstance(step.item, RatingItem) else questionnaire.scale
    words = {"d": plain(scale.dont_know), "s": plain(scale.skipped)}
    lines = in_lines(f"Your answer so far: {words.get(given, _shown(given))}.", front.width)
    example = "" if step.then else response.evidence.get(step.item.id, "")
    if example:
        lines.append(plain(f"Your example: {example}", front.width))
        lines.append(f"Enter keeps both; {_shown(given)} and Enter lets you change the example.")
    return lines


def _given(response: Response, step: Turn) -> str:
    """The key that gives the answer so far; empty when there is none."""
    item = step.item
    if isinstance(item, RatingItem):
        answers = _answers(response, step)
        if item.id not in answers:
            return ""
        answer = answers[item.id]
        return "s" if answer is None else "d" if answer == DONT_KNOW else str(answer)
    chosen = response.portraits.get(item.id)
    return str(options(response, item).index(chosen) + 1) if chosen in item.options else ""


def _shown(key: str) -> str:
    """A key of a level as the screen shows that level."""
    return key.replace("-", MINUS)


def _answers(response: Response, step: Turn) -> dict[str, Answer]:
    return response.looking_back if step.then else response.answers


def _welcome_back(steps: Sequence[Turn], response: Response, start: int) -> str:
    if start == len(steps):
        return (
            "Everything is answered. Here are the questions once more, with your answers.\n"
            f"Enter keeps an answer; g {len(steps)} goes to question {len(steps)}, g 2 to question 2; q leaves."
        )
    return f"Welcome back: question {start + 1} of {len(steps)} is next. b goes back, g 1 to question 1."


def _said(questionnaire: Questionnaire, response: Response, step: Turn, front: Front, reached: int) -> _Said:
    """What the respondent wants, asked until it can be understood."""
    item, given = step.item, _given(response, step)
    choices: dict[str, Answer | str]
    if isinstance(item, RatingItem):
        choices = {**{str(level): level for level in questionnaire.levels_of(item)}, "d": DONT_KNOW}
    else:
        choices = {str(number): option for number, option in enumerate(options(response, item), 1)}
    choices["s"] = None
    prompt, hint = _keys(step, [_shown(key) for key in choices if key not in "ds"], given)
    while True:
        typed = typed_mark(_line(front.ask, prompt))
        if typed in choices:
            return choices[typed]
        if typed == "q":
            raise Leave
        if typed == "" and given:
            return _Keep()
        if typed == "b":
            if step.number > 1:
                return _Go(step.number - 2)
            front.say("This is the first question.")
        elif found := re.fullmatch(r"g *([0-9]{1,4})", typed):
            furthest = min(reached + 1, step.of)
            if 1 <= int(found[1]) <= furthest:
                return _Go(int(found[1]) - 1)
            front.say(f"You can go to the questions 1 to {furthest}.")
        else:
            front.say(hint)


def _keys(step: Turn, numbers: Sequence[str], given: str) -> tuple[str, str]:
    """The prompt, and what to say when something else was typed."""
    first, last = numbers[0], numbers[-1]
    unknown = "d cannot tell, " if isinstance(step.item, RatingItem) else ""
    keep = "Enter keeps your answer; " if given else ""
    prompt = f"{keep}{first} to {last}, {unknown}s skip, b back, q leave: "
    letters = "d, s, b or q" if unknown else "s, b or q"
    return prompt, f"Please type a number from {first} to {last}, or {letters}, then Enter."


def _line(ask: Ask, prompt: str) -> str:
    try:
        return ask(prompt).strip()
    except EOFError:
        raise Leave from None


def _with(questionnaire: Questionnaire, response: Response, step: Turn, said: Answer | str) -> Response:
    """A response with one answer put in; an example stays only with a level that asks for one."""
    item = step.item
    if isinstance(item, PortraitItem):
        portraits = {i: option for i, option in response.portraits.items() if i != item.id}
        return response.model_copy(update={"portraits": portraits | ({item.id: said} if said else {})})
    if step.then:
        return response.model_copy(update={"looking_back": {**response.looking_back, item.id: said}})
    changed = response.model_copy(update={"answers": {**response.answers, item.id: said}})
    return changed if _asks_example(questionnaire, changed, step) else _with_example(changed, item.id, "")


def _asks_example(questionnaire: Questionnaire, response: Response, step: Turn) -> bool:
    if step.then or not isinstance(step.item, RatingItem):
        return False
    answer, start = response.answers.get(step.item.id), questionnaire.scale_of(step.item).evidence_from
    return isinstance(answer, int) and start is not None and answer >= start


def _example(questionnaire: Questionnaire, response: Response, item: str, front: Front) -> str | None:
    """A line for an example of a high level, empty for none; None to see the question again."""
    before = response.evidence.get(item, "")
    scale = questionnaire.scale_of(questionnaire.item_by_id[item])
    front.say(plain(scale.evidence_prompt, 2 * front.width))
    if before:
        front.say("\n".join(in_lines(f"So far: {plain(before, SHOWN)}", front.width)))
        prompt = "Enter keeps it; a new line, - for none, b back, q leave: "
    else:
        prompt = "One line, without names of people, or just Enter; b back, q leave: "
    while True:
        typed = _line(front.ask, prompt)
        if typed.casefold() == "q":
            raise Leave
        if typed.casefold() == "b":
            return None
        if typed in ("", "-"):
            return before if typed == "" else ""
        if len(plain(typed)) > 1:
            return plain(typed, LONGEST)
        # Somebody is a step ahead, and has typed the answer to the next question.
        front.say("Please type a few words, or just Enter.")


def _with_example(response: Response, item: str, example: str) -> Response:
    evidence = {i: text for i, text in response.evidence.items() if i != item}
    return response.model_copy(update={"evidence": evidence | ({item: example} if example else {})})
