"""Sentences about the plan, its dates and what became of it."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {
    "due-before-review": "the impact would be due on {due}, before the review on {review}",
    "review-before-start": "the review would be on {day}, before the room met on {start}",
    "due-before-start": "the impact would be due on {day}, before the room met on {start}",
    "looked-at-before-agreed": "it would be looked at on {look}, before it was agreed on {agreed}",
    "has-left": "{school} (has left the cluster)",
    "named-nothing": "it named nothing that it should move",
    "named-cannot-be-compared": "what it named cannot be compared",
    "nothing-else-compared": "nothing else can be compared",
    "no-proof": (
        "This is no proof of cause. Other things changed in the same year, the people who answered may differ, and "
        "what stood lowest tends to rise by itself. It is a reason to ask what helped, not an answer."
    ),
    "step": "{step}",
    "step-self-evaluation": "Self-evaluation",
    "step-priorities": "Priorities",
    "step-peer-review": "Peer review",
    "step-action": "Action with support",
    "step-account": "Account of impact",
}
