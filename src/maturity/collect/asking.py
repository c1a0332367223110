"""What a file leaves open, put to the person at the keyboard, one decision at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from maturity.model import Questionnaire
from maturity.model.export import Open
from maturity.model.mapping import FileMapping
from maturity.report.clean import plain

Ask = Callable[[str], str]
Say = Callable[[str], None]
LEAVE_OUT = "-"


def decide(
    open_: Iterable[Open], questionnaire: Questionnaire, schools: Mapping[str, str], ask: Ask, say: Say
) -> FileMapping:
    """Everything that was decided; whatever was passed over with Enter is not in it.

    Args:
        open_: what a file leaves open.
        questionnaire: what was asked.
        schools: id and name of every school.
        ask: shows a prompt and returns a line; EOFError when there is no more.
    """
    decided: dict[str, dict[str, object]] = {"columns": {}, "schools": {}, "roles": {}, "levels": {}}
    for one in open_:
        choices = choices_of(one, questionnaire, schools)
        say(f"\n{_question(one)}")
        for number, choice in enumerate(one.likely, 1):
            say(f"  {number}  {choice}: {plain(choices.get(choice, ''), 60)}")
        try:
            chosen = _chosen(one, list(choices), ask, say)
        except EOFError:
            break
        if chosen is not None:
            decided[one.kind][one.text] = None if chosen == LEAVE_OUT else _typed(one, chosen)
    return FileMapping.model_validate(decided)


def choices_of(one: Open, questionnaire: Questionnaire, schools: Mapping[str, str]) -> dict[str, str]:
    """Everything that a decision may say, and what each stands for."""
    if one.kind == "schools":
        return dict(schools)
    if one.kind == "roles":
        return {role.id: role.label for role in questionnaire.roles}
    if one.kind == "levels":
        levels = {str(level): label for level, label in questionnaire.scale.levels.items()}
        return {**levels, "DK": questionnaire.scale.dont_know}
    asked = {item.id: item.prompt for item in questionnaire.items}
    asked |= {portrait.id: portrait.prompt for portrait in questionnaire.portrait}
    asked |= {f"evidence:{item.id}": f"example for {item.short}" for item in questionnaire.items}
    asked |= {f"looking_back:{item.id}": f"as it was: {item.short}" for item in questionnaire.items}
    return {**asked, "school": "the school", "role": "the role", "respondent": "who answered", "comment": "a comment"}


def _question(one: Open) -> str:
    text = plain(one.text, 160)
    return {
        "columns": f"No question fits the column “{text}”. What does it hold?",
        "schools": f"Which school is “{text}” ({plain(one.where, 80)})?",
        "roles": f"Which role is “{text}” ({plain(one.where, 80)})?",
        "levels": f"Which level is “{text}” ({plain(one.where, 80)})?",
    }[one.kind]


def _chosen(one: Open, known: list[str], ask: Ask, say: Say) -> str | None:
    """An id, `-` to leave it out, or None to leave it open."""
    hint = "an id" if one.kind != "levels" else "a level or DK"
    # A level is a number itself, so that there is no list to choose from by number.
    numbers = {} if one.kind == "levels" else {str(n): choice for n, choice in enumerate(one.likely, 1)}
    shown = f"{'a number, ' if numbers else ''}{hint}, - to leave it out, Enter to decide later"
    while True:
        typed = ask(f"[{shown}] ").strip()
        if not typed:
            return None
        if typed == LEAVE_OUT and one.kind != "schools":
            return LEAVE_OUT
        if typed in numbers:
            return numbers[typed]
        match = next((choice for choice in known if choice.casefold() == typed.casefold()), None)
        if match is not None:
            return match
        say(
            f"There is no {plain(typed, 40)!r} here. Known: {', '.join(known[:16])}{', ...' if len(known) > 16 else ''}"
        )


def _typed(one: Open, chosen: str) -> object:
    return int(chosen) if one.kind == "levels" and chosen != "DK" else chosen
