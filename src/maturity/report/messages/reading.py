"""Sentences about why something has no score, and other ways of seeing ourselves."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {
    "answered-in-few-schools": "answered in {schools} of {of} {of:school|schools}; at least half are needed",
    "no-item-answered": "no question was answered in at least half of the schools",
    "part-lacks": "{scored} of {of} {of:question|questions} {scored:has|have} a score; more are needed",
    "too-few-dimensions": (
        "{scored} of {of} {of:dimension|dimensions} {scored:has|have} a score; {needed} {needed:is|are} needed"
    ),
    "too-few-parts-in-a-room": (
        "no place yet: {scored} of its {of} {of:part|parts} {scored:has|have} enough answers, and {needed} "
        "{needed:has|have} to"
    ),
    "gap-too-few-people": "needs {needed} {needed:person|people} of each group in schools that have both",
    "gap-no-school": "no school has people of both groups who answered the same question",
    "alpha-two-items": "needs at least two questions",
    "alpha-few-people": (
        "needs {needed} {needed:person|people} who answered every pair of questions; the fewest here are {people}"
    ),
    "alpha-no-variance": "the answers do not vary",
    "nobody-answered": "nobody has answered yet",
    "other-axes": ("its questionnaire ({own}) has other axes, midpoints or levels than that of the others ({common})"),
    "too-few-answers": "too few answers on {axes}",
    "too-few-answers-at-all": "too few answers",
    "no-total": "not every question has enough answers, and a total needs all",
    "other-shape-of-others": (
        "its questionnaire ({own}) is a {shape}, and that of the others ({common}) a {common_shape}"
    ),
    "other-stages": "its questionnaire ({own}) has other stages, or other rules for them, than that of the others "
    "({common})",
    "other-questions": "its questionnaire ({own}) has other questions, or other answers, than that of the others "
    "({common})",
    "other-parts": "its questionnaire ({own}) has other parts, or parts of another range, than that of the others "
    "({common})",
    "other-range": "its questionnaire ({own}) has another range, or other bands, than that of the others ({common})",
    "mixed-shapes": (
        "clusters that answered a {one} ({ones}) and clusters that answered a {other} ({others}) cannot stand on one "
        "chart"
    ),
    "give-one-shape": "give the clusters of one of the two",
}
