"""Sentences about why something has no score, and other ways of seeing ourselves."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {}
