"""Sentences about what to know before believing a result."""

from __future__ import annotations

from maturity.report.messages.forms import Message, Plural

MESSAGES: dict[str, Message] = {
    "silent-schools": "In {missing} of {of} {of:school|schools} nobody chose a level.",
    "silent-schools-named": "{missing} of {of} {of:school|schools} did not answer ({schools}).",
    "silent-range": "With their answers, {axis} could stand anywhere in {range}.",
    "single-respondent": Plural(
        "schools",
        "In one of {of} schools only one person answered: how far others there would differ is taken from the other "
        "schools.",
        "In {schools} of {of} schools only one person answered: how far others there would differ is taken from the "
        "other schools.",
    ),
    "single-respondent-only": "In no school did two people answer: how far a school's people would differ "
    "is not known.",
    "unasked": Plural(
        "answers",
        "{answers} answer is left out: {items} is not put to the role of the person who answered.",
        "{answers} answers are left out: {items} are not put to the roles of those who answered.",
    ),
    "blind-spot": "{text}",
    "blind-spot-perhaps": "It is not sure that the cluster stands in {quadrant}. If it does: {text}",
    "blind-spot-perhaps-side": "Perhaps, as the side of {axes:short-inside} is not sure: {text}",
    "blind-spot-perhaps-there": "Perhaps: {text}",
    "not-sure-from": "It is not sure that {what} lies at {level} or above.",
    "not-sure-below": "It is not sure that {what} lies below {level}.",
    "not-sure-up-to": "It is not sure that {what} lies at {level} or below.",
    "not-sure-above": "It is not sure that {what} lies above {level}.",
    "axis-at": "Here {axis} stands at {level}.",
    "both-at": "Here {axis} stands at {level}, and {other} at {second}.",
    "turned-at": "Here {item} stands at {level}, and counts the other way.",
    "examples-named": "Examples named: for {named} of {high} high {high:answer|answers}.",
    "group-above": (
        "Within their own schools, {above} answer {levels} {levels:level|levels} above {below} ({items} "
        "{items:question|questions} put to both, {schools} {schools:school|schools})."
    ),
    "group-spread": "Between schools this differs by {spread} {spread:level|levels} (standard deviation).",
    "many-dont-knows": "Many people could not tell, which is a finding in itself.",
    "many-dont-knows-on": "Many people could not tell, which is a finding in itself: {items}.",
    "could-not-tell": "On “{item:label}”: {unknown} of {asked}.",
    "could-not-tell-more": "And {more} more {more:question|questions}.",
    "two-readings": "The two readings differ: the levels point to {placed}, the portraits to {mix}.",
    "two-readings-side": "The two readings differ on {axes}: the portraits point to the other side, to {mix}.",
    "two-readings-mixed": (
        "The two readings may differ: the levels point to {placed}, the portraits more to {mix} than to any other, "
        "but that is not clear enough to name it."
    ),
    "two-readings-side-mixed": (
        "The two readings may differ on {axes}: the portraits point to the other side, more to {mix} than to any "
        "other, but that is not clear enough to name it."
    ),
    "two-readings-perhaps": (
        "The two readings may differ: the portraits point to {mix}; the levels lie in {placed}, which is not sure."
    ),
    "share-of-choices": "{share} of choices for {quadrant}.",
    "against-the-rest": (
        "On {axis}, answers to {items} run against the rest (alpha {alpha}): is `reversed: true` missing there, or set "
        "where it should not be?"
    ),
    "one-school-decides": "Without {schools} the cluster would not stand in this quadrant.",
}
