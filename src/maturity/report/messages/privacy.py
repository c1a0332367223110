"""Sentences about what a round of some kind may show."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {
    "no-question-answered": "no question of it was answered by enough people",
    "too-few-questions": "too few questions were answered by enough people",
    "too-few-to-show": "too few answers to show",
    "fewer-than-half": "fewer than half of those who took part answered",
    "gives-away": "it could give away what few people answered",
    "no-region-not-named": "no region is drawn where people are not named",
    "gap-too-few": "needs {needed} {needed:person|people} of each group in schools that have both, and enough "
    "questions",
    "gap-few-items": "needs {needed} {needed:question|questions} put to both",
    "not-closed": "nothing is shown before the round is closed",
    "named-is-not-published": "a named round is always open: its results are worked out from the answers each time",
    "too-few-people": "{people} {people:person has|people have} taken part; results need {k}",
    "confidential-needs-even-levels": (
        "the answers of this questionnaire are worth different steps, or run over different levels, and a confidential "
        "round shows neither: ask it in a named or an anonymous round"
    ),
    "confidential-needs-levels": (
        "a confidential round needs a scale of at least {fewest} levels; with two, a mean tells how many chose which"
    ),
    "confidential-never-tells": (
        "this questionnaire draws a line at {line}, and a confidential round could never tell whether a result lies on "
        "the one side of it or the other, however many agree: its levels are rough, and none near the ends of a scale "
        "is shown; ask it in an anonymous or a named round"
    ),
    "anonymous-needs-schools": (
        "an anonymous round needs at least {fewest} schools; with two, each would see what the other answered"
    ),
    "too-few-schools": "people of fewer than {fewest} schools have taken part; anonymous results need {fewest}",
    "published-for-good": "results are published already and stay as they are; open another round for new answers",
    "published-with-enough": (
        "results rested on {fewest} people or more, or showed schools, so they are not published again; open another "
        "round for new answers"
    ),
    "answers-have-changed": (
        "somebody's answers have changed or gone since the results were published, so new results would give them away"
    ),
    "unread-examples": (
        "somebody named another example while these were read, and nothing was published; read them once more"
    ),
    "too-few-joined": (
        "{joined} more have answered since the results were published; new results need at least {fewest} more, or "
        "they would give those answers away"
    ),
}
