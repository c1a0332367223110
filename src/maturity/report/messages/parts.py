"""Sentences about parts that stand beside one another."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {
    "part-weakest": "It stands at {score} of {high}, the weakest part, and that is sure.",
    "part-could": "It stands at {score} of {high}, one of the parts that could be the weakest.",
    "part-next": "It stands at {score} of {high}, the lowest after those that could be the weakest.",
    "part-only": "It stands at {score} of {high}, the only part that has a score.",
    "part-alike": (
        "All parts that have a score stand at {score}: none is behind another, so that {dimension} is no more than a "
        "place to begin."
    ),
    "part-of-possible": (
        "It stands at {score} between {low} and {high}, {share} of the way from the lowest to the highest."
    ),
    "item-among-lowest": (
        "It stands at {score} between {low} and {high}{turned:; it counts the other way, and is|,} among the lowest."
    ),
}
