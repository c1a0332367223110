"""Sentences about the plan, its dates and what became of it."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {}
