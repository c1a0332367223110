"""Sentences about where a cluster stands and how sure that is."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {
    # Why no quadrant is named, or no region is drawn.
    "not-placed": "not placed: too few answers on {axes}",
    "on-midpoint": "exactly on the midpoint of {axes}",
    "no-two-people": (
        "how sure this is cannot be said: no school has two people who answered the same questions on {axes}"
    ),
    "one-school": "how sure this is cannot be said: only one school answered on {axes}",
    "not-settled": "not settled on {axes}",
    "silent-could-turn": "schools that have not answered could change the side on {axes}",
    "no-region-few-schools": "no region is drawn below {needed} schools",
    "no-region-flat": "the answers do not vary in both directions",
    "no-region-wide": "too few people answered for a region",
    # One axis.
    "axis-missing": "no score",
    "axis-line": "exactly on the midpoint",
    "axis-settled-above": "settled above the midpoint",
    "axis-settled-below": "settled below the midpoint",
    "axis-silent-above": "above the midpoint, but schools that have not answered could change that",
    "axis-silent-below": "below the midpoint, but schools that have not answered could change that",
    "axis-leans-above": "leans above the midpoint, not settled",
    "axis-leans-below": "leans below the midpoint, not settled",
    "axis-open": "cannot be told apart from the midpoint",
    "axis-unknown": "how sure this is cannot be said",
    # The sentence to read first.
    "headline-not-placed": "Not placed: too few answers on {axes}.",
    "headline-named-above-above": (
        "{quadrant}: {first:short-inside} and {second:short-inside} are both settled above the midpoint."
    ),
    "headline-named-below-below": (
        "{quadrant}: {first:short-inside} and {second:short-inside} are both settled below the midpoint."
    ),
    "headline-named-above-below": (
        "{quadrant}: {first:short-inside} is settled above the midpoint, {second:short-inside} below it."
    ),
    "headline-named-below-above": (
        "{quadrant}: {first:short-inside} is settled below the midpoint, {second:short-inside} above it."
    ),
    "headline-two-above-above": (
        "Rated as {quadrant}, recognised by you as {other}: by the ratings {first:short-inside} and "
        "{second:short-inside} are both settled above the midpoint."
    ),
    "headline-two-below-below": (
        "Rated as {quadrant}, recognised by you as {other}: by the ratings {first:short-inside} and "
        "{second:short-inside} are both settled below the midpoint."
    ),
    "headline-two-above-below": (
        "Rated as {quadrant}, recognised by you as {other}: by the ratings {first:short-inside} is settled above the "
        "midpoint, {second:short-inside} below it."
    ),
    "headline-two-below-above": (
        "Rated as {quadrant}, recognised by you as {other}: by the ratings {first:short-inside} is settled below the "
        "midpoint, {second:short-inside} above it."
    ),
    "headline-line-both": (
        "On the line: {first:short-inside} and {second:short-inside} both lie exactly on the midpoint."
    ),
    "headline-line-unknown-people": (
        "On the line: exactly on the midpoint of {axes:short-inside}. How sure that is cannot be said: in no school"
        " did two people answer the same questions."
    ),
    "headline-line-unknown-schools": (
        "On the line: exactly on the midpoint of {axes:short-inside}. How sure that is cannot be said: only one "
        "school answered."
    ),
    "headline-unknown-people": (
        "The point lies in {quadrant}. How sure that is cannot be said: in no school did two people answer the same"
        " questions."
    ),
    "headline-unknown-schools": (
        "The point lies in {quadrant}. How sure that is cannot be said: only one school answered."
    ),
    "headline-silent": (
        "Probably {quadrant}, by those who answered; schools that have not answered could change {axes:short-inside}."
    ),
    "headline-probably-above": (
        "Probably {quadrant}: {settled:short-inside} is settled, {leaning:short-inside} leans above the midpoint."
    ),
    "headline-probably-below": (
        "Probably {quadrant}: {settled:short-inside} is settled, {leaning:short-inside} leans below the midpoint."
    ),
    "headline-leans-above-above": (
        "Probably {quadrant}: {first:short-inside} and {second:short-inside} both lean above the midpoint, neither "
        "is settled."
    ),
    "headline-leans-below-below": (
        "Probably {quadrant}: {first:short-inside} and {second:short-inside} both lean below the midpoint, neither "
        "is settled."
    ),
    "headline-leans-above-below": (
        "Probably {quadrant}: {first:short-inside} leans above the midpoint, {second:short-inside} below it, "
        "neither is settled."
    ),
    "headline-leans-below-above": (
        "Probably {quadrant}: {first:short-inside} leans below the midpoint, {second:short-inside} above it, "
        "neither is settled."
    ),
    "headline-near-above-above": (
        "Near the middle: {first:short-inside} and {second:short-inside} both lean above it, neither is settled."
    ),
    "headline-near-below-below": (
        "Near the middle: {first:short-inside} and {second:short-inside} both lean below it, neither is settled."
    ),
    "headline-near-above-below": (
        "Near the middle: {first:short-inside} leans above it, {second:short-inside} below it, neither is settled."
    ),
    "headline-near-below-above": (
        "Near the middle: {first:short-inside} leans below it, {second:short-inside} above it, neither is settled."
    ),
    "headline-middle": (
        "In the middle: neither {first:short-inside} nor {second:short-inside} can be told apart from its midpoint."
    ),
    "headline-line-open": "On the line: {line} lies exactly on the midpoint, {open} cannot be told apart from it.",
    "headline-open-settled": (
        "On the line between {low} and {high}: {known:short-inside} is settled, {other:short-inside} cannot be told"
        " apart from the midpoint."
    ),
    "headline-line-settled": (
        "On the line between {low} and {high}: {known:short-inside} is settled, {other:short-inside} lies exactly "
        "on the midpoint."
    ),
    "headline-open-silent": (
        "On the line between {low} and {high}: {other:short-inside} cannot be told apart from the midpoint, and "
        "schools that have not answered could change {known:short-inside}."
    ),
    "headline-line-silent": (
        "On the line between {low} and {high}: {other:short-inside} lies exactly on the midpoint, and schools that "
        "have not answered could change {known:short-inside}."
    ),
    "headline-open-leans": (
        "On the line between {low} and {high}: {known:short-inside} leans to that side, {other:short-inside} cannot"
        " be told apart from the midpoint."
    ),
    "headline-line-leans": (
        "On the line between {low} and {high}: {known:short-inside} leans to that side, {other:short-inside} lies "
        "exactly on the midpoint."
    ),
    # How sure it is, beside the label "How sure".
    "sure-certain": "Settled on both axes: almost certainly {quadrant}",
    "sure-settled": "Settled on both axes",
    "sure-two": "Two readings, each settled: the ratings on {quadrant}, the portraits on {other}",
    "sure-not-placed": "Not placed: too few answers on {axes}",
    "sure-unknown": "How sure this is cannot be said",
    "sure-probably": "Not settled: probably {quadrant}",
    "sure-silent": "Not settled: probably {quadrant}, by those who answered",
    "sure-between": "Not settled: {quadrants} cannot be told apart",
    "sure-not": "Not settled on either axis",
    "others-people-probable": "If other people of the same schools had answered: probably {quadrant} again.",
    "others-schools-probable": "If other schools had answered: probably {quadrant} again.",
    "others-people-open": "If other people of the same schools had answered, it could be {quadrants}.",
    "others-schools-open": "If other schools had answered, it could be {quadrants}.",
    # What the intervals rest on.
    "method-people": (
        "How sure this is follows from how far people of one school differ from one another. A quadrant is named when "
        "the 95% intervals of both axes lie on one side of the midpoint, and schools that have not answered could not "
        "change that."
    ),
    "method-schools": (
        "How sure this is follows from how far the schools differ from one another, as if they stood for others. A "
        "quadrant is named when the 95% intervals of both axes lie on one side of the midpoint."
    ),
}
