"""Sentences about what has changed where there is no map: parts, and what they are counted in."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {
    "part-up": "On {what} we are up by {by} {unit} since {since} (likely range {interval}).",
    "part-down": "On {what} we are down by {by} {unit} since {since} (likely range {interval}).",
    "part-unsure": (
        "On {what} there is no change we can be sure of since {since} ({change} {unit}; likely range {interval})."
    ),
    "part-up-by-margin": "On {what} we are up by {by} {unit} since {since} (by a rule of thumb {interval}).",
    "part-down-by-margin": "On {what} we are down by {by} {unit} since {since} (by a rule of thumb {interval}).",
    "part-unsure-by-margin": (
        "On {what} there is no change we can be sure of since {since} ({change} {unit}; by a rule of thumb {interval})."
    ),
    "part-without-interval": "On {what} the difference since {since} is {change} {unit}; {reason}.",
    "part-too-few": "On {what} it was {before} {unit} in {since} and is {after} in {now}: {reason}.",
    "band-same": "It lies in the band {after} both times, and that is sure.",
    "band-up": (
        "The band has changed from {before} to {after}: both are sure, and so is it that the change crosses "
        "the cut-off."
    ),
    "band-down": (
        "The band has changed from {before} to {after}: both are sure, and so is it that the change crosses "
        "the cut-off."
    ),
    "band-within": (
        "The bands are {before} in {since} and {after} in {now}, each sure by itself; but it is not sure that the "
        "change crosses the cut-off, so that the band has perhaps not changed."
    ),
    "band-perhaps": "Perhaps it is another band: {before} in {since}, {after} in {now}.",
    "band-open": "Which band it is, is not sure: {before} in {since}, {after} in {now}.",
    "band-other-rules": "The bands are not compared: the questions or the cut-offs are not the same both times.",
    "stage-same": "The stage is {after} in {now}, as it was in {since}.",
    "stage-up": "The stage is up from {before} in {since} to {after} in {now}.",
    "stage-down": "The stage is down from {before} in {since} to {after} in {now}.",
    "stage-perhaps-up": "The stage is perhaps up: {before} in {since}, {after} in {now}.",
    "stage-perhaps-down": "The stage is perhaps down: {before} in {since}, {after} in {now}.",
    "stage-open": "There is no change of stage that we can be sure of: {before} in {since}, {after} in {now}.",
    "stage-other-rules": (
        "The stage was {before} in {since} and is {after} in {now}. That is no comparison, for the stages, or the "
        "questions that they rest on, are not the same."
    ),
    "question-gained": "{what} holds now and did not in {since} ({before} to {after}).",
    "question-lost": "{what} does not hold any more, as it did in {since} ({before} to {after}).",
    "question-perhaps-gained": "{what} is perhaps gained: {then} in {since}, {state} in {now} ({before} to {after}).",
    "question-perhaps-lost": "{what} is perhaps lost: {then} in {since}, {state} in {now} ({before} to {after}).",
    "question-open": "{what} is open both times ({before} to {after}).",
    "question-unknown": "{what} cannot be told: {then} in {since}, {state} in {now}.",
    "question-other-line": "{what} held from another answer on in {since}, so that the two are not compared.",
}
