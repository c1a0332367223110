"""Every sentence that the core can ask for, by its code; one file a subject."""

from __future__ import annotations

from maturity.report.messages import advice, change, held, over_time, parts, placement, plan, privacy, reading, warning
from maturity.report.messages.forms import Message

_SUBJECTS = (advice, change, held, over_time, parts, placement, plan, privacy, reading, warning)
MESSAGES: dict[str, Message] = {code: said for subject in _SUBJECTS for code, said in subject.MESSAGES.items()}
if len(MESSAGES) < sum(len(subject.MESSAGES) for subject in _SUBJECTS):
    raise ValueError("two subjects have a sentence with the same code")
