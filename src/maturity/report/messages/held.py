"""Sentences about what holds: stages of a ladder, questions of a checklist, and what to do next about them."""

from __future__ import annotations

from maturity.report.messages.forms import Message, Plural

_STANDS = "It stands at {score} and holds {turned:up to|from} {line}{turned:, for it counts the other way|\u0020on}"
_MUST = "“{stage:label}”, the next stage, cannot be reached without it."
_WITHOUT = "The stage cannot be reached without {must}."
_HOLD = "{held} {held:holds|hold}"
_NEED = "{need} {need:has|have} to"


def _lacks(stands: str) -> Plural:
    return Plural(
        "of",
        f"{stands} It is the one question of “{{stage:label}}”, the next stage.",
        f"{stands} Of the {{of}} questions of “{{stage:label}}”, the next stage, {_HOLD} so far, and {_NEED}.",
    )


def _so_far(end: str) -> Plural:
    alone = "The one question of “{stage:label}” does not hold for sure ({doubt})."
    return Plural("of", alone, f"Of the {{of}} questions of “{{stage:label}}”, {_HOLD} ({{doubt}}){end}")


MESSAGES: dict[str, Message] = {
    # Where on the ladder, as the sentence to read first.
    "ladder-nothing": "No stage can be named: no question has enough answers.",
    "ladder-unsure": "By the scores alone: {place}. How sure that is cannot be said.",
    "ladder-start": "{start}: the first stage, {next:label}, is not yet reached.",
    "ladder-before": "Before the first stage: {next:label} is not yet reached.",
    "ladder-on": "On the stage {stage:label}; the next, {next:label}, is not yet reached.",
    "ladder-top": "On the last stage, {stage:label}: it holds, and so does every stage before it.",
    "ladder-start-open": "Between {start} and {high:label}: whether {next:label}, the first stage, holds {still}.",
    "ladder-before-open": "At most on the stage {high:label}: whether {next:label}, the first stage, holds {still}.",
    "ladder-start-open-one": (
        "Between “{start}” and the first stage, “{next:label}”. Whether that stage is reached {still}."
    ),
    "ladder-before-open-one": "Whether the first stage, “{next:label}”, is reached {still}.",
    "ladder-open-one": "Between the stages {stage:label} and {next:label}: the first holds, the second {still}.",
    "ladder-open": "Between the stages {stage:label} and {high:label}: {stage:label} holds, {next:label} {still}.",
    "still-open": "is open",
    "still-unknown": "cannot be told, for none of its questions has enough answers",
    # The same in a few words.
    "place-nothing": "no stage can be named, too few answers",
    "place-unsure": "{place}, by the scores alone",
    "place-before": "before the first stage, {next:label}",
    "place-start": "{start}, before the first stage",
    "place-on": "{stage:label}",
    "place-open": "between {stage:label} and {high:label}",
    "place-start-open": "between {start} and {high:label}",
    "place-before-open": "{high:label} at most",
    "sure-nothing": "nothing can be told, too few answers",
    "sure-unsaid": "cannot be said",
    # What the next stage lacks.
    "stage-enough": _so_far(f", which is enough by number. {_WITHOUT}"),
    "stage-lacks": _so_far(f"; {_NEED}."),
    "stage-lacks-must": _so_far(f"; {_NEED}. {_WITHOUT}"),
    "stage-counts": "{held} of {of} {held:holds|hold}, {needed} {need:has|have} to",
    "stage-of": "of its {of} {of:question|questions} {held:holds|hold}, {need} {need:has|have} to",
    "stage-not-without": "It cannot do without {musts}.",
    "stage-later": Plural(
        "n",
        "{stages:label} would hold by itself, and does not count before the stages below it hold.",
        "{stages:label} would hold by themselves, and do not count before the stages below them hold.",
    ),
    "stage-still-lacks": "Still missing for {stage:label}",
    "like-stage": "What the stage {stage:label} is like",
    # What to work on.
    "next-stage-must-open": f"{_MUST} {_STANDS}: open, so talk before you plan.",
    "next-stage-must-not-yet": f"{_MUST} {_STANDS}: not yet.",
    "next-stage-lacks-open": _lacks(f"{_STANDS}: open, so talk before you plan."),
    "next-stage-lacks-not-yet": _lacks(f"{_STANDS}: not yet."),
    "check-open": f"{_STANDS}: open, so talk before you plan.",
    "check-not-yet": f"{_STANDS}: not yet.",
    # A checklist.
    "checklist-nothing": "Nothing can be told yet: no question has enough answers.",
    "checklist-unsure": "By the scores alone {above} of {of} {above:holds|hold}. How sure that is cannot be said.",
    "checklist-all": Plural("of", "The one question holds.", "All {of} questions hold."),
    "checklist-held": Plural("of", "The one question does not hold for sure.", "{held} of {of} {held:holds|hold}."),
    "checklist-some": Plural(
        "of", "The one question does not hold for sure: {rest}.", "{held} of {of} {held:holds|hold}; {rest}."
    ),
    # Why it is open.
    "open-interval": "its range, {range}, lies on both sides of {line}",
    "open-silent": "schools that have not answered could still decide it",
    "open-unsure": "how sure its score is cannot be said",
    # Conventions.
    "line-one": "A question holds from {line} on: a convention of the questionnaire, not a measured boundary.",
    "line-several": "A question holds from {lines} on, by its scale: a convention of the questionnaire, not a measured "
    "boundary.",
    "line-turned": "Scores are shown as people answered; a question that counts the other way holds up to its line.",
    "line-named": "It holds, or does not yet, where its likely range, the 95% interval, and all that silent "
    "schools could still say, lie "
    "on one side of that line; else it is open.",
    "line-thumb": "It holds, or does not yet, where its rough range, and all that silent schools could still say, lie "
    "on one side of that line; else it is open.",
    "line-margins": "The rough range of a question is a rule of thumb by the number of people who answered it. Each "
    "way it is, of the length of its scale, {margins}. One that is worked out from the answers would give some of them "
    "away.",
    "thumb": "This goes by a rule of thumb for how sure it is, as people are not named.",
    "stages-rule": "A stage holds where enough of its questions do, and those that must. The stage reached is the last "
    "of the unbroken row from the first; what holds beyond is shown and not counted. How many are enough is a "
    "convention.",
    "room-some": "levels are agreed on {agreed} of {of} {of:question|questions}",
}
