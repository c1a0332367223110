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
    "not-settled": "not sure on {axes}",
    "silent-could-turn": "schools that have not answered could change the side on {axes}",
    "no-region-few-schools": "no region is drawn below {needed} schools",
    "no-region-flat": "the answers do not vary in both directions",
    "no-region-wide": "too few people answered for a region",
    # One axis.
    "axis-missing": "no score",
    "axis-line": "exactly on the midpoint",
    "axis-settled-above": "clearly above the midpoint",
    "axis-settled-below": "clearly below the midpoint",
    "axis-silent-above": "above the midpoint, but schools that have not answered could change that",
    "axis-silent-below": "below the midpoint, but schools that have not answered could change that",
    "axis-leans-above": "probably above the midpoint",
    "axis-leans-below": "probably below the midpoint",
    "axis-open": "too close to the midpoint to call",
    "axis-unknown": "how sure this is cannot be said",
    # The sentence to read first.
    "headline-not-placed": "Not placed: too few answers on {axes}.",
    "headline-named-above-above": (
        "{quadrant}: {first:short-inside} and {second:short-inside} clearly above the midpoint."
    ),
    "headline-named-below-below": (
        "{quadrant}: {first:short-inside} and {second:short-inside} clearly below the midpoint."
    ),
    "headline-named-above-below": (
        "{quadrant}: {first:short-inside} clearly above the midpoint, {second:short-inside} below."
    ),
    "headline-named-below-above": (
        "{quadrant}: {first:short-inside} clearly below the midpoint, {second:short-inside} above."
    ),
    "headline-two": "{quadrant} by the levels, {other} by the portraits.",
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
    "headline-probably": "Probably {quadrant}: {known:short-inside} is clear, {other:short-inside} is not.",
    "headline-leans": "Probably {quadrant}: neither {first:short-inside} nor {second:short-inside} is clear.",
    "headline-near-above-above": (
        "Near the middle: {first:short-inside} and {second:short-inside} are each probably above it."
    ),
    "headline-near-below-below": (
        "Near the middle: {first:short-inside} and {second:short-inside} are each probably below it."
    ),
    "headline-near-above-below": (
        "Near the middle: {first:short-inside} is probably above it, {second:short-inside} probably below."
    ),
    "headline-near-below-above": (
        "Near the middle: {first:short-inside} is probably below it, {second:short-inside} probably above."
    ),
    "headline-middle": "In the middle: {first:short-inside} and {second:short-inside} are both too close to call.",
    "headline-line-open": (
        "On the line: {line:short-inside} lies exactly on the midpoint, {open:short-inside} is too close to call."
    ),
    "headline-open-settled": "{low:label} or {high}: {other:short-inside} is too close to call.",
    "headline-line-settled": "{low:label} or {high}: {other:short-inside} lies exactly on the midpoint.",
    "headline-open-silent": (
        "{low:label} or {high}, by those who answered: {other:short-inside} is too close to call, and schools that "
        "have not answered could change {known:short-inside}."
    ),
    "headline-line-silent": (
        "{low:label} or {high}, by those who answered: {other:short-inside} lies exactly on the midpoint, and schools "
        "that have not answered could change {known:short-inside}."
    ),
    "headline-open-leans-above": (
        "Probably {low} or {high}: {known:short-inside} is probably above the midpoint, {other:short-inside} too close "
        "to call."
    ),
    "headline-open-leans-below": (
        "Probably {low} or {high}: {known:short-inside} is probably below the midpoint, {other:short-inside} too close "
        "to call."
    ),
    "headline-line-leans-above": (
        "Probably {low} or {high}: {known:short-inside} is probably above the midpoint, {other:short-inside} exactly "
        "on it."
    ),
    "headline-line-leans-below": (
        "Probably {low} or {high}: {known:short-inside} is probably below the midpoint, {other:short-inside} exactly "
        "on it."
    ),
    # How sure it is, beside the label "How sure".
    "sure-certain": "Sure: this would almost certainly hold if others had answered",
    "sure-settled": "Sure on both axes",
    "sure-two": "Two readings, each sure: {quadrant} by the levels, {other} by the portraits",
    "sure-not-placed": "Not placed: too few answers on {axes}",
    "sure-unknown": "How sure this is cannot be said",
    "sure-unknown-on": "How sure this is cannot be said on {axes:short-inside}",
    "sure-one": "Sure on {axes:short-inside}, not sure on {other:short-inside}",
    "sure-probably": "Not sure: probably {quadrant}",
    "sure-silent": "Not sure: probably {quadrant}, by those who answered",
    "sure-between": "Not sure: it could be {quadrants}",
    "sure-leans": "Not sure: probably {quadrants}",
    "sure-not": "Not sure on either axis",
    "others-people-probable": "If other people of the same schools had answered: probably {quadrant} again.",
    "others-schools-probable": "If other schools had answered: probably {quadrant} again.",
    "others-people-leans": "If other people of the same schools had answered, it would probably be {quadrants}.",
    "others-schools-leans": "If other schools had answered, it would probably be {quadrants}.",
    "others-people-open": "If other people of the same schools had answered, it could be {quadrants}.",
    "others-schools-open": "If other schools had answered, it could be {quadrants}.",
    # What the intervals rest on.
    "method-people": (
        "How sure this is follows from how far people of one school differ from one another. The likely range is the "
        "95% interval. A quadrant is named when the likely ranges of both axes lie on one side of the "
        "midpoint, and schools that have not answered could not "
        "change that."
    ),
    "method-schools": (
        "How sure this is follows from how far the schools differ from one another, as if they stood for others. The "
        "likely range is the 95% interval. A quadrant is named when the likely ranges of both axes lie on one side of "
        "the midpoint."
    ),
}
