"""The questions as every form system is given them: a code, a prompt and choices that carry their own level."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from maturity.model import DONT_KNOW, RatingItem, Round, Scale
from maturity.report.asked import instructions, on_top, subject_line, to_check
from maturity.report.promise import if_unseen, promised
from maturity.text.clean import plain
from maturity.text.words import listed

Kind = Literal["school", "role", "item", "portrait", "evidence"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen.

    Args:
        value: a level, `DK`, or the id of a school, a role or a quadrant.
        text: what it says.
    """

    value: str
    text: str

    @property
    def shown(self) -> str:
        """What a respondent reads, and what comes back: the value leads, so that no mapping is needed."""
        return f"{self.value} - {self.text}"


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question of a form.

    Args:
        kind: what it asks for; `evidence` is free text, all others have choices.
        code: the item id, or `school`, `role`, `evidence:<item id>`.
        roles: ids of the roles it is put to; empty for everybody.
        audience: a line on whom it is put to, or who will not see what it asks about; may be empty.
        before: how it is answered where that changes, and what to check first; may be empty.
        follows: for evidence, the code of the question that it belongs to.
        opened_by: for evidence, the values of that question's choices that ask for it.
    """

    kind: Kind
    code: str
    prompt: str
    choices: tuple[Choice, ...] = ()
    roles: tuple[str, ...] = ()
    audience: str = ""
    before: str = ""
    follows: str = ""
    opened_by: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """The line of explanation; may be empty."""
        return " ".join(filter(None, (self.before, self.audience)))

    @property
    def titled(self) -> str:
        """The prompt with the code at its end, for systems whose export has nothing else to tell questions by."""
        return f"{self.prompt} [{self.code}]"

    @property
    def is_needed(self) -> bool:
        """Whether an answer without it is of no use."""
        return self.kind in ("school", "role")


def introduction(round_: Round) -> tuple[str, ...]:
    """The paragraphs above the questions: what is rated, how to answer, and who will see it."""
    about = subject_line(round_)
    return tuple(filter(None, (about and f"{about}.", on_top(round_.questionnaire), promised(round_))))


def questions(round_: Round, *, evidence: bool = False) -> tuple[FormQuestion, ...]:
    """Everything a round asks, in order: school, role, items, portraits.

    Args:
        evidence: whether a high level is followed by the question for an example.
    """
    questionnaire = round_.questionnaire
    schools = tuple(Choice(school.id, plain(school.name)) for school in round_.cluster.schools_apart)
    asked = [FormQuestion("school", "school", "Which school do you belong to?", schools)]
    if questionnaire.roles:
        roles = tuple(Choice(role.id, plain(role.label)) for role in questionnaire.roles)
        asked.append(FormQuestion("role", "role", "What is your role?", roles))
    how = instructions(round_)
    for item in questionnaire.items:
        scale = questionnaire.scale_of(item)
        asked.append(_item(round_, item, how.get(item.id, "")))
        if evidence and scale.evidence_from is not None:
            asked.append(_evidence(scale, asked[-1], scale.evidence_from))
    for portrait in questionnaire.portrait:
        options = tuple(Choice(quadrant, plain(option.text)) for quadrant, option in portrait.options.items())
        asked.append(FormQuestion("portrait", portrait.id, plain(portrait.prompt), options))
    return tuple(asked)


def _item(round_: Round, item: RatingItem, how: str) -> FormQuestion:
    questionnaire = round_.questionnaire
    levels = tuple(Choice(str(level), plain(text)) for level, text in questionnaire.levels_of(item).items())
    asked = [role for role in questionnaire.roles if round_.is_asked(item, role.id)]
    some = asked if len(asked) < len(questionnaire.roles) else []
    return FormQuestion(
        "item",
        item.id,
        plain(item.prompt),
        (*levels, Choice(DONT_KNOW, plain(questionnaire.scale_of(item).dont_know))),
        tuple(role.id for role in some),
        f"Only for: {listed([plain(role.label) for role in some])}." if some else if_unseen(round_, item),
        " ".join(filter(None, (how, to_check(item)))),
    )


def _evidence(scale: Scale, rating: FormQuestion, start: int) -> FormQuestion:
    return FormQuestion(
        "evidence",
        f"evidence:{rating.code}",
        plain(scale.evidence_prompt),
        roles=rating.roles,
        follows=rating.code,
        opened_by=tuple(str(level) for level in scale.levels if level >= start),
    )


def field_names(codes: Iterable[str], *, joint: str = "", longest: int | None = None) -> Mapping[str, str]:
    """A name for each code, for systems that do not allow every sign in names.

    Args:
        codes: without twins.
        joint: stands for every run of signs that are neither letters nor digits.
        longest: most characters of a name.

    Returns:
        code to name; names are told apart by a number at their end, whatever the system does with capitals.
    """
    codes = list(codes)
    given: dict[str, str] = {}

    # A code that keeps its letters is named first: otherwise its name could mean another one.
    def changes(code: str) -> tuple[bool, bool]:
        whole = _named(code, joint, None)
        return whole != code, _named(code, joint, longest) != whole

    for code in sorted(codes, key=changes):
        name, number = _named(code, joint, longest), 1
        while name in given.values():
            number += 1
            ending = f"{joint}{number}"
            name = _named(code, joint, None if longest is None else longest - len(ending)) + ending
        given[code] = name
    return {code: given[code] for code in codes}


def _named(code: str, joint: str, longest: int | None) -> str:
    return re.sub(r"[^a-z0-9]+", joint, code.lower())[:longest]
