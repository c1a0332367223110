"""Sentences about what a round of some kind may show."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {
    "fewer-people": "fewer than {needed} people answered, and the round is confidential",
    "fewer-answers": "fewer than {needed} answers, and the round is confidential",
    "gap-few-schools": "needs {needed} schools that have both groups, and the round is confidential",
}
