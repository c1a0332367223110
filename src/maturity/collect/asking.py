"""What a file leaves open, put to a person, one decision at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from maturity.errors import UsageError
from maturity.model import Questionnaire
from maturity.model.export import Open
from maturity.model.mapping import FileMapping
from maturity.text.clean import plain
from maturity.text.names import quoted, suggestion
from maturity.text.words import MINUS, typed_mark

Ask = Callable[[str], str]
Say = Callable[[str], None]
LEAVE_OUT = "-"
PROMPTS = {
    "columns": "[a number, or an id; - leaves the column out, Enter decides later] ",
    "nothing": "[an id; - leaves the column out, Enter decides later] ",
    "schools": "[a number; Enter decides later] ",
    "roles": "[a number; - for a role that is none of these, Enter decides later] ",
    "levels": "[a level or DK; - for not answered, Enter decides later] ",
}


@dataclass(frozen=True, slots=True)
class Word:
    """Something that a file leaves open, ready to be put to a person.

    Args:
        open: what it is, where it stands, and what it may be.
        question: that asks for it.
        choices: everything that it may be, as an id, to what that is called.
    """

    open: Open
    question: str
    choices: Mapping[str, str]

    @property
    def can_be_left_out(self) -> bool:
        """Whether it may be none of the choices: but everybody has a school."""
        return self.open.kind != "schools"

    def means(self, chosen: str) -> FileMapping:
        """The decision that it is one of its choices, or `LEAVE_OUT`.

        Raises:
            UsageError: it cannot be that.
        """
        is_out = chosen == LEAVE_OUT and self.can_be_left_out
        if not is_out and chosen not in self.choices:
            message = f"{quoted(chosen)} is nothing that {quoted(self.open.text)} can mean"
            raise UsageError(message, suggestion(chosen, list(self.choices)))
        return FileMapping.model_validate({self.open.kind: {self.open.text: None if is_out else chosen}})


def word_of(one: Open, questionnaire: Questionnaire, schools: Mapping[str, str]) -> Word:
    """What a file leaves open as it is put to a person; `schools` are id and name of each."""
    return Word(one, _question(one), choices_of(one, questionnaire, schools))


def decide(
    open_: Iterable[Open], questionnaire: Questionnaire, schools: Mapping[str, str], ask: Ask, say: Say
) -> FileMapping:
    """Everything that was decided; whatever was passed over with Enter is not in it.

    Args:
        open_: what a file leaves open.
        questionnaire: what was asked.
        schools: id and name of every school.
        ask: shows a prompt and returns a line; EOFError when there is no more, then the rest stays open.
    """
    decided = FileMapping()
    for one in open_:
        word = word_of(one, questionnaire, schools)
        shown = _shown(one, word.choices)
        say(f"\n{word.question}")
        for key, choice in shown.items():
            about = plain(word.choices[choice], 60)
            lead = key.replace("-", MINUS) if one.kind == "levels" else key
            say(f"  {lead}  {about}" if key == choice else f"  {lead}  {choice}: {about}")
        try:
            chosen = _chosen(word, shown, ask, say)
        except EOFError:
            break
        if chosen is not None:
            decided = decided.merged(word.means(chosen))
    return decided


def choices_of(one: Open, questionnaire: Questionnaire, schools: Mapping[str, str]) -> dict[str, str]:
    """Everything that a decision may say, and what each stands for."""
    if one.kind == "schools":
        return dict(schools)
    if one.kind == "roles":
        return {role.id: role.label for role in questionnaire.roles}
    if one.kind == "levels":
        return _levels(questionnaire)
    asked = {"school": "the school", "role": "the role", "respondent": "who answered", "comment": "a comment"}
    asked |= {item.id: item.prompt for item in questionnaire.items}
    asked |= {portrait.id: portrait.prompt for portrait in questionnaire.portrait}
    asked |= {f"evidence:{item.id}": f"example for {item.short}" for item in questionnaire.items}
    asked |= {f"looking_back:{item.id}": f"as it was: {item.short}" for item in questionnaire.items}
    return asked


def _levels(questionnaire: Questionnaire) -> dict[str, str]:
    """Every level of every scale, with what it says on each."""
    words: dict[str, list[str]] = {}
    for scale in questionnaire.answered_on:
        said = {**{str(level): label for level, label in scale.levels.items()}, "DK": scale.dont_know}
        for level, label in said.items():
            if label not in words.setdefault(level, []):
                words[level].append(label)
    unknown = words.pop("DK")
    return {level: " / ".join(words[level]) for level in sorted(words, key=int)} | {"DK": " / ".join(unknown)}


def _shown(one: Open, choices: Mapping[str, str]) -> dict[str, str]:
    """What is listed, by what is typed for it: the likely ones first, and all where they are few enough."""
    if one.kind == "levels":
        # A level is a number itself, and may not be chosen by another.
        return {choice: choice for choice in choices}
    ids = [choice for choice in one.likely if choice in choices]
    if one.kind != "columns":
        ids += [choice for choice in choices if choice not in ids]
    return {str(number): choice for number, choice in enumerate(ids, 1)}


def _question(one: Open) -> str:
    text = plain(one.text, 160)
    return {
        "columns": f"No question fits the column “{text}”. What does it hold?",
        "schools": f"Which school is “{text}” ({plain(one.where, 80)})?",
        "roles": f"Which role is “{text}” ({plain(one.where, 80)})?",
        "levels": f"Which level is “{text}” ({plain(one.where, 80)})?",
    }[one.kind]


def _chosen(word: Word, shown: Mapping[str, str], ask: Ask, say: Say) -> str | None:
    """An id, `-` to leave it out, or None to leave it open."""
    kind, choices = word.open.kind, word.choices
    prompt = PROMPTS[kind] if shown else PROMPTS["nothing"]
    names = {name.casefold(): choice for choice, name in choices.items() if kind in ("schools", "roles")}
    ids = {choice.casefold(): choice for choice in choices}
    while True:
        typed = ask(prompt).strip()
        if not typed:
            return None
        if typed_mark(typed) == LEAVE_OUT and word.can_be_left_out:
            return LEAVE_OUT
        found = shown.get(typed_mark(typed)) or ids.get(typed.casefold()) or names.get(typed.casefold())
        if found is not None:
            return found
        known = list(choices)
        say(
            f"There is no {plain(typed, 40)!r} here. Known: {', '.join(known[:16])}{', ...' if len(known) > 16 else ''}"
        )
