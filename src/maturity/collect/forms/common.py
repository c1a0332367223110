"""The questions as every form system is given them: a code, a prompt and choices that carry their own level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from maturity.core.words import listed
from maturity.model import DONT_KNOW, Questionnaire, RatingItem, Round
from maturity.report.clean import plain

Kind = Literal["school", "role", "item", "portrait", "evidence"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    Args:
        kind: what it asks for; `evidence` is free text, all others have choices.
        code: the item id, or `school`, `role`, `evidence:<item id>`.
        choices: as shown; a level begins with its number, a don't-know with `DK`, a portrait, school or role with
            its id.
        roles: ids of the roles it is put to; empty for everybody.
        help: a line of explanation; may be empty.
        opened_by: for evidence, the choices of the item's question that ask for it.
    """

    kind: Kind
    code: str
    prompt: str
    choices: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    help: str = ""
    opened_by: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The code for systems that allow only letters, digits and `_`."""
        return self.code.replace(".", "_").replace("-", "_").replace(":", "_")


def questions(round_: Round, *, evidence: bool = False) -> tuple[Question, ...]:
    """Everything a round asks, in order: school, role, items, portraits.

    Args:
        evidence: whether a high level is followed by the question for an example.
    """
    questionnaire = round_.questionnaire
    schools = tuple(f"{school.id} - {plain(school.name)}" for school in round_.cluster.schools)
    asked = [Question("school", "school", "Which school do you belong to?", schools)]
    if questionnaire.roles:
        roles = tuple(f"{role.id} - {plain(role.label)}" for role in questionnaire.roles)
        asked.append(Question("role", "role", "What is your role?", roles))
    for item in questionnaire.items:
        asked.append(_item(questionnaire, item))
        if evidence and questionnaire.scale.evidence_from is not None:
            asked.append(_evidence(questionnaire, item, asked[-1]))
    for portrait in questionnaire.portrait:
        options = tuple(f"{quadrant} - {plain(option.text)}" for quadrant, option in portrait.options.items())
        asked.append(Question("portrait", portrait.id, plain(portrait.prompt), options))
    return tuple(asked)


def _item(questionnaire: Questionnaire, item: RatingItem) -> Question:
    levels = tuple(f"{level} - {plain(text)}" for level, text in questionnaire.levels_of(item).items())
    everybody = not item.audience or len(item.audience) == len(questionnaire.roles)
    roles = () if everybody else item.audience
    labels = [plain(questionnaire.role_by_id[role].label) for role in roles]
    return Question(
        "item",
        item.id,
        plain(item.prompt),
        (*levels, f"{DONT_KNOW} - {plain(questionnaire.scale.dont_know)}"),
        roles,
        f"Only for: {listed(labels)}." if labels else "",
    )


def _evidence(questionnaire: Questionnaire, item: RatingItem, rating: Question) -> Question:
    start = questionnaire.scale.evidence_from or questionnaire.scale.high
    high = rating.choices[start - questionnaire.scale.low : -1]
    return Question(
        "evidence",
        f"evidence:{item.id}",
        plain(questionnaire.scale.evidence_prompt),
        roles=rating.roles,
        opened_by=high,
    )
