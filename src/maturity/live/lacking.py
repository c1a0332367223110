"""What closing still lacks, in the words in which the desk says it beforehand and the room refuses it."""

from __future__ import annotations

from collections.abc import Collection

from maturity.core.publish import why_unpublished
from maturity.model import Response, Round
from maturity.report.wording import sentence
from maturity.text.words import upper_first

NOBODY = "Nobody has answered yet, so there is nothing to look at."
MORE = "Let {who} answer: on a phone, at this laptop (blank the screen, then Next person), or on paper, keyed in below."
NO_MORE = "If nobody comes, End keeps what was answered; a named round, begun anew, can show what fewer say."
NEVER = "End keeps what was answered; no answer that is still to come changes this."
_WHO = {"too-few-people": "somebody else", "too-few-schools": "people of more schools"}


def lack_of(round_: Round, answered: Collection[Response]) -> str:
    """Why answers cannot be closed now, and what to do about it; empty where they can.

    Args:
        answered: what everybody has said by now.
    """
    if not answered:
        return f"{NOBODY} {MORE.format(who='somebody')}"
    if round_.mode == "named" or round_.rehearsal or round_.fictional or round_.published is not None:
        return ""
    why = why_unpublished(round_.model_copy(update={"responses": tuple(answered)}))
    if why is None:
        return ""
    said = f"{upper_first(sentence(why, round_.questionnaire))}."
    who = _WHO.get(why.code)
    return f"{said} {NEVER}" if who is None else f"{said} {MORE.format(who=who)} {NO_MORE}"
