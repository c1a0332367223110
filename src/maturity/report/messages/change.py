"""Sentences about what has changed between rounds."""

from __future__ import annotations

from maturity.report.messages.forms import Message, Plural

_REASONS: dict[str, Message] = {
    "no-common-school": "no school is in both rounds",
    "nothing-in-common": "no question means the same in both rounds",
    "other-scale": "the levels run from {low} to {high} in one round and from {new_low} to {new_high} in the other",
    "other-shape": "one round was asked a {before} and the other a {after}: nothing of the two can stand side by side",
    "other-subject": "one round is about {before} and the other about {after}",
    "few-anchors-in-all": (
        "the questionnaires differ ({before} and {after}), and they share {shared} anchor "
        "{shared:question|questions}; at least three are needed"
    ),
    "no-anchors": (
        "the questionnaires differ ({before} and {after}), and on {axis} they share no anchor question; at least "
        "{needed} are needed"
    ),
    "few-anchors": (
        "the questionnaires differ ({before} and {after}), and on {axis} they share {shared} anchor "
        "{shared:question|questions}; at least {needed} {needed:is|are} needed"
    ),
    "all-questions-differ": "no question on it means the same in both rounds",
    "half-did-not-answer-both": "fewer than half of the schools in both rounds answered it both times",
    "half-lack-dimensions": "fewer than half of the schools in both rounds have enough answers on it both times",
    "few-dimensions-in-common": (
        "{n} of {all} {all:dimension|dimensions} {n:has|have} a question that means the same in both rounds; {needed} "
        "{needed:is|are} needed"
    ),
    "few-dimensions-answered": (
        "{n} of {all} {all:dimension|dimensions} {n:has|have} enough answers in both rounds; {needed} {needed:is|are} "
        "needed"
    ),
    "too-few-in-both": Plural(
        "schools",
        "one school with enough answers on it in both rounds is too few to say more",
        "{schools} schools with enough answers on it in both rounds are too few to say more",
    ),
    "not-published": "not both rounds show a result for it",
    "no-margin": "how sure this is cannot be said, for a round that is not named shows no more than the result",
    "too-few-to-link": (
        "too little in common on {axes}: {needed} {needed:question is|questions are} needed, and a score of enough "
        "schools in both"
    ),
    "no-link-between-groups": "it would need answers that a round which is not named does not show",
}
"""Why there is no number, as it stands after a colon."""

_REFUSALS: dict[str, Message] = {
    "not-comparable": "{before_cluster}, {before} and {after_cluster}, {after} cannot be compared: {reason}",
    "one-round": "there is nothing to compare: two rounds are needed",
    "give-one-more": "give one more round",
    "same-round-twice": "{round} is given twice: a round beside itself says nothing",
    "give-another": "give another round in place of one of them",
    "same-ids-of-schools": "give rounds of one cluster, with the same ids of schools",
    "rounds-of-one-school": "give two rounds about the same school; maturity score tells of each by itself",
    "rounds-of-one-shape": "give two rounds with one questionnaire; maturity score tells of each by itself",
    "say-which-are-the-same": "say which questions mean the same in a file: maturity compare ... --same FILE",
    "no-such-item": "'{item}' is no question of any of these questionnaires",
    "check-pairs": "check the pairs of ids",
    "same-twice": "'{one}' and '{other}' cannot both be '{item}'",
    "keep-one-pair": "keep one of the pairs",
}

_WARNINGS: dict[str, Message] = {
    "no-date": "No date is given for {rounds}: the rounds are taken in the order in which they were given.",
    "other-name": "The cluster was called {before}, and is called {after} now.",
    "other-school-name": "A school has the same id and another name: {before} is now {after}.",
    "other-mode": (
        "The two rounds did not promise people the same. People answer differently when they are known, so part of a "
        "change may be that."
    ),
    "same-answers": ("Everybody's answers in {after} are those of {before}. Is one of the two a copy of the other?"),
    "other-questionnaire": (
        "The questionnaires differ ({before} and {after}): compared on the {common} {common:question|questions} that "
        "both ask."
    ),
    "reworded": "Not compared, for the question or the way it counts is another: {items}.",
    "vouched": "Compared although worded differently, as you asked: {items}.",
    "other-people": "Put to other roles than before, so partly other eyes: {items}.",
    "drifting": (
        "More than {far} {far:level|levels} away from the other questions of the axis: {items}. Did the practice "
        "change, or how people read the question? Results are given with and without."
    ),
    "drifting-in-part": (
        "More than an eighth of their range away from the other questions that they are added up with: {items}. Did "
        "the practice change, or how people read the question?"
    ),
    "hidden": Plural(
        "items",
        "{items} question left out: a round that is not named does not show it.",
        "{items} questions left out: a round that is not named does not show them.",
    ),
    "empty-round": "{round} is left out: nobody has answered yet.",
}

_BASES: dict[str, Message] = {
    "these-schools": (
        "The likely range is a 95% interval, and is for these schools: it comes from how differently they "
        "moved, and from how differently people "
        "within each school answered."
    ),
    "returned": Plural(
        "people",
        "{people} person has the same code in both rounds; what is alike in both answers is allowed for.",
        "{people} people have the same codes in both rounds; what is alike in each one's answers is allowed for.",
    ),
    "schools-not-persons": "Schools are compared, not persons: other people may have answered.",
    "whole-cluster": "The whole cluster is compared, not schools or persons: other people may have answered.",
    "schools-alone": (
        "The likely range is a 95% interval. It comes from how differently the schools moved alone, for in "
        "no school did two people answer the "
        "same question in a round."
    ),
    "other-schools": (
        "The likely range is a 95% interval. It takes these schools as standing for others: it comes from "
        "how differently they moved alone."
    ),
    "separate": (
        "The two rounds are compared as two separate groups of people, from what each of them shows of the whole "
        "cluster. The margin is a rule of thumb, made of the margins of both."
    ),
}
"""What a change and its interval come from."""

_CHANGES: dict[str, Message] = {
    "change-up": "On {what} we are up by {by} {by:level|levels} since {since} (likely range {interval}).",
    "change-down": "On {what} we are down by {by} {by:level|levels} since {since} (likely range {interval}).",
    "change-unsure": (
        "On {what} there is no change we can be sure of since {since} ({change} {change:level|levels}; "
        "likely range {interval})."
    ),
    "change-up-by-margin": "On {what} we are up by {by} {by:level|levels} since {since} (by a rule of thumb "
    "{interval}).",
    "change-down-by-margin": "On {what} we are down by {by} {by:level|levels} since {since} (by a rule of "
    "thumb {interval}).",
    "change-unsure-by-margin": (
        "On {what} there is no change we can be sure of since {since} ({change} {change:level|levels}; by a "
        "rule of thumb {interval})."
    ),
    "change-without-interval": "On {what} the difference since {since} is {change} {change:level|levels}; {reason}.",
    "change-too-few": "On {what} it was {before} in {since} and is {after} in {now}: {reason}.",
    "change-incomparable": "On {what} nothing can be compared with {since}: {reason}.",
}

_QUESTIONS: dict[str, Message] = {
    "ask-open": "“{title}” was agreed in {since}, and nobody has said what came of it: who tells us, and when?",
    "ask-done-not-moved": (
        "“{title}” is done, and what it named has moved no more than everything else: what would people have to notice?"
    ),
    "ask-carried": "“{title}” goes on from {since} for another year: what shall we do differently this time?",
    "ask-dropped": "“{title}” was let go: do we still want what it was for, and how else would we get it?",
    "ask-done": "“{title}” is done: what keeps it going when nobody looks at it any more?",
    "ask-down": "What stands behind the fall on {what} since {since}?",
    "ask-up": "What did we do that {what} has risen since {since}, and who goes on doing it?",
    "ask-unsure": "Which change since {since} did we expect to see here, and do not see?",
}
"""The one question that follows from a year."""

MESSAGES: dict[str, Message] = _QUESTIONS | _CHANGES | _REASONS | _REFUSALS | _WARNINGS | _BASES
