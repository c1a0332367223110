"""What people are told before they answer: the same sentences on every form, at the screen and on paper."""

from __future__ import annotations

from maturity.model import Mode, Preview, RatingItem, Round
from maturity.text.clean import plain

PROMISE: dict[Mode, str] = {
    "named": "Results are shown under the name of your school. If you alone answer for it, they are yours.",
    "anonymous": "Once at least {fewest} people have answered, everybody sees how many chose each level, without "
    "school or role. If nearly all choose the same level, people can tell. Whoever runs this can read the answers.",
    "confidential": "What is shown is worked out from at least {fewest} people together, and roughly, so that nobody "
    "reading it, even knowing who took part and what they answered themselves, can work out for certain what you "
    "answered. Whoever runs this round can read the answers. People who pool what they answered may work out more.",
}
IN_A_ROOM: dict[Mode, str] = {
    "named": "In the workshop the screen shows how many chose each level; on a map, each school that has enough "
    "answers for a place; and a question by school if the facilitator asks for it, for schools with {fewest} answers "
    "to it. No person is named.",
    "anonymous": "In the workshop the screen shows how many of all chose each level, never by school, role or person.",
    "confidential": "In the workshop the screen shows words and rough levels, never how many chose what.",
}
EXAMPLES: dict[Mode, str] = {
    "named": "Examples may be shown in your words, with your school, without your name or role: write nothing by which "
    "you would be recognised.",
    "anonymous": "Examples may be shown in your words, without your name, school or role: write nothing by which you "
    "would be recognised.",
}
EXAMPLES["confidential"] = EXAMPLES["anonymous"]
REHEARSAL = "This is a rehearsal: what you answer is thrown away."
PREVIEW = (
    "This is a preview of the questions: what you answer here cannot be handed in. Once a round is open, its form says "
    "in this place who will see what."
)
_WORDS = {5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve"}


def promised(round_: Round) -> str:
    """Everything that people are told about who will see their answers, as one paragraph."""
    if isinstance(round_, Preview):
        return PREVIEW
    told = f"{kind_in_words(round_.mode, round_.smallest_cell)} {EXAMPLES[round_.mode]}"
    return f"{REHEARSAL} {told}" if round_.rehearsal else told


def kind_in_words(mode: Mode, fewest: int) -> str:
    """What a kind of round shows.

    Args:
        fewest: people that a shown number rests on.
    """
    return PROMISE[mode].format(fewest=_WORDS.get(fewest, fewest))


def room_in_words(mode: Mode, fewest: int) -> str:
    """What a screen shows that everybody looks at, in a round of a kind.

    Args:
        fewest: people that a shown number rests on.
    """
    return IN_A_ROOM[mode].format(fewest=_WORDS.get(fewest, fewest))


def if_unseen(round_: Round, item: RatingItem) -> str:
    """What stands beside a question that everybody is asked although some will not see it; else empty."""
    if round_.mode != "anonymous" or all(
        round_.questionnaire.is_asked(item, role.id) for role in round_.questionnaire.roles
    ):
        return ""
    return f"Say “{plain(round_.questionnaire.scale_of(item).dont_know)}” if you do not see this."
