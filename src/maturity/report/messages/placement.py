"""Sentences about where a cluster stands and how sure that is."""

from __future__ import annotations

from maturity.report.messages.forms import Message

MESSAGES: dict[str, Message] = {}
