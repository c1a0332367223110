"""Sentences about what to talk about next."""

from __future__ import annotations

from maturity.report.messages.forms import Message

_LOWEST = "{alike:Lowest|Among the lowest} here: {item}, {score}. Level {level} reads: “{descriptor}”"
_STRONGEST = "{alike:Strongest|Among the strongest} here: {item}, {score}. Level {level} reads: “{descriptor}”"

MESSAGES: dict[str, Message] = {
    "talk-split": "split between low and high",
    "talk-split-counted": (
        "split: {low} of {people} at the low end ({low_levels}), {high} at the high end ({high_levels})"
    ),
    "talk-unknown": "{unknown} could not tell",
    "talk-many-unknown": "many could not tell",
    "talk-agreement": "agreement {agreement} of 1",
    "talk-apart": "people stand apart",
    "talk-mixed": "some stand apart",
    "talk-close": "people are close",
    "talk-level": "how far people agree is not said; about level {score}",
    "priority-further-behind": (
        "It stands at {score}, among the lowest on {axis} ({overall} overall), the side that is further behind."
    ),
    "priority-perhaps-behind": (
        "It stands at {score}, among the lowest on {axis} ({overall} overall), the side that may be further behind."
    ),
    "priority-lowest": "It stands at {score}, among the lowest on {axis} ({overall} overall).",
    "priority-alike": (
        "All dimensions that have a score on {axis} stand at {score} ({overall} overall): none is behind another, so "
        "that {dimension} is no more than a place to begin."
    ),
    "priority-below": ("It stands at {score}, among the lowest on {axis} ({overall} overall), and below the midpoint."),
    "lowest-here": _LOWEST,
    "lowest-here-agreed": f"{_LOWEST} The room agreed on {{agreed}}.",
    "lowest-here-agreed-because": f"{_LOWEST} The room agreed on {{agreed}}: {{reason}}",
    "strongest-here": _STRONGEST,
    "strongest-here-agreed": f"{_STRONGEST} The room agreed on {{agreed}}.",
    "strongest-here-agreed-because": f"{_STRONGEST} The room agreed on {{agreed}}: {{reason}}",
    "alike-here": "All alike here, {score}: {items}.",
    "like": "What {quadrant} is like",
    "rated-as": "{quadrant} by the levels",
    "recognised-as": "{quadrant} by the portraits",
    "split-here": "People are split on {items}: hear both readings before settling on one.",
}
