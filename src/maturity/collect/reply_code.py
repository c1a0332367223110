"""The reply code: what somebody answered on the form, as letters to be read out and typed.

It holds the person's own letters of the form, so that the file and the code of one person count once; the round, the
school, the role, and a place for every question, whoever is asked it. Examples are not in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator

from maturity.errors import Problem
from maturity.model import Answer, Preview, RatingItem, Response, Round
from maturity.text.clean import plain
from maturity.text.spoken import CHECKS, LETTERS, in_groups, is_sound, needed, packed, unpacked, with_check
from maturity.text.words import counted

LEAD = "web-"
"""How the ids of people begin who answer on the form."""
OWN = 8
"""Letters of the form's that are a person's own."""
ROUND = 2
"""Letters that stand for the round."""
_BETWEEN = re.compile(r"[\s\-‐-―−_.,;:/]+")
_ON_BALLOTS = re.compile(r"[\W\d_abcdks]+")
_FEWEST, _FOREIGN = 10, 3
Slots = list[tuple[int, int]]
"""Digits, each with the number that it is smaller than."""


def round_letters(round_: Round) -> str:
    """Letters for everything that the meaning of a code depends on; another round has others, but once in 961 times."""
    kind = "preview" if isinstance(round_, Preview) else round_.mode
    asked = (round_.cluster.name, round_.label, kind, round_.questionnaire.fingerprint)
    whole = "\n".join((*asked, *round_.cluster.school_by_id))
    number = int(hashlib.sha256(whole.encode()).hexdigest(), 16)
    return packed([(number % len(LETTERS) ** ROUND, len(LETTERS) ** ROUND)])


def code_of(round_: Round, response: Response, *, looking_back: bool = False) -> str:
    """The reply code of somebody who answered on the form.

    Args:
        looking_back: whether the form asks about the time before.
    """
    parts = packed(_now(round_, response)) + (packed(_then(round_, response)) if looking_back else "")
    return in_groups(with_check(round_letters(round_) + response.respondent.removeprefix(LEAD) + parts))


def read_code(round_: Round, line: str) -> tuple[Response | None, list[Problem]]:
    """What a reply code says, however it is spaced; None and what is wrong if it is none of this round."""
    text = _BETWEEN.sub("", line.casefold())
    odd = next((letter for letter in text if letter not in LETTERS), None)
    if odd is not None:
        message = f"{plain(odd)!r} stands in no reply code"
        return _no_code("not-a-letter", message, "i, l, o, 0 and 1 never do: ask for that group again")
    nobody = Response(respondent=LEAD, school="")
    radixes, back = ([radix for _, radix in part(round_, nobody)] for part in (_now, _then))
    head, short = ROUND + OWN, ROUND + OWN + needed(radixes)
    lengths = (short + CHECKS, short + needed(back) + CHECKS)
    if not is_sound(text):
        message = "the reply code is mistyped"
        if len(text) not in lengths:
            right = min(lengths, key=lambda length: abs(length - len(text)))
            message += f": it has {counted(len(text), 'letter')}, and those of this round have {right}"
        return _no_code("mistyped", message, "compare it group by group, or ask for it again")
    now = unpacked(text[head:short], radixes)
    then = unpacked(text[short:-CHECKS], back)
    if text[:ROUND] != round_letters(round_) or len(text) not in lengths or now is None or then is None:
        message = "the reply code belongs to another round, or to a form from before the schools were changed"
        hint = "enter it where its form belongs, or make the form again with 'maturity form' and ask for a new code"
        return _no_code("other-round", message, hint)
    return _response(round_, LEAD + text[ROUND:head], now, then), []


def is_code(round_: Round, line: str) -> bool:
    """Whether a line of ballots is a reply code, or was meant as one: it has letters that no ballot has."""
    if read_code(round_, line)[0] is not None:
        return True
    return len(_BETWEEN.sub("", line)) >= _FEWEST and len(_ON_BALLOTS.sub("", line.casefold())) >= _FOREIGN


def onto(round_: Round, said: Response, before: Response | None) -> Response:
    """What a code says, with what no code holds and is known of the same person: examples and a comment."""
    if before is None:
        return said
    evidence = {item: text for item, text in before.evidence.items() if _asks_example(round_, said, item)}
    kept = {"evidence": evidence, "comment": before.comment, "looking_back": said.looking_back or before.looking_back}
    return said.model_copy(update=kept)


def stamped(one: Response, before: Response | None, now: dt.datetime) -> Response:
    """A ballot or a code, with the time at which it was handed in.

    A code says no time. Of somebody who is new, none is made up: the file of the same form counts when it comes in,
    which has the examples too. Over answers that have a time, other ones are later.
    """
    if not one.respondent.startswith(LEAD):
        return one.model_copy(update={"submitted": now})
    earlier = before and before.submitted
    is_same = before is not None and one == before.model_copy(update={"submitted": one.submitted})
    return one.model_copy(update={"submitted": now if earlier and not is_same else earlier})


def read_back(round_: Round, response: Response) -> str:
    """Whose answers they are and how many, counted as the form counts them."""
    school = plain(round_.cluster.names_apart[response.school], 40)
    role = round_.questionnaire.role_by_id.get(response.role or "")
    asked = sum(round_.is_asked(item, response.role) for item in round_.questionnaire.items)
    of = asked * (2 if response.looking_back else 1) + len(round_.questionnaire.portrait)
    given = len(response.answers) + len(response.portraits) + len(response.looking_back)
    return ", ".join([school, *([plain(role.label, 40)] if role else []), f"{given} of {of} answered"])


def _now(round_: Round, response: Response) -> Slots:
    asked = round_.questionnaire
    schools, roles = list(round_.cluster.school_by_id), [None, *asked.role_by_id]
    school = schools.index(response.school) if response.school else 0
    slots = [(school, len(schools)), (roles.index(response.role), len(roles))]
    slots += [_slot(round_, item, response.answers.get(item.id)) for item in asked.items]
    for portrait in asked.portrait:
        choices = [None, *portrait.options]
        slots.append((choices.index(response.portraits.get(portrait.id)), len(choices)))
    return slots


def _then(round_: Round, response: Response) -> Slots:
    return [_slot(round_, item, response.looking_back.get(item.id)) for item in round_.questionnaire.items]


def _choices(round_: Round, item: RatingItem) -> list[Answer]:
    return [None, "DK", *round_.questionnaire.levels_of(item)]


def _slot(round_: Round, item: RatingItem, answer: Answer) -> tuple[int, int]:
    choices = _choices(round_, item)
    return choices.index(answer), len(choices)


def _response(round_: Round, respondent: str, now: list[int], then: list[int]) -> Response:
    asked = round_.questionnaire
    digits = iter(now)
    school = list(round_.cluster.school_by_id)[next(digits)]
    role = [None, *asked.role_by_id][next(digits)]
    answers = dict(_given(round_, digits))
    chosen = ((one.id, [None, *one.options][digit]) for one, digit in zip(asked.portrait, digits, strict=True))
    return Response(
        respondent=respondent,
        school=school,
        role=role,
        answers=answers,
        portraits={one: choice for one, choice in chosen if choice is not None},
        looking_back=dict(_given(round_, iter(then))),
    )


def _given(round_: Round, digits: Iterator[int]) -> Iterator[tuple[str, Answer]]:
    for item in round_.questionnaire.items:
        answer = _choices(round_, item)[next(digits)]
        if answer is not None:
            yield item.id, answer


def _asks_example(round_: Round, said: Response, item: str) -> bool:
    level, asked = said.answers.get(item), round_.questionnaire
    start = asked.scale_of(asked.item_by_id[item]).evidence_from if item in asked.item_by_id else None
    return start is not None and isinstance(level, int) and level >= start


def _no_code(code: str, message: str, hint: str) -> tuple[None, list[Problem]]:
    return None, [Problem("", None, "", code, message, hint)]
